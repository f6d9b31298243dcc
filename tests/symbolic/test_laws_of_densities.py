"""Laws of the normal form that densities need, each with its condition and refused without it: quotients, powers, indicators,
classes, special functions. Every law that is claimed is also held against values in ball arithmetic."""

from __future__ import annotations

from contextlib import suppress
from random import Random
from typing import Any

import pytest
from sympy import (
    Abs,
    Add,
    Integer,
    Max,
    Min,
    Mul,
    Pow,
    Rational,
    atan,
    besseli,
    cos,
    erf,
    exp,
    factorial,
    gamma,
    log,
    loggamma,
    oo,
    pi,
    polygamma,
    sin,
    sqrt,
    tanh,
)

from properties.instances.compiling import Context
from properties.instances.evaluation import Compiled
from properties.instances.numbers import NoValue, TooWide, compare, precision
from properties.instances.strategies import shape_of
from symbolic.calculus.enclosing import Undefined, Values
from symbolic.calculus.normal_form import ClassAtom, NormalForm, Undecided, mentions, same, written_polynomial
from symbolic.core.domains import (
    Categories,
    FiniteSet,
    Integers,
    RealInterval,
    binary,
    counts,
    nonnegative,
    open_unit_interval,
    positive,
    reals,
    unit_interval,
)
from symbolic.core.terms import (
    AtMost,
    Parameter,
    Same,
    Total,
    density,
    expectation,
    function,
    parameter,
    raw,
    sample,
    symbols,
    well_formed,
)
from symbolic.kernel import Verdict
from symbolic.obligations import Obligation
from symbolic.provers.structure import prove

theta = parameter("theta")
a, b = parameter("a", nonnegative), parameter("b", nonnegative)
s, t = parameter("s", positive), parameter("t", positive)
w, m = parameter("w", reals), parameter("m", reals)
h, v = parameter("h", unit_interval), parameter("v", open_unit_interval)
j, n0 = parameter("j", Integers()), parameter("n0", counts)
even = parameter("even", FiniteSet((0, 2, 4)))
half = parameter("half", FiniteSet((0, Rational(1, 2))))
x, u, r = sample("x"), sample("u", domain=counts), sample("r", domain=reals)
k, o = sample("k", domain=Categories("K")), sample("o", domain=Categories("L"))
y = sample("y", domain=binary)
pos = sample("pos", domain=positive)
q, p = density("q", theta), density("p")
f, g = function("f", theta), function("g", theta, values=positive)
ONE, HALF = Integer(1), Rational(1, 2)
EQUAL, DIFFERENT, OPEN = "equal", "different", "open"
U, F, G, Gk = u.i, f(x.i), g(x.i), g(k.each)
K = k.total(ONE)


def total(body: Any) -> Any:
    return k.total(body)


def R(func: Any, *args: Any) -> Any:
    """A node as written: SymPy's own constructors would apply some of the laws."""
    return raw(func, tuple(Integer(e) if isinstance(e, int) else e for e in args))


def verdict(left: Any, right: Any, *given: Any) -> str:
    try:
        return EQUAL if same(left, right, given) else DIFFERENT
    except Undecided as reason:
        assert str(reason)
        return OPEN


LAWS: dict[str, list[tuple[Any, Any, str]]] = {
    "quotients by a sum that is positive and finite": [
        (s / (s + t) + t / (s + t), ONE, EQUAL),
        (1 / (1 + s) - 1 / (1 + s) ** 2, s / (1 + s) ** 2, EQUAL),
        (1 / (1 + s) / (1 + t), 1 / (1 + s + t + s * t), EQUAL),
        (a / (a + b) + b / (a + b), ONE, OPEN),
        (w / (w + 1) + 1 / (w + 1), ONE, OPEN),
        (w**2 / (1 + w**2), 1 - 1 / (1 + w**2), EQUAL),
        (w**3 / (1 + w**2), w - w / (1 + w**2), EQUAL),
        (w**3 / (1 + w**2), w + w / (1 + w**2), DIFFERENT),
        (1 / (s + t), 1 / s + 1 / t, DIFFERENT),
        (1 / (s - t), -1 / (t - s), OPEN),
        (s / (1 + s) ** HALF + 1 / (1 + s) ** HALF, (1 + s) ** HALF, EQUAL),
        (1 / (1 + exp(-w)), exp(w) / (1 + exp(w)), EQUAL),
        (1 - 1 / (1 + exp(-w)), 1 / (1 + exp(w)), EQUAL),
        (log(1 / (1 + exp(-w))), w - log(1 + exp(w)), EQUAL),
    ],
    "quotients inside sums": [
        (pos.sum(pos.i / (1 + pos.i) + 1 / (1 + pos.i)), pos.n, EQUAL),
        (x.sum(1 / (1 + exp(-F))), x.n - x.sum(1 / (1 + exp(F))), EQUAL),
        (r.sum(r.i**2 / (1 + r.i**2)), r.n - r.sum(1 / (1 + r.i**2)), EQUAL),
        (r.sum(r.i / (1 + r.i**2)), r.n - r.sum(1 / (1 + r.i**2)), DIFFERENT),
        (pos.sum(pos.i / (s + pos.i)), pos.n - s * pos.sum(1 / (s + pos.i)), EQUAL),
        (total(Gk / (1 + Gk)), K - total(1 / (1 + Gk)), EQUAL),
        (exp(s / (1 + s)), exp(1) * exp(-1 / (1 + s)), EQUAL),
        (Abs(w / (1 + s)), Abs(w) / (1 + s), EQUAL),
        (cos(s / (1 + s)), cos(1 - 1 / (1 + s)), EQUAL),
    ],
    "powers of sums": [
        ((s + t) ** Rational(3, 2) * (s + t) ** HALF, s**2 + 2 * s * t + t**2, EQUAL),
        (sqrt(a + b) ** 2, a + b, EQUAL),
        (R(Mul, sqrt(a + b), R(Pow, a + b, -HALF)), ONE, OPEN),
        (R(Pow, (w + m) ** 2, HALF), Abs(w + m), DIFFERENT),
        (sqrt(4 * s + 4 * t), 2 * sqrt(s + t), EQUAL),
        (sqrt(s**2 + s * t), sqrt(s) * sqrt(s + t), EQUAL),
        (sqrt(a**2 + a * b), sqrt(a) * sqrt(a + b), DIFFERENT),
        (log(sqrt(s + t)), log(s + t) / 2, EQUAL),
        (log((a + b) ** 2), 2 * log(a + b), DIFFERENT),
        ((1 + w**2) ** -HALF * (1 + w**2) ** -HALF, 1 / (1 + w**2), EQUAL),
    ],
    "powers with any exponent": [
        (s**w * s**m, s ** (w + m), EQUAL),
        (s**w / s**m, s ** (w - m), EQUAL),
        (a**w * a**m, a ** (w + m), OPEN),
        (a**s * a**t, a ** (s + t), EQUAL),
        (R(Pow, a, 0), ONE, EQUAL),
        (h**n0 * h, h ** (n0 + 1), EQUAL),
        ((1 - h) ** (1 - y.outcome), exp((1 - y.outcome) * log(1 - h)), EQUAL),
        (log(h**y.outcome), y.outcome * log(h), EQUAL),
        (log(h**w), w * log(h), OPEN),
        ((s * t) ** w, s**w * t**w, EQUAL),
        ((a * b) ** w, a**w * b**w, OPEN),
        (w**n0, w**n0, OPEN),
        (s**w, w**s, OPEN),
        ((s + t) ** w, exp(w * log(s + t)), EQUAL),
        (2**w * 4**w, 8**w, EQUAL),
    ],
    "indicators": [
        (AtMost(w, m) ** 2, AtMost(w, m), EQUAL),
        (sqrt(AtMost(w, m)), AtMost(w, m), EQUAL),
        (AtMost(w, m) * AtMost(w, m) ** 3, AtMost(w, m), EQUAL),
        (R(Pow, AtMost(w, m), 0), ONE, EQUAL),
        (1 / AtMost(w, m), ONE, OPEN),
        (AtMost(s * w, s * m), AtMost(w, m), EQUAL),
        (AtMost(w + t, m + t), AtMost(w, m), EQUAL),
        (AtMost(a * w, a * m), AtMost(w, m), DIFFERENT),
        (AtMost(m * w, m * m), AtMost(w, m), DIFFERENT),
        (AtMost(-w, -m), AtMost(w, m), DIFFERENT),
        (AtMost(-m, -w), AtMost(w, m), EQUAL),
        (1 - AtMost(m, w), AtMost(w, m), DIFFERENT),
        (AtMost(w, m) + AtMost(m, w), ONE, DIFFERENT),
        (AtMost(w, w), ONE, EQUAL),
        (AtMost(w, w + s), ONE, EQUAL),
        (AtMost(w, w + a), ONE, EQUAL),
        (AtMost(w + s, w), Integer(0), EQUAL),
        (AtMost(w + a, w), Integer(0), DIFFERENT),
        (AtMost(s / (1 + s), w / (1 + s)), AtMost(s, w), EQUAL),
        (AtMost(log(a), log(b)), AtMost(log(a), log(b)), OPEN),
        (Same(w, m), Same(m, w), EQUAL),
        (Same(w, m), Same(2 * s * w, 2 * s * m), EQUAL),
        (Same(w, m), Same(a * w, a * m), DIFFERENT),
        (Same(w, w), ONE, EQUAL),
        (Same(w, w + s), Integer(0), EQUAL),
        (Same(w, w + a), Integer(0), DIFFERENT),
        (Same(w, m), AtMost(w, m) * AtMost(m, w), DIFFERENT),
        (exp(log(AtMost(w, m))), AtMost(w, m), EQUAL),
    ],
    "sums over all classes": [
        (total(2 * Gk + 1), 2 * total(Gk) + K, EQUAL),
        (total(Gk) * total(Gk), total(Gk * Gk), DIFFERENT),
        (total(g(k.each)), o.total(g(o.each)), DIFFERENT),
        (K, o.total(ONE), DIFFERENT),
        (K, ONE, DIFFERENT),
        (total(log(a) * f(k.each)), log(a) * total(f(k.each)), OPEN),
        (total(log(a) * Gk), log(a) * total(Gk), EQUAL),
        (total(R(Add, log(q(k.each)), -log(q(k.each)))), Integer(0), OPEN),
        (total(log(q(k.each)) + f(k.each)), total(log(q(k.each))) + total(f(k.each)), EQUAL),
        (total(Gk / total(Gk)), ONE, EQUAL),
        (total(exp(f(k.each)) / total(exp(f(k.each)))), ONE, EQUAL),
        (total(q(k.each)), ONE, EQUAL),
        (total(q(k.each) ** 2), ONE, DIFFERENT),
        (total(Gk * total(Gk)), total(Gk) ** 2, EQUAL),
    ],
    "a class chosen": [
        (x.sum(total(Same(k.each, k.i) * Gk)), x.sum(g(k.i)), EQUAL),
        (x.sum(total(Same(k.i, k.each) * log(q(k.each)))), x.sum(log(q(k.i))), EQUAL),
        (x.sum(total(Same(k.each, k.i) ** 2 * Gk)), x.sum(g(k.i)), EQUAL),
        (x.sum(total(Same(k.each, k.i))), x.n, EQUAL),
        (x.sum(total(Same(k.each, k.i) * log(Gk + g(k.i)))), x.sum(log(2 * g(k.i))), EQUAL),
        (x.sum(exp(total(Same(k.each, k.i) * log(Gk + g(k.i))))), x.sum(g(k.i)), DIFFERENT),
        (x.sum(total(Same(k.each, k.i) * Abs(f(k.each) - f(k.i)))), Integer(0), EQUAL),
        (x.sum(total(Same(k.each, k.i) * exp(f(k.each) - 2 * f(k.i)))), x.sum(exp(-f(k.i))), EQUAL),
        (x.sum(total(Same(k.each, k.i) * Same(k.i, k.each))), x.n, EQUAL),
        (
            x.sum(total(Same(k.each, k.i) * log(Gk / total(Gk)))),
            x.sum(log(g(k.i)) - log(total(Gk))),
            EQUAL,
        ),
        (
            x.sum(total(Same(k.each, k.i) * log(Gk / total(Gk)))),
            x.sum(log(g(k.i)) - log(K * g(k.i))),
            DIFFERENT,
        ),
        (x.sum(total((1 - Same(k.each, k.i)) * Gk)), x.n * total(Gk) - x.sum(g(k.i)), EQUAL),
        (
            expectation(total(Same(k.each, k.outcome) * Gk), p(k.outcome)),
            expectation(g(k.outcome), p(k.outcome)),
            EQUAL,
        ),
        (x.sum(total(Same(k.each, k.i) * g(k.i))), x.sum(total(g(k.each))), DIFFERENT),
    ],
    "Gamma and its kin": [
        (gamma(s + 1), s * gamma(s), EQUAL),
        (gamma(s + 3), s * (s + 1) * (s + 2) * gamma(s), EQUAL),
        (gamma(s + HALF), s * gamma(s - HALF), OPEN),
        (R(gamma, a + 1), a * R(gamma, a), OPEN),
        (R(factorial, a), R(gamma, a + 1), EQUAL),
        (x.sum(R(factorial, U)), x.sum(R(gamma, U + 1)), EQUAL),
        (x.sum(R(factorial, U + 1)), x.sum((U + 1) * R(factorial, U)), EQUAL),
        (x.sum(R(factorial, U)), x.sum(U * R(factorial, U - 1)), OPEN),
        (pos.sum(R(factorial, pos.i)), pos.sum(pos.i * R(gamma, pos.i)), EQUAL),
        (R(gamma, w), R(gamma, w), OPEN),
        (R(gamma, 5), Integer(24), EQUAL),
        (R(gamma, HALF), sqrt(pi), EQUAL),
        (R(factorial, 0), ONE, EQUAL),
        (R(loggamma, s + 1), log(s) + R(loggamma, s), EQUAL),
        (R(loggamma, s), log(R(gamma, s)), EQUAL),
        (R(loggamma, a), log(R(gamma, a)), OPEN),
        (R(polygamma, 0, s + 1), R(polygamma, 0, s) + 1 / s, EQUAL),
        (R(polygamma, 1, s + 1), R(polygamma, 1, s) - 1 / s**2, EQUAL),
        (R(polygamma, 2, s + 2), R(polygamma, 2, s) + 2 / s**3 + 2 / (s + 1) ** 3, EQUAL),
        (R(polygamma, 1, s + 1), R(polygamma, 1, s) + 1 / s**2, DIFFERENT),
        (R(polygamma, 0, w), R(polygamma, 0, w), OPEN),
        (R(polygamma, 500, s + 1), R(polygamma, 500, s), OPEN),
        (R(gamma, s + t), R(gamma, t + s), EQUAL),
        (R(gamma, s) * R(gamma, t), R(gamma, s + t), DIFFERENT),
        (R(gamma, s) / R(gamma, s), ONE, EQUAL),
    ],
    "even, odd and turning": [
        (R(cos, w - m), R(cos, m - w), EQUAL),
        (R(sin, w - m), -R(sin, m - w), EQUAL),
        (R(sin, w - m), R(sin, m - w), DIFFERENT),
        (R(cos, w + 2 * pi), R(cos, w), EQUAL),
        (R(cos, w + pi), -R(cos, w), EQUAL),
        (R(sin, w - 3 * pi), -R(sin, w), EQUAL),
        (R(cos, w + 2 * pi * j), R(cos, w), EQUAL),
        (R(sin, w + 4 * pi * j * n0), R(sin, w), EQUAL),
        (R(cos, w + pi * even), R(cos, w), DIFFERENT),
        (R(cos, w + 2 * pi * even), R(cos, w), EQUAL),
        (R(cos, w + pi * j), R(cos, w), DIFFERENT),
        (R(cos, w + 2 * pi * a), R(cos, w), DIFFERENT),
        (R(cos, w + 2 * pi * half), R(cos, w), DIFFERENT),
        (R(cos, w + 2 * pi * AtMost(w, m)), R(cos, w), EQUAL),
        (R(cos, w + 2 * pi / x.n), R(cos, w), DIFFERENT),
        (R(cos, pi), Integer(-1), EQUAL),
        (R(sin, 2 * pi), Integer(0), EQUAL),
        (R(cos, w + pi / 2), R(sin, w), DIFFERENT),
        (R(tanh, -w) + R(tanh, w), Integer(0), EQUAL),
        (R(erf, m - w), -R(erf, w - m), EQUAL),
        (R(atan, -s * w), -R(atan, s * w), EQUAL),
        (R(atan, w), R(tanh, w), DIFFERENT),
        (R(besseli, 0, w), R(besseli, 1, w), DIFFERENT),
        (R(besseli, 0, w) / R(besseli, 0, w), ONE, EQUAL),
        (R(Mul, R(besseli, 1, w), R(Pow, R(besseli, 1, w), -1)), ONE, OPEN),
    ],
    "absolute values": [
        (R(Abs, w * m), R(Abs, w) * R(Abs, m), EQUAL),
        (R(Abs, s * w), s * R(Abs, w), EQUAL),
        (R(Abs, w - m), R(Abs, m - w), EQUAL),
        (R(Abs, w + m), R(Abs, w) + R(Abs, m), DIFFERENT),
        (R(Abs, w) ** 2, w**2, EQUAL),
        (R(Abs, w) ** 3, w**3, DIFFERENT),
        (R(Abs, h - 2), 2 - h, EQUAL),
        (R(Abs, w * log(a)), R(Abs, w) * R(Abs, log(a)), EQUAL),
        (R(Abs, 2 * s * w - 2 * s * m), 2 * s * R(Abs, w - m), EQUAL),
        (R(Max, w, w), w, EQUAL),
        (R(Min, w + 1, 1 + w), 1 + w, EQUAL),
    ],
    "logarithms of sums": [
        (log(s * t + s**2), log(s) + log(s + t), EQUAL),
        (log(a * b + a**2), log(a) + log(a + b), DIFFERENT),
        (log(2 * a + 2 * b), log(2) + log(a + b), EQUAL),
        (log(1 + exp(w)) - w, log(1 + exp(-w)), EQUAL),
        (log(exp(w) + exp(m)), w + log(1 + exp(m - w)), EQUAL),
        (log(s / (1 + s) ** 2 + 1 / (1 + s) ** 2 - 1 / (1 + s)), log(s), OPEN),
    ],
}
FLAT = [(name, *law) for name, laws in LAWS.items() for law in laws]
IDS = [f"{name}: {left} ~ {right}" for name, left, right, _ in FLAT]


@pytest.mark.parametrize(("name", "left", "right", "expected"), FLAT, ids=IDS)
def test_a_law_holds_with_its_condition_and_not_without(name: str, left: Any, right: Any, expected: str) -> None:
    assert verdict(left, right) == expected
    assert verdict(right, left) == expected


CLAIMED = [(left, right) for _, left, right, expected in FLAT if expected == EQUAL]


@pytest.mark.parametrize(("left", "right"), CLAIMED, ids=[f"{left} ~ {right}" for left, right in CLAIMED])
def test_what_is_claimed_agrees_with_values_in_balls(left: Any, right: Any) -> None:
    unbound = [e for e in (left, right) if not _closed(e)]
    context = Context(frozenset({"theta"}), free=("y",) if unbound else ())
    sides = [Compiled(tree, context) for tree in (left, right)]
    shape = shape_of(sides, (theta,), (), context)
    random, agreed = Random(str(left)), 0
    for _ in range(12):
        instance = shape.build(random.randbytes(shape.length))
        assert instance is not None
        for member in range(len(instance.members)):
            with precision(128):
                try:
                    one, other = (side.value(instance, member, (0,) if unbound else ()) for side in sides)
                except (NoValue, TooWide):
                    continue
                with suppress(TooWide):  # two balls that overlap
                    assert compare(one, other) == 0, (instance, member)
                agreed += 1
    assert agreed > 5


def _closed(e: Any) -> bool:
    try:
        well_formed(e)
    except Exception:
        return False
    return True


# ---- traps --------------------------------------------------------------------------------------------------------------


def test_terms_that_merge_when_a_class_is_chosen_are_added_and_not_lost() -> None:
    """A class chosen inside a sum makes its terms equal: replacing it in a set of terms would drop all but one."""
    tree = x.sum(exp(total(Same(k.each, k.i) * log(Gk + g(k.i)))))
    assert verdict(tree, 2 * x.sum(g(k.i))) == EQUAL
    assert verdict(tree, x.sum(g(k.i))) == DIFFERENT
    product = x.sum(total(Same(k.each, k.i) * f(k.each) * f(k.i)))
    assert verdict(product, x.sum(f(k.i) ** 2)) == EQUAL
    assert verdict(product, x.sum(f(k.i))) == DIFFERENT


def test_a_class_that_is_chosen_is_not_caught_by_a_sum_or_an_expectation_inside() -> None:
    inner = x.sum(f(k.each, given=x.i))
    assert verdict(total(Same(k.each, k.i) * inner), x.sum(f(k.i, given=x.i))) == OPEN
    mean = expectation(f(k.each, given=x.outcome) * q(k.outcome), p(x.outcome, k.outcome))
    assert verdict(total(Same(k.each, k.outcome) * mean), mean) == OPEN


def test_a_value_of_another_column_chooses_no_class() -> None:
    twin = sample("o", domain=Categories("K"))
    tree = Total(Same(k.each, twin.i) * Gk, k.each)
    assert verdict(tree, g(twin.i)) == DIFFERENT
    assert verdict(tree, g(k.i)) == DIFFERENT


def test_the_innermost_sum_over_the_same_classes_binds() -> None:
    inner = total(Gk)
    assert not mentions(frozenset(NormalForm().of(inner).items()), ClassAtom(k.column))
    assert mentions(frozenset(NormalForm().of(Gk).items()), ClassAtom(k.column))
    assert verdict(total(Gk * inner), inner**2) == EQUAL
    assert verdict(total(Gk * inner), total(Gk**2)) == DIFFERENT
    law = p(x.outcome, given=k.each)
    shadowed = total(expectation(total(log(p(x.outcome, given=k.each))), law))
    assert verdict(shadowed, shadowed) == OPEN, "the law's own class is another one inside"
    with pytest.raises(Undefined, match="conditional on one of them"):
        Values().of(shadowed)


def test_a_factor_that_may_vanish_is_not_cleared_from_a_quotient() -> None:
    forms = NormalForm()
    for by in (a + b, w + 1, a * s):
        with pytest.raises(Undecided):
            forms.of(s / by)
    zero = forms.of(s / (1 + s) ** 2 + 1 / (1 + s) ** 2 - 1 / (1 + s))
    assert zero and forms.equal(zero, {}), "zero only after its denominators are cleared"
    with pytest.raises(Undecided):
        forms.log(zero)
    assert forms.power(zero, 2) is not None
    with pytest.raises(Undecided):
        forms.power(zero, -1)


def test_an_unknown_that_cancels_by_clearing_denominators_is_not_called_free() -> None:
    share = s / (s + t) + t / (s + t)
    assert prove(Obligation("free", (x.sum(share), (s,)))).verdict is Verdict.PROVED
    assert prove(Obligation("free", (s / (s + t), (s,)))).verdict is Verdict.UNKNOWN


DEPENDENT = {
    "in an argument of a special function": gamma(s),
    "in an indicator": AtMost(w, m),
    "in a comparison": Same(w, m),
    "in a sum that is divided by": 1 / (s + t),
    "in an exponent": v**w,
    "in a sum over all classes": total(exp(w * f(k.each))),
    "behind an index": total(density("d", w)(k.each) ** 2),
    "beside what may be infinite": (w**2 + 1) * log(h),
    "in a maximum": Max(w, 0),
    "in a mean": expectation(w * f(x.outcome) ** 2 + s, p(x.outcome)),
}


@pytest.mark.parametrize("what", DEPENDENT)
def test_an_unknown_is_found_wherever_it_hides(what: str) -> None:
    tree = DEPENDENT[what]
    unknowns = tuple(e for e in symbols(tree) if isinstance(e, Parameter) and e != theta)
    for unknown in unknowns:
        found = prove(Obligation("free", (tree, (unknown,))))
        assert found.verdict is Verdict.UNKNOWN, unknown
    assert prove(Obligation("free", (tree, (parameter("other", reals),)))).verdict is Verdict.PROVED


@pytest.mark.parametrize(("name", "left", "right", "expected"), FLAT[::3], ids=IDS[::3])
def test_a_form_written_out_without_simplification_has_that_form(
    name: str, left: Any, right: Any, expected: str
) -> None:
    forms = NormalForm()
    try:
        form = forms.of(left)
    except Undecided:
        assert expected == OPEN
        return
    assert forms.equal(forms.of(written_polynomial(form)), form)


def test_signs_are_those_of_values() -> None:
    forms = NormalForm()
    known = [
        (gamma(s), 1), (R(factorial, n0), 1), (R(polygamma, 1, s), 1), (R(polygamma, 0, s), None), (R(polygamma, 2, s), None),
        (R(besseli, 0, w), 1), (R(besseli, 1, a), 0), (R(besseli, 1, w), None), (AtMost(w, m), 0), (total(Gk), 1),
        (total(q(k.each)), 1), (K, 1), (1 - h, 0), (1 - v, 1), (v - 2, None), (Max(s, w), 1), (Max(a, w), 0), (Min(s, t), 1),
        (Min(s, w), None), (1 + exp(w), 1), (exp(log(a)), 0), (1 + w**2, 1), (log(2 + s), 1), (log(1 + a), 0),
        (R(cos, w), None),        (1 + R(cos, w), 0), (2 - R(tanh, w), 1),
    ]  # fmt: skip
    for tree, sign in known:
        assert forms.sign_of(forms.of(tree)) == sign, tree
    assert forms.sign_of({}) == 0


UNKNOWN = [R(gamma, a), R(gamma, w), R(factorial, w), R(loggamma, a), R(polygamma, 0, a), R(polygamma, 1, w)]
UNKNOWN += [R(cos, log(a)), AtMost(log(a), w), Same(log(a), w), R(Pow, w, s), R(Pow, a, w), R(besseli, s, w)]
UNKNOWN += [1 / (a + b), 1 / AtMost(w, m), R(Pow, s, log(a)), total(R(Add, log(q(k.each)), -log(q(k.each))))]


@pytest.mark.parametrize("tree", UNKNOWN, ids=str)
def test_what_may_have_no_value_is_not_called_defined(tree: Any) -> None:
    with pytest.raises(Undefined):
        Values().of(tree)


KNOWN = [
    (gamma(s), positive), (R(factorial, n0), positive), (1 - v, open_unit_interval), (AtMost(w, m), unit_interval),
    (total(Gk), positive), (K, RealInterval(1)), (R(cos, w), RealInterval(-1, 1)), (Max(w, 0), nonnegative), (s**w, positive),
    (h**n0, unit_interval), (R(besseli, 0, w), RealInterval(1)), (Same(w, m) * log(a), RealInterval(-oo, oo, True, False)),
    (total(q(k.each) ** 2), nonnegative), (x.sum(total(Same(k.each, k.i))), nonnegative),
]  # fmt: skip


@pytest.mark.parametrize(("tree", "interval"), KNOWN, ids=[str(tree) for tree, _ in KNOWN])
def test_what_has_a_value_is_enclosed(tree: Any, interval: RealInterval) -> None:
    assert Values().of(tree).within(interval)


def test_a_hypothesis_about_entries_says_nothing_of_classes() -> None:
    given = p(k.i) > 0

    def over_itself(e: Any) -> Any:
        return R(Mul, e, R(Pow, e, -1))

    assert verdict(x.sum(over_itself(p(k.i))), x.n, given) == EQUAL
    assert verdict(total(over_itself(p(k.each))), K, given) == OPEN
    assert verdict(total(R(Add, log(p(k.each)), -log(p(k.each)))), Integer(0), given) == OPEN
    assert Values((given,)).of(total(p(k.each) ** 2)) == nonnegative


def test_sums_as_written_are_the_same_sums() -> None:
    assert verdict(R(Add, s, R(Mul, 1, t)), s + t) == EQUAL
