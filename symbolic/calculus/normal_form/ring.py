"""The arithmetic of polynomials over atoms, some of which may vanish or be infinite, as functions of what is known."""

from __future__ import annotations

from fractions import Fraction
from typing import TypeAlias

from symbolic.calculus.normal_form import laws
from symbolic.calculus.normal_form.atoms import (
    AbsAtom,
    AnyAtom,
    AtMostAtom,
    BaseAtom,
    BoundRow,
    ClassesAtom,
    CountAtom,
    EntryAtom,
    ExpAtom,
    Fixed,
    KeptAtom,
    LogAtom,
    Monomial,
    Number,
    OutcomeAtom,
    ParameterAtom,
    Polynomial,
    PrimeAtom,
    ProductAtom,
    SameAtom,
    SpecialAtom,
    Terms,
    Undecided,
    ZeroAtom,
    mentions,
    one,
)
from symbolic.calculus.normal_form.factoring import factors_of_sum
from symbolic.calculus.normal_form.knowledge import Knowledge
from symbolic.calculus.normal_form.polynomials import (
    MAX_TERMS,
    ONE,
    UNIT,
    constant,
    factors,
    fixed,
    lead,
    leading,
    moderate,
    negated,
    rational,
    single,
    size,
    whole_power,
)
from symbolic.core.domains import unit_interval, whole

MAX_EXPONENT = 64
MAX_EXPANDED = 6  # the largest power of a sum that is multiplied out
MAX_STEPS = 20  # how often denominators are cleared, and how far an argument of Gamma is moved

MINUS_ONE = BaseAtom(fixed({ONE: -UNIT}))  # whose product over the rows of a table is a sign
_Part: TypeAlias = tuple[Polynomial, int, int | None]  # a factor, how often it stands, and its sign


def add(known: Knowledge, *parts: Polynomial) -> Polynomial:
    """The sum of polynomials. Raises Undecided where infinities of both signs may meet."""
    if len(parts) == 1:
        return parts[0]
    seen: set[int] = set()
    wild = 0
    for p in parts:
        towards = known.directions(p)
        wild += bool(towards)
        seen |= towards
    if len(seen) > 1 and wild > 1:
        raise Undecided("a sum whose parts may be infinite in opposite directions")
    if wild:
        known.cite(laws.INFINITE_SUM)
    out: Terms = {}
    for p in parts:
        for m, c in p.items():
            out[m] = moderate(out[m] + c) if m in out else c
    if len(out) > MAX_TERMS:
        raise Undecided("a long sum")
    return {m: c for m, c in out.items() if c}


def multiply(known: Knowledge, p: Polynomial, q: Polynomial) -> Polynomial:
    """The product of two polynomials. Raises Undecided."""
    if len(p) == 1 and len(q) == 1:
        ((m, c),), ((k, d),) = p.items(), q.items()
        return monomials(known, m, c, k, d)
    if len(p) * len(q) > MAX_TERMS:
        raise Undecided("a product of long sums")
    for finite, other in ((p, q), (q, p)):  # a finite sum, times what may be infinite, stays whole
        if len(finite) > 1 and known.directions(other) and not known.directions(finite):
            minus = negated(finite)
            if len(known.directions(other)) == 1 and (known.nonnegative(finite) or known.nonnegative(minus)):
                known.cite(laws.INFINITE_FACTOR)
                continue  # its terms all have one sign: no infinities of both signs can meet
            turned = known.sign_of(finite) is None and known.sign_of(minus) is not None
            scale, common, rest = content(known, minus if turned else finite)
            if not turned and known.sign_of(finite) is None and lead(dict(rest)) < 0:  # one form for u and -u
                turned, rest = True, frozenset((m, -c) for m, c in rest)
            factor = -scale if turned else scale
            kept = monomials(known, common, factor, frozenset({(one(KeptAtom(rest)), UNIT)}), UNIT)
            return add(known, *(monomials(known, m, c, k, d) for m, c in kept.items() for k, d in other.items()))
    return add(known, *(monomials(known, m, c, k, d) for m, c in p.items() for k, d in q.items()))


def monomials(known: Knowledge, m: Monomial, c: Number, k: Monomial, d: Number) -> Polynomial:
    """The product `c m * d k`; small powers of sums are multiplied out. Raises Undecided."""
    value = moderate(c * d)
    if not k:
        return {m: value}
    if (
        not m
        and known.angles is None
        and not any(isinstance(a, BaseAtom | PrimeAtom | AbsAtom | ProductAtom) for a, _ in k)
    ):
        return {k: value}
    exponents: dict[AnyAtom, Number] = dict(m)
    for a, e in k:
        old = exponents.get(a, 0)
        if old * e < 0:
            if known.toward(a) or not known.nonzero(a):
                raise Undecided("cancelling a factor that may be zero or infinite")
            known.cite(laws.CANCELLING)
        elif old and (old.denominator != 1 or e.denominator != 1):
            known.cite(laws.ROOTS)
        exponents[a] = old + e
        if isinstance(a, PrimeAtom):
            floor = exponents[a].numerator // exponents[a].denominator
            value *= whole_power(a.value, floor)
            exponents[a] -= floor
    sums = [a for a, e in exponents.items() if isinstance(a, BaseAtom) and e.denominator == 1 and 0 < e <= MAX_EXPANDED]
    squares: list[tuple[Polynomial, int]] = []
    for a in [a for a, e in exponents.items() if e > 0 and e != 1]:
        if idempotent(a):
            known.cite(laws.IDEMPOTENT)
            exponents[a] = UNIT
        elif is_sign(a):
            known.cite(laws.PRODUCT_OF_ONE)
            exponents[a] %= 2
        elif known.factoring and exponents[a] >= 2 and (instead := _even(known, a)) is not None:
            known.cite(laws.EVEN_POWER)
            squares.append((instead, int(exponents[a] // 2) * 2))
            exponents[a] %= 2
        elif known.angles is not None and isinstance(a, SpecialAtom) and a.name == "sin" and exponents[a] % 1 == 0:
            known.cite(laws.PYTHAGORAS)
            cosine = single(SpecialAtom("cos", a.arguments), 2)
            squares.append((add(known, {ONE: UNIT}, negated(cosine)), int(exponents[a] // 2)))
            exponents[a] %= 2
    out: Polynomial = {frozenset((a, e) for a, e in exponents.items() if e and a not in sums): moderate(value)}
    for a in sums:
        out = multiply(known, out, power(known, dict(a.items), exponents[a]))
    for u, even in squares:
        out = multiply(known, out, power(known, u, even))
    return out


def _even(known: Knowledge, a: AnyAtom) -> Polynomial | None:
    """What has the same even powers as a: u as |u|, and |u| as u where that is a product over rows. None for other atoms."""
    if isinstance(a, AbsAtom):
        return dict(a.items) if known.sign(a) is not None else None
    if not isinstance(a, ProductAtom) or known.sign(a) is not None:
        return None
    inner = a.factor.items if isinstance(a.factor, BaseAtom) else fixed(single(a.factor))
    if mentions(a.factor, BoundRow(a.size)):
        return single(ProductAtom(a.size, AbsAtom(inner)))
    return single(ExpAtom(frozenset({(one(CountAtom(a.size)), UNIT), (one(LogAtom(AbsAtom(inner))), UNIT)})))


def content(known: Knowledge, p: Polynomial) -> tuple[Number, Monomial, Fixed]:
    """(c, g, rest) with p = c g rest: c > 0, and g the positive finite factors that all terms have in common."""
    common: dict[AnyAtom, Number] | None = None
    for m in p:
        here = dict(m)
        if common is None:
            common = {a: e for a, e in here.items() if _divides(known, a)}
            continue
        for a in [*common, *(a for a in here if _divides(known, a))]:
            lowest = min(common.get(a, 0), here.get(a, 0))
            common.pop(a, None)
            if lowest:
                common[a] = lowest
    shared = frozenset((a, e) for a, e in (common or {}).items())
    inverse = frozenset((a, -e) for a, e in shared)
    rest = add(known, *(monomials(known, m, c, inverse, UNIT) for m, c in p.items())) if shared else p
    if not rest:
        raise Undecided("a sum that is zero once its denominators are cleared")
    scale = size(lead(rest))
    return scale, shared, frozenset((m, rational(c, scale)) for m, c in rest.items())


def _divides(known: Knowledge, a: AnyAtom) -> bool:
    return known.sign(a) == 1 and not known.toward(a)


def oriented(known: Knowledge, p: Polynomial) -> tuple[Polynomial, Fixed, int]:
    """(c, u, o) with p = o c u, where c is positive and finite, o is 1 or -1, and u has one form for p and -p."""
    scale, common, rest = content(known, p)
    o = 1 if lead(dict(rest)) > 0 else -1
    return {common: scale}, frozenset((m, o * c) for m, c in rest), o


def size_of(known: Knowledge, p: Polynomial) -> Polynomial:
    """The absolute value of a finite sum that is not taken apart. Raises Undecided."""
    factor, u, o = oriented(known, p)
    if o < 0 or factor != {ONE: UNIT}:
        known.cite(laws.ABS_OF_PRODUCT)
    return multiply(known, factor, single(AbsAtom(u)))


# ---- factors ---------------------------------------------------------------------------------------------------------


def taken_apart(known: Knowledge, p: Polynomial) -> tuple[Polynomial, list[_Part]] | None:
    """(t, [(f, k, s), ...]) with p = t f^k ...: t one term, positive or negative, and s the sign of f.

    A factor that is at most 0 is turned around. None where factors are not looked for, or none are found.
    """
    if not known.factoring or len(p) < 2 or not all(map(known.tame, p)):
        return None
    with known.citing():  # whole powers that are multiplied out hold in every ring
        try:
            scale, common, rest = content(known, p)
            found = factors_of_sum(rest)
            if found is None:
                return None
            number, parts = found
            product = constant(number)
            for f, k in parts:
                for _ in range(k):
                    product = multiply(known, product, dict(f))
        except Undecided:
            return None
        if product != dict(rest):
            return None
        out: list[_Part] = []
        for f, k in parts:
            factor: Polynomial = dict(f)
            sign, minus = known.sign_of(factor), negated(factor)
            if sign is None and (turned := known.sign_of(minus)) is not None:
                factor, sign, number = minus, turned, number * (-1) ** k
            out.append((factor, k, sign))
    return {common: moderate(rational(scale * number))}, out


def sign_by_factors(known: Knowledge, p: Polynomial) -> int | None:
    """The sign of a polynomial, by its factors where it does not show at once."""
    sign = known.sign_of(p)
    if sign == 1 or (found := taken_apart(known, p)) is None or lead(found[0]) < 0:
        return sign
    signs = [0 if s is None and k % 2 == 0 else s for _, k, s in found[1]]
    known_signs = [s for s in signs if s is not None]
    return min(known_signs) if len(known_signs) == len(signs) else sign


def _power_of_factors(known: Knowledge, p: Polynomial, e: Number) -> Polynomial | None:
    """p^e by the factors of p: those that stay at least 0, and even powers; None where none of them can leave."""
    found = taken_apart(known, p)
    if found is None:
        return None
    outside, parts = found
    whole = e.denominator == 1 and e > 0
    raised: list[tuple[Polynomial, Number]] = []
    out = power(known, outside if whole else {m: size(c) for m, c in outside.items()}, e)
    left: Polynomial = {ONE: UNIT if whole or lead(outside) > 0 else -UNIT}
    even = False
    for f, k, sign in parts:
        if whole or sign == 1 or (sign == 0 and e > 0):
            raised.append((f, k * e))
        elif sign is None and k % 2 == 0 and e > 0:
            even = True
            raised.append((size_of(known, f), k * e))
        else:
            for _ in range(k):
                left = multiply(known, left, f)
    if not raised or (left != {ONE: UNIT} and known.sign_of(left) not in ((0, 1) if e > 0 else (1,))):
        return None
    known.cite(laws.POWER_OF_PRODUCT)
    if even:
        known.cite(laws.EVEN_POWER)
    for f, j in (*raised, (left, e)):
        out = multiply(known, out, power(known, f, rational(j)))
    return out


def power(known: Knowledge, p: Polynomial, e: Number) -> Polynomial:
    """A polynomial to a rational power. Raises Undecided."""
    if e == 0:
        return {ONE: UNIT}  # 0^0 = 1
    if e == 1:
        return p
    if not p:
        if e > 0:
            return {}
        raise Undecided("division by zero")
    if size(e) > MAX_EXPONENT or e.denominator > MAX_EXPONENT:
        raise Undecided("a large exponent")
    if len(p) == 1:
        ((m, c),) = p.items()
        return _power_of_term(known, m, c, e)
    return _power_of_sum(known, p, e)


def _power_of_term(known: Knowledge, m: Monomial, c: Number, e: Number) -> Polynomial:
    signs = [known.sign(a) for a, _ in m]
    if e < 0 and not all(
        s == 1 or (e.denominator == 1 and known.nonzero(a)) for s, (a, _) in zip(signs, m, strict=True)
    ):
        raise Undecided("division by what is not known to be positive, or negative, and finite")
    if (e < 0 or e.denominator != 1) and (len(m) + (c != 1) > 1 or any(k != 1 for _, k in m)):
        known.cite(laws.POWER_OF_PRODUCT)
    if e.denominator == 1:
        raised = frozenset((a, k if idempotent(a) else k * e) for a, k in m)
        if any(is_sign(a) for a, _ in m):
            known.cite(laws.PRODUCT_OF_ONE)
            raised = frozenset((a, k % 2 if is_sign(a) else k) for a, k in raised if not is_sign(a) or k % 2)
        return monomials(known, ONE, whole_power(c, int(e)), raised, UNIT)
    m, outside = _even_roots(known, m, e) if None in signs else (m, {ONE: UNIT})
    if c < 0 or any(known.sign(a) is None for a, _ in m):
        raise Undecided("a root of what may be negative")
    raised = frozenset((a, k if idempotent(a) else k * e) for a, k in m)
    root = multiply(known, outside, monomials(known, ONE, UNIT, raised, UNIT))
    for prime, k in factors(c).items():
        floor = (k * e).numerator // (k * e).denominator
        left = k * e - floor
        root = multiply(known, root, constant(whole_power(prime, floor)))
        root = multiply(known, root, single(PrimeAtom(prime), left)) if left else root
    return root


def evened(known: Knowledge, m: Monomial) -> Monomial:
    """The same with |u|^k for u^k where u may have both signs and k is even: then it has a logarithm and roots."""
    out: list[tuple[AnyAtom, Number]] = []
    for a, k in m:
        even = k % 2 == 0 and known.sign(a) is None and not known.toward(a)
        if even and known.sign_of(negated(single(a))) is None:
            known.cite(laws.EVEN_POWER)
            out.append((one(AbsAtom(fixed(single(a)))), k))
        else:
            out.append((a, k))
    return frozenset(out)


def _even_roots(known: Knowledge, m: Monomial, e: Number) -> tuple[Monomial, Polynomial]:
    """(k, p) with m^e = k^e p for e > 0: p holds u^(2 j) and u^(2 j) |u|, roots of even powers of what may be negative."""
    left: Monomial = frozenset()
    out: Polynomial = {ONE: UNIT}
    for a, k in m:
        if k % 2 or k * e % 1 or e < 0 or known.sign(a) is not None or known.toward(a):
            left |= {(a, k)}
            continue
        known.cite(laws.EVEN_POWER)
        odd = int(k * e % 2)
        if known.sign_of(negated(single(a))) is not None:
            root = power(known, negated(single(a)), rational(k * e))
        else:
            size_of = one(AbsAtom(fixed(single(a))))
            root = {frozenset((b, rational(j)) for b, j in ((a, k * e - odd), (size_of, odd)) if j): UNIT}
        out = multiply(known, out, root)
    return evened(known, left), out


def _power_of_sum(known: Knowledge, p: Polynomial, e: Number) -> Polynomial:
    if e.denominator == 1 and 0 < e <= MAX_EXPANDED:
        out = p
        for _ in range(int(e) - 1):
            out = multiply(known, out, p)
        return out
    if (taken := _power_of_factors(known, p, e)) is not None:
        return taken
    sign = known.sign_of(p)
    if sign is None and e.denominator == 1 and known.sign_of(minus := negated(p)) == 1:
        known.cite(laws.NEGATED_POWER)
        even = power(known, minus, e)
        return even if e % 2 == 0 else negated(even)
    if sign is None and known.factoring and e.denominator == 1 and e > 0 and not known.directions(p):
        factor, u, o = oriented(known, p)
        known.cite(laws.POWER_OF_PRODUCT)
        outside = multiply(known, constant(o ** int(e)), power(known, factor, e))
        return multiply(known, outside, single(BaseAtom(u), e))
    if sign != 1 and (sign is None or e < 0):
        raise Undecided("a power of a sum whose sign is not known, or that may be zero")
    scale, common, rest = content(known, p)
    if common or scale != 1:
        known.cite(laws.POWER_OF_PRODUCT)
    outside = multiply(known, power(known, constant(scale), e), power(known, {common: UNIT}, e))
    if len(rest) == 1:
        return multiply(known, outside, power(known, dict(rest), e))
    return multiply(known, outside, single(BaseAtom(rest), e))


# ---- quotients -------------------------------------------------------------------------------------------------------


def divided(known: Knowledge, p: Polynomial) -> Polynomial:
    """Quotients by sums divided out, as polynomials are: u/(1 + u) = 1 - 1/(1 + u). Before a sum is taken apart."""
    for _ in range(MAX_TERMS):
        found = next((f for m, c in p.items() if (f := _quotient(known, m, c)) is not None), None)
        if found is None:
            break
        m, instead = found
        p = add(known, {k: c for k, c in p.items() if k != m}, instead)
    return p


def _quotient(known: Knowledge, m: Monomial, c: Number) -> tuple[Monomial, Polynomial] | None:
    """One step: c t L B^e = (c/k) (t B^(e + 1) - t (B - k L) B^e) for the leading term k L of B, and e < 0."""
    for a, e in m:
        if isinstance(a, BaseAtom) and e < 0 and known.tame(m):
            term, k = leading(a.items)
            here = dict(m)
            if all(here.get(b, 0) >= f for b, f in term):
                known.cite(laws.QUOTIENT)
                left = (here | {b: here[b] - f for b, f in term}).items()
                rest = {frozenset((b, f) for b, f in left if f): rational(Fraction(c) / k)}
                others = {other: -d for other, d in a.items if other != term}
                return m, add(known, multiply(known, rest, single(a)), multiply(known, rest, others))
    return None


def denominators(p: Polynomial) -> dict[BaseAtom, Number]:
    """The sums that a polynomial is divided by, each with its lowest exponent."""
    lowest: dict[BaseAtom, Number] = {}
    for m in p:
        for a, e in m:
            if isinstance(a, BaseAtom) and e < 0:
                lowest[a] = min(e, lowest.get(a, 0))
    return lowest


def without_denominators(known: Knowledge, p: Polynomial, lowest: dict[BaseAtom, Number]) -> Polynomial:
    """The polynomial times the positive finite sums `lowest` that it is divided by, once. Raises Undecided."""
    factor: Monomial = frozenset((a, -e) for a, e in lowest.items())
    if known.sign_of_term(factor) != 1:
        raise Undecided("a quotient by what may be zero")
    known.cite(laws.CLEARING)
    return multiply(known, p, {factor: UNIT})


def cleared(known: Knowledge, p: Polynomial) -> Polynomial:
    """The polynomial times positive finite sums, those that it is divided by. Raises Undecided."""
    for _ in range(MAX_STEPS):
        lowest = denominators(p)
        if not lowest:
            return p
        p = without_denominators(known, p, lowest)
    raise Undecided("a quotient of quotients")


def equal(known: Knowledge, left: Polynomial, right: Polynomial) -> bool:
    """Are the two equal, at once or after multiplying by the positive finite sums that they are divided by?"""
    if left == right:
        return True
    try:
        return not cleared(known, add(known, left, negated(right)))
    except Undecided:
        return False


# ---- atoms that are whole numbers ------------------------------------------------------------------------------------


def integer(a: AnyAtom) -> bool:
    """Is it surely a whole number?"""
    if isinstance(a, CountAtom | ClassesAtom | AtMostAtom | ZeroAtom | SameAtom):
        return True
    return isinstance(a, ParameterAtom | EntryAtom | OutcomeAtom) and whole(a.domain)


def whole_numbers(p: Polynomial) -> bool:
    """Are its values surely whole numbers: is it a sum of whole multiples of whole numbers?"""
    return all(
        c.denominator == 1 and all(integer(a) and e.denominator == 1 and e > 0 for a, e in m) for m, c in p.items()
    )


def idempotent(a: AnyAtom) -> bool:
    """Is it 0 or 1, and so each of its powers itself: an indicator, or a quantity in {0, 1}?"""
    if isinstance(a, ParameterAtom | EntryAtom | OutcomeAtom):
        return integer(a) and a.domain.hull.within(unit_interval) is True
    return isinstance(a, AtMostAtom | ZeroAtom | SameAtom)


def is_sign(a: AnyAtom) -> bool:
    """Is it (-1)^n, the product of -1 over the rows of a table?"""
    return isinstance(a, ProductAtom) and a.factor == MINUS_ONE
