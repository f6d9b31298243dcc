"""Forms of expressions with Gamma functions that keep their digits: Stirling's formula with its remainder, and deviances.

log Gamma(u) = (u - 1/2) log u - u + log(2 pi)/2 + J(u), where J is Binet's function. Once all are written so, what x
multiplies is a logarithm of x/m, and x log(x/m) + m - x is a deviance, which has no digits to lose. Sources: Loader, Fast
and accurate computation of binomial probabilities (2000); NIST Digital Library of Mathematical Functions, section 5.11.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sympy import (
    Add,
    Expr,
    Integer,
    Mul,
    Pow,
    Rational,
    Symbol,
    cos,
    exp,
    expand,
    log,
    loggamma,
    pi,
    polygamma,
    sin,
)
from sympy import besseli as bessel_i

from symbolic.core.terms import AtMost, Same, raw, replace
from symbolic.report.floating import binet, deviance, instead, log_i0e

MOST = 4  # the highest power that is written as a product
ONE, MINUS, HALF = Integer(1), Integer(-1), Rational(1, 2)
Logs = dict[Expr, dict[Expr, Rational]]  # for each factor b of coefficients: log v and the number q of b q log v


def by_deviances(tree: Any) -> Iterator[Any]:
    """The tree, a sum, with Stirling's formula for log Gamma, and deviances for its logarithms: all, or those of Gammas."""
    parts = [(c, f, rest) for c, f, rest in map(_factored, Add.make_args(tree))]
    if not any(isinstance(f, loggamma) for _, f, _ in parts):
        return
    for every in (True, False):
        logs: Logs = {}
        rest: list[Any] = []
        for c, f, others in parts:
            if isinstance(f, loggamma) and not others:
                rest += _stirling(c, f.args[0], logs)
            elif isinstance(f, log) and (every or (c.is_number and not others)):
                _into(logs, Mul(c, *others), f.args[0])
            else:
                rest.append(_product(c, *others, *([f] if f is not None else [])))
        yield _sum(*_gathered(logs, rest))


def _factored(part: Any) -> tuple[Any, Any, list[Any]]:
    """A number, a logarithm or log Gamma among the factors, and the others."""
    factors = list(Mul.make_args(part))
    number = Mul(*(f for f in factors if f.is_Rational))
    factors = [f for f in factors if not f.is_Rational]
    for f in factors:
        if isinstance(f, log | loggamma):
            return number, f, [g for g in factors if g is not f]
    return number, None, factors


def _stirling(c: Any, u: Any, logs: Logs) -> list[Any]:
    """What c log Gamma(u) is beside logarithms, which go into `logs`; of u = w + 1 with the remainder of w."""
    plain = expand(u)
    whole = isinstance(plain, Add) and ONE in plain.args
    w = plain - 1 if whole else plain  # log Gamma(w + 1) = log w + log Gamma(w)
    _into(logs, c * (w + HALF if whole else w - HALF), w)
    return [-c * w, c * HALF * log(2 * pi), _product(c, raw(binet, (Integer(0), w)))]


def _into(logs: Logs, coefficient: Any, v: Any) -> None:
    """Adds coefficient * log v, by the factors of the coefficient, and of v."""
    for base, power in _powers(v):
        for term in Add.make_args(expand(coefficient * power)):
            number, b = term.as_coeff_Mul()
            place = logs.setdefault(b, {})
            place[base] = place.get(base, Integer(0)) + number


def _powers(v: Any) -> Iterator[tuple[Any, Any]]:
    for f in Mul.make_args(v):
        yield (f.base, f.exp) if isinstance(f, Pow) and f.exp.is_Rational else (f, ONE)


def _gathered(logs: Logs, rest: Sequence[Any]) -> list[Any]:
    """The parts of the sum: deviances, the logarithms that are left, and the rest with what deviances bring."""
    found, plain = [], list(rest)
    for b, table in logs.items():
        table = {v: q for v, q in table.items() if q != 0}
        pivot = next((v for v in table if (v / b).is_Rational), None) if b != 1 else None
        if pivot is None or len(table) == 1:
            found += [_product(q, *Mul.make_args(b), raw(log, (v,))) for v, q in table.items()]
            continue
        q, ratio = table.pop(pivot), b / pivot
        m = _multiplied({v: -r / q for v, r in table.items()})
        found.append(_product(q * ratio, raw(deviance, (pivot, m))))
        plain.append(q * ratio * (pivot - m))
    return [*_tidy(plain), *found]


def _multiplied(powers: Mapping[Any, Any]) -> Any:
    return _product(*(v if p == 1 else v**p if v.is_Rational else raw(Pow, (v, p)) for v, p in powers.items()))


def _tidy(parts: Sequence[Any]) -> list[Any]:
    """The parts with those that are polynomials of symbols added up."""
    smooth = [p for p in parts if not p.atoms(binet, deviance, log, loggamma)]
    others = [p for p in parts if p.atoms(binet, deviance, log, loggamma)]
    numbers = [p for p in others if not p.free_symbols]
    others = [p for p in others if p.free_symbols]
    return [*Add.make_args(expand(Add(*smooth))), Add(*numbers), *others]


def by_remainders(tree: Any) -> Any:
    """The tree with the derivatives of log Gamma by those of Binet's function, and logarithms in one where possible."""

    def change(node: Any) -> Any:
        if not isinstance(node, polygamma) or node.args[0] not in (0, 1):
            return None
        order, u = node.args
        remainder = raw(binet, (order + 1, u))
        if order == 0:
            return _sum(raw(log, (u,)), _product(-HALF, raw(Pow, (u, MINUS))), remainder)
        return _sum(raw(Pow, (u, MINUS)), _product(HALF, raw(Pow, (u, Integer(-2)))), remainder)

    return _one_log(replace(tree, change))


def _one_log(tree: Any) -> Any:
    """A sum whose logarithms have one coefficient, up to its sign, with one logarithm of a quotient."""
    parts = [p for part in Add.make_args(tree) for p in _spread(part)]
    split = [_factored(p) for p in parts]
    logs = [(c, f) for c, f, others in split if isinstance(f, log) and not others]
    sizes = {abs(c) for c, _ in logs}
    if len(sizes) != 1 or {c > 0 for c, _ in logs} != {True, False}:
        return _sum(*parts)
    (size,) = sizes
    rest = [p for p, (c, f, others) in zip(parts, split, strict=True) if not (isinstance(f, log) and not others)]
    above = [f.args[0] for c, f in logs if c > 0]
    below = [raw(Pow, (f.args[0], MINUS)) for c, f in logs if c < 0]
    return _sum(*rest, _product(size, raw(log, (_product(*above, *below),))))


def _spread(part: Any) -> Iterator[Any]:
    """The summands of a number times a sum."""
    number, *others = Mul.make_args(part) if isinstance(part, Mul) else (ONE, part)
    if number.is_Rational and len(others) == 1 and isinstance(others[0], Add):
        for a in others[0].args:
            yield _product(number, a)
    else:
        yield part


def bessel_scaled(tree: Any) -> Any:
    """A sum of log I_0(k) and -k cos w as that of log I_0(k) - k and 2 k sin(w/2)^2."""
    parts = list(Add.make_args(tree))
    for a in parts:
        if not (isinstance(a, log) and isinstance(a.args[0], bessel_i) and a.args[0].args[0] == 0):
            continue
        k = a.args[0].args[1]
        rest = [p for p in parts if p is not a]
        for b in rest:
            factors = list(Mul.make_args(b))
            if MINUS in factors and k in factors and len(factors) == 3 and isinstance(factors[-1], cos):
                half = raw(sin, (_product(HALF, factors[-1].args[0]),))
                others = [p for p in rest if p is not b]
                return _sum(*others, raw(log_i0e, (k,)), _product(Integer(2), k, raw(Pow, (half, Integer(2)))))
        return _sum(*rest, k, raw(log_i0e, (k,)))
    return tree


def vanishing(tree: Any, data: Sequence[Symbol]) -> list[Symbol]:
    """The data x with a log Gamma(x + 1), whose form by remainders holds where x is not 0."""
    found = {f.args[0] - 1 for f in tree.atoms(loggamma)}
    return [x for x in data if x in found]


def with_one_log(tree: Any) -> Any:
    """The tree with the logarithm of a product for logarithms that are added up, each of which is off by its own size."""
    if not tree.args or isinstance(tree, AtMost | Same | instead):
        return tree
    args = tuple(map(with_one_log, tree.args))
    tree = tree if args == tree.args else raw(tree.func, args)
    if not isinstance(tree, Add):
        return tree
    logs: dict[Any, list[tuple[Any, Any]]] = {}
    rest = []
    for part in tree.args:
        number, f, others = _factored(part)
        if isinstance(f, log):
            logs.setdefault(tuple(others), []).append((number, f.args[0]))
        else:
            rest.append(part)
    merged = {others: _one_log_of(them) for others, them in logs.items()}
    if None in merged.values():
        return tree
    return _sum(*rest, *(_product(*others, *Mul.make_args(found)) for others, found in merged.items()))


def _one_log_of(logs: Sequence[tuple[Any, Any]]) -> Any:
    """sum c log u with one logarithm; None where powers are too high."""
    moving = [(c, u) for c, u in logs if u.free_symbols]
    if not moving:
        return _sum(*(_product(c, raw(log, (u,))) for c, u in logs))
    unit = Rational(math.gcd(*(int(c.p) for c, _ in moving)), math.lcm(*(int(c.q) for c, _ in moving)))
    if len(logs) > 1 and any(abs(c / unit) > MOST for c, _ in moving):
        return None
    if len(logs) == 1:
        return _product(logs[0][0], raw(log, (logs[0][1],)))
    number = exp(Add(*(c * log(u) for c, u in logs if not u.free_symbols)) / unit)
    above = [f for c, u in moving if c > 0 for f in _multiple(u, c / unit)]
    below = [f for c, u in moving if c < 0 for f in _multiple(u, -c / unit)]
    whole = _product(*([number] if number != 1 else []), *above, *(raw(Pow, (f, MINUS)) for f in below))
    return _product(unit, raw(log, (whole,)))


def _multiple(u: Any, power: Any) -> list[Any]:
    """Factors of u^power, squares where possible."""
    square = [raw(Pow, (u, Integer(2)))] * (int(power) // 2)
    return [*square, *([u] if power % 2 else [])]


def _sum(*parts: Any) -> Any:
    flat = [p for part in parts for p in Add.make_args(part) if p != 0]
    return raw(Add, tuple(flat)) if len(flat) > 1 else flat[0] if flat else Integer(0)


def _product(*parts: Any) -> Any:
    flat = [p for part in parts for p in Mul.make_args(part)]
    number = Mul(*(p for p in flat if p.is_Rational))
    others = [p for p in flat if not p.is_Rational]
    if number == 0:
        return Integer(0)
    whole = [*([number] if number != 1 or not others else []), *others]
    return raw(Mul, tuple(whole)) if len(whole) > 1 else whole[0]
