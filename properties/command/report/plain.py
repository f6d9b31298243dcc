"""Theorems, fact sheets and data sets as plain data: the JSON of the command, and all that its printers see.

docs/json.md says what each field means. A verdict here is the worst of what provers and attacks found: nothing new is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from properties.checking.failures import differing, how_they_differ
from symbolic.kernel import Judgement, Verdict
from symbolic.report import sentences as statements
from symbolic.report.plain import FORMAT, Plain, formula, related

if TYPE_CHECKING:
    from properties.attacks.report import FactReport, Report, StepReport
    from properties.checking.references import ReferenceReport
    from properties.data.family_data import Data
    from properties.estimation.fitting import Agreement
    from symbolic.report.sheets import Sheet
    from symbolic.report.theorem import Theorem


def theorem(
    found: Theorem,
    reports: tuple[StepReport, ...] | None,
    seconds: float,
    *,
    declared: Plain | None = None,
    stated: Sequence[FactReport] = (),
    wrong_end: str = "",
    formulas: bool = True,
) -> Plain:
    """One theorem as plain data: `Theorem.to_dict`, with what was attacked; of a family, with what it declares.

    Arguments: `reports`, what came of attacking its steps (None: it was not attacked); `seconds` that all of it took;
    `declared`, of a family, its sheet from `sheet`; `stated`, what came of attacking what the chain's glossary claims;
    `wrong_end`, what is wrong with the end that is claimed; without `formulas`, of a theorem that holds, these are left out.
    """
    held = "refuted" if wrong_end else overall(found, reports or ())
    verdicts = (held, "proved" if declared is None else declared["verdict"])
    verdict = next((v for v in ("refuted", "unknown") if v in verdicts), "proved")
    plain = found.to_dict(formulas=formulas or verdict != "proved") | {"verdict": verdict}
    attacks = {report.number: attack(report) for report in reports or ()}
    plain["holds"] = held == "proved"
    plain["attacked"] = reports is not None
    owed = plain["start"]["obligations"]  # of the start, then of the claim
    start, claimed = owed[: len(found.premises)], owed[len(found.premises) :]
    plain["start"] |= {"obligations": start, "attack": attacks.get(0)}
    for step in plain["steps"]:
        step["attack"] = attacks.get(step["number"])
        step["difference"] = _difference(found, step["number"])
    plain["claim"] = _claim(found, claimed, attacks, wrong_end)
    for number, one in enumerate(plain["stated"]):
        one["attack"] = attack(stated[number]) if stated else None
    if declared is not None:
        plain["declared"], plain["reference"] = declared["facts"], declared["reference"]
        plain["is_density"], plain["under"] = declared["is_density"], declared["under"]
    plain["seconds"] = round(seconds, 4)
    return plain


def overall(found: Theorem, reports: Sequence[StepReport]) -> str:
    """ "refuted" where an obligation is, or where a case is certified in which the chain fails; else the theorem's verdict.

    A counterexample to something that was proved is no verdict but an error: `properties.attacks.confront` raises it.
    """
    return Verdict.REFUTED.value if any(report.certified for report in reports) else found.verdict.value


def certified(tried: Plain | None) -> bool:
    """Did an attack find a case that is certified?"""
    return tried is not None and tried["counterexample"] is not None and tried["counterexample"]["certified"]


def attack(report: Report) -> Plain:
    """What came of one attack."""
    case = report.counterexample
    return {
        "examples": report.examples,
        "decided": report.decided,
        "counterexample": None
        if case is None
        else {"property": case.property, "text": case.text, "certified": case.certified},
        "vacuous": report.vacuous,
        **({"undone": report.undone} if report.undone else {}),
    }


def _difference(found: Theorem, number: int) -> Plain | None:
    """How the two sides of a rewriting that fails differ, as far as that is known."""
    difference = differing(found, number)
    return (
        None
        if difference is None
        else {
            "kind": difference.kind,
            "same_solutions": difference.same,
            "write": list(difference.steps),
            "text": how_they_differ(difference, found.lines[number - 1].before.sense),
        }
    )


def _claim(found: Theorem, owed: list[Plain], attacks: dict[int, Plain], wrong_end: str) -> Plain | None:
    """What is claimed of the whole chain, and what became of it; None where nothing is, or only the end, which is right."""
    relation = found.chain.claimed[1] if found.chain.claimed is not None else None
    if relation is None and not wrong_end:
        return None
    tried = attacks.get(len(found.lines) + 1)
    verdict, reason = ("refuted", wrong_end) if wrong_end else _claimed(found, attacks, tried)
    return {
        "relation": None if relation is None else str(relation),
        "related": None if relation is None else related(relation, found),
        "verdict": verdict,
        "reason": reason,
        "obligations": owed,
        "attack": tried,
    }


def _claimed(found: Theorem, attacks: dict[int, Plain], tried: Plain | None) -> tuple[str, str]:
    """What became of the relation that is claimed, and why where that is not the claim's own obligation.

    It is judged against what the steps give: where one of them is open there is nothing proved to judge it against.
    """
    if certified(tried):
        return "refuted", ""
    own = worst(j.verdict.value for j in found.claim)
    for number, judgements in enumerate((found.premises, *(line.judgements for line in found.lines))):
        became = "refuted" if certified(attacks.get(number)) else worst(j.verdict.value for j in judgements)
        if own == "proved" and became in ("refuted", "unknown"):
            return "unknown", f"it rests on {'start' if number == 0 else f'step {number}'}, which is {became}"
    return own, ""


def worst(verdicts: Iterable[str]) -> str:
    """The worst of some verdicts; of none, "proved"."""
    found = set(verdicts)
    return next((v for v in ("refuted", "unknown", "assumed") if v in found), "proved")


def sheet(
    found: Sheet,
    reports: Sequence[FactReport] | None,
    steps: tuple[StepReport, ...] | None,
    reference: ReferenceReport | None = None,
) -> Plain:
    """One fact sheet as plain data: `Sheet.to_dict`, with what was attacked, and the chain in short.

    Arguments: `reports`, what came of attacking the facts, in their order; `steps`, of the chain; None: it was not attacked;
    `reference`, what came of comparing the family with its reference, if it names one.
    """
    from properties.checking.references import allowed

    chain, held = found.theorem, overall(found.theorem, steps or ())
    plain = found.to_dict()
    plain["verdict"] = held if held == "refuted" else allowed(found.verdict, reference).value
    plain["reference"] = None if reference is None else {**reference.to_dict(), "sentence": str(reference)}
    before = [line.before for line in chain.lines if line.relation.kind == "LIMIT"]
    last = "LIMIT" if before else "SAME"
    plain["chain"] = {
        "verdict": held,
        "provers": _provers(chain.judgements),
        "problems": [
            {"relation": relation, "text": formula(problem)}
            for relation, problem in (("", chain.start), *(("SAME", p) for p in before[:1]), (last, chain.end))
        ],
        "open": [
            {"verdict": j.verdict.value, "text": statements.text(j.obligation), "reason": j.reason} for j in chain.open
        ],
        "attack": None if steps is None else [attack(step) for step in steps],
    }
    plain["derivation"] = theorem(chain, steps, 0)
    del plain["derivation"]["seconds"]
    for number, fact in enumerate(plain["facts"]):
        fact["attack"] = None if reports is None else attack(reports[number])
    return plain


def _provers(judgements: Sequence[Judgement]) -> list[str]:
    return list(dict.fromkeys(j.prover for j in judgements if j.verdict is Verdict.PROVED))


def on_data(found: Agreement) -> Plain:
    """What a data set says of the objectives of a family's chain, as plain data."""
    from properties.instances.numbers import show

    data = found.data
    return {
        "format": FORMAT,
        "family": data.family.name,
        "file": data.source,
        "columns": list(data.columns),
        "rows": data.rows,
        "distinct": data.distinct,
        "known": {name: show(v) for name, v in data.known.items()},
        "weights": _weights(data),
        "warnings": list(data.warnings),
        "estimate": {
            "values": found.estimates(),
            "coefficients": found.coefficients(),
            "method": found.method,
            "exact": found.found.exact,
            "formulas": found.formulas(),
            "no_closed_form": found.found.why or None,
            "runs_off": list(found.found.runs_off),
            "uncertified": found.uncertified or None,
            "certificate": _certificate(found),
            "inference": _inference(found),
        },
        "objectives": [
            {
                "name": o.name,
                "sense": o.sense,
                "text": str(o.tree),
                "at_the_estimate": value,
                "solutions": [found.shown(found.points[k]) for k in solutions],
                "solved_by": _solved_by(found, solutions),
            }
            for o, value, solutions in zip(found.objectives, found.values, found.minimisers, strict=True)
        ],
        "parameters": [found.shown(p) for p in found.points],
        "pairs": found.pairs,
        "left_out": found.left_out,
        "evaluation": "statistics" if found.statistics else "rows",
        "on_these_data": "proved" if found.certain else "refuted" if found.findings else "unknown",
        "for_all_data": found.theorem.verdict.value,
        "underived": found.underived or None,
        "facts": [{"text": text, "verdict": verdict.value} for text, verdict in found.facts],
        "findings": list(found.findings),
        "verdict": found.verdict,
    }


def _weights(data: Data) -> Plain | None:
    from properties.instances.numbers import show

    weights = data.weights
    return (
        None
        if weights is None
        else {
            "column": weights.column,
            "kind": weights.kind,
            "rows": weights.records,
            "unit": show(weights.unit),
            "total": show(weights.unit * data.rows),
        }
    )


def _solved_by(found: Agreement, solutions: Sequence[int]) -> str:
    """The solutions of an objective among the parameters that are compared, and what is certain of all of them."""
    if found.found.runs_off:
        return "none found"
    if solutions != (0,):
        return "; ".join(found.shown(found.points[k]) for k in solutions)
    if found.alone:
        return "the estimate alone"
    return "the estimate" if found.certificate is not None else "the best found"


def _certificate(found: Agreement) -> Plain | None:
    """What is certain of all minimisers; None where nothing is."""
    c = found.certificate
    return (
        None
        if c is None
        else {
            "how": c.how,
            "only_minimiser": c.one,
            "exact": c.exact,
            "every_minimiser_in": [{n: [str(low), str(high)] for n, (low, high) in box.items()} for box in c.boxes],
            "each_holds_one": c.each,
            "minimisers": None if c.flat is None else [str(v) for v in c.flat],
            "period": None if c.period is None else str(c.period),
            "text": found.claims(),
        }
    )


def _inference(found: Agreement) -> Plain | None:
    """What the likelihood says beyond that; None where rows are no observations, or there is no estimate."""
    from properties.estimation.wording import called

    i = found.inference
    return (
        None
        if i is None
        else {
            "log_likelihood": i.log_likelihood,
            "aic": i.aic,
            "bic": i.bic,
            "standard_errors": {called(found.data, name): error for name, error in i.errors.items()} or None,
            "no_standard_errors": i.why or None,
        }
    )


def dumps(data: Any) -> str:
    """JSON in ASCII, which every terminal and pipe can carry."""
    import json

    return json.dumps(data, indent=2)
