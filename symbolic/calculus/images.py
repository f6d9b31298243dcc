"""Onto what a map of one variable takes an interval: its exact ends, found as limits, whatever the known constants in it are.

A continuous and strictly monotone map takes an interval one to one onto that between its limits at the ends, and an end
belongs to it where that of the source does. Source: Rudin, Principles of Mathematical Analysis, theorems 4.22 and 4.29.
Nothing here is a verdict.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from sympy import Abs, Add, Expr, Integer, Mul, Pow, Rational, Symbol, exp, log, oo, pi
from sympy.core.relational import Relational

from symbolic.calculus.directions import above_one, at, direction, fixed_sign, moving
from symbolic.calculus.enclosing import Values
from symbolic.calculus.growth import Growth, Speed
from symbolic.calculus.normal_form import ONE, NormalForm, Polynomial, Undecided, negated, written_polynomial
from symbolic.calculus.slopes import fresh
from symbolic.core.domains import Bound, Domain, RealInterval, ends, interior, interval, is_interval
from symbolic.core.terms import Parameter, raw, symbols
from symbolic.functions import row_of

ZERO, MINUS = Integer(0), Integer(-1)


@dataclass(frozen=True, slots=True)
class Image:
    """An interval: its ends are expressions free of the variable, or infinite. `one_to_one` says whether the map is so."""

    lower: Expr
    upper: Expr
    lower_closed: bool
    upper_closed: bool
    one_to_one: bool = True

    def __str__(self) -> str:
        return f"{'[' if self.lower_closed else '('}{self.lower}, {self.upper}{']' if self.upper_closed else ')'}"

    def is_(self, target: Domain, forms: NormalForm) -> bool:
        """Is it this set? Raises Undecided."""
        hull = target.hull
        if hull is None or not hull.bounded_values or not is_interval(target):
            return False
        wanted = _of(target)
        same = (self.lower_closed, self.upper_closed) == (wanted.lower_closed, wanted.upper_closed)
        return same and _equal(self.lower, wanted.lower, forms) and _equal(self.upper, wanted.upper, forms)

    def numbers(self) -> RealInterval | None:
        """The interval, where its ends are rational numbers or infinite."""
        found: list[Fraction | float] = []
        for end in (self.lower, self.upper):
            if end in (oo, -oo):
                found.append(float("inf") if end == oo else -float("inf"))
            elif isinstance(end, Rational):
                found.append(Fraction(int(end.p), int(end.q)))
            else:
                return None
        return RealInterval(found[0], found[1], self.lower_closed, self.upper_closed)


def _of(domain: Domain) -> Image:
    """A domain, an interval, in the same form."""
    lower: tuple[Expr, bool] = (-oo, False)
    upper: tuple[Expr, bool] = (oo, False)
    for end in ends(domain):
        if end.inward == 1:
            lower = _written(end), end.closed
        else:
            upper = _written(end), end.closed
    return Image(lower[0], upper[0], lower[1], upper[1])


def _written(end: Bound) -> Expr:
    number = Rational(end.value.numerator, end.value.denominator)
    return number * pi if end.of_pi else number


def _equal(one: Expr, other: Expr, forms: NormalForm) -> bool:
    if one == other:
        return True
    if {one, other} & {oo, -oo}:
        return False
    return forms.of(raw(Add, (one, raw(Mul, (MINUS, other))))) == {}


def image(map_: Expr, variable: Symbol, source: Domain, given: Iterable[Relational] = ()) -> Image | None:
    """The exact image of an interval of real numbers; None where it is not known. Raises Undefined or Undecided."""
    hull, given = source.hull, tuple(given)
    if hull is None or not is_interval(source) or not hull.bounded_values:
        return None
    if map_ == variable:
        return _of(source)
    way = direction(map_, variable, hull, given)
    if way:
        return _between(map_, variable, source, given, way)
    if interval(source) is None:
        return None
    inner = moving(map_, variable)
    if len(inner) != 1 or (isinstance(map_, Pow) and map_.exp is inner[0]):
        return None
    folded = _folded(map_, inner[0], variable, source, given)
    return folded or _through(map_, inner[0], variable, source, given)


def _between(map_: Expr, variable: Symbol, source: Domain, given: tuple[Relational, ...], way: int) -> Image | None:
    """From the limit at one end to that at the other."""
    where = _of(source)
    inside = interior(source).hull
    if inside is None:
        return None
    limits = Limits(map_, variable, inside, given)
    low, high = limits.at(where.lower, 1), limits.at(where.upper, -1)
    if low is None or high is None:
        return None
    found = Image(low, high, where.lower_closed, where.upper_closed)
    return found if way == 1 else Image(high, low, where.upper_closed, where.lower_closed)


def _folded(map_: Expr, inner: Expr, variable: Symbol, source: Domain, given: tuple[Relational, ...]) -> Image | None:
    """|u| and even powers of what takes both signs: from 0, which is taken, up to the end that is farther away."""
    even = isinstance(map_, Pow) and isinstance(map_.exp, Rational) and map_.exp.q == 1 and map_.exp.p % 2 == 0
    if not (isinstance(map_, Abs) or (even and map_.exp.p > 0)):
        return None
    found = image(inner, variable, source, given)
    numbers = found.numbers() if found is not None else None
    if numbers is None or not (numbers.lower < 0 < numbers.upper):
        return None
    far = max(-numbers.lower, numbers.upper)
    top = oo if isinstance(far, float) else Rational(far.numerator, far.denominator)
    power = map_.exp if even else Integer(1)
    return Image(ZERO, top if top == oo else top**power, True, numbers.has(far) or numbers.has(-far), False)


def _through(map_: Expr, inner: Expr, variable: Symbol, source: Domain, given: tuple[Relational, ...]) -> Image | None:
    """A strictly monotone map of what is onto an interval of its own."""
    found = image(inner, variable, source, given)
    numbers = found.numbers() if found is not None else None
    if found is None or numbers is None or found.one_to_one:
        return None
    names = {s.name for tree in (map_, *given) for s in symbols(tree)}
    v = fresh(names, "anywhere", numbers)
    outer = raw(map_.func, tuple(v if a is inner else a for a in map_.args))
    beyond = image(outer, v, numbers, given)
    if beyond is None:
        return None
    return Image(beyond.lower, beyond.upper, beyond.lower_closed, beyond.upper_closed, False)


class Limits:
    """The limits of an expression at the ends of an open interval of its variable. Raises Undefined or Undecided."""

    def __init__(self, map_: Expr, variable: Symbol, inside: RealInterval, given: tuple[Relational, ...]) -> None:
        self.map, self.variable, self.inside = map_, variable, inside
        self.values, self.forms = Values(given, {variable: inside}), NormalForm(given)
        self.names = {s.name for tree in (map_, *given) for s in symbols(tree)}

    def at(self, end: Expr, inward: int) -> Expr | None:
        """The limit at an end, from which the interval lies upwards (1) or downwards (-1); None where it is not known."""
        found = self.of(self.map, end)
        if found is None:
            found = self._by_growth(end, inward)
        return found if found is None or found in (oo, -oo) else self._number(found)

    def of(self, e: Expr, end: Expr) -> Expr | None:
        """By structure: what is continuous there, and what is infinite or zero in one way only."""
        if e == self.variable:
            return end
        parts = moving(e, self.variable)
        if not parts:
            return self._number(e) if self.values.of(e).bounded_values else None
        match e:
            case Add():
                return self._sum([self.of(a, end) for a in e.args])
            case Mul():
                return self._product([self.of(a, end) for a in e.args])
            case Pow():
                return self._power(e, self.of(e.base, end), self.of(e.exp, end))
        inner = self.of(e.args[-1], end)
        if len(parts) != 1 or parts[0] is not e.args[-1] or inner is None:
            return None
        match e:
            case exp():
                return ZERO if inner == -oo else oo if inner == oo else self._number(raw(exp, (inner,)))
            case log(args=(_,)):
                if inner in (oo, ZERO):
                    return oo if inner == oo else -oo
                return self._number(raw(log, (inner,))) if self._sign(inner) == 1 else None
            case Abs():
                return oo if inner in (oo, -oo) else self._number(raw(Abs, (inner,)))
        return self._of_a_function(e, inner)

    def _of_a_function(self, e: Expr, inner: Expr) -> Expr | None:
        row = row_of(e)
        if row is None or len(e.args) != 1:
            return None
        if row.analytic is not None and row.tends is not None:
            where = _of(row.analytic)
            if inner in (where.lower, where.upper):
                return row.tends[inner == where.upper]
        if inner in (oo, -oo):
            return None
        if inner == 0 and row.at_zero is not None and row.continuous is not None and row.continuous.has(0):
            return Integer(row.at_zero)
        known = self.values.of(inner)
        there = row.continuous is not None and known.within(row.continuous)
        return self._number(raw(type(e), (inner,))) if there else None

    def _number(self, e: Expr) -> Expr:
        """A finite number, written as a rational one where it is known to be."""
        if isinstance(e, Rational):
            return e
        try:
            form = self.forms.of(e)
        except Undecided:
            return e
        if not form:
            return ZERO
        if set(form) == {ONE} and isinstance(form[ONE], int | Fraction):
            number = Fraction(form[ONE])
            return Rational(number.numerator, number.denominator)
        return e

    def _sign(self, e: Expr) -> int:
        """Of a limit: 0 where it is not known, or where it is 0."""
        if e in (oo, -oo):
            return 1 if e == oo else -1
        return fixed_sign(e, self.values)

    def _sum(self, parts: list[Expr | None]) -> Expr | None:
        known = [p for p in parts if p is not None]
        if len(known) < len(parts) or (oo in known and -oo in known):
            return None
        infinite = [p for p in known if p in (oo, -oo)]
        return infinite[0] if infinite else self._number(raw(Add, tuple(known)))

    def _product(self, parts: list[Expr | None]) -> Expr | None:
        known = [p for p in parts if p is not None]
        if len(known) < len(parts):
            return None
        if not any(p in (oo, -oo) for p in known):
            return ZERO if ZERO in known else self._number(raw(Mul, tuple(known)))
        way = 1
        for p in known:
            way *= self._sign(p)
        return None if way == 0 else oo if way == 1 else -oo

    def _power(self, e: Pow, base: Expr | None, r: Expr | None) -> Expr | None:
        if base is None or r is None:
            return None
        if moving(e, self.variable) == [e.exp]:
            grows = above_one(base, self.values)
            if r in (oo, -oo):
                return None if grows == 0 else oo if (grows == 1) == (r == oo) else ZERO
            return self._number(raw(Pow, (base, r))) if self.values.of(base).positive else None
        if len(moving(e, self.variable)) != 1:
            return None
        way = self._sign(r)
        whole = isinstance(r, Rational) and r.q == 1
        if base == oo:
            return oo if way == 1 else ZERO if way == -1 else None
        if base == -oo:
            if not whole or way == 0:
                return None
            return ZERO if way == -1 else oo if r.p % 2 == 0 else -oo
        if base == 0:
            if way != -1:
                return ZERO if way == 1 else None
            near = self.values.of(e.base)  # inside of the interval
            if near.positive:
                return oo
            return None if not (near.negative and whole) else oo if r.p % 2 == 0 else -oo
        known = self._sign(base)
        return self._number(raw(Pow, (base, r))) if known == 1 or (known == -1 and whole) else None

    # ---- quotients and differences of what grows ---------------------------------------------------------------------

    def _by_growth(self, end: Expr, inward: int) -> Expr | None:
        """As a function of t that grows, where the variable tends to the end: by the fastest terms above and below a line."""
        t = fresh(self.names, "t", RealInterval(100, lower_closed=False))
        if end in (oo, -oo):
            place: Expr = t if end == oo else raw(Mul, (MINUS, t))
        elif isinstance(end, Rational):
            width = Rational(1)
            if not isinstance(self.inside.lower, float) and not isinstance(self.inside.upper, float):
                gap = self.inside.upper - self.inside.lower
                width = Rational(gap.numerator, gap.denominator)
            place = raw(Add, (end, raw(Mul, (Integer(inward) * width, raw(Pow, (t, MINUS))))))
        else:
            return None
        e = at(self.map, self.variable, place)
        growth = Growth(t, frozenset(s for s in symbols(e) if isinstance(s, Parameter) and s != t))
        above, below = _quotient(e)
        if below != 1:
            return self._of_quotient(growth, growth.form(above), growth.form(below))
        return growth.of(growth.form(e)).limit

    def _of_quotient(self, growth: Growth, above: Polynomial, below: Polynomial) -> Expr | None:
        top, turned = _lead(growth, above)
        bottom, other = _lead(growth, below)
        if top is None or bottom is None:
            return None
        if top[0] != bottom[0]:
            return ZERO if top[0] < bottom[0] else oo if turned == other else -oo
        number = raw(Mul, (written_polynomial(top[1]), raw(Pow, (written_polynomial(bottom[1]), MINUS))))
        return self._number(number if turned == other else raw(Mul, (MINUS, number)))


def _lead(growth: Growth, p: Polynomial) -> tuple[tuple[Speed, Polynomial] | None, int]:
    """The leading term of a polynomial, positive, and its sign."""
    found = growth.lead(p)
    return (found, 1) if found is not None else (growth.lead(negated(p)), -1)


def _quotient(e: Expr) -> tuple[Expr, Expr]:
    """One numerator over one denominator."""
    match e:
        case Add():
            parts = [_quotient(a) for a in e.args]
            below = [b for _, b in parts if b != 1]
            above = [
                _times(a, *(b for j, (_, b) in enumerate(parts) if j != k and b != 1)) for k, (a, _) in enumerate(parts)
            ]
            return raw(Add, tuple(above)), _times(*below)
        case Mul():
            parts = [_quotient(a) for a in e.args]
            return _times(*(a for a, _ in parts)), _times(*(b for _, b in parts))
        case Pow() if isinstance(e.exp, Integer) and isinstance(e.base, Add | Mul):
            above, below = _quotient(e.base)
            if e.exp < 0:
                above, below = below, above
            power = abs(e.exp)
            return _powered(above, power), _powered(below, power)
    return e, Integer(1)


def _powered(e: Expr, power: Expr) -> Expr:
    return e if power == 1 or e == 1 else raw(Pow, (e, power))


def _times(*factors: Expr) -> Expr:
    rest = tuple(f for f in factors if f != 1)
    return raw(Mul, rest) if len(rest) > 1 else rest[0] if rest else Integer(1)
