"""An estimate on a data set (`Found`): by a closed form that is proved, or as frequencies; and parameters around it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flint import fmpq

from properties.data.family_data import Data
from properties.estimation.landmarks import landmarks
from properties.estimation.objectives import (
    ParameterPoint,
    Statistics,
    rounded,
)
from properties.instances.numbers import (
    PRECISIONS,
    NoValue,
    TooWide,
    inside,
    precision,
    rational,
    show,
    sign,
)
from symbolic.core.domains import Domain, consecutive, elements, reals
from symbolic.kernel import Verdict
from symbolic.models.family import Estimate
from symbolic.models.judging import facts

SHARES = tuple(fmpq(p, q) for p, q in ((1, 211), (1, 17), (2, 7), (3, 4), (97, 100)))
FACTORS = tuple(fmpq(p, q) for p, q in ((1, 199), (1, 19), (3, 10), (21, 20), (5, 1)))


@dataclass(frozen=True, slots=True)
class Found:
    """An estimate: how it was found, the formulas of a closed form, and the point itself.

    `closed` is the closed form that holds on these data, or None; `point` has rational values (those of a closed form rounded
    to 15 digits where they are irrational); `exact` says that the rational values are the very estimate; `why` says why there
    is no closed form, where the family declares one; `runs_off` names the unknowns that a search drove to the end of their
    domain, so that there is no estimate, or none was found.
    """

    point: ParameterPoint
    closed: Estimate | None
    exact: bool
    why: str = ""
    runs_off: tuple[str, ...] = ()


def closed_form(data: Data, statistics: Statistics) -> tuple[Found | None, str]:
    """The closed form on these data that is declared and proved, exact where it is rational; else why there is none."""
    family = data.family
    reasons: list[str] = []
    judged = facts(family, only=("estimates",)) if family.estimates else ()
    for estimate, fact in zip(family.estimates, judged, strict=True):
        if fact.verdict is not Verdict.PROVED:
            reasons.append(f"the declared closed form is {fact.verdict.value} for all data: it is not used")
            continue
        failed = [condition for condition in estimate.when if not _holds(condition, statistics)]
        if failed:
            reasons.append(f"the closed form needs {' and '.join(map(str, failed))}, which does not hold on these data")
            continue
        try:
            values = closed_values(estimate, statistics, PRECISIONS[0])
        except (NoValue, TooWide) as reason:
            reasons.append(f"the closed form has no value on these data: {reason}")
            continue
        point = {name: v if isinstance(v, fmpq) else rounded(v, 15) for name, v in values.items()}
        outside = [p for p in family.parameters if not inside(p.domain, point[str(p.name)])]
        if not outside:
            return Found(point, estimate, all(isinstance(v, fmpq) for v in values.values())), ""
        for p in outside:
            reasons.append(f"the closed form gives {p} = {show(values[str(p.name)])}, which is not in {p.domain}")
    return None, "; ".join(dict.fromkeys(reasons))


def _holds(condition: Any, statistics: Statistics) -> bool:
    """Is `statistic > 0` certain on these data?"""
    for bits in PRECISIONS:
        try:
            with precision(bits):
                return sign(statistics.evaluated(condition.lhs - condition.rhs, bits)) > 0
        except NoValue:
            return False
        except TooWide:
            continue
    return False


def closed_values(estimate: Estimate, statistics: Statistics, bits: int) -> ParameterPoint:
    return {str(p.name): statistics.evaluated(tree, bits) for p, tree in estimate.values}


def frequencies(data: Data) -> Found:
    """The estimate where the density itself is unknown: the relative frequencies. Unique by Gibbs' inequality."""
    return Found({"table": {cell: fmpq(times, data.rows) for cell, times in data.cells.items()}}, None, True)


def around(domain: Domain, at: fmpq, scale: fmpq) -> list[fmpq]:
    """Members of a domain on both sides of one of them, near and far, closed ends included; no two equally far."""
    listed = elements(domain)
    if listed is not None and not consecutive(domain):
        return [v for v in map(rational, listed) if v != at]
    if consecutive(domain):
        found = [at + s for s in (1, -1, 2, -3, 5, -8, 20, -30)]
    else:
        hull = domain.hull or reals
        found = []
        for end, closed, side in ((hull.lower, hull.lower_closed, -1), (hull.upper, hull.upper_closed, 1)):
            if isinstance(end, float):
                other = hull.upper if side < 0 else hull.lower
                width = scale if isinstance(other, float) or at == rational(other) else abs(at - rational(other))
                slant = 1 if side > 0 else fmpq(10, 11)
                found += [at + side * f * slant * width for f in FACTORS]
            else:
                found += [at + f * (rational(end) - at) for f in SHARES] + ([rational(end)] if closed else [])
    return [v for v in dict.fromkeys(found) if v != at and inside(domain, v)]


def grid(data: Data, found: Found, most: int) -> list[ParameterPoint]:
    """Parameters around the estimate: each unknown moved alone, then all together. At most `most`."""
    family, scale = data.family, rational(f"{landmarks(data)[1]:.6g}")
    if "table" in found.point:
        return _tables(data, found)[:most]
    moves = {
        str(p.name): around(p.domain, found.point[str(p.name)], scale * fmpq(7 + k, 7))
        for k, p in enumerate(family.parameters)
    }
    alone = [[found.point | {name: v} for v in values] for name, values in moves.items()]
    points = [p for row in _interleaved(alone) for p in [row]]
    if len(moves) > 1:
        for k in range(2):
            joint = {name: values[(k + j) % len(values)] for j, (name, values) in enumerate(moves.items()) if values}
            points.insert(3 * (k + 1), found.point | joint)
    return points[:most]


def _interleaved(rows: Sequence[list[ParameterPoint]]) -> Iterator[ParameterPoint]:
    for k in range(max(map(len, rows), default=0)):
        for row in rows:
            if k < len(row):
                yield row[k]


def _tables(data: Data, found: Found) -> list[ParameterPoint]:
    """Other tables of probabilities: the frequencies mixed with a uniform table and with tables that stand on one cell."""
    share, cells = found.point["table"], list(data.cells)
    uniform = {cell: fmpq(1, len(cells)) for cell in cells}
    others = [uniform, *({c: fmpq(1 if c == cell else 0) for c in cells} for cell in cells[:6])]
    mixed = []
    for t in (fmpq(1, 101), fmpq(1, 11), fmpq(3, 7), fmpq(1)):
        for k, other in enumerate(others):
            w = t / (k + 1)
            mixed.append({c: (1 - w) * share[c] + w * other[c] for c in cells})
    return [{"table": table} for table in mixed if table != share]
