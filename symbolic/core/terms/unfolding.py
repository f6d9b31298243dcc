"""Definitions and laws read at what stands there: a density by what defines it, an outcome by the entry of a row."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sympy import Basic, Expr

from symbolic.core.errors import MalformedTerm
from symbolic.core.terms.atoms import Index
from symbolic.core.terms.nodes import Applied, Entry, Expectation, Outcome, Value
from symbolic.core.terms.occurring import clash
from symbolic.core.terms.trees import replace, walk


def unfold(tree: Basic, new: Applied, definition: Expr) -> Any:
    """`tree` with every value of the symbol `new` replaced by its definition.

    The arguments of `new` (its parameters, and entries, outcomes or classes, a column each) are bound in the definition.
    """

    def meaning(t: Basic) -> Any:
        if not (isinstance(t, Applied) and t.role == new.role):
            return None
        if len(t.parameters) != len(new.parameters):
            clash(new.head.name, t, new)
        actual: dict[Any, Any] = dict(zip(new.parameters, t.parameters, strict=True))
        actual |= {a.column: a for a in (*t.points, *t.given)}
        return replace(definition, lambda d: actual.get(d.column if isinstance(d, Value) else d))

    found = replace(tree, meaning)
    if any(isinstance(t, Expectation) and not isinstance(t.law, Applied) for t in walk(found)):
        raise MalformedTerm(f"{new} := {definition}, the law of an expectation in {tree}: not supported yet.")
    return found


def at_row(body: Expr, index: Index, points: Iterable[Outcome]) -> Any:
    """The body with the outcomes x among `points`, which nothing in it binds, replaced by the entries x_i."""
    entries = {x: Entry(x.column, index) for x in points}
    return replace(body, entries.get)
