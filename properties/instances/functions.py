"""Functions of one number, by balls: where each has a value, and where its poles lie. Shares no table with what proves.

A function at an infinity is undecided, save where a convention is stated; at a pole it is undefined, which is certain.
"""

from __future__ import annotations

from collections.abc import Callable
from math import comb

from flint import acb, arb, fmpq
from sympy import (
    Abs,
    asinh,
    atan,
    atanh,
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
    sin,
    sinh,
    tan,
    tanh,
    zeta,
)
from sympy import sign as sign_function

from properties.instances import exact
from properties.instances.exact import Exact
from properties.instances.numbers import (
    ZERO,
    ExtendedNumber,
    NoValue,
    TooWide,
    exponential,
    greater,
    logarithm,
    negate,
    sign,
)
from symbolic.core.terms import NegativePart, logistic, softplus

Operation = Callable[[ExtendedNumber], ExtendedNumber]
MAX_CHOSEN = 10_000


def _finite(name: str, operation: Callable[[arb], arb]) -> Operation:
    def at(v: ExtendedNumber) -> ExtendedNumber:
        if isinstance(v, float):
            raise TooWide("a function at an infinity, where no convention is stated")
        return exact.applied(name, operation, v) if exact.exactly() else operation(arb(v))

    return at


def _with_poles(name: str, operation: Callable[[arb], arb]) -> Operation:
    """A function of finite arguments with its poles at 0, -1, -2, ..., and nowhere else."""

    def at(v: ExtendedNumber) -> ExtendedNumber:
        if isinstance(v, float):
            raise TooWide(f"{name} at an infinity, where no convention is stated")
        if isinstance(v, fmpq) and v <= 0 and v.q == 1:
            raise NoValue(f"{name} of {v}, where it has a pole")
        found = operation(v.ball if isinstance(v, Exact) else arb(v))
        if not found.is_finite():
            raise TooWide(f"{name} of a ball that may hold a pole")
        return exact.constant(name, found, v) if exact.exactly() else found

    return at


def _atanh(v: ExtendedNumber) -> ExtendedNumber:
    if isinstance(v, fmpq) and abs(v) >= 1:
        raise NoValue(f"atanh of {v}, which is not between -1 and 1")
    return _inverse_of_tanh(v)


def _log_gamma(u: arb) -> arb:
    if u > 0:
        return u.lgamma()
    raise TooWide("log Gamma of what may not be positive")


def _zeta(v: ExtendedNumber) -> ExtendedNumber:
    """The Riemann zeta function, which has its only pole at 1."""
    if isinstance(v, float):
        raise TooWide("the zeta function at an infinity, where no convention is stated")
    if isinstance(v, fmpq) and v == 1:
        raise NoValue("the zeta function of 1, where it has a pole")
    found = acb(v.ball if isinstance(v, Exact) else arb(v)).zeta().real
    if not found.is_finite():
        raise TooWide("the zeta function of a ball that may hold its pole")
    return exact.constant("zeta", found, v) if exact.exactly() else found


def _increased(v: ExtendedNumber) -> ExtendedNumber:
    return v if isinstance(v, float) else v + 1


def _floor(v: ExtendedNumber) -> ExtendedNumber:
    """The largest whole number that is at most v."""
    if isinstance(v, float):
        return v
    if isinstance(v, fmpq):
        return fmpq(v.p // v.q)
    ball = v.ball if isinstance(v, Exact) else v
    below = ball.floor()
    if not ball.is_finite() or not below.is_exact():
        raise TooWide("the whole part of a ball that may hold a whole number")
    return below.fmpq()


_inverse_of_tanh = _finite("atanh", arb.atanh)
_GAMMA = _with_poles("Gamma", arb.gamma)
BALLS: dict[type, Operation] = {
    log: logarithm,
    exp: exponential,
    Abs: abs,
    NegativePart: lambda v: greater(negate(v), ZERO),
    **{
        function: _finite(function.__name__, ball)
        for function, ball in (
            *((sin, arb.sin), (cos, arb.cos), (tan, arb.tan), (sinh, arb.sinh), (cosh, arb.cosh), (tanh, arb.tanh)),
            *((atan, arb.atan), (erf, arb.erf), (asinh, arb.asinh), (softplus, lambda u: (1 + u.exp()).log())),
            (logistic, lambda u: (u / 2).exp() / ((u / 2).exp() + (-u / 2).exp())),
        )
    },
    atanh: _atanh,
    gamma: _GAMMA,
    loggamma: _with_poles("log Gamma", _log_gamma),
    factorial: lambda v: _GAMMA(_increased(v)),
    zeta: _zeta,
    floor: _floor,
    ceiling: lambda v: negate(_floor(negate(v))),
    sign_function: lambda v: fmpq(sign(v)),
}

MEROMORPHIC: dict[type, Callable[[acb], acb]] = {  # on complex balls: analytic but for poles, where they are not finite
    exp: acb.exp,
    sin: acb.sin,
    cos: acb.cos,
    tan: acb.tan,
    sinh: acb.sinh,
    cosh: acb.cosh,
    tanh: acb.tanh,
    erf: acb.erf,
    gamma: acb.gamma,
}


def polygamma_of(order: int) -> Operation:
    """The derivative of log Gamma of this order, plus one, as a function of its argument."""

    def psi(u: arb) -> arb:
        return u.digamma() if order == 0 else acb(u).polygamma(acb(order)).real

    return _with_poles(f"the derivative of order {order + 1} of log Gamma", psi)


def binomial_of(n: ExtendedNumber, k: ExtendedNumber) -> ExtendedNumber:
    """The number of ways to choose k out of n where both are whole, else by Gamma; for n <= -1 nothing is known of it."""
    if isinstance(n, float) or isinstance(k, float) or (isinstance(n, fmpq) and n <= -1):
        raise TooWide("a binomial coefficient of what is infinite, or out of -1 or less")
    if isinstance(n, fmpq) and isinstance(k, fmpq) and n.q == k.q == 1 and n <= MAX_CHOSEN:
        return fmpq(comb(int(n.p), int(k.p))) if k >= 0 else ZERO
    above, below = (acb(v.ball if isinstance(v, Exact) else arb(v)) for v in (n, k))
    if not above.real > -1:
        raise TooWide("a binomial coefficient of a ball that may be -1")
    found = (acb.gamma(above + 1) * acb.rgamma(below + 1) * acb.rgamma(above - below + 1)).real
    return exact.constant("binomial", found, n, k) if exact.exactly() else found


def besseli_of(order: int) -> Operation:
    """The modified Bessel function of a whole order as a function of its argument."""
    nu = abs(order)  # those of order n and -n are the same function
    return _finite(f"besseli of order {nu}", lambda u: u.bessel_i(arb(nu)))
