"""Tests of symbolic.reader: what is written is kept as written, and nothing else is understood."""

from typing import Any

import pytest
from sympy import Abs, Add, Integer, Max, Min, Mul, Pow, Rational, exp, gamma, log, polygamma

from symbolic import check, written
from symbolic.chain import Chain, argmin
from symbolic.core.domains import nonnegative, positive, reals
from symbolic.core.errors import DerivationError, MalformedTerm
from symbolic.core.terms import density, function, parameter, raw, sample

y, a, b = parameter("y", nonnegative), parameter("a", reals), parameter("b", positive)
theta = parameter("theta")
x, z = sample("x"), sample("z")
q = density("q", theta)
f = function("f", theta)
NAMES: dict[str, Any] = {"y": y, "a": a, "b": b, "x": x, "z": z, "q": q, "f": f, "theta": theta}
MINUS = Integer(-1)

KEPT = [
    ("2", Integer(2)),
    ("a", a),
    ("+a", a),
    ("(a)", a),
    (" a ", a),
    ("-a", raw(Mul, (MINUS, a))),
    ("a + b", raw(Add, (a, b))),
    ("a - b", raw(Add, (a, raw(Mul, (MINUS, b))))),
    ("a*b", raw(Mul, (a, b))),
    ("a/b", raw(Mul, (a, raw(Pow, (b, MINUS))))),
    ("a - a", raw(Add, (a, raw(Mul, (MINUS, a))))),
    ("a**2", Pow(a, 2)),
    ("a**0", raw(Pow, (a, Integer(0)))),
    ("sqrt(b)", raw(Pow, (b, Rational(1, 2)))),
    ("log(b)", log(b)),
    ("exp(log(b))", raw(exp, (log(b),))),
    ("log(exp(a))", raw(log, (exp(a),))),
    ("gamma(b)", raw(gamma, (b,))),
    ("polygamma(1, b)", raw(polygamma, (Integer(1), b))),
    ("abs(a)", Abs(a)),
    ("Abs(a)", Abs(a)),
    ("max(a, b)", Max(a, b)),
    ("min(a, b, 1)", Min(a, b, 1)),
    ("x.n", x.n),
    ("x.sum(log(q(x.i)))", x.sum(log(q(x.i)))),
    ("x.product(q(x.i))", x.product(q(x.i))),
    ("x.sum(q(z.i, given=x.i))", x.sum(q(z.i, given=x.i))),
    ("x.sum(q(z.i, given=(x.i,)))", x.sum(q(z.i, given=(x.i,)))),
    ("x.sum(q(z.i, x.i))", x.sum(q(z.i, x.i))),
    ("q(x.outcome)", q(x.outcome)),
    ("f()", f()),
]


@pytest.mark.parametrize(("text", "tree"), KEPT, ids=[t for t, _ in KEPT])
def test_what_is_written_is_what_stands_there(text: str, tree: Any) -> None:
    found = written(text, **NAMES)
    assert found == tree
    assert str(found) == str(tree)


def test_a_quotient_of_equals_is_no_1_as_written() -> None:
    assert written("y/y", y=y) != 1
    assert str(written("y/y", y=y)) == "y/y"


@pytest.mark.parametrize(("domain", "holds"), [(nonnegative, False), (reals, False), (positive, True)], ids=str)
def test_a_quotient_of_equals_is_defined_only_where_it_is_not_0_over_0(domain: Any, holds: bool) -> None:
    c = parameter("c", domain)
    theorem = check(Chain("quotient", argmin(written("a**2 + c/c", a=a, c=c), a)))
    assert theorem.proved is holds
    assert [j.obligation.kind for j in theorem.premises] == ["defined"]


REFUSED = [
    ("", "invalid syntax"),
    ("a b", "invalid syntax"),
    ("a; b", "invalid syntax"),
    ("a = b", "invalid syntax"),
    ("\x00", "null bytes"),
    ("unknown", "'unknown' is not understood"),
    ("a + unknown", "'unknown' is not understood"),
    ("log(a) + sinc(a)", r"'sinc\(a\)' is not understood"),
    ("gamma(a, b)", "gamma takes one argument"),
    ("polygamma(a)", "polygamma takes two arguments"),
    ("eval('1')", "is not understood"),
    ("__import__('os')", "is not understood"),
    ("a.__class__", "'a.__class__' is not understood"),
    ("x.__class__", "'x.__class__' is not understood"),
    ("x.i.args", "'x.i.args' is not understood"),
    ("x.column", "'x.column' is not understood"),
    ("x.sum.__self__", "is not understood"),
    ("x.mean(a)", "is not understood"),
    ("(lambda: 1)()", "is not understood"),
    ("lambda: 1", "'lambda: 1' is not understood"),
    ("[a]", r"'\[a\]' is not understood"),
    ("(a, b)", r"'\(a, b\)' is not understood"),
    ("a if b else y", "is not understood"),
    ("a < b", "'a < b' is not understood"),
    ("a and b", "'a and b' is not understood"),
    ("not a", "'not a' is not understood"),
    ("~a", "'~a' is not understood"),
    ("a // b", "'a // b' is not understood"),
    ("a % b", "'a % b' is not understood"),
    ("a @ b", "'a @ b' is not understood"),
    ("a[0]", r"'a\[0\]' is not understood"),
    ("'a'", "is not understood"),
    ("True", "'True' is not understood"),
    ("None", "'None' is not understood"),
    ("1j", "'1j' is not understood"),
    ("log()", r"'log\(\)' is not understood"),
    ("log(a, b)", "log takes one argument"),
    ("exp(a, b)", "exp takes one argument"),
    ("log(x=a)", "is not understood"),
    ("sqrt(a, b)", "is not understood"),
    ("q(*x)", "is not understood"),
    ("f'{a}'", "is not understood"),
    ("(a := b)", "is not understood"),
    ("q(1)", "no entry of a sample"),
    ("q(x.i, x.i)", "twice"),
    ("theta(2)", "is not understood"),
]


@pytest.mark.parametrize(("text", "message"), REFUSED, ids=[repr(t) for t, _ in REFUSED])
def test_what_is_not_understood_is_refused_with_its_smallest_part(text: str, message: str) -> None:
    with pytest.raises(MalformedTerm, match=message):
        written(text, **NAMES)


@pytest.mark.parametrize("text", ["0.5", "a + 1e3", "1.*a", "1e999"])
def test_a_float_is_not_exact(text: str) -> None:
    with pytest.raises(MalformedTerm, match="a float is not exact: write a fraction"):
        written(text, **NAMES)


def test_a_text_that_is_too_long_is_refused() -> None:
    with pytest.raises(MalformedTerm, match="2001 characters are more than 2000"):
        written(" " * 2001)


@pytest.mark.parametrize(
    "text",
    ["(" * 990 + "a" + ")" * 990, "-" * 1990 + "a", "+" * 1990 + "a", "log(" * 390 + "a" + ")" * 390],
    ids=["brackets", "minus", "plus", "logs"],
)
def test_deep_nesting_is_refused_and_no_crash(text: str) -> None:
    with pytest.raises(DerivationError):
        argmin(written(text, **NAMES), a)


def test_a_long_sum_is_refused_and_no_crash() -> None:
    with pytest.raises(DerivationError):
        argmin(written("a+" * 990 + "a", **NAMES), a)


MEANINGLESS = [
    "x + 1",
    "log(x)",
    "q + 1",
    "q",
    "x",
    "x.sum(x)",
    "a**q",
    "max(a, x)",
    "max(q)",
    "x.sum(q)",
    "-q",
    "sqrt(x)",
]


@pytest.mark.parametrize("text", MEANINGLESS)
def test_a_name_that_stands_for_no_expression_is_no_expression(text: str) -> None:
    with pytest.raises(MalformedTerm):
        written(text, **NAMES)


@pytest.mark.parametrize(
    "text", ["q(x.i, foo=x.i)", "q(x.i, **a)", "f(given=1)", "q(x.i, given=a)", "q(x.i, given=(1, 2))"]
)
def test_no_argument_is_dropped_in_silence(text: str) -> None:
    with pytest.raises(MalformedTerm):
        written(text, **NAMES)


def test_a_name_may_shadow_a_function_and_then_means_the_name() -> None:
    exp_ = parameter("exp", reals)
    assert written("exp + 1", exp=exp_) == raw(Add, (exp_, Integer(1)))
    with pytest.raises(MalformedTerm):
        written("exp(1)", exp=exp_)
