"""Expressions read into normal forms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from sympy import (
    Abs,
    Add,
    Basic,
    Expr,
    Integer,
    Max,
    Min,
    Mul,
    Pow,
    Rational,
    binomial,
    exp,
    factorial,
    gamma,
    log,
    loggamma,
    polygamma,
)
from sympy.core.numbers import EulerGamma, Exp1, Pi
from sympy.core.relational import Relational, StrictLessThan

from symbolic.calculus.normal_form import functions, integrability, laws, logarithms, ring, sums
from symbolic.calculus.normal_form.atoms import (
    EULER,
    MAX_REMEMBERED,
    PI,
    CountAtom,
    E,
    LawAtom,
    MaxAtom,
    MinAtom,
    NegativePartAtom,
    Number,
    ParameterAtom,
    Polynomial,
    Undecided,
)
from symbolic.calculus.normal_form.joint_laws import marginal
from symbolic.calculus.normal_form.knowledge import Citations
from symbolic.calculus.normal_form.laws import Law
from symbolic.calculus.normal_form.means import mean
from symbolic.calculus.normal_form.polynomials import ONE, UNIT, constant, fixed, rational, single
from symbolic.calculus.normal_form.signs import Signs
from symbolic.calculus.normal_form.writing import written_polynomial
from symbolic.core.terms import (
    Applied,
    AtMost,
    Class,
    Count,
    Entry,
    Expectation,
    NegativePart,
    Outcome,
    Parameter,
    RowProduct,
    RowSum,
    Same,
    Spelled,
    Total,
)
from symbolic.functions import instead, row_of


class NormalForm(Signs):
    """The normal forms under hypotheses `given`: `density > 0` at every row, and `expectation < oo`.

    `laws` are the laws of the expectations around an expression: their own densities are positive almost surely.
    """

    add, multiply, power = ring.add, ring.multiply, ring.power
    divided, cleared, oriented, equal = ring.divided, ring.cleared, ring.oriented, ring.equal
    log, exp = logarithms.logarithm, logarithms.exponential
    sum, product, total = sums.sum_over_rows, logarithms.product_over_rows, sums.total
    integrable, lower_integrable = integrability.integrable, integrability.lower_integrable
    nonnegative_mean = integrability.nonnegative_mean

    def __init__(
        self,
        given: Iterable[Relational] = (),
        laws: tuple[Applied, ...] = (),
        known: Mapping[Expr, Polynomial] = MappingProxyType({}),
        citations: Citations | None = None,
    ) -> None:
        super().__init__(given, laws, citations or Citations())
        self._known = known
        self._memo: dict[Any, tuple[Polynomial, tuple[tuple[Law, int], ...]]] = {}  # with the laws cited for it
        self._bare: NormalForm | None = None
        self._facts: list[tuple[LawAtom, str, Polynomial]] | None = None

    def inside(self, law: Applied) -> NormalForm:
        return self._like(NormalForm(self.given, (*self.laws, law), self._known, self.citations))

    def bare(self) -> NormalForm:
        if self._bare is None:
            given = (f for f in self.given if not isinstance(f.lhs, RowSum))
            self._bare = NormalForm(given, self.laws, self._known)
        return self._bare

    def where(self, values: Mapping[Any, Polynomial]) -> NormalForm:
        """The normal forms in which symbols stand for `values`, such as `hole`. These here stay as they are."""
        known = MappingProxyType({**self._known, **values})
        return self._like(NormalForm(self.given, self.laws, known, self.citations))

    def factored(self) -> NormalForm:
        """The normal forms in which sums are taken apart into factors where a logarithm, a power or the like is taken."""
        forms = NormalForm(self.given, self.laws, self._known, self.citations)
        forms.factoring = True
        return forms

    def _like(self, other: NormalForm) -> NormalForm:
        other.factoring, other.angles = self.factoring, self.angles
        return other

    def written_out(self, *trees: Basic) -> NormalForm:
        """The normal forms in which functions of these trees are written out by others, and sums stand in one order.

        cos and sin of sums by those of the smallest parts of their angles that occur, hyperbolic functions by exp and log.
        """
        forms = NormalForm(self.given, self.laws, self._known, self.citations)
        forms.factoring, forms.angles = True, {}
        with self.citing():
            for tree in trees:
                forms.of(tree)  # notes what angles there are
        out = NormalForm(self.given, self.laws, self._known, self.citations)
        out.factoring, out.angles = True, forms.angles
        return out

    def facts(self) -> list[tuple[LawAtom, str, Polynomial]]:
        if self._facts is None:
            means = (f.lhs for f in self.given if isinstance(f, StrictLessThan) and isinstance(f.lhs, Expectation))
            self._facts = [fact for e in means if (fact := self._fact(e.body, e.law)) is not None]
        return self._facts

    def _fact(self, body: Basic, law: Applied) -> tuple[LawAtom, str, Polynomial] | None:
        within, where = self._like(NormalForm((), (law,))), self.law(law)
        part = isinstance(body, Abs | NegativePart)
        try:
            form = within.of(body.args[0] if part else body)
        except Undecided:
            return None
        if not part:
            return integrability.bounded_above(within, where, form)
        return marginal(where, form), "integrable" if isinstance(body, Abs) else "lower", form

    def of(self, e: Any) -> Polynomial:
        known = self._memo.get(e)
        if known is None:
            if len(self._memo) > MAX_REMEMBERED:
                self._memo.clear()
            known = self._memo[e] = self._found(e)
        form, cited = known
        for law, times in cited:
            self.cite(law, times)
        return form

    def _found(self, e: Any) -> tuple[Polynomial, tuple[tuple[Law, int], ...]]:
        outer, self.citations.counts = self.citations.counts, {}
        try:
            form = self._known[e] if e in self._known else _read(self, e)
            return MappingProxyType(form), tuple(self.citations.counts.items())
        except RecursionError:
            raise Undecided("an expression that is nested too deeply") from None
        finally:
            self.citations.counts = outer


def _read(forms: NormalForm, e: Basic) -> Polynomial:
    """The normal form of a tree, as written."""
    match e:
        case Rational():
            return constant(rational(int(e.p), int(e.q)))
        case Exp1():
            return single(E)
        case Pi():
            return single(PI)
        case EulerGamma():
            return single(EULER)
        case Count():
            return single(CountAtom(e.name))
        case Parameter():
            return single(ParameterAtom(e))
        case Entry() | Outcome() | Class():
            return single(forms.argument(e))
        case Applied():
            return single(forms.value(e))
        case Add():
            return ring.add(forms, *map(forms.of, e.args))
        case Mul():
            out: Polynomial = {ONE: UNIT}
            for a in e.args:
                out = ring.multiply(forms, out, forms.of(a))
            return out
        case Pow():
            return _power(forms, e.base, e.exp)
        case log(args=(_,)):
            if forms.factoring and (apart := logarithms.log_of_written(forms, written_factors(e.args[0]))) is not None:
                return apart
            return logarithms.logarithm(forms, forms.of(e.args[0]))
        case exp():
            return logarithms.exponential(forms, forms.of(e.args[0]))
        case RowSum() | RowProduct():
            sums.one_row(e.body, e.index.size, e.index)
            over_rows = sums.sum_over_rows if isinstance(e, RowSum) else logarithms.product_over_rows
            return over_rows(forms, e.count.name, forms.of(e.body))
        case Expectation():
            return mean(forms, e)
        case Total():
            if any(e.each in law.given for law in forms.laws):
                raise Undecided("a sum over all classes under a law that is conditional on one of them")
            return sums.total(forms, e.each.column, forms.of(e.body))
    return _function(forms, e)


def written_factors(e: Basic) -> list[tuple[Basic, Number]]:
    """The factors of a tree as they are written, each with its power."""
    if isinstance(e, Mul):
        return [factor for a in e.args for factor in written_factors(a)]
    if isinstance(e, Pow) and isinstance(e.exp, Rational):
        k = rational(int(e.exp.p), int(e.exp.q))
        return [(a, j * k) for a, j in written_factors(e.base)] if k.denominator == 1 else [(e.base, k)]
    return [(e, UNIT)]


def _power(forms: NormalForm, base: Basic, exponent: Basic) -> Polynomial:
    if forms.factoring and (apart := _power_of_written(forms, base, exponent)) is not None:
        return apart
    if isinstance(exponent, Rational):
        return ring.power(forms, forms.of(base), rational(int(exponent.p), int(exponent.q)))
    b, e = forms.of(base), forms.of(exponent)
    sign = ring.sign_by_factors(forms, b)
    if sign is None and (rows := _rows(e)) is not None:
        size, times = rows
        forms.cite(laws.PRODUCT_OF_ONE)
        return ring.power(forms, logarithms.product_over_rows(forms, size, b), times)
    if sign is None or (sign == 0 and forms.sign_of(e) is None):
        raise Undecided("a power with a base that may be zero")
    forms.cite(laws.POWER_AS_EXP)
    if not b and forms.sign_of(e) == 1:  # exp(b log 0) = exp(-oo)
        return {}
    return logarithms.exponential(forms, ring.multiply(forms, e, logarithms.logarithm(forms, b)))


def _power_of_written(forms: NormalForm, base: Basic, exponent: Basic) -> Polynomial | None:
    """A power that is not whole of a product as it is written, of finite factors that are at least 0; None of all else."""
    if isinstance(exponent, Integer) or not isinstance(base, Mul | Pow):
        return None
    factors = [(forms.of(tree), k) for tree, k in written_factors(base)]
    signs, e = [ring.sign_by_factors(forms, p) for p, _ in factors], forms.of(exponent)
    below = forms.sign_of(e) is None or min(k for _, k in factors) < 0
    if len(factors) < 2 or None in signs or (0 in signs and below):
        return None
    out: Polynomial = {ONE: UNIT}
    forms.cite(laws.POWER_OF_PRODUCT)
    for p, k in factors:
        power = ring.multiply(forms, constant(k), e)
        if set(power) <= {ONE}:
            factor = ring.power(forms, p, power.get(ONE, 0))
        else:
            forms.cite(laws.POWER_AS_EXP)
            factor = logarithms.exponential(forms, ring.multiply(forms, power, logarithms.logarithm(forms, p)))
        out = ring.multiply(forms, out, factor)
    return out


def _rows(p: Polynomial) -> tuple[str, int] | None:
    """(size, k) where a polynomial is k = 1, 2, ... times the number of rows of one table."""
    ((m, c), *more) = p.items() or [(ONE, 0)]
    if more or c.denominator != 1 or c <= 0 or len(m) != 1:
        return None
    ((a, e),) = m
    return (a.size, int(c)) if isinstance(a, CountAtom) and e == 1 else None


def _function(forms: NormalForm, e: Basic) -> Polynomial:
    match e:
        case Abs():
            return functions.absolute(forms, forms.of(e.args[0]))
        case NegativePart():
            return single(NegativePartAtom(fixed(forms.of(e.args[0]))))
        case Max() | Min():
            parts = frozenset(fixed(ring.divided(forms, forms.of(a))) for a in e.args)
            if len(parts) < len(e.args):
                forms.cite(laws.ALIKE)
            if len(parts) == 1:
                return dict(*parts)
            return single(MaxAtom(parts) if isinstance(e, Max) else MinAtom(parts))
        case AtMost():
            return functions.at_most(forms, *e.args)
        case Same():
            return functions.same_value(forms, *e.args)
        case factorial():
            return functions.gamma_of(forms, ring.add(forms, forms.of(e.args[0]), constant(UNIT)))
        case gamma():
            return functions.gamma_of(forms, forms.of(e.args[0]))
        case loggamma():
            return logarithms.logarithm(forms, functions.gamma_of(forms, forms.of(e.args[0])))
        case binomial(args=(n, k)):
            return functions.binomial_of(forms, *(ring.divided(forms, forms.of(a)) for a in (n, k)))
        case polygamma(args=(Rational(q=1, p=order), u)) if order >= 0:
            return functions.polygamma_of(forms, int(order), forms.of(u))
    if isinstance(e, Spelled):
        return forms.of(e.spelled())
    if (row := row_of(e)) is not None:
        return functions.special(forms, row, [ring.divided(forms, forms.of(a)) for a in e.args])
    raise Undecided(f"{type(e).__name__} is beyond the normal form{instead(e)}")


@lru_cache(maxsize=8)
def shared(given: tuple[Relational, ...]) -> NormalForm:
    """One NormalForm for everything under the same hypotheses: neighbouring lines have most of their terms in common."""
    return NormalForm(given)


def same(left: Expr, right: Expr, given: Iterable[Relational] = ()) -> bool:
    """Do both expressions have one normal form? Raises Undecided beyond the fragment."""
    forms = NormalForm(given)
    return ring.equal(forms, forms.of(left), forms.of(right))


def written_out(e: Expr, given: Iterable[Relational] = ()) -> Any:
    """The normal form of an expression as an expression again. Raises Undecided."""
    return written_polynomial(NormalForm(given).of(e))
