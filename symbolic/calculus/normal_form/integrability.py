"""Which means are finite: by a hypothesis, because a variable is bounded below, or as a divergence is."""

from __future__ import annotations

from symbolic.calculus.normal_form.atoms import (
    AppliedAtom,
    LawAtom,
    LogAtom,
    Monomial,
    Number,
    OutcomeAtom,
    Polynomial,
    mentions,
)
from symbolic.calculus.normal_form.knowledge import Knowledge
from symbolic.calculus.normal_form.polynomials import UNIT, negated, rational
from symbolic.core.domains import RealInterval, is_counted, unit_interval


def integrable(known: Knowledge, law: LawAtom, p: Polynomial) -> bool:
    """E|p| < oo, by the hypotheses."""
    return lower_integrable(known, law, p) and lower_integrable(known, law, negated(p))


def lower_integrable(known: Knowledge, law: LawAtom, p: Polynomial) -> bool:
    """E[(p)^-] < oo: by a hypothesis, because p is bounded below, or as a Kullback-Leibler divergence is.

    E_p[(log p - log q)^-] <= 1 for densities p and q of one measure, since log t <= t. (Cover and Thomas, Elements
    of Information Theory, section 8.6, proof of the information inequality.)
    """
    if _stated(known, law, p, ("lower", "integrable")):
        return True
    columns = {a.column for a in law.points}
    own: Number = 0
    against: Number = 0
    spare: Number = 0  # what is at least 0 by itself, but may stand against log p as well
    for m, c in p.items():
        here = any(mentions(a, OutcomeAtom(x)) for a, _ in m for x in columns)
        if (not here and known.tame(m)) or _stated(known, law, {m: c}, ("integrable",)):
            continue
        if c > 0 and known.sign_of_term(m) is not None:
            continue
        density = _density(m)
        if density is None:
            return False
        if density.law == law:
            own += c
        elif c < 0 and density.points == law.points and not density.given and not law.given:
            against, spare = (against, spare - c) if density.values.upper <= 1 else (against - c, spare)
        elif not (c < 0 and density.values.upper <= 1):
            return False
    rest = own - against
    rest -= max(0, min(rest, spare))
    log_of_own: Polynomial = {frozenset({(LogAtom(AppliedAtom(*law[:4], _values(law))), UNIT)}): UNIT}
    if rest == 0 or _stated(known, law, log_of_own, ("integrable",)):
        return True
    return rest < 0 and _values(law).upper <= 1


def _density(m: Monomial) -> AppliedAtom | None:
    """The density whose logarithm the monomial is, else None."""
    ((a, e), *others) = m
    inner = a.inner if isinstance(a, LogAtom) and not others and e == 1 else None
    return inner if isinstance(inner, AppliedAtom) and inner.head.kind != "function" else None


def _values(law: LawAtom) -> RealInterval:
    countable = all(is_counted(a.column.domain) for a in law.points)
    values: RealInterval = unit_interval if countable else law.head.values
    return values


def _stated(known: Knowledge, law: LawAtom, p: Polynomial, kinds: tuple[str, ...]) -> bool:
    for where, which, stated in known.facts():
        if where == law and which in kinds and set(stated) == set(p):
            ratios = {rational(p[m], stated[m]) for m in p}
            if len(ratios) == 1 and (which == "integrable" or next(iter(ratios)) > 0):
                return True
    return False
