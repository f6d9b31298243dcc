"""The objectives of a family's chain and their values on data, by exact rationals and balls. Nothing is decided here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sympy
from flint import arb, fmpq

from properties.data.family_data import Data
from properties.errors import InputError
from properties.estimation.linear import Linear, Predicted, generally
from properties.instances.compiling import Context
from properties.instances.evaluation import Compiled
from properties.instances.instance import Distribution, Instance
from properties.instances.numbers import PRECISIONS, ExtendedNumber, NotEvaluable, NoValue, TooWide, precision, rational
from symbolic.calculus import normal_form
from symbolic.core.domains import reals
from symbolic.core.terms import (
    Applied,
    Expectation,
    Parameter,
    RowProduct,
    RowSum,
    empirical,
    expectation,
    parameter,
    replace,
    symbols,
    walk,
)
from symbolic.models.family import Family
from symbolic.models.likelihood import negative_log_density
from symbolic.report.theorem import Theorem

ParameterPoint = dict[str, Any]  # a value for every unknown: a rational number, a ball, or a table of probabilities


@dataclass(frozen=True, slots=True)
class Objective:
    """One problem of the chain: its `name`, its `sense` ("min" or "max") and its `tree`.

    Of a regression on columns `general` is the tree in which the predictor stands for itself; else it is the tree.
    """

    name: str
    sense: str
    tree: Any
    general: Any


def objectives(family: Family, theorem: Theorem) -> tuple[Objective, ...]:
    """The objectives of a family's chain, from the likelihood to the mean loss, then the empirical cross-entropy.

    Of a regression on columns the theorem speaks of any predictor; here the linear one is written out in its objectives.
    """
    linear = family if isinstance(family, Linear) else None
    general = family if linear is None else linear.general

    def made(name: str, sense: str, tree: Any) -> Objective:
        return Objective(name, sense, tree if linear is None else linear.written(tree), tree)

    found = [made("likelihood", theorem.start.sense, theorem.start.objective)]
    rules = [line.step.rule for line in theorem.lines]
    for k, line in enumerate(theorem.lines):
        name = {"increasing": "log-likelihood", "decreasing": "mean negative log-likelihood"}.get(rules[k])
        if rules[k + 1 : k + 2] == ["scale"] and "drop_constant" in rules[:k]:
            name = "the constant dropped"
        if k == len(rules) - 1 and name is None:
            name = "mean loss"
        if name is not None:
            found.append(made(name, line.after.sense, line.after.objective))
    law = empirical(*general.variables, *general.inputs)(*general.columns)
    name = "empirical cross-entropy" if general.is_density else "empirical mean"
    found.append(made(name, "min", expectation(negative_log_density(general), law)))
    return tuple(found)


# ---- evaluation on data ----------------------------------------------------------------------------------------------


class Statistics:
    """The sums over the rows of a data set that mention no unknown, each computed once for each precision."""

    def __init__(self, data: Data) -> None:
        data = generally(data)
        self.data, self.instance, self.unknowns = data, data.instance(), frozenset(data.family.parameters)
        self._names: dict[Any, Parameter] = {}
        self._nodes: dict[str, Any] = {}
        self._values: dict[tuple[str, int | None], ExtendedNumber] = {}

    def named(self, tree: Any) -> Any:
        """The expression with a name for each such sum."""

        def name(node: Any) -> Any:
            if not isinstance(node, RowSum) or symbols(node) & self.unknowns:
                return None
            if node not in self._names:
                new = parameter(f"statistic{len(self._names)}", reals)
                self._names[node], self._nodes[str(new.name)] = new, node
            return self._names[node]

        return replace(tree, name)

    def values(self, names: Iterable[str], bits: int) -> dict[str, ExtendedNumber]:
        """The values of some of the names in balls of `bits` bits. Raises NoValue or TooWide."""
        found = {}
        for name in names:
            if name in self._nodes:
                value = self._values.get((name, None), self._values.get((name, bits)))
                if value is None:
                    with precision(bits):
                        value = Compiled(self._nodes[name], Context()).value(self.instance, 0)
                    self._values[name, None if isinstance(value, fmpq) else bits] = value
                found[name] = value
        return found

    def evaluated(self, tree: Any, bits: int) -> ExtendedNumber:
        """The value of an expression in the data alone. Raises NoValue or TooWide."""
        expression = Compiled(self.named(tree), Context())
        known = self.values(expression.needs.parameters, bits)
        with precision(bits):
            return expression.value(self.data.instance([known]), 0)


class Evaluator:
    """The values of one objective on a data set.

    With `statistics` it evaluates the written-out normal form, in which sums over the rows that mention no unknown are
    computed once; that the two are the same is the normal form's word. Without, it evaluates row by row, as written.
    """

    def __init__(self, data: Data, objective: Objective, statistics: Statistics | None = None) -> None:
        self.predicted = Predicted(data) if isinstance(data.family, Linear) else None
        self.data, self.objective, self.statistics = generally(data), objective, statistics
        tree = objective.general if statistics is None else _written(objective, statistics)
        unknowns = frozenset(str(p.name) for p in self.data.family.parameters)
        try:
            self.expression = Compiled(tree, Context(unknowns=unknowns))
        except NotEvaluable as reason:
            raise InputError(f"{data.family}: the {objective.name} cannot be evaluated on data: {reason}.") from None
        needs = self.expression.needs
        abstract = sorted({label for label, _ in needs.laws} | {label for label, *_ in needs.functions})
        if abstract and not table_model(data.family) and self.predicted is None:
            raise InputError(
                f"{data.family} is abstract: {', '.join(abstract)} would have to be known. Choose a family with a density, "
                "such as poisson."
            )
        self.rowwise = any(isinstance(t, RowSum | RowProduct | Expectation) for t in walk(tree))

    def values(self, points: Sequence[ParameterPoint], bits: int) -> list[ExtendedNumber | None]:
        """The value at each point in balls of `bits` bits; None where it is not decided whether there is one."""
        try:
            known = self.statistics.values(self.expression.needs.parameters, bits) if self.statistics else {}
        except (NoValue, TooWide):
            return [None] * len(points)
        instance = self._instance([point | known for point in points])
        found: list[ExtendedNumber | None] = []
        with precision(bits):
            for k in range(len(points)):
                try:
                    found.append(self.expression.value(instance, k))
                except (NoValue, TooWide):
                    found.append(None)
        return found

    def _instance(self, points: Sequence[ParameterPoint]) -> Instance:
        head = table_model(self.data.family)
        if self.predicted is not None:
            instance = self.data.instance(points)
            for label, moves, columns in self.expression.needs.functions:
                for k, point in enumerate(points):
                    instance.functions[label, k if moves else None, columns] = self.predicted.values(point)
            return instance
        if head is None:
            return self.data.instance(points)
        names = tuple(a.column.name for a in head.points)
        instance = self.data.instance({str(p.name): k for p in self.data.family.parameters} for k in range(len(points)))
        for label, _ in self.expression.needs.laws:
            for k, point in enumerate(points):
                instance.laws[label, k] = Distribution(names, dict(point["table"]))
        return instance


def _written(objective: Objective, statistics: Statistics) -> Any:
    """The objective in the normal form, with names for its statistics; the likelihood as exp of the form of its log."""
    logged = objective.name == "likelihood"
    try:
        tree = normal_form.written_out(sympy.log(objective.general) if logged else objective.general)
    except normal_form.Undecided:
        return objective.general
    tree = statistics.named(tree)
    return sympy.exp(tree, evaluate=False) if logged else tree


def table_model(family: Family) -> Applied | None:
    """The density where it is itself the unknown: any distribution on a finite or countable set."""
    head = family.density
    free = isinstance(head, Applied) and head.is_density and not head.given and bool(head.parameters)
    labels = all(s.column.domain.hull is None for s in family.variables)
    return head if free and labels and not family.inputs else None


# ---- numbers for a human ---------------------------------------------------------------------------------------------


def rounded(v: Any, digits: int) -> fmpq:
    """A rational number close to a finite ball, or to a rational number, of so many decimal digits."""
    with precision(PRECISIONS[-1]):
        return rational(arb(v).mid().str(digits, radius=False))


def decimal(v: Any, digits: int = 10) -> str:
    """A number in at most so many digits, without trailing zeros."""
    if isinstance(v, fmpq) and v.q == 1 and abs(v) < 10**digits:
        return str(v)
    with precision(PRECISIONS[1]):
        text = arb(v).mid().str(digits, radius=False)
    mantissa, e, exponent = text.partition("e")
    return (mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa) + e + exponent
