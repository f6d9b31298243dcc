"""Why an implementation is off, in one clause, where that is recognised: nothing is said otherwise.

Each reason is a hypothesis that is tried in certified numbers: another loss that has what came back for its value, a density
that is below the smallest number, an exponential beyond the largest, summands that cancel, a number of the smaller type.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from flint import arb
from sympy import Add, Expr, exp, log

from properties.conformance.accuracy import Deviation, Edge, Explained, Output, certified, deviations, only
from properties.conformance.calling import Adapter
from properties.conformance.compared import BITS, Compared, apart, exactly, float_of
from properties.conformance.hypotheses import EntrySought, Hypothesis, all_hypotheses
from properties.conformance.inputs import FLOAT32, FLOAT64, Coordinates, FloatType
from properties.conformance.recognising import factor_named, fitted, summands
from properties.conformance.reference import LossReference
from properties.conformance.relation import Related, fits
from properties.conformance.shrinking import Persistence, persistence, shrunk
from properties.conformance.slopes import reason_of_slopes
from properties.instances.numbers import NotEvaluable, NoValue, TooWide, precision

MOST_PLACES = 3  # inputs along which a deviation is followed
FEW, MANY = 4, 40  # points that a hypothesis about values must meet at first, and numbers that tell a type
SOME = 24  # moderate points at which another loss must have what came back as well
NEAR = 3e-3  # of a limit, relative: a factor beside an exponential moves it a little
CANCELLED = 16.0  # units of the largest summand that an error by cancellation may have


@dataclass(frozen=True)
class Unexplained:
    """What there is to explain a deviation with.

    `error`, at its simplest point; `where`, how far it goes on; `inner`, the moderate points; `related`, as it was found.
    """

    reference: LossReference
    kind: FloatType
    related: Related
    error: Deviation
    where: Persistence
    inner: Sequence[Compared]

    @property
    def failing(self) -> list[Compared]:
        return [self.error.at, *(c for c in self.where.tried if c.point != self.error.at.point)]


def explained(
    reference: LossReference,
    observe: Adapter,
    error: Deviation,
    inner: Sequence[Compared],
    related: Related,
    kind: FloatType,
    ulps: float,
    judged: Callable[[Sequence[Compared]], Sequence[Deviation]],
    inside: Callable[[Coordinates], bool],
    seconds: float,
) -> Deviation:
    """A deviation beyond the bar, told at a simpler point, with how far it goes on and why.

    Arguments: `observe`, how the implementation is called; `inner`, the moderate points; `ulps`, the bar; `judged`, the
    deviations at some points; `inside`, of the declared range; `seconds`, how long a simpler point is sought.
    """

    def alike(c: Compared) -> Deviation | None:
        for e in judged([only(c, error.output, error.entry)]):
            if _same(e, error) and e.edge is error.edge and (e.edge is not None or e.blamed > ulps):
                return replace(e, at=c)
        return None

    def fails(rows: Sequence[Compared]) -> bool:
        return all(alike(c) is not None for c in rows)

    (at,) = shrunk(reference, observe, [error.at], fails, inside, seconds)
    simple = alike(at) or error
    where, why = None, ""
    for number in _places(reference, error)[:MOST_PLACES]:
        along = persistence(reference, observe, at, number, fails, kind)
        why = reason(Unexplained(reference, kind, related, simple, along, inner))
        if why or where is None or not where.beside:
            where = along
        if why:
            break
    return replace(error, told=Explained(simple, str(where), why))


def _places(reference: LossReference, error: Deviation) -> list[int]:
    """The inputs along which a deviation is followed: that of the entry, then the other predictions."""
    names = [i.name for i in reference.predictions]
    first = [n for n in error.entry.split(", ") if n in names][:1]
    order = [*first, *(n for n in names if n not in first)]
    return [k for n in order for k, i in enumerate(reference.inputs) if i.name == n] or [0]


def reason(found: Unexplained) -> str:
    """Why an entry is off, as a clause; empty where nothing is recognised."""
    for recognised in (_multiplied, _alone, _underflow, _overflow, _another_loss, _cancelled, _smaller_type):
        said = recognised(found)
        if said:
            return said
    return ""


def reason_of_difference(
    reference: LossReference, groups: Sequence[Sequence[Compared]], kind: FloatType, related: Related
) -> str:
    """Why values are related to the truth no better, as a clause; empty where nothing is recognised."""
    if related.by_gradient:
        return reason_of_slopes(reference, groups, kind)
    kept = _kept(groups)
    if not kept:
        return ""
    return _summands(reference, kept, kind) or _other_values(reference, kept, kind, related.level > 0)


def wrong_terms(reference: LossReference, groups: Sequence[Sequence[Compared]], kind: FloatType) -> str:
    """Which terms of the loss are there otherwise than once, as a clause; empty where the values are no such sum."""
    kept = _kept(groups)
    return _summands(reference, kept, kind) if kept else ""


def _kept(groups: Sequence[Sequence[Compared]]) -> list[list[Compared]]:
    kept = [[c for c in rows if c.finite and c.scale < math.inf] for rows in groups]
    return [rows for rows in kept if len(rows) > 1]


# ---- of one entry ----------------------------------------------------------------------------------------------------


def _multiplied(found: Unexplained) -> str:
    """A derivative that is a multiple of the true one at all moderate points."""
    if found.error.output is Output.VALUE or found.error.edge is not None:
        return ""
    some = [only(c, found.error.output, found.error.entry) for c in found.inner]
    mine = [e for e in deviations(found.reference, some, found.kind, found.related) if _same(e, found.error)]
    mine = [e for e in mine if e.edge is None and not isinstance(e.truth, float)]
    ratios = [e.seen / float_of(e.truth) for e in mine if abs(float_of(e.truth)) > 1e-100]
    name = found.error.output.value
    if len(found.reference.predictions) > 1:
        name += f" in {found.error.entry}"
    if len(ratios) < FEW or any(e.seen for e in mine if e.truth == 0):
        return ""
    if len({e.seen for e in mine}) == 1 and len({float_of(e.truth) for e in mine}) > FEW:
        return f"the {name} is {mine[0].seen:g} everywhere"
    middle = sorted(ratios)[len(ratios) // 2]
    slack = max(1e-6, 2.0 ** (10 - found.kind.digits))
    if not middle or any(abs(r / middle - 1) > slack for r in ratios):
        return ""
    named = factor_named(abs(middle), slack)
    if named is None or middle == 1:
        return ""
    if middle < 0:
        return f"the {name} has the wrong sign" if named == 1 else f"the {name} is {-named} times that of the loss"
    return "" if named == 1 else f"the {name} is {named} times that of the loss"


def _alone(found: Unexplained) -> str:
    """At one number alone, and not beside it: a kink that the loss has not, or a branch that is not taken."""
    where, e = found.where, found.error
    if where.low < where.high or not where.beside or e.output is Output.VALUE:
        return ""
    place = f"{where.name} = {where.low:g}"
    if math.isnan(e.seen):
        values = deviations(found.reference, [e.at], found.kind, found.related)
        right = [v for v in values if v.output is Output.VALUE and v.edge is None and v.blamed <= 1]
        return (
            f"nan beside a right value at {place} alone, as where a branch that is not taken is differentiated"
            if right
            else ""
        )
    if e.edge is None and e.output is Output.GRADIENT and len(where.beside) == 2:
        return f"a kink at {place}, where the loss has none"
    return ""


def _underflow(found: Unexplained) -> str:
    """The value is that of log 0, or of few digits, where the density is below the smallest numbers of the type."""
    e, kind = found.error, found.kind
    if e.output is not Output.VALUE or e.edge not in (Edge.LOST, None) or e.seen < 0:
        return ""
    losses = [float_of(c.truth.value) for c in found.failing if c.truth is not None]
    normal, least = (-math.log(2) * k for k in (kind.lowest, kind.lowest - kind.digits))
    beside = [float_of(c.truth.value) for c in found.where.beside if c.truth is not None]
    if min(losses) < normal or not beside:
        return ""
    if e.edge is Edge.LOST and max(losses) < 2 * least:  # beyond, all densities do
        return ""
    if e.edge is None:
        denormal = max(losses) <= least and all(t <= normal + 1 or t >= least - 1 for t in beside)
        return f"the logarithm of a density that is no normal number of {kind.name} there" if denormal else ""
    last, first = max(beside), min(losses)
    if last <= normal <= first or (last <= least and first >= least - 1):
        return f"the logarithm of a density that underflows: it is below all numbers of {kind.name} there"
    return ""


def _overflow(found: Unexplained) -> str:
    """What came back is infinite or nan exactly where an exponential or a square leaves the range of the type."""
    e, kind = found.error, found.kind
    if e.edge not in (Edge.LOST, Edge.NAN) or not found.where.beside:
        return ""
    for said, argument, limit in _leaving(found.reference, kind):
        values = [_value(found.reference, argument, c) for c in found.failing]
        beside = [_value(found.reference, argument, c) for c in found.where.beside]
        least = min(values)
        if least >= limit * (1 - NEAR) and any(b < least and b < limit * (1 + 1e-9) for b in beside):
            return said
    return ""


def _leaving(reference: LossReference, kind: FloatType) -> Iterator[tuple[str, Expr, float]]:
    """What may leave the range of a type: a clause, a number, and beyond which it does."""
    largest = math.log(2) * (kind.highest + 1)
    smallest = math.log(2) * (kind.digits - kind.lowest)
    exponents = [t.args[0] for form in reference.forms for t in form.atoms(exp)]
    for u in dict.fromkeys([*(i.symbol for i in reference.predictions), *exponents]):
        for sign in (1, -1):
            yield f"exp({sign * u}) overflows", sign * u, largest
    for u in dict.fromkeys(exponents):
        yield f"exp({u}) underflows to 0", -u, smallest
    for i in reference.inputs:
        yield f"{i.name}**2 overflows", i.symbol**2, float(kind.largest)


def _another_loss(found: Unexplained) -> str:
    """What came back is what another loss has there."""
    e = found.error
    plain = 2.0 ** max(10, found.kind.digits - 34)  # units: less may be a coincidence
    if e.edge not in (None, Edge.FINITE) or (e.edge is None and (len(found.failing) < FEW or e.blamed < plain)):
        return ""
    step = max(1, len(found.inner) // SOME)
    some = [c for c in found.inner[::step] if c.truth is not None and not isinstance(c.truth.value, float)]
    sought = EntrySought(found.reference, [*found.failing, *some], e, found.kind, found.related)
    for h in all_hypotheses(found.reference):
        eps = h.explains(sought)
        if eps is not None:
            return h.clause(eps)
    return ""


def _cancelled(found: Unexplained) -> str:
    """The error is one of rounding, of summands of the loss that are much larger than what they sum to."""
    e, unit = found.error, 2.0**-found.kind.digits
    if e.edge is not None or isinstance(e.truth, float) or not math.isfinite(e.seen):
        return ""
    for form in reversed(found.reference.forms):
        sizes = [_sizes(found.reference, form, c, e) for c in (e.at, *(c for c in found.where.tried if c is not e.at))]
        if not sizes or not sizes[0]:
            continue
        largest, size = max(sizes[0]), abs(float_of(e.truth))
        if largest > 64 * size and apart(e.seen, e.truth) <= CANCELLED * unit * largest:
            return f"numbers of size {largest:.2g} cancel to {size:.2g}"
    return ""


def _sizes(reference: LossReference, form: Expr, c: Compared, e: Deviation) -> list[float]:
    """The sizes of what is summed: the summands, and where 1 + u is taken the logarithm of, 1."""
    symbols, moving = tuple(i.symbol for i in reference.inputs), tuple(i.symbol for i in reference.smooth)
    numbers = {i.name: k for k, i in enumerate(reference.smooth)}
    found = []
    for term in Add.make_args(form):
        try:
            there = certified(term, symbols, moving).at(c.point)
        except (NoValue, TooWide, NotEvaluable):
            return []
        value = there.value
        if e.output is not Output.VALUE:
            names = sorted(numbers[n] for n in e.entry.split(", "))
            if there.first is None or there.second is None:
                return []
            value = (
                there.first.get(names[0], arb(0)) if len(names) == 1 else there.second.get((names[0], names[1]), arb(0))
            )
        found.append(abs(float_of(value)))
        if e.output is Output.VALUE and any(
            isinstance(t.args[0], Add) and 1 in t.args[0].args for t in term.atoms(log)
        ):
            found.append(1.0)
    return [x for x in found if math.isfinite(x)]


def _smaller_type(found: Unexplained) -> str:
    """All values that came back in float64 are numbers of float32."""
    if found.kind is not FLOAT64 or found.error.output is not Output.VALUE or not found.related.level:
        return ""
    return "float32 inside: each value is a number of float32" if _are_single(found.inner) else ""


def _are_single(compared: Sequence[Compared]) -> bool:
    """Are values, of which the truths are none, all numbers of float32?"""
    long = [c for c in compared if c.finite and c.truth is not None and not _single(float_of(c.truth.value))]
    return len(long) >= MANY and all(_single(c.seen.value) for c in long)


def _single(x: float) -> bool:
    return FLOAT32.rounded(x) == x


# ---- of the relation -------------------------------------------------------------------------------------------------


def _summands(reference: LossReference, groups: Sequence[Sequence[Compared]], kind: FloatType) -> str:
    """The values are the summands of the loss, some with another coefficient."""
    moving = {i.symbol for i in reference.moving}
    rows = [c for group in groups for c in group]
    for parts in (summands(reference.forms[0]), Add.make_args(reference.forms[-1].expand())):
        columns = _columns(reference, parts, rows)
        if columns is None or len(parts) + FEW > len(rows):
            continue
        weights = [1 / c.scale if c.scale else 1.0 for c in rows]
        weighed = [[x * w for x, w in zip(v, weights, strict=True)] for v in (*columns, [1.0] * len(rows))]
        values = [c.seen.value * w for c, w in zip(rows, weights, strict=True)]
        simple = [Fraction(x).limit_denominator(12) for x in fitted(weighed, values)]
        number = fitted(weighed, values)[-1]
        sums = [
            math.fsum(float(q) * v[g] for q, v in zip(simple, columns, strict=False)) + number for g in range(len(rows))
        ]
        slack = 2.0 ** (14 - kind.digits)
        if any(abs(s - c.seen.value) > slack * (c.scale + abs(number)) for s, c in zip(sums, rows, strict=True)):
            continue
        wrong = [(q, t) for q, t in zip(simple, parts, strict=False) if q != 1 and t.free_symbols & moving]
        if 0 < len(wrong) <= 2:
            return " and ".join(_coefficient(q, t) for q, t in wrong)
    return ""


def _coefficient(q: Fraction, term: Expr) -> str:
    if not q:
        return f"the term {term} is missing"
    return f"the term {term} has the wrong sign" if q == -1 else f"the term {term} is there {q} times"


def _columns(reference: LossReference, parts: Sequence[Expr], rows: Sequence[Compared]) -> list[list[float]] | None:
    symbols = tuple(i.symbol for i in reference.inputs)
    found = []
    for term in parts:
        try:
            at = certified(term, symbols)
            column = [float_of(at.at(c.point, 0).value) for c in rows]
        except (NoValue, TooWide, NotEvaluable):
            return None
        if not all(map(math.isfinite, column)):
            return None
        found.append(column)
    return found


def _other_values(reference: LossReference, groups: Sequence[Sequence[Compared]], kind: FloatType, near: bool) -> str:
    """The values are those of another loss, up to a constant."""
    order = sorted(groups, key=_move, reverse=True)
    if fits(order[0], kind):
        return ""
    for h in all_hypotheses(reference):
        eps = h.explains_values(order[:1], kind)
        if eps is None:
            continue
        one = Hypothesis(h.said, h.loss, (eps,))
        if one.explains_values(order, kind) is not None:
            return h.clause(eps)
    rows = [c for group in groups for c in group]
    return "float32 inside: each value is a number of float32" if near and kind is FLOAT64 and _are_single(rows) else ""


def _move(rows: Sequence[Compared]) -> float:
    """How far values move otherwise than the truth in a group."""
    with precision(BITS):
        gaps = [float_of(arb(exactly(c.seen.value)) - c.truth.value) for c in rows if c.truth is not None]
    return max(gaps) - min(gaps)


def _value(reference: LossReference, tree: Expr, c: Compared) -> float:
    try:
        found = certified(tree, tuple(i.symbol for i in reference.inputs)).at(c.point, 0).value
    except (NoValue, TooWide, NotEvaluable):
        return math.nan
    return float_of(found)


def _same(one: Deviation, other: Deviation) -> bool:
    return (one.output, one.entry) == (other.output, other.entry)
