"""lossproof: derivations of losses from likelihoods, replayed and proved line by line.

A newcomer holds six words: problem, step, obligation, verdict, chain, family.
"""

from symbolic.domains import (
    AnySet,
    Countable,
    Domain,
    FiniteSet,
    RealInterval,
    any_set,
    countable,
    nonnegative,
    positive,
    reals,
    unit_interval,
)
from symbolic.errors import DerivationError, ExtensionError, ProverError, Unsound
from symbolic.kernel import Chain, Obligation, Problem, Step, Verdict, argmax, argmin
from symbolic.terms import (
    NONE,
    SAME,
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

COMPACT, CONVEX, FINITE, POINTWISE = Condition.COMPACT, Condition.CONVEX, Condition.FINITE, Condition.POINTWISE

__all__ = [
    "COMPACT",
    "CONVEX",
    "FINITE",
    "NONE",
    "POINTWISE",
    "SAME",
    "AnySet",
    "Chain",
    "Condition",
    "Countable",
    "DerivationError",
    "Domain",
    "ExtensionError",
    "FiniteSet",
    "Obligation",
    "Problem",
    "ProverError",
    "RealInterval",
    "Relation",
    "Step",
    "Theorem",
    "Unsound",
    "Verdict",
    "any_set",
    "argmax",
    "argmin",
    "check",
    "countable",
    "cross_entropy",
    "density",
    "empirical",
    "entropy",
    "expectation",
    "function",
    "integrable",
    "kl_divergence",
    "nonnegative",
    "parameter",
    "positive",
    "reals",
    "sample",
    "unit_interval",
    "written",
]
