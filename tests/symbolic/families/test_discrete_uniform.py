"""Tests of symbolic.families.discrete_uniform: a discrete parameter that bounds the support."""

from on_data import density, further, mean_loss, value

from symbolic.core.domains import Integers
from symbolic.families.discrete_uniform import family, largest, m
from symbolic.models.likelihood import dropped, loss


def test_nothing_is_dropped_for_the_indicator_depends_on_the_parameter() -> None:
    assert dropped(family) == 0


def test_the_density_stops_at_the_parameter() -> None:
    assert density(family, {"x": 3}, {"m": 3}).overlaps(density(family, {"x": 1}, {"m": 3}))
    assert density(family, {"x": 4}, {"m": 3}) == 0


def test_the_maximum_is_the_estimate() -> None:
    losses = {k: mean_loss(family, loss(family), {"x": [2, 3]}, {"m": k}) for k in (2, 3, 4, 5)}
    assert losses[2] == float("inf")
    assert min(losses, key=losses.__getitem__) == 3
    ((_, statement),) = further(family).items()
    assert statement.about[2] == ((m, largest),)
    met = [k for k in (1, 2, 3, 4) if all(value(w.lhs, {"x": [2, 3]}, {"M": k}) > 0 for w in statement.about[3])]
    assert met == [3]


def test_the_parameter_is_a_whole_number() -> None:
    assert m.domain == Integers(1)
    assert family.notes[0].startswith("The parameter is discrete")
