"""Tests of symbolic.provers.monotone: strictly monotone maps by structure, and images with exact ends."""

from fractions import Fraction
from typing import Any

import pytest
from sympy import Abs, Add, Dummy, Integer, Max, Mul, Pow, Rational, exp, log, oo, sqrt, tan

from symbolic import written
from symbolic.calculus import directions
from symbolic.calculus.enclosing import Undefined
from symbolic.core.domains import (
    Categories,
    Domain,
    FiniteSet,
    Integers,
    RealInterval,
    any_set,
    binary,
    circle,
    countable,
    counts,
    extended_nonnegative,
    extended_reals,
    nonnegative,
    positive,
    reals,
    unit_interval,
)
from symbolic.core.terms import density, expectation, parameter, raw, sample
from symbolic.kernel import Verdict
from symbolic.obligations import Obligation
from symbolic.provers.monotone import direction, prove

u = Dummy("u")
x = sample("x")
p = density("p")
whole = parameter("whole", Integers())
c, s, a = parameter("c", reals), parameter("s", positive), parameter("a", nonnegative)
X = x.outcome
OO = float("inf")


def verdict(map_: Any, on: RealInterval, kind: str = "increasing", given: tuple[Any, ...] = ()) -> Verdict:
    return prove(Obligation(kind, (map_, u, on), given)).verdict


STRICT = [
    (u, extended_reals, 1),
    (-u, extended_reals, -1),
    (u + c, extended_reals, 1),
    (c - u, extended_reals, -1),
    (s * u, extended_reals, 1),
    (-s * u, extended_reals, -1),
    (u / x.n, extended_reals, 1),
    (log(u), extended_nonnegative, 1),
    (-log(u), extended_nonnegative, -1),
    (exp(u), extended_reals, 1),
    (exp(-u), extended_reals, -1),
    (raw(exp, (log(u),)), extended_nonnegative, 1),
    (raw(log, (exp(u),)), extended_reals, 1),
    (u**3, extended_reals, 1),
    (u**5, reals, 1),
    (u**2, extended_nonnegative, 1),
    (sqrt(u), nonnegative, 1),
    (u ** Rational(1, 3), extended_nonnegative, 1),
    (1 / u, positive, -1),
    (-1 / u, positive, 1),
    (u ** Rational(-1, 2), positive, -1),
    (1 / (1 + exp(-u)), reals, 1),
    (log(1 + u), nonnegative, 1),
    (log(1 + exp(u)), reals, 1),
    (log(u / x.n), extended_nonnegative, 1),
    (raw(Add, (u, x.sum(log(1 + p(x.i))))), extended_reals, 1),
]


@pytest.mark.parametrize(("map_", "on", "expected"), STRICT, ids=str)
def test_the_table_and_its_compositions_are_proved_in_their_direction_only(
    map_: Any, on: RealInterval, expected: int
) -> None:
    assert direction(map_, u, on) == expected
    kinds = ("increasing", "decreasing") if expected == 1 else ("decreasing", "increasing")
    assert [verdict(map_, on, kind) for kind in kinds] == [Verdict.PROVED, Verdict.UNKNOWN]


REFUSED = [
    (tan(u), RealInterval(0, 5)),
    (1 / u, reals),
    (-1 / u, reals),
    (1 / u, nonnegative),
    (1 / u, RealInterval(0, oo, False, True)),
    (u**2, reals),
    (u**2, RealInterval(-1, 2)),
    (u**4, extended_reals),
    (sqrt(u), reals),
    (log(u), reals),
    (log(u - 1), nonnegative),
    (Abs(u), reals),
    (Max(u, 0), reals),
    (c * u, reals),
    (a * u, reals),
    (log(s) * u, reals),
    (c**2 * u, reals),
    (exp(c) * log(s) * u, reals),
    (u + x.sum(log(p(x.i))), reals),
    (u + log(a), reals),
    (raw(Add, (u, oo)), reals),
    (raw(Mul, (oo, u)), reals),
    (raw(Mul, (Integer(0), u)), reals),
    (raw(Pow, (u, Integer(0))), reals),
    (u - exp(u), reals),
    (u**3 - u, reals),
    (u + expectation(-log(p(X)), p(X)), reals),
    (s**u, reals),
    (u**a, positive),
    (u**c, positive),
    (Integer(3), reals),
    (c, reals),
    (raw(Add, (u, raw(Mul, (Integer(-1), u)))), reals),
    (x.sum(u * p(x.i)), reals),
]


@pytest.mark.parametrize(("map_", "on"), REFUSED, ids=str)
def test_what_is_not_known_to_be_strictly_monotone_is_left_open_with_a_reason(map_: Any, on: RealInterval) -> None:
    for kind in ("increasing", "decreasing"):
        answer = prove(Obligation(kind, (map_, u, on)))
        assert answer.verdict is Verdict.UNKNOWN
        assert answer.reason


def test_a_constant_is_finite_by_hypothesis() -> None:
    entropy = expectation(-log(p(X)), p(X))
    integrable = expectation(Abs(log(p(X))), p(X)) < oo
    assert verdict(u + entropy, extended_reals) is Verdict.UNKNOWN
    assert verdict(u + entropy, extended_reals, given=(integrable,)) is Verdict.PROVED
    sums = u + x.sum(log(p(x.i)))
    assert verdict(sums, extended_reals) is Verdict.UNKNOWN
    assert verdict(sums, extended_reals, given=(p(x.i) > 0,)) is Verdict.PROVED


def test_a_derivative_is_not_asked_of_what_may_be_infinite() -> None:
    """u + oo has the derivative 1 and is constant."""
    assert verdict(raw(Add, (u, oo)), reals) is Verdict.UNKNOWN
    assert verdict(raw(Mul, (raw(Add, (u, oo)), u)), positive) is Verdict.UNKNOWN


def test_a_derivative_that_contradicts_the_table_is_a_bug(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(directions, "_slope", lambda *args: -1)
    with pytest.raises(ArithmeticError, match="contradicts"):
        direction(exp(u), u, reals)


def test_a_map_without_a_value_somewhere_has_no_direction() -> None:
    with pytest.raises(Undefined):
        direction(1 / u, u, reals)


# ---- images ----------------------------------------------------------------------------------------------------------


def between(map_: Any, variable: Any, target: Domain) -> tuple[Verdict, Verdict]:
    """The verdicts on `one to one` and `onto`."""
    one, onto = (
        prove(Obligation(kind, (map_, variable, variable.domain, target))).verdict for kind in ("one to one", "onto")
    )
    return one, onto


def eta(domain: Domain) -> Any:
    return parameter("eta", domain)


BOTH, ONTO, NEITHER = (Verdict.PROVED,) * 2, (Verdict.UNKNOWN, Verdict.PROVED), (Verdict.UNKNOWN,) * 2
IMAGES = [
    ("eta", reals, reals, BOTH),
    ("exp(eta)", reals, positive, BOTH),
    ("log(eta)", positive, reals, BOTH),
    ("2*eta + 1", unit_interval, RealInterval(1, 3), BOTH),
    ("-eta", positive, RealInterval(-OO, 0, False, False), BOTH),
    ("1 - eta", RealInterval(0, 1, False, True), RealInterval(0, 1, True, False), BOTH),
    ("eta**3", reals, reals, BOTH),
    ("eta**2", nonnegative, nonnegative, BOTH),
    ("eta**2", reals, nonnegative, ONTO),
    ("eta**2", RealInterval(-1, 2), RealInterval(0, 4), ONTO),
    ("eta**2", RealInterval(-1, 1, False, False), RealInterval(0, 1, True, False), ONTO),
    ("sqrt(eta)", nonnegative, nonnegative, BOTH),
    ("sqrt(eta)", unit_interval, unit_interval, BOTH),
    ("1/eta", positive, positive, BOTH),
    ("1/eta", RealInterval(0, 1, False, True), RealInterval(1), BOTH),
    ("1/(1 + exp(-eta))", reals, RealInterval(0, 1, False, False), BOTH),
    # wrong targets
    ("exp(eta)", reals, nonnegative, NEITHER),
    ("exp(eta)", reals, reals, NEITHER),
    ("exp(eta)", nonnegative, positive, NEITHER),
    ("eta**2", reals, positive, NEITHER),
    ("eta**2", reals, reals, NEITHER),
    ("2*eta", unit_interval, unit_interval, NEITHER),
    ("2*eta + 1", RealInterval(0, 1, False, True), RealInterval(1, 3), NEITHER),
    # ends that are not exact
    ("exp(eta)", unit_interval, RealInterval(1, 3), NEITHER),
    ("exp(eta)", RealInterval(1, 2), RealInterval(1), NEITHER),
    ("log(eta)", RealInterval(1, 2), nonnegative, NEITHER),
    ("sqrt(eta)", RealInterval(0, 4), nonnegative, NEITHER),
    ("sqrt(eta)", RealInterval(2, 3), RealInterval(1), NEITHER),
    ("pi*eta", unit_interval, RealInterval(0, 4), NEITHER),
    # beyond
    ("eta*eta", nonnegative, nonnegative, BOTH),
    ("0*eta", reals, RealInterval(0, 0), NEITHER),
    ("eta - eta", reals, RealInterval(0, 0), NEITHER),
    ("1", reals, RealInterval(1, 1), NEITHER),
    ("abs(eta)", reals, nonnegative, ONTO),
    ("1/eta", reals, reals, NEITHER),
    ("log(eta)", nonnegative, reals, NEITHER),
    ("eta**0", reals, RealInterval(1, 1), NEITHER),
]


@pytest.mark.parametrize(("text", "source", "target", "expected"), IMAGES, ids=str)
def test_a_map_is_onto_only_where_its_image_is_known_exactly(
    text: str, source: Domain, target: Domain, expected: tuple[Verdict, Verdict]
) -> None:
    variable = eta(source)
    assert between(written(text, eta=variable, pi=Rational(22, 7) * s / s), variable, target) == expected


POINT = RealInterval(0, 0)
INEXACT = [
    ("sqrt(eta)", POINT, unit_interval),
    ("exp(log(eta))", POINT, unit_interval),
    ("sqrt(sqrt(eta))", POINT, unit_interval),
    ("sqrt(eta**2)", POINT, unit_interval),
    ("eta**100", RealInterval(2, 3), RealInterval(1)),
    ("eta**65", RealInterval(2, 3), RealInterval(1)),
    ("eta**100", RealInterval(Fraction(1, 2), 1), unit_interval),
    ("1/eta**100", RealInterval(2, 3), RealInterval(0, 1, True, True)),
    ("1/eta**100", RealInterval(2, 3), RealInterval(0, 1, False, True)),
    ("2*eta**100", RealInterval(2, 3), RealInterval(2)),
    ("1/(1 + eta**100)", RealInterval(2, 3), RealInterval(0, Fraction(1, 2), False, True)),
]


@pytest.mark.parametrize(("text", "source", "target"), INEXACT, ids=str)
def test_an_enclosure_that_is_too_large_is_no_image(text: str, source: Domain, target: Domain) -> None:
    variable = eta(source)
    assert between(written(text, eta=variable), variable, target) == NEITHER


# ---- sets that are no intervals ----------------------------------------------------------------------------------------

TWO, SIGNS, LABELS = FiniteSet((0, 1)), FiniteSet((-1, 1)), Categories("K")
SETS = [
    # renaming
    ("eta", any_set, any_set, BOTH),
    ("eta", countable, countable, BOTH),
    ("eta", LABELS, LABELS, BOTH),
    ("eta", TWO, TWO, BOTH),
    ("eta", counts, counts, BOTH),
    ("eta", circle, circle, BOTH),
    ("eta", binary, TWO, BOTH),
    ("eta", any_set, countable, NEITHER),
    ("eta", countable, any_set, NEITHER),
    ("eta", LABELS, Categories("L"), NEITHER),
    ("eta", LABELS, countable, NEITHER),
    ("eta", countable, counts, NEITHER),
    ("eta", any_set, reals, NEITHER),
    # whole numbers are not taken for the interval around them
    ("eta", TWO, unit_interval, NEITHER),
    ("eta", unit_interval, TWO, NEITHER),
    ("eta", counts, nonnegative, NEITHER),
    ("eta", nonnegative, counts, NEITHER),
    ("eta", binary, unit_interval, NEITHER),
    ("eta", Integers(), reals, NEITHER),
    ("1 - eta", unit_interval, binary, NEITHER),
    ("eta + 1", nonnegative, Integers(1), NEITHER),
    # member by member
    ("1 - eta", binary, binary, BOTH),
    ("1 - eta", TWO, binary, BOTH),
    ("2*eta - 1", binary, SIGNS, BOTH),
    ("(eta + 1)/2", SIGNS, binary, BOTH),
    ("eta**2", SIGNS, FiniteSet((1,)), ONTO),
    ("eta**2", FiniteSet((-1, 0, 1)), binary, ONTO),
    ("2**eta", Integers(0, 3), FiniteSet((1, 2, 4, 8)), BOTH),
    ("eta**eta", Integers(1, 3), FiniteSet((1, 4, 27)), BOTH),
    ("1/eta", FiniteSet((1, 2)), FiniteSet((1, Fraction(1, 2))), BOTH),
    ("1 - eta", Integers(0, 2), binary, NEITHER),
    ("2*eta - 1", binary, Integers(-1, 1), NEITHER),
    ("eta", binary, Integers(0, 2), NEITHER),
    ("1/eta", binary, FiniteSet((1,)), NEITHER),  # undefined at 0
    ("exp(eta)", binary, FiniteSet((1, Fraction(271, 100))), NEITHER),
    ("c + eta - c", binary, binary, NEITHER),  # true, and not looked at
    ("c*eta", binary, binary, NEITHER),
    ("eta", Integers(0, 2000), FiniteSet(tuple(range(2001))), NEITHER),  # true, and too many
    # infinitely many
    ("eta + 1", counts, Integers(1), BOTH),
    ("5 - eta", counts, Integers(-OO, 5), BOTH),
    ("-eta", Integers(), Integers(), BOTH),
    ("eta + whole", Integers(), Integers(), BOTH),
    ("3*whole**2 - eta", Integers(), Integers(), BOTH),
    ("eta + 1", counts, counts, NEITHER),
    ("2*eta", counts, counts, NEITHER),
    ("2*eta", Integers(), Integers(), NEITHER),
    ("eta**2", counts, counts, NEITHER),
    ("eta + whole", counts, counts, NEITHER),
    ("eta + whole/2", Integers(), Integers(), NEITHER),
    ("eta + c", Integers(), Integers(), NEITHER),
    ("whole*eta", Integers(), Integers(), NEITHER),
    ("eta + 1/3", Integers(), Integers(), NEITHER),
    ("eta + 1", counts, RealInterval(1), NEITHER),
    ("eta + 1", counts, FiniteSet((1, 2, 3)), NEITHER),
    ("abs(eta)", Integers(), counts, NEITHER),  # onto, and not known
    ("whole", Integers(), Integers(), NEITHER),
    ("eta/eta", Integers(1), Integers(1), NEITHER),
]


@pytest.mark.parametrize(("text", "source", "target", "expected"), SETS, ids=str)
def test_sets_that_are_no_intervals(
    text: str, source: Domain, target: Domain, expected: tuple[Verdict, Verdict]
) -> None:
    variable = eta(source)
    known = {name: thing for name, thing in (("c", c), ("whole", whole), ("eta", variable)) if name in text}
    map_ = variable if text == "eta" else written(text, **known)
    assert between(map_, variable, target) == expected


def test_what_is_left_open_has_a_reason() -> None:
    for kind in ("one to one", "onto"):
        for map_, source, target in ((u, any_set, countable), (u + 1, counts, counts), (1 - u, binary, SIGNS)):
            answer = prove(Obligation(kind, (map_, u, source, target)))
            assert answer.verdict is Verdict.UNKNOWN
            assert answer.reason
