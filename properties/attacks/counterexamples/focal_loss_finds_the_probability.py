"""The expected focal loss falls when q moves from the true probability p towards 1/2.

The cross-entropy -p log q - (1 - p) log(1 - q) exceeds its value at q = p by KL(p, q), which is positive elsewhere: p is
its only minimiser. At q = p the focal loss has a slope of the sign of p - 1/2, for gamma > 0 and p not in {0, 1/2, 1}, so a
step towards 1/2 that is small enough lowers it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flint import fmpq

from properties.instances.compiling import Context
from properties.instances.evaluation import Compiled
from properties.instances.instance import Instance
from properties.instances.numbers import PRECISIONS, TooWide, compare, precision, show
from symbolic.chain import Chain

HALVINGS = 24  # of the way from p to 1/2


def certify(chain: Chain, rows: Sequence[fmpq], candidate: Mapping[str, Any]) -> str | None:
    """The focal loss at q = p, and at a q closer to 1/2 where it is smaller; None for p = 1/2."""
    p, gamma = candidate["p"], candidate["gamma"]
    steps = [(fmpq(1, 2) - p) / 2**k for k in range(1, HALVINGS)] if p != fmpq(1, 2) else []
    members = [{"p": p, "gamma": gamma, "q": p + step} for step in (fmpq(0), *steps)]
    case = Instance({}, {}, {}, members)
    entropy, focal = (Compiled(problem.objective, Context(frozenset({"q"}))) for problem in (chain.start, chain.end))
    for k in range(1, len(members)):
        for bits in PRECISIONS:
            with precision(bits):
                try:
                    if compare(focal.value(case, k), focal.value(case, 0)) >= 0:
                        break
                except TooWide:
                    continue
                return (
                    f"  p = {p}, gamma = {gamma}\n"
                    f"  q = {p}: cross-entropy {show(entropy.value(case, 0))}, the smallest; focal loss "
                    f"{show(focal.value(case, 0))}\n"
                    f"  q = {members[k]['q']}: cross-entropy {show(entropy.value(case, k))}; focal loss "
                    f"{show(focal.value(case, k))}, which is smaller"
                )
    return None
