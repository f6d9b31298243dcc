"""Tests of symbolic.provers.exponential_families: nothing follows but from a stated mass of exactly this form."""

import math
from dataclasses import replace as with_

import pytest
from sympy import Abs, Derivative, Integer, Mul, Rational, exp, factorial, log, sqrt
from sympy import pi as circle

from symbolic.calculus.normal_form import Undecided
from symbolic.core.domains import RealInterval, binary, counts, nonnegative, positive, reals
from symbolic.core.errors import MalformedTerm
from symbolic.core.terms import function, parameter, raw, replace, sample, unfold
from symbolic.families import load
from symbolic.families.exponential_dispersion import family as dispersion
from symbolic.families.exponential_family import A, T, eta, family, h, x
from symbolic.kernel import Obligation, Verdict
from symbolic.models.judging import claims, facts
from symbolic.provers import provers
from symbolic.provers.exponential_families import mean, prove

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


def test_the_log_density_of_some_family_has_no_mean():
    about = (DENSITY, eta * T(X) + log(h(X)) - A(), (X,), None)
    assert verdict("integrable", *about) is verdict("integrable", *about, given=(MASS, BENT)) is Verdict.REFUTED
    assert verdict("integrable", *about, given=()) is Verdict.UNKNOWN
    more = Obligation("within", (h(X), RealInterval(1, 2)))
    assert verdict("integrable", *about, given=(MASS, more)) is Verdict.UNKNOWN, "then it has one"
    assert verdict("integrable", DENSITY, 2 * about[1], (X,), None) is Verdict.UNKNOWN
    for column, carrier in ((sample("x", domain=binary), h), (x, function("h", values=RealInterval(1, 2)))):
        v = column.outcome
        density = carrier(v) * exp(eta * T(v) - A())
        body = eta * T(v) + log(carrier(v)) - A()
        assert verdict("integrable", density, body, (v,), None, given=(of(density, (v,)),)) is Verdict.UNKNOWN


def test_one_cumulant_function_for_all_dispersions_asks_more_of_the_carrier():
    """Such a law is infinitely divisible: a family for one dispersion alone is no case against all of them."""
    phi = parameter("phi", positive)
    g, whole = function("g", phi, values=positive), function("A", eta, phi)
    for cumulant, expected in ((A(), Verdict.UNKNOWN), (whole(), Verdict.REFUTED)):
        exponent = (eta * T(X) - cumulant) / phi
        density = g(X) * exp(exponent)
        about = (density, exponent + log(g(X)), (X,), None)
        assert verdict("integrable", *about, given=(of(density),)) is expected


def test_the_case_has_a_mass_and_no_mean_of_the_log_density():
    """What each block of terms adds to the one and to the other."""
    for k in range(3, 16):
        block = range(2**k, 2 ** (k + 1))
        assert sum(1 / (i * math.log(i) ** 2) for i in block) <= 1 / (k * math.log(2)) ** 2, "at most 3/k^2"
        assert sum(math.log(i * math.log(i) ** 2) / (i * math.log(i) ** 2) for i in block) >= 1 / (k + 1), "as 1/k"


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


# ---- which hypotheses are understood ---------------------------------------------------------------------------------


def mean_of(density, statistic, unknown, given=None, outcomes=(X,)):
    return mean(raw(Mul, (density, statistic)), outcomes, None, (of(density),) if given is None else given)


def test_the_form_that_is_understood():
    assert mean_of(DENSITY, T(X), eta) == FIRST


moving_h, moving_T = function("h", eta, values=positive), function("T", eta)
signed, scale = function("h"), parameter("phi", nonnegative)
closed = parameter("eta", RealInterval(0))


@pytest.mark.parametrize(
    "density",
    [
        moving_h(X) * exp(eta * T(X) - A()),  # h depends on eta
        h(X) * exp(eta * moving_T(X) - A()),  # T depends on eta
        signed(X) * exp(eta * T(X) - A()),  # h may be negative
        h(X) * exp(eta**2 * T(X) - A()),
        h(X) * exp(eta * T(X) + A()),
        h(X) * exp(eta * T(X) - 2 * A()),
        h(X) * exp(eta * T(X) ** 2 - A()),
        h(X) * exp(eta * T(X) - function("A")()),  # A does not depend on eta
        h(X) * exp(closed * T(X) - function("A", closed)()),  # a closed end
        h(X) * exp((eta * T(X) - A()) / scale),  # which may be 0
        h(X) * T(X) ** 2 * exp(eta * T(X) - A()),
        exp(eta * T(X) - A()),
    ],
)
def test_any_other_form_is_not(density):
    with pytest.raises(Undecided):
        mean_of(density, T(X), eta)
    unknown = closed if closed in density.free_symbols else eta
    assert verdict("convex", A() - eta * T(X), (unknown,), given=(of(density),)) is Verdict.UNKNOWN


@pytest.mark.parametrize(
    "given",
    [
        (),
        (of(DENSITY, value=Integer(2)),),
        (of(DENSITY, total=Integer(1)),),
        (of(2 * DENSITY),),
        (Obligation("integrable", (DENSITY, Integer(1), (X,), None)),),
        (with_(MASS, given=(BENT,)),),  # it holds under a condition
        (of(h(X) * exp(eta * function("S")(X) - A())),),  # of another density
        (of(DENSITY, outcomes=(sample("y").outcome,)),),
    ],
)
def test_the_mass_must_be_stated_of_this_very_density(given):
    with pytest.raises(Undecided):
        mean_of(DENSITY, T(X), eta, given)


def test_the_parameter_stays_within_the_domain_of_which_the_mass_is_stated():
    narrow, wide = parameter("eta", RealInterval(0, 1, False, False)), parameter("v", reals)
    density = replace(DENSITY, {eta: narrow}.get)
    inside = replace(density, {narrow: parameter("v", RealInterval(0, Rational(1, 2), False, False))}.get)
    assert mean_of(inside, T(X), narrow, (of(density),)).has(Derivative)
    with pytest.raises(Undecided):
        mean_of(replace(density, {narrow: wide}.get), T(X), narrow, (of(density),))


def test_the_mean_is_over_the_outcomes_of_the_hypothesis_alone():
    y = sample("y", domain=reals)
    for outcomes in ((y.outcome,), (X, y.outcome), ()):
        with pytest.raises(Undecided):
            mean_of(DENSITY, T(X), eta, (MASS,), outcomes)


@pytest.mark.parametrize("body", [T(X) ** 3, log(h(X)), function("S")(X), T(X) * h(X), 1 / T(X), FIRST.diff(eta, 2)])
def test_of_other_means_nothing_is_known(body):
    with pytest.raises(Undecided):
        mean_of(DENSITY, body, eta, (MASS,))


def test_other_statements_are_left_to_others():
    assert verdict("within", DENSITY, nonnegative) is Verdict.UNKNOWN
    assert prove(Obligation("convex", (LOSS, (eta,)))).verdict is Verdict.UNKNOWN


# ---- the sheets ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("abstract", [family, dispersion], ids=str)
def test_all_that_a_proof_is_given_is_printed_on_the_sheet(abstract):
    found = facts(abstract)
    assumed = {f.claim.obligation for f in found if f.verdict is Verdict.ASSUMED}
    given = {g for f in found for g in f.claim.obligation.given}
    assert given == assumed == set(abstract.hypotheses)
    (entropy,) = [
        f
        for f in found
        if f.verdict not in (Verdict.PROVED, Verdict.ASSUMED)
        and f.claim.obligation.given
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
