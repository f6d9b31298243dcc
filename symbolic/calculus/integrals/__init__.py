"""Integrals and sums over the domains of columns, exactly: by linearity, substitution, and a table of standard integrals.

An integrand is brought to its normal form, and integrated monomial by monomial (each converges absolutely, so their sum
does). What is not in the table at once is brought there by cutting the domain where the integrand has a kink or a jump,
by moving and scaling, by x = e^u and by x = -log(t) / r. Nothing here is a verdict, and no integral is taken from
SymPy.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from functools import lru_cache
from itertools import chain, count
from typing import Any

from sympy import (
    Abs,
    Add,
    Expr,
    Heaviside,
    Integer,
    Max,
    Mul,
    Pow,
    Rational,
    count_ops,
    exp,
    factor,
    factor_terms,
    log,
    sign,
    together,
)

from symbolic.calculus.integrals import table
from symbolic.calculus.integrals.shapes import (
    coefficients,
    linear,
    negated,
    read,
    split,
    tidied,
    whole,
)
from symbolic.calculus.integrals.shapes import positive as surely_positive
from symbolic.calculus.normal_form import (
    ONE,
    UNIT,
    Atom,
    NormalForm,
    Polynomial,
    Undecided,
    constant,
    mentions,
    written_polynomial,
)
from symbolic.core.domains import (
    INFINITY,
    Categories,
    Domain,
    FiniteSet,
    Integers,
    RealInterval,
    counts,
    open_unit_interval,
    positive,
    reals,
)
from symbolic.core.terms import (
    Applied,
    AtMost,
    Break,
    Class,
    Column,
    NegativePart,
    Outcome,
    Parameter,
    Same,
    Total,
    breaks,
    raw,
    replace,
    symbols,
    walk,
)

MAX_DEPTH = 6
MAX_CASES = 256
MAX_FACTORED = 80


def compute(integrand: Expr, outcomes: Iterable[Outcome], total: Expr | None = None) -> Expr:
    """The value of an integral, or sum, that converges absolutely for all values of the parameters.

    Arguments: `integrand`, an expression in `outcomes` and parameters; each outcome ranges over its column's domain,
    with the counting measure where that is discrete, else Lebesgue's; where `total` is given, over those outcomes that
    add up to it (with Lebesgue's measure on all but one of them). Raises Undecided where the value is not known here,
    or the convergence not sure.
    """
    return _shortest(value_of(integrand, tuple(outcomes), total))


def _shortest(value: Polynomial) -> Expr:
    """The value as an expression, factored where that is shorter: SymPy proposes it, and the normal form makes sure of it."""
    plain, forms = written_polynomial(value), NormalForm()
    if not isinstance(plain, Add) or count_ops(plain) > MAX_FACTORED:
        return plain
    found = [plain]
    for proposal in (factor_terms(plain), factor(plain), together(plain)):
        try:
            if forms.equal(forms.of(proposal), value):
                found.append(proposal)
        except Undecided:
            continue
    return min(found, key=count_ops)


def value_of(integrand: Expr, outcomes: tuple[Outcome, ...], total: Expr | None = None) -> Polynomial:
    """The normal form of `compute`'s value. Raises Undecided."""
    found = _remembered(integrand, outcomes, total)
    if isinstance(found, str):
        raise Undecided(found)
    return dict(found)


@lru_cache(maxsize=512)
def _remembered(integrand: Expr, outcomes: tuple[Outcome, ...], total: Expr | None) -> Polynomial | str:
    try:
        found = _value(integrand, outcomes, total)
    except Undecided as reason:
        return str(reason)
    forms = NormalForm()
    if any(mentions(m, NormalForm.argument(x)) for m in found for x in outcomes):
        return "a value that depends on what is integrated over"
    return tidied(forms, found) if all(map(forms.tame, found)) else "a value that may be infinite"


def _value(integrand: Expr, outcomes: tuple[Outcome, ...], total: Expr | None) -> Polynomial:
    abstract = [t for t in walk(integrand) if isinstance(t, Applied) and {*t.points, *t.given} & set(outcomes)]
    if abstract == [integrand] and total is None and _is_law(integrand, outcomes):
        return constant(1)
    if total is None and len(outcomes) == 1 and isinstance(outcomes[0].column.domain, Categories):
        return _over_classes(integrand, outcomes[0])
    if abstract:
        raise Undecided(f"an integral of the abstract {abstract[0]}")
    if total is not None:
        return _with_total(integrand, outcomes, total)
    if len(outcomes) == 1:
        return _one_variable(integrand, outcomes)
    return _normal_columns(integrand, outcomes)


def _is_law(t: Applied, outcomes: tuple[Outcome, ...]) -> bool:
    """Is it declared to be a density of just these columns?"""
    return t.head.kind == "density" and set(t.points) == set(outcomes)


def _over_classes(integrand: Expr, x: Outcome) -> Polynomial:
    """A sum over all classes: what mentions the class stays under the sum, sums over all classes themselves leave it."""
    forms, each = NormalForm(), Class(x.column)
    parts = []
    for m, c in forms.of(integrand).items():
        tight = frozenset((a, e) for a, e in m if mentions(a, NormalForm.argument(x)))
        if not forms.tame(m):
            raise Undecided("a term that may be infinite")
        body = written_polynomial({tight: UNIT})
        if any(isinstance(t, Total) for t in walk(body)):
            raise Undecided("sums over all classes inside one another")
        summed = forms.of(Total(replace(body, {x: each}.get), each))
        parts.append(forms.multiply({m - tight: c}, summed))
    return forms.add({}, *parts)


# ---- one variable ----------------------------------------------------------------------------------------------------


class _UnknownSign(Undecided):
    """The integral is another one on either side of where `place`, which is free of what is integrated over, is 0."""

    def __init__(self, place: Polynomial) -> None:
        super().__init__(f"an integral that is cut at {written_polynomial(place)}, whose sign is not known")
        self.place = place


def _by_cases(integrand: Expr, outcomes: tuple[Outcome, ...], place: Polynomial, depth: int) -> Polynomial | None:
    """The integral where place > 0, < 0 and = 0, if it is one expression in |place|, else None.

    With place = a + b u, for a real parameter u and a rational number b, the cases are u = (d - a)/b, u = (-d - a)/b
    and u = -a/b, where d > 0.
    """
    forms = NormalForm()
    for u in sorted((s for s in symbols(integrand) if isinstance(s, Parameter)), key=str):
        found = linear(place, ("parameter", u))
        if u.domain != reals or found is None or set(found[1]) != {ONE}:
            continue
        names = {s.name for s in symbols(integrand)}
        d = Parameter(next(f"d{j}" for j in count() if f"d{j}" not in names), positive)
        rest, slope = written_polynomial(found[0]), written_polynomial(found[1])
        cases = [
            _one_variable(replace(integrand, {u: (sign * d - rest) / slope}.get), outcomes, depth - 1)
            for sign in (1, -1, 0)
        ]
        distance = raw(Abs, (written_polynomial(place),))
        if not forms.equal(cases[0], cases[1]):
            return None
        found_there = written_polynomial(cases[0])
        at_zero = forms.of(replace(found_there, {d: Integer(0)}.get))
        return forms.of(replace(found_there, {d: distance}.get)) if forms.equal(at_zero, cases[2]) else None
    return None


def _one_variable(integrand: Expr, outcomes: tuple[Outcome, ...], depth: int = 2) -> Polynomial:
    try:
        return _Integral(_free_name(integrand)).over(integrand, outcomes[0])
    except _UnknownSign as reason:
        found = _by_cases(integrand, outcomes, reason.place, depth) if depth else None
        if found is None:
            raise
        return found


def _free_name(*trees: Any) -> str:
    """A name for a variable of integration that no outcome has, those that are not integrated over included."""
    used = {t.column.name for tree in trees for t in walk(tree) if isinstance(t, Outcome)}
    return next(n for n in chain("uvwst", (f"u{j}" for j in count())) if n not in used)


class _Integral:
    """Integrals over one variable, whose substitutes are called `name`."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.forms = NormalForm()

    def variable(self, domain: Domain) -> Outcome:
        return Outcome(Column(self.name, "n", domain))

    def over(self, tree: Any, x: Outcome) -> Polynomial:
        domain = x.column.domain
        if isinstance(domain, FiniteSet) or (isinstance(domain, Integers) and domain.finite):
            return self.cases(tree, x, _members(domain))
        if isinstance(domain, Integers):
            return self.series(tree, x, domain)
        if isinstance(domain, RealInterval):
            return self.interval(tree, x, domain)
        raise Undecided(f"a sum over {domain}")

    # ---- sums --------------------------------------------------------------------------------------------------------

    def cases(self, tree: Any, x: Outcome, values: Iterable[Fraction]) -> Polynomial:
        """A finite sum, term by term."""
        parts = [self.at(tree, x, v) for v in values]
        if any(not self.forms.tame(m) for p in parts for m in p):
            raise Undecided("a term that may be infinite")
        return self.forms.add({}, *parts)

    def at(self, tree: Any, x: Outcome, value: Fraction | int) -> Polynomial:
        number = Rational(value.numerator, value.denominator)
        return self.forms.of(self.resolved(replace(tree, {x: number}.get)))

    def series(self, tree: Any, x: Outcome, domain: Integers) -> Polynomial:
        """A sum over whole numbers without end."""
        k = self.variable(counts)
        if isinstance(domain.lower, Fraction):
            map_ = Integer(int(domain.lower)) + k if domain.lower else k
        elif isinstance(domain.upper, Fraction):
            map_ = Integer(int(domain.upper)) - k
        else:
            raise Undecided("a sum over all whole numbers")
        return self.counts(replace(tree, {x: map_}.get), k)

    def counts(self, tree: Any, k: Outcome) -> Polynomial:
        """A sum over 0, 1, 2, ...: what is singled out by an indicator 1[k = a] is added by itself."""
        tree, atom = self.resolved(tree), NormalForm.argument(k)
        chosen = next((t for t in walk(tree) if isinstance(t, Same) and k in walk(t)), None)
        if chosen is not None:
            found = self.crossing(self.gap(*chosen.args), atom)
            place = None if found is None else whole(found)
            if place is None or place < 0:
                raise Undecided(f"a sum with {chosen}")
            without, with_ = (replace(tree, {chosen: Integer(v)}.get) for v in (0, 1))
            here = self.forms.add(self.at(with_, k, place), negated(self.at(without, k, place)))
            return self.forms.add(self.counts(without, k), here)
        bound = next((t for t in walk(tree) if isinstance(t, AtMost) and k in walk(t)), None)
        if bound is not None:
            return self.first(tree, k, bound)
        return self.looked_up(self.forms.of(tree), atom, table.COUNTS)

    def first(self, tree: Any, k: Outcome, bound: Any) -> Polynomial:
        """sum_{k=0}^N k^j for j = 0, 1, 2 and a whole N >= -1, and what is left for 1[k <= N] = 0, for all k.

        Source: Gradshteyn and Ryzhik, Table of Integrals, Series, and Products, 0.121 1 and 2.
        """
        atom, forms = NormalForm.argument(k), self.forms
        found = linear(self.gap(*bound.args), atom)
        if found is None or found[1] != constant(-1) or not _whole_valued(found[0]):
            raise Undecided(f"a sum with {bound}")
        last, without = found[0], replace(tree, {bound: Integer(0)}.get)
        inside = forms.add(forms.of(replace(tree, {bound: Integer(1)}.get)), negated(forms.of(without)))
        if forms.sign_of(forms.add(last, constant(1))) is None:
            raise Undecided(f"a sum up to {written_polynomial(last)}, which may be less than -1")
        parts = []
        for m, c in inside.items():
            shape = read(forms, m, c, atom)
            j = whole(shape.power)
            if shape.logs or shape.exponents or shape.sums or shape.others or j not in (0, 1, 2):
                raise Undecided("a sum up to a parameter of what is no polynomial")
            after, twice = forms.add(last, constant(1)), forms.add(last, last, constant(1))
            known = {
                0: after,
                1: forms.multiply(constant(Fraction(1, 2)), forms.multiply(last, after)),
                2: forms.multiply(constant(Fraction(1, 6)), forms.multiply(forms.multiply(last, after), twice)),
            }[j]
            parts.append(forms.multiply(shape.scale, known))
        return forms.add(self.counts(without, k), *parts)

    # ---- integrals ---------------------------------------------------------------------------------------------------

    def interval(self, tree: Any, x: Outcome, domain: RealInterval) -> Polynomial:
        """Over any interval, after mapping it linearly onto the reals, (0, oo) or (0, 1)."""
        low, high = (None if isinstance(end, float) else _number(end) for end in (domain.lower, domain.upper))
        if low is None and high is None:
            return self.standard(tree, x, MAX_DEPTH)
        if low is not None and high is not None:
            if low == high:
                return {}
            return self.substituted(tree, x, open_unit_interval, lambda t: low + (high - low) * t, high - low)
        if low is not None:
            return self.substituted(tree, x, positive, lambda v: low + v, Integer(1))
        return self.substituted(tree, x, positive, lambda v: high - v, Integer(1))

    def substituted(
        self, tree: Any, x: Outcome, domain: Domain, map_: Callable[[Any], Any], jacobian: Any, depth: int = MAX_DEPTH
    ) -> Polynomial:
        """The integral after a substitution x = map(u) that is one to one, where `jacobian` is |dx/du| in u."""
        u = self.variable(domain)
        slope = jacobian(u) if callable(jacobian) else jacobian
        return self.standard(raw(Mul, (replace(tree, {x: map_(u)}.get), slope)), u, depth)

    def standard(self, tree: Any, x: Outcome, depth: int) -> Polynomial:
        """Over the reals, (0, oo) or (0, 1)."""
        tree = self.resolved(tree)
        if depth == 0:
            raise Undecided("an integral with many kinks")
        kinks = [t for t in walk(tree) if _moves_on(t) and x in walk(t)]
        for kink in kinks:
            if not any(_moves_on(t) for a in kink.args for t in walk(a)):
                return self.cut(tree, x, self.kink(kink, x), depth)
        domain, atom = x.column.domain, NormalForm.argument(x)
        try:
            form = self.forms.of(tree)
        except Undecided:  # signs may be known on both sides of where a sum in x is 0
            if domain != reals:
                raise
            return self.cut(tree, x, self.zero(tree, x), depth)
        entries = {reals: table.LINE, positive: table.HALF_LINE, open_unit_interval: table.UNIT_INTERVAL}[domain]
        try:
            return self.looked_up(form, atom, entries)
        except Undecided as reason:
            first = reason
        shorter = tidied(self.forms, form)
        if shorter != form:
            try:
                return self.looked_up(shorter, atom, entries)
            except Undecided:
                form = shorter
        for attempt in self.attempts(form, tree, x, depth):
            try:
                return attempt()
            except Undecided:
                continue
        raise first

    def looked_up(self, form: Polynomial, x: Atom, entries: tuple[table.Entry, ...]) -> Polynomial:
        """The sum of what the table says of each monomial."""
        parts = []
        for m, c in form.items():
            shape = read(self.forms, m, c, x)
            found = next((v for v in (entry(self.forms, shape, x) for entry in entries) if v is not None), None)
            if found is None:
                part = written_polynomial({split(m, x)[1]: UNIT})
                raise Undecided(
                    f"the {'series' if entries is table.COUNTS else 'integral'} of {part}, which is not in the table"
                )
            parts.append(self.forms.multiply(shape.scale, found))
        return self.forms.add({}, *parts)

    def attempts(self, form: Polynomial, tree: Any, x: Outcome, depth: int) -> Iterator[Callable[[], Polynomial]]:
        """Substitutions that may bring an integrand into the table."""
        atom, domain = NormalForm.argument(x), x.column.domain
        if domain == reals:
            for rate in _rates(form, atom):
                if surely_positive(self.forms, rate):
                    r = written_polynomial(rate)
                    yield lambda r=r: self.substituted(  # type: ignore[misc]
                        tree, x, positive, lambda t: -log(t) / r, lambda t: 1 / (r * t), depth - 1
                    )
            for centre in self.centres(form, atom):
                yield lambda centre=centre: self.cut(tree, x, centre, depth)  # type: ignore[misc]
        if domain == positive and any(frozenset({(("log", atom), 2)}) == split(b, atom)[1] for b in _bases(form)):
            yield lambda: self.substituted(tree, x, reals, exp, exp, depth - 1)

    def centres(self, form: Polynomial, x: Atom) -> Iterator[Polynomial]:
        """Where a quadratic in x that stands in a power or a logarithm has its extreme; at last 0."""
        for items in _sums(form):
            parts = coefficients(dict(items), x)
            if any(a != x for m in parts for a, _ in m):
                return  # no polynomial
            second = parts.get(frozenset({(x, 2)}))
            if second is not None and len(second) == 1:
                slope = parts.get(frozenset({(x, UNIT)}), {})
                half = self.forms.multiply(slope, self.forms.power(second, -1))
                yield self.forms.multiply(constant(Fraction(-1, 2)), half)
        yield {}

    # ---- kinks and jumps ---------------------------------------------------------------------------------------------

    def gap(self, left: Any, right: Any) -> Polynomial:
        return self.forms.add(self.forms.of(right), negated(self.forms.of(left)))

    def side(self, gap: Polynomial) -> int:
        """1 where it is surely at least 0, -1 where it is surely negative, else 0."""
        if not gap or self.forms.sign_of(gap) is not None or surely_positive(self.forms, gap):
            return 1
        return -1 if surely_positive(self.forms, negated(gap)) else 0

    def resolved(self, tree: Any) -> Any:
        """The tree without those indicators, absolute values, maxima and minima that are decided by signs."""

        def change(node: Any) -> Any:
            if breaks(node) is None or isinstance(node, sign | Heaviside):
                return None
            try:
                if isinstance(node, Abs):
                    side = self.side(self.forms.of(node.args[0]))
                    inner = node.args[0]
                    return self.resolved(inner if side > 0 else raw(Mul, (Integer(-1), inner))) if side else None
                if isinstance(node, NegativePart):
                    side = self.side(self.forms.of(node.args[0]))
                    negative = raw(Mul, (Integer(-1), node.args[0]))
                    return self.resolved(Integer(0) if side > 0 else negative) if side else None
                if len(node.args) != 2:
                    return None
                gap = self.gap(*node.args)
                side = self.side(gap)
            except Undecided:
                return None
            if isinstance(node, Same):
                if not gap:
                    return Integer(1)
                apart = side < 0 or surely_positive(self.forms, gap)
                return Integer(0) if apart else None
            if side == 0:
                return None
            if isinstance(node, AtMost):
                return Integer(int(side > 0))
            larger = node.args[1] if side > 0 else node.args[0]
            smaller = node.args[0] if side > 0 else node.args[1]
            return self.resolved(larger if isinstance(node, Max) else smaller)

        return replace(tree, change)

    def zero(self, tree: Any, x: Outcome) -> Polynomial:
        """Where a sum a + b x that stands in the tree is 0. Raises Undecided."""
        for node in walk(tree):
            if isinstance(node, Add) and x in walk(node):
                try:
                    found = self.crossing(self.forms.of(node), NormalForm.argument(x))
                except Undecided:
                    continue
                if found is not None:
                    return found
        raise Undecided("an integrand whose sign nobody knows")

    def kink(self, node: Any, x: Outcome) -> Polynomial:
        """Where an indicator, absolute value, maximum or minimum changes its form."""
        if isinstance(node, Abs | NegativePart | sign | Heaviside):
            gap = self.forms.of(node.args[0])
        elif len(node.args) == 2:
            gap = self.gap(*node.args)
        else:
            raise Undecided(f"an integral with {node}")
        found = self.crossing(gap, NormalForm.argument(x))
        if found is None:
            raise Undecided(f"an integral with {node}, whose sign changes nobody knows where")
        return found

    def crossing(self, gap: Polynomial, x: Atom) -> Polynomial | None:
        """Where a + b x with b surely positive, or surely negative, is 0; None where it is no such form."""
        found = linear(gap, x)
        if found is None:
            return None
        a, b = found
        if surely_positive(self.forms, b):
            a, b = negated(a), negated(b)
        if not surely_positive(self.forms, negated(b)):
            return None
        return tidied(self.forms, self.forms.multiply(a, self.forms.power(negated(b), -1)))

    def cut(self, tree: Any, x: Outcome, place: Polynomial, depth: int) -> Polynomial:
        """The integral on both sides of a place."""
        p, one = written_polynomial(place), Integer(1)
        if x.column.domain == reals:
            below = self.substituted(tree, x, positive, lambda v: p - v, one, depth - 1)
            return self.forms.add(below, self.substituted(tree, x, positive, lambda v: p + v, one, depth - 1))
        if x.column.domain != positive:
            raise Undecided(f"an integral that is cut at {p}, which may lie outside the domain")
        if not surely_positive(self.forms, place):
            raise _UnknownSign(place)
        below = self.substituted(tree, x, open_unit_interval, lambda t: p * t, p, depth - 1)
        try:
            above = self.substituted(tree, x, open_unit_interval, lambda t: p / t, lambda t: p / t**2, depth - 1)
        except Undecided:
            above = self.substituted(tree, x, positive, lambda v: p + v, one, depth - 1)
        return self.forms.add(below, above)


def _members(domain: FiniteSet | Integers) -> list[Fraction]:
    if isinstance(domain, FiniteSet):
        return list(domain.values)
    low, high = int(domain.lower), int(domain.upper)
    if high - low >= MAX_CASES:
        raise Undecided(f"a sum of {high - low + 1} terms")
    return [Fraction(k) for k in range(low, high + 1)]


def _moves_on(node: Any) -> bool:
    """Is it made of two pieces, of which the one follows where the other ends? (One value at a point is no piece.)"""
    return breaks(node) in (Break.KINK, Break.JUMP)


def _number(end: Any) -> Any:
    return Rational(end.numerator, end.denominator)


def _whole_valued(p: Polynomial) -> bool:
    """Is it a sum of whole multiples of whole numbers?"""
    return all(
        c.denominator == 1
        and all(
            a[0] == "parameter" and isinstance(a[1].domain, Integers) and e.denominator == 1 and e > 0 for a, e in m
        )
        for m, c in p.items()
    )


def _nested(thing: Any) -> Iterator[Atom]:
    """Every atom inside, at any depth."""
    if isinstance(thing, tuple) and thing and isinstance(thing[0], str):
        yield thing
    if isinstance(thing, tuple | frozenset):
        for part in thing:
            yield from _nested(part)


def _bases(form: Polynomial) -> Iterator[Any]:
    """The monomials in exponents."""
    for m in form:
        for a, _ in m:
            if a[0] == "exp":
                yield a[1]


def _sums(form: Polynomial) -> Iterator[Any]:
    """The sums in powers and logarithms."""
    for m in form:
        for a in _nested(m):
            if a[0] in ("base", "log of sum"):
                yield a[1]


def _rates(form: Polynomial, x: Atom) -> Iterator[Polynomial]:
    """The r of each exp(r x) that stands inside another function."""
    seen = set()
    for m in form:
        for outer, _ in m:
            for a in _nested(outer[1:]):
                if a[0] == "exp":
                    loose, tight = split(a[1], x)
                    if tight == frozenset({(x, UNIT)}) and loose not in seen:
                        seen.add(loose)
                        yield {loose: UNIT}


# ---- several variables -----------------------------------------------------------------------------------------------


def _normal_columns(integrand: Expr, outcomes: tuple[Outcome, ...]) -> Polynomial:
    """One variable after the other, for polynomials times the exponential of a quadratic over the reals.

    The order does not matter: the inner integral of the absolute value is at most a polynomial times such an
    exponential, so that all of them converge absolutely where the last one does, for the exponential alone: with a power
    an inner integral may vanish, and would hide what the others do. (Source: Rudin, Real and Complex
    Analysis, theorem 8.8.)
    """
    if any(x.column.domain != reals for x in outcomes):
        raise Undecided("an integral over several variables that are not all real numbers")
    steps = _Integral("u")
    form = steps.forms.of(integrand)
    kernels: list[Polynomial] = [{frozenset((a, e) for a, e in m if a[0] == "exp"): UNIT} for m in form]
    for x in outcomes:
        atom = NormalForm.argument(x)
        kernels = [steps.looked_up(kernel, atom, table.LINE) for kernel in kernels]
        form = steps.looked_up(form, atom, table.LINE)
    return form


def _with_total(integrand: Expr, outcomes: tuple[Outcome, ...], total: Expr) -> Polynomial:
    """Over outcomes that add up to a total: the binomial theorem, and Dirichlet's integral."""
    forms = NormalForm()
    end = forms.of(total)
    form = forms.of(_powers_split(forms, _added_up(integrand, outcomes, total)))
    hulls = [x.column.domain for x in outcomes]
    if all(isinstance(d, Integers) and d == counts for d in hulls):
        if not _whole_valued(end) or forms.sign_of(end) is None:
            raise Undecided(f"counts that add up to {total}, which may be no count")
        return forms.add({}, *(_counted(forms, m, c, outcomes, end) for m, c in form.items()))
    if all(isinstance(d, RealInterval) and (d.lower, d.upper) == (0, 1) for d in hulls) and end == constant(1):
        return forms.add({}, *(_proportioned(forms, m, c, outcomes, end) for m, c in form.items()))
    raise Undecided(f"columns in {', '.join(map(str, hulls))} that add up to {total}")


def _added_up(integrand: Expr, outcomes: tuple[Outcome, ...], total: Expr) -> Any:
    """The integrand with the total in place of the sum of all outcomes."""

    def change(node: Any) -> Any:
        if not isinstance(node, Add) or not set(outcomes) <= set(node.args):
            return None
        rest = [a for a in node.args if a not in outcomes]
        return raw(Add, (total, *rest)) if rest else total

    return replace(integrand, change)


def _powers_split(forms: NormalForm, tree: Any) -> Any:
    """b^(u + v) = b^u b^v for b, u, v in [0, oo)."""

    def change(node: Any) -> Any:
        if not isinstance(node, Pow) or not isinstance(node.exp, Add):
            return None
        signs = [forms.sign_of(forms.of(a)) for a in (node.base, *node.exp.args)]
        return None if None in signs else raw(Mul, tuple(raw(Pow, (node.base, a)) for a in node.exp.args))

    return replace(tree, change)


def _counted(forms: NormalForm, m: Any, c: Any, outcomes: tuple[Outcome, ...], end: Polynomial) -> Polynomial:
    scale: Polynomial = {m: c}
    weights, orders = [], []
    for x in outcomes:
        atom = NormalForm.argument(x)
        ((inner, value),) = scale.items()
        shape = read(forms, inner, value, atom)
        first, k = frozenset({(atom, UNIT)}), whole(shape.power)
        divided = {("special", "gamma", (frozenset({(ONE, UNIT), (first, UNIT)}),)): -1}
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


def _proportioned(forms: NormalForm, m: Any, c: Any, outcomes: tuple[Outcome, ...], end: Polynomial) -> Polynomial:
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


# ---- integrals that are infinite -------------------------------------------------------------------------------------


def diverges(integrand: Expr, outcomes: tuple[Outcome, ...], total: Expr | None = None) -> bool:
    """Does a nonnegative integrand surely behave like c x^d at an end of its domain, with a d for which that is too much?

    At an infinite end that is c > 0 and d >= -1; at a finite end, at the distance 1/x from it, d >= 1 as x -> oo. Sums
    over whole numbers are compared in the same way. Source: Rudin, Principles of Mathematical Analysis, theorem 3.28
    and exercise 6.8.
    """
    if len(outcomes) != 1 or total is not None or any(isinstance(t, Applied) for t in walk(integrand)):
        return False
    (x,) = outcomes
    domain = x.column.domain
    if not isinstance(domain, RealInterval | Integers):
        return False
    steps = _Integral(_free_name(integrand))
    w = steps.variable(positive)
    tails = []
    if domain.upper == INFINITY:
        tails.append((w, -1))
    if domain.lower == -INFINITY:
        tails.append((-w, -1))
    if isinstance(domain, RealInterval):
        tails += [
            (_number(end) + sign / w, 1) for end, sign in ((domain.lower, 1), (domain.upper, -1)) if end not in ENDS
        ]
    for map_, least in tails:
        try:
            degree, sign = _growth(steps, steps.resolved(replace(integrand, {x: map_}.get)), w)
        except Undecided:
            continue
        if sign > 0 and degree >= least:
            return True
    return False


ENDS = (INFINITY, -INFINITY)


def _growth(steps: _Integral, tree: Any, w: Outcome) -> tuple[Fraction, int]:
    """(d, s) where the tree is s c w^d (1 + o(1)) as w -> oo, with s = 1 or -1 and a c > 0 free of w. Raises Undecided."""
    forms = steps.forms
    if tree == w:
        return Fraction(1), 1
    if w not in walk(tree):
        form = forms.of(tree)
        if surely_positive(forms, form):
            return Fraction(0), 1
        if surely_positive(forms, negated(form)):
            return Fraction(0), -1
        raise Undecided(f"the sign of {tree}")
    match tree:
        case Mul():
            parts = [_growth(steps, a, w) for a in tree.args]
            return sum((d for d, _ in parts), Fraction(0)), -1 if sum(s < 0 for _, s in parts) % 2 else 1
        case Pow(exp=Rational() as r):
            d, s = _growth(steps, tree.base, w)
            if s < 0 and r.q != 1:
                raise Undecided(f"the sign of {tree.base}")
            return d * Fraction(int(r.p), int(r.q)), 1 if s > 0 or r.p % 2 == 0 else -1
        case Abs():
            return _growth(steps, tree.args[0], w)[0], 1
        case AtMost():
            if _growth(steps, tree.args[1] - tree.args[0], w)[1] > 0:
                return Fraction(0), 1
        case Add():
            try:
                return _leading(steps, tree, w)
            except Undecided:
                return _leading(steps, written_polynomial(steps.forms.of(tree)), w)
    raise Undecided(f"the growth of {tree}")


def _leading(steps: _Integral, tree: Any, w: Outcome) -> tuple[Fraction, int]:
    """The growth of a sum: that of its parts of the highest order, where they have one sign."""
    rest, parts = Integer(0), []
    for a in tree.args if isinstance(tree, Add) else (tree,):
        if w in walk(a):
            parts.append(_growth(steps, a, w))
        else:
            rest += a
    top = max(d for d, _ in parts)
    signs = {s for d, s in parts if d == top}
    if top <= 0 and rest != 0:
        bounded = top < 0 or signs == {_growth(steps, rest, w)[1]}
        if not bounded:
            raise Undecided(f"the growth of {tree}")
        top, signs = Fraction(0), {_growth(steps, rest, w)[1]}
    if len(signs) > 1:
        raise Undecided(f"the growth of {tree}")
    return top, signs.pop()
