"""Log-likelihoods and standard errors are those of SciPy and of textbooks; where a premise fails there are none."""

import math

import pytest

from properties.estimation.fits import fit

X = (0.5, 1.25, 1.0, 3.0, 2.0, 0.1, 0.75)


def test_log_likelihoods_are_those_of_scipy():
    stats = pytest.importorskip("scipy.stats", reason="SciPy is an extra for tests")
    laws = {
        "gamma": lambda e: stats.gamma(e["k"], scale=1 / e["beta"]),
        "normal": lambda e: stats.norm(e["mu"], e["sigma"]),
        "weibull": lambda e: stats.weibull_min(e["k"], scale=e["lambda"]),
        "gumbel": lambda e: stats.gumbel_r(e["mu"], e["beta"]),
        "exponential": lambda e: stats.expon(scale=1 / e["lambda"]),
    }
    for name, law in laws.items():
        found = fit(name, X)
        size = law(found.estimate).logpdf(X).sum()
        assert found.log_likelihood == pytest.approx(size, rel=1e-9)
        k = len(found.estimate)
        assert found.aic == pytest.approx(2 * k - 2 * size)
        assert found.bic == pytest.approx(k * math.log(len(X)) - 2 * size)


def test_standard_errors_of_textbooks():
    found = fit("poisson", [0, 1, 1, 3])
    assert found.standard_errors["lambda"] == pytest.approx(math.sqrt(1.25 / 4))
    low, high = found.intervals(0.95)["lambda"]
    assert high - low == pytest.approx(2 * 1.959963984540054 * math.sqrt(1.25 / 4))
    normal = fit("normal", X)
    sigma = normal.estimate["sigma"]
    assert normal.standard_errors == pytest.approx(
        {"mu": sigma / math.sqrt(len(X)), "sigma": sigma / math.sqrt(2 * len(X))}
    )
    with pytest.raises(ValueError, match="level=2"):
        found.intervals(2)


def test_standard_errors_of_a_logistic_regression():
    numpy = pytest.importorskip("numpy", reason="NumPy comes with the extras for tests")
    x, y = [0, 1, 2, 3, 4, 5, 6], [0, 1, 0, 1, 1, 0, 1]
    found = fit("bernoulli", y, given=[[v] for v in x])
    design = numpy.array([[1.0, v] for v in x])
    p = 1 / (1 + numpy.exp(-design @ list(found.estimate.values())))
    covariance = numpy.linalg.inv(design.T @ (design * (p * (1 - p))[:, None]))
    assert list(found.standard_errors.values()) == pytest.approx(numpy.sqrt(numpy.diag(covariance)))


def test_without_a_premise_there_are_none():
    for name, data, known, why in (
        ("uniform", [1, 2, 3], {}, "not certified to be the only one"),
        ("poisson", [0, 0], {}, "interior"),
        ("cauchy", [-3, 3], {"gamma": 1}, "not certified to be the only one"),
        ("categorical", ["a", "b"], {}, "second derivatives"),
    ):
        found = fit(name, data, known=known)
        assert found.standard_errors == {} and why in found.inference.why and why in repr(found)


def test_a_log_likelihood_that_no_float_holds_is_not_given():
    assert fit("normal_mean", [1, 2, 4], known={"sigma": "1e-300"}).log_likelihood is None
    assert fit("normal_mean", [1, 2, 4], known={"sigma": "1e-3"}).log_likelihood is not None
