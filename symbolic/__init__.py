"""lossproof: derivations of losses from likelihoods, replayed and proved line by line.

A newcomer holds six words: problem, step, obligation, verdict, chain, family. What only fact sheets need is loaded when they
are first asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from symbolic import display as _display  # noqa: F401  # what prompts and notebooks show of what is made here
from symbolic.chain import Chain, argmax, argmin
from symbolic.domains import (
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
from symbolic.errors import DerivationError, ExtensionError, ProverError, Unsound
from symbolic.family import Estimate, Family, Reference, real_variable, unwritten
from symbolic.kernel import Obligation, Problem, Step, Verdict
from symbolic.likelihood import derivation
from symbolic.map_estimate import map_estimate
from symbolic.regression import regression
from symbolic.terms import (
    NONE,
    SAME,
    AtMost,
    Condition,
    Relation,
    cross_entropy,
    density,
    empirical,
    entropy,
    expectation,
    function,
    integrable,
    kl_divergence,
    parameter,
    sample,
)
from symbolic.theorem import Theorem, check
from symbolic.written import written

if TYPE_CHECKING:
    from symbolic.differences import Difference, difference
    from symbolic.sheets import Sheet, sheet

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
    "map_estimate",
    "nonnegative",
    "open_unit_interval",
    "parameter",
    "positive",
    "real_variable",
    "reals",
    "regression",
    "sample",
    "sheet",
    "unit_interval",
    "unwritten",
    "written",
]


def __getattr__(name: str) -> Any:
    if name in ("Sheet", "sheet"):
        from symbolic import sheets

        return getattr(sheets, name)
    if name in ("Difference", "difference"):
        from symbolic import differences

        return getattr(differences, name)
    raise AttributeError(f"module 'symbolic' has no attribute {name!r}; its public names are {', '.join(__all__)}")
