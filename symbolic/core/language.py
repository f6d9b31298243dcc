"""What a sentence is said in: text or LaTeX, behind one interface, and the phrases that several statements share.

Statements say themselves in it and know no writer; `symbolic.report.sentences` has the two languages.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from sympy import Expr, Symbol
from sympy.core.relational import Relational

from symbolic.core.domains import discrete
from symbolic.core.terms import Applied, Outcome, Parameter


class Language(Protocol):
    """How the things in a sentence are shown. A template has a pair of braces for each part."""

    def math(self, thing: object) -> str:
        """An expression, a domain, or a tuple of them, in a sentence."""

    def formula(self, text: str, latex: str, *parts: object) -> str:
        """Notation of our own in a sentence, from two templates and what fills them."""

    def piece(self, text: str, latex: str, *parts: object) -> str:
        """The same, as a part of a larger formula."""

    def drawn(self, law: Applied) -> str:
        """A law, below the sign of an expectation: a part of a formula."""

    def entry(self, column: str, row: str) -> str:
        """A column's name with the number of a row: a part of a formula."""

    def relation(self, relation: object) -> str:
        """What a relation between two sets of solutions is called."""


def mapsto(say: Language, variable: Symbol, map_: Expr) -> str:
    """u -> log(u)."""
    return say.formula("{} -> {}", r"{} \mapsto {}", variable, map_)


def equation(say: Language, left: object, right: object) -> str:
    """left = right."""
    return say.formula("{} = {}", "{} = {}", left, right)


def place(say: Language, point: Iterable[tuple[Parameter, Expr]]) -> str:
    """mu = 1 and sigma = 2."""
    return " and ".join(equation(say, u, value) for u, value in point)


def whenever(say: Language, conditions: Iterable[Relational]) -> str:
    """The conditions on the data, each of which reads statistic > 0; nothing where there are none."""
    under = " and ".join(say.formula("{} > 0", "{} > 0", c.lhs) for c in conditions)
    return f", whenever {under}" if under else ""


def ranging(say: Language, unknowns: Sequence[Parameter]) -> str:
    """theta ranges; or theta, sigma range."""
    return f"{say.math(tuple(unknowns))} range{'s' if len(unknowns) == 1 else ''}"


def several(say: Language, entries: Iterable[object]) -> str:
    """x and y."""
    return " and ".join(map(say.math, entries))


def rows(say: Language, law: Applied) -> str:
    """x_1, x_2, ... or (y_1, x_1), (y_2, x_2), ..."""
    columns = [a.column.name for a in law.points]
    row = ", ".join(["{}"] * len(columns))
    row = f"({row})" if len(columns) > 1 else row
    cells = [say.entry(column, number) for number in "12" for column in columns]
    return say.formula(f"{row}, {row}, ...", rf"{row}, {row}, \dots", *cells)


def integral(say: Language, integrand: Expr, outcomes: tuple[Outcome, ...], total: Expr | None) -> str:
    """An integral over the domains of the columns, or a sum where they are discrete, as a part of a formula.

    Where the columns add up to a total, it is one over all of them but the last.
    """
    body = say.piece("{}", "{}", integrand)
    groups = [(x,) for x in outcomes] if total is None else [outcomes]
    for group in reversed(groups):
        domains = list(dict.fromkeys(x.column.domain for x in group))
        ranges = []
        for domain in domains:
            listed = _joined(say, [x for x in group if x.column.domain == domain], ", ", ", ")
            ranges.append(say.piece("{} in {}", r"{} \in {}", listed, domain))
        below = _below(say, ranges, group, total)
        if all(map(discrete, domains)):
            body = say.piece("sum_{{{}}}({})", r"\sum_{{{}}} {}", below, body)
            continue
        over = below if total is not None or len(ranges) > 1 else say.piece("{}", "{}", domains[0])
        along = say.piece("", r" \, ".join("d{}" for _ in _integrated(group, total)), *_integrated(group, total))
        body = say.piece("integral_{{{0}}}({2})", r"\int_{{{1}}} {2} \, {3}", below, over, body, along)
    return body


def _integrated(group: tuple[Outcome, ...], total: Expr | None) -> tuple[Outcome, ...]:
    return group if total is None else group[:-1]


def _joined(say: Language, things: Sequence[object], text: str, latex: str) -> str:
    return say.piece(text.join(["{}"] * len(things)), latex.join(["{}"] * len(things)), *things)


def _below(say: Language, ranges: list[str], group: tuple[Outcome, ...], total: Expr | None) -> str:
    """What stands below the sign of an integral: where each column is, and what they add up to."""
    if total is None:
        return _stacked(say, ranges, ", ".join(["{}"] * len(ranges)))
    adds_up = say.piece("{} = {}", "{} = {}", _joined(say, group, " + ", " + "), total)
    return _stacked(say, [*ranges, adds_up], f"{', '.join(['{}'] * len(ranges))} with {{}}")


def _stacked(say: Language, lines: list[str], text: str) -> str:
    stack = r" \\ ".join(["{}"] * len(lines))
    return say.piece(text, stack if len(lines) == 1 else rf"\substack{{{{{stack}}}}}", *lines)
