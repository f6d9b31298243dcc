"""Where the values of a written expression may lie, and whether it has one: interval arithmetic on the extended reals.

Every interval is an enclosure: it may be too large, never too small. What may be undefined under the conventions of the
project (oo - oo, division by zero, log of a negative number), and what is not known here, raises Undefined with the
smallest part that failed. Nothing here is a verdict.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import cached_property

from sympy import Abs, Add, Basic, Expr, Integer, Max, Min, Mul, Pow, Rational, binomial, exp, log
from sympy.core.numbers import EulerGamma, Exp1, Infinity, NegativeInfinity, Pi
from sympy.core.relational import Relational

from symbolic.calculus.normal_form import Law, Undecided, constant, negated, shared, whole_numbers
from symbolic.core.domains import (
    INFINITY,
    RealInterval,
    extended_nonnegative,
    least_classes,
    nonnegative,
    positive,
    reals,
    unit_interval,
)
from symbolic.core.intervals import (
    ONE,
    POINT_ONE,
    ZERO,
    Undefined,
    absolute,
    add,
    exponential,
    is_exact,
    logarithm,
    maximum,
    meet_nonnegative,
    meet_positive,
    moderate,
    multiply,
    rational_power,
    row_product,
    row_sum,
)
from symbolic.core.terms import (
    Applied,
    AtMost,
    Count,
    Entry,
    Expectation,
    NegativePart,
    Outcome,
    Parameter,
    RowProduct,
    RowSum,
    Same,
    Total,
    walk,
)
from symbolic.functions import instead, row_of, special

COUNT = RealInterval(1)

__all__ = ["Undefined", "Values", "is_exact"]


class Values:
    """Enclosures under hypotheses `given`, with `known` enclosures for some subexpressions."""

    def __init__(self, given: Iterable[Relational] = (), known: Mapping[Basic, RealInterval] | None = None) -> None:
        self.forms = shared(tuple(given))
        self.known = dict(known or {})
        self._memo: dict[Basic, RealInterval] = {}
        self.used: Counter[Law] = Counter()  # the laws by which signs of differences were found
        self._signed = False  # are the signs of differences found by the laws of the normal form?
        self._failed: Undefined | None = None

    def of(self, e: Expr) -> RealInterval:
        """An enclosure of the values of `e`. Raises Undefined."""
        found = self.known.get(e) or self._memo.get(e)
        if found is None:
            try:
                found = self._of(e)
            except RecursionError:
                raise Undefined("an expression that is nested too deeply") from None
            except Undefined as reason:
                if self._signed or reason is self._failed:
                    raise
                self._failed = reason  # by signs it failed as well, unless it is found now
                try:
                    found = self.signed.of(e)
                except Undefined:
                    raise reason from None
            self._memo[e] = moderate(found)
        return found

    @cached_property
    def signed(self) -> Values:
        """The same, where the sign of a sum that its parts do not tell is found by the laws of the normal form."""
        values = Values((), self.known)
        values.forms, values.used, values._signed = self.forms, self.used, True
        return values

    def _anew(self) -> Values:
        """The same that knows nothing yet, for what stands within an expectation."""
        return Values((), self.known)

    def _by_sign(self, e: Expr, found: RealInterval) -> RealInterval:
        """The part of an interval around a finite sum that has the sign of its normal form."""
        if found.positive or found.negative or not found.bounded_values or self.known.keys() & set(walk(e)):
            return found
        for way, around in ((1, found), (-1, -found)):
            with self.forms.citing() as used:
                try:
                    sign = self.forms.sign_cited({m: way * c for m, c in self.forms.of(e).items()})
                except Undecided:
                    return found
            if sign is not None:
                if sign == 1 and around.upper <= 0:
                    return found  # the hypotheses contradict one another
                self.used.update(used)
                part = meet_positive(around) if sign == 1 else meet_nonnegative(around)
                return part if way == 1 else -part
        return found

    def _of(self, e: Expr) -> RealInterval:
        match e:
            case Rational():
                value = Fraction(int(e.p), int(e.q))
                return RealInterval(value, value)
            case Infinity() | NegativeInfinity():
                end = INFINITY if isinstance(e, Infinity) else -INFINITY
                return RealInterval(end, end, True, True)
            case Exp1():
                return RealInterval(2, 3, False, False)
            case Pi():
                return RealInterval(3, 4, False, False)
            case EulerGamma():
                return RealInterval(0, 1, False, False)
            case Count():
                return COUNT
            case Parameter() | Entry() | Outcome():
                hull = (e if isinstance(e, Parameter) else e.column).domain.hull
                if hull is None:
                    raise Undefined(f"{e} is no number")
                return hull
            case Applied():
                for p in e.parameters:
                    if not isinstance(p, Parameter) and not self.of(p).bounded_values:
                        raise Undefined(f"{e}: {p} may be infinite, and nothing is indexed by that")
                surely = e.values.nonnegative and self.forms.surely_positive(self.forms.value(e))
                return meet_positive(e.values) if surely else e.values
            case Add():
                found = self._fold(e, add)
                return self._by_sign(e, found) if self._signed else found
            case Mul():
                found = self._share(e) or self._fold(e, multiply)
                return found if found.bounded_values else self._outweighed(e) or found
            case Pow():
                return self._power(e)
            case log(args=(_,)):
                return logarithm(self.of(e.args[0]), e)
            case exp():
                return exponential(self.of(e.args[0]))
            case Abs():
                return absolute(self.of(e.args[0]))
            case NegativePart():
                return maximum([-self.of(e.args[0]), RealInterval(ZERO, ZERO)])
            case Max() | Min():
                return self._extreme(e)
            case RowSum():
                found = row_sum(self.of(e.body), e)
                return self._by_sign(e, found) if self._signed or self.forms.sums else found
            case RowProduct():
                return row_product(self.of(e.body))
            case Expectation():
                return self._mean(e)
            case Total(body=Integer(p=1), each=each) if least_classes(each.column.domain) > 1:
                return RealInterval(least_classes(each.column.domain))
            case Total():
                if any(e.each in law.given for law in self.forms.laws):
                    raise Undefined(f"{e}: a sum over all classes under a law that is conditional on one of them")
                summand = self.of(e.body)
                if isinstance(e.body, Applied) and e.body.is_density and tuple(e.body.points) == (e.each,):
                    return POINT_ONE
                return row_sum(summand, e)
            case AtMost() | Same():
                for a in e.args:
                    if (
                        getattr(getattr(a, "column", None), "domain", reals).hull is not None
                        and not self.of(a).bounded_values
                    ):
                        raise Undefined(f"{e}: it compares what may be infinite")
                if isinstance(e, AtMost):
                    low, high = (self.of(a) for a in e.args)
                    if low.upper <= high.lower or low.lower > high.upper:
                        value = Fraction(int(low.upper <= high.lower))
                        return RealInterval(value, value)
                return unit_interval
        if (row := row_of(e)) is not None:
            found = special(row, [self.of(a) for a in e.args], e)
            return self._subsets(e) if isinstance(e, binomial) and not found.positive else found
        raise Undefined(f"{e}: nothing is known here of {type(e).__name__}{instead(e)}")

    def _subsets(self, e: Expr) -> RealInterval:
        """A binomial coefficient: n! / (k! (n - k)!) where these are defined, and whatever whole numbers n >= 0 and k are."""
        try:
            n, k = map(self.forms.of, e.args)
            if all(self.forms.sign_of(self.forms.add(j, constant(1))) == 1 for j in (k, self.forms.add(n, negated(k)))):
                return positive
            return nonnegative if whole_numbers(n) and whole_numbers(k) else reals
        except Undecided:
            return reals

    def _fold(self, e: Expr, operation: Callable[[RealInterval, RealInterval, object], RealInterval]) -> RealInterval:
        total = self.of(e.args[0])
        for a in e.args[1:]:
            total = moderate(operation(total, self.of(a), e))
        return total

    def _share(self, e: Expr) -> RealInterval | None:
        """u/(u + v + ...) or its negative: a term's share of a positive sum of finite terms >= 0 lies in [0, 1]."""
        for k, divisor in enumerate(e.args):
            if not (isinstance(divisor, Pow) and divisor.exp == -1 and isinstance(divisor.base, Add)):
                continue
            above = Counter(a for j, a in enumerate(e.args) if j != k and a != -1)
            terms = list(divisor.base.args)
            own = next((t for t in terms if Counter(t.args if isinstance(t, Mul) else (t,)) == above), None)
            if own is None:
                continue
            terms.remove(own)
            part, others = self.of(own), [self.of(t) for t in terms]
            some, more = part.positive, any(o.positive for o in others)
            if all(o.nonnegative and o.bounded_values for o in (part, *others)) and (some or more):
                share = RealInterval(0, 1, not some, not more)
                return -share if e.args.count(Integer(-1)) % 2 else share
        return None

    def _outweighed(self, e: Expr) -> RealInterval | None:
        """u log u of a finite u >= 0, and its multiples, are finite: u log u >= -1/e, with 0 log 0 = 0."""
        for a in e.args:
            u = a.args[0] if isinstance(a, log) else None
            if u is None or e.args.count(a) != 1 or u not in e.args:
                continue
            around, others = self.of(u), list(e.args)
            if not (around.nonnegative and around.bounded_values):
                continue
            others.remove(a)
            others.remove(u)
            total = RealInterval(-1)
            for other in others:
                total = moderate(multiply(total, self.of(other), e))
            return total
        return None

    def _extreme(self, e: Expr) -> RealInterval:
        parts = [self.of(a) for a in e.args]
        return maximum(parts) if isinstance(e, Max) else -maximum([-p for p in parts])

    def _power(self, e: Expr) -> RealInterval:
        base, exponent = self.of(e.base), self.of(e.exp)
        if isinstance(e.exp, Rational):
            return rational_power(base, Fraction(int(e.exp.p), int(e.exp.q)), e)
        if base.bounded_values and not base.nonnegative and _is_counting(e.exp):
            return row_product(base)  # u^n is a product over the rows
        if not exponent.bounded_values or not base.nonnegative:
            raise Undefined(f"{e}: a power of what is not known to be nonnegative, or with an infinite exponent")
        reached = base.has(ONE) or exponent.has(ZERO)
        if base.positive and base.bounded_values:
            if (exponent.nonnegative and base.lower >= 1) or (exponent.nonpositive and base.upper <= 1):
                return RealInterval(1, lower_closed=reached)
            small = (exponent.nonnegative and base.upper <= 1) or (exponent.nonpositive and base.lower >= 1)
            return RealInterval(0, 1, False, reached) if small else positive
        if not exponent.nonnegative:
            raise Undefined(f"{e}: division by {e.base}, which may be zero or infinite")
        if base.upper <= 1:
            return RealInterval(0, 1, True, reached)
        return nonnegative if base.bounded_values else extended_nonnegative

    def inside(self, law: Applied) -> Values:
        """The same within an expectation under a law."""
        within = self._anew()
        within.forms, within.used, within._signed = self.forms.inside(law), self.used, self._signed
        return within

    def _mean(self, e: Expectation) -> RealInterval:
        within = self.inside(e.law)
        body = within.of(e.body)
        if e.law.head.kind == "empirical":  # a mean of finitely many values
            if body.has(INFINITY) and body.has(-INFINITY):
                raise Undefined(f"{e}: oo - oo may occur")
            return body
        if body.lower == body.upper:
            return body
        below, above = body.lower != -INFINITY, body.upper != INFINITY
        if not (below and above):
            try:
                form, law = within.forms.of(e.body), self.forms.law(e.law)
                lower = below or within.forms.lower_integrable(law, form)
                upper = above or within.forms.lower_integrable(law, {m: -c for m, c in form.items()})
            except Undecided as reason:
                lower, upper = below, above
                if not (lower or upper):
                    raise Undefined(f"{e}: {reason}") from None
            if not (lower or upper):
                raise Undefined(
                    f"{e}: its positive and its negative part may both have infinite expectation; where that is excluded, "
                    "say so with .assume(integrable(..., law))"
                )
            found = RealInterval(
                body.lower if below else -INFINITY,
                body.upper if above else INFINITY,
                bool(body.lower_closed) if below else not lower,
                bool(body.upper_closed) if above else not upper,
            )
            divergence = lower and not below and found.upper > 0 and within.forms.nonnegative_mean(law, form)
            return replace(found, lower=0, lower_closed=True) if divergence else found
        return body


def _is_counting(e: Expr) -> bool:
    """Is it a number of rows, or 2, 3, ... times one?"""
    if isinstance(e, Mul) and len(e.args) == 2:
        times, e = e.args
        return isinstance(times, Integer) and times > 0 and isinstance(e, Count)
    return isinstance(e, Count)
