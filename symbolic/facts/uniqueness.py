"""Where the loss is convex: has the mean loss at most one minimiser, whatever the data?"""

from __future__ import annotations

from collections.abc import Iterator

from symbolic.facts import Claim
from symbolic.family import Family
from symbolic.kernel import Obligation, Verdict
from symbolic.likelihood import loss
from symbolic.normal_form import Undecided
from symbolic.provers.convexity import prove

PLACE = 9


def facts(family: Family) -> Iterator[Claim]:
    """At most one estimate, for families with a convex loss and no closed form (which would say more)."""
    if family.estimates:
        return
    try:
        per_sample = loss(family)
    except Undecided:
        return
    if prove(Obligation("convex", (per_sample, family.parameters))).verdict is Verdict.PROVED:
        yield Claim("at most one estimate", Obligation("at most one", (family.mean(per_sample), family.parameters)))
