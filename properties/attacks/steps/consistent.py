"""Consistent: the densities of one name are pieces of one distribution, and a new piece must agree with those in use.

Two pieces contradict one another where no joint distribution has both: their marginals differ, or what a mixture of
conditional densities should be lies outside their range.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from properties.attacks.case import Case
from properties.attacks.search import Check
from properties.attacks.steps.normalised import at_outcomes
from properties.attacks.trial import Finding, Trial, outcome_name
from properties.instances.evaluation import Compiled
from properties.instances.instance import Cell
from properties.instances.numbers import (
    ZERO,
    ExtendedNumber,
    NotEvaluable,
    NoValue,
    TooWide,
    add,
    compare,
    multiply,
    show,
)

PROPERTY = "consistent"
PRIMITIVES = ("define",)

_Piece = tuple[
    Any, Compiled, tuple[str, ...], tuple[str, ...]
]  # the density as written, its value, its columns, the given
_Table = dict[Cell, ExtendedNumber]


def prepare(case: Case) -> Check:
    new = case.witness[0]
    used = [t for t in case.used if t.head.name == new.head.name and t.parameters == new.parameters]
    pieces: list[_Piece] = [(t, *at_outcomes(case, t, case.old)) for t in used if set(t.role[1]) & set(new.role[1])]
    if not pieces:
        raise NotEvaluable(f"no other density of these columns is called {new.head.name}")
    made: _Piece = (new, *at_outcomes(case, new, case.new))

    def check(trial: Trial) -> Finding | None:
        if trial.instance.turn % 16 != 8:  # a share of the instances is enough
            return None
        bits = 64
        for k in trial.members:
            for piece in pieces:
                try:
                    why = _contradiction(trial, k, bits, piece, made)
                except (TooWide, NoValue):
                    continue
                if why is not None:
                    return Finding(
                        f"{new} := {case.witness[1]} contradicts {piece[0]}, which is in use: {why}, at "
                        f"{trial.member(k)}, for\n{trial.describe()}"
                    )
        return None

    return check


def _contradiction(trial: Trial, k: int, bits: int, old: _Piece, new: _Piece) -> str | None:
    """Why no distribution has both pieces, or None."""
    common = tuple(c for c in new[2] if c in old[2])

    def read(piece: _Piece, columns: tuple[str, ...], given: tuple[str, ...] = ()) -> _Table:
        return _marginal(trial, k, bits, piece, columns, given)

    if not old[3] and not new[3]:
        return _different(trial, common, read(old, common), read(new, common))
    if not old[3] and set(new[3]) <= set(old[2]):
        return _conditional(trial, common, new[3], whole=old, part=new, read=read)
    if not new[3] and set(old[3]) <= set(new[2]):
        return _conditional(trial, common, old[3], whole=new, part=old, read=read)
    if not new[3]:
        return _outside(trial, common, read(new, common), read(old, common, old[3]))
    return None


def _marginal(
    trial: Trial, k: int, bits: int, piece: _Piece, columns: tuple[str, ...], given: tuple[str, ...] = ()
) -> _Table:
    """The probability of each cell of `columns`; the keys hold the condition behind them."""
    _, value, points, conditions = piece
    i, total = trial.instance, dict[Cell, ExtendedNumber]()
    places = [points.index(c) for c in columns]
    for condition in i.cells(conditions if given else ()):
        for cell in i.cells(points):
            key = (*(cell[j] for j in places), *condition)
            mass = multiply(trial.value(value, k, bits, (*cell, *condition)), i.volume(points, cell))
            total[key] = add(total.get(key, ZERO), mass)
    return total


def _different(trial: Trial, columns: tuple[str, ...], old: _Table, new: _Table) -> str | None:
    for cell in trial.instance.cells(columns):
        if compare(old[cell], new[cell]) != 0:
            return f"{_event(trial, columns, cell)} has probability {show(old[cell])} there, and {show(new[cell])} here"
    return None


def _conditional(
    trial: Trial,
    columns: tuple[str, ...],
    given: tuple[str, ...],
    *,
    whole: _Piece,
    part: _Piece,
    read: Callable[..., _Table],
) -> str | None:
    """The joint probability of what both speak of is the conditional one times that of the condition."""
    joint, below, above = read(whole, (*columns, *given)), read(whole, given), read(part, columns, given)
    width = len(columns)
    for cell in trial.instance.cells((*columns, *given)):
        expected = multiply(above[cell], below[cell[width:]])
        if compare(joint[cell], expected) != 0:
            return (
                f"{_event(trial, (*columns, *given), cell)} has probability {show(joint[cell])} by {whole[0]}, and "
                f"{show(expected)} by {part[0]}"
            )
    return None


def _outside(trial: Trial, columns: tuple[str, ...], new: _Table, old: _Table) -> str | None:
    """A marginal probability is a mean of the conditional ones: never above all of them, never below."""
    for cell in trial.instance.cells(columns):
        conditional = [v for key, v in old.items() if key[: len(columns)] == cell]
        for side, word in ((1, "at most"), (-1, "at least")):
            if all(compare(new[cell], v) == side for v in conditional):
                event, bound = _event(trial, columns, cell), show(_extreme(conditional, side))
                return f"{event} has {word} probability {bound} there, and {show(new[cell])} here"
    return None


def _extreme(values: Iterable[ExtendedNumber], side: int) -> ExtendedNumber:
    first, *others = values
    for v in others:
        first = v if compare(v, first) == side else first
    return first


def _event(trial: Trial, columns: tuple[str, ...], cell: Cell) -> str:
    named = zip(columns, cell, strict=True)
    return ", ".join(f"{c} = {outcome_name(trial.instance, c, outcome)}" for c, outcome in named)
