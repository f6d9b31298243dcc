"""A family against its reference in scipy.stats: the two densities at the same points. Nothing here is certified.

SciPy may be wrong as well as the family's file: where the two differ, both values are shown and nobody is said to be right.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from fractions import Fraction
from random import Random
from typing import Any, NamedTuple

from symbolic.core.domains import Domain, consecutive, elements
from symbolic.core.errors import MalformedTerm
from symbolic.kernel import Verdict
from symbolic.models.family import Family

POINTS = 20  # that are compared
DRAWS = 200  # of which some are not moderate
FAR = 1e-6  # relative
ENOUGH = 3  # points at which the two differ: one or two may be a matter of convention
SMALLEST = -300.0  # logarithms of densities that are not moderate are below
BITS = 256

AGREES, CONTRADICTED, NOT_COMPARED = "agrees", "contradicted", "not compared"


class Disagreement(NamedTuple):
    """A point at which the two densities differ, with both values."""

    at: str
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class ReferenceReport:
    """What came of comparing a family with its reference.

    Arguments: `reference`, such as "scipy.stats.expon(scale=1/lambda)"; `status`, one of AGREES, CONTRADICTED and
    NOT_COMPARED; `compared`, at how many points; `differences`, those at which the two differ; `reason` why nothing was
    compared, or "".
    """

    reference: str
    status: str
    compared: int = 0
    differences: tuple[Disagreement, ...] = ()
    reason: str = ""

    def to_dict(self) -> dict[str, Any]:
        """The comparison as plain data, ready for JSON."""
        return {
            "text": self.reference,
            "status": self.status,
            "compared": self.compared,
            "differences": [d._asdict() for d in self.differences],
            "reason": self.reason,
        }

    def __str__(self) -> str:
        if self.status == NOT_COMPARED:
            return f"the reference {self.reference} is not compared: {self.reason}"
        if self.status == AGREES:
            agree, of = self.compared - len(self.differences), f" of {self.compared}" if self.differences else ""
            return f"the reference {self.reference} agrees at {agree}{of} points"
        first = self.differences[0]
        return (
            f"the reference {self.reference} is contradicted at {len(self.differences)} of {self.compared} points: at "
            f"{first.at} the density is {first.ours} here and {first.theirs} there. One of them is wrong"
        )


def allowed(verdict: Verdict, found: ReferenceReport | None) -> Verdict:
    """A verdict, as far as the comparison allows it: what contradicts its reference is not proved."""
    contradicted = found is not None and found.status == CONTRADICTED
    return Verdict.UNKNOWN if contradicted and verdict is Verdict.PROVED else verdict


def compare(family: Family, *, seed: int = 0) -> ReferenceReport | None:
    """The family's density and that of its reference at moderate points; None where the family names no reference.

    Raises MalformedTerm where scipy.stats, if it is installed, has no such distribution, or one with other arguments.
    """
    reference = family.reference
    if reference is None:
        return None
    shown = f"scipy.stats.{reference.name}({', '.join(f'{k}={v}' for k, v in dict(reference.arguments).items())})"
    try:
        from scipy import stats
    except ImportError:
        return ReferenceReport(shown, NOT_COMPARED, reason="SciPy is not installed")
    distribution = _distribution(family, stats)
    if len(family.variables) - (family.total is not None) != 1:
        return ReferenceReport(shown, NOT_COMPARED, reason="it has several columns")
    return _compared(family, distribution, shown, Random(f"{seed}/reference of {family.name}"))


def _distribution(family: Family, stats: Any) -> Any:
    """The distribution that is named, if it can be the reference. Raises MalformedTerm, with what to write instead."""
    reference: Any = family.reference
    kinds = (stats.rv_continuous, stats.rv_discrete)
    known = [name for name in dir(stats) if isinstance(getattr(stats, name), kinds)]
    found = getattr(stats, reference.name, None) if reference.name in known else None
    if found is None:
        near = get_close_matches(reference.name, known, n=3, cutoff=0.5)
        hint = (
            f" Did you mean {' or '.join(near)}?"
            if near
            else " Their names are those of its documentation, such as norm."
        )
        raise MalformedTerm(
            f"{family}: reference: scipy.stats has no distribution {reference.name!r} of one variable.{hint}"
        )
    discrete = isinstance(found, stats.rv_discrete)
    if discrete is not family.discrete:
        theirs, ours = ("discrete", "continuous") if discrete else ("continuous", "discrete")
        raise MalformedTerm(f"{family}: reference: scipy.stats.{reference.name} is {theirs}, and the family is {ours}.")
    shapes = [s.strip() for s in (found.shapes or "").split(",") if s.strip()]
    allowed, given = [*shapes, "loc", *([] if discrete else ["scale"])], [name for name, _ in reference.arguments]
    for name in (*(n for n in given if n not in allowed), *(s for s in shapes if s not in given)):
        what = "has no argument" if name in given else "needs the argument"
        raise MalformedTerm(
            f"{family}: reference: scipy.stats.{reference.name} {what} {name!r}: its arguments are {', '.join(allowed)}."
        )
    return found


def _compared(family: Family, distribution: Any, shown: str, random: Random) -> ReferenceReport:
    """The comparison at points that are drawn one after the other, the moderate ones of them."""
    from properties.instances.numbers import NotEvaluable, NoValue, TooWide

    reference: Any = family.reference
    compared, positive, differences = 0, 0, list[Disagreement]()
    for at, row in _drawn(family, random):
        try:
            values = {name: float(_value(family, tree, at, row)) for name, tree in reference.arguments}
            density = _value(family, family.sample.product(family.at_rows(family.density)), at, row)
            if not density > 0 and density != 0:
                continue  # nobody knows which
            ours = float(density.log()) if density > 0 else -math.inf
        except NoValue:
            continue
        except (NotEvaluable, TooWide) as reason:
            return ReferenceReport(shown, NOT_COMPARED, reason=f"the density cannot be evaluated here: {reason}")
        x = float(row[family.sample.column.name])
        theirs = float((distribution.logpmf if family.discrete else distribution.logpdf)(x, **values))
        if ours < SMALLEST and theirs < SMALLEST and not ours == theirs == -math.inf:
            continue
        compared, positive = compared + 1, positive + math.isfinite(ours)
        if not (ours == theirs or abs(ours - theirs) <= FAR):
            place = ", ".join(f"{name} = {value}" for name, value in (*at.items(), *row.items()))
            differences.append(Disagreement(place, f"{math.exp(ours):.10g}", f"{math.exp(theirs):.10g}"))
        if compared == POINTS:
            break
    if not positive:
        return ReferenceReport(shown, NOT_COMPARED, reason="no point was found at which the density is positive")
    status = CONTRADICTED if len(differences) >= min(ENOUGH, compared) else AGREES
    return ReferenceReport(shown, status, compared, tuple(differences))


def _value(family: Family, tree: Any, at: Mapping[str, Fraction], row: Mapping[str, Fraction]) -> Any:
    """A ball for an expression, on one row."""
    from flint import arb, fmpq
    from sympy import sympify

    from properties.instances.compiling import Context
    from properties.instances.evaluation import Compiled
    from properties.instances.instance import Instance
    from properties.instances.numbers import precision, rational

    instance = Instance(
        counts={family.sample.column.size: 1},
        sizes=dict.fromkeys(row, 1),
        data={c: [0] for c in row},
        members=[{name: rational(v) for name, v in at.items()}],
        outcomes={c: (rational(v),) for c, v in row.items()},
    )
    with precision(BITS):
        found = Compiled(sympify(tree), Context()).value(instance, 0)
        return arb(found) if isinstance(found, fmpq) else found


# ---- points ----------------------------------------------------------------------------------------------------------


def _drawn(family: Family, random: Random) -> Iterator[tuple[dict[str, Fraction], dict[str, Fraction]]]:
    """Values of the parameters and of the columns, of moderate size."""
    domains = [q.domain for q in (*family.parameters, *family.known)] + [s.column.domain for s in family.variables]
    if any(d.hull is None for d in domains) or family.inputs:
        return
    for _ in range(DRAWS):
        at = {str(u.name): _drawn_from(u.domain, random) for u in (*family.parameters, *family.known)}
        row = {s.column.name: _drawn_from(s.column.domain, random) for s in family.variables}
        if family.total is not None:  # the last column holds the rest
            first, last = (s.column.name for s in family.variables)
            whole = at.get(str(family.total), Fraction(family.total) if family.total.is_Rational else None)
            if whole is None:
                return
            row[first] = row[first] % (whole + 1) if family.discrete else row[first] % whole
            row[last] = whole - row[first]
        yield at, row


def _drawn_from(domain: Domain, random: Random) -> Fraction:
    """A rational member of a domain of numbers, inside of it."""
    listed = elements(domain)
    if listed is not None:
        return Fraction(random.choice(listed[:13]))
    hull: Any = domain.hull
    lower, upper = (None if isinstance(end, float) else Fraction(end) for end in (hull.lower, hull.upper))
    if consecutive(domain):
        low = int(lower) if lower is not None else -6 if upper is None else int(upper) - 12
        return Fraction(random.randint(low, low + 12 if upper is None else min(int(upper), low + 12)))
    step = Fraction(random.randint(1, 63), 64)
    if lower is not None and upper is not None:
        return lower + step * (upper - lower)
    if lower is not None:
        return lower + 8 * step * step
    return upper - 8 * step * step if upper is not None else 8 * step - 4
