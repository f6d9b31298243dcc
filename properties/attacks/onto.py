"""Onto: a change of parameters maps the new domain into the old one and onto it, one to one where that is claimed.

That it misses a value is certified where the new domain is finite, or bounded: then by balls that cover the domain.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from typing import Any

from flint import arb, fmpq

from properties.attacks._case import Case
from properties.attacks._trial import Finding, Trial
from properties.evaluation import (
    INFINITY,
    Context,
    Expression,
    Instance,
    NotEvaluable,
    Number,
    Undecided,
    Undefined,
    compare,
    precision,
    rational,
    show,
)
from properties.strategies import numbers
from symbolic.domains import Domain, FiniteSet, RealInterval

PROPERTY = "onto"
PRIMITIVES = ("reparametrise",)
PIECES, BITS = 64, 64


def prepare(case: Case) -> Callable[[Trial], Finding | None]:
    old, new, map_, one_to_one = case.witness
    if old.domain.hull is None or new.domain.hull is None:
        raise NotEvaluable(f"{map_}: there is no arithmetic in {old.domain} or {new.domain}")
    phi = case.compile(map_, Context(frozenset({new.name})))
    missed = _missed(phi, new, old.domain)

    def check(trial: Trial) -> Finding | None:
        if missed is not None:
            return Finding(
                f"{old} = {map_} never takes the value {show(missed)}, for {new} in {new.domain}, {old} in {old.domain}"
            )
        values: dict[int, Number] = {}
        for k in trial.members:
            try:
                values[k] = trial.value(phi, k, BITS)
                outside = not _holds(old.domain, values[k])
            except Undefined as reason:
                return Finding(f"{old} = {map_} has no value at {trial.member(k)} ({reason})")
            except Undecided:
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
        return None

    return check


def _holds(domain: Domain, v: Number) -> bool:
    """Is the value in the domain? True where a ball cannot tell."""
    if isinstance(domain, FiniteSet):
        return any(_may_be(v, rational(w)) for w in domain.values)
    if isinstance(domain, RealInterval):
        if isinstance(v, float):
            return domain.has(v)
        for end, closed, outside in (
            (domain.lower, domain.lower_closed, -1),
            (domain.upper, domain.upper_closed, 1),
        ):
            if end in (INFINITY, -INFINITY):
                continue
            try:
                side = compare(v, rational(end))
            except Undecided:
                continue
            if side == outside or (side == 0 and not closed):
                return False
    return True


def _may_be(v: Number, w: fmpq) -> bool:
    try:
        return compare(v, w) == 0
    except Undecided:
        return True


def _missed(phi: Expression, new: Any, target: Domain) -> fmpq | None:
    """A number of the target that no member of the new domain is mapped to, where that is certain."""
    with precision(BITS):
        try:
            reached = [phi.value(Instance({}, {}, {}, [{new.name: v}]), 0) for v in _cover(new.domain)]
        except (Undefined, Undecided):
            return None
        return next((w for w in numbers(target) if reached and not any(_may_be(v, w) for v in reached)), None)


def _cover(domain: Domain) -> list[Number]:
    """Numbers and balls that hold every member of the domain; none where it is not bounded."""
    if isinstance(domain, FiniteSet):
        return [rational(v) for v in domain.values]
    if not isinstance(domain, RealInterval) or domain.lower == -INFINITY or domain.upper == INFINITY:
        return []
    lower, width = rational(domain.lower), rational(domain.upper) - rational(domain.lower)
    radius = arb(width / (2 * PIECES)).upper()
    return [arb(lower + width * fmpq(2 * j + 1, 2 * PIECES), radius) for j in range(PIECES)]
