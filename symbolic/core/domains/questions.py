"""What may be asked of a domain. Each kind of domain answers in its own file; nobody else takes domains apart.

A default answers for what is no set of numbers: it has no members that could be told, no ends and no order.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from fractions import Fraction
from functools import singledispatch
from typing import TYPE_CHECKING

from symbolic.core.domains.ends import Bound

if TYPE_CHECKING:
    from symbolic.core.domains.real_interval import RealInterval


class Domain(ABC):
    """A set, not empty. `hull` is an interval around its members where they are numbers, else None.

    It is the smallest one, and shares its ends, unless an end is irrational: then it is open there, and a little larger.
    `finite` says whether there are finitely many members, `latex` and `prose` how it is printed in mathematics and in
    sentences.
    """

    __slots__ = ()

    @property
    @abstractmethod
    def hull(self) -> RealInterval | None: ...

    @property
    @abstractmethod
    def finite(self) -> bool: ...

    @property
    @abstractmethod
    def latex(self) -> str: ...

    @property
    def prose(self) -> str:
        return f"${self.latex}$"


# ---- what each kind of domain answers --------------------------------------------------------------------------------


@singledispatch
def contains(domain: Domain, value: Fraction | int) -> bool:
    """Is a rational number a member?"""
    return False


@singledispatch
def members(domain: Domain) -> tuple[Fraction, ...]:
    """Some members of a domain of numbers, the most telling first; () where it is none of numbers."""
    return ()


@singledispatch
def elements(domain: Domain) -> Sequence[Fraction | int] | None:
    """All members, in order, where they are finitely many numbers of a list; else None."""
    return None


@singledispatch
def ends(domain: Domain) -> tuple[Bound, ...]:
    """The finite ends of a domain of numbers: the lower one, the upper one."""
    return ()


@singledispatch
def interior(domain: Domain) -> Domain:
    """An interval without its ends. What has no ends that could be left out is its own interior."""
    return domain


@singledispatch
def discrete(domain: Domain) -> bool:
    """Are densities taken with respect to the counting measure?"""
    return False


@singledispatch
def whole(domain: Domain) -> bool:
    """Is every member a whole number?"""
    return False


@singledispatch
def consecutive(domain: Domain) -> bool:
    """Is it the set of all whole numbers between its ends?"""
    return False


@singledispatch
def interval(domain: Domain) -> RealInterval | None:
    """The interval with rational or infinite ends that it is declared to be; else None."""
    return None


@singledispatch
def classes(domain: Domain) -> tuple[str, ...]:
    """The name of the number of its classes, where it is a finite set of classes; else ()."""
    return ()


@singledispatch
def least_classes(domain: Domain) -> int:
    """How many classes it has at least, where it is a finite set of classes; else 1."""
    return 1


# ---- what follows from the answers -----------------------------------------------------------------------------------


def is_counted(domain: Domain) -> bool:
    """Is it a countable set of labels, so that a density on it is a probability, at most 1?"""
    return domain.hull is None and discrete(domain)


def is_interval(domain: Domain) -> bool:
    """Is it an interval of real numbers, whatever its ends?"""
    return domain.hull is not None and not discrete(domain)


def continuum(domain: Domain) -> bool:
    """Is it an interval of more than one number, so that there are slopes in it?"""
    return is_interval(domain) and not domain.finite


def is_open(domain: Domain) -> bool:
    """Is it an open interval?"""
    hull = domain.hull
    infinite = hull is not None and not hull.bounded_values
    return is_interval(domain) and not infinite and not any(end.closed for end in ends(domain))


def compact(domain: Domain) -> bool:
    """Is it known to be compact: finite, or an interval with both of its ends, as a part of the real line?"""
    return domain.finite or (is_interval(domain) and [end.closed for end in ends(domain)] == [True, True])


def subset(inner: Domain, outer: Domain) -> bool:
    """Is every member of the one surely a member of the other? False where the hulls do not tell."""
    if inner == outer:
        return True
    if inner.hull is None or outer.hull is None:
        return False
    around = interval(outer)
    if around is not None:
        return inner.hull.within(around)
    if is_interval(outer):
        return all(isinstance(end, Fraction) and contains(outer, end) for end in (inner.hull.lower, inner.hull.upper))
    return consecutive(outer) and whole(inner) and inner.hull.within(outer.hull)


def spread(low: Fraction, high: Fraction) -> tuple[Fraction, ...]:
    """Numbers between two others, the middle first."""
    return tuple(low + (high - low) * Fraction(k, 16) for k in (8, 2, 14, 1, 5, 11, 15))
