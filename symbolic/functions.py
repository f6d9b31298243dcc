"""What is known of each special function: one row a function, read by all that proves and prints. Nothing here is a verdict.

A new function is a row here and its ball in `properties.instances.functions`; `tests/symbolic/test_functions.py` holds every
row against that ball. Log and exp have no row: they take infinities, and each reader has laws of their own for them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from math import floor as whole_part
from typing import TYPE_CHECKING

from sympy import (
    Abs,
    Basic,
    Expr,
    Integer,
    Max,
    Min,
    asinh,
    atan,
    atanh,
    besseli,
    binomial,
    ceiling,
    cos,
    cosh,
    erf,
    exp,
    factorial,
    floor,
    gamma,
    log,
    loggamma,
    oo,
    pi,
    polygamma,
    sign,
    sin,
    sinh,
    sqrt,
    tan,
    tanh,
    zeta,
)
from sympy.core.function import Function

from symbolic.core.domains import RealInterval, nonnegative, positive, reals
from symbolic.core.intervals import Undefined
from symbolic.core.terms import logistic, softplus

if TYPE_CHECKING:
    from flint import arb

Encloser = Callable[..., RealInterval | None]


@dataclass(frozen=True, slots=True)
class Row:
    """One function of numbers, of one argument or of an order and an argument.

    Arguments: `function`, SymPy's class, whose name it is read by; `values`, an enclosure of its values, all finite, given
    those of its arguments, or None where one of them may leave its domain; `ball`, its value on balls, which raises
    ValueError there; `source`, where all this is printed; `slope`, its derivative in its last argument, given all of them.
    About its last argument, whatever the order: `analytic`, an open interval where it is analytic; `continuous`, an interval
    where it is continuous (that of `analytic`, unless said otherwise; a function with neither is nowhere taken for
    continuous); `increasing` and `decreasing`, intervals where it is continuous and strictly so; `parity`, 1 where it is
    even, -1 where it is odd; `at_zero`, its value at 0 where that is a whole number; `tends`, its limits at the two ends of
    `analytic`. `latex`, what is printed before the
    argument, which stands between `brackets`; "" where the writer has a form of its own.
    """

    function: type[Function]
    values: Encloser
    ball: Callable[..., arb]
    source: str
    slope: Callable[..., Expr] | None = None
    analytic: RealInterval | None = None
    continuous: RealInterval | None = None
    increasing: RealInterval | None = None
    decreasing: RealInterval | None = None
    parity: int = 0
    at_zero: int | None = None
    tends: tuple[Expr, Expr] | None = None
    latex: str = ""
    brackets: tuple[str, str] = (r"\left(", r"\right)")

    def __post_init__(self) -> None:
        if self.continuous is None:
            object.__setattr__(self, "continuous", self.analytic)

    @property
    def name(self) -> str:
        return self.function.__name__

    def takes(self, number: int) -> bool:
        """Is it a function of so many arguments?"""
        return number in self.function.nargs

    def direction(self, reached: RealInterval) -> int:
        """1 or -1 where it is continuous and strictly increasing or decreasing on an interval, else 0."""
        if self.increasing is not None and reached.within(self.increasing):
            return 1
        return -1 if self.decreasing is not None and reached.within(self.decreasing) else 0


# ---- enclosures --------------------------------------------------------------------------------------------------------


def _gamma(u: RealInterval) -> RealInterval | None:
    return positive if u.positive and u.bounded_values else None


def _factorial(u: RealInterval) -> RealInterval | None:
    if not (u.nonnegative and u.bounded_values):
        return None
    return RealInterval(1) if u.lower >= 1 else positive  # Gamma(u + 1), which is smaller than 1 between 0 and 1


def _log_gamma(u: RealInterval) -> RealInterval | None:
    return reals if u.positive and u.bounded_values else None


def _whole(order: RealInterval) -> int | None:
    """The whole number that this is for certain."""
    if isinstance(order.lower, float) or order.lower != order.upper or order.lower.denominator != 1:
        return None
    return int(order.lower)


def _polygamma(order: RealInterval, u: RealInterval) -> RealInterval | None:
    m = _whole(order)
    if m is None or m < 0 or not (u.positive and u.bounded_values):
        return None
    return reals if m == 0 else positive if m % 2 == 1 else -positive


def _besseli(order: RealInterval, u: RealInterval) -> RealInterval | None:
    nu = _whole(order)
    if nu is None or not u.bounded_values:
        return None
    if nu == 0:
        return RealInterval(1)
    return positive if u.positive else nonnegative if u.nonnegative else reals


def _binomial(n: RealInterval, k: RealInterval) -> RealInterval | None:
    if not (n.within(ABOVE_MINUS_ONE) and n.bounded_values and k.bounded_values):
        return None
    return RealInterval(1) if k.nonnegative and k.upper <= n.lower else reals


def _zeta(u: RealInterval, *shift: RealInterval) -> RealInterval | None:
    return ABOVE_ONE if not shift and u.within(ABOVE_ONE) and u.bounded_values else None


def _within(lower: int, upper: int) -> Encloser:
    return lambda u: RealInterval(lower, upper) if u.bounded_values else None


def _erf(u: RealInterval) -> RealInterval | None:
    return RealInterval(0 if u.positive else -1, 1, False, False) if u.bounded_values else None


def _of_one_sign(u: RealInterval) -> RealInterval | None:
    """Of a function that has the sign of its argument."""
    if not u.bounded_values:
        return None
    if u.nonnegative:
        return positive if u.positive else nonnegative
    return (-positive if u.negative else -nonnegative) if u.nonpositive else reals


def _on(domain: RealInterval, values: Encloser) -> Encloser:
    return lambda u: values(u) if u.within(domain) else None


def _sign(u: RealInterval) -> RealInterval | None:
    if not u.bounded_values:
        return None
    lower = -1 if u.lower < 0 else int(u.positive)
    return RealInterval(lower, 1 if u.upper > 0 else -int(u.negative))


def _floor(u: RealInterval) -> RealInterval | None:
    if not u.bounded_values:
        return None
    upper = u.upper if isinstance(u.upper, float) else whole_part(u.upper) if u.upper_closed else ceil(u.upper) - 1
    return RealInterval(u.lower if isinstance(u.lower, float) else whole_part(u.lower), upper)


def _ceiling(u: RealInterval) -> RealInterval | None:
    below = _floor(-u)
    return None if below is None else -below


# ---- balls -------------------------------------------------------------------------------------------------------------


def _where(condition: Callable[[arb], bool], function: Callable[[arb], arb]) -> Callable[[arb], arb]:
    def of(u: arb) -> arb:
        if not condition(u):
            raise ValueError
        return function(u)

    return of


def _where_positive(function: Callable[[arb], arb]) -> Callable[[arb], arb]:
    return _where(lambda u: bool(u > 0), function)


_gamma_ball = _where_positive(lambda u: u.gamma())


def _polygamma_ball(order: arb, u: arb) -> arb:
    from flint import acb

    whole = order.unique_fmpz()
    if whole is None or not u > 0:
        raise ValueError
    return u.digamma() if whole == 0 else acb(u).polygamma(acb(order)).real


def _besseli_ball(order: arb, u: arb) -> arb:
    if order.unique_fmpz() is None:
        raise ValueError
    return u.bessel_i(order)


def _binomial_ball(n: arb, k: arb) -> arb:
    if not n > -1:
        raise ValueError
    return (n + 1).gamma() * (k + 1).rgamma() * (n - k + 1).rgamma()


def _zeta_ball(u: arb, *shift: arb) -> arb:
    if shift or not u > 1:
        raise ValueError
    return u.zeta()


def _one_number(v: arb) -> arb:
    """The ball, where it holds but one number."""
    if not v.is_exact():
        raise ValueError
    return v


# ---- the rows ----------------------------------------------------------------------------------------------------------

PRINCIPAL = RealInterval(-Fraction(15707963, 10**7), Fraction(15707963, 10**7), False, False)  # in (-pi/2, pi/2)
ABOVE_ONE = RealInterval(1, lower_closed=False)
INSIDE, ABOVE_MINUS_ONE = RealInterval(-1, 1, False, False), RealInterval(-1, lower_closed=False)
_ROWS = (
    Row(
        gamma,
        _gamma,
        _gamma_ball,
        "NIST DLMF, sections 5.2, 5.4(iii)",
        slope=lambda u: gamma(u) * polygamma(0, u),
        analytic=positive,
        increasing=RealInterval(Fraction(3, 2)),  # it is least at 1.4616...
        decreasing=RealInterval(0, Fraction(7, 5), False),
        latex=r"\Gamma",
    ),
    Row(
        factorial,
        _factorial,
        lambda u: _gamma_ball(u + 1),
        "NIST DLMF, sections 5.2, 5.4(iii)",
        slope=lambda u: gamma(u + 1) * polygamma(0, u + 1),
        analytic=positive,
        continuous=nonnegative,
        increasing=RealInterval(Fraction(1, 2)),
        decreasing=RealInterval(0, Fraction(2, 5)),
        at_zero=1,
    ),
    Row(  # Gamma(n + 1) / (Gamma(k + 1) Gamma(n - k + 1)) for n > -1; for whole numbers it is 0 where k < 0 or k > n
        binomial,
        _binomial,
        _binomial_ball,
        "Graham, Knuth and Patashnik, Concrete Mathematics, sections 5.1 and 5.5",
        continuous=reals,
    ),
    Row(  # sum_{k=1}^oo k^(-u)
        zeta,
        _zeta,
        _zeta_ball,
        "NIST DLMF, sections 25.2(i), 25.2(ii)",
        continuous=ABOVE_ONE,
        decreasing=ABOVE_ONE,
        latex=r"\zeta",
    ),
    Row(
        loggamma,
        _log_gamma,
        _where_positive(lambda u: u.lgamma()),
        "NIST DLMF, sections 5.2, 5.4(iii)",
        slope=lambda u: polygamma(0, u),
        analytic=positive,
        increasing=RealInterval(Fraction(3, 2)),
        decreasing=RealInterval(0, Fraction(7, 5), False),
        latex=r"\log\Gamma",
    ),
    Row(
        polygamma,
        _polygamma,
        _polygamma_ball,
        "NIST DLMF, section 5.15",
        slope=lambda order, u: polygamma(order + 1, u),
        analytic=positive,
    ),
    Row(
        besseli,
        _besseli,
        _besseli_ball,
        "NIST DLMF, sections 10.25, 10.29(i)",
        slope=lambda order, u: (besseli(order - 1, u) + besseli(order + 1, u)) / 2,
        analytic=reals,
    ),
    Row(
        cos,
        _within(-1, 1),
        lambda u: u.cos(),
        "NIST DLMF, sections 4.14, 4.20",
        slope=lambda u: -sin(u),
        analytic=reals,
        increasing=RealInterval(-3, 0),  # from -pi to 0
        decreasing=RealInterval(0, 3),
        parity=1,
        at_zero=1,
        latex=r"\cos",
    ),
    Row(
        sin,
        _within(-1, 1),
        lambda u: u.sin(),
        "NIST DLMF, sections 4.14, 4.20",
        slope=lambda u: cos(u),
        analytic=reals,
        increasing=RealInterval(-Fraction(3, 2), Fraction(3, 2)),  # from -pi/2 to pi/2
        parity=-1,
        at_zero=0,
        latex=r"\sin",
    ),
    Row(
        atan,
        _within(-2, 2),
        lambda u: u.atan(),
        "NIST DLMF, sections 4.23, 4.24(ii)",
        slope=lambda u: 1 / (1 + u**2),
        analytic=reals,
        increasing=reals,
        parity=-1,
        at_zero=0,
        tends=(-pi / 2, pi / 2),
        latex=r"\arctan",
    ),
    Row(
        erf,
        _erf,
        lambda u: u.erf(),
        "NIST DLMF, section 7.2",
        slope=lambda u: 2 * exp(-(u**2)) / sqrt(pi),
        analytic=reals,
        increasing=reals,
        parity=-1,
        at_zero=0,
        tends=(Integer(-1), Integer(1)),
        latex=r"\operatorname{erf}",
    ),
    Row(
        tanh,
        lambda u: INSIDE if u.bounded_values else None,
        lambda u: u.tanh(),
        "NIST DLMF, sections 4.28, 4.34",
        slope=lambda u: 1 - tanh(u) ** 2,
        analytic=reals,
        increasing=reals,
        parity=-1,
        at_zero=0,
        tends=(Integer(-1), Integer(1)),
        latex=r"\tanh",
    ),
    Row(
        tan,
        _on(PRINCIPAL, _of_one_sign),
        _where(lambda u: bool(u.tan().is_finite()), lambda u: u.tan()),
        "NIST DLMF, sections 4.14, 4.20",
        slope=lambda u: 1 + tan(u) ** 2,
        analytic=PRINCIPAL,
        increasing=PRINCIPAL,
        parity=-1,
        at_zero=0,
        latex=r"\tan",
    ),
    Row(
        sinh,
        _of_one_sign,
        lambda u: u.sinh(),
        "NIST DLMF, sections 4.28, 4.34",
        slope=lambda u: cosh(u),
        analytic=reals,
        increasing=reals,
        parity=-1,
        at_zero=0,
        tends=(-oo, oo),
        latex=r"\sinh",
    ),
    Row(
        cosh,
        lambda u: RealInterval(1) if u.bounded_values else None,
        lambda u: u.cosh(),
        "NIST DLMF, sections 4.28, 4.34",
        slope=lambda u: sinh(u),
        analytic=reals,
        increasing=nonnegative,
        decreasing=-nonnegative,
        parity=1,
        at_zero=1,
        tends=(oo, oo),
        latex=r"\cosh",
    ),
    Row(
        asinh,
        _of_one_sign,
        lambda u: u.asinh(),
        "NIST DLMF, sections 4.37, 4.38(ii)",
        slope=lambda u: 1 / sqrt(1 + u**2),
        analytic=reals,
        increasing=reals,
        parity=-1,
        at_zero=0,
        tends=(-oo, oo),
        latex=r"\operatorname{asinh}",
    ),
    Row(
        atanh,
        _on(INSIDE, _of_one_sign),
        _where(lambda u: bool(abs(u) < 1), lambda u: u.atanh()),
        "NIST DLMF, sections 4.37, 4.38(ii)",
        slope=lambda u: 1 / (1 - u**2),
        analytic=INSIDE,
        increasing=INSIDE,
        parity=-1,
        at_zero=0,
        tends=(-oo, oo),
        latex=r"\operatorname{atanh}",
    ),
    Row(
        softplus,
        lambda u: positive if u.bounded_values else None,
        lambda u: u.exp().log1p(),
        "Dugas et al., Incorporating Second-Order Functional Knowledge for Better Option Pricing",
        slope=lambda u: softplus(u).fdiff(),
        analytic=reals,
        increasing=reals,
        tends=(Integer(0), oo),
        latex=r"\operatorname{softplus}",
    ),
    Row(
        logistic,
        lambda u: RealInterval(0, 1, False, False) if u.bounded_values else None,
        lambda u: 1 / (1 + (-u).exp()),
        "Johnson, Kotz and Balakrishnan, Continuous Univariate Distributions, volume 2, chapter 23",
        slope=lambda u: logistic(u).fdiff(),
        analytic=reals,
        increasing=reals,
        tends=(Integer(0), Integer(1)),
        latex=r"\operatorname{logistic}",
    ),
    Row(
        sign,
        _sign,
        lambda u: _one_number(u.sgn()),
        "NIST DLMF, Common Notations and Definitions",
        parity=-1,
        at_zero=0,
        latex=r"\operatorname{sign}",
    ),
    Row(
        floor,
        _floor,
        lambda u: _one_number(u.floor()),
        "Graham, Knuth and Patashnik, Concrete Mathematics, section 3.1",
        at_zero=0,
        brackets=(r"\left\lfloor ", r"\right\rfloor"),
    ),
    Row(
        ceiling,
        _ceiling,
        lambda u: _one_number(u.ceil()),
        "Graham, Knuth and Patashnik, Concrete Mathematics, section 3.1",
        at_zero=0,
        brackets=(r"\left\lceil ", r"\right\rceil"),
    ),
)
ROWS = {row.name: row for row in _ROWS}
INSTEAD = {  # what is not known, and how to say it with what is
    "Piecewise": "it with comparisons of numbers and a last case True, or AtMost(a, b), which is 1 where a <= b and else 0 "
    "(from symbolic import AtMost)",
    "Heaviside": "AtMost(0, u), which is 1 where u >= 0 and else 0 (from symbolic import AtMost): SymPy's is 1/2 at 0",
    "Integral": "its value, or a function of its own in its place, Z = function('Z', theta, values=positive), and Z()",
    "DiracDelta": "a column with values in a set of its own: a density is one with respect to one measure",
    "besselk": "a function of its own, K = function('K', nu, u, values=positive), and K() for its value",
    "besseli": "a function of its own where its order is not a known number, B = function('B', mu, values=positive) and "
    "B(x.outcome) for its value, and take the mass of the density for granted, by hypotheses=(Obligation('integral', ...),). "
    "Or, instead of the difference of two counts, declare both as columns, with the product of their densities",
    "Mod": "u - m*floor(u/m)",
    "frac": "u - floor(u)",
    "sinc": "sin(u)/u, on a domain without 0",
}


def row_of(e: Basic) -> Row | None:
    """What is known of the function of which `e` is a value; None where nothing is."""
    row = ROWS.get(type(e).__name__)
    return row if row is not None and row.function is type(e) else None


def instead(e: object) -> str:
    """What to write where something stands of which nothing is known; "" where there is no advice."""
    advice = INSTEAD.get(type(e).__name__, "")
    if isinstance(e, besseli) and e.args[0].is_Integer:
        return ""
    known = isinstance(e, log | exp | Abs | Max | Min)
    if isinstance(e, Function) and row_of(e) is None and not advice and not known:
        advice = "a function of its own in its place, g = function('g', theta, values=positive), and g() for its value"
    return f": write {advice}" if advice else ""


def special(row: Row, arguments: Sequence[RealInterval], e: object) -> RealInterval:
    """The values of a function. Raises Undefined where its arguments may leave the domain on which it is known."""
    found = row.values(*arguments)
    if found is None:
        raise Undefined(f"{e}: {row.name} is known only where its arguments are surely in its domain")
    return found
