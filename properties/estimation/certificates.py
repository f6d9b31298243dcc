"""What is certain of the minimisers of a mean loss on data: where all of them lie, and whether there is one only.

A search only proposes. What is certified here rests on convexity, which provers show for all data in some coordinates, with
a box that balls show to hold a stationary point; or on branch and bound over the whole domain of one unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from itertools import permutations
from typing import Any

from flint import arb, arb_mat, fmpq, fmpz, fmpz_mat
from sympy import Expr, Mul, Pow, Rational, cos, exp, ilcm, pi, sin, sympify

from properties.data.family_data import Data
from properties.estimation.jets import Jets, Unavailable
from properties.estimation.linear import Linear
from properties.estimation.minima import LeftOpen, Minima, minima
from properties.estimation.objectives import ParameterPoint
from properties.instances.numbers import inside, ordered, precision
from symbolic.calculus.enclosing import Undefined
from symbolic.calculus.normal_form import NormalForm, Undecided
from symbolic.core.domains import RealInterval, interior, interval, positive, reals
from symbolic.core.terms import Applied, Parameter, parameter, raw, replace, symbols, walk
from symbolic.kernel import Verdict
from symbolic.models.claims import Claim
from symbolic.models.family import Family
from symbolic.models.judging import judged
from symbolic.models.likelihood import loss
from symbolic.statements.convex import Convex

BITS = 256
WIDTHS = (30, 24, 18, 14, 10, 8, 6)  # digits of the boxes that are tried
Box = dict[str, tuple[fmpq, fmpq]]


@dataclass(frozen=True, slots=True)
class Certificate:
    """Every minimiser of the mean loss on the data lies in one of the `boxes`, each unknown between two numbers.

    Attributes: `how`, what it rests on; `one`, whether there is exactly one minimiser; `each`, whether every box holds one;
    `least`, an enclosure of the least value where one was computed; `period`, where the mean loss has one in its only
    unknown: the boxes are those of one period; `flat`, an interval all of whose members are minimisers; `symmetry`, by which
    every box holds one, in words; `exact`, whether the point itself is the minimiser.
    """

    how: str
    boxes: tuple[Box, ...]
    one: bool
    each: bool = False
    least: tuple[arb, arb] | None = None
    period: Expr | None = None
    flat: tuple[fmpq, fmpq] | None = None
    symmetry: str = ""
    exact: bool = False

    def holds(self, point: ParameterPoint) -> bool:
        """Does a point lie in one of the boxes?"""
        return any(all(low <= point[n] <= high for n, (low, high) in box.items()) for box in self.boxes)


# ---- coordinates in which the loss is convex ---------------------------------------------------------------------------


def convex(family: Family) -> str:
    """The coordinates in which the loss per row is convex jointly, whatever the data, in words; "" where none is known.

    Each change of coordinates is one to one, onto a convex set, and smooth with its inverse; where a linear predictor stands
    for a parameter it is such in the weights, for all rows at once. A stationary point is a minimiser then, and the only one
    where it is isolated.
    """
    general = family.general if isinstance(family, Linear) else family
    try:
        tree = loss(general)
    except (Undecided, Undefined):
        return ""
    names = {s.name for s in symbols(tree)}
    unknowns = list(family.parameters)
    predicted: Parameter | None = None
    if isinstance(family, Linear):
        predicted = parameter(next(n for n in ("z", "eta", "linear", "predictor") if n not in names), reals)
        head = family.predictor.head
        tree = replace(tree, lambda t: predicted if isinstance(t, Applied) and t.head == head else None)
        unknowns = [predicted, *family.parameters[len(family.weights) :]]
    if not all(interval(u.domain) for u in unknowns):
        return ""
    for words, change, new in _coordinates(unknowns, predicted):
        changed = replace(tree, change.get)
        fact = judged(Claim("convexity", Convex(changed, tuple(new), granted=family.hypotheses)))
        if fact.verdict is Verdict.PROVED:
            return words
    return ""


def _coordinates(
    unknowns: list[Parameter], predicted: Parameter | None
) -> Iterator[tuple[str, Mapping[Any, Any], list[Parameter]]]:
    """Changes of coordinates: how they read, what stands for each unknown, and the new unknowns."""
    yield "in the unknowns themselves", {}, unknowns
    names = {u.name for u in unknowns}
    ends = {u: u.domain for u in unknowns}
    location = [u for u in unknowns if ends[u] == reals]
    scale = [u for u in unknowns if ends[u] == positive]
    for mu in location:  # (mu, sigma) = (v/t, 1/t): Burridge (1981), for log-concave densities
        for sigma in scale:
            v, t = _fresh(names, "v", reals), _fresh(names, "t", positive)
            change = {mu: raw(Mul, (v, raw(Pow, (t, sympify(-1))))), sigma: raw(Pow, (t, sympify(-1)))}
            new = [{mu: v, sigma: t}.get(u, u) for u in unknowns]
            yield f"in {mu}/{sigma} and 1/{sigma}", change, new
    for k, scale_of in permutations(scale, 2):  # lambda = exp(c/k): Weibull's law is Gumbel's of the logarithm
        c = _fresh(names, "c", reals)
        change = {scale_of: exp(c / k)}
        yield f"in {k} and {k} log {scale_of}", change, [c if u == scale_of else u for u in unknowns]
    if scale:
        logs = {u: _fresh(names, f"log_{u.name}", reals) for u in scale}
        change = {u: exp(x) for u, x in logs.items()}
        yield f"in {' and '.join(f'log {u}' for u in scale)}", change, [logs.get(u, u) for u in unknowns]


def _fresh(names: set[str], name: str, domain: Any) -> Parameter:
    while name in names:
        name += "_"
    return parameter(name, domain)


# ---- a box that holds one stationary point -----------------------------------------------------------------------------


def stationary(objective: Jets, point: ParameterPoint) -> Box | None:
    """A box that holds a point and exactly one zero of the gradient, inside of the domain. None where none is found.

    By Krawczyk's operator K(X) = x - C f'(x) + (1 - C f''(X)) (X - x): where K(X) lies in the interior of X there is one
    zero in X and no other. Source: Neumaier, Interval Methods for Systems of Equations, section 5.1.
    """
    names = [str(p.name) for p in objective.unknowns]
    d = len(names)
    if objective.barriers or not all(interval(p.domain) for p in objective.unknowns):
        return None
    try:
        with precision(BITS):
            at = [arb(point[name]) for name in names]
            local = objective.at(at, bits=BITS)
            middle = arb_mat([[v.mid() for v in row] for row in local.hessian])
            inverse = arb_mat([[v.mid() for v in row] for row in middle.inv().tolist()])
            step = (inverse * arb_mat([[g] for g in local.gradient])).tolist()
            sizes = [arb(1) / abs(local.hessian[k][k].mid()).sqrt() for k in range(d)]  # a scale for each unknown
            for digits in WIDTHS:
                radii = [
                    s.mid() / 10**digits + 2 * abs(arb(h.mid())).mid() for s, (h,) in zip(sizes, step, strict=True)
                ]
                box = [x + arb(0, r.mid()) for x, r in zip(at, radii, strict=True)]
                if not all(_inside(p, v) for p, v in zip(objective.unknowns, box, strict=True)):
                    continue
                bend = arb_mat(objective.at(box, bits=BITS).hessian)
                rest = arb_mat(d, d, [int(i == j) for i in range(d) for j in range(d)]) - inverse * bend
                spread = arb_mat([[arb(0, r.mid())] for r in radii])
                moved = (rest * spread).tolist()
                reached = [x - h + m for x, (h,), (m,) in zip(at, step, moved, strict=True)]
                if all(v.is_finite() and x.contains_interior(v) for x, v in zip(box, reached, strict=True)):
                    return {
                        n: (min(point[n], v.lower().fmpq()), max(point[n], v.upper().fmpq()))
                        for n, v in zip(names, reached, strict=True)
                    }
    except (Unavailable, ZeroDivisionError):
        return None
    return None


def _inside(p: Parameter, v: arb) -> bool:
    opened = interior(p.domain)
    return all(inside(opened, end.fmpq()) for end in (v.lower(), v.upper()))


# ---- inputs that do not vary independently -----------------------------------------------------------------------------


def collinear(data: Data) -> str:
    """Why the weights of a regression are not determined by the data, in words: a line of them predicts the same; else "".

    Decided in whole numbers: the columns, each scaled to such, and the rank of their products.
    """
    family = data.family
    if not isinstance(family, Linear):
        return ""
    columns: list[list[int]] = [[1] * data.distinct]
    for s in family.inputs:
        name = str(s.column.name)
        values, place = data.values[name], data.names.index(name)
        occurring = {cell[place] for cell in data.cells}
        common = 1
        for k in occurring:
            common = int(fmpz(common).lcm(values[k].q))
        scaled = {k: int(values[k].p) * (common // int(values[k].q)) for k in occurring}
        columns.append([scaled[cell[place]] for cell in data.cells])
    x = fmpz_mat(columns)
    products = x * x.transpose()
    if products.rank() == len(columns):
        return ""
    labels = [label for _, label in family.labels]
    for k in range(1, len(columns)):
        some = fmpz_mat(columns[: k + 1])
        if (some * some.transpose()).rank() <= k:
            if len(set(columns[k])) == 1:
                return f"the column {labels[k]} is constant, as the constant {labels[0]} is"
            return f"the column {labels[k]} is a linear combination of {', '.join(labels[:k])}"
    return "the columns are collinear"


# ---- one unknown -------------------------------------------------------------------------------------------------------


def period_of(objective: Jets) -> Expr | None:
    """A period of the objective in its only unknown, which occurs in sines and cosines of multiples of it; else None.

    A rational number, or a rational multiple of pi: where both occur there is none.
    """
    (u,) = objective.unknowns
    if u.domain != reals:
        return None
    waves = [t for t in walk(objective.tree) if isinstance(t, sin | cos) and u in symbols(t)]
    bare = replace(objective.tree, lambda t: sympify(0) if t in waves else None)
    if not waves or u in symbols(bare):
        return None
    slopes = [t.args[0].diff(u) for t in waves]
    for unit in (pi, sympify(1)):  # the slopes are multiples of it
        turned = [(slope / unit).expand() for slope in slopes]
        if all(isinstance(r, Rational) and r != 0 for r in turned):
            return _least_multiple([abs(2 / r) for r in turned]) * pi / unit
    return None


def _least_multiple(numbers: list[Rational]) -> Rational:
    """The least common multiple of positive rational numbers."""
    return reduce(lambda a, b: Rational(ilcm(a.p * b.q, b.p * a.q), a.q * b.q), numbers)


def mirrored(family: Family, data: Data) -> fmpq | None:
    """c, where the mean loss at 2c - mu is that at mu, on these data, for the only unknown and the only column; else None.

    The data are symmetric about c, and the loss of a row is the same with both turned around c, by the normal form.
    """
    if len(family.variables) != 1 or family.inputs or len(family.parameters) != 1:
        return None
    (u,), x = family.parameters, family.sample
    if u.domain != reals or x.column.domain != reals:
        return None
    values = data.values[str(x.column.name)]
    occurring = {values[k]: times for (k,), times in data.cells.items()}
    centre = (min(occurring) + max(occurring)) / 2
    if any(occurring.get(2 * centre - v) != times for v, times in occurring.items()):
        return None
    tree = loss(family)
    c = _fresh({s.name for s in symbols(tree)}, "c", reals)
    turned = replace(tree, {u: 2 * c - u, x.outcome: 2 * c - x.outcome}.get)
    try:
        forms = NormalForm()
        return centre if forms.equal(forms.of(turned), forms.of(tree)) else None
    except (Undecided, Undefined):
        return None


def enclosed(objective: Jets, point: ParameterPoint, scale: fmpq, *, derived: bool = True) -> Certificate | str:
    """The certificate of branch and bound for one unknown, or why there is none.

    Arguments: `derived`, whether the objective is the mean of the family's loss, whose symmetry is looked at.
    """
    (u,) = objective.unknowns
    name = str(u.name)
    try:
        found = minima(objective, point[name], scale, period=period_of(objective))
    except (LeftOpen, Unavailable) as reason:
        return str(reason)
    boxes: tuple[Box, ...] = tuple({name: interval} for interval in found.intervals)
    one = len(boxes) == 1 and found.single[0] and found.attained and found.period is None
    centre = mirrored(objective.family, objective.data) if derived and len(boxes) == 2 and found.attained else None
    symmetry = ""
    if centre is not None and _mirror(found, centre):
        symmetry = f"the mean loss is symmetric about {centre}"
    return Certificate(
        "branch and bound over the whole domain", boxes, one, bool(symmetry) or (len(boxes) == 1 and found.attained),
        found.least, found.period, None, symmetry,
    )  # fmt: skip


def _mirror(found: Minima, centre: fmpq) -> bool:
    """Is each of two disjoint intervals met by the mirror image of the other, and the centre in neither?"""
    return found.intervals[0][1] < centre < found.intervals[1][0]


def bracketed(
    values: Callable[[list[ParameterPoint]], list[Any]],
    domain: RealInterval,
    name: str,
    point: ParameterPoint,
    scale: fmpq,
) -> Certificate | None:
    """The certificate for a convex function of one unknown: on both sides of the point its values are larger.

    Arguments: `values` gives values at points, exact where they can be, else in balls. Where the function is constant
    around the point that is told: a convex function that has one value at three points has its least value between them.
    """
    at = point[name]

    def larger(v: fmpq) -> bool:
        one, other = values([point | {name: v}, point])
        return one is not None and other is not None and ordered(one, other) == 1

    def same(v: fmpq) -> bool:
        one, other = values([point | {name: v}, point])
        exact = isinstance(one, fmpq) and isinstance(other, fmpq)
        return (
            exact
            and one == other
            and all(isinstance(m, fmpq) and m == one for m in values([point | {name: (v + at) / 2}]))
        )

    for digits in (14, 12, 10, 8, 6, 4):
        ends = [at + side * scale / 10**digits for side in (-1, 1)]
        within = [end for end in ends if inside(domain, end)]  # beyond a closed end there is nothing
        if within and all(map(larger, within)):
            box = {name: (min([at, *within]), max([at, *within]))}
            return Certificate("the loss is convex, and larger on both sides", (box,), False, True)
    found = [_flat_end(domain, at, side * scale, same, larger) for side in (-1, 1)]
    (least, low), (most, high) = found[0] or (at, None), found[1] or (at, None)
    if least == most or low is None or high is None:
        return None
    flat = (least, most)
    return Certificate(
        "the loss is convex, constant there, and larger on both sides", ({name: (low, high)},), False, True, flat=flat
    )


def _flat_end(
    domain: RealInterval, at: fmpq, step: fmpq, same: Callable[[fmpq], bool], larger: Callable[[fmpq], bool]
) -> tuple[fmpq, fmpq] | None:
    """How far the same value goes on one side, and from where on it is larger; None where that is not found."""
    flat, rising = at, None
    for k in range(-20, 40):
        v = at + step * (fmpq(2) ** k)
        if not inside(domain, v):
            continue
        if same(v):
            flat = v
        elif larger(v):
            rising = v
            break
    if rising is None:
        return None
    for _ in range(60):
        middle = _short((flat + rising) / 2, flat, rising)
        if same(middle):
            flat = middle
        elif larger(middle):
            rising = middle
        else:
            break
    return flat, rising


def _short(v: fmpq, a: fmpq, b: fmpq) -> fmpq:
    """A number of few decimals next to one that lies between two others."""
    low, high = min(a, b), max(a, b)
    for digits in range(30):
        scaled = v * 10**digits
        found = fmpq(int(scaled.p) // int(scaled.q), 10**digits)
        if low < found < high:
            return found
    return v


__all__ = ["Box", "Certificate", "bracketed", "collinear", "convex", "enclosed", "mirrored", "period_of", "stationary"]
