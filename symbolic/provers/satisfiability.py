"""That the hypotheses of a chain can hold, all at once: by one case in which they do, with a law of few values.

In the case there are a few rows of rational numbers, each as likely as the others (labels are one and the same). Where there
is one row, every density is 1 there, as for the counting measure of a point. Abstract functions are constant, or of their
parameters 1 + (b - c)^2, c in the domain of b (densities exp(-1 - (b - c)^2)), or b; a parameter that ranges over any set
ranges over one point. What is left are statements about written expressions in those unknowns that are numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice, product
from typing import Any

from sympy import Add, Expr, Integer, Mul, Pow, Rational, exp, oo
from sympy.core.relational import StrictGreaterThan, StrictLessThan

from symbolic.calculus.enclosing import Undefined, Values
from symbolic.calculus.normal_form import NormalForm, Undecided
from symbolic.calculus.points import Ball, Beyond, NumericPoint, compiled, precision
from symbolic.calculus.shapes import CONVEX, Shapes
from symbolic.calculus.slopes import continuity, is_open, moves
from symbolic.core.domains import INFINITY, RealInterval, above_minus_infinity, compact, interval, members, reals
from symbolic.core.statement import Statement
from symbolic.core.terms import (
    Applied,
    Class,
    Column,
    Count,
    Entry,
    Expectation,
    Outcome,
    Parameter,
    RowProduct,
    RowSum,
    Same,
    Total,
    raw,
    replace,
    walk,
)
from symbolic.kernel import Answer, Verdict
from symbolic.statements.bounded_below import BoundedBelow
from symbolic.statements.compact import Compact
from symbolic.statements.convex import Convex
from symbolic.statements.fact import StatedFact
from symbolic.statements.finite import Finite
from symbolic.statements.independent import Independent
from symbolic.statements.minimisers import Minimisers
from symbolic.statements.open_and_convex import OpenAndConvex
from symbolic.statements.satisfiable import Satisfiable
from symbolic.statements.semicontinuous import Semicontinuous

MAX_CELLS, MAX_CASES = 27, 24
MAX_STEPS, FAR, MAX_PIECES = 60, 200, 500  # of the search for a minimiser, and of the boxes around it
CONSTANT, BOWL, LINE = "constant", "bowl", "line"  # what abstract functions are, in their parameters
RADII = (Fraction(2), Fraction(1), Fraction(4), Fraction(1, 2))
BELOW_INFINITY = RealInterval(-INFINITY, INFINITY, True, False)
RowValues = dict[Column, Any]  # a value to each column of numbers; labels have none
PROVED = Answer(Verdict.PROVED)

ABOUT = (Satisfiable,)


def prove(obligation: Satisfiable) -> Answer:
    """`satisfiable`: PROVED by a law with few values under which every one of the statements holds; else UNKNOWN.

    The case keeps to the definitions. What is `granted` are statements that are proved already, for all data.
    """
    statements, definitions = obligation.hypotheses, obligation.definitions
    failed: dict[Statement, None] = {}
    for case in islice(_cases(statements), MAX_CASES):
        if not all(case.keeps(*d) for d in definitions):
            continue
        first = next((s for s in statements if not case.meets(s, obligation.granted)), None)
        if first is None:
            return PROVED
        failed[first] = None
    what = " and ".join(map(_named, failed)) or "the definitions hold"
    return Answer(Verdict.UNKNOWN, f"no law was found under which {what}")


def _named(statement: Statement) -> str:
    match statement:
        case StatedFact():
            return str(statement.comparison)
        case Minimisers():
            return f"the minimisers of {statement.limit} are a non-empty compact set"
        case BoundedBelow():
            over = ", ".join(map(str, statement.unknowns))
            return f"E_{{{statement.law}}}[inf over {over} of {statement.loss}] > -oo"
        case Semicontinuous() | Convex():
            return f"{statement.loss} is {statement.kind}"
    return f"the domains are {statement.kind}"


class _NoCase(Exception):
    """The case does not say what an expression is."""


@dataclass(frozen=True, slots=True)
class _Case:
    """What everything abstract is: the rows, each as likely as the others; how functions depend on their parameters."""

    cells: tuple[RowValues, ...]
    shape: str
    unknowns: frozenset[Parameter]

    def keeps(self, new: Applied, definition: Expr) -> bool:
        """Is what is defined equal to its definition?"""
        try:
            forms = NormalForm()
            return all(
                forms.equal(forms.of(self.at(new, c)), forms.of(self.at(definition, c))) is True for c in self.cells
            )
        except (Undefined, Undecided, _NoCase):
            return False

    def meets(self, statement: Statement, proved: tuple[Statement, ...]) -> bool:
        """Does the statement hold in this case? False where that is not known."""
        try:
            return self._meets(statement, proved)
        except (Undefined, _NoCase):
            return False

    def _meets(self, statement: Statement, proved: tuple[Statement, ...]) -> bool:
        match statement:
            case Independent():
                return True
            case StatedFact(comparison=StrictGreaterThan(args=(Applied(is_density=True), rhs))) if rhs == 0:
                return True  # 1, or exp of a number
            case StatedFact(comparison=StrictGreaterThan(args=(RowSum(body=body), rhs))) if rhs == 0:
                rows = tuple(self.at(body, cell) for cell in self.cells)
                return Values().of(raw(Add, rows) if len(rows) > 1 else rows[0]).positive
            case StatedFact(comparison=StrictLessThan(args=(Expectation() as mean, rhs))) if rhs == oo:
                return Values().of(self.whole(mean)).within(BELOW_INFINITY)
            case Finite(unknowns=unknowns):
                return all(u.domain.finite for u in _numbers(unknowns))
            case Compact(unknowns=unknowns):
                return all(compact(u.domain) for u in _numbers(unknowns))
            case OpenAndConvex(unknowns=unknowns):
                return all(map(is_open, _numbers(unknowns)))
            case Semicontinuous(loss=loss, unknowns=unknowns):
                return "lower" in continuity(self.still(loss), _numbers(unknowns), Values())
            case Convex(loss=loss, unknowns=unknowns):
                return CONVEX in Shapes(frozenset(_numbers(unknowns)), Values()).of(self.still(loss))
            case BoundedBelow(loss=loss, unknowns=unknowns):
                return all(_bounded_below(self.at(loss, c), _numbers(unknowns)) for c in self.cells)
            case Minimisers(limit=Expectation() as mean, unknowns=unknowns):
                given = Convex(mean.body, unknowns) in proved
                return _has_minimisers(self.whole(mean), _numbers(unknowns), given)
        return False

    def whole(self, mean: Expectation) -> Expr:
        """An expectation that stands in nothing else."""
        parts = tuple(self.at(mean.body, cell) for cell in self.cells)
        return raw(Mul, (Rational(1, len(parts)), raw(Add, parts))) if len(parts) > 1 else parts[0]

    def still(self, loss: Expr) -> Expr:
        """What is written, at any data: only what is abstract has become something else."""
        return replace(loss, lambda t: self._abstract(t) if isinstance(t, Applied) else None)

    def at(self, body: Expr, cell: RowValues) -> Expr:
        """The value in one row. Raises _NoCase."""
        alone = len(self.cells) == 1

        def change(t: Expr) -> Expr | None:
            match t:
                case Outcome() | Entry() if t.column in cell:
                    return cell[t.column]
                case Parameter() if t not in self.unknowns and members(t.domain):
                    return _rational(members(t.domain)[0])
                case Applied():
                    if t.is_density and not alone:
                        raise _NoCase
                    return replace(self._abstract(t), change)
                case Same() if not any(isinstance(a, Entry | Outcome | Class) and a.column in cell for a in t.args):
                    return Integer(1) if all(isinstance(a, Entry | Outcome | Class) for a in t.args) else None
                case Expectation() | RowSum() | RowProduct() | Total() if alone:
                    return replace(t.body, change)
                case Count() if alone:
                    return Integer(1)
                case Expectation() | RowSum() | RowProduct() | Total() | Count() | Entry() | Outcome() | Class():
                    raise _NoCase
            return None

        return replace(body, change)

    def _abstract(self, t: Applied) -> Expr:
        """The value of an abstract function: one formula in its parameters, whatever its points."""
        moving = [p for p in t.parameters if moves(p, self.unknowns) and _is_number(p)]
        bowl = raw(Add, (Integer(1), *(raw(Pow, (_centred(p), Integer(2))) for p in moving)))
        if t.is_density:
            return exp(raw(Mul, (Integer(-1), bowl)), evaluate=False) if self.shape == BOWL and moving else Integer(1)
        if self.shape == BOWL and moving and RealInterval(1).within(t.values):
            return bowl
        if self.shape == LINE and moving and reals.within(t.values):
            return raw(Add, tuple(moving)) if len(moving) > 1 else moving[0]
        return _rational(members(t.values)[0])


def _cases(statements: tuple[Statement, ...]) -> Iterator[_Case]:
    """The simplest first: one row, then few; constant functions, then others."""
    nodes = [t for s in statements for tree in s.trees() for t in walk(tree)]
    columns = sorted({t for t in nodes if isinstance(t, Column) and t.domain.hull is not None}, key=str)
    unknowns = frozenset(u for s in statements for us in s.about if isinstance(us, tuple) for u in us)
    values = [tuple(map(_rational, members(c.domain))) for c in columns]
    single = [(dict(zip(columns, row, strict=True)),) for row in islice(product(*values), 6)]
    others = [tuple(v[:size] for v in values) for size in (2, 3)]
    apart = [tuple(v[(j == k) % len(v)] for k, v in enumerate(others[0])) for j in range(-1, len(values))]
    grids = [apart, *(list(product(*v)) for v in others)]
    several = [
        tuple(dict(zip(columns, row, strict=True)) for row in grid) for grid in grids if 1 < len(grid) <= MAX_CELLS
    ]
    indexed = any(isinstance(t, Applied) and moves(t, unknowns) for t in nodes)
    for cells in (*single[:1], *several, *single[1:]):
        for shape in (CONSTANT, BOWL, LINE) if indexed else (CONSTANT,):
            yield _Case(cells, shape, unknowns)


def _numbers(unknowns: tuple[Parameter, ...]) -> tuple[Parameter, ...]:
    """Those that range over numbers; the others range over one point in the case."""
    return tuple(u for u in unknowns if u.domain.hull is not None)


def _centred(p: Expr) -> Expr:
    """A parameter less a member of its domain, so that a bowl has its bottom inside."""
    middle = _placed(p, Fraction(0)) if isinstance(p, Parameter) and interval(p.domain) else Fraction(0)
    return raw(Add, (p, _rational(-middle))) if middle else p


def _is_number(p: Expr) -> bool:
    return all(u.domain.hull is not None for u in walk(p) if isinstance(u, Parameter))


def _rational(value: Fraction) -> Rational:
    return Rational(value.numerator, value.denominator)


def _bounded_below(loss: Expr, unknowns: tuple[Parameter, ...]) -> bool:
    """By an enclosure; or as a lower semicontinuous function with values in (-oo, oo] on a compact set is."""
    where = Values().of(loss)
    if where.lower != -INFINITY:
        return True
    return (
        all(compact(u.domain) for u in unknowns)
        and where.within(above_minus_infinity)
        and "lower" in continuity(loss, unknowns, Values())
    )


# ---- minimisers ------------------------------------------------------------------------------------------------------


def _has_minimisers(g: Expr, unknowns: tuple[Parameter, ...], convex: bool) -> bool:
    """Is the set of minimisers of g non-empty and compact?

    A convex function with finite values on an open convex set is continuous. Where it is greater on the whole boundary of a
    box in that set than at a point inside, its minimisers lie in the box, and there are some.
    """
    where = Values().of(g)
    if not unknowns:
        return True
    if all(compact(u.domain) for u in unknowns):
        return where.within(above_minus_infinity) and "lower" in continuity(g, unknowns, Values())
    if not all(is_open(u) and interval(u.domain) for u in unknowns) or not where.bounded_values:
        return False
    if not (convex or CONVEX in Shapes(frozenset(unknowns), Values()).of(g)):
        return False
    value = compiled(g)
    with precision():
        middle = _low(value, unknowns)
        return middle is not None and any(_in_a_box(value, unknowns, middle, radius) for radius in RADII)


def _placed(u: Parameter, s: Fraction) -> Fraction:
    """The member of an open interval that a rational number stands for, in its order."""
    domain: Any = u.domain
    lower, upper, far = domain.lower, domain.upper, 1 / (1 + abs(s))
    if isinstance(lower, Fraction) and isinstance(upper, Fraction):
        return lower + (upper - lower) * (far / 2 if s < 0 else 1 - far / 2)
    if isinstance(lower, Fraction):
        return lower + (far if s < 0 else 1 + s)
    return upper - (far if s > 0 else 1 - s) if isinstance(upper, Fraction) else s


def _low(value: Callable[[NumericPoint], Ball], unknowns: tuple[Parameter, ...]) -> tuple[Fraction, ...] | None:
    """Where a search ends that goes down step by step; None where it does not end. What comes of it decides nothing."""
    at, step = (Fraction(0),) * len(unknowns), Fraction(1)
    best = _height(value, unknowns, at)
    for _ in range(MAX_STEPS):
        around = [tuple(s + d * (k == j) for k, s in enumerate(at)) for j in range(len(at)) for d in (step, -step)]
        better = False
        for place in around:
            height = _height(value, unknowns, place)
            if height is not None and (best is None or height < best):
                best, at, better = height, place, True
        if max(map(abs, at)) > FAR:
            return None
        if not better and step < Fraction(1, 16):
            return at
        step = step * 2 if better else step / 2
    return None


def _height(
    value: Callable[[NumericPoint], Ball], unknowns: tuple[Parameter, ...], at: tuple[Fraction, ...]
) -> Ball | None:
    """The middle of the ball of the value, None where there is none."""
    try:
        return value({u: _placed(u, s) for u, s in zip(unknowns, at, strict=True)}).mid()
    except Beyond:
        return None


def _in_a_box(
    value: Callable[[NumericPoint], Ball],
    unknowns: tuple[Parameter, ...],
    middle: tuple[Fraction, ...],
    radius: Fraction,
) -> bool:
    """Is the value of a convex function at the middle smaller than on the whole boundary of the box around it?

    On a part of a face with centre c it is at least 2 g(c) - max g(corners): x and its mirror image have the mean c.
    """
    at: Callable[[Sequence[Fraction]], Ball] = lambda point: value(dict(zip(unknowns, point, strict=True)))
    try:
        inside = at([_placed(u, s) for u, s in zip(unknowns, middle, strict=True)])
        box = [(_placed(u, s - radius), _placed(u, s + radius)) for u, s in zip(unknowns, middle, strict=True)]
        todo = [
            [(end, end) if k == j else side for k, side in enumerate(box)] for j in range(len(box)) for end in box[j]
        ]
        for _ in range(MAX_PIECES):
            if not todo:
                return True
            piece = todo.pop()
            centre = at([(low + high) / 2 for low, high in piece])
            if not centre > inside:
                return False
            corners = [at(corner) for corner in product(*({low, high} for low, high in piece))]
            if all(2 * centre - corner > inside for corner in corners):
                continue
            widest = max(range(len(piece)), key=lambda k: piece[k][1] - piece[k][0])
            low, high = piece[widest]
            for side in ((low, (low + high) / 2), ((low + high) / 2, high)):
                todo.append([*piece[:widest], side, *piece[widest + 1 :]])
    except Beyond:
        pass
    return False
