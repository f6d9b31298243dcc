"""Sums over the members of domains: term by term, and an enclosure of what remains of an infinite one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any

from flint import arb, fmpq

from properties.enclosures.bounds import Bounds, Unbounded, bounds, plus
from properties.enclosures.enclosure import Enclosure
from properties.enclosures.near import S
from properties.enclosures.pieces import beyond, in_one_variable, pieces
from properties.enclosures.signs import known_sign, logs_apart
from properties.enclosures.tails import closest, sure
from properties.enclosures.tails import total as beyond_first
from properties.instances.compiling import Context
from properties.instances.evaluation import Compiled
from properties.instances.instance import Instance
from properties.instances.numbers import (
    INFINITY,
    ExtendedNumber,
    NotEvaluable,
    TooWide,
    add,
    rational,
)
from symbolic.core.domains import RealInterval, classes, consecutive, elements
from symbolic.core.terms import Parameter

MAX_TERMS = 20_000  # of a finite sum

MAX_FIRST_TERMS = 1024  # of an infinite sum, before its tail


def sum_over(integrand: Any, outcomes: Sequence[Any], instance: Instance, member: int, total: Any) -> Enclosure:
    """The sum of `integrand` over the outcomes, or over those alone that add up to a `total`."""
    names = tuple(a.column.name for a in outcomes)
    domains = [a.column.domain for a in outcomes]
    term = Compiled(integrand, Context(free=names))
    if len(domains) == 1 and total is None and consecutive(domains[0]) and not domains[0].finite:
        return _series(integrand, outcomes[0], term, domains[0].hull, instance, member)
    whole = None if total is None else Compiled(total, Context()).value(instance, member)
    ranges = [_members(a, domains, whole, instance) for a in outcomes]
    size = 1
    for r in ranges[: len(ranges) - (whole is not None)]:
        size *= len(r)
    if size > MAX_TERMS:
        raise NotEvaluable(f"a sum of {size} terms (at most {MAX_TERMS} are added)")
    bound = binding(instance, dict(zip(names, ranges, strict=True)))
    result: ExtendedNumber = fmpq(0)
    for cell in _cells(ranges, whole):
        result = add(result, term.value(bound, member, cell))
    return _exactly(result)


def _exactly(v: ExtendedNumber) -> Enclosure:
    return Enclosure(*_ball(v)) if isinstance(v, arb) else Enclosure(v, v, infinite=v in (INFINITY, -INFINITY))


def _ball(v: ExtendedNumber) -> Bounds:
    try:
        return bounds(v)
    except Unbounded as reason:
        raise TooWide("a sum of balls without bound") from reason


def _members(a: Any, domains: Sequence[Any], whole: ExtendedNumber, instance: Instance) -> Sequence[Any]:
    """The members of a column's domain, as far as the others leave room where all add up to `whole`."""
    domain = a.column.domain
    if classes(domain):
        return range(instance.sizes[a.column.name])
    listed = elements(domain)
    if listed is not None and not consecutive(domain):
        return [rational(v) for v in listed]
    if not consecutive(domain):
        raise NotEvaluable(f"the sum over {domain}")
    first, last = domain.hull.lower, domain.hull.upper
    if whole is not None and all(consecutive(d) and d.hull.lower != -INFINITY for d in domains):
        room = whole - sum((rational(d.hull.lower) for d in domains), fmpq(0)) + rational(first)
        last = min(last, int(room.p // room.q)) if last != INFINITY else int(room.p // room.q)
    if first == -INFINITY or last == INFINITY:
        raise NotEvaluable(f"the sum over {domain}, together with other columns")
    return [fmpq(k) for k in range(int(first), int(last) + 1)]


def _cells(ranges: Sequence[Sequence[Any]], whole: ExtendedNumber) -> Iterator[tuple[int, ...]]:
    """Every combination of places in the ranges, or those whose members add up to `whole`."""
    if whole is None:
        yield from product(*(range(len(r)) for r in ranges))
        return
    place = {v: j for j, v in enumerate(ranges[-1])}
    for cell in product(*(range(len(r)) for r in ranges[:-1])):
        rest = whole - sum((r[j] for r, j in zip(ranges, cell, strict=False)), fmpq(0))
        if rest in place:
            yield (*cell, place[rest])


def binding(instance: Instance, outcomes: dict[str, Sequence[Any]]) -> Instance:
    """The instance with these outcomes of some columns."""
    numbers = {n: tuple(r) for n, r in outcomes.items() if not isinstance(r, range)}
    sizes = {n: len(r) for n, r in outcomes.items()}
    return Instance(
        instance.counts, instance.sizes | sizes, instance.data, instance.members, instance.laws, instance.functions,
        instance.outcomes | numbers, instance.measure, instance.seed, instance.turn,
    )  # fmt: skip


def _series(
    integrand: Any, outcome: Any, term: Compiled, hull: RealInterval, instance: Instance, member: int
) -> Enclosure:
    """An infinite sum over whole numbers: the first terms, and the tail at each infinite end."""
    tree, x = in_one_variable(integrand, outcome, instance, member)
    tree = logs_apart(tree, known_sign)
    ends, rest, reasons, infinite = {}, Bounds(arb(0), arb(0)), [], False
    for end, way in ((hull.lower, -1), (hull.upper, 1)):
        if end not in (INFINITY, -INFINITY):
            ends[way] = int(end)
            continue
        last, h = _outermost(tree, x, way)
        nearest = hull.lower if way > 0 else -hull.upper
        first = max(4, 1 + last, 4 if isinstance(nearest, float) else 1 + int(nearest))
        edges = [fmpq(e) for e in _doubling(first, max(first, MAX_FIRST_TERMS))]
        edge, tail, reason = closest(h, edges, beyond_first)
        rest = plus(rest, tail)
        ends[way] = way * (int(edge.p) - 1)
        reasons.append(reason)
        infinite = infinite or sure(tail)
    values = [fmpq(k) for k in range(ends[-1], ends[1] + 1)]
    bound = binding(instance, {outcome.column.name: values})
    result: ExtendedNumber = fmpq(0)
    for j in range(len(values)):
        result = add(result, term.value(bound, member, (j,)))
    if isinstance(result, float):
        return Enclosure(result, result, infinite=True)
    return Enclosure(*plus(_ball(result), rest), "; ".join(filter(None, reasons)), infinite)


def _outermost(tree: Any, x: Parameter, way: int) -> tuple[int, Any]:
    """A whole number beyond which the terms, in the distance s from 0, have no kink; and how they are written there."""
    low, high, piece = list(pieces(tree, x, None, None))[-1 if way > 0 else 0]
    end = low if way > 0 else high
    return 0 if end is None else int(abs(end)) + 1, beyond(piece, x, way * S)


def _doubling(first: int, most: int) -> Iterator[int]:
    while first <= most:
        yield first
        first *= 2
