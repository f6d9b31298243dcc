"""What a campaign attacks, part by part: steps of chains, facts of families, functions that claim to be losses.

A part is known by what was named, a place there, and its number, so that every process finds the same one by itself.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache, singledispatch
from pathlib import Path
from typing import Any

from properties.attacks import attack, confront
from properties.attacks.on_facts import attack_fact, confront_facts
from properties.attacks.report import Report, StepReport
from properties.conformance.check import Conformance
from properties.conformance.claims import REGISTER, ConformanceClaim
from properties.conformance.named import callable_of
from properties.errors import InputError
from properties.loading import load, load_file, located, units_of
from symbolic import kernel
from symbolic.asking import provers
from symbolic.calculus.normal_form import Undecided
from symbolic.chain import Chain
from symbolic.core.errors import DerivationError, WrongEnd
from symbolic.models import judging, likelihood
from symbolic.models.claims import Claim
from symbolic.models.family import Family
from symbolic.report.sheets import DECLARED, GROUPS
from symbolic.report.theorem import claims, replay

Attacked = Chain | Family | ConformanceClaim
MOST, POINTS, FEWEST_POINTS = 1000, 800, 24  # examples in a piece; points of a function in one, at most and at least


@dataclass(frozen=True, slots=True)
class AttackedPart:
    """One thing that is attacked.

    Arguments: `title`, such as "step 2 (rewrite)", "" of a function; `look`, given examples and a seed, looks for a case;
    `most` and `least`, how many examples one piece has; `claimed`, whether somebody claims that it holds (true), that it does
    not (false), or neither (null); `confront`, which raises Unsound where a report hits what is proved.
    """

    title: str
    look: Callable[[int, int], Report | Conformance]
    most: int = MOST
    least: int = 1
    claimed: bool | None = True
    confront: Callable[[Report], object] = lambda _: None


@dataclass(frozen=True, slots=True)
class Subject:
    """A part by name, as plain data that goes to other machines.

    Arguments: `target`, what was named, files by their whole paths; `loss`, what the function is to be, or ""; `mark`, the
    fingerprint of what was read; `place` there; `name` of the chain, family or function; `number` of the part, with its
    `title`, `claimed`, `most` and `least`.
    """

    target: str
    loss: str
    mark: str
    place: str
    name: str
    number: int
    title: str
    claimed: bool | None
    most: int
    least: int

    @property
    def part(self) -> AttackedPart:
        """What it stands for, in this process. Raises InputError where that is another thing here."""
        if fingerprint(self.target) != self.mark:
            raise InputError(
                f"{self.target} is not what it was when the campaign began, or not the same on every machine."
            )
        return _parts(self.target, self.loss, self.mark, self.place)[self.number]


def subjects(target: str, loss: str = "") -> list[Subject]:
    """Every part of what is behind NAME, FILE.py, FILE.py:object or module:object; with `loss`, a function that is to be it.

    Raises InputError where there is nothing, or nothing that can be attacked.
    """
    file, colon, rest = target.rpartition(":") if not target.endswith(".py") else (target, "", "")
    whole = os.path.abspath(file) + colon + rest if file.endswith(".py") else target
    mark = fingerprint(whole)
    return [
        Subject(whole, loss, mark, place, thing.name, number, part.title, part.claimed, part.most, part.least)
        for place, thing in _things(whole, loss, mark).items()
        for number, part in enumerate(_parts(whole, loss, mark, place))
    ]


def fingerprint(target: str) -> str:
    """What tells one state of this program, and of the file that is named, from another."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        known = version("lossproof")
    except PackageNotFoundError:
        known = ""
    file = target if target.endswith(".py") else target.rpartition(":")[0]
    try:
        content = Path(file).read_bytes() if file.endswith(".py") else b""
    except OSError:
        content = b""  # whoever loads it says what is wrong
    return hashlib.sha256(known.encode() + b"\0" + content).hexdigest()[:16]


# ---- what is behind a name -------------------------------------------------------------------------------------------


@cache
def _things(target: str, loss: str, _: str) -> dict[str, Attacked]:
    """The chains, families and claims by their places."""
    if loss:
        function, of = callable_of(target), load(loss)[0]
        name = getattr(function, "__name__", "") or target.rpartition(":")[2]
        return {target: ConformanceClaim(str(name), function, of)}
    if not target.endswith(".py"):
        return dict(located(target))
    module = load_file(target)
    stated = _claims(module)
    units = units_of(module) if stated else located(target)  # which says what is missing
    return {**dict(units), **{f"{target}:{number}": claim for number, claim in enumerate(stated)}}


def _claims(module: Any) -> list[ConformanceClaim]:
    """What a module says by `conforms`, except under names that begin with an underscore."""
    stated: list[ConformanceClaim] = getattr(module, REGISTER, [])
    private = [v for name, v in vars(module).items() if name.startswith("_")]
    return [claim for claim in stated if not any(claim is v for v in private)]


@cache
def _parts(target: str, loss: str, mark: str, place: str) -> tuple[AttackedPart, ...]:
    thing = _things(target, loss, mark)[place]
    try:
        return tuple(parts(thing))
    except DerivationError as error:
        flat = " ".join(str(error).split())
        raise InputError(f"{thing.name}: error in the derivation: {type(error).__name__}: {flat}") from error
    except Undecided as error:
        raise InputError(f"{thing.name}: its density is beyond what is decided here: {error}") from error


# ---- the parts of each -----------------------------------------------------------------------------------------------


@singledispatch
def parts(thing: Attacked) -> Iterator[AttackedPart]:
    """What is attacked of a chain, a family, or a function that claims to be a loss."""
    raise TypeError(f"nothing is attacked of {thing!r}")


@parts.register
def _of_a_chain(chain: Chain) -> Iterator[AttackedPart]:
    try:
        theorem = kernel.check(chain, ())
    except WrongEnd as error:
        yield from _of_a_chain(replace(chain, claimed=None))
        yield AttackedPart("the end that is claimed", _wrong(error))
        return
    titles = ["start", *(f"step {n} ({line.step.rule})" for n, line in enumerate(theorem.lines, 1))]
    titles += ["claim"] if chain.claimed is not None and chain.claimed[1] is not None else []

    @cache
    def proved() -> Any:
        return replay(chain, provers())

    for number, title in enumerate(titles):

        def look(examples: int, seed: int, step: int = number) -> Report:
            return attack(theorem, max_examples=examples, seed=seed, step=step)[0]

        def against(report: Report, step: int = number) -> None:
            confront(
                proved(), (StepReport(report.name, report.kind, counterexample=report.counterexample, number=step),)
            )

        yield AttackedPart(title, look, confront=against)
    for stated in claims(chain):
        yield _of_a_fact(Claim(stated[1], stated.obligation), True)


@parts.register
def _of_a_family(family: Family) -> Iterator[AttackedPart]:
    family.probe()
    law = likelihood.truth(family) if family.is_density else None
    yield from _of_a_chain(likelihood.derivation(family, law=law))
    for group, claim in judging.claims(family, GROUPS):
        yield _of_a_fact(claim, not claim.false if group in DECLARED else None)


def _of_a_fact(claim: Claim, claimed: bool | None) -> AttackedPart:
    def look(examples: int, seed: int) -> Report:
        return attack_fact(claim.name, claim.obligation, max_examples=examples, seed=seed)

    def against(report: Report) -> None:
        confront_facts([judging.judged(claim)], [report])

    return AttackedPart(claim.name, look, claimed=claimed, confront=against)


@parts.register
def _of_a_function(claim: ConformanceClaim) -> Iterator[AttackedPart]:
    from properties.conformance.check import loss_report

    def look(examples: int, seed: int) -> Conformance:
        return loss_report(claim.function, claim.of, **{**claim.options, "examples": examples, "seed": seed})

    yield AttackedPart("", look, POINTS, FEWEST_POINTS)


def _wrong(error: WrongEnd) -> Callable[[int, int], Report]:
    text = " ".join(str(error).split())

    def look(examples: int, seed: int) -> Report:
        raise InputError(text)

    return look
