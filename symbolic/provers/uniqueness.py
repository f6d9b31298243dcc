"""At most one minimiser: by strict convexity; refuted by a convex objective that is constant on a segment.

A convex function on an interval that has one value at three different points has its least value there: were it smaller
elsewhere, it would have to be strictly monotone between that place and two of the points.
"""

from __future__ import annotations

from itertools import combinations
from typing import Any

from sympy import Mul, Pow

from symbolic.calculus.enclosing import Undefined, Values
from symbolic.calculus.normal_form import NormalForm, Undecided, written_polynomial
from symbolic.calculus.points import Beyond, candidates, compiled, precision, shown
from symbolic.calculus.slopes import BOTH, continuity, interior, is_open, moves, sign, substituted
from symbolic.core.domains import RealInterval
from symbolic.core.terms import Count, Parameter, RowSum, symbols
from symbolic.kernel import Answer, Obligation, Verdict
from symbolic.provers.convexity import CONVEX, Shapes, principal_minor, second_derivatives
from symbolic.provers.estimates import samples


def prove(obligation: Obligation) -> Answer:
    """`at most one`: PROVED where the objective is strictly convex; REFUTED by data for which a segment minimises it."""
    if obligation.kind != "at most one":
        return Answer(Verdict.UNKNOWN)
    objective, unknowns = obligation.about
    if not all(isinstance(u.domain, RealInterval) and moves(objective, [u]) for u in unknowns):
        return Answer(Verdict.UNKNOWN, "an unknown that does not occur, or does not range over an interval")
    try:
        for function in (objective, _summand(objective)):  # a mean of strictly convex functions is strictly convex
            reason = _strictly_convex(function, unknowns)
            if not reason:
                return Answer(Verdict.PROVED)
        flat = _flat(objective, unknowns[0]) if len(unknowns) == 1 else ""
        return Answer(Verdict.REFUTED, flat) if flat else Answer(Verdict.UNKNOWN, reason)
    except (Undefined, Undecided) as found:
        return Answer(Verdict.UNKNOWN, str(found))


def _summand(objective: Any) -> Any:
    """What is averaged over the rows, where the objective is a mean or a sum over them; else the objective."""
    sums = [t for t in Mul.make_args(objective) if isinstance(t, RowSum)]
    others = [t for t in Mul.make_args(objective) if not isinstance(t, RowSum)]
    positive = all(isinstance(t, Pow | Count) and isinstance(t.as_base_exp()[0], Count) for t in others)
    return sums[0].body if len(sums) == 1 and positive else objective


def _strictly_convex(objective: Any, unknowns: tuple[Parameter, ...]) -> str:
    """Nothing where it is strictly convex, or else why that stays open. Raises Undefined.

    Where every leading principal minor of the second derivatives is positive (Horn and Johnson, Matrix Analysis, section
    7.2), or where the log of Dirichlet's integral, which is a part of it, takes in all the unknowns, each as it is. One
    unknown may have closed ends up to which the objective is continuous.
    """
    values, inside = Values(), interior(unknowns, objective)
    if inside is None:
        return "a domain of a single number"
    closed = [u for u in unknowns if not is_open(u)]
    if closed and (len(unknowns) > 1 or continuity(objective, unknowns, values) != BOTH):
        return f"the closed domain of {closed[0]}"
    variables = tuple(sorted({s for v in inside.values() for s in symbols(v)}, key=str))
    try:
        forms = NormalForm()
        opened = written_polynomial(forms.of(substituted(objective, inside)))
        if opened.is_Add and set(Shapes(frozenset(variables), values).log_beta(opened)) == set(variables):
            return ""
        second = second_derivatives(opened, variables, forms, values)
        for size in range(1, len(variables) + 1):
            if sign(principal_minor(second, range(size)), forms) != 1:
                return f"{objective} is not known to be strictly convex"
    except Undecided as reason:
        return f"the normal form stops at {reason}"
    return ""


def _flat(objective: Any, u: Parameter) -> str:
    """Data and two members of the domain between which a convex objective is constant, in words; "" where none are known."""
    if CONVEX not in Shapes(frozenset({u}), Values()).of(objective):
        return ""
    value = compiled(objective)
    with precision():
        for data in samples([objective], (u,)):
            for a, b in combinations(candidates(u.domain), 2):
                try:
                    left, middle, right = (value({**data, u: v}) for v in (a, (a + b) / 2, b))
                except Beyond:
                    continue
                if left == middle and middle == right:  # exact balls
                    return f"for {shown(data)}, every {u} between {min(a, b)} and {max(a, b)} is a minimiser"
    return ""
