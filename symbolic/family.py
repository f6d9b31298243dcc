"""What a model family is: a density with its variables, supports, parameters and domains. Facts about it live elsewhere.

A family file declares; it proves nothing. What follows from the declaration is computed by `symbolic.likelihood` and by the
room `symbolic.facts`, and answered by provers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, field
from typing import Any

from sympy import Expr, Symbol, sympify
from sympy.core.relational import Relational

from symbolic.domains import Countable, FiniteSet, Integers
from symbolic.errors import MalformedTerm, Undeclared
from symbolic.kernel import Obligation
from symbolic.terms import Class, Entry, Index, Outcome, Parameter, Sample, at_row, names, symbols, walk


@dataclass(frozen=True, slots=True)
class Estimate:
    """A closed form of the maximum-likelihood estimate.

    Arguments: `values`, each unknown's estimate as an expression in the data, such as {mu: x.sum(x.i) / x.n}; `when`,
    strict inequalities `statistic > 0` about the data under which it is the only minimiser of the mean loss.
    """

    values: Mapping[Parameter, Any]
    when: tuple[Relational, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "values", tuple((u, sympify(v)) for u, v in dict(self.values).items()))


@dataclass(frozen=True, slots=True)
class Reference:
    """The same distribution in scipy.stats, for cross-checks: its name, and its arguments as expressions in our parameters."""

    name: str
    arguments: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "arguments", tuple((k, sympify(v)) for k, v in dict(self.arguments).items()))


@dataclass(frozen=True, slots=True)
class Family:
    """A model family: the densities of `variables`, one for each value of `parameters`.

    Arguments: `name`; `variables`, the columns, whose domains are the support; `parameters`, the unknowns; `density`, an
    expression in the variables' outcomes (`x.outcome`), the parameters and the known constants, with respect to the counting
    measure where a domain is a set of integers or of classes, else to Lebesgue measure. Optional: `known`, constants that are
    given, such as a scale; `total`, what the variables add up to, where they do; `inputs`, columns that the density is
    conditional on; `loss` and `factor`: -log density = factor * loss + (what is free of the unknowns), with the per-sample
    loss in the form that practitioners know; `estimates`; `links`, for a parameter the expression of it in a real number;
    `substitution`, (variable's outcome, expression in a new real variable): a change of variables that helps with integrals;
    `reference`; `further`, statements of the file's own, such as those that show where something fails, each a name and an
    obligation; `title`, `source`, `notes`.

    Raises MalformedTerm, Undeclared or NameClash for what cannot be a family.
    """

    name: str
    _: KW_ONLY
    variables: tuple[Sample, ...]
    parameters: tuple[Parameter, ...]
    density: Expr
    known: tuple[Parameter, ...] = ()
    inputs: tuple[Sample, ...] = ()
    total: Expr | None = None
    loss: Expr | None = None
    factor: Expr = field(default_factory=lambda: sympify(1))
    estimates: tuple[Estimate, ...] = ()
    links: Mapping[Parameter, Any] = field(default_factory=dict)
    substitution: tuple[Any, ...] = ()
    reference: Reference | None = None
    title: str = ""
    source: str = ""
    notes: tuple[str, ...] = ()
    further: tuple[tuple[str, Obligation], ...] = ()

    def __post_init__(self) -> None:
        for part in ("density", "factor", "loss", "total"):
            value = getattr(self, part)
            object.__setattr__(self, part, None if value is None else sympify(value))
        object.__setattr__(self, "links", tuple(dict(self.links).items()))
        for kind, things in (("variables", self.variables), ("parameters", self.parameters)):
            if not things:
                raise MalformedTerm(f"{self.name}: {kind}=(): a family has at least one.")
        known = {*self.parameters, *self.known}
        if len(known) != len(self.parameters) + len(self.known):
            raise MalformedTerm(f"{self.name}: one parameter stands twice among {(*self.parameters, *self.known)}.")
        for part in ("density", "loss", "factor"):
            tree = getattr(self, part)
            if tree is None:
                continue
            names(tree)
            for s in symbols(tree):
                if s not in known:
                    raise Undeclared(
                        f"{self.name}: {s} in {part}={tree} is declared neither among the parameters nor as known."
                    )
            columns = {s.column for s in (*self.variables, *self.inputs)}
            for t in walk(tree):
                if isinstance(t, Entry) or (isinstance(t, Outcome) and t.column not in columns):
                    raise MalformedTerm(
                        f"{self.name}: {t} in {part}={tree} is no outcome of its variables: write x.outcome for a sample x."
                    )

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """The outcomes of the variables."""
        return tuple(s.outcome for s in self.variables)

    @property
    def columns(self) -> tuple[Outcome, ...]:
        """The outcomes of the variables, then those of the inputs."""
        return (*self.outcomes, *(s.outcome for s in self.inputs))

    @property
    def discrete(self) -> bool:
        """Is the density one with respect to the counting measure?"""
        return all(isinstance(s.column.domain, Countable | FiniteSet | Integers) for s in self.variables)

    @property
    def sample(self) -> Sample:
        """The first variable: every column of the family lives in its table."""
        return self.variables[0]

    def at_rows(self, tree: Any) -> Any:
        """An expression in outcomes, read at the bound row."""
        return at_row(tree, Index("i", self.sample.column.size), self.columns)

    def mean(self, tree: Any) -> Any:
        """The mean over the rows of an expression in outcomes."""
        return self.sample.sum(self.at_rows(sympify(tree))) / self.sample.n

    def __str__(self) -> str:
        return self.name


def mean(x: Sample, statistic: Any = None) -> Any:
    """The mean over the rows of a column, or of a statistic written with `x.i`."""
    return x.sum(x.i if statistic is None else statistic) / x.n


def real_variable(name: str) -> Any:
    """A real variable for a change of variables."""
    return Symbol(name, real=True)


__all__ = ["Class", "Estimate", "Family", "Reference", "mean", "real_variable"]
