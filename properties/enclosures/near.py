"""What an expression in s > 0 is bounded by all over s >= edge, or all over 0 < s <= edge: values and elasticities.

The elasticity of h in s > 0 is s h'(s)/h(s), the derivative of log |h| with respect to log s. Where it lies in an interval, h
keeps its sign and is monotone between powers of s. Numbers are balls; nothing here is shared with what proves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cmp_to_key, lru_cache
from typing import Any

from flint import arb, fmpq
from sympy import (
    Add,
    Integer,
    Mul,
    Pow,
    Rational,
    exp,
    expand,
    expand_mul,
    factorial,
    gamma,
    log,
    loggamma,
    polygamma,
)

from properties.enclosures.bounds import (
    EVERYTHING,
    ONE,
    ZERO,
    Bounds,
    Unbounded,
    bounds,
    down,
    least,
    meet,
    plus,
    reciprocal,
    times,
    up,
)
from properties.enclosures.signs import known_sign, logarithm
from properties.instances.compiling import Context
from properties.instances.evaluation import Compiled
from properties.instances.instance import Instance
from properties.instances.numbers import (
    INFINITY,
    ExtendedNumber,
    NotEvaluable,
    NoValue,
    TooWide,
)
from properties.work import spend
from symbolic.core.domains import positive
from symbolic.core.terms import parameter, walk

MAX_NESTED, MAX_PARTS, HIGH = 24, 500, 4

PART = 100  # how much work one part of an expression counts for

S = parameter("s", positive)  # the distance to the end, or from it where the end is infinite


_Terms = tuple[tuple[Any, Any], ...]  # (coefficient, what depends on s), summed


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
def _terms(e: Any) -> _Terms:
    return tuple(t.as_independent(S, as_Add=False) for t in Add.make_args(e) if t != 0)


@lru_cache(maxsize=4096)
def _compiled(e: Any) -> Compiled:
    return Compiled(e, Context(frozenset({S.name})))


class Near:
    """All s with s >= edge (`far`), or 0 < s <= edge. Its methods raise Unbounded where they find nothing."""

    def __init__(self, edge: fmpq, far: bool) -> None:
        self.edge, self.far = edge, far
        self._values: dict[Any, Bounds | Unbounded] = {}
        self._elasticities: dict[Any, dict[Any, Bounds] | Unbounded] = {}
        self._at: dict[Any, ExtendedNumber | Unbounded] = {}
        self._depth, self._parts, self._gave_up = 0, 0, False

    def anew(self) -> Near:
        """The same place, where parts are counted from 0 again: what was found stays, what was given up does not."""
        if self._gave_up:
            for known in (self._values, self._elasticities):
                for e in [e for e, found in known.items() if isinstance(found, Unbounded)]:
                    del known[e]
        self._parts, self._gave_up = 0, False
        return self

    def at(self, e: Any) -> ExtendedNumber:
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
    def _around(e: Any, s: ExtendedNumber) -> ExtendedNumber:
        """The value at a ball `s`."""
        try:
            return _compiled(e).value(Instance({}, {}, {}, [{S.name: s}]), 0)
        except (NoValue, TooWide, NotEvaluable) as reason:
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
        if isinstance(e, exp | log) and len(e.args) == 1:  # SymPy takes E^u, kept as written, for an exponential
            ways.append(self._mapped)
        if isinstance(e, polygamma):
            ways = [lambda e: _digamma(self, e.args[1]) if e.args[0] == 0 else EVERYTHING]
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
        return Bounds(down(ends[0]), up(ends[1]))

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
        return self.combination(summed({m: bounds(self.at(c))} for c, m in _terms(e)))

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
            return summed(self.elasticity(a) for a in e.args)
        if isinstance(e, Pow) and not e.exp.has(S):
            if not isinstance(e.exp, Integer):
                self._positive(e.base)
            c = bounds(self.at(e.exp))
            return {m: times(c, v) for m, v in self.elasticity(e.base).items()}
        if isinstance(e, Pow):
            self._positive(e.base)
            return self.derivative(e.exp * self._logarithm(e.base))
        if isinstance(e, exp):
            return self.derivative(e.args[0])
        if isinstance(e, Add):
            return self._of_sum(e)
        if isinstance(e, log):
            return self._of_log(e)
        if isinstance(e, gamma | factorial):
            argument = e.args[0] + (1 if isinstance(e, factorial) else 0)
            return _of_gamma(self, argument)
        if isinstance(e, loggamma):
            return _of_log_gamma(self, e.args[0])
        if isinstance(e, polygamma) and e.args[0] == 0:  # 1 < a psi'(a) < 1 + 1/a for a > 0
            size = self.value(e.args[1])
            slope = times(self.slope(e.args[1]), Bounds(arb(1), plus(ONE, reciprocal(size)).upper))
            return {Integer(1): times(slope, reciprocal(_digamma(self, e.args[1])))}
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

    def derivative(self, e: Any) -> dict[Any, Bounds]:
        """s e'(s) as a sum."""
        return summed({m: bounds(self.at(c))} for c, m in _terms(_scaled_derivative(e)))

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
            found = summed([found, {Integer(1): times(share, self.value(others))}])
        return found

    def _largest(self, parts: Iterable[Any]) -> list[Any]:
        """The two parts that are largest at the edge: one of them may dominate."""

        def size(e: Any) -> Any:
            at = self.at(e)
            return at if isinstance(at, float) else arb(abs(at)).mid()

        return sorted(parts, key=cmp_to_key(lambda a, b: 1 if size(a) < size(b) else -1))[:2]

    def _of_log(self, e: Any) -> dict[Any, Bounds]:
        self._positive(e.args[0])
        if isinstance(e.args[0], gamma):
            return _of_log_gamma(self, e.args[0].args[0])
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


def summed(parts: Iterable[dict[Any, Bounds]]) -> dict[Any, Bounds]:
    """Sums of functions, each times an interval, added up."""
    found: dict[Any, Bounds] = {}
    for part in parts:
        for m, v in part.items():
            found[m] = plus(found[m], v) if m in found else v
    return found


# ---- special functions ------------------------------------------------------------------------------------------------


def _digamma(near: Near, argument: Any) -> Bounds:
    inner = near.value(argument)
    if not inner.lower > 0:
        raise Unbounded("digamma({}): its argument may be 0", argument)
    low, high = (v if isinstance(v, float) else v.digamma() for v in inner)
    return Bounds(down(low), up(high))


def _of_gamma(near: Near, a: Any) -> dict[Any, Bounds]:
    """log a - 1/a < digamma(a) < log a - 1/(2a) for a > 0. The log of s is kept apart, for it may cancel.

    Source: Alzer, On some inequalities for the gamma and psi functions (1997); DLMF 5.11.2.
    """
    growth = near.derivative(a)
    try:
        near_log, inverse = _log_of(near.value(expanded(a / S))), reciprocal(near.value(a))
    except Unbounded:
        psi = _digamma(near, a)
        return {m: times(psi, v) for m, v in growth.items()}
    rest = plus(near_log, times(inverse, Bounds(arb(-1), arb(-1) / 2)))
    return summed(part for m, v in growth.items() for part in ({m * log(S): v}, {m: times(v, rest)}))


def _of_log_gamma(near: Near, a: Any) -> dict[Any, Bounds]:
    """1 <= a digamma(a) / log Gamma(a) <= 1 / (1 - 1/(2a) - 1/log a) for a >= 4, and the right-hand side falls.

    From log Gamma(a) <= (a - 1) digamma(a), the mean value theorem, from digamma(a) < log a and from log Gamma(a) >
    (a - 1/2) log a - a. Source: DLMF 5.6.1 and 5.11.2.
    """
    least_a = near.value(a).lower
    if not least_a >= 4 or isinstance(least_a, float):
        raise Unbounded("log Gamma({}): its argument may be below 4", a)
    most = up(1 / (1 - 1 / (2 * least_a) - 1 / least_a.log()))
    return {Integer(1): times(near.slope(a), Bounds(arb(1), most))}


def _log_of(inner: Bounds) -> Bounds:
    if not inner.lower > 0 or inner.upper == INFINITY:
        raise Unbounded("the log of what may be 0 or infinite")
    return Bounds(down(inner.lower.log()), up(inner.upper.log()))
