"""Every claim about a family, and what the provers say of it: the facts.

A module of `facts` has `facts(family)`, which yields `Claim`s: statements about the family that are computed from
its declaration,
never taken from it. `judged` asks the provers. A claim that no prover answers stays UNKNOWN: nothing is assumed here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace as with_

from sympy import Expr

from symbolic.asking import provers, proving
from symbolic.calculus import exponential_families
from symbolic.calculus.integrals import compute
from symbolic.calculus.normal_form import Undecided
from symbolic.core.registry import modules
from symbolic.core.statement import Statement
from symbolic.kernel import Prover, Verdict, judge
from symbolic.models import facts as room
from symbolic.models.claims import Claim, Fact
from symbolic.models.family import STATEMENTS, Family

DENSITY = ("nonnegative", "mass")  # what makes it a density: nothing is granted for that, unless it is stated itself
LIKELIHOOD = ("nonnegative",)  # what is owed of a likelihood that is no density
DECLARED = (*DENSITY, "links", "estimates", "hypotheses", "further", "false_claims")  # what a family's file answers for


def claims(family: Family, only: Iterable[str] | None = None) -> Iterator[tuple[str, Claim]]:
    """Every claim about a family, or those of the modules named in `only`, with the name of the module that makes it.

    Of a likelihood that is no density nothing is claimed that is true of densities alone (`OF_DENSITIES`).
    What the family's own file states comes last, under the names "further", "false_claims" and "questions", and before it
    what its file takes for granted and no module claims, under the name "hypotheses": so that a sheet prints all that its
    other facts are `given`.
    """
    wanted = None if only is None else set(only)
    unsaid = dict.fromkeys(family.hypotheses)
    for name, module in sorted(modules(room).items(), key=lambda item: item[1].PLACE):
        claimed = (wanted is None or name in wanted) and (family.is_density or not module.OF_DENSITIES)
        for claim in module.facts(family) if claimed else ():
            stated = claim.obligation in family.hypotheses
            unsaid.pop(claim.obligation, None)
            free = stated or name in DENSITY
            yield name, with_(claim, stated=True) if stated else claim if free else _granted(claim, family)
    for hypothesis in unsaid if wanted is None or "hypotheses" in wanted else ():
        yield "hypotheses", Claim("hypothesis", hypothesis, stated=True)
    for group in STATEMENTS if wanted is None else (s for s in STATEMENTS if s in wanted):
        for name, obligation in getattr(family, group):
            yield group, _granted(Claim(name, obligation, false=group == "false_claims"), family)


def _granted(claim: Claim, family: Family) -> Claim:
    """The claim, given what the family's file takes for granted."""
    return with_(claim, obligation=with_(claim.obligation, granted=family.hypotheses))


def core(family: Family) -> tuple[str, ...]:
    """The modules whose facts every such family owes."""
    return DENSITY if family.is_density else LIKELIHOOD


def closed_form(family: Family, integrand: Expr) -> Expr:
    """The value of an integral over the family's outcomes, by the table or by what the family takes for granted.

    It is a proposal. Raises Undecided where no closed form is known.
    """
    try:
        return compute(integrand, family.outcomes, family.total)
    except Undecided:
        if not family.hypotheses:
            raise
        return exponential_families.mean(integrand, family.outcomes, family.total, family.hypotheses)


def judged(claim: Claim, asked: Sequence[tuple[str, Prover]] | None = None) -> Fact:
    """The claim with the first verdict that a prover gives, among all or among those `asked`; UNKNOWN where none does."""
    asked = provers() if asked is None else asked
    found = judge(claim.obligation, asked, claim.stated)
    return Fact(claim, found._replace(prover="the family's file") if found.verdict is Verdict.ASSUMED else found)


def proved(obligation: Statement) -> bool:
    """Does a prover prove it? No case is looked for that would refute it."""
    return judge(obligation, proving()).verdict is Verdict.PROVED


def facts(family: Family, only: Iterable[str] | None = None) -> tuple[Fact, ...]:
    """Every fact about a family, or those of the modules named in `only`."""
    return tuple(judged(claim) for _, claim in claims(family, only))
