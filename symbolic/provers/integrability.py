"""Finite means of absolute values: by closed forms, or by finitely many functions that bound the integrand together."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

from sympy import Abs, Add, Expr, Integer, Max, Min, Mul, Pow, exp, factorial, gamma, log

from symbolic.calculus.enclosing import Undefined, Values
from symbolic.calculus.integrals import value_of
from symbolic.calculus.integrals.shapes import coefficients, positive
from symbolic.calculus.normal_form import ONE, NormalForm, Undecided, mentions, negated, shared
from symbolic.core.domains import INFINITY, classes, is_interval, whole
from symbolic.core.terms import Applied, AtMost, Outcome, Same, raw, walk
from symbolic.kernel import Answer, Verdict
from symbolic.statements.integrable import Integrable

MAX_BOUNDS = 64
MAX_POWER = 6
Majorants = frozenset[Expr]
CONSTANT: Majorants = frozenset({Integer(1)})

ABOUT = (Integrable,)


def prove(obligation: Integrable) -> Answer:
    """`integrable`: PROVED where |body| <= c (|g_1| + ... + |g_k|), and the table knows the integral of each density * g_j.

    The c is finite, and free of what is integrated over; an integral of the table converges absolutely.
    """
    density, body, outcomes = obligation.density, obligation.expression, obligation.outcomes
    if _is_entropy_of_classes(density, body, outcomes):
        return Answer(Verdict.PROVED)
    try:
        for bound in sorted(_Domination(density, outcomes).of(body), key=str):
            _finite(density, bound, outcomes, obligation.total)
    except (Undecided, Undefined) as reason:
        return Answer(Verdict.UNKNOWN, f"no bound is known whose mean is finite: {reason}")
    return Answer(Verdict.PROVED)


def _finite(density: Expr, bound: Expr, outcomes: tuple[Outcome, ...], total: Expr | None) -> None:
    """Raises Undecided unless the mean of |bound| is surely finite. For a factor log x, |log x| <= x + 1/x may help."""
    try:
        value_of(raw(Mul, (density, bound)), outcomes, total)
    except Undecided:
        factors = bound.as_powers_dict() if isinstance(bound, Mul | Pow | log) else {}
        found = next((x for x in outcomes if log(x) in factors and Values().of(x).positive), None)
        if found is None or not factors[log(found)].is_Integer or factors[log(found)] < 0:
            raise
        power = factors[log(found)]
        for larger in (found, 1 / found):
            _finite(density, bound / log(found) ** power * larger**power, outcomes, total)


def _is_entropy_of_classes(density: Expr, body: Expr, outcomes: tuple[Outcome, ...]) -> bool:
    """-1/e <= t log t <= 0 for t in [0, 1], and there are finitely many classes."""
    declared = isinstance(density, Applied) and density.is_density and set(density.points) == set(outcomes)
    return declared and body == log(density) and all(classes(x.column.domain) for x in outcomes)


class _Domination:
    """Functions that bound an expression up to finite constants, almost everywhere on the domains of the outcomes."""

    def __init__(self, density: Expr, outcomes: tuple[Outcome, ...]) -> None:
        self.density, self.outcomes = density, outcomes
        self.forms, self.values = shared(()), Values()

    def moves(self, e: Expr) -> bool:
        return any(x in self.outcomes for x in walk(e))

    def of(self, e: Expr) -> Majorants:
        """The bounds of |e|. Raises Undecided, or Undefined, where `e` may be infinite or where none are known."""
        if not self.moves(e):
            if not self.values.of(e).bounded_values:
                raise Undecided(f"{e} may be infinite")
            return CONSTANT
        match e:
            case Add() | Max() | Min():
                return _bounded(b for a in e.args for b in self.of(a))
            case Mul():
                out = CONSTANT
                for a in e.args:
                    out = _times(out, self.of(a))
                return out
            case Abs():
                return self.of(e.args[0])
            case AtMost() | Same():
                return CONSTANT
            case Pow() if e.exp.is_Integer and 0 < e.exp <= MAX_POWER:
                out, base = CONSTANT, self.of(e.base)
                for _ in range(int(e.exp)):
                    out = _times(out, base)
                return out
            case log(args=(u,)):
                return self.of_logarithm(u)
        return CONSTANT if self.is_bounded(e) else frozenset({e})

    def is_bounded(self, e: Expr) -> bool:
        """Do its values lie between two numbers, as those of cos and of the logistic function do?"""
        try:
            found = self.values.of(e)
        except Undefined:
            return False
        return found.lower != -INFINITY and found.upper != INFINITY

    def of_logarithm(self, u: Expr) -> Majorants:
        """The bounds of |log u|, for u > 0."""
        if not self.moves(u):
            return self.of(log(u))
        match u:
            case Mul():
                return _bounded(b for a in u.args for b in self.of_logarithm(a))
            case exp(args=(inner,)):  # SymPy takes E^u, kept as written, for one as well
                return self.of(inner)
            case Pow():
                return _times(self.of(u.exp), self.of_logarithm(u.base))
            case factorial() | gamma() if self._is_a_count_more(u):
                return frozenset({Integer(1), *(x**2 for x in self.outcomes if x in walk(u))})
            case Add():
                return self.of_logarithm_of_sum(u)
        return frozenset({log(u)})

    def _is_a_count_more(self, u: Expr) -> bool:
        """Is the argument of a Gamma function a sum of counts and of a positive constant?

        |log Gamma(x + r)| <= c (1 + x^2) for x = 0, 1, 2, ... and a fixed r > 0. Source: NIST DLMF, 5.11(i).
        """
        argument = self.forms.of(u.args[0] + 1 if isinstance(u, factorial) else u.args[0])
        own = {NormalForm.argument(x) for x in self.outcomes}
        moving = {m for m in argument if any(mentions(a, x) for a, _ in m for x in own)}
        counts = all(whole(x.column.domain) and x.column.domain.hull.lower >= 0 for x in self.outcomes if x in walk(u))
        plain = all(argument[m] == 1 and m in {frozenset({(x, 1)}) for x in own} for m in moving)
        return counts and plain and positive(self.forms, {m: c for m, c in argument.items() if m not in moving})

    def of_logarithm_of_sum(self, u: Expr) -> Majorants:
        """max(log t_j) <= log(t_1 + ... + t_k) <= log k + max(log t_j) for t_j > 0.

        A part in [0, c] may be left out beside positive ones: log(t + c) <= log 2 + |log t| + |log c|. Where u is at
        least a positive constant, |log u| <= c + u, and |log u| <= c (1 + |log s|) for polynomials u and s in x that
        are both at least a positive constant, s not constant.
        """
        inside = [self.values.of(a) for a in u.args]
        above = [a for v, a in zip(inside, u.args, strict=True) if v.positive]
        rest = [v for v in inside if not v.positive]
        if any(map(self.moves, above)) and all(v.nonnegative and v.upper != INFINITY for v in rest):
            return _bounded(b for a in above for b in self.of_logarithm(a)) | CONSTANT
        if not all(v.nonnegative for v in inside) or not any(
            v.positive and not self.moves(a) for v, a in zip(inside, u.args, strict=True)
        ):
            return frozenset({log(u)})
        if len(self.outcomes) == 1 and self.degree(u) is not None:
            for node in walk(self.density):
                if isinstance(node, Pow) and isinstance(node.base, Add) and self.grows(node.base):
                    return CONSTANT | {log(node.base)}
        return _bounded(self.of(u)) | CONSTANT

    def grows(self, s: Expr) -> bool:
        """Is it a polynomial in x that is at least a positive constant, and not constant?"""
        inside = [self.values.of(a) for a in s.args]
        least = all(v.nonnegative for v in inside) and any(
            v.positive and not self.moves(a) for v, a in zip(inside, s.args, strict=True)
        )
        return least and (self.degree(s) or 0) > 0

    def degree(self, u: Expr) -> int | None:
        """The degree of a polynomial in x whose highest coefficient is surely not 0; None for anything else."""
        (x,) = self.outcomes
        if not is_interval(x.column.domain):
            return None
        atom = NormalForm.argument(x)
        highest, found = 0, {}
        for m, c in coefficients(self.forms.of(u), atom).items():
            if m != ONE and (len(m) != 1 or next(iter(m))[0] != atom):
                return None
            power = next(iter(m))[1] if m else 0
            if power.denominator != 1 or power < 0:
                return None
            found[int(power)] = c
            highest = max(highest, int(power))
        top = found[highest]
        return highest if positive(self.forms, top) or positive(self.forms, negated(top)) else None


def _bounded(bounds: Iterable[Expr]) -> Majorants:
    found = frozenset(bounds)
    if len(found) > MAX_BOUNDS:
        raise Undecided("too many bounds")
    return found


def _times(one: Majorants, other: Majorants) -> Majorants:
    return _bounded(a * b for a, b in product(one, other))
