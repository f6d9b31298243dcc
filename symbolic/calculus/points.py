"""The value of an expression at a point, as a ball that holds it: for refuting with a case. Nothing here is a verdict.

A point gives a rational number to every parameter and outcome, and to every column the entries of its rows. Where a value is
infinite, undefined, or not known to be either, `Beyond` is raised: such a point is evidence for nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from sympy import Abs, Add, Basic, Expr, Max, Min, Mul, Pow, Rational, exp, log
from sympy.core.numbers import Exp1, Pi

from symbolic.core.domains import Bound, Domain, RealInterval, ends
from symbolic.core.terms import AtMost, Count, Entry, Outcome, Parameter, RowProduct, RowSum, Same
from symbolic.functions import Row, row_of

if TYPE_CHECKING:
    from flint import arb

Ball: TypeAlias = "arb"
PointValue: TypeAlias = "Fraction | int | Ball | tuple[Fraction, ...]"  # the last of a column, whose entries it gives
NumericPoint = Mapping[Basic, PointValue]
BITS = 96
MAX_EXPONENT = 10_000


class Beyond(Exception):
    """No finite value is known here."""


@contextmanager
def precision(bits: int = BITS) -> Iterator[None]:
    """Balls of `bits` bits inside, and what was set before afterwards."""
    from flint import ctx

    before = ctx.prec
    ctx.prec = bits
    try:
        yield
    finally:
        ctx.prec = before


def ball(value: Fraction | int) -> Ball:
    """The ball of a rational number."""
    from flint import arb, fmpq

    return arb(fmpq(value.numerator, value.denominator))


def evaluated(e: Basic, at: NumericPoint) -> Ball:
    """The value of `e` at a point. Raises Beyond."""
    return compiled(e)(at)


def compiled(e: Basic) -> Callable[[NumericPoint], Ball]:
    """The value of `e` as a function of the point: for many points of one expression. The function raises Beyond."""
    run = _compiled(e)

    def of(at: NumericPoint) -> Ball:
        numbers = {k: _placed(v) for k, v in at.items() if not isinstance(v, tuple)}
        value = run(_Placed(numbers, {k: tuple(map(ball, v)) for k, v in at.items() if isinstance(v, tuple)}))
        if not value.is_finite():
            raise Beyond
        return value

    return of


BITS_TRIED = (64, 256, 1024)


def first(e: Expr, surely: Callable[[Ball], bool]) -> Ball | None:
    """The ball of a closed expression at the first of growing precisions at which `surely` holds of it; else None."""
    try:
        for bits in BITS_TRIED:
            with precision(bits):
                value = evaluated(e, {})
                if surely(value):
                    return value
    except Beyond:
        pass
    return None


def inside(value: Ball, interval: RealInterval) -> bool:
    """Does a ball surely lie in the interior of an interval?"""
    low, high = interval.lower, interval.upper
    above = not isinstance(low, Fraction) or value > ball(low)
    return bool(above and (not isinstance(high, Fraction) or value < ball(high)))


def outside(value: Ball, domain: Domain) -> bool:
    """Is a ball surely beyond an end of a domain?"""
    return any(_beyond(value, end) for end in ends(domain))


def _beyond(value: Ball, end: Bound) -> bool:
    from flint import arb

    gap = (value - ball(end.value) * (arb.pi() if end.of_pi else 1)) * end.inward
    return bool(gap < 0 or (gap == 0 and not end.closed))


def _placed(value: Fraction | int | Ball) -> Ball:
    return ball(value) if isinstance(value, Fraction | int) else value


class _Placed(NamedTuple):
    """A point by balls: numbers, and the entries of columns."""

    numbers: Mapping[Basic, Ball]
    columns: Mapping[Basic, tuple[Ball, ...]]


Run = Callable[[_Placed], Ball]


def _compiled(e: Basic) -> Run:
    if isinstance(e, Rational):
        value = Fraction(int(e.p), int(e.q))
        return lambda at: ball(value)
    if isinstance(e, Exp1 | Pi):
        return _constant(e)
    if isinstance(e, Parameter | Outcome | Entry | Count):
        return lambda at: _looked_up(at, e)
    if isinstance(e, RowSum | RowProduct):
        return _over_rows(e)
    if isinstance(e, Pow) and isinstance(e.exp, Rational):
        return _rational_power(e)
    row = row_of(e)
    operation = OPERATIONS.get(type(e)) if row is None else _known(row)
    if operation is None or (isinstance(e, log) and len(e.args) != 1):
        return _unknown
    parts = [_compiled(a) for a in e.args]
    return lambda at: operation(*(part(at) for part in parts))


def _unknown(at: _Placed) -> Ball:
    raise Beyond


def _looked_up(at: _Placed, e: Basic) -> Ball:
    try:
        return at.numbers[e]
    except KeyError:
        raise Beyond from None


def _constant(e: Basic) -> Run:
    from flint import arb

    return (lambda at: arb(1).exp()) if isinstance(e, Exp1) else (lambda at: arb.pi())


def _over_rows(e: Basic) -> Run:
    body, columns = _compiled(e.body), {t.column for t in e.body.atoms(Entry)}
    combine = _sum if isinstance(e, RowSum) else _product

    def run(at: _Placed) -> Ball:
        size = _looked_up(at, e.count).unique_fmpz()
        entries = {Entry(c, e.index): at.columns.get(c, ()) for c in columns}
        if not size or any(len(v) != size for v in entries.values()):
            raise Beyond
        rows = ({k: v[r] for k, v in entries.items()} for r in range(int(size)))
        return combine(*(body(at._replace(numbers={**at.numbers, **row})) for row in rows))

    return run


def _sum(*parts: Ball) -> Ball:
    total = parts[0]
    for p in parts[1:]:
        total = total + p
    return total


def _product(*parts: Ball) -> Ball:
    total = parts[0]
    for p in parts[1:]:
        total = total * p
    return total


def _rational_power(e: Basic) -> Run:
    inner, p, q = _compiled(e.base), int(e.exp.p), int(e.exp.q)

    def run(at: _Placed) -> Ball:
        base = inner(at)
        if q == 1:
            if abs(p) > MAX_EXPONENT or (p < 0 and not (base > 0 or base < 0)):
                raise Beyond
            if p == 0:  # 0^0 = 1
                return ball(1)
            if base > 0 or base < 0:
                return base**p
            return _product(*[base] * p)  # flint's own power of a ball around 0 is no number
        return _power(base, ball(Fraction(p, q)))

    return run


def _power(base: Ball, exponent: Ball) -> Ball:
    if not base > 0:
        if base == 0 and exponent > 0:
            return base
        raise Beyond
    return _exp(exponent * base.log())


def _exp(u: Ball) -> Ball:
    if not abs(u) < MAX_EXPONENT:
        raise Beyond
    return u.exp()


def _where_positive(function: Callable[[Ball], Ball]) -> Callable[[Ball], Ball]:
    def of(u: Ball) -> Ball:
        if not u > 0:
            raise Beyond
        return function(u)

    return of


def _known(row: Row) -> Callable[..., Ball]:
    def of(*arguments: Ball) -> Ball:
        try:
            return row.ball(*arguments)
        except ValueError:
            raise Beyond from None

    return of


def _pick(choose: Callable[[Ball, Ball], Ball]) -> Callable[..., Ball]:
    def of(*parts: Ball) -> Ball:
        found = parts[0]
        for p in parts[1:]:
            found = choose(found, p)
        return found

    return of


def _at_most(a: Ball, b: Ball) -> Ball:
    if a <= b:
        return ball(1)
    if a > b:
        return ball(0)
    raise Beyond


def _same(a: Ball, b: Ball) -> Ball:
    if a == b:
        return ball(1)
    if a != b:
        return ball(0)
    raise Beyond


OPERATIONS: dict[type[Basic], Callable[..., Ball]] = {
    Add: _sum,
    Mul: _product,
    Pow: _power,
    exp: _exp,
    log: _where_positive(lambda u: u.log()),
    Abs: abs,
    Max: _pick(lambda a, b: a.max(b)),
    Min: _pick(lambda a, b: a.min(b)),
    AtMost: _at_most,
    Same: _same,
}


# ---- points in words -------------------------------------------------------------------------------------------------


def shown(at: NumericPoint) -> str:
    """A point in words, such as "k = 1, x = (0, 3)"."""
    parts = []
    for thing, value in at.items():
        if isinstance(thing, Count):
            continue
        name = getattr(getattr(thing, "column", thing), "name", str(thing))
        parts.append(
            f"{name} = " + ("(" + ", ".join(map(str, value)) + ")" if isinstance(value, tuple) else str(value))
        )
    return ", ".join(parts)
