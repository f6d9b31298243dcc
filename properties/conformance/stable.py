"""Forms of an expression that keep their digits in floating point: found by rules, each proved equal before it may be chosen.

What a rule gives is only a candidate. `judge` decides whether it is the same, given where the inputs live; whatever is not
proved is left out. Source of the rules: Higham, Accuracy and Stability of Numerical Algorithms, sections 1.7 and 1.14.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from dataclasses import replace as replaced
from fractions import Fraction
from typing import Any

from sympy import (
    Abs,
    Add,
    Dummy,
    Expr,
    Integer,
    Max,
    Min,
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
    sign,
    tanh,
)

from properties.conformance.gammas import bessel_scaled, by_deviances, by_remainders, vanishing
from properties.conformance.reference import Input, Role, rewritten
from symbolic import asking
from symbolic.calculus.slopes import differentiated
from symbolic.core.domains import Integers, consecutive, contains, elements
from symbolic.core.errors import DerivationError, NotSupported, ProverError
from symbolic.core.terms import AtMost, Same, parameter, raw, replace
from symbolic.kernel import Verdict, judge
from symbolic.report.floating import (
    Floating,
    binet,
    choose,
    deviance,
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

ONE, MINUS = Integer(1), Integer(-1)


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
        for candidate in _candidates(start.tree, inputs):
            if candidate in found or (prover := proved_by(start.tree, candidate, inputs)) is None:
                continue
            found[candidate] = Form(candidate, prover)
    return [*found.values()]


def proved_by(tree: Expr, candidate: Expr, inputs: Sequence[Input]) -> str | None:
    """The prover of: the candidate has the value of the tree wherever both are defined. None where nobody proves it."""
    if isinstance(candidate, choose):
        label, value, one, other = candidate.args
        of = next(i for i in inputs if i.symbol == label)
        other = replace(other, lambda t: label if isinstance(t, instead) and t.args[:2] == (label, value) else None)
        values = _values(of)
        found: set[str] = set()
        if not values:  # the first part at the least value, the second at all others
            hull = of.domain.hull
            if hull is None or not consecutive(of.domain) or hull.lower != value:
                return None
            others = [replaced(i, domain=Integers(value + 1, hull.upper)) if i is of else i for i in inputs]
            here = proved_by(_at(tree, label, value), _at(one, label, value), inputs)
            there = proved_by(tree, other, others)
            return None if here is None or there is None else ", ".join(sorted({*here.split(", "), *there.split(", ")}))
        for number in values:
            part = one if number == value else other
            same = isinstance(tree, choose) and tree.args[:2] == (label, value)
            whole = (tree.args[2] if number == value else tree.args[3]) if same else tree
            here = proved_by(_at(whole, label, number), _at(part, label, number), inputs)
            if here is None:
                return None
            found.add(here)
        return ", ".join(sorted(found)) or None
    if tree.atoms(choose, instead) or candidate.atoms(choose, instead):
        return None
    standing = {i.symbol: parameter(i.name, i.domain) for i in inputs if i.domain.hull is not None}
    left, right = (replace(meaning(t), standing.get) for t in (tree, candidate))
    if left == right:
        return "itself"
    try:
        found_by = judge(Equal(left, right), asking.proving())
    except (DerivationError, ProverError):
        return None
    return found_by.prover if found_by.verdict is Verdict.PROVED else None


def _at(tree: Expr, label: Any, number: Expr) -> Expr:
    found: Expr = replace(tree, {label: number}.get)
    return found


def _candidates(tree: Expr, inputs: Sequence[Input]) -> Iterator[Expr]:
    if isinstance(tree, choose):
        parts = [stabilised(tidied(t)) for t in tree.args[2:]]
        yield raw(choose, (*tree.args[:2], *parts))
        return
    starts = [*dict.fromkeys((tree, tidied(tree), spread(tree), unfolded(tree), *_normal(tree, inputs)))]
    for start in starts:
        for one in (start, stabilised(start)):
            yield one
            yield without_zero_logs(one, inputs)
    for start in starts:
        yield from _by_gammas(start, inputs)
        yield from _by_indicators(start, inputs)
    yield from _factored(starts[0])
    for i in inputs:
        if i.role is Role.DATUM and len(_values(i)) == 2:
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
            forms_of_other = [
                *_by_gammas(other, [replaced(k, domain=Integers(lowest + 1)) if k is i else k for k in inputs])
            ]
            for last in (*forms_of_other, stabilised(spread(other))):
                yield raw(choose, (i.symbol, value, one, replace(last, {i.symbol: safe}.get)))


def _factored(tree: Expr) -> Iterator[Expr]:
    """A rational function as one quotient of products, in which differences of two inputs are kept."""
    if any(not isinstance(t, Symbol | Number | Add | Mul | Pow) for t in preorder_traversal(tree)):
        return
    gaps: dict[Expr, Symbol] = {}

    def gap(t: Any) -> Any:
        plain = _rebuilt(t)
        signs = [a.as_coeff_Mul() for a in plain.args] if isinstance(plain, Add) else []
        if sorted(n for n, _ in signs) != [-1, 1] or not all(isinstance(s, Symbol) for _, s in signs):
            return None
        return -gaps[-plain] if -plain in gaps else gaps.setdefault(plain, Dummy(real=True))

    try:
        found = factor(_rebuilt(replace(tree, gap)))
    except PolynomialError:
        return
    yield replace(tidied(found), {place: t for t, place in gaps.items()}.get)


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
    exact = [tree.xreplace({label.symbol: n}) for n in numbers]
    normal = [next(iter(_normal(t, others)), t) for t in exact]
    for parts in (exact, normal):
        for change in (lambda t: t, stabilised):
            one, other = map(change, parts)
            if _rebuilt(one) == _rebuilt(other):
                yield one
                continue
            yield raw(choose, (label.symbol, numbers[0], one, other))
            for i in others if numbers == (0, 1) else ():
                if i.role is Role.PREDICTION and _rebuilt(one.xreplace({i.symbol: -i.symbol})) == _rebuilt(other):
                    sign_of_label = _sum(ONE, _times(Integer(-2), label.symbol))
                    yield _at(one, i.symbol, _times(sign_of_label, i.symbol))


def _values(i: Input) -> tuple[Expr, ...]:
    """The values of a label, if it has few."""
    listed = elements(i.domain)
    return tuple(Rational(v.numerator, v.denominator) for v in listed) if listed and len(listed) <= 8 else ()


def unfolded(tree: Any) -> Any:
    """max(0, u) + log(1 + exp(-|u|)) written as log(1 + exp(u)), which has derivatives everywhere."""
    if not isinstance(tree, Add):
        return tree
    for a in tree.args:
        if isinstance(a, Max) and len(a.args) == 2 and 0 in a.args:
            (u,) = (b for b in a.args if b != 0)
            folded = raw(log, (_sum(ONE, raw(exp, (_times(MINUS, raw(Abs, (u,))),))),))
            if folded in tree.args:
                rest = [p for p in tree.args if p not in (a, folded)]
                return _sum(*rest, raw(log, (_sum(ONE, raw(exp, (u,))),)))
    return tree


def _normal(tree: Expr, inputs: Sequence[Input]) -> Iterator[Expr]:
    if not tree.atoms(Floating):
        yield from rewritten(tree, inputs)


def tidied(tree: Any) -> Any:
    """The tree with numbers of products multiplied, nested sums and products flattened, and zeros left out."""
    if not tree.args or isinstance(tree, AtMost | Same):
        return tree
    args = tuple(tidied(a) for a in tree.args)
    if isinstance(tree, Add):
        return _sum(*args)
    if isinstance(tree, Mul):
        return _times(*args)
    return raw(tree.func, args)


# ---- derivatives -----------------------------------------------------------------------------------------------------


def derivative(tree: Any, s: Symbol) -> Any:
    """The derivative, also of functions for floating point numbers, by functions of that kind; anywhere but at kinks."""
    if isinstance(tree, choose):
        one, other = (derivative(t, s) for t in tree.args[2:])
        return one if _rebuilt(one) == _rebuilt(other) else raw(choose, (*tree.args[:2], one, other))
    outer: dict[Any, Any] = {}
    held = _held(tree, outer)
    total = differentiated(held, s)
    for node, place in outer.items():
        if s in node.free_symbols:
            total = _sum(total, _times(differentiated(held, place), _inner_derivative(node, s)))
    return off_kinks(tidied(replace(total, {place: node for node, place in outer.items()}.get)))


def off_kinks(tree: Any) -> Any:
    """The tree with 1 for squares of signs: a derivative is said of points that are no kinks."""
    return tidied(replace(tree, _squared_sign))


def _squared_sign(t: Any) -> Any:
    if isinstance(t, Pow) and t.exp == 2 and isinstance(t.base, sign):
        return ONE
    if isinstance(t, Mul):
        twice = next((f for f in t.args if isinstance(f, sign) and t.args.count(f) > 1), None)
        if twice is not None:
            rest = list(t.args)
            rest.remove(twice)
            rest.remove(twice)
            return _times(*rest) if rest else ONE
    return None


def _rebuilt(tree: Any) -> Any:
    return tree.func(*map(_rebuilt, tree.args)) if tree.args else tree


def _held(tree: Any, outer: dict[Any, Any]) -> Any:
    """The tree with a symbol in place of each outermost function for floating point numbers."""
    if isinstance(tree, Floating | Abs | Max | Min | sign | AtMost | Same):
        return outer.setdefault(tree, Dummy(real=True))
    return raw(tree.func, tuple(_held(a, outer) for a in tree.args)) if tree.args else tree


def _inner_derivative(node: Any, s: Symbol) -> Any:
    if isinstance(node, sign | AtMost | Same):
        return Integer(0)
    *first, last = node.args
    slope = derivative(last, s)
    match node:
        case Abs():
            return _times(raw(sign, (last,)), slope)
        case Max() | Min() if len(first) == 1:
            above = (last, first[0]) if isinstance(node, Max) else (first[0], last)
            return _sum(slope, _times(raw(AtMost, above), _sum(derivative(first[0], s), _times(MINUS, slope))))
        case log1p():
            return _times(raw(Pow, (_sum(ONE, last), MINUS)), slope)
        case expm1():
            return _times(raw(exp, (last,)), slope)
        case expit():
            return _times(node, raw(expit, (_times(MINUS, last),)), slope)
        case logaddexp():
            gap = _sum(last, _times(MINUS, first[0]))
            return _sum(
                _times(raw(expit, (gap,)), slope), _times(raw(expit, (_times(MINUS, gap),)), derivative(first[0], s))
            )
        case xlogy():
            return _times(first[0], raw(Pow, (last, MINUS)), slope)
        case xlog1py():
            return _times(first[0], raw(Pow, (_sum(ONE, last), MINUS)), slope)
        case deviance():
            quotient = _times(first[0], raw(Pow, (last, MINUS)))
            inner = _times(raw(log, (quotient,)), derivative(first[0], s))
            return _sum(inner, _times(_sum(ONE, _times(MINUS, quotient)), slope))
        case binet() if first[0] < 2:
            return _times(raw(binet, (first[0] + 1, last)), slope)
        case instead():
            return Integer(0)
    raise NotSupported(f"{type(node).__name__} has no derivative here")


# ---- logarithms of products ------------------------------------------------------------------------------------------


def spread(tree: Any) -> Any:
    """The tree with logarithms of products, powers and exponentials taken apart, and signs taken into sums."""
    if not tree.args:
        return tree
    args = tuple(spread(a) for a in tree.args)
    if isinstance(tree, log):
        return _sum(*_logs(args[0]))
    if isinstance(tree, Mul) and args[0] == MINUS and len(args) == 2 and isinstance(args[1], Add):
        return _sum(*(_times(MINUS, a) for a in args[1].args))
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
                yield _times(u.exp, part)
        case Rational() if u.q != 1 and u > 0:
            yield from _logs(Integer(u.p))
            yield _times(MINUS, raw(log, (Integer(u.q),)))
        case factorial(args=(inner,)):
            yield raw(loggamma, (_sum(inner, ONE),))
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
            return _sum(u, raw(log, (_times(MINUS, raw(expm1, (_times(MINUS, u),))),)))
        case Add():
            flat = _without_opposites(_sum(*args))
            return _sum_by_rules(flat) if isinstance(flat, Add) else flat
        case Mul():
            return _product_by_rules(tree)
        case Pow() if tree.exp == MINUS and (u := _one_and_exp(tree.base)) is not None:
            return raw(expit, (_times(MINUS, u),))
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
        found: Expr = raw(log1p, (_sum(*left),))
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
            half = _times(Rational(1, 2), *(f for f in Mul.make_args(a) if f is not e))
            if (back := _times(MINUS, half)) in parts:  # 2/(1 + exp(-u)) - 1
                turned = _times(half, raw(tanh, (_times(Rational(1, 2), e.args[0]),)))
                return _sum(*(p for p in rest if p != back), turned)
        for e in [f for f in Mul.make_args(a) if isinstance(f, exp)]:
            factor = _times(*(f for f in Mul.make_args(a) if f is not e))
            if factor != ONE and (back := _times(MINUS, factor)) in parts:  # c exp(u) - c
                return _sum(*(p for p in rest if p != back), _times(factor, raw(expm1, (e.args[0],))))
        if (
            ONE in parts
            and isinstance(a, Mul)
            and a.args[0] == MINUS
            and len(a.args) == 2
            and isinstance(a.args[1], Pow)
        ):
            (base, power), others = a.args[1].args, [p for p in rest if p != ONE]
            if power == 2 and isinstance(base, tanh):  # 1 - tanh(u)^2
                twice = _times(Integer(2), base.args[0])
                return _sum(*others, _times(Integer(4), raw(expit, (twice,)), raw(expit, (_times(MINUS, twice),))))
        match a:
            case exp(args=(u,)) if MINUS in parts:
                return _sum(*(p for p in rest if p != MINUS), raw(expm1, (u,)))
            case Mul(args=(Integer() as number, exp(args=(u,)))) if number == -1 and ONE in parts:
                return _sum(*(p for p in rest if p != ONE), _times(MINUS, raw(expm1, (u,))))
            case expit(args=(u,)) if MINUS in parts:
                return _sum(*(p for p in rest if p != MINUS), _times(MINUS, raw(expit, (_times(MINUS, u),))))
            case logaddexp(args=(zero, u)) if zero == 0 and _times(MINUS, u) in parts:
                return _sum(*(p for p in rest if p != _times(MINUS, u)), raw(logaddexp, (zero, _times(MINUS, u))))
    return tree


def _without_opposites(tree: Any) -> Any:
    """A sum without summands u and -u."""
    left: dict[Any, Any] = {}
    for p in Add.make_args(tree):
        if left.pop(_rebuilt(_times(MINUS, p)), None) is None:
            left[_rebuilt(p)] = p if _rebuilt(p) not in left else _sum(left[_rebuilt(p)], p)
    return _sum(*left.values())


def _with_logaddexp(parts: Sequence[Any]) -> Any:
    """(c + d) logaddexp(u, v) - c u as c logaddexp(0, v - u) + d logaddexp(u, v)."""
    known = {_rebuilt(p): p for p in parts}
    for a in parts:
        factors = Mul.make_args(a)
        for both in (f for f in factors if isinstance(f, logaddexp)):
            terms = list(Add.make_args(expand(Mul(*(f for f in factors if f is not both)))))
            for c in terms:
                for u, v in (both.args, both.args[::-1]):
                    back = known.get(_rebuilt(_times(MINUS, c, u))) if u != 0 else None
                    if back is None:
                        continue
                    gap = raw(logaddexp, (Integer(0), _sum(v, _times(MINUS, u))))
                    others = [_times(d, both) for d in terms if d is not c]
                    return _sum(*(p for p in parts if p is not a and p is not back), *others, _times(c, gap))
    return None


def _with_expit(parts: Sequence[Any]) -> Any:
    """c expit(u) - c as -c expit(-u)."""
    known = {_rebuilt(p): p for p in parts}
    for a in parts:
        factors = Mul.make_args(a)
        for e in (f for f in factors if isinstance(f, expit)):
            c = _times(*(f for f in factors if f is not e))
            back = known.get(_rebuilt(_times(MINUS, c)))
            if back is not None and c != ONE:
                turned = _times(MINUS, c, raw(expit, (_times(MINUS, e.args[0]),)))
                return _sum(*(p for p in parts if p is not a and p is not back), turned)
    return None


def _product_by_rules(tree: Mul) -> Any:
    parts = list(tree.args)
    for a in parts:
        if not isinstance(a, exp):
            continue
        u = a.args[0]
        for b in parts:
            rest = [p for p in parts if p is not a and p is not b]
            if isinstance(b, expit) and b.args[0] == _times(MINUS, u):  # exp(u)/(1 + exp(u))
                return _times(*rest, raw(expit, (u,)))
            if not (isinstance(b, Pow) and b.exp in (-1, -2) and isinstance(b.base, Add)):
                continue
            if b.exp == -2 and _one_and_exp(b.base) == u:
                return _times(*rest, raw(expit, (u,)), raw(expit, (_times(MINUS, u),)))
            others = [p for p in b.base.args if p != a]
            if len(others) == 1 and len(b.base.args) == 2 and (v := _exponent(others[0])) is not None:
                gap = _sum(u, _times(MINUS, v))
                back = () if b.exp == -1 else (raw(expit, (_times(MINUS, gap),)), raw(Pow, (others[0], MINUS)))
                return _times(*rest, raw(expit, (gap,)), *back)
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
                    return _times(*rest, raw(xlogy if isinstance(b, log) else xlog1py, (a, b.args[0])))
        return None

    return replace(tree, change)


def _sum(*parts: Any) -> Any:
    """A sum as it is written, without a sum inside of it."""
    flat = [p for part in parts for p in Add.make_args(part) if p != 0]
    numbers = [p for p in flat if isinstance(p, Rational)]
    if len(numbers) > 1:
        return _sum(*(p for p in flat if not isinstance(p, Rational)), Add(*numbers))
    return raw(Add, tuple(flat)) if len(flat) > 1 else flat[0] if flat else Integer(0)


def _times(*parts: Any) -> Any:
    """A product as it is written, its numbers multiplied and in front."""
    flat = [p for part in parts for p in Mul.make_args(part)]
    number = Mul(*(p for p in flat if isinstance(p, Rational)))
    rest = [p for p in flat if not isinstance(p, Rational)]
    if number == 0:
        return Integer(0)
    if number == -1 and len(rest) == 1 and isinstance(rest[0], Add):
        return _sum(*(_times(MINUS, a) for a in rest[0].args))
    whole = ([number] if number != 1 or not rest else []) + rest
    return raw(Mul, tuple(whole)) if len(whole) > 1 else whole[0]
