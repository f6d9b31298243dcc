"""What a step may claim between two sets of solutions."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from sympy import Expr

from symbolic.core.terms.atoms import Parameter


class Condition(Enum):
    """What is asked of a law of large numbers: values only, or one of three ways to get minimisers as well."""

    POINTWISE = "pointwise"
    FINITE = "finite"
    COMPACT = "compact"
    CONVEX = "convex"


@dataclass(frozen=True, slots=True)
class Relation:
    """What is claimed between the solution sets of the first and the last problem.

    `kind` is SAME, BIJECTION, REDUCTION, LIMIT or NONE; `maps` holds (old parameter, its expression in the new one);
    `mode` is the condition of a LIMIT.
    """

    kind: str
    maps: tuple[tuple[Parameter, Expr], ...] = ()
    mode: Condition | None = None

    def __str__(self) -> str:
        up_to = ", ".join(f"{old} = {new}" for old, new in self.maps)
        shown = {"SAME": "=", "BIJECTION": f"= up to {up_to}", "REDUCTION": "one way", "NONE": "no relation"}
        return shown.get(self.kind) or f"-> as n -> inf ({self.mode.value if self.mode else ''})"


SAME, NONE = Relation("SAME"), Relation("NONE")
