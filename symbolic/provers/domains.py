"""What the declared domains of parameters say: finite, compact, open and convex, or not."""

from __future__ import annotations

from symbolic.core.domains import Domain, RealInterval
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


def _finite(domain: Domain) -> bool:
    return domain.finite is True


def _compact(domain: Domain) -> bool:
    return _finite(domain) or (
        isinstance(domain, RealInterval) and domain.lower_closed is True and domain.upper_closed is True
    )


def _open_and_convex(domain: Domain) -> bool:
    return isinstance(domain, RealInterval) and domain.lower_closed is False and domain.upper_closed is False


KINDS = {"finite": _finite, "compact": _compact, "open and convex": _open_and_convex}
