"""Branch and bound keeps every minimiser: held to a dense search on losses with many valleys; a broken bound is found."""

import math
import random

import pytest
from flint import arb, fmpq
from sympy import Abs, Max, Rational, cos, exp, log, sin

from properties.data.family_data import Data
from properties.estimation.jets import Jets, Unavailable
from properties.estimation.minima import LeftOpen, Minima, minima
from properties.estimation.wide import Enclosing
from symbolic.core.domains import FiniteSet, Integers, RealInterval, positive, reals
from symbolic.core.terms import parameter, sample
from symbolic.models.family import Family

X = sample("x", domain=reals)
CASES = 150  # of the random search; thousands were looked at when it was written


def rows(body, domain, values):
    """The mean over some rows of a body in u and x."""
    u = parameter("u", domain)
    family = Family("one", variables=(X,), parameters=(u,), density=exp(-((X.outcome - u) ** 2)))
    numbers = tuple(map(fmpq, dict.fromkeys(values)))
    cells = {(k,): sum(fmpq(v) == number for v in values) for k, number in enumerate(numbers)}
    return Jets(Data(family, "rows", ("x",), len(values), {"x": numbers}, cells, {}), X.sum(body(u, X.i)) / X.n)


def holds(found, v):
    return any(float(low) - 1e-6 <= v <= float(high) + 1e-6 for low, high in found.intervals)


def cauchy(scale):
    return lambda u, x: log(1 + (x - u) ** 2 / scale**2)


def test_two_valleys_of_a_cauchy_likelihood():
    found = minima(rows(cauchy(1), reals, [-3, 3]), fmpq(1), fmpq(3))
    assert len(found.intervals) == 2 and found.single == (True, True) and found.attained
    for (low, high), sign in zip(found.intervals, (-1, 1), strict=True):
        assert low * low > 0 and abs(float(low) - sign * 8**0.5) < 1e-6 and abs(float(high) - sign * 8**0.5) < 1e-6
    assert found.least[0] <= arb(6).log() <= found.least[1] or abs(float(found.least[1]) - math.log(6)) < 1e-6


def test_the_deepest_of_many_valleys_is_kept():
    values = [fmpq(v) for v in (-900, -350, -20, 28, 31, 400, 777, 778, 990)]
    found = minima(rows(cauchy(Rational(1, 100)), reals, values), fmpq(28), fmpq(500))
    assert found.attained and len(found.intervals) >= 1
    u = [float(v) for v in values]
    best = min(
        (v + k / 1e4 for v in u for k in range(-300, 301)),
        key=lambda m: sum(math.log(1 + 1e4 * (x - m) ** 2) for x in u),
    )
    assert any(abs(float(low) - best) < 1e-4 for low, _ in found.intervals)


def test_a_period_is_kept_whole():
    found = minima(rows(lambda u, x: -cos(u - x), reals, [1, 2]), fmpq(8), fmpq(1), period=Rational(44, 7))
    assert isinstance(found, Minima) and holds(found, 1.5 + 2 * math.pi)


def test_whole_numbers_and_finite_sets():
    body = lambda u, x: (u - x) ** 2 / 10 + cos(3 * u)
    whole = minima(rows(body, Integers(), [4, 5, 7]), fmpq(4), fmpq(2))
    values = {k: sum((k - x) ** 2 / 10 + math.cos(3 * k) for x in (4, 5, 7)) for k in range(-50, 51)}
    assert whole.intervals == ((fmpq(min(values, key=values.get)),) * 2,) and whole.attained
    few = minima(rows(body, FiniteSet((1, 2, 9)), [4, 5, 7]), fmpq(1), fmpq(2))
    assert few.intervals == ((fmpq(2),) * 2,) or few.intervals == ((fmpq(min((1, 2, 9), key=values.get)),) * 2,)


def test_closed_ends_and_kinks():
    found = minima(rows(lambda u, x: x * u, RealInterval(2, 5), [1, 3]), fmpq(3), fmpq(1))
    assert found.intervals == ((fmpq(2), fmpq(2)),)
    found = minima(rows(lambda u, x: Abs(u - x) + Abs(u + x), reals, [1]), fmpq(0), fmpq(1))
    assert holds(found, -1) and holds(found, 0.3) and holds(found, 1) and not holds(found, 1.1)
    found = minima(rows(lambda u, x: Max(x - u, (u - x) / 3), reals, [0, 2, 3]), fmpq(2), fmpq(1))
    assert holds(found, 2) or holds(found, 3)


def test_where_an_end_stays_open_nothing_is_claimed():
    with pytest.raises(LeftOpen, match="towards the end"):
        minima(rows(lambda u, x: exp(-u) + x, reals, [1]), fmpq(1), fmpq(1))
    with pytest.raises(LeftOpen, match="towards the end"):
        minima(rows(lambda u, x: log(u) + x / u, positive, [1]), fmpq(1), fmpq(1))


# ---- the random search ---------------------------------------------------------------------------------------------------


def random_loss(draw):
    """A loss of one unknown with several valleys, as an expression and as a function of floats, and data."""
    a, b, c = (Rational(draw.randrange(1, 9), draw.choice((1, 2, 3, 5))) for _ in range(3))
    fa, fb, fc = map(float, (a, b, c))
    kinds = [
        (lambda u, x: log(1 + a * (x - u) ** 2), lambda u, x: math.log(1 + fa * (x - u) ** 2)),
        (lambda u, x: (u - x) ** 2 / 8 + a * cos(b * u), lambda u, x: (u - x) ** 2 / 8 + fa * math.cos(fb * u)),
        (lambda u, x: Abs(u - x) + a * sin(b * u + c), lambda u, x: abs(u - x) + fa * math.sin(fb * u + fc)),
        (lambda u, x: u**4 / 16 - b * u**2 + x * u, lambda u, x: u**4 / 16 - fb * u**2 + x * u),
        (lambda u, x: Max(Abs(u - x), c) * a + cos(b * (u - x)),
         lambda u, x: max(abs(u - x), fc) * fa + math.cos(fb * (u - x))),
        (lambda u, x: -log(exp(-((u - x) ** 2)) + c * exp(-((u + x) ** 2) / 4)) + u**2 / 50,
         lambda u, x: -math.log(math.exp(-((u - x) ** 2)) + fc * math.exp(-((u + x) ** 2) / 4)) + u * u / 50),
    ]  # fmt: skip
    body, value = draw.choice(kinds)
    values = [fmpq(draw.randrange(-40, 41), draw.choice((1, 2, 8))) for _ in range(draw.randrange(1, 6))]
    return body, value, values


def looked_at(seed):
    """Whether branch and bound keeps the best of a dense search: True, False, or None where nothing is claimed."""
    draw = random.Random(seed)
    body, value, values = random_loss(draw)
    domain = draw.choice((reals, RealInterval(-8, 8), RealInterval(-30, 5)))
    numbers = [float(v.p) / float(v.q) for v in values]
    f = lambda u: sum(value(u, x) for x in numbers) / len(numbers)
    low, high = (-60.0, 60.0) if domain == reals else (float(domain.lower), float(domain.upper))
    grid = [low + (high - low) * k / 6000 for k in range(6001)]
    try:
        best = min(grid, key=f)
    except ValueError:
        return None
    step = (high - low) / 6000
    for _ in range(40):
        around = [max(low, best - step), best, min(high, best + step)]
        best, step = min(around, key=f), step / 1.7
    near = fmpq(draw.randrange(-4, 5))
    try:
        found = minima(rows(body, domain, values), near, fmpq(draw.choice((1, 3, 10))))
    except (LeftOpen, Unavailable):
        return None
    inside = holds(found, best) or any(f(float(a + b) / 2) <= f(best) + 1e-9 for a, b in found.intervals)
    return inside and float(found.least[0]) <= f(best) + 1e-9  # a dense search may miss the best: seed 1411 does


@pytest.mark.slow
def test_no_minimiser_of_a_random_loss_is_lost():
    found = [looked_at(seed) for seed in range(CASES)]
    assert False not in found, [seed for seed, ok in enumerate(found) if ok is False]
    assert found.count(True) > CASES / 2


def test_a_bound_that_is_too_high_is_found(monkeypatch):
    right = Jets.at

    def wrong(self, point, *, order=2, bits=0):
        local = right(self, point, order=order, bits=bits)
        if not bits or order < 2:
            return local
        tight = local.value.mid() + (local.value - local.value.mid()) / 4
        return type(local)(tight, [g.mid() + (g - g.mid()) / 4 for g in local.gradient], local.hessian, local.feasible)

    monkeypatch.setattr(Jets, "at", wrong)
    assert False in [safely(seed) for seed in range(60)]


def safely(seed):
    try:
        return looked_at(seed)
    except LeftOpen:  # nothing is left at all
        return False


def test_a_tail_that_is_left_out_wrongly_is_found(monkeypatch):
    monkeypatch.setattr(Enclosing, "over", lambda self, where: (arb(10) ** 9, arb(10) ** 10))
    with pytest.raises(LeftOpen, match="a bound is wrong"):
        minima(rows(lambda u, x: (u - x) ** 2, reals, [50]), fmpq(0), fmpq(1))


def test_a_budget_ends_the_work(monkeypatch):
    import properties.estimation.minima as module

    monkeypatch.setattr(module, "WORK", 1)
    monkeypatch.setattr(module, "FEWEST", 3)
    with pytest.raises(LeftOpen, match="budget"):
        minima(rows(cauchy(1), reals, [-3, 3]), fmpq(1), fmpq(3))
