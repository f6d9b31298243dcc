"""Functions with a name in the field that SymPy lacks: each is an expression in log and exp, and prints by its name.

What is known of them stands in `symbolic.functions`, as of any other function; their meaning is `spelled`.
"""

from __future__ import annotations

from sympy import Add, Basic, Expr, Integer, Mul, Pow, exp, log
from sympy.core.function import Function

from symbolic.core.terms.trees import raw


class Spelled(Function):
    """A function of one number that abbreviates an expression."""

    nargs = 1

    def spelled(self) -> Expr:
        """The expression that it stands for."""
        raise NotImplementedError


class softplus(Spelled):  # as SymPy's functions are called
    """log(1 + exp(u)), the loss of a logistic regression at the margin -u."""

    def spelled(self) -> Expr:
        return raw(log, (raw(Add, (Integer(1), raw(exp, self.args))),))

    def fdiff(self, argindex: int = 1) -> Basic:
        return logistic(*self.args)


class logistic(Spelled):
    """1 / (1 + exp(-u)), the distribution function of the logistic distribution and the inverse of the log-odds."""

    def spelled(self) -> Expr:
        opposite = raw(Mul, (Integer(-1), *self.args))
        return raw(Pow, (raw(Add, (Integer(1), raw(exp, (opposite,)))), Integer(-1)))

    def fdiff(self, argindex: int = 1) -> Basic:
        return logistic(*self.args) * logistic(-self.args[0])
