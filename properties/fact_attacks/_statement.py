"""What every attack on a fact works with: a statement made ready (`Statement`), and one instance of it (`Draw`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from flint import arb, fmpq
from sympy import sympify

from properties.attacks._case import Finding, Trial, outcome_name
from properties.evaluation import (
    INFINITY,
    PRECISIONS,
    SHARED,
    Cell,
    Context,
    Expression,
    Instance,
    NotEvaluable,
    Number,
    Undecided,
    Undefined,
    agree,
    ordered,
    rational,
    show,
)
from properties.strategies import Shape
from symbolic.domains import Domain, FiniteSet, Integers, RealInterval
from symbolic.terms import Outcome, walk

Check = Callable[["Draw"], "Finding | None"]


@dataclass(slots=True)
class Statement:
    """An obligation, ready to be attacked.

    Arguments: `unknowns`, the parameters that vary over the members of an instance (all others are the same in all of them);
    `check`, what it is to fail on one draw; `vacuous`, why no instance may be met by its conditions.
    """

    unknowns: tuple[Any, ...] = ()
    check: Check = lambda draw: None
    vacuous: str = "no instance met the conditions"
    expressions: list[Expression] = field(default_factory=list)
    shape: Shape = field(init=False)

    def compile(self, tree: Any, free: Sequence[str] = ()) -> Expression:
        """An expression whose needs every instance binds; `free` columns are bound by a cell. Raises NotEvaluable."""
        names = frozenset(u.name for u in self.unknowns)
        expression = Expression(sympify(tree), Context(names, free=tuple(free)))
        self.expressions.append(expression)
        return expression

    def key(self, instance: Instance) -> str:
        """What tells two instances apart, as far as this statement can."""
        return repr((instance.members, instance.outcomes, instance.data, instance.counts, instance.laws,
                     instance.functions, instance.sizes, instance.measure))  # fmt: skip


def outcomes_in(*trees: Any) -> tuple[str, ...]:
    """The columns whose outcomes stand free in some expressions."""
    return tuple(sorted({t.column.name for tree in trees for t in walk(tree) if isinstance(t, Outcome)}))


def numeric(unknowns: Iterable[Any]) -> None:
    """Raises NotEvaluable where a parameter is no number."""
    for u in unknowns:
        if u.domain.hull is None:
            raise NotEvaluable(f"{u} lives in {u.domain}, where there is no arithmetic")


class Draw(Trial):
    """One instance of a statement. `skipped` notes that it does not meet the conditions; see Trial for the rest."""

    __slots__ = ("skipped", "statement")

    def __init__(self, statement: Statement, instance: Instance) -> None:
        super().__init__(cast(Any, statement), instance)
        self.statement, self.skipped = statement, False

    def at(self, expression: Expression, k: int = 0, cell: Cell = ()) -> Number | Undefined | None:
        """The value at the member k: a number, Undefined where it is certain that there is none, None where that is open."""
        for bits in PRECISIONS:
            try:
                return self.value(expression, k, bits, cell)
            except Undefined as reason:
                return reason
            except Undecided:
                continue
        self.undecided = True
        return None

    def difference(self, a: Point, b: Point, cell: Cell = ()) -> int | None:
        """The certified sign of a - b, each an expression at a member; None where it stays open or a value is missing."""
        for bits in PRECISIONS:
            try:
                sign = ordered(self.value(*a, bits, cell), self.value(*b, bits, cell))
            except Undefined:
                return None
            except Undecided:
                continue
            if sign is not None:
                return sign
        self.undecided = self.undecided or not self._agree(a, b, cell)
        return None

    def _agree(self, a: Point, b: Point, cell: Cell) -> bool:
        """Do two values that balls cannot tell apart agree to most of their digits?"""
        bits = PRECISIONS[-1]
        try:
            return agree(self.value(*a, bits, cell), self.value(*b, bits, cell), bits)
        except (Undefined, Undecided):
            return False

    def among(self, members: Sequence[dict[str, Any]]) -> Draw:
        """The same instance with these members of Theta. Raises NotEvaluable where something abstract varies over them."""
        i = self.instance
        abstract = next((label for label, moves, *_ in (*i.laws, *i.functions) if moves is not SHARED), None)
        if abstract is not None:
            raise NotEvaluable(f"{abstract} is known at the members of Theta alone")
        there = Instance(
            i.counts, i.sizes, i.data, list(members), i.laws, i.functions, i.outcomes, i.measure, i.seed, i.turn
        )  # fmt: skip
        return Draw(self.statement, there)

    def parameters(self, k: int = 0) -> str:
        """Every parameter of a member, such as "lambda = 1/2"."""
        values = sorted(self.instance.members[k].items())
        return ", ".join(f"{n} = {n + '#' + str(v) if isinstance(v, int) else show(v)}" for n, v in values)

    def cell(self, columns: Sequence[str], cell: Cell) -> str:
        """The outcomes of some columns, such as "x = 3"."""
        return ", ".join(f"{c} = {outcome_name(self.instance, c, o)}" for c, o in zip(columns, cell, strict=True))


Point = tuple[Expression, int]


def inside(domain: Domain, v: Number) -> bool | None:
    """Is a number in a domain? None where a ball cannot tell."""
    if isinstance(v, float):
        return isinstance(domain, RealInterval) and domain.has(v)
    if isinstance(domain, RealInterval):
        answers = [
            _beyond(v, domain.lower, 1, bool(domain.lower_closed)),
            _beyond(v, domain.upper, -1, bool(domain.upper_closed)),
        ]
        return False if False in answers else None if None in answers else True
    if isinstance(domain, Integers):
        if isinstance(v, fmpq):
            return bool(v.q == 1 and domain.lower <= int(v.p) <= domain.upper)
        return None if not v.is_finite() or v.contains_integer() else False
    if isinstance(domain, FiniteSet):
        if isinstance(v, fmpq):
            return any(v == rational(w) for w in domain.values)
        return None if any(v.contains(arb(rational(w))) for w in domain.values) else False
    return None


def _beyond(v: Number, end: Any, way: int, closed: bool) -> bool | None:
    """Does v lie on the inner side of an end?"""
    if end in (INFINITY, -INFINITY):
        return True
    side = ordered(v, rational(end))
    return None if side is None else closed if side == 0 else side == way
