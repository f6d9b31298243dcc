"""Which means are finite: by a hypothesis, because a variable is bounded, or as a divergence is."""

from __future__ import annotations

from fractions import Fraction

from symbolic.calculus.normal_form.atoms import (
    AbsAtom,
    AnyAtom,
    ExpAtom,
    Fixed,
    LawAtom,
    LogAtom,
    LogOfSumAtom,
    MaxAtom,
    MeanAtom,
    MinAtom,
    Monomial,
    NegativePartAtom,
    Number,
    Polynomial,
    Terms,
    Undecided,
)
from symbolic.calculus.normal_form.divergences import Divergences, density_of, is_plain, log_density, log_of
from symbolic.calculus.normal_form.joint_laws import free, marginal, together
from symbolic.calculus.normal_form.knowledge import Knowledge
from symbolic.calculus.normal_form.polynomials import ONE, UNIT, negated, rational
from symbolic.core.domains import INFINITY

Sides = tuple[bool, bool]  # E[(u)^-] < oo, and E[(u)^+] < oo
BOTH: Sides = (True, True)
NEITHER: Sides = (False, False)
KINDS = ("lower", "integrable")  # of hypotheses that bound a mean from below


def integrable(known: Knowledge, law: LawAtom, p: Polynomial) -> bool:
    """E|p| < oo, by the hypotheses."""
    return lower_integrable(known, law, p) and lower_integrable(known, law, negated(p))


def lower_integrable(known: Knowledge, law: LawAtom, p: Polynomial) -> bool:
    """E[(p)^-] < oo: by a hypothesis, because p is bounded below, or as a Kullback-Leibler divergence is.

    For finitely many summands it is enough that each is so; and E[(log p - log r)^-] <= 1, see `Divergences`.
    """
    if _stated(known, law, p, KINDS) or is_plain(law, p):
        return True
    open_terms = {m: c for m, c in p.items() if not _is_nonnegative(known, m, c) and not sides(known, law, m)[c < 0]}
    if not open_terms:
        return True
    groups = _by_factor(known, law, p)
    if groups.keys() != {ONE} and all(lower_integrable(known, law, q) for q in groups.values()):
        return True
    densities = {m: c for m, c in p.items() if log_density(m) and Divergences(law, {m: c}).known}
    if open_terms.keys() <= densities.keys() and any(_divergence(known, law, q) for q in (open_terms, densities)):
        return True
    return _as_one_mean(known, law, p)


def bounded_above(known: Knowledge, law: LawAtom, p: Polynomial) -> tuple[LawAtom, str, Polynomial]:
    """What E[p] < oo says, as a hypothesis: E[(p)^+] < oo; and E|p| < oo, where E[(p)^-] < oo anyway.

    Of a mean of conditional means E[u | x] it says the same of u under the joint law, where E[(u)^-] < oo (Tonelli).
    """
    try:
        while (joint := together(known, law, p)) is not None and lower_integrable(*joint):
            known, law, p = joint
    except Undecided:
        pass
    alone = [(a, c) for m, c in p.items() for a, e in m if len(p) == len(m) == e == 1]
    match alone:
        case [(AbsAtom(items=u) | NegativePartAtom(items=u) as a, c)] if c > 0:
            return marginal(law, dict(u)), "integrable" if isinstance(a, AbsAtom) else "lower", dict(u)
    if lower_integrable(known, law, p):
        return marginal(law, p), "integrable", p
    return marginal(law, p), "lower", negated(p)


def nonnegative_mean(known: Knowledge, law: LawAtom, p: Polynomial) -> bool:
    """E[p] >= 0, wherever it is defined: a sum of divergences and of what is nowhere negative."""
    return is_plain(law, p) or all(_is_nonnegative_mean(known, law, q) for q in _by_factor(known, law, p).values())


def _is_nonnegative_mean(known: Knowledge, law: LawAtom, p: Polynomial) -> bool:
    densities = {m: c for m, c in p.items() if log_density(m) is not None}
    rest = known.enclosure_of({m: c for m, c in p.items() if m not in densities})
    if rest is None or not rest.nonnegative:
        return False
    found = Divergences(law, densities)
    at_most_one = frozenset(d for d in found.against if d.values.upper <= 1)
    found.take(at_most_one, frozenset())
    return found.known and not found.own and at_most_one.issuperset(found.against)


def _is_nonnegative(known: Knowledge, m: Monomial, c: Number) -> bool:
    return c > 0 and known.sign_of_term(m) is not None


def _by_factor(known: Knowledge, law: LawAtom, p: Polynomial) -> dict[Monomial, Terms]:
    """The summands by what they have as a factor that is at least 0, finite, and free of the outcomes, without it."""
    groups: dict[Monomial, Terms] = {}
    for m, c in p.items():
        loose = frozenset((a, e) for a, e in m if known.sign(a) is not None and free(frozenset({(a, e)}), law))
        if not known.tame(loose):
            loose = ONE
        groups.setdefault(loose, {})[m - loose] = c
    return groups


def _divergence(known: Knowledge, law: LawAtom, p: Polynomial) -> bool:
    """E[(p)^-] < oo for a sum of logarithms of densities: divergences, and what is integrable on the side in question."""
    found = Divergences(law, p)
    if not found.known:
        return False
    spare = frozenset(d for d in found.against if sides(known, law, log_of(d))[1])
    stated = (log_density(m) for _, _, fact in known.facts() if len(fact) == 1 for m in fact)
    candidates = {*found.own, density_of(law), *(d for d in stated if d is not None and found.is_own(d))}
    at_hand = frozenset(d for d in candidates if sides(known, law, log_of(d)) == BOTH)
    found.take(spare, at_hand)
    settled = all(d in at_hand or sides(known, law, log_of(d))[0] for d in found.own)
    return settled and spare.issuperset(found.against)


def _as_one_mean(known: Knowledge, law: LawAtom, p: Polynomial) -> bool:
    """E[(p)^-] < oo, because conditional means in p are those of something under the joint law, by Jensen's inequality."""
    try:
        joint = together(known, law, p)
    except Undecided:
        return False
    return joint is not None and lower_integrable(*joint)


def sides(known: Knowledge, law: LawAtom, m: Monomial) -> Sides:
    """Whether E[(m)^-] < oo and E[(m)^+] < oo are known of a product."""
    if free(m, law):
        return (known.tame(m),) * 2
    if (density := log_density(m)) is not None:
        return _stated(known, law, {m: 1}, KINDS), density.values.upper <= 1 or _stated(known, law, {m: -1}, KINDS)
    below, above = (_stated(known, law, {m: c}, KINDS) for c in (1, -1))
    within = known.enclosure_of({m: UNIT})
    if within is not None:
        below, above = below or within.lower != -INFINITY, above or within.upper != INFINITY
    if below and above:
        return BOTH
    bounded = frozenset((a, e) for a, e in m if _is_bounded(known, law, a, e))
    rest = m - bounded
    if not rest:
        return BOTH  # a product of finitely many bounded factors
    found = sides(known, law, rest) if bounded else _sides_of_power(known, law, m)
    if bounded and found != BOTH and known.sign_of_term(bounded) is None:
        found = NEITHER
    below, above = below or found[0], above or found[1]
    if any(isinstance(a, MeanAtom) for a, _ in rest):
        below = below or _as_one_mean(known, law, {m: UNIT})
        above = above or _as_one_mean(known, law, {m: -UNIT})
    return below, above


def _is_bounded(known: Knowledge, law: LawAtom, a: AnyAtom, e: Number) -> bool:
    """Has a power of an atom values between two finite numbers, which may depend on what is no outcome of the law?"""
    m: Monomial = frozenset({(a, e)})
    if free(m, law):
        return known.tame(m)
    within = known.enclosure_of({m: UNIT})
    return within is not None and within.lower != -INFINITY and within.upper != INFINITY


def _sides_of_power(known: Knowledge, law: LawAtom, m: Monomial) -> Sides:
    """Of a product none of whose factors is known to be bounded."""
    if _is_dominated_by_power(known, law, m):
        return BOTH
    if len(m) > 1:
        return NEITHER
    ((a, e),) = m
    return _sides_of_atom(known, law, a) if e == 1 else NEITHER


def _sides_of_atom(known: Knowledge, law: LawAtom, a: AnyAtom) -> Sides:
    """|u|, (u)^-, max, min and the logarithm of a sum are dominated by what stands in them."""
    match a:
        case AbsAtom():
            return True, integrable(known, law, dict(a.items))
        case NegativePartAtom():
            return True, lower_integrable(known, law, dict(a.items))
        case MaxAtom() | MinAtom():
            below = [lower_integrable(known, law, dict(part)) for part in a.parts]
            above = [lower_integrable(known, law, negated(dict(part))) for part in a.parts]
            largest = isinstance(a, MaxAtom)
            return (any(below), all(above)) if largest else (all(below), any(above))
        case LogOfSumAtom():
            return _sides_of_log(known, law, a.items)
    return NEITHER


def _sides_of_log(known: Knowledge, law: LawAtom, items: Fixed) -> Sides:
    """max_j log(t_j) <= log(t_1 + ... + t_k) <= log k + max_j log(t_j) for t_j in [0, oo)."""
    if not known.nonnegative(dict(items)):
        return NEITHER
    parts = [_sides_of_logs(known, law, m) for m, _ in items]
    return any(below for below, _ in parts), all(above for _, above in parts)


def _sides_of_logs(known: Knowledge, law: LawAtom, m: Monomial) -> Sides:
    """Of the logarithm of a product, up to a finite constant."""
    found = BOTH
    for a, e in m:
        inner: Monomial = a.exponent if isinstance(a, ExpAtom) else frozenset({(LogAtom(a), UNIT)})
        below, above = sides(known, law, inner)
        here = (below, above) if e > 0 else (above, below)
        found = found[0] and here[0], found[1] and here[1]
    return found


def _is_dominated_by_power(known: Knowledge, law: LawAtom, m: Monomial) -> bool:
    """E|u| < oo, because E|u|^r < oo is stated for some r >= 1: |u| <= 1 + |u|^r."""
    here = dict(m)
    for where, which, stated in known.facts():
        if len(stated) != 1 or which != "integrable" or where != marginal(law, stated):
            continue
        ((power, _),) = stated.items()
        there = dict(power)
        ratios = {Fraction(there[a]) / here[a] for a in here if a in there}
        if here.keys() == there.keys() and len(ratios) == 1 and min(ratios) >= 1:
            return True
    return False


def _stated(known: Knowledge, law: LawAtom, p: Polynomial, kinds: tuple[str, ...]) -> bool:
    facts = known.facts()
    where = marginal(law, p) if facts else law
    for other, which, stated in facts:
        if other == where and which in kinds and set(stated) == set(p):
            ratios = {rational(p[m], stated[m]) for m in p}
            if len(ratios) == 1 and (which == "integrable" or next(iter(ratios)) > 0):
                return True
    return False
