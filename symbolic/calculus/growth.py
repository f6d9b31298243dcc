"""What becomes of a function of one number t as t grows: limits, found in the normal form.

Terms c e^(b t) t^a are ordered by (b, a), and what is not of this kind is followed through logarithms and exponentials.
Nothing is left to a limit that SymPy may propose. Nothing here is a verdict.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from sympy import Expr, Rational, Symbol, exp, gamma, log, loggamma, oo, pi, sympify

from symbolic.calculus.enclosing import Values
from symbolic.calculus.normal_form import (
    ONE,
    AnyAtom,
    ExpAtom,
    LogAtom,
    Monomial,
    NormalForm,
    Number,
    ParameterAtom,
    Polynomial,
    mentions,
    written_polynomial,
)
from symbolic.calculus.points import Beyond, evaluated, precision
from symbolic.calculus.slopes import fresh, moves, substituted
from symbolic.core.domains import RealInterval, reals
from symbolic.core.terms import Parameter, symbols, walk

START = RealInterval(100, lower_closed=False)  # where t is looked at: nothing here depends on small t


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of a function of t as t grows: its limit (a number, oo or -oo) where known, and bounds from some t on."""

    limit: Expr | None
    below: bool
    above: bool


UP, DOWN, NOTHING = Fate(oo, True, False), Fate(-oo, False, True), Fate(None, False, False)
Speed = tuple[Number, Number, Number]  # (b, a, l) of e^(b t) t^a (log t)^l, in the order of growth
STILL: Speed = (0, 0, 0)


def _to(value: Expr) -> Fate:
    return UP if value == oo else DOWN if value == -oo else Fate(value, True, True)


ZERO = _to(sympify(0))


class Growth:
    """The fate of normal forms in t, while the parameters `fixed` stand for numbers. Raises Undecided or Undefined."""

    def __init__(self, t: Parameter, fixed: frozenset[Symbol] = frozenset()) -> None:
        self.t, self.forms, self.names, self.fixed = t, NormalForm(), {t.name}, fixed
        self.logs: dict[Parameter, Polynomial] = {}

    def form(self, e: Expr) -> Polynomial:
        """The normal form, with a parameter for each logarithm of a sum, and with Stirling's formula for log Gamma.

        log Gamma(u) = (u - 1/2) log u - u + (log 2 pi)/2 + r with 0 < r < 1/(12 u) for u > 0; for u in (0, 1] it is
        -log u + r with -1/8 < r <= 0. Source: NIST Digital Library of Mathematical Functions, sections 5.11(ii), 5.4(iii)
        and 5.5(i).
        """
        self.names |= {s.name for s in symbols(e)}
        changes: dict[Expr, Expr] = {}
        for u in {s.args[0] for s in walk(e) if isinstance(s, loggamma | gamma) and moves(s, [self.t])}:
            where = Values().of(u)
            if where.lower >= 1:
                rest = fresh(self.names, "rest", RealInterval(0, Fraction(1, 12), False, False))
                whole = (u - Rational(1, 2)) * log(u) - u + log(2 * pi) / 2 + rest
            elif where.positive and where.upper <= 1:
                whole = fresh(self.names, "rest", RealInterval(Fraction(-1, 8), 0, False, True)) - log(u)
            else:
                continue
            changes |= {loggamma(u): whole, log(gamma(u)): whole}
        for t in walk(e):
            if isinstance(t, log) and t not in changes and moves(t, [self.t]):
                inner = self.forms.of(t.args[0])
                if self._close_to_one(inner):
                    changes[t] = self._series(t.args[0] - 1)
                elif len(inner) > 1 and Values().of(t).bounded_values:
                    changes[t] = fresh(self.names, "log", reals)
                    self.logs[changes[t]] = inner
        return self.forms.of(substituted(e, changes))

    def _close_to_one(self, p: Polynomial) -> bool:
        """Is it 1 and terms of the scale that vanish as t grows?"""
        parts = [(self._split(m), c) for m, c in p.items() if m != ONE]
        vanish = all(speed < STILL and not still and not other for (speed, still, other), _ in parts)
        return p.get(ONE) == 1 and bool(parts) and vanish

    def _series(self, w: Expr) -> Expr:
        """log(1 + w) = w + r w^2 with -1 < r < 0, for -1/2 < w < 1/2. Source: NIST DLMF, section 4.6(i)."""
        return w + fresh(self.names, "rest", RealInterval(-1, 0, False, False)) * w**2

    def of(self, p: Polynomial) -> Fate:
        """A sum: the fastest term of the scale decides, together with what is not of the scale."""
        scale: dict[Speed, Polynomial] = {}
        fates: list[Fate] = []
        for m, c in p.items():
            speed, still, other = self._split(m)
            if not other:
                self._add(scale, speed, {still: c})
                continue
            ((atom, e), *more) = other
            if not more and isinstance(atom, ExpAtom) and speed[2] == 0:  # e^(b t) t^a e^u = e^(b t + a log t + u)
                inner = {**self._in_scale(speed), atom.exponent: e}
                fates.append(self._times(self._exp(self.of(inner)), {still: c}))
            elif more or speed != STILL:
                fates.append(NOTHING)
            else:
                named = self._logged(atom, e)
                lead = self.lead(named) if named is not None else None
                if lead is None or still:
                    fates.append(self._times(self._atom(atom, e), {still: c}))
                    continue
                for m_of_log, d in self._in_scale(lead[0]).items():
                    self._add(scale, self._split(m_of_log)[0], {ONE: c * d})
                self._add(scale, STILL, self.forms.multiply({ONE: c}, self.forms.log(lead[1])))
        numbers = {speed: self._still(q) for speed, q in scale.items() if q}
        fastest = max(numbers, default=STILL)
        if fastest > STILL and all(n.below and n.above for n in numbers.values()):  # the others vanish beside it
            fates.append(self._times(UP, scale[fastest]))
        else:
            fates += [n if s == STILL else ZERO if s < STILL and n.below and n.above else NOTHING
                      for s, n in numbers.items()]  # fmt: skip
        return self._together(fates)

    def _add(self, scale: dict[Speed, Polynomial], speed: Speed, p: Polynomial) -> None:
        scale[speed] = self.forms.add(scale.get(speed, {}), p)

    def _in_scale(self, speed: Speed) -> Polynomial:
        """b t + a log t, the logarithm of e^(b t) t^a."""
        t = ParameterAtom(self.t)
        found: Polynomial = {frozenset({(t, 1)}): speed[0], frozenset({(LogAtom(t), 1)}): speed[1]}
        return {m: c for m, c in found.items() if c}

    def lead(self, p: Polynomial) -> tuple[Speed, Polynomial] | None:
        """(s, c) where p is c times the function of speed s, c > 0, times what tends to 1; None where that is not known."""
        scale: dict[Speed, Polynomial] = {}
        others: list[Fate] = []
        for m, c in p.items():
            speed, still, other = self._split(m)
            if other:
                others.append(self.of({m: c}))
            else:
                self._add(scale, speed, {still: c})
        scale = {s: q for s, q in scale.items() if q}
        fastest = max(scale, default=STILL)
        bounded = all(self._still(q).below and self._still(q).above for q in scale.values())
        small = all(f.limit == 0 or (fastest > STILL and f.below and f.above) for f in others)
        sure = fastest in scale and self._still(scale[fastest]).limit is not None and fastest[2] == 0
        if not (sure and bounded and small and (not others or fastest >= STILL)):
            return None
        return (fastest, scale[fastest]) if self.forms.sign_of(scale[fastest]) == 1 else None

    def _split(self, m: Monomial) -> tuple[Speed, Monomial, Monomial]:
        """Its speed, the factors that t does not move, and other factors."""
        speed: list[Number] = [0, 0, 0]
        still, other = set[tuple[AnyAtom, Number]](), set[tuple[AnyAtom, Number]]()
        t = ParameterAtom(self.t)
        for a, e in m:
            if a == ExpAtom(frozenset({(t, 1)})):
                speed[0] += e
            elif a == t:
                speed[1] += e
            elif a == LogAtom(t):
                speed[2] += e
            else:
                moving = mentions(a, self.t) or any(mentions(a, u) for u in self.logs)
                (other if moving else still).add((a, e))
        return (speed[0], speed[1], speed[2]), frozenset(still), frozenset(other)

    def _still(self, p: Polynomial) -> Fate:
        """What t does not move: a number; what is only known to lie in an interval may depend on t, without a known limit."""
        if not p:
            return ZERO
        written = written_polynomial(p)
        if not symbols(written):
            try:
                with precision():
                    evaluated(written, {})
            except Beyond:
                return NOTHING
            return _to(written)
        if symbols(written) <= self.fixed:
            return _to(written) if Values().of(written).bounded_values else NOTHING
        parts = [self.forms.enclosure_of({m: c}) for m, c in p.items() if symbols(written_polynomial({m: c}))]
        if not all(w is not None and w.bounded_values for w in parts):
            return NOTHING
        return Fate(None, *(all(not isinstance(end, float) for end in ends)
                             for ends in ([w.lower for w in parts if w], [w.upper for w in parts if w])))  # fmt: skip

    def _times(self, fate: Fate, factor: Polynomial) -> Fate:
        """A fate times a number that is not 0."""
        number = self._still(factor)
        positive = self.forms.sign_of(factor) == 1
        if number.limit is None or not (positive or self.forms.sign_of({m: -c for m, c in factor.items()}) == 1):
            return NOTHING
        if fate.limit in (oo, -oo):
            return UP if (fate.limit == oo) == positive else DOWN
        below, above = (fate.below, fate.above) if positive else (fate.above, fate.below)
        return Fate(None if fate.limit is None else number.limit * fate.limit, below, above)

    @staticmethod
    def _together(fates: list[Fate]) -> Fate:
        below, above = all(f.below for f in fates), all(f.above for f in fates)
        limits = [f.limit for f in fates if f.limit is not None]
        for end, steady in ((oo, [f.below for f in fates]), (-oo, [f.above for f in fates])):
            if end in limits and all(steady):
                return UP if end == oo else DOWN
        if len(limits) < len(fates) or oo in limits or -oo in limits:
            return Fate(None, below, above)
        return _to(sum(limits, sympify(0)))

    def _atom(self, a: AnyAtom, e: Number) -> Fate:
        if isinstance(a, ExpAtom):
            return self._exp(self.of({a.exponent: e}))
        named = self._logged(a, e)
        return self._log(named) if named is not None else NOTHING

    def _logged(self, a: AnyAtom, e: Number) -> Polynomial | None:
        """What the atom is the name of the logarithm of, else None."""
        return self.logs.get(a.parameter) if e == 1 and isinstance(a, ParameterAtom) else None

    @staticmethod
    def _exp(inner: Fate) -> Fate:
        if inner.limit is None:
            return Fate(None, True, inner.above)
        return UP if inner.limit == oo else _to(sympify(0) if inner.limit == -oo else exp(inner.limit))

    def _log(self, p: Polynomial) -> Fate:
        """The logarithm of what is positive."""
        inner = self.of(p)
        if inner.limit == oo:
            return UP
        if inner.limit is not None and self.forms.sign_of(self.forms.of(inner.limit)) == 1:
            return _to(log(inner.limit))
        if inner.limit == 0:
            return DOWN
        known = all(self.forms.sign_of({m: c}) is not None for m, c in p.items())
        steady = any(not symbols(written_polynomial({m: c})) and self.forms.sign_of({m: c}) == 1 for m, c in p.items())
        return Fate(None, known and steady, inner.above)
