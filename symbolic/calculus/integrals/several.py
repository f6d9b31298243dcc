"""Integrals and sums over several variables: normal columns, and outcomes that add up to a total."""

from __future__ import annotations

from sympy import Add, Expr, Mul, Pow, binomial, factorial

from symbolic.calculus.integrals import table
from symbolic.calculus.integrals.shapes import positive as surely_positive
from symbolic.calculus.integrals.shapes import read, whole, whole_valued
from symbolic.calculus.normal_form import (
    ONE,
    UNIT,
    ExpAtom,
    Monomial,
    NormalForm,
    Number,
    Polynomial,
    SpecialAtom,
    Undecided,
    constant,
)
from symbolic.core.domains import counts, interior, open_unit_interval, reals
from symbolic.core.terms import Outcome, raw, replace


def normal_columns(integrand: Expr, outcomes: tuple[Outcome, ...]) -> Polynomial:
    """One variable after the other, for polynomials times the exponential of a quadratic over the reals.

    The order does not matter: the inner integral of the absolute value is at most a polynomial times such an
    exponential, so that all of them converge absolutely where the last one does, for the exponential alone: with a power
    an inner integral may vanish, and would hide what the others do. (Source: Rudin, Real and Complex
    Analysis, theorem 8.8.)
    """
    if any(x.column.domain != reals for x in outcomes):
        raise Undecided("an integral over several variables that are not all real numbers")
    forms = NormalForm()
    form = forms.of(integrand)
    kernels: list[Polynomial] = [{frozenset((a, e) for a, e in m if isinstance(a, ExpAtom)): UNIT} for m in form]
    for x in outcomes:
        atom = NormalForm.argument(x)
        kernels = [table.looked_up(forms, kernel, atom, table.LINE) for kernel in kernels]
        form = table.looked_up(forms, form, atom, table.LINE)
    return form


def with_total(integrand: Expr, outcomes: tuple[Outcome, ...], total: Expr) -> Polynomial:
    """Over outcomes that add up to a total: the binomial theorem, and Dirichlet's integral."""
    forms = NormalForm()
    end = forms.of(total)
    form = forms.of(_powers_split(forms, _added_up(integrand, outcomes, total)))
    hulls = [x.column.domain for x in outcomes]
    if all(d == counts for d in hulls):
        if not whole_valued(end) or forms.sign_of(end) is None:
            raise Undecided(f"counts that add up to {total}, which may be no count")
        return forms.add({}, *(_counted(forms, m, c, outcomes, end) for m, c in form.items()))
    if all(interior(d) == open_unit_interval for d in hulls) and end == constant(1):
        return forms.add({}, *(_proportioned(forms, m, c, outcomes, end) for m, c in form.items()))
    raise Undecided(f"columns in {', '.join(map(str, hulls))} that add up to {total}")


def _added_up(integrand: Expr, outcomes: tuple[Outcome, ...], total: Expr) -> Expr:
    """The integrand with the total in place of the sum of all outcomes, and factorials for what is chosen out of it."""

    def change(node: Expr) -> Expr | None:
        if isinstance(node, binomial) and len(set(outcomes)) == 2 and node.args[1] in outcomes:
            if node.args[0] in (total, raw(Add, outcomes), Add(*outcomes)):  # one is chosen, and the other one is left
                return factorial(total) / (factorial(outcomes[0]) * factorial(outcomes[1]))
            return None
        if not isinstance(node, Add) or not set(outcomes) <= set(node.args):
            return None
        rest = [a for a in node.args if a not in outcomes]
        return raw(Add, (total, *rest)) if rest else total

    return replace(integrand, change)


def _powers_split(forms: NormalForm, tree: Expr) -> Expr:
    """b^(u + v) = b^u b^v for b, u, v in [0, oo)."""

    def change(node: Expr) -> Expr | None:
        if not isinstance(node, Pow) or not isinstance(node.exp, Add):
            return None
        signs = [forms.sign_of(forms.of(a)) for a in (node.base, *node.exp.args)]
        return None if None in signs else raw(Mul, tuple(raw(Pow, (node.base, a)) for a in node.exp.args))

    return replace(tree, change)


def _counted(forms: NormalForm, m: Monomial, c: Number, outcomes: tuple[Outcome, ...], end: Polynomial) -> Polynomial:
    scale: Polynomial = {m: c}
    weights, orders = [], []
    for x in outcomes:
        atom = NormalForm.argument(x)
        ((inner, value),) = scale.items()
        shape = read(forms, inner, value, atom)
        first, k = frozenset({(atom, UNIT)}), whole(shape.power)
        divided = {SpecialAtom("gamma", (frozenset({(ONE, UNIT), (first, UNIT)}),)): -1}
        if (
            shape.logs
            or shape.sums
            or not set(shape.exponents) <= {first}
            or shape.others != divided
            or k is None
            or k < 0
        ):
            raise Undecided("a sum over counts with a total that is not multinomial")
        weights.append(forms.exp(shape.exponents.get(first, {})))
        orders.append(k)
        scale = shape.scale
    formula, dummies = table.multinomial(tuple(orders))
    return forms.multiply(scale, table.put(formula, dict(zip(dummies, (*weights, end), strict=True))))


def _proportioned(
    forms: NormalForm, m: Monomial, c: Number, outcomes: tuple[Outcome, ...], end: Polynomial
) -> Polynomial:
    scale: Polynomial = {m: c}
    exponents, orders = [], []
    for x in outcomes:
        ((inner, value),) = scale.items()
        shape = read(forms, inner, value, NormalForm.argument(x))
        if shape.exponents or shape.sums or shape.others:
            raise Undecided("an integral over a simplex of what is no product of powers and logarithms")
        exponents.append(forms.add(shape.power, constant(1)))
        if not surely_positive(forms, exponents[-1]):
            raise Undecided(
                "an integral over a simplex that converges only where an exponent exceeds -1, which is not sure"
            )
        orders.append(shape.logs)
        scale = shape.scale
    formula, dummies = table.dirichlet(tuple(orders))
    return forms.multiply(scale, table.put(formula, dict(zip(dummies, (*exponents, end), strict=True))))
