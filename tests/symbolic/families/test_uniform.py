"""Tests of symbolic.families.uniform: a support that ends at the parameter."""

from on_data import close, density, further, mean_loss, value

from symbolic.families.uniform import bounds, family, largest, theta
from symbolic.models.likelihood import dropped, loss


def test_the_indicator_is_never_dropped() -> None:
    assert dropped(family) == 0


def test_the_end_belongs_to_the_support() -> None:
    assert close(density(family, {"x": 3}, {"theta": 3}), "1/3")
    assert density(family, {"x": "3001/1000"}, {"theta": 3}) == 0


def test_the_largest_datum_is_the_estimate() -> None:
    losses = {t: mean_loss(family, loss(family), {"x": [2, 3]}, {"theta": t}) for t in ("299/100", "3", "301/100")}
    assert losses["299/100"] == float("inf")
    assert losses["3"] < losses["301/100"]
    ((_, statement),) = further(family).items()
    assert statement.about[2] == ((theta, largest),)
    at = {"M": 3, "theta": 3}
    assert all(value(w.lhs, {"x": [2, 3]}, at) > 0 for w in statement.about[3])
    assert value(statement.about[0], {"x": [2, 3]}, at).overlaps(value(family.mean(loss(family)), {"x": [2, 3]}, at))


def test_no_other_number_meets_both_conditions_on_the_largest() -> None:
    for other in (2, "5/2", 4):
        assert not all(value(w.lhs, {"x": [2, 3]}, {"M": other}) > 0 for w in bounds)
