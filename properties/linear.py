"""A family's regression on columns of numbers: a linear predictor, and the general regression of which it is an instance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from dataclasses import replace as with_
from typing import Any

from properties.loading import InputError
from symbolic.domains import reals
from symbolic.errors import DerivationError
from symbolic.family import Family
from symbolic.regression import regression
from symbolic.terms import Applied, Entry, Parameter, function, parameter, replace, sample

CONSTANT = "const"


@dataclass(frozen=True, slots=True, kw_only=True)
class Linear(Family):
    """A regression with the linear predictor w0 + w1 x1 + ...: what is proved of it is proved of any predictor.

    Arguments beside those of a family: `general`, the same regression with an abstract predictor f_w(x), any real function;
    `predictor`, that f_w(x); `labels`, for each weight the column of the data that it belongs to, `const` for w0.
    """

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
    return Linear(**parts, general=general, predictor=predictor, labels=tuple(labels))
