"""Theorems made by hand, of steps that no rule proposes and the kernel refuses: what the attack is to find by itself."""

from __future__ import annotations

from typing import Any

from symbolic import SAME, Chain, Problem, Relation
from symbolic.kernel import Line, Replay, Step

Move = tuple[str, tuple[Any, ...], Any, tuple[Any, ...]]  # primitive, witness, the objective after it, its unknowns


def theorem(start: Problem, *moves: Move, claimed: Relation | None = None, hypotheses: tuple[Any, ...] = ()) -> Replay:
    """A replay that never happened: each move is taken for a line, nothing is checked, everything counts as proved."""
    lines, before = [], start
    for primitive, witness, objective, unknowns in moves:
        after = Problem(before.sense, objective, unknowns)
        lines.append(Line(Step("by_hand", primitive, witness), before, after, SAME, ()))
        before = after
    chain = Chain("by_hand", start, hypotheses=hypotheses, claimed=None if claimed is None else (before, claimed))
    return Replay(chain, (), tuple(lines), SAME)
