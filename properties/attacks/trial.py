"""One instance of what is attacked (`Trial`): every attack, on steps and on facts, sees values through it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations
from typing import Any, NamedTuple, TypeVar

from flint import ctx

from properties.instances.evaluation import Compiled, exactly_equal
from properties.instances.instance import SHARED, Cell, Instance
from properties.instances.numbers import (
    PRECISIONS,
    ExtendedNumber,
    NotEvaluable,
    NoValue,
    TooWide,
    agree,
    ordered,
    show,
)
from properties.instances.strategies import Shape

T = TypeVar("T")
At = tuple[Compiled, int]  # an expression, and a member of Theta


class Finding(NamedTuple):
    """A case in which a statement fails: what happened, and whether exact arithmetic certifies it."""

    text: str
    certified: bool = True


class Trial:
    """One instance; values are computed once for each precision.

    Attributes: `undecided` notes where balls were too wide; `skipped` that the instance does not meet the conditions of what
    is attacked. It sets the precision of balls as it goes; whoever makes trials restores it.
    """

    __slots__ = ("_known", "_signs", "instance", "shape", "skipped", "undecided")

    def __init__(self, shape: Shape, instance: Instance) -> None:
        self.shape, self.instance, self.undecided, self.skipped = shape, instance, False, False
        self._known: dict[Any, ExtendedNumber | NoValue | TooWide] = {}
        self._signs: dict[Compiled, dict[tuple[int, int], int | None]] = {}

    @property
    def members(self) -> range:
        return range(len(self.instance.members))

    # ---- values ----

    def value(self, expression: Compiled, k: int, bits: int, cell: Cell = ()) -> ExtendedNumber:
        """Its value at the member k. Raises NoValue or TooWide."""
        key = (expression, k, bits, cell)
        known = self._known.get(key)
        if known is None:
            ctx.prec = bits
            try:
                known = expression.value(self.instance, k, cell)
            except (NoValue, TooWide) as reason:
                known = reason
            self._known[key] = known
        if isinstance(known, NoValue | TooWide):
            raise known
        return known

    def at(self, expression: Compiled, k: int = 0, cell: Cell = ()) -> ExtendedNumber | NoValue | None:
        """The value at the member k: a number, NoValue where it is certain that there is none, None where that is open."""
        for bits in PRECISIONS:
            try:
                return self.value(expression, k, bits, cell)
            except NoValue as reason:
                return reason
            except TooWide:
                continue
        self.undecided = True
        return None

    def defined(self, expression: Compiled, k: int) -> bool | None:
        """Has it a value at the member k? None where that stays open."""
        found = self.at(expression, k)
        return None if found is None else not isinstance(found, NoValue)

    def settle(self, question: Callable[[int], T]) -> T | None:
        """The answer at the first precision that decides, else None (and the trial counts as undecided)."""
        for bits in PRECISIONS:
            ctx.prec = bits
            try:
                return question(bits)
            except TooWide:
                continue
        self.undecided = True
        return None

    def order(self, a: At, b: At, cell: Cell = ()) -> int | None:
        """The certified sign of the difference of two values.

        None where one of them has no value, or where the balls overlap; only overlap of what does not agree to many
        digits makes the trial undecided. What agrees is looked at more closely on some of the instances only.
        """
        close, patience = False, len(PRECISIONS) if self.instance.turn % 16 == 3 else 1
        for bits in PRECISIONS:
            try:
                u, v = self.value(*a, bits, cell), self.value(*b, bits, cell)
            except NoValue:
                return None
            except TooWide:
                continue
            ctx.prec = bits
            sign = ordered(u, v)
            if sign is not None:
                return sign
            close = agree(u, v, bits)
            patience -= 1
            if close and patience <= 0:
                return None
        self.undecided = self.undecided or not close
        return None

    def signs(self, expression: Compiled) -> dict[tuple[int, int], int | None]:
        """The order of every two members j < k."""
        known = self._signs.get(expression)
        if known is None:
            pairs = combinations(self.members, 2)
            known = self._signs[expression] = {(j, k): self.order((expression, j), (expression, k)) for j, k in pairs}
        return known

    def tie(self, expression: Compiled, j: int, k: int) -> bool:
        """Does exact algebra show that two members have one value, which balls could not tell? It is dear: a share asks."""
        return self.instance.turn % 8 == 2 and exactly_equal(self.instance, (expression, j), (expression, k))

    def solutions(self, expression: Compiled, sense: str, ties: bool = False) -> frozenset[int] | None:
        """The members at which it is smallest ("min") or largest; None where that is not certain.

        `ties`: whether exact algebra is asked where balls cannot tell.
        """
        signs, worse = self.signs(expression), 1 if sense == "min" else -1
        beaten = set()
        for (j, k), s in signs.items():
            if s is None and not (ties and self.tie(expression, j, k)):
                return None
            if s:
                beaten.add(j if s == worse else k)
        return frozenset(self.members) - beaten

    # ---- other instances like this one ----

    def with_rows(self, instance: Instance, *kept: Compiled) -> Trial:
        """A trial of the same instance with other rows. What the expressions `kept` are worth depends on no row."""
        there, same = Trial(self.shape, instance), set(kept)
        there._known = {key: v for key, v in self._known.items() if key[0] in same}
        return there

    def among(self, members: Sequence[dict[str, Any]]) -> Trial:
        """The same instance with these members of Theta. Raises NotEvaluable where something abstract varies over them."""
        i = self.instance
        abstract = next((label for label, moves, *_ in (*i.laws, *i.functions) if moves is not SHARED), None)
        if abstract is not None:
            raise NotEvaluable(f"{abstract} is known at the members of Theta alone")
        there = Instance(
            i.counts, i.sizes, i.data, list(members), i.laws, i.functions, i.outcomes, i.measure, i.seed, i.turn
        )  # fmt: skip
        return Trial(self.shape, there)

    # ---- for a human ----

    def shown(self, expression: Compiled, k: int, bits: int = PRECISIONS[-1]) -> str:
        """The value for a human."""
        try:
            return show(self.value(expression, k, bits))
        except NoValue as reason:
            return f"undefined ({reason})"
        except TooWide as reason:
            return f"undecided ({reason})"

    def named(self, members: frozenset[int]) -> str:
        """Some members, such as those that solve a problem."""
        return " and ".join(self.member(k) for k in sorted(members)) or "nothing"

    def member(self, k: int) -> str:
        """What the member k of Theta is, such as "theta = 1/2"; labels print as theta#0, theta#1, ..."""
        values = self.instance.members[k]
        unknowns = sorted(self.shape.unknowns & values.keys())
        needs = self.shape.needs.parameters
        parts = [
            f"{name} = {show(values[name]) if needs[name].hull is not None else f'{name}#{values[name]}'}"
            for name in unknowns
        ]
        return ", ".join(parts) or f"member {k}"

    def parameters(self, k: int = 0) -> str:
        """Every parameter of a member, such as "lambda = 1/2"."""
        values = sorted(self.instance.members[k].items())
        return ", ".join(f"{n} = {n + '#' + str(v) if isinstance(v, int) else show(v)}" for n, v in values)

    def cell(self, columns: Sequence[str], cell: Cell) -> str:
        """The outcomes of some columns, such as "x = 3"."""
        return ", ".join(f"{c} = {outcome_name(self.instance, c, o)}" for c, o in zip(columns, cell, strict=True))

    def describe(self) -> str:
        """The whole instance: rows, tables, parameters."""
        i = self.instance
        lines = []
        for size in sorted(i.counts):
            columns = sorted(n for n, c in self.shape.needs.columns.items() if c.size == size)
            rows = [f"{c} = ({', '.join(outcome_name(i, c, o) for o in i.data[c][: i.counts[size]])})" for c in columns]
            if i.counts[size] > 20:
                rows = [f"{c}: {_tally(i, size, c)}" for c in columns]
            lines.append("; ".join([f"{size} = {i.counts[size]}", *rows]))
        constants = {n: v for n, v in i.members[0].items() if n not in self.shape.unknowns}
        lines += [f"{n} = {show(v)}" for n, v in sorted(constants.items()) if not isinstance(v, int)]
        for (label, k), law in sorted(i.laws.items(), key=_table_key):
            lines.append(f"{label}{self._at(k)}: {_table(i, law.columns, law.cells)}")
        for (label, k, read), table in sorted(i.functions.items(), key=_table_key):
            lines.append(f"{label}{self._at(k)}: {_table(i, read, table)}")
        for c, weights in sorted(i.measure.items()):
            cells = ", ".join(f"{outcome_name(i, c, o)}: {w}" for o, w in enumerate(weights))
            lines.append(f"reference measure of {c}: {cells} (a density is a probability divided by it)")
        return "\n".join(f"  {line}" for line in lines)

    def _at(self, k: int | None) -> str:
        return "" if k is SHARED else f" at {self.member(k)}"


def _table_key(item: Any) -> Any:
    (label, k, *rest), _ = item
    return label, -1 if k is SHARED else k, rest


def outcome_name(i: Instance, column: str, outcome: int) -> str:
    """What an outcome is, such as "1/2"; labels print as x#0, x#1, ..."""
    return str(i.outcomes[column][outcome]) if column in i.outcomes else f"{column}#{outcome}"


def _table(i: Instance, columns: tuple[str, ...], cells: dict[Cell, Any]) -> str:
    def named(cell: Cell) -> str:
        return ", ".join(outcome_name(i, c, o) for c, o in zip(columns, cell, strict=True)) or "value"

    return "; ".join(f"{named(cell)}: {cells.get(cell, 0)}" for cell in i.cells(columns))


def _tally(i: Instance, size: str, column: str) -> str:
    return ", ".join(
        f"{outcome_name(i, column, cell[0])} x {times}" for cell, times in sorted(i.frequencies(size, (column,)))
    )
