"""Who is asked about what: every prover, then every search for a case that refutes, each for the kinds that it is about.

They are imported when they are first asked. What each is about stands in its file as `ABOUT`, a tuple of classes, and is
read there without importing it.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType

from symbolic import provers as room
from symbolic import refuting
from symbolic.core.errors import Open, ProverError
from symbolic.core.registry import names
from symbolic.core.statement import Statement
from symbolic.kernel import Answer, Prover, Verdict
from symbolic.obligations import is_known

NOT_ASKED = Answer(Verdict.UNKNOWN)


@cache
def provers() -> tuple[tuple[str, Prover], ...]:
    """Whoever is asked, by name and in this order: every prover, and then every search for a case that refutes."""
    return (*proving(), *((name, _refuter(name)) for name in names(refuting)))


@cache
def proving() -> tuple[tuple[str, Prover], ...]:
    """Every prover by name, in the order in which they are asked."""
    return tuple((name, _prover(name)) for name in names(room))


@cache
def about(room: ModuleType, name: str) -> frozenset[str]:
    """The classes of statements that a prover or a refuter is about, by name."""
    try:
        source = Path(room.__path__[0], f"{name}.py").read_text(encoding="utf-8")
    except OSError:  # there is no text: it is imported
        return frozenset(kind.__name__ for kind in import_module(f"{room.__name__}.{name}").ABOUT)
    _, declared, rest = source.partition("\nABOUT = (")
    if not declared:
        raise ProverError(f"bug in lossproof: {room.__name__}.{name} does not say what it is about: ABOUT = (Equal,)")
    return frozenset(filter(None, map(str.strip, rest.partition(")")[0].split(","))))


def _is_about(room: ModuleType, name: str, obligation: Statement) -> bool:
    return type(obligation).__name__ in about(room, name) and is_known(obligation)


def _prover(name: str) -> Prover:
    def prove(obligation: Statement) -> Answer:
        if not _is_about(room, name, obligation):
            return NOT_ASKED
        answer: Answer = import_module(f"{room.__name__}.{name}").prove(obligation)
        return answer

    return prove


def _refuter(name: str) -> Prover:
    def refute(obligation: Statement) -> Answer:
        """REFUTED by a case, or UNKNOWN. Raises ProverError where it gives anything else, such as a proof."""
        if not _is_about(refuting, name, obligation):
            return NOT_ASKED
        try:
            case = import_module(f"{refuting.__name__}.{name}").refute(obligation)
        except Open as reason:
            return Answer(Verdict.UNKNOWN, str(reason))
        if case is None:
            return NOT_ASKED
        if not isinstance(case, str) or not case:
            raise ProverError(f"bug in lossproof: refuting.{name} gave {case!r} instead of a case against {obligation}")
        return Answer(Verdict.REFUTED, case)

    return refute
