"""What an expression is bounded by near an end of its domain: a rigorous enclosure of its integral, or sum, over that end.

The elasticity of h in s > 0 is s h'(s)/h(s), the derivative of log |h| with respect to log s. Lemma: if it lies in [a, b] for
every s >= S, then h keeps its sign there and h(s) / h(S) lies between (s/S)^a and (s/S)^b; so the integral of h from S to oo
lies between h(S) S / (-1 - a) and h(S) S / (-1 - b) where b < -1, and is infinite where a >= -1. In the same way for
0 < s <= S. Source: the mean value theorem; Bingham, Goldie and Teugels, Regular Variation, section 1.3 (representation).
Numbers are balls; nothing here is shared with what proves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cmp_to_key, lru_cache, reduce
from math import prod
from typing import Any, NamedTuple

from flint import arb, fmpq
from sympy import Add, Integer, Mul, Pow, Rational, exp, expand, expand_mul, factorial, gamma, log, loggamma, polygamma

from properties.instances.compiling import Context
from properties.instances.evaluation import Expression
from properties.instances.instance import Instance
from properties.instances.numbers import INFINITY, NotEvaluable, Number, Undecided, Undefined, multiply, show
from properties.work import spend
from symbolic.core.domains import positive
from symbolic.core.terms import Parameter, parameter, walk

MAX_NESTED, MAX_PARTS, HIGH = 24, 500, 4
PART = 100  # how much work one part of an expression counts for
S = parameter("s", positive)  # the distance to the end, or from it where the end is infinite


class Unbounded(Exception):
    """No bound was found near an end; the message says for which part. Never evidence for anything."""

    def __init__(self, message: str, *parts: Any) -> None:
        super().__init__(message, *parts)

    def __str__(self) -> str:  # put together when asked for: most of them are never read
        try:
            return str(self.args[0]).format(*self.args[1:])
        except ValueError:  # numbers with too many digits to print
            return str(self.args[0]).format(*("..." for _ in self.args[1:]))


class Bounds(NamedTuple):
    """An interval that holds a number, or every value of a function; an end is an exact ball or an infinity (a float)."""

    lower: Number
    upper: Number

    def __str__(self) -> str:
        return f"[{show(self.lower)}, {show(self.upper)}]"


def _down(v: Number) -> Number:
    return v if isinstance(v, float) else _finite(arb(v).lower())


def _up(v: Number) -> Number:
    return v if isinstance(v, float) else _finite(arb(v).upper())


def _finite(v: arb) -> arb:
    if not v.is_finite():
        raise Unbounded("a ball without bound")
    return v


def bounds(v: Number) -> Bounds:
    """The interval of a single number."""
    return Bounds(_down(v), _up(v))


ZERO, ONE = Bounds(arb(0), arb(0)), Bounds(arb(1), arb(1))
EVERYTHING, NONNEGATIVE = Bounds(-INFINITY, INFINITY), Bounds(arb(0), INFINITY)


def plus(a: Bounds, b: Bounds) -> Bounds:
    """{u + v}; where an infinity meets its opposite, the end is open."""
    low = -INFINITY if -INFINITY in (a.lower, b.lower) else INFINITY if INFINITY in (a.lower, b.lower) else None
    high = INFINITY if INFINITY in (a.upper, b.upper) else -INFINITY if -INFINITY in (a.upper, b.upper) else None
    return Bounds(_down(a.lower + b.lower) if low is None else low, _up(a.upper + b.upper) if high is None else high)


def times(a: Bounds, b: Bounds) -> Bounds:
    """{u v} for finite u and v."""
    if not any(isinstance(v, float) for v in (*a, *b)):
        corners = [u * v for u in a for v in b]
        return Bounds(_down(reduce(arb.min, corners)), _up(reduce(arb.max, corners)))
    corners = [multiply(u, v) for u in a for v in b]
    return Bounds(least(map(_down, corners)), -least(-_up(v) for v in corners))


def least(values: Iterable[Number]) -> Number:
    """The smallest of exact numbers and infinities."""
    found: Number = INFINITY
    for v in values:
        if not isinstance(v, float) and ((isinstance(found, float) and found > 0) or found > v):
            found = v
        elif isinstance(v, float) and v < 0:
            return v
    return found


def meet(a: Bounds, b: Bounds) -> Bounds:
    """What both hold."""
    return Bounds(-least((-a.lower, -b.lower)), least((a.upper, b.upper)))


def reciprocal(a: Bounds) -> Bounds:
    """{1/u}. Raises Unbounded where 0 may be among the u."""
    if not (a.lower > 0 or a.upper < 0):
        raise Unbounded("a division by what may be 0")
    low, high = ((Bounds(arb(0), arb(0)) if isinstance(v, float) else bounds(1 / v)) for v in (a.upper, a.lower))
    return Bounds(low.lower, high.upper)


# ---- written expressions in s ----------------------------------------------------------------------------------------

Terms = tuple[tuple[Any, Any], ...]  # (coefficient, what depends on s), summed


@lru_cache(maxsize=8192)
def expanded(e: Any) -> Any:
    """e multiplied out, but for high powers of sums."""
    high = any(isinstance(t, Pow) and t.base.is_Add and t.exp.is_Rational and abs(t.exp) > HIGH for t in walk(e))
    return expand_mul(e) if high else expand(e, power_base=False, log=False)


@lru_cache(maxsize=4096)
def _scaled_derivative(e: Any) -> Any:
    """s e'(s), multiplied out."""
    return expanded(S * e.diff(S))


@lru_cache(maxsize=4096)
def _terms(e: Any) -> Terms:
    return tuple(t.as_independent(S, as_Add=False) for t in Add.make_args(e) if t != 0)


@lru_cache(maxsize=8192)
def known_sign(e: Any) -> int:
    """The sign of e as far as its parts show it: 1, -1, or 0 where it is not known. Never 0's own.

    SymPy's assumptions are not asked: they look for the roots of polynomials, and there is no telling how long.
    """
    if isinstance(e, Parameter):
        hull = e.domain.hull
        if hull is None:
            return 0
        above = hull.lower > 0 or (hull.lower == 0 and not hull.lower_closed)
        below = hull.upper < 0 or (hull.upper == 0 and not hull.upper_closed)
        return 1 if above else -1 if below else 0
    if isinstance(e, Rational):
        return (e.p > 0) - (e.p < 0)
    if not e.has(Parameter):
        return _sign_of_constant(e)
    if isinstance(e, exp):
        return 1
    if isinstance(e, Mul):
        return prod(map(known_sign, e.args))
    if isinstance(e, Pow):
        of_base = known_sign(e.base)
        even = isinstance(e.exp, Integer) and e.exp % 2 == 0
        return of_base**2 if even else of_base if of_base == 1 or isinstance(e.exp, Integer) else 0
    if isinstance(e, Add):
        signs = set(map(known_sign, e.args))
        return signs.pop() if len(signs) == 1 else 0
    return 1 if isinstance(e, gamma) and known_sign(e.args[0]) == 1 else 0


def _sign_of_constant(e: Any) -> int:
    try:
        value = Expression(e, Context()).value(Instance({}, {}, {}, [{}]), 0)
    except (Undefined, Undecided, NotEvaluable):
        return 0
    return 1 if value > 0 else -1 if value < 0 else 0


def logarithm(e: Any, sign: Callable[[Any], int] = known_sign) -> Any:
    """log e, where it is real, as the sum of the logs of those factors whose `sign` is known, and of all others together.

    A factor f that is negative counts as -(-f): the logs are those of -f, and the minuses stay with the others.
    """
    if isinstance(e, exp):
        return e.args[0]
    if isinstance(e, Pow) and sign(e.base) == 1:
        return e.exp * logarithm(e.base, sign)
    if not isinstance(e, Mul):
        return log(e)
    whole: list[Any] = []
    rest: list[Any] = []
    for factor in e.args:
        known = 1 if isinstance(factor, exp) else sign(factor)
        if known == 1:
            whole.append(logarithm(factor, sign))
        elif known == -1:
            whole.append(_log_of_negated(factor, sign))
            rest.append(Integer(-1))
        else:
            rest.append(factor)
    left = Mul(*rest)
    return Add(*whole, *([] if left == 1 else [log(left)]))


def _log_of_negated(factor: Any, sign: Callable[[Any], int]) -> Any:
    """log(-f) for a factor f < 0 that is no product."""
    if isinstance(factor, Pow) and isinstance(factor.exp, Integer) and sign(factor.base) == -1:
        return factor.exp * log(-factor.base)
    return log(-factor)


@lru_cache(maxsize=4096)
def _compiled(e: Any) -> Expression:
    return Expression(e, Context(frozenset({S.name})))


class Near:
    """All s with s >= edge (`far`), or 0 < s <= edge. Its methods raise Unbounded where they find nothing."""

    def __init__(self, edge: fmpq, far: bool) -> None:
        self.edge, self.far = edge, far
        self._values: dict[Any, Bounds | Unbounded] = {}
        self._elasticities: dict[Any, dict[Any, Bounds] | Unbounded] = {}
        self._at: dict[Any, Number | Unbounded] = {}
        self._depth, self._parts, self._gave_up = 0, 0, False

    def anew(self) -> Near:
        """The same place, where parts are counted from 0 again: what was found stays, what was given up does not."""
        if self._gave_up:
            for known in (self._values, self._elasticities):
                for e in [e for e, found in known.items() if isinstance(found, Unbounded)]:
                    del known[e]
        self._parts, self._gave_up = 0, False
        return self

    def at(self, e: Any) -> Number:
        """The value at the edge."""
        found = self._at.get(e)
        if found is None:
            try:
                found = self._around(e, arb(self.edge))
            except Unbounded as reason:
                found = reason
            self._at[e] = found
        if isinstance(found, Unbounded):
            raise found
        return found

    @staticmethod
    def _around(e: Any, s: Number) -> Number:
        """The value at a ball `s`."""
        try:
            return _compiled(e).value(Instance({}, {}, {}, [{S.name: s}]), 0)
        except (Undefined, Undecided, NotEvaluable) as reason:
            raise Unbounded("{}: {}", e, reason) from reason

    def value(self, e: Any) -> Bounds:
        """An interval that holds every value of e."""
        return self._once(self._values, e, self._value)

    def elasticity(self, e: Any) -> dict[Any, Bounds]:
        """The elasticity of e, which then vanishes nowhere: a sum of functions, each times an interval."""
        return self._once(self._elasticities, e, self._elasticity)

    def _once(self, known: dict[Any, Any], e: Any, compute: Callable[[Any], Any]) -> Any:
        """What was found for e before, be it that nothing was."""
        if e not in known:
            if self._depth > MAX_NESTED or self._parts > MAX_PARTS:
                self._gave_up = True
                raise Unbounded("{}: too many parts", e)
            self._depth += 1
            self._parts += 1
            spend(PART)
            try:
                known[e] = compute(e)
            except Unbounded as reason:
                known[e] = reason
            finally:
                self._depth -= 1
        if isinstance(known[e], Unbounded):
            raise known[e]
        return known[e]

    def unfolded(self, e: Any) -> Any:
        """e, with log(exp(g) + rest) written as g + log(1 + rest exp(-g)) where exp(g) is the largest term at the edge."""
        found = {t: self._unfolded_log(t) for t in walk(e) if isinstance(t, log) and t.args[0].is_Add and t.has(exp)}
        changed = {t: v for t, v in found.items() if v is not None}
        return e.xreplace(changed)

    def _unfolded_log(self, e: Any) -> Any:
        terms = e.args[0].args
        d = self._largest(terms)[0]
        if not d.has(exp):
            return None
        return expanded(self._logarithm(d) + log(1 + Add(*(t / d for t in terms if t is not d))))

    def _value(self, e: Any) -> Bounds:
        if not e.has(S):
            return bounds(self.at(e))
        if e == S:
            return Bounds(arb(self.edge).lower(), INFINITY) if self.far else Bounds(arb(0), arb(self.edge).upper())
        found, reason = EVERYTHING, Unbounded("{}: no bound", e)
        ways = [self._monotone] if not isinstance(e, Add) else [self._sum]
        if isinstance(e, exp | log):
            ways.append(self._mapped)
        if isinstance(e, polygamma):
            ways = [lambda e: self._digamma(e.args[1]) if e.args[0] == 0 else EVERYTHING]
        if not self.far:
            ways.append(self._everywhere)
        for way in ways:
            try:
                found = meet(found, way(e))
            except Unbounded as why:
                reason = why
        if found == EVERYTHING:
            raise reason
        return found

    def _everywhere(self, e: Any) -> Bounds:
        half = self.edge / 2
        return bounds(self._around(e, arb(half, arb(half).upper())))

    def _mapped(self, e: Any) -> Bounds:
        inner = self.value(e.args[0])
        if isinstance(e, exp):
            ends = [arb(0) if v == -INFINITY else v if isinstance(v, float) else v.exp() for v in inner]
        else:
            if not inner.lower >= 0:
                raise Unbounded("{}: the log of what may be negative", e)
            ends = [-INFINITY if v == 0 else v if isinstance(v, float) else v.log() for v in inner]
        return Bounds(_down(ends[0]), _up(ends[1]))

    def _digamma(self, argument: Any) -> Bounds:
        inner = self.value(argument)
        if not inner.lower > 0:
            raise Unbounded("digamma({}): its argument may be 0", argument)
        low, high = (v if isinstance(v, float) else v.digamma() for v in inner)
        return Bounds(_down(low), _up(high))

    def _monotone(self, e: Any) -> Bounds:
        """From the value at the edge and the sign of the elasticity."""
        at, slope = bounds(self.at(e)), self.slope(e)
        if not (at.lower > 0 or at.upper < 0):
            raise Unbounded("{}: its sign at {} = {} is open", e, S, self.edge)
        size = at if at.lower > 0 else Bounds(-at.upper, -at.lower)
        grows = slope if self.far else Bounds(-slope.upper, -slope.lower)
        if grows.lower >= 0:
            size = Bounds(size.lower, size.upper if slope == ZERO else INFINITY)
        else:
            size = Bounds(arb(0), size.upper if grows.upper <= 0 else INFINITY)
        return size if at.lower > 0 else Bounds(-size.upper, -size.lower)

    def _sum(self, e: Any) -> Bounds:
        return self.combination(self._summed({m: bounds(self.at(c))} for c, m in _terms(e)))

    def combination(self, parts: dict[Any, Bounds]) -> Bounds:
        """The sum of functions, each times an interval: term by term, and relative to each term that may dominate."""
        whole = ZERO
        for m, c in parts.items():
            whole = plus(whole, times(c, self.value(m)))
        for d in self._largest(parts) if len(parts) > 1 and EVERYTHING[1] in (-whole.lower, whole.upper) else ():
            try:
                ratio = parts[d]
                for m, c in parts.items():
                    if m != d:
                        ratio = plus(ratio, times(c, self.value(m / d)))
                whole = meet(whole, times(self.value(d), ratio))
            except Unbounded:
                continue
        return whole

    def slope(self, e: Any) -> Bounds:
        """An interval that holds the elasticity of e."""
        return self.combination(self.elasticity(e))

    def _elasticity(self, e: Any) -> dict[Any, Bounds]:
        if not e.has(S):
            if self.at(e) == 0:
                raise Unbounded("{} vanishes", e)
            return {}
        if e == S:
            return {Integer(1): ONE}
        if isinstance(e, Mul):
            return self._summed(self.elasticity(a) for a in e.args)
        if isinstance(e, Pow) and not e.exp.has(S):
            if not isinstance(e.exp, Integer):
                self._positive(e.base)
            c = bounds(self.at(e.exp))
            return {m: times(c, v) for m, v in self.elasticity(e.base).items()}
        if isinstance(e, Pow):
            self._positive(e.base)
            return self._derivative(e.exp * self._logarithm(e.base))
        if isinstance(e, exp):
            return self._derivative(e.args[0])
        if isinstance(e, Add):
            return self._of_sum(e)
        if isinstance(e, log):
            return self._of_log(e)
        if isinstance(e, gamma | factorial):
            argument = e.args[0] + (1 if isinstance(e, factorial) else 0)
            return self._of_gamma(argument)
        if isinstance(e, loggamma):
            return self._of_log_gamma(e.args[0])
        if isinstance(e, polygamma) and e.args[0] == 0:  # 1 < a psi'(a) < 1 + 1/a for a > 0
            size = self.value(e.args[1])
            slope = times(self.slope(e.args[1]), Bounds(arb(1), plus(ONE, reciprocal(size)).upper))
            return {Integer(1): times(slope, reciprocal(self._digamma(e.args[1])))}
        raise Unbounded("{}: {} is not known near an end", e, type(e).__name__)

    def _positive(self, e: Any) -> None:
        if known_sign(e) == 1:
            return
        self.elasticity(e)  # it vanishes nowhere
        if not self.at(e) > 0:
            raise Unbounded("{}: a power, or a log, of what may be negative", e)

    def _logarithm(self, e: Any) -> Any:
        return logarithm(e, self._sign)

    def _sign(self, e: Any) -> int:
        """The sign of e all over, or 0."""
        try:
            self.elasticity(e)
            at = self.at(e)
        except Unbounded:
            return known_sign(e)
        return 1 if at > 0 else -1 if at < 0 else 0

    def _summed(self, parts: Iterable[dict[Any, Bounds]]) -> dict[Any, Bounds]:
        found: dict[Any, Bounds] = {}
        for part in parts:
            for m, v in part.items():
                found[m] = plus(found[m], v) if m in found else v
        return found

    def _derivative(self, e: Any) -> dict[Any, Bounds]:
        """s e'(s) as a sum."""
        return self._summed({m: bounds(self.at(c))} for c, m in _terms(_scaled_derivative(e)))

    def _of_sum(self, e: Any) -> dict[Any, Bounds]:
        for d in self._largest(e.args):
            try:
                ratio = self.value(Add(*(t / d for t in e.args if t is not d)))
            except Unbounded:
                continue
            if ratio.lower > -1 and ratio.upper != INFINITY:
                break
        else:
            raise Unbounded("{}: no term dominates the others", e)
        share = reciprocal(plus(ONE, ratio))
        found = {m: times(share, v) for m, v in self.elasticity(d).items()}
        others = expanded(Add(*(_scaled_derivative(t) / d for t in e.args if t is not d)))
        if others != 0:
            found = self._summed([found, {Integer(1): times(share, self.value(others))}])
        return found

    def _largest(self, parts: Iterable[Any]) -> list[Any]:
        """The two parts that are largest at the edge: one of them may dominate."""

        def size(e: Any) -> Any:
            at = self.at(e)
            return at if isinstance(at, float) else arb(abs(at)).mid()

        return sorted(parts, key=cmp_to_key(lambda a, b: 1 if size(a) < size(b) else -1))[:2]

    def _of_gamma(self, a: Any) -> dict[Any, Bounds]:
        """log a - 1/a < digamma(a) < log a - 1/(2a) for a > 0. The log of s is kept apart, for it may cancel.

        Source: Alzer, On some inequalities for the gamma and psi functions (1997); DLMF 5.11.2.
        """
        growth = self._derivative(a)
        try:
            near_log, inverse = self._log_of(self.value(expanded(a / S))), reciprocal(self.value(a))
        except Unbounded:
            psi = self._digamma(a)
            return {m: times(psi, v) for m, v in growth.items()}
        rest = plus(near_log, times(inverse, Bounds(arb(-1), arb(-1) / 2)))
        return self._summed(part for m, v in growth.items() for part in ({m * log(S): v}, {m: times(v, rest)}))

    def _of_log_gamma(self, a: Any) -> dict[Any, Bounds]:
        """1 <= a digamma(a) / log Gamma(a) <= 1 / (1 - 1/(2a) - 1/log a) for a >= 4, and the right-hand side falls.

        From log Gamma(a) <= (a - 1) digamma(a), the mean value theorem, from digamma(a) < log a and from log Gamma(a) >
        (a - 1/2) log a - a. Source: DLMF 5.6.1 and 5.11.2.
        """
        least_a = self.value(a).lower
        if not least_a >= 4 or isinstance(least_a, float):
            raise Unbounded("log Gamma({}): its argument may be below 4", a)
        most = _up(1 / (1 - 1 / (2 * least_a) - 1 / least_a.log()))
        return {Integer(1): times(self.slope(a), Bounds(arb(1), most))}

    @staticmethod
    def _log_of(inner: Bounds) -> Bounds:
        if not inner.lower > 0 or inner.upper == INFINITY:
            raise Unbounded("the log of what may be 0 or infinite")
        return Bounds(_down(inner.lower.log()), _up(inner.upper.log()))

    def _of_log(self, e: Any) -> dict[Any, Bounds]:
        self._positive(e.args[0])
        if isinstance(e.args[0], gamma):
            return self._of_log_gamma(e.args[0].args[0])
        inner = self._logarithm(e.args[0])
        u = e.args[0] - 1
        if isinstance(e.args[0], Add) and not isinstance(u, Add) and self.value(u).upper <= 1:
            # u / ((1 + u) log(1 + u)) lies between 1 and 1/(1 + u), for u > -1: from u/(1 + u) <= log(1 + u) <= u
            share = reciprocal(plus(ONE, self.value(u)))
            between = Bounds(least((arb(1), share.lower)), -least((arb(-1), -share.upper)))
            return {m: times(between, v) for m, v in self.elasticity(u).items()}
        if not isinstance(inner, log) or isinstance(inner.args[0], Rational):
            return self.elasticity(inner)
        return {Integer(1): times(self.slope(e.args[0]), reciprocal(self.value(e)))}


# ---- integrals and sums over an end ----------------------------------------------------------------------------------


def integral(h: Any, edge: fmpq, far: bool) -> Bounds:
    """An interval that holds the integral of h over s >= edge, or over 0 < s <= edge; infinite where that is certain.

    Raises Unbounded.
    """
    return _whole_or_by_terms(h, edge, far, _integral)


def total(h: Any, edge: fmpq) -> Bounds:
    """An interval that holds h(N) + h(N + 1) + ..., where N is the edge. Raises Unbounded."""
    return _whole_or_by_terms(h, edge, True, _total)


def _whole_or_by_terms(h: Any, edge: fmpq, far: bool, of: Callable[[Any, Near], Bounds]) -> Bounds:
    if h == 0:
        return ZERO
    near = Near(edge, far)
    h = near.unfolded(h)
    try:
        return of(h, near)
    except Unbounded:
        parts = [part for part in Add.make_args(expanded(h)) if part != 0]
        if parts == [h]:
            raise
    whole = ZERO
    for part in parts:
        found = of(part, near.anew())
        if found.lower == INFINITY or found.upper == -INFINITY:
            raise Unbounded("{}: an infinite part of a sum", part)
        whole = plus(whole, found)
    return whole


def _integral(h: Any, near: Near) -> Bounds:
    slope = near.slope(h)
    room = Bounds(-1 - slope.upper, -1 - slope.lower) if near.far else Bounds(1 + slope.lower, 1 + slope.upper)
    return _scaled(h, near, room, ZERO)


def _total(h: Any, near: Near) -> Bounds:
    """h falls: the sum lies between its integral, or its first term alone, and both together."""
    slope = near.slope(h)
    return _scaled(h, near, Bounds(-1 - slope.upper, -1 - slope.lower), ONE)


def _scaled(h: Any, near: Near, room: Bounds, first: Bounds) -> Bounds:
    at = bounds(near.at(h))
    if not (at.lower > 0 or at.upper < 0):
        raise Unbounded("{}: its sign at {} = {} is open", h, S, near.edge)
    if room.upper <= 0:
        return Bounds(INFINITY, INFINITY) if at.lower > 0 else Bounds(-INFINITY, -INFINITY)
    if not room.lower > 0:
        raise Unbounded("{} is not seen to fall fast enough", h)
    size = times(bounds(near.edge), reciprocal(room))
    if first == ONE:
        size = Bounds(-least((arb(-1), -size.lower)), plus(ONE, size).upper)
    return times(at, size)
