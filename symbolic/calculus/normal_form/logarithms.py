"""Logarithms and exponentials of polynomials, and products over rows, which are made of both."""

from __future__ import annotations

from sympy import Basic

from symbolic.calculus.normal_form import laws
from symbolic.calculus.normal_form.atoms import (
    AnyAtom,
    BaseAtom,
    BoundRow,
    CountAtom,
    E,
    ExpAtom,
    KeptAtom,
    LogAtom,
    LogOfSumAtom,
    Monomial,
    Number,
    Polynomial,
    PrimeAtom,
    ProductAtom,
    SumAtom,
    Undecided,
    mentions,
    one,
)
from symbolic.calculus.normal_form.knowledge import Knowledge
from symbolic.calculus.normal_form.polynomials import ONE, UNIT, constant, factors, negated, single
from symbolic.calculus.normal_form.polynomials import size as size_of_number
from symbolic.calculus.normal_form.ring import (
    MINUS_ONE,
    add,
    content,
    divided,
    evened,
    multiply,
    oriented,
    power,
    sign_by_factors,
    size_of,
    taken_apart,
)
from symbolic.calculus.normal_form.sums import sum_over_rows


def logarithm(known: Knowledge, p: Polynomial) -> Polynomial:
    """The logarithm of a polynomial that is finite and at least 0. Raises Undecided."""
    if any(not known.tame(m) for m in p):
        raise Undecided("the logarithm of what may be infinite")
    if len(p) == 1:
        ((m, c),) = p.items()
        if c == -1 and len(m) == 1 and known.sign_of(p) == 1 and all(e == 1 for _, e in m):
            return single(LogOfSumAtom(frozenset(p.items())))  # of -a for a < 0
        return _log_of_term(known, m, c)
    if not p:
        raise Undecided("the logarithm of 0")
    scale, common, rest = content(known, p)
    if common or scale != 1:
        known.cite(laws.LOG_OF_PRODUCT)
    if len(rest) == 1:
        return add(known, logarithm(known, dict(rest)), logarithm(known, {common: scale}))
    if (split := _log_of_factors(known, dict(rest))) is not None:
        return add(known, split, logarithm(known, {common: scale}))
    everywhere = frozenset.intersection(*(m for m, _ in rest))
    zeros = {(a, e) for a, e in everywhere if e > 0 and known.sign_of_term(frozenset({(a, e)})) == 0}
    if zeros:  # what all terms have in common and may vanish
        left = {m - zeros: c for m, c in rest}
        if known.sign_of(left) is not None:
            known.cite(laws.LOG_OF_PRODUCT)
            outside = logarithm(known, {frozenset(zeros): UNIT}), logarithm(known, {common: scale})
            return add(known, *outside, logarithm(known, left))
    return add(known, single(LogOfSumAtom(rest)), logarithm(known, {common: scale}))


def _log_of_factors(known: Knowledge, p: Polynomial) -> Polynomial | None:
    """The logarithm of a sum by its factors: positive ones leave, others where what is left is at least 0. Or None."""
    found = taken_apart(known, p)
    if found is None:
        return None
    left, parts = found
    leaving = [(f, k, sign) for f, k, sign in parts if sign is not None or k % 2 == 0]
    for f, k, sign in parts:
        if (f, k, sign) not in leaving:
            left = multiply(known, left, power(known, f, k))
    if known.sign_of(left) is None:
        for f, k, sign in leaving:
            if sign != 1:
                left = multiply(known, left, power(known, f, k))
        leaving = [(f, k, sign) for f, k, sign in leaving if sign == 1]
    if not leaving:
        return None
    known.cite(laws.LOG_OF_PRODUCT)
    out = [logarithm(known, left)]
    for f, k, sign in leaving:
        if sign is None:
            known.cite(laws.EVEN_POWER)
        if k > 1:
            known.cite(laws.LOG_OF_POWER)
        logged = logarithm(known, size_of(known, f) if sign is None else f)
        out.append(multiply(known, constant(k), logged))
    return add(known, *out)


def log_of_written(known: Knowledge, factors: list[tuple[Basic, Number]]) -> Polynomial | None:
    """The logarithm of a product as it is written, whose factors need not be multiplied out; None for one factor.

    Positive factors leave, and where what is left is at least 0 others that are, and even powers. Raises Undecided.
    """
    if [e for _, e in factors] == [UNIT]:
        return None
    left: Polynomial = {ONE: UNIT}
    leaving: list[tuple[Polynomial, Number]] = []
    may_vanish: list[tuple[Polynomial, Number]] = []
    for tree, e in factors:
        p = known.of(tree)
        sign = sign_by_factors(known, p)
        if sign == 1:
            leaving.append((p, e))
        elif e > 0 and (sign == 0 or (e % 2 == 0 and not known.directions(p))):
            may_vanish.append((p, e))
        else:
            left = multiply(known, left, power(known, p, e))
    if sign_by_factors(known, left) is None:
        for p, e in may_vanish:
            left = multiply(known, left, power(known, p, e))
        may_vanish = []
    parts = [] if left == {ONE: UNIT} else [logarithm(known, left)]
    if len(parts) + len(leaving) + len(may_vanish) > 1:
        known.cite(laws.LOG_OF_PRODUCT)
    for p, e in (*leaving, *may_vanish):
        if e != 1:
            known.cite(laws.LOG_OF_POWER)
        if sign_by_factors(known, p) is None:
            known.cite(laws.EVEN_POWER)
            p = size_of(known, p)
        parts.append(multiply(known, constant(e), logarithm(known, p)))
    return add(known, *parts)


def _log_of_term(known: Knowledge, m: Monomial, c: Number) -> Polynomial:
    if any(known.sign(a) is None for a, _ in m):
        m = evened(known, m)
    if c <= 0 or any(known.sign(a) is None for a, _ in m):
        m, c = _turned(known, m, c)
    primes = factors(c)
    if len(primes) + len(m) > 1:
        known.cite(laws.LOG_OF_PRODUCT)
    if any(k != 1 for k in primes.values()) or any(e != 1 and a != E and not isinstance(a, ExpAtom) for a, e in m):
        known.cite(laws.LOG_OF_POWER)
    parts = [multiply(known, constant(k), single(LogAtom(PrimeAtom(q)))) for q, k in primes.items()]
    for a, e in m:
        if e < 0 and known.sign(a) != 1:
            raise Undecided("the logarithm of a quotient by what may be zero")
        if isinstance(a, ExpAtom) or a == E:
            known.cite(laws.LOG_OF_EXP)
            parts.append({a.exponent: e} if isinstance(a, ExpAtom) else constant(e))
        elif isinstance(a, BaseAtom | KeptAtom):
            parts.append(multiply(known, constant(e), logarithm(known, dict(a.items))))
        elif isinstance(a, ProductAtom):
            known.cite(laws.LOG_OF_ROW_PRODUCT)
            inner = sum_over_rows(known, a.size, logarithm(known, single(a.factor)))
            parts.append({k: v * e for k, v in inner.items()})
        else:
            parts.append({frozenset({(one(LogAtom(a)), UNIT)}): e})
    return add(known, *parts)


def _turned(known: Knowledge, m: Monomial, c: Number) -> tuple[Monomial, Number]:
    """The term with -a for each a < 0 in it, where it is then one of nonnegative factors. Raises Undecided."""
    out: dict[AnyAtom, Number] = {}
    for a, e in m:
        if known.sign(a) is None and e.denominator == 1 and known.nonzero(a):
            c = -c if e % 2 else c
            a = one(BaseAtom(frozenset({(frozenset({(a, UNIT)}), -UNIT)})))
        out[a] = e
    if c <= 0 or any(known.sign(a) is None for a in out):
        raise Undecided("the logarithm of what is not known to be nonnegative")
    return frozenset(out.items()), c


def exponential(known: Knowledge, p: Polynomial) -> Polynomial:
    """The exponential of a polynomial whose terms are not infinite in both directions. Raises Undecided."""
    p = divided(known, p)
    out: Polynomial = {ONE: UNIT}
    if len(p) > 1 and len(known.directions(p)) > 1:
        raise Undecided("the exponential of a sum that may be infinite in both directions")
    if len(p) > 1:
        known.cite(laws.EXP_OF_SUM)
    for m, c in p.items():
        out = multiply(known, out, _exp_of_term(known, m, c))
    return out


def _exp_of_term(known: Knowledge, m: Monomial, c: Number) -> Polynomial:
    if m == ONE:
        return single(E, c)
    ((a, e), *others) = m
    if not others and e == 1:
        if isinstance(a, LogAtom):
            known.cite(laws.EXP_OF_LOG)
            return power(known, constant(a.inner.value) if isinstance(a.inner, PrimeAtom) else single(a.inner), c)
        if isinstance(a, LogOfSumAtom) and known.sign_of(dict(a.items)) is not None:
            known.cite(laws.EXP_OF_LOG)
            return power(known, dict(a.items), c)
        if isinstance(a, SumAtom) and len(a.term) == 1:
            ((inner, exponent),) = a.term
            if exponent == 1 and isinstance(inner, LogAtom):
                known.cite(laws.PRODUCT_OVER_ROWS)
                if c != 1:
                    known.cite(laws.EXP_OF_LOG)
                return power(known, product_over_rows(known, a.size, single(inner.inner)), c)
    if not known.tame(m) and (known.directions({m: c}) != {-1} or c < 0):
        raise Undecided("the exponential of what may be infinite")
    return single(ExpAtom(m), c)


def product_over_rows(known: Knowledge, size: str, p: Polynomial) -> Polynomial:
    """The product over the rows of a table. Raises Undecided where it may be negative or infinite."""
    if len(p) != 1:
        if sign_by_factors(known, p) is None:
            return _product_of_factors(known, size, p)
        known.cite(laws.PRODUCT_OVER_ROWS)
        return exponential(known, sum_over_rows(known, size, logarithm(known, p)))
    ((m, c),) = p.items()
    if not known.tame(m):
        raise Undecided("a product over rows of what may be infinite")
    count, row = single(CountAtom(size)), BoundRow(size)
    out: Polynomial = {ONE: UNIT}
    if len(m) + (c != 1) > 1:
        known.cite(laws.PRODUCT_SPLITS)
    if c < 0:
        known.cite(laws.PRODUCT_OF_ONE)
        out = single(ProductAtom(size, MINUS_ONE))
    if size_of_number(c) != 1:
        known.cite(laws.PRODUCT_OVER_ROWS)
        logged = logarithm(known, constant(size_of_number(c)))
        out = multiply(known, out, exponential(known, multiply(known, count, logged)))
    for a, e in m:
        if not mentions(a, row) and known.sign(a) is None:
            known.cite(laws.PRODUCT_OF_ONE)
            factor = single(ProductAtom(size, a), e)
        elif not mentions(a, row):
            known.cite(laws.PRODUCT_OVER_ROWS)
            logged = logarithm(known, {frozenset({(a, e)}): UNIT})
            factor = exponential(known, multiply(known, count, logged))
        elif isinstance(a, ExpAtom):
            known.cite(laws.PRODUCT_OVER_ROWS)
            summed = sum_over_rows(known, size, {a.exponent: UNIT})
            factor = exponential(known, {k: v * e for k, v in summed.items()})
        else:
            factor = single(ProductAtom(size, a), e)
        out = multiply(known, out, factor)
    return out


def _product_of_factors(known: Knowledge, size: str, p: Polynomial) -> Polynomial:
    """The product over rows of a finite sum that may be negative, by its factors. Raises Undecided."""
    if not known.factoring or known.directions(p):
        raise Undecided("a product over rows of sums that may be negative")
    outside, parts = taken_apart(known, p) or ({ONE: UNIT}, [(p, 1, None)])
    if len(parts) == 1 and (sign := sign_by_factors(known, minus := negated(p))) is not None:
        outside, parts = {ONE: -UNIT}, [(minus, 1, sign)]
    out = product_over_rows(known, size, outside)
    known.cite(laws.PRODUCT_SPLITS)
    for f, k, sign in parts:
        if sign is not None or len(f) == 1:
            factor = product_over_rows(known, size, f)
        elif k % 2 == 0:
            factor = product_over_rows(known, size, size_of(known, f))
        else:
            common, u, o = oriented(known, f)
            scale = {m: o * c for m, c in common.items()}
            factor = multiply(known, product_over_rows(known, size, scale), single(ProductAtom(size, BaseAtom(u))))
        out = multiply(known, out, power(known, factor, k))
    return out
