"""Tests of symbolic.calculus.samples: members for known constants, and rows of one length for every column."""

from fractions import Fraction

from symbolic.calculus.points import evaluated
from symbolic.calculus.samples import samples
from symbolic.core.domains import any_set, counts, members, positive, reals
from symbolic.core.terms import Parameter, parameter, sample
from symbolic.models.family import mean

x, c = sample("x", domain=reals), sample("c", domain=counts)
mu, s = parameter("mu", reals), parameter("s", positive)


def test_every_sample_gives_the_expression_a_value():
    tree = mean(x, (x.i - mu) ** 2) / s + mean(c, c.i)
    found = list(samples([tree], (mu,)))
    assert len(found) > 8
    for data in found:
        assert mu not in data and data[s] in members(positive)
        assert len({len(v) for v in data.values() if isinstance(v, tuple)}) == 1
        assert evaluated(tree, {**data, mu: Fraction(0)}).is_finite()


def test_two_columns_do_not_always_move_together():
    found = list(samples([mean(x, x.i) + mean(c, c.i)], ()))
    rows = [[v for v in data.values() if isinstance(v, tuple)] for data in found]
    orders = [[sorted(range(len(v)), key=v.__getitem__) for v in two] for two in rows]
    assert any(one != other for one, other in orders)


def test_without_columns_there_is_one_sample():
    assert list(samples([s * mu], (mu,))) == [{s: Fraction(1)}]


def test_what_ranges_over_no_numbers_has_no_samples():
    assert list(samples([Parameter("theta", any_set) + s], ())) == []
