"""Rows of words and formulas fit, and keep every character."""

from __future__ import annotations

import pytest

from properties.words import case, cells, ended, plain, room, sentence, wrap, wrap_formula
from symbolic import check, derivations
from symbolic.report import sentences as statements


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


def test_wide_and_combining_characters_take_the_columns_that_they_take() -> None:
    assert [cells("abc"), cells("θ"), cells("漢"), cells("e\u0301")] == [3, 1, 2, 1]


def test_every_convention_reads_as_plain_text() -> None:
    names = (*derivations.names(), *derivations.refuted())
    found = [plain(c) for name in names for c in statements.conventions(check(derivations.load(name)))]
    assert found and [c for c in found if "\\" in c or "$" in c] == []


def test_a_sentence_begins_with_a_capital_and_ends_with_one_full_stop() -> None:
    assert sentence("the steps give nothing") == "The steps give nothing."
    assert [ended("a note"), ended("a note. "), ended("a note...")] == ["a note."] * 3


def test_names_in_a_list_take_as_much_room_as_the_longest_of_them_up_to_40_columns() -> None:
    assert room(["poisson", "gamma"]) == 7
    assert room(["a" * 60, "gamma"]) == 40
    assert room(["a\x1b"]) == 5  # a control character is shown as an escape


def test_a_case_keeps_the_indentation_of_its_lines_and_loses_what_they_share() -> None:
    text = "  at theta = 1:\n    before " + "2 + " * 12 + "2, after 3"
    assert case("  at t = 1:\n    before 2", 40, 4) == ["    at t = 1:", "      before 2"]
    rows = case(text, 40, 0)
    assert rows[0] == "at theta = 1:" and all(cells(row) <= 40 for row in rows) and len(rows) == 3
    assert rows[1].startswith("  before") and rows[2].startswith("    ")
