"""Tests of symbolic.calculus.shapes: convex and concave by composition, second derivatives, and strict convexity."""

import pytest
from sympy import Abs, Max, Min, cos, exp, log, loggamma, sqrt

from symbolic.calculus.enclosing import Undefined, Values
from symbolic.calculus.normal_form import NormalForm, Undecided
from symbolic.calculus.shapes import AFFINE, Shapes, principal_minor, second_derivatives, strictly_convex
from symbolic.core.domains import RealInterval, nonnegative, positive, reals, unit_interval
from symbolic.core.errors import Open
from symbolic.core.terms import AtMost, parameter

u, v = parameter("u", reals), parameter("v", reals)
s, k, r = (parameter(n, positive) for n in "skr")
n, p = parameter("n", nonnegative), parameter("p", unit_interval)
known, signed = parameter("a", positive), parameter("b", reals)


def shape(e, *unknowns):
    return set(Shapes(frozenset(unknowns), Values()).of(e))


SHAPES = [
    (u + signed, (u,), {"convex", "concave"}),
    (exp(u), (u,), {"convex"}),
    (-exp(u), (u,), {"concave"}),
    (signed * exp(u), (u,), set()),
    (known * exp(u), (u,), {"convex"}),
    (log(s), (s,), {"concave"}),
    (-log(s), (s,), {"convex"}),
    (log(exp(u) + exp(v)), (u, v), {"convex"}),
    (sqrt(n), (n,), {"concave"}),
    (u**2, (u,), {"convex"}),
    (u**3, (u,), set()),
    (1 / s, (s,), {"convex"}),
    (u**2 / s, (u, s), {"convex"}),
    (u**2 / s**2, (u, s), set()),
    (Max(u, v), (u, v), {"convex"}),
    (Min(u, v), (u, v), {"concave"}),
    (Abs(u - v), (u, v), {"convex"}),
    (Abs(u**2 - 1), (u,), set()),
    (-log(AtMost(s, known)), (s,), {"convex"}),
    (-log(p), (p,), {"convex"}),  # oo at 0
    (log(p), (p,), {"concave"}),  # -oo at 0
    (cos(u), (u,), set()),
    (loggamma(s), (s,), {"convex"}),
    (known, (u,), {"convex", "concave"}),
]


@pytest.mark.parametrize(
    ("e", "unknowns", "expected"), SHAPES, ids=lambda p: str(sorted(p) if isinstance(p, set | frozenset) else p)
)
def test_what_is_known_by_composition(e, unknowns, expected):
    assert shape(e, *unknowns) == expected


def test_what_may_be_infinite_is_no_affine_function():
    assert shape(-log(n), u) == {"convex"}, "-log n may be oo, whatever u is"
    assert {"convex", "concave"} == AFFINE


def test_what_may_be_undefined_has_no_shape():
    with pytest.raises(Undefined):
        shape(log(u), u)


def test_dirichlets_integral_takes_in_what_its_terms_take_in():
    whole = loggamma(s) + loggamma(k) - loggamma(s + k)
    assert set(Shapes(frozenset({s, k}), Values()).log_beta(whole + s)) == {s, k}
    assert Shapes(frozenset({s, k}), Values()).log_beta(whole + loggamma(s + k)) == ()
    assert Shapes(frozenset({s, k, r}), Values()).log_beta(loggamma(s) + loggamma(k) - loggamma(s + r)) == ()


def test_minors_of_second_derivatives():
    forms = NormalForm()
    second = second_derivatives(u**2 + 3 * u * v + exp(v), (u, v), forms, Values())
    assert principal_minor(second, [0]) == 2
    assert forms.equal(forms.of(principal_minor(second, [0, 1])), forms.of(2 * exp(v) - 9))


def test_second_derivatives_of_what_is_not_smooth_are_not_taken():
    for e in (Abs(u), Max(u, 0) ** 2, sqrt(u**2)):
        with pytest.raises(Undecided):
            second_derivatives(e, (u,), NormalForm(), Values())
    many = [parameter(f"w{j}", reals) for j in range(5)]
    with pytest.raises(Undecided):
        second_derivatives(sum(w**2 for w in many), tuple(many), NormalForm(), Values())


STRICT = [
    (u**2, (u,)),
    (exp(u) + exp(v), (u, v)),
    (-log(p) - log(1 - p), (p,)),
    (loggamma(s) + loggamma(k) - loggamma(s + k), (s, k)),
]
NOT_STRICT = [
    (u, (u,)),
    (u**2, (u, v)),
    ((u - v) ** 2, (u, v)),
    (Abs(u), (u,)),
    (-(u**2), (u,)),
    (u**4 - u**2, (u,)),
    (u**2 + p**2, (u, p)),  # several unknowns, and a closed domain
    (loggamma(s) + loggamma(k) - loggamma(s + k), (s, k, r)),
    (u**2, (parameter("u", RealInterval(2, 2)),)),
    (s**2 + AtMost(n, 0), (n,)),
]


@pytest.mark.parametrize(("e", "unknowns"), STRICT, ids=str)
def test_strictly_convex(e, unknowns):
    assert strictly_convex(e, unknowns) is None


@pytest.mark.parametrize(("e", "unknowns"), NOT_STRICT, ids=str)
def test_what_is_not_or_not_known_to_be_strictly_convex_stays_open(e, unknowns):
    with pytest.raises(Open) as found:
        strictly_convex(e, unknowns)
    assert str(found.value)
