"""The closed forms of the maximum-likelihood estimate that a family declares, judged against the mean loss computed here."""

from __future__ import annotations

from collections.abc import Iterator

from symbolic.kernel import Obligation
from symbolic.models.claims import Claim
from symbolic.models.family import Family
from symbolic.models.likelihood import loss

PLACE = 8


def facts(family: Family) -> Iterator[Claim]:
    """Each declared estimate is the one and only minimiser of the mean loss, under its conditions on the data."""
    for estimate in family.estimates:
        about = (family.mean(loss(family)), family.parameters, estimate.values, estimate.when)
        yield Claim("estimate", Obligation("estimate", about))
