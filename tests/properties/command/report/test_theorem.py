"""What a report of a theorem says: nothing is hidden, nothing is too wide, and nothing of it decides."""

from __future__ import annotations

import pytest
from reports import LOSS, PAGE, WRONG, on_a_terminal, report, text_of, x
from sympy import exp, log

from properties.attacks import Counterexample, attack
from properties.command.report import plain
from properties.command.report import theorem as printer
from properties.command.report.plain import Plain
from properties.words import cells
from symbolic import Chain, argmin, check, density, derivations, parameter, positive, reals
from symbolic.kernel import NONE, SAME, Judgement, Relation, Verdict
from symbolic.report import sentences as statements
from symbolic.report.theorem import Theorem
from symbolic.rules import add_constant, reparametrise, rewrite


def printed(*several: Plain, monkeypatch: pytest.MonkeyPatch, encoding: str = "utf-8", columns: int = 80) -> str:
    """What a terminal gets of whole theorems and what they rest on."""
    terminal, raw = on_a_terminal(monkeypatch, columns, encoding)
    for data in several:
        terminal.print(printer.whole(terminal.page, data))
    terminal.print(printer.summary(terminal.page, several))
    return raw.getvalue().decode(encoding)


@pytest.fixture(scope="module")
def shipped() -> list[Plain]:
    theorems = [check(derivations.load(name)) for name in derivations.names()]
    return [plain.theorem(found, attack(found, max_examples=3), 0.0) for found in theorems]


@pytest.mark.parametrize("columns", [60, 80, 100])
def test_no_line_is_wider_than_the_terminal(
    shipped: list[Plain], columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = printed(*shipped, monkeypatch=monkeypatch, columns=columns).splitlines()
    assert len(lines) > 50
    assert [line for line in lines if cells(line) > columns] == []


def test_every_problem_rule_prover_and_hypothesis_is_shown(
    shipped: list[Plain], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "".join(printed(*shipped, monkeypatch=monkeypatch, columns=100).split())  # lines are broken anywhere
    for data in shipped:
        shown = [data["name"], data["start"]["text"], data["title"], *(h["text"] for h in data["hypotheses"])]
        for step in data["steps"]:
            shown += [step["rule"], step["text"], f"({step['tag']})" if step["tag"] else ""]
            shown += [owed["prover"] for owed in step["obligations"] if owed["verdict"] == "proved"]
        assert [part for part in shown if "".join(part.split()) not in text] == []
    assert "3examples" in text


@pytest.mark.parametrize("columns", [60, 100])
def test_the_laws_of_each_proof_are_shown_where_they_are_asked_for(
    shipped: list[Plain], columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = next(d for d in shipped if d["name"] == "bernoulli_to_binary_cross_entropy")
    plainly = printed(data, monkeypatch=monkeypatch, columns=columns)
    assert "log of a product" not in plainly
    terminal, raw = on_a_terminal(monkeypatch, columns, "utf-8")
    terminal.print(printer.whole(terminal.page, data, laws=True))
    lines = raw.getvalue().decode().splitlines()
    assert [line for line in lines if cells(line) > columns] == []
    text = " ".join(" ".join(lines).split())
    for law in data["laws"]:
        assert f"{law['name']}: {law['statement']}, for {law['condition']} ({law['source']})" in text
    used = [o["laws"] for step in data["steps"] for o in step["obligations"] if o["laws"]]
    assert len(used) > 1
    for laws in used:
        named = ", ".join(f"{law['name']} ({law['times']})" for law in laws)
        assert f"by {named}" in text


M = parameter("m", reals)


def test_without_laws_there_is_no_line_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    data = plain.theorem(check(Chain("short", argmin((M - 1) ** 2, M))), (), 0.0)
    terminal, raw = on_a_terminal(monkeypatch, 80, "utf-8")
    terminal.print(printer.whole(terminal.page, data, laws=True))
    assert "Laws" not in raw.getvalue().decode()


def test_whatever_is_open_shows_with_its_sentence_its_reason_and_the_counterexample(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    theorem = check(WRONG)
    found = Counterexample("value", "at theta = 1:\n  before 2, after 3, in a line that is broken " + "x" * 80, True)
    text = printed(plain.theorem(theorem, (report(0), report(1, found)), 0.0), monkeypatch=monkeypatch)
    words = " ".join(text.split())
    (open_,) = theorem.open
    assert f"unknown {' '.join(statements.text(open_.obligation).split())}" in words
    assert open_.reason and open_.reason in words
    assert "counterexample (value, certified)" in text
    assert "".join(found.text.split()) in "".join(words.split())
    assert "wrong, step 1" in text
    assert "1 theorem: 1 refuted. 3 obligations: 2 proved, 1 unknown. 14 examples." in text


def test_an_obligation_that_is_refuted_is_shown_as_refuted(monkeypatch: pytest.MonkeyPatch) -> None:
    theorem = check(WRONG)
    line = theorem.lines[0]
    false = Judgement(line.judgements[0].obligation, Verdict.REFUTED, "balls", "the reason why")
    changed = Theorem(theorem.chain, theorem.premises, (line._replace(judgements=(false,)),), theorem.relation)
    text = printed(plain.theorem(changed, None, 0.0), monkeypatch=monkeypatch)
    assert text.splitlines()[0].endswith(" refuted")
    assert "because the reason why" in text and "1 refuted. 2 obligations: 1 proved, 1 refuted." in text
    assert "  refuted  sum" in text.split("Audit")[1]


def test_steps_without_a_common_relation_are_said_to_give_none(monkeypatch: pytest.MonkeyPatch) -> None:
    theorem = check(derivations.load("kl_to_mle"))
    loose = Theorem(theorem.chain, theorem.premises, theorem.lines, NONE)
    text = printed(plain.theorem(loose, None, 0.0), monkeypatch=monkeypatch)
    assert text.splitlines()[0].endswith(" unknown")
    assert "give no relation" in " ".join(text.split("Audit")[1].split())


def test_an_attack_that_could_not_be_made_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    tried = report(1, examples=0, decided=0, vacuous="no instance met the hypotheses 1 < 0")
    text = printed(plain.theorem(check(WRONG), (report(0), tried), 0.0), monkeypatch=monkeypatch)
    assert "not attacked  no instance met the hypotheses 1 < 0" in text
    assert "0 examples" not in text


def test_examples_that_decided_nothing_do_not_count_as_decided(monkeypatch: pytest.MonkeyPatch) -> None:
    text = printed(plain.theorem(check(WRONG), (report(0, decided=3), report(1)), 0.0), monkeypatch=monkeypatch)
    assert "3 of 7 examples" in text


def test_a_statistical_finding_is_called_so(monkeypatch: pytest.MonkeyPatch) -> None:
    found = report(1, Counterexample("statistical", "far off", False))
    text = printed(plain.theorem(check(WRONG), (report(0), found), 0.0), monkeypatch=monkeypatch)
    assert text.splitlines()[0].endswith(" unknown")
    assert text.count("counterexample (statistical, not certified)") == 2
    assert "  unknown  counterexample (statistical, not certified)" in text.split("Audit")[1]


def test_relations_have_signs_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    a, b = parameter("a", positive), parameter("b", reals)
    family = density("q", a)
    chain = Chain("c", argmin(x.sum(-log(family(x.i))) / x.n, a)).then(reparametrise(a, exp(b)))
    chain = chain.then(add_constant(1)).then(rewrite(x.sum(-log(density("q", b)(x.i))) / x.n))
    theorem = check(chain)
    text = printed(plain.theorem(theorem, None, 0.0), monkeypatch=monkeypatch)
    assert "  1   ≅ argmin_b" in text and "  2   = argmin_b" in text
    assert "  1  ~= argmin_b" in printed(plain.theorem(theorem, None, 0.0), monkeypatch=monkeypatch, encoding="ascii")


def test_a_stream_that_carries_only_ascii_gets_only_ascii(
    shipped: list[Plain], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = printed(*shipped, monkeypatch=monkeypatch, encoding="ascii")
    assert text.isascii() and "->  " not in text and "  9  -> argmin_theta" in text and "+ start" in text


def test_titles_that_the_stream_cannot_carry_are_escaped(monkeypatch: pytest.MonkeyPatch) -> None:
    theorem = check(Chain("c", LOSS, title="für alle θ"))
    assert r"f\xfcr alle \u03b8" in printed(
        plain.theorem(theorem, None, 0.0), monkeypatch=monkeypatch, encoding="ascii"
    )


def test_names_cannot_steer_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    theorem = check(Chain("c\x1b[2J\nproved", LOSS, title="t\x1b[31m", tag="\r1"))
    text = printed(plain.theorem(theorem, None, 0.0), monkeypatch=monkeypatch)
    assert "\x1b" not in text and "\r" not in text and r"c\x1b[2J\nproved" in text


def test_brackets_are_no_markup_where_there_are_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal, raw = on_a_terminal(monkeypatch, FORCE_COLOR="1")
    data = plain.theorem(check(Chain("c", LOSS, title="[bold]in brackets[/bold] [0, 1]")), None, 0.0)
    terminal.print(printer.whole(terminal.page, data))
    text = raw.getvalue().decode()
    assert "\x1b[" in text and "[bold]in brackets[/bold] [0, 1]" in text


def test_assumptions_are_listed_once_with_every_place(monkeypatch: pytest.MonkeyPatch) -> None:
    names = ("minimisers_follow_pointwise_limits", "limit_is_an_equality")
    results = [plain.theorem(check(derivations.load(name)), None, 0.0) for name in names]
    audit = " ".join(printed(*results, monkeypatch=monkeypatch).split("Audit")[1].split())
    assert audit.count("x_1, x_2, ... are independent with law p(x)") == 1
    assert "minimisers_follow_pointwise_limits, step 1; limit_is_an_equality, step 1" in audit


def test_where_nothing_is_assumed_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    text = printed(plain.theorem(check(Chain("c", LOSS)), None, 0.0), monkeypatch=monkeypatch)
    assert "Nothing was assumed, and nothing stayed unknown." in text


RESTS = "it rests on step 1, which is "


@pytest.mark.parametrize("claimed", [SAME, Relation("REDUCTION")])
def test_a_tick_stands_only_beside_a_claim_that_was_judged_against_something_proved(
    claimed: Relation, monkeypatch: pytest.MonkeyPatch
) -> None:
    theorem = check(WRONG.claim(WRONG.end, claimed))
    assert theorem.claim[0].verdict is (Verdict.PROVED if claimed == SAME else Verdict.UNKNOWN)
    case = Counterexample("value", "a case", True)
    for reports, reason in (((), f"{RESTS}unknown"), ((report(0), report(1, case), report(2)), f"{RESTS}refuted")):
        result = plain.theorem(theorem, reports, 0.0)
        data = result["claim"]
        assert data["verdict"] == "unknown" and data["reason"] == (reason if claimed == SAME else "")
        lines = printed(result, monkeypatch=monkeypatch).splitlines()
        assert not [line for line in lines if "✓ claim" in line]
        assert bool([line for line in lines if reason in line]) is (claimed == SAME)


def test_one_theorem_on_a_line_says_verdict_relation_hypotheses_and_what_fails() -> None:
    right, wrong = check(derivations.load("mle_to_cross_entropy")), check(WRONG)
    case = Counterexample("value", "the text of the case", True)
    results = [plain.theorem(right, None, 0.0), plain.theorem(wrong, None, 0.0)]
    results += [plain.theorem(wrong, (report(number, case),), 0.0) for number in (1, 0)]
    results += [plain.theorem(right, None, 0.0, wrong_end="the claimed end is another")]
    lines = [line for result in results for line in text_of(printer.on_a_line(PAGE, result, 20)).splitlines()]
    assert lines[0] == "  ✓ mle_to_cross_entropy  proved   → pointwise limit 2 hypotheses"
    assert lines[1] == "  ? wrong                 unknown  ? same solutions  0 hypotheses"
    assert lines[2].startswith("      step 1 is unknown: the values differ by the sign: write flip_sign()")
    assert [line for line in lines if line.startswith("      step 1 (rewrite): the values differ by the sign")]
    assert "      start (start): counterexample: the text of the case" in lines
    assert lines[-1] == "      claim: the claimed end is another"
