"""The outer ring: numeric attacks on derivations, the pytest plugin and the command line.

Importing this package loads neither SymPy nor Hypothesis: the public names below are loaded when first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from properties.attacks import attack, confront
    from properties.attacks.on_facts import confront_facts
    from properties.attacks.report import Counterexample, FactReport, StepReport
    from properties.checking.chains import ProofError, assert_proved
    from properties.checking.families import FamilyError, FamilyReport, attack_facts, check_family
    from properties.conformance.check import Conformance, ConformanceError, check_loss, loss_report
    from properties.conformance.claims import ConformanceClaim, conforms
    from properties.estimation.fits import Fit, fit

_MODULES = {
    "attacks.on_steps": ("attack", "confront"),
    "attacks.report": ("Counterexample", "FactReport", "StepReport"),
    "checking.chains": ("ProofError", "assert_proved"),
    "attacks.on_facts": ("confront_facts",),
    "checking.families": ("FamilyError", "FamilyReport", "attack_facts", "check_family"),
    "conformance.claims": ("ConformanceClaim", "conforms"),
    "conformance.check": ("Conformance", "ConformanceError", "check_loss", "loss_report"),
    "estimation.fits": ("Fit", "fit"),
}
__all__ = [
    "Conformance",
    "ConformanceClaim",
    "ConformanceError",
    "Counterexample",
    "FactReport",
    "FamilyError",
    "FamilyReport",
    "Fit",
    "ProofError",
    "StepReport",
    "assert_proved",
    "attack",
    "attack_facts",
    "check_family",
    "check_loss",
    "conforms",
    "confront",
    "confront_facts",
    "fit",
    "loss_report",
]


def __getattr__(name: str) -> Any:
    for module, names in _MODULES.items():
        if name in names:
            return getattr(import_module(f"properties.{module}"), name)
    raise AttributeError(f"module 'properties' has no attribute {name!r}; its public names are {', '.join(__all__)}")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
