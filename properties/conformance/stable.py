"""Forms of an expression that keep their digits in floating point: found by rules, each proved equal before it may be chosen.

What a rule gives is only a candidate. `judge` decides whether it is the same, given where the inputs live; whatever is not
proved is left out. Source of the rules: Higham, Accuracy and Stability of Numerical Algorithms, sections 1.7 and 1.14.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from dataclasses import replace as replaced
from fractions import Fraction
from itertools import combinations, count
from typing import Any

from sympy import (
    Abs,
    Add,
    Dummy,
    Expr,
    Integer,
    Max,
    Mul,
    Number,
    PolynomialError,
    Pow,
    Rational,
    Symbol,
    exp,
    expand,
    factor,
    factorial,
    gamma,
    log,
    loggamma,
    polygamma,
    preorder_traversal,
    tanh,
)

from properties.conformance.gammas import bessel_scaled, by_deviances, by_remainders, vanishing, with_one_log
from properties.conformance.reference import Input, Role, rewritten
from properties.conformance.tidy import MINUS, ONE, product, rebuilt, tidied, total
from symbolic import asking
from symbolic.core.domains import INFINITY, Integers, RealInterval, consecutive, contains, elements
from symbolic.core.errors import DerivationError, ProverError
from symbolic.core.terms import AtMost, Same, parameter, raw, replace
from symbolic.kernel import Verdict, judge
from symbolic.report.floating import (
    Floating,
    choose,
    expit,
    expm1,
    instead,
    log1p,
    logaddexp,
    meaning,
    xlog1py,
    xlogy,
)
from symbolic.statements.equal import Equal


@dataclass(frozen=True, slots=True)
class Form:
    """A way to write an expression, and by whom it is proved equal to what it stands for."""

    tree: Expr
    prover: str


def forms(trees: Sequence[Form], inputs: Sequence[Input]) -> list[Form]:
    """Ways to write an expression: those that are given, which are equal, and what is proved equal to one of them.

    Arguments: `inputs`, whose symbols occur in the trees.
    """
    found = {f.tree: f for f in trees}
    for start in [*found.values()]:
        plain = _candidates(start.tree, inputs)
        for candidate in (t for one in plain for t in (one, with_one_log(one), with_tanh(one))):
            if candidate in found or (prover := proved_by(start.tree, candidate, inputs)) is None:
                continue
            found[candidate] = Form(candidate, prover)
    return [*found.values()]


def proved_by(tree: Expr, candidate: Expr, inputs: Sequence[Input]) -> str | None:
    """The prover of: the candidate has the value of the tree wherever both are defined. None where nobody proves it."""
    if isinstance(candidate, choose):
        label, value, one, _ = candidate.args
        of = next(i for i in inputs if i.symbol == label)
        rest, other = (_chosen(t, label, value) for t in (tree, candidate))
        found: set[str] = set()
        if numbers := _values(of):
            cases = [
                proved_by(_at(tree, label, n), _at(one if n == value else other, label, n), inputs) for n in numbers
            ]
        else:  # the first part at the least value, the second at all others
            hull = of.domain.hull
            if hull is None or not consecutive(of.domain) or hull.lower != value:
                return None
            others = [replaced(i, domain=Integers(value + 1, hull.upper)) if i is of else i for i in inputs]
            cases = [proved_by(_at(tree, label, value), _at(one, label, value), inputs), proved_by(rest, other, others)]
        for case in cases:
            if case is None:
                return None
            found |= set(case.split(", "))
        return ", ".join(sorted(found))
    if tree.atoms(choose, instead) or candidate.atoms(choose, instead):
        return None
    standing = {i.symbol: parameter(i.name, i.domain) for i in inputs if i.domain.hull is not None}
    for growth in _growths((tree, candidate), inputs):
        left, right = (replace(meaning(replace(t, growth.get)), standing.get) for t in (tree, candidate))
        if left == right:
            return "itself"
        try:
            found_by = judge(Equal(left, right), asking.proving())
        except (DerivationError, ProverError):
            continue
        if found_by.verdict is Verdict.PROVED:
            return found_by.prover
    return None


def _growths(trees: Sequence[Expr], inputs: Sequence[Input]) -> Iterator[dict[Any, Expr]]:
    """What may stand for parts: they themselves; of an input u that is at least 0, any such number for exp(u) - 1."""
    yield {}
    grown = {t.args[0] for tree in trees for t in tree.atoms(expm1)}
    found: dict[Any, Expr] = {}
    names = {i.name for i in inputs}
    for i in inputs:
        if i.symbol in grown and i.domain.hull is not None and i.domain.hull.lower >= 0:
            name = next(n for k in count() if (n := f"growth{k}") not in names)
            names.add(name)
            growth = parameter(name, RealInterval(0, INFINITY))
            found |= {raw(expm1, (i.symbol,)): growth, raw(exp, (i.symbol,)): growth + 1}
    if found:
        yield found


def _at(tree: Expr, label: Any, number: Expr) -> Expr:
    found: Expr = replace(tree, {label: number}.get)
    while isinstance(found, choose) and found.args[0].is_number:
        found = found.args[2] if found.args[0] == found.args[1] else found.args[3]
    return found


def _chosen(tree: Any, label: Any, value: Any) -> Any:
    """The tree where the label has not that value, without what stands in its place there."""
    tree = tree.args[3] if isinstance(tree, choose) and tree.args[:2] == (label, value) else tree
    return replace(tree, lambda t: label if isinstance(t, instead) and t.args[:2] == (label, value) else None)


def _candidates(tree: Expr, inputs: Sequence[Input]) -> Iterator[Expr]:
    if isinstance(tree, choose):
        parts = [stabilised(tidied(t)) for t in tree.args[2:]]
        yield raw(choose, (*tree.args[:2], *parts))
        yield raw(choose, (*tree.args[:2], *(next(_factored(t), t) for t in parts)))
        return
    starts = [*dict.fromkeys((tree, tidied(tree), spread(tree), unfolded(tree), *_normal(tree, inputs)))]
    for start in starts:
        for one in (start, stabilised(start)):
            yield one
            yield without_zero_logs(one, inputs)
    for start in starts:
        yield from _by_gammas(start, inputs)
        yield from _by_indicators(start, inputs)
    yield from _by_least(tree, inputs)
    yield from _factored(starts[0])
    for i in inputs:
        if i.role is Role.DATUM and len(_values(i)) > 1:
            for start in starts:
                yield from _by_cases(start, i, inputs)


def _by_indicators(tree: Expr, inputs: Sequence[Input]) -> Iterator[Expr]:
    """The tree at the value of a datum whose indicator occurs in it, and elsewhere."""
    for i in inputs:
        lowest = i.domain.hull.lower if i.domain.hull is not None and consecutive(i.domain) else None
        if i.role is not Role.DATUM or not isinstance(lowest, Fraction):
            continue
        value = Integer(int(lowest))
        marks = [t for t in tree.atoms(Same) if set(t.args) == {i.symbol, value}]
        if marks:
            one, other = (replace(tree, dict.fromkeys(marks, Integer(k)).get) for k in (1, 0))
            one, other = (next(iter(_normal(t, inputs)), t) for t in (_at(one, i.symbol, value), other))
            one, safe = stabilised(tidied(one)), raw(instead, (i.symbol, value, value + 1))
            others = [replaced(k, domain=Integers(lowest + 1)) if k is i else k for k in inputs]
            for last in (*_by_gammas(spread(other), others), stabilised(spread(other))):
                yield raw(choose, (i.symbol, value, one, replace(last, {i.symbol: safe}.get)))


def _least(i: Input) -> Integer | None:
    """The least value of a datum that may be any whole number from there on."""
    lowest = i.domain.hull.lower if i.domain.hull is not None and consecutive(i.domain) else None
    counts = i.role is Role.DATUM and isinstance(lowest, Fraction) and not _values(i)
    return Integer(int(lowest)) if counts and isinstance(lowest, Fraction) else None


def _by_least(tree: Expr, inputs: Sequence[Input]) -> Iterator[Expr]:
    """The tree at the least value of a count, where other inputs drop out of it, and elsewhere."""
    for i in inputs:
        if (value := _least(i)) is None or tree.atoms(loggamma, Same) or i.symbol not in tree.free_symbols:
            continue
        at_least = _at(tree, i.symbol, value)
        one = stabilised(tidied(next(iter(_normal(at_least, inputs)), at_least)))
        if tree.free_symbols - one.free_symbols - {i.symbol}:
            safe = raw(instead, (i.symbol, value, value + 1))
            yield raw(choose, (i.symbol, value, one, replace(stabilised(spread(tree)), {i.symbol: safe}.get)))


def _factored(tree: Expr) -> Iterator[Expr]:
    """A rational function, also of exponentials, as one quotient of products, in which differences of two inputs are kept."""
    gaps: dict[Expr, Symbol] = {}
    powers: dict[Expr, Symbol] = {}  # exp(u) - 1, by u

    def held(t: Any) -> Any:
        if isinstance(t, exp | expm1):
            place = powers.setdefault(t.args[0], Dummy(real=True))
            return place if isinstance(t, expm1) else place + 1
        plain = rebuilt(t)
        signs = [a.as_coeff_Mul() for a in plain.args] if isinstance(plain, Add) else []
        if sorted(n for n, _ in signs) != [-1, 1] or not all(isinstance(s, Symbol) for _, s in signs):
            return None
        return -gaps[-plain] if -plain in gaps else gaps.setdefault(plain, Dummy(real=True))

    kept = replace(tree, held)
    rational = all(isinstance(t, Symbol | Number | Add | Mul | Pow) for t in preorder_traversal(kept))
    if not rational or (powers and not tree.atoms(expm1)):
        return
    kept = rebuilt(kept)
    ends = {one: one - t for t in gaps for one in t.args if isinstance(one, Symbol)}
    shifted = kept.xreplace({one: other + gaps[one - other] for one, other in ends.items()})
    back = {place: t for t, place in gaps.items()} | {place: raw(expm1, (u,)) for u, place in powers.items()}
    back |= {place + 1: raw(exp, (u,)) for u, place in powers.items()}
    for start in dict.fromkeys((kept, shifted)):
        try:
            found = factor(start)
        except PolynomialError:
            return
        if start is kept or found.free_symbols.isdisjoint(
            {*ends, *ends.values()}
        ):  # nothing but the differences matters
            yield replace(tidied(found), lambda t: back.get(rebuilt(t)))


def _by_gammas(tree: Expr, inputs: Sequence[Input]) -> Iterator[Expr]:
    """The tree by Stirling's formula and deviances; data that may be 0 are set apart, one after the other."""
    if (scaled := bessel_scaled(tree)) != tree:
        yield scaled
    if tree.atoms(polygamma):
        yield stabilised(by_remainders(tree))
    if not tree.atoms(loggamma):
        return
    zero = [i.symbol for i in inputs if i.role is Role.DATUM and contains(i.domain, 0)]
    for form in by_deviances(tree):
        found = stabilised(form)
        for x in vanishing(tree, zero):
            found = _with_zero(tree, found, x, inputs)
        yield found


def _with_zero(tree: Any, form: Any, x: Symbol, inputs: Sequence[Input]) -> Any:
    """The form, but at x = 0 the tree."""
    at_zero = _at(tree, x, Integer(0))
    at_zero = next(iter(_normal(at_zero, inputs)), at_zero)
    plain = without_zero_logs(stabilised(at_zero), inputs)
    at_zero = next(_by_gammas(at_zero, inputs), plain) if at_zero.atoms(loggamma) else plain
    safe = raw(instead, (x, Integer(0), ONE))
    return raw(choose, (x, Integer(0), at_zero, replace(form, {x: safe}.get)))


def _by_cases(tree: Expr, label: Input, inputs: Sequence[Input]) -> Iterator[Expr]:
    """The tree with each value of a label written in, and what that becomes by the rules."""
    others = [i for i in inputs if i is not label]
    numbers = _values(label)
    exact = [tidied(tree.xreplace({label.symbol: n})) for n in numbers]
    normal = [next(iter(_normal(t, others)), t) for t in exact]
    for parts in (exact, normal):
        for change in (unfolded, lambda t: stabilised(unfolded(t))):
            *first, last = map(change, parts)
            for number, part in zip(numbers[-2::-1], first[::-1], strict=True):
                last = part if rebuilt(part) == rebuilt(last) else raw(choose, (label.symbol, number, part, last))
            yield last
            if len(numbers) > 2 or not isinstance(last, choose):
                continue
            one, other = last.args[2:]
            for i in others:
                if i.role is Role.PREDICTION and rebuilt(one.xreplace({i.symbol: -i.symbol})) == rebuilt(other):
                    yield _at(one, i.symbol, product(_sign(label.symbol, *numbers), i.symbol))


def _sign(label: Symbol, one: Any, other: Any) -> Expr:
    """1 at one value of a label, and -1 at the other."""
    if other == -one:
        found: Expr = product(1 / one, label)
        return found
    middle, half = (one + other) / 2, (one - other) / 2
    return total(product(1 / half, label), -middle / half)


def _values(i: Input) -> tuple[Expr, ...]:
    """The values of a label, if it has few."""
    listed = elements(i.domain)
    return tuple(Rational(v.numerator, v.denominator) for v in listed) if listed and len(listed) <= 8 else ()


def unfolded(tree: Any) -> Any:
    """max(0, u) + log(1 + exp(-|u|)) written as log(1 + exp(u)), which has derivatives everywhere."""
    if not tree.args or isinstance(tree, AtMost | Same):
        return tree
    args = tuple(map(unfolded, tree.args))
    tree = tree if args == tree.args else raw(tree.func, args)
    for a in tree.args if isinstance(tree, Add) else ():
        if isinstance(a, Max) and len(a.args) == 2 and 0 in a.args:
            (u,) = (b for b in a.args if b != 0)
            folded = raw(log, (total(ONE, raw(exp, (product(MINUS, raw(Abs, (u,))),))),))
            if folded in tree.args:
                rest = [p for p in tree.args if p not in (a, folded)]
                return total(*rest, raw(log, (total(ONE, raw(exp, (u,))),)))
    return tree


def _normal(tree: Expr, inputs: Sequence[Input]) -> Iterator[Expr]:
    if not tree.atoms(Floating):
        yield from rewritten(tree, inputs)


# ---- logarithms of products ------------------------------------------------------------------------------------------


def spread(tree: Any) -> Any:
    """The tree with logarithms of products, powers and exponentials taken apart, and signs taken into sums."""
    if not tree.args:
        return tree
    args = tuple(spread(a) for a in tree.args)
    if isinstance(tree, log):
        return total(*_logs(args[0]))
    if isinstance(tree, Mul) and args[0] == MINUS and len(args) == 2 and isinstance(args[1], Add):
        return total(*(product(MINUS, a) for a in args[1].args))
    return raw(tree.func, args)


def _logs(u: Any) -> Iterator[Any]:
    """Summands of log u."""
    match u:
        case exp(args=(inner,)):
            yield from Add.make_args(inner)
        case Mul():
            for part in u.args:
                yield from _logs(part)
        case Pow() if u.exp.is_Rational or u.base.free_symbols or (u.base.is_Rational and u.base > 0):
            for part in _logs(u.base):
                yield product(u.exp, part)
        case Rational() if u.q != 1 and u > 0:
            yield from _logs(Integer(u.p))
            yield product(MINUS, raw(log, (Integer(u.q),)))
        case factorial(args=(inner,)):
            yield raw(loggamma, (total(inner, ONE),))
        case gamma(args=(inner,)):
            yield raw(loggamma, (inner,))
        case _ if u == 1:
            return
        case _:
            yield raw(log, (u,))


# ---- rules -----------------------------------------------------------------------------------------------------------


def stabilised(tree: Any) -> Any:
    """The tree with functions that keep digits in place of formulas that lose them, by rules from the inside out."""
    if not tree.args or isinstance(tree, AtMost | Same):
        return tree
    args = tuple(stabilised(a) for a in tree.args)
    tree = tree if args == tree.args else raw(tree.func, args)
    match tree:
        case log(args=(Add() as inner,)):
            return _log_of_sum(inner)
        case log(args=(gamma(args=(inner,)),)):
            return raw(loggamma, (inner,))
        case log(args=(expm1(args=(u,)),)):
            return total(u, raw(log, (product(MINUS, raw(expm1, (product(MINUS, u),))),)))
        case Add():
            flat = _without_opposites(total(*args))
            return _sum_by_rules(flat) if isinstance(flat, Add) else flat
        case Mul():
            return _product_by_rules(tree)
        case Pow() if tree.exp == MINUS and (u := _one_and_exp(tree.base)) is not None:
            return raw(expit, (product(MINUS, u),))
    return tree


def _log_of_sum(inner: Add) -> Expr:
    exponents = [_exponent(a) for a in inner.args]
    small = [a for a in inner.args if isinstance(a, exp) and a.args[0].func is Mul and a.args[0].args[0] == -1]
    if 1 in inner.args and len(inner.args) == 2 and any(isinstance(f, Abs) for a in small for f in a.args[0].args):
        bounded: Expr = raw(log1p, (small[0],))
        return bounded
    if None not in exponents and any(isinstance(a, exp) for a in inner.args):
        first, *rest = sorted(exponents, key=lambda u: (u.is_number is not True, str(u)))
        for u in rest:
            first = raw(logaddexp, (first, u))
        whole: Expr = first
        return whole
    if 1 in inner.args:
        left = [a for a in inner.args if a != 1]
        found: Expr = raw(log1p, (total(*left),))
        return found
    plain: Expr = raw(log, (inner,))
    return plain


def _exponent(a: Any) -> Any:
    """u of a summand exp(u); log r of a positive symbol or number r."""
    match a:
        case exp(args=(u,)):
            return u
        case Rational() if a > 0:
            return Integer(0) if a == 1 else raw(log, (a,))
        case Symbol():
            return raw(log, (a,))
    return None


def _one_and_exp(tree: Any) -> Any:
    """u of 1 + exp(u)."""
    if isinstance(tree, Add) and len(tree.args) == 2 and 1 in tree.args:
        (other,) = (a for a in tree.args if a != 1)
        return other.args[0] if isinstance(other, exp) else None
    return None


def _sum_by_rules(tree: Add) -> Any:
    parts = list(tree.args)
    for rule in (_with_logaddexp, _with_expit):
        if (found := rule(parts)) is not None:
            return found
    for a in parts:
        rest = [p for p in parts if p is not a]
        for e in [f for f in Mul.make_args(a) if isinstance(f, expit)]:
            half = product(Rational(1, 2), *(f for f in Mul.make_args(a) if f is not e))
            if (back := product(MINUS, half)) in parts:  # 2/(1 + exp(-u)) - 1
                turned = product(half, raw(tanh, (product(Rational(1, 2), e.args[0]),)))
                return total(*(p for p in rest if p != back), turned)
        for e in [f for f in Mul.make_args(a) if isinstance(f, exp)]:
            factor = product(*(f for f in Mul.make_args(a) if f is not e))
            if factor != ONE and (back := product(MINUS, factor)) in parts:  # c exp(u) - c
                return total(*(p for p in rest if p != back), product(factor, raw(expm1, (e.args[0],))))
        if (
            ONE in parts
            and isinstance(a, Mul)
            and a.args[0] == MINUS
            and len(a.args) == 2
            and isinstance(a.args[1], Pow)
        ):
            (base, power), others = a.args[1].args, [p for p in rest if p != ONE]
            if power == 2 and isinstance(base, tanh):  # 1 - tanh(u)^2
                twice = product(Integer(2), base.args[0])
                return total(*others, product(Integer(4), raw(expit, (twice,)), raw(expit, (product(MINUS, twice),))))
        match a:
            case exp(args=(u,)) if MINUS in parts:
                return total(*(p for p in rest if p != MINUS), raw(expm1, (u,)))
            case Mul(args=(Integer() as number, exp(args=(u,)))) if number == -1 and ONE in parts:
                return total(*(p for p in rest if p != ONE), product(MINUS, raw(expm1, (u,))))
            case expit(args=(u,)) if MINUS in parts:
                return total(*(p for p in rest if p != MINUS), product(MINUS, raw(expit, (product(MINUS, u),))))
            case logaddexp(args=(zero, u)) if zero == 0 and product(MINUS, u) in parts:
                return total(*(p for p in rest if p != product(MINUS, u)), raw(logaddexp, (zero, product(MINUS, u))))
    return tree


def _without_opposites(tree: Any) -> Any:
    """A sum without summands u and -u."""
    left: dict[Any, Any] = {}
    for p in Add.make_args(tree):
        if left.pop(rebuilt(product(MINUS, p)), None) is None:
            left[rebuilt(p)] = p if rebuilt(p) not in left else total(left[rebuilt(p)], p)
    return total(*left.values())


def _with_logaddexp(parts: Sequence[Any]) -> Any:
    """(c + d) logaddexp(u, v) - c u as c logaddexp(0, v - u) + d logaddexp(u, v)."""
    known = {rebuilt(p): p for p in parts}
    for a in parts:
        factors = Mul.make_args(a)
        for both in (f for f in factors if isinstance(f, logaddexp)):
            terms = list(Add.make_args(expand(Mul(*(f for f in factors if f is not both)))))
            for c in terms:
                for u, v in (both.args, both.args[::-1]):
                    back = known.get(rebuilt(product(MINUS, c, u))) if u != 0 else None
                    if back is None:
                        continue
                    gap = raw(logaddexp, (Integer(0), total(v, product(MINUS, u))))
                    others = [product(d, both) for d in terms if d is not c]
                    return total(*(p for p in parts if p is not a and p is not back), *others, product(c, gap))
    return None


def with_tanh(tree: Any) -> Any:
    """The tree with (tanh(u/2) - tanh(v/2))/2 for expit(u) - expit(v), each of which is off by a unit of 1/2 near 0."""
    if not tree.args or isinstance(tree, AtMost | Same | instead):
        return tree
    args = tuple(map(with_tanh, tree.args))
    tree = tree if args == tree.args else raw(tree.func, args)
    if not isinstance(tree, Add):
        return tree
    for a, b in combinations(tree.args, 2):
        (one, u), (other, v) = _coefficient(a), _coefficient(b)
        if u is not None and v is not None and rebuilt(product(MINUS, one)) == rebuilt(other):
            half = Rational(1, 2)
            found = [product(half, c, raw(tanh, (product(half, w),))) for c, w in ((one, u), (other, v))]
            return with_tanh(total(*(p for p in tree.args if p is not a and p is not b), *found))
    return tree


def _coefficient(part: Any) -> tuple[Any, Any]:
    """c and u of c expit(u); None for u where there is no such factor, or more than one."""
    factors = Mul.make_args(part)
    found = [f for f in factors if isinstance(f, expit)]
    return (product(*(f for f in factors if f is not found[0])), found[0].args[0]) if len(found) == 1 else (part, None)


def _with_expit(parts: Sequence[Any]) -> Any:
    """c expit(u) - c as -c expit(-u)."""
    known = {rebuilt(p): p for p in parts}
    for a in parts:
        factors = Mul.make_args(a)
        for e in (f for f in factors if isinstance(f, expit)):
            c = product(*(f for f in factors if f is not e))
            back = known.get(rebuilt(product(MINUS, c)))
            if back is not None and c != ONE:
                turned = product(MINUS, c, raw(expit, (product(MINUS, e.args[0]),)))
                return total(*(p for p in parts if p is not a and p is not back), turned)
    return None


def _product_by_rules(tree: Mul) -> Any:
    parts = list(tree.args)
    for a in parts:
        if not isinstance(a, exp):
            continue
        u = a.args[0]
        for b in parts:
            rest = [p for p in parts if p is not a and p is not b]
            if isinstance(b, expit) and b.args[0] == product(MINUS, u):  # exp(u)/(1 + exp(u))
                return product(*rest, raw(expit, (u,)))
            if not (isinstance(b, Pow) and b.exp in (-1, -2) and isinstance(b.base, Add)):
                continue
            if b.exp == -2 and _one_and_exp(b.base) == u:
                return product(*rest, raw(expit, (u,)), raw(expit, (product(MINUS, u),)))
            others = [p for p in b.base.args if p != a]
            if len(others) == 1 and len(b.base.args) == 2 and (v := _exponent(others[0])) is not None:
                gap = total(u, product(MINUS, v))
                back = () if b.exp == -1 else (raw(expit, (product(MINUS, gap),)), raw(Pow, (others[0], MINUS)))
                return product(*rest, raw(expit, (gap,)), *back)
    return tree


def without_zero_logs(tree: Any, inputs: Sequence[Input]) -> Any:
    """x log u with the value 0 at x = 0, of data x that may be 0."""
    zero = {i.symbol for i in inputs if i.role is Role.DATUM and contains(i.domain, 0)}
    one = {i.symbol for i in inputs if i.role is Role.DATUM and contains(i.domain, 1)}

    def change(node: Any) -> Any:
        if not isinstance(node, Mul):
            return None
        for a in node.args:
            vanishing = a in zero or (
                isinstance(a, Add) and a.free_symbols <= one and a.xreplace(dict.fromkeys(one, ONE)) == 0
            )
            for b in node.args:
                if vanishing and isinstance(b, log | log1p):
                    rest = [p for p in node.args if p is not a and p is not b]
                    return product(*rest, raw(xlogy if isinstance(b, log) else xlog1py, (a, b.args[0])))
        return None

    return replace(tree, change)
