"""The kinds of atoms, one row each: what is known of its values, and how it is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sympy import Abs, Basic, Max, Min, Rational, Tuple, exp, log
from sympy.core.numbers import EulerGamma, Pi

from symbolic.calculus.normal_form.atoms import (
    AbsAtom,
    AnyAtom,
    AppliedAtom,
    AtMostAtom,
    BaseAtom,
    ClassAtom,
    ClassesAtom,
    CountAtom,
    E,
    EntryAtom,
    ExpAtom,
    Fixed,
    HoleAtom,
    KeptAtom,
    LogAtom,
    LogOfSumAtom,
    MaxAtom,
    MeanAtom,
    MinAtom,
    Monomial,
    NegativePartAtom,
    NumberAtom,
    OutcomeAtom,
    ParameterAtom,
    Polynomial,
    PrimeAtom,
    ProductAtom,
    SameAtom,
    SpecialAtom,
    SumAtom,
    TotalAtom,
    Undecided,
    ZeroAtom,
    looks,
)
from symbolic.calculus.normal_form.integrability import lower_integrable, nonnegative_mean
from symbolic.calculus.normal_form.joint_laws import applied
from symbolic.calculus.normal_form.knowledge import Knowledge
from symbolic.calculus.normal_form.polynomials import UNIT, negated
from symbolic.calculus.normal_form.ring import whole_numbers
from symbolic.core import intervals
from symbolic.core.domains import INFINITY, RealInterval, least_classes, nonnegative, unit_interval
from symbolic.core.terms import (
    Applied,
    AtMost,
    Class,
    Count,
    Entry,
    Expectation,
    Index,
    NegativePart,
    Outcome,
    RowProduct,
    RowSum,
    Same,
    Total,
    raw,
)
from symbolic.functions import ROWS, special

A = TypeVar("A", bound=AnyAtom)
Write = Callable[[Polynomial], Any]
NUMBERS = {"E": (2, 3), "pi": (3, 4), "EulerGamma": (0, 1)}  # and between which two they lie
NOWHERE: frozenset[int] = frozenset()
DOWN, UP, BOTH = frozenset({-1}), frozenset({1}), frozenset({-1, 1})


@dataclass(frozen=True)
class Kind(Generic[A]):
    """A kind of atom: how it is written, its sign, an interval that holds it, and the infinities that it may take.

    See `Knowledge` for what these mean. As they stand, nothing is known of a sign or an interval, and nothing is infinite.
    """

    write: Callable[[A, Write], Basic]
    sign: Callable[[Knowledge, A], int | None] = lambda known, a: None
    enclosure: Callable[[Knowledge, A], RealInterval | None] = lambda known, a: None
    toward: Callable[[Knowledge, A], frozenset[int]] = lambda known, a: NOWHERE


def sign_within(interval: RealInterval | None) -> int | None:
    """The sign of what lies in an interval."""
    if interval is None or not interval.bounded_values or not interval.nonnegative:
        return None
    return 1 if interval.positive else 0


def _one(a: AnyAtom) -> Polynomial:
    return {frozenset({(a, UNIT)}): UNIT}


def _sign_if_finite(known: Knowledge, a: AnyAtom) -> int | None:
    return sign_within(known.enclosure(a)) if not known.toward(a) else None


def _domain_sign(known: Knowledge, a: ParameterAtom | EntryAtom | OutcomeAtom) -> int | None:
    return sign_within(a.domain.hull)


def _domain(known: Knowledge, a: ParameterAtom | EntryAtom | OutcomeAtom) -> RealInterval | None:
    hull: RealInterval | None = a.domain.hull
    return hull


def _domain_toward(known: Knowledge, a: EntryAtom | OutcomeAtom) -> frozenset[int]:
    hull = a.domain.hull
    return frozenset(d for d in (-1, 1) if hull is not None and hull.has(d * INFINITY))


def _applied_sign(known: Knowledge, a: AppliedAtom) -> int | None:
    return 1 if known.surely_positive(a) else 0 if a.values.nonnegative else None


def _applied_enclosure(known: Knowledge, a: AppliedAtom) -> RealInterval:
    return intervals.meet_positive(a.values) if a.values.nonnegative and known.surely_positive(a) else a.values


def _exponential(known: Knowledge, a: ExpAtom) -> RealInterval | None:
    inner = known.enclosure_of({a.exponent: UNIT})
    return None if inner is None else intervals.exponential(inner)


def _logarithm(a: LogAtom | LogOfSumAtom, inner: RealInterval | None) -> RealInterval | None:
    return None if inner is None or not inner.nonnegative else intervals.logarithm(inner, a)


def _summed(known: Knowledge, a: SumAtom | TotalAtom) -> RealInterval | None:
    inner = known.enclosure_of({a.term: UNIT})
    return None if inner is None else intervals.row_sum(inner, a)


def _special(known: Knowledge, a: SpecialAtom) -> RealInterval | None:
    parts = [p for argument in a.arguments if (p := known.enclosure_of(dict(argument))) is not None]
    found = special(ROWS[a.name], parts, a) if len(parts) == len(a.arguments) else None
    if found is not None and a.name == "binomial" and all(whole_numbers(dict(p)) for p in a.arguments):
        return found if found.positive else nonnegative  # it counts subsets
    return found


def _absolute(known: Knowledge, a: AbsAtom) -> RealInterval | None:
    inner = known.enclosure_of(dict(a.items))
    return None if inner is None else intervals.absolute(inner)


def _largest(known: Knowledge, a: MaxAtom) -> RealInterval | None:
    found = [p for part in a.parts if (p := known.enclosure_of(dict(part))) is not None]
    if not found:
        return None
    if len(found) < len(a.parts):  # at least as large as those of which something is known
        return RealInterval(max(p.lower for p in found), INFINITY, True, True)
    return intervals.maximum(found)


def _smallest(known: Knowledge, a: MinAtom) -> RealInterval | None:
    found = [p for part in a.parts if (p := known.enclosure_of(dict(part))) is not None]
    return -intervals.maximum([-p for p in found]) if len(found) == len(a.parts) else None


def _of_sum(known: Knowledge, a: BaseAtom | KeptAtom) -> RealInterval | None:
    return known.enclosure_of(dict(a.items))


def _inside(known: Knowledge, a: MeanAtom) -> Knowledge:
    return known.inside(applied(a.law))


def _mean_toward(known: Knowledge, a: MeanAtom) -> frozenset[int]:
    within, p = _inside(known, a), dict(a.items)
    below, above = lower_integrable(within, a.law, p), lower_integrable(within, a.law, negated(p))
    return NOWHERE if below and above else UP if below else DOWN if above else BOTH


def _mean_within(known: Knowledge, a: MeanAtom) -> RealInterval | None:
    """A mean lies in every interval that holds what it is of; and a divergence is at least 0."""
    within, p = _inside(known, a), dict(a.items)
    found, toward = within.enclosure_of(p), known.toward(a)
    if found is None or (not found.nonnegative and found.upper > 0):
        least = nonnegative_mean(within, a.law, p)
        found = RealInterval(0, INFINITY if found is None else found.upper) if least else found
    if found is None:
        return None
    low = found.lower_closed if found.lower != -INFINITY else -1 in toward
    high = found.upper_closed if found.upper != INFINITY else 1 in toward
    return RealInterval(found.lower, found.upper, low, high)


def _above(known: Knowledge, items: Fixed) -> frozenset[int]:
    return UP if known.directions(dict(items)) else NOWHERE


def _any_part(known: Knowledge, a: MaxAtom | MinAtom) -> frozenset[int]:
    return BOTH if any(known.directions(dict(p)) for p in a.parts) else NOWHERE


def _hole(a: HoleAtom, write: Write) -> Basic:
    raise Undecided("hole has no written form")


def _applied(a: AppliedAtom, write: Write) -> Basic:
    points, given = (Tuple(*(write(_one(x)) for x in values)) for values in (a.points, a.given))
    return Applied(a.head, a.parameters, points, given)


def _mean(a: MeanAtom, write: Write) -> Basic:
    return Expectation(write(dict(a.items)), _applied(AppliedAtom(*a.law[:4], None), write))  # type: ignore[arg-type]


def _extremum(func: type[Basic], parts: frozenset[Fixed], write: Write) -> Basic:
    return raw(func, tuple(write(dict(p)) for p in sorted(parts, key=looks)))


def _powers(m: Monomial) -> Polynomial:
    return {m: UNIT}


KINDS: dict[type, Kind[Any]] = {
    CountAtom: Kind[CountAtom](
        sign=lambda known, a: 1,
        enclosure=lambda known, a: RealInterval(1),
        write=lambda a, write: Count(a.size),
    ),
    ClassesAtom: Kind[ClassesAtom](
        sign=lambda known, a: 1,
        enclosure=lambda known, a: RealInterval(least_classes(a.column.domain)),
        write=lambda a, write: Total(1, Class(a.column)),
    ),
    NumberAtom: Kind[NumberAtom](
        sign=lambda known, a: 1,
        enclosure=lambda known, a: RealInterval(*NUMBERS[a.name], False, False),
        write=lambda a, write: exp(1) if a == E else Pi() if a.name == "pi" else EulerGamma(),
    ),
    PrimeAtom: Kind[PrimeAtom](
        sign=lambda known, a: 1,
        enclosure=lambda known, a: RealInterval(a.value, a.value),
        write=lambda a, write: Rational(a.value),
    ),
    ParameterAtom: Kind[ParameterAtom](sign=_domain_sign, enclosure=_domain, write=lambda a, write: a.parameter),
    EntryAtom: Kind[EntryAtom](
        sign=_domain_sign,
        enclosure=_domain,
        toward=_domain_toward,
        write=lambda a, write: Entry(a.column, Index("i", a.row.size)),
    ),
    OutcomeAtom: Kind[OutcomeAtom](
        sign=_domain_sign, enclosure=_domain, toward=_domain_toward, write=lambda a, write: Outcome(a.column)
    ),
    ClassAtom: Kind[ClassAtom](write=lambda a, write: Class(a.column)),
    AppliedAtom: Kind[AppliedAtom](sign=_applied_sign, enclosure=_applied_enclosure, write=_applied),
    LogAtom: Kind[LogAtom](
        enclosure=lambda known, a: _logarithm(a, known.enclosure(a.inner)),
        toward=lambda known, a: NOWHERE if known.sign(a.inner) == 1 else DOWN,
        write=lambda a, write: raw(log, (write(_one(a.inner)),)),
    ),
    LogOfSumAtom: Kind[LogOfSumAtom](
        enclosure=lambda known, a: _logarithm(a, known.enclosure_of(dict(a.items))),
        toward=lambda known, a: NOWHERE if known.sign_of(dict(a.items)) == 1 else DOWN,
        write=lambda a, write: raw(log, (write(dict(a.items)),)),
    ),
    ExpAtom: Kind[ExpAtom](
        sign=lambda known, a: 0 if known.directions({a.exponent: UNIT}) else 1,
        enclosure=_exponential,
        write=lambda a, write: raw(exp, (write(_powers(a.exponent)),)),
    ),
    SumAtom: Kind[SumAtom](
        sign=lambda known, a: known.sign_of_term(a.term) if not known.toward(a) else None,
        enclosure=_summed,
        toward=lambda known, a: known.directions({a.term: UNIT}),
        write=lambda a, write: RowSum(write(_powers(a.term)), Index("i", a.size), Count(a.size)),
    ),
    TotalAtom: Kind[TotalAtom](
        sign=_sign_if_finite,
        enclosure=_summed,
        toward=lambda known, a: known.directions({a.term: UNIT}),
        write=lambda a, write: Total(write(_powers(a.term)), Class(a.column)),
    ),
    ProductAtom: Kind[ProductAtom](
        sign=lambda known, a: known.sign(a.factor),
        write=lambda a, write: RowProduct(write(_one(a.factor)), Index("i", a.size), Count(a.size)),
    ),
    MeanAtom: Kind[MeanAtom](sign=_sign_if_finite, enclosure=_mean_within, toward=_mean_toward, write=_mean),
    BaseAtom: Kind[BaseAtom](
        sign=lambda known, a: known.sign_of(dict(a.items)),
        enclosure=_of_sum,
        toward=lambda known, a: known.directions(dict(a.items)),
        write=lambda a, write: write(dict(a.items)),
    ),
    KeptAtom: Kind[KeptAtom](
        sign=lambda known, a: known.sign_of(dict(a.items)),
        enclosure=_of_sum,
        toward=lambda known, a: known.directions(dict(a.items)),
        write=lambda a, write: write(dict(a.items)),
    ),
    AtMostAtom: Kind[AtMostAtom](
        sign=_sign_if_finite,
        enclosure=lambda known, a: unit_interval,
        write=lambda a, write: AtMost(0, write(dict(a.gap))),
    ),
    ZeroAtom: Kind[ZeroAtom](
        sign=_sign_if_finite,
        enclosure=lambda known, a: unit_interval,
        write=lambda a, write: Same(0, write(dict(a.gap))),
    ),
    SameAtom: Kind[SameAtom](
        sign=_sign_if_finite,
        enclosure=lambda known, a: unit_interval,
        write=lambda a, write: Same(write(_one(a.one)), write(_one(a.other))),
    ),
    SpecialAtom: Kind[SpecialAtom](
        sign=_sign_if_finite,
        enclosure=_special,
        toward=lambda known, a: NOWHERE if known.enclosure(a) is not None else BOTH,
        write=lambda a, write: raw(ROWS[a.name].function, tuple(write(dict(p)) for p in a.arguments)),
    ),
    AbsAtom: Kind[AbsAtom](
        sign=lambda known, a: 0 if not known.toward(a) else None,
        enclosure=_absolute,
        toward=lambda known, a: _above(known, a.items),
        write=lambda a, write: raw(Abs, (write(dict(a.items)),)),
    ),
    NegativePartAtom: Kind[NegativePartAtom](
        sign=lambda known, a: 0 if not known.toward(a) else None,
        toward=lambda known, a: _above(known, a.items),
        write=lambda a, write: NegativePart(write(dict(a.items))),
    ),
    MaxAtom: Kind[MaxAtom](
        sign=_sign_if_finite,
        enclosure=_largest,
        toward=_any_part,
        write=lambda a, write: _extremum(Max, a.parts, write),
    ),
    MinAtom: Kind[MinAtom](
        sign=_sign_if_finite,
        enclosure=_smallest,
        toward=_any_part,
        write=lambda a, write: _extremum(Min, a.parts, write),
    ),
    HoleAtom: Kind[HoleAtom](toward=lambda known, a: BOTH, write=_hole),
}
