"""Expressions and problems in LaTeX, as a textbook prints them. Nothing is rearranged but the order of factors.

What is printed is the tree: nested signs keep their brackets, quotients stay quotients. One function a kind of node;
a kind that nobody taught is printed by SymPy.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache, singledispatch
from typing import Any, NamedTuple

from sympy import (
    Abs,
    Add,
    Basic,
    Derivative,
    Integer,
    Max,
    Min,
    Mul,
    Pow,
    Rational,
    Symbol,
    Tuple,
    besseli,
    binomial,
    exp,
    factorial,
    log,
    polygamma,
)
from sympy.core.numbers import Infinity, NegativeInfinity
from sympy.core.relational import StrictGreaterThan, StrictLessThan
from sympy.printing.latex import latex as sympy_latex

from symbolic.core.terms import (
    Applied,
    AtMost,
    Class,
    Column,
    Count,
    Entry,
    Expectation,
    Head,
    Index,
    NegativePart,
    Outcome,
    Parameter,
    RowProduct,
    RowSum,
    Same,
    Term,
    Total,
    latex_name,
    replace,
    walk,
)
from symbolic.functions import row_of
from symbolic.kernel import Problem

SUM, PRODUCT, POWER, ATOM = range(4)  # how tightly the outermost sign of a printed expression binds
FACTORS, SUMMANDS = 1, 2  # what swallows: a logarithm the factors that follow it, a sum over rows everything
MAX_RAISED = 24  # characters of an exponent of e; longer ones are printed with \exp


class Printed(NamedTuple):
    """LaTeX, how tightly it binds, what it would swallow of what follows, and whether it begins with a minus sign."""

    latex: str
    binds: int = ATOM
    swallows: int = 0
    negative: bool = False


def expression(e: object) -> str:
    """The LaTeX of an expression, a hypothesis or a name, without dollar signs."""
    return write(e).latex


@lru_cache(maxsize=1024)
def problem(p: Problem) -> str:
    """The LaTeX of a problem, such as argmin over theta of an objective."""
    printed = write(p.objective)
    return f"{operator(p)} {bracket(printed) if isinstance(p.objective, Add) else printed.latex}"


def operator(p: Problem) -> str:
    """The argmin or argmax of a problem, without its objective."""
    return rf"\operatorname*{{arg\,{p.sense}}}_{{{', '.join(map(expression, p.unknowns))}}}\;"


def bracket(p: Printed) -> str:
    """Between round brackets of its own size."""
    return rf"\left({p.latex}\right)"


def at_least(p: Printed, binds: int) -> str:
    """In brackets where it binds less tightly."""
    return p.latex if p.binds >= binds and not p.swallows else bracket(p)


def subscripted(name: str, parts: Iterable[str]) -> str:
    """A declared name with further subscripts: x_1 with i is x_{1,i}."""
    stem, _, under = latex_name(name).partition("_{")
    found = [under[:-1]] if under else []
    everything = ",".join([*found, *parts])
    return f"{stem}_{{{everything}}}" if everything else stem


@singledispatch
def write(e: Basic) -> Printed:
    """The printed form of a node."""
    row = row_of(e) if isinstance(e, Basic) else None
    if row is not None:
        before, after = row.brackets
        return Printed(f"{row.latex}{before}{expression(e.args[0])}{after}")
    if isinstance(e, Basic) and e.args:
        inside = ", ".join(map(expression, e.args))
        name = type(e).__name__
        known = sympy_latex(type(e)(*e.args)) if not e.has(Term) else rf"\operatorname{{{name}}}\left({inside}\right)"
        return Printed(known, PRODUCT)
    return Printed(sympy_latex(e) if isinstance(e, Basic) else str(e))


@write.register(Rational)
def _(e: Rational) -> Printed:
    size = str(abs(e.p)) if e.q == 1 else rf"\frac{{{abs(e.p)}}}{{{e.q}}}"
    return Printed(f"-{size}", SUM, negative=True) if e.p < 0 else Printed(size)


@write.register(Infinity)
def _(_: Infinity) -> Printed:
    return Printed(r"\infty")


@write.register(NegativeInfinity)
def _(_: NegativeInfinity) -> Printed:
    return Printed(r"-\infty", SUM, negative=True)


@write.register(Parameter)
@write.register(Count)
@write.register(Index)
@write.register(Column)
@write.register(Head)
def _(e: Parameter | Count | Index | Column | Head) -> Printed:
    return Printed(latex_name(e.name))


@write.register(Symbol)
def _(e: Symbol) -> Printed:
    return Printed(sympy_latex(Symbol(e.name)))


@write.register(Entry)
def _(e: Entry) -> Printed:
    return Printed(subscripted(e.column.name, [e.args[1].name]))


@write.register(Outcome)
def _(e: Outcome) -> Printed:
    return Printed(latex_name(e.column.name))


@write.register(Class)
def _(e: Class) -> Printed:
    return Printed(f"{latex_name(e.column.name)}'")


@write.register(Total)
def _(e: Total) -> Printed:
    primes = _primes(e)
    mark: Any = e.each if primes == 1 else _Marked(e.each, primes)

    def marked(node: Basic) -> Basic | None:
        return mark if node == e.each else node if isinstance(node, Total) and node.each == e.each else None

    body = write(replace(e.body, marked) if primes > 1 else e.body)
    shown = bracket(body) if body.binds == SUM else body.latex
    return Printed(rf"\sum_{{{expression(mark)}}} {shown}", PRODUCT, SUMMANDS)


class _Marked(Class):
    """A class that needs more than one prime, because a sum inside its own has one."""

    def __new__(cls, each: Class, primes: int) -> _Marked:
        return Basic.__new__(cls, each.column, Integer(primes))


def _primes(e: Total) -> int:
    """One more than the sums inside this one have, where they are over the same classes."""
    return 1 + max((_primes(t) for t in walk(e.body) if isinstance(t, Total) and t.each == e.each), default=0)


@write.register(_Marked)
def _(e: _Marked) -> Printed:
    return Printed(latex_name(e.column.name) + "'" * int(e.args[1]))


@write.register(AtMost)
@write.register(Same)
def _(e: AtMost | Same) -> Printed:
    sign = r"\le" if isinstance(e, AtMost) else "="
    return Printed(rf"\mathbf{{1}}[{expression(e.args[0])} {sign} {expression(e.args[1])}]")


@write.register(polygamma)
def _(e: polygamma) -> Printed:
    order, u = e.args
    marks = "'" * int(order) if isinstance(order, Rational) and order <= 3 else f"^{{({expression(order)})}}"
    return Printed(rf"\psi{marks}{bracket(write(u))}")


@write.register(besseli)
def _(e: besseli) -> Printed:
    return Printed(rf"I_{{{expression(e.args[0])}}}{bracket(write(e.args[1]))}")


@write.register(binomial)
def _(e: binomial) -> Printed:
    return Printed(rf"\binom{{{expression(e.args[0])}}}{{{expression(e.args[1])}}}")


@write.register(factorial)
def _(e: factorial) -> Printed:
    return Printed(f"{at_least(write(e.args[0]), ATOM)}!", POWER)


@write.register(Applied)
def _(e: Applied) -> Printed:
    points, given = (", ".join(map(expression, part)) for part in (e.points, e.given))
    arguments = points + (rf" \mid {given}" if given else "")
    return Printed(named(e) + (f"({arguments})" if arguments else ""))


def named(e: Applied) -> str:
    r"""The name of a density or function with its parameters, such as q_{\theta}."""
    return subscripted(e.head.name, map(expression, e.parameters))


@write.register(Derivative)
def _(e: Derivative) -> Printed:
    """Primes, where an abstract function of one parameter is differentiated in it up to three times."""
    of, *changes = e.args
    if not isinstance(of, Applied) or len(changes) != 1 or of.parameters != Tuple(changes[0][0]) or changes[0][1] > 3:
        return Printed(sympy_latex(e))
    stem, *rest = write(of).latex.partition("_{")
    return Printed(stem + "'" * int(changes[0][1]) + "".join(rest))


@write.register(Add)
def _(e: Add) -> Printed:
    parts = summands(e)
    return Printed(" ".join(p.latex for p in parts), SUM, parts[-1].swallows, parts[0].negative)


def summands(e: Add) -> list[Printed]:
    """The summands with their signs, all but a first plus: the sums over rows last, what is subtracted after the rest."""
    parts = sorted(map(write, _terms(e)), key=lambda p: (p.swallows == SUMMANDS, p.negative))
    signed = [p._replace(latex=f"- {p.latex[1:]}" if p.negative else f"+ {p.latex}") for p in parts[1:]]
    return [parts[0], *signed]


def _terms(e: Basic) -> list[Basic]:
    return [t for a in e.args for t in (_terms(a) if isinstance(a, Add) else [a])]


@write.register(Mul)
def _(e: Mul) -> Printed:
    negative, above, below, after = _factors(e)
    pieces = [_juxtaposed(above)] if above else []
    if below:
        under = expression(below[0]) if len(below) == 1 else _juxtaposed(below)
        pieces = [rf"\frac{{{pieces[0] if pieces else '1'}}}{{{under}}}"]
    tail = [write(a) for a in after]
    pieces += [bracket(p) for p in tail[:-1]] + [bracket(p) if p.binds == SUM else p.latex for p in tail[-1:]]
    latex = " ".join(pieces) or "1"
    swallows = tail[-1].swallows if tail else 0
    return Printed(f"-{latex}", SUM, swallows, True) if negative else Printed(latex, PRODUCT, swallows)


def _juxtaposed(factors: list[Basic]) -> str:
    """Factors side by side, in the order given; a number after another factor gets a dot."""
    shown = ""
    for f in factors:
        piece = at_least(write(f), PRODUCT)
        shown += (r" \cdot " if shown and isinstance(f, Rational) else " " if shown else "") + piece
    return shown


def _factors(e: Basic) -> tuple[bool, list[Basic], list[Basic], list[Basic]]:
    """(negative?, factors above, below the line, and those after it: what swallows, and products of their own)."""
    negative = False
    above, below, after = list[Basic](), list[Basic](), list[Basic]()
    for a in e.args:
        if isinstance(a, Mul):
            inner = _factors(a)
            if above or below or (negative and inner[0]):
                after.append(a)
            else:
                negative, above, below, after = negative or inner[0], inner[1], inner[2], after + inner[3]
            continue
        if isinstance(a, Rational) and not (a.p < 0 and negative):
            negative = negative or a.p < 0
            above += [Rational(abs(a.p))] if abs(a.p) != 1 else []
            below += [Rational(a.q)] if a.q != 1 else []
        elif isinstance(a, Pow) and isinstance(a.exp, Rational) and a.exp < 0:
            below.append(a.base if a.exp == -1 else Pow(a.base, -a.exp, evaluate=False))
        elif write(a).swallows or isinstance(a, Expectation | Mul):
            after.append(a)
        else:
            above.append(a)
    above.sort(key=lambda a: (not isinstance(a, Rational), isinstance(a, Add)))
    return negative, above, below, after


@write.register(Pow)
def _(e: Pow) -> Printed:
    if isinstance(e.exp, Rational) and e.exp < 0:
        below = e.base if e.exp == -1 else Pow(e.base, -e.exp, evaluate=False)
        return Printed(rf"\frac{{1}}{{{expression(below)}}}", PRODUCT)
    if isinstance(e.exp, Rational) and e.exp.p == 1 and e.exp.q > 1:
        root = "" if e.exp.q == 2 else f"[{e.exp.q}]"
        return Printed(rf"\sqrt{root}{{{expression(e.base)}}}", POWER)
    base = write(e.base)
    shown = bracket(base) if base.binds < ATOM or base.swallows or "frac" in base.latex[:6] else f"{{{base.latex}}}"
    return Printed(f"{shown}^{{{expression(e.exp)}}}", POWER)


@write.register(log)
def _(e: log) -> Printed:
    inner = e.args[0]
    printed = write(inner)
    bare = (printed.binds == ATOM and not printed.swallows) or isinstance(inner, RowProduct)
    return Printed(rf"\log {printed.latex}" if bare else rf"\log{bracket(printed)}", PRODUCT, FACTORS)


@write.register(exp)
def _(e: exp) -> Printed:
    inner = write(e.args[0])
    if len(inner.latex) <= MAX_RAISED and not inner.swallows and r"\frac" not in inner.latex:
        return Printed(f"e^{{{inner.latex}}}", POWER)
    return Printed(rf"\exp{bracket(inner)}")


@write.register(RowSum)
@write.register(RowProduct)
def _(e: RowSum | RowProduct) -> Printed:
    sign = r"\sum" if isinstance(e, RowSum) else r"\prod"
    body = write(e.shown)
    shown = bracket(body) if body.binds == SUM else body.latex
    over = rf"{sign}_{{{e.index.name}=1}}^{{{expression(e.count)}}}"
    return Printed(f"{over} {shown}", PRODUCT, SUMMANDS)


@write.register(Expectation)
def _(e: Expectation) -> Printed:
    return Printed(rf"\mathbb{{E}}_{{{drawn(e.law)}}}\left[{expression(e.body)}\right]")


def drawn(law: Applied) -> str:
    r"""What an expectation ranges over, such as (y, x) \sim p."""
    points = ", ".join(map(expression, law.points))
    points = f"({points})" if len(law.points) > 1 else points
    given = rf"(\cdot \mid {', '.join(map(expression, law.given))})" if law.given else ""
    return rf"{points} \sim {named(law)}{given}"


@write.register(Abs)
def _(e: Abs) -> Printed:
    return Printed(rf"\left|{expression(e.args[0])}\right|")


@write.register(Max)
@write.register(Min)
def _(e: Max | Min) -> Printed:
    name = r"\max" if isinstance(e, Max) else r"\min"
    return Printed(rf"{name}\left({', '.join(map(expression, e.args))}\right)")


@write.register(NegativePart)
def _(e: NegativePart) -> Printed:
    return Printed(rf"{bracket(write(e.args[0]))}^{{-}}", POWER)


@write.register(StrictGreaterThan)
@write.register(StrictLessThan)
def _(e: StrictGreaterThan | StrictLessThan) -> Printed:
    sign = ">" if isinstance(e, StrictGreaterThan) else "<"
    return Printed(f"{expression(e.lhs)} {sign} {expression(e.rhs)}", SUM)


def _for_sympy(self: Term, printer: object) -> str:
    """What SymPy's own LaTeX printer prints for our terms, as in notebooks."""
    return write(self).latex


Term._latex = _for_sympy
