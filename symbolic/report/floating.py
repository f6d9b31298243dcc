"""Functions that libraries for floating point numbers have because a formula loses digits: each with what it means.

They stand in what is written as a program, and nowhere else: a proof reads `meaning` in their place.
"""

from __future__ import annotations

from typing import Any

from sympy import Add, Expr, Function, Integer, Mul, Pow, Rational, besseli, exp, log, loggamma, pi, polygamma

from symbolic.core.terms import raw, replace

ONE, MINUS = Integer(1), Integer(-1)


class Floating(Function):
    """A function of a library for floating point numbers."""

    def meaning(self) -> Expr:
        """The same as a formula in the functions that provers know."""
        raise NotImplementedError


class log1p(Floating):  # as libraries call them
    """log(1 + u)."""

    nargs = 1

    def meaning(self) -> Expr:
        return _log(_sum(ONE, self.args[0]))


class expm1(Floating):
    """exp(u) - 1."""

    nargs = 1

    def meaning(self) -> Expr:
        return _sum(_exp(self.args[0]), MINUS)


class logaddexp(Floating):
    """log(exp(u) + exp(v))."""

    nargs = 2

    def meaning(self) -> Expr:
        return _log(_sum(*map(_exp, self.args)))


class expit(Floating):
    """1/(1 + exp(-u))."""

    nargs = 1

    def meaning(self) -> Expr:
        below = _sum(ONE, _exp(_product(MINUS, self.args[0])))
        inverse: Expr = raw(Pow, (below, MINUS))
        return inverse


class xlogy(Floating):
    """u log(v), which is 0 at u = 0."""

    nargs = 2

    def meaning(self) -> Expr:
        return _product(self.args[0], _log(self.args[1]))


class xlog1py(Floating):
    """u log(1 + v), which is 0 at u = 0."""

    nargs = 2

    def meaning(self) -> Expr:
        return _product(self.args[0], _log(_sum(ONE, self.args[1])))


class deviance(Floating):
    """u log(u/v) + v - u, for u >= 0 and v > 0: half of what statisticians call the deviance of a Poisson variable."""

    nargs = 2

    def meaning(self) -> Expr:
        u, v = self.args
        logs = _sum(_log(u), _product(MINUS, _log(v)))
        return _sum(_product(u, logs), v, _product(MINUS, u))


class binet(Floating):
    """`binet(0, u)`: log Gamma(u) - (u - 1/2) log u + u - log(2 pi)/2, Binet's function; `binet(n, u)`, its derivatives."""

    nargs = 2

    def meaning(self) -> Expr:
        order, u = self.args
        half = Rational(1, 2)
        if order == 0:
            powers = _product(MINUS, _sum(u, -half), _log(u))
            return _sum(raw(loggamma, (u,)), powers, u, _product(-half, _log(2 * pi)))
        if order == 1:
            return _sum(raw(polygamma, (Integer(0), u)), _product(MINUS, _log(u)), _product(half, raw(Pow, (u, MINUS))))
        square = raw(Pow, (u, Integer(-2)))
        return _sum(raw(polygamma, (ONE, u)), _product(MINUS, raw(Pow, (u, MINUS))), _product(-half, square))


class log_i0e(Floating):
    """log I_0(u) - u."""

    nargs = 1

    def meaning(self) -> Expr:
        return _sum(_log(raw(besseli, (Integer(0), self.args[0]))), _product(MINUS, self.args[0]))


class choose(Floating):
    """`choose(u, c, a, b)`: a where u = c, else b, of a label u. It is proved case by case, and has no formula of its own."""

    nargs = 4


class instead(Floating):
    """`instead(u, c, d)`: u, but d where u = c, in the last part of a `choose`: what is not chosen has a value too."""

    nargs = 3

    def meaning(self) -> Expr:
        return self.args[0]


def meaning(tree: Any) -> Any:
    """The tree without functions of this module, from the inside out."""

    def change(node: Any) -> Any:
        return node.meaning() if isinstance(node, Floating) else None

    while any(isinstance(t, Floating) for t in tree.atoms(Function)):
        tree = replace(tree, change)
    return tree


def _log(u: Expr) -> Expr:
    found: Expr = raw(log, (u,))
    return found


def _exp(u: Expr) -> Expr:
    found: Expr = ONE if u == 0 else raw(exp, (u,))
    return found


def _sum(*parts: Expr) -> Expr:
    found: Expr = raw(Add, parts)
    return found


def _product(*parts: Expr) -> Expr:
    found: Expr = raw(Mul, parts)
    return found
