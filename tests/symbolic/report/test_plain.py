"""Tests of symbolic.report.plain: theorems as plain data, which is all that printers and pages see of them."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from sympy import Integer, log

from symbolic import check
from symbolic.chain import Chain, Stated, argmax, argmin
from symbolic.core.domains import positive, reals
from symbolic.core.terms import density, parameter, sample
from symbolic.derivations import load, names, refuted
from symbolic.kernel import Problem
from symbolic.obligations import Obligation
from symbolic.report.plain import FORMAT, formula
from symbolic.rules import increasing, rewrite

theta = parameter("theta")
x = sample("x")
q, p = density("q", theta), density("p")
LIKELIHOOD = argmax(x.product(q(x.i)), theta)
GOOD = Chain("good", LIKELIHOOD).then(increasing(log)).then(rewrite(x.sum(log(q(x.i)))), tag="2")
WEAK = Chain("weak", LIKELIHOOD).then(rewrite(Integer(1)))
WRONG = Chain("wrong", argmin(Integer(2), theta)).then(rewrite(Integer(3)))
mu = parameter("mu", reals)
CHAINS = {"good": GOOD, "weak": WEAK, "wrong": WRONG} | {name: load(name) for name in (*names(), *refuted())}


FORMULAS = ("text", "latex", "short", "note", "before", "after", "problem", "setting", "glossary")
TOP = {
    "format",
    "name",
    "title",
    "verdict",
    "relation",
    "related",
    "claimed",
    "setting",
    "hypotheses",
    "conventions",
    "laws",
    "rules",
    "start",
    "steps",
    "stated",
    "glossary",
}
STEP = {"number", "rule", "primitive", "tag", "label", "note", "relation", "related", "before", "after", "text"} | {
    "obligations"
}
OBLIGATION = {"text", "latex", "short", "hypothesis", "verdict", "prover", "reason", "laws"}


@pytest.mark.parametrize("name", CHAINS)
def test_a_theorem_as_data_has_the_keys_of_the_schema_and_survives_json(name: str) -> None:
    theorem = check(CHAINS[name])
    found: dict[str, Any] = theorem.to_dict()
    assert json.loads(json.dumps(found)) == found
    assert set(found) == TOP
    assert found["name"] == theorem.name
    assert found["verdict"] in ("proved", "unknown", "refuted")
    assert all(set(h) == {"text", "latex", "places"} for h in found["hypotheses"])
    assert all(isinstance(c, str) and c for c in found["conventions"])
    assert [s["number"] for s in found["steps"]] == list(range(1, len(theorem.lines) + 1))
    for step in found["steps"]:
        assert set(step) == STEP
        assert step["before"] and step["after"] and step["obligations"]
        for judged in step["obligations"]:
            assert set(judged) == OBLIGATION
            assert judged["verdict"] in ("proved", "assumed", "unknown", "refuted")
            assert judged["text"] and judged["prover"]


def test_data_name_the_laws_of_each_proof_and_say_once_what_they_say() -> None:
    found = check(load("bernoulli_to_binary_cross_entropy")).to_dict()
    owed = [o for part in (found["start"], *found["steps"]) for o in part["obligations"]] + found["stated"]
    used = {law["name"] for o in owed for law in o["laws"]}
    assert "log of a product" in used
    assert {law["name"] for law in found["laws"]} == used
    assert all(set(law) == {"name", "statement", "condition", "source"} for law in found["laws"])
    assert all(law["times"] > 0 and o["prover"] in ("identities", "cases") for o in owed for law in o["laws"])


def test_data_follow_the_verdict_of_each_obligation() -> None:
    (step,) = check(WRONG).to_dict()["steps"]
    assert [(o["verdict"], o["prover"]) for o in step["obligations"]] == [("refuted", "balls"), ("proved", "ranges")]
    (step,) = check(WEAK).to_dict()["steps"]
    assert step["obligations"][0]["verdict"] == "unknown"
    assert step["obligations"][0]["reason"]


def test_each_step_begins_where_the_one_before_ended() -> None:
    steps = check(load("mle_to_cross_entropy")).to_dict()["steps"]
    assert all(one["after"] == two["before"] for one, two in pairwise(steps))


def test_problems_print_with_their_unknowns() -> None:
    mu, sigma = parameter("mu", reals), parameter("sigma", positive)
    assert formula(argmin(mu**2, mu)) == "argmin_mu mu**2"
    assert formula(Problem("max", mu * sigma, (mu, sigma))) == "argmax_{mu, sigma} mu*sigma"


def test_a_relation_is_data_with_its_kind_its_mode_and_what_it_says() -> None:
    data = check(load("mle_to_cross_entropy")).to_dict()
    assert (data["related"]["kind"], data["related"]["mode"]) == ("LIMIT", "pointwise")
    assert data["related"]["text"] == "pointwise limit" and "tends almost surely" in data["related"]["meaning"]
    assert data["steps"][0]["related"] == {"kind": "SAME", "mode": None, "text": "the same solutions"}


def test_a_hypothesis_names_the_places_that_rest_on_it() -> None:
    data = check(load("limit_is_an_equality")).to_dict()
    assert data["hypotheses"] and all(h["places"] == ["step 1"] for h in data["hypotheses"])
    assert all(not h["places"] for h in check(GOOD).to_dict()["hypotheses"])


def test_the_text_of_a_step_is_the_problem_after_it() -> None:
    data = check(GOOD).to_dict()
    assert data["start"]["text"] == formula(GOOD.start)
    assert [step["text"] for step in data["steps"]] == [formula(line.after) for line in check(GOOD).lines]
    assert data["format"] == FORMAT == 1


@pytest.mark.parametrize("name", ["good", "weak", "mle_to_cross_entropy"])
def test_without_formulas_everything_else_is_told(name: str) -> None:
    """What a table needs of a theorem is told without writing any formula."""
    whole, brief = check(CHAINS[name]).to_dict(), check(CHAINS[name]).to_dict(formulas=False)

    def without(data: Any) -> Any:
        if isinstance(data, list):
            return [without(part) for part in data]
        if isinstance(data, dict):
            written = (
                ("text", "latex", "short", "note", "before", "after", "problem", "setting", "glossary")
                if "kind" not in data
                else ()
            )
            return {key: without(part) for key, part in data.items() if key not in written}
        return data

    assert brief == without(whole) != whole


def test_what_is_owed_is_said_of_lines_where_it_speaks_of_them() -> None:
    data = check(load("mle_to_cross_entropy")).to_dict()
    assert data["start"]["obligations"][0]["short"] == "{1} is defined"
    assert data["steps"][1]["obligations"][0]["short"] == "{2} and {3} are equal"
    limit = data["steps"][-1]
    assert limit["related"]["count"] == "n" and limit["obligations"][0]["short"] == "{6} is a mean over the rows"
    assumed = [o for o in limit["obligations"] if o["verdict"] == "assumed"]
    assert [o["hypothesis"] for o in assumed] == [1, 2] and all(o["short"] is None for o in assumed)
    assert all(o["hypothesis"] is None for o in data["start"]["obligations"])


def test_an_interval_in_what_is_said_of_a_line_keeps_its_braces() -> None:
    (within,) = (
        o["short"]
        for step in check(load("poisson_regression")).to_dict()["steps"]
        for o in step["obligations"]
        if (o["short"] or "").startswith("the values of {1} lie in ")
    )
    assert "$" in within.format("", "(1)", "(2)")


def test_lines_are_labelled_by_the_author_or_else_numbered() -> None:
    data = check(GOOD).to_dict()
    assert [line["label"] for line in (data["start"], *data["steps"])] == ["0a", "0b", "2"]
    data = check(WEAK).to_dict()
    assert [line["label"] for line in (data["start"], *data["steps"])] == ["1", "2"]


def test_a_glossary_says_which_of_its_entries_claim_something() -> None:
    square = Obligation("equal", (mu**2, mu * mu))
    data = check(replace(GOOD, glossary=(("q", "a law"), Stated(mu, "a number", square)))).to_dict()
    assert [(e["symbol"], e["meaning"], e["stated"]) for e in data["glossary"]] == [
        ("q", "a law", None),
        (r"\mu", "a number", 0),
    ]
    assert data["stated"][0]["verdict"] == "proved"


def test_a_claim_is_told_beside_what_the_steps_say() -> None:
    data = check(load("mle_to_cross_entropy")).to_dict()
    assert data["claimed"] is None or data["claimed"]["latex"]
    assert "$" in data["related"]["latex"] and data["related"]["meaning"] != data["related"]["latex"]
    assert [rule["name"] for rule in data["rules"]] == list(
        dict.fromkeys(s["rule"] for s in data["steps"] if s["rule"] in {r["name"] for r in data["rules"]})
    )
