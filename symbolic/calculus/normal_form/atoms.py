"""The atoms of which polynomials are made, one class a kind; each is a tuple, and says its kind in its last field.

What is known of the values of a kind, and how it is written, stands in `kinds`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import lru_cache
from hashlib import blake2b
from typing import Any, Literal, NamedTuple, TypeAlias

from sympy import Expr, Symbol, Tuple

from symbolic.core.domains import RealInterval
from symbolic.core.errors import Open
from symbolic.core.terms import Column, Head, Parameter

MAX_WEIGHT = 10_000  # of an atom: how many atoms stand in it, each as often as it would be written
MAX_REMEMBERED = 20_000
MAX_LOOKS = 200


class Undecided(Open):
    """Beyond this normal form; the message says what."""


Number: TypeAlias = int | Fraction  # whole numbers are ints, which are quicker; no two of them are ever divided by `/`


class BoundRow(NamedTuple):
    """The bound row of a table, which is named by the table's size alone."""

    size: str
    kind: Literal["row"] = "row"


class CountAtom(NamedTuple):
    """The number of rows of a table."""

    size: str
    kind: Literal["count"] = "count"


class ClassesAtom(NamedTuple):
    """The number of classes of a column."""

    column: Column
    kind: Literal["classes"] = "classes"


class NumberAtom(NamedTuple):
    """A number with a name."""

    name: str
    kind: Literal["number"] = "number"


class PrimeAtom(NamedTuple):
    """A (nearly) prime number, of which roots and logarithms are taken."""

    value: int
    kind: Literal["prime"] = "prime"


class ParameterAtom(NamedTuple):
    """A parameter."""

    parameter: Parameter
    kind: Literal["parameter"] = "parameter"

    @property
    def domain(self) -> Any:
        return self.parameter.domain


class EntryAtom(NamedTuple):
    """The entry of a column at the bound row of its table."""

    column: Column
    row: BoundRow
    kind: Literal["entry"] = "entry"

    @property
    def domain(self) -> Any:
        return self.column.domain


class OutcomeAtom(NamedTuple):
    """The bound outcome of a column."""

    column: Column
    kind: Literal["outcome"] = "outcome"

    @property
    def domain(self) -> Any:
        return self.column.domain


class ClassAtom(NamedTuple):
    """The class that a sum over all classes of a column binds."""

    column: Column
    kind: Literal["class"] = "class"


class LawAtom(NamedTuple):
    """A law, by its head, parameters and columns: a density whose values are left out."""

    head: Head
    parameters: Tuple
    points: tuple[Any, ...]
    given: tuple[Any, ...]
    kind: Literal["applied"] = "applied"


class AppliedAtom(NamedTuple):
    """The value of a density, or of a function."""

    head: Head
    parameters: Tuple
    points: tuple[Any, ...]
    given: tuple[Any, ...]
    values: RealInterval
    kind: Literal["applied"] = "applied"

    @property
    def law(self) -> LawAtom:
        """The law of which this is the density."""
        return LawAtom(*self[:4])


class LogAtom(NamedTuple):
    """The logarithm of an atom."""

    inner: AnyAtom
    kind: Literal["log"] = "log"


class LogOfSumAtom(NamedTuple):
    """The logarithm of a sum."""

    items: Fixed
    kind: Literal["log of sum"] = "log of sum"


class ExpAtom(NamedTuple):
    """The exponential of a monomial; its coefficient is the atom's own exponent."""

    exponent: Monomial
    kind: Literal["exp"] = "exp"


class SumAtom(NamedTuple):
    """A sum of monomials over the rows of a table."""

    size: str
    term: Monomial
    kind: Literal["sum"] = "sum"


class TotalAtom(NamedTuple):
    """A sum of monomials over all classes of a column."""

    column: Column
    term: Monomial
    kind: Literal["total"] = "total"


class ProductAtom(NamedTuple):
    """A product of atoms over the rows of a table."""

    size: str
    factor: AnyAtom
    kind: Literal["product"] = "product"


class MeanAtom(NamedTuple):
    """An expectation under a law that is no empirical one."""

    law: LawAtom
    items: Fixed
    kind: Literal["mean"] = "mean"


class BaseAtom(NamedTuple):
    """A sum of which a power is taken."""

    items: Fixed
    kind: Literal["base"] = "base"


class KeptAtom(NamedTuple):
    """A finite sum that stays whole, because it stands beside what may be infinite."""

    items: Fixed
    kind: Literal["kept"] = "kept"


class AtMostAtom(NamedTuple):
    """1 where 0 <= gap, else 0."""

    gap: Fixed
    kind: Literal["at most"] = "at most"


class ZeroAtom(NamedTuple):
    """1 where gap = 0, else 0."""

    gap: Fixed
    kind: Literal["same"] = "same"


class SameAtom(NamedTuple):
    """1 where two values of columns are the same, else 0."""

    one: AnyAtom
    other: AnyAtom
    kind: Literal["same"] = "same"


class SpecialAtom(NamedTuple):
    """The value of a special function."""

    name: str
    arguments: tuple[Fixed, ...]
    kind: Literal["special"] = "special"


class AbsAtom(NamedTuple):
    """An absolute value."""

    items: Fixed
    kind: Literal["abs"] = "abs"


class NegativePartAtom(NamedTuple):
    """The negative part of a sum."""

    items: Fixed
    kind: Literal["negative part"] = "negative part"


class MaxAtom(NamedTuple):
    """The largest of several sums."""

    parts: frozenset[Fixed]
    kind: Literal["max"] = "max"


class MinAtom(NamedTuple):
    """The smallest of several sums."""

    parts: frozenset[Fixed]
    kind: Literal["min"] = "min"


class HoleAtom(NamedTuple):
    """A value of which nothing is known, the infinities included."""

    symbol: Symbol
    kind: Literal["hole"] = "hole"


Quantity: TypeAlias = ParameterAtom | EntryAtom | OutcomeAtom
ValueAtom: TypeAlias = EntryAtom | OutcomeAtom | ClassAtom
AnyAtom: TypeAlias = (
    Quantity
    | ClassAtom
    | CountAtom
    | ClassesAtom
    | NumberAtom
    | PrimeAtom
    | AppliedAtom
    | LogAtom
    | LogOfSumAtom
    | ExpAtom
    | SumAtom
    | TotalAtom
    | ProductAtom
    | MeanAtom
    | BaseAtom
    | KeptAtom
    | AtMostAtom
    | ZeroAtom
    | SameAtom
    | SpecialAtom
    | AbsAtom
    | NegativePartAtom
    | MaxAtom
    | MinAtom
    | HoleAtom
)

Monomial: TypeAlias = frozenset[tuple[AnyAtom, Number]]
Terms: TypeAlias = dict[Monomial, Number]  # a polynomial while it is built
Polynomial: TypeAlias = Mapping[Monomial, Number]  # what is handed out cannot be changed
Fixed: TypeAlias = frozenset[tuple[Monomial, Number]]  # a polynomial as a hashable value

E, PI, EULER = NumberAtom("E"), NumberAtom("pi"), NumberAtom("EulerGamma")

_atoms: dict[AnyAtom, tuple[AnyAtom, int]] = {}  # one object for equal atoms, and its weight


def one(atom: AnyAtom) -> AnyAtom:
    """The one object for this atom: then equality is identity, however deep the atom is. Raises Undecided for a huge one."""
    known = _atoms.get(atom)
    if known is None:
        heavy = 1 + sum(map(weight, atom))
        if heavy > MAX_WEIGHT:
            raise Undecided("an expression that grows too large")
        if len(_atoms) > MAX_REMEMBERED:
            _atoms.clear()
        known = _atoms[atom] = atom, heavy
    return known[0]


def weight(part: Any) -> int:
    """How many atoms stand in this nest of atoms."""
    if isinstance(part, tuple):
        known = _atoms.get(part)  # type: ignore[call-overload]
        return known[1] if known is not None else sum(map(weight, part))
    return sum(map(weight, part)) if isinstance(part, frozenset) else int(isinstance(part, str))


@lru_cache(maxsize=MAX_REMEMBERED)
def mentions(thing: Any, what: AnyAtom | BoundRow | Expr) -> bool:
    """Does `what` occur anywhere in this nest of atoms and terms? (A class: where no sum over classes binds it.)"""
    kind, todo = type(what), [thing]
    in_trees = not isinstance(what, tuple)
    while todo:
        part = todo.pop()
        if type(part) is kind and part == what:
            return True
        if isinstance(what, ClassAtom) and isinstance(part, TotalAtom) and part.column == what.column:
            continue
        if isinstance(part, tuple | frozenset):
            todo.extend(part)
        elif in_trees and isinstance(part, Tuple) and what in part.free_symbols:
            return True
    return False


def nested(thing: Any) -> Iterator[AnyAtom]:
    """Every atom in a nest of atoms, at any depth, the outer ones first."""
    if isinstance(thing, tuple | frozenset):
        if hasattr(thing, "kind"):
            yield thing  # type: ignore[misc]
        for part in thing:
            yield from nested(part)


@lru_cache(maxsize=MAX_REMEMBERED)
def looks(thing: Any) -> str:
    """A text that depends on nothing but the thing, whatever order its sets happen to be in; a digest of a long one."""
    if not isinstance(thing, frozenset | tuple):
        return str(thing)
    if isinstance(thing, frozenset):
        text = "{" + ",".join(sorted(map(looks, thing))) + "}"
    else:
        parts = thing if type(thing) is tuple else (thing[-1], *thing[:-1])
        text = "(" + ",".join(map(looks, parts)) + ")"
    return text if len(text) <= MAX_LOOKS else "~" + blake2b(text.encode(), digest_size=16).hexdigest()
