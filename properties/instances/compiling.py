"""How a tree becomes a function of an instance, a member and a frame: scopes, places in the frame, and `compiled`, by type.

Which node is compiled how stands in `evaluation`, and whoever evaluates imports that.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import singledispatch
from typing import Any, NamedTuple

from sympy import nan, zoo

from properties.instances.instance import Instance
from properties.instances.numbers import ExtendedNumber, NotEvaluable
from symbolic.core.domains import Domain
from symbolic.core.terms import (
    Applied,
    Class,
    Column,
    Entry,
    Expectation,
    Outcome,
    Parameter,
    RowProduct,
    RowSum,
    Same,
    Total,
    walk,
)

Frame = list[Any]
Closure = Callable[[Instance, Any, Frame], ExtendedNumber]


@dataclass(slots=True)
class Needs:
    """What an instance must bind before an expression has a value."""

    columns: dict[str, Column] = field(default_factory=dict)
    counts: set[str] = field(default_factory=set)
    parameters: dict[str, Domain] = field(default_factory=dict)
    laws: dict[tuple[str, bool], set[str]] = field(default_factory=dict)  # (label, does it vary with the member?)
    functions: dict[tuple[str, bool, tuple[str, ...]], Any] = field(default_factory=dict)  # the interval of values

    def merge(self, other: Needs) -> None:
        self.columns |= other.columns
        self.counts |= other.counts
        self.parameters |= other.parameters
        self.functions |= other.functions
        for key, columns in other.laws.items():
            self.laws.setdefault(key, set()).update(columns)


Definitions = tuple[tuple[Applied, Any], ...]


@dataclass(frozen=True, slots=True)
class Context:
    """How names are read: definitions, unknowns (they vary with the member), substitutes for parameters.

    `substitutes` reads a parameter as an expression in others, as after a change of parameters; `free` lists columns
    whose outcomes are bound from outside, in the order of the cell that `Compiled.value` is then given.
    """

    unknowns: frozenset[str] = frozenset()
    definitions: Definitions = ()
    substitutes: tuple[tuple[str, Any], ...] = ()
    free: tuple[str, ...] = ()


class Shared(NamedTuple):
    """A part that another expression has compiled: `kept` gives its value, computed once for each instance."""

    tree: Any
    needs: Needs
    kept: Callable[[], Closure]


@dataclass(frozen=True, slots=True)
class Scope:
    """Where names lead: ("row", index, column) and ("outcome", column) to places in the frame, parameters to trees."""

    slots: dict[Any, int]
    parameters: dict[str, tuple[Any, Scope]]
    definitions: Definitions
    columns: dict[str, int] = field(default_factory=dict)  # inside a definition: an argument's place, whatever binds it

    def at(self, node: Any) -> int:
        column = node.column.name
        kind = "class" if isinstance(node, Class) else "outcome"
        key = ("row", node.args[1].size, column) if isinstance(node, Entry) else (kind, column)
        if column in self.columns and (kind != "class" or key not in self.slots):
            return self.columns[column]
        if key not in self.slots:
            raise NotEvaluable(f"{node} is bound by nothing")
        return self.slots[key]


class Compiler:
    """Turns the trees of one expression into closures, and collects what they need."""

    def __init__(self, context: Context, needs: Needs, shared: Shared | None = None) -> None:
        self.context, self.needs, self.slots, self.nodes, self.shared = context, needs, 0, 0, shared
        self.top: Scope | None = None

    def slot(self) -> int:
        self.slots += 1
        return self.slots - 1

    def compile(self, tree: Any, scope: Scope) -> Closure:
        self.nodes += 1
        if self.shared is not None and scope is self.top and tree.args and tree == self.shared.tree:
            return self._read(self.shared)
        closure = compiled(tree, self, scope)
        looped = bool(scope.slots or scope.columns) and bool(tree.args)
        return _once(closure, self.slot()) if looped and _still(tree, scope) else closure

    def _read(self, shared: Shared) -> Closure:
        self.needs.merge(shared.needs)
        return shared.kept()

    def slot_names(self, tree: Any, scope: Scope) -> list[str]:
        """The parameters that an index of a density comes down to."""
        found: set[str] = set()
        for s in tree.free_symbols:
            if s.name in scope.parameters:
                meaning, inner = scope.parameters[s.name]
                found.update(self.slot_names(meaning, inner))
            else:
                self.needs.parameters[s.name] = s.domain
                found.add(s.name)
        return sorted(found)

    def label(self, e: Applied, scope: Scope) -> tuple[str, bool]:
        """What the table of an abstract density or function is called, and whether it varies with the member."""
        named = [self.slot_names(p, scope) for p in e.parameters]
        label = e.head.name + ("_" + ",".join("*".join(n) or "const" for n in named) if named else "")
        return label, any(n in self.context.unknowns for part in named for n in part)


def _still(tree: Any, scope: Scope) -> bool:
    """Does a tree keep its value while the rows, the outcomes and the classes are gone through?"""
    for t in walk(tree):
        if isinstance(t, Entry | Outcome | Class | Applied | Same | RowSum | RowProduct | Expectation | Total):
            return False
        if isinstance(t, Parameter) and t.name in scope.parameters and not _still(*scope.parameters[t.name]):
            return False
    return True


def _once(closure: Closure, place: int) -> Closure:
    """What is the same for every row is computed for one of them. (A frame holds whole numbers in places not yet filled.)"""

    def kept(instance: Instance, member: Any, frame: Frame) -> ExtendedNumber:
        value = frame[place]
        if type(value) is int:
            value = frame[place] = closure(instance, member, frame)
        return value

    return kept


@singledispatch
def compiled(tree: Any, compiler: Compiler, scope: Scope) -> Closure:
    """The closure of a node, by its type. Raises NotEvaluable for what nobody registered."""
    if tree in (nan, zoo):
        raise NotEvaluable(f"{tree} is no value")
    raise NotEvaluable(f"{tree}: the evaluator does not know {type(tree).__name__}")
