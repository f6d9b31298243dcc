"""Tests of symbolic.families.multivariate_normal: two means, the covariance known."""

from fractions import Fraction

from on_data import density, estimate, mean_loss

from symbolic.families import load
from symbolic.families.multivariate_normal import family
from symbolic.models.likelihood import loss

AT = {"mu": 1, "nu": -1, "sigma": 2, "tau": 3, "rho": 0}


def test_without_correlation_it_is_a_product_of_two_normals() -> None:
    normal = load("normal")
    one, other = density(normal, {"x": 2}, {"mu": 1, "sigma": 2}), density(normal, {"x": 5}, {"mu": -1, "sigma": 3})
    assert density(family, {"x": 2, "y": 5}, AT).overlaps(one * other)


def test_the_loss_is_the_squared_distance_of_mahalanobis() -> None:
    at = AT | {"rho": Fraction(3, 5), "sigma": 1, "tau": 1}
    assert mean_loss(family, loss(family), {"x": [2], "y": [0]}, at) == float(
        Fraction(2 * 16, 2 * 5) / Fraction(16, 25) / 4
    )
    assert family.factor == Fraction(1, 2)


def test_the_estimate_is_the_mean_whatever_the_correlation() -> None:
    assert estimate(family, {"x": [0, 2], "y": [3, 5]}, {"rho": Fraction(1, 2)}) == {"mu": 1, "nu": 4}
