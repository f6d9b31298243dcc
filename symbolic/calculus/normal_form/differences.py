"""The sign of a difference of finite terms: pair by pair, by monotone functions, by exponentials, and by tangents."""

from __future__ import annotations

from fractions import Fraction
from math import lcm

from symbolic.calculus.normal_form import laws
from symbolic.calculus.normal_form.atoms import (
    AbsAtom,
    AnyAtom,
    AppliedAtom,
    ClassAtom,
    E,
    EntryAtom,
    ExpAtom,
    LogAtom,
    LogOfSumAtom,
    Monomial,
    Number,
    OutcomeAtom,
    ParameterAtom,
    Polynomial,
    SpecialAtom,
    SumAtom,
    Terms,
    TotalAtom,
    Undecided,
    looks,
    mentions,
    nested,
)
from symbolic.calculus.normal_form.knowledge import Knowledge
from symbolic.calculus.normal_form.logarithms import exponential, logarithm
from symbolic.calculus.normal_form.polynomials import ONE, UNIT, constant, negated, rational, single, size, split_off
from symbolic.calculus.normal_form.ring import add, multiply, power
from symbolic.calculus.normal_form.sums import at_class
from symbolic.calculus.normal_form.writing import written_atom
from symbolic.core.domains import RealInterval, least_classes, positive
from symbolic.functions import ROWS

MAX_TERMS = 6
MAX_PAIRS = 60  # how many pairs of terms are compared for one sign
MAX_TANGENTS = 4  # terms of a sum of which tangents are tried
MAX_TANGENTS_INSIDE = 2  # and inside how many signs
MAX_POWER = 6  # of an argument of a logarithm, where exponentials are compared

Sign = int | None
_Part = tuple[Monomial, Number]


def sign_of_difference(known: Knowledge, p: Polynomial) -> Sign:
    """1 where p > 0, 0 where p >= 0, None where it is not known; all terms of p are finite. The laws used are cited."""
    if len(p) > MAX_TERMS:
        return None
    for way in (_by_pairs, _by_ends, _by_exponentials, _by_tangents):
        with known.citing() as used:
            try:
                found = way(known, p)
            except Undecided:
                found = None
        if found is not None:
            for law, times in used.items():
                known.cite(law, times)
            return found
    return None


def _some_sign(known: Knowledge, p: Polynomial) -> Sign:
    """1 or -1 where p > 0 or p < 0, else None."""
    if known.sign_cited(p) == 1:
        return 1
    return -1 if known.sign_cited(negated(p)) == 1 else None


# ---- pair by pair ----------------------------------------------------------------------------------------------------


def _by_pairs(known: Knowledge, p: Polynomial) -> Sign:
    """A sum of differences and of terms that are each at least 0, and one of them above 0 where all is."""
    terms = sorted(p.items(), key=lambda term: looks(term[0]))
    return _Pairs(known).sign(terms, 0)


class _Pairs:
    """A search for pairs of terms whose differences are at least 0; it ends after so many pairs."""

    def __init__(self, known: Knowledge) -> None:
        self.known, self.left = known, MAX_PAIRS

    def sign(self, terms: list[_Part], least: int) -> Sign:
        """The sign of the sum of the terms, and of what is at least 0 (`least` 0) or above 0 (`least` 1)."""
        signs = [_sign_of_term(self.known, m, c) for m, c in terms]
        owed = next((k for k, s in enumerate(signs) if s is None), None)
        if owed is None:
            return max([least, *(s for s in signs if s is not None)])
        for k in sorted(range(len(terms)), key=lambda k: signs[k] is None):
            if k == owed or self.left <= 0:
                continue
            self.left -= 1
            for rest, found in self._paired(terms[owed], terms[k]):
                others = [t for j, t in enumerate(terms) if j not in (owed, k)]
                whole = self.sign([*others, *rest], max(least, found))
                if whole is not None:
                    return whole
        return None

    def _paired(self, one: _Part, other: _Part) -> list[tuple[list[_Part], int]]:
        """What may be left of two terms once a part of each is in a pair, and the sign of that pair."""
        c, d = one[1], other[1]
        if (c > 0) == (d > 0):
            found = _odd(self.known, one, other)
            if found is None and d > 0:
                found = _magnitude(self.known, other, one)
            return [] if found is None else [([], found)]
        above, below = (one, other) if c > 0 else (other, one)
        (m, high), (k, low) = above, (below[0], -below[1])
        part = min(high, low)
        out = []
        if (found := _pair(self.known, (m, part), (k, part))) is not None:
            rest = ((m, high - part), (k, part - low))
            out.append(([(n, e) for n, e in rest if e], found))
        whole = _pair(self.known, (m, high), (k, low)) if high != low else None
        if whole is None:
            whole = _magnitude(self.known, above, below)
        return out if whole is None else [*out, ([], whole)]


def _sign_of_term(known: Knowledge, m: Monomial, c: Number) -> Sign:
    if c > 0:
        even = [e.denominator == 1 and e % 2 == 0 and e > 0 for _, e in m]
        signs = [s if (s := known.sign(a)) is not None or not ev else 0 for (a, _), ev in zip(m, even, strict=True)]
        if None not in signs:
            return min((s for s in signs if s is not None), default=1)
    return known.sign_of({m: c})


def _pair(known: Knowledge, above: _Part, below: _Part) -> Sign:
    """The sign of c m - d k for (m, c) and (k, d), with c and d above 0."""
    (m, c), (k, d) = above, below
    one, other = dict(m), dict(k)
    common: dict[AnyAtom, Number] = {}
    for a, e in one.items():
        f = other.get(a, 0)
        if e * f > 0:
            common[a] = min(e, f) if e > 0 else max(e, f)
    outside = _sign_of_term(known, frozenset(common.items()), UNIT)
    if outside is None:
        return None
    inner = [
        frozenset((a, rational(Fraction(e) - Fraction(common.get(a, 0)))) for a, e in n if e != common.get(a, 0))
        for n in (m, k)
    ]
    found = _apart(known, (inner[0], c), (inner[1], d))
    return None if found is None else min(outside, found)


def _apart(known: Knowledge, above: _Part, below: _Part) -> Sign:
    for way in (_by_enclosures, _by_one_function, _by_a_term, _by_logarithms):
        with known.citing() as used:
            try:
                found = way(known, above, below)
            except Undecided:
                found = None
        if found is not None:
            for law, times in used.items():
                known.cite(law, times)
            return found
    return None


def _by_enclosures(known: Knowledge, above: _Part, below: _Part) -> Sign:
    """Every value of the one is above every value of the other."""
    high, low = (known.enclosure_of({m: c}) for m, c in (above, below))
    if high is None or low is None or not (high.bounded_values and low.bounded_values) or high.lower < low.upper:
        return None
    return 0 if high.lower == low.upper and high.lower_closed and low.upper_closed else 1


def _by_one_function(known: Knowledge, above: _Part, below: _Part) -> Sign:
    """c f(u) - c f(v) for a monotone f, and c sum_i u_i - c sum_i v_i."""
    (m, c), (k, d) = above, below
    if c != d or len(m) != 1 or len(k) != 1:
        return None
    ((a, e),), ((b, f),) = m, k
    if e != 1 or f != 1 or type(a) is not type(b):
        return None
    match a, b:
        case (SumAtom(), SumAtom()) if a.size == b.size:  # as many rows
            return known.sign_cited({a.term: UNIT, b.term: -UNIT})
        case (TotalAtom(), TotalAtom()) if a.column == b.column:
            return known.sign_cited({a.term: UNIT, b.term: -UNIT})
        case (SpecialAtom(), SpecialAtom()) if a.name == b.name and a.arguments[:-1] == b.arguments[:-1]:
            u, v = dict(a.arguments[-1]), dict(b.arguments[-1])
            way = _direction(known, a, (u, v))
            gap = add(known, u, negated(v)) if way == 1 else add(known, v, negated(u)) if way == -1 else {}
            found = known.sign_cited(gap) if gap else None
            if found is not None:
                known.cite(laws.ORDER_BY_FUNCTION)
            return found
    return None


def _direction(known: Knowledge, a: SpecialAtom, arguments: tuple[Polynomial, ...]) -> int:
    """1 or -1 where the function is strictly increasing or decreasing around what these arguments may be, else 0."""
    reached = [known.enclosure_of(u) for u in arguments]
    around: list[RealInterval] = [r for r in reached if r is not None and r.bounded_values]
    if len(around) < len(reached):
        return 0
    if a.name == "polygamma":  # the sign of psi_(m + 1) is (-1)^m. Source: NIST DLMF, section 5.15
        (order,) = [dict(n) for n in a.arguments[:-1]]
        whole = order.get(ONE, 0) if set(order) <= {ONE} else -1
        known_order = whole >= 0 and whole.denominator == 1
        return (-1) ** int(whole) if known_order and all(r.within(positive) for r in around) else 0
    ways = {ROWS[a.name].direction(r) for r in around}
    return ways.pop() if len(ways) == 1 else 0


def _by_a_term(known: Knowledge, above: _Part, below: _Part) -> Sign:
    """c sum_y g(y) - d g(z) for g >= 0 and c >= d, where z is one of the classes."""
    (m, c), (k, d) = above, below
    if len(m) != 1 or c < d:
        return None
    ((a, e),) = m
    if not isinstance(a, TotalAtom) or e != 1:
        return None
    each = known.sign_of_term(a.term)
    if each is None or not known.tame(a.term):
        return None
    values = {v for v in nested(k) if isinstance(v, EntryAtom | OutcomeAtom | ClassAtom) and v.column == a.column}
    for value in sorted(values, key=looks):
        chosen: Polynomial = {ONE: UNIT}
        for b, f in a.term:
            at = known.of(at_class(written_atom(b), a.column, written_atom(value))) if _moves(b, a) else single(b)
            chosen = multiply(known, chosen, power(known, at, f))
        if chosen == {k: UNIT}:
            known.cite(laws.TERM_OF_SUM)
            return 1 if each == 1 and (c > d or least_classes(a.column.domain) > 1) else 0
    return None


def _moves(b: AnyAtom, a: TotalAtom) -> bool:
    return mentions(b, ClassAtom(a.column))


def _by_logarithms(known: Knowledge, above: _Part, below: _Part) -> Sign:
    """c m - d k by log(c m) - log(d k), for positive m and k with exponentials or roots in them."""
    if not any(isinstance(a, ExpAtom) or a == E or e.denominator != 1 for n, _ in (above, below) for a, e in n):
        return None
    if any(known.sign(a) != 1 or known.toward(a) for n, _ in (above, below) for a, _ in n):
        return None
    gap = add(known, *(_logged(known, *above), negated(_logged(known, *below))))
    found = known.sign_cited(gap)
    if found is not None:
        known.cite(laws.ORDER_BY_EXP)
    return found


def _logged(known: Knowledge, m: Monomial, c: Number) -> Polynomial:
    return logarithm(known, {m: c})


def _odd(known: Knowledge, one: _Part, other: _Part) -> Sign:
    """c f(u) + c f(v) for an odd and monotone f: that is c f(u) - c f(-v)."""
    (m, c), (k, d) = one, other
    if c != d or len(m) != 1 or len(k) != 1:
        return None
    ((a, e),), ((b, f),) = m, k
    if not (isinstance(a, SpecialAtom) and isinstance(b, SpecialAtom) and a.name == b.name and e == f == 1):
        return None
    if ROWS[a.name].parity != -1 or len(a.arguments) != 1:
        return None
    u, v = dict(a.arguments[0]), dict(b.arguments[0])
    way = _direction(known, a, (u, negated(v))) * (1 if c > 0 else -1)
    gap = add(known, u, v)
    found = known.sign_cited(gap if way == 1 else negated(gap)) if way and gap else None
    if found is not None:
        known.cite(laws.PARITY)
        known.cite(laws.ORDER_BY_FUNCTION)
    return found


def _magnitude(known: Knowledge, above: _Part, other: _Part) -> Sign:
    """c m + d k for a root m > 0 and any number k, by |d k| < c m exactly if d^2 k^2 < c^2 m^2; and for m = |k|."""
    (m, c), (k, d) = above, other
    if len(m) == 1 and known.tame(k):
        ((a, e),) = m
        if isinstance(a, AbsAtom) and e == 1 and size(dict(a.items).get(k, 0)) * c >= size(d) and len(a.items) == 1:
            return 0
    if not any(e.denominator != 1 for _, e in m) or _sign_of_term(known, m, UNIT) != 1 or not known.tame(k):
        return None
    beyond = add(known, power(known, {m: c}, 2), negated(power(known, {k: d}, 2)))
    found = known.sign_cited(beyond)
    if found is not None:
        known.cite(laws.ORDER_BY_SQUARES)
    return found


# ---- at both ends ----------------------------------------------------------------------------------------------------


def _by_ends(known: Knowledge, p: Polynomial) -> Sign:
    """Of A + B u for a power u of one atom, by its values at the ends of an interval around u, whatever A and B are.

    Between two numbers it is a mean of its values at these; beyond one, that value and B times what is at least 0.
    """
    powers: dict[AnyAtom, set[Number]] = {}
    for m in p:
        for a, e in m:
            if isinstance(a, ExpAtom | SpecialAtom | AppliedAtom | ParameterAtom | EntryAtom | OutcomeAtom):
                powers.setdefault(a, set()).add(e)
    for a in sorted((a for a, es in powers.items() if len(es) == 1), key=looks):
        (e,) = powers[a]
        around = known.enclosure_of({frozenset({(a, e)}): UNIT})
        if around is None or not around.bounded_values:
            continue
        alone = {m: c for m, c in p.items() if (a, e) not in m}
        slope = {split_off(m, a): c for m, c in p.items() if (a, e) in m}
        signs: list[Sign] = []
        reached: list[bool] = []
        for end, closed in ((around.lower, around.lower_closed), (around.upper, around.upper_closed)):
            if isinstance(end, float):
                value = slope if end > 0 else negated(slope)
            else:
                value = add(known, alone, multiply(known, constant(rational(end)), slope))
            signs.append(known.sign_cited(value))
            reached.append(bool(closed))
            if signs[-1] is None:
                break
        else:
            finite = not (isinstance(around.lower, float) and isinstance(around.upper, float))
            above = all(s == 1 or not closed for s, closed in zip(signs, reached, strict=True))
            if finite:
                return 1 if above and 1 in signs else 0
    return None


# ---- exponentials and tangents ---------------------------------------------------------------------------------------


def _log_terms(p: Polynomial) -> list[tuple[Monomial, LogAtom | LogOfSumAtom, Number]]:
    """The terms c log A."""
    return [
        (m, a, c) for m, c in p.items() if len(m) == 1 for a, e in m if isinstance(a, LogAtom | LogOfSumAtom) and e == 1
    ]


def has_logarithms(p: Polynomial) -> bool:
    """Is one of the terms a multiple of a logarithm?"""
    return bool(_log_terms(p))


def _by_exponentials(known: Knowledge, p: Polynomial) -> Sign:
    """The sign of p is that of exp(p) - 1: where logarithms are compared."""
    logs = _log_terms(p)
    if not logs:
        return None
    scale = lcm(*(c.denominator for _, _, c in logs))
    if any(size(c) * scale > MAX_POWER for _, _, c in logs):
        return None
    lifted = exponential(known, {m: rational(Fraction(c) * scale) for m, c in p.items()})
    found = known.sign_cited(add(known, lifted, constant(-1)))
    if found is not None:
        known.cite(laws.ORDER_BY_EXP)
    return found


def _by_tangents(known: Knowledge, p: Polynomial) -> Sign:
    """p is at least what it becomes where exp u is replaced by 1 + u, or -log a by 1 - a; and more where u is not 0."""
    if len(p) > MAX_TANGENTS or len(known.citations.asked) > MAX_TANGENTS_INSIDE:
        return None
    for m, c in sorted(p.items(), key=lambda term: looks(term[0])):
        found = _below(known, m, c)
        if found is None:
            continue
        u, instead = found
        rest: Terms = {n: d for n, d in p.items() if n != m}
        whole = add(known, rest, instead)
        sign = known.sign_cited(whole) if whole else 0
        if sign is None:
            continue
        known.cite(laws.TANGENT)
        return 1 if sign == 1 or _some_sign(known, u) is not None else 0
    return None


def _below(known: Knowledge, m: Monomial, c: Number) -> tuple[Polynomial, Polynomial] | None:
    """(u, t) with c m >= t, and c m > t where u is not 0, by a tangent."""
    if c > 0 and m and all(isinstance(a, ExpAtom) for a, _ in m):
        u = add(known, *({a.exponent: e} for a, e in m if isinstance(a, ExpAtom)))
        if known.directions(u):
            return None
        return u, multiply(known, constant(c), add(known, u, constant(UNIT)))
    if len(m) != 1:
        return None
    ((a, e),) = m
    if e != 1 or not isinstance(a, LogAtom | LogOfSumAtom):
        return None
    inside = single(a.inner) if isinstance(a, LogAtom) else dict(a.items)
    if known.sign_of(inside) != 1:
        return None
    if c < 0:  # log a <= a - 1
        u = add(known, inside, constant(-1))
        return u, multiply(known, constant(c), u)
    inverse = power(known, inside, -1)  # log a >= 1 - 1/a
    u = add(known, constant(UNIT), negated(inverse))
    return u, multiply(known, constant(c), u)
