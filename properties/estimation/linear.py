"""A family's regression on columns of numbers: a linear predictor, and the general regression of which it is an instance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from dataclasses import replace as with_
from math import lcm
from operator import mul
from typing import Any

from flint import fmpq

from properties.data.family_data import Data
from properties.errors import InputError
from properties.instances.instance import Cell
from symbolic.core.domains import reals
from symbolic.core.errors import DerivationError
from symbolic.core.terms import Applied, Entry, Parameter, function, parameter, replace, sample
from symbolic.models.family import Family
from symbolic.models.regression import regression

CONSTANT = "const"


@dataclass(frozen=True, slots=True, kw_only=True)
class Linear(Family):
    """A regression with the linear predictor w0 + w1 x1 + ...: what is proved of it is proved of any predictor.

    Arguments beside those of a family: `base`, what is regressed; `general`, the same regression with an abstract predictor
    f_w(x), any real function; `predictor`, that f_w(x); `labels`, for each weight the column of the data that it belongs to,
    `const` for w0.
    """

    base: Family
    general: Family
    predictor: Applied
    labels: tuple[tuple[str, str], ...]

    @property
    def weights(self) -> tuple[Parameter, ...]:
        """w0, w1, ..., in the order of the columns."""
        return self.parameters[: len(self.labels)]

    def written(self, tree: Any) -> Any:
        """A formula of the general regression with the linear predictor written out."""

        def linear(node: Any) -> Any:
            if not (isinstance(node, Applied) and node.head == self.predictor.head):
                return None
            (point,) = node.points
            index = point.args[1] if isinstance(point, Entry) else None
            first, *rest = self.weights
            columns = [s.outcome if index is None else Entry(s.column, index) for s in self.inputs]
            return sum((w * x for w, x in zip(rest, columns, strict=True)), start=first)

        return replace(tree, linear)


def linear(family: Family, columns: Sequence[str]) -> Linear:
    """The family's regression on some columns of numbers, with a linear predictor w0 + w1 x1 + ... and its first link.

    The weights and the inputs stand in the order of `columns`, the names of the columns in the data. Raises InputError where
    the family has no link, or more than one variable.
    """
    if not family.links:
        raise InputError(
            f"{family} has no link to a predictor: choose a family that has one, such as normal or poisson."
        )
    unknown, link = next(iter(dict(family.links).items()))
    (z,) = link.free_symbols
    weights = [parameter(f"w{k}", reals) for k in range(len(columns) + 1)]
    inputs = [sample(f"x{k}", domain=reals) for k in range(1, len(columns) + 1)]
    taken = {str(p.name) for p in (*family.parameters, *family.known)}
    index = parameter(next(name for name in ("w", "v", "omega", "eta") if name not in taken))
    predictor = function("f", index)(sample("x", domain=reals).outcome)
    response = sample("y", domain=family.sample.column.domain)
    meanings = {unknown: link, family.sample.outcome: response.outcome}
    loss = None if family.loss is None else replace(family.loss, meanings.get)
    written = sum((w * x.outcome for w, x in zip(weights[1:], inputs, strict=True)), start=weights[0])
    try:
        general = regression(family, {unknown: link}, {z: predictor}, loss=loss, factor=family.factor)
        found = regression(family, {unknown: link}, {z: written}, loss=loss, factor=family.factor)
    except DerivationError as error:
        raise InputError(f"{family} cannot be regressed on columns: {error}") from None
    rest = tuple(p for p in found.parameters if p not in weights)
    ordered = with_(found, inputs=tuple(inputs), parameters=(*weights, *rest))
    parts = {f.name: getattr(ordered, f.name) for f in fields(Family) if f.init}
    labels = zip((str(w.name) for w in weights), (CONSTANT, *columns), strict=True)
    return Linear(**parts, base=family, general=general, predictor=predictor, labels=tuple(labels))


# ---- on data -----------------------------------------------------------------------------------------------------------


def generally(data: Data) -> Data:
    """The data of a regression on columns as data of the general regression: the inputs of a row are one label.

    Other data are returned as they are.
    """
    family = data.family
    if not isinstance(family, Linear):
        return data
    (y,), (x,) = family.general.variables, family.general.inputs
    places = {inputs: k for k, inputs in enumerate(_inputs(data))}
    labels = tuple(fmpq(k) for k in places.values())
    values = {str(y.column.name): data.values[str(y.column.name)], str(x.column.name): labels}
    cells: dict[Any, int] = {}
    for cell, times in data.cells.items():
        key = (cell[0], places[cell[1:]])
        cells[key] = cells.get(key, 0) + times
    columns = (data.columns[0], str(x.column.name))
    return with_(data, family=family.general, columns=columns, values=values, cells=cells)


def _inputs(data: Data) -> list[Any]:
    """The different inputs of the rows, each as places in the columns."""
    return list(dict.fromkeys(cell[1:] for cell in data.cells))


class Predicted:
    """The exact values of the linear predictor at the different inputs of some data."""

    def __init__(self, data: Data) -> None:
        family: Any = data.family
        self.weights = [str(w.name) for w in family.weights]
        scaled, self.units = [], [1]
        for s in family.inputs:
            values = data.values[str(s.column.name)]
            unit = 1
            for v in values:
                unit = lcm(unit, int(v.q))
            self.units.append(unit)
            scaled.append([int(v.p) * (unit // int(v.q)) for v in values])
        self.rows = [(1, *(column[k] for column, k in zip(scaled, cell, strict=True))) for cell in _inputs(data)]

    def values(self, point: Mapping[str, Any]) -> dict[Cell, Any]:
        """The predictor by label, at rational weights, or at balls."""
        weights = [point[w] / u for w, u in zip(self.weights, self.units, strict=True)]
        if not all(isinstance(w, fmpq) for w in weights):
            return {(k,): sum(map(mul, weights, row), start=fmpq(0)) for k, row in enumerate(self.rows)}
        unit = 1
        for w in weights:
            unit = lcm(unit, int(w.q))
        whole = [int(w.p) * (unit // int(w.q)) for w in weights]
        return {(k,): fmpq(sum(map(mul, whole, row)), unit) for k, row in enumerate(self.rows)}


__all__ = ["CONSTANT", "Linear", "Predicted", "generally", "linear"]
