"""The fact sheet of a family: what it declares, the theorem that follows, every fact with its verdict. Nothing here proves.

A sheet is computed when it is asked for. It says of a family what holds, and as plainly what does not: a fact that is
refuted, such as convexity, is a result like any other. Only what the family itself declares has to be as it is declared.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from dataclasses import replace as with_
from typing import Any

from symbolic.asking import provers
from symbolic.core.errors import MalformedTerm
from symbolic.core.registry import names
from symbolic.core.statement import Statement
from symbolic.core.terms import Applied, Density, Parameter, Sample, density, function, replace, walk
from symbolic.kernel import Prover, Verdict
from symbolic.models import facts as room
from symbolic.models import judging, likelihood
from symbolic.models.claims import Fact
from symbolic.models.facts.large_numbers import Discharge, discharges
from symbolic.models.family import STATEMENTS, Family, Likelihood
from symbolic.models.members import another, member
from symbolic.report import display
from symbolic.report import sentences as statements
from symbolic.report.latex import expression
from symbolic.report.latex import family as page
from symbolic.report.plain import FORMAT
from symbolic.report.theorem import Theorem, replay
from symbolic.statements.compact import Compact
from symbolic.statements.finite import Finite
from symbolic.statements.open_and_convex import OpenAndConvex

CORE = judging.DENSITY  # what every density owes, and what is abstract may assume
DECLARED = judging.DECLARED  # what the family's file claims: all of it has to be proved, or taken for granted
GROUPS = frozenset({*names(room), *DECLARED, *STATEMENTS} - {"large_numbers"})  # which has a place of its own


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is known of a family.

    Arguments: `family`; `theorem`, from the likelihood to the loss and on to the expected loss (of a `Likelihood`, which is
    no density, to the loss alone); `groups`, for every module of `facts` its name and the facts that it states; `limits`,
    what became of each condition under which minimisers follow the law of large numbers.
    """

    family: Family
    theorem: Theorem
    groups: tuple[tuple[str, tuple[Fact, ...]], ...]
    limits: tuple[Discharge, ...] = ()

    @property
    def name(self) -> str:
        return self.family.name

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Every fact, in the order of the modules."""
        return tuple(fact for _, group in self.groups for fact in group)

    @property
    def loss(self) -> Any:
        """The per-sample loss."""
        return likelihood.loss(self.family)

    @property
    def dropped(self) -> Any:
        """The constant k with -log density = factor * loss + k."""
        return likelihood.dropped(self.family)

    @property
    def density(self) -> Applied:
        """The density by its name, such as q_{mu, sigma}(x); of a likelihood that is none, such as L_lambda(t, d)."""
        return _named(self.family, self.family.parameters)

    def statement(self, fact: Fact) -> Statement:
        """What a fact states, with the densities of the family's members by their names: shorter, and for readers alone."""
        family, here, other = self.family, member(self.family), another(self.family)
        names = {m.density: _named(family, m.parameters) for m in (here, other)} | {family.density: self.density}

        abstract = isinstance(family.density, Applied)  # it has a name already
        stated = fact.claim.obligation
        return stated if abstract else stated.mapped(lambda tree: replace(tree, names.get))

    def inside(self, fact: Fact) -> tuple[Parameter, ...]:
        """The unknowns that a fact speaks of in the interior of their domains alone."""
        others = another(self.family).parameters
        declared = {
            m.name: u.domain for u, other in zip(self.family.parameters, others, strict=True) for m in (u, other)
        }
        trees = [t for tree in fact.claim.obligation.trees() for t in walk(tree)]
        found = {u.name: u for u in trees if isinstance(u, Parameter) and u.name in declared}
        return tuple(u for name, u in sorted(found.items()) if u.domain != declared[name])

    @property
    def declared(self) -> tuple[Fact, ...]:
        """What the family's file answers for: of each, `standing` says whether it is as it is declared."""
        return tuple(fact for name, group in self.groups if name in DECLARED for fact in group)

    @property
    def faults(self) -> tuple[Fact, ...]:
        """What is declared and is neither proved nor taken for granted."""
        return tuple(f for f in self.declared if f.standing not in (Verdict.PROVED, Verdict.ASSUMED))

    @property
    def verdict(self) -> Verdict:
        """PROVED where the chain is, and everything that is declared; else the worst of it."""
        verdicts = {self.theorem.verdict, *(f.standing for f in self.declared)}
        if Verdict.REFUTED in verdicts:
            return Verdict.REFUTED
        missing = {name for name, group in self.groups if group}.issuperset(judging.core(self.family)) is not True
        return Verdict.UNKNOWN if missing or Verdict.UNKNOWN in verdicts else Verdict.PROVED

    def __repr__(self) -> str:
        return display.brief("Sheet", f"{self.name}: {self.verdict.value}", f"{len(self.facts)} facts", self.density)

    def _repr_latex_(self) -> str:
        loss = display.broken(rf"\text{{loss }} {expression(self.loss)}")
        facts = [(f.verdict.value, statements.latex(self.statement(f))) for f in self.facts]
        rows = [display.sentence(f"{verdict}: {said}") for verdict, said in facts]
        return display.shown(*display.family_rows(self.family), loss, *display.theorem_rows(self.theorem), *rows)

    def latex(self, standalone: bool = False, *, fragment: bool = False) -> str:
        """The sheet as a page in LaTeX, its theorem included.

        `standalone` as a whole document; `fragment` the chain of its theorem alone, as an `align` for any document.
        """
        if fragment:
            return self.theorem.latex(fragment=True)
        return (page.standalone if standalone else page.fragment)(self.to_dict())

    def to_dict(self) -> dict[str, Any]:
        """The sheet as plain data, ready for JSON, and what printers print: docs/json.md says what each field means."""
        family = self.family
        return {
            "format": FORMAT,
            "name": family.name,
            "title": family.title,
            "source": family.source,
            "notes": list(family.notes),
            "verdict": self.verdict.value,
            "variables": [_column(s) for s in family.variables],
            "inputs": [_column(s) for s in family.inputs],
            "total": None if family.total is None else shown(family.total),
            "parameters": [_parameter(u) for u in family.parameters],
            "known": [_parameter(u) for u in family.known],
            "density": {"name": str(self.density), "symbol": expression(self.density), **shown(family.density)},
            "is_density": family.is_density,
            "under": list(family.under) if isinstance(family, Likelihood) else [],
            "measure": None if not family.is_density else "counting" if family.discrete else "Lebesgue",
            "loss": shown(self.loss),
            "factor": shown(family.factor),
            "dropped": shown(self.dropped),
            "links": {str(u): shown(link) for u, link in family.links},
            "derivation": self.theorem.to_dict(),
            "large_numbers": [_condition(discharge) for discharge in self.limits],
            "facts": [self._fact(group, fact) for group, facts in self.groups for fact in facts],
        }

    def _fact(self, group: str, fact: Fact) -> dict[str, Any]:
        claim, judgement = fact.claim, fact.judgement
        more = claim.formula is not None and claim.formula not in claim.obligation.about
        return {
            "group": group,
            "name": claim.name,
            "statement": statements.text(claim.obligation),
            "text": statements.text(self.statement(fact)),
            "latex": statements.latex(self.statement(fact)),
            "for": [_parameter(u) for u in self.inside(fact)],
            "given": [statements.text(h) for h in claim.obligation.granted],
            "formula": shown(claim.formula) if more else None,
            "note": claim.note,
            "claimed": not claim.false if group in DECLARED else None,
            "verdict": fact.verdict.value,
            "prover": judgement.prover,
            "reason": judgement.reason,
        }


def sheet(
    family: Family,
    *,
    law: Density | None = None,
    asked: Sequence[tuple[str, Prover]] | None = None,
    declared: bool = False,
) -> Sheet:
    """The fact sheet of `family`, computed here and now.

    Arguments: `law`, what the data come from (by default p, or another letter where the family uses p); `asked`, the
    provers by name, by default all of them; `declared`, whether only what the family declares is looked at, on which the
    verdict rests. Of a `Likelihood`, whose outcomes' law nobody knows, no expected loss follows. Raises DerivationError
    where no chain can be built from the declaration, or where the density has no value, or a negative one, at a point of
    its domains.
    """
    family.probe()
    asked = provers() if asked is None else asked
    if not family.is_density and law is not None:
        raise MalformedTerm(f"{family}: law={law}: it is no density, and nothing is said of a law of large numbers.")
    truth = likelihood.truth(family) if law is None and family.is_density else law
    chain = likelihood.derivation(family, law=truth)
    groups: dict[str, list[Fact]] = {}
    for group, claim in judging.claims(family, DECLARED if declared else GROUPS):
        groups.setdefault(group, []).append(_advised(group, judging.judged(claim, asked), family))
    found = tuple((name, tuple(facts)) for name, facts in groups.items())
    limits = discharges(family, asked) if family.is_density and not declared else ()
    return Sheet(family, replay(chain, asked), found, limits)


def _advised(group: str, fact: Fact, family: Family) -> Fact:
    """A fact with what to write instead, where the mass of a density is not known to be 1."""
    if group != "mass" or fact.verdict in (Verdict.PROVED, Verdict.ASSUMED):
        return fact
    abstract = any(isinstance(t, Applied) for t in walk(family.density))
    granted = " If it is one, its mass may be taken for granted, by `hypotheses`." if abstract else ""
    note = f"What is maximised and is no density, such as a censored or a quasi-likelihood, is a Likelihood.{granted}"
    return with_(fact, claim=with_(fact.claim, note=note))


def _condition(discharge: Discharge) -> dict[str, Any]:
    """A condition of the law of large numbers as plain data."""
    missing = next(iter(discharge.failed), None)
    return {
        "name": discharge.condition.name,
        "holds": discharge.holds,
        "provers": list(dict.fromkeys(j.prover for j in discharge.judgements if j.verdict is Verdict.PROVED)),
        "yields": statements.LIMITS[discharge.condition],
        "assumed": [{"text": statements.text(o), "latex": statements.latex(o)} for o in discharge.hypotheses],
        "missing": missing
        and {
            "text": statements.text(missing.obligation),
            "latex": statements.latex(missing.obligation),
            "verdict": (Verdict.REFUTED if missing.verdict is Verdict.REFUTED else Verdict.UNKNOWN).value,
            "reason": missing.reason,
            "ranges": [_parameter(u) for u in _ranging(missing.obligation)],
        },
        "remedy": discharge.remedy,
    }


def _ranging(owed: Statement) -> Iterator[Parameter]:
    """The unknowns whose domains are all that a condition speaks of, where these can be written down."""
    if isinstance(owed, Finite | Compact | OpenAndConvex):
        yield from (u for u in owed.unknowns if u.domain.hull is not None)


def _named(family: Family, parameters: Sequence[Parameter]) -> Applied:
    """The density of a member by name: q, or another letter where the family's file calls something else q."""
    if isinstance(family.density, Applied):
        return family.density
    stated = [tree for part in STATEMENTS for _, o in getattr(family, part) for tree in o.trees()]
    trees = (family.density, *family.columns, *parameters, *stated)
    used = {t.name for tree in trees for t in walk(tree) if hasattr(t, "name")}
    if not family.is_density:
        letter = next(n for n in ("L", "M", "likelihood") if n not in used)
        return function(letter, *parameters)(*family.columns)
    letter = next(n for n in ("q", "f", "g", "h", "density") if n not in used)
    return density(letter, *parameters)(*family.outcomes, given=tuple(s.outcome for s in family.inputs))


def shown(e: Any) -> dict[str, str]:
    """An expression as text and as LaTeX."""
    return {"text": str(e), "latex": expression(e)}


def _column(s: Sample) -> dict[str, str]:
    domain = s.column.domain
    return {"name": s.column.name, "support": str(domain), "symbol": expression(s.outcome), "latex": domain.latex}


def _parameter(u: Parameter) -> dict[str, str]:
    return {"name": u.name, "domain": str(u.domain), "symbol": expression(u), "latex": u.domain.latex}
