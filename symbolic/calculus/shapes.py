"""Which functions of the unknowns are convex or concave: by rules of composition, and by their second derivatives.

A function with values in (-oo, oo] on a convex set is convex where f((1 - t) a + t b) <= (1 - t) f(a) + t f(b), 0 < t < 1.
Nothing here is a verdict.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

from sympy import Abs, Add, Expr, Max, Min, Mul, Pow, Rational, exp, factorial, gamma, log, loggamma

from symbolic.calculus.enclosing import Values
from symbolic.calculus.normal_form import NormalForm, Undecided, written_polynomial
from symbolic.calculus.slopes import BOTH, analytic, continuity, derivative, interior, is_open, moves, sign, substituted
from symbolic.core.domains import RealInterval
from symbolic.core.errors import Open
from symbolic.core.terms import AtMost, Parameter, RowSum, Total, symbols

CONVEX, CONCAVE = "convex", "concave"
AFFINE = frozenset({CONVEX, CONCAVE})
UNKNOWN_SHAPE: frozenset[str] = frozenset()
MAX_UNKNOWNS = 4  # of the second derivatives


class Shapes:
    """Which of CONVEX (with values in (-oo, oo]) and CONCAVE (in [-oo, oo)) is known of an expression, by composition.

    Every rule here looks at an expression that `values` knows to be defined. Source: Boyd and Vandenberghe, Convex
    Optimization, sections 3.1, 3.2 and 3.5.
    """

    def __init__(self, unknowns: Iterable[Parameter], values: Values) -> None:
        self.unknowns, self.values = unknowns, values

    def of(self, e: Expr) -> frozenset[str]:
        """Which of the two are known."""
        where = self.values.of(e)
        impossible = {CONVEX} if where.has(-RealInterval().upper) else set()
        impossible |= {CONCAVE} if where.has(RealInterval().upper) else set()
        return self._of(e) - impossible

    def _of(self, e: Expr) -> frozenset[str]:
        if isinstance(e, Parameter) or not moves(e, self.unknowns):
            return AFFINE
        match e:
            case Add():
                return self._sum(e)
            case Mul():
                return self._multiple(e)
            case Pow():
                return self._power(e)
            case exp():
                return self.of(e.args[0]) & {CONVEX}
            case log(args=(inner,)):
                found = {CONVEX} if self._log_convex(inner) else set()
                return frozenset(found | ({CONCAVE} if self._log_concave(inner) else set()))
            case (
                loggamma(args=(inner,)) | gamma(args=(inner,))
            ):  # log-convex: Bohr and Mollerup (Artin, The Gamma Function)
                return frozenset({CONVEX}) if self._affine(inner) and self.values.of(inner).positive else UNKNOWN_SHAPE
            case Abs(args=(inner,)):
                return frozenset({CONVEX}) if self._affine(inner) else UNKNOWN_SHAPE
            case Max() | Min():
                kept = CONVEX if isinstance(e, Max) else CONCAVE
                return frozenset.intersection(*map(self.of, e.args)) & {kept}
            case RowSum() | Total():
                return self.of(e.body)
        return UNKNOWN_SHAPE

    def _affine(self, e: Expr) -> bool:
        return self.of(e) == AFFINE and self.values.of(e).bounded_values

    def _sum(self, e: Add) -> frozenset[str]:
        found = frozenset.intersection(*map(self.of, e.args))
        return found or frozenset({CONVEX} if self.log_beta(e) else set())

    def log_beta(self, e: Add) -> tuple[Expr, ...]:
        """a_1, ..., a_k, for log Gamma(a_1) + ... + log Gamma(a_k) - log Gamma(a_1 + ... + a_k) and what else is convex.

        The first is the log of an integral of exp(affine), strictly convex in a_1, ..., a_k. Otherwise nothing.
        Source: Brown, Fundamentals of Statistical Exponential Families, chapter 1, for Dirichlet's integral (NIST DLMF,
        section 5.14).
        """
        bent = [a for a in e.args if CONVEX not in self.of(a)]
        if len(bent) != 1:
            return ()
        whole = _log_gamma(Mul(-1, bent[0]))
        parts = [u for a in e.args if a is not bent[0] and (u := _log_gamma(a)) is not None]
        if whole is None or not all(self._affine(u) and self.values.of(u).positive for u in (whole, *parts)):
            return ()
        forms = NormalForm()
        for size in range(2, min(len(parts), 6) + 1):
            for some in combinations(parts, size):
                try:
                    if forms.equal(forms.of(Add(*some)), forms.of(whole)):
                        return some
                except Undecided:
                    return ()
        return ()

    def _multiple(self, e: Mul) -> frozenset[str]:
        moving = [a for a in e.args if moves(a, self.unknowns)]
        where = [self.values.of(a) for a in e.args if not moves(a, self.unknowns)]
        if not all(f.bounded_values for f in where):
            return UNKNOWN_SHAPE
        shape = self.of(moving[0]) if len(moving) == 1 else self._several(moving)
        if not all(f.nonnegative or f.nonpositive for f in where):
            return shape if shape == AFFINE and all(self.values.of(a).bounded_values for a in moving) else UNKNOWN_SHAPE
        if sum(not f.nonnegative for f in where) % 2:
            return frozenset({CONVEX: CONCAVE, CONCAVE: CONVEX}[s] for s in shape)
        return shape

    def _several(self, moving: list[Expr]) -> frozenset[str]:
        """(affine)^p / (concave positive)^q for p even, p >= q + 1; Huber's (a - m/2) m, m = min(a, d), for convex a >= 0.

        Source of the latter: Huber, Robust Estimation of a Location Parameter (1964).
        """
        if len(moving) != 2:
            return UNKNOWN_SHAPE
        for one, other in (moving, moving[::-1]):
            if isinstance(other, Min) and len(other.args) == 2:
                for a, d in (other.args, other.args[::-1]):
                    if one == a - other / 2 and not moves(d, self.unknowns) and CONVEX in self.of(a):
                        held = self.values.of(d).nonnegative and self.values.of(a).nonnegative
                        return frozenset({CONVEX}) if held else UNKNOWN_SHAPE
            if (
                isinstance(one, Pow)
                and isinstance(other, Pow)
                and isinstance(one.exp, Rational)
                and isinstance(other.exp, Rational)
                and one.exp.q == 1
                and one.exp % 2 == 0
                and one.exp > 0 > other.exp
                and one.exp >= 1 - other.exp
                and self._affine(one.base)
                and CONCAVE in self.of(other.base)
                and self._positive(other.base)
            ):
                return frozenset({CONVEX})
        return UNKNOWN_SHAPE

    def _positive(self, e: Expr) -> bool:
        where = self.values.of(e)
        return where.positive and where.bounded_values

    def _power(self, e: Pow) -> frozenset[str]:
        if moves(e.exp, self.unknowns):  # c^u = exp(u log c)
            constant = not moves(e.base, self.unknowns) and self._positive(e.base)
            return frozenset({CONVEX}) if constant and self._affine(e.exp) else UNKNOWN_SHAPE
        base, r = self.of(e.base), self.values.of(e.exp)
        where = self.values.of(e.base)
        if isinstance(e.exp, Rational) and e.exp.q == 1 and e.exp > 0 and e.exp % 2 == 0 and self._affine(e.base):
            return frozenset({CONVEX})
        if not where.nonnegative:
            return UNKNOWN_SHAPE
        if r.lower >= 1 and CONVEX in base:
            return frozenset({CONVEX})
        if r.nonnegative and r.upper <= 1 and CONCAVE in base:
            return frozenset({CONCAVE})
        if r.nonpositive and CONCAVE in base and self._positive(e.base):
            return frozenset({CONVEX})
        return UNKNOWN_SHAPE

    def _log_convex(self, e: Expr) -> bool:
        """Is e positive, finite and log e convex? Sums, products and positive powers of such are again such."""
        if not self._positive(e):
            return False
        if not moves(e, self.unknowns):
            return True
        match e:
            case exp(args=(inner,)):
                return CONVEX in self.of(inner)
            case Add():  # nonnegative multiples of such; not all of them 0, for e is positive
                return all(self._log_convex(a) or self._multiple_of_log_convex(a) for a in e.args)
            case Mul():
                return all(map(self._log_convex, e.args))
            case RowSum() | Total():
                return self._log_convex(e.body)
            case gamma(args=(inner,)):
                return self._affine(inner)
            case Pow() if not moves(e.exp, self.unknowns):
                r = self.values.of(e.exp)
                return (r.nonnegative and self._log_convex(e.base)) or (r.nonpositive and self._log_concave(e.base))
            case Pow():
                return CONVEX in self.of(e) and self._affine(e.exp) and not moves(e.base, self.unknowns)
        return False

    def _multiple_of_log_convex(self, e: Expr) -> bool:
        """c g with c >= 0 free of the unknowns, and g such: 0 everywhere or such itself."""
        moving = [a for a in e.args if moves(a, self.unknowns)] if isinstance(e, Mul) else []
        still = (
            [self.values.of(a) for a in e.args if not moves(a, self.unknowns)]
            if isinstance(e, Mul)
            else [self.values.of(e)]
        )
        held = isinstance(e, Mul) or not moves(e, self.unknowns)
        return held and all(c.nonnegative and c.bounded_values for c in still) and all(map(self._log_convex, moving))

    def _log_concave(self, e: Expr) -> bool:
        """Is e nonnegative, finite and log e concave, with values in [-oo, oo)?"""
        where = self.values.of(e)
        if not (where.nonnegative and where.bounded_values):
            return False
        if not moves(e, self.unknowns) or CONCAVE in self.of(e):
            return True
        match e:
            case exp(args=(inner,)):
                return CONCAVE in self.of(inner)
            case Mul():
                return all(map(self._log_concave, e.args))
            case Pow() if not moves(e.exp, self.unknowns):
                r = self.values.of(e.exp)
                return (r.nonnegative and self._log_concave(e.base)) or (r.nonpositive and self._log_convex(e.base))
            case Pow():
                return self._log_convex(e)  # c^(affine): log-affine
            case AtMost(args=(low, high)):  # 0 outside of a convex set, 1 in it
                if CONVEX in self.of(low) and CONCAVE in self.of(high):
                    return True
                still = not moves(low, self.unknowns) and self.values.of(low).nonnegative
                return (still or self._log_convex(low)) and self._positive(high) and self._log_concave(high)
        return False


def _log_gamma(e: Expr) -> Expr | None:
    """u where e is log Gamma(u), else None."""
    match e:
        case loggamma(args=(u,)) | log(args=(gamma(args=(u,)),)):
            return u
        case log(args=(factorial(args=(u,)),)):
            return u + 1
    return None


# ---- by second derivatives --------------------------------------------------------------------------------------------


def second_derivatives(e: Expr, unknowns: tuple[Parameter, ...], forms: NormalForm, values: Values) -> list[list[Expr]]:
    """The matrix of second derivatives, in normal form, of what is smooth on the (open) domains. Raises Undecided."""
    if len(unknowns) > MAX_UNKNOWNS:
        raise Undecided(f"more than {MAX_UNKNOWNS} unknowns")
    if not analytic(e, unknowns, values):
        raise Undecided(f"{e}, which is not known to be smooth")
    first = [derivative(e, u, forms) for u in unknowns]
    return [[derivative(d, v, forms) for v in unknowns] for d in first]


def principal_minor(matrix: list[list[Expr]], rows: Sequence[int]) -> Expr:
    """The determinant of some rows and the same columns."""
    return _determinant([[matrix[i][j] for j in rows] for i in rows])


def _determinant(rows: list[list[Expr]]) -> Expr:
    if len(rows) == 1:
        return rows[0][0]
    return Add(
        *(
            Mul((-1) ** j, rows[0][j], _determinant([[*row[:j], *row[j + 1 :]] for row in rows[1:]]))
            for j in range(len(rows))
        )
    )


def strictly_convex(e: Expr, unknowns: tuple[Parameter, ...]) -> None:
    """Returns where `e` is strictly convex. Raises Open where that is not known, or Undefined.

    Where every leading principal minor of the second derivatives is positive (Horn and Johnson, Matrix Analysis, section
    7.2), or where the log of Dirichlet's integral, which is a part of it, takes in all the unknowns, each as it is. One
    unknown may have closed ends up to which the function is continuous.
    """
    values, inside = Values(), interior(unknowns, e)
    if inside is None:
        raise Open("a domain of a single number")
    closed = [u for u in unknowns if not is_open(u)]
    if closed and (len(unknowns) > 1 or continuity(e, unknowns, values) != BOTH):
        raise Open(f"the closed domain of {closed[0]}")
    variables = tuple(sorted({s for v in inside.values() for s in symbols(v)}, key=str))
    try:
        forms = NormalForm()
        opened = written_polynomial(forms.of(substituted(e, inside)))
        if opened.is_Add and set(Shapes(frozenset(variables), values).log_beta(opened)) == set(variables):
            return
        second = second_derivatives(opened, variables, forms, values)
        if any(sign(principal_minor(second, range(size + 1)), forms) != 1 for size in range(len(variables))):
            raise Open(f"{e} is not known to be strictly convex")
    except Undecided as reason:
        raise Open(f"the normal form stops at {reason}") from reason
