"""Tests of symbolic.provers.structure: what expressions depend on, and which definitions may be made."""

from typing import Any

import pytest
from sympy import Abs, Add, Dummy, Integer, Mul, Pow, exp, log

from symbolic.core.domains import Categories, RealInterval, extended_nonnegative, extended_reals, positive, reals
from symbolic.core.terms import density, function, parameter, raw, sample
from symbolic.kernel import NONE, SAME, Answer, Condition, Relation, Verdict
from symbolic.obligations import Obligation
from symbolic.provers.structure import prove
from symbolic.statements.decreasing import Decreasing
from symbolic.statements.free import Free
from symbolic.statements.increasing import Increasing
from symbolic.statements.within import Within

theta, eta = parameter("theta"), parameter("eta")
beta, s = parameter("beta", reals), parameter("s", positive)
x, y, z = sample("x"), sample("y"), sample("z")
q, p, r = density("q", theta), density("p"), density("r")
q0 = density("q")
f = function("f", theta)
u = Dummy("u")
MINUS = Integer(-1)


def verdict(kind: str, *about: Any, given: tuple[Any, ...] = ()) -> Verdict:
    return prove(Obligation(kind, about, given)).verdict


FREE = [
    u / x.n,
    u + s,
    u - x.sum(log(p(x.i))) / x.n,
    u + function("g")(),
    raw(Add, (u, beta, raw(Mul, (MINUS, beta)))),
    raw(Add, (u, raw(Mul, (Integer(0), beta)))),
    raw(Mul, (u, exp(beta), exp(-beta, evaluate=False))),
    u + log((1 + beta**2) * (2 + beta**2)) - log(1 + beta**2) - log(2 + beta**2),
]
BOUND = [
    u + beta,
    u + log((1 + beta**2) * (2 + beta**2)) - log(1 + beta**2),
    u + log((1 + beta) * (2 + beta)) - log(1 + beta) - log(2 + beta),
    u + log(raw(Pow, (1 + beta, Integer(2)))) - 2 * log(Abs(1 + beta)),
    u * exp(beta),
    u + f(),
    u + x.sum(log(q(x.i))),
    u * x.sum(f(x.i)) ** 2,
    raw(Mul, (u, raw(Mul, (beta, Pow(beta, -1))))),
    raw(Add, (u, x.sum(raw(Add, (log(q(x.i)), raw(Mul, (MINUS, log(q(x.i))))))))),
    raw(Mul, (beta, u, Pow(s, -1))),
]


@pytest.mark.parametrize("map_", FREE, ids=str)
def test_a_map_is_free_of_what_does_not_occur_or_cancels(map_: Any) -> None:
    assert verdict("free", map_, (theta, beta)) is Verdict.PROVED


@pytest.mark.parametrize("map_", BOUND, ids=str)
def test_a_map_that_mentions_an_unknown_is_open_with_its_name(map_: Any) -> None:
    answer = prove(Obligation("free", (map_, (theta, beta))))
    assert answer.verdict is Verdict.UNKNOWN
    assert "theta" in answer.reason or "beta" in answer.reason


def test_a_variable_that_may_be_infinite_cancels_nothing() -> None:
    map_ = raw(Add, (raw(Mul, (beta, u)), raw(Mul, (MINUS, beta, u))))
    assert verdict("free", map_, (beta,)) is Verdict.UNKNOWN


SQUARE = (u + beta) ** 2 - beta**2 - 2 * beta * u
MEAN = (u * beta**2 + u) / (1 + beta**2)


@pytest.mark.parametrize(
    ("map_", "on", "expected"),
    [
        (raw(Add, (raw(Mul, (beta, u)), raw(Mul, (MINUS, beta, u)))), reals, True),
        (SQUARE, reals, True),
        (SQUARE, RealInterval(0, 1), True),
        (SQUARE, extended_nonnegative, False),  # oo - oo
        (MEAN, reals, True),
        (log(exp(u) * exp(beta)) - beta, reals, True),
        (raw(Add, (u, beta, raw(Mul, (MINUS, beta)))), extended_reals, True),
        (MEAN, extended_reals, False),  # oo at oo, whatever beta is, but the enclosure is [0, oo]
        (SQUARE + beta, reals, False),
        (MEAN * (2 + beta**2), reals, False),
        ((u * beta**2 + u) / (2 + beta**2), reals, False),
        (raw(Mul, (beta, u)), RealInterval(0, 0), False),  # of a point nothing is said
        (beta * u, extended_reals, False),
    ],
    ids=str,
)
def test_what_cancels_on_the_interval_of_a_monotone_map_is_free(map_: Any, on: RealInterval, expected: bool) -> None:
    for kind in (Increasing, Decreasing):
        answer = prove(Free(map_, (beta,), granted=(kind(map_, u, on),)))
        assert (answer.verdict is Verdict.PROVED) is expected


def test_the_interval_of_another_map_says_nothing() -> None:
    for granted in (Increasing(u, u, reals), Increasing(MEAN, Dummy("u"), reals)):
        assert prove(Free(MEAN, (beta,), granted=(granted,))).verdict is Verdict.UNKNOWN
    both = (Increasing(MEAN, u, reals), Increasing(MEAN, u, RealInterval(0, 1)))
    assert prove(Free(MEAN, (beta,), granted=both)).verdict is Verdict.UNKNOWN


def test_positivity_lets_a_density_of_the_unknown_cancel() -> None:
    ratio = raw(Add, (u, x.sum(raw(Mul, (q(x.i), Pow(q(x.i), -1))))))
    assert verdict("free", ratio, (theta,)) is Verdict.UNKNOWN
    assert verdict("free", ratio, (theta,), given=(q(x.i) > 0,)) is Verdict.PROVED


def test_a_law_that_is_indexed_by_the_unknown_is_not_free_of_it() -> None:
    assert verdict("free", q(x.outcome), (theta,)) is Verdict.UNKNOWN
    assert verdict("free", p(x.outcome), (theta,)) is Verdict.PROVED
    assert verdict("free", density("q", eta)(x.outcome), (theta,)) is Verdict.PROVED


# ---- new symbols -----------------------------------------------------------------------------------------------------

QX, QY, Q_Y_X, QYX = ("q", ("x",), ()), ("q", ("y",), ()), ("q", ("y",), ("x",)), ("q", ("x", "y"), ())
Q_X_Y = ("q", ("x",), ("y",))
PX = ("p", ("x",), ())
chain_rule = q(y.i, given=x.i) * q(x.i)

NEW = [
    (r(x.i), p(x.i), (PX,)),
    (q(x.i), p(x.i), (PX, Q_Y_X)),
    (q(x.i), p(x.i), ()),
    (q(y.i, x.i), chain_rule, (QX, Q_Y_X)),
    (q(x.i), p(x.i), (QY,)),
]
NOT_NEW = [
    (q(x.i), p(x.i), (QX,)),
    (q(x.i), p(x.i), (QYX,)),
    (q(x.i), p(x.i), (Q_X_Y,)),
    (q(x.i, y.i), p(x.i, y.i), (Q_Y_X,)),
    (q(y.i, given=x.i), p(y.i, given=x.i), (QYX,)),
    (q(y.i, given=x.i), p(y.i, given=x.i), (Q_X_Y,)),
    (q(y.i, x.i), q(y.i, given=x.i) * p(x.i), (QX, Q_Y_X)),
    (q(y.i, x.i), chain_rule, (QX, Q_Y_X, QY)),
    (q(y.i, given=x.i), p(y.i, given=x.i), (("q", ("x",), ("z",)), ("q", ("z",), ("y",)))),
]


@pytest.mark.parametrize(("new", "definition", "used"), NEW, ids=str)
def test_a_symbol_that_contradicts_nothing_is_new(new: Any, definition: Any, used: tuple[Any, ...]) -> None:
    assert verdict("new", new, definition, used) is Verdict.PROVED


@pytest.mark.parametrize(("new", "definition", "used"), NOT_NEW, ids=str)
def test_a_symbol_that_shares_an_output_with_its_name_is_not_new(
    new: Any, definition: Any, used: tuple[Any, ...]
) -> None:
    answer = prove(Obligation("new", (new, definition, used)))
    assert answer.verdict is Verdict.UNKNOWN
    assert answer.reason


def test_a_definition_is_not_circular() -> None:
    assert verdict("new", q(x.i), q(x.i), ()) is Verdict.UNKNOWN
    q2 = density("q", eta)
    assert verdict("new", q(x.i), q2(x.i), ()) is Verdict.UNKNOWN


# ---- densities -------------------------------------------------------------------------------------------------------

DENSITIES = [
    (q(x.i), p(x.i)),
    (q(y.i, given=x.i), p(y.i, given=x.i)),
    (q(y.i, x.i), chain_rule),
    (q(x.i, y.i), p(x.i) * r(y.i)),
    (q(x.i, y.i, given=z.i), p(x.i, given=z.i) * r(y.i, given=(x.i, z.i))),
    (q(x.i, y.i, z.i), p(x.i) * r(y.i, given=x.i) * p(z.i, given=(x.i, y.i))),
    (q(x.i, given=y.i), p(x.i)),
]
NO_DENSITIES = [
    (q(x.i), 2 * p(x.i)),
    (q(x.i), p(x.i) ** 2),
    (q(x.i), p(x.i) + r(x.i)),
    (q(x.i), (p(x.i) + r(x.i)) / 2),  # true, and not known here
    (q(x.i), f(x.i)),
    (q(x.i), Integer(1)),
    (q(x.i), p(x.i) * r(x.i)),
    (q(y.i, x.i), p(x.i)),
    (q(y.i, x.i), p(y.i, given=x.i)),
    (q(y.i, x.i), p(y.i, given=x.i) * p(x.i, given=y.i)),
    (q(y.i, x.i), p(y.i, given=x.i) * p(x.i) * p(y.i)),
    (q(x.i), p(y.i, given=x.i) * p(x.i)),
    (q(x.i), p(x.i, given=y.i)),
    (q(y.i, given=x.i), p(y.i, x.i)),
    (q(y.i, given=x.i), raw(Mul, (p(y.i, x.i), Pow(p(x.i), -1)))),
]


@pytest.mark.parametrize(("new", "definition"), DENSITIES, ids=str)
def test_a_renamed_density_or_a_chain_rule_product_is_a_density(new: Any, definition: Any) -> None:
    assert verdict("density", new, definition) is Verdict.PROVED


@pytest.mark.parametrize(("new", "definition"), NO_DENSITIES, ids=str)
def test_nothing_else_is_known_to_be_a_density(new: Any, definition: Any) -> None:
    answer = prove(Obligation("density", (new, definition)))
    assert answer.verdict is Verdict.UNKNOWN
    assert answer.reason


# ---- claimed relations -----------------------------------------------------------------------------------------------

RELATIONS = [
    SAME,
    NONE,
    Relation("BIJECTION", ((beta, s),)),
    Relation("REDUCTION", ((beta, s),)),
    *(Relation("LIMIT", (), c) for c in Condition),
]


@pytest.mark.parametrize("claimed", RELATIONS, ids=str)
@pytest.mark.parametrize("derived", RELATIONS, ids=str)
def test_a_claimed_relation_is_the_derived_one_or_open(claimed: Relation, derived: Relation) -> None:
    answer = prove(Obligation("claimed", (claimed, derived)))
    assert answer.verdict is (Verdict.PROVED if claimed is derived else Verdict.UNKNOWN)
    assert (answer.reason == "") is (claimed is derived)


def test_two_densities_of_one_name_with_a_common_output_leave_no_room_for_a_third() -> None:
    used = (("q", ("x",), ()), ("q", ("x", "y"), ()))
    answer = prove(Obligation("new", (q0(z.i), p(z.i), used)))
    assert answer.verdict is Verdict.UNKNOWN
    assert answer.reason.startswith("two densities of x are called q already: q(z_i) might contradict")
    apart = (("q", ("x",), ()), ("q", ("y",), ()))
    assert verdict("new", q0(z.i), p(z.i), apart) is Verdict.PROVED


def test_a_parameter_lies_in_the_set_in_which_it_is_declared() -> None:
    names = Categories("K")
    kind = parameter("kind", names)
    assert prove(Within(kind, names)) == Answer(Verdict.PROVED)
    elsewhere = prove(Within(eta, names))
    assert elsewhere.verdict is Verdict.UNKNOWN and "not declared in that set" in elsewhere.reason
    assert prove(Within(beta, positive)) == Answer(Verdict.UNKNOWN)  # that is for others to tell
