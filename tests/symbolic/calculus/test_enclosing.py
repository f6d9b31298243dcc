"""Tests of enclosing: enclosures that are never too small, ends that are exact, and what may have no value."""

from fractions import Fraction
from typing import Any

import pytest
from flint import fmpq
from sympy import Abs, Add, Integer, Max, Min, Mul, Pow, Rational, Tuple, exp, log, oo, sec, zoo

from properties.instances.compiling import Context
from properties.instances.evaluation import Compiled
from properties.instances.instance import Distribution, Instance
from properties.instances.numbers import compare, precision
from symbolic import written
from symbolic.calculus.enclosing import Undefined, Values
from symbolic.core.domains import (
    INFINITY,
    FiniteSet,
    RealInterval,
    countable,
    extended_nonnegative,
    extended_reals,
    nonnegative,
    open_unit_interval,
    positive,
    reals,
    unit_interval,
)
from symbolic.core.terms import NegativePart, density, empirical, expectation, function, parameter, raw, sample

theta = parameter("theta")
a, s, w = parameter("a", nonnegative), parameter("s", positive), parameter("w", reals)
h, two = parameter("h", unit_interval), parameter("b", RealInterval(2, 3))
x, y = sample("x"), sample("y")
k = sample("k", domain=countable)
v = sample("v", domain=RealInterval(1, 2, False, True))
q, p = density("q", theta), density("p")
g = function("g", theta, values=unit_interval)
X = x.outcome
NAMES = {"a": a, "s": s, "w": w, "h": h, "b": two, "x": x, "y": y, "k": k, "v": v, "q": q, "p": p, "g": g}


def read(text: str) -> Any:
    return written(text, **NAMES)


ENCLOSED = [
    ("1/2", RealInterval(Fraction(1, 2), Fraction(1, 2))),
    ("a", nonnegative),
    ("s", positive),
    ("x.n", RealInterval(1)),
    ("1/x.n", RealInterval(0, 1, False, True)),
    ("-s", RealInterval(-oo, 0, False, False)),
    ("1/s", positive),
    ("s*w", reals),
    ("s*a", nonnegative),
    ("s + a", positive),
    ("1 - h", unit_interval),
    ("h*h", unit_interval),
    ("b*b", RealInterval(4, 9)),
    ("-b", RealInterval(-3, -2)),
    ("b - b", RealInterval(-1, 1)),
    ("1/b", RealInterval(Fraction(1, 3), Fraction(1, 2))),
    ("w**2", nonnegative),
    ("w**3", reals),
    ("w**0", RealInterval(1, 1)),
    ("(0-b)**2", RealInterval(4, 9)),
    ("sqrt(h)", unit_interval),
    ("s**w", positive),
    ("h**a", unit_interval),
    ("log(a)", RealInterval(-oo, oo, True, False)),
    ("log(s)", reals),
    ("log(h)", RealInterval(-oo, 0, True, True)),
    ("log(1 + a)", nonnegative),
    ("exp(w)", positive),
    ("exp(log(a))", nonnegative),
    ("exp(log(h))", unit_interval),
    ("exp(-a)", RealInterval(0, 1, False, True)),
    ("abs(w)", nonnegative),
    ("abs(log(h))", extended_nonnegative),
    ("0*log(a)", RealInterval(0, 0)),
    ("s*log(h)", RealInterval(-oo, 0, True, True)),
    ("log(0)", RealInterval(-oo, -oo, True, True)),
    ("x.sum(log(q(x.i)))", RealInterval(-oo, oo, True, False)),
    ("x.sum(log(q(x.i)))/x.n", RealInterval(-oo, oo, True, False)),
    ("-x.sum(log(q(k.i)))", RealInterval(0, oo, True, True)),
    ("x.product(q(x.i))", nonnegative),
    ("x.product(q(k.i))", unit_interval),
    ("x.sum(g(x.i))", nonnegative),
    ("x.sum(v.i)", RealInterval(1, oo, False, False)),
    ("x.sum(-v.i)", RealInterval(-oo, -1, False, False)),
    ("x.product(v.i)", RealInterval(1, oo, True, False)),
    ("w**x.n", reals),
    ("w**(2*x.n)", reals),
    ("(0-b)**x.n", reals),
]


@pytest.mark.parametrize(("text", "interval"), ENCLOSED, ids=[t for t, _ in ENCLOSED])
def test_an_enclosure_has_exact_ends_where_they_are_known(text: str, interval: RealInterval) -> None:
    found = Values().of(read(text))
    assert interval.within(found)
    if "log(0)" not in text:
        assert found.within(RealInterval(interval.lower, interval.upper, True, True))
        assert (found.has(0), found.has(oo), found.has(-oo)) == tuple(map(interval.has, (0, oo, -oo)))


UNDEFINED = [
    ("log(w)", "the logarithm of w"),
    ("log(-s)", "the logarithm of"),
    ("log(1 - b)", "the logarithm of"),
    ("1/a", "division by a"),
    ("1/w", "division by w"),
    ("1/0", "division by 0"),
    ("1/(s - 1)", "division by"),
    ("1/log(h)", "division by log"),
    ("1/x.sum(log(q(x.i)))", "division by"),
    ("a/a", "division by a"),
    ("log(a) - log(a)", "oo - oo"),
    ("log(a) - log(h)", "oo - oo"),
    ("x.sum(log(p(x.i)) - log(q(x.i)))", "oo - oo"),
    ("x.sum(log(p(x.i))) - x.sum(log(q(x.i)))", "oo - oo"),
    ("sqrt(w)", "not known to be nonnegative"),
    ("sqrt(h - 1)", "not known to be nonnegative"),
    ("0**w", "division by 0"),
    ("w**a", "not known to be nonnegative"),
    ("w**(-x.n)", "not known to be nonnegative"),
    ("w**(x.n/2)", "not known to be nonnegative"),
    ("w**(x.n + a)", "not known to be nonnegative"),
    ("log(a)**x.n", "not known to be nonnegative"),
    ("a**log(a)", "infinite exponent"),
    ("1/exp(log(a))", "division by"),
    ("0*(1/0)", "division by 0"),
]


@pytest.mark.parametrize(("text", "part"), UNDEFINED, ids=[t for t, _ in UNDEFINED])
def test_what_may_have_no_value_is_refused_with_the_part_that_fails(text: str, part: str) -> None:
    with pytest.raises(Undefined, match=part):
        Values().of(read(text))


@pytest.mark.parametrize("node", [zoo, sec(w), Rational(1) * 0.5, raw(Mul, (Integer(0), zoo)), theta], ids=str)
def test_what_is_not_known_here_has_no_enclosure(node: Any) -> None:
    with pytest.raises(Undefined):
        Values().of(node)


def test_infinity_is_a_value_and_no_coefficient_of_its_opposite() -> None:
    assert Values().of(raw(Add, (two, oo))) == RealInterval(oo, oo, True, True)
    assert Values().of(raw(Add, (w, oo))).has(oo)
    assert Values().of(raw(Mul, (Integer(0), oo))) == RealInterval(0, 0)
    with pytest.raises(Undefined, match="oo - oo"):
        Values().of(raw(Add, (oo, -oo)))


def test_a_hypothesis_makes_a_density_positive_at_the_data_and_nowhere_else() -> None:
    given = (p(x.i) > 0,)
    assert Values(given).of(x.sum(log(p(x.i)))) == reals
    assert Values(given).of(x.sum(raw(Mul, (p(x.i), Pow(p(x.i), -1))))).lower == 0
    with pytest.raises(Undefined):
        Values(given).of(x.sum(1 / p(y.i)))
    with pytest.raises(Undefined):
        Values(given).of(expectation(1 / p(X), density("r")(X)))


def test_a_law_is_positive_almost_surely_within_its_own_expectation() -> None:
    assert Values().of(expectation(1 / p(X), p(X))).nonnegative
    with pytest.raises(Undefined, match="division"):
        Values().of(expectation(1 / q(X), p(X)))
    with pytest.raises(Undefined, match="division"):
        Values().of(expectation(1 / p(X), empirical(x)(X)))


def test_a_sub_expression_may_be_known() -> None:
    assert Values((), {w: positive}).of(log(w)) == reals
    with pytest.raises(Undefined):
        Values().of(log(w))


# ---- expectations ----------------------------------------------------------------------------------------------------


def test_an_expectation_lies_where_its_body_lies() -> None:
    assert Values().of(expectation(g(X), p(X))) == unit_interval
    assert Values().of(expectation(q(X), p(X))) == extended_nonnegative
    assert Values().of(expectation(-log(q(k.outcome)), p(k.outcome))) == extended_nonnegative


def test_the_mean_of_what_is_infinite_everywhere_is_infinite() -> None:
    below = Values([expectation(NegativePart(read("log(0)")), p(X)) < oo])  # whatever is said of it
    assert below.of(expectation(read("log(0)"), p(X))) == RealInterval(-oo, -oo, True, True)
    assert Values().of(expectation(oo, p(X))) == RealInterval(oo, oo, True, True)


def test_an_expectation_whose_parts_may_both_be_infinite_has_no_value() -> None:
    with pytest.raises(Undefined, match="both have infinite expectation"):
        Values().of(expectation(log(q(X)), p(X)))
    with pytest.raises(Undefined):
        Values().of(expectation(function("f")(X), p(X)))


def test_a_divergence_always_has_a_value_above_minus_infinity() -> None:
    found = Values().of(expectation(log(p(X)) - log(q(X)), p(X)))
    assert not found.has(-oo)
    assert found.has(oo)


@pytest.mark.parametrize("part", [Abs, NegativePart])
def test_integrability_bounds_an_expectation_on_the_side_it_speaks_of(part: Any) -> None:
    body = function("f")(X)
    found = Values((expectation(part(body), p(X)) < oo,)).of(expectation(body, p(X)))
    assert found.has(oo) is (part is NegativePart)
    assert not found.has(-oo)


def test_a_mean_over_rows_may_be_infinite_in_one_direction_only() -> None:
    phat = empirical(x)
    assert Values().of(expectation(-log(q(X)), phat(X))) == RealInterval(-oo, oo, False, True)
    with pytest.raises(Undefined, match="oo - oo"):
        Values().of(expectation(log(p(X)) - log(q(X)), phat(X)))


# ---- against the evaluator, which shares no code ---------------------------------------------------------------------

POINTS = [
    {"a": 0, "s": Fraction(1, 3), "w": -2, "h": 0, "b": 2},
    {"a": 5, "s": 7, "w": 0, "h": 1, "b": 3},
    {"a": Fraction(1, 2), "s": 1, "w": Fraction(5, 2), "h": Fraction(1, 2), "b": Fraction(5, 2)},
]
TEXTS = [t for t, _ in ENCLOSED if not any(f in t for f in ("q(", "g(", "v."))] + [
    "max(w, a)",
    "min(w, a, h)",
    "abs(w - s)**3",
    "exp(log(h)*a)",
    "(w - 1)**2*(h - 1)",
    "h**(1/2)",
    "log(b)*w",
    "1/(1 + exp(-w))",
    "s**(-3)",
    "1/(0 - s)**3",
    "log(h)*a",
]


@pytest.mark.parametrize("text", TEXTS)
def test_an_enclosure_holds_every_value(text: str) -> None:
    tree = read(text)
    found = Values().of(tree)
    for point in POINTS:
        member = {name: fmpq(Fraction(value).numerator, Fraction(value).denominator) for name, value in point.items()}
        with precision(256):
            value = Compiled(tree, Context()).value(Instance({"n": 3}, {}, {}, [member]), 0)
            assert _holds(found, value), point


ROWS = Instance(
    {"n": 3},
    {"x": 3},
    {"x": [0, 1, 1]},
    [{"theta": 0}],
    {
        ("p", None): Distribution(("x",), {(0,): fmpq(1, 4), (1,): fmpq(3, 4)}),
        ("q_theta", None): Distribution(("x",), {(0,): fmpq(1, 2), (2,): fmpq(1, 2)}),
    },
)
OVER_ROWS = [
    x.product(p(x.i)),
    x.product(q(x.i)),
    x.sum(log(p(x.i))),
    x.sum(log(q(x.i))),
    x.sum(-log(q(x.i))) / x.n,
    expectation(log(p(X)) - log(q(X)), p(X)),
    expectation(-log(q(X)), empirical(x)(X)),
    expectation(1 / p(X), p(X)),
]


@pytest.mark.parametrize("tree", OVER_ROWS, ids=str)
def test_an_enclosure_holds_sums_products_and_means(tree: Any) -> None:
    found = Values().of(tree)
    with precision(256):
        assert _holds(found, Compiled(tree, Context()).value(ROWS, 0))


def _holds(interval: RealInterval, value: Any) -> bool:
    """Is the value in the interval? A ball that touches a closed end counts as inside it."""
    lower, upper = (
        e if isinstance(e, float) else fmpq(e.numerator, e.denominator) for e in (interval.lower, interval.upper)
    )
    if isinstance(value, float | fmpq):
        low, high = compare(value, lower), compare(value, upper)
        return (low > 0 or (low == 0 and interval.lower_closed is True)) and (
            high < 0 or (high == 0 and interval.upper_closed is True)
        )
    return not (value < lower) and not (value > upper)


def test_the_check_against_the_evaluator_can_fail() -> None:
    assert not _holds(positive, fmpq(0))
    assert not _holds(reals, float("inf"))
    assert not _holds(RealInterval(1, 2), fmpq(3))
    assert _holds(extended_reals, float("inf"))


def test_a_finite_domain_is_enclosed_by_its_hull() -> None:
    assert Values().of(parameter("c", FiniteSet((Fraction(1), Fraction(3))))) == RealInterval(1, 3)


@pytest.mark.parametrize("exponent", [65, 100, Fraction(1, 3), Fraction(7, 2)])
def test_large_and_broken_powers_are_enclosed_if_not_exactly(exponent: Any) -> None:
    found = Values().of(Pow(two, Rational(str(exponent))))
    assert found.within(RealInterval(1))
    assert found.upper == oo


def test_the_larger_of_finite_values_is_finite() -> None:
    real, unit = parameter("real", reals), parameter("unit", open_unit_interval)
    assert Values().of(Max(0, real)) == RealInterval(0)
    assert Values().of(Min(0, real)) == RealInterval(-oo, 0)
    assert Values().of(Max(0, unit)) == open_unit_interval, "the larger one of 0 and of what exceeds 0 exceeds 0"
    assert Values().of(Max(1, unit)) == RealInterval(1, 1)
    assert Values().of(raw(Max, (real, log(parameter("a", nonnegative))))).has(INFINITY) is False
    assert Values().of(raw(Min, (real, log(parameter("a", nonnegative))))).has(-INFINITY) is True


@pytest.mark.parametrize("index", [1 / w, log(w), log(a), oo, 1 / a])
def test_nothing_is_indexed_by_what_may_have_no_finite_value(index: Any) -> None:
    value = q(x.i).func(q.head, Tuple(index), Tuple(x.i), Tuple())
    zero = raw(Mul, (Integer(0), raw(log, (value,))))
    for e in (value, log(value), x.sum(value), zero):
        with pytest.raises(Undefined):
            Values().of(e)


def test_an_index_may_be_any_finite_number() -> None:
    for index in (theta, w, 1 / s, Integer(2)):
        assert Values().of(q(x.i).func(q.head, Tuple(index), Tuple(x.i), Tuple())) == nonnegative


z, w_, some, none = (
    parameter("z", reals),
    parameter("w", reals),
    parameter("some", positive),
    parameter("none", nonnegative),
)
SHARES: dict[str, tuple[Any, RealInterval]] = {
    "logistic": (exp(z) / (1 + exp(z)), RealInterval(0, 1, False, False)),
    "what is left of it": (1 - exp(z) / (exp(w_) + exp(z)), RealInterval(0, 1, False, False)),
    "it may be nothing": (none / (1 + none), RealInterval(0, 1, True, False)),
    "it may be all": (some / (some + none), RealInterval(0, 1, False, True)),
}


@pytest.mark.parametrize("what", SHARES)
def test_a_terms_share_of_a_positive_sum_lies_between_0_and_1(what: str) -> None:
    share, values = SHARES[what]
    assert Values().of(share) == values


NO_SHARES = {
    "the sum may be 0": none / (none + none * exp(z)),
    "a term may be negative": z / (z + 1),
    "a difference": exp(z) / (exp(z) - exp(w_)),
}


@pytest.mark.parametrize("what", NO_SHARES)
def test_a_term_of_a_sum_that_may_be_0_has_no_share(what: str) -> None:
    with pytest.raises(Undefined):
        Values().of(NO_SHARES[what])


def test_a_part_that_is_greater_than_the_sum_is_no_share() -> None:
    assert Values().of(3 * exp(z) / (1 + exp(z))).upper > 1
    assert Values().of(exp(2 * z) / (1 + exp(z))).upper > 1
    by = raw(Pow, (some + none, Integer(-1)))
    assert Values().of(raw(Mul, (some, by, by))).upper > 1, "divided twice"
    assert Values().of(raw(Mul, (Integer(-1), Integer(-1), some, by))) == RealInterval(0, 1, False, True)
    assert Values().of(raw(Mul, (Integer(-1), some, by))) == RealInterval(-1, 0, True, False)


@pytest.mark.parametrize("domain", (unit_interval, FiniteSet((0, 1)), RealInterval(-1, 1)))
def test_hypotheses_that_contradict_one_another_leave_an_enclosure_as_it_was(domain: Any) -> None:
    u = sample("u", domain=domain)
    gap = u.sum(u.i - 1)
    values = Values((gap > 0,))
    assert values.of(gap) == Values().of(gap)
    assert not values.of(gap).positive
    assert values.of(Mul(2, gap, evaluate=False)).upper <= 0


def test_a_number_outweighs_its_logarithm_where_it_may_be_0_and_has_its_sign_elsewhere() -> None:
    u = parameter("u", unit_interval)
    assert Values().of(u * log(u)) == RealInterval(-1, oo, True, False), "0 log 0 = 0"
    for value, sign in ((Fraction(1, 2), "negative"), (Fraction(4), "positive")):
        at = Values((), {u: RealInterval(value, value)})
        assert getattr(at.of(exp(-u) * u * log(u)), sign), "what is found there without that is narrower"
