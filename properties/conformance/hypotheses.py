"""What an implementation may compute instead of a loss: the loss with a clamp, with an eps, or with one input for another.

A hypothesis is another loss, in balls like the loss itself. It explains what came back where that is its value, and is not
that of the loss: nothing is guessed from names.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import combinations

from flint import arb
from sympy import Dummy, Expr, Integer, Max, Min, Symbol, exp, log, sqrt

from properties.conformance.accuracy import ULPS, Deviation, Edge, Output, certified, deviations, only
from properties.conformance.compared import Compared, exactly, float_of, moved, scale
from properties.conformance.inputs import FloatType
from properties.conformance.reference import Input, LossReference, Role
from properties.conformance.relation import Related, fits
from properties.conformance.truth import CertifiedExpression
from properties.instances.numbers import NotEvaluable, NoValue, TooWide, precision
from symbolic.core import terms
from symbolic.core.domains import elements, positive

EPS = Input("_eps", positive, Role.KNOWN)
SMALL = (
    *(10.0**-k for k in range(1, 41)), *(2.0**-k for k in (23, 24, 52, 53, 126, 1022)), 0.05, 0.02, 5e-3,
    2e-16, 1e-300,
)  # fmt: skip
LARGE = (1.0, 2.0, 5.0, 10.0, 15.0, 20.0, 30.0, 50.0, 80.0, 88.0, 100.0, 500.0, 700.0, 709.0, 1e3)
FEW_BITS, ROOM = 72, 13  # of a first look, and within how many more bits than the type has it decides nothing
FEW_POINTS = 8  # of a first look at many values at once
Trees = Iterator[tuple[str, Expr, Sequence[float]]]


@dataclass(frozen=True)
class Hypothesis:
    """Another loss: what is said of it, the loss with eps as its last input, and the values that eps may have."""

    said: str
    loss: LossReference
    values: Sequence[float]

    def clause(self, eps: float) -> str:
        return self.said.format(eps=f"{eps:g}")

    def compared(self, c: Compared, eps: float, order: int = 2) -> Compared | None:
        """What came back at a point, beside the other loss; None where that has no value."""
        point = (*c.point, eps)
        try:
            truth = self.loss.at(point, order)
        except (NoValue, TooWide):
            return None
        return Compared(point, truth, c.seen, scale(self.loss, point, truth))

    def explains(self, sought: EntrySought) -> float | None:
        """The eps with which what came back is right at all points, or None; slopes of 0 alone fit any clamp."""
        if not sought.tells:
            return None
        names = {n for n in sought.like.entry.split(", ") if n}
        symbols = tuple(i.symbol for i in self.loss.inputs)
        moving = tuple(i.symbol for i in self.loss.inputs if i.name in names)
        truth = certified(self.loss.forms[0], symbols, moving)
        spots = sought.spots

        def far(eps: arb, most: int) -> bool:
            for k, spot in enumerate(spots[:most]):
                if spot.refuses(truth, eps, sought.like):
                    spots.insert(0, spots.pop(k))  # what told once may tell again
                    return True
            return False

        near = {*_near(far, sorted(self.values), sought.kind, len(spots))}
        for eps in [v for v in self.values if v in near]:
            if all(self._right(spot.at, eps, sought.like, sought.kind, sought.related) for spot in spots):
                return eps
        return None

    def _right(self, c: Compared, eps: float, like: Deviation, kind: FloatType, related: Related) -> bool:
        other = self.compared(c, kind.rounded(eps), 1 if like.output is Output.VALUE else 2)
        if other is None:
            return False
        same = [
            e for e in deviations(self.loss, [other], kind, related) if (e.output, e.entry) == (like.output, like.entry)
        ]
        return bool(same) and all(e.edge in (None, Edge.FLUSHED) and e.blamed <= ULPS for e in same)

    def explains_values(self, groups: Sequence[Sequence[Compared]], kind: FloatType) -> float | None:
        """The eps with which all values are those of the other loss, up to a constant in each group; or None."""
        near = {*_near(lambda eps, most: self._apart(groups[0], eps, kind), sorted(self.values), kind, 1)}
        for eps in [v for v in self.values if v in near]:
            if all(self._fits(rows, kind.rounded(eps), kind) for rows in groups):
                return eps
        return None

    def _apart(self, rows: Sequence[Compared], eps: arb, kind: FloatType) -> bool:
        """Do two values certainly move otherwise than those of the other loss, whatever eps is in this ball?"""
        symbols = tuple(i.symbol for i in self.loss.inputs)
        with precision(FEW_BITS):
            gaps = [float_of(arb(exactly(c.seen.value)) - c.truth.value) for c in rows if c.truth is not None]
            some = [rows[gaps.index(end)] for end in (max(gaps), min(gaps))]
            try:
                one, other = (certified(self.loss.forms[0], symbols).enclosed((*c.point, eps)) for c in some)
            except NoValue:
                return True
            except TooWide:
                return False
            if one is None or other is None or isinstance(one.value, float) or isinstance(other.value, float):
                return False
            moved = arb(exactly(some[0].seen.value)) - arb(exactly(some[1].seen.value))
            size = (
                sum(abs(c.seen.value) + c.scale for c in some) + abs(float_of(one.value)) + abs(float_of(other.value))
            )
            slack = 2.0 ** (ROOM - kind.digits) * size + float(kind.smallest)
            return bool(abs(moved - (one.value - other.value)) > slack)

    def _fits(self, rows: Sequence[Compared], eps: float, kind: FloatType) -> bool:
        others = [self.compared(c, eps, 1) for c in rows]
        kept = [c for c in others if c is not None and c.finite]
        return len(kept) == len(rows) and fits(kept, kind)


@dataclass
class _Spot:
    """A point at which another loss must have what came back for one entry: `seen` there, up to a factor and to `slack`."""

    at: Compared
    exact: tuple[arb, ...]
    seen: arb | None  # None where a first look tells nothing
    factor: arb
    slack: float

    def refuses(self, truth: CertifiedExpression, eps: arb, like: Deviation) -> bool:
        """Is the other loss certainly something else there, whatever eps is in this ball? Few bits tell."""
        if self.seen is None:
            return False
        with precision(FEW_BITS):
            try:
                there = truth.enclosed((*self.exact, eps), len(truth.varying))
            except (NoValue, TooWide) as none:
                return isinstance(none, NoValue)
            if there is None or there.rough or isinstance(there.value, float):
                return False
            value = there.value
            if like.output is Output.GRADIENT:
                value = there.first.get(0, arb(0))
            elif like.output is Output.HESSIAN:
                value = there.second.get((0, len(truth.varying) - 1), arb(0))
            return bool(abs(self.seen - self.factor * value) > self.slack)


@dataclass
class EntrySought:
    """What another loss must have: one entry, as it came back at points where it is wrong, and at moderate ones.

    Arguments: `like`, a deviation of that entry; `related`, how the implementation is related to the loss.
    """

    reference: LossReference
    compared: Sequence[Compared]
    like: Deviation
    kind: FloatType
    related: Related

    @cached_property
    def spots(self) -> list[_Spot]:
        """The points, those first that told before."""
        return [self._spot(only(c, self.like.output, self.like.entry)) for c in self.compared]

    @cached_property
    def tells(self) -> bool:
        """Came a value back, or a derivative that is somewhere not 0?"""
        like = self.like
        return like.output is Output.VALUE or any(self._seen(only(c, like.output, like.entry)) for c in self.compared)

    def _spot(self, c: Compared) -> _Spot:
        symbols = tuple(i.symbol for i in self.reference.inputs)
        exact, seen = tuple(arb(exactly(x)) for x in c.point), self._seen(c)
        try:
            times, more = (
                certified(e, symbols).at(c.point, 0).value for e in (self.related.factor, self.related.constant)
            )
        except (NoValue, TooWide):
            seen = math.nan
        if not math.isfinite(seen) or isinstance(times, float) or isinstance(more, float):
            return _Spot(c, exact, None, arb(1), math.inf)
        size = self._size(c, seen)
        slack = 2.0 ** (ROOM - self.kind.digits) * (abs(seen) + (size if size < math.inf else 0))
        slack = (slack + float(self.kind.smallest)) * (1 + abs(float_of(times)))
        with precision(FEW_BITS):
            wanted = arb(exactly(seen)) - (more if self.like.output is Output.VALUE else 0)
        return _Spot(c, exact, wanted, times, slack)

    def _seen(self, c: Compared) -> float:
        if self.like.output is Output.VALUE:
            return c.seen.value
        return next(iter([*(c.seen.gradient or {}).values(), *(c.seen.hessian or {}).values()]), math.nan)

    def _size(self, c: Compared, seen: float) -> float:
        """By how much rounding the inputs moves the entry: of a slope, that of the loss itself; of a bend, a guess."""
        if self.like.output is Output.VALUE:
            return c.scale
        if self.like.output is Output.HESSIAN:
            return 2.0**10 * abs(seen)
        if c.truth is None or c.truth.second is None:
            return math.inf
        k = [i.name for i in self.reference.smooth].index(self.like.entry)
        return moved(self.reference, c.point, {a + b - k: v for (a, b), v in c.truth.second.items() if k in (a, b)})


def _near(far: Callable[[arb, int], bool], values: Sequence[float], kind: FloatType, count: int) -> Iterator[float]:
    """Those of some values, in order, that are not far: halves of them are refused at once, by a few points of `count`."""
    ends = [arb(exactly(kind.rounded(values[k]))) for k in (0, -1)]
    if far(ends[0].union(ends[1]), count if len(values) == 1 else FEW_POINTS):
        return
    if len(values) == 1:
        yield values[0]
        return
    half = len(values) // 2
    yield from _near(far, values[:half], kind, count)
    yield from _near(far, values[half:], kind, count)


@lru_cache(8)
def all_hypotheses(reference: LossReference) -> tuple[Hypothesis, ...]:
    """All other losses that are tried, made once."""
    return tuple(hypotheses(reference))


def hypotheses(reference: LossReference) -> Iterator[Hypothesis]:
    """All other losses that are tried, the most usual first."""
    inputs = (*reference.inputs, EPS)
    for said, tree, values in (*_clamps(reference), *_added(reference), *_exchanged(reference)):
        other = replace(reference, inputs=inputs, forms=(tree,))
        try:
            other.at((*(1.0 for _ in reference.inputs), 0.5), 0)
        except NotEvaluable:
            continue
        except (NoValue, TooWide, ZeroDivisionError):
            pass
        yield Hypothesis(said, other, values)


def _instead(tree: Expr, symbol: Symbol, other: Expr) -> Expr:
    return terms.replace(tree, {symbol: other}.get)


def _linked(tree: Expr, symbol: Symbol, mean: Expr) -> Expr:
    """The tree with log(mean) for the symbol, where it stands outside of its exponential."""
    kept = Dummy(real=True)
    outside = terms.replace(terms.replace(tree, {exp(symbol): kept}.get), {symbol: log(mean)}.get)
    return terms.replace(outside, {kept: exp(symbol)}.get)


def _logs(tree: Expr, moving: set[Symbol], change: Callable[[Expr], Expr]) -> Expr | None:
    """The tree with its logarithms of what moves changed; None where there are none."""
    some = {t: change(t) for t in tree.atoms(log) if t.free_symbols & moving}
    return terms.replace(tree, some.get) if some else None


def _clamps(reference: LossReference) -> Trees:
    eps, tree = EPS.symbol, reference.forms[-1]
    moving = {i.symbol for i in reference.predictions}
    for i in (*reference.predictions, *(i for i in reference.inputs if i.role is not Role.PREDICTION)):
        if i not in reference.smooth:
            continue
        low, high = (-math.inf, math.inf) if i.domain.hull is None else (i.domain.hull.lower, i.domain.hull.upper)
        if low == 0:
            top = Min(i.symbol, 1 - eps) if high == 1 else i.symbol
            yield f"{i.name} is clamped at {{eps}}", _instead(tree, i.symbol, Max(top, eps)), SMALL
        if low == -math.inf and high == math.inf:
            yield f"{i.name} is clamped to ±{{eps}}", _instead(tree, i.symbol, Max(Min(i.symbol, eps), -eps)), LARGE
    for i in reference.predictions:
        linked = exp(i.symbol)
        if tree.has(linked):
            yield f"{{eps}} is added to {linked} inside the logarithm", _linked(tree, i.symbol, linked + eps), SMALL
            yield (
                f"{linked} is clamped at {{eps}} inside the logarithm",
                _linked(tree, i.symbol, Max(linked, eps)),
                SMALL,
            )
    for said, change, values in (
        ("what stands in the logarithm is clamped at {eps}", lambda t: log(Max(t.args[0], eps)), SMALL),
        ("the logarithm is clamped at -{eps}", lambda t: Max(t, -eps), LARGE),
        ("{eps} is added inside the logarithm", lambda t: log(t.args[0] + eps), SMALL),
    ):
        changed = _logs(tree, moving, change)
        if changed is not None:
            yield said, changed, values
    yield "the loss is clamped at {eps}", Min(tree, eps), LARGE
    yield "the density is clamped at {eps} inside the logarithm", Min(tree, -log(eps)), SMALL
    yield "{eps} is added to the density inside the logarithm", -log(exp(-tree) + eps), SMALL


def _added(reference: LossReference) -> Trees:
    eps, tree = EPS.symbol, reference.forms[-1]
    for i in reference.inputs:
        if i.domain.hull is not None and i.domain.hull.lower == 0 and i in reference.smooth:
            yield f"{{eps}} is added to {i.name}", _instead(tree, i.symbol, i.symbol + eps), SMALL
            yield f"{{eps}} is added to {i.name}**2", _instead(tree, i.symbol, sqrt(i.symbol**2 + eps)), SMALL


def _exchanged(reference: LossReference) -> Trees:
    """One input for another, or a function of it: a rate for a scale, a variance for a deviation, 1 - tau for tau."""
    tree, once = reference.forms[-1], (1.0,)
    for i in reference.inputs:
        u = i.symbol
        if elements(i.domain) is not None:
            others: tuple[Expr, ...] = (1 - u,)
        elif i.role is Role.DATUM:
            others = (u + 1, u - 1, -u, log(u), exp(u), u**2, sqrt(u))
        else:
            logistic = 1 / (1 + exp(-u))
            others = (1 / u, sqrt(u), u**2, 1 - u, -u, 2 * u, u / 2, log(u), exp(u), logistic, u + 1, u - 1, 1 / u**2)
        for other in others:
            yield f"it is the loss with {other} for {i.name}", _instead(tree, u, other), once
        if i.role is not Role.DATUM and u not in reference.forms[-1].atoms(Integer):
            yield f"it is the loss with 1 for {i.name}", _instead(tree, u, Integer(1)), once
    for i, j in combinations(reference.inputs, 2):
        if i.domain == j.domain:
            swapped = terms.replace(tree, {i.symbol: j.symbol, j.symbol: i.symbol}.get)
            yield f"{i.name} and {j.name} are exchanged", swapped, once
