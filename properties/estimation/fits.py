"""The estimate of a family on data in memory or in a file, from Python: `lossproof.fit`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from properties.data.family_data import observe
from properties.data.numerals import exact_value
from properties.errors import InputError
from properties.estimation.certificates import Certificate
from properties.estimation.fitting import Comparison
from properties.estimation.inference import Inference, inference
from properties.estimation.landmarks import as_float
from properties.estimation.linear import Linear, linear
from properties.estimation.objectives import decimal
from properties.estimation.wording import claims, described
from properties.loading import load_families
from symbolic.models.family import Family


@dataclass(frozen=True, slots=True)
class Fit:
    """An estimate on data, with what is certain of it.

    Attributes: `comparison`, the work behind it; `estimate`, a float for each unknown (of a regression on columns by the
    names of the columns, `const` first); `exact`, the same as exact numbers or texts; `certificate`, what is certain of all
    minimisers of the mean loss, or None: then it is the best that was found; `inference`, None where rows are no
    observations.
    """

    comparison: Comparison
    estimate: dict[str, float]
    exact: dict[str, Any]
    certificate: Certificate | None
    inference: Inference | None

    @property
    def certified(self) -> bool:
        """Is it proved where all minimisers of the mean loss lie?"""
        return self.certificate is not None

    @property
    def standard_errors(self) -> dict[str, float]:
        """Under the model, from the observed information; empty where `inference.why` says that they are not justified."""
        return {} if self.inference is None else self._named(self.inference.errors)

    def intervals(self, level: float = 0.95) -> dict[str, tuple[float, float]]:
        """Wald's confidence intervals. Raises ValueError for a level outside of (0, 1)."""
        if self.inference is None:
            return {}
        at = {n: as_float(v) for n, v in self.comparison.found.point.items() if n != "table"}
        return self._named(self.inference.intervals(at, level))

    def _named(self, by_unknown: Mapping[str, Any]) -> dict[str, Any]:
        labels = dict(self.comparison.family.labels) if isinstance(self.comparison.family, Linear) else {}
        return {labels.get(name, name): value for name, value in by_unknown.items()}

    @property
    def log_likelihood(self) -> float | None:
        return None if self.inference is None else self.inference.log_likelihood

    @property
    def aic(self) -> float | None:
        return None if self.inference is None else self.inference.aic

    @property
    def bic(self) -> float | None:
        return None if self.inference is None else self.inference.bic

    def __repr__(self) -> str:
        found, data = self.comparison.found, self.comparison.data
        errors, intervals = self.standard_errors, self.intervals()
        rows = data.rows if data.weights is None or data.observed else data.weights.records  # weights are no rows
        out = [f"{data.family.name} on {data.source}: {rows} rows"]
        width = max(map(len, self.estimate), default=0)
        for name, value in self.estimate.items():
            more = ""
            if name in errors:
                low, high = intervals[name]
                more = f"   standard error {errors[name]:.4g}, 95% [{low:.6g}, {high:.6g}]"
            out.append(f"  {name:<{width}}  {value:.10g}{more}")
        out += [f"  no estimate found: the mean loss fell as far as was looked, {text}" for text in found.runs_off]
        if not found.runs_off:
            out.append(f"  {described(found, self.certificate)}")
            out += [f"  {line}" for line in claims(data, found, self.certificate)]
        if self.inference is not None:
            i = self.inference
            out.append(f"  log-likelihood {i.log_likelihood:.8g}, AIC {i.aic:.8g}, BIC {i.bic:.8g}")
            out += [f"  no standard errors: {i.why}"] if i.why else []
        return "\n".join(out)


def fit(
    family: Family | str, data: Any, columns: Sequence[str] = (), *, given: Any = (), weights: Any = None,
    weights_kind: str = "frequency", known: Mapping[str, Any] | None = None,
) -> Fit:  # fmt: skip
    """The maximum-likelihood estimate of a family on data, certified where it can be.

    Arguments: `family`, a family or the name of one; `data`, a column, rows, named columns (lists, arrays, Series and
    DataFrames of pandas or polars), or a CSV file; `columns`, their names, may be left out where there are as many as the
    family has variables; `given`, names of columns that a linear predictor is made of, or the inputs themselves, an array
    of a row for each datum; `weights`, a column or its name, whole frequencies, or with `weights_kind="importance"` weights
    of the objective alone; `known`, a value for each known constant: a number, or a text such as "1/3".

    Raises InputError where the data are none of the family, or constants are missing.

    Example: `fit("poisson", [0, 1, 1, 3])`; `fit("normal", frame, ["height"], given=["age", "weight"])`.
    """
    chosen = _family(family)
    constants = {name: _number(name, value) for name, value in (known or {}).items()}
    names = (given,) if isinstance(given, str) else given
    if len(names) == 0:
        model, source, wanted = chosen, data, tuple(columns)
    elif all(isinstance(name, str) for name in names):
        model = linear(chosen, list(names))
        if len(columns) != 1:
            raise InputError(f"given={list(names)}: name the one column that is regressed on them, columns=[NAME].")
        source, wanted = data, (*columns, *names)
    else:
        rows = [row if isinstance(row, list | tuple) else [row] for row in _listed(names)]
        response = _listed(data)
        if len(rows) != len(response):
            raise InputError(f"given has {len(rows)} rows, the data have {len(response)}: they are rows of one table.")
        model = linear(chosen, [f"x{k}" for k in range(1, len(rows[0]) + 1)])
        source, wanted = [(y, *row) for y, row in zip(response, rows, strict=True)], ()
    comparison = Comparison(observe(model, source, wanted, known=constants, weights=weights, kind=weights_kind))
    found, certificate = comparison.found, comparison.certificate
    labels = dict(model.labels) if isinstance(model, Linear) else {}
    if "table" in found.point:
        columns_of = comparison.data.values.values()
        shown = {
            ", ".join(str(values[k]) for values, k in zip(columns_of, cell, strict=True)): share
            for cell, share in found.point["table"].items()
        }
    else:
        shown = {labels.get(name, name): v for name, v in found.point.items()}
    exact = found.exact or (isinstance(certificate, Certificate) and certificate.exact)
    return Fit(
        comparison, {name: as_float(v) for name, v in shown.items()},
        {name: v if exact else decimal(v, 15) for name, v in shown.items()},
        certificate if isinstance(certificate, Certificate) else None, inference(comparison),
    )  # fmt: skip


def _family(family: Family | str) -> Family:
    if isinstance(family, Family):
        return family
    found = load_families([family])
    if len(found) != 1:
        raise InputError(f"family={family!r}: name one family, such as 'poisson'; here are {len(found)}.")
    return found[0]


def _number(name: str, value: Any) -> Any:
    found = exact_value(value)
    if found is None:
        raise InputError(f"known[{name!r}]={value!r} is no number: write a number, or a text such as '1/3'.")
    return found


def _listed(column: Any) -> list[Any]:
    listing = next((f for n in ("to_list", "tolist") if callable(f := getattr(column, n, None))), None)
    if listing is None and hasattr(column, "to_numpy"):
        listing = column.to_numpy().tolist
    return list(column) if listing is None else list(listing())


__all__ = ["Fit", "fit"]
