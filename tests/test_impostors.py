"""No impostor is said to conform, whichever points are tried; and what is right is blamed at none of them."""

from __future__ import annotations

import pytest
from few import few
from implementations import RIGHT, loss_of
from impostors import IMPOSTORS

from properties.conformance.check import loss_report
from properties.conformance.relation import Likeness


@pytest.mark.parametrize("name", few(IMPOSTORS, 12))
def test_an_impostor_is_found(name: str) -> None:
    case = IMPOSTORS[name]
    found = loss_report(case.function, loss_of(case.of), reading=case.reading, **case.options)
    assert not found.holds, str(found)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1])
@pytest.mark.parametrize("name", IMPOSTORS)
def test_at_other_points_too(name: str, seed: int) -> None:
    case = IMPOSTORS[name]
    found = loss_report(case.function, loss_of(case.of), reading=case.reading, seed=seed, **case.options)
    assert not found.holds, str(found)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1])
@pytest.mark.parametrize("name", RIGHT)
def test_what_is_right_is_right_at_other_points(name: str, seed: int) -> None:
    case = RIGHT[name]
    found = loss_report(case.function, loss_of(case.of), reading=case.reading, seed=seed, **case.options)
    assert found.related.kind is not Likeness.DIFFERENT and found.holds, str(found)
