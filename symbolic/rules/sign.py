r"""Maximising is minimising the negative.

Lemma. $\arg\max f = \arg\min (-f)$ and $\arg\min f = \arg\max (-f)$.

Source: Boyd and Vandenberghe, Convex Optimization, section 4.1.1 (maximization problems).
"""

from __future__ import annotations

from sympy import Integer, Mul

from symbolic.chain import Rule
from symbolic.core.domains import extended_reals
from symbolic.core.terms import raw
from symbolic.rules.increasing_maps import monotone


def flip_sign() -> Rule:
    """Negate the objective; the sense flips."""
    return lambda problem: (monotone("flip_sign", lambda u: raw(Mul, (Integer(-1), u)), extended_reals, -1, problem),)
