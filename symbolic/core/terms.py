"""The words a derivation is written with: parameters, samples, densities, expectations. Nothing here proves anything.

All of them are SymPy expressions of our own classes. They are data: they compare, hash, pickle and print.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import sympy
from sympy import (
    Abs,
    Add,
    Basic,
    Derivative,
    Dummy,
    Expr,
    Float,
    Max,
    Min,
    Mul,
    NumberSymbol,
    Pow,
    Rational,
    Symbol,
    Tuple,
    atan,
    besseli,
    exp,
    gamma,
    log,
    oo,
    polygamma,
    sympify,
)
from sympy.core.function import Function, FunctionClass
from sympy.core.relational import Relational, StrictGreaterThan, StrictLessThan
from sympy.core.sympify import SympifyError

from symbolic.core.domains import (
    Categories,
    Countable,
    Domain,
    RealInterval,
    any_set,
    nonnegative,
    reals,
    unit_interval,
)
from symbolic.core.errors import MalformedTerm, NameClash, TooLarge, Undeclared

GREEK = frozenset(
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi chi psi "  # noqa: SIM905
    "omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega".split()
)
RESERVED = {
    "e": "Euler's number",
    "E": "an expectation",
    "i": "the row of a sample",
    "argmin": "argmin",
    "argmax": "argmax",
}
SIGNS = (
    "sum",
    "prod",
    "abs",
    "max",
    "min",
    "inf",
    "sup",
    "lim",
    "root",
    "mod",
)  # read as a function, SymPy's names aside
EMPIRICAL = "phat"
OPERATORS = {gamma: "Gamma", polygamma: "psi", atan: "arctan"}  # what LaTeX calls by another name than the text does
MAX_DEPTH, MAX_NODES, MAX_BITS = 100, 5000, 3322  # a number of 1000 digits


@lru_cache(maxsize=1024)
def latex_name(name: str) -> str:
    """How a declared name is printed: Greek letters by their names, the rest after `_` (or a number) as a subscript."""
    stem, _, under = name.partition("_")
    digits = re.fullmatch(r"([A-Za-z]+)(\d+)", stem)
    if digits and not under:
        stem, under = digits.groups()
    hat = stem.endswith("hat") and len(stem) > 3
    stem = stem[:-3] if hat else stem
    shown = "\\" + stem if stem in GREEK else stem if len(stem) == 1 else rf"\mathrm{{{stem}}}"
    shown = rf"\hat{{{shown}}}" if hat else shown
    return shown + (f"_{{{latex_name(under) if under[0].isalpha() else under}}}" if under else "")


def _named(name: object) -> str:
    if not isinstance(name, str) or not re.fullmatch(r"[A-Za-z][A-Za-z0-9]*(_[A-Za-z0-9]+)?", name):
        raise MalformedTerm(f"name={name!r}: a name is a letter, then letters and digits, with at most one _subscript.")
    constant = getattr(sympy, name, None)
    taken = RESERVED.get(name) or (f"the constant {name}" if isinstance(constant, Basic) else "")
    if taken:
        raise MalformedTerm(f"name={name!r} would print like {taken}: choose another name, such as {name}_1.")
    return name


def _is_function(name: str) -> bool:
    """Is it the name of a function or sign of the language, so that an abstract function of that name would print like it?"""
    known = getattr(sympy, name, None)
    of_numbers = isinstance(known, FunctionClass) or (isinstance(known, type) and issubclass(known, Expr))
    return of_numbers or name in SIGNS or known in (sympy.sqrt, sympy.cbrt)


# ---- atoms: symbols that carry data; SymPy's cached constructor would ignore the data, hence __xnew__ ----------------


class _Atom(Symbol):
    """A symbol whose identity includes its data."""

    __slots__ = ("data",)
    data: tuple[Any, ...]

    @classmethod
    def _make(cls, name: str, data: tuple[Any, ...], **assumptions: bool | None) -> Any:
        self = Symbol.__xnew__(cls, name, **assumptions)
        self.data = data
        return self

    def _hashable_content(self) -> tuple[Any, ...]:
        return (*Symbol._hashable_content(self), repr(self.data))

    def __getnewargs_ex__(self) -> Any:
        return (self.name, *self.data), {}

    def __reduce_ex__(self, protocol: Any) -> Any:
        return type(self), (self.name, *self.data)


def _assumptions(hull: RealInterval | None) -> dict[str, bool]:
    if hull is None:
        return {}
    known = {"real": True, "positive": hull.positive, "negative": hull.negative}
    return {k: True for k, v in known.items() if v} | ({"nonnegative": True} if hull.nonnegative else {})


class Parameter(_Atom):
    """A declared quantity: an unknown of a problem, or else a datum. Its domain is part of its identity.

    Arguments: `name`; `domain`, a set of finite values (by default any set: then it may only index densities and
    functions, for there is no arithmetic on any set). Raises MalformedTerm for a name or domain which cannot be.
    """

    def __new__(cls, name: str, domain: Domain = any_set) -> Any:
        if not isinstance(domain, Domain):
            raise MalformedTerm(
                f"parameter({name!r}, {domain!r}): a domain is one of symbolic.domains, such as positive."
            )
        if domain.hull is not None and not domain.hull.bounded_values:
            raise MalformedTerm(f"parameter({name!r}, {domain}): a parameter takes finite values: leave the end open.")
        return cls._make(_named(name), (domain,), **_assumptions(domain.hull))

    @property
    def domain(self) -> Domain:
        return self.data[0]


class Count(_Atom):
    """n >= 1, the fixed number of rows of a table."""

    def __new__(cls, name: str) -> Any:
        return cls._make(_named(name), (), integer=True, positive=True)


class Index(_Atom):
    """The bound row of a sum or product over the rows of one table."""

    def __new__(cls, name: str, size: str) -> Any:
        return cls._make(name, (size,), integer=True, positive=True)

    @property
    def size(self) -> str:
        return self.data[0]


class Column(_Atom):
    """One column of a table: its name, the table's number of rows, and where its entries live."""

    def __new__(cls, name: str, size: str, domain: Domain) -> Any:
        if not isinstance(domain, Domain) or (domain.hull is not None and not domain.hull.bounded_values):
            raise MalformedTerm(
                f"sample({name!r}, domain={domain}): a domain is one of symbolic.domains, of finite values."
            )
        if isinstance(domain, Categories):
            _named(domain.size)
        return cls._make(_named(name), (size, domain))

    size: Any = property(lambda self: self.data[0])
    domain: Any = property(lambda self: self.data[1])


class Head(_Atom):
    """The name of an abstract function. `kind` is "density", "empirical" or "function"; `values` holds its values."""

    def __new__(cls, name: str, kind: str, values: RealInterval) -> Any:
        if _is_function(_named(name)):
            raise MalformedTerm(
                f"{kind}({name!r}) would print like the known function {name}: choose another name, such as {name}_1."
            )
        if name == EMPIRICAL and kind != "empirical":
            raise MalformedTerm(
                f"{kind}({name!r}) would print like an empirical distribution: write empirical(x) for that."
            )
        return cls._make(name, (kind, values))

    kind: Any = property(lambda self: self.data[0])
    values: Any = property(lambda self: self.data[1])


# ---- terms -----------------------------------------------------------------------------------------------------------


class Term(Expr):
    """An expression of ours. Subclasses say how they print as text and where their values lie."""

    __slots__ = ()
    is_commutative = True

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

    def _sympystr(self, printer: Any) -> str:
        return f"{self.column.name}_{self.args[1].name}"


class Outcome(Value):
    """x, as bound by an expectation under a law of column x."""

    def __new__(cls, column: Column) -> Any:
        return Expr.__new__(cls, column)

    def _sympystr(self, printer: Any) -> str:
        return str(self.column.name)


class Class(Value):
    """y', as bound by the innermost sum over all classes of column y around it."""

    def __new__(cls, column: Column) -> Any:
        return Expr.__new__(cls, column)

    def _sympystr(self, printer: Any) -> str:
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
        if self.is_density and all(isinstance(a.column.domain, Countable) for a in self.points):
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

    def _sympystr(self, printer: Any) -> str:
        indices, points, given = (", ".join(map(printer._print, part)) for part in self.args[1:])
        under = f"_{indices}" if len(self.parameters) == 1 else f"_{{{indices}}}" if indices else ""
        arguments = points + (f" | {given}" if given else "")
        return f"{self.head.name}{under}" + (f"({arguments})" if arguments else "")


class _OverRows(Term):
    """A sum or product over the rows of one table. Its arguments: the body, the bound index, the number of rows."""

    def __new__(cls, body: Expr, index: Index, count: Count) -> Any:
        return Expr.__new__(cls, sympify(body), index, count)

    body: Any = property(lambda self: self.args[0])
    index: Any = property(lambda self: self.args[1])
    count: Any = property(lambda self: self.args[2])

    @property
    def shown(self) -> Any:
        """The body as it is printed: rows of other tables within it are told apart from these by their letters."""
        inner = {t.index for t in walk(self.body) if isinstance(t, _OverRows) and t.index.name == self.index.name}
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

    def _sympystr(self, printer: Any) -> str:
        word = "sum" if isinstance(self, RowSum) else "prod"
        return f"{word}_{{{self.index.name}=1..{self.count}}}({printer._print(self.shown)})"


class RowSum(_OverRows):
    """sum_{i=1}^n body_i."""


class RowProduct(_OverRows):
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

    def _sympystr(self, printer: Any) -> str:
        return f"E_{{{printer._print(self.law)}}}[{printer._print(self.body)}]"


class Total(Term):
    """sum over all classes y' of body: the integral with respect to the counting measure of a finite set of classes."""

    def __new__(cls, body: Expr, each: Class) -> Any:
        return Expr.__new__(cls, sympify(body), each)

    body: Any = property(lambda self: self.args[0])
    each: Any = property(lambda self: self.args[1])

    def _eval_derivative(self, symbol: Symbol) -> Expr:
        return Total(self.body.diff(symbol), self.each)

    def _sympystr(self, printer: Any) -> str:
        return f"sum_{{{self.each}}}({printer._print(self.body)})"


class _Indicator(Term):
    """1 where a relation between two values holds, else 0."""

    sign = ""

    def __new__(cls, left: object, right: object) -> Any:
        return Expr.__new__(cls, sympify(left), sympify(right))

    def _eval_is_extended_nonnegative(self) -> bool:
        return True

    _eval_is_finite = _eval_is_extended_nonnegative

    def _sympystr(self, printer: Any) -> str:
        return f"1[{printer._print(self.args[0])} {self.sign} {printer._print(self.args[1])}]"


class AtMost(_Indicator):
    """1[a <= b], for numbers."""

    sign = "<="


class Same(_Indicator):
    """1[a = b], for two numbers or for two values of one column."""

    sign = "="


class NegativePart(Term):
    """(u)^- = max(-u, 0)."""

    def __new__(cls, body: Expr) -> Any:
        return Expr.__new__(cls, sympify(body))

    def _sympystr(self, printer: Any) -> str:
        return f"({printer._print(self.args[0])})^-"


# ---- what users call -------------------------------------------------------------------------------------------------


def expression(value: object, where: str) -> Any:
    """The expression that `value` is; a float is taken for the binary fraction that it is, with a warning.

    Arguments: `where`, what was written, for the message. Raises MalformedTerm where it is none: a text, a truth value, a
    tuple, a density that nobody applied.
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
    return found


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
        self.column = Column(name, _named(size), domain)
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


# ---- trees, walked and rebuilt without SymPy's automatic simplification ----------------------------------------------


def raw(func: Any, args: tuple[Any, ...]) -> Any:
    """The node as written: SymPy's own constructors would simplify it."""
    if func in (Add, Mul, Pow, Max, Min) or (isinstance(func, type) and issubclass(func, Function)):
        return func(*args, evaluate=False)
    return func(*args)


def replace(tree: Any, change: Callable[[Any], Any]) -> Any:
    """Top down: where `change(node)` is not None it stands instead. Untouched subtrees stay the very same objects."""
    memo: dict[int, Any] = {}

    def go(node: Any) -> Any:
        known = memo.get(id(node))
        if known is None:
            known = change(node)
            if known is None:
                args = tuple(go(a) for a in node.args)
                known = node if all(a is b for a, b in zip(args, node.args, strict=True)) else raw(node.func, args)
            memo[id(node)] = known
        return known

    return go(tree)


def walk(tree: Any) -> Iterator[Any]:
    """Every different node, once."""
    stack, seen = [tree], set()
    while stack:
        node = stack.pop()
        if id(node) not in seen:
            seen.add(id(node))
            yield node
            stack.extend(node.args)


def measure(tree: Any) -> tuple[int, int]:
    """(depth, number of nodes) of the tree as printed. Without recursion: it guards everything which recurses."""
    sizes: dict[int, tuple[int, int]] = {}
    stack = [tree]
    while stack:
        node = stack[-1]
        todo = [a for a in node.args if id(a) not in sizes]
        if todo:
            stack.extend(todo)
            continue
        stack.pop()
        below = [sizes[id(a)] for a in node.args]
        sizes[id(node)] = 1 + max((d for d, _ in below), default=0), 1 + sum(s for _, s in below)
    return sizes[id(tree)]


def bounded(tree: Any) -> None:
    """Raises TooLarge where a tree is too large, or too deep, for everything that recurses."""
    depth, size = measure(tree)
    if depth > MAX_DEPTH or size > MAX_NODES:
        raise TooLarge(
            f"the expression has {size} nodes, nested {depth} deep (at most {MAX_NODES} and {MAX_DEPTH}). "
            "Simplify between the steps with rewrite(), or with rewrite(target)."
        )
    for number in walk(tree):
        if isinstance(number, Rational) and max(number.p.bit_length(), number.q.bit_length()) > MAX_BITS:
            raise TooLarge("a number of more than 1000 digits stands in the expression. Declare a parameter for it.")


@lru_cache(maxsize=4096)
def symbols(tree: Any) -> frozenset[Symbol]:
    """The free symbols, our own atoms that are no quantities (columns, heads, bound rows) left out."""
    if isinstance(tree, Column | Head):
        return frozenset()
    if isinstance(tree, Symbol):
        return frozenset({tree})
    if isinstance(tree, Term | Add | Mul | Pow | Max | Min | Tuple | Function | Relational | Derivative):
        inner = frozenset[Symbol]().union(*map(symbols, tree.args))
        return inner - {tree.index} if isinstance(tree, _OverRows) else inner
    return frozenset(tree.free_symbols)


def unfold(tree: Any, new: Applied, definition: Expr) -> Any:
    """`tree` with every value of the symbol `new` replaced by its definition.

    The arguments of `new` (its parameters, and entries, outcomes or classes, a column each) are bound in the definition.
    """

    def meaning(t: Any) -> Any:
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


@lru_cache(maxsize=1024)
def roles(tree: Any) -> frozenset[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """Which densities and functions occur."""
    return frozenset(t.role for t in walk(tree) if isinstance(t, Applied))


def at_row(body: Any, index: Index, points: Iterable[Outcome]) -> Any:
    """The body with the outcomes x among `points`, which nothing in it binds, replaced by the entries x_i."""
    entries = {x: Entry(x.column, index) for x in points}
    return replace(body, entries.get)


@lru_cache(maxsize=1024)
def names(tree: Any) -> Mapping[str, Any]:
    """What is printed, and the thing behind it. Raises NameClash where two different things print alike."""
    found: dict[str, Any] = {}

    def note(shown: str, thing: Any) -> None:
        if found.setdefault(shown, thing) != thing:
            clash(shown, found[shown], thing)

    for node in walk(tree):
        match node:
            case Index():
                note(latex_name(node.name), "the row of a table")
            case _Atom() | Dummy():
                note(shown := latex_name(node.name), node)
                if re.fullmatch(r".*_\{[1-9]\d*\}", shown) and ("_" in node.name or not isinstance(node, Column)):
                    note(shown[: shown.rindex("_")] + "_{1}, ...", "a name with a number")
            case NumberSymbol():
                note(sympy.latex(node), f"the constant {node}")
            case Applied():
                note(f"{node.head.name} with its number of parameters", len(node.parameters))
                if len(node.parameters) == 1 and isinstance(node.parameters[0], Parameter | Rational):
                    p = node.parameters[0]
                    index = latex_name(p.name) if isinstance(p, Parameter) else str(p)
                    note(f"{latex_name(node.head.name)}_{{{index}}}", Tuple(node.head, *node.parameters))
            case besseli():
                note(f"I_{{{node.args[0]}}}", "a Bessel function")
            case Function():
                note(latex_name(OPERATORS.get(type(node), type(node).__name__)), f"the function {type(node).__name__}")
        if isinstance(node, Column):
            note(latex_name(node.name) + "_{i}", node)
            note(latex_name(node.name) + "_{1}, ...", node)
            if isinstance(node.domain, Categories):
                note(latex_name(node.domain.size), "a number of classes")
    return MappingProxyType(found)


def clash(shown: str, one: Any, other: Any) -> None:
    """Raise NameClash."""
    kinds = [
        t if isinstance(t, str) else f"a {type(t).__name__.lower()}{f' in {t.domain}' if hasattr(t, 'domain') else ''}"
        for t in (one, other)
    ]
    raise NameClash(f"{shown!r} would print two different things, {kinds[0]} and {kinds[1]}: rename one of them.")


@lru_cache(maxsize=1024)
def well_formed(tree: Any) -> None:
    """Raises what is wrong with an expression: TooLarge, Undeclared, NameClash or MalformedTerm."""
    bounded(tree)
    names(tree)
    _bound(tree, tree, frozenset(), frozenset())
    for s in symbols(tree):
        if not isinstance(s, Parameter | Count):
            raise Undeclared(
                f"{s} in {tree} was never declared. Declare it with parameter(), sample(), density() or function()."
            )


def formal(new: Applied, definition: Any) -> None:
    """Raises where `new := definition` defines nothing: every argument is bound, once, and nothing else occurs.

    The arguments of `new` are its parameters, all different, and its columns (as entries, outcomes or classes).
    """
    bounded(definition)
    names(Tuple(new, definition))
    values = {t for t in (*walk(new), *walk(definition)) if isinstance(t, Value)}
    rows = frozenset(t.args[1] for t in values if isinstance(t, Entry))
    _arguments(new, new, rows, frozenset(values))
    if new.head.kind != "density":
        raise MalformedTerm(f"{new}: only densities can be defined.")
    if not all(isinstance(p, Parameter) for p in new.parameters) or len(set(new.parameters)) < len(new.parameters):
        raise MalformedTerm(f"{new}: in a definition, index by parameters, each another one.")
    if any(isinstance(t, _OverRows | Expectation | Total) or is_empirical(t) for t in walk(definition)):
        raise MalformedTerm(
            f"{new} := {definition}: sums and means over the data in a definition are not supported yet."
        )
    columns = {a.column for a in (*new.points, *new.given)}
    loose: set[Any] = {t for t in values if t.column not in columns}
    loose |= {s for s in symbols(definition) if s not in new.parameters and not isinstance(s, Index)}
    if loose:
        shown = ", ".join(sorted(map(str, loose)))
        raise MalformedTerm(f"{new} := {definition}: {shown} is not among the arguments of {new}.")
    _bound(definition, definition, rows, frozenset(values))


def _bound(node: Any, whole: Any, rows: frozenset[Any], outcomes: frozenset[Any]) -> None:
    """Every row and outcome is bound, once; sets that are not numbers only index densities and functions."""
    if isinstance(node, _OverRows):
        if node.index.size != node.count.name:
            raise MalformedTerm(
                f"{node}: the rows of that table are counted by {node.index.size}, not by {node.count}."
            )
        if node.index.size in {i.size for i in rows}:
            raise MalformedTerm(
                f"{node}: a sum over the rows of a table inside another one over the same rows. Pairs of rows cannot be "
                'written; take a second table for the sum inside, such as sample("z", size="m").'
            )
        _bound(node.body, whole, rows | {node.index}, outcomes)
    elif isinstance(node, Total):
        if not isinstance(node.each, Class) or not isinstance(node.each.column.domain, Categories):
            raise MalformedTerm(f"{node}: a sum over all classes binds x.each of a column x in Categories.")
        _bound(node.body, whole, rows, outcomes | {node.each})
    elif isinstance(node, Same) and all(isinstance(a, Value) for a in node.args):
        if node.args[0].column != node.args[1].column:
            raise MalformedTerm(f"{node} in {whole} compares values of two columns.")
        for a in node.args:
            _is_bound(a, whole, rows, outcomes)
    elif isinstance(node, Expectation):
        law = node.law
        if not isinstance(law, Applied) or not law.is_density or not all(isinstance(a, Outcome) for a in law.points):
            raise MalformedTerm(f"{node}: the law of an expectation is a density of outcomes, such as p(x.outcome).")
        if set(law.points) & outcomes:
            raise MalformedTerm(f"{node}: an expectation inside another one over the same outcome.")
        _arguments(law, whole, rows, outcomes | set(law.points))
        _bound(node.body, whole, rows, outcomes | set(law.points))
        if is_empirical(law):
            nested = [t for t in walk(node.body) if isinstance(t, Expectation) and is_empirical(t.law)]
            inside = {t.index.size for t in walk(node.body) if isinstance(t, _OverRows)} | {i.size for i in rows}
            inside |= {a.column.size for t in nested for a in t.law.points}
            if inside & {a.column.size for a in law.points}:
                raise MalformedTerm(f"{node} in {whole}: a mean over the rows of a table, nested with the same rows.")
    elif isinstance(node, Applied):
        if is_empirical(node) and not all(isinstance(a.column.domain, Countable) for a in node.points):
            raise MalformedTerm(
                f"{node} in {whole}: the empirical distribution has a density on a countable space only (elsewhere "
                "the divergence from it is infinite for every parameter). Declare sample(..., domain=countable), or "
                "take the cross-entropy."
            )
        _arguments(node, whole, rows, outcomes)
    elif isinstance(node, Value):
        _is_bound(node, whole, rows, outcomes)
        if node.column.domain.hull is None:
            raise MalformedTerm(
                f"{node} in {whole} lives in {node.column.domain}, where there is no arithmetic: "
                f"declare sample({node.column.name!r}, domain=reals), or use it in a density."
            )
    elif isinstance(node, Parameter):
        if node.domain.hull is None:
            raise MalformedTerm(
                f"{node} in {whole} lives in {node.domain}, where there is no arithmetic: "
                f"declare parameter({node.name!r}, reals) or another domain of numbers."
            )
    elif isinstance(node, log) and len(node.args) != 1:
        raise MalformedTerm(f"a logarithm to base {node.args[1]} in {whole}: write log(u) / log(base).")
    else:
        for a in node.args:
            _bound(a, whole, rows, outcomes)


def is_empirical(t: Any) -> bool:
    """Does it depend on all the data at once: a value of an empirical distribution, or a mean under one?"""
    return isinstance(t, Applied) and t.head.kind == "empirical"


def _arguments(node: Applied, whole: Any, rows: frozenset[Any], outcomes: frozenset[Any]) -> None:
    arguments = (*node.points, *node.given)
    columns: list[Any] = [getattr(a, "column", None) for a in arguments]
    if None in columns or len(set(columns)) != len(columns) or not isinstance(node.head, Head):
        raise MalformedTerm(f"{node}: the arguments of a density are entries of different columns.")
    for a in arguments:
        _is_bound(a, whole, rows, outcomes)
    values, kind = node.head.values, node.head.kind
    honest = values.bounded_values if kind == "function" else kind in ("density", "empirical") and values == nonnegative
    if not honest:
        raise MalformedTerm(f"{node}: a {kind} with values in {values}. Declare it with density() or function().")
    if is_empirical(node) and (len({c.size for c in columns}) != 1 or node.given or node.parameters):
        raise MalformedTerm(f"{node}: an empirical distribution is that of columns of one table, free of all else.")
    for p in node.parameters:
        if not all(isinstance(s, Parameter) for s in symbols(p)) or any(isinstance(t, Term) for t in walk(p)):
            raise MalformedTerm(f"{node}: densities and functions are indexed by parameters, not by {p}.")
        if not isinstance(p, Parameter):
            _bound(p, whole, rows, outcomes)


def _is_bound(a: Any, whole: Any, rows: frozenset[Any], outcomes: frozenset[Any]) -> None:
    if isinstance(a, Entry) and (a.args[1] not in rows or a.args[1].size != a.column.size):
        raise MalformedTerm(
            f"{a} in {whole} stands outside a sum or product over the rows of its table (counted by {a.column.size})."
        )
    if isinstance(a, Outcome) and a not in outcomes:
        raise MalformedTerm(f"the outcome {a} in {whole} stands outside an expectation over it.")
    if isinstance(a, Class) and a not in outcomes:
        raise MalformedTerm(f"the class {a} in {whole} stands outside a sum over all classes.")


def hypothesis(fact: Any) -> Any:
    """A closed expression that is defined where a hypothesis is: sum of p(x_i), or E|u| where it reads E[u] < oo.

    Raises MalformedTerm where it has neither of the two forms understood.
    """
    match fact:
        case StrictGreaterThan(args=(Applied(is_density=True) as tree, rhs)) if rhs == 0:
            for index in {t.args[1] for t in walk(tree) if isinstance(t, Entry)}:
                tree = RowSum(tree, index, Count(index.size))
        case StrictLessThan(args=(Expectation(args=(body, law)), rhs)) if rhs == oo:
            tree = Expectation(body if isinstance(body, Abs | NegativePart) else raw(Abs, (body,)), law)
        case _:
            raise MalformedTerm(
                f"assume({fact}): a hypothesis reads p(x.i) > 0, of a density, or expectation(..., p(x.outcome)) < oo; what "
                "is known of a parameter or of each datum belongs into its domain, and of the rows together nothing can be "
                "said: where a sum over them divides, multiply by it first, or let a parameter in (0, oo) stand for it."
            )
    well_formed(tree)
    return tree


ARITHMETIC = (Abs, Add, Max, Min, Mul, Pow, exp, log)  # SymPy's nodes whose laws we state ourselves


# ---- what a step may claim between two sets of solutions ---------------------------------------------------------


class Condition(Enum):
    """What is asked of a law of large numbers: values only, or one of three ways to get minimisers as well."""

    POINTWISE = "pointwise"
    FINITE = "finite"
    COMPACT = "compact"
    CONVEX = "convex"


@dataclass(frozen=True, slots=True)
class Relation:
    """What is claimed between the solution sets of the first and the last problem.

    `kind` is SAME, BIJECTION, REDUCTION, LIMIT or NONE; `maps` holds (old parameter, its expression in the new one);
    `mode` is the condition of a LIMIT.
    """

    kind: str
    maps: tuple[tuple[Parameter, Expr], ...] = ()
    mode: Condition | None = None

    def __str__(self) -> str:
        up_to = ", ".join(f"{old} = {new}" for old, new in self.maps)
        shown = {"SAME": "=", "BIJECTION": f"= up to {up_to}", "REDUCTION": "one way", "NONE": "no relation"}
        return shown.get(self.kind) or f"-> as n -> inf ({self.mode.value if self.mode else ''})"


SAME, NONE = Relation("SAME"), Relation("NONE")
