"""A family's estimate on a data set, and the certified comparison of its chain's objectives there. Drawing lives elsewhere.

Everything reported is decided in exact rationals and balls: every objective is evaluated over one finite set of parameters,
the estimate among them, and ranks every pair of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, pairwise
from typing import Any

import sympy
from flint import fmpq

from properties.data.family_data import Data
from properties.estimation.certificates import Box, Certificate, bracketed, collinear, convex, enclosed, stationary
from properties.estimation.found import Found, closed_form, closed_values, frequencies, grid
from properties.estimation.inference import Inference, inference
from properties.estimation.jets import Jets, Unavailable
from properties.estimation.landmarks import landmarks
from properties.estimation.linear import Linear
from properties.estimation.objectives import (
    Evaluator,
    Objective,
    ParameterPoint,
    Statistics,
    objectives,
    table_model,
)
from properties.estimation.searching import improved, numeric
from properties.estimation.vertices import Vertex, vertex
from properties.estimation.wording import brief, called, claims, clear, described, shown, table_of, told, where_said
from properties.instances.numbers import (
    PRECISIONS,
    ExtendedNumber,
    inside,
    ordered,
    rational,
)
from symbolic.chain import Chain, argmax
from symbolic.core.domains import interval
from symbolic.core.errors import NotSupported
from symbolic.kernel import Verdict
from symbolic.models.family import Family
from symbolic.models.judging import DECLARED, facts
from symbolic.models.likelihood import derivation
from symbolic.report.theorem import Theorem, check
from symbolic.rules import decreasing, increasing
from symbolic.statements.exactly_one import ExactlyOne

DIRECT = 12_000  # evaluations of the density, row by row, for one objective
FEWEST = 7  # parameters that are compared whatever they cost
ROUNDS = 4
MANY = 2_000  # different rows: beyond this no other points are tried around one that was found
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
    points: tuple[ParameterPoint, ...]
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
            return table_of(self.data, point)
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

    def shown(self, point: ParameterPoint) -> str:
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
        self._box: tuple[ParameterPoint, Box | None] | None = None
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
        if self.jets is None or not all(interval(p.domain) for p in unknowns):
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

    def _deepest(self, point: ParameterPoint) -> ParameterPoint:
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

    def _ray(self, point: ParameterPoint) -> Iterator[str]:
        """The weights of a regression that grow in proportion while the mean loss falls, as far as a few values tell."""
        if not isinstance(self.family, Linear) or self.jets is None or self._stationary(point) is not None:
            return
        weights = [str(w.name) for w in self.family.weights]
        further = [point | {w: t * point[w] for w in weights} for t in (fmpq(1), fmpq(5, 4), fmpq(3, 2), fmpq(2))]
        values = self.loss.values(further, PRECISIONS[-1])
        if all(v is not None and u is not None and ordered(u, v) == 1 for u, v in pairwise(values)):
            moved = (f"{called(self.data, w)} -> {'-' if point[w] < 0 else ''}oo" for w in weights if point[w])
            yield f"{', '.join(moved)} in proportion"

    def _stationary(self, point: ParameterPoint) -> Box | None:
        if self._box is None or self._box[0] != point:
            self._box = point, None if self.jets is None else stationary(self.jets, point)
        return self._box[1]

    def _better(self, point: ParameterPoint) -> ParameterPoint | None:
        """The best of the parameters around a point, where it is certainly better than the point."""
        points = [point, *grid(self.data, Found(point, None, False), 40)]
        values = self.loss.values(points, PRECISIONS[1])
        best = 0
        for k, value in enumerate(values):
            at = values[best]
            if at is None or (value is not None and ordered(value, at) == -1):
                best = k
        return points[best] if best else None

    def estimate(self, bits: int) -> ParameterPoint:
        """The estimate's values: those of a closed form in balls of so many bits where they are irrational."""
        found = self.found
        return (
            found.point if found.closed is None or found.exact else closed_values(found.closed, self.statistics, bits)
        )

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

    def _ranked(
        self, evaluator: Evaluator, points: Sequence[ParameterPoint]
    ) -> tuple[dict[tuple[int, int], int | None], str]:
        """The certified order of every pair, -1 where the first one is better; and the value at the estimate."""
        better = 1 if evaluator.objective.sense == "min" else -1
        signs: dict[tuple[int, int], int | None] = dict.fromkeys(combinations(range(len(points)), 2))
        open_ = list(signs)
        at: ExtendedNumber | None = None
        for bits in PRECISIONS:
            values = evaluator.values([self.estimate(bits), *points[1:]], bits)
            at = at if clear(at) else values[0]
            for j, k in open_:
                a, b = values[j], values[k]
                found = None if a is None or b is None else ordered(a, b)
                signs[j, k] = None if found is None else better * found
            open_ = [pair for pair in open_ if signs[pair] is None]
            if not open_:
                break
        for bits in PRECISIONS[1:]:
            if not clear(at):
                (at,) = evaluator.values([self.estimate(bits)], bits)
        return signs, brief(at)

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

    def _values(self, points: list[ParameterPoint]) -> list[ExtendedNumber | None]:
        """The mean loss at some points: exact where it can be."""
        return self.loss.values(points, PRECISIONS[1])

    def facts(self) -> Iterator[tuple[str, Verdict]]:
        """What provers say of the estimate for all data: of the closed form that was used, else of uniqueness.

        Where the density is not known to be one, or something else that the family declares is not so, that is said too.
        """
        if not isinstance(self.family, Linear):
            for estimate, fact in zip(self.family.estimates, facts(self.family, only=("estimates",)), strict=True):
                if estimate is self.found.closed or fact.verdict is not Verdict.PROVED:
                    yield (
                        f"the closed form is the only minimiser of the mean loss{where_said(estimate.when)}",
                        fact.verdict,
                    )
            for fact in facts(self.family, only=("uniqueness",)):
                stated = fact.claim.obligation
                yield fact.name + where_said(stated.conditions if isinstance(stated, ExactlyOne) else ()), fact.verdict
        for group, said in OWED.items():
            for fact in facts(self.general, only=(group,)):  # else it is no likelihood that was maximised
                if fact.verdict not in (Verdict.PROVED, Verdict.ASSUMED):
                    yield said, fact.verdict
        for fact in facts(self.general, only={*DECLARED} - {*OWED, "estimates"}):
            if fact.standing not in (Verdict.PROVED, Verdict.ASSUMED):
                yield f"what its file declares, {fact.name}", fact.standing
