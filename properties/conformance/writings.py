"""How people write an input of a loss in one or two arguments: a variance, a logit, a mean and a dispersion.

A row of the table is a set in which the input lives, expressions with values in it, and where their arguments live.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import product
from random import Random
from typing import Any

from sympy import Expr, Rational, Symbol, erf, exp, log, pi, sqrt

from properties.conformance.roughly import RoughExpression
from properties.instances.numbers import NotEvaluable
from symbolic.core.domains import (
    INFINITY,
    Arc,
    Domain,
    FiniteSet,
    Integers,
    RealInterval,
    contains,
    counts,
    elements,
    is_interval,
    open_unit_interval,
    positive,
    reals,
    subset,
    whole,
)

DRAWN, MANY = 60, 6  # points at which an input must be in its domain, and arguments of which it may be made
U, V = Symbol("u", real=True), Symbol("v", real=True)


@dataclass(frozen=True)
class Writing:
    """An input as an expression in U, or in U and V, and where these live."""

    of: Expr
    domains: tuple[Domain, ...]

    @property
    def plain(self) -> bool:
        """Is the input the argument itself?"""
        return self.of == U

    @cached_property
    def rough(self) -> RoughExpression:
        """Its value in floats."""
        return RoughExpression(self.of, (U, V)[: len(self.domains)])

    def at(self, arguments: Sequence[Expr]) -> Expr:
        """The input in these arguments."""
        return self.of.xreplace(dict(zip((U, V), arguments, strict=False)))


def _rows(*forms: tuple[Any, ...]) -> tuple[Writing, ...]:
    return tuple(Writing(of, tuple(domains)) for of, *domains in forms)


unit, negative = open_unit_interval, RealInterval(-INFINITY, 0, False, True)
OF_REALS = _rows(
    (log(U), positive),
    (log(U / (1 - U)), unit),
    (-U, reals),
    (U / (2 * pi), reals),
    (U + V, reals, reals),
    (U + log(V), reals, positive),
    (U * V, reals, positive),
    (U / V, reals, positive),
)
OF_POSITIVE = _rows(
    (1 / U, positive),
    (sqrt(U), positive),
    (exp(U), reals),
    (U**2, positive),
    (1 / sqrt(U), positive),
    (exp(U / 2), reals),
    (exp(-U), reals),
    (log(1 + exp(U)), reals),
    (U * V, positive, positive),
    (U / V, positive, positive),
    (1 / (U * V), positive, positive),
    (U * exp(V), positive, reals),
    (U * exp(-V), positive, reals),
    (exp(-U) / V, reals, positive),
    (exp(U + V), reals, reals),
    (U * (1 - V), positive, unit),
    (U / (1 + exp(-V)), positive, reals),
    (U / (1 + exp(V)), positive, reals),
)
OF_THE_UNIT_INTERVAL = _rows(
    (1 - U, unit),
    (1 / (1 + exp(-U)), reals),
    (1 / (1 + exp(U)), reals),
    (exp(U), negative),
    (exp(-U), positive),
    (1 / (1 + U), positive),
    (U / (1 + U), positive),
    ((1 + U) / 2, RealInterval(-1, 1, False, False)),
    ((1 + erf(U / sqrt(2))) / 2, reals),
    (1 - exp(-exp(U)), reals),
    (U / (U + V), positive, positive),
    (1 / (1 + U * V), positive, positive),
    (U * V / (1 + U * V), positive, positive),
    (1 / (1 + U * exp(V)), positive, reals),
    (U / (U + exp(V)), positive, reals),
    (1 / (1 + exp(-U * V)), reals, positive),
    (1 / (1 + exp(-U / V)), reals, positive),
    (1 / (1 + exp(-U - V)), reals, reals),
)
REST = Writing(U - V, (counts, counts))  # what a count leaves of a total: no count where that is smaller
SHARES = Writing(log(U), (unit,))  # the logits of probabilities of all classes, which add up to 1
ROWS = ((reals, OF_REALS), (positive, OF_POSITIVE), (unit, OF_THE_UNIT_INTERVAL))


def writings(domain: Domain, datum: bool = False) -> tuple[Writing, ...]:
    """The ways in which an input may be written that lives in a domain, the plain one first."""
    return (Writing(U, (domain,)), *(_of_a_datum(domain) if datum else _of_a_parameter(domain)))


def _of_a_parameter(domain: Domain) -> Iterator[Writing]:
    if whole(domain):
        yield from _shifted(domain)
    if not is_interval(domain):
        return
    for target, forms in ROWS:
        if _ends(target) == _ends(domain) and subset(target, domain):
            yield from forms


def _of_a_datum(domain: Domain) -> Iterator[Writing]:
    listed = elements(domain)
    if listed is not None and {*listed} == {0, 1}:
        yield Writing((1 + U) / 2, (FiniteSet((Fraction(-1), Fraction(1))),))
        yield Writing(1 - U, (domain,))
    elif whole(domain):
        yield from _shifted(domain)
    elif not is_interval(domain):
        return
    elif _ends(domain) == _ends(reals):
        yield Writing(-U, (domain,))
        yield Writing(log(U), (positive,))
    elif _ends(domain) == _ends(positive):
        yield Writing(exp(U), (reals,))
    elif _ends(domain) == _ends(unit):
        yield Writing(1 - U, (domain,))
        yield Writing(U / (2 * pi), (Arc(Fraction(0), Fraction(2)),))


def _shifted(domain: Domain) -> Iterator[Writing]:
    """Whole numbers that are counted from elsewhere on."""
    hull = domain.hull
    if hull is None or elements(domain) is not None:
        return
    for step in (1, -1):
        ends = [end if abs(end) == INFINITY else int(end) + step for end in (hull.lower, hull.upper)]
        yield Writing(U - step, (Integers(*ends),))


def _ends(domain: Domain) -> tuple[Any, Any] | None:
    return None if domain.hull is None else (domain.hull.lower, domain.hull.upper)


def domains_of(value: Expr, domain: Domain, datum: bool) -> dict[Any, Domain]:
    """Where the arguments live from which an input in a domain is made.

    As in the table, if it has the form; else anywhere on the real line, as long as the input stays in its domain; else some
    are positive or probabilities, as few as will do at points that are drawn.
    """
    symbols: list[Any] = sorted(value.free_symbols, key=str)
    numbers: list[Any] = sorted(value.atoms(Rational), key=float)
    found = symbols if len(symbols) == 2 else [*symbols, *numbers]
    for one in symbols[:1] if len(symbols) < 3 else ():
        for pair in ([one], *((one, other) for other in found[1:]), *((other, one) for other in found[1:])):
            for known in (*writings(domain, datum), *((REST,) if domain == counts else ())):
                if len(known.domains) == len(pair) and _canonical(value) == _canonical(known.at(pair)):
                    return {s: d for s, d in zip(pair, known.domains, strict=True) if s in symbols}
    return next(_narrowed(value, symbols, domain), dict.fromkeys(symbols, reals))


def _narrowed(value: Expr, symbols: Sequence[Any], domain: Domain) -> Iterator[dict[Any, Domain]]:
    """Where arguments may live so that what is made of them is in a domain wherever they are drawn, the widest first."""
    random = Random(0)
    drawn = [
        [(random.gauss(0, 3), math.exp(random.gauss(0, 2)), random.random()) for _ in symbols] for _ in range(DRAWN)
    ]
    try:
        made = RoughExpression(value, symbols)
    except NotEvaluable:
        return
    several = product(range(3), repeat=len(symbols)) if len(symbols) <= MANY else ()
    for places in sorted(several, key=lambda places: (sum(map(bool, places)), sum(places))):
        values = [made.at([x[k] for x, k in zip(d, places, strict=True)]) for d in drawn]
        if all(math.isfinite(v) and contains(domain, Fraction(v)) for v in values):
            yield {s: (reals, positive, open_unit_interval)[k] for s, k in zip(symbols, places, strict=True)}


def _canonical(tree: Any) -> Any:
    """As SymPy writes it: to be compared, and judged by nothing."""
    return tree.func(*map(_canonical, tree.args)) if tree.args else tree


def both(one: Domain, other: Domain) -> Domain | None:
    """What two domains have in common, where one holds the other; else None."""
    return one if subset(one, other) else other if subset(other, one) else None
