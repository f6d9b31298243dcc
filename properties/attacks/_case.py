"""What every attack works with: one step made ready (`Case`), and one instance of it (`Trial`)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any, NamedTuple, TypeVar

from flint import ctx

from properties.evaluation import (
    PRECISIONS,
    SHARED,
    Cell,
    Context,
    Definitions,
    Expression,
    Instance,
    Number,
    Undecided,
    Undefined,
    agree,
    ordered,
    show,
)
from properties.strategies import Shape
from symbolic.kernel import Problem, Step
from symbolic.terms import Relation

Answer = TypeVar("Answer")


class Finding(NamedTuple):
    """A case in which a step fails: what happened, and whether exact arithmetic certifies it."""

    text: str
    certified: bool = True


@dataclass(slots=True)
class Case:
    """One step, ready to be evaluated.

    Attributes: `before` and `after`, the problems, and `f` and `g`, their objectives compiled (`g` is `f` for the start);
    `old` and `new`, how their names are read; `used`, every density in use before the step, one of each role.
    """

    number: int
    rule: str
    primitive: str
    step: Step | None
    before: Problem
    after: Problem
    old: Context
    new: Context
    facts: tuple[Any, ...]
    facts_context: Context
    used: tuple[Any, ...] = ()
    relation: Relation | None = None
    expressions: list[Expression] = field(default_factory=list)
    f: Expression = field(init=False)
    g: Expression = field(init=False)
    shape: Shape = field(init=False)

    def __post_init__(self) -> None:
        self.f = self.compile(self.before.objective, self.old)
        self.g = self.f if self.after is self.before else self.compile(self.after.objective, self.new)

    def compile(self, tree: Any, context: Context) -> Expression:
        """An expression whose needs every instance of this case binds. Raises NotEvaluable."""
        return self.add(Expression(tree, context))

    def add(self, expression: Expression) -> Expression:
        self.expressions.append(expression)
        return expression

    @property
    def witness(self) -> tuple[Any, ...]:
        return self.step.witness if self.step is not None else ()

    @property
    def flips(self) -> bool:
        """Does the step turn a minimum into a maximum, or back?"""
        return self.before.sense != self.after.sense


class Trial:
    """One instance of a case; values are computed once for each precision. `undecided` notes where balls were too wide.

    It sets the precision of balls as it goes; whoever makes trials restores it.
    """

    __slots__ = ("_known", "_signs", "case", "instance", "undecided")

    def __init__(self, case: Case, instance: Instance) -> None:
        self.case, self.instance, self.undecided = case, instance, False
        self._known: dict[Any, Number | Undefined | Undecided] = {}
        self._signs: dict[int, dict[tuple[int, int], int | None]] = {}

    @property
    def members(self) -> range:
        return range(len(self.instance.members))

    def value(self, expression: Expression, k: int, bits: int, cell: Cell = ()) -> Number:
        """Its value at the member k. Raises Undefined or Undecided."""
        key = (id(expression), k, bits, cell)
        known = self._known.get(key)
        if known is None:
            ctx.prec = bits
            try:
                known = expression.value(self.instance, k, cell)
            except (Undefined, Undecided) as reason:
                known = reason
            self._known[key] = known
        if isinstance(known, Undefined | Undecided):
            raise known
        return known

    def settle(self, question: Callable[[int], Answer]) -> Answer | None:
        """The answer at the first precision that decides, else None (and the trial counts as undecided)."""
        for bits in PRECISIONS:
            ctx.prec = bits
            try:
                return question(bits)
            except Undecided:
                continue
        self.undecided = True
        return None

    def defined(self, expression: Expression, k: int) -> bool | None:
        """Has it a value at the member k? None where that stays open."""

        for bits in PRECISIONS:
            try:
                self.value(expression, k, bits)
            except Undefined:
                return False
            except Undecided:
                continue
            return True
        self.undecided = True
        return None

    def order(self, a: tuple[Expression, int], b: tuple[Expression, int]) -> int | None:
        """The certified sign of the difference of two values, each an expression and a member.

        None where one of them has no value, or where the balls overlap; only overlap of what does not agree to many
        digits makes the trial undecided. What agrees is looked at more closely on some of the instances only.
        """
        close, patience = False, len(PRECISIONS) if self.instance.turn % 16 == 3 else 1
        for bits in PRECISIONS:
            try:
                u, v = self.value(*a, bits), self.value(*b, bits)
            except Undefined:
                return None
            except Undecided:
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

    def signs(self, expression: Expression) -> dict[tuple[int, int], int | None]:
        """The order of every two members j < k."""
        known = self._signs.get(id(expression))
        if known is None:
            pairs = combinations(self.members, 2)
            known = self._signs[id(expression)] = {
                (j, k): self.order((expression, j), (expression, k)) for j, k in pairs
            }
        return known

    def solutions(self, expression: Expression, sense: str) -> frozenset[int] | None:
        """The members at which it is smallest ("min") or largest; None where that is not certain."""
        signs, worse = self.signs(expression), 1 if sense == "min" else -1
        beaten = set()
        for (j, k), s in signs.items():
            if s is None:
                return None
            if s:
                beaten.add(j if s == worse else k)
        return frozenset(self.members) - beaten

    def shown(self, expression: Expression, k: int, bits: int = PRECISIONS[-1]) -> str:
        """The value for a human."""
        try:
            return show(self.value(expression, k, bits))
        except Undefined as reason:
            return f"undefined ({reason})"
        except Undecided as reason:
            return f"undecided ({reason})"

    def with_instance(self, instance: Instance) -> Trial:
        """The same step on an instance with other rows. What the later problem is worth depends on no row."""
        there, g = Trial(self.case, instance), id(self.case.g)
        there._known = {key: v for key, v in self._known.items() if key[0] == g}
        return there

    # ---- for a human ----

    def named(self, members: frozenset[int]) -> str:
        """Some members, such as those that solve a problem."""
        return " and ".join(self.member(k) for k in sorted(members)) or "nothing"

    def member(self, k: int) -> str:
        """What the member k of Theta is, such as "theta = 1/2"; labels print as theta#0, theta#1, ..."""
        values = self.instance.members[k]
        unknowns = sorted(self.case.shape.unknowns & values.keys())
        needs = self.case.shape.needs.parameters
        parts = [
            f"{name} = {show(values[name]) if needs[name].hull is not None else f'{name}#{values[name]}'}"
            for name in unknowns
        ]
        return ", ".join(parts) or f"member {k}"

    def describe(self) -> str:
        """The whole instance: rows, tables, parameters."""
        i = self.instance
        lines = []
        for size in sorted(i.counts):
            columns = sorted(n for n, c in self.case.shape.needs.columns.items() if c.size == size)
            rows = [f"{c} = ({', '.join(outcome_name(i, c, o) for o in i.data[c][: i.counts[size]])})" for c in columns]
            if i.counts[size] > 20:
                rows = [f"{c}: {_tally(i, size, c)}" for c in columns]
            lines.append("; ".join([f"{size} = {i.counts[size]}", *rows]))
        constants = {n: v for n, v in i.members[0].items() if n not in self.case.shape.unknowns}
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

    def both(self, members: tuple[int, ...]) -> str:
        """The values of both objectives at some members."""
        f, g = self.case.f, self.case.g
        return "\n".join(f"  at {self.member(k)}: before {self.shown(f, k)}, after {self.shown(g, k)}" for k in members)


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


def names_of(definitions: Definitions) -> set[Any]:
    """The roles that definitions fix."""
    return {new.role for new, _ in definitions}
