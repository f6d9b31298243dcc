"""Indicators, absolute values, and special functions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from math import lcm

from sympy import Basic, factorial

from symbolic.calculus.normal_form import laws
from symbolic.calculus.normal_form.atoms import (
    EULER,
    PI,
    AtMostAtom,
    BaseAtom,
    Polynomial,
    ProductAtom,
    SameAtom,
    SpecialAtom,
    Undecided,
    ZeroAtom,
    looks,
)
from symbolic.calculus.normal_form.knowledge import Knowledge
from symbolic.calculus.normal_form.logarithms import exponential, logarithm, product_over_rows
from symbolic.calculus.normal_form.polynomials import (
    HALF,
    ONE,
    UNIT,
    constant,
    fixed,
    lead,
    negated,
    rational,
    single,
    size,
)
from symbolic.calculus.normal_form.ring import (
    MAX_EXPONENT,
    MAX_STEPS,
    add,
    content,
    integer,
    multiply,
    oriented,
    power,
    size_of,
    taken_apart,
)
from symbolic.calculus.normal_form.signs import Signs
from symbolic.core.terms import Class, Entry, Outcome
from symbolic.functions import Row

# ---- indicators and absolute values ----------------------------------------------------------------------------------


def _gap(known: Knowledge, left: Basic, right: Basic) -> Polynomial:
    return add(known, known.of(right), multiply(known, constant(-1), known.of(left)))


def at_most(known: Knowledge, left: Basic, right: Basic) -> Polynomial:
    """1[left <= right]."""
    return indicated(known, _gap(known, left, right))


def indicated(known: Knowledge, gap: Polynomial) -> Polynomial:
    """1[0 <= gap], whatever positive factor the gap has."""
    sure = known.sign_of(gap) is not None
    if sure or known.sign_of(negated(gap)) == 1:
        known.cite(laws.SURE)
        return {ONE: UNIT} if sure else {}
    scale, common, rest = content(known, gap)
    if common or scale != 1:
        known.cite(laws.SCALED)
    return single(AtMostAtom(rest))


def same_value(known: Signs, left: Basic, right: Basic) -> Polynomial:
    """1[left = right]."""
    if left == right:
        return {ONE: UNIT}
    if isinstance(left, Entry | Outcome | Class) and isinstance(right, Entry | Outcome | Class):
        one, other = sorted((known.argument(left), known.argument(right)), key=looks)
        return single(SameAtom(one, other))
    gap = _gap(known, left, right)
    if not gap or 1 in (known.sign_of(gap), known.sign_of(negated(gap))):
        known.cite(laws.SURE)
        return {} if gap else {ONE: UNIT}
    factor, u, o = oriented(known, gap)
    if o < 0 or factor != {ONE: UNIT}:
        known.cite(laws.SCALED)
    return single(ZeroAtom(u))


def absolute(known: Knowledge, p: Polynomial) -> Polynomial:
    """|u v| = |u| |v|, and |u| = |-u|."""
    for whole in (p, negated(p)):
        if known.sign_of(whole) is not None:
            known.cite(laws.ONE_SIGN)
            return whole
    if len(p) == 1:
        ((m, c),) = p.items()
        if len(m) > 1 or next(iter(m))[1] != 1:
            known.cite(laws.ABS_OF_PRODUCT)
            out = constant(size(c))
            for a, e in m:
                even = e.denominator == 1 and e % 2 == 0
                out = multiply(known, out, power(known, single(a) if even else absolute(known, single(a)), e))
            return out
        ((a, _),) = m
        if known.factoring and isinstance(a, ProductAtom):
            known.cite(laws.ABS_OF_PRODUCT)
            factor = dict(a.factor.items) if isinstance(a.factor, BaseAtom) else single(a.factor)
            over_rows = product_over_rows(known, a.size, absolute(known, factor))
            return multiply(known, constant(size(c)), over_rows)
    if (found := taken_apart(known, p)) is not None:
        known.cite(laws.ABS_OF_PRODUCT)
        outside, parts = found
        out = {m: size(c) for m, c in outside.items()}
        for f, k, sign in parts:
            plain = sign is not None or k % 2 == 0
            out = multiply(known, out, power(known, f if plain else size_of(known, f), k))
        return out
    return size_of(known, p)


# ---- special functions -----------------------------------------------------------------------------------------------


def special(known: Knowledge, row: Row, parts: list[Polynomial]) -> Polynomial:
    """Even and odd functions, and those that turn. Source: NIST DLMF, sections 4.16, 4.21, 4.23, 4.28, 7.2."""
    sign = UNIT
    if row.name in ("cos", "sin"):
        turned, sign = _turned(parts[0])
        if turned != parts[0]:
            known.cite(laws.TURNS)
        parts = [turned]
        if known.angles is not None and turned:
            return multiply(known, constant(sign), _of_parts(known, row.name, turned))
    elif known.angles is not None and row.name in BY_EXPONENTIALS:
        known.cite(laws.HYPERBOLIC if row.name in ("tanh", "cosh", "sinh") else laws.INVERSE_HYPERBOLIC)
        return BY_EXPONENTIALS[row.name](known, parts[0])
    if row.at_zero is not None and not parts[-1]:
        known.cite(laws.PARITY)
        return constant(sign * row.at_zero)
    if row.parity and parts[0] and lead(parts[0]) < 0:
        known.cite(laws.PARITY)
        parts, sign = [negated(parts[0])], sign * row.parity
    return multiply(known, constant(sign), single(SpecialAtom(row.name, tuple(map(fixed, parts)))))


_HALF_TURN = (PI, UNIT)
MAX_ANGLES = 8  # how many parts of angles are added up in a cosine


def _turned(p: Polynomial) -> tuple[Polynomial, int]:
    """(q, s) with cos p = s cos q and sin p = s sin q: whole and half turns are left out."""
    rest, sign = {}, 1
    for m, c in p.items():
        others = m - {_HALF_TURN}
        if len(others) < len(m) and all(e.denominator == 1 and e > 0 and integer(a) for a, e in others):
            c -= 2 * (c.numerator // (2 * c.denominator))
            if not others and c >= 1:
                c, sign = c - 1, -sign
        if c:
            rest[m] = rational(Fraction(c))
    return rest, sign


def _of_parts(known: Knowledge, name: str, p: Polynomial) -> Polynomial:
    """cos p or sin p by the addition theorem, from those of the smallest part of each angle in p that occurs anywhere."""
    angles = {} if known.angles is None else known.angles
    for m, c in p.items():
        angles[m] = lcm(angles.get(m, 1), c.denominator)
    turns = {m: int(c * angles[m]) for m, c in p.items()}
    if sum(abs(k) for k in turns.values()) > MAX_ANGLES:
        raise Undecided("cosines and sines of sums of many angles")
    cosine, sine = constant(1), constant(0)
    for m, k in turns.items():
        if k != 1 or len(turns) > 1:
            known.cite(laws.ADDITION)
        part: Polynomial = {m: rational(UNIT, angles[m])}
        quarter = part == {frozenset({_HALF_TURN}): HALF}
        along = constant(0) if quarter else single(SpecialAtom("cos", (fixed(part),)))
        up = constant(1) if quarter else single(SpecialAtom("sin", (fixed(part),)))
        up = up if k > 0 else negated(up)
        for _ in range(abs(k)):
            cosine, sine = (
                add(known, multiply(known, cosine, along), negated(multiply(known, sine, up))),
                add(known, multiply(known, sine, along), multiply(known, cosine, up)),
            )
    return cosine if name == "cos" else sine


def _tanh(known: Knowledge, p: Polynomial) -> Polynomial:
    grown = add(known, constant(1), exponential(known, multiply(known, constant(2), p)))
    return add(known, constant(1), multiply(known, constant(-2), power(known, grown, -1)))


def _cosh(known: Knowledge, p: Polynomial) -> Polynomial:
    return multiply(known, constant(HALF), add(known, exponential(known, p), exponential(known, negated(p))))


def _sinh(known: Knowledge, p: Polynomial) -> Polynomial:
    return multiply(known, constant(HALF), add(known, exponential(known, p), negated(exponential(known, negated(p)))))


def _atanh(known: Knowledge, p: Polynomial) -> Polynomial:
    above, below = (logarithm(known, add(known, constant(1), q)) for q in (p, negated(p)))
    return multiply(known, constant(HALF), add(known, above, negated(below)))


BY_EXPONENTIALS: Mapping[str, Callable[[Knowledge, Polynomial], Polynomial]] = {
    "tanh": _tanh, "cosh": _cosh, "sinh": _sinh, "atanh": _atanh,
}  # fmt: skip


def _split(known: Knowledge, p: Polynomial) -> tuple[Polynomial, int] | None:
    """(r, k) with p = r + k, k >= 0 whole and r surely positive, k as large as that allows (up to MAX_STEPS)."""
    if known.sign_of(p) != 1:
        return None
    rest, moved = p, 0
    while moved < MAX_STEPS:
        less = add(known, rest, constant(-1))
        if known.sign_of(less) != 1:
            break
        rest, moved = less, moved + 1
    return rest, moved


def gamma_of(known: Knowledge, p: Polynomial) -> Polynomial:
    """Gamma(r + k) = r (r + 1) ... (r + k - 1) Gamma(r) for r in (0, oo). Source: NIST DLMF, section 5.5(i)."""
    found = _split(known, p)
    if found is None:
        raise Undecided("Gamma of what may not be positive")
    rest, moved = found
    if moved:
        known.cite(laws.GAMMA, moved)
    if rest in ({ONE: UNIT}, {ONE: HALF}):
        known.cite(laws.GAMMA_VALUES)
    if rest == {ONE: UNIT}:
        out: Polynomial = {ONE: UNIT}
    elif rest == {ONE: HALF}:
        out = single(PI, HALF)
    else:
        out = single(SpecialAtom("gamma", (fixed(rest),)))
    for k in range(moved):
        out = multiply(known, out, add(known, rest, constant(k)))
    return out


def binomial_of(known: Knowledge, n: Polynomial, k: Polynomial) -> Polynomial:
    """n! / (k! (n - k)!) for n in (-1, oo), with 1/Gamma, which is 0 at 0, -1, -2, ...: so 0 at whole k unless 0 <= k <= n.

    Source: Graham, Knuth and Patashnik, Concrete Mathematics, sections 5.1 and 5.5.
    """
    more = add(known, n, constant(1))
    if known.sign_of(more) != 1:
        raise Undecided("a binomial coefficient of what may be -1 or less")
    rest = add(known, n, negated(k))
    known.cite(laws.BINOMIAL)
    for j in (k, rest):
        number = j.get(ONE, 0)
        if set(j) <= {ONE} and number.denominator == 1 and number <= MAX_EXPONENT:
            out: Polynomial = {ONE: UNIT} if number >= 0 else {}
            for i in range(int(number)):
                out = multiply(known, constant(Fraction(1, i + 1)), multiply(known, out, add(known, n, constant(-i))))
            return out
    divisors = [add(known, j, constant(1)) for j in (k, rest)]
    if all(known.sign_of(j) == 1 for j in divisors):
        out = gamma_of(known, more)
        for j in divisors:
            out = multiply(known, out, power(known, gamma_of(known, j), -1))
        return out
    one, _ = sorted((k, rest), key=lambda j: (len(j), looks(fixed(j))))
    return single(SpecialAtom("binomial", (fixed(n), fixed(one))))


def polygamma_of(known: Knowledge, order: int, p: Polynomial) -> Polynomial:
    """psi_m(r + k) = psi_m(r) + (-1)^m m! sum_j (r + j)^(-m-1) for r in (0, oo). Source: NIST DLMF, section 5.15."""
    found = _split(known, p)
    if found is None:
        raise Undecided("a derivative of log Gamma of what may not be positive")
    if order > MAX_EXPONENT:
        raise Undecided("a high derivative of log Gamma")
    rest, moved = found
    if moved:
        known.cite(laws.POLYGAMMA, moved)
    sign = constant((-1) ** order * int(factorial(order)))
    value = _known_polygamma(known, order, rest)
    if value is not None:
        known.cite(laws.POLYGAMMA_VALUES)
    parts = [value or single(SpecialAtom("polygamma", (fixed(constant(order)), fixed(rest))))]
    for k in range(moved):
        parts.append(multiply(known, sign, power(known, add(known, rest, constant(k)), -order - 1)))
    return add(known, *parts)


def _known_polygamma(known: Knowledge, order: int, p: Polynomial) -> Polynomial | None:
    """psi and psi' at 1 and at 1/2. Source: NIST DLMF, sections 5.4(ii) and 5.15."""
    pi_squared, euler = single(PI, 2), single(EULER)
    match order, p.get(ONE) if set(p) == {ONE} else None:
        case 0, 1:
            return multiply(known, constant(-1), euler)
        case 0, value if value == HALF:
            twice = multiply(known, constant(-2), logarithm(known, constant(2)))
            return add(known, multiply(known, constant(-1), euler), twice)
        case 1, 1:
            return multiply(known, constant(Fraction(1, 6)), pi_squared)
        case 1, value if value == HALF:
            return multiply(known, constant(HALF), pi_squared)
    return None
