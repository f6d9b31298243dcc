"""Tests of the statements of the kind 'independent': rows with one law."""

from __future__ import annotations

from kinds import attacked, eta, law, p, refuses, says, stated, x, y

from symbolic.statements.independent import Independent


def test_it_lists_rows() -> None:
    says(
        Independent(p(y.outcome, x.outcome), x.n),
        "(y_1, x_1), (y_2, x_2), ... are independent with law p(y, x)",
        r"$(y_{1}, x_{1}), (y_{2}, x_{2}), \dots$ are independent with law $p(y, x)$",
    )


def test_rows_of_one_column_are_entries() -> None:
    says(
        Independent(law, x.n),
        "x_1, x_2, ... are independent with law p(x)",
        r"$x_{1}, x_{2}, \dots$ are independent with law $p(x)$",
    )


def test_what_it_is_not_about_is_refused() -> None:
    refuses("independent", (law, 3), r"count=3 is no Count")
    refuses("independent", (eta, x.n), r"law=eta is no Applied")


def test_who_may_state_it_and_whether_it_is_attacked() -> None:
    stated("independent", by_a_step=True)
    attacked("independent", unless="no attack on statements of the kind 'independent'")


def test_it_is_about_a_law() -> None:
    assert Independent(law, x.n).abstract()
