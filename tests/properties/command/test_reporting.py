"""What a report says: nothing is hidden, nothing is too wide, and nothing of it decides."""

from __future__ import annotations

import io
import sys
from typing import Any

import pytest
from sympy import exp, log

from properties import assert_proved
from properties.attacks import Counterexample, StepReport, attack
from properties.command import reporting
from properties.command.reporting import (
    Printer,
    Result,
    cells,
    overall,
    plain,
    printable,
    sheet_to_json,
    to_json,
    wrap,
    wrap_formula,
)
from symbolic import Chain, Problem, argmin, check, density, derivations, families, parameter, positive, reals, sample
from symbolic.core.terms import NONE, SAME, Condition, Relation
from symbolic.kernel import Judgement, Obligation, Verdict
from symbolic.report import sentences as statements
from symbolic.report.sheets import sheet
from symbolic.report.theorem import Theorem
from symbolic.rules import add_constant, law_of_large_numbers, reparametrise, rewrite

theta = parameter("theta")
x = sample("x")
q, p = density("q", theta), density("p")
LOSS = argmin(x.sum(-log(q(x.i))) / x.n, theta)
WRONG = Chain("wrong", LOSS).then(rewrite(x.sum(log(q(x.i))) / x.n))


def report(number: int, counterexample: Counterexample | None = None, **rest: Any) -> StepReport:
    fields = {"name": "r", "kind": "rewrite", "examples": 7, "decided": 7, "vacuous": ""} | rest
    return StepReport(number=number, counterexample=counterexample, **fields)


def printed(*results: Result, monkeypatch: pytest.MonkeyPatch, encoding: str = "utf-8", columns: int = 80) -> str:
    buffer = io.TextIOWrapper(io.BytesIO(), encoding=encoding, newline="\n")
    monkeypatch.setattr(sys, "stdout", buffer)
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    printer = Printer()
    for result in results:
        printer.theorem(result)
    printer.summary(results)
    return buffer.buffer.getvalue().decode(encoding)


@pytest.fixture(scope="module")
def shipped() -> list[Result]:
    theorems = [check(derivations.load(name)) for name in derivations.names()]
    return [Result(theorem, attack(theorem, max_examples=3), 0.0) for theorem in theorems]


# ---- the overall verdict ---------------------------------------------------------------------------------------------


def test_what_the_provers_leave_open_is_unknown_and_a_certified_case_refutes_it() -> None:
    theorem = check(WRONG)
    assert overall(theorem, ()) == "unknown"
    assert overall(theorem, (report(0), report(1))) == "unknown"
    assert overall(theorem, (report(1, Counterexample("value", "t", True)),)) == "refuted"


def test_a_statistical_finding_alone_refutes_nothing() -> None:
    assert overall(check(WRONG), (report(1, Counterexample("statistical", "t", False)),)) == "unknown"


def test_a_refuted_obligation_refutes() -> None:
    b = parameter("b", positive)
    family = density("q", b)
    chain = Chain("c", argmin(x.sum(-log(family(x.i))) / x.n, b)).then(
        law_of_large_numbers(p, condition=Condition.COMPACT)
    )
    assert overall(check(chain), ()) == "refuted"


def test_what_is_proved_stays_proved_where_attacks_find_nothing() -> None:
    assert overall(check(derivations.load("kl_to_mle")), (report(0), report(1))) == "proved"


# ---- JSON ------------------------------------------------------------------------------------------------------------


def test_json_keeps_the_theorem_and_adds_what_was_attacked() -> None:
    theorem = check(WRONG)
    found = Counterexample("value", "the text", True)
    data = to_json(Result(theorem, (report(0), report(1, found)), 0.25))
    assert data["verdict"] == "refuted" and data["seconds"] == 0.25
    assert data["steps"][0]["attack"]["counterexample"] == {"property": "value", "text": "the text", "certified": True}
    assert data["start"]["attack"] == {"examples": 7, "decided": 7, "counterexample": None, "vacuous": ""}
    assert data["steps"][0]["obligations"] == theorem.to_dict()["steps"][0]["obligations"]


def test_json_without_attacks_says_null() -> None:
    data = to_json(Result(check(WRONG), None, 0.0))
    assert data["verdict"] == "unknown"
    assert data["start"]["attack"] is None and data["steps"][0]["attack"] is None and data["claim"] is None


def test_json_gives_the_claim_its_own_obligations() -> None:
    data = to_json(Result(check(derivations.load("limit_is_an_equality")), None, 0.0))
    assert len(data["start"]["obligations"]) == 1
    assert data["claim"]["relation"] == "="
    assert [o["verdict"] for o in data["claim"]["obligations"]] == ["unknown"]


RESTS = "it rests on step 1, which is "


@pytest.mark.parametrize("claimed", [SAME, Relation("REDUCTION")])
def test_a_tick_stands_only_beside_a_claim_that_was_judged_against_something_proved(
    claimed: Relation, monkeypatch: pytest.MonkeyPatch
) -> None:
    theorem = check(WRONG.claim(WRONG.end, claimed))
    assert theorem.claim[0].verdict is (Verdict.PROVED if claimed == SAME else Verdict.UNKNOWN)
    case = Counterexample("value", "a case", True)
    for reports, reason in (((), f"{RESTS}unknown"), ((report(0), report(1, case), report(2)), f"{RESTS}refuted")):
        result = Result(theorem, reports, 0.0)
        data = to_json(result)["claim"]
        assert data["verdict"] == "unknown" and data["reason"] == (reason if claimed == SAME else "")
        lines = printed(result, monkeypatch=monkeypatch).splitlines()
        assert not [line for line in lines if "✓ claim" in line]
        assert bool([line for line in lines if reason in line]) is (claimed == SAME)


def test_where_a_rewriting_fails_it_is_said_how_the_two_sides_differ(monkeypatch: pytest.MonkeyPatch) -> None:
    chain = Chain("twice", argmin(x.sum(-2 * log(q(x.i))) / x.n, theta)).then(rewrite(x.sum(-log(q(x.i))) / x.n))
    result = Result(check(chain), None, 0.0)
    how = "the values differ by the factor 2, the minimisers do not: write scale(1/2)"
    assert how in " ".join(printed(result, monkeypatch=monkeypatch).split())
    assert to_json(result)["steps"][0]["difference"] == {
        "kind": "factor", "same_solutions": True, "write": ["scale(1/2)"], "text": how,
    }  # fmt: skip
    with pytest.raises(AssertionError) as caught:
        assert_proved(chain, max_examples=2)
    assert how in " ".join(str(caught.value).split())
    for name in ("kl_is_symmetric", "kl_to_mle"):  # nothing is known of how it differs; nothing differs
        steps = to_json(Result(check(derivations.load(name)), None, 0.0))["steps"]
        assert {step["difference"] and step["difference"]["kind"] for step in steps} == {None}


def test_a_claim_with_a_counterexample_of_its_own_is_refuted_and_one_of_a_proved_chain_is_proved() -> None:
    case = Counterexample("claim", "a case", True)
    wrong = Result(check(WRONG.claim(WRONG.end, SAME)), (report(1), report(2, case)), 0.0)
    assert to_json(wrong)["claim"]["verdict"] == wrong.claim[0] == "refuted"
    right = derivations.load("kl_to_mle")
    assert to_json(Result(check(right.claim(right.end, SAME)), (), 0.0))["claim"]["verdict"] == "proved"


def test_one_theorem_on_a_line_says_verdict_relation_hypotheses_and_what_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    buffer = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="\n")
    monkeypatch.setattr(sys, "stdout", buffer)
    monkeypatch.setenv("COLUMNS", "80")
    right, wrong = check(derivations.load("mle_to_cross_entropy")), check(WRONG)
    case = Counterexample("value", "the text of the case", True)
    results = [Result(right, None, 0.0), Result(wrong, None, 0.0)]
    results += [Result(wrong, (report(number, case),), 0.0) for number in (1, 0)]
    for result in (*results, Result(right, None, 0.0, wrong_end="the claimed end is another")):
        Printer().row(result, 20)
    lines = buffer.buffer.getvalue().decode().splitlines()
    assert lines[0] == "  ✓ mle_to_cross_entropy  proved   → pointwise limit 2 hypotheses"
    assert lines[1] == "  ? wrong                 unknown  ? same solutions  0 hypotheses"
    assert lines[2].startswith("      step 1 is unknown: the values differ by the sign: write flip_sign()")
    assert [line for line in lines if line.startswith("      step 1 (r): the values differ by the sign")]
    assert "      start (r): counterexample: the text of the case" in lines
    assert lines[-1] == "      claim: the claimed end is another"


def test_json_is_ascii_whatever_the_names() -> None:
    assert reporting.dumps({"title": "für alle θ"}).isascii()


# ---- the text --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("columns", [60, 80, 100])
def test_no_line_is_wider_than_the_terminal(
    shipped: list[Result], columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = printed(*shipped, monkeypatch=monkeypatch, columns=columns).splitlines()
    assert len(lines) > 50
    assert [line for line in lines if cells(line) > columns] == []


def test_every_problem_rule_prover_and_hypothesis_is_shown(
    shipped: list[Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "".join(printed(*shipped, monkeypatch=monkeypatch, columns=100).split())  # lines are broken anywhere
    for result in shipped:
        theorem = result.theorem
        shown = [theorem.name, reporting.formula(theorem.start), theorem.chain.title]
        shown += [statements.text(h) for h in theorem.hypotheses]
        for line in theorem.lines:
            shown += [line.step.rule, reporting.formula(line.after), *(f"({line.step.tag})" for _ in line.step.tag)]
            shown += [j.prover for j in line.judgements if j.verdict is Verdict.PROVED]
        assert [part for part in shown if "".join(part.split()) not in text] == []
    assert "3examples" in text


def test_whatever_is_open_shows_with_its_sentence_its_reason_and_the_counterexample(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    theorem = check(WRONG)
    found = Counterexample("value", "at theta = 1:\n  before 2, after 3, in a line that is broken " + "x" * 80, True)
    text = printed(Result(theorem, (report(0), report(1, found)), 0.0), monkeypatch=monkeypatch)
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
    text = printed(Result(changed, None, 0.0), monkeypatch=monkeypatch)
    assert text.splitlines()[0].endswith(" refuted")
    assert "because the reason why" in text and "1 refuted. 2 obligations: 1 proved, 1 refuted." in text
    assert "  refuted  sum" in text.split("Audit")[1]


def test_steps_without_a_common_relation_are_said_to_give_none(monkeypatch: pytest.MonkeyPatch) -> None:
    theorem = check(derivations.load("kl_to_mle"))
    loose = Theorem(theorem.chain, theorem.premises, theorem.lines, NONE)
    text = printed(Result(loose, None, 0.0), monkeypatch=monkeypatch)
    assert text.splitlines()[0].endswith(" unknown")
    assert "give no relation" in " ".join(text.split("Audit")[1].split())


def test_an_attack_that_could_not_be_made_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    tried = report(1, examples=0, decided=0, vacuous="no instance met the hypotheses 1 < 0")
    text = printed(Result(check(WRONG), (report(0), tried), 0.0), monkeypatch=monkeypatch)
    assert "not attacked  no instance met the hypotheses 1 < 0" in text
    assert "0 examples" not in text


def test_examples_that_decided_nothing_do_not_count_as_decided(monkeypatch: pytest.MonkeyPatch) -> None:
    text = printed(Result(check(WRONG), (report(0, decided=3), report(1)), 0.0), monkeypatch=monkeypatch)
    assert "3 of 7 examples" in text


def test_a_statistical_finding_is_called_so(monkeypatch: pytest.MonkeyPatch) -> None:
    found = report(1, Counterexample("statistical", "far off", False))
    text = printed(Result(check(WRONG), (report(0), found), 0.0), monkeypatch=monkeypatch)
    assert text.splitlines()[0].endswith(" unknown")
    assert text.count("counterexample (statistical, not certified)") == 2
    assert "  unknown  counterexample (statistical, not certified)" in text.split("Audit")[1]


def test_relations_have_signs_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    a, b = parameter("a", positive), parameter("b", reals)
    family = density("q", a)
    chain = Chain("c", argmin(x.sum(-log(family(x.i))) / x.n, a)).then(reparametrise(a, exp(b)))
    chain = chain.then(add_constant(1)).then(rewrite(x.sum(-log(density("q", b)(x.i))) / x.n))
    theorem = check(chain)
    text = printed(Result(theorem, None, 0.0), monkeypatch=monkeypatch)
    assert "  1   ≅ argmin_b" in text and "  2   = argmin_b" in text
    assert "  1  ~= argmin_b" in printed(Result(theorem, None, 0.0), monkeypatch=monkeypatch, encoding="ascii")


def test_a_stream_that_carries_only_ascii_gets_only_ascii(
    shipped: list[Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = printed(*shipped, monkeypatch=monkeypatch, encoding="ascii")
    assert text.isascii() and "->  " not in text and "  9  -> argmin_theta" in text and "+ start" in text


def test_titles_that_the_stream_cannot_carry_are_escaped(monkeypatch: pytest.MonkeyPatch) -> None:
    theorem = check(Chain("c", LOSS, title="für alle θ"))
    assert r"f\xfcr alle \u03b8" in printed(Result(theorem, None, 0.0), monkeypatch=monkeypatch, encoding="ascii")


def test_names_cannot_steer_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    theorem = check(Chain("c\x1b[2J\nproved", LOSS, title="t\x1b[31m", tag="\r1"))
    text = printed(Result(theorem, None, 0.0), monkeypatch=monkeypatch)
    assert "\x1b" not in text and "\r" not in text and r"c\x1b[2J\nproved" in text


def test_brackets_are_no_markup_where_there_are_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.delenv("NO_COLOR", raising=False)
    buffer = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="\n")
    monkeypatch.setattr(sys, "stdout", buffer)
    result = Result(check(Chain("c", LOSS, title="[bold]in brackets[/bold] [0, 1]")), None, 0.0)
    Printer().theorem(result)
    text = buffer.buffer.getvalue().decode()
    assert "\x1b[" in text and "[bold]in brackets[/bold] [0, 1]" in text


def test_assumptions_are_listed_once_with_every_place(monkeypatch: pytest.MonkeyPatch) -> None:
    names = ("minimisers_follow_pointwise_limits", "limit_is_an_equality")
    results = [Result(check(derivations.load(name)), None, 0.0) for name in names]
    audit = " ".join(printed(*results, monkeypatch=monkeypatch).split("Audit")[1].split())
    assert audit.count("x_1, x_2, ... are independent with law p(x)") == 1
    assert "minimisers_follow_pointwise_limits, step 1; limit_is_an_equality, step 1" in audit


def test_where_nothing_is_assumed_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    text = printed(Result(check(Chain("c", LOSS)), None, 0.0), monkeypatch=monkeypatch)
    assert "Nothing was assumed, and nothing stayed unknown." in text


# ---- words -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [12, 20, 33, 80])
@pytest.mark.parametrize(
    "text", ["", "one", "a word " * 20, "f(" * 60, "x" * 200, "漢字" * 30, "a, " * 3 + "b" * 50 + " c", "é" * 90]
)
def test_wrapped_rows_fit_and_keep_every_character(text: str, width: int) -> None:
    for rows in (wrap(text, width, 2), wrap_formula(" ".join(text.split()), width, 2)):
        assert all(cells(row) <= width for row in rows)
        assert "".join("".join(rows).split()) == "".join(text.split())


def test_a_formula_breaks_where_it_is_nested_least_and_before_an_operator() -> None:
    text = "argmin_theta sum(-log(q(x_i)) - log(q(y_i | x_i)))/n + sum(-log(p(x_i)))/n"
    assert wrap_formula(text, 60, 2) == [
        "argmin_theta sum(-log(q(x_i)) - log(q(y_i | x_i)))/n",
        "  + sum(-log(p(x_i)))/n",
    ]


def test_problems_print_with_their_unknowns() -> None:
    mu, sigma = parameter("mu", reals), parameter("sigma", positive)
    assert reporting.formula(argmin(mu**2, mu)) == "argmin_mu mu**2"
    assert reporting.formula(Problem("max", mu * sigma, (mu, sigma))) == "argmax_{mu, sigma} mu*sigma"


def test_wide_and_combining_characters_take_the_columns_that_they_take() -> None:
    assert [cells("abc"), cells("θ"), cells("漢"), cells("e\u0301")] == [3, 1, 2, 1]


def test_control_characters_are_shown_and_not_sent() -> None:
    assert printable("a\x00\x1b\x9b\u202eb") == r"a\x00\x1b\x9b\u202eb"


def test_every_convention_reads_as_plain_text() -> None:
    names = (*derivations.names(), *derivations.refuted())
    found = [plain(c) for name in names for c in statements.conventions(check(derivations.load(name)))]
    assert found and [c for c in found if "\\" in c or "$" in c] == []


def test_a_sentence_about_an_obligation_never_reaches_the_next_line() -> None:
    assert "\n" not in statements.text(Obligation("defined", (LOSS.objective,)))


# ---- fact sheets -----------------------------------------------------------------------------------------------------


def shown(
    data: dict[str, Any], monkeypatch: pytest.MonkeyPatch, columns: int = 80, encoding: str = "utf-8"
) -> list[str]:
    buffer = io.TextIOWrapper(io.BytesIO(), encoding=encoding, newline="\n")
    monkeypatch.setattr(sys, "stdout", buffer)
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    printer = Printer()
    printer.sheet(data)
    printer.sheets_summary([data])
    return buffer.buffer.getvalue().decode(encoding).splitlines()


@pytest.fixture(scope="module")
def sheets() -> dict[str, dict[str, Any]]:
    return {n: sheet_to_json(sheet(families.load(n)), None, None) for n in ("poisson", "multinomial", "normal_mixture")}


@pytest.mark.parametrize("columns", [60, 80, 100])
@pytest.mark.parametrize("name", ["poisson", "multinomial", "normal_mixture"])
def test_no_line_of_a_sheet_is_wider_than_the_terminal(
    sheets: dict[str, dict[str, Any]], name: str, columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = shown(sheets[name], monkeypatch, columns)
    assert len(lines) > 40
    assert [line for line in lines if cells(line) > columns] == []


@pytest.mark.parametrize("name", ["poisson", "multinomial", "normal_mixture"])
def test_everything_that_a_sheet_says_is_shown(
    sheets: dict[str, dict[str, Any]], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = sheets[name]
    text = "".join("".join(shown(data, monkeypatch, 100)).split())
    said = [data["name"], data["title"], data["source"], *data["notes"], data["density"]["text"], data["loss"]["text"]]
    said += [p["text"] for p in data["chain"]["problems"]] + [data["dropped"]["text"], data["factor"]["text"]]
    for fact in data["facts"]:
        said += [fact["name"], fact["text"], fact["prover"], fact["reason"], fact["note"]]
        said += [part for u in fact["for"] for part in (u["name"], f" in {u['domain']}")]
    assert [part for part in said if "".join(part.split()).rstrip(".") not in text] == []


def test_a_sheet_survives_a_terminal_without_unicode(
    sheets: dict[str, dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = shown(sheets["poisson"], monkeypatch, encoding="ascii")
    assert any(line.startswith("  + chain") for line in lines) and any(
        line.startswith("  x law of large") for line in lines
    )


def attacked(fact: dict[str, Any], verdict: str, prover: str, certified: bool) -> dict[str, Any]:
    found = {"property": "integral", "text": "at lambda = 1\nthe sum is 2", "certified": certified}
    attack = {"examples": 5, "decided": 4, "counterexample": found, "vacuous": ""}
    return {**fact, "verdict": verdict, "prover": prover, "reason": "at lambda = 1", "attack": attack}


@pytest.mark.parametrize("columns", [60, 80, 100])
def test_a_sheet_that_was_attacked_is_no_wider_than_the_terminal_and_breaks_no_word(
    sheets: dict[str, dict[str, Any]], columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = sheets["poisson"]
    long = "the case:\n  " + "the integral of (t*exp(-t*x))*(-x + 1/t) does not converge absolutely at t = 1; " * 3
    found = {"property": "integral", "text": long, "certified": True}
    attack = {"examples": 100, "decided": 89, "counterexample": found, "vacuous": ""}
    provers = ("exponential_families", "convexity", "attack")
    tried = [
        {**f, "attack": attack, "verdict": "refuted", "prover": p} for f, p in zip(data["facts"], provers, strict=False)
    ]
    lines = shown({**data, "facts": tried}, monkeypatch, columns)
    assert [line for line in lines if cells(line) > columns] == []
    text = "\n".join(lines)
    assert all(prover in text for prover in provers) and "".join(long.split()) in "".join(text.split())
    assert all(line.startswith(" " * 10) for line in lines if "absolutely" in line)


@pytest.mark.parametrize(
    ("verdict", "prover", "certified", "said"),
    [
        ("refuted", "attack", True, "counterexample (integral, certified)"),
        ("unknown", "nobody", False, "counterexample (integral, not certified)"),
        ("refuted", "convexity", True, "because at lambda = 1"),  # the prover's own case is enough
    ],
)
def test_a_counterexample_to_a_fact_is_shown_once(
    sheets: dict[str, dict[str, Any]],
    verdict: str,
    prover: str,
    certified: bool,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = sheets["poisson"]
    fact = attacked(data["facts"][0], verdict, prover, certified)
    lines = shown({**data, "facts": [fact], "large_numbers": []}, monkeypatch)
    assert [line for line in lines if said in line]
    assert sum("counterexample" in line or "because" in line for line in lines) == (2 if prover == "nobody" else 1)
    assert any(line.endswith("5 examples") for line in lines)


def test_a_chain_that_fails_is_shown_with_what_is_open_and_its_case(monkeypatch: pytest.MonkeyPatch) -> None:
    found = sheet(families.load("poisson"), asked=())
    steps = (report(1, Counterexample("value", "lambda = 1", True)),)
    data = sheet_to_json(found, None, steps)
    assert data["verdict"] == data["chain"]["verdict"] == "refuted"
    lines = shown(data, monkeypatch)
    assert lines[0].endswith(" refuted") and any(line.startswith("  ✗ chain") for line in lines)
    assert any("counterexample (value, certified)" in line for line in lines)
    assert any(line.strip().startswith("unknown  ") for line in lines)


@pytest.mark.parametrize(
    ("name", "heading", "said"),
    [
        (
            "poisson",
            "✗ law of large numbers: NONE",
            ("FINITE: it is not so that lambda ranges over a finite set, because the declared domain says otherwise",
             "CONVEX: it is not so that lambda ranges over an open convex subset of R^d",
             "it is fulfilled on the interior of the domain"),
        ),
        ("multinomial", "✓ law of large numbers: COMPACT", ("every limit point of minimisers", "nothing is left to assume")),
        ("exponential", "✓ law of large numbers: CONVEX", ("there is a minimiser before the limit", "left to assume: E_")),
    ],
)  # fmt: skip
def test_the_law_of_large_numbers_is_one_item_of_a_sheet(
    name: str, heading: str, said: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = shown(sheet_to_json(sheet(families.load(name)), None, None), monkeypatch)
    assert sum("law of large numbers" in line for line in lines) == 1
    (at,) = (number for number, line in enumerate(lines) if line.strip().startswith(heading))
    words = " ".join(" ".join(lines[at:]).split())
    assert all(part in words for part in said)
    assert not any(line.strip().startswith(("✗ FINITE", "✗ COMPACT", "✓ CONVEX")) for line in lines)


def test_a_condition_that_is_open_is_not_known_to_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = shown(sheet_to_json(sheet(families.load("poisson"), asked=()), None, None), monkeypatch)
    assert any(line.startswith("  ? law of large numbers: NONE") for line in lines)
    assert "it is not known that lambda ranges over a finite set" in " ".join(" ".join(lines).split())
