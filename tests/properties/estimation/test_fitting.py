"""On data every objective of a chain has one minimiser, certified; a wrong loss, a wrong closed form, a plateau are told."""

from dataclasses import replace

import pytest
from few import few
from flint import fmpq
from sympy import exp, log, pi, sqrt

from properties.data.family_data import Data, observe
from properties.errors import InputError
from properties.estimation.fitting import agreement
from properties.estimation.linear import linear
from properties.estimation.population import draw, member, population
from symbolic import families
from symbolic.core.domains import nonnegative, reals
from symbolic.core.terms import parameter, sample
from symbolic.kernel import Verdict
from symbolic.models.family import Estimate, Family, Likelihood, mean

poisson = families.load("poisson")
ABSTRACT = {"exponential_family", "exponential_dispersion"}
X, M = sample("x", domain=reals), parameter("m", nonnegative)
NO_ESTIMATE = {"normal_mixture"}  # its likelihood is not bounded
NOT_CERTIFIED = {
    "generalised_poisson",
    "gompertz",
    "lomax",
    "pareto",
    "student_t",
    "zero_inflated_poisson",
}  # several unknowns, and no convexity
NOT_ALONE = {"ordinal_logit"}  # adding one number to eta and to all thresholds changes nothing: a line of minimisers
ESTIMATED = [
    n for n in families.names() if n not in ABSTRACT | NO_ESTIMATE and not isinstance(families.load(n), Likelihood)
]


def rows(family, *values, known=None):
    """One-column data from numbers."""
    numbers = tuple(map(fmpq, dict.fromkeys(values)))
    cells = {(k,): sum(v == number for v in values) for k, number in enumerate(numbers)}
    return Data(
        family, "rows", ("x",), len(values), {str(family.variables[0].column.name): numbers}, cells, known or {}
    )


def test_horse_kicks():
    found = agreement(observe(poisson, "horse_kicks", ["deaths"]))
    assert found.verdict == "proved" and found.certain and found.found.exact
    assert found.found.point == {"lambda": fmpq(61, 100)}
    assert found.theorem.verdict is Verdict.PROVED
    assert found.minimisers == ((0,),) * 5 and found.left_out == 0 and found.pairs > 50 and found.findings == ()
    assert found.values[0].startswith("3.083104") and found.values[2] == found.values[4]
    assert found.estimates() == {"lambda": "61/100 = 0.61"} and "closed form, exact" in found.method
    assert found.facts == (("the closed form is the only minimiser of the mean loss", Verdict.PROVED),)


@pytest.mark.parametrize("name", few(ESTIMATED, 6))
def test_every_family_agrees_with_itself_on_a_sample(name):
    family = families.load(name)
    found = agreement(draw(population(family, member(family)), 41, 2))  # an odd number: one median
    assert found.findings == () and all(m == (0,) for m in found.minimisers)
    assert found.certain is (name not in NOT_CERTIFIED | NOT_ALONE), found.uncertified
    assert all(set(p) == set(found.found.point) for p in found.points)


# ---- what must be refused --------------------------------------------------------------------------------------------


def test_a_loss_that_is_not_the_familys_is_refuted_on_data():
    x, rate = poisson.variables[0], poisson.parameters[0]
    wrong = replace(poisson, loss=rate - 2 * x.outcome * log(rate), estimates=())
    found = agreement(rows(wrong, 0, 1, 2, 2))
    assert found.verdict == "refuted" and "otherwise than" in found.findings[0] and "lambda" in found.findings[0]
    assert found.theorem.verdict is not Verdict.PROVED


def test_what_is_not_known_to_be_a_density_is_said_to_be_so():
    right = families.load("exponential")
    assert not [text for text, _ in agreement(rows(right, 1, 2)).facts if "the density" in text]
    wrong = replace(right, density=right.density * right.sample.outcome, loss=None, estimates=(), reference=None)
    open_ = agreement(rows(wrong, 1, 2))
    assert ("the density has mass 1", Verdict.UNKNOWN) in open_.facts
    assert open_.verdict == "unknown", "what is not known to be a density has no likelihood that is known to be one"
    heavy = agreement(rows(replace(right, density=6 * right.density / 5, reference=None), 1, 2))
    assert ("the density has mass 1", Verdict.REFUTED) in heavy.facts and heavy.verdict == "refuted"


def test_a_wrong_closed_form_is_refuted_on_data():
    x, rate = poisson.variables[0], poisson.parameters[0]
    wrong = replace(poisson, estimates=(Estimate({rate: mean(x) + 1}),))
    found = agreement(rows(wrong, 0, 1, 2, 2))
    assert found.verdict == "refuted" and found.found.closed is None and "refuted for all data" in found.found.why
    assert ("the closed form is the only minimiser of the mean loss", Verdict.REFUTED) in found.facts
    assert found.found.point["lambda"] == fmpq(5, 4) and found.alone


@pytest.mark.slow
def test_an_unbounded_likelihood_is_never_proved():
    family = families.load("normal_mixture")
    found = agreement(draw(population(family, member(family)), 5, 1))
    assert found.verdict != "proved" and found.found.runs_off


def test_a_plateau_is_not_called_a_single_minimiser():
    laplace = families.load("laplace")
    found = agreement(rows(laplace, 0, 4, known={"b": fmpq(1)}))  # every mu in [0, 4] is a minimiser
    assert not found.alone and found.certificate.flat == (0, 4)


NONNEGATIVE_MEAN = {"density": exp(-((X.outcome - M) ** 2) / 2) / sqrt(2 * pi), "loss": (X.outcome - M) ** 2 / 2}


def test_an_estimate_of_0_without_a_closed_form():
    family = Family("restricted", variables=(X,), parameters=(M,), **NONNEGATIVE_MEAN)
    for values in ((-1, -2, 1), (-1, 0, 1)):
        assert agreement(rows(family, *values)).found.point == {"m": 0}
    location = families.load("cauchy")
    assert abs(float(agreement(rows(location, -1, 0, 1, known={"gamma": fmpq(1)})).found.point["mu"])) < 1e-12


def test_a_large_number_keeps_what_is_small_beside_it():
    family = replace(families.load("normal_mean"), estimates=())
    far = 10**12
    found = agreement(rows(family, far + 1, far + 3, far + 5, known={"sigma": fmpq(1)})).found
    assert abs(found.point["mu"] - (far + 3)) < fmpq(1, 10**9)


def test_data_that_no_member_gives_are_an_input_error(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("x\n0\n1\n2\n")
    student = families.load("gamma")
    with pytest.raises(InputError, match="outside the support"):
        observe(student, str(path))


# ---- its parts -------------------------------------------------------------------------------------------------------


def test_all_zero_counts_have_their_estimate_at_the_closed_end():
    found = agreement(rows(poisson, 0, 0, 0))
    assert found.found.point == {"lambda": 0} and found.verdict == "proved"


def test_many_rows_go_through_statistics_with_the_same_verdict():
    gamma = families.load("gamma")
    data = draw(population(gamma, member(gamma)), 3000, 2)
    many = Data(gamma, "", ("x",), data.rows, data.values, data.cells, {})
    import properties.estimation.fitting as fitting

    direct = agreement(many)
    limit, fitting.DIRECT = fitting.DIRECT, 100
    try:
        through = agreement(many)
    finally:
        fitting.DIRECT = limit
    assert through.statistics and through.verdict == direct.verdict == "proved"
    assert through.found.point == direct.found.point and through.values[1:] == direct.values[1:]


# ---- regression ------------------------------------------------------------------------------------------------------


def table(tmp_path, header, *rows_):
    path = tmp_path / "table.csv"
    path.write_text("\n".join([header, *(",".join(map(str, row)) for row in rows_)]) + "\n")
    return str(path)


def test_a_linear_regression_is_least_squares(tmp_path):
    path = table(tmp_path, "x,y", (0, 1), (1, 3), (2, 4), (4, 9))
    family = linear(families.load("normal_mean"), ["x"])
    found = agreement(observe(family, path, ["y", "x"], known={"sigma": fmpq(2)}))
    assert found.verdict == "proved"
    assert float(found.found.point["w1"]) == pytest.approx(69 / 35) and float(found.found.point["w0"]) == pytest.approx(
        4 / 5
    )
    squares = sum((y - 0.8 - x * 69 / 35) ** 2 for x, y in ((0, 1), (1, 3), (2, 4), (4, 9))) / 4
    assert float(found.values[-2]) == pytest.approx(squares)  # the mean loss is the mean squared error


def test_a_logit_on_separable_data_has_no_estimate(tmp_path):
    family = linear(families.load("bernoulli"), ["x"])
    path = table(tmp_path, "x,y", (0, 0), (1, 0), (2, 1), (3, 1))
    assert agreement(observe(family, path, ["y", "x"])).verdict != "proved"
    mixed = table(tmp_path, "x,y", (0, 0), (1, 1), (2, 0), (3, 1))
    assert agreement(observe(family, mixed, ["y", "x"])).verdict == "proved"


# ---- the data sets that scikit-learn carries -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sklearn_data(tmp_path_factory):
    datasets = pytest.importorskip("sklearn.datasets", reason="scikit-learn is an extra for tests")
    where = tmp_path_factory.mktemp("sklearn")

    def written(name, column):
        loaded = getattr(datasets, f"load_{name}")()
        values = loaded.target if column == "target" else loaded.data[:, list(loaded.feature_names).index(column)]
        path = where / f"{name}.csv"
        path.write_text("value\n" + "\n".join(repr(float(v)) for v in values) + "\n")
        return str(path), values

    return written


def test_normal_on_iris_agrees_with_numpy(sklearn_data):
    path, values = sklearn_data("iris", "sepal length (cm)")
    found = agreement(observe(families.load("normal"), path))
    assert found.verdict == "proved"
    assert float(found.found.point["mu"]) == pytest.approx(values.mean(), rel=1e-12)
    assert float(found.found.point["sigma"]) == pytest.approx(values.std(), rel=1e-12)


def test_bernoulli_on_breast_cancer_agrees_with_numpy(sklearn_data):
    path, values = sklearn_data("breast_cancer", "target")
    found = agreement(observe(families.load("bernoulli"), path))
    assert found.verdict == "proved" and found.found.point == {"p": fmpq(int(values.sum()), len(values))}


def test_gamma_on_wine_agrees_with_scipy(sklearn_data):
    stats = pytest.importorskip("scipy.stats", reason="SciPy is an extra for tests")
    path, values = sklearn_data("wine", "alcohol")
    found = agreement(observe(families.load("gamma"), path))
    shape, _, scale = stats.gamma.fit(values, floc=0)
    assert found.verdict == "proved"
    assert float(found.found.point["k"]) == pytest.approx(shape, rel=1e-4)
    assert float(found.found.point["beta"]) == pytest.approx(1 / scale, rel=1e-4)


def test_normal_on_diabetes_agrees_with_numpy(sklearn_data):
    path, values = sklearn_data("diabetes", "target")
    found = agreement(observe(families.load("normal_mean"), path, known={"sigma": fmpq(77)}))
    assert found.verdict == "proved" and float(found.found.point["mu"]) == pytest.approx(values.mean(), rel=1e-12)


def test_a_regression_on_diabetes_agrees_with_numpy(tmp_path):
    datasets = pytest.importorskip("sklearn.datasets", reason="scikit-learn is an extra for tests")
    numpy = pytest.importorskip("numpy", reason="NumPy comes with scikit-learn, an extra for tests")
    loaded = datasets.load_diabetes(scaled=False)
    bmi = loaded.data[:, loaded.feature_names.index("bmi")]
    path = table(tmp_path, "bmi,target", *zip(map(float, bmi), map(float, loaded.target), strict=True))
    family = linear(families.load("normal_mean"), ["x"])
    found = agreement(observe(family, path, ["target", "bmi"], known={"sigma": fmpq(60)}))
    slope, constant = numpy.polyfit(bmi, loaded.target, 1)
    assert found.verdict == "proved"
    assert float(found.found.point["w1"]) == pytest.approx(slope, rel=1e-9)
    assert float(found.found.point["w0"]) == pytest.approx(constant, rel=1e-9)


# ---- how numbers are shown -------------------------------------------------------------------------------------------


def test_an_estimate_is_shown_as_finely_as_the_data_spread():
    found = agreement(rows(families.load("normal"), 10**12 + 1, 10**12 + 2, 10**12 + 3))
    assert found.estimates()["mu"] == "1000000000002" and found.estimates()["sigma"] == "0.8164965809"
    assert "mu = 1000000000002" in found.shown(found.points[0])
    assert agreement(rows(poisson, 1, 2, 4)).estimates() == {"lambda": "7/3 = 2.333333333"}


def test_a_centre_of_symmetry_is_shown_as_what_it_is():
    found = agreement(rows(families.load("cauchy"), -1, 0, 1, known={"gamma": fmpq(1)}))
    assert found.estimates() == {"mu": "0"} and found.alone


def test_a_positive_value_that_is_very_small_is_not_shown_as_zero():
    steep = linear(families.load("bernoulli"), ["z"])
    numbers = {"y": (fmpq(0), fmpq(1)), "x1": (fmpq(-9, 5), fmpq(0), fmpq(1))}
    found = agreement(Data(steep, "rows", ("y", "z"), 3, numbers, {(1, 0): 1, (0, 1): 1, (0, 2): 1}, {}))
    assert found.found.runs_off and not found.alone
    assert float(found.values[1]) < 0 < float(found.values[2]) and found.values[0] == "1.000000000"
