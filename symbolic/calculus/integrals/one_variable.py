"""Integrals and sums over one variable: what is not in the table at once is brought there.

By cutting the domain where the integrand has a kink or a jump, by moving and scaling, by x = e^u, by x = -log(t) / r,
x = log(1 + v) / r, x = v / (1 + v) and x = e^-v, and by starting a sum at 0.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import chain, count
from typing import Any

from sympy import Abs, Basic, Expr, Integer, Mul, Rational, cosh, exp, log, pi, sinh, tanh

from symbolic.calculus.integrals import table
from symbolic.calculus.integrals.kinks import changes_at, crossing, difference, moves_on, resolved, zero
from symbolic.calculus.integrals.shapes import (
    coefficients,
    linear,
    multiplied_out,
    read,
    split,
    tidied,
    whole,
    whole_valued,
)
from symbolic.calculus.integrals.shapes import positive as surely_positive
from symbolic.calculus.normal_form import (
    ONE,
    UNIT,
    AnyAtom,
    BaseAtom,
    ExpAtom,
    LogAtom,
    LogOfSumAtom,
    NormalForm,
    ParameterAtom,
    Polynomial,
    Undecided,
    constant,
    negated,
    nested,
    written_polynomial,
)
from symbolic.core.domains import (
    Bound,
    Domain,
    consecutive,
    counts,
    elements,
    ends,
    is_interval,
    open_unit_interval,
    positive,
    reals,
)
from symbolic.core.terms import AtMost, Column, Outcome, Parameter, Same, raw, replace, symbols, walk

MAX_DEPTH = 6
MAX_CASES = 256


class _UnknownSign(Undecided):
    """The integral is another one on either side of where `place`, which is free of what is integrated over, is 0."""

    def __init__(self, place: Polynomial) -> None:
        super().__init__(f"an integral that is cut at {written_polynomial(place)}, whose sign is not known")
        self.place = place


def one_variable(integrand: Expr, outcomes: tuple[Outcome, ...], depth: int = 2) -> Polynomial:
    """Over one variable, by cases of a sign where the value is another one on either side of a place."""
    try:
        return _Integral(free_name(integrand)).over(integrand, outcomes[0])
    except _UnknownSign as reason:
        found = _by_cases(integrand, outcomes, reason.place, depth) if depth else None
        if found is None:
            raise
        return found


def _by_cases(integrand: Expr, outcomes: tuple[Outcome, ...], place: Polynomial, depth: int) -> Polynomial | None:
    """The integral where place > 0, < 0 and = 0, if it is one expression in |place|, else None.

    With place = a + b u, for a real parameter u and a rational number b, the cases are u = (d - a)/b, u = (-d - a)/b
    and u = -a/b, where d > 0.
    """
    forms = NormalForm()
    for u in sorted((s for s in symbols(integrand) if isinstance(s, Parameter)), key=str):
        found = linear(place, ParameterAtom(u))
        if u.domain != reals or found is None or set(found[1]) != {ONE}:
            continue
        names = {s.name for s in symbols(integrand)}
        d = Parameter(next(f"d{j}" for j in count() if f"d{j}" not in names), positive)
        rest, slope = written_polynomial(found[0]), written_polynomial(found[1])
        cases = [
            one_variable(replace(integrand, {u: (sign * d - rest) / slope}.get), outcomes, depth - 1)
            for sign in (1, -1, 0)
        ]
        distance = raw(Abs, (written_polynomial(place),))
        if not forms.equal(cases[0], cases[1]):
            return None
        found_there = written_polynomial(cases[0])
        at_zero = forms.of(replace(found_there, {d: Integer(0)}.get))
        return forms.of(replace(found_there, {d: distance}.get)) if forms.equal(at_zero, cases[2]) else None
    return None


def free_name(*trees: Expr) -> str:
    """A name for a variable of integration that no outcome has, those that are not integrated over included."""
    used = {t.column.name for tree in trees for t in walk(tree) if isinstance(t, Outcome)}
    return next(n for n in chain("uvwst", (f"u{j}" for j in count())) if n not in used)


def variable(name: str, domain: Domain) -> Outcome:
    """What is integrated over instead."""
    return Outcome(Column(name, "n", domain))


class _Integral:
    """Integrals over one variable, whose substitutes are called `name`."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.forms = NormalForm()

    def over(self, tree: Expr, x: Outcome) -> Polynomial:
        domain = x.column.domain
        listed = elements(domain)
        if listed is not None:
            return self.cases(tree, x, listed)
        if consecutive(domain):
            return self.series(tree, x, domain)
        if is_interval(domain):
            return self.interval(tree, x, domain)
        raise Undecided(f"a sum over {domain}")

    def cases(self, tree: Expr, x: Outcome, values: Sequence[Fraction | int]) -> Polynomial:
        """A finite sum, term by term."""
        if len(values) > MAX_CASES:
            raise Undecided(f"a sum of {len(values)} terms")
        parts = [self.at(tree, x, v) for v in values]
        if any(not self.forms.tame(m) for p in parts for m in p):
            raise Undecided("a term that may be infinite")
        found = self.forms.add({}, *parts)
        try:
            return min(found, multiplied_out(self.forms, found), key=len)
        except Undecided:
            return found

    def at(self, tree: Expr, x: Outcome, value: Fraction | int) -> Polynomial:
        number = Rational(value.numerator, value.denominator)
        return self.forms.of(resolved(self.forms, replace(tree, {x: number}.get)))

    def series(self, tree: Expr, x: Outcome, domain: Domain) -> Polynomial:
        """A sum over whole numbers without end."""
        k = variable(self.name, counts)
        if not ends(domain):
            raise Undecided("a sum over all whole numbers")
        (first,) = ends(domain)
        try:
            return self.counts(replace(tree, {x: number(first) + first.inward * k}.get), k)
        except Undecided:
            if first.inward < 0 or not 0 < abs(first.value) <= MAX_CASES:
                raise
            return self.started(replace(tree, {x: k}.get), k, int(first.value))

    def started(self, tree: Expr, k: Outcome, first: int) -> Polynomial:
        """A sum over first, first + 1, ...: the one over 0, 1, 2, ... without, or with, what stands between 0 and first.

        What is taken away has to have a value, and a finite one: both sums converge absolutely, or neither does.
        """
        whole_sum, steps = self.counts(tree, k), range(min(first, 0), max(first, 0))
        parts = [self.at(tree, k, v) for v in steps]
        if any(not self.forms.tame(m) for p in parts for m in p):
            raise Undecided("a term that may be infinite")
        return self.forms.add(whole_sum, *(negated(p) if first > 0 else p for p in parts))

    def counts(self, tree: Expr, k: Outcome) -> Polynomial:
        """A sum over 0, 1, 2, ...: what is singled out by an indicator 1[k = a] is added by itself."""
        tree, atom = resolved(self.forms, tree), NormalForm.argument(k)
        chosen = next((t for t in walk(tree) if isinstance(t, Same) and k in walk(t)), None)
        if chosen is not None:
            found = crossing(self.forms, difference(self.forms, *chosen.args), atom)
            place = None if found is None else whole(found)
            if place is None or place < 0:
                raise Undecided(f"a sum with {chosen}")
            without, with_ = (replace(tree, {chosen: Integer(v)}.get) for v in (0, 1))
            here = self.forms.add(self.at(with_, k, place), negated(self.at(without, k, place)))
            return self.forms.add(self.counts(without, k), here)
        bound = next((t for t in walk(tree) if isinstance(t, AtMost) and k in walk(t)), None)
        if bound is not None:
            return self.first(tree, k, bound)
        return table.looked_up(self.forms, self.forms.of(tree), atom, table.COUNTS)

    def first(self, tree: Expr, k: Outcome, bound: AtMost) -> Polynomial:
        """sum_{k=0}^N k^j for j = 0, 1, 2 and a whole N >= -1, and what is left for 1[k <= N] = 0, for all k.

        Source: Gradshteyn and Ryzhik, Table of Integrals, Series, and Products, 0.121 1 and 2.
        """
        atom, forms = NormalForm.argument(k), self.forms
        found = linear(difference(self.forms, *bound.args), atom)
        if found is None or found[1] != constant(-1) or not whole_valued(found[0]):
            raise Undecided(f"a sum with {bound}")
        last, without = found[0], replace(tree, {bound: Integer(0)}.get)
        inside = forms.add(forms.of(replace(tree, {bound: Integer(1)}.get)), negated(forms.of(without)))
        if inside and all(any(table.ends_at(forms, a, atom, last) for a, _ in m) for m in inside):
            return self.counts(replace(tree, {bound: Integer(1)}.get), k)
        if forms.sign_of(forms.add(last, constant(1))) is None:
            raise Undecided(f"a sum up to {written_polynomial(last)}, which may be less than -1")
        parts = []
        for m, c in inside.items():
            shape = read(forms, m, c, atom)
            j = whole(shape.power)
            if shape.logs or shape.exponents or shape.sums or shape.others or j not in (0, 1, 2):
                raise Undecided("a sum up to a parameter of what is no polynomial")
            after, twice = forms.add(last, constant(1)), forms.add(last, last, constant(1))
            known = {
                0: after,
                1: forms.multiply(constant(Fraction(1, 2)), forms.multiply(last, after)),
                2: forms.multiply(constant(Fraction(1, 6)), forms.multiply(forms.multiply(last, after), twice)),
            }[j]
            parts.append(forms.multiply(shape.scale, known))
        return forms.add(self.counts(without, k), *parts)

    def interval(self, tree: Expr, x: Outcome, domain: Domain) -> Polynomial:
        """Over any interval, after mapping it linearly onto the reals, (0, oo) or (0, 1)."""
        finite = {end.inward: number(end) for end in ends(domain)}
        low, high = finite.get(1), finite.get(-1)
        if low is None and high is None:
            return self.standard(tree, x, MAX_DEPTH)
        if low is not None and high is not None:
            if low == high:
                return {}
            return self.substituted(tree, x, open_unit_interval, lambda t: low + (high - low) * t, high - low)
        if low is not None:
            return self.substituted(tree, x, positive, lambda v: low + v, Integer(1))
        return self.substituted(tree, x, positive, lambda v: high - v, Integer(1))

    def substituted(
        self,
        tree: Expr,
        x: Outcome,
        domain: Domain,
        map_: Callable[[Expr], Expr],
        jacobian: Expr | Callable[[Expr], Expr],
        depth: int = MAX_DEPTH,
    ) -> Polynomial:
        """The integral after a substitution x = map(u) that is one to one, where `jacobian` is |dx/du| in u."""
        u = variable(self.name, domain)
        slope = jacobian(u) if callable(jacobian) else jacobian
        return self.standard(raw(Mul, (replace(tree, {x: map_(u)}.get), slope)), u, depth)

    def standard(self, tree: Expr, x: Outcome, depth: int) -> Polynomial:
        """Over the reals, (0, oo) or (0, 1)."""
        tree = resolved(self.forms, tree)
        if depth == 0:
            raise Undecided("an integral with many kinks")
        kinks = [t for t in walk(tree) if moves_on(t) and x in walk(t)]
        for kink in kinks:
            if not any(moves_on(t) for a in kink.args for t in walk(a)):
                return self.cut(tree, x, changes_at(self.forms, kink, x), depth)
        domain, atom = x.column.domain, NormalForm.argument(x)
        try:
            form = self.forms.of(tree)
        except Undecided:  # signs may be known on both sides of where a sum in x is 0
            if domain != reals:
                raise
            return self.cut(tree, x, zero(self.forms, tree, x), depth)
        entries = {reals: table.LINE, positive: table.HALF_LINE, open_unit_interval: table.UNIT_INTERVAL}[domain]
        try:
            return table.looked_up(self.forms, form, atom, entries)
        except Undecided as reason:
            first = reason
        shorter = tidied(self.forms, form)
        if shorter != form:
            try:
                return table.looked_up(self.forms, shorter, atom, entries)
            except Undecided:
                form = shorter
        for attempt in self.attempts(form, tree, x, depth):
            try:
                return attempt()
            except Undecided:
                continue
        raise first

    def attempts(self, form: Polynomial, tree: Expr, x: Outcome, depth: int) -> Iterator[Callable[[], Polynomial]]:
        """Substitutions that may bring an integrand into the table."""
        atom, domain = NormalForm.argument(x), x.column.domain
        hyperbolic = [t for t in walk(tree) if isinstance(t, cosh | sinh | tanh) and x in walk(t)]
        if hyperbolic:
            yield lambda: self.standard(replace(tree, _by_exponentials), x, depth - 1)
        if domain == reals:
            for rate in _rates(form, atom):
                if surely_positive(self.forms, rate):
                    r = written_polynomial(rate)
                    yield lambda r=r: self.substituted(  # type: ignore[misc]
                        tree, x, positive, lambda t: -log(t) / r, lambda t: 1 / (r * t), depth - 1
                    )
            for centre in self.centres(form, atom):
                yield lambda centre=centre: self.cut(tree, x, centre, depth)  # type: ignore[misc]
        if domain == positive and any(frozenset({(LogAtom(atom), 2)}) == split(b, atom)[1] for b in _bases(form)):
            yield lambda: self.substituted(tree, x, reals, exp, exp, depth - 1)
        for rate in (*_rates_in_exponents(form, atom), *_rates(form, atom)) if domain == positive else ():
            if surely_positive(self.forms, rate):
                r = written_polynomial(rate)
                yield lambda r=r: self.substituted(  # type: ignore[misc]
                    tree, x, positive, lambda v: log(1 + v) / r, lambda v: 1 / (r * (1 + v)), depth - 1
                )
        if domain == open_unit_interval and any(dict(split(b, atom)[1]).get(LogAtom(atom)) == 2 for b in _bases(form)):
            yield lambda: self.substituted(tree, x, positive, lambda v: v / (1 + v), lambda v: (1 + v) ** -2, depth - 1)
            yield lambda: self.substituted(tree, x, positive, lambda v: exp(-v), lambda v: exp(-v), depth - 1)

    def centres(self, form: Polynomial, x: AnyAtom) -> Iterator[Polynomial]:
        """Where a quadratic in x that stands in a power or a logarithm has its extreme; at last 0."""
        for items in _sums(form):
            parts = coefficients(dict(items), x)
            if any(a != x for m in parts for a, _ in m):
                return  # no polynomial
            second = parts.get(frozenset({(x, 2)}))
            if second is not None and len(second) == 1:
                slope = parts.get(frozenset({(x, UNIT)}), {})
                half = self.forms.multiply(slope, self.forms.power(second, -1))
                yield self.forms.multiply(constant(Fraction(-1, 2)), half)
        yield {}

    def cut(self, tree: Expr, x: Outcome, place: Polynomial, depth: int) -> Polynomial:
        """The integral on both sides of a place."""
        p, one = written_polynomial(place), Integer(1)
        if x.column.domain == reals:
            below = self.substituted(tree, x, positive, lambda v: p - v, one, depth - 1)
            return self.forms.add(below, self.substituted(tree, x, positive, lambda v: p + v, one, depth - 1))
        if x.column.domain == open_unit_interval and surely_positive(self.forms, place):
            rest = self.forms.add(constant(1), negated(place))
            if surely_positive(self.forms, rest):
                below = self.substituted(tree, x, open_unit_interval, lambda t: p * t, p, depth - 1)
                more = written_polynomial(rest)
                above = self.substituted(tree, x, open_unit_interval, lambda t: p + more * t, more, depth - 1)
                return self.forms.add(below, above)
        if x.column.domain != positive:
            raise Undecided(f"an integral that is cut at {p}, which may lie outside the domain")
        if not surely_positive(self.forms, place):
            raise _UnknownSign(place)
        below = self.substituted(tree, x, open_unit_interval, lambda t: p * t, p, depth - 1)
        try:
            above = self.substituted(tree, x, open_unit_interval, lambda t: p / t, lambda t: p / t**2, depth - 1)
        except Undecided:
            above = self.substituted(tree, x, positive, lambda v: p + v, one, depth - 1)
        return self.forms.add(below, above)


def number(end: Bound) -> Expr:
    """A finite end of a domain."""
    value = Rational(end.value.numerator, end.value.denominator)
    return value * pi if end.of_pi else value


def _by_exponentials(e: Basic) -> Expr | None:
    """cosh, sinh and tanh by exponentials. Source: NIST DLMF, 4.28.1 to 4.28.4."""
    if not isinstance(e, cosh | sinh | tanh):
        return None
    up = exp(e.args[0])
    down = 1 / up
    return {cosh: (up + down) / 2, sinh: (up - down) / 2}.get(type(e), (up - down) / (up + down))


def _bases(form: Polynomial) -> Iterator[Any]:
    """The monomials in exponents."""
    for m in form:
        for a, _ in m:
            if isinstance(a, ExpAtom):
                yield a.exponent


def _sums(form: Polynomial) -> Iterator[Any]:
    """The sums in powers and logarithms."""
    for m in form:
        for a in nested(m):
            if isinstance(a, BaseAtom | LogOfSumAtom):
                yield a.items


def _rates_in_exponents(form: Polynomial, x: AnyAtom) -> Iterator[Polynomial]:
    """The r of each exp(r x) that stands in an exponent."""
    for exponent in dict.fromkeys(a.exponent for m in form for a, _ in m if isinstance(a, ExpAtom)):
        for a, e in exponent:
            if isinstance(a, ExpAtom):
                loose, tight = split(a.exponent, x)
                if tight == frozenset({(x, UNIT)}):
                    yield {loose: e}


def _rates(form: Polynomial, x: AnyAtom) -> Iterator[Polynomial]:
    """The r of each exp(r x) that stands inside another function."""
    seen = set()
    for m in form:
        for outer, _ in m:
            for a in nested(outer[:-1]):
                if isinstance(a, ExpAtom):
                    loose, tight = split(a.exponent, x)
                    if tight == frozenset({(x, UNIT)}) and loose not in seen:
                        seen.add(loose)
                        yield {loose: UNIT}
