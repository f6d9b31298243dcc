"""Numeric attacks on what was proved: on the steps of a chain, on the facts of a family, and known counterexamples."""

from properties.attacks.on_steps import StepReport, attack, confront
from properties.attacks.search import Counterexample

__all__ = ["Counterexample", "StepReport", "attack", "confront"]
