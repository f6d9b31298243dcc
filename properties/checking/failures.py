"""What is said of a step that fails: its problems, what it owes, how its two sides differ, and what the attack found."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING

from properties.words import case
from symbolic.kernel import Judgement, Verdict
from symbolic.report import sentences as statements
from symbolic.report.theorem import Theorem
from symbolic.statements.equal import Equal

if TYPE_CHECKING:
    from properties.attacks import StepReport
    from symbolic.report.differences import Difference

WIDTH = 79


# ---- a step of a theorem, by its number: 0 is the start, the number after the last step the claim ---------------------


def numbered(theorem: Theorem) -> int:
    """How many numbers there are: those of the start, of each step, and of the claim if there is one."""
    return len(theorem.lines) + 1 + (theorem.chain.claimed is not None)


def judgements(theorem: Theorem, number: int) -> tuple[Judgement, ...]:
    """What became of all that a step owes; of the start, what the chain's glossary claims as well."""
    if number == 0:
        return (*theorem.premises, *theorem.stated)
    if number <= len(theorem.lines):
        return theorem.lines[number - 1].judgements
    return theorem.claim


def open_judgements(theorem: Theorem, number: int) -> list[Judgement]:
    """What a step owes and is neither proved nor assumed."""
    return [j for j in judgements(theorem, number) if j.verdict not in (Verdict.PROVED, Verdict.ASSUMED)]


def title(theorem: Theorem, number: int) -> str:
    """What a step is called in a sentence."""
    if number == 0:
        return "the start"
    if number > len(theorem.lines):
        return "the claim"
    step = theorem.lines[number - 1].step
    by = step.rule if step.rule == step.primitive else f"{step.rule}, a {step.primitive} step"
    return f"step {number} ({by})"


def failure(theorem: Theorem, number: int, report: StepReport | None, what: str = "") -> str:
    """A step that fails: its problems, what is open with verdict, prover and reason, and what the attack found.

    Arguments: `report`, what came of attacking it, None where it was not attacked; `what` became of it, if not its verdict.
    """
    left = open_judgements(theorem, number)
    if not what:
        refuted = any(j.verdict is Verdict.REFUTED for j in left)
        what = (
            "is refuted" if refuted else "is not proved" if left else "fails" if _certified(report) else "looks wrong"
        )
    blocks = [f"{title(theorem, number)} {what}", "\n".join(_problems(theorem, number))]
    for judgement in left:
        owed = hanging("owed     ", statements.text(judgement.obligation))
        reason = f": {judgement.reason}" if judgement.reason else ""
        unknown = judgement.verdict is Verdict.UNKNOWN
        by = "no prover decided it" if unknown else f"by the prover {judgement.prover}"
        blocks.append(f"{owed}\n" + hanging("verdict  ", f"{judgement.verdict.value}, {by}{reason}"))
    found = differing(theorem, number)
    if found is not None:
        blocks.append(hanging("differ   ", how_they_differ(found, theorem.lines[number - 1].before.sense)))
    return "\n\n".join([*blocks, *([] if report is None else [_attacked(report)])])


def differing(theorem: Theorem, number: int) -> Difference | None:
    """How the two sides of a rewriting that is not proved differ; None where it is proved, or where nothing is known."""
    if not 0 < number <= len(theorem.lines):
        return None
    line = theorem.lines[number - 1]
    unequal = [j for j in open_judgements(theorem, number) if isinstance(j.obligation, Equal)]
    if line.step.primitive != "rewrite" or not unequal:
        return None
    from symbolic.report.differences import difference  # only what fails is looked at once more

    found = difference(line.before, line.after, theorem.chain.hypotheses)
    return None if found.kind in ("unknown", "equal") else found


def how_they_differ(found: Difference, sense: str) -> str:
    """A difference as a sentence that says what became of the values and of the solutions, and which step to write."""
    how, _, step = found.sentence.partition(": write ")
    solutions = "the minimisers do not" if sense == "min" else "the maximisers do not"
    return f"the values differ {how}{', ' + solutions if found.same else ''}{': write ' + step if step else ''}"


def whole(theorem: Theorem) -> str:
    """A theorem that is not proved: its ends, its relation, and which steps are open."""
    verdict = "refuted" if theorem.verdict is Verdict.REFUTED else "not proved"
    if_all_held = ", if every step held" if theorem.open and theorem.relation.kind != "NONE" else ""
    problems = [("first     ", theorem.start), ("last      ", theorem.end)]
    rows = [*problems, ("relation  ", f"{theorem.relation}{if_all_held}")]
    blocks = [f"{theorem.name} is {verdict}", "\n".join(hanging(label, str(shown)) for label, shown in rows)]
    if theorem.relation.kind == "NONE":
        lead = "Taken together, the steps give no relation between the first and the last problem:"
        steps = [hanging(f"{n}  ", f"{li.step.rule}: {li.relation}") for n, li in enumerate(theorem.lines, 1)]
        blocks.append("\n".join([wrapped(lead), *steps]))
    titles = open_titles(theorem)
    if titles:
        blocks.append("\n".join(["open in:", *(f"  {found}" for found in titles)]))
    return "\n\n".join(blocks)


def open_titles(theorem: Theorem) -> list[str]:
    """The steps with something open, by title."""
    return [title(theorem, number) for number in range(numbered(theorem)) if open_judgements(theorem, number)]


def _problems(theorem: Theorem, number: int) -> Sequence[str]:
    if number == 0:
        return [hanging("problem  ", str(theorem.start))]
    if number > len(theorem.lines):
        return [hanging("first  ", str(theorem.start)), hanging("last   ", str(theorem.end))]
    line = theorem.lines[number - 1]
    return [hanging("before  ", str(line.before)), hanging("after   ", str(line.after))]


def _certified(report: StepReport | None) -> bool:
    return report is not None and report.certified


def _attacked(report: StepReport) -> str:
    found = report.counterexample
    if found is None and report.vacuous:
        return wrapped(f"No counterexample was searched for: {report.vacuous}")
    if found is None:
        tried = f"{report.examples} instances, {report.decided} of them decided."
        return wrapped(f"No counterexample was found among {tried}")
    kind = "certified" if found.certified else "statistical and not certified, so no refutation"
    return "\n".join([f"counterexample ({found.property}; {kind}):", *case(found.text, WIDTH, 2)])


def hanging(label: str, text: str, more: int = 2) -> str:
    """A labelled paragraph, indented by two, whose further lines hang below the text."""
    return textwrap.fill(
        text,
        WIDTH,
        initial_indent=f"  {label}",
        subsequent_indent=" " * (len(label) + 2 + more),
        break_long_words=False,
        break_on_hyphens=False,
    )


def wrapped(text: str) -> str:
    """A paragraph."""
    return textwrap.fill(text, WIDTH, break_long_words=False, break_on_hyphens=False)
