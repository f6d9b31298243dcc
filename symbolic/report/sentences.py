"""Statements, relations and conventions as sentences, for reports and pages. Nothing here decides anything."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from sympy import Basic, Dummy, Mul, Pow, Rational, Symbol, exp, log

from symbolic.core.domains import Domain
from symbolic.core.language import Language, equation
from symbolic.core.statement import Statement
from symbolic.core.terms import Applied, Expectation, replace, walk
from symbolic.kernel import Condition, Relation, Replay
from symbolic.report.latex.writer import drawn, expression, subscripted


@lru_cache(maxsize=1024)
def plain(tree: Basic) -> str:
    """An expression as plain text, its bound variables by their names. The same stands in several lines of a report."""
    if tree.has(Dummy):
        tree = replace(tree, lambda t: Symbol(t.name) if isinstance(t, Dummy) else None)
    return str(tree)


class _Text:
    """Sentences as plain text."""

    def math(self, thing: object) -> str:
        return self._shown(thing)

    def formula(self, text: str, latex: str, *parts: object) -> str:
        return self.piece(text, latex, *parts)

    def piece(self, text: str, latex: str, *parts: object) -> str:
        return text.format(*map(self._shown, parts))

    def drawn(self, law: Applied) -> str:
        return str(law)

    def entry(self, column: str, row: str) -> str:
        return f"{column}_{row}"

    def relation(self, claimed: object) -> str:
        return relation(claimed, self) if isinstance(claimed, Relation) else str(claimed)

    def _shown(self, thing: object) -> str:
        if isinstance(thing, Basic):
            return plain(thing)
        return ", ".join(map(self._shown, thing)) if isinstance(thing, tuple) else str(thing)


class _LaTeX:
    """Sentences with their formulas between dollar signs."""

    def math(self, thing: object) -> str:
        if isinstance(thing, tuple):
            return ", ".join(map(self.math, thing))
        if isinstance(thing, Basic) or (isinstance(thing, Domain) and thing.hull is not None):
            return f"${self._shown(thing)}$"
        return str(thing)

    def formula(self, text: str, latex: str, *parts: object) -> str:
        return f"${self.piece(text, latex, *parts)}$"

    def piece(self, text: str, latex: str, *parts: object) -> str:
        return latex.format(*map(self._shown, parts))

    def drawn(self, law: Applied) -> str:
        return drawn(law)

    def entry(self, column: str, row: str) -> str:
        return subscripted(column, [row])

    def relation(self, claimed: object) -> str:
        return relation(claimed, self) if isinstance(claimed, Relation) else str(claimed)

    def _shown(self, thing: object) -> str:
        if isinstance(thing, tuple):
            return ", ".join(map(self._shown, thing))
        if isinstance(thing, str):
            return thing
        return thing.latex if isinstance(thing, Domain) else expression(thing)


TEXT, LATEX = _Text(), _LaTeX()


def text(statement: Statement) -> str:
    """The statement as one sentence of plain text."""
    return statement.sentence(TEXT)


def latex(statement: Statement) -> str:
    """The statement as one sentence, with its formulas between dollar signs."""
    return statement.sentence(LATEX)


# ---- relations -------------------------------------------------------------------------------------------------------


def relation(claimed: Relation, language: Language = TEXT) -> str:
    """What a relation is called, in a few words."""
    maps = ", ".join(equation(language, old, new) for old, new in claimed.maps)
    match claimed.kind:
        case "SAME":
            return "the same solutions"
        case "BIJECTION":
            return f"the same solutions up to {maps}"
        case "REDUCTION":
            return f"one way, by {maps}" if maps else "one way"
        case "LIMIT":
            up_to = f", up to {maps}" if maps else ""
            return f"{claimed.mode.value if claimed.mode else ''} limit{up_to}"
    return "no relation"


LIMITS = {
    Condition.POINTWISE: (
        "for each single {unknowns}, the objective before the limit tends almost surely to the objective after it as the "
        "number of rows grows. About minimisers nothing is claimed"
    ),
    Condition.FINITE: (
        "almost surely, from some number of rows on, every solution before the limit is a solution after it"
    ),
    Condition.COMPACT: (
        "almost surely, every limit point of minimisers before the limit, as the number of rows grows, is a minimiser "
        "after it"
    ),
    Condition.CONVEX: (
        "almost surely, from some number of rows on there is a minimiser before the limit, and the largest distance from "
        "such minimisers to those after the limit tends to 0"
    ),
}


def meaning(theorem: Replay, claimed: Relation | None = None, language: Language = TEXT) -> str:
    """What the relation of a theorem says, as a sentence without its full stop."""
    found = claimed or theorem.relation
    unknowns = language.math(theorem.chain.start.unknowns)
    maps = ", ".join(equation(language, old, new) for old, new in found.maps)
    match found.kind:
        case "SAME":
            return "the first and the last problem have the same set of solutions"
        case "BIJECTION":
            return f"the solutions of the last problem are those of the first, one to one, by {maps}"
        case "REDUCTION":
            return f"every solution of the last problem gives a solution of the first, by {maps}"
        case "LIMIT" if found.mode is not None:
            limit = LIMITS[found.mode].format(unknowns=unknowns)
            return limit + (f" (solutions correspond by {maps})" if maps else "")
    return "the steps, taken together, give no relation between the first and the last problem"


# ---- conventions -----------------------------------------------------------------------------------------------------


def conventions(theorem: Replay) -> tuple[str, ...]:
    """What is understood in the theorem without being said in its lines, with formulas between dollar signs."""
    nodes = [t for tree in trees(theorem) for t in walk(tree)]
    found = [
        r"$\arg\min f$ and $\arg\max f$ are the sets of all minimisers and of all maximisers: they may be empty, and may "
        "have many members."
    ]
    if any(isinstance(t, Applied) and t.is_density for t in nodes):
        found.append(
            r"Densities are measurable, with values in $[0, \infty)$: they may vanish, and are never infinite."
        )
    rules = [rule for rule, holds in _EXTENDED if any(map(holds, nodes))]
    if rules:
        found.append(f"On the extended reals, {', '.join(f'${rule}$' for rule in rules)}.")
    if any(isinstance(t, Expectation) for t in nodes):
        found.append(
            r"An expectation is the integral with respect to its law; one whose positive and negative parts are both "
            r"infinite is undefined."
        )
    if any(line.relation.kind == "LIMIT" for line in theorem.lines):
        found.append(
            "A limit is no equality: it says what is stated of it, and nothing about any single number of rows."
        )
    return tuple(found)


def merged(sentences: Iterable[str]) -> list[str]:
    """The sentences, each once; those which differ only in the formulas that they list become one."""
    found: dict[str, dict[str, None]] = {}
    for sentence in sentences:
        lists = re.fullmatch(r"([^$]*)((?:\$[^$]*\$(?:, )?)+)\.", sentence)
        opening, formulas = (lists[1], re.findall(r"\$[^$]*\$", lists[2])) if lists else (sentence, [])
        found.setdefault(opening, {}).update(dict.fromkeys(formulas))
    return [f"{opening}{', '.join(formulas)}." if formulas else opening for opening, formulas in found.items()]


_EXTENDED: tuple[tuple[str, Callable[[Any], bool]], ...] = (
    (r"\log 0 = -\infty", lambda t: isinstance(t, log)),
    (r"\exp(-\infty) = 0", lambda t: isinstance(t, exp)),
    (r"0 \cdot (\pm\infty) = 0", lambda t: isinstance(t, Expectation) or (isinstance(t, Mul) and t.has(log))),
    ("0^0 = 1", lambda t: isinstance(t, Pow) and not isinstance(t.exp, Rational)),
)


def trees(theorem: Replay) -> Iterable[Any]:
    """Every expression of a theorem: its objectives, and what its steps name."""
    yield theorem.chain.start.objective
    for line in theorem.lines:
        yield line.after.objective
        yield from (part for part in line.step.witness if isinstance(part, Basic))
