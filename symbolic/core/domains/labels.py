"""Sets whose members are labels: they can be told apart, and there is no arithmetic on them."""

from __future__ import annotations

from dataclasses import dataclass

from symbolic.core.domains.questions import Domain, classes, discrete, least_classes
from symbolic.core.errors import MalformedTerm


@dataclass(frozen=True, slots=True)
class AnySet(Domain):
    """Any set at all: its members can be told apart, and nothing else is known of them."""

    hull = None
    finite = False
    latex = r"\text{any set}"
    prose = "any set"

    def __str__(self) -> str:
        return "any set"


@dataclass(frozen=True, slots=True)
class Countable(Domain):
    """A countable set, with densities taken with respect to the counting measure: they are probabilities, at most 1."""

    hull = None
    finite = False
    latex = r"\text{a countable set}"

    @property
    def prose(self) -> str:
        return "a countable set"

    def __str__(self) -> str:
        return "a countable set"


@dataclass(frozen=True, slots=True)
class Categories(Countable):
    """A finite set with `size` members, a number that stays a symbol: classes without an order and without arithmetic.

    There are at least `least` of them: with two, K - 1 divides. Raises MalformedTerm where that is no whole number above 0.
    """

    size: str = "K"
    least: int = 1
    finite = True

    def __post_init__(self) -> None:
        if type(self.least) is not int or self.least < 1:
            raise MalformedTerm(f"Categories({self.size!r}, least={self.least!r}): least is a whole number, 1 or more.")

    @property
    def latex(self) -> str:  # type: ignore[override]
        return rf"\text{{{self.prose}}}"

    @property
    def prose(self) -> str:
        return f"a set of ${self.size}$ classes" + (rf", ${self.size} \ge {self.least}$" if self.least > 1 else "")

    def __str__(self) -> str:
        return f"a set of {self.size} classes" + (f", {self.size} >= {self.least}" if self.least > 1 else "")


@discrete.register
def _(domain: Countable) -> bool:
    return True


@classes.register
def _(domain: Categories) -> tuple[str, ...]:
    return (domain.size,)


@least_classes.register
def _(domain: Categories) -> int:
    return domain.least
