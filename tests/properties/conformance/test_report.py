"""Tests of properties.conformance.report: what is read of a conformance, as text and as data."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
from implementations import RIGHT, WRONG, loss_of

from properties import loss_report
from properties.conformance.report import as_data, fitted, part_text, text

POISSON, WRONG_POISSON = RIGHT["Poisson"], WRONG["Poisson, target squared"]


def test_a_right_one_reads_so() -> None:
    found = loss_report(POISSON.function, loss_of("poisson"), reading=POISSON.reading, examples=100)
    first, more, reading, relation, further, reduction, value, *_ = text(found).splitlines()
    assert first == "implementations.<lambda> conforms to poisson (claimed: up to a constant;"
    assert more == "  float64)" and further == "              certified points"
    assert reading == "  reading   x = y, lambda = exp(z)"
    assert relation.startswith("  relation  equal up to the constant -log(gamma(y + 1)): no difference at 48")
    assert reduction == "  reduction none: each row has its own"
    assert value.startswith("  value     off by at most ") and value.endswith(
        " units in the last place beyond conditioning"
    )
    assert "proved" not in text(found)


def test_a_wrong_one_shows_its_case() -> None:
    found = loss_report(WRONG_POISSON.function, loss_of("poisson"), reading=WRONG_POISSON.reading, examples=100)
    lines = text(found).splitlines()
    assert lines[0].startswith("implementations.<lambda> does not conform to poisson")
    assert lines[3].startswith("  relation  different: looked at")
    assert lines.pop(4) == "            why: it is the loss with x**2 for x"
    assert lines[4].startswith("            at x = ") and "returned" in lines[4] and "the truth is" in lines[4]


def test_a_constant_that_is_known_alone_is_said_to_be() -> None:
    def twice(x: Any, loc: Any, scale: Any) -> Any:
        return np.abs(x - loc) / scale + 2 * np.log(scale)

    found = loss_report(twice, loss_of("laplace"), reading="x=x, loc=mu, scale=b", examples=60, name="twice")
    lines = text(found).splitlines()
    assert lines[2].startswith("  relation  equal up to the constant log(scale) - log(2)")
    assert lines[4] == "            constant where scale is known: another loss if not"
    odd = loss_report(
        lambda x, m: (x - m) ** 2 / 2 + 0.7391,
        loss_of("normal_mean"),
        reading="x=x, m=mu, sigma=1",
        examples=60,
        name="odd",
    )
    lines = text(odd).splitlines()
    assert lines[2].startswith("  relation  equal up to a constant not recognised")
    assert "it may depend on what is predicted" in lines[3]
    right = loss_report(POISSON.function, loss_of("poisson"), reading=POISSON.reading, examples=60)
    assert "known" not in text(right)


def test_a_weaker_relation_says_how_it_would_do() -> None:
    def twice(y: Any, z: Any) -> Any:
        return 2 * (np.exp(z) - y * z)

    said = "            with --claim factor, in Python claim=, this would do"
    for claim, told in (("constant", True), ("factor", False)):
        found = loss_report(twice, loss_of("poisson"), reading=POISSON.reading, claim=claim, examples=60)
        assert (said in text(found).splitlines()) is told


def test_the_data_are_json_and_say_the_same() -> None:
    found = loss_report(WRONG_POISSON.function, loss_of("poisson"), reading=WRONG_POISSON.reading, examples=100)
    data = as_data(found)
    assert json.loads(json.dumps(data)) == data
    assert (
        data["holds"] is False
        and data["relation"]["kind"] == "different"
        and data["case"][0]["at"].keys() == {"x", "rate"}
    )


def test_numbers_beyond_all_floats_are_said_to_be() -> None:
    found = loss_report(POISSON.function, loss_of("poisson"), reading=POISSON.reading, examples=2000)
    assert all(len(line) <= 80 for line in text(found).splitlines())


def test_what_several_rows_show_stands_below_their_reduction_in_80_columns() -> None:
    def mean(y: Any, z: Any, w: Any) -> Any:
        return np.mean(w * (np.exp(z) - y * z)), w * w * (np.exp(z) - y) / len(y)

    found = loss_report(mean, loss_of("poisson"), reading=POISSON.reading, weights="w", examples=60, name="mean")
    lines = part_text(found, "reductions").splitlines()[2:]
    assert lines[0] == "  reduction the mean over the rows" and all(len(line) <= 80 for line in lines)
    assert "its gradient has the weights squared" in lines[1] and "told: an empty batch gives nan" in lines[-1]
    data = as_data(found)["rows"]
    assert data["kind"] == "mean" and data["weighted"] == "" and data["found"][0]["what"] == "has the weights squared"


def test_rows_that_are_too_long_go_on_below_what_stands_behind_their_first_word() -> None:
    assert fitted(["short", "  - a: " + "b " * 40]) == "short\n  - a: " + "b " * 36 + "b\n      b b b"
    assert fitted([f"  relation  {'b ' * 35}"]) == "  relation  " + "b " * 33 + "b\n              b"
    assert fitted(["f" * 100]) == "f" * 80 + "\n  " + "f" * 20
