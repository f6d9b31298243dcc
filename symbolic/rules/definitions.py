r"""A new name for a density.

Lemma. If $q_\theta(x)$ is a new symbol and $q_\theta(x) := d$ is a density of the same columns, then $d$ may be written
$q_\theta(x)$ wherever it stands, and back; the objective keeps its values.

Source: Shoenfield, Mathematical Logic, section 4.6 (extensions by definitions).
"""

from __future__ import annotations

from typing import Any

from sympy import Add, Mul

from symbolic.chain import Rule
from symbolic.core.errors import MalformedTerm
from symbolic.core.terms import Applied, Parameter, Total, Value, expression, raw, replace, walk
from symbolic.kernel import Problem, Step


def define(new: Applied, definition: Any, target: Any = None) -> Rule:
    """Define the density `new` as `definition` and write it in the objective.

    Arguments: `new`, a density of entries, such as q(x.i); `definition`, an expression in the same entries that is a
    density of them; `target`, the new objective (by default every occurrence of the definition, in whatever rows, is
    replaced).
    """
    if not isinstance(new, Applied):
        raise MalformedTerm(f"define({new!r}, ...): what is defined is a density at its arguments, such as q(x.i).")
    meaning = expression(definition, "define(...)")
    goal = None if target is None else expression(target, "define(..., target=...)")

    def propose(problem: Problem) -> tuple[Step, ...]:
        after = replace(problem.objective, lambda t: _fold(t, new, meaning)) if target is None else goal
        return (Step("define", "define", (new, meaning, after)),)

    return propose


def _fold(tree: Any, new: Any, definition: Any) -> Any:
    """`tree` with the factors of the definition, in whatever rows, replaced by the new symbol; None where there is none."""
    if isinstance(definition, Add | Total):
        return _whole(tree, new, definition)
    parts = definition.args if isinstance(definition, Mul) else (definition,)
    factors = list(tree.args) if isinstance(tree, Mul) else [tree]
    actual: dict[Any, Any] = {}
    for part in parts:
        role = part.role if isinstance(part, Applied) else None
        found = next((f for f in factors if isinstance(f, Applied) and f.role == role), None)
        if found is None:
            return None
        factors.remove(found)
        actual |= {a.column: a for a in (*found.points, *found.given)}
        actual |= {f: a for f, a in zip(part.parameters, found.parameters, strict=False) if isinstance(f, Parameter)}
    here = replace(new, lambda a: actual.get(a.column if isinstance(a, Value) else a))
    return raw(Mul, (*factors, here)) if factors else here


def _whole(tree: Any, new: Any, definition: Any) -> Any:
    """The new symbol where the tree is the definition, at whatever values of its columns; else None."""
    if type(tree) is not type(definition):
        return None
    columns = {a.column for a in (*new.points, *new.given)}
    found = {t.column: t for t in walk(tree) if isinstance(t, Value) and t.column in columns}
    there = replace(definition, lambda t: found.get(t.column) if isinstance(t, Value) else None)
    return (
        replace(new, lambda t: found.get(t.column) if isinstance(t, Value) else None) if _alike(tree, there) else None
    )


def _alike(one: Any, other: Any) -> bool:
    """Are two trees the same up to the order in their sums and products?"""
    if one == other or one.func is not other.func or len(one.args) != len(other.args):
        return bool(one == other)
    if not isinstance(one, Add | Mul):
        return all(map(_alike, one.args, other.args))
    left = list(other.args)
    for a in one.args:
        match = next((b for b in left if _alike(a, b)), None)
        if match is None:
            return False
        left.remove(match)
    return True
