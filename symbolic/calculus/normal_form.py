r"""A normal form for the log/exp/sum/product/expectation fragment: a polynomial with rational coefficients over atoms.

Two expressions with one normal form are equal wherever both are defined. The laws used, each with its condition, on the
extended reals with the conventions log 0 = -oo, exp(-oo) = 0, 0 * (+-oo) = 0:

* sums may be regrouped where at most one part may be infinite, or all infinities point the same way;
* a factor may be cancelled, or divided by, only where it is positive and finite;
* log(ab) = log a + log b for a, b in [0, oo); log of a product over rows is the sum of the logs;
* exp(c log a) = a^c for c > 0 and a in [0, oo), or a in (0, oo); exp(a + b) = exp a exp b for finite a, b;
* sums and products over rows are linear and multiplicative; what does not depend on the row may leave them;
* a sum that is positive and finite may be divided by, and has every power; factors of all its parts may be taken out of its
  logarithm; quotients by it are divided out as polynomials are, and are equal where they are after multiplying by it;
* a^b = exp(b log a) for a in [0, oo) and b in [0, oo), and for a in (0, oo);
* Gamma(u + 1) = u Gamma(u) for u in (0, oo), and what follows from it for its logarithmic derivatives;
* a sum over all classes is linear; sum_y 1[y = z] g(y) = g(z); a power of what is 0 or 1 is itself;
* |u v| = |u| |v|; cosine is even, sine, tanh, arctan and erf are odd, and a half turn changes the sign of cosine and sine;
* an expectation is linear in constants, and splits only where one part is integrable by a stated hypothesis; under an
  empirical distribution it is the mean over the rows.

Bound rows are named by their table: sums over a table inside one another do not occur. What lies beyond this fragment
raises Undecided. Nothing here is a verdict.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from functools import cmp_to_key, lru_cache
from hashlib import blake2b
from types import MappingProxyType
from typing import Any

from sympy import (
    Abs,
    Add,
    Basic,
    Max,
    Min,
    Mul,
    Pow,
    Rational,
    Tuple,
    exp,
    factorial,
    gamma,
    log,
    loggamma,
    polygamma,
)
from sympy.core.numbers import EulerGamma, Exp1, Pi
from sympy.core.relational import Relational, StrictGreaterThan, StrictLessThan

from symbolic.core import intervals
from symbolic.core.domains import INFINITY, Countable, FiniteSet, Integers, RealInterval, unit_interval
from symbolic.core.errors import Open
from symbolic.core.intervals import Undefined
from symbolic.core.terms import (
    Applied,
    AtMost,
    Class,
    Column,
    Count,
    Entry,
    Expectation,
    Index,
    NegativePart,
    Outcome,
    Parameter,
    RowProduct,
    RowSum,
    Same,
    Spelled,
    Total,
    at_row,
    is_empirical,
    raw,
    replace,
    walk,
)
from symbolic.functions import ROWS, row_of, special

Atom = tuple[Any, ...]
Number = int | Fraction  # whole numbers are ints, which are quicker; no two of them are ever divided by `/`
Monomial = frozenset[tuple[Atom, Number]]
Terms = dict[Monomial, Number]  # a polynomial while it is built
Polynomial = Mapping[Monomial, Number]  # what is handed out cannot be changed
Fixed = frozenset[tuple[Monomial, Number]]  # a polynomial as a hashable value

ONE: Monomial = frozenset()
UNIT = 1
MAX_TERMS = 400
MAX_EXPONENT = 64
MAX_BITS = 8192  # of a coefficient
MAX_WEIGHT = 10_000  # of an atom: how many atoms stand in it, each as often as it would be written
MAX_REMEMBERED = 20_000
MAX_LOOKS = 200
MAX_EXPANDED = 6  # the largest power of a sum that is multiplied out
MAX_SIGNED = 12  # how many terms of a sum whose sign is found by one of its quantities
MAX_STEPS = 20  # how far an argument of Gamma is moved
NUMBERS = {"E": (2, 3), "pi": (3, 4), "EulerGamma": (0, 1)}  # and between which two they lie
HALF = Fraction(1, 2)
INDICATORS = ("at most", "same")  # they are 0 or 1, and so are their powers


class Undecided(Open):
    """Beyond this normal form; the message says what."""


_atoms: dict[Atom, tuple[Atom, int]] = {}  # one object for equal atoms, and its weight


def _one(atom: Atom) -> Atom:
    """The one object for this atom: then equality is identity, however deep the atom is. Raises Undecided for a huge one."""
    known = _atoms.get(atom)
    if known is None:
        weight = 1 + sum(map(_weight, atom))
        if weight > MAX_WEIGHT:
            raise Undecided("an expression that grows too large")
        if len(_atoms) > MAX_REMEMBERED:
            _atoms.clear()
        known = _atoms[atom] = atom, weight
    return known[0]


def _weight(part: Any) -> int:
    """How many atoms stand in this nest of atoms."""
    if isinstance(part, tuple):
        known = _atoms.get(part)
        return known[1] if known is not None else sum(map(_weight, part))
    return sum(map(_weight, part)) if isinstance(part, frozenset) else int(isinstance(part, str))


def rational(p: Number, q: Number = 1) -> Number:
    """p/q, as an int where it is whole."""
    value = Fraction(p, q)
    return value.numerator if value.denominator == 1 else value


def _size(value: Number) -> Number:
    return max(value, -value)


def single(atom: Atom, exponent: Number = UNIT) -> Polynomial:
    """The polynomial that is one atom to a power."""
    return {frozenset({(_one(atom), exponent)}): UNIT}


def hole(symbol: Any) -> Polynomial:
    """A value of which nothing is known, the infinities included, and which a symbol stands for."""
    return single(("hole", symbol))


def constant(value: Number) -> Polynomial:
    """The constant polynomial."""
    return {ONE: _moderate(value)} if value else {}


def _moderate(value: Number) -> Number:
    if value.numerator.bit_length() + value.denominator.bit_length() > MAX_BITS:
        raise Undecided("a number with too many digits")
    return value


def _power(value: Number, e: int) -> Number:
    if (value.numerator.bit_length() + value.denominator.bit_length()) * abs(e) > 2 * MAX_BITS:
        raise Undecided("a number with too many digits")
    return rational(Fraction(value) ** e)


@lru_cache(maxsize=MAX_REMEMBERED)
def mentions(thing: Any, what: Any) -> bool:
    """Does `what` occur anywhere in this nest of tuples, sets and terms? (A class: where no sum over classes binds it.)"""
    kind, todo = type(what), [thing]
    while todo:
        part = todo.pop()
        if type(part) is kind and part == what:
            return True
        if kind is tuple and what[0] == "class" and isinstance(part, tuple) and part[:2] == ("total", what[1]):
            continue
        if isinstance(part, tuple | frozenset):
            todo.extend(part)
        elif isinstance(part, Tuple) and kind is not tuple and what in part.free_symbols:
            return True
    return False


def _primes(value: int) -> dict[int, int]:
    """A factorisation of a positive integer; what is left after small primes counts as one factor."""
    found: dict[int, int] = {}
    for p in (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47):
        while value % p == 0:
            found[p] = found.get(p, 0) + 1
            value //= p
    if value != 1:
        found[value] = found.get(value, 0) + 1
    return found


def _factors(value: Number) -> dict[int, int]:
    """A positive rational as a product of powers of (nearly) primes."""
    found = _primes(value.numerator)
    for p, k in _primes(value.denominator).items():
        found[p] = found.get(p, 0) - k
    return {p: k for p, k in found.items() if k}


def _lead(p: Polynomial) -> Number:
    """The coefficient by which a polynomial is normalised: that of a term chosen by its looks alone."""
    return min(p.items(), key=lambda item: (len(item[0]), _looks(item[0])))[1] if len(p) > 1 else next(iter(p.values()))


@lru_cache(maxsize=MAX_REMEMBERED)
def _leading(p: Fixed) -> tuple[Monomial, Number]:
    """The term of the largest degree, the first among equals in a fixed order of the atoms, with its coefficient."""
    atoms = sorted({a for m, _ in p for a, _ in m}, key=_looks)

    def rank(term: tuple[Monomial, Number]) -> tuple[Number, list[Number]]:
        exponents = dict(term[0])
        return sum(exponents.values()), [exponents.get(a, 0) for a in atoms]

    return max(p, key=rank)


@lru_cache(maxsize=MAX_REMEMBERED)
def _looks(thing: Any) -> str:
    """A text that depends on nothing but the thing, whatever order its sets happen to be in; a digest of a long one."""
    if not isinstance(thing, frozenset | tuple):
        return str(thing)
    parts = map(_looks, thing)
    text = "{" + ",".join(sorted(parts)) + "}" if isinstance(thing, frozenset) else "(" + ",".join(parts) + ")"
    return text if len(text) <= MAX_LOOKS else "~" + blake2b(text.encode(), digest_size=16).hexdigest()


class NormalForm:
    """The normal forms under hypotheses `given`: `density > 0` at every row, and `expectation < oo`.

    `laws` are the laws of the expectations around an expression: their own densities are positive almost surely.
    """

    def __init__(
        self,
        given: Iterable[Relational] = (),
        laws: tuple[Applied, ...] = (),
        known: Mapping[Any, Polynomial] = MappingProxyType({}),
    ) -> None:
        self.given, self.laws, self._known = tuple(given), laws, known
        self._memo: dict[Any, Polynomial] = {}
        self._signs: dict[Atom, int | None] = {}
        self._sums: dict[Fixed, int | None] = {}
        self._towards: dict[Atom, frozenset[int]] = {}
        self._enclosures: dict[Atom, RealInterval | None] = {}
        self._positive = {self.value(f.lhs) for f in self.given if isinstance(f, StrictGreaterThan)}
        self._facts: list[tuple[Atom, str, Polynomial]] | None = None

    def inside(self, law: Applied) -> NormalForm:
        """The normal forms within an expectation under `law`."""
        return NormalForm(self.given, (*self.laws, law), self._known)

    def where(self, values: Mapping[Any, Polynomial]) -> NormalForm:
        """The normal forms in which symbols stand for `values`, such as `hole`. These here stay as they are."""
        return NormalForm(self.given, self.laws, MappingProxyType({**self._known, **values}))

    # ---- what is known of an atom ------------------------------------------------------------------------------------

    def value(self, t: Applied) -> Atom:
        """The atom of a value: the arguments of a density are told apart by their columns, those of a function by place."""

        def part(args: Any) -> tuple[Atom, ...]:
            found = [self.argument(a) for a in args]
            return tuple(sorted(found, key=lambda a: a[1].name) if len(found) > 1 and t.is_density else found)

        return ("applied", t.head, t.parameters, part(t.points), part(t.given), t.values)

    @staticmethod
    def argument(a: Any) -> Atom:
        if isinstance(a, Entry):
            return "entry", a.column, ("row", a.args[1].size)
        return ("class" if isinstance(a, Class) else "outcome"), a.column

    def surely_positive(self, atom: Atom) -> bool:
        """By a hypothesis, at a datum of its own empirical distribution, or almost surely under a law around it."""
        _, head, parameters, points, given, values = atom
        if values.positive or atom in self._positive:
            return True
        arguments = {*points, *given}
        if head.kind == "empirical" and all(a[0] == "entry" for a in arguments):
            return True
        for law in self.laws:
            if law.head == head and law.parameters == parameters:
                around = {self.argument(a) for a in law.points}
                if (not law.given and arguments <= around) or self.value(law)[3:5] == (points, given):
                    return True
        return False

    def sign(self, a: Atom) -> int | None:
        """1: in (0, oo). 0: in [0, oo). None: not known, or it may be infinite."""
        if a not in self._signs:
            self._signs[a] = self._sign(a)
        return self._signs[a]

    def _sign(self, a: Atom) -> int | None:
        kind = a[0]
        if kind in ("count", "classes", "number", "prime"):
            return 1
        if kind == "exp":
            return 0 if self.directions({a[1]: UNIT}) else 1
        if kind == "applied":
            return 1 if self.surely_positive(a) else 0 if a[5].nonnegative else None
        if kind in ("parameter", "entry", "outcome"):
            hull = a[1].domain.hull
            if hull is None or not hull.bounded_values:
                return None
            return 1 if hull.positive else 0 if hull.nonnegative else None
        if kind == "product":
            return self.sign(a[2])
        if kind == "sum":
            return self._sign_of(a[2]) if not self.toward(a) else None
        if kind in ("abs", "negative part"):
            return 0 if not self.toward(a) else None
        if kind in ("base", "kept"):
            return self.sign_of(dict(a[1]))
        if kind in ("special", "at most", "same", "max", "min", "total") and not self.toward(a):
            return _sign_within(self.enclosure(a))
        return None

    def sign_of(self, p: Polynomial) -> int | None:
        """1: in (0, oo). 0: in [0, oo). None: not known, or it may be infinite."""
        signs = [self._sign_of(m) if c > 0 else None for m, c in p.items()]
        if None not in signs:
            return max((s for s in signs if s is not None), default=0)
        if not all(map(self.tame, p)):
            return None
        sign = _sign_within(self.enclosure_of(p))
        if sign is None and len(p) > 1:  # without the positive factors that all terms have in common
            try:
                _, common, rest = self._content(p)
            except Undecided:
                return None
            return self.sign_of(dict(rest)) if common else self._sign_in_one(p)
        return sign

    def _sign_in_one(self, p: Polynomial) -> int | None:
        """The sign of a sum that is affine, or quadratic, in one of the quantities in it, whatever the others are.

        An affine sum is a mean of its values at the ends, both with a weight above 0 where u is at neither of them; and
        4 A (A u^2 + B u + C) = (2 A u + B)^2 + 4 A C - B^2.
        """
        key = frozenset(p.items())
        if key not in self._sums and len(p) <= MAX_SIGNED:
            quantities = {a for m in p for a, _ in m if a[0] in ("parameter", "entry", "outcome")}
            found = (self._sign_in(u, p) for u in sorted(quantities, key=_looks))
            self._sums[key] = next((sign for sign in found if sign is not None), None)
        return self._sums.get(key)

    def _sign_in(self, u: Atom, p: Polynomial) -> int | None:
        parts: dict[Number, Terms] = {0: {}, 1: {}, 2: {}}
        for m, c in p.items():
            parts.setdefault(dict(m).get(u, 0), {})[frozenset((a, e) for a, e in m if a != u)] = c
        domain = self.enclosure(u)
        if len(parts) > 3 or not parts[1] or domain is None or not domain.bounded_values:
            return None
        try:
            if parts[2]:
                four = self.multiply(constant(4), self.multiply(parts[2], parts[0]))
                rest = self.add(four, self.multiply(constant(-1), self.multiply(parts[1], parts[1])))
                return self.sign_of(rest) if self.sign_of(parts[2]) == 1 else None
            if isinstance(domain.lower, float) or isinstance(domain.upper, float):
                return None
            ends = [
                self.add(parts[0], self.multiply(constant(rational(Fraction(end))), parts[1]))
                for end in (domain.lower, domain.upper)
            ]
            signs = [self.sign_of(end) for end in ends]
        except Undecided:
            return None
        known = [s for s in signs if s is not None]
        if len(known) < len(signs):
            return None
        apart = all(s == 1 or not domain.has(end) for s, end in zip(known, (domain.lower, domain.upper), strict=True))
        return 1 if apart and 1 in known else min(known)

    # ---- enclosures --------------------------------------------------------------------------------------------------

    def enclosure_of(self, p: Polynomial) -> RealInterval | None:
        """An interval that holds the values of a polynomial; None where nothing is known."""
        total = intervals.POINT_ZERO
        try:
            for m, c in p.items():
                product = RealInterval(c, c)
                for a, e in m:
                    inner = self.enclosure(a)
                    if inner is None:
                        return None
                    factor = intervals.rational_power(inner, Fraction(e), a)
                    product = intervals.moderate(intervals.multiply(product, factor))
                total = intervals.moderate(intervals.add(total, product, "a sum"))
        except Undefined:
            return None
        return total

    def enclosure(self, a: Atom) -> RealInterval | None:
        """An interval that holds the values of an atom; None where nothing is known."""
        if a not in self._enclosures:
            if len(self._enclosures) > MAX_REMEMBERED:
                self._enclosures.clear()
            try:
                self._enclosures[a] = self._enclosure(a)
            except Undefined:
                self._enclosures[a] = None
        return self._enclosures[a]

    def _enclosure(self, a: Atom) -> RealInterval | None:
        kind = a[0]
        if kind in ("parameter", "entry", "outcome"):
            return a[1].domain.hull
        if kind == "applied":
            return intervals.meet_positive(a[5]) if a[5].nonnegative and self.surely_positive(a) else a[5]
        if kind in ("count", "classes"):
            return RealInterval(1)
        if kind == "number":
            return RealInterval(*NUMBERS[a[1]], False, False)
        if kind == "prime":
            return RealInterval(a[1], a[1])
        if kind in ("at most", "same"):
            return unit_interval
        if kind in ("base", "kept"):
            return self.enclosure_of(dict(a[1]))
        inner: Any
        if kind in ("exp", "sum", "total"):
            inner = self.enclosure_of({a[1 if kind == "exp" else 2]: UNIT})
            if inner is None:
                return None
            return intervals.exponential(inner) if kind == "exp" else intervals.row_sum(inner, a)
        if kind in ("log", "log of sum"):
            inner = self.enclosure(a[1]) if kind == "log" else self.enclosure_of(dict(a[1]))
            return None if inner is None or not inner.nonnegative else intervals.logarithm(inner, a)
        if kind == "special":
            parts = [self.enclosure_of(dict(p)) for p in a[2]]
            if None in parts:
                return None
            return special(ROWS[a[1]], parts, a)  # type: ignore[arg-type]
        if kind == "abs":
            inner = self.enclosure_of(dict(a[1]))
            return None if inner is None else intervals.absolute(inner)
        if kind in ("max", "min"):
            parts = [self.enclosure_of(dict(p)) for p in a[1]]
            known = [p for p in parts if p is not None]
            if not known or (len(known) < len(parts) and kind == "min"):
                return None
            if len(known) < len(parts):  # at least as large as those of which something is known
                return RealInterval(max(p.lower for p in known), INFINITY, True, True)
            return intervals.maximum(known) if kind == "max" else -intervals.maximum([-p for p in known])
        return None

    def _sign_of(self, m: Monomial) -> int | None:
        signs = [self.sign(x) for x, _ in m]
        if None in signs:
            return None
        return min((s for s in signs if s is not None), default=1)

    def toward(self, a: Atom) -> frozenset[int]:
        """The infinities that this atom may take."""
        known = self._towards.get(a)
        if known is None:
            known = self._towards[a] = self._toward(a)
        return known

    def _toward(self, a: Atom) -> frozenset[int]:
        kind = a[0]
        if kind == "log":
            return frozenset() if self.sign(a[1]) == 1 else frozenset({-1})
        if kind == "log of sum":
            return frozenset() if self.sign_of(dict(a[1])) == 1 else frozenset({-1})
        if kind in ("sum", "total"):
            return self.directions({a[2]: UNIT})
        if kind == "mean":
            return frozenset() if self.integrable(a[1], dict(a[2])) else frozenset({-1, 1})
        if kind in ("abs", "negative part"):
            return frozenset({1}) if self.directions(dict(a[1])) else frozenset()
        if kind in ("base", "kept"):
            return self.directions(dict(a[1]))
        if kind == "special":
            return frozenset() if self.enclosure(a) is not None else frozenset({-1, 1})
        if kind in ("max", "min"):
            return frozenset({-1, 1}) if any(self.directions(dict(p)) for p in a[1]) else frozenset()
        if kind in ("entry", "outcome"):
            hull = a[1].domain.hull
            return frozenset(d for d in (-1, 1) if hull is not None and hull.has(d * INFINITY))
        return frozenset({-1, 1}) if kind == "hole" else frozenset()

    def tame(self, m: Monomial) -> bool:
        """No factor may be infinite."""
        return not any(self.toward(a) for a, _ in m)

    def directions(self, p: Polynomial) -> frozenset[int]:
        """The infinities that this polynomial's terms may take."""
        out: set[int] = set()
        for m, c in p.items():
            wild = [(a, e, t) for a, e in m if (t := self.toward(a))]
            if not wild:
                continue
            others = [self.sign(a) for a, _ in m if not self.toward(a)]
            if len(wild) > 1 or wild[0][1] != 1 or None in others:
                out |= {-1, 1}
            else:
                out |= {d if c > 0 else -d for d in wild[0][2]}
        return frozenset(out)

    def nonnegative(self, p: Polynomial) -> bool:
        """Every term is finite and at least 0."""
        return all(c > 0 and self._sign_of(m) is not None for m, c in p.items())

    # ---- arithmetic --------------------------------------------------------------------------------------------------

    def add(self, *parts: Polynomial) -> Polynomial:
        if len(parts) == 1:
            return parts[0]
        seen: set[int] = set()
        wild = 0
        for p in parts:
            towards = self.directions(p)
            wild += bool(towards)
            seen |= towards
        if len(seen) > 1 and wild > 1:
            raise Undecided("a sum whose parts may be infinite in opposite directions")
        out: Terms = {}
        for p in parts:
            for m, c in p.items():
                out[m] = _moderate(out[m] + c) if m in out else c
        if len(out) > MAX_TERMS:
            raise Undecided("a long sum")
        return {m: c for m, c in out.items() if c}

    def multiply(self, p: Polynomial, q: Polynomial) -> Polynomial:
        if len(p) == 1 and len(q) == 1:
            ((m, c),), ((k, d),) = p.items(), q.items()
            return self._monomials(m, c, k, d)
        if len(p) * len(q) > MAX_TERMS:
            raise Undecided("a product of long sums")
        for whole, other in ((p, q), (q, p)):  # a finite sum, times what may be infinite, stays whole
            if len(whole) > 1 and self.directions(other) and not self.directions(whole):
                minus = {m: -c for m, c in whole.items()}
                if len(self.directions(other)) == 1 and (self.nonnegative(whole) or self.nonnegative(minus)):
                    continue  # its terms all have one sign: no infinities of both signs can meet
                turned = self.sign_of(whole) is None and self.sign_of(minus) is not None
                scale, common, rest = self._content(minus if turned else whole)
                factor = -scale if turned else scale
                kept = self._monomials(common, factor, frozenset({(_one(("kept", rest)), UNIT)}), UNIT)
                return self.add(*(self._monomials(m, c, k, d) for m, c in kept.items() for k, d in other.items()))
        return self.add(*(self._monomials(m, c, k, d) for m, c in p.items() for k, d in q.items()))

    def _monomials(self, m: Monomial, c: Number, k: Monomial, d: Number) -> Polynomial:
        value = _moderate(c * d)
        if not k:
            return {m: value}
        if not m and all(a[0] not in ("base", "prime") for a, _ in k):
            return {k: value}
        exponents: dict[Atom, Number] = dict(m)
        for a, e in k:
            old = exponents.get(a, 0)
            if old * e < 0 and (self.sign(a) != 1 or self.toward(a)):
                raise Undecided("cancelling a factor that may be zero or infinite")
            exponents[a] = old + e
            if a[0] == "prime":
                whole = exponents[a].numerator // exponents[a].denominator
                value *= _power(a[1], whole)
                exponents[a] -= whole
        whole_sums = [
            a for a, e in exponents.items() if a[0] == "base" and e.denominator == 1 and 0 < e <= MAX_EXPANDED
        ]
        exponents = {a: UNIT if e > 0 and _idempotent(a) else e for a, e in exponents.items()}
        out: Polynomial = {
            frozenset((a, e) for a, e in exponents.items() if e and a not in whole_sums): _moderate(value)
        }
        for a in whole_sums:
            out = self.multiply(out, self.power(dict(a[1]), exponents[a]))
        return out

    def _content(self, p: Polynomial) -> tuple[Number, Monomial, Fixed]:
        """(c, g, rest) with p = c g rest: c > 0, and g the positive finite factors that all terms have in common."""
        common: dict[Atom, Number] | None = None
        for m in p:
            here = dict(m)
            if common is None:
                common = {a: e for a, e in here.items() if self._divides(a)}
                continue
            for a in [*common, *(a for a in here if self._divides(a))]:
                lowest = min(common.get(a, 0), here.get(a, 0))
                common.pop(a, None)
                if lowest:
                    common[a] = lowest
        shared = frozenset((a, e) for a, e in (common or {}).items())
        inverse = frozenset((a, -e) for a, e in shared)
        divided = self.add(*(self._monomials(m, c, inverse, UNIT) for m, c in p.items())) if shared else p
        if not divided:
            raise Undecided("a sum that is zero once its denominators are cleared")
        scale = _size(_lead(divided))
        return scale, shared, frozenset((m, rational(c, scale)) for m, c in divided.items())

    def oriented(self, p: Polynomial) -> tuple[Polynomial, Fixed, int]:
        """(c, u, o) with p = o c u, where c is positive and finite, o is 1 or -1, and u has one form for p and -p."""
        scale, common, rest = self._content(p)
        o = 1 if _lead(dict(rest)) > 0 else -1
        return {common: scale}, frozenset((m, o * c) for m, c in rest), o

    def _divides(self, a: Atom) -> bool:
        return self.sign(a) == 1 and not self.toward(a)

    def power(self, p: Polynomial, e: Number) -> Polynomial:
        if e == 0:
            return {ONE: UNIT}  # 0^0 = 1
        if e == 1:
            return p
        if not p:
            if e > 0:
                return {}
            raise Undecided("division by zero")
        if _size(e) > MAX_EXPONENT or e.denominator > MAX_EXPONENT:
            raise Undecided("a large exponent")
        if len(p) == 1:
            ((m, c),) = p.items()
            signs = [self.sign(a) for a, _ in m]
            if e < 0 and not all(s == 1 for s in signs):
                raise Undecided("division by what is not known to be positive and finite")
            if e.denominator == 1:
                raised = frozenset((a, k if _idempotent(a) else k * e) for a, k in m)
                return self._monomials(ONE, _power(c, int(e)), raised, UNIT)
            if c > 0 and None not in signs:
                raised = frozenset((a, k if _idempotent(a) else k * e) for a, k in m)
                root = self._monomials(ONE, UNIT, raised, UNIT)
                for prime, k in _factors(c).items():
                    whole = (k * e).numerator // (k * e).denominator
                    left = k * e - whole
                    root = self.multiply(root, constant(_power(prime, whole)))
                    root = self.multiply(root, single(("prime", prime), left)) if left else root
                return root
            raise Undecided("a root of what may be negative")
        if e.denominator == 1 and 0 < e <= MAX_EXPANDED:
            out = p
            for _ in range(int(e) - 1):
                out = self.multiply(out, p)
            return out
        sign = self.sign_of(p)
        if sign is None and e.denominator == 1 and self.sign_of(minus := {m: -c for m, c in p.items()}) == 1:
            even = self.power(minus, e)  # (-u)^e = (-1)^e u^e
            return even if e % 2 == 0 else {m: -c for m, c in even.items()}
        if sign != 1 and (sign is None or e < 0):
            raise Undecided("a power of a sum whose sign is not known, or that may be zero")
        scale, common, rest = self._content(p)
        factors = self.multiply(self.power(constant(scale), e), self.power({common: UNIT}, e))
        if len(rest) == 1:
            return self.multiply(factors, self.power(dict(rest), e))
        return self.multiply(factors, single(("base", rest), e))

    def divided(self, p: Polynomial) -> Polynomial:
        """Quotients by sums divided out, as polynomials are: u/(1 + u) = 1 - 1/(1 + u). Before a sum is taken apart."""
        for _ in range(MAX_TERMS):
            found = next((f for m, c in p.items() if (f := self._quotient(m, c)) is not None), None)
            if found is None:
                break
            m, instead = found
            p = self.add({k: c for k, c in p.items() if k != m}, instead)
        return p

    def _quotient(self, m: Monomial, c: Number) -> tuple[Monomial, Polynomial] | None:
        """One step: c t L B^e = (c/k) (t B^(e + 1) - t (B - k L) B^e) for the leading term k L of B, and e < 0."""
        for a, e in m:
            if a[0] == "base" and e < 0 and self.tame(m):
                lead, k = _leading(a[1])
                here = dict(m)
                if all(here.get(b, 0) >= f for b, f in lead):
                    left = (here | {b: here[b] - f for b, f in lead}).items()
                    rest = {frozenset((b, f) for b, f in left if f): rational(Fraction(c) / k)}
                    others = {other: -d for other, d in a[1] if other != lead}
                    return m, self.add(self.multiply(rest, single(a)), self.multiply(rest, others))
        return None

    def log(self, p: Polynomial) -> Polynomial:
        if any(not self.tame(m) for m in p):
            raise Undecided("the logarithm of what may be infinite")
        if len(p) != 1:
            if not p:
                raise Undecided("the logarithm of 0")
            scale, common, rest = self._content(p)
            if len(rest) == 1:
                return self.add(self.log(dict(rest)), self.log({common: scale}))
            zeros = {(a, e) for a, e in frozenset.intersection(*(m for m, _ in rest)) if e > 0 and self.sign(a) == 0}
            if zeros:  # what all terms have in common and may vanish
                left = {m - zeros: c for m, c in rest}
                if self.sign_of(left) is not None:
                    return self.add(self.log({frozenset(zeros): UNIT}), self.log({common: scale}), self.log(left))
            return self.add(single(("log of sum", rest)), self.log({common: scale}))
        ((m, c),) = p.items()
        if c <= 0 or any(self.sign(a) is None for a, _ in m):
            raise Undecided("the logarithm of what is not known to be nonnegative")
        parts = [self.multiply(constant(k), single(("log", ("prime", q)))) for q, k in _factors(c).items()]
        for a, e in m:
            if e < 0 and self.sign(a) != 1:
                raise Undecided("the logarithm of a quotient by what may be zero")
            if a[0] == "exp":
                parts.append({a[1]: e})
            elif a == ("number", "E"):
                parts.append(constant(e))
            elif a[0] in ("base", "kept"):
                parts.append(self.multiply(constant(e), self.log(dict(a[1]))))
            elif a[0] == "product":
                inner = self.sum(a[1], self.log(single(a[2])))
                parts.append({k: v * e for k, v in inner.items()})
            else:
                parts.append({frozenset({(_one(("log", a)), UNIT)}): e})
        return self.add(*parts)

    def exp(self, p: Polynomial) -> Polynomial:
        p = self.divided(p)
        out: Polynomial = {ONE: UNIT}
        if len(p) > 1 and len(self.directions(p)) > 1:
            raise Undecided("the exponential of a sum that may be infinite in both directions")
        for m, c in p.items():
            out = self.multiply(out, self._exp(m, c))
        return out

    def _exp(self, m: Monomial, c: Number) -> Polynomial:
        if m == ONE:
            return single(("number", "E"), c)
        ((a, e), *others) = m
        if not others and e == 1:
            if a[0] == "log":
                base = constant(a[1][1]) if a[1][0] == "prime" else single(a[1])
                return self.power(base, c)
            if a[0] == "log of sum" and self.sign_of(dict(a[1])) is not None:
                return self.power(dict(a[1]), c)
            if a[0] == "sum" and len(a[2]) == 1 and next(iter(a[2]))[1] == 1 and next(iter(a[2]))[0][0] == "log":
                return self.power(self.product(a[1], single(next(iter(a[2]))[0][1])), c)
        if not self.tame(m) and (self.directions({m: c}) != {-1} or c < 0):
            raise Undecided("the exponential of what may be infinite")
        return single(("exp", m), c)

    def sum(self, size: str, p: Polynomial) -> Polynomial:
        p = self.divided(p)
        if len(p) > 1 and len(self.directions(p)) > 1:
            raise Undecided("a sum over rows that may be infinite in both directions")
        parts = []
        for m, c in p.items():
            loose = frozenset((a, e) for a, e in m if not mentions(a, ("row", size)))
            tight = m - loose
            if not self.tame(loose) and tight and self._sign_of(tight) is None:
                raise Undecided("a factor outside the rows that may be infinite")
            kept = [a for a, e in tight if a[0] == "kept" and len(tight) == e == 1]
            whole = single(("sum", size, tight) if tight else ("count", size))
            apart = self.sum(size, dict(kept[0][1])) if kept else whole
            if self.tame(loose) or self.sign_of(apart) is not None:  # else the sign of the whole sum would be lost
                whole = apart
            parts.append(self.multiply({loose: c}, whole))
        return self.add(*parts)

    def total(self, column: Column, p: Polynomial) -> Polynomial:
        """The sum over all classes y' of a column: linear, and sum_y' 1[y' = z] g(y') = g(z)."""
        p = self.divided(p)
        if len(p) > 1 and len(self.directions(p)) > 1:
            raise Undecided("a sum over all classes that may be infinite in both directions")
        bound = ("class", column)
        parts = []
        for m, c in p.items():
            loose = frozenset((a, e) for a, e in m if not mentions(a, bound))
            tight = m - loose
            if not self.tame(loose) and tight and self._sign_of(tight) is None:
                raise Undecided("a factor outside a sum over all classes that may be infinite")
            chosen = next(((a, v) for a, _ in tight if (v := _selected(a, column)) is not None), None)
            if chosen is not None:
                inner: Polynomial = {ONE: UNIT}
                for a, e in tight:
                    if a != chosen[0]:
                        factor = self.of(_at_class(_atom(a), column, _atom(chosen[1])))
                        inner = self.multiply(inner, self.power(factor, e))
            else:
                atom = ("total", column, tight) if tight else ("classes", column)
                inner = single(atom)
            parts.append(self.multiply({loose: c}, inner))
        return self.add(*parts)

    def product(self, size: str, p: Polynomial) -> Polynomial:
        if len(p) != 1:
            if self.sign_of(p) is None:
                raise Undecided("a product over rows of sums that may be negative")
            return self.exp(self.sum(size, self.log(p)))
        ((m, c),) = p.items()
        if not self.tame(m) or c < 0:
            raise Undecided("a product over rows of what may be infinite or negative")
        count = single(("count", size))
        out: Polynomial = self.exp(self.multiply(count, self.log(constant(c)))) if c != 1 else {ONE: UNIT}
        for a, e in m:
            if not mentions(a, ("row", size)):
                factor = self.exp(self.multiply(count, self.log({frozenset({(a, e)}): UNIT})))
            elif a[0] == "exp":
                factor = self.exp({k: v * e for k, v in self.sum(size, {a[1]: UNIT}).items()})
            else:
                factor = single(("product", size, a), e)
            out = self.multiply(out, factor)
        return out

    # ---- expectations ------------------------------------------------------------------------------------------------

    def law(self, law: Applied) -> Atom:
        """A law by its head, parameters and columns."""
        return self.value(law)[:5]

    def facts(self) -> list[tuple[Atom, str, Polynomial]]:
        """The hypotheses `E[(l)^-] < oo` and `E|l| < oo`, as (law, which, l)."""
        if self._facts is None:
            self._facts = []
            for f in self.given:
                if isinstance(f, StrictLessThan) and isinstance(f.lhs, Expectation):
                    body, law = f.lhs.args
                    if isinstance(body, Abs | NegativePart):
                        try:
                            form = NormalForm((), (law,)).of(body.args[0])
                        except Undecided:
                            continue
                        which = "integrable" if isinstance(body, Abs) else "lower"
                        self._facts.append((self.law(law), which, form))
        return self._facts

    def integrable(self, law: Atom, p: Polynomial) -> bool:
        """E|p| < oo, by the hypotheses."""
        return self.lower_integrable(law, p) and self.lower_integrable(law, {m: -c for m, c in p.items()})

    def _stated(self, law: Atom, p: Polynomial, kinds: tuple[str, ...]) -> bool:
        for where, which, stated in self.facts():
            if where == law and which in kinds and set(stated) == set(p):
                ratios = {rational(p[m], stated[m]) for m in p}
                if len(ratios) == 1 and (which == "integrable" or next(iter(ratios)) > 0):
                    return True
        return False

    def lower_integrable(self, law: Atom, p: Polynomial) -> bool:
        """E[(p)^-] < oo: by a hypothesis, because p is bounded below, or as a Kullback-Leibler divergence is.

        E_p[(log p - log q)^-] <= 1 for densities p and q of one measure, since log t <= t. (Cover and Thomas, Elements
        of Information Theory, section 8.6, proof of the information inequality.)
        """
        if self._stated(law, p, ("lower", "integrable")):
            return True
        columns = {a[1] for a in law[3]}
        own: Number = 0
        against: Number = 0
        spare: Number = 0  # what is at least 0 by itself, but may stand against log p as well
        for m, c in p.items():
            here = any(mentions(a, ("outcome", x)) for a, _ in m for x in columns)
            if (not here and self.tame(m)) or self._stated(law, {m: c}, ("integrable",)):
                continue
            if c > 0 and self._sign_of(m) is not None:
                continue
            ((a, e), *others) = m
            density = a[1] if a[0] == "log" and not others and e == 1 and a[1][0] == "applied" else None
            if density is None or density[1].kind == "function":
                return False
            if density[:5] == law:
                own += c
            elif c < 0 and density[3] == law[3] and not density[4] and not law[4]:
                against, spare = (against, spare - c) if density[5].upper <= 1 else (against - c, spare)
            elif not (c < 0 and density[5].upper <= 1):
                return False
        rest = own - against
        rest -= max(0, min(rest, spare))
        log_of_own: Polynomial = {frozenset({(("log", (*law, self._values(law))), UNIT)}): UNIT}
        if rest == 0 or self._stated(law, log_of_own, ("integrable",)):
            return True
        return rest < 0 and self._values(law).upper <= 1

    @staticmethod
    def _values(law: Atom) -> Any:
        countable = all(isinstance(a[1].domain, Countable) for a in law[3])
        return unit_interval if countable else law[1].values

    def mean(self, e: Expectation) -> Polynomial:
        body, law = e.args
        if not all(isinstance(a, Outcome) for a in law.points):
            raise Undecided("an expectation under what is no law of outcomes")
        if law.head.kind == "empirical":
            size = law.points[0].column.size
            _one_row(body, size)
            i = Index("i", size)
            rows = self.of(RowSum(at_row(body, i, law.points), i, Count(size)))
            return self.multiply(single(("count", size), -1), rows)
        key = self.law(law)
        within = self.inside(law)
        columns = {a.column for a in law.points}
        parts: list[Polynomial] = []
        together: Terms = {}
        for m, c in within.divided(within.of(body)).items():
            loose = frozenset((a, k) for a, k in m if not any(mentions(a, ("outcome", x)) for x in columns))
            tight = m - loose
            if not self.tame(loose):
                raise Undecided("an expectation of what may be infinite for every outcome")
            if not tight:
                parts.append({loose: c})
            elif within.integrable(key, {tight: UNIT}):
                parts.append(self.multiply({loose: c}, single(("mean", key, frozenset({(tight, UNIT)})))))
            else:
                together[m] = c
        if together:
            common = frozenset.intersection(*together)
            shared = frozenset((a, k) for a, k in common if not any(mentions(a, ("outcome", x)) for x in columns))
            scale = _lead(together)
            rest: Fixed = frozenset((m - shared, rational(c, scale)) for m, c in together.items())
            parts.append(self.multiply({shared: scale}, single(("mean", key, rest))))
        return self.add(*parts)

    # ---- from SymPy's tree, as written -------------------------------------------------------------------------------

    def of(self, e: Any) -> Polynomial:
        """The normal form of an expression. Raises Undecided."""
        known = self._memo.get(e)
        if known is None:
            if len(self._memo) > MAX_REMEMBERED:
                self._memo.clear()
            try:
                known = self._memo[e] = MappingProxyType(self._of(e))
            except RecursionError:
                raise Undecided("an expression that is nested too deeply") from None
        return known

    def _of(self, e: Any) -> Polynomial:
        if e in self._known:
            return self._known[e]
        match e:
            case Rational():
                return constant(rational(int(e.p), int(e.q)))
            case Exp1():
                return single(("number", "E"))
            case Pi():
                return single(("number", "pi"))
            case EulerGamma():
                return single(("number", "EulerGamma"))
            case Count():
                return single(("count", e.name))
            case Parameter():
                return single(("parameter", e))
            case Entry() | Outcome() | Class():
                return single(self.argument(e))
            case Applied():
                return single(self.value(e))
            case Add():
                return self.add(*map(self.of, e.args))
            case Mul():
                out: Polynomial = {ONE: UNIT}
                for a in e.args:
                    out = self.multiply(out, self.of(a))
                return out
            case Pow(exp=Rational() as r):
                return self.power(self.of(e.base), rational(int(r.p), int(r.q)))
            case Pow():
                base, exponent = self.of(e.base), self.of(e.exp)
                sign = self.sign_of(base)
                if sign is None or (sign == 0 and self.sign_of(exponent) is None):
                    raise Undecided("a power with a base that may be zero")
                return self.exp(self.multiply(exponent, self.log(base)))
            case log(args=(_,)):
                return self.log(self.of(e.args[0]))
            case exp():
                return self.exp(self.of(e.args[0]))
            case RowSum() | RowProduct():
                _one_row(e.body, e.index.size, e.index)
                over_rows = self.sum if isinstance(e, RowSum) else self.product
                return over_rows(e.count.name, self.of(e.body))
            case Expectation():
                return self.mean(e)
            case Abs():
                return self._absolute(self.of(e.args[0]))
            case NegativePart():
                return single(("negative part", frozenset(self.of(e.args[0]).items())))
            case Max() | Min():
                parts = frozenset(frozenset(self.divided(self.of(a)).items()) for a in e.args)
                return single(("max" if isinstance(e, Max) else "min", parts)) if len(parts) > 1 else dict(*parts)
            case Total():
                if any(e.each in law.given for law in self.laws):
                    raise Undecided("a sum over all classes under a law that is conditional on one of them")
                return self.total(e.each.column, self.of(e.body))
            case AtMost():
                return self._at_most(self._gap(*e.args))
            case Same():
                return self._same(*e.args)
            case factorial():
                return self._gamma("gamma", self.add(self.of(e.args[0]), constant(UNIT)))
            case gamma():
                return self._gamma("gamma", self.of(e.args[0]))
            case loggamma():
                return self.log(self._gamma("gamma", self.of(e.args[0])))
            case polygamma(args=(Rational(q=1, p=order), u)) if order >= 0:
                return self._polygamma(int(order), self.of(u))
        if isinstance(e, Spelled):
            return self.of(e.spelled())
        if (row := row_of(e)) is not None:
            return self._special(row.name, [self.divided(self.of(a)) for a in e.args])
        raise Undecided(f"{type(e).__name__} is beyond the normal form")

    # ---- indicators and special functions ----------------------------------------------------------------------------

    def _gap(self, left: Any, right: Any) -> Polynomial:
        return self.add(self.of(right), self.multiply(constant(-1), self.of(left)))

    def _at_most(self, gap: Polynomial) -> Polynomial:
        """1[0 <= gap], whatever positive factor the gap has."""
        if self.sign_of(gap) is not None:
            return {ONE: UNIT}
        if self.sign_of({m: -c for m, c in gap.items()}) == 1:
            return {}
        return single(("at most", self._content(gap)[2]))

    def _same(self, left: Any, right: Any) -> Polynomial:
        if left == right:
            return {ONE: UNIT}
        if isinstance(left, _VALUES) and isinstance(right, _VALUES):
            return single(("same", *sorted((self.argument(left), self.argument(right)), key=_looks)))
        gap = self._gap(left, right)
        if not gap:
            return {ONE: UNIT}
        if 1 in (self.sign_of(gap), self.sign_of({m: -c for m, c in gap.items()})):
            return {}
        return single(("same", self.oriented(gap)[1]))

    def _special(self, name: str, parts: list[Polynomial]) -> Polynomial:
        """Even and odd functions, and those that turn. Source: NIST DLMF, sections 4.16, 4.21, 4.23, 4.28, 7.2."""
        sign, row = UNIT, ROWS[name]
        if name in ("cos", "sin"):
            parts, sign = [_turned(parts[0])[0]], _turned(parts[0])[1]
        if row.at_zero is not None and not parts[-1]:
            return constant(sign * row.at_zero)
        if row.parity and parts[0] and _lead(parts[0]) < 0:
            parts, sign = [{m: -c for m, c in parts[0].items()}], sign * row.parity
        return self.multiply(constant(sign), single(("special", name, tuple(frozenset(p.items()) for p in parts))))

    def _split(self, p: Polynomial) -> tuple[Polynomial, int] | None:
        """(r, k) with p = r + k, k >= 0 whole and r surely positive, k as large as that allows (up to MAX_STEPS)."""
        if self.sign_of(p) != 1:
            return None
        rest, moved = p, 0
        while moved < MAX_STEPS:
            less = self.add(rest, constant(-1))
            if self.sign_of(less) != 1:
                break
            rest, moved = less, moved + 1
        return rest, moved

    def _gamma(self, name: str, p: Polynomial) -> Polynomial:
        """Gamma(r + k) = r (r + 1) ... (r + k - 1) Gamma(r) for r in (0, oo). Source: NIST DLMF, section 5.5(i)."""
        found = self._split(p)
        if found is None:
            raise Undecided("Gamma of what may not be positive")
        rest, moved = found
        if rest == {ONE: UNIT}:
            out: Polynomial = {ONE: UNIT}
        elif rest == {ONE: HALF}:  # Gamma(1/2) = sqrt(pi). Source: NIST DLMF, section 5.4(ii)
            out = single(("number", "pi"), HALF)
        else:
            out = single(("special", name, (frozenset(rest.items()),)))
        for k in range(moved):
            out = self.multiply(out, self.add(rest, constant(k)))
        return out

    def _polygamma(self, order: int, p: Polynomial) -> Polynomial:
        """psi_m(r + k) = psi_m(r) + (-1)^m m! sum_j (r + j)^(-m-1) for r in (0, oo). Source: NIST DLMF, section 5.15."""
        found = self._split(p)
        if found is None:
            raise Undecided("a derivative of log Gamma of what may not be positive")
        if order > MAX_EXPONENT:
            raise Undecided("a high derivative of log Gamma")
        rest, moved = found
        sign = constant((-1) ** order * int(factorial(order)))
        known = self._known_polygamma(order, rest)
        parts = [
            known or single(("special", "polygamma", (frozenset(constant(order).items()), frozenset(rest.items()))))
        ]
        for k in range(moved):
            parts.append(self.multiply(sign, self.power(self.add(rest, constant(k)), -order - 1)))
        return self.add(*parts)

    def _known_polygamma(self, order: int, p: Polynomial) -> Polynomial | None:
        """psi and psi' at 1 and at 1/2. Source: NIST DLMF, sections 5.4(ii) and 5.15."""
        pi_squared, euler = single(("number", "pi"), 2), single(("number", "EulerGamma"))
        match order, p.get(ONE) if set(p) == {ONE} else None:
            case 0, 1:
                return self.multiply(constant(-1), euler)
            case 0, value if value == HALF:
                return self.add(self.multiply(constant(-1), euler), self.multiply(constant(-2), self.log(constant(2))))
            case 1, 1:
                return self.multiply(constant(Fraction(1, 6)), pi_squared)
            case 1, value if value == HALF:
                return self.multiply(constant(HALF), pi_squared)
        return None

    def equal(self, left: Polynomial, right: Polynomial) -> bool:
        """Are the two equal, at once or after multiplying by the positive finite sums that they are divided by?"""
        if left == right:
            return True
        try:
            gap = self.add(left, {m: -c for m, c in right.items()})
            for _ in range(MAX_STEPS):
                lowest: dict[Atom, Number] = {}
                for m in gap:
                    for a, e in m:
                        if a[0] == "base" and e < 0:
                            lowest[a] = min(e, lowest.get(a, 0))
                if not lowest:
                    break
                factor: Polynomial = {frozenset((a, -e) for a, e in lowest.items()): UNIT}
                gap = self.multiply(gap, factor)
        except Undecided:
            return False
        return not gap

    def _absolute(self, p: Polynomial) -> Polynomial:
        """|u v| = |u| |v|, and |u| = |-u|."""
        minus = {m: -c for m, c in p.items()}
        for whole in (p, minus):
            if self.sign_of(whole) is not None:
                return whole
        if len(p) == 1:
            ((m, c),) = p.items()
            if len(m) > 1 or next(iter(m))[1] != 1:
                out = constant(_size(c))
                for a, e in m:
                    even = e.denominator == 1 and e % 2 == 0
                    out = self.multiply(out, self.power(single(a) if even else self._absolute(single(a)), e))
                return out
        factor, u, _ = self.oriented(p)
        return self.multiply(factor, single(("abs", u)))


_VALUES = (Entry, Outcome, Class)


def _turned(p: Polynomial) -> tuple[Polynomial, int]:
    """(q, s) with cos p = s cos q and sin p = s sin q: whole and half turns are left out."""
    rest, sign = {}, 1
    for m, c in p.items():
        others = m - {_HALF_TURN}
        if len(others) < len(m) and all(e.denominator == 1 and e > 0 and _integer(a) for a, e in others):
            c -= 2 * (c.numerator // (2 * c.denominator))
            if not others and c >= 1:
                c, sign = c - 1, -sign
        if c:
            rest[m] = rational(Fraction(c))
    return rest, sign


_HALF_TURN = (("number", "pi"), UNIT)


def _integer(a: Atom) -> bool:
    """Is it surely a whole number?"""
    if a[0] in ("count", "classes", *INDICATORS):
        return True
    domain = a[1].domain if a[0] in ("parameter", "entry", "outcome") else None
    return isinstance(domain, Integers) or (
        isinstance(domain, FiniteSet) and all(v.denominator == 1 for v in domain.values)
    )


def _idempotent(a: Atom) -> bool:
    """Is it 0 or 1, and so each of its powers itself: an indicator, or a quantity in {0, 1}?"""
    if a[0] in ("parameter", "entry", "outcome"):
        return _integer(a) and a[1].domain.hull.within(unit_interval) is True
    return a[0] in INDICATORS


def _sign_within(known: RealInterval | None) -> int | None:
    if known is None or not known.bounded_values or not known.nonnegative:
        return None
    return 1 if known.positive else 0


def _selected(a: Atom, column: Column) -> Atom | None:
    """The z of 1[y' = z], where y' is the class that a sum over all classes of this column binds; None for other atoms."""
    if a[0] != "same" or len(a) != 3:
        return None
    values = [v for v in a[1:] if v != ("class", column)]
    return values[0] if len(values) == 1 and values[0][0] in ("entry", "outcome") and values[0][1] == column else None


def _at_class(tree: Any, column: Column, value: Any) -> Any:
    """A tree at the class `value`. Raises Undecided where a binder in it would catch that value."""
    each = Class(column)

    def change(node: Any) -> Any:
        if node == each:
            return value
        if isinstance(node, Total) and node.each == each:
            return node  # a class of its own
        catches = isinstance(node, RowSum | RowProduct) and isinstance(value, Entry) and node.index == value.args[1]
        if catches or (isinstance(node, Expectation) and value in node.law.points):
            raise Undecided("a class that is chosen outside a sum or an expectation over its column")
        return None

    return replace(tree, change)


def _one_row(body: Any, size: str, index: Index | None = None) -> None:
    """A bound row is named by its table alone: raises Undecided where a body knows a row of it that is not `index`."""
    for t in walk(body):
        if isinstance(t, Entry):
            other = t.args[1].size == size and t.args[1] != index
        elif isinstance(t, RowSum | RowProduct):
            other = t.index.size == size
        else:
            other = isinstance(t, Expectation) and is_empirical(t.law) and t.law.points[0].column.size == size
        if other:
            raise Undecided("sums over the rows of one table inside one another")


@lru_cache(maxsize=8)
def shared(given: tuple[Relational, ...]) -> NormalForm:
    """One NormalForm for everything under the same hypotheses: neighbouring lines have most of their terms in common."""
    return NormalForm(given)


def same(left: Any, right: Any, given: Iterable[Relational] = ()) -> bool:
    """Do both expressions have one normal form? Raises Undecided beyond the fragment."""
    forms = NormalForm(given)
    return forms.equal(forms.of(left), forms.of(right))


def written_out(e: Any, given: Iterable[Relational] = ()) -> Any:
    """The normal form of an expression as an expression again. Raises Undecided."""
    return written_polynomial(NormalForm(given).of(e))


def written_polynomial(form: Polynomial) -> Any:
    """A normal form as an expression again, with the very same values. Raises Undecided where it is too large.

    It looks as SymPy would write it and is made by `raw` alone: SymPy's own constructors simplify, and not always rightly
    (its Min and Max turn min(3, max(p + 1/2, min(1/2, u))) for p > 0 into 3).
    """
    if _weight(tuple(form.items())) > MAX_WEIGHT:
        raise Undecided("an expression that grows too large")
    try:
        return _polynomial(form)
    except (ArithmeticError, RecursionError, TypeError, ValueError) as error:  # SymPy's own numbers
        raise Undecided(f"a form that SymPy cannot write ({type(error).__name__})") from None


def _number(f: Number) -> Any:
    return Rational(f.numerator, f.denominator)


def _polynomial(p: Polynomial) -> Any:
    return _joined(Add, [_monomial(m, c) for m, c in p.items()])


def _monomial(m: Monomial, c: Number = UNIT) -> Any:
    """One exponential, the powers of the other atoms, and a number, which SymPy's arithmetic of numbers writes."""
    exponent: Terms = {}
    factors, number = [], _number(c)
    for a, e in sorted(m, key=_looks):
        if a[0] == "exp" or a == ("number", "E"):
            exponent[a[1] if a[0] == "exp" else ONE] = e
        elif a[0] == "prime":
            number *= Pow(Rational(a[1]), _number(e))
        else:
            factors.append(_atom(a) if e == 1 else raw(Pow, (_atom(a), _number(e))))
    if exponent:
        factors.append(exp(_number(exponent[ONE])) if set(exponent) == {ONE} else raw(exp, (_polynomial(exponent),)))
    return _joined(Mul, [*Mul.make_args(number), *factors])


def _joined(func: Any, parts: list[Any]) -> Any:
    """The sum or product of `parts` as written, in SymPy's order."""
    kept = [p for p in parts if p != func.identity]
    if len(kept) < 2:
        return kept[0] if kept else func.identity
    numbers = [p for p in kept if p.is_Rational]
    others = sorted((p for p in kept if not p.is_Rational), key=cmp_to_key(Basic.compare))
    return raw(func, (*numbers, *others))


def _atom(a: Atom) -> Any:
    whole: Callable[[Any], Any] = lambda items: _polynomial(dict(items))
    match a:
        case "count", name:
            return Count(name)
        case "number", name:
            return {"E": exp(1), "pi": Pi(), "EulerGamma": EulerGamma()}[name]
        case "prime", value:
            return Rational(value)
        case "parameter", p:
            return p
        case "entry", Column() as column, ("row", size):
            return Entry(column, Index("i", size))
        case "outcome", column:
            return Outcome(column)
        case "class", column:
            return Class(column)
        case "classes", column:
            return Total(1, Class(column))
        case "total", column, m:
            return Total(_monomial(m), Class(column))
        case (("base" | "kept"), items):
            return whole(items)
        case "at most", items:
            return AtMost(0, whole(items))
        case "same", one, other:
            return Same(_atom(one), _atom(other))
        case "same", items:
            return Same(0, whole(items))
        case "special", name, parts:
            return raw(ROWS[name].function, tuple(map(whole, parts)))
        case "applied", head, parameters, points, conditions, _:
            return Applied(head, parameters, Tuple(*map(_atom, points)), Tuple(*map(_atom, conditions)))
        case "log", inner:
            return raw(log, (_atom(inner),))
        case "log of sum", items:
            return raw(log, (whole(items),))
        case "exp", m:
            return raw(exp, (_monomial(m),))
        case "sum", size, m:
            return RowSum(_monomial(m), Index("i", size), Count(size))
        case "product", size, inner:
            return RowProduct(_atom(inner), Index("i", size), Count(size))
        case "mean", law, items:
            return Expectation(whole(items), _atom((*law, None)))
        case "abs", items:
            return raw(Abs, (whole(items),))
        case "negative part", items:
            return NegativePart(whole(items))
        case ("max" | "min") as kind, parts:
            return raw(Max if kind == "max" else Min, tuple(whole(p) for p in sorted(parts, key=_looks)))
    raise Undecided(f"{a[0]} has no written form")
