"""Hypotheses on a law that fail for every law: what is infinite at each outcome, and losses that fall along a line."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, product

from sympy import Add, Expr, Integer, Mul, Rational, oo
from sympy.core.relational import StrictLessThan

from symbolic.calculus.enclosing import Undefined, Values
from symbolic.calculus.normal_form import NormalForm, Undecided
from symbolic.calculus.points import shown
from symbolic.calculus.slopes import analytic, is_open, moves, sign, substituted
from symbolic.core.domains import INFINITY, ends, is_interval, members
from symbolic.core.statement import Statement
from symbolic.core.terms import Expectation, Parameter, raw
from symbolic.statements.fact import StatedFact
from symbolic.statements.minimisers import Minimisers

MAX_UNKNOWNS = 6

ABOUT = (StatedFact, Minimisers)


def refute(obligation: StatedFact | Minimisers) -> str | None:
    """`fact`s E[u] < oo: u is oo at every outcome, at some unknowns. `minimisers`: a line.

    Where, at every outcome, the loss never grows along a line that leaves every compact part of the (open) domain, neither
    does its mean: beside one minimiser the rest of the line minimises too, whatever the law.
    Raises Undefined or Undecided.
    """
    match obligation:
        case StatedFact(comparison=StrictLessThan(args=(Expectation() as mean, rhs)), unknowns=unknowns) if rhs == oo:
            return _infinite(mean, unknowns)
        case Minimisers(limit=Expectation(args=(loss, _)), unknowns=unknowns):
            return _falling(loss, tuple(u for u in unknowns if is_open(u)), obligation)
    return None


def _infinite(mean: Expectation, unknowns: tuple[Parameter, ...]) -> str | None:
    """Where the mean is infinite under every law, in words; None where that is not known."""
    try:
        if not Values().of(mean.body).has(INFINITY):
            return None
    except Undefined:  # it may be defined under the law, all the same
        pass
    values = Values().inside(mean.law)  # a mean is above a number if what it is of is oo at every outcome
    if values.of(mean.body).lower == INFINITY:
        return "it is infinite under every law"
    moving = [u for u in unknowns if moves(mean.body, [u]) and members(u.domain)]
    for point in product(*(_members(u) for u in moving)) if 0 < len(moving) <= 2 else ():
        at = dict(zip(moving, point, strict=True))
        body = substituted(mean.body, {u: Rational(v.numerator, v.denominator) for u, v in at.items()})
        try:
            if values.of(body).lower == INFINITY:
                return f"at {shown(at)} it is infinite under every law"
        except Undefined:
            continue
    return None


def _members(u: Parameter) -> tuple[Fraction, ...]:
    """The closed ends of its interval, and some other members."""
    closed = [end.value for end in ends(u.domain) if end.closed and not end.of_pi] if is_interval(u.domain) else []
    return (*closed, *members(u.domain))


def _falling(loss: Expr, unknowns: tuple[Parameter, ...], obligation: Statement) -> str | None:
    """A direction in which the loss never grows, in words; None where none is known. Raises Undefined or Undecided."""
    forms = NormalForm(obligation.given)
    if len(unknowns) > MAX_UNKNOWNS:
        return None
    smooth = [u for u in unknowns if analytic(loss, [u], Values(obligation.given))]
    slopes = {u: loss.diff(u) for u in smooth}
    for some in (*((u,) for u in smooth), tuple(smooth), *combinations(smooth, 2)):
        if not some or not analytic(loss, some, Values(obligation.given)):
            continue
        for signs in product((1, -1), repeat=len(some)) if len(some) <= 2 else ((1,) * len(some), (-1,) * len(some)):
            slope = raw(Add, tuple(raw(Mul, (Integer(s), slopes[u])) for u, s in zip(some, signs, strict=True)))
            try:
                if sign(slope, forms) is None:
                    continue
            except Undecided:
                continue
            ways = (f"{u} {'decreases' if s == 1 else 'grows'}" for u, s in zip(some, signs, strict=True))
            together = ", all at one rate" if len(some) > 1 else ""
            return f"whatever the outcome, the loss never grows as {' and '.join(ways)}{together}"
    return None
