"""What came of attacking one thing (`Report`), a step or a fact, and the veto of the attack over what was proved."""

from __future__ import annotations

from dataclasses import dataclass, field

from symbolic.core.errors import Unsound


@dataclass(frozen=True, slots=True)
class Counterexample:
    """A case in which a statement fails, shrunk. `certified` is False where only a statistical bound was broken."""

    property: str
    text: str
    certified: bool


@dataclass(frozen=True, slots=True)
class Report:
    """What came of attacking one thing: a fact, or a step of a chain (then it is a `StepReport`).

    `name` and `kind` are those of a fact and its statement, or the rule and the primitive of a step. `examples` is how many
    instances were tried, `decided` how many of them met all hypotheses and left nothing open for want of precision. `vacuous`
    says why nothing could be tried, `undone` what of the search was left undone because its budget was spent; or they are "".
    """

    name: str
    kind: str
    examples: int = 0
    decided: int = 0
    counterexample: Counterexample | None = None
    vacuous: str = ""
    undone: str = ""

    @property
    def certified(self) -> bool:
        """Was a counterexample found that exact arithmetic certifies?"""
        return self.counterexample is not None and self.counterexample.certified


FactReport = Report  # of a fact there is nothing more to say


@dataclass(frozen=True, slots=True)
class StepReport(Report):
    """What came of attacking one step: `number` is its place in the chain, 0 that of the start."""

    number: int = field(kw_only=True)

    @property
    def rule(self) -> str:
        return self.name

    @property
    def primitive(self) -> str:
        return self.kind


def veto(report: Report, proved: bool, what: str) -> None:
    """Raise Unsound where a certified counterexample hits what was proved; `what` says what that is."""
    found = report.counterexample
    if proved and found is not None and found.certified:
        raise Unsound(
            f"bug in lossproof: {what}, and there is a certified counterexample ({found.property}):\n{found.text}"
        )
