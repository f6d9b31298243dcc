"""The plain data of theorems and sheets: what was proved and attacked, unchanged, and a verdict that is the worst of it."""

from __future__ import annotations

import pytest
from reports import PAGE, WRONG, p, q, report, text_of, theta, x
from sympy import log

from properties import assert_proved
from properties.attacks import Counterexample
from properties.command.report import plain
from properties.command.report import theorem as printer
from symbolic import Chain, argmin, check, density, derivations, families, parameter, positive
from symbolic.kernel import SAME, Condition
from symbolic.report.sheets import sheet
from symbolic.rules import law_of_large_numbers, rewrite

# ---- the overall verdict ---------------------------------------------------------------------------------------------


def test_what_the_provers_leave_open_is_unknown_and_a_certified_case_refutes_it() -> None:
    found = check(WRONG)
    assert plain.overall(found, ()) == "unknown"
    assert plain.overall(found, (report(0), report(1))) == "unknown"
    assert plain.overall(found, (report(1, Counterexample("value", "t", True)),)) == "refuted"


def test_a_statistical_finding_alone_refutes_nothing() -> None:
    assert plain.overall(check(WRONG), (report(1, Counterexample("statistical", "t", False)),)) == "unknown"


def test_a_refuted_obligation_refutes() -> None:
    b = parameter("b", positive)
    family = density("q", b)
    chain = Chain("c", argmin(x.sum(-log(family(x.i))) / x.n, b)).then(
        law_of_large_numbers(p, condition=Condition.COMPACT)
    )
    assert plain.overall(check(chain), ()) == "refuted"


def test_what_is_proved_stays_proved_where_attacks_find_nothing() -> None:
    assert plain.overall(check(derivations.load("kl_to_mle")), (report(0), report(1))) == "proved"


# ---- JSON ------------------------------------------------------------------------------------------------------------


def test_json_keeps_the_theorem_and_adds_what_was_attacked() -> None:
    found, case = check(WRONG), Counterexample("value", "the text", True)
    data = plain.theorem(found, (report(0), report(1, case)), 0.25)
    assert data["verdict"] == "refuted" and data["seconds"] == 0.25
    assert data["steps"][0]["attack"]["counterexample"] == {"property": "value", "text": "the text", "certified": True}
    assert data["start"]["attack"] == {"examples": 7, "decided": 7, "counterexample": None, "vacuous": ""}
    assert data["steps"][0]["obligations"] == found.to_dict()["steps"][0]["obligations"]


def test_json_without_attacks_says_null() -> None:
    data = plain.theorem(check(WRONG), None, 0.0)
    assert data["verdict"] == "unknown"
    assert data["start"]["attack"] is None and data["steps"][0]["attack"] is None and data["claim"] is None


def test_json_gives_the_claim_its_own_obligations() -> None:
    data = plain.theorem(check(derivations.load("limit_is_an_equality")), None, 0.0)
    assert len(data["start"]["obligations"]) == 1
    assert data["claim"]["relation"] == "="
    assert [o["verdict"] for o in data["claim"]["obligations"]] == ["unknown"]


def test_where_a_rewriting_fails_it_is_said_how_the_two_sides_differ() -> None:
    chain = Chain("twice", argmin(x.sum(-2 * log(q(x.i))) / x.n, theta)).then(rewrite(x.sum(-log(q(x.i))) / x.n))
    result = plain.theorem(check(chain), None, 0.0)
    how = "the values differ by the factor 2, the minimisers do not: write scale(1/2)"
    assert how in " ".join(text_of(printer.whole(PAGE, result)).split())
    assert result["steps"][0]["difference"] == {
        "kind": "factor", "same_solutions": True, "write": ["scale(1/2)"], "text": how,
    }  # fmt: skip
    with pytest.raises(AssertionError) as caught:
        assert_proved(chain, max_examples=2)
    assert how in " ".join(str(caught.value).split())
    for name in ("kl_is_symmetric", "kl_to_mle"):  # nothing is known of how it differs; nothing differs
        steps = plain.theorem(check(derivations.load(name)), None, 0.0)["steps"]
        assert {step["difference"] and step["difference"]["kind"] for step in steps} == {None}


def test_a_claim_with_a_counterexample_of_its_own_is_refuted_and_one_of_a_proved_chain_is_proved() -> None:
    case = Counterexample("claim", "a case", True)
    wrong = plain.theorem(check(WRONG.claim(WRONG.end, SAME)), (report(1), report(2, case)), 0.0)
    assert wrong["claim"]["verdict"] == wrong["verdict"] == "refuted"
    right = derivations.load("kl_to_mle")
    assert plain.theorem(check(right.claim(right.end, SAME)), (), 0.0)["claim"]["verdict"] == "proved"


def test_json_is_ascii_whatever_the_names() -> None:
    assert plain.dumps({"title": "für alle θ"}).isascii()


def test_what_was_not_attacked_says_so_and_what_was_says_so_too() -> None:
    found = check(WRONG)
    assert plain.theorem(found, None, 0.0)["attacked"] is False
    assert plain.theorem(found, (), 0.0)["attacked"] is True


def test_a_chain_that_holds_says_so_whatever_the_family_declares() -> None:
    right = check(derivations.load("kl_to_mle"))
    refuted = {"verdict": "refuted", "facts": [], "reference": None, "is_density": True, "under": []}
    data = plain.theorem(right, None, 0.0, declared=refuted)
    assert (data["verdict"], data["holds"]) == ("refuted", True)
    assert plain.theorem(right, None, 0.0, wrong_end="it ends elsewhere")["holds"] is False
    assert plain.theorem(check(WRONG), None, 0.0)["holds"] is False


def test_a_sheet_holds_its_derivation_without_the_time_that_it_took() -> None:
    data = plain.sheet(sheet(families.load("poisson"), declared=True), None, None)
    assert data["derivation"]["name"] == "poisson" and "seconds" not in data["derivation"]
    assert data["format"] == data["derivation"]["format"] == 1
    assert {fact["attack"] for fact in data["facts"]} == {None}
