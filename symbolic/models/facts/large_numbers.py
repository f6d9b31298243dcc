"""Which conditions of the law of large numbers a family fulfils: FINITE, COMPACT, CONVEX, or NONE with the reason.

Only what follows from the family itself is a fact. What a condition asks of the law that the data come from (integrals,
minimisers of the limit) stays a hypothesis, and is listed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from dataclasses import replace as with_

from symbolic.asking import provers
from symbolic.chain import Chain
from symbolic.core.domains import is_interval
from symbolic.core.statement import Statement
from symbolic.kernel import Condition, Judgement, Prover, Replay, Verdict, check, judge
from symbolic.models.claims import Claim
from symbolic.models.family import Family
from symbolic.models.likelihood import derivation, truth
from symbolic.rules import law_of_large_numbers
from symbolic.statements.compact import Compact
from symbolic.statements.open_and_convex import OpenAndConvex

PLACE = 10
OF_DENSITIES = True
MINIMISERS = (Condition.FINITE, Condition.COMPACT, Condition.CONVEX)


@dataclass(frozen=True, slots=True)
class Discharge:
    """What a condition owes beyond the convergence at each single parameter, with verdicts.

    Arguments: `condition`; `judgements`, of what it owes.
    """

    condition: Condition
    judgements: tuple[Judgement, ...]

    @property
    def holds(self) -> bool:
        """Is everything proved, or a hypothesis about the law of the data?"""
        return not self.failed

    @property
    def failed(self) -> tuple[Judgement, ...]:
        """What is refuted or unknown, or about the family and not proved."""
        return tuple(
            j
            for j in self.judgements
            if j.verdict in (Verdict.REFUTED, Verdict.UNKNOWN)
            or (j.verdict is not Verdict.PROVED and j.obligation.of_the_family)
        )

    @property
    def remedy(self) -> str:
        """Where it holds: on the interior, or on compact parts, if it fails because of the domain alone; else ""."""
        if len(self.failed) != 1:
            return ""
        match self.failed[0].obligation:
            case OpenAndConvex(unknowns=unknowns) if all(is_interval(u.domain) for u in unknowns):
                return "on the interior of the domain"
            case Compact(unknowns=unknowns) if all(is_interval(u.domain) for u in unknowns):
                return "on every compact part of the domain"
        return ""

    @property
    def hypotheses(self) -> tuple[Statement, ...]:
        """What is left to assume of the law of the data."""
        return tuple(j.obligation for j in self.judgements if j.verdict is Verdict.ASSUMED)


def discharges(family: Family, asked: Sequence[tuple[str, Prover]] | None = None) -> tuple[Discharge, ...]:
    """FINITE, COMPACT and CONVEX, each with what became of what it owes; `asked` are the provers, by default all."""
    asked = provers() if asked is None else asked
    end, law = derivation(family).end, truth(family)
    owed = {
        condition: _owed(check(Chain("limit", end).then(law_of_large_numbers(law, condition)), asked))
        for condition in (Condition.POINTWISE, *MINIMISERS)
    }
    always = {j.obligation for j in owed[Condition.POINTWISE]}
    return tuple(
        Discharge(c, tuple(_granted(family, j, asked) for j in owed[c] if j.obligation not in always))
        for c in MINIMISERS
    )


def _owed(theorem: Replay) -> tuple[Judgement, ...]:
    """What the limit owes, and that its hypotheses can hold, where that is open."""
    return (*theorem.lines[-1].judgements, *(j for j in theorem.premises if j in theorem.open))


def _granted(family: Family, judgement: Judgement, asked: Sequence[tuple[str, Prover]]) -> Judgement:
    """What is owed of the family and open, judged again by what its file takes for granted."""
    owed = judgement.obligation
    if not family.hypotheses or not owed.of_the_family or judgement.verdict in (Verdict.PROVED, Verdict.REFUTED):
        return judgement
    again = judge(with_(owed, granted=family.hypotheses), asked)
    return again._replace(obligation=owed) if again.verdict is Verdict.PROVED else judgement


def facts(family: Family) -> Iterator[Claim]:
    """What the conditions that hold ask of the family; where none does, the first failure of each."""
    found = discharges(family)
    holding = [d for d in found if d.holds]
    for discharge in holding:
        for judgement in discharge.judgements:
            if judgement.obligation.of_the_family:
                yield _claim(discharge, judgement)
    for discharge in () if holding else found:
        yield _claim(discharge, discharge.failed[0])


def _claim(discharge: Discharge, judgement: Judgement) -> Claim:
    owed = judgement.obligation.alone
    return Claim(f"{discharge.condition.name}: {owed.kind}", owed)
