"""Statements that are, word for word, hypotheses which the author stated (or among those): nothing is derived here."""

from __future__ import annotations

from symbolic.domains import Domain, RealInterval
from symbolic.kernel import Answer, Obligation, Verdict
from symbolic.terms import Parameter


def prove(obligation: Obligation) -> Answer:
    """ASSUMED where the statement is a stated hypothesis; what a parameter's declared domain says is PROVED or REFUTED."""
    match obligation.kind:
        case "fact" if obligation.about[0] in obligation.given:
            return Answer(Verdict.ASSUMED, "a hypothesis of the chain")
        case "finite" | "compact" | "open and convex":
            return _about_domains(obligation.kind, obligation.about[0])
    return Answer(Verdict.UNKNOWN)


def _about_domains(kind: str, unknowns: tuple[Parameter, ...]) -> Answer:
    domains = [u.domain for u in unknowns]
    if any(d.hull is None for d in domains):
        return Answer(Verdict.UNKNOWN)
    holds = {"finite": _finite, "compact": _compact, "open and convex": _open_and_convex}[kind]
    wrong = [f"{u} in {d}" for u, d in zip(unknowns, domains, strict=True) if not holds(d)]
    if wrong:
        return Answer(Verdict.REFUTED, f"the declared domain says otherwise: {', '.join(wrong)}")
    return Answer(Verdict.PROVED)


def _finite(domain: object) -> bool:
    return isinstance(domain, Domain) and domain.finite


def _compact(domain: object) -> bool:
    return _finite(domain) or (
        isinstance(domain, RealInterval) and domain.lower_closed is True and domain.upper_closed is True
    )


def _open_and_convex(domain: object) -> bool:
    return isinstance(domain, RealInterval) and domain.lower_closed is False and domain.upper_closed is False
