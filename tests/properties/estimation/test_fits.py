"""From Python: a fit takes lists, arrays, mappings and files, names its coefficients, and says what is certain of them."""

import math

import pytest
from flint import fmpq

import lossproof
from properties.errors import InputError
from properties.estimation.fits import Fit, fit
from symbolic import families

ROWS = [(0, 1), (1, 3), (2, 4), (4, 9), (5, 8)]


def line(rows):
    n, sx, sy = len(rows), sum(x for x, _ in rows), sum(y for _, y in rows)
    slope = (n * sum(x * y for x, y in rows) - sx * sy) / (n * sum(x * x for x, _ in rows) - sx * sx)
    return (sy - slope * sx) / n, slope


def test_a_list_is_fitted():
    found = fit("poisson", [0, 1, 1, 3])
    assert found.estimate == {"lambda": 1.25} and found.exact == {"lambda": fmpq(5, 4)} and found.certified
    assert lossproof.fit is fit and lossproof.Fit is Fit
    assert found.log_likelihood == pytest.approx(
        sum(x * math.log(1.25) - 1.25 - math.lgamma(x + 1) for x in (0, 1, 1, 3))
    )
    assert found.aic == pytest.approx(2 - 2 * found.log_likelihood)
    assert found.bic == pytest.approx(math.log(4) - 2 * found.log_likelihood)
    assert "closed form, exact" in repr(found) and "standard error" in repr(found)


def test_arrays_mappings_and_files_say_the_same(tmp_path):
    numpy = pytest.importorskip("numpy", reason="NumPy comes with the extras for tests")
    path = tmp_path / "x.csv"
    path.write_text("x\n1\n2\n4.5\n")
    family = families.load("exponential")
    for data in ([1, 2, 4.5], numpy.array([1, 2, 4.5]), {"x": [1, 2, 4.5]}, str(path), (1, 2, 4.5)):
        assert fit(family, data).estimate == {"lambda": 0.4}


def test_a_regression_names_its_coefficients():
    x, y = zip(*ROWS, strict=True)
    constant, slope = line(ROWS)
    for found in (
        fit("normal_mean", y, given=[[v] for v in x], known={"sigma": 1}),
        fit("normal_mean", {"y": y, "x1": x}, ["y"], given=["x1"], known={"sigma": "1"}),
        fit("normal_mean", {"x1": x, "y": y}, ["y"], given="x1", known={"sigma": 1.0}),
    ):
        assert found.estimate == pytest.approx({"const": constant, "x1": slope})
        assert set(found.standard_errors) == {"const", "x1"} and found.certified
        low, high = found.intervals(0.9)["x1"]
        assert low < slope < high
    two = fit("normal_mean", {"big": [0, 1, 0, 1, 2], "small": [0, 0, 1, 1, 5], "y": [1, 11, 3, 13, 31]}, ["y"],
              given=["big", "small"], known={"sigma": 1})  # fmt: skip
    assert two.estimate == pytest.approx({"const": 1, "big": 10, "small": 2})


def test_labels_are_fitted_by_their_frequencies():
    found = fit("categorical", ["a", "b", "a"])
    assert found.exact == {"a": fmpq(2, 3), "b": fmpq(1, 3)} and found.standard_errors == {}


def test_weights_repeat_rows_and_importance_has_no_likelihood():
    weighted = fit("poisson", {"x": [0, 1, 3], "w": [1, 2, 1]}, ["x"], weights="w")
    assert weighted.estimate == fit("poisson", [0, 1, 1, 3]).estimate
    assert weighted.log_likelihood == pytest.approx(fit("poisson", [0, 1, 1, 3]).log_likelihood)
    important = fit("poisson", [0, 1, 3], weights=[0.5, 1, 0.5], weights_kind="importance")
    assert important.estimate == {"lambda": 1.25} and important.inference is None and important.aic is None
    assert important.standard_errors == {} and important.intervals() == {} and "AIC" not in repr(important)


def test_what_is_not_certified_is_the_best_that_was_found():
    found = fit("student_t", [0, 1, 5, 2], known={"nu": 3})
    assert not found.certified and "the best that was found" in repr(found) and found.standard_errors == {}
    away = fit("normal", [3, 3, 3])
    assert not away.certified and "no estimate" in repr(away) and away.inference is None


def test_errors_say_what_to_write():
    with pytest.raises(InputError, match="known"):
        fit("normal_mean", [1, 2])
    with pytest.raises(InputError, match="name the one column"):
        fit("normal", {"y": [1, 2], "x": [1, 2]}, given=["x"])
    with pytest.raises(InputError, match="given has 1 rows"):
        fit("normal", [1, 2], given=[[1]])
    with pytest.raises(InputError, match="nothing_like_it"):
        fit("nothing_like_it", [1])
    with pytest.raises(InputError, match="no number"):
        fit("normal_mean", [1, 2], known={"sigma": None})


def test_weights_of_importance_are_counted_as_the_rows_that_they_weigh():
    found = fit("normal", [1, 2, 4], weights=[1, 2.5, 1], weights_kind="importance")
    assert repr(found).splitlines()[0].endswith(": 3 rows") and found.aic is None and not found.standard_errors
    assert repr(fit("normal", [1, 2, 4], weights=[1, 2, 1])).splitlines()[0].endswith(": 4 rows")
