"""The fuzz of facts in a bounded share, its evaluator, and broken provers and searches that it must find."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from random import Random
from typing import Any

import fuzz_facts as fuzz
import pytest
from normal_form_twins import instead, method
from sympy import Abs, Integer, Max, Min, Pow, Rational, exp, log, sympify

from symbolic.calculus import directions, growth, minimising, points, shapes
from symbolic.calculus import slopes as derivatives
from symbolic.calculus.enclosing import Values
from symbolic.calculus.normal_form import shared
from symbolic.calculus.normal_form.functions import absolute
from symbolic.core.domains import RealInterval, members, positive, reals
from symbolic.core.terms import AtMost, Parameter, raw
from symbolic.provers import algebraic_minima, existence, monotone, unattained
from symbolic.refuting import balls, convexity, estimates, uniqueness
from symbolic.refuting import unattained as smaller

pytestmark = pytest.mark.slow

u, v = Parameter("u", reals), Parameter("v", positive)
INF = float("inf")


@pytest.fixture(autouse=True)
def forgotten() -> None:
    """Nothing is remembered of a broken normal form."""
    shared.cache_clear()


def test_nothing_false_is_proved_of_random_statements() -> None:
    tally = fuzz.fuzz(500, 11)
    assert tally.wrong == []
    assert tally.drawn.total() == 500
    assert set(tally.drawn) == set(fuzz.KINDS)
    # What would make the lines above empty talk: hardly anything proved.
    assert tally.proved.total() > 150
    assert len(+tally.proved) >= len(fuzz.KINDS) - 2
    assert set(+tally.refuted) >= {"estimate", "solutions", "convex", "unattained", "at most one"}


def test_the_same_number_draws_the_same_statement() -> None:
    for number in range(40):
        one, other = (fuzz.draw_statement(3, number)[1].obligation for _ in range(2))
        assert str(one) == str(other)


# ---- broken provers ----------------------------------------------------------------------------------------------------


def _any_sign(self: Any, e: Any) -> Any:
    moving = [a for a in e.args if derivatives.moves(a, self.unknowns)]
    return self.of(moving[0]) if len(moving) == 1 else frozenset()


def _min_is_convex(self: Any, e: Any) -> Any:
    if isinstance(e, Min):
        return frozenset.intersection(*map(self.of, e.args)) & {shapes.CONVEX}
    return HONEST["shape"](self, e)


def _through_kinks(map_: Any, variable: Any, values: Any) -> int:
    moving = [a for a in map_.args if variable in a.free_symbols]
    if isinstance(map_, Max | Min) and len(moving) == 1:
        return _through_kinks(moving[0], variable, values)
    return HONEST["direction"](map_, variable, values)


def _nonnegative_counts(e: Any, forms: Any) -> int | None:
    return 1 if HONEST["sign"](e, forms) is not None else None


HONEST: dict[str, Any] = {
    "shape": shapes.Shapes._of,
    "direction": directions.by_structure,
    "sign": derivatives.sign,
    "compiled": points.compiled,
}
WITH_SYMPY: Callable[..., Any] = lambda func, args: func(*args)
SHOWN: Callable[..., Any] = lambda *_: None

# what is broken: where, and the number of a statement of seed 77 that shows it
BROKEN: dict[str, tuple[Any, str, Any, int]] = {
    "a minimum is convex": (shapes.Shapes, "_of", _min_is_convex, 50),
    "factors have no sign": (shapes.Shapes, "_multiple", _any_sign, 1377),
    "convex is strictly convex": (shapes, "sign", _nonnegative_counts, 42),
    "every estimate lies in the domain": (minimising, "member", lambda *_: True, 5),
    "every point is stationary": (minimising, "_vanishes_alone", SHOWN, 5),
    "every objective exceeds the limit": (unattained, "_greater", SHOWN, 214),
    "every exponential vanishes": (
        growth.Growth,
        "_exp",
        staticmethod(lambda _: growth._to(Integer(0))),
        1821,
    ),
    "every minimum is attained": (existence, "_attained", SHOWN, 123),
    "every map is one to one": (monotone, "_image", lambda m, s, d: (Values((), {s: d}).of(m), True), 555),
    "only kinks are minimisers": (
        algebraic_minima._Piece,
        "zeros",
        lambda self, least: 1 if self.low == self.high else 0,
        415,
    ),
    "a maximum of increasing maps increases strictly": (directions, "by_structure", _through_kinks, 109),
}


BROKEN_NORMAL_FORM: dict[str, tuple[Callable[[pytest.MonkeyPatch], None], int]] = {
    "trees are rebuilt by SymPy's constructors": (instead(raw, WITH_SYMPY), 777),
    "everything is positive": (method("sign", lambda self, a: 1), 228),
    "everything is its own absolute value": (instead(absolute, lambda known, p: p), 228),
}


@pytest.mark.parametrize("what", BROKEN_NORMAL_FORM)
def test_a_broken_normal_form_is_found(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    broken, number = BROKEN_NORMAL_FORM[what]
    assert fuzz.fuzz(1, 77, first=number).wrong == []
    shared.cache_clear()
    broken(monkeypatch)
    assert fuzz.fuzz(1, 77, first=number).wrong
    shared.cache_clear()


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_prover_is_found(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    where, name, instead, number = BROKEN[what]
    assert fuzz.fuzz(1, 77, first=number).wrong == []
    shared.cache_clear()
    monkeypatch.setattr(where, name, instead)
    assert fuzz.fuzz(1, 77, first=number).wrong
    shared.cache_clear()


def _upside_down(e: Any) -> Any:
    value = HONEST["compiled"](e)
    return lambda at: -value(at)


def _beside(domain: Any) -> Any:
    return tuple(v - 3 for v in members(domain))


# what is broken: where, and the number of a statement of seed 77 that is proved, and then refuted too
BROKEN_SEARCHES: dict[str, tuple[Any, str, Any, int]] = {
    "every estimate lies outside": (estimates, "outside", lambda *_: True, 170),
    "greater is better": (estimates, "compiled", _upside_down, 216),
    "rivals lie outside": (estimates, "members", _beside, 221),
    "a point half way lies too low": (convexity, "compiled", _upside_down, 4),
    "the ends lie outside": (convexity, "members", _beside, 4),
    "greater is smaller": (smaller, "compiled", _upside_down, 59),
    "everything is constant": (uniqueness, "compiled", lambda e: lambda at: points.ball(1), 143),
    "every number lies outside": (balls, "outside", lambda *_: True, 199),
}


@pytest.mark.parametrize("what", BROKEN_SEARCHES)
def test_a_broken_search_for_a_case_is_found(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    where, name, instead, number = BROKEN_SEARCHES[what]
    assert fuzz.fuzz(1, 77, first=number).wrong == []
    monkeypatch.setattr(where, name, instead)
    (found,) = fuzz.fuzz(1, 77, first=number).wrong
    assert "was proved, and refuted" in found


# ---- the fuzz's own evaluator ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("e", "value"),
    [
        (Max(u, 1) + Abs(u) - Min(u, v), Fraction(5)),
        (raw(Pow, (Integer(0), Integer(0))), Fraction(1)),
        (log(u + 2), -INF),
        (exp(log(u + 2)), Fraction(0)),
        ((u + 2) * log(u + 2), Fraction(0)),
        (AtMost(u, v) * 3, Fraction(3)),
        (v ** Rational(-2), Fraction(1, 9)),
    ],
    ids=str,
)
def test_values_follow_the_conventions(e: Any, value: Any) -> None:
    assert fuzz.at(sympify(e), {u: Fraction(-2), v: Fraction(3)}) == value


@pytest.mark.parametrize("e", [log(u), 1 / (u + 2), log(u + 2) - log(v - 3), u ** Rational(1, 2)], ids=str)
def test_what_has_no_value_has_none(e: Any) -> None:
    with pytest.raises(fuzz.NoValue):
        fuzz.at(sympify(e), {u: Fraction(-2), v: Fraction(3)})


def test_members_lie_in_their_domains_and_reach_their_ends() -> None:
    rng = Random(1)
    for domain in fuzz.DOMAINS:
        drawn = [fuzz.member(rng, domain) for _ in range(200)]
        assert all(domain.hull.has(d) for d in drawn)
        if isinstance(domain, RealInterval) and domain.lower_closed and isinstance(domain.lower, Fraction):
            assert domain.lower in drawn
