"""A density is nowhere negative, and nowhere infinite."""

from __future__ import annotations

from collections.abc import Iterator

from symbolic.core.domains import nonnegative
from symbolic.models.claims import Claim
from symbolic.models.family import Family
from symbolic.statements.within import Within

PLACE = 0
OF_DENSITIES = False


def facts(family: Family) -> Iterator[Claim]:
    """The density lies in [0, oo)."""
    yield Claim("nonnegative", Within(family.density, nonnegative))
