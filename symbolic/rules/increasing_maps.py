r"""Strictly increasing maps keep the solutions.

Lemma. If $J$ is an interval that contains $f(\Theta)$ and $h$ is strictly increasing on $J$ and free of $\theta$, then
$\arg\max f = \arg\max h \circ f$ and $\arg\min f = \arg\min h \circ f$.

Source: Boyd and Vandenberghe, Convex Optimization, section 4.1.3 (transformation of objective and constraint functions).
"""

from __future__ import annotations

from collections.abc import Callable

from sympy import Dummy, Expr, Integer, log

from symbolic.calculus.enclosing import Undefined, Values
from symbolic.chain import Rule
from symbolic.core.domains import RealInterval, extended_nonnegative, extended_reals
from symbolic.core.errors import MalformedStep
from symbolic.core.terms import expression, latex_name, names, replace
from symbolic.kernel import Problem, Step

VARIABLES = ("u", "t", "v", "w", "z")  # of a map: one that prints like nothing else in it


def increasing(map: Callable[[Expr], Expr], on: RealInterval | None = None) -> Rule:
    """Apply a strictly increasing `map`, such as log, exp or `lambda u: u / n`, to the objective.

    Arguments: `on`, an interval of the extended reals that contains every value of the objective (by default found).
    """
    return lambda problem: (monotone("increasing", map, on, 1, problem),)


def monotone(rule: str, map: Callable[[Expr], Expr], on: RealInterval | None, direction: int, problem: Problem) -> Step:
    """The step that applies a strictly monotone map on an interval: the smallest known one around the objective."""
    if not callable(map) or isinstance(map, Expr):
        raise MalformedStep(f"{rule}({map}): the map is a function of the objective, such as log or `lambda u: u / n`.")
    for name in VARIABLES:
        u = Dummy(name)
        try:
            image = expression(map(u), f"{rule}: what the map returned")
        except (TypeError, ValueError, AttributeError) as error:
            raise MalformedStep(f"{rule}: the map raised {type(error).__name__}: {error}") from error
        if latex_name(name) not in names(without(u, image)):
            break
    return Step(rule, "monotone", (u, image, on or around(map, problem.objective), direction))


def around(map: Callable[[Expr], Expr], objective: Expr) -> RealInterval:
    """An interval around an objective's values, on which one would state the map to be monotone."""
    if map is log:
        return extended_nonnegative
    try:
        return Values().of(objective)
    except Undefined:
        return extended_reals


def without(u: Dummy, image: Expr) -> Expr:
    """The map's expression at 0, in which every name is that of something else."""
    return replace(image, lambda t: Integer(0) if t == u else None)
