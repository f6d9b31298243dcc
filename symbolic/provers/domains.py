"""What the declared domains of parameters say: finite, compact, open and convex, or not."""

from __future__ import annotations

from collections.abc import Callable

from symbolic.core.domains import Domain, compact, is_open
from symbolic.core.statement import Statement
from symbolic.kernel import Answer, Verdict
from symbolic.statements.compact import Compact
from symbolic.statements.finite import Finite
from symbolic.statements.open_and_convex import OpenAndConvex

ABOUT = (Finite, Compact, OpenAndConvex)


def prove(obligation: Finite | Compact | OpenAndConvex) -> Answer:
    """`finite`, `compact` and `open and convex`: PROVED or REFUTED by the declared domains, which are not empty.

    A product is finite, or compact, where each factor is, and open and convex where each factor is in its own space. Of any
    set, and of a countable one, nothing is known.
    """
    unknowns, fits = obligation.unknowns, FITS[type(obligation)]
    known = [u for u in unknowns if u.domain.hull is not None or u.domain.finite]
    wrong = [f"{u} in {u.domain}" for u in known if not fits(u.domain)]
    if wrong:
        return Answer(Verdict.REFUTED, f"the declared domain says otherwise: {', '.join(wrong)}")
    return Answer(Verdict.PROVED if len(known) == len(unknowns) else Verdict.UNKNOWN)


FITS: dict[type[Statement], Callable[[Domain], bool]] = {
    Finite: lambda domain: domain.finite,
    Compact: compact,
    OpenAndConvex: is_open,
}
