"""Signs of written expressions as far as their parts show them, and logs taken apart where signs are known."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from math import prod
from typing import Any

from sympy import (
    Abs,
    Add,
    Integer,
    Mul,
    Pow,
    Rational,
    exp,
    gamma,
    log,
)

from properties.instances.compiling import Context
from properties.instances.evaluation import Compiled
from properties.instances.instance import Instance
from properties.instances.numbers import (
    NotEvaluable,
    NoValue,
    TooWide,
)
from symbolic.core.terms import AtMost, Parameter, Same, walk


@lru_cache(maxsize=8192)
def known_sign(e: Any) -> int:
    """The sign of e as far as its parts show it: 1, -1, or 0 where it is not known. Never 0's own.

    SymPy's assumptions are not asked: they look for the roots of polynomials, and there is no telling how long.
    """
    if isinstance(e, Parameter):
        hull = e.domain.hull
        if hull is None:
            return 0
        above = hull.lower > 0 or (hull.lower == 0 and not hull.lower_closed)
        below = hull.upper < 0 or (hull.upper == 0 and not hull.upper_closed)
        return 1 if above else -1 if below else 0
    if isinstance(e, Rational):
        return (e.p > 0) - (e.p < 0)
    if not e.has(Parameter):
        return _sign_of_constant(e)
    if isinstance(e, exp):
        return 1
    if isinstance(e, Mul):
        return prod(map(known_sign, e.args))
    if isinstance(e, Pow):
        of_base = known_sign(e.base)
        even = isinstance(e.exp, Integer) and e.exp % 2 == 0
        return of_base**2 if even else of_base if of_base == 1 or isinstance(e.exp, Integer) else 0
    if isinstance(e, Add):
        signs = set(map(known_sign, e.args))
        return signs.pop() if len(signs) == 1 else 0
    return 1 if isinstance(e, gamma) and known_sign(e.args[0]) == 1 else 0


def _sign_of_constant(e: Any) -> int:
    try:
        value = Compiled(e, Context()).value(Instance({}, {}, {}, [{}]), 0)
    except (NoValue, TooWide, NotEvaluable):
        return 0
    return 1 if value > 0 else -1 if value < 0 else 0


def nonnegative(e: Any) -> bool:
    """Is an expression nowhere negative, as far as its parts show? (A power that is not whole has no negative value.)"""
    if known_sign(e) == 1 or isinstance(e, exp | AtMost | Same | Abs) or e == 0:
        return True
    if isinstance(e, Parameter):
        return e.domain.hull is not None and e.domain.hull.lower >= 0
    if isinstance(e, Pow):
        return nonnegative(e.base) or not isinstance(e.exp, Integer) or e.exp % 2 == 0
    return isinstance(e, Mul | Add) and all(map(nonnegative, e.args))


def logarithm(e: Any, sign: Callable[[Any], int] = known_sign) -> Any:
    """log e, where it is real, as the sum of the logs of those factors whose `sign` is known, and of all others together.

    A factor f that is negative counts as -(-f): the logs are those of -f, and the minuses stay with the others.
    """
    if isinstance(e, exp):
        return e.exp  # of E^u, kept as written, as well
    if isinstance(e, Pow) and sign(e.base) == 1:
        return e.exp * logarithm(e.base, sign)
    if not isinstance(e, Mul):
        return log(e)
    whole: list[Any] = []
    rest: list[Any] = []
    for factor in e.args:
        known = 1 if isinstance(factor, exp) else sign(factor)
        if known == 1:
            whole.append(logarithm(factor, sign))
        elif known == -1:
            whole.append(_log_of_negated(factor, sign))
            rest.append(Integer(-1))
        else:
            rest.append(factor)
    left = Mul(*rest)
    return Add(*whole, *([] if left == 1 else [log(left)]))


def _log_of_negated(factor: Any, sign: Callable[[Any], int]) -> Any:
    """log(-f) for a factor f < 0 that is no product."""
    if isinstance(factor, Pow) and isinstance(factor.exp, Integer) and sign(factor.base) == -1:
        return factor.exp * log(-factor.base)
    return log(-factor)


def logs_apart(tree: Any, sign_of: Callable[[Any], int]) -> Any:
    """log(u v) = log u + log v wherever the sign of u is known: so that what cancels does."""
    logs = {t: logarithm(t.args[0], sign_of) for t in walk(tree) if isinstance(t, log)}
    return tree.xreplace({t: v for t, v in logs.items() if v != t})
