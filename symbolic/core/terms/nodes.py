"""Nodes: values of columns, densities and functions, sums, products and means over rows, indicators."""

from __future__ import annotations

from typing import Any

from sympy import Basic, Derivative, Expr, Symbol, Tuple, sympify
from sympy.printing.str import StrPrinter

from symbolic.core.domains import RealInterval, is_counted, unit_interval
from symbolic.core.terms.atoms import Column, Count, Head, Index
from symbolic.core.terms.kinks import Break
from symbolic.core.terms.trees import replace, walk


class Term(Expr):
    """An expression of ours. Its classes say how they print, where their values lie and of what pieces they are."""

    __slots__ = ()
    is_commutative = True
    breaks: Break | None = None

    def _eval_derivative(self, symbol: Symbol) -> Expr:
        return Derivative(self, symbol, evaluate=False) if symbol in self.free_symbols else sympify(0)


class Value(Term):
    """One value out of a column."""

    @property
    def column(self) -> Column:
        return self.args[0]

    def _eval_is_extended_real(self) -> bool | None:
        return True if self.column.domain.hull is not None else None

    _eval_is_finite = _eval_is_extended_real

    def _eval_is_extended_nonnegative(self) -> bool | None:
        hull = self.column.domain.hull
        return True if hull is not None and hull.nonnegative else None

    def _eval_is_extended_positive(self) -> bool | None:
        hull = self.column.domain.hull
        return True if hull is not None and hull.positive else None


class Entry(Value):
    """x_i: the entry of column x in row i."""

    def __new__(cls, column: Column, index: Index) -> Any:
        return Expr.__new__(cls, column, index)

    def _sympystr(self, printer: StrPrinter) -> str:
        return f"{self.column.name}_{self.args[1].name}"


class Outcome(Value):
    """x, as bound by an expectation under a law of column x."""

    def __new__(cls, column: Column) -> Any:
        return Expr.__new__(cls, column)

    def _sympystr(self, printer: StrPrinter) -> str:
        return str(self.column.name)


class Class(Value):
    """y', as bound by the innermost sum over all classes of column y around it."""

    def __new__(cls, column: Column) -> Any:
        return Expr.__new__(cls, column)

    def _sympystr(self, printer: StrPrinter) -> str:
        return f"{self.column.name}'"


class Applied(Term):
    """A value q_theta(points | given) of a density or of an abstract real function.

    Which function it is (its `role`) follows from the name and from the columns of its arguments: q(y | x), q(x) and
    q(y, x) are the conditional, the marginal and the joint density of one and the same distribution q.
    """

    def __new__(cls, head: Head, parameters: Tuple, points: Tuple, given: Tuple) -> Any:
        return Expr.__new__(cls, head, parameters, points, given)

    head: Any = property(lambda self: self.args[0])
    parameters: Any = property(lambda self: self.args[1])
    points: Any = property(lambda self: self.args[2])
    given: Any = property(lambda self: self.args[3])

    @property
    def is_density(self) -> bool:
        return self.head.kind in ("density", "empirical")

    @property
    def role(self) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
        names = [tuple(sorted(a.column.name for a in part)) for part in (self.points, self.given)]
        return self.head.name, names[0], names[1]

    @property
    def values(self) -> RealInterval:
        """Where its values lie: [0, oo) for a density, [0, 1] with respect to the counting measure."""
        if self.is_density and all(is_counted(a.column.domain) for a in self.points):
            return unit_interval
        return self.head.values

    def _eval_is_extended_real(self) -> bool:
        return True

    def _eval_is_finite(self) -> bool:
        return True

    def _eval_is_extended_nonnegative(self) -> bool | None:
        return True if self.head.values.nonnegative else None

    def _eval_is_extended_positive(self) -> bool | None:
        return True if self.head.values.positive else None

    def _sympystr(self, printer: StrPrinter) -> str:
        indices, points, given = (", ".join(map(printer._print, part)) for part in self.args[1:])
        under = f"_{indices}" if len(self.parameters) == 1 else f"_{{{indices}}}" if indices else ""
        arguments = points + (f" | {given}" if given else "")
        return f"{self.head.name}{under}" + (f"({arguments})" if arguments else "")


class OverRows(Term):
    """A sum or product over the rows of one table. Its arguments: the body, the bound index, the number of rows."""

    def __new__(cls, body: Expr, index: Index, count: Count) -> Any:
        return Expr.__new__(cls, sympify(body), index, count)

    body: Any = property(lambda self: self.args[0])
    index: Any = property(lambda self: self.args[1])
    count: Any = property(lambda self: self.args[2])

    @property
    def shown(self) -> Any:
        """The body as it is printed: rows of other tables within it are told apart from these by their letters."""
        inner = {t.index for t in walk(self.body) if isinstance(t, OverRows) and t.index.name == self.index.name}
        taken = {t.name for t in walk(self) if isinstance(t, Symbol)}
        free = (letter for letter in "jklrstuvwabcdfgh" if letter not in taken)
        letters = dict(zip(sorted(inner, key=lambda index: index.size), free, strict=False))
        other = {index: Index(letter, index.size) for index, letter in letters.items()}
        return replace(self.body, other.get) if other else self.body

    @property
    def free_symbols(self) -> set[Any]:
        return {s for s in self.body.free_symbols if s != self.index} | {self.count}

    def _eval_derivative(self, symbol: Symbol) -> Expr:
        if isinstance(self, RowSum):
            return RowSum(self.body.diff(symbol), self.index, self.count)
        return super()._eval_derivative(symbol)

    def _sympystr(self, printer: StrPrinter) -> str:
        word = "sum" if isinstance(self, RowSum) else "prod"
        return f"{word}_{{{self.index.name}=1..{self.count}}}({printer._print(self.shown)})"


class RowSum(OverRows):
    """sum_{i=1}^n body_i."""


class RowProduct(OverRows):
    """prod_{i=1}^n body_i."""


class Expectation(Term):
    """E_{x ~ p}[body]: binds, in the body, every outcome that is a point of the law."""

    def __new__(cls, body: Expr, law: Applied) -> Any:
        return Expr.__new__(cls, sympify(body), law)

    body: Any = property(lambda self: self.args[0])
    law: Any = property(lambda self: self.args[1])

    @property
    def free_symbols(self) -> set[Any]:
        return set(self.body.free_symbols | self.law.free_symbols)

    def _sympystr(self, printer: StrPrinter) -> str:
        return f"E_{{{printer._print(self.law)}}}[{printer._print(self.body)}]"


class Total(Term):
    """sum over all classes y' of body: the integral with respect to the counting measure of a finite set of classes."""

    def __new__(cls, body: Expr, each: Class) -> Any:
        return Expr.__new__(cls, sympify(body), each)

    body: Any = property(lambda self: self.args[0])
    each: Any = property(lambda self: self.args[1])

    def _eval_derivative(self, symbol: Symbol) -> Expr:
        return Total(self.body.diff(symbol), self.each)

    def _sympystr(self, printer: StrPrinter) -> str:
        return f"sum_{{{self.each}}}({printer._print(self.body)})"


class Indicator(Term):
    """1 where a relation between two values holds, else 0."""

    sign = ""

    def __new__(cls, left: object, right: object) -> Any:
        return Expr.__new__(cls, sympify(left), sympify(right))

    def _eval_is_extended_nonnegative(self) -> bool:
        return True

    _eval_is_finite = _eval_is_extended_nonnegative

    def _sympystr(self, printer: StrPrinter) -> str:
        return f"1[{printer._print(self.args[0])} {self.sign} {printer._print(self.args[1])}]"


class AtMost(Indicator):
    """1[a <= b], for numbers."""

    breaks = Break.JUMP
    sign = "<="


class Same(Indicator):
    """1[a = b], for two numbers or for two values of one column."""

    breaks = Break.POINT
    sign = "="


class NegativePart(Term):
    """(u)^- = max(-u, 0)."""

    breaks = Break.KINK

    def __new__(cls, body: Expr) -> Any:
        return Expr.__new__(cls, sympify(body))

    def _sympystr(self, printer: StrPrinter) -> str:
        return f"({printer._print(self.args[0])})^-"


def is_empirical(t: Basic) -> bool:
    """Does it depend on all the data at once: a value of an empirical distribution, or a mean under one?"""
    return isinstance(t, Applied) and t.head.kind == "empirical"
