"""A family's estimate on a data set, and the certified comparison of its chain's objectives there. Drawing lives elsewhere.

Everything reported is decided in exact rationals and balls: every objective is evaluated over one finite set of parameters,
the estimate among them, and ranks every pair of them.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, pairwise
from math import ceil, floor, isfinite, log10
from typing import Any

import sympy
from flint import arb, fmpq

from properties.data.family_data import Data, inside
from properties.estimation.certificates import Box, Certificate, bracketed, collinear, convex, enclosed, stationary
from properties.estimation.inference import Inference, inference
from properties.estimation.jets import Objective as Jets
from properties.estimation.jets import Unavailable
from properties.estimation.linear import Linear
from properties.estimation.objectives import (
    Evaluator,
    Objective,
    Point,
    Statistics,
    decimal,
    objectives,
    rounded,
    table_model,
)
from properties.estimation.searching import as_float, improved, landmarks, numeric
from properties.estimation.vertices import Vertex, vertex
from properties.instances.numbers import (
    PRECISIONS,
    Number,
    Undecided,
    Undefined,
    ordered,
    precision,
    rational,
    show,
    sign,
)
from symbolic.chain import Chain, argmax
from symbolic.core.domains import Domain, FiniteSet, Integers, RealInterval, reals
from symbolic.core.errors import NotSupported
from symbolic.kernel import Verdict
from symbolic.models.family import Estimate, Family
from symbolic.models.judging import DECLARED, facts
from symbolic.models.likelihood import derivation
from symbolic.report.theorem import Theorem, check
from symbolic.rules import decreasing, increasing

DIRECT = 12_000  # evaluations of the density, row by row, for one objective
FEWEST = 7  # parameters that are compared whatever they cost
ROUNDS = 4
MANY = 2_000  # different rows: beyond this no other points are tried around one that was found


# ---- the estimate ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Found:
    """An estimate: how it was found, the formulas of a closed form, and the point itself.

    `closed` is the closed form that holds on these data, or None; `point` has rational values (those of a closed form rounded
    to 15 digits where they are irrational); `exact` says that the rational values are the very estimate; `why` says why there
    is no closed form, where the family declares one; `runs_off` names the unknowns that a search drove to the end of their
    domain, so that there is no estimate, or none was found.
    """

    point: Point
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
            values = _closed(estimate, statistics, PRECISIONS[0])
        except (Undefined, Undecided) as reason:
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
        except Undefined:
            return False
        except Undecided:
            continue
    return False


def _closed(estimate: Estimate, statistics: Statistics, bits: int) -> Point:
    return {str(p.name): statistics.evaluated(tree, bits) for p, tree in estimate.values}


# ---- a finite set of parameters around the estimate ------------------------------------------------------------------

SHARES = tuple(fmpq(p, q) for p, q in ((1, 211), (1, 17), (2, 7), (3, 4), (97, 100)))
FACTORS = tuple(fmpq(p, q) for p, q in ((1, 199), (1, 19), (3, 10), (21, 20), (5, 1)))


def around(domain: Domain, at: fmpq, scale: fmpq) -> list[fmpq]:
    """Members of a domain on both sides of one of them, near and far, closed ends included; no two equally far."""
    if isinstance(domain, FiniteSet):
        return [v for v in map(rational, domain.values) if v != at]
    if isinstance(domain, Integers):
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


def grid(data: Data, found: Found, most: int) -> list[Point]:
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


def _interleaved(rows: Sequence[list[Point]]) -> Iterator[Point]:
    for k in range(max(map(len, rows), default=0)):
        for row in rows:
            if k < len(row):
                yield row[k]


def frequencies(data: Data) -> Found:
    """The estimate where the density itself is unknown: the relative frequencies. Unique by Gibbs' inequality."""
    return Found({"table": {cell: fmpq(times, data.rows) for cell, times in data.cells.items()}}, None, True)


def _tables(data: Data, found: Found) -> list[Point]:
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


# ---- the comparison --------------------------------------------------------------------------------------------------

DERIVED = frozenset({"exactly one estimate", "at most one estimate"})  # by the tool: it may be open or refuted
OWED = {"nonnegative": "the density is nowhere negative", "mass": "the density has mass 1"}  # else it is no likelihood


@dataclass(frozen=True, slots=True)
class Agreement:
    """What a data set says of the objectives of a family's chain.

    Attributes: `found`, the estimate; `points`, the parameters that are compared, the estimate first; `objectives`;
    `statistics`, whether they were evaluated through statistics; `values`, for each objective its value at the estimate;
    `minimisers`, for each objective the places in `points` of its solutions; `pairs`, how many pairs every objective ranks
    alike; `left_out`, parameters whose values balls cannot tell apart; `findings`, what does not hold; `certificate`, what is
    certain of all minimisers on these data; `uncertified`, why nothing is; `facts`, what is known of the estimate for all
    data, each with its verdict; `underived`, why the chain ends before the loss, where it does; `inference`, what the
    likelihood says beyond that, where rows are observations.
    """

    data: Data
    theorem: Theorem
    found: Found
    points: tuple[Point, ...]
    objectives: tuple[Objective, ...]
    statistics: bool
    values: tuple[str, ...]
    minimisers: tuple[tuple[int, ...], ...]
    pairs: int
    left_out: int
    findings: tuple[str, ...]
    certificate: Certificate | None = None
    uncertified: str = ""
    facts: tuple[tuple[str, Verdict], ...] = ()
    underived: str = ""
    inference: Inference | None = None

    @property
    def verdict(self) -> str:
        stated = [verdict for _, verdict in self.owed]
        if self.findings or Verdict.REFUTED in stated:
            return "refuted"
        return "proved" if self.certain and self.theorem.proved and not stated else "unknown"

    @property
    def owed(self) -> tuple[tuple[str, Verdict], ...]:
        """What the family declares of itself and what is not proved: its density, its closed forms."""
        return tuple((text, v) for text, v in self.facts if v is not Verdict.PROVED and text not in DERIVED)

    @property
    def alone(self) -> bool:
        """Is the estimate proved to be the only solution of every objective?"""
        return self.certificate is not None and self.certificate.one and self.theorem.proved

    @property
    def method(self) -> str:
        """How the estimate was found, and what is certain of it, for a human."""
        return described(self.found, self.certificate)

    def claims(self) -> list[str]:
        """What is certain of all minimisers on these data, in lines."""
        return claims(self.data, self.found, self.certificate)

    def estimates(self) -> dict[str, str]:
        """The estimate of each unknown, exact where it is."""
        point = self.found.point
        if "table" in point:
            return _table(self.data, point)
        return {
            called(self.data, name): f"{v} = {told(self.data, v)}"
            if self.found.exact and v.q != 1 and len(str(v)) < 24
            else told(self.data, v)
            for name, v in point.items()
        }

    def coefficients(self) -> dict[str, str]:
        """Of a regression on columns, the weight of each column by the column's name, and the constant."""
        family, point = self.data.family, self.found.point
        return (
            {label: told(self.data, point[name]) for name, label in family.labels} if isinstance(family, Linear) else {}
        )

    def formulas(self) -> dict[str, str]:
        """The closed forms."""
        return {str(p): str(tree) for p, tree in self.found.closed.values} if self.found.closed else {}

    def shown(self, point: Point) -> str:
        """A parameter for a human."""
        return shown(self.data, point)

    @property
    def certain(self) -> bool:
        """On these data: does every objective rank every pair alike, is the estimate best, and all minimisers certified?"""
        alike = not self.findings and self.pairs > 0 and all(m == (0,) for m in self.minimisers)
        return alike and not self.found.runs_off and self.certificate is not None


def agreement(data: Data) -> Agreement:
    """The estimate on a data set, and whether every objective of the chain ranks the parameters around it alike.

    Raises InputError where the family is abstract, or where no estimate is found.
    """
    return Comparison(data).result()


class Comparison:
    """The work behind `agreement`: its parts are computed once, when they are asked for."""

    def __init__(self, data: Data) -> None:
        self.data, self.family = data, data.family
        self.underived = ""
        self._enclosed: Certificate | str | None = None
        self._corner: Vertex | None = None
        self._box: tuple[Point, Box | None] | None = None
        self.statistics = Statistics(data)

    @cached_property
    def theorem(self) -> Theorem:
        try:
            return check(derivation(self.general))
        except NotSupported as reason:  # what comes before the loss is derived
            self.underived = f"its chain ends at the mean negative log-likelihood: {reason}"
            x, q = self.general.sample, self.general.density
            chain = Chain(self.general.name, argmax(x.product(self.general.at_rows(q)), *self.general.parameters))
            return check(chain.then(increasing(sympy.log)).then(decreasing(lambda u: -u / x.n)))

    @property
    def general(self) -> Family:
        """The family that is derived: of a regression on columns the one with any predictor."""
        return self.family.general if isinstance(self.family, Linear) else self.family

    @cached_property
    def objectives(self) -> tuple[Objective, ...]:
        return objectives(self.family, self.theorem)

    @cached_property
    def loss(self) -> Evaluator:
        """The mean loss, through statistics where that leaves no sum over the rows."""
        through = Evaluator(self.data, self.objectives[-2], self.statistics)
        return Evaluator(self.data, self.objectives[-2]) if through.rowwise else through

    @cached_property
    def jets(self) -> Jets | None:
        """The derivatives of the mean loss, where they are known."""
        if table_model(self.family) is not None:
            return None
        try:
            return Jets(self.data, self.objectives[-2].general)
        except Unavailable:
            return None

    @cached_property
    def found(self) -> Found:
        if table_model(self.family):
            return frequencies(self.data)
        known, why = closed_form(self.data, self.statistics)
        if known is not None:
            return known
        loss = self.loss  # an abstract family is refused here, before anything is searched
        at = self._vertex()
        if at is not None:
            return Found(at.point, None, True, why)
        point, runs_off = numeric(self.data, loss, self.jets, several=not self.coordinates)
        for _ in range(ROUNDS):  # a better point around it is a better start
            settled = runs_off or (self.coordinates and self._stationary(point) is not None)
            better = None if settled or self.data.distinct > MANY else self._better(point)
            if better is None:
                break
            point, runs_off = improved(self.data, self.loss, better, self.jets)
        point = point if runs_off else self._deepest(point)
        return Found(point, None, False, why, runs_off or tuple(self._ray(point)))

    def _vertex(self) -> Vertex | None:
        """An exact minimiser, of a sum of absolute values; of one unknown only where it is alone, else it is a flat set."""
        unknowns = self.family.parameters
        if self.jets is None or not all(isinstance(p.domain, RealInterval) for p in unknowns):
            return None
        at = vertex(self.jets, {str(p.name): fmpq(0) for p in unknowns})
        if at is None or not all(inside(p.domain, at.point[str(p.name)]) for p in unknowns):
            return None
        self._corner = at if at.one or len(unknowns) > 1 else None
        return self._corner

    @cached_property
    def scale(self) -> fmpq:
        """What small differences are measured by: the spread of the data."""
        return rational(f"{landmarks(self.data)[1]:.6g}")

    @cached_property
    def coordinates(self) -> str:
        """The coordinates in which the loss is convex, in words; "" where none are known.

        Where the loss is not derived, the last objective is another function, of which convexity says nothing.
        """
        known = self.theorem.proved and not self.underived
        return convex(self.family) if known else ""

    def _deepest(self, point: Point) -> Point:
        """The point itself, or one in another valley where branch and bound has left that one only."""
        if self.jets is None or len(self.family.parameters) != 1 or self.coordinates:
            return point
        self._enclosed = enclosed(self.jets, point, self.scale, derived=not self.underived)
        if isinstance(self._enclosed, Certificate) and not self._enclosed.holds(point):
            ((name, (low, high)),) = self._enclosed.boxes[0].items()
            point, _ = improved(self.data, self.loss, {name: (low + high) / 2}, self.jets)
            if not self._enclosed.holds(point):
                point = {name: (low + high) / 2}
        return point

    def _ray(self, point: Point) -> Iterator[str]:
        """The weights of a regression that grow in proportion while the mean loss falls, as far as a few values tell."""
        if not isinstance(self.family, Linear) or self.jets is None or self._stationary(point) is not None:
            return
        weights = [str(w.name) for w in self.family.weights]
        further = [point | {w: t * point[w] for w in weights} for t in (fmpq(1), fmpq(5, 4), fmpq(3, 2), fmpq(2))]
        values = self.loss.values(further, PRECISIONS[-1])
        if all(v is not None and u is not None and ordered(u, v) == 1 for u, v in pairwise(values)):
            moved = (f"{called(self.data, w)} -> {'-' if point[w] < 0 else ''}oo" for w in weights if point[w])
            yield f"{', '.join(moved)} in proportion"

    def _stationary(self, point: Point) -> Box | None:
        if self._box is None or self._box[0] != point:
            self._box = point, None if self.jets is None else stationary(self.jets, point)
        return self._box[1]

    def _better(self, point: Point) -> Point | None:
        """The best of the parameters around a point, where it is certainly better than the point."""
        points = [point, *grid(self.data, Found(point, None, False), 40)]
        values = self.loss.values(points, PRECISIONS[1])
        best = 0
        for k, value in enumerate(values):
            at = values[best]
            if at is None or (value is not None and ordered(value, at) == -1):
                best = k
        return points[best] if best else None

    def estimate(self, bits: int) -> Point:
        """The estimate's values: those of a closed form in balls of so many bits where they are irrational."""
        found = self.found
        return found.point if found.closed is None or found.exact else _closed(found.closed, self.statistics, bits)

    def result(self) -> Agreement:
        distinct = self.data.distinct
        points = [self.found.point, *grid(self.data, self.found, 40)]
        through = len(points) * distinct > DIRECT
        evaluators = [Evaluator(self.data, o, self.statistics if through else None) for o in self.objectives]
        if any(e.rowwise for e in evaluators) and through:
            points = points[: max(FEWEST, DIRECT // distinct)]
        ranks, at_estimate = [], []
        for evaluator in evaluators:
            signs, value = self._ranked(evaluator, points)
            ranks.append(signs)
            at_estimate.append(value)
        undecided = {k for signs in ranks for (j, k), s in signs.items() if s is None}
        kept = [k for k in range(len(points)) if k not in undecided]
        pairs = [(j, k) for j, k in combinations(kept, 2)]
        findings = []
        for (j, k), o, signs in ((pair, o, r) for o, r in zip(self.objectives, ranks, strict=True) for pair in pairs):
            if signs[j, k] != ranks[-2][j, k]:
                findings.append(
                    f"the {o.name} ranks {shown(self.data, points[j])} and {shown(self.data, points[k])} otherwise than "
                    f"the {self.objectives[-2].name}"
                )
        beaten = [{k if signs[j, k] == -1 else j for j, k in pairs if signs[j, k]} for signs in ranks]
        minimisers = [tuple(i for i, k in enumerate(kept) if k not in worse) for worse in beaten]
        if self.found.closed is not None:
            for k in kept[1:]:
                if ranks[-2][0, k] == 1:
                    findings.append(
                        f"the closed form is no minimiser: the mean loss is smaller at {shown(self.data, points[k])}"
                    )
        certificate = self.certificate
        return Agreement(
            self.data, self.theorem, self.found, tuple(points[k] for k in kept), self.objectives, through, tuple(at_estimate),
            tuple(minimisers), len(pairs), len(undecided), tuple(findings[:3]),
            certificate if isinstance(certificate, Certificate) else None,
            "" if isinstance(certificate, Certificate) else certificate, tuple(self.facts()), self.underived, inference(self),
        )  # fmt: skip

    def _ranked(self, evaluator: Evaluator, points: Sequence[Point]) -> tuple[dict[tuple[int, int], int | None], str]:
        """The certified order of every pair, -1 where the first one is better; and the value at the estimate."""
        better = 1 if evaluator.objective.sense == "min" else -1
        signs: dict[tuple[int, int], int | None] = dict.fromkeys(combinations(range(len(points)), 2))
        open_ = list(signs)
        at: Number | None = None
        for bits in PRECISIONS:
            values = evaluator.values([self.estimate(bits), *points[1:]], bits)
            at = at if _clear(at) else values[0]
            for j, k in open_:
                a, b = values[j], values[k]
                found = None if a is None or b is None else ordered(a, b)
                signs[j, k] = None if found is None else better * found
            open_ = [pair for pair in open_ if signs[pair] is None]
            if not open_:
                break
        for bits in PRECISIONS[1:]:
            if not _clear(at):
                (at,) = evaluator.values([self.estimate(bits)], bits)
        return signs, _brief(at)

    @cached_property
    def certificate(self) -> Certificate | str:
        """What is certain of all minimisers of the mean loss on these data, or else why nothing is."""
        found, family = self.found, self.family
        if "table" in found.point:
            return Certificate("Gibbs' inequality", (), True, exact=True)
        if found.closed is not None:
            return Certificate("the closed form is the only minimiser for all data", (), True, exact=found.exact)
        if found.runs_off:
            return "no estimate was found"
        line = collinear(self.data)
        if line:
            return f"{line}: a whole line of weights predicts the same, and none of them is the only minimiser"
        if self.jets is None:
            return "the derivatives of the mean loss are not known here"
        if self._corner is not None:
            return Certificate("an exact vertex, where 0 is a subgradient", (), self._corner.one, True, exact=True)
        words = self.coordinates
        if words:
            box = self._stationary(found.point)
            if box is not None:
                return Certificate(f"the loss is convex {words}", (box,), True, True)
            if len(family.parameters) == 1:
                (u,) = family.parameters
                domain: Any = u.domain
                known = bracketed(self._values, domain, str(u.name), found.point, self.scale)
                if known is not None:
                    return known
        if len(family.parameters) == 1:
            return self._enclosed or enclosed(self.jets, found.point, self.scale, derived=not self.underived)
        if words:
            return f"the loss is convex {words}, but no box around the estimate is known to hold a stationary point"
        return "the loss is not known to be convex in any coordinates, and there are several unknowns"

    def _values(self, points: list[Point]) -> list[Number | None]:
        """The mean loss at some points: exact where it can be."""
        return self.loss.values(points, PRECISIONS[1])

    def facts(self) -> Iterator[tuple[str, Verdict]]:
        """What provers say of the estimate for all data: of the closed form that was used, else of uniqueness.

        Where the density is not known to be one, or something else that the family declares is not so, that is said too.
        """
        if not isinstance(self.family, Linear):
            for estimate, fact in zip(self.family.estimates, facts(self.family, only=("estimates",)), strict=True):
                if estimate is self.found.closed or fact.verdict is not Verdict.PROVED:
                    yield f"the closed form is the only minimiser of the mean loss{_where(estimate.when)}", fact.verdict
            for fact in facts(self.family, only=("uniqueness",)):
                about = fact.claim.obligation.about  # (objective, unknowns), and the conditions where there are any
                yield fact.name + _where(about[2] if len(about) > 2 else ()), fact.verdict
        for group, said in OWED.items():
            for fact in facts(self.general, only=(group,)):  # else it is no likelihood that was maximised
                if fact.verdict not in (Verdict.PROVED, Verdict.ASSUMED):
                    yield said, fact.verdict
        for fact in facts(self.general, only={*DECLARED} - {*OWED, "estimates"}):
            if fact.standing not in (Verdict.PROVED, Verdict.ASSUMED):
                yield f"what its file declares, {fact.name}", fact.standing


def _where(conditions: Sequence[Any]) -> str:
    return f" where {' and '.join(map(str, conditions))}" if conditions else ""


def described(found: Found, certificate: Certificate | None) -> str:
    """How an estimate was found, and what is certain of it, for a human."""
    if "table" in found.point:
        return "the relative frequencies, exact (Gibbs' inequality)"
    if found.closed is not None:
        return "closed form, exact" if found.exact else "closed form, in balls"
    if certificate is None:
        return "the best that was found by a search: that it is a minimiser is not certified"
    return f"found by a search, then certified: {certificate.how}"


def claims(data: Data, found: Found, c: Certificate | None) -> list[str]:
    """What is certain of all minimisers on these data, in lines."""
    if c is None or found.closed is not None or "table" in found.point:
        return []
    if c.exact:
        return [
            "it is the only minimiser, exactly" if c.one else "it is a minimiser, exactly, and may not be the only one"
        ]
    shown = [_box(data, box, 11 if c.flat else 4) for box in c.boxes]
    if c.flat is not None:
        ((name, _),) = c.boxes[0].items()
        low, high = map(decimal, c.flat)
        return [f"every {name} in [{low}, {high}] is a minimiser, and every minimiser lies in {shown[0]}"]
    if len(shown) == 1:
        said = [f"{'the only minimiser' if c.one else 'every minimiser'} lies in {shown[0]}"]
    else:
        said = [f"every minimiser lies in one of {len(shown)} places:", *(f"  {text}" for text in shown)]
    if c.symmetry:
        said.append(f"each of them holds one: {c.symmetry}")
    if c.period is not None:
        said.append(f"up to whole multiples of {decimal(c.period)}, the period of the mean loss")
    if c.least is not None:
        said.append(f"the least mean loss lies in {_between(*c.least)}")
    return said


def called(data: Data, name: str) -> str:
    """The name of an unknown for a human: a weight of a regression is called by its column as well."""
    label = dict(data.family.labels).get(name) if isinstance(data.family, Linear) else None
    return name if label is None else f"{name} ({label})"


def told(data: Data, v: fmpq) -> str:
    """A number for a human, in more digits where the data spread over little beside it: 1e12 + 2 may not read 1e12."""
    size, spread = as_float(abs(v)), landmarks(data)[1]
    far = isfinite(size) and size > spread
    return decimal(v, max(10, min(30, 6 + ceil(log10(size) - log10(spread)))) if far else 10)


def shown(data: Data, point: Point) -> str:
    """A parameter for a human."""
    values = _table(data, point) if "table" in point else {called(data, k): told(data, v) for k, v in point.items()}
    return ", ".join(f"{name} = {v}" for name, v in values.items())


def _box(data: Data, box: Box, digits: int) -> str:
    """Between which numbers each unknown lies, with so many digits that the two ends differ, and at least `digits`."""
    return ", ".join(
        f"{called(data, name)} = {decimal(low, 17)}"
        if low == high
        else f"{called(data, name)} in {_between(low, high, digits)}"
        for name, (low, high) in box.items()
    )


def _between(low: Any, high: Any, least: int = 4) -> str:
    """An interval in decimals, rounded outwards, a few digits beyond those in which its ends agree."""
    a, b = (v if isinstance(v, fmpq) else v.fmpq() if v.is_finite() else None for v in (low, high))
    if a is None or b is None:
        return f"[{low}, {high}]"
    size, gap = (log10(as_float(v)) if v else -math.inf for v in (max(abs(a), abs(b)), b - a))
    digits = min(13, max(least, ceil(size - gap) + 2)) if isfinite(size) and isfinite(gap) else 13
    unit = fmpq(10) ** (floor(size) + 1 - digits) if isfinite(size) else fmpq(1)
    down, up = a / unit, -b / unit
    return f"[{decimal((down.p // down.q) * unit, digits + 1)}, {decimal(-(up.p // up.q) * unit, digits + 1)}]"


def _table(data: Data, point: Point) -> dict[str, str]:
    """The probabilities of the labels, by label; of the eight most frequent where there are many."""
    cells = sorted(data.cells, key=lambda cell: (-data.cells[cell], cell))[:8]
    names = {cell: ", ".join(str(data.values[n][k]) for n, k in zip(data.names, cell, strict=True)) for cell in cells}
    more = {"others": str(len(data.cells) - 8)} if len(data.cells) > 8 else {}
    return {f"q({names[cell]})": str(point["table"][cell]) for cell in cells} | more


def _clear(v: Number | None) -> bool:
    """Is the first digit of a value known?"""
    return v is not None and not (isinstance(v, arb) and v.rel_accuracy_bits() < 4)


def _brief(v: Number | None) -> str:
    """A value for a table: exact where it is short; a ball that may be 0 as such, for its middle would read as 0."""
    if v is None:
        return ""
    if isinstance(v, arb) and not _clear(v):
        return v.str(3) if v.is_finite() else "not known"
    text = show(v)
    return text if len(text) <= 18 else decimal(v)
