"""Onto: a change of parameters maps the new domain into the old one and onto it, one to one where that is claimed.

That it misses a value is certified by balls that cover the new domain, and towards an open or infinite end by what bounds the
map there.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any

from flint import arb, fmpq
from sympy import Rational

from properties.attacks.case import Case
from properties.attacks.search import Check
from properties.attacks.trial import Finding, Trial
from properties.enclosures.bounds import Bounds, Unbounded
from properties.enclosures.near import Near, S, expanded
from properties.instances.compiling import Context
from properties.instances.evaluation import Compiled
from properties.instances.instance import Instance
from properties.instances.numbers import (
    INFINITY,
    ExtendedNumber,
    NotEvaluable,
    NoValue,
    TooWide,
    compare,
    inside,
    ordered,
    precision,
    rational,
    show,
)
from properties.instances.strategies import numbers
from properties.work import WORK, Meter, OutOfWork, budget
from symbolic.core.domains import Domain, RealInterval, elements, interval
from symbolic.core.terms import replace, symbols

PROPERTY = "onto"
PRIMITIVES = ("reparametrise",)
PIECES, BITS = 64, 64
FAR, CLOSE = fmpq(64), 1024
MANY = 256  # members of a finite domain
SOME = 3  # values of the known constants


def prepare(case: Case) -> Check:
    old, new, map_, one_to_one = case.witness
    if old.domain.hull is None or new.domain.hull is None:
        raise NotEvaluable(f"{map_}: there is no arithmetic in {old.domain} or {new.domain}")
    phi = case.compile(map_, Context(frozenset({new.name})))
    missed, there = None, ""
    with budget(Meter(WORK // 4)):
        for constants in _constants(map_, new):
            at = replace(map_, constants.get)
            missed = _missed(at, Compiled(at, Context(frozenset({new.name}))), new, old.domain)
            if missed is not None:
                there = "".join(f", {c} = {v}" for c, v in constants.items())
                break

    def check(trial: Trial) -> Finding | None:
        values: dict[int, ExtendedNumber] = {}
        for k in trial.members:
            try:
                values[k] = trial.value(phi, k, BITS)
                outside = inside(old.domain, values[k]) is False
            except NoValue as reason:
                return Finding(f"{old} = {map_} has no value at {trial.member(k)} ({reason})")
            except TooWide:
                continue
            if outside:
                return Finding(
                    f"{old} = {map_} is {show(values[k])} at {trial.member(k)}, which is not in {old.domain}"
                )
        for j, k in combinations(values, 2) if one_to_one is True else ():
            names = trial.instance.members[j][new.name], trial.instance.members[k][new.name]
            exact = isinstance(values[j], fmpq) and isinstance(values[k], fmpq)
            if exact and values[j] == values[k] and names[0] != names[1]:
                return Finding(
                    f"{old} = {map_} is {show(values[j])} both at {new} = {show(names[0])} and at {new} = {show(names[1])}"
                )
        if missed is not None:
            return Finding(
                f"{old} = {map_} never takes the value {show(missed)}, for {new} in {new.domain}, {old} in {old.domain}"
                + there
            )
        return None

    return check


def _constants(map_: Any, new: Any) -> Iterator[dict[Any, Any]]:
    """Some values for the known constants of a map; one, of none, where there are none."""
    known = sorted((c for c in symbols(map_) if c != new), key=str)
    for k in range(SOME if known else 1):
        values = [list(numbers(c.domain)) for c in known]
        if all(values):
            yield {
                c: Rational(int(v[(k + j) % len(v)].p), int(v[(k + j) % len(v)].q))
                for j, (c, v) in enumerate(zip(known, values, strict=True))
            }


def _may_be(v: ExtendedNumber | Bounds, w: fmpq) -> bool:
    if isinstance(v, Bounds):
        return ordered(v.lower, w) != 1 and ordered(v.upper, w) != -1
    try:
        return compare(v, w) == 0
    except TooWide:
        return True


def _missed(map_: Any, phi: Compiled, new: Any, target: Domain) -> fmpq | None:
    """A number of the target that no member of the new domain is mapped to, where that is certain."""
    with precision(BITS):
        try:
            reached = [*_inner(phi, new), *_outer(map_, new)]
        except (NoValue, TooWide, Unbounded, OutOfWork):
            return None
        return next((w for w in numbers(target) if reached and not any(_may_be(v, w) for v in reached)), None)


Reached = ExtendedNumber | Bounds  # a ball, or an interval with exact ends


def _inner(phi: Compiled, new: Any) -> list[Reached]:
    """What is reached from the finite part of the domain that balls cover; nothing where the domain is no such set."""
    listed, known = elements(new.domain), _covering(new.domain)
    if listed is not None and len(listed) <= MANY:
        balls: list[ExtendedNumber] = [rational(v) for v in listed]
    elif known is not None:
        lower, upper = _ends(known)
        width = upper - lower
        radius = arb(width / (2 * PIECES)).upper()
        balls = [arb(lower + width * fmpq(2 * j + 1, 2 * PIECES), radius) for j in range(PIECES)]
    else:
        return []
    return [phi.value(Instance({}, {}, {}, [{new.name: v}]), 0) for v in balls]


def _covering(domain: Domain) -> RealInterval | None:
    """An interval that holds all of a domain: what it is not mapped to, the domain is not."""
    return interval(domain) or (domain.hull if isinstance(domain.hull, RealInterval) else None)


def _ends(domain: RealInterval) -> tuple[fmpq, fmpq]:
    """Where the part that balls cover begins and ends: at a closed end, before an open one, far out where there is none."""
    lower = -FAR if domain.lower == -INFINITY else rational(domain.lower)
    upper = FAR if domain.upper == INFINITY else rational(domain.upper)
    width = upper - lower
    return (
        lower if domain.lower == -INFINITY or domain.lower_closed else lower + width / CLOSE,
        upper if domain.upper == INFINITY or domain.upper_closed else upper - width / CLOSE,
    )


def _outer(map_: Any, new: Any) -> list[Reached]:
    """What is reached beyond that part, towards each open or infinite end."""
    domain = _covering(new.domain)
    if domain is None:
        return []
    lower, upper = _ends(domain)
    found: list[Reached] = []
    for end, closed, inner, way in (
        (domain.lower, domain.lower_closed, lower, 1),
        (domain.upper, domain.upper_closed, upper, -1),
    ):
        if end in (INFINITY, -INFINITY):
            place, near = -way * S, Near(FAR, True)
        elif not closed:
            e = rational(end)
            place, near = Rational(int(e.p), int(e.q)) + way * S, Near(abs(inner - e), False)
        else:
            continue
        there = map_.xreplace({new: place})
        try:
            found.append(near.value(expanded(there)))
        except Unbounded:
            found.append(near.value(there))
    return found
