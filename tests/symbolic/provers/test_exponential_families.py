"""Tests of symbolic.provers.exponential_families: nothing follows but from a stated mass of exactly this form."""

from dataclasses import replace as with_

import pytest
from sympy import Abs, Derivative, Integer, Mul, Rational, exp, factorial, log, sqrt
from sympy import pi as circle

from symbolic.asking import provers
from symbolic.core.domains import RealInterval, binary, counts, nonnegative, positive, reals
from symbolic.core.errors import MalformedTerm
from symbolic.core.terms import function, parameter, raw, replace, sample, unfold
from symbolic.families import load
from symbolic.families.exponential_dispersion import family as dispersion
from symbolic.families.exponential_family import A, T, eta, family, h, x
from symbolic.kernel import Verdict
from symbolic.models.judging import claims, facts
from symbolic.obligations import Obligation
from symbolic.provers.exponential_families import prove

X, ONE = x.outcome, Integer(1)
MASS, BENT = family.hypotheses
DENSITY = family.density
other = parameter("eta_0", reals)
MOVED = replace(DENSITY, {eta: other}.get)
A0 = replace(A(), {eta: other}.get)
FIRST, SECOND = A().diff(eta), A().diff(eta, 2)
LOSS = A() - eta * T(X)
MEAN = x.sum(A() - eta * T(x.i)) / x.n


def of(density, outcomes=(X,), value=ONE, total=None):
    return Obligation("integral", (density, outcomes, value, total))


def verdict(kind, *about, given=(MASS,)):
    return prove(Obligation(kind, about, tuple(given))).verdict


def integral(body, value, given=(MASS,), density=DENSITY):
    return verdict("integral", raw(Mul, (density, body)), (X,), value, None, given=given)


# ---- what follows ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "value"),
    [
        (T(X), FIRST),
        (T(X) - FIRST, Integer(0)),
        ((T(X) - FIRST) ** 2, SECOND),
        (T(X) ** 2, FIRST**2 + SECOND),
        (A0 - other * T(X), A0 - other * FIRST),
        (eta * T(X) - A() - other * T(X) + A0, (eta - other) * FIRST - A() + A0),
        (Integer(1), Integer(1)),
    ],
)
def test_means_under_a_member(body, value):
    assert integral(body, value) is Verdict.PROVED
    assert integral(body, value + Rational(1, 20)) is Verdict.UNKNOWN
    assert integral(body, value, given=()) is Verdict.UNKNOWN


def test_the_mean_is_that_under_the_member_that_is_written():
    moved = Derivative(A0, other)
    assert integral(T(X), moved, density=MOVED) is Verdict.PROVED
    assert integral(T(X), FIRST, density=MOVED) is Verdict.UNKNOWN


def test_two_members_have_a_divergence_that_is_at_least_0():
    assert verdict("gibbs", DENSITY, MOVED, (X,), None) is Verdict.PROVED
    assert verdict("gibbs", DENSITY, 2 * MOVED, (X,), None) is Verdict.UNKNOWN
    assert verdict("gibbs", DENSITY, MOVED, (X,), None, given=()) is Verdict.UNKNOWN


def test_polynomials_in_the_statistic_have_a_mean_and_the_carrier_may_have_none():
    assert verdict("integrable", DENSITY, T(X) ** 5 + A0, (X,), None) is Verdict.PROVED
    for body in (log(h(X)), exp(T(X)), Abs(T(X)), 1 / T(X), h(X) * T(X)):
        assert verdict("integrable", DENSITY, body, (X,), None) is Verdict.UNKNOWN, body


@pytest.mark.parametrize("loss", [LOSS, 3 * A() + eta * T(X) - 7, T(X) * eta, A() * T(X) ** 2, MEAN])
def test_a_multiple_of_the_cumulant_and_what_is_linear_is_convex(loss):
    assert verdict("convex", loss, (eta,)) is Verdict.PROVED
    assert verdict("convex", loss, (eta,), given=(BENT,)) is Verdict.UNKNOWN


@pytest.mark.parametrize(
    "loss", [-A(), A() * T(X), A() - eta**2, A() ** 2, A() * eta, exp(A()), A0 - A(), A() + function("f", eta)()]
)
def test_nothing_else_is_known_to_be_convex(loss):
    assert verdict("convex", loss, (eta,)) is Verdict.UNKNOWN


def test_convexity_is_in_one_unknown():
    assert verdict("convex", A() + A0, (eta, other)) is Verdict.UNKNOWN
    assert verdict("convex", A(), (other,)) is Verdict.PROVED  # it is free of that
    assert verdict("convex", A(), (parameter("lambda", RealInterval(0, 1)),)) is Verdict.PROVED


def test_at_most_one_minimiser_needs_a_statistic_that_is_not_constant():
    assert verdict("at most one", MEAN, (eta,), given=(MASS, BENT)) is Verdict.PROVED
    assert verdict("at most one", MEAN, (eta,)) is Verdict.UNKNOWN
    assert verdict("at most one", MEAN, (eta,), given=(BENT,)) is Verdict.UNKNOWN
    assert verdict("at most one", x.sum(eta * T(x.i)), (eta,), given=(MASS, BENT)) is Verdict.UNKNOWN
    weak = Obligation("within", (SECOND, nonnegative))
    assert verdict("at most one", MEAN, (eta,), given=(MASS, weak)) is Verdict.UNKNOWN
    elsewhere = Obligation("within", (function("B", eta)().diff(eta, 2), positive))
    assert verdict("at most one", MEAN, (eta,), given=(MASS, elsewhere)) is Verdict.UNKNOWN


def test_estimates_are_the_solutions_of_an_equation():
    average = x.sum(T(x.i)) / x.n
    assert verdict("estimating equation", MEAN, (eta,), (FIRST, average)) is Verdict.PROVED
    assert verdict("estimating equation", MEAN, (eta,), (FIRST, 2 * average)) is Verdict.UNKNOWN
    assert verdict("estimating equation", MEAN, (eta,), (average, FIRST)) is Verdict.UNKNOWN
    assert verdict("estimating equation", MEAN, (eta,), (FIRST, average), given=()) is Verdict.UNKNOWN
    assert verdict("estimating equation", -MEAN, (eta,), (-FIRST, -average)) is Verdict.UNKNOWN


def test_a_minimiser_at_a_closed_end_solves_nothing():
    v = parameter("v", RealInterval(0, 1))
    slope = replace(FIRST, {eta: v}.get)
    objective = replace(MEAN, {eta: v}.get)
    assert verdict("convex", objective, (v,)) is Verdict.PROVED
    assert verdict("estimating equation", objective, (v,), (slope, x.sum(T(x.i)) / x.n)) is Verdict.UNKNOWN


def test_without_a_stated_mass_it_says_nothing():
    assert prove(Obligation("convex", (LOSS, (eta,)))).verdict is Verdict.UNKNOWN


# ---- the sheets ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("abstract", [family, dispersion], ids=str)
def test_all_that_a_proof_is_given_is_printed_on_the_sheet(abstract):
    found = facts(abstract)
    assumed = {f.claim.obligation for f in found if f.verdict is Verdict.ASSUMED}
    given = {g for f in found for g in f.claim.obligation.granted}
    assert given == assumed == set(abstract.hypotheses)
    (entropy,) = [
        f
        for f in found
        if f.verdict not in (Verdict.PROVED, Verdict.ASSUMED)
        and f.claim.obligation.granted
        and f.claim.obligation.kind == "integrable"
    ]
    assert entropy.verdict is (Verdict.REFUTED if abstract is family else Verdict.UNKNOWN)
    bare = with_(abstract, hypotheses=())
    assert not [f.name for f in facts(bare) if f.judgement.prover == "exponential_families"]


def test_a_family_without_hypotheses_is_given_nothing():
    assert not [c for _, c in claims(load("poisson")) if c.obligation.given]


def test_a_statement_of_the_file_may_not_be_given_anything_else():
    with pytest.raises(MalformedTerm, match=r"further: mine: it is given .* among the hypotheses"):
        with_(family, hypotheses=(), further=(("mine", Obligation("convex", (LOSS, (eta,)), (MASS,))),))


y, k, b01 = sample("x", domain=reals), sample("x", domain=counts), sample("x", domain=binary)
phi = parameter("phi", positive)
MEMBERS = {  # the carrier, the statistic, the cumulant function, c
    "poisson": (k, lambda v: 1 / factorial(v), lambda v: v, exp(eta), Integer(1)),
    "bernoulli": (b01, lambda v: Integer(1), lambda v: v, log(1 + exp(eta)), Integer(1)),
    "normal": (y, lambda v: exp(-(v**2) / (2 * phi)) / sqrt(2 * circle * phi), lambda v: v, eta**2 / 2, phi),
}


@pytest.mark.parametrize("name", MEMBERS)
def test_what_is_proved_of_all_is_proved_of_each(name):
    """Independently: the table of integrals and the rules of convexity know nothing of hypotheses."""
    column, carrier, statistic, cumulant, c = MEMBERS[name]
    v = column.outcome
    g, t = function("h", phi, values=positive), function("T")
    density = g(v) * exp((eta * t(v) - A()) / c)
    bent = Obligation("within", (SECOND, positive))
    mass = of(density, (v,))
    general = with_(
        family, variables=(column,), known=(phi,), density=density, loss=A() - eta * t(v), factor=1 / c,
        hypotheses=(mass, bent), further=(),
    )  # fmt: skip
    others = [(n, p) for n, p in provers() if n != "exponential_families"]

    def concrete(thing):
        if isinstance(thing, tuple):
            return tuple(map(concrete, thing))
        if not hasattr(thing, "free_symbols") or thing in (v, eta, other):
            return thing
        for new, definition in ((g(v), carrier(v)), (t(v), statistic(v)), (A(), cumulant)):
            thing = unfold(thing, new, definition)
        return replace(thing, lambda e: e.doit() if isinstance(e, Derivative) else None)

    proved = [f for f in facts(general) if f.judgement.prover == "exponential_families"]
    assert {f.claim.obligation.kind for f in proved} >= {"integral", "gibbs", "convex", "at most one"}
    for fact in proved:
        about = concrete(fact.claim.obligation.about)
        answers = [p(Obligation(fact.claim.obligation.kind, about)).verdict for _, p in others]
        assert Verdict.PROVED in answers and Verdict.REFUTED not in answers, (fact.name, about)
