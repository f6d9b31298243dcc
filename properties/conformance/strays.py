"""What is another function where digits are not judged: errors that no loss of digits explains.

In the surroundings of the core a right implementation may lose many digits, as log(1 - p) does where p is near 1, or p - 1 in
a gradient. What is off by more than a share of the truth and of what conditioning explains, and by more than rounding numbers
of the size of the inputs leaves, is no rounding: a clip, a branch, a term for large counts.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

from properties.conformance.accuracy import Deviation
from properties.conformance.compared import apart
from properties.conformance.inputs import FloatType
from properties.conformance.relation import SLACK


def strays(errors: Iterable[Deviation], kind: FloatType) -> Iterator[Deviation]:
    """Those errors of finite numbers that are none of rounding: more than the fourth root of a unit, 1e-4 of a double."""
    share = 2.0 ** (-kind.digits / 4)  # of the truth, and of what conditioning explains
    for e in errors:
        if e.edge is not None or isinstance(e.truth, float) or not math.isfinite(e.seen):
            continue
        rounding = SLACK * 2.0**-kind.digits * (1 + sum(map(abs, e.at.point)))
        if e.blamed > share * 2.0**kind.digits and apart(e.seen, e.truth) > rounding:
            yield e
