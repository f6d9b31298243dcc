"""What a fit says beyond its estimate: log-likelihood, information criteria, and standard errors where they are justified."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from statistics import NormalDist
from typing import TYPE_CHECKING

from flint import arb, arb_mat
from sympy import Abs, Max, Min

from properties.estimation.certificates import Certificate
from properties.estimation.jets import Unavailable
from properties.estimation.linear import Linear
from properties.estimation.objectives import Evaluator
from properties.instances.compiling import Context
from properties.instances.evaluation import Compiled
from properties.instances.numbers import inside, precision
from symbolic.core.domains import continuum, interior
from symbolic.core.terms import AtMost, symbols, walk
from symbolic.kernel import Verdict
from symbolic.models.judging import facts

if TYPE_CHECKING:
    from properties.estimation.fitting import Comparison

BITS = 128


@dataclass(frozen=True, slots=True)
class Inference:
    """The log-likelihood at the estimate, Akaike's and Schwarz's criteria, and standard errors by unknown, as floats.

    The errors are those of Wald under the model, from the observed information at the estimate; `why` says why there are
    none. Source: van der Vaart, Asymptotic Statistics, sections 5.5 and 5.6; Schwarz (1978) for BIC = k log n - 2 log L.
    """

    log_likelihood: float
    aic: float
    bic: float
    errors: Mapping[str, float]
    why: str = ""

    def intervals(self, at: Mapping[str, float], level: float = 0.95) -> dict[str, tuple[float, float]]:
        """Wald's confidence intervals around an estimate: so many standard errors on both sides."""
        if not 0 < level < 1:
            raise ValueError(f"level={level}: a confidence level lies between 0 and 1, such as 0.95.")
        z = NormalDist().inv_cdf((1 + level) / 2)
        return {name: (at[name] - z * e, at[name] + z * e) for name, e in self.errors.items()}


def inference(comparison: Comparison) -> Inference | None:
    """The inference at a comparison's estimate; None where there is no estimate, where rows are no observations, where no
    density is maximised, and where no float is the log-likelihood."""
    data, found = comparison.data, comparison.found
    if not data.observed or found.runs_off or not comparison.general.is_density:
        return None
    objective = next(o for o in comparison.objectives if o.name == "log-likelihood")
    evaluator = Evaluator(data, objective, comparison.statistics)
    (value,) = evaluator.values([comparison.estimate(BITS)], BITS)
    if value is None or isinstance(value, float):
        return None
    size = float(arb(value).mid())
    if not isfinite(size) or arb(value).rad() > 1e-9 * (1 + abs(size)):
        return None
    k = len(found.point["table"]) - 1 if "table" in found.point else len(data.family.parameters)
    with precision(BITS):
        log_n = float(arb(data.rows).log().mid())
    errors, why = _errors(comparison)
    return Inference(size, 2 * k - 2 * size, k * log_n - 2 * size, errors, why)


def _errors(comparison: Comparison) -> tuple[dict[str, float], str]:
    """Standard errors, or why there are none."""
    family, found = comparison.family, comparison.found
    certificate = comparison.certificate
    if "table" in found.point or comparison.jets is None:
        return {}, "the second derivatives of the log-likelihood are not known here"
    if not (isinstance(certificate, Certificate) and certificate.one):
        return {}, "the estimate is not certified to be the only one"
    general = comparison.general
    if any(isinstance(t, AtMost) and not symbols(t).isdisjoint(general.parameters) for t in walk(general.density)):
        return {}, "the support depends on an unknown"
    if any(isinstance(t, Abs | Max | Min) for t in walk(comparison.jets.tree)):
        return {}, "the log-likelihood has kinks"
    for p in family.parameters:
        if not continuum(p.domain) or not inside(interior(p.domain), found.point[str(p.name)]):
            return {}, f"{p} is not in the interior of its domain"
    base = family.base if isinstance(family, Linear) else family
    proved = {f.name for f in facts(base, only=("information",)) if f.verdict is Verdict.PROVED}
    missing = [p for p in base.parameters if not any(n.startswith(f"information of {p}") for n in proved)]
    if missing:
        return {}, f"the information of {missing[0]} is not proved"
    try:
        with precision(BITS):
            local = comparison.jets.at([arb(found.point[str(p.name)]) for p in family.parameters], bits=BITS)
            factor = arb(1)
            if not comparison.underived:  # -log density = factor * loss + what is free of the unknowns
                instance = comparison.data.instance()
                factor = arb(Compiled(comparison.general.factor, Context()).value(instance, 0))
            covariance = (arb_mat(local.hessian) * (factor * comparison.data.rows)).inv()
            variances = [covariance[j, j] for j in range(len(family.parameters))]
            if not all(v > 0 for v in variances):
                return {}, "the observed information is not known to be positive definite"
            return {str(p.name): float(v.sqrt().mid()) for p, v in zip(family.parameters, variances, strict=True)}, ""
    except (Unavailable, ZeroDivisionError) as reason:
        return {}, f"the observed information has no inverse: {reason}"


__all__ = ["Inference", "inference"]
