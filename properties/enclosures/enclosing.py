"""Rigorous enclosures of integrals and sums of written expressions over the domains of columns, at given parameters.

Nothing here is shared with what proves.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from properties.enclosures.enclosure import Enclosure
from properties.enclosures.integrals import from_below, integral_over, on_a_line, straightened
from properties.enclosures.pieces import in_one_variable
from properties.enclosures.sums import sum_over
from properties.instances.instance import Instance
from properties.instances.numbers import (
    NotEvaluable,
    TooWide,
)
from symbolic.core.domains import classes, discrete, interval, is_interval


def enclose(
    integrand: Any, outcomes: Sequence[Any], instance: Instance, member: int = 0, total: Any = None
) -> Enclosure:
    """An enclosure of the integral of `integrand` over the domains of the columns of `outcomes`: of the sum, where discrete.

    Arguments: `integrand`, an expression in those outcomes, and in what `instance` binds: the parameters of its `member`,
    the first outcome of every other column; `total`, what the outcomes add up to, where they do (then the integral is one
    over all but the last of them). It works at the precision that is set. Raises NotEvaluable where nothing is known of such
    an integral, NoValue where a term of a sum has no value, TooWide where balls are too wide to tell.
    """
    try:
        return _enclosed(integrand, outcomes, instance, member, total)
    except (RecursionError, ZeroDivisionError, OverflowError) as reason:  # no evidence for anything
        raise TooWide(f"the arithmetic gave up ({type(reason).__name__})") from reason


def _enclosed(integrand: Any, outcomes: Sequence[Any], instance: Instance, member: int, total: Any) -> Enclosure:
    domains = [a.column.domain for a in outcomes]
    if total is not None and len(outcomes) == 2 and all(interval(d) for d in domains):
        return on_a_line(integrand, outcomes, instance, member, total)
    if len(outcomes) == 1 and is_interval(domains[0]):
        return integral_over(*straightened(in_one_variable(integrand, outcomes[0], instance, member), domains[0]))
    if all(discrete(d) and (d.hull is not None or classes(d)) for d in domains):
        return sum_over(integrand, outcomes, instance, member, total)
    if len(outcomes) == 2 and total is None and all(interval(d) for d in domains):
        return from_below(integrand, outcomes, instance, member)
    where = ", ".join(map(str, domains))
    raise NotEvaluable(f"the integral over {where}: only sums, and integrals over one real variable, are enclosed")
