"""A certificate says where all minimisers lie: convex coordinates, boxes of one stationary point, flats, mirrors, lines."""

import pytest
from few import few
from flint import acb, arb, fmpq
from sympy import cos, exp, pi, sin

from properties.data.family_data import Data
from properties.estimation.certificates import (
    Certificate,
    bracketed,
    collinear,
    convex,
    enclosed,
    mirrored,
    period_of,
    stationary,
)
from properties.estimation.fitting import Comparison, agreement
from properties.estimation.jets import Jets
from properties.estimation.linear import linear
from properties.estimation.minima import minima
from properties.estimation.population import draw, member, population
from properties.instances.numbers import precision
from symbolic import families
from symbolic.core.domains import positive, reals
from symbolic.core.terms import parameter, sample
from symbolic.models.family import Family

X = sample("x", domain=reals)
CONVEX = {
    "gumbel": "in mu/beta and 1/beta",
    "logistic": "in mu/s and 1/s",
    "normal": "in mu/sigma and 1/sigma",
    "lognormal": "in mu/sigma and 1/sigma",
    "weibull": "in k and k log lambda",
    "half_normal": "in log sigma",
    "gamma": "in the unknowns themselves",
    "beta": "in the unknowns themselves",
    "laplace": "in the unknowns themselves",
}
NOT_CONVEX = ("cauchy", "student_t", "normal_mixture", "zero_inflated_poisson", "von_mises")
SMOOTH = ("gumbel", "logistic", "weibull", "gamma", "beta", "chi_square", "inverse_gamma", "dirichlet")


def data(family, *values, known=None):
    numbers = tuple(map(fmpq, dict.fromkeys(values)))
    cells = {(k,): sum(fmpq(v) == number for v in values) for k, number in enumerate(numbers)}
    name = str(family.variables[0].column.name)
    return Data(family, "rows", ("x",), len(values), {name: numbers}, cells, known or {})


def table(family, columns, **known):
    """Data of a regression from rows: the response, then the inputs."""
    values = {}
    for k, name in enumerate(str(s.column.name) for s in (*family.variables, *family.inputs)):
        values[name] = tuple(dict.fromkeys(fmpq(row[k]) for row in columns))
    cells = {}
    for row in columns:
        cell = tuple(v.index(fmpq(x)) for v, x in zip(values.values(), row, strict=True))
        cells[cell] = cells.get(cell, 0) + 1
    return Data(family, "rows", tuple(values), len(columns), values, cells, {k: fmpq(v) for k, v in known.items()})


@pytest.mark.parametrize("name", CONVEX)
def test_coordinates_in_which_a_loss_is_convex(name):
    assert convex(families.load(name)) == CONVEX[name]


@pytest.mark.parametrize("name", NOT_CONVEX)
def test_a_loss_that_is_convex_in_no_known_coordinates(name):
    assert convex(families.load(name)) == ""


@pytest.mark.parametrize("name", few(SMOOTH, 4))
def test_one_box_holds_the_only_minimiser(name):
    family = families.load(name)
    comparison = Comparison(draw(population(family, member(family)), 60, 4))
    found = comparison.certificate
    assert isinstance(found, Certificate) and found.one and found.holds(comparison.found.point)
    (box,) = found.boxes
    assert all(0 <= high - low < fmpq(1, 10**9) for low, high in box.values())
    stats = pytest.importorskip("scipy.optimize", reason="SciPy is an extra for tests")
    objective, names = comparison.jets, list(box)
    start = [float(v.p) / float(v.q) * 1.01 for v in comparison.found.point.values()]
    ranges = [p.domain == positive for p in family.parameters]

    def loss(u):
        return objective.at([abs(v) if p else v for v, p in zip(u, ranges, strict=True)], order=0).value

    options = {"xatol": 1e-10, "fatol": 1e-14, "maxiter": 4000}
    floats = stats.minimize(loss, start, method="Nelder-Mead", options=options)
    for k, n in enumerate(names):
        assert float(box[n][0]) == pytest.approx(floats.x[k], rel=1e-5, abs=1e-6)


def test_a_point_that_is_not_stationary_has_no_box():
    family = families.load("gamma")
    comparison = Comparison(draw(population(family, member(family)), 60, 4))
    elsewhere = {name: v * fmpq(11, 10) for name, v in comparison.found.point.items()}
    assert stationary(comparison.jets, elsewhere) is None


def test_a_saddle_is_stationary_and_no_minimiser():
    u, v = parameter("u", reals), parameter("v", reals)
    density = exp(-((X.outcome - u) ** 2) + (v - 1) ** 2 - v**4)
    family = Family("saddle", variables=(X,), parameters=(u, v), density=density)
    assert convex(family) == "", "a stationary point is evidence for nothing where the loss is not convex"


def test_flat_sets_are_told_whole():
    laplace = families.load("laplace")
    found = agreement(data(laplace, 0, 4, known={"b": fmpq(1)}))
    assert found.certificate.flat == (0, 4) and not found.certificate.one and not found.alone
    assert found.claims()[0].startswith("every mu in [0, 4] is a minimiser")
    huber = agreement(data(families.load("huber"), 1, 2, 3, 4, known={"delta": fmpq(1, 10)}))
    assert huber.certificate.flat == (fmpq(21, 10), fmpq(29, 10))


def test_nothing_flat_is_claimed_of_what_is_only_nearly_so():
    values = lambda points: [(p["u"] - fmpq(1, 10**40)) ** 2 for p in points]
    found = bracketed(values, reals, "u", {"u": fmpq(0)}, fmpq(1))
    assert found is not None and found.flat is None and found.boxes[0]["u"][1] > fmpq(1, 10**40)


def test_two_places_that_mirror_each_other():
    cauchy = families.load("cauchy")
    found = agreement(data(cauchy, -3, 3, known={"gamma": fmpq(1)}))
    assert found.verdict == "proved" and not found.alone and len(found.certificate.boxes) == 2
    assert found.certificate.symmetry == "the mean loss is symmetric about 0" and found.certificate.each
    assert any("one of 2 places" in line for line in found.claims())
    assert mirrored(cauchy, data(cauchy, -3, 2, 4)) is None and mirrored(cauchy, data(cauchy, -3, 3, 3)) is None
    assert mirrored(cauchy, data(cauchy, 1, 5, 9, 5)) == 5


def test_the_deepest_valley_is_the_estimate():
    cauchy = families.load("cauchy")
    values = [-1000, -926, -849, 28, fmpq(282, 10), 500, 777, fmpq(77701, 100), 990]
    found = agreement(data(cauchy, *values, known={"gamma": fmpq(1, 100)}))
    assert found.verdict == "proved" and abs(float(found.found.point["mu"]) - 777.005) < 0.01


def test_a_period_is_said():
    von_mises = families.load("von_mises")
    values = (fmpq(1, 10), fmpq(12, 100), fmpq(1, 2), fmpq(9, 10))
    found = agreement(data(von_mises, *values, known={"kappa": fmpq(2)}))
    assert found.certificate.period == 1 and not found.certificate.one and not found.alone
    assert any("whole multiples of 1" in line for line in found.claims())


def test_a_period_that_is_a_multiple_of_pi_is_said_so():
    radians = families.load("von_mises_radians")
    values = (fmpq(1, 10), fmpq(12, 100), fmpq(-3), fmpq(31, 10))
    found = agreement(data(radians, *values, known={"kappa": fmpq(2)}))
    assert found.verdict == "proved" and found.certificate.period == 2 * pi and not found.certificate.one
    ((low, high),) = [box["mu"] for box in found.certificate.boxes]
    with precision(256):
        direction = sum(acb(0, v).exp() for v in map(arb, values)).arg()
        assert any(arb(low) < direction + k * 2 * arb.pi() < arb(high) for k in (-1, 0, 1))
    assert any("whole multiples of 2*pi" in line for line in found.claims())


def test_the_ends_of_one_irrational_period_hold_one_minimiser():
    """The interval that is searched is a little longer than a period: what is found at both of its ends is one."""
    u = parameter("u", reals)
    family = Family("wave", variables=(X,), parameters=(u,), density=exp(cos(u)))
    objective = Jets(data(family, 1), X.sum(cos(u)) / X.n)
    for near in (fmpq(3), fmpq(22, 7), fmpq(-314, 100)):
        found = minima(objective, near, fmpq(1), period=2 * pi)
        ((low, high),) = found.intervals
        assert any(arb(low) <= (2 * k + 1) * arb.pi() <= arb(high) for k in (-1, 0)) and high - low < fmpq(1, 1000)


def test_periods_are_those_of_the_waves():
    u = parameter("u", reals)
    family = Family("wave", variables=(X,), parameters=(u,), density=exp(cos(u)))
    rows = data(family, 1)
    for body, period in (
        (cos(2 * pi * (X.i - u)), 1),
        (cos(pi * u / 3) + cos(pi * u), 6),
        (cos(u), 2 * pi),
        (cos(2 * u) + sin(u / 3), 6 * pi),
        (cos(u) + cos(pi * u), None),
        (cos(pi * u) + u, None),
    ):
        assert period_of(Jets(rows, X.sum(body) / X.n)) == period


def test_collinear_columns_leave_a_line():
    normal = families.load("normal")
    constant = agreement(table(linear(normal, ["x"]), [(1, 2), (2, 2), (3, 2)]))
    assert constant.verdict == "unknown" and "column x is constant" in constant.uncertified and not constant.alone
    rows = [(1, 0, 0), (3, 1, 2), (2, 2, 4), (5, 3, 6)]
    assert "b is a linear combination of const, a" in collinear(table(linear(normal, ["a", "b"]), rows))
    assert collinear(table(linear(normal, ["a", "b"]), [*rows, (1, 1, 1)])) == ""


def test_separable_data_run_off():
    bernoulli = linear(families.load("bernoulli"), ["x"])
    found = agreement(table(bernoulli, [(int(k > 5), k) for k in range(12)]))
    assert found.verdict == "unknown" and "w1 (x) -> oo in proportion" in found.found.runs_off[0]
    mixed = agreement(table(bernoulli, [(int(k > 5) ^ (k == 2), k) for k in range(12)]))
    assert mixed.verdict == "proved" and mixed.alone


def test_several_unknowns_without_convexity_are_the_best_that_was_found():
    student = families.load("student_t")
    found = agreement(draw(population(student, member(student)), 30, 1))
    assert found.verdict == "unknown" and "the best that was found" in found.method and found.claims() == []


def test_branch_and_bound_says_why_it_stays_open():
    s = parameter("s", positive)
    family = Family("scale", variables=(X,), parameters=(s,), density=exp(-(X.outcome**2) / s) / s)
    rows = data(family, 1, 2)
    assert "towards the end" in enclosed(Jets(rows, X.sum(exp(-s)) / X.n), {"s": fmpq(1)}, fmpq(1))


def test_convexity_of_a_loss_that_is_not_derived_says_nothing_of_the_likelihood():
    family = families.load("laplace")
    comparison = Comparison(data(family, 0, 4, 5, known={"b": fmpq(1)}))
    assert comparison.coordinates
    other = Comparison(data(family, 0, 4, 5, known={"b": fmpq(1)}))
    assert other.theorem.proved
    other.underived = "its chain ends at the mean negative log-likelihood"
    assert other.coordinates == ""
