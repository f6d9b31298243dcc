"""One law for every row of symbolic.functions, held against balls that share nothing with it; and the wrong rows it finds."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from functools import partial
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import mpmath
import pytest
from flint import arb, fmpq
from sympy import (
    Abs,
    Basic,
    Expr,
    Function,
    Heaviside,
    Integer,
    Max,
    Piecewise,
    airyai,
    atan,
    atanh,
    besseli,
    binomial,
    ceiling,
    cos,
    erf,
    exp,
    factorial,
    floor,
    gamma,
    lambdify,
    log,
    loggamma,
    oo,
    pi,
    polygamma,
    sech,
    sin,
    tan,
    tanh,
    uppergamma,
    zeta,
)
from sympy import sign as sign_function

from properties.estimation.smooth import FLOATS, with_derivatives
from properties.estimation.wide import by_row
from properties.instances.evaluation import Compiled, Context, Instance
from properties.instances.functions import BALLS, besseli_of, binomial_of, polygamma_of
from properties.instances.numbers import NoValue, TooWide, precision
from symbolic import Verdict, counts, parameter, positive, reals, written
from symbolic.calculus.enclosing import Values
from symbolic.calculus.normal_form import NormalForm
from symbolic.calculus.points import Beyond, evaluated
from symbolic.calculus.slopes import BOTH, NEITHER, analytic, continuity, differentiated
from symbolic.core.domains import INFINITY, Integers, RealInterval, nonnegative
from symbolic.core.errors import MalformedTerm
from symbolic.core.intervals import Undefined
from symbolic.core.terms import Spelled, density, logistic, raw, softplus
from symbolic.core.terms import function as declared_function
from symbolic.functions import ROWS, Row, instead, row_of, special
from symbolic.models.members import regular, smooth
from symbolic.obligations import Obligation
from symbolic.provers import identities, monotone
from symbolic.report.latex.writer import expression

F = Fraction
ORDERS = {polygamma: (0, 1, 2, 3), besseli: (0, 1, 2, 3), binomial: (0, 1, 2, 3)}
ENDS: tuple[Fraction | float, ...] = (-INFINITY, F(-2), F(-1), F(-1, 3), F(0), F(1, 2), F(1), F(3), INFINITY)
u = parameter("u", reals)
ROW = pytest.mark.parametrize("row", ROWS.values(), ids=lambda row: row.name)


# ---- numbers, intervals and values ---------------------------------------------------------------------------------------


def intervals() -> Iterator[RealInterval]:
    """Half open and closed, bounded and not, and some with ends of no special place."""
    rng = Random(1)
    for lower, upper in [(a, b) for a in ENDS for b in ENDS if a < b]:
        for low, high in ((False, False), (True, True), (False, True)):
            yield RealInterval(lower, upper, low and lower != -INFINITY, high and upper != INFINITY)
    for _ in range(20):
        lower, upper = sorted(F(rng.randint(-400, 400), 60) for _ in range(2))
        yield RealInterval(lower, upper) if lower < upper else RealInterval(lower, lower)


def members(where: RealInterval, rng: Random) -> list[Fraction]:
    """Closed ends, some close to ends, whole numbers, large ones, and some at random."""
    near = [F(1, 10**9), F(1, 99)]
    ends = [F(end) for end in (where.lower, where.upper) if not isinstance(end, float)]
    found = [v + d for v in ends for d in (F(0), *near, *(-d for d in near))]
    found += [F(k) for k in range(-3, 4)] + [F(-99), F(99), F(1, 99), F(-1, 99), F(-98, 99), F(100, 99)]
    found += [F(rng.randint(-10_000, 10_000), 1500) for _ in range(8)]
    return [v for v in dict.fromkeys(found) if where.has(v)]


def value(row: Row, order: int | None, v: Fraction, bits: int = 128) -> arb:
    """The value by the attack's balls. Raises TooWide or another exception of the evaluator where there is none."""
    ordered = {polygamma: polygamma_of, besseli: besseli_of, binomial: lambda n: partial(binomial_of, fmpq(n))}
    operation = ordered[row.function](order) if order is not None else None
    with precision(bits):
        return arb((operation or BALLS[row.function])(fmpq(v.numerator, v.denominator)))


def tree_value(tree: Expr, v: Fraction, bits: int = 128) -> arb:
    """The value of an expression in u by the evaluator, which shares nothing with what proves."""
    at = Instance({}, {}, {}, [{"u": fmpq(v.numerator, v.denominator)}])
    with precision(bits):
        return arb(Compiled(tree, Context(frozenset({"u"}))).value(at, 0))


def inside(value: arb, found: RealInterval) -> bool:
    """May the number in this ball be a member?"""
    lower, upper = (
        end if isinstance(end, float) else arb(fmpq(end.numerator, end.denominator)) for end in _ends(found)
    )
    low = isinstance(lower, float) or not (value <= lower if not found.lower_closed else value < lower)
    high = isinstance(upper, float) or not (value >= upper if not found.upper_closed else value > upper)
    return low and high


def _ends(found: RealInterval) -> tuple[Fraction | float, Fraction | float]:
    return found.lower, found.upper


def orders_of(row: Row) -> tuple[int | None, ...]:
    return ORDERS.get(row.function, (None,))


def called(row: Row, order: int | None, argument: Expr = u) -> Expr:
    """The function at an argument, as written."""
    return raw(row.function, (argument,) if order is None else (Integer(order), argument))


# ---- the law -------------------------------------------------------------------------------------------------------------


def encloses(row: Row) -> None:
    """The enclosure holds the values of the members, all of them finite, and it is known somewhere."""
    checked, rng = 0, Random(2)
    for order in orders_of(row):
        for where in intervals():
            found = row.values(*([] if order is None else [RealInterval(order, order)]), where)
            if found is not None:
                assert found.bounded_values
                for v in members(where, rng):
                    assert inside(value(row, order, v), found), (row.name, v, found)
                    checked += 1
    assert checked > (30 if row.function is zeta else 100)  # which is known beyond 1 alone


def says_nothing_at_infinities(row: Row) -> None:
    for order in orders_of(row):
        for where in (RealInterval(0, INFINITY, True, True), RealInterval(-INFINITY, 0, True, True)):
            assert row.values(*([] if order is None else [RealInterval(order, order)]), where) is None


def has_its_ball(row: Row) -> None:
    """The ball for proving, that of the attack and the arithmetic of mpmath are of one number."""
    rng = Random(3)
    for order in orders_of(row):
        tree = called(row, order)
        independent = lambdify([u], tree.spelled() if isinstance(tree, Spelled) else tree, "mpmath")
        if row.function is binomial:  # which SymPy prints by Gamma, poles and all
            independent = partial(mpmath.binomial, order)
        for v in members(reals, rng):
            arguments = [] if order is None else [arb(order)]
            try:
                with precision(128):
                    found = row.ball(*arguments, arb(fmpq(v.numerator, v.denominator)))
            except ValueError:
                assert row.values(*([] if order is None else [RealInterval(order, order)]), RealInterval(v, v)) is None
                continue
            assert found.is_finite() and found.overlaps(value(row, order, v)), (row.name, v)
            with mpmath.workdps(40), precision(128):
                expected = arb(mpmath.nstr(independent(mpmath.mpf(v.numerator) / v.denominator), 35))
                assert abs(found - expected) < (1 + abs(expected)) * arb(2) ** -80, (row.name, v)


def is_even_or_odd(row: Row) -> None:
    rng = Random(4)
    if row.at_zero is not None:
        assert value(row, None, F(0)).contains(row.at_zero), (row.name, row.at_zero)
    assert row.parity in (-1, 0, 1) and (row.parity != -1 or row.at_zero == 0)
    if row.parity:
        for v in members(reals, rng):
            known, opposite = (row.values(RealInterval(w, w)) is not None for w in (v, -v))
            assert known == opposite, (row.name, v)
            assert not known or value(row, None, -v).overlaps(row.parity * value(row, None, v)), (row.name, v)


def is_monotone_there(row: Row) -> None:
    """Strictly, and continuous there."""
    rng = Random(5)
    for way, where in ((1, row.increasing), (-1, row.decreasing)):
        if where is not None:
            assert row.continuous is not None and where.within(row.continuous)
            assert row.direction(where) == way
            points = sorted(v for v in members(where, rng) if abs(v) <= 9)
            for v, w in pairwise(points):
                low, high = (value(row, None, at, 1024) for at in ((v, w) if way == 1 else (w, v)))
                assert low < high, (row.name, v, w)


def is_continuous_there(row: Row) -> None:
    """A step of 2^-100 to a side changes the value by less than 2^-20; where it is continuous there is an enclosure."""
    if row.continuous is None:
        assert row.analytic is None
        return
    assert row.analytic is None or row.analytic.within(row.continuous)
    rng, step = Random(6), F(1, 2**100)
    for order in orders_of(row):
        for where in intervals():
            if where.within(row.continuous):
                assert row.values(*([] if order is None else [RealInterval(order, order)]), where) is not None, where
        for v in members(row.continuous, rng):
            here = value(row, order, v, 1024)
            for w in (v - step, v + step):
                if row.continuous.has(w):
                    change = abs(value(row, order, w, 1024) - here)
                    assert change < (1 + abs(here)) * arb(2) ** -20, (row.name, v)


def has_its_slope(row: Row) -> None:
    """Where it is analytic: the difference quotients to both sides are within 10^-6 of the derivative that is said."""
    if row.analytic is None:
        return
    assert row.slope is not None and not (row.analytic.lower_closed or row.analytic.upper_closed)
    rng, step = Random(7), F(1, 2**100)
    for order in orders_of(row):
        slope = row.slope(*called(row, order).args)
        for v in members(row.analytic, rng):
            said = tree_value(slope, v, 1024)
            for w in (v - step, v + step):
                found = (value(row, order, w, 1024) - value(row, order, v, 1024)) / arb(
                    fmpq((w - v).numerator, (w - v).denominator)
                )
                assert abs(found - said) < (abs(said) + arb(2) ** -20) * arb(10) ** -6, (row.name, v, said)


def tends_there(row: Row) -> None:
    """Close to each end of where it is analytic, it is close to its limit, or far out where that is infinite."""
    if row.tends is None:
        return
    assert row.analytic is not None
    for end, way, limit in zip((row.analytic.lower, row.analytic.upper), (-1, 1), row.tends, strict=True):
        close = F(way * 10**6) if isinstance(end, float) else end - way * F(1, 10**9)
        found = value(row, None, close)
        if limit in (oo, -oo):
            assert found > 10 if limit == oo else found < -10, (row.name, close)
        else:
            assert abs(found - tree_value(limit, F(0))) < arb(10) ** -5, (row.name, close)


def is_read_as_it_is_printed(row: Row) -> None:
    for order in orders_of(row):
        tree = called(row, order)
        again = written(str(tree), u=u)
        assert again == tree and row_of(again) is row and expression(again) == expression(tree)
        alike = [
            other.name
            for other in ROWS.values()
            for k in orders_of(other)
            if expression(called(other, k)) == expression(tree)
        ]
        assert alike == [row.name]
        latex = expression(tree)
        assert latex.count(r"\left") == latex.count(r"\right") and latex.count("{") == latex.count("}")
    for wrong in (0, 1, 2, 3):
        if not row.takes(wrong):
            with pytest.raises(MalformedTerm):
                written(f"{row.name}({', '.join(['u'] * wrong)})", u=u)


def has_a_source(row: Row) -> None:
    assert "," in row.source and len(row.source) > 20


LAW: tuple[Callable[[Row], None], ...] = (
    encloses,
    says_nothing_at_infinities,
    has_its_ball,
    is_even_or_odd,
    is_monotone_there,
    is_continuous_there,
    has_its_slope,
    tends_there,
    is_read_as_it_is_printed,
    has_a_source,
)


@ROW
def test_every_row_keeps_the_law(row: Row) -> None:
    with precision(1024):
        for law in LAW:
            law(row)


SIGN, FLOOR = ROWS["sign"], ROWS["floor"]
ABSOLUTE = Row(
    Abs, lambda w: nonnegative, abs, "NIST DLMF, section 1.1", slope=lambda w: sign_function(w), continuous=reals
)
OFF = F(1, 2000)  # 0.05 %
WRONG: list[tuple[str, Row, Callable[[Row], None]]] = [
    ("values", replace(ROWS["tanh"], values=lambda w: RealInterval(OFF - 1, 1 - OFF)), encloses),
    ("values", replace(ROWS["sin"], values=lambda w: RealInterval(OFF - 1, 1)), encloses),
    ("an open end", replace(ROWS["cos"], values=lambda w: RealInterval(-1, 1, True, False)), encloses),
    ("a sign", replace(ROWS["besseli"], values=lambda k, w: positive), encloses),
    ("a pole", replace(ROWS["tan"], values=lambda w: positive if w.positive else reals), encloses),
    ("beyond 1", replace(ROWS["atanh"], values=lambda w: reals), encloses),
    ("an end", replace(FLOOR, values=lambda w: ROWS["ceiling"].values(w)), encloses),
    ("a sign", replace(SIGN, values=lambda w: RealInterval(1, 1)), encloses),
    ("infinity", replace(ROWS["gamma"], values=lambda w: RealInterval(0, INFINITY, False, True)), encloses),
    ("at infinity", replace(ROWS["erf"], values=lambda w: RealInterval(-1, 1)), says_nothing_at_infinities),
    ("ball", replace(ROWS["atan"], ball=lambda w: w.atan() * (1 + arb(1) / 2000)), has_its_ball),
    ("ball", replace(ROWS["softplus"], ball=lambda w: w.exp().log()), has_its_ball),
    ("ball", replace(FLOOR, ball=lambda w: w.ceil()), has_its_ball),
    ("ball", replace(ROWS["factorial"], ball=lambda w: w.gamma()), has_its_ball),
    (
        "ball",
        replace(ROWS["binomial"], ball=lambda n, k: (n + 1).gamma() / ((k + 1).gamma() * (n - k).gamma())),
        has_its_ball,
    ),
    ("a sign", replace(ROWS["binomial"], values=lambda n, k: nonnegative), encloses),
    ("parity", replace(ROWS["cos"], parity=-1), is_even_or_odd),
    ("parity", replace(ROWS["sin"], parity=1), is_even_or_odd),
    ("parity", replace(ROWS["gamma"], parity=1), is_even_or_odd),
    ("value at 0", replace(ROWS["cos"], at_zero=0), is_even_or_odd),
    ("value at 0", replace(ROWS["factorial"], at_zero=0), is_even_or_odd),
    ("direction", replace(ROWS["cos"], increasing=RealInterval(0, 3)), is_monotone_there),
    ("direction", replace(ROWS["tanh"], increasing=None, decreasing=reals), is_monotone_there),
    ("too far", replace(ROWS["sin"], increasing=RealInterval(-2, F(3, 2))), is_monotone_there),
    ("too far", replace(ROWS["gamma"], increasing=RealInterval(F(7, 5))), is_monotone_there),
    ("not strictly", replace(FLOOR, continuous=reals, increasing=reals), is_monotone_there),
    ("across a pole", replace(ROWS["tan"], continuous=reals, increasing=reals), is_monotone_there),
    ("not strictly", replace(SIGN, continuous=reals, increasing=reals), is_monotone_there),
    ("continuity", replace(SIGN, continuous=reals), is_continuous_there),
    ("continuity", replace(SIGN, continuous=nonnegative), is_continuous_there),
    ("continuity", replace(FLOOR, continuous=reals), is_continuous_there),
    ("continuity", replace(ROWS["ceiling"], continuous=RealInterval(0, 1)), is_continuous_there),
    ("continuity", replace(ROWS["tan"], continuous=RealInterval(-2, 2)), is_continuous_there),
    ("continuity", replace(ROWS["gamma"], continuous=RealInterval(1)), is_continuous_there),
    ("derivative", replace(ROWS["atan"], slope=lambda w: (1 + w**2) ** -1 * (1 + Integer(1) / 2000)), has_its_slope),
    ("derivative", replace(ROWS["cos"], slope=lambda w: sin(w)), has_its_slope),
    ("derivative", replace(ROWS["polygamma"], slope=lambda k, w: polygamma(k, w)), has_its_slope),
    ("derivative", replace(ROWS["asinh"], slope=lambda w: 1 / (1 + w**2)), has_its_slope),
    ("derivative", replace(ROWS["logistic"], slope=lambda w: ROWS["logistic"].function(w)), has_its_slope),
    ("a corner", replace(ABSOLUTE, analytic=reals), has_its_slope),
    ("a closed end", replace(ROWS["loggamma"], analytic=nonnegative), has_its_slope),
    ("a limit", replace(ROWS["tanh"], tends=(Integer(-1), Integer(1) + Integer(1) / 2000)), tends_there),
    ("a limit", replace(ROWS["cosh"], tends=(-oo, oo)), tends_there),
    ("a limit", replace(ROWS["asinh"], tends=(-pi / 2, pi / 2)), tends_there),
    ("limits", replace(ROWS["atanh"], tends=(oo, -oo)), tends_there),
    ("limits", replace(ROWS["softplus"], tends=(Integer(0), Integer(1))), tends_there),
    ("printed like another", replace(ROWS["sin"], latex=r"\cos"), is_read_as_it_is_printed),
    ("no source", replace(ROWS["sin"], source=""), has_a_source),
]


@pytest.mark.parametrize(("what", "row", "law"), WRONG, ids=[f"{row.name}-{what}" for what, row, _ in WRONG])
def test_the_law_catches_a_wrong_row(
    what: str, row: Row, law: Callable[[Row], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(ROWS, row.name, row)
    with pytest.raises((AssertionError, pytest.fail.Exception, NoValue, TooWide)), precision(1024):
        law(row)


KATEX = os.environ.get("LOSSPROOF_KATEX")


@pytest.mark.skipif(
    KATEX is None or shutil.which("node") is None,
    reason="KaTeX is not installed: `npm install --prefix DIR katex`, then set LOSSPROOF_KATEX=DIR",
)
def test_katex_accepts_every_function_and_refuses_what_is_no_formula() -> None:
    found = [expression(called(row, order)) for row in ROWS.values() for order in orders_of(row)]
    script = (
        "const katex = require('katex'); for (const tex of JSON.parse(require('fs').readFileSync(0))) {"
        " let ok = true; try { katex.renderToString(tex, {strict: 'error'}); } catch (e) { ok = false; } console.log(ok); }"
    )
    done = subprocess.run(
        ["node", "-e", script],
        input=json.dumps([*found, r"\left( u"]),
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "NODE_PATH": str(Path(str(KATEX)) / "node_modules")},
    )
    assert done.stdout.split() == ["true"] * len(found) + ["false"]


# ---- what single rows say ------------------------------------------------------------------------------------------------


def enclosed(function: type[Function], *arguments: RealInterval) -> RealInterval:
    return special(ROWS[function.__name__], arguments, "e")


@pytest.mark.parametrize("function", [gamma, loggamma, polygamma])
def test_gamma_is_known_on_the_positive_numbers_alone(function: Any) -> None:
    order = [RealInterval(1, 1)] if function is polygamma else []
    assert enclosed(function, *order, RealInterval(F(1, 2), 3)).bounded_values
    for where in (nonnegative, reals, RealInterval(-3, -2), RealInterval(0, INFINITY, False, True)):
        with pytest.raises(Undefined, match="domain"):
            enclosed(function, *order, where)


def test_a_factorial_is_at_least_one_from_one_on_and_smaller_before() -> None:
    assert enclosed(factorial, RealInterval(1)) == RealInterval(1)
    assert enclosed(factorial, nonnegative) == positive, "Gamma(3/2) = 0.886..."
    with pytest.raises(Undefined):
        enclosed(factorial, RealInterval(F(-1, 2)))


def test_a_binomial_coefficient_counts_subsets_of_sets() -> None:
    one, three = RealInterval(1, 1), RealInterval(3, 3)
    assert enclosed(binomial, three, one) == RealInterval(1) and enclosed(binomial, RealInterval(3), RealInterval(0, 3))
    assert enclosed(binomial, one, three) == reals, "at 5/2, out of 1, it is negative"
    assert enclosed(binomial, nonnegative, nonnegative) == reals
    for n in (reals, RealInterval(-1, 2), RealInterval(0, INFINITY, True, True)):
        with pytest.raises(Undefined):
            enclosed(binomial, n, one)
    m, j = parameter("m", RealInterval(0)), parameter("j", Integers())
    n, k = parameter("n", Integers(0)), parameter("k", Integers())
    assert Values().of(binomial(n, k)) == nonnegative
    for tree in (binomial(m, k), binomial(n, m), binomial(n, j / 2), binomial(n, k + m)):
        assert Values().of(tree) == reals
    with pytest.raises(Undefined):
        Values().of(raw(binomial, (j, k)))


def test_the_zeta_function_is_known_beyond_one_alone() -> None:
    assert enclosed(zeta, RealInterval(2, 3)) == RealInterval(1, lower_closed=False)
    for where in (RealInterval(1), positive, RealInterval(0, F(1, 2)), RealInterval(1, INFINITY, False, True)):
        with pytest.raises(Undefined):
            enclosed(zeta, where)
    with pytest.raises(Undefined):  # that of Hurwitz
        Values().of(zeta(parameter("s", RealInterval(2)), parameter("a", positive)))


@pytest.mark.parametrize(
    ("tree", "advice"),
    [
        (raw(besseli, (parameter("k", counts), parameter("s", positive))), "order is not a known number.*product"),
        (airyai(u), "function of its own in its place"),
        (Heaviside(u), "AtMost"),
        (Piecewise((u, u < 0)), "last case True"),
        (raw(uppergamma, (Integer(2), parameter("s", positive))), "function of its own"),
        (zeta(u), None),
        (tanh(u), None),
        (log(u), None),
        (Max(u, 0), None),
    ],
    ids=str,
)
def test_what_to_write_instead(tree: Expr, advice: str | None) -> None:
    found = instead(tree)
    assert found == "" if advice is None else re.search(advice, found)


@pytest.mark.parametrize("function", [polygamma, besseli])
@pytest.mark.parametrize(
    "order", [RealInterval(0, 1), RealInterval(F(1, 2), F(1, 2)), RealInterval(INFINITY, INFINITY, True, True)]
)
def test_an_order_is_a_whole_number(function: Any, order: RealInterval) -> None:
    with pytest.raises(Undefined):
        enclosed(function, order, positive)


def test_signs_of_derivatives_of_log_gamma_alternate() -> None:
    found = [enclosed(polygamma, RealInterval(m, m), positive) for m in range(4)]
    assert found == [reals, positive, -positive, positive]
    with pytest.raises(Undefined):
        enclosed(polygamma, RealInterval(-1, -1), positive)


class Impostor(Function):
    """A function of somebody else, with the name of one of ours."""


Impostor.__name__ = "tanh"


def test_a_row_is_that_of_a_class_and_not_of_a_name() -> None:
    assert row_of(tanh(u)) is ROWS["tanh"]
    assert row_of(raw(Impostor, (u,))) is None and row_of(Basic()) is None


INCREASING = [tanh(u), atan(u), erf(u), erf(2 * u + 1), tanh(atan(u)), 1 + 3 * tanh(u)]


@pytest.mark.parametrize("map_", INCREASING, ids=str)
def test_increasing_functions_are_increasing_maps(map_: Expr) -> None:
    assert monotone.prove(Obligation("increasing", (map_, u, reals))).verdict is Verdict.PROVED
    assert monotone.prove(Obligation("decreasing", (-map_, u, reals))).verdict is Verdict.PROVED
    assert monotone.prove(Obligation("decreasing", (map_, u, reals))).verdict is Verdict.UNKNOWN


@pytest.mark.parametrize("map_", [cos(u), sin(u), besseli(2, u)], ids=str)
def test_what_turns_is_no_monotone_map(map_: Expr) -> None:
    assert monotone.prove(Obligation("increasing", (map_, u, reals))).verdict is Verdict.UNKNOWN
    assert monotone.prove(Obligation("decreasing", (map_, u, reals))).verdict is Verdict.UNKNOWN


# ---- a new function is one row -------------------------------------------------------------------------------------------


HYPERBOLIC_SECANT = Row(
    sech,
    lambda w: RealInterval(0, 1, False) if w.bounded_values else None,
    lambda w: w.sech(),
    "NIST DLMF, sections 4.28, 4.34",
    slope=lambda w: -sech(w) * tanh(w),
    analytic=reals,
    increasing=RealInterval(upper=0),
    decreasing=nonnegative,
    parity=1,
    at_zero=1,
    latex=r"\operatorname{sech}",
)


def test_without_its_row_nothing_is_known_of_a_function() -> None:
    e = raw(sech, (u,))
    with pytest.raises(Undefined, match="nothing is known here of sech"):
        Values().of(e)
    with pytest.raises(Beyond):
        evaluated(e, {u: F(1)})
    with pytest.raises(MalformedTerm):
        written("sech(u)", u=u)


def test_a_new_function_is_a_row_and_its_ball(monkeypatch: pytest.MonkeyPatch) -> None:
    """Enclosures, normal form, points, slopes, monotone maps, writer, reader and fits on data know it by its row alone."""
    monkeypatch.setitem(ROWS, "sech", HYPERBOLIC_SECANT)
    monkeypatch.setitem(BALLS, sech, lambda v: arb(v).sech())
    for law in LAW:
        if law is not has_its_slope:  # for which the evaluator would have to compile it
            with precision(1024):
                law(HYPERBOLIC_SECANT)
    w = parameter("w", positive)
    e, small = raw(sech, (u,)), raw(sech, (w,))
    assert Values().of(e) == RealInterval(0, 1, False)
    forms = NormalForm()
    assert forms.of(raw(sech, (raw(sech, (-u,)),))) == forms.of(raw(sech, (e,))) and forms.sign_of(forms.of(e)) == 1
    with precision(64):
        assert abs(evaluated(e, {u: F(1)}) - arb("0.6480542736638854")) < 1e-12
    assert continuity(e, [u], Values()) == BOTH and analytic(e, [u], Values())
    assert differentiated(e, u) == -sech(u) * tanh(u)
    assert monotone.direction(small, w, positive) == -1 and monotone.direction(e, u, reals) == 0
    assert expression(e) == r"\operatorname{sech}\left(u\right)"
    assert written("sech(u)", u=u) == e
    assert with_derivatives(sech, FLOATS, 1.0)[:2] == pytest.approx((0.6480542736638854, -0.49355434756457306))
    with precision(64):
        low, high = by_row(HYPERBOLIC_SECANT, (arb(-1), arb(2)))
        assert 0.265 < low < 0.266 and high == 1


@pytest.mark.parametrize("function", [sign_function, floor, ceiling])
def test_what_jumps_is_neither_continuous_nor_a_strictly_monotone_map(function: Any) -> None:
    e = raw(function, (u,))
    assert continuity(e, [u], Values()) == NEITHER and not analytic(e, [u], Values())
    for where in (reals, RealInterval(F(1, 4), F(1, 2)), RealInterval(0, 1)):
        assert monotone.direction(e, u, where) == 0
    assert not smooth(exp(-e), u) and not regular(exp(-e), u), (
        "its value jumps where the parameter passes a whole number"
    )
    for kind in ("increasing", "decreasing"):
        assert monotone.prove(Obligation(kind, (e, u, reals))).verdict is Verdict.UNKNOWN


# ---- the eleven that came as rows ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "where", [reals, RealInterval(1, 2), RealInterval(0, 4), RealInterval(F(1571, 1000), 3)], ids=str
)
def test_a_tangent_that_may_meet_a_pole_has_no_value(where: RealInterval) -> None:
    with pytest.raises(Undefined, match="tan is known only"):
        enclosed(tan, where)
    assert enclosed(tan, RealInterval(0, F(157, 100))) == nonnegative


@pytest.mark.parametrize("where", [reals, RealInterval(-1, 0), RealInterval(0, 1), RealInterval(2, 3)], ids=str)
def test_an_inverse_hyperbolic_tangent_is_known_inside_alone(where: RealInterval) -> None:
    with pytest.raises(Undefined, match="atanh is known only"):
        enclosed(atanh, where)
    assert enclosed(atanh, RealInterval(0, 1, False, False)) == positive


def test_whole_parts_of_intervals() -> None:
    assert enclosed(floor, RealInterval(F(1, 2), 3)) == RealInterval(0, 3)
    assert enclosed(floor, RealInterval(F(1, 2), 3, False, False)) == RealInterval(0, 2)
    assert enclosed(ceiling, RealInterval(F(1, 2), 3)) == RealInterval(1, 3)
    assert enclosed(ceiling, RealInterval(-1, F(1, 2), False, False)) == RealInterval(0, 1)
    assert enclosed(floor, positive) == nonnegative and enclosed(ceiling, positive) == RealInterval(1)


def test_signs_of_intervals() -> None:
    assert [enclosed(sign_function, w) for w in (positive, nonnegative, reals, -positive, RealInterval(0, 0))] == [
        RealInterval(a, b) for a, b in ((1, 1), (0, 1), (-1, 1), (-1, -1), (0, 0))
    ]


@pytest.mark.parametrize(
    ("text", "meaning", "latex"),
    [
        ("softplus(u)", log(1 + exp(u)), r"\operatorname{softplus}\left(u\right)"),
        ("logistic(-u)", 1 / (1 + exp(u)), r"\operatorname{logistic}\left(-u\right)"),
        ("log1p(u)", log(1 + u), r"\log\left(1 + u\right)"),
        ("expm1(u)", exp(u) - 1, "e^{u} - 1"),
    ],
)
def test_spellings_mean_their_expressions_and_print_as_they_are_written(text: str, meaning: Expr, latex: str) -> None:
    e, forms = written(text, u=parameter("u", positive)), NormalForm()
    assert forms.of(e) == forms.of(meaning.subs(u, parameter("u", positive)))
    assert expression(e) == latex
    for fact in (Obligation("equal", (e, meaning.subs(u, parameter("u", positive)))),):
        assert identities.prove(fact).verdict is Verdict.PROVED


def test_what_is_written_as_its_meaning_is_printed_as_its_meaning() -> None:
    assert "softplus" not in expression(log(1 + exp(u))) and "logistic" not in expression(1 / (1 + exp(-u)))
    assert softplus(u) != log(1 + exp(u)), "two spellings are two trees"


def test_a_spelling_that_is_wrong_by_a_little_is_not_proved() -> None:
    wrong = Obligation("equal", (softplus(u), log(1 + exp(u)) + Integer(1) / 2000))
    assert identities.prove(wrong).verdict is not Verdict.PROVED
    assert identities.prove(Obligation("equal", (logistic(u), 1 / (1 + exp(u))))).verdict is not Verdict.PROVED


@pytest.mark.parametrize("name", ["softplus", "logistic", "log1p", "expm1"])
def test_nobody_else_bears_the_name_of_a_spelling(name: str) -> None:
    for declare in (density, declared_function):
        with pytest.raises(MalformedTerm, match="would print like"):
            declare(name)
