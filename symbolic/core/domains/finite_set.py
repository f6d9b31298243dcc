"""Finite sets of rational numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from symbolic.core.domains.ends import Bound, exact
from symbolic.core.domains.questions import Domain, consecutive, contains, discrete, elements, ends, members, whole
from symbolic.core.domains.real_interval import RealInterval
from symbolic.core.errors import MalformedTerm


@dataclass(frozen=True, slots=True)
class FiniteSet(Domain):
    """Finitely many rational numbers, at least one."""

    values: tuple[Fraction, ...]

    def __post_init__(self) -> None:
        if not isinstance(self.values, Iterable) or isinstance(self.values, str):
            raise MalformedTerm(
                f"FiniteSet({self.values!r}): give its values one after another, such as FiniteSet((1, 2))."
            )
        if not self.values:
            raise MalformedTerm("FiniteSet(()): a domain holds at least one value.")
        object.__setattr__(self, "values", tuple(sorted({exact(v) for v in self.values})))
        if any(isinstance(v, float) for v in self.values):
            raise MalformedTerm(f"FiniteSet{self.values}: the values of a domain are rational numbers, not floats.")

    @property
    def hull(self) -> RealInterval:
        return RealInterval(self.values[0], self.values[-1], True, True)

    finite = True

    @property
    def latex(self) -> str:
        return r"\{" + ", ".join(map(str, self.values)) + r"\}"

    def __str__(self) -> str:
        return "{" + ", ".join(map(str, self.values)) + "}"


@contains.register
def _(domain: FiniteSet, value: Fraction | int) -> bool:
    return value in domain.values


@members.register
def _(domain: FiniteSet) -> tuple[Fraction, ...]:
    return domain.values[:5]


@elements.register
def _(domain: FiniteSet) -> Sequence[Fraction | int]:
    return domain.values


@ends.register
def _(domain: FiniteSet) -> tuple[Bound, ...]:
    return Bound(domain.values[0], True, 1), Bound(domain.values[-1], True, -1)


@discrete.register
def _(domain: FiniteSet) -> bool:
    return True


@whole.register
def _(domain: FiniteSet) -> bool:
    return all(v.denominator == 1 for v in domain.values)


@consecutive.register
def _(domain: FiniteSet) -> bool:
    return whole(domain) and domain.values[-1] - domain.values[0] == len(domain.values) - 1
