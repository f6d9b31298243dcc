"""What users call: declarations of parameters, samples, densities and functions, and the expectations that bear names."""

from __future__ import annotations

import warnings
from fractions import Fraction
from typing import Any

from sympy import Abs, Expr, Float, Rational, Tuple, log, oo, sympify
from sympy.core.relational import Relational
from sympy.core.sympify import SympifyError

from symbolic.core.domains import Domain, RealInterval, any_set, nonnegative, reals
from symbolic.core.errors import MalformedTerm
from symbolic.core.terms.atoms import Column, Count, Head, Index, Parameter
from symbolic.core.terms.naming import EMPIRICAL, named
from symbolic.core.terms.nodes import Applied, Class, Entry, Expectation, Outcome, RowProduct, RowSum, Total, Value
from symbolic.core.terms.trees import bounded, raw, replace, walk
from symbolic.core.terms.words import in_words


def expression(value: object, where: str) -> Any:
    """The expression that `value` is; a float is taken for the binary fraction that it is, with a warning.

    SymPy's abbreviations, such as `Piecewise`, are written out. Arguments: `where`, what was written, for the message.
    Raises MalformedTerm where it is none: a text, a truth value, a tuple, a density that nobody applied.
    """
    if isinstance(value, str):
        raise MalformedTerm(f"{where}: {value!r} is a text: write the expression itself, or written({value!r}, ...).")
    try:
        found = sympify(value, strict=True)
    except (SympifyError, TypeError, ValueError):
        found = None
    if not isinstance(found, Expr) or found.is_Matrix:
        raise MalformedTerm(f"{where}: {value!r} is no expression, such as log(q(x.i)) for a density q and a sample x.")
    floats = [t for t in walk(found) if isinstance(t, Float)]
    for number in floats:
        digits, e, power = str(number).partition("e")
        shown = (digits.rstrip("0").rstrip(".") if "." in digits else digits) + e + power
        exact, meant = Rational(number), Fraction(shown)
        if meant != Fraction(int(exact.p), int(exact.q)):
            warnings.warn(
                f"{shown} is a float, the binary fraction {exact}: write Rational({meant.numerator}, "
                f"{meant.denominator}) if you mean {meant}.",
                stacklevel=3,
            )
    if floats:
        bounded(found)
        found = replace(found, lambda t: Rational(t) if isinstance(t, Float) else None)
    return in_words(found)


class _NoExpression:
    """What is no expression yet. Whoever computes with it, Python's operators or SymPy, is told what to write instead."""

    __slots__ = ()

    def _instead(self) -> str:
        raise NotImplementedError

    def _sympy_(self, *_: object) -> Any:
        raise MalformedTerm(self._instead())

    __neg__ = __abs__ = __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = _sympy_
    __rtruediv__ = __pow__ = __rpow__ = __lt__ = __le__ = __gt__ = __ge__ = _sympy_


def parameter(name: str, domain: Domain = any_set) -> Parameter:
    """A parameter called `name` in `domain`; see Parameter."""
    return Parameter(name, domain)


class Sample(_NoExpression):
    """One column x_1, ..., x_n of a table; columns with the same count are columns of one table, with paired rows.

    Attributes: `n`, the number of rows (fixed, at least 1); `i`, the entry in the bound row; `outcome`, the value that
    an expectation binds; `each`, the class that a sum over all classes binds.
    """

    __slots__ = ("_index", "column", "n")

    def __init__(self, name: str, size: str = "n", domain: Domain = any_set) -> None:
        self.column = Column(name, named(size), domain)
        self.n = Count(size)
        self._index = Index("i", size)

    @property
    def i(self) -> Entry:
        return Entry(self.column, self._index)

    @property
    def outcome(self) -> Outcome:
        return Outcome(self.column)

    def sum(self, body: object) -> RowSum:
        """sum_{i=1}^n body, where `body` is written with the entries `x.i` of this table."""
        return RowSum(expression(body, f"{self.column.name}.sum(...)"), self._index, self.n)

    @property
    def each(self) -> Class:
        return Class(self.column)

    def total(self, body: object) -> Total:
        """The sum of `body`, written with `x.each`, over all classes of a column in Categories."""
        return Total(expression(body, f"{self.column.name}.total(...)"), self.each)

    def product(self, body: object) -> RowProduct:
        """prod_{i=1}^n body, where `body` is written with the entries `x.i` of this table."""
        return RowProduct(expression(body, f"{self.column.name}.product(...)"), self._index, self.n)

    def _instead(self) -> str:
        x = self.column.name
        return (
            f"{x} is a sample, which is no number: write {x}.i for its entry in a row (inside of {x}.sum(...) or "
            f"{x}.product(...)), or {x}.outcome for a value (inside of an expectation, or in the density of a family)."
        )

    def __repr__(self) -> str:
        return f"sample({self.column.name!r}, size={self.column.size!r}, domain={self.column.domain})"


def sample(name: str, size: str = "n", domain: Domain = any_set) -> Sample:
    """A column called `name` with `size` rows and entries in `domain`; see Sample."""
    return Sample(name, size, domain)


class _Callable(_NoExpression):
    """An abstract function; calling it names one of its values."""

    __slots__ = ("head", "parameters")

    def __init__(self, head: Head, parameters: tuple[Parameter, ...]) -> None:
        for p in parameters:
            if not isinstance(p, Parameter):
                raise MalformedTerm(f"{head.name}: {p!r} is no parameter; declare it with parameter(...).")
        self.head, self.parameters = head, parameters

    def __call__(self, *points: Expr, given: Expr | tuple[Expr, ...] = ()) -> Applied:
        conditions = given if isinstance(given, tuple) else (given,)
        if self.head.kind != "function" and not points:
            raise MalformedTerm(f"{self.head.name}(): a density takes at least one entry of a sample, such as x.i.")
        for a in (*points, *conditions):
            if isinstance(a, Sample):
                raise MalformedTerm(f"{self.head.name}({a.column.name}): {a._instead()}")
            if not isinstance(a, Value):
                raise MalformedTerm(f"{self.head.name}({a}): {a} is no entry of a sample. Write x.i for a sample x.")
        columns = [a.column.name for a in (*points, *conditions)]
        if len(set(columns)) != len(columns):
            raise MalformedTerm(f"{self.head.name}({', '.join(columns)}): one column stands there twice.")
        return Applied(self.head, Tuple(*self.parameters), Tuple(*points), Tuple(*conditions))

    def _instead(self) -> str:
        name, kind = self.head.name, self.head.kind
        return f"{name} is a {kind}, which is no number: write {name}(x.i), for a sample x, for one of its values."

    def __repr__(self) -> str:
        return f"{self.head.kind} {self.head.name}({', '.join(map(str, self.parameters))})"


class Density(_Callable):
    """A distribution's densities q_theta, with values in [0, oo): q(x.i), q(y.i, x.i), q(y.i, given=x.i)."""


class RealFunction(_Callable):
    """An abstract function f_theta with finite values in an interval: f(x.i), or f() for a number."""


class Empirical(Density):
    """The empirical distribution of `samples`: mass k/n on what occurs k times.

    It is a law under which one can take expectations for any data. It has a density only where the data are countable:
    with respect to any other measure, the divergence from it to a density is infinite whatever the parameters.
    """

    __slots__ = ("columns",)

    def __init__(self, name: str, columns: tuple[Column, ...]) -> None:
        super().__init__(Head(name, "empirical", nonnegative), ())
        self.columns = columns

    def __call__(self, *points: Expr, given: Expr | tuple[Expr, ...] = ()) -> Applied:
        if given != ():
            raise MalformedTerm(f"{self.head.name}: conditional empirical distributions are not supported yet.")
        found = super().__call__(*points)
        for a in found.points:
            if a.column not in self.columns:
                raise MalformedTerm(
                    f"{self.head.name}({a}): this is the empirical distribution of {', '.join(c.name for c in self.columns)} "
                    f"alone. For that of {a.column.name}, write empirical({a.column.name}), and another name if both occur."
                )
        return found


def density(name: str, *parameters: Parameter) -> Density:
    """A density called `name`, indexed by `parameters` (none: it is free of every parameter)."""
    return Density(Head(name, "density", nonnegative), parameters)


def function(name: str, *parameters: Parameter, values: RealInterval = reals) -> RealFunction:
    """An abstract function called `name`, indexed by `parameters`, with finite values in `values`."""
    if not isinstance(values, RealInterval) or not values.bounded_values:
        raise MalformedTerm(f"function({name!r}, values={values}): the values of a function are finite.")
    return RealFunction(Head(name, "function", values), parameters)


def empirical(*samples: Sample, name: str = EMPIRICAL) -> Empirical:
    """The empirical distribution of the rows of `samples`, all columns of one table."""
    if not all(isinstance(s, Sample) for s in samples) or len({s.column.size for s in samples}) != 1:
        raise MalformedTerm(f"empirical{samples}: give the columns of one table, at least one.")
    return Empirical(name, tuple(s.column for s in samples))


def expectation(body: object, law: Applied) -> Expectation:
    """E_{x ~ law}[body]; the points of `law` are outcomes, such as p(x.outcome)."""
    if not isinstance(law, Applied):
        raise MalformedTerm(f"expectation(..., {law!r}): the law is a density of outcomes, such as p(x.outcome).")
    return Expectation(expression(body, "expectation(...)"), law)


def integrable(body: object, law: Applied) -> Relational:
    """The hypothesis E_{x ~ law}|body| < oo; the points of `law` are outcomes, such as p(x.outcome)."""
    return expectation(raw(Abs, (expression(body, "integrable(...)"),)), law) < oo


def cross_entropy(p: Density, q: Density, *samples: Sample) -> Expectation:
    """H(p, q) = E_p[-log q]. Source: Cover and Thomas, Elements of Information Theory, section 5.4."""
    points = [s.outcome for s in samples]
    return Expectation(-log(q(*points)), p(*points))


def entropy(p: Density, *samples: Sample) -> Expectation:
    """H(p) = E_p[-log p]. Source: Cover and Thomas, Elements of Information Theory, section 2.1."""
    return cross_entropy(p, p, *samples)


def kl_divergence(p: Density, q: Density, *samples: Sample) -> Expectation:
    """KL(p, q) = E_p[log p - log q]. Source: Cover and Thomas, Elements of Information Theory, section 2.3."""
    points = [s.outcome for s in samples]
    return Expectation(log(p(*points)) - log(q(*points)), p(*points))
