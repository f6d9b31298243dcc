"""Rigorous enclosures of integrals and sums: sums, integrals cut into pieces, complex balls, and tails towards an end."""

from properties.enclosures.enclosing import enclose
from properties.enclosures.enclosure import Enclosure

__all__ = ["Enclosure", "enclose"]
