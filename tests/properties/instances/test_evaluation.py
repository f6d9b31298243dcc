"""The evaluator: conventions, certain cases of no value, undecided ones, and agreement with independent arithmetic."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import mpmath
import pytest
from flint import arb, fmpq
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import (
    Abs,
    Add,
    E,
    Integer,
    Integral,
    Max,
    Min,
    Mul,
    Pow,
    Rational,
    Symbol,
    cos,
    exp,
    log,
    nan,
    oo,
    pi,
    zoo,
)

from properties.instances.compiling import Context
from properties.instances.evaluation import Compiled, empirical_mean
from properties.instances.instance import Distribution, Instance
from properties.instances.numbers import (
    PRECISIONS,
    NotEvaluable,
    NoValue,
    TooWide,
    compare,
    exponential,
    logarithm,
    multiply,
    power,
    precision,
    rational,
    show,
)
from symbolic import density, empirical, expectation, function, parameter, reals, sample, written
from symbolic.core.domains import Categories
from symbolic.core.terms import AtMost, NegativePart, Same, raw

INF = float("inf")
x, y = sample("x"), sample("y")
v = sample("v", domain=reals)
theta, t, c = parameter("theta"), parameter("t", reals), parameter("c", reals)
q, p = density("q", theta), density("p")
f = function("f", theta)
WIDE = arb(0, 1)  # a ball that holds 0


def at(tree: Any, value: Any = 0, bits: int = 64) -> Any:
    """The value of an expression in t."""
    with precision(bits):
        return Compiled(tree, Context(frozenset({"t"}))).value(Instance({}, {}, {}, [{"t": value}]), 0)


# ---- conventions -----------------------------------------------------------------------------------------------------


def test_the_log_of_zero_is_minus_infinity() -> None:
    assert logarithm(fmpq(0)) == -INF
    assert at(log(t), fmpq(0)) == -INF


def test_exp_of_minus_infinity_is_zero_exactly() -> None:
    assert exponential(-INF) == 0 and isinstance(exponential(-INF), fmpq)
    assert exponential(INF) == INF
    assert at(exp(log(t)), fmpq(0)) == 0


@pytest.mark.parametrize("infinity", (INF, -INF))
def test_zero_times_an_infinity_is_zero(infinity: float) -> None:
    assert multiply(fmpq(0), infinity) == 0
    assert multiply(infinity, fmpq(0)) == 0
    assert at(Mul(t, log(t), evaluate=False), fmpq(0)) == 0


def test_zero_to_the_power_zero_is_one() -> None:
    assert power(fmpq(0), fmpq(0)) == 1
    assert at(Pow(t, t, evaluate=False), fmpq(0)) == 1


def test_an_empty_sum_is_zero_and_an_empty_product_one() -> None:
    assert at(Add(evaluate=False)) == 0
    assert at(Mul(evaluate=False)) == 1


# ---- no value, for certain -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "expression",
    (
        written("log(t) - log(t)", t=t),  # oo - oo
        written("1/t", t=t),
        written("t/t", t=t),
        written("1/log(1 + t)", t=t),
        written("log(t - 1)", t=t),
        written("log(log(t))", t=t),
        written("(t - 2)**(1/2)", t=t),
        written("0 * (1/t)", t=t),  # zero times nothing is nothing
        written("max(1/t, 0)", t=t),
    ),
)
def test_what_has_no_value_is_undefined_for_certain(expression: Any) -> None:
    for bits in PRECISIONS:
        with pytest.raises(NoValue):
            at(expression, fmpq(0), bits)


# ---- balls: too wide is no evidence ----------------------------------------------------------------------------------


def test_a_ball_never_ties() -> None:
    """Equal numbers that are not both exact stay undecided at every precision."""
    same = written("exp(log(t) + log(t)) - t*t", t=t)
    for bits in PRECISIONS:
        with pytest.raises(TooWide), precision(bits):
            compare(at(same, fmpq(1, 3), bits), fmpq(0))


def test_a_zero_that_balls_cannot_see_is_no_division_by_zero() -> None:
    hidden = written("1/(exp(log(t)) - t)", t=t)
    for bits in PRECISIONS:
        with pytest.raises(TooWide):
            at(hidden, fmpq(1, 3), bits)


def test_more_bits_separate_what_fewer_do_not() -> None:
    close = log(t) - log(t + Rational(1, 10**30))
    with pytest.raises(TooWide), precision(64):
        compare(at(close, fmpq(2), 64), fmpq(0))
    with precision(256):
        assert compare(at(close, fmpq(2), 256), fmpq(0)) == -1


# ---- exact where it can be -------------------------------------------------------------------------------------------


def test_rational_arithmetic_stays_exact() -> None:
    value = at((t + Rational(1, 3)) ** 3 / 7 - Abs(t) * Max(t, -1) + Min(t, 0), fmpq(-5, 2))
    assert isinstance(value, fmpq)
    u = Fraction(-5, 2)
    assert value == rational((u + Fraction(1, 3)) ** 3 / 7 - abs(u) * max(u, -1) + min(u, 0))


def test_log_one_and_exp_zero_are_exact() -> None:
    assert isinstance(at(log(t), fmpq(1)), fmpq) and at(log(t), fmpq(1)) == 0
    assert isinstance(at(exp(t), fmpq(0)), fmpq) and at(exp(t), fmpq(0)) == 1


def test_numbers_read_as_a_human_writes_them() -> None:
    assert show(fmpq(1, 3)) == "1/3"
    assert show(INF) == "oo" and show(-INF) == "-oo"
    assert show(at(log(t), fmpq(2))).startswith("0.69314718")


# ---- what it does not know -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "expression",
    (nan, zoo, Integral(Symbol("w"), (Symbol("w"), 0, 1)), Symbol("w") + 1, theta + 1, x.i + 0),
    ids=("nan", "zoo", "an integral", "a symbol", "a parameter of any set", "an entry of any set"),
)
def test_unknown_nodes_are_refused(expression: Any) -> None:
    with pytest.raises(NotEvaluable):
        Compiled(expression, Context())


def test_infinities_are_values() -> None:
    assert at(oo) == INF
    assert at(-oo) == -INF


# ---- independent arithmetic ------------------------------------------------------------------------------------------

LEAVES = st.one_of(
    st.just(t),
    st.fractions(-4, 4, max_denominator=6).map(lambda r: Rational(r.numerator, r.denominator)),
    st.sampled_from((pi, E)),
)


def trees() -> st.SearchStrategy[Any]:
    """Expressions in t, built node by node."""
    raw = lambda func: lambda parts: func(*parts, evaluate=False)
    return st.recursive(
        LEAVES,
        lambda inner: st.one_of(
            st.tuples(inner, inner).map(raw(Add)),
            st.tuples(inner, inner).map(raw(Mul)),
            st.tuples(inner, st.integers(-3, 3).map(Integer)).map(raw(Pow)),
            st.tuples(inner, st.sampled_from((Rational(1, 2), Rational(-2, 3), Rational(3, 2)))).map(raw(Pow)),
            inner.map(lambda e: log(e, evaluate=False)),
            inner.map(lambda e: exp(e, evaluate=False)),
            inner.map(lambda e: Abs(e, evaluate=False)),
            inner.map(NegativePart),
            inner.map(lambda e: cos(e, evaluate=False)),
        ),
        max_leaves=8,
    )


class Unsure(Exception):
    """The independent evaluator has no value, or cannot be sure of one."""


def independent(e: Any, value: Fraction) -> Any:
    """Another evaluation, in mpmath at 400 bits. Raises Unsure near everything that has none."""
    m = mpmath.mpf
    tiny, huge = m(2) ** -200, m(2) ** 200

    def go(e: Any) -> Any:
        match e:
            case Rational():
                return m(int(e.p)) / int(e.q)
            case _ if e == t:
                return m(value.numerator) / value.denominator
            case _ if e in (pi, E):
                return +mpmath.pi if e == pi else +mpmath.e
            case Add() | Mul():
                total = go(e.args[0])
                for a in e.args[1:]:
                    total = total + go(a) if isinstance(e, Add) else total * go(a)
                return total
            case Pow(exp=Rational() as r):
                base = go(e.base)
                if abs(base) < tiny or abs(base) > huge or (base < 0 and r.q != 1):
                    raise Unsure
                return base ** int(r.p) if r.q == 1 else mpmath.power(base, m(int(r.p)) / int(r.q))
            case log():
                inner = go(e.args[0])
                if inner < tiny:
                    raise Unsure
                return mpmath.log(inner)
            case exp():
                inner = go(e.args[0])
                if abs(inner) > 100:
                    raise Unsure
                return mpmath.exp(inner)
            case Abs():
                return abs(go(e.args[0]))
            case NegativePart():
                return max(-go(e.args[0]), m(0))
            case cos():
                inner = go(e.args[0])
                if abs(inner) > 1000:
                    raise Unsure
                return mpmath.cos(inner)
        raise Unsure

    with mpmath.workprec(400):
        return go(e)


@pytest.mark.slow
def test_the_ball_holds_what_independent_arithmetic_finds() -> None:
    compared = {"exact": 0, "ball": 0}

    @settings(max_examples=400, deadline=None, derandomize=True, database=None)
    @given(trees(), st.fractions(-3, 3, max_denominator=5))
    def agree_on(tree: Any, value: Fraction) -> None:
        try:
            expected = independent(tree, value)
            found = at(tree, rational(value), 256)
        except (Unsure, TooWide):
            return
        with mpmath.workprec(400):
            if isinstance(found, fmpq):
                compared["exact"] += 1
                exact = mpmath.mpf(int(found.p)) / int(found.q)
                assert abs(exact - expected) <= (1 + abs(expected)) * mpmath.mpf(2) ** -380
                return
            compared["ball"] += 1
            middle, radius = map(_as_mpf, (found.mid(), found.rad()))
            assert abs(middle - expected) <= radius + abs(expected) * mpmath.mpf(2) ** -300
            assert radius <= (1 + abs(expected)) * mpmath.mpf(2) ** -100, "a ball of 256 bits is narrow"

    agree_on()
    assert min(compared.values()) >= 50, compared


def _as_mpf(ball: arb) -> Any:
    mantissa, exponent = ball.man_exp()
    return mpmath.mpf(int(mantissa)) * mpmath.mpf(2) ** int(exponent)


# ---- tables: the laws of probability, by hand ------------------------------------------------------------------------


def joint(weights: dict[tuple[int, int], int]) -> Distribution:
    total = sum(weights.values())
    return Distribution(("x", "y"), {cell: fmpq(w, total) for cell, w in weights.items()})


INSTANCE = Instance(
    {"n": 3},
    {"x": 2, "y": 2},
    {"x": [0, 1, 1], "y": [1, 1, 0]},
    [{"theta": 0}, {"theta": 1}],
    {
        ("q_theta", 0): joint({(0, 0): 1, (0, 1): 2, (1, 0): 3, (1, 1): 4}),
        ("q_theta", 1): joint({(0, 0): 0, (0, 1): 0, (1, 0): 1, (1, 1): 1}),
        ("p", None): joint({(0, 0): 1, (0, 1): 1, (1, 0): 1, (1, 1): 1}),
    },
    {("f_theta", 0, ()): {(): fmpq(5)}, ("f_theta", 1, ()): {(): fmpq(-7, 2)}},
)


def of(tree: Any, k: int = 0) -> Any:
    with precision(128):
        return Compiled(tree, Context(frozenset({"theta"}))).value(INSTANCE, k)


def test_marginal_and_conditional_densities_belong_to_one_joint_one() -> None:
    assert of(x.product(q(y.i, x.i))) == fmpq(2 * 4 * 3, 1000)
    assert of(x.product(q(x.i))) == fmpq(3 * 7 * 7, 1000)
    assert of(x.product(q(y.i, given=x.i))) == fmpq(2, 3) * fmpq(4, 7) * fmpq(3, 7)
    assert of(x.product(q(y.i, given=x.i) * q(x.i) - q(x.i, y.i))) == 0


def test_a_condition_of_probability_zero_has_some_conditional_density() -> None:
    assert of(x.product(q(y.i, given=x.i)), 1) == fmpq(1, 2) * fmpq(1, 2) * fmpq(1, 2)
    assert of(x.product(q(x.i)), 1) == 0
    assert of(x.sum(log(q(x.i))), 1) == -INF


def test_an_expectation_leaves_out_what_has_probability_zero() -> None:
    assert of(expectation(1 / p(x.outcome), p(x.outcome))) == 2
    supported = expectation(-log(q(x.outcome)), q(x.outcome))
    assert of(supported, 1) == 0
    assert of(expectation(-log(q(x.outcome)), p(x.outcome)), 1) == INF


def test_an_expectation_under_the_empirical_distribution_is_the_mean_over_the_rows() -> None:
    mean = expectation(q(x.outcome), empirical(x)(x.outcome))
    assert of(mean) == fmpq(3 + 7 + 7, 30) == of(x.sum(q(x.i)) / x.n)
    with precision(64):
        by_law = empirical_mean(q(x.outcome), p(x.outcome), Context(frozenset({"theta"})))
        assert by_law.value(INSTANCE, 0) == fmpq(17, 30)


def test_functions_differ_between_members() -> None:
    assert [of(f(), k) for k in (0, 1)] == [5, fmpq(-7, 2)]


def test_a_reference_measure_divides_the_probability() -> None:
    scaled = Instance(
        INSTANCE.counts,
        INSTANCE.sizes,
        INSTANCE.data,
        INSTANCE.members,
        INSTANCE.laws,
        measure={"x": (fmpq(1, 2), fmpq(3))},
    )
    context = Context(frozenset({"theta"}))
    with precision(64):
        assert Compiled(x.product(q(x.i)), context).value(scaled, 0) == fmpq(3, 10) * 2 * (fmpq(7, 10) / 3) ** 2
        total = expectation(1 + 0 * q(x.outcome), p(x.outcome))
        assert Compiled(total, context).value(scaled, 0) == 1, "an expectation does not change with the measure"


def test_a_definition_is_read_where_the_symbol_stands() -> None:
    context = Context(frozenset({"theta"}), ((q(x.i), p(x.i)),))
    tree = x.product(q(x.i)) + expectation(q(x.outcome), p(x.outcome))
    with precision(64):
        assert Compiled(tree, context).value(INSTANCE, 0) == fmpq(1, 8) + fmpq(1, 2)


def test_a_substitute_is_read_for_a_parameter() -> None:
    context = Context(frozenset({"c"}), (), (("t", c**2 + 1),))
    with precision(64):
        assert Compiled(t * 2, context).value(Instance({}, {}, {}, [{"c": fmpq(3)}]), 0) == 20


def test_rows_of_numbers_enter_as_themselves() -> None:
    data = Instance({"n": 3}, {"v": 2}, {"v": [0, 1, 1]}, [{}], outcomes={"v": (fmpq(1, 2), fmpq(-3))})
    with precision(64):
        assert Compiled(v.sum(v.i**2) / v.n, Context()).value(data, 0) == (fmpq(1, 4) + 9 + 9) / 3


def test_an_expression_says_what_an_instance_must_bind() -> None:
    needs = Compiled(x.sum(log(q(y.i, given=x.i))) * f() + t, Context(frozenset({"theta"}))).needs
    assert set(needs.columns) == {"x", "y"}
    assert needs.counts == {"n"}
    assert needs.laws == {("q_theta", True): {"x", "y"}}
    assert set(needs.functions) == {("f_theta", True, ())}
    assert set(needs.parameters) == {"theta", "t"}


# ---- special functions, indicators and classes --------------------------------------------------------------------------

HALF = fmpq(1, 2)


def test_indicators_compare_exactly_and_stay_open_where_balls_overlap() -> None:
    assert [at(AtMost(t, c0), fmpq(v_)) for v_ in (0, 1, 2) for c0 in (1,)] == [1, 1, 0]
    assert [at(Same(t, 1), fmpq(v_)) for v_ in (0, 1, 2)] == [0, 1, 0]
    assert at(AtMost(t, oo), fmpq(5)) == 1 and at(AtMost(t, -oo), fmpq(5)) == 0
    assert at(AtMost(log(t), 0), fmpq(0)) == 1, "-oo is at most 0"
    for tree in (AtMost(exp(t) ** 2, exp(2 * t)), Same(raw(Mul, (exp(t), exp(t))), exp(2 * t))):
        with pytest.raises(TooWide):
            at(tree, fmpq(1, 3))


label = sample("label", domain=Categories("K"))


def _classes(tree: Any, rows: list[int]) -> Any:
    cells = {(0,): fmpq(1, 2), (1,): fmpq(1, 3), (2,): fmpq(1, 6)}
    instance = Instance(
        {"n": len(rows)},
        {"label": 3},
        {"label": rows},
        [{"theta": 0}],
        {("q_theta", 0): Distribution(("label",), cells)},
    )
    with precision(64):
        return Compiled(tree, Context(frozenset({"theta"}))).value(instance, 0)


def test_a_sum_over_all_classes_is_over_all_of_them_whether_they_occur_or_not() -> None:
    assert _classes(label.total(q(label.each)), [0]) == 1
    assert _classes(label.total(1), [0]) == 3
    assert _classes(label.total(q(label.each) ** 2), [0, 0]) == fmpq(1, 4) + fmpq(1, 9) + fmpq(1, 36)


def test_an_indicator_of_classes_chooses_and_counts() -> None:
    chosen = label.sum(label.total(Same(label.each, label.i) * q(label.each)))
    assert _classes(chosen, [0, 1, 1]) == fmpq(1, 2) + 2 * fmpq(1, 3)
    assert _classes(label.sum(Same(label.i, label.i)), [0, 1, 1]) == 3


def test_the_innermost_of_two_sums_over_the_same_classes_binds() -> None:
    inner = label.total(q(label.each) * label.total(label.total(1) * q(label.each)))
    assert _classes(inner, [0]) == 3
    assert _classes(label.total(q(label.each) * label.total(q(label.each) ** 2)), [2]) == fmpq(7, 18)


def test_a_class_that_nothing_binds_is_refused() -> None:
    with pytest.raises(NotEvaluable, match="bound by nothing"):
        _classes(q(label.each), [0])
    with pytest.raises(NotEvaluable, match="no arithmetic"):
        _classes(label.total(2 * label.each), [0])


def test_a_definition_is_read_at_a_class() -> None:
    d = density("d", theta)
    context = Context(frozenset({"theta"}), definitions=((d(label.i), q(label.i) ** 2),))
    law = Distribution(("label",), {(0,): fmpq(1, 4), (1,): fmpq(3, 4)})
    instance = Instance({}, {"label": 2}, {}, [{"theta": 0}], {("q_theta", 0): law})
    assert Compiled(label.total(d(label.each)), context).value(instance, 0) == fmpq(10, 16)
