"""Where a function of numbers is made of pieces: at a kink its slope jumps, at a jump its value, at a point it differs alone.

Each node class says so of itself, in its own argument: |u| has a kink where u = 0, 1[a <= b] a jump where a = b. One table
says it for SymPy's nodes. Functions with infinitely many jumps, such as the floor, are no such nodes.
"""

from __future__ import annotations

from enum import Enum

from sympy import Abs, Basic, Heaviside, Max, Min, sign


class Break(Enum):
    """What happens where two pieces meet."""

    KINK = "its slope jumps, its value does not"
    JUMP = "its value jumps"
    POINT = "it has another value at that point alone"


OF_SYMPY = {Abs: Break.KINK, Max: Break.KINK, Min: Break.KINK, sign: Break.JUMP, Heaviside: Break.JUMP}


def breaks(node: Basic) -> Break | None:
    """What happens between the pieces of which the node itself is made; None where it is of one piece."""
    found: Break | None = getattr(node, "breaks", None) or OF_SYMPY.get(type(node))
    return found
