"""Numeric attacks on what was proved: on the steps of a chain, on the facts of a family, and known counterexamples."""

from properties.attacks.on_steps import attack, confront
from properties.attacks.report import Counterexample, StepReport

__all__ = ["Counterexample", "StepReport", "attack", "confront"]
