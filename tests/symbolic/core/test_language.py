"""Tests of symbolic.core.language: phrases that several statements share, in a language that shows its parts."""

from __future__ import annotations

from kinds import K, c, d, eta, mu, p, r, sigma, t, theta, x, y
from sympy import exp

from symbolic.core import language


class Bare:
    """Everything as it is printed, formulas in brackets."""

    def math(self, thing: object) -> str:
        return ", ".join(map(str, thing)) if isinstance(thing, tuple) else str(thing)

    def formula(self, text: str, latex: str, *parts: object) -> str:
        return f"[{self.piece(text, latex, *parts)}]"

    def piece(self, text: str, latex: str, *parts: object) -> str:
        return text.format(*map(self.math, parts))

    def drawn(self, law: object) -> str:
        return str(law)

    def entry(self, column: str, row: str) -> str:
        return f"{column}{row}"

    def relation(self, relation: object) -> str:
        return str(relation)


SAY = Bare()


def test_a_map_and_an_equation_are_formulas() -> None:
    assert language.mapsto(SAY, eta, exp(eta)) == "[eta -> exp(eta)]"
    assert language.equation(SAY, eta, 1) == "[eta = 1]"


def test_a_place_is_one_equation_a_parameter() -> None:
    assert language.place(SAY, ((eta, mu), (sigma, exp(t)))) == "[eta = mu] and [sigma = exp(t)]"


def test_conditions_are_listed_or_nothing_is_said() -> None:
    assert language.whenever(SAY, (eta > 0, mu > 0)) == ", whenever [eta > 0] and [mu > 0]"
    assert language.whenever(SAY, ()) == ""


def test_one_ranges_and_several_range() -> None:
    assert (language.ranging(SAY, (theta,)), language.ranging(SAY, (theta, eta))) == (
        "theta ranges",
        "theta, eta range",
    )
    assert language.several(SAY, (x.i, y.i)) == "x_i and y_i"


def test_rows_are_cells_or_tuples_of_them() -> None:
    assert language.rows(SAY, p(x.outcome)) == "[x1, x2, ...]"
    assert language.rows(SAY, p(y.outcome, x.outcome)) == "[(y1, x1), (y2, x2), ...]"


def test_an_integral_or_a_sum_by_the_domains_of_its_columns() -> None:
    assert language.integral(SAY, mu, (r.outcome,), None) == "integral_{r in (-oo, oo)}(mu)"
    assert language.integral(SAY, mu, (c.outcome,), None) == "sum_{c in {0, 1, ...}}(mu)"
    assert language.integral(SAY, mu, (c.outcome, d.outcome), K) == "sum_{c, d in {0, 1, ...} with c + d = K}(mu)"
