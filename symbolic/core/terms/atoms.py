"""Atoms: symbols that carry data. SymPy's cached constructor of symbols would ignore the data, hence `__xnew__`."""

from __future__ import annotations

from typing import Any

from sympy import Symbol

from symbolic.core.domains import Domain, RealInterval, any_set, classes
from symbolic.core.errors import MalformedTerm
from symbolic.core.terms.naming import EMPIRICAL, is_function, named


class Atom(Symbol):
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

    def __reduce_ex__(self, protocol: object) -> Any:
        return type(self), (self.name, *self.data)


def _assumptions(hull: RealInterval | None) -> dict[str, bool]:
    if hull is None:
        return {}
    known = {"real": True, "positive": hull.positive, "negative": hull.negative}
    return {k: True for k, v in known.items() if v} | ({"nonnegative": True} if hull.nonnegative else {})


class Parameter(Atom):
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
        return cls._make(named(name), (domain,), **_assumptions(domain.hull))

    @property
    def domain(self) -> Domain:
        return self.data[0]


class Count(Atom):
    """n >= 1, the fixed number of rows of a table."""

    def __new__(cls, name: str) -> Any:
        return cls._make(named(name), (), integer=True, positive=True)


class Index(Atom):
    """The bound row of a sum or product over the rows of one table."""

    def __new__(cls, name: str, size: str) -> Any:
        return cls._make(name, (size,), integer=True, positive=True)

    @property
    def size(self) -> str:
        return self.data[0]


class Column(Atom):
    """One column of a table: its name, the table's number of rows, and where its entries live."""

    def __new__(cls, name: str, size: str, domain: Domain) -> Any:
        if not isinstance(domain, Domain) or (domain.hull is not None and not domain.hull.bounded_values):
            raise MalformedTerm(
                f"sample({name!r}, domain={domain}): a domain is one of symbolic.domains, of finite values."
            )
        for number in classes(domain):
            named(number)
        return cls._make(named(name), (size, domain))

    size: Any = property(lambda self: self.data[0])
    domain: Any = property(lambda self: self.data[1])


class Head(Atom):
    """The name of an abstract function. `kind` is "density", "empirical" or "function"; `values` holds its values."""

    def __new__(cls, name: str, kind: str, values: RealInterval) -> Any:
        if is_function(named(name)):
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
