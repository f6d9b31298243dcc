"""Integrals and sums over the domains of columns, exactly. Nothing here is a verdict, and no integral is taken from SymPy."""

from symbolic.calculus.integrals.growth import diverges
from symbolic.calculus.integrals.values import compute, value_of

__all__ = ["compute", "diverges", "value_of"]
