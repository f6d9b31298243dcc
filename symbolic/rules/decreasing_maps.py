r"""Strictly decreasing maps turn maximisers into minimisers.

Lemma. If $J$ is an interval that contains $f(\Theta)$ and $h$ is strictly decreasing on $J$ and free of $\theta$, then
$\arg\max f = \arg\min h \circ f$ and $\arg\min f = \arg\max h \circ f$.

Source: Boyd and Vandenberghe, Convex Optimization, section 4.1.3 (transformation of objective and constraint functions).
"""

from __future__ import annotations

from collections.abc import Callable

from sympy import Expr

from symbolic.chain import Rule
from symbolic.core.domains import RealInterval
from symbolic.rules.increasing_maps import monotone


def decreasing(map: Callable[[Expr], Expr], on: RealInterval | None = None) -> Rule:
    """Apply a strictly decreasing `map`, such as `lambda u: -u / n`, to the objective; the sense flips.

    Arguments: `on`, an interval of the extended reals that contains every value of the objective (by default found).
    """
    return lambda problem: (monotone("decreasing", map, on, -1, problem),)
