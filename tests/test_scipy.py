"""The families against scipy.stats: log-densities at random points, closed-form estimates against its fits or an optimiser.

Where the two disagree beyond rounding, the test says who is wrong. Skipped where SciPy is not installed.
"""

import math
from collections.abc import Callable
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from flint import arb
from on_data import Rows, density, estimate, value

from properties.instances.numbers import precision
from symbolic import families
from symbolic.core.domains import Domain, FiniteSet, Integers, RealInterval
from symbolic.models.family import Family
from symbolic.models.likelihood import loss

stats = pytest.importorskip("scipy.stats", reason="the cross-check needs SciPy: pip install scipy")
optimize = pytest.importorskip("scipy.optimize", reason="the cross-check needs SciPy: pip install scipy")

EXACT = 1e-9  # relative
POINTS = 40
REFERRED = [n for n in families.names() if families.load(n).reference is not None]


# ---- random values, by domain ----------------------------------------------------------------------------------------


def draw(domain: Domain, random: Random) -> Fraction:
    """A rational member of a domain, of moderate size."""
    if isinstance(domain, FiniteSet):
        return random.choice(domain.values)
    hull = domain.hull
    assert hull is not None
    if isinstance(domain, Integers):
        low = int(hull.lower)
        return Fraction(random.randint(low, int(min(hull.upper, low + 12))))
    step = Fraction(random.randint(1, 999), 1000)
    if isinstance(hull.lower, Fraction) and isinstance(hull.upper, Fraction):
        return hull.lower + step * (hull.upper - hull.lower)
    if isinstance(hull.lower, Fraction):
        return hull.lower + 8 * step * step
    return 16 * step - 8


def draw_all(family: Family, random: Random) -> dict[str, Fraction]:
    return {u.name: draw(u.domain, random) for u in (*family.parameters, *family.known)}


def number(tree: Any, at: dict[str, Fraction]) -> float:
    """An expression in parameters alone, as a float."""
    return float(value(tree, {"x": [0]}, at))


def log_density(family: Family, row: dict[str, Any], at: dict[str, Fraction]) -> float:
    with precision(256):
        found: arb = density(family, row, at)
        return float(found.log()) if found > 0 else -math.inf


def referred(family: Family, at: dict[str, Fraction]) -> Any:
    """The frozen distribution of scipy.stats."""
    assert family.reference is not None
    arguments = {name: number(tree, at) for name, tree in family.reference.arguments}
    return getattr(stats, family.reference.name)(**arguments)


# ---- log-densities ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", REFERRED)
def test_the_log_density_is_that_of_scipy(name: str) -> None:
    family, random = families.load(name), Random(f"log-density of {name}")
    finite = 0
    for _ in range(POINTS):
        at = draw_all(family, random)
        first = family.variables[0].column
        row = {first.name: draw(first.domain, random)}
        if family.total is not None:  # the other column holds the rest
            assert len(family.variables) == 2
            whole = at[str(family.total)]
            row = {first.name: row[first.name] % (whole + 1)}
            row[family.variables[1].column.name] = whole - row[first.name]
        distribution = referred(family, at)
        there = float(row[first.name])
        theirs = distribution.logpmf(there) if family.discrete else distribution.logpdf(there)
        if -math.inf < theirs < -1e6:
            continue  # a density that is too small even for balls
        ours = log_density(family, row, at)
        finite += math.isfinite(ours)
        assert ours == pytest.approx(theirs, rel=EXACT, abs=EXACT), (row, at)
    assert finite >= POINTS // 4


# Densities that scipy.stats has with other arguments than numbers, or as a combination of others.


def _counts(at: dict[str, float], row: dict[str, float]) -> float:
    a, b = at["a"], at["b"]
    counts = [row[c] for c in ("x1", "x2", "x3")]
    return float(stats.multinomial.logpmf(counts, n=sum(counts), p=[a, (1 - a) * b, (1 - a) * (1 - b)]))


def _plane(at: dict[str, float], row: dict[str, float]) -> float:
    s, t, r = at["sigma"], at["tau"], at["rho"]
    covariance = [[s * s, r * s * t], [r * s * t, t * t]]
    return float(stats.multivariate_normal.logpdf([row["x"], row["y"]], mean=[at["mu"], at["nu"]], cov=covariance))


def _mixture(at: dict[str, float], row: dict[str, float]) -> float:
    one = at["w"] * stats.norm.pdf(row["x"], at["mu"], at["sigma"])
    return math.log(one + (1 - at["w"]) * stats.norm.pdf(row["x"], at["nu"], at["tau"]))


def _inflated(at: dict[str, float], row: dict[str, float]) -> float:
    return math.log(at["w"] * (row["x"] == 0) + (1 - at["w"]) * stats.poisson.pmf(row["x"], at["lambda"]))


def _without_zero(at: dict[str, float], row: dict[str, float]) -> float:
    return float(stats.poisson.logpmf(row["x"], at["lambda"]) - math.log(-math.expm1(-at["lambda"])))


def _shares(at: dict[str, float], row: dict[str, float]) -> float:
    return float(stats.dirichlet.logpdf([row["x"], row["y"], row["z"]], [at["alpha"], at["beta"], at["gamma"]]))


def _huber(at: dict[str, float], row: dict[str, float]) -> float:
    from scipy.special import huber

    d = at["delta"]
    mass = math.sqrt(2 * math.pi) * (2 * stats.norm.cdf(d) - 1) + 2 * math.exp(-d * d / 2) / d
    return float(-huber(d, row["x"] - at["mu"]) - math.log(mass))


def _generalised(at: dict[str, float], row: dict[str, float]) -> float:
    theta, x = at["theta"], row["x"]
    rate = theta + at["lambda"] * x
    return float(stats.poisson.logpmf(x, rate) + math.log(theta / rate))


def _ordinal(at: dict[str, float], row: dict[str, float]) -> float:
    thresholds = [-math.inf, at["c"], at["c"] + at["delta_1"], math.inf]
    low, high = (thresholds[int(row["x"]) + k] - at["eta"] for k in (0, 1))
    if low > 0:  # by symmetry, where both probabilities are near 0
        low, high = -high, -low
    return math.log(stats.logistic.cdf(high) - stats.logistic.cdf(low))


COMBINED: dict[str, Callable[[dict[str, float], dict[str, float]], float]] = {
    "multinomial": _counts,
    "multivariate_normal": _plane,
    "normal_mixture": _mixture,
    "zero_inflated_poisson": _inflated,
    "zero_truncated_poisson": _without_zero,
    "dirichlet": _shares,
    "huber": _huber,
    "generalised_poisson": _generalised,
    "ordinal_logit": _ordinal,
}
ABSTRACT = {"categorical", "exponential_family", "exponential_dispersion"}
NO_LAWS = {n for n in families.names() if not families.load(n).is_density}


@pytest.mark.parametrize("name", sorted(COMBINED))
def test_the_log_density_is_that_of_a_combination_of_scipy(name: str) -> None:
    family, random = families.load(name), Random(f"log-density of {name}")
    for _ in range(POINTS):
        at = draw_all(family, random)
        row = {v.column.name: draw(v.column.domain, random) for v in family.variables}
        if name == "dirichlet":
            whole = sum(row.values())
            row = {c: v / whole for c, v in row.items()}
        theirs = COMBINED[name]({k: float(v) for k, v in at.items()}, {k: float(v) for k, v in row.items()})
        assert log_density(family, row, at) == pytest.approx(theirs, rel=EXACT, abs=EXACT), (row, at)


def test_every_family_is_checked_or_abstract() -> None:
    assert {*REFERRED, *COMBINED} | ABSTRACT | NO_LAWS == set(families.names())


# ---- estimates -------------------------------------------------------------------------------------------------------

# What scipy.stats.<dist>.fit is told, and how its answer (shapes, loc, scale) reads in our parameters.
FITTED: dict[str, tuple[dict[str, float], Callable[..., dict[str, float]]]] = {
    "normal": ({}, lambda loc, scale: {"mu": loc, "sigma": scale}),
    "normal_scale": ({"floc": 1.0}, lambda loc, scale: {"sigma": scale}),
    "exponential": ({"floc": 0.0}, lambda loc, scale: {"lambda": 1 / scale}),
    "rayleigh": ({"floc": 0.0}, lambda loc, scale: {"sigma": scale}),
    "maxwell": ({"floc": 0.0}, lambda loc, scale: {"sigma": scale}),
    "half_normal": ({"floc": 0.0}, lambda loc, scale: {"sigma": scale}),
    "lognormal": ({"floc": 0.0}, lambda s, loc, scale: {"sigma": s, "mu": math.log(scale)}),
    "inverse_gaussian": ({"floc": 0.0}, lambda mu, loc, scale: {"mu": mu * scale, "lambda": scale}),
}
KNOWN = {"normal_scale": {"mu": Fraction(1)}, "normal_mean": {"sigma": Fraction(2)}, "negative_binomial": {"r": Fraction(3)},
         "tweedie": {"p": Fraction(3, 2)}, "binomial": {"N": Fraction(12)}, "multinomial": {"N": Fraction(12)},
         "multivariate_normal": {"sigma": Fraction(1), "tau": Fraction(2), "rho": Fraction(1, 2)}}  # fmt: skip
# maxwell has no closed form in SciPy 1.17: fit() optimises, to about 1e-5; ours is exact.
OPTIMISED_BY_SCIPY = {"maxwell": 1e-4}


def data(family: Family, random: Random, rows: int = 12) -> dict[str, list[Fraction]]:
    return {v.column.name: [draw(v.column.domain, random) for _ in range(rows)] for v in family.variables}


@pytest.mark.parametrize("name", sorted(FITTED))
def test_a_closed_form_is_what_scipy_fits(name: str) -> None:
    family, random = families.load(name), Random(f"fit of {name}")
    fixed, reading = FITTED[name]
    assert family.reference is not None
    for _ in range(5):
        rows = data(family, random)
        fit = getattr(stats, family.reference.name).fit([float(v) for v in rows["x"]], **fixed)
        ours = estimate(family, rows, KNOWN.get(name))
        assert ours == pytest.approx(reading(*fit), rel=OPTIMISED_BY_SCIPY.get(name, EXACT)), rows


CLOSED = [n for n in families.names() if families.load(n).estimates]


def mean_loss_of(family: Family, rows: Rows, known: dict[str, Fraction]) -> Callable[[list[float]], float]:
    """The mean loss as a function of the unknowns, in floats; infinite outside their domains."""
    tree = family.mean(loss(family))

    def at(unknowns: list[float]) -> float:
        place = dict(known)
        for u, v in zip(family.parameters, unknowns, strict=True):
            domain = u.domain
            assert isinstance(domain, RealInterval)
            exact = Fraction(v)
            if not domain.has(exact):
                return math.inf
            place[u.name] = exact
        return float(value(tree, rows, place, bits=64))

    return at


@pytest.mark.parametrize("name", CLOSED)
def test_a_closed_form_is_what_an_optimiser_finds(name: str) -> None:
    """Nelder and Mead's simplex, started beside it, ends at no smaller mean loss and within a millionth of it."""
    family, random = families.load(name), Random(f"optimum of {name}")
    rows, known = data(family, random, 6), KNOWN.get(name, {})
    ours = estimate(family, rows, known)
    objective = mean_loss_of(family, rows, known)
    place = [ours[u.name] for u in family.parameters]
    start = [v * 1.05 + 0.01 if v < 0.9 else v * 0.96 for v in place]
    found = optimize.minimize(
        objective, start, method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-14, "maxiter": 400}
    )
    assert objective(place) <= found.fun + 1e-12
    assert list(found.x) == pytest.approx(place, rel=1e-5, abs=1e-5)


def test_the_estimates_at_the_end_of_a_support_are_what_scipy_fits() -> None:
    rows = {"x": [Fraction(2), Fraction(3), Fraction(5, 2)]}
    uniform, pareto = (families.load(n).further[0][1].about[2] for n in ("uniform", "pareto"))
    theirs = stats.uniform.fit([2.0, 3.0, 2.5], floc=0)[1]
    assert float(value(uniform[0][1], rows, {"M": 3})) == theirs
    b, _, scale = stats.pareto.fit([2.0, 3.0, 2.5], floc=0)
    alpha, least = (float(value(v, rows, {"M": 2})) for _, v in pareto)
    assert (alpha, least) == pytest.approx((b, scale), rel=EXACT)


def test_an_optimiser_finds_one_or_the_other_of_two_maximisers_of_cauchys_location() -> None:
    family = families.load("cauchy")
    ((points,),) = [s.about[2:] for name, s in family.further if "two estimates" in name]
    objective = mean_loss_of(family, {"x": [-3, 3]}, {"gamma": Fraction(1)})
    ends = [optimize.minimize(objective, [s], method="Nelder-Mead", options={"xatol": 1e-9}).x[0] for s in (-1.0, 1.0)]
    assert ends == pytest.approx([float(v) for ((_, v),) in points], abs=1e-6)
