"""Chains as pytest sees them: collected from modules, a node for each of them and its steps, items that prove and attack.

Nothing here decides: `symbolic` proves, `properties.attacks` attacks. Importing it loads neither SymPy nor Hypothesis.
"""

from __future__ import annotations

import ast
import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

if TYPE_CHECKING:
    from properties.attacks import StepReport
    from symbolic.chain import Chain
    from symbolic.report.theorem import Theorem

VERDICTS = ("proved", "assumed", "unknown", "refuted")
COUNTEREXAMPLES = "lossproof_counterexamples"
SEED = 0
REGISTER = "__lossproof_conforms__"  # see properties.conformance.claims
LATEX, EXAMPLES, NO_ATTACK = "lossproof_latex", "lossproof_examples", "lossproof_no_attack"  # the options

CHAINS = pytest.StashKey["dict[str, Held]"]()
DOCUMENTS = pytest.StashKey["dict[str, tuple[str, Chain]]"]()
ITEMS = pytest.StashKey["frozenset[str]"]()
PARAMETERS: Any = type(pytest.param())


# ---- the chains of a module ------------------------------------------------------------------------------------------


class Held(NamedTuple):
    """A chain, under which attribute of its module and in what place there, with the marks that it brings."""

    chain: Any
    attribute: str
    place: str
    marks: tuple[Any, ...] = ()


def is_chain(thing: object) -> bool:
    """Is it a chain? `symbolic` is loaded where it is."""
    return _is(thing, "symbolic.chain", "Chain")


def is_claim(thing: object) -> bool:
    """Does it say of a function that it is a loss, by `conforms`?"""
    return _is(thing, "properties.conformance.claims", "ConformanceClaim")


def _is(thing: object, module: str, name: str) -> bool:
    """Is it one of a class whose module is loaded wherever there is one?"""
    return module in sys.modules and issubclass(type(thing), getattr(sys.modules[module], name))


def chains_of(module: pytest.Module) -> dict[str, Held]:
    """The chains of a module, and its claims about functions, by name, in the order of definition, each once."""
    found: dict[str, Held] = {}
    attributes = list(vars(module.obj).items())
    private = {
        id(h.chain) for a, value in attributes if a.startswith("_") and a != REGISTER for h in _inside(value, a, a)
    }
    named = {id(h.chain) for a, value in attributes if not a.startswith("_") for h in _inside(value, a, a)}
    for attribute, value in attributes:
        for held in (
            _inside(value, attribute, attribute) if not attribute.startswith("_") or attribute == REGISTER else ()
        ):
            if attribute == REGISTER and id(held.chain) in private | named:
                continue
            _check_name(held.chain.name, f"{module.nodeid}: {held.place}")
            other = found.setdefault(held.chain.name, held)
            if other.chain is not held.chain and (is_claim(held.chain) or is_claim(other.chain)):
                raise pytest.Collector.CollectError(
                    f"{module.nodeid}: two are called {held.chain.name!r}, and one of them is a function that conforms: "
                    "say conforms(..., name=...)."
                )
            if other.chain is not held.chain:
                raise pytest.Collector.CollectError(
                    f"{module.nodeid}: {other.place} and {held.place} are two chains with the same name "
                    f"{held.chain.name!r}; give each its own name, or keep one under a name that begins with an underscore."
                )
    marked = _marks(module)
    for key in marked:
        if key.partition("::")[0] not in found:
            raise pytest.Collector.CollectError(
                f"{module.nodeid}: derivation_marks[{key!r}]: there is no such chain; the chains here are "
                f"{', '.join(found) or 'none'}."
            )
    return found


def _inside(value: object, attribute: str, place: str, depth: int = 2) -> Iterator[Held]:
    """The chains in a value: itself, the members of a list, tuple or dictionary, and of those inside of it."""
    if isinstance(value, PARAMETERS):
        for held in _inside(value.values[0], attribute, place, 0) if len(value.values) == 1 else ():
            if value.id is not None:
                raise pytest.Collector.CollectError(
                    f"{place}: id={value.id!r}: a chain brings its own name, {held.chain.name!r}; leave the id out."
                )
            yield held._replace(marks=tuple(value.marks))
    elif is_chain(value) or is_claim(value):
        yield Held(value, attribute, place)
    elif type(value) in (list, tuple, dict) and depth:
        members: Any = value
        for key, member in members.items() if type(value) is dict else enumerate(members):
            yield from _inside(member, attribute, f"{place}[{key!r}]", depth - 1)


def _marks(module: pytest.Module) -> dict[str, tuple[pytest.MarkDecorator, ...]]:
    """What a module says in `derivation_marks`. Raises CollectError where it is no dictionary of marks."""
    stated: Any = getattr(module.obj, "derivation_marks", {})
    found = {}
    for key, marks in stated.items() if isinstance(stated, dict) else [(None, None)]:
        listed = marks if isinstance(marks, list | tuple) else (marks,)
        if not isinstance(key, str) or not all(isinstance(m, pytest.MarkDecorator | pytest.Mark) for m in listed):
            raise pytest.Collector.CollectError(
                f"{module.nodeid}: derivation_marks is a dictionary from ids to marks of pytest, such as "
                "{'squared_error::3-scale': pytest.mark.xfail(reason='...')}."
            )
        found[key] = tuple(map(_decorator, listed))
    return found


def _decorator(mark: pytest.MarkDecorator | pytest.Mark) -> pytest.MarkDecorator:
    if isinstance(mark, pytest.MarkDecorator):
        return mark
    bare: pytest.MarkDecorator = getattr(pytest.mark, mark.name)
    return bare.with_args(*mark.args, **mark.kwargs)


def _check_name(name: object, place: str) -> None:
    """A chain's name is part of node ids, and the name of a LaTeX file."""
    fits = isinstance(name, str) and name.isprintable() and name.strip(" .") == name != ""
    if not fits or any(part in str(name) for part in ("::", "/", "\\", "[")):
        raise pytest.Collector.CollectError(
            f"{place}: {name!r} cannot name a chain in node ids and files; use letters, digits and underscores."
        )


# ---- a file, a chain, a step -----------------------------------------------------------------------------------------


class DerivationFile(pytest.Module):
    """A file that is there for its derivations."""

    def collect(self) -> list[pytest.Item | pytest.Collector]:
        self._rewrite_asserts()
        found = list(super().collect())
        if not any(isinstance(node, _Marked) for node in found):
            raise self.CollectError(
                f"{self.nodeid} holds no chain: define one at module level, such as "
                "chain = Chain(name, problem).then(rule), or a list of chains, under a name that does not begin with an "
                "underscore."
            )
        return found

    def _rewrite_asserts(self) -> None:
        """The `assert`s of its test functions deserve the same reports as those of any other test module."""
        names = {self.path.stem}
        if self.path.is_relative_to(self.config.rootpath):
            names.add(".".join(self.path.relative_to(self.config.rootpath).with_suffix("").parts))
        fresh = names - set(sys.modules)
        if fresh:
            pytest.register_assert_rewrite(*fresh)


class _Marked:
    """A node below a module's, with the marks that `derivation_marks` holds for it."""

    def mark(self: Any) -> None:
        module = self.getparent(pytest.Module)
        for mark in _marks(module).get(self.nodeid.removeprefix(f"{module.nodeid}::"), ()):
            self.add_marker(mark)


class ChainNode(_Marked, pytest.Collector):
    """A chain: it is checked once, when its first item runs, and each of its steps is attacked at most once."""

    def __init__(self, *, held: Held, **rest: Any) -> None:
        super().__init__(**rest)
        self.chain: Chain = held.chain
        self.attribute, self.place = held.attribute, held.place
        for mark in held.marks:
            self.add_marker(_decorator(mark))
        self.mark()
        self.wrong_end: Exception | None = None
        self._theorem: Theorem | Exception | None = None
        self._attacks: dict[int, StepReport] = {}
        self._line: int | None = None

    def collect(self) -> Iterator[pytest.Item | pytest.Collector]:
        if self.config.getoption(LATEX) is not None:
            documents = self.session.stash.setdefault(DOCUMENTS, {})
            other, chain = documents.setdefault(self.name, (self.nodeid, self.chain))
            if chain is not self.chain and chain != self.chain:
                raise self.CollectError(
                    f"{self.nodeid} and {other} would both be written to {self.name}.tex: give each chain its own name."
                )
        if not self._replays():
            yield TheoremItem.from_parent(self, name="theorem")  # it says why there is none
            return
        kinds = ("proof",) if self.config.getoption(NO_ATTACK) else ("proof", "attack")
        self._check_marks()
        for number, name in self.step_names().items():
            yield StepNode.from_parent(self, name=name, number=number, kinds=kinds)
        yield TheoremItem.from_parent(self, name="theorem")

    def step_names(self) -> dict[int, str]:
        """The start, each step, and the claim where there is one, by number."""
        rules = ["start", *(str(step.rule).replace("::", ":") for step in self.chain.steps)]
        claim = self.chain.claimed is not None or self.wrong_end is not None
        return {**{n: f"{n}-{rule}" for n, rule in enumerate(rules)}, **({len(rules): "claim"} if claim else {})}

    def _check_marks(self) -> None:
        module: Any = self.parent
        steps = self.step_names().values()
        known = {self.name, f"{self.name}::theorem", *(f"{self.name}::{step}" for step in steps)}
        known |= {f"{self.name}::{step}::{kind}" for step in steps for kind in ("proof", "attack")}
        for key in _marks(module):
            if key.partition("::")[0] == self.name and key not in known:
                raise self.CollectError(
                    f"{module.nodeid}: derivation_marks[{key!r}]: there is no such step; those of {self.name} are "
                    f"{', '.join(steps)}."
                )

    def _replays(self) -> bool:
        """Replay the chain without any prover: is there a theorem to speak of, its claimed end aside?"""
        from symbolic import kernel
        from symbolic.core import errors

        try:
            kernel.check(self.chain, ())
        except errors.WrongEnd as error:
            self.wrong_end, self.chain = error, replace(self.chain, claimed=None)
        except Exception as error:
            self._theorem = error
            return False
        return True

    def theorem(self) -> Theorem:
        """What replaying the chain yields, without its claimed end where that is wrong. Raises what the replay raises."""
        from symbolic.report.theorem import check

        if self._theorem is None:
            try:
                self._theorem = check(self.chain)
            except Exception as error:
                self._theorem = error
        if isinstance(self._theorem, Exception):
            raise self._theorem
        return self._theorem

    def attacked(self, number: int) -> StepReport | None:
        """What came of attacking a step; None where there is nothing to attack."""
        from properties.attacks import attack

        if number not in self._attacks:
            examples = self.config.getoption(EXAMPLES)
            for report in attack(self.theorem(), max_examples=examples, seed=SEED, step=number):
                self._attacks[report.number] = report
        return self._attacks.get(number)

    def line(self) -> int:
        """The line of the file, from 0, where the chain gets its name; 0 where that cannot be told."""
        if self._line is None:
            self._line = _assigned(self.path, self.attribute)
        return self._line

    def built(self, number: int | None) -> tuple[Path, int]:
        """The file and the line, from 0, of the `.then` of a step; of the chain's name, where that is not known."""
        places = getattr(self.chain, "_places", ())
        place = places[number - 1] if number and number <= len(places) else None
        return (Path(place[0]), place[1] - 1) if place is not None else (self.path, self.line())

    def runs(self, nodeid: str) -> bool:
        """Is this an item of the session, as selected?"""
        return runs(self.session, nodeid)


def runs(session: pytest.Session, nodeid: str) -> bool:
    """Is this an item of a session, as selected?"""
    if ITEMS not in session.stash:
        session.stash[ITEMS] = frozenset(item.nodeid for item in session.items)
    return nodeid in session.stash[ITEMS]


def _assigned(path: Path, name: str) -> int:
    try:
        tree = ast.parse(path.read_bytes())
    except (OSError, ValueError, SyntaxError):
        return 0
    lines = [
        node.lineno
        for statement in tree.body
        if not isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
        for node in ast.walk(statement)
        if (isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Store))
        or (isinstance(node, ast.alias) and (node.asname or node.name) == name)
    ]
    return max(lines, default=1) - 1


class StepNode(_Marked, pytest.Collector):
    """One step of a chain, its start (number 0), or its claim (the number after the last step)."""

    parent: ChainNode

    def __init__(self, *, number: int, kinds: tuple[str, ...], **rest: Any) -> None:
        super().__init__(**rest)
        self.number, self.kinds = number, kinds
        self.mark()

    def collect(self) -> Iterator[pytest.Item]:
        yield ProofItem.from_parent(self, name="proof")
        chain = self.parent.chain
        only_an_end = self.number > len(chain.steps) and (chain.claimed is None or chain.claimed[1] is None)
        if "attack" in self.kinds and not only_an_end:  # the replay has compared the end
            yield AttackItem.from_parent(self, name="attack")


# ---- items -----------------------------------------------------------------------------------------------------------


class Failure(AssertionError):
    """What a failing item prints, whole: it is shown without a traceback."""


class UnsoundFailure(Failure):
    """A bug of ours, which no mark excuses."""


class Item(_Marked, pytest.Item):
    """What is said of a step or of a chain: `verify` raises Failure where it is not so."""

    parent: Any

    def __init__(self, **rest: Any) -> None:
        super().__init__(**rest)
        self.mark()

    @property
    def chain(self) -> ChainNode:
        found: ChainNode | None = self.getparent(ChainNode)
        if found is None:
            raise ValueError(f"{self.nodeid} belongs to no chain")
        return found

    def verify(self) -> None:
        """Raise Failure where the item fails."""
        raise NotImplementedError

    def judges(self, marked: Any) -> bool:
        """Is it this item that says whether what is marked `xfail` fails as expected?"""
        return marked is self

    def iter_markers_with_node(self, name: str | None = None) -> Iterator[tuple[Any, pytest.Mark]]:
        """The marks; an `xfail` that another item judges excuses a failure here, and demands none."""
        for node, mark in super().iter_markers_with_node(name):
            if mark.name == "xfail" and not self.judges(node):
                mark = pytest.mark.xfail.with_args(*mark.args, **{**mark.kwargs, "strict": False}).mark
            yield node, mark

    def runtest(self) -> None:
        try:
            self.verify()
        except Failure:
            raise
        except Exception as error:
            raise Failure(_bug(error)) from error

    def built(self) -> tuple[Path, int]:
        """The file and the line, from 0, that this item is about."""
        return self.chain.built(getattr(self.parent, "number", None))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        if isinstance(excinfo.value, Failure) and not self.config.getoption("fulltrace", False):
            places = dict.fromkeys([self.built(), self.reportinfo()[:2]])
            shown = [f"{os.path.relpath(path, self.config.rootpath)}:{line + 1}" for path, line in places]
            return f"{excinfo.value}\n\n{', from '.join(shown)}: {self.chain.place}"
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        path, line = self.built()
        line = line if path == self.path else self.chain.line()
        return self.path, line, self.nodeid.partition("::")[2].replace("::", " ")


class ProofItem(Item):
    """Everything that a step owes is proved, or assumed by its author."""

    def judges(self, marked: Any) -> bool:
        return marked in (self, self.parent)

    def verify(self) -> None:
        from properties.checking import failures

        number: int = self.parent.number
        theorem = self.chain.theorem()
        if self.chain.wrong_end is not None and number > len(theorem.lines):
            raise self.chain.wrong_end
        for verdict in VERDICTS:
            count = sum(j.verdict.value == verdict for j in failures.judgements(theorem, number))
            self.user_properties.append((f"lossproof_{verdict}", count))
        if failures.open_judgements(theorem, number):
            report, trouble = None, ""
            if not self.config.getoption(NO_ATTACK):
                try:
                    report = self.chain.attacked(number)
                except Exception as error:
                    trouble = "\n\n" + failures.wrapped(f"The attack on it failed. {_bug(error)}")
            if report is not None and report.counterexample is not None:
                self.user_properties.append((COUNTEREXAMPLES, int(report.counterexample.certified)))
            raise Failure(failures.failure(theorem, number, report) + trouble)


class AttackItem(Item):
    """A search for a case in which a step fails finds none; what it finds against a proof that fails, that one says."""

    def verify(self) -> None:
        from properties.attacks import confront
        from properties.checking import failures
        from symbolic.core.errors import Unsound

        number: int = self.parent.number
        theorem, report = self.chain.theorem(), self.chain.attacked(number)
        if report is None:
            raise ValueError(f"{self.nodeid}: nothing of this number can be attacked")
        self.user_properties.append(("lossproof_examples", report.examples))
        self.user_properties.append(("lossproof_decided", report.decided))
        found = report.counterexample
        if found is not None:
            if failures.open_judgements(theorem, number) and self.chain.runs(f"{self.parent.nodeid}::proof"):
                pytest.skip("it fails, as its proof does, which says in which case")
            self.user_properties.append((COUNTEREXAMPLES, int(found.certified)))
            try:
                confront(theorem, (report,))
            except Unsound:
                what = "was proved, and there is a certified counterexample"
                text = failures.failure(theorem, number, report, what)
                loud = "UNSOUND: a bug in lossproof. Trust no verdict of this session, and report it."
                raise UnsoundFailure(f"{failures.wrapped(loud)}\n\n{text}") from None
            what = "fails" if found.certified else "looks wrong"
            raise Failure(failures.failure(theorem, number, report, what))
        if report.vacuous:
            pytest.skip(f"nothing could be attacked: {report.vacuous}")
        if report.decided == 0:
            pytest.skip(f"nothing was decided: hypotheses or precision left each of {report.examples} instances open")


class TheoremItem(Item):
    """The whole chain is proved, and its steps compose to a relation. Writes the LaTeX document where asked to."""

    def judges(self, marked: Any) -> bool:
        return True

    def verify(self) -> None:
        from properties.checking import failures

        theorem = self.chain.theorem()
        self.user_properties.append(("lossproof_verdict", theorem.verdict.value))
        self.user_properties.append(("lossproof_relation", str(theorem.relation)))
        directory = latex_directory(self.config)
        if directory is not None and self.chain.wrong_end is None:
            from properties.files import write

            try:
                directory.mkdir(parents=True, exist_ok=True)
                write(directory / f"{theorem.name}.tex", theorem.latex(standalone=True))
            except OSError as error:
                raise Failure(f"{directory / theorem.name}.tex cannot be written: {error.strerror or error}") from error
        if theorem.proved is True and self.chain.wrong_end is None:
            return
        open_steps = [n for n in range(failures.numbered(theorem)) if failures.open_judgements(theorem, n)]
        titles = [failures.title(theorem, n) for n in open_steps]
        if self.chain.wrong_end is not None:
            open_steps, titles = [*open_steps, failures.numbered(theorem)], [*titles, "the claimed end"]
        if theorem.relation.kind != "NONE" and not any(self.iter_markers("xfail")) and self._said(open_steps):
            pytest.skip(f"not proved: {', '.join(titles)}")
        if self.chain.wrong_end is not None:
            raise self.chain.wrong_end
        raise Failure(failures.whole(theorem))

    def _said(self, numbers: list[int]) -> bool:
        """Does an item of this session fail for each of these steps?"""
        names = self.chain.step_names()
        return all(self.chain.runs(f"{self.chain.nodeid}::{names[n]}::proof") for n in numbers)


def latex_directory(config: pytest.Config) -> Path | None:
    """Where theorems are written as documents; None where they are not."""
    option = config.getoption(LATEX, None)
    return None if option is None else Path(config.invocation_params.dir, option)


def _bug(error: Exception) -> str:
    from symbolic.core.errors import DerivationError, ExtensionError, ProverError, Unsound

    if isinstance(error, (DerivationError, ExtensionError, ProverError, Unsound)):
        return f"{type(error).__name__}: {error}"
    return f"bug in lossproof: {type(error).__name__}: {error} (--full-trace shows the traceback)"
