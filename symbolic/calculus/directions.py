"""In which direction a map of one variable moves: continuous and strictly increasing, or decreasing, on an interval.

By structure first, on the extended reals: a table of maps, sums and products of what moves in one direction, and their
composition. Where that says nothing, by the derivative of what is analytic inside of the interval and continuous on all of
it; then once more in the normal form, in which what cancels is gone. Nothing here is a verdict.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import pairwise
from math import prod

from sympy import Abs, Add, Basic, Expr, Integer, Max, Min, Mul, Pow, Rational, Symbol, exp, log
from sympy.core.relational import Relational

from symbolic.calculus.enclosing import Undefined, Values
from symbolic.calculus.normal_form import NormalForm, Undecided, written_polynomial
from symbolic.calculus.points import Beyond, compiled, precision
from symbolic.calculus.slopes import BOTH, analytic, continuity, differentiated, fresh, sign
from symbolic.core.domains import RealInterval, interior, members, positive, reals
from symbolic.core.terms import Count, Parameter, RowProduct, RowSum, Total, raw, replace, symbols, walk
from symbolic.functions import row_of

MINUS = Integer(-1)
MANY = 24  # terms and factors of a part of a derivative whose sign is looked for


def direction(map_: Expr, variable: Symbol, interval: RealInterval, given: Iterable[Relational] = ()) -> int:
    """1 or -1 where the map is continuous and strictly increasing or decreasing on the interval, else 0.

    Whatever the other quantities in it are. Raises Undefined where the map may have no value, or where its derivative
    contradicts the table (never both).
    """
    values = InPieces(given, variable, interval)
    values.of(map_)
    found = by_structure(map_, variable, values)
    if found and _slope(map_, variable, interval, given) == -found:
        raise ArithmeticError(f"the derivative of {map_} contradicts the table of monotone maps")
    if found or turns(map_, variable, interval):
        return found
    return _further(map_, variable, interval, tuple(given)) or _in_normal_form(map_, variable, interval, given)


def turns(map_: Expr, variable: Symbol, interval: RealInterval) -> bool:
    """Does it surely rise between two numbers and not between two others? It saves a search that could find nothing."""
    if interval.lower == interval.upper:
        return False
    v = Parameter(fresh({s.name for s in symbols(map_)}, "number", reals).name, interval_inside(interval))
    e = at(map_, variable, v)
    known = [s for s in symbols(e) if s != v]
    if not all(isinstance(s, Count) or (isinstance(s, Parameter) and members(s.domain)) for s in known):
        return False
    try:
        of, places, ways = compiled(e), sorted(members(v.domain)), set[bool]()
        for k in range(3):
            fixed = {s: _some(s, k) for s in known}
            with precision(64):
                values = [of({**fixed, v: place}) for place in places]
            ways |= {True for one, other in pairwise(values) if one < other}
            ways |= {False for one, other in pairwise(values) if one > other}
    except Beyond:
        return False
    return len(ways) == 2


def interval_inside(interval: RealInterval) -> RealInterval:
    """The same without its ends."""
    return RealInterval(interval.lower, interval.upper, False, False)


def _some(s: Basic, k: int) -> Fraction:
    found = members(s.domain) if isinstance(s, Parameter) else (Fraction(2), Fraction(3))
    return found[k % len(found)]


def _further(map_: Expr, variable: Symbol, interval: RealInterval, given: tuple[Relational, ...]) -> int:
    """By the derivative of the whole map, or by those of the parts for which the table has no direction."""
    found = _by_derivative(map_, variable, interval, given)
    if found:
        return found
    return by_structure(map_, variable, _Deep(given, variable, interval))


def moving(e: Basic, variable: Basic) -> list[Expr]:
    """The parts of an expression in which the variable occurs."""
    return [a for a in e.args if any(s == variable for s in walk(a))]


class InPieces(Values):
    """Enclosures over an interval; where they find no value, those at its closed ends and inside of it are put together.

    For log u - log(1 - u) is nowhere oo - oo on [0, 1], though its one part is -oo at 0 and the other oo at 1.
    """

    def __init__(self, given: Iterable[Relational], variable: Basic, interval: RealInterval) -> None:
        super().__init__(given, {variable: interval})
        low, high = interval.lower, interval.upper
        inside = [RealInterval(low, high, False, False)] if low < high else []
        closed = [RealInterval(end, end, True, True) for end in {low, high} if inside and interval.has(end)]
        self.pieces = [Values(given, {variable: piece}) for piece in (*inside, *closed) if closed]

    def _of(self, e: Expr) -> RealInterval:
        try:
            return super()._of(e)
        except Undefined:
            if not self.pieces:
                raise
        found = [values.of(e) for values in self.pieces]
        lower, upper = min(f.lower for f in found), max(f.upper for f in found)
        return RealInterval(lower, upper, any(f.has(lower) for f in found), any(f.has(upper) for f in found))


class _Deep(InPieces):
    """The same, which also knows the directions that the derivatives of parts give."""

    def __init__(self, given: tuple[Relational, ...], variable: Symbol, interval: RealInterval) -> None:
        super().__init__(given, variable, interval)
        self.slopes: dict[Expr, int] = {}
        self.about = variable, interval, given

    def slope(self, e: Expr) -> int:
        if e not in self.slopes:
            self.slopes[e] = _by_derivative(e, *self.about)
        return self.slopes[e]


# ---- by structure ----------------------------------------------------------------------------------------------------


def by_structure(map_: Expr, variable: Symbol, values: Values) -> int:
    """The direction that the table and its compositions give; 0 where they give none. Raises Undefined."""
    if map_ == variable:
        return 1
    found = _by_table(map_, variable, values)
    return found or (values.slope(map_) if isinstance(values, _Deep) else 0)


def _by_table(map_: Expr, variable: Symbol, values: Values) -> int:
    parts = moving(map_, variable)
    inner = [by_structure(a, variable, values) for a in parts]
    if not inner or 0 in inner:
        return 0
    fixed = [values.of(a) for a in map_.args if a not in parts] if isinstance(map_, Add) else []
    one = inner[0] if len(set(inner)) == 1 else 0
    match map_:
        case Add():  # no oo - oo: else it had no value
            return one if all(f.bounded_values for f in fixed) else 0
        case Mul():
            return _product(map_, parts, inner, values)
        case Max() | Min():
            return one if len(parts) == len(map_.args) else 0
        case Pow():
            return _power(map_, parts, inner, values)
        case RowSum() | Total():  # of at least one term
            return one
        case RowProduct():
            return one if values.of(map_.body).nonnegative else 0
    if len(parts) != 1:
        return 0
    reached = values.of(parts[0])
    match map_:
        case log(args=(_,)):
            return one if reached.nonnegative else 0
        case exp():
            return one
        case Abs():
            return one if reached.nonnegative else -one if reached.nonpositive else 0
    row = row_of(map_)
    return one * row.direction(reached) if row is not None and map_.args[-1] is parts[0] else 0


def _product(map_: Mul, parts: list[Expr], inner: list[int], values: Values) -> int:
    """Several factors of one sign each, whose absolute values move in one direction; finite factors that are not 0."""
    turned = 1
    for a in map_.args:
        if a not in parts:
            factor = fixed_sign(a, values)
            if factor == 0:
                return 0
            turned *= factor
    if len(parts) == 1:
        return inner[0] * turned
    absolute: set[int] = set()
    for a, way in zip(parts, inner, strict=True):
        reached = values.of(a)
        if not (reached.nonnegative or reached.nonpositive):
            return 0
        own = 1 if reached.nonnegative else -1
        turned *= own
        absolute.add(own * way)
    return absolute.pop() * turned if len(absolute) == 1 else 0


def fixed_sign(e: Expr, values: Values) -> int:
    """1 where it lies in (0, oo), -1 where it lies in (-oo, 0), else 0. Raises Undefined."""
    known = values.of(e)
    if not known.bounded_values or (known.lower == known.upper == 0):
        return 0
    if known.positive or known.negative:
        return 1 if known.positive else -1
    way, strict = signed(e, values.forms) or (0, False)
    return way if strict else 0


def _power(map_: Pow, parts: list[Expr], inner: list[int], values: Values) -> int:
    if len(parts) != 1:
        return 0
    one, r = inner[0], map_.exp
    if parts[0] is r:
        return one * above_one(map_.base, values)
    reached = values.of(map_.base)
    way = fixed_sign(r, values)
    if way == 1 and reached.nonnegative:
        return one
    if way == -1 and reached.positive and reached.bounded_values:
        return -one
    if not (isinstance(r, Rational) and r.q == 1):
        return 0
    odd = int(r.p) % 2 == 1
    if way == 1:
        return one if odd else -one if reached.nonpositive else 0
    if way == -1 and reached.negative and reached.bounded_values:
        return -one if odd else one
    return 0


def above_one(base: Expr, values: Values) -> int:
    """1 where it lies in (1, oo), -1 where it lies in (0, 1), else 0: the sign of its logarithm. Raises Undefined."""
    known = values.of(base)
    if not (known.positive and known.bounded_values):
        return 0
    return fixed_sign(raw(Add, (base, Integer(-1))), values)


def _slope(map_: Expr, variable: Symbol, interval: RealInterval, given: Iterable[Relational]) -> int:
    """The sign of the derivative in the interior, where it has one that is known."""
    try:
        slope = Values(given, {variable: interior(interval).hull or interval}).of(differentiated(map_, variable))
    except Undefined:
        return 0
    return 1 if slope.positive else -1 if slope.negative else 0


# ---- by the derivative -----------------------------------------------------------------------------------------------


def _by_derivative(map_: Expr, variable: Symbol, interval: RealInterval, given: Iterable[Relational]) -> int:
    """The sign of the derivative inside, where the map is analytic there and continuous up to the ends, also infinite ones.

    A derivative that is nowhere negative suffices where it is positive somewhere: it is analytic, so its zeros are isolated.
    Source: Rudin, Principles of Mathematical Analysis, theorems 5.11 and 8.5.
    """
    if interval.lower == interval.upper or turns(map_, variable, interval):
        return 0
    given = tuple(given)
    names = {s.name for tree in (map_, *given) for s in symbols(tree)}
    inside = interval_inside(interval)
    closed = (interval.has(end) and not isinstance(end, float) for end in (interval.lower, interval.upper))
    around = RealInterval(interval.lower, interval.upper, *closed)
    anywhere = fresh(names, "anywhere", around)
    try:
        whole = continuity(at(map_, variable, anywhere), [anywhere], InPieces(given, anywhere, interval))
        if whole != BOTH:
            return 0
    except Undefined:
        return 0
    for place, way in _places(inside, names):
        try:
            if found := _inside(at(map_, variable, place), place, given):
                return found * way
        except (Undefined, Undecided):
            continue
    return 0


def _places(inside: RealInterval, names: set[str]) -> Iterator[tuple[Expr, int]]:
    """Expressions in one new parameter that go through an open interval, and in which direction."""
    low, high = inside.lower, inside.upper
    if inside.negative:
        yield raw(Mul, (MINUS, fresh(names, "within", -inside))), -1
    else:
        yield fresh(names, "within", inside), 1
    if isinstance(low, Fraction) and isinstance(high, float) and low != 0:
        yield raw(Add, (_number(low), fresh(names, "within", positive))), 1
    if isinstance(high, Fraction) and isinstance(low, float) and high != 0:
        yield raw(Add, (_number(high), raw(Mul, (MINUS, fresh(names, "within", positive))))), -1


def _number(value: Fraction) -> Rational:
    return Rational(value.numerator, value.denominator)


def _inside(map_: Expr, place: Expr, given: tuple[Relational, ...]) -> int:
    """The direction of what is analytic in the parameter of a place, by the sign of its derivative."""
    (within,) = symbols(place)
    if not analytic(map_, [within], Values(given)):
        return 0
    slope, forms = differentiated(map_, within), NormalForm(given)
    found = signed(slope, forms)
    if found is None:
        return 0
    way, strict = found
    return way if strict or _somewhere(slope, within, way, forms) else 0


def signed(e: Expr, forms: NormalForm) -> tuple[int, bool] | None:
    """(1, True) in (0, oo), (1, False) in [0, oo), and so on with -1; None where it is not known.

    By the signs of factors and of summands, and where these do not tell by the normal form.
    """
    return _by_parts(e, forms) or _at_once(e, forms)


def _by_parts(e: Expr, forms: NormalForm) -> tuple[int, bool] | None:
    if isinstance(e, log) and len(e.args) == 1:
        beyond = signed(raw(Add, (e.args[0], MINUS)), forms)
        return beyond if beyond is not None and signed(e.args[0], forms) == (1, True) else None
    if not isinstance(e, Add | Mul):
        return None
    parts: list[tuple[int, bool]] = []
    for a in e.args:
        part = signed(a, forms)
        if part is None or (isinstance(e, Add) and parts and part[0] != parts[0][0]):
            return None
        parts.append(part)
    if isinstance(e, Mul):
        return prod(way for way, _ in parts), all(strict for _, strict in parts)
    return parts[0][0], any(strict for _, strict in parts)


def _at_once(e: Expr, forms: NormalForm) -> tuple[int, bool] | None:
    try:
        size = sum(1 + len(m) for m in forms.of(e))
        for way in (1, -1) if size <= MANY else ():
            known = sign(e if way == 1 else raw(Mul, (MINUS, e)), forms)
            if known is not None:
                return way, known == 1
    except Undecided:
        pass
    return None


def _somewhere(slope: Expr, within: Parameter, way: int, forms: NormalForm) -> bool:
    """Is it not 0 at one number, whatever else it depends on?"""
    points = (at(slope, within, _number(number)) for number in members(within.domain))
    return any(signed(point, forms) == (way, True) for point in points)


def at(e: Expr, variable: Basic, place: Expr) -> Expr:
    """The expression with something else for the variable, and nothing else changed."""
    return replace(e, lambda t: place if t == variable else None)


# ---- in the normal form ----------------------------------------------------------------------------------------------


def _in_normal_form(map_: Expr, variable: Symbol, interval: RealInterval, given: Iterable[Relational]) -> int:
    """The direction of what is left once everything that cancels is gone. Both are equal where both have a value."""
    if not interval.bounded_values:
        return 0
    given = tuple(given)
    v = fresh({s.name for tree in (map_, *given) for s in symbols(tree)}, "anywhere", interval)
    try:
        written = written_polynomial(NormalForm(given).of(at(map_, variable, v)))
        values = InPieces(given, v, interval)
        values.of(written)
        found = by_structure(written, v, values)
        cancelled = symbols(written) < symbols(map_) - {variable} | {v}
        return found or (_further(written, v, interval, given) if cancelled else 0)
    except (Undefined, Undecided):
        return 0
