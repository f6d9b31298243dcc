"""A family as a page: what it declares, its theorem, its facts with who proved them. Everything is read off the sheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from symbolic.core.terms import Parameter
from symbolic.kernel import Judgement, Obligation, Theorem, Verdict
from symbolic.models.claims import Fact
from symbolic.models.facts.large_numbers import Discharge
from symbolic.models.family import Family
from symbolic.report import sentences as statements
from symbolic.report.latex import document
from symbolic.report.latex.writer import expression

LABEL = 72  # characters that fit on one line as a label
SECTIONS = r"\newcommand{\sheettitle}[1]{\section*{#1}\addcontentsline{toc}{section}{#1}}" + "\n"
BEGIN = r"\begin{description}\setlength{\itemsep}{2pt}\raggedright"


class Sheet(Protocol):
    """What a page is made from: see `symbolic.report.sheets.Sheet`."""

    @property
    def family(self) -> Family: ...
    @property
    def theorem(self) -> Theorem: ...
    @property
    def density(self) -> Any: ...
    @property
    def facts(self) -> tuple[Fact, ...]: ...
    @property
    def limits(self) -> tuple[Discharge, ...]: ...
    @property
    def loss(self) -> Any: ...
    @property
    def dropped(self) -> Any: ...
    def statement(self, fact: Fact) -> Obligation: ...
    def inside(self, fact: Fact) -> tuple[Parameter, ...]: ...


def fragment(sheet: Sheet) -> str:
    """The page for a document that has what its first line says."""
    return "\n".join([document.NEEDS, page(sheet), document.notes(sheet.theorem)])


def standalone(sheet: Sheet) -> str:
    """The page as a whole document."""
    return document.PREAMBLE + fragment(sheet) + "\\end{document}\n"


def gallery(pages: Sequence[str], conventions: Iterable[str], rules: Iterable[str]) -> str:
    """Pages as one document: a table of contents, the pages, then what is understood in them, and the rules by name."""
    parts = ["\\tableofcontents\n", *pages, document.understood(conventions, rules)]
    return document.PREAMBLE + SECTIONS + document.NUMBERED + "\\clearpage\n".join(parts) + "\\end{document}\n"


def page(sheet: Sheet, contradiction: str = "") -> str:
    """What a family declares, its facts, its theorem; before them `contradiction`, what speaks against its reference."""
    doubt = [rf"\textbf{{{document.prose(contradiction)}}}", ""] if contradiction else []
    return "\n".join([*declaration(sheet), "", *doubt, *_facts(sheet), "", document.proved(sheet.theorem)])


def declaration(sheet: Sheet) -> list[str]:
    """Title, density, domains, loss and what was dropped."""
    family, one = sheet.family, sheet.family.factor == 1
    lines = [rf"\sheettitle{{{document.prose(family.title or family.name)}}}"]
    lines += [f"The family ${expression(sheet.density)}$ of densities with respect to {_measure(family)}:"]
    lines += [document.displayed(f"{expression(sheet.density)} = {expression(family.density)}") + _domains(family)]
    factor = "" if one else rf" Its factor, ${expression(family.factor)}$, is positive."
    lines += [f"The loss of one outcome is{document.displayed(expression(sheet.loss))}{factor.strip()}"]
    dropped = sheet.dropped
    if dropped == 0:
        lines += ["Nothing is dropped." if one else ""]
    else:
        lines += [f"Dropped, because it is free of the unknowns:{document.displayed(expression(dropped))}"]
    lines += [f"{document.prose(note)}" for note in family.notes]
    if family.source:
        lines += [f"Source: {document.prose(family.source.rstrip('.'))}."]
    return [line for line in lines if line]


def _measure(family: Family) -> str:
    return "the counting measure" if family.discrete else "Lebesgue measure"


def _domains(family: Family) -> str:
    columns = [f"${expression(s.outcome)}$ in ${s.column.domain.latex}$" for s in (*family.variables, *family.inputs)]
    unknown = [f"${expression(u)}$ in ${u.domain.latex}$" for u in family.parameters]
    given = [f"${expression(u)}$ in ${u.domain.latex}$" for u in family.known]
    parts = [f"for {', '.join(columns)}"]
    if family.total is not None:
        sums = " + ".join(expression(x) for x in family.outcomes)
        parts[0] += f" with ${sums} = {expression(family.total)}$"
    parts.append(f"unknown: {', '.join(unknown)}")
    parts += [f"given: {', '.join(given)}"] if given else []
    return f"{'; '.join(parts)}."


def _facts(sheet: Sheet) -> list[str]:
    lines = [document.headed("Facts."), BEGIN]
    lines += [_fact(sheet, fact) for fact in sheet.facts]
    lines += [_large_numbers(sheet.limits)] if sheet.limits else []
    return [*lines, r"\end{description}"]


def _fact(sheet: Sheet, fact: Fact) -> str:
    claim, judgement = fact.claim, fact.judgement
    said = document.fitting(statements.latex(sheet.statement(fact)))
    inside = sheet.inside(fact)
    domains = dict.fromkeys(u.domain for u in inside)
    where = ", ".join(f"{_among(u for u in inside if u.domain == d)} in ${d.latex}$" for d in domains)
    said += f", for {where}" if where else ""
    more = claim.formula is not None and claim.formula not in claim.obligation.about
    formula = document.displayed(expression(claim.formula)) if more else ""
    prover = document.prose(judgement.prover)
    by = prover if fact.verdict is Verdict.PROVED else rf"\textbf{{{fact.verdict.value}}}"
    if claim.false:
        by = f"refuted by {prover}" if fact.standing is Verdict.PROVED else rf"\textbf{{{fact.verdict.value}}}"
    reason = f" Because {document.prose(judgement.reason.rstrip('.'))}." if judgement.reason else ""
    note = f" {document.prose(claim.note)}" if claim.note else ""
    note += " The family's file claims that it is false." if claim.false else ""
    label = f"[{document.prose(claim.name)}]"
    if len(claim.name) > LABEL:  # a label is never broken over lines, bold text is
        label = rf"[] \textbf{{{document.prose(claim.name)}}}"
    return rf"\item{label} {formula}{said} [{by}].{reason}{note}"


def _large_numbers(limits: Sequence[Discharge]) -> str:
    """Under which conditions minimisers follow the law of large numbers; or why under none."""
    said = []
    for d in limits:
        if d.holds:
            by = document.prose(", ".join(dict.fromkeys(j.prover for j in d.judgements if j.verdict is Verdict.PROVED)))
            left = "; ".join(document.fitting(statements.latex(o)) for o in d.hypotheses)
            said += [f"{d.condition.name} [{by}]: {statements.LIMITS[d.condition]}."]
            said += [f"Left to assume: {left}." if left else "Nothing is left to assume."]
    if said:
        return rf"\item[law of large numbers] {' '.join(said)}"
    for d in limits:
        missing = d.failed[0]
        reason = f", because {_reason(missing)}" if missing.reason else ""
        remedy = f"; it is fulfilled {d.remedy}" if d.remedy else ""
        known = "it is not so that" if missing.verdict is Verdict.REFUTED else "it is not known that"
        said += [
            f"{d.condition.name}: {known} {document.fitting(statements.latex(missing.obligation))}{reason}{remedy}."
        ]
    return rf"\item[law of large numbers] No condition is known to be fulfilled. {' '.join(said)}"


def _reason(missing: Judgement) -> str:
    """Why something is missing; of a domain, the domain itself."""
    if missing.obligation.kind not in ("finite", "compact", "open and convex"):
        return document.prose(missing.reason.rstrip("."))
    (unknowns,) = missing.obligation.about
    return ", ".join(f"${expression(u)}$ is in ${u.domain.latex}$" for u in unknowns if u.domain.hull is not None) or (
        document.prose(missing.reason.rstrip("."))
    )


def _among(unknowns: Iterable[Parameter]) -> str:
    return ", ".join(f"${expression(u)}$" for u in unknowns)
