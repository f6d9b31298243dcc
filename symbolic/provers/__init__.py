"""Decision procedures, one a file: each has `prove(obligation) -> Answer`, and its docstring says what it can do.

The folder is the registry; provers are part of what a proof rests on, so packages outside cannot add any. A prover is
imported when it is first asked, and asked about the kinds of obligations that its text names: of others it says nothing.
What no prover decides is asked of `symbolic.refuting`, which proves nothing.
"""

from __future__ import annotations

import re
import sys
from functools import cache
from importlib import import_module
from pathlib import Path

from symbolic import refuting
from symbolic.core.errors import Open, ProverError
from symbolic.core.registry import names
from symbolic.kernel import Answer, Obligation, Prover, Verdict

UNKNOWN = Answer(Verdict.UNKNOWN)


@cache
def provers() -> tuple[tuple[str, Prover], ...]:
    """Whoever is asked, by name and in this order: every prover, and then every search for a case that refutes."""
    return (*proving(), *((name, _refuter(name)) for name in names(refuting)))


@cache
def proving() -> tuple[tuple[str, Prover], ...]:
    """Every prover by name, in the order in which they are asked."""
    return tuple((name, _prover(name)) for name in names(sys.modules[__name__]))


@cache
def kinds(name: str, refuter: bool = False) -> frozenset[str] | None:
    """The kinds of obligations that the text of a prover names, and perhaps other words; None where there is no text."""
    room = Path(str(refuting.__file__ if refuter else __file__))
    try:
        text = room.with_name(f"{name}.py").read_text(encoding="utf-8")
    except OSError:
        return None
    # what it builds, it asks others; and of a head it asks another kind
    return frozenset(re.findall(r'(?<!Obligation\()(?<!head\.kind == )"([a-z ]+)"', text))


def _prover(name: str) -> Prover:
    def prove(obligation: Obligation) -> Answer:
        known = kinds(name)
        if known is not None and obligation.kind not in known:
            return UNKNOWN
        answer: Answer = import_module(f"{__name__}.{name}").prove(obligation)
        return answer

    return prove


def _refuter(name: str) -> Prover:
    def refute(obligation: Obligation) -> Answer:
        """REFUTED by a case, or UNKNOWN. Raises ProverError where it gives anything else, such as a proof."""
        known = kinds(name, refuter=True)
        if known is not None and obligation.kind not in known:
            return UNKNOWN
        try:
            case = import_module(f"{refuting.__name__}.{name}").refute(obligation)
        except Open as reason:
            return Answer(Verdict.UNKNOWN, str(reason))
        if case is None:
            return UNKNOWN
        if not isinstance(case, str) or not case:
            raise ProverError(f"bug in lossproof: refuting.{name} gave {case!r} instead of a case against {obligation}")
        return Answer(Verdict.REFUTED, case)

    return refute
