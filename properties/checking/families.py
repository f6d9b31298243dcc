"""The whole contract of a model family: its chain and its facts, proved and attacked. One line in a user's own pytest.

Nothing here proves: provers answer, attacks search, and a certified counterexample has the last word.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import count

from properties.attacks import attack, confront
from properties.attacks.on_facts import attack_fact, confront_facts
from properties.attacks.report import FactReport, StepReport
from properties.checking.references import CONTRADICTED, ReferenceReport, allowed, compare
from symbolic.kernel import Verdict
from symbolic.models.claims import Claim, Fact
from symbolic.models.family import Family
from symbolic.models.judging import claims
from symbolic.report import sentences as statements
from symbolic.report.sheets import Sheet, sheet
from symbolic.report.theorem import Theorem
from symbolic.report.theorem import claims as stated


class FamilyError(AssertionError):
    """A family does not keep its contract. The message is the whole report; `report` holds it as data."""

    def __init__(self, report: FamilyReport) -> None:
        super().__init__(str(report))
        self.report = report

    def __reduce__(self) -> tuple[type[FamilyError], tuple[FamilyReport]]:
        return FamilyError, (self.report,)


@dataclass(frozen=True, slots=True)
class FamilyReport:
    """What was found of a family.

    Arguments: `sheet`, its chain and facts with their verdicts, those of the attack included; `steps`, what came of attacking
    the chain; `facts`, what came of attacking the facts, in the sheet's order; `reference`, what came of comparing it with
    its reference, if it names one.
    """

    sheet: Sheet
    steps: tuple[StepReport, ...]
    facts: tuple[FactReport, ...]
    reference: ReferenceReport | None = None

    @property
    def verdict(self) -> Verdict:
        """REFUTED where a case is certified in which the chain fails; else the sheet's, as far as its reference allows."""
        return Verdict.REFUTED if self._broken else allowed(self.sheet.verdict, self.reference)

    @property
    def _broken(self) -> tuple[StepReport, ...]:
        return tuple(s for s in self.steps if s.certified)

    def __str__(self) -> str:
        name, declared = self.sheet.name, self.sheet.declared
        if self.verdict is Verdict.PROVED:
            shown = _counted([f.standing for f in declared])
            more = _counted([f.verdict for f in self.sheet.facts if f not in declared])
            said = f"{name}: its chain is proved; of what it declares {shown}; of what follows {more or 'nothing'}"
            return said if self.reference is None else f"{said}; {self.reference}"
        lines = [f"{name}: {self.verdict.value}"]
        for step in self._broken:
            case = step.counterexample
            if case is not None:
                lines.append(f"from the likelihood to the loss, step {step.number} ({step.rule}) fails: {case.text}")
        theorem = self.sheet.theorem
        for judgement in theorem.open:
            lines.append(
                f"the chain is {theorem.verdict.value}: {statements.text(judgement.obligation)} is "
                f"{judgement.verdict.value}{_because(judgement.reason)}"
            )
        for fact in self.sheet.faults:
            said, claimed = (
                statements.text(fact.claim.obligation),
                ", and claimed to be false" if fact.claim.false else "",
            )
            lines.append(f"{fact.name} is {fact.verdict.value}{claimed}: {said}{_because(fact.judgement.reason)}")
        lines += [str(self.reference)] if self.reference is not None and self.reference.status == CONTRADICTED else []
        owed = [group for group, found in self.sheet.groups if found]
        lines += [f"{group}: nothing was stated of it" for group in ("nonnegative", "mass") if group not in owed]
        return "\n".join(lines)


def _counted(verdicts: Sequence[Verdict]) -> str:
    counted = {v: verdicts.count(v) for v in Verdict}
    return ", ".join(f"{n} {v.value}" for v, n in counted.items() if n)


def _because(reason: str) -> str:
    return f". {reason}" if reason else ""


def attack_facts(family: Family, *, max_examples: int = 100, seed: int = 0) -> tuple[FactReport, ...]:
    """Search, for each fact about a family, for a case in which it fails; in the order of `symbolic.models.facts.facts`.

    Arguments: `max_examples`, instances a fact (fewer where each is dear); the same `seed` finds the same.
    """
    return tuple(_attacked(claim, max_examples, seed) for _, claim in claims(family))


def _attacked(claim: Claim, max_examples: int, seed: int) -> FactReport:
    return attack_fact(claim.name, claim.obligation, max_examples=max_examples, seed=seed)


def attacked_statements(
    theorem: Theorem, *, max_examples: int = 100, seed: int = 0
) -> tuple[Theorem, tuple[FactReport, ...]]:
    """A theorem after what its glossary claims was attacked, and what came of that, as `attacked` does it for a sheet."""
    facts = [
        Fact(Claim(meaning, j.obligation), j)
        for (_, meaning), j in zip(stated(theorem.chain), theorem.stated, strict=True)
    ]
    reports = tuple(_attacked(fact.claim, max_examples, seed) for fact in facts)
    found = tuple(fact.judgement for fact in confront_facts(facts, reports))
    return replace(theorem, stated=found), reports


def check_family(family: Family, *, max_examples: int = 100, seed: int = 0) -> FamilyReport:
    """The whole contract of a family: its chain proved and attacked, every fact judged and attacked.

    Arguments: `max_examples`, instances for each step and each fact; the same `seed` finds the same. Returns the report.
    Raises FamilyError, an AssertionError, where the chain or anything that the family declares (sign, mass, derivatives,
    estimates, statements of its own) is not proved, or its reference is contradicted; Unsound where
    something that was proved has a certified counterexample; DerivationError where no chain can be built from the
    declaration.

    Example, in a test of your own: check_family(family)
    """
    report = attacked(sheet(family), max_examples=max_examples, seed=seed)
    if report.verdict is not Verdict.PROVED:
        raise FamilyError(report)
    return report


def attacked(
    found: Sheet, *, max_examples: int = 100, seed: int = 0, progress: Callable[[int, int], None] | None = None
) -> FamilyReport:
    """A sheet after its chain and its facts were attacked: what was open and has a certified counterexample is refuted.

    Arguments: `max_examples`, instances for each step and each fact; the same `seed` finds the same; `progress(done, total)`
    is called as the chain and each fact are done. Raises Unsound where something that was proved has a certified
    counterexample.
    """
    done = count(1)

    def advance() -> None:
        if progress is not None:
            progress(next(done), 1 + len(found.facts))

    steps = attack(found.theorem, max_examples=max_examples, seed=seed)
    confront(found.theorem, steps)
    advance()
    reports: list[FactReport] = []
    groups = []
    for group, facts in found.groups:
        here = []
        for fact in facts:
            here.append(_attacked(fact.claim, max_examples, seed))
            advance()
        groups.append((group, confront_facts(facts, here)))
        reports += here
    return FamilyReport(replace(found, groups=tuple(groups)), steps, tuple(reports), compare(found.family))
