"""Normal forms as expressions again, made by `raw` alone."""

from __future__ import annotations

from functools import cmp_to_key
from typing import Any

from sympy import Add, Basic, Expr, Mul, Pow, Rational, exp

from symbolic.calculus.normal_form.atoms import (
    MAX_WEIGHT,
    AnyAtom,
    E,
    ExpAtom,
    Monomial,
    Number,
    Polynomial,
    PrimeAtom,
    Terms,
    Undecided,
    looks,
    weight,
)
from symbolic.calculus.normal_form.kinds import KINDS
from symbolic.calculus.normal_form.polynomials import ONE
from symbolic.core.terms import raw


def written_polynomial(form: Polynomial) -> Any:
    """A normal form as an expression again, with the very same values. Raises Undecided where it is too large.

    It looks as SymPy would write it and is made by `raw` alone: SymPy's own constructors simplify, and not always rightly
    (its Min and Max turn min(3, max(p + 1/2, min(1/2, u))) for p > 0 into 3).
    """
    if weight(tuple(form.items())) > MAX_WEIGHT:
        raise Undecided("an expression that grows too large")
    try:
        return _polynomial(form)
    except (ArithmeticError, RecursionError, TypeError, ValueError) as error:  # SymPy's own numbers
        raise Undecided(f"a form that SymPy cannot write ({type(error).__name__})") from None


def written_atom(a: AnyAtom) -> Any:
    """An atom as an expression."""
    return KINDS[type(a)].write(a, _polynomial)


def _number(f: Number) -> Any:
    return Rational(f.numerator, f.denominator)


def _polynomial(p: Polynomial) -> Any:
    return _joined(Add, [_monomial(m, c) for m, c in p.items()])


def _monomial(m: Monomial, c: Number) -> Any:
    """One exponential, the powers of the other atoms, and a number, which SymPy's arithmetic of numbers writes."""
    exponent: Terms = {}
    factors, number = [], _number(c)
    for a, e in sorted(m, key=looks):
        if isinstance(a, ExpAtom):
            exponent[a.exponent] = e
        elif a == E:
            exponent[ONE] = e
        elif isinstance(a, PrimeAtom):
            number *= Pow(Rational(a.value), _number(e))
        else:
            factors.append(written_atom(a) if e == 1 else raw(Pow, (written_atom(a), _number(e))))
    if exponent:
        factors.append(exp(_number(exponent[ONE])) if set(exponent) == {ONE} else raw(exp, (_polynomial(exponent),)))
    return _joined(Mul, [*Mul.make_args(number), *factors])


def _joined(func: type[Add] | type[Mul], parts: list[Expr]) -> Any:
    """The sum or product of `parts` as written, in SymPy's order."""
    kept = [p for p in parts if p != func.identity]
    if len(kept) < 2:
        return kept[0] if kept else func.identity
    numbers = [p for p in kept if p.is_Rational]
    others = sorted((p for p in kept if not p.is_Rational), key=cmp_to_key(Basic.compare))
    return raw(func, (*numbers, *others))
