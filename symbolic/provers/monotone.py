"""Strictly monotone maps of intervals, and maps one to one or onto between the domains of parameters.

What moves in one direction is found in `symbolic.calculus.directions`, and onto what in `symbolic.calculus.images`. Finite
sets are gone through member by member; of whole numbers, shifts and reflections are known; of any set, its own identity.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from sympy import Add, Expr, Mul, Pow, Rational, Symbol, exp, log

from symbolic.calculus.directions import at, direction, moving
from symbolic.calculus.enclosing import Undefined, Values, is_exact
from symbolic.calculus.normal_form import ONE, NormalForm, ParameterAtom, Polynomial, Undecided
from symbolic.calculus.slopes import fresh
from symbolic.core.domains import (
    INFINITY,
    Domain,
    RealInterval,
    consecutive,
    discrete,
    elements,
    interval,
    is_interval,
    whole,
)
from symbolic.core.terms import Parameter, symbols
from symbolic.kernel import Answer, Verdict
from symbolic.statements.decreasing import Decreasing
from symbolic.statements.increasing import Increasing
from symbolic.statements.one_to_one import OneToOne
from symbolic.statements.onto import Onto

ABOUT = (Increasing, Decreasing, OneToOne, Onto)
PROVED = Answer(Verdict.PROVED)
MANY = 1024  # members of a finite set that are gone through


def prove(obligation: Increasing | Decreasing | OneToOne | Onto) -> Answer:
    """`increasing` and `decreasing` maps on an interval; maps `one to one` or `onto` between the domains of parameters."""
    if isinstance(obligation, OneToOne | Onto):
        return _maps(obligation)
    map_, variable, hull = obligation.map_, obligation.variable, obligation.interval.hull
    if hull is None or not is_interval(obligation.interval):
        return _unknown("only maps of intervals of real numbers are known")
    try:
        found = direction(map_, variable, hull, obligation.given)
    except Undefined as reason:
        return _unknown(str(reason))
    if found == 0:
        return _unknown(f"{map_} is not known to be strictly monotone in {variable} on {obligation.interval}")
    if (found == 1) != isinstance(obligation, Increasing):
        return _unknown(f"{map_} is strictly {'increasing' if found == 1 else 'decreasing'}")
    return PROVED


def _unknown(reason: str) -> Answer:
    return Answer(Verdict.UNKNOWN, reason)


def _maps(obligation: OneToOne | Onto) -> Answer:
    map_, variable, source, target = obligation.map_, obligation.variable, obligation.source, obligation.target
    if map_ == variable and source == target:
        return PROVED
    try:
        if discrete(source) or discrete(target) or source.hull is None or target.hull is None:
            return _between_sets(obligation)
        known = interval(source)
        if known is not None and interval(target) is not None:
            found, monotone = _image(map_, variable, known)
            if found == target and (monotone or isinstance(obligation, Onto)):
                return PROVED
        from symbolic.calculus.images import image  # most maps need none of it

        exact = image(map_, variable, source, obligation.given)
        if exact is None:
            return _unknown(f"the image of {map_} is not known")
        if not exact.is_(target, NormalForm(obligation.given)):
            return _unknown(f"{map_} maps {source} onto {exact}, not onto {target}")
    except (Undefined, Undecided) as reason:
        return _unknown(str(reason))
    if isinstance(obligation, OneToOne) and not exact.one_to_one:
        return _unknown(f"{map_} is not known to be one to one on {source}")
    return PROVED


# ---- intervals, by their enclosures where these are exact --------------------------------------------------------------


def _image(map_: Expr, variable: Symbol, source: RealInterval) -> tuple[RealInterval | None, bool]:
    """The exact image of an interval and whether the map is one to one there; None where it is not known exactly."""
    if map_ == variable:
        return source, True
    parts = moving(map_, variable)
    if len(parts) != 1:
        return None, False
    inner, monotone = _image(parts[0], variable, source)
    if inner is None:
        return None, False
    values = Values((), {parts[0]: inner})
    match map_:
        case Add() | Mul() if all(isinstance(a, Rational) and a != 0 for a in map_.args if a is not parts[0]):
            return values.of(map_), monotone
        case log(args=(_,)) if inner.nonnegative and inner.upper > 0 and _ends(inner, 0, 1):
            return values.of(map_), monotone
        case exp() if _ends(inner, 0):
            return values.of(map_), monotone
        case Pow(exp=Rational() as r) if map_.base is parts[0] and r != 0:
            if is_exact(inner, Fraction(int(r.p), int(r.q))) and (r > 0 or inner.positive):
                return values.of(map_), monotone and (inner.nonnegative or r.p % 2 == 1)
            if r.q != 1 and inner.nonnegative and r > 0 and _ends(inner, 0, 1) and inner.upper > 0:
                return values.of(map_), monotone
    return None, False


def _ends(interval: RealInterval, *exact: int) -> bool:
    """Both ends are infinite, or among those numbers where the enclosures of symbolic.calculus.enclosing are exact."""
    return all(isinstance(end, float) or end in exact for end in (interval.lower, interval.upper))


# ---- sets that are no intervals ----------------------------------------------------------------------------------------


def _between_sets(obligation: OneToOne | Onto) -> Answer:
    """Finite sets of numbers, member by member, and sets of consecutive whole numbers by their ends."""
    map_, variable, source, target = obligation.map_, obligation.variable, obligation.source, obligation.target
    here, there = elements(source), elements(target)
    if here is not None and there is not None:
        return _listed(obligation, here, there)
    if not (consecutive(source) and consecutive(target)) or here is not None or there is not None:
        return _unknown(
            "only maps between intervals, finite sets and sets of whole numbers are known, and of any set itself"
        )
    Values(obligation.given, {variable: _hull(source)}).of(map_)
    names = {s.name for tree in (map_, *obligation.given) for s in symbols(tree)}
    k = Parameter(fresh(names, "whole", _hull(source)).name, source)
    form = dict(NormalForm(obligation.given).of(at(map_, variable, k)))
    slope = form.pop(frozenset({(ParameterAtom(k), 1)}), 0)
    if slope not in (1, -1) or any(k in _parameters(m) for m in form) or not _is_whole(form):
        return _unknown(f"{map_} is not known to be a shift or a reflection by a whole number")
    lower, upper = _hull(source).lower, _hull(source).upper
    if slope == -1:
        lower, upper = -upper, -lower
    if set(form) <= {ONE}:
        shift = Fraction(form.get(ONE, 0))
        lower, upper = (end if isinstance(end, float) else end + shift for end in (lower, upper))
    elif (lower, upper) != (-INFINITY, INFINITY):
        return _unknown(f"{map_} begins where {target} does not, unless the constants in it cancel")
    if (lower, upper) != (_hull(target).lower, _hull(target).upper):
        return _unknown(f"{map_} maps {source} onto the whole numbers from {lower} to {upper}, not onto {target}")
    return PROVED


def _listed(obligation: OneToOne | Onto, here: Sequence[Fraction | int], there: Sequence[Fraction | int]) -> Answer:
    map_, variable, source, target = obligation.map_, obligation.variable, obligation.source, obligation.target
    if max(len(here), len(there)) > MANY:
        return _unknown(f"{source} has too many members to go through")
    reached: list[Fraction | float] = []
    for member in map(Fraction, here):
        value = Values(obligation.given).of(at(map_, variable, Rational(member.numerator, member.denominator)))
        if value.lower != value.upper:
            return _unknown(f"the value of {map_} at {member} is not known exactly")
        reached.append(value.lower)
    if set(reached) != set(map(Fraction, there)):
        return _unknown(f"{map_} does not map {source} onto {target}")
    if isinstance(obligation, OneToOne) and len(set(reached)) < len(reached):
        return _unknown(f"{map_} takes two members of {source} to one")
    return PROVED


def _hull(domain: Domain) -> RealInterval:
    if domain.hull is None:
        raise Undefined(f"{domain} is no set of numbers")
    return domain.hull


def _parameters(m: frozenset[tuple[object, object]]) -> set[Parameter]:
    return {a.parameter for a, _ in m if isinstance(a, ParameterAtom)}


def _is_whole(p: Polynomial) -> bool:
    """Is it surely a whole number: a polynomial with whole coefficients in parameters that are whole numbers?"""
    return all(
        Fraction(c).denominator == 1
        and all(isinstance(a, ParameterAtom) and whole(a.parameter.domain) and e in range(1, 64) for a, e in m)
        for m, c in p.items()
    )
