"""Rigorous enclosures of integrals and sums of written expressions over the domains of columns, at given parameters.

Sums: term by term, exactly where the terms are rational, and an enclosure of what remains of an infinite one. Integrals: the
bounded part by ball integration in the complex plane (Johansson, Numerical integration in arbitrary-precision ball
arithmetic, 2018), split where the integrand has a kink; what lies beyond, and next to an end at which the integrand is not
analytic, by `properties.tails`. Nothing here is shared with what proves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import singledispatch
from itertools import pairwise, product
from typing import Any, NamedTuple

from flint import acb, arb, fmpq
from sympy import (
    Abs,
    Add,
    Heaviside,
    Integer,
    Max,
    Min,
    Mul,
    Pow,
    Rational,
    cos,
    cosh,
    exp,
    factorial,
    gamma,
    log,
    nan,
    oo,
    sign,
    sin,
    sinh,
    tanh,
    zoo,
)

from properties import tails
from properties.instances.compiling import Context
from properties.instances.evaluation import Expression
from properties.instances.instance import Instance
from properties.instances.numbers import (
    INFINITY,
    NotEvaluable,
    Number,
    Undecided,
    Undefined,
    add,
    compare,
    rational,
    show,
)
from properties.tails import Bounds, Unbounded, bounds, plus
from properties.work import OutOfWork, spend
from symbolic.core.domains import Categories, FiniteSet, Integers, RealInterval
from symbolic.core.terms import Applied, AtMost, NegativePart, Outcome, Parameter, Same, breaks, parameter, raw, walk

MAX_TERMS = 20_000  # of a finite sum
MAX_FIRST_TERMS = 1024  # of an infinite sum, before its tail
EDGES = tuple(fmpq(2) ** j for j in (3, 4, 6, 9, 14, 24, 40))
CLOSE = arb(2) ** -24  # an enclosure of an end is good enough when its width is at most this
GOAL = arb(2) ** -24  # of the bounded part
EVALUATIONS = 4000
GRID = tuple(Fraction(k, 4) for k in range(-24, 25))  # the corners of rectangles


class Enclosure(NamedTuple):
    """lower <= value <= upper; an end is an exact ball, or an infinity where nothing, or nothing better, is known.

    `reason` says why an end is open, or is "". `infinite`: it is certain that the integral of the absolute value is infinite.
    """

    lower: Number
    upper: Number
    reason: str = ""
    infinite: bool = False

    def __str__(self) -> str:
        return show(self.lower) if self.lower is self.upper else f"[{show(self.lower)}, {show(self.upper)}]"


def enclose(
    integrand: Any, outcomes: Sequence[Any], instance: Instance, member: int = 0, total: Any = None
) -> Enclosure:
    """An enclosure of the integral of `integrand` over the domains of the columns of `outcomes`: of the sum, where discrete.

    Arguments: `integrand`, an expression in those outcomes, and in what `instance` binds: the parameters of its `member`,
    the first outcome of every other column; `total`, what the outcomes add up to, where they do (then the integral is one
    over all but the last of them). It works at the precision that is set. Raises NotEvaluable where nothing is known of such
    an integral, Undefined where a term of a sum has no value, Undecided where balls are too wide to tell.
    """
    try:
        return _enclosed(integrand, outcomes, instance, member, total)
    except (RecursionError, ZeroDivisionError, OverflowError) as reason:  # no evidence for anything
        raise Undecided(f"the arithmetic gave up ({type(reason).__name__})") from reason


def _enclosed(integrand: Any, outcomes: Sequence[Any], instance: Instance, member: int, total: Any) -> Enclosure:
    domains = [a.column.domain for a in outcomes]
    if total is not None and len(outcomes) == 2 and isinstance(domains[0], RealInterval):
        return _on_a_line(integrand, outcomes, instance, member, total)
    if len(outcomes) == 1 and isinstance(domains[0], RealInterval):
        return _integral(_in_one_variable(integrand, outcomes[0], instance, member), domains[0])
    if all(isinstance(d, Integers | FiniteSet | Categories) for d in domains):
        return _sum(integrand, outcomes, instance, member, total)
    if len(outcomes) == 2 and total is None and all(isinstance(d, RealInterval) for d in domains):
        return _from_below(integrand, outcomes, instance, member)
    where = ", ".join(map(str, domains))
    raise NotEvaluable(f"the integral over {where}: only sums, and integrals over one real variable, are enclosed")


# ---- sums ------------------------------------------------------------------------------------------------------------


def _sum(integrand: Any, outcomes: Sequence[Any], instance: Instance, member: int, total: Any) -> Enclosure:
    names = tuple(a.column.name for a in outcomes)
    domains = [a.column.domain for a in outcomes]
    term = Expression(integrand, Context(free=names))
    if len(domains) == 1 and total is None and isinstance(domains[0], Integers) and not domains[0].finite:
        return _series(integrand, outcomes[0], term, domains[0], instance, member)
    whole = None if total is None else Expression(total, Context()).value(instance, member)
    ranges = [_members(a, domains, whole, instance) for a in outcomes]
    size = 1
    for r in ranges[: len(ranges) - (whole is not None)]:
        size *= len(r)
    if size > MAX_TERMS:
        raise NotEvaluable(f"a sum of {size} terms (at most {MAX_TERMS} are added)")
    bound = _binding(instance, dict(zip(names, ranges, strict=True)))
    result: Number = fmpq(0)
    for cell in _cells(ranges, whole):
        result = add(result, term.value(bound, member, cell))
    return _exactly(result)


def _exactly(v: Number) -> Enclosure:
    return Enclosure(*_ball(v)) if isinstance(v, arb) else Enclosure(v, v, infinite=v in (INFINITY, -INFINITY))


def _ball(v: Number) -> Bounds:
    try:
        return bounds(v)
    except Unbounded as reason:
        raise Undecided("a sum of balls without bound") from reason


def _members(a: Any, domains: Sequence[Any], whole: Number, instance: Instance) -> Sequence[Any]:
    """The members of a column's domain, as far as the others leave room where all add up to `whole`."""
    domain = a.column.domain
    if isinstance(domain, Categories):
        return range(instance.sizes[a.column.name])
    if isinstance(domain, FiniteSet):
        return [rational(v) for v in domain.values]
    first, last = domain.lower, domain.upper
    if whole is not None and all(isinstance(d, Integers) and d.lower != -INFINITY for d in domains):
        room = whole - sum((rational(d.lower) for d in domains), fmpq(0)) + rational(first)
        last = min(last, int(room.p // room.q)) if last != INFINITY else int(room.p // room.q)
    if first == -INFINITY or last == INFINITY:
        raise NotEvaluable(f"the sum over {domain}, together with other columns")
    return [fmpq(k) for k in range(int(first), int(last) + 1)]


def _cells(ranges: Sequence[Sequence[Any]], whole: Number) -> Iterator[tuple[int, ...]]:
    """Every combination of places in the ranges, or those whose members add up to `whole`."""
    if whole is None:
        yield from product(*(range(len(r)) for r in ranges))
        return
    place = {v: j for j, v in enumerate(ranges[-1])}
    for cell in product(*(range(len(r)) for r in ranges[:-1])):
        rest = whole - sum((r[j] for r, j in zip(ranges, cell, strict=False)), fmpq(0))
        if rest in place:
            yield (*cell, place[rest])


def _binding(instance: Instance, outcomes: dict[str, Sequence[Any]]) -> Instance:
    """The instance with these outcomes of some columns."""
    numbers = {n: tuple(r) for n, r in outcomes.items() if not isinstance(r, range)}
    sizes = {n: len(r) for n, r in outcomes.items()}
    return Instance(
        instance.counts, instance.sizes | sizes, instance.data, instance.members, instance.laws, instance.functions,
        instance.outcomes | numbers, instance.measure, instance.seed, instance.turn,
    )  # fmt: skip


def _series(
    integrand: Any, outcome: Any, term: Expression, domain: Integers, instance: Instance, member: int
) -> Enclosure:
    """An infinite sum over whole numbers: the first terms, and the tail at each infinite end."""
    tree, x = _in_one_variable(integrand, outcome, instance, member)
    tree = _logs_apart(tree, tails.known_sign)
    ends, rest, reasons, infinite = {}, Bounds(arb(0), arb(0)), [], False
    for end, way in ((domain.lower, -1), (domain.upper, 1)):
        if end not in (INFINITY, -INFINITY):
            ends[way] = int(end)
            continue
        last, h = _outermost(tree, x, way)
        nearest = domain.lower if way > 0 else -domain.upper
        first = max(4, 1 + last, 4 if isinstance(nearest, float) else 1 + int(nearest))
        edges = [fmpq(e) for e in _doubling(first, max(first, MAX_FIRST_TERMS))]
        edge, tail, reason = _closest(h, edges, tails.total)
        rest = plus(rest, tail)
        ends[way] = way * (int(edge.p) - 1)
        reasons.append(reason)
        infinite = infinite or _sure(tail)
    values = [fmpq(k) for k in range(ends[-1], ends[1] + 1)]
    bound = _binding(instance, {outcome.column.name: values})
    result: Number = fmpq(0)
    for j in range(len(values)):
        result = add(result, term.value(bound, member, (j,)))
    if isinstance(result, float):
        return Enclosure(result, result, infinite=True)
    return Enclosure(*plus(_ball(result), rest), "; ".join(filter(None, reasons)), infinite)


def _sure(found: Bounds) -> bool:
    """Is it certain that the value is infinite?"""
    return isinstance(found.lower, float) and isinstance(found.upper, float) and bool(found.lower == found.upper)


def _outermost(tree: Any, x: Parameter, way: int) -> tuple[int, Any]:
    """A whole number beyond which the terms, in the distance s from 0, have no kink; and how they are written there."""
    low, high, piece = list(_pieces(tree, x, None, None))[-1 if way > 0 else 0]
    end = low if way > 0 else high
    return 0 if end is None else int(abs(end)) + 1, _beyond(piece, x, way * tails.S)


def _doubling(first: int, most: int) -> Iterator[int]:
    while first <= most:
        yield first
        first *= 2


# ---- integrals -------------------------------------------------------------------------------------------------------

Line = tuple[Any, Parameter]  # an expression in one real variable, and that variable


def _in_one_variable(integrand: Any, outcome: Any, instance: Instance, member: int, *kept: Any) -> Line:
    """The integrand with everything but one outcome, and those to be `kept`, replaced by its value."""
    x = parameter("x", outcome.column.domain.hull)
    values = instance.members[member]

    def meaning(t: Any) -> Any:
        if t == outcome:
            return x
        if isinstance(t, Parameter) and t.name in values:
            v = values[t.name]
            if not isinstance(v, fmpq):
                raise NotEvaluable(f"{t} = {show(v)} is no rational number")
            return Rational(int(v.p), int(v.q))
        if isinstance(t, Outcome) and t not in kept and t.column.name in instance.outcomes:
            v = instance.outcomes[t.column.name][0]
            return Rational(int(v.p), int(v.q))
        return None

    abstract = next((t for t in walk(integrand) if isinstance(t, Applied)), None)
    if abstract is not None:
        raise NotEvaluable(f"the integral of the abstract {abstract}")
    meanings = {t: meaning(t) for t in walk(integrand)}
    tree = integrand.xreplace({t: v for t, v in meanings.items() if v is not None})
    return tree.xreplace({t: gamma(t.args[0] + 1) for t in walk(tree) if isinstance(t, factorial)}), x


def _logs_apart(tree: Any, sign_of: Callable[[Any], int]) -> Any:
    """log(u v) = log u + log v wherever the sign of u is known: so that what cancels does."""
    logs = {t: tails.logarithm(t.args[0], sign_of) for t in walk(tree) if isinstance(t, log)}
    return tree.xreplace({t: v for t, v in logs.items() if v != t})


def _sign_between(x: Parameter, low: fmpq | None, high: fmpq | None) -> Callable[[Any], int]:
    """The sign of an expression between two numbers, where it is declared, or linear in x; else 0."""

    def of(e: Any) -> int:
        if tails.known_sign(e) or not e.has(x) or e.diff(x).has(x):
            return tails.known_sign(e)
        try:
            root = _root(e, x)
            inside = root is not None and (low is None or low < root) and (high is None or root < high)
            return 0 if inside else compare(_value(e, x, _inside(low, high)), fmpq(0))
        except (NotEvaluable, Undecided, Undefined):
            return 0

    return of


def _on_a_line(integrand: Any, outcomes: Sequence[Any], instance: Instance, member: int, total: Any) -> Enclosure:
    """Two outcomes that add up to a total: an integral over the first."""
    first, second = outcomes
    whole = Expression(total, Context()).value(instance, member)
    if not isinstance(whole, fmpq):
        raise NotEvaluable(f"{total} is no rational number")
    here, there = (a.column.domain for a in outcomes)
    low = max([*_finite(here.lower), *(whole - e for e in _finite(there.upper))], default=None)
    high = min([*_finite(here.upper), *(whole - e for e in _finite(there.lower))], default=None)
    if low is None or high is None:
        raise NotEvaluable(f"the integral over the line {first} + {second} = {total}")
    if low >= high:
        return Enclosure(fmpq(0), fmpq(0))
    tree, x = _in_one_variable(integrand, first, instance, member, second)
    rest = Rational(int(whole.p), int(whole.q)) - x
    return _integral((tree.xreplace({second: rest}), x), RealInterval(_fraction(low), _fraction(high)))


def _finite(end: Any) -> list[fmpq]:
    return [] if end in (INFINITY, -INFINITY) else [rational(end)]


def _fraction(v: fmpq) -> Fraction:
    return Fraction(int(v.p), int(v.q))


def _integral(line: Line, domain: RealInterval) -> Enclosure:
    tree, x = line
    if tree.has(nan, zoo, oo, -oo):
        raise NotEvaluable(f"{tree}: it has no value at these parameters")
    result, reasons = Bounds(arb(0), arb(0)), []
    infinite = False
    low, high = (None if isinstance(e, float) else rational(e) for e in (domain.lower, domain.upper))
    for left, right, piece in _pieces(tree, x, low, high):
        found, reason, sure = _piece(piece, x, left, right)
        infinite = infinite or sure
        result = plus(result, found)
        reasons.append(reason)
    open_ = "; ".join(dict.fromkeys(filter(None, reasons)))
    return Enclosure(*result, open_, infinite)


def _value(tree: Any, x: Parameter, at: Number) -> Number:
    try:
        return Expression(tree, Context(frozenset({x.name}))).value(Instance({}, {}, {}, [{x.name: at}]), 0)
    except Undefined as reason:
        raise Undecided(f"{tree}: {reason}") from reason


Piece = tuple[fmpq | None, fmpq | None, Any]


def _pieces(tree: Any, x: Parameter, low: fmpq | None, high: fmpq | None) -> Iterator[Piece]:
    """Intervals that cover (low, high) up to single points, with the integrand there, free of kinks."""
    broken = (t for t in walk(tree) if breaks(t))
    node = next((t for t in broken if not any(breaks(inner) for a in t.args for inner in walk(a))), None)
    if node is None:
        yield low, high, tree
        return
    g = node.args[0] if isinstance(node, Abs | NegativePart | sign | Heaviside) else node.args[0] - node.args[1]
    if len(node.args) > 2:
        rest = raw(node.func, node.args[1:])
        yield from _pieces(tree.xreplace({node: node.func(node.args[0], rest, evaluate=False)}), x, low, high)
        return
    root = _root(g, x)
    if root is not None and (low is None or low < root) and (high is None or root < high):
        yield from _pieces(tree, x, low, root)
        yield from _pieces(tree, x, root, high)
        return
    side = compare(_value(g, x, _inside(low, high)), fmpq(0))
    yield from _pieces(_with(tree, node, _settled(node, g, side)), x, low, high)


def _with(tree: Any, node: Any, value: Any) -> Any:
    """The tree with a node settled; a product with a factor 0 is 0, whatever the others are."""
    if tree == node:
        return value
    if not tree.has(node):
        return tree
    args = [_with(a, node, value) for a in tree.args]
    return Integer(0) if isinstance(tree, Mul) and 0 in args else tree.func(*args)


def _root(g: Any, x: Parameter) -> fmpq | None:
    """Where g changes its sign, which is at one point at most. Raises NotEvaluable for what is not linear in x."""
    if not g.has(x):
        return None
    slope = g.diff(x)
    if slope.has(x):
        raise NotEvaluable(f"{g}: a kink where this vanishes, which is not linear in {x}")
    at, by = _value(g, x, fmpq(0)), _value(slope, x, fmpq(0))
    if not isinstance(at, fmpq) or not isinstance(by, fmpq):
        raise NotEvaluable(f"{g}: a kink at no rational number")
    return None if by == 0 else -at / by


def _settled(node: Any, g: Any, side: int) -> Any:
    if isinstance(node, Abs):
        return g if side >= 0 else -g
    if isinstance(node, NegativePart):
        return Integer(0) if side >= 0 else -g
    if isinstance(node, Max):
        return node.args[0] if side >= 0 else node.args[1]
    if isinstance(node, Min):
        return node.args[0] if side <= 0 else node.args[1]
    if isinstance(node, Heaviside):
        return Integer(side > 0)
    if isinstance(node, sign):
        return Integer(side)
    return Integer(side <= 0) if isinstance(node, AtMost) else Integer(side == 0)


def _inside(low: fmpq | None, high: fmpq | None) -> fmpq:
    if low is not None and high is not None:
        return (low + high) / 2
    return low + 1 if low is not None else high - 1 if high is not None else fmpq(1, 3)


def _beyond(tree: Any, x: Parameter, where: Any) -> Any:
    """The expression in the distance to an end, or from it."""
    return tree.xreplace({x: where})


def _closest(h: Any, edges: Sequence[fmpq], of: Callable[..., Bounds]) -> tuple[fmpq, Bounds, str]:
    """The first edge whose enclosure is close, else the one with the closest; where none is finite, what the sign says."""
    best: tuple[Any, fmpq, Bounds] | None = None
    reason: Unbounded | None = None
    for edge in edges:
        try:
            found = of(h, edge)
        except Unbounded as why:
            reason = reason or why
            continue
        if _sure(found):
            return edge, found, ""
        if isinstance(found.lower, float) or isinstance(found.upper, float):
            continue
        width = found.upper - found.lower
        if best is None or width < best[0]:
            best = width, edge, found
        if width <= CLOSE:
            break
    if best is not None:
        return best[1], best[2], ""
    known = tails.NONNEGATIVE if _nonnegative(h) else tails.EVERYTHING
    return edges[min(3, len(edges) - 1)], known, str(reason or "no finite bound was found")


def _piece(tree: Any, x: Parameter, low: fmpq | None, high: fmpq | None) -> tuple[Bounds, str, bool]:
    """The integral over one interval on which the integrand has no kink, why it is open, and whether a part is infinite."""
    if tree == 0:
        return Bounds(arb(0), arb(0)), "", False
    tree = _logs_apart(tree, _sign_between(x, low, high))
    function = _complex(tree)
    far = lambda h, edge: tails.integral(h, edge, True)
    near = lambda h, edge: tails.integral(h, edge, False)
    ends: list[fmpq] = []
    whole, reasons, infinite = Bounds(arb(0), arb(0)), [], False
    for end, other, way in ((low, high, 1), (high, low, -1)):
        start = end if end is not None else other if other is not None else fmpq(0)
        origin = Rational(int(start.p), int(start.q))
        if end is None:
            # from `other` outwards, or from 0: x = origin -+ s for s beyond the edge
            edge, found, reason = _closest(_beyond(tree, x, origin - way * tails.S), EDGES, far)
            ends.append(start - way * edge)
        elif _analytic(function, end, (high - low) if high is not None and low is not None else fmpq(1)):
            ends.append(end)
            continue
        else:
            room = (high - low) / 2 if high is not None and low is not None else fmpq(1)
            edges = [room / e for e in EDGES]
            edge, found, reason = _closest(_beyond(tree, x, origin + way * tails.S), edges, near)
            ends.append(end + way * edge)
        whole = plus(whole, found)
        reasons.append(reason)
        infinite = infinite or _sure(found)
    middle = _between(tree, function, ends[0], ends[1])
    if not middle.is_finite():
        where = f"between {show(ends[0])} and {show(ends[1])}"
        return Bounds(-INFINITY, INFINITY), f"the integrand is not enclosed {where}", infinite
    return plus(whole, bounds(middle)), "; ".join(filter(None, reasons)), infinite


def _between(tree: Any, function: Complex, low: fmpq, high: fmpq) -> arb:
    """The integral between two numbers, by balls; not finite where the work that it takes is not to be had."""
    failed: list[Exception] = []
    parts = sum(1 for _ in walk(tree))

    def at(z: acb, analytic: bool) -> acb:
        if not failed:
            try:
                spend(4 * parts)
                return function(z, analytic)
            except (OutOfWork, RecursionError, ZeroDivisionError, OverflowError) as reason:
                failed.append(reason)  # nothing may be raised through the integration
        return NOT_ANALYTIC

    found = acb.integral(
        at, acb(arb(low)), acb(arb(high)), rel_tol=GOAL, abs_tol=GOAL, eval_limit=EVALUATIONS
    ).real  # fmt: skip
    if failed:
        raise failed[0]
    return found


def _analytic(function: Complex, end: fmpq, width: fmpq) -> bool:
    """Is the integrand seen to be analytic around this end?"""
    around = acb(arb(end, arb(width).upper() * arb(2) ** -12), arb(0, arb(width).upper() * arb(2) ** -12))
    return bool(function(around, True).is_finite())


def _from_below(integrand: Any, outcomes: Sequence[Any], instance: Instance, member: int) -> Enclosure:
    """A lower bound of the integral of a nonnegative function over two real variables: by rectangles around the origin."""
    if not _nonnegative(integrand):
        raise NotEvaluable("a double integral of what may be negative: only lower bounds of such integrals are known")
    names = tuple(a.column.name for a in outcomes)
    value = Expression(integrand, Context(free=names))
    cuts = [[rational(c) for c in GRID if a.column.domain.lower <= c <= a.column.domain.upper] for a in outcomes]
    balls: dict[str, Sequence[Any]] = {
        n: [_hull(u, v) for u, v in pairwise(cut)] for n, cut in zip(names, cuts, strict=True)
    }
    there, below = _binding(instance, balls), arb(0)
    for cell in product(*(range(len(balls[n])) for n in names)):
        try:
            least = bounds(value.value(there, member, cell)).lower
        except (Undecided, Unbounded):
            continue
        if least > 0:
            sides = [cut[j + 1] - cut[j] for cut, j in zip(cuts, cell, strict=True)]
            below = (below + least * sides[0] * sides[1]).lower()
    return Enclosure(below, INFINITY, "of a double integral only a lower bound is known")


def _hull(low: fmpq, high: fmpq) -> arb:
    return arb((low + high) / 2, arb((high - low) / 2).upper())


def _nonnegative(e: Any) -> bool:
    """Is an expression nowhere negative, as far as its parts show? (A power that is not whole has no negative value.)"""
    if tails.known_sign(e) == 1 or isinstance(e, exp | AtMost | Same | Abs) or e == 0:
        return True
    if isinstance(e, Parameter):
        return e.domain.hull is not None and e.domain.hull.lower >= 0
    if isinstance(e, Pow):
        return _nonnegative(e.base) or not isinstance(e.exp, Integer) or e.exp % 2 == 0
    return isinstance(e, Mul | Add) and all(map(_nonnegative, e.args))


# ---- expressions as functions of a complex ball ----------------------------------------------------------------------

Complex = Callable[[acb, bool], acb]
NOT_ANALYTIC = acb("nan")


@singledispatch
def _complex(tree: Any) -> Complex:
    """A closure (z, analytic) -> ball, not finite where `analytic` is asked for and not certain. Raises NotEvaluable."""
    if not tree.has(Parameter):
        return _constant(tree)
    raise NotEvaluable(f"{tree}: complex balls do not know {type(tree).__name__}")


def _constant(tree: Any) -> Complex:
    try:
        value = Expression(tree, Context()).value(Instance({}, {}, {}, [{}]), 0)
    except Undefined as reason:
        raise NotEvaluable(f"{tree}: {reason}") from reason
    if isinstance(value, float):
        raise NotEvaluable(f"{tree} is infinite")
    ball = acb(arb(value))
    return lambda z, analytic: ball


@_complex.register(Parameter)
def _(tree: Any) -> Complex:
    return lambda z, analytic: z


@_complex.register(Add)
@_complex.register(Mul)
def _(tree: Any) -> Complex:
    if not tree.has(Parameter):
        return _constant(tree)
    first, *rest = map(_complex, tree.args)
    if isinstance(tree, Add):

        def total(z: acb, analytic: bool) -> acb:
            result = first(z, analytic)
            for part in rest:
                result = result + part(z, analytic)
            return result

        return total

    def whole(z: acb, analytic: bool) -> acb:
        result = first(z, analytic)
        for part in rest:
            result = result * part(z, analytic)
        return result

    return whole


@_complex.register(Pow)
def _(tree: Any) -> Complex:
    if not tree.has(Parameter):
        return _constant(tree)
    base = _complex(tree.base)
    if isinstance(tree.exp, Integer):
        k = int(tree.exp)
        return lambda z, analytic: _power(base(z, analytic), k)
    exponent = _complex(tree.exp)
    return lambda z, analytic: base(z, analytic).pow(exponent(z, analytic), analytic=analytic)


def _power(z: acb, k: int) -> acb:
    """z^k by squaring: acb knows no power of a ball around 0."""
    if k < 0:
        return 1 / _power(z, -k)
    if k <= 1:
        return z if k else acb(1)
    half = _power(z, k // 2)
    return half * half * z if k % 2 else half * half


@_complex.register(log)
def _(tree: Any) -> Complex:
    if not tree.has(Parameter):
        return _constant(tree)
    inner = _complex(tree.args[0])
    return lambda z, analytic: inner(z, analytic).log(analytic=analytic)


def _meromorphic(operation: Callable[[acb], acb]) -> Callable[[Any], Complex]:
    def compiled(tree: Any) -> Complex:
        if not tree.has(Parameter):
            return _constant(tree)
        inner = _complex(tree.args[0])
        return lambda z, analytic: operation(inner(z, analytic))

    return compiled


for _function, _operation in (
    *((exp, acb.exp), (sin, acb.sin), (cos, acb.cos), (sinh, acb.sinh), (cosh, acb.cosh), (tanh, acb.tanh)),
    (gamma, acb.gamma),
):
    _complex.register(_function, _meromorphic(_operation))

__all__ = ["Enclosure", "NotEvaluable", "Undecided", "Undefined", "enclose"]
