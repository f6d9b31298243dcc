"""lossproof: derivations of losses from likelihoods, replayed and proved line by line.

A newcomer holds six words: problem, step, obligation, verdict, chain, family. What only fact sheets need is loaded when they
are first asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from symbolic.chain import Chain, argmax, argmin
from symbolic.core.domains import (
    AnySet,
    Categories,
    Countable,
    Domain,
    FiniteSet,
    Integers,
    RealInterval,
    any_set,
    binary,
    countable,
    counts,
    nonnegative,
    open_unit_interval,
    positive,
    reals,
    unit_interval,
)
from symbolic.core.errors import DerivationError, ExtensionError, ProverError, Unsound
from symbolic.core.terms import (
    AtMost,
    cross_entropy,
    density,
    empirical,
    entropy,
    expectation,
    function,
    integrable,
    kl_divergence,
    logistic,
    parameter,
    sample,
    softplus,
)
from symbolic.kernel import NONE, SAME, Condition, Problem, Relation, Step, Verdict
from symbolic.map_estimate import map_estimate
from symbolic.models.family import Estimate, Family, Likelihood, Reference, real_variable, unwritten
from symbolic.models.likelihood import derivation
from symbolic.obligations import Obligation
from symbolic.reader import written
from symbolic.regression import regression  # so that the function, and not the module, has the name
from symbolic.report import display as _display  # noqa: F401  # what prompts and notebooks show of what is made here
from symbolic.report.theorem import Theorem, check

if TYPE_CHECKING:
    from symbolic.models.censoring import right_censored
    from symbolic.models.truncation import truncated
    from symbolic.models.weighting import weighted
    from symbolic.report.differences import Difference, difference
    from symbolic.report.sheets import Sheet, sheet

COMPACT, CONVEX, FINITE, POINTWISE = Condition.COMPACT, Condition.CONVEX, Condition.FINITE, Condition.POINTWISE

__all__ = [
    "COMPACT",
    "CONVEX",
    "FINITE",
    "NONE",
    "POINTWISE",
    "SAME",
    "AnySet",
    "AtMost",
    "Categories",
    "Chain",
    "Condition",
    "Countable",
    "DerivationError",
    "Difference",
    "Domain",
    "Estimate",
    "ExtensionError",
    "Family",
    "FiniteSet",
    "Integers",
    "Likelihood",
    "Obligation",
    "Problem",
    "ProverError",
    "RealInterval",
    "Reference",
    "Relation",
    "Sheet",
    "Step",
    "Theorem",
    "Unsound",
    "Verdict",
    "any_set",
    "argmax",
    "argmin",
    "binary",
    "check",
    "countable",
    "counts",
    "cross_entropy",
    "density",
    "derivation",
    "difference",
    "empirical",
    "entropy",
    "expectation",
    "function",
    "integrable",
    "kl_divergence",
    "logistic",
    "map_estimate",
    "nonnegative",
    "open_unit_interval",
    "parameter",
    "positive",
    "real_variable",
    "reals",
    "regression",
    "right_censored",
    "sample",
    "sheet",
    "softplus",
    "truncated",
    "unit_interval",
    "unwritten",
    "weighted",
    "written",
]


def __getattr__(name: str) -> Any:
    if name in ("Sheet", "sheet"):
        from symbolic.report import sheets

        return getattr(sheets, name)
    if name in ("Difference", "difference"):
        from symbolic.report import differences

        return getattr(differences, name)
    if name == "right_censored":
        from symbolic.models import censoring

        return censoring.right_censored
    if name == "truncated":
        from symbolic.models import truncation

        return truncation.truncated
    if name == "weighted":
        from symbolic.models import weighting

        return weighting.weighted
    raise AttributeError(f"module 'symbolic' has no attribute {name!r}; its public names are {', '.join(__all__)}")
