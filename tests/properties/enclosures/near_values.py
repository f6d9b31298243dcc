"""Values of expressions in the distance to an end, for tests."""

from __future__ import annotations

from typing import Any

from flint import arb

from properties.enclosures.bounds import Bounds
from properties.enclosures.near import S
from properties.instances.compiling import Context
from properties.instances.evaluation import Compiled
from properties.instances.instance import Instance
from properties.instances.numbers import precision

s = S


def holds(found: Bounds, value: Any) -> bool:
    return bool(found.lower <= value.upper() and value.lower() <= found.upper)


def at(e: Any, where: Any) -> arb:
    with precision(128):
        found = Compiled(e, Context(frozenset({S.name}))).value(Instance({}, {}, {}, [{S.name: where}]), 0)
    return arb(found)
