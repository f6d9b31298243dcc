"""Decision procedures, one a file: each has `prove(obligation) -> Answer`, and its docstring says what it can do.

The folder is the registry; provers are part of what a proof rests on, so packages outside cannot add any. A prover is
imported when it is first asked, and asked about the kinds of obligations that its text names: of others it says nothing.
"""

from __future__ import annotations

import re
import sys
from functools import cache
from importlib import import_module
from pathlib import Path

from symbolic.core.registry import names
from symbolic.kernel import Answer, Obligation, Prover, Verdict

UNKNOWN = Answer(Verdict.UNKNOWN)


@cache
def provers() -> tuple[tuple[str, Prover], ...]:
    """Every prover by name, in the order in which they are asked."""
    return tuple((name, _prover(name)) for name in names(sys.modules[__name__]))


@cache
def kinds(name: str) -> frozenset[str] | None:
    """The kinds of obligations that the text of a prover names, and perhaps other words; None where there is no text."""
    try:
        text = Path(__file__).with_name(f"{name}.py").read_text(encoding="utf-8")
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
