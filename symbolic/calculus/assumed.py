"""The signs of polynomials where those of some others are assumed: factor by factor, and by what is left of a sum.

The sign of a product is the product of the signs; and c u + r >= 0 for c > 0, u >= 0 and r >= 0. Factors are proposed by
`normal_form.factoring` and multiplied out again. Nothing here is a verdict.
Source: Rudin, Principles of Mathematical Analysis, proposition 1.18.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction

from symbolic.calculus.normal_form import (
    ONE,
    AnyAtom,
    Fixed,
    Monomial,
    NormalForm,
    Number,
    Polynomial,
    Undecided,
    constant,
    fixed,
    looks,
    negated,
    rational,
    single,
)
from symbolic.calculus.normal_form.factoring import factors_of_sum

SignSet = frozenset[int]
ANY: SignSet = frozenset({-1, 0, 1})
AT_LEAST_0, AT_MOST_0, ZERO = frozenset({0, 1}), frozenset({-1, 0}), frozenset({0})
MAX_FACTORED, MAX_DEGREE = 24, 6
DEPTH = 2  # how many assumptions are added up

Factors = tuple[tuple[Polynomial, int], ...]


class Assumed:
    """What the signs of polynomials may be, in the normal form `forms`, where those of `facts` are what they say.

    A fact is (u, signs) for an oriented u, finite or not.
    """

    def __init__(self, forms: NormalForm, facts: tuple[tuple[Fixed, SignSet], ...] = ()) -> None:
        self.forms, self.facts = forms, facts
        self._factors: dict[Fixed, Factors] = {}
        self._signs: dict[Fixed, int | None] = {}

    def and_that(self, u: Fixed, signs: SignSet) -> Assumed:
        """The same, and that the sign of u is one of these."""
        return self._with((*self.facts, (u, signs)))

    def only(self, kept: Callable[[Fixed], bool]) -> Assumed:
        """The same without what is assumed of others than these."""
        return self._with(tuple((u, signs) for u, signs in self.facts if kept(u)))

    def _with(self, facts: tuple[tuple[Fixed, SignSet], ...]) -> Assumed:
        other = Assumed(self.forms, facts)
        other._factors, other._signs = self._factors, self._signs
        return other

    def signs(self, p: Polynomial) -> SignSet:
        """The signs that a polynomial may have."""
        return _product(self._signs_to(f, e) for f, e in self.factors(p)) if p else ZERO

    def open_factor(self, p: Polynomial) -> tuple[Fixed, SignSet] | None:
        """An oriented factor whose sign is not known, one that may have either first, with its signs. May raise Undecided."""
        found = [(f, s) for f, _ in self.factors(p) if len(s := self.signs_of_factor(f)) > 1]
        for f, signs in sorted(found, key=lambda pair: -len(pair[1])):
            _, u, o = self.forms.oriented(f)
            return u, _product((signs, frozenset({o})))
        return None

    # ---- factors -----------------------------------------------------------------------------------------------------

    def factors(self, p: Polynomial) -> Factors:
        """Factors of a polynomial with exponents at least 1, whose product is a positive number times the polynomial."""
        key = fixed(p)
        if key not in self._factors:
            self._factors[key] = self._found(p)
        return self._factors[key]

    def _found(self, p: Polynomial) -> Factors:
        if len(p) > 1 and not all(map(self.forms.tame, p)):
            return ((p, 1),)
        lowest = _lowest(p)
        inverse = {a: -e for a, e in lowest.items()}
        rest = {_times(m, inverse): c for m, c in p.items()}
        alone: list[tuple[Polynomial, int]] = []
        for a, e in sorted(lowest.items(), key=lambda item: looks(item[0])):
            power = e.denominator == 1 and e > 0
            if not power and self.forms.sign(a) is None:
                return ((p, 1),)
            alone.append((single(a), int(e) if power else 1))  # another power of what is at least 0 has its sign
        if len(rest) == 1:
            ((_, c),) = rest.items()
            return (*alone, (constant(c), 1)) if c < 0 else tuple(alone)
        return (*alone, *self._split(rest))

    def _split(self, p: Polynomial) -> Factors:
        """The irreducible factors of a polynomial, and -1 where their product has another sign."""
        large = len(p) > MAX_FACTORED or any(
            len(m) > MAX_DEGREE or any(max(e, -e) > MAX_DEGREE for _, e in m) for m in p
        )
        proposed = None if large else factors_of_sum(fixed(p))
        if proposed is None:
            return ((p, 1),)
        scale, parts = proposed
        found = [(dict(part), e) for part, e in parts]
        product: Polynomial = constant(scale)
        try:
            for f, e in found:
                for _ in range(e):
                    product = self.forms.multiply(product, f)
        except Undecided:
            return ((p, 1),)
        if dict(product) != dict(p):
            return ((p, 1),)
        return (*found, (constant(-1), 1)) if scale < 0 else tuple(found)

    # ---- signs of one factor -----------------------------------------------------------------------------------------

    def _signs_to(self, f: Polynomial, e: int) -> SignSet:
        signs = self.signs_of_factor(f)
        return signs if e % 2 else frozenset(s * s for s in signs)

    def signs_of_factor(self, f: Polynomial) -> SignSet:
        """The signs that a polynomial may have that is not taken apart."""
        return self._bounded(f, 1) & frozenset(-s for s in self._bounded(negated(f), 1)) & self._stated(f)

    def _stated(self, f: Polynomial) -> SignSet:
        try:
            _, u, o = self.forms.oriented(f)
        except Undecided:
            return ANY
        out = ANY
        for v, signs in self.facts:
            if u == v:
                out &= frozenset(o * s for s in signs)
        return out

    def _sign(self, f: Polynomial, depth: int) -> int | None:
        """The sign without what is assumed: of what is left of a sum, by intervals alone."""
        if depth > 1:
            around = self.forms.enclosure_of(f)
            if around is None or not around.bounded_values or not around.nonnegative:
                return None
            return 1 if around.positive else 0
        key = fixed(f)
        if key not in self._signs:
            self._signs[key] = self.forms.sign_of(f)
        return self._signs[key]

    def _bounded(self, f: Polynomial, depth: int) -> SignSet:
        """{1}, {0, 1} or ANY: what is known from below."""
        sign = self._sign(f, depth)
        if sign is not None:
            return frozenset({1}) if sign == 1 else AT_LEAST_0
        if depth > DEPTH or not all(map(self.forms.tame, f)):
            return ANY
        best = ANY
        for v, signs in self.facts:
            for d in (1, -1):
                turned = frozenset(d * s for s in signs)
                if not turned <= AT_LEAST_0 or not all(self.forms.tame(m) for m, _ in v):
                    continue
                below = {m: d * c for m, c in v}
                for c in {rational(Fraction(f[m]) / below[m]) for m in below if m in f}:
                    if c > 0:
                        try:
                            rest = self.forms.add(f, {m: -c * k for m, k in below.items()})
                        except Undecided:  # too long
                            continue
                        left = self._bounded(rest, depth + 1) if rest else ZERO
                        if left <= AT_LEAST_0:
                            strict = 0 not in left or 0 not in turned
                            best &= frozenset({1}) if strict else AT_LEAST_0
        return best


def _product(parts: Iterable[SignSet]) -> SignSet:
    out: SignSet = frozenset({1})
    for signs in parts:
        out = frozenset(s * t for s in out for t in signs)
    return out


def _lowest(p: Polynomial) -> dict[AnyAtom, Number]:
    """The lowest exponent that each atom has in the terms of a polynomial, where it is not 0."""
    atoms = {a for m in p for a, _ in m}
    found = {a: min(dict(m).get(a, 0) for m in p) for a in atoms}
    return {a: e for a, e in found.items() if e}


def _times(m: Monomial, others: dict[AnyAtom, Number]) -> Monomial:
    exponents = dict(m)
    for a, e in others.items():
        exponents[a] = exponents.get(a, 0) + e
    return frozenset((a, e) for a, e in exponents.items() if e) or ONE
