"""A statement about a family (`Claim`) and what became of it (`Fact`): plain data, which nothing that proves need know."""

from __future__ import annotations

from dataclasses import dataclass

from sympy import Expr

from symbolic.core.errors import MalformedTerm
from symbolic.core.statement import Statement, read
from symbolic.kernel import Judgement, Verdict
from symbolic.obligations import is_known, of_a_file


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement about a family, before anyone has answered it.

    Arguments: `name`, such as "total mass" or "mean of the score of mu"; `obligation`, the statement; `formula`, what it is
    about where there is more to show than the statement, such as the score itself, an expression in outcomes; `note`;
    `stated`, whether the family's author takes it for granted where nobody can tell; `false`, whether the author claims that
    it is false.
    """

    name: str
    obligation: Statement
    formula: Expr | None = None
    note: str = ""
    stated: bool = False
    false: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """A claim with its verdict, who gave it, and why it is open."""

    claim: Claim
    judgement: Judgement

    @property
    def name(self) -> str:
        return self.claim.name

    @property
    def verdict(self) -> Verdict:
        return self.judgement.verdict

    @property
    def standing(self) -> Verdict:
        """What became of what is claimed: its verdict; of a claim that it is false, PROVED where it is refuted."""
        if not self.claim.false:
            return self.verdict
        return {Verdict.PROVED: Verdict.REFUTED, Verdict.REFUTED: Verdict.PROVED}.get(self.verdict, Verdict.UNKNOWN)


# ---- what a file may state ---------------------------------------------------------------------------------------------


def misfit(statement: object) -> str:
    """What is wrong with a statement that an author made: its kind, or what it is about; "" where nothing is."""
    if not isinstance(statement, Statement):
        return f"{statement!r} is no Obligation, such as Obligation('convex', (loss, (mu,)))"
    if not statement.by_a_file:
        return f"there are no statements of the kind {statement.kind!r}; the kinds are {', '.join(of_a_file())}"
    if not is_known(statement):
        return f"{type(statement).__name__} is a class of your own: write Obligation({statement.kind!r}, ...)"
    try:
        read(type(statement), statement.about)
    except MalformedTerm as reason:
        return str(reason)
    return ""
