"""The proofs, attacks and fact sheets that commands ask for, as plain data, and what earlier runs remember of them."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from properties.command.messages import PROVED, flat, say
from properties.errors import InputError

if TYPE_CHECKING:
    from properties.attacks.report import FactReport, StepReport
    from properties.checking.references import ReferenceReport
    from properties.command.cache import Asked, Memory
    from properties.command.report.terminal import Terminal
    from properties.loading import Unit
    from symbolic.models.family import Family
    from symbolic.report.plain import Plain
    from symbolic.report.sheets import Sheet
    from symbolic.report.theorem import Theorem

Computed = TypeVar("Computed")
Effort = tuple[int, int] | None  # the examples and the seed of an attack, if there is one


# ---- what is remembered ----------------------------------------------------------------------------------------------


@contextmanager
def remembering(no_cache: bool) -> Iterator[Memory]:
    """What was found in earlier runs; with --no-cache nothing was."""
    from properties.command import cache

    try:
        directory = None if no_cache else cache.place()
    except cache.NoDirectory as error:
        raise InputError(str(error)) from None
    with cache.remembering(directory, lambda message: say(f"warning: {message}", PROVED)) as memory:
        yield memory


def asked(memory: Memory) -> Asked:
    """All provers, each of which first looks whether it was asked before."""
    from symbolic.asking import provers

    return memory.asked(provers())


# ---- theorems --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Proof:
    """A theorem before it is attacked; `sheet`, what a family declares; `wrong_end`, what is wrong with the end claimed."""

    theorem: Theorem
    seconds: float
    sheet: Sheet | None = None
    wrong_end: str = ""
    reference: ReferenceReport | None = None

    def attacked(self, tried: Effort, terminal: Terminal | None, formulas: bool = True) -> Plain:
        """What came of it, as plain data; what holds may be told without `formulas`."""
        from properties.command.report import plain

        started, theorem, found, reports = time.perf_counter(), self.theorem, self.sheet, None
        facts: tuple[FactReport, ...] | None = None
        stated: tuple[FactReport, ...] = ()
        if tried is not None and found is not None:
            from properties.checking.families import attacked

            with _progress(terminal, theorem.name) as progress:
                report = attacked(found, max_examples=tried[0], seed=tried[1], progress=progress)
            found, reports, facts = report.sheet, report.steps, report.facts
        elif tried is not None:
            from properties.checking.families import attacked_statements

            reports = _attacked(theorem, *tried, terminal)
            theorem, stated = attacked_statements(theorem, max_examples=tried[0], seed=tried[1])
        declared = None if found is None else plain.sheet(found, facts, reports, self.reference)
        seconds = self.seconds + time.perf_counter() - started
        return plain.theorem(
            theorem, reports, seconds,
            declared=declared, stated=stated, wrong_end=self.wrong_end, formulas=formulas,
        )  # fmt: skip


def proof(unit: Unit, provers: Asked) -> Proof:
    """The theorem of a chain, or of a family with what its file declares. Raises InputError where it is malformed."""
    from symbolic.chain import Chain
    from symbolic.core.errors import WrongEnd
    from symbolic.report.theorem import replay

    started = time.perf_counter()

    def prove() -> Proof:
        if not isinstance(unit, Chain):
            from symbolic.report.sheets import sheet

            found = sheet(unit, asked=provers, declared=True)
            return Proof(found.theorem, time.perf_counter() - started, found, reference=_compared(unit))
        try:
            return Proof(replay(unit, provers), time.perf_counter() - started)
        except WrongEnd as error:  # what is claimed of the end is false; what the steps give is another matter
            theorem = replay(replace(unit, claimed=None), provers)
            return Proof(theorem, time.perf_counter() - started, wrong_end=flat(error))

    return _wrong_input(unit, prove)


def _attacked(theorem: Theorem, examples: int, seed: int, terminal: Terminal | None) -> tuple[StepReport, ...]:
    from properties.attacks import attack, confront

    with _progress(terminal, theorem.name) as progress:
        reports = attack(theorem, max_examples=examples, seed=seed, progress=progress)
    confront(theorem, reports)
    return reports


# ---- fact sheets -----------------------------------------------------------------------------------------------------


def record(one: Family, memory: Memory, tried: Effort, terminal: Terminal | None = None) -> Plain:
    """A family's fact sheet as plain data, and as "page" its page in LaTeX. `terminal` shows how far the attack is."""

    def compute() -> Plain:
        from properties.command.report import plain
        from symbolic.report.latex.family import page
        from symbolic.report.sheets import sheet

        found = _wrong_input(one, lambda: sheet(one, asked=asked(memory)))
        reference, facts, steps = _compared(one), None, None
        if tried is not None:
            from properties.checking.families import attacked

            with _progress(terminal, one.name) as progress:
                report = attacked(found, max_examples=tried[0], seed=tried[1], progress=progress)
            found, facts, steps = report.sheet, report.facts, report.steps
        data = plain.sheet(found, facts, steps, reference)
        return {**data, "page": page(data, _contradiction(reference))}

    found: Plain = memory.record("sheet", (one, tried), compute)
    return found


def _compared(one: Family) -> ReferenceReport | None:
    from properties.checking.references import compare

    return _wrong_input(one, lambda: compare(one))


def _contradiction(found: ReferenceReport | None) -> str:
    from properties.checking.references import CONTRADICTED

    return "" if found is None or found.status != CONTRADICTED else f"{found}."


# ---- around both -----------------------------------------------------------------------------------------------------


def _wrong_input(unit: Unit, run: Callable[[], Computed]) -> Computed:
    """What a run gives; what is wrong with the unit is an error of whoever wrote it."""
    from symbolic.calculus.normal_form import Undecided
    from symbolic.core.errors import DerivationError

    try:
        return run()
    except DerivationError as error:
        raise InputError(f"{unit.name}: error in the derivation: {type(error).__name__}: {flat(error)}") from error
    except Undecided as error:
        raise InputError(f"{unit.name}: its density is beyond what is decided here: {flat(error)}") from error


def _progress(terminal: Terminal | None, name: str) -> AbstractContextManager[Callable[[int, int], None] | None]:
    return nullcontext() if terminal is None else terminal.progress(name)


@contextmanager
def no_storage(attacking: bool) -> Iterator[None]:
    """Keep Hypothesis, where there is an attack, from leaving a directory of its own where the command happens to be run."""
    if not attacking or "HYPOTHESIS_STORAGE_DIRECTORY" in os.environ:
        yield
        return
    import tempfile

    from hypothesis.configuration import set_hypothesis_home_dir

    with tempfile.TemporaryDirectory(prefix="lossproof-", ignore_cleanup_errors=True) as directory:
        set_hypothesis_home_dir(directory)
        try:
            yield
        finally:
            set_hypothesis_home_dir(None)
