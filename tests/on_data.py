"""What an expression is on concrete rows, by the evaluator of the attacks, which shares no code with what proves."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from flint import arb, fmpq
from sympy import sympify

from properties.instances.compiling import Context
from properties.instances.evaluation import Compiled
from properties.instances.instance import Instance
from properties.instances.numbers import precision, rational
from symbolic.models.family import Family

Rows = Mapping[str, Sequence[Any]]


def value(tree: Any, rows: Rows, at: Mapping[str, Any], bits: int = 256) -> arb:
    """A ball for `tree` on `rows` (the entries of each column), where the parameters have the values `at`, all rational."""
    n = len(next(iter(rows.values())))
    instance = Instance(
        counts={"n": n},
        sizes=dict.fromkeys(rows, n),
        data={c: list(range(n)) for c in rows},
        members=[{name: rational(v) for name, v in at.items()}],
        outcomes={c: tuple(map(rational, entries)) for c, entries in rows.items()},
    )
    with precision(bits):
        found = Compiled(sympify(tree), Context()).value(instance, 0)
        return arb(found) if isinstance(found, fmpq) else found


def density(family: Family, row: Mapping[str, Any], at: Mapping[str, Any]) -> arb:
    """The density of a family at one row."""
    return value(family.sample.product(family.at_rows(family.density)), {c: [v] for c, v in row.items()}, at)


def estimate(family: Family, rows: Rows, at: Mapping[str, Any] | None = None) -> dict[str, float]:
    """What the family's closed form says on `rows`, where its conditions on the data hold."""
    (closed,) = family.estimates
    known = at or {}
    for statistic in closed.when:
        assert value(statistic.lhs, rows, known) > 0, statistic
    return {u.name: float(value(v, rows, known)) for u, v in closed.values}


def mean_loss(family: Family, loss: Any, rows: Rows, at: Mapping[str, Any]) -> float:
    """The mean of a per-sample loss over `rows`."""
    return float(value(family.mean(loss), rows, at))


def close(one: Any, other: Any) -> bool:
    """Do two numbers, balls or rational, agree to thirty digits?"""
    with precision(256):
        a, b = (v if isinstance(v, arb) else arb(rational(v)) for v in (one, other))
        return bool(abs(a - b) < (1 + abs(b)) * arb(10) ** -30)


def along(statement: Any, t: Any) -> float:
    """For a minimum that is not attained: the objective on its curve at `t`."""
    objective, unknowns, curve, parameter, _ = statement.about
    place = {u.name: sympify(e).subs(parameter, t) for u, e in curve}
    exact = all(v.is_Rational for v in place.values())
    if not exact:  # a rational number next to it is as good
        place = {name: v if v.is_Rational else v.evalf(30, strict=True).round(25) for name, v in place.items()}
    assert {u.name for u in unknowns} == set(place)
    return float(value(objective, {"x": [0]}, {name: Fraction(str(v)) for name, v in place.items()}))


def further(family: Family) -> dict[str, Any]:
    """What the family's own file states, by name."""
    return dict((*family.further, *family.false_claims))
