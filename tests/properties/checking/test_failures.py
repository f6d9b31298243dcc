"""What is said of a step that fails: its problems, what is open and why, how the sides differ, and what the attack found."""

from __future__ import annotations

from sympy import log

from properties.attacks.report import Counterexample, StepReport
from properties.checking.failures import (
    differing,
    failure,
    hanging,
    how_they_differ,
    numbered,
    open_judgements,
    open_titles,
    title,
    whole,
)
from symbolic import SAME, Chain, argmax, argmin, check, density, parameter, reals, sample
from symbolic.rules import increasing, law_of_large_numbers, rewrite

theta, t, x = parameter("theta"), parameter("t", reals), sample("x")
q, p = density("q", theta), density("p")
RIGHT = check(Chain("right", argmax(x.product(q(x.i)), theta)).then(increasing(log)))
WRONG = check(Chain("wrong", argmin(t**2, t)).then(rewrite(2 * t**2)))
LIMIT = Chain("limit", argmin(x.sum(-log(q(x.i))) / x.n, theta)).then(law_of_large_numbers(p))


def found(certified: bool) -> StepReport:
    return StepReport(
        "rewrite", "rewrite", 9, 8, Counterexample("value", "t = 1\n  before 1, after 2", certified), number=1
    )


def test_the_start_and_the_claim_have_numbers_too() -> None:
    assert numbered(RIGHT) == 2 and title(RIGHT, 0) == "the start"
    assert title(RIGHT, 1) == "step 1 (increasing, a monotone step)"
    claimed = check(LIMIT.claim(LIMIT.end, SAME))
    assert numbered(claimed) == 3 and title(claimed, 2) == "the claim"


def test_only_what_is_open_is_listed() -> None:
    assert open_judgements(RIGHT, 1) == [] and open_titles(RIGHT) == []
    assert open_judgements(WRONG, 1) and open_titles(WRONG) == ["step 1 (rewrite)"]


def test_how_two_sides_differ_is_said_with_the_step_to_write() -> None:
    difference = differing(WRONG, 1)
    assert difference is not None
    said = how_they_differ(difference, "min")
    assert said.startswith("the values differ") and "the minimisers do not" in said and ": write " in said
    assert differing(RIGHT, 1) is None and differing(WRONG, 0) is None


def test_a_failure_shows_problems_reasons_and_the_case() -> None:
    text = failure(WRONG, 1, found(True))
    assert text.startswith("step 1 (rewrite) is") and "before  " in text and "verdict  " in text
    assert "counterexample (value; certified):" in text and "before 1, after 2" in text
    assert "statistical and not certified" in failure(RIGHT, 1, found(False))
    assert failure(RIGHT, 1, found(False)).startswith("step 1 (increasing, a monotone step) looks wrong")


def test_what_was_not_attacked_says_why() -> None:
    quiet = StepReport("rewrite", "rewrite", vacuous="no instance met the hypotheses", number=1)
    assert "No counterexample was searched for: no instance" in failure(WRONG, 1, quiet)
    assert "found among 9 instances, 8 of them" in " ".join(
        failure(WRONG, 1, StepReport("rewrite", "rewrite", 9, 8, number=1)).split()
    )


def test_the_whole_names_every_step_that_is_open() -> None:
    text = whole(WRONG)
    assert text.startswith("wrong is") and "open in:\n  step 1 (rewrite)" in text


def test_a_paragraph_hangs_below_its_label() -> None:
    lines = hanging("owed  ", "word " * 40).splitlines()
    assert lines[0].startswith("  owed  word") and all(line.startswith(" " * 10) for line in lines[1:])
    assert max(map(len, lines)) <= 79
