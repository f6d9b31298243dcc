"""What the declared domains of parameters say: finite, compact, open and convex, or not."""

from __future__ import annotations

from collections.abc import Callable

from symbolic.core.domains import Domain, compact, is_open
from symbolic.kernel import Answer, Obligation, Verdict


def prove(obligation: Obligation) -> Answer:
    """`finite`, `compact` and `open and convex`: PROVED or REFUTED by the declared domains, which are not empty.

    A product is finite, or compact, where each factor is, and open and convex where each factor is in its own space. Of any
    set, and of a countable one, nothing is known.
    """
    if obligation.kind not in KINDS:
        return Answer(Verdict.UNKNOWN)
    (unknowns,) = obligation.about
    known = [u for u in unknowns if u.domain.hull is not None or u.domain.finite]
    wrong = [f"{u} in {u.domain}" for u in known if not KINDS[obligation.kind](u.domain)]
    if wrong:
        return Answer(Verdict.REFUTED, f"the declared domain says otherwise: {', '.join(wrong)}")
    return Answer(Verdict.PROVED if len(known) == len(unknowns) else Verdict.UNKNOWN)


KINDS: dict[str, Callable[[Domain], bool]] = {
    "finite": lambda domain: domain.finite,
    "compact": compact,
    "open and convex": is_open,
}
