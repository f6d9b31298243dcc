"""Obligations, relations and conventions as sentences, for reports and pages. Nothing here decides anything."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from sympy import Basic, Dummy, Mul, Pow, Rational, Symbol, exp, log, oo

from symbolic.core.domains import Domain, discrete
from symbolic.core.terms import Applied, Condition, Entry, Expectation, Relation, replace, walk
from symbolic.kernel import Obligation, Theorem
from symbolic.report.latex.writer import drawn, expression, subscripted


class _Language(NamedTuple):
    """How the things in a sentence are shown: `math(e)` for what is SymPy's or ours, `raw` for notation of our own."""

    math: Callable[[Any], str]
    raw: Callable[[str, str], str]  # (text, LaTeX) -> what is shown


def _as_text(thing: Any) -> str:
    if isinstance(thing, Basic) and thing.has(Dummy):
        thing = replace(thing, lambda t: Symbol(t.name) if isinstance(t, Dummy) else None)
    return ", ".join(map(_as_text, thing)) if isinstance(thing, tuple) else str(thing)


def _as_latex(thing: Any) -> str:
    if isinstance(thing, Domain):
        return f"${thing.latex}$" if thing.hull is not None else str(thing)
    if isinstance(thing, Basic):
        return f"${expression(thing)}$"
    return ", ".join(map(_as_latex, thing)) if isinstance(thing, tuple) else str(thing)


TEXT = _Language(_as_text, lambda text, _: text)
LATEX = _Language(_as_latex, lambda _, latex: f"${latex}$")


def text(obligation: Obligation) -> str:
    """The statement as one sentence of plain text."""
    return _sentence(obligation, TEXT)


def latex(obligation: Obligation) -> str:
    """The statement as one sentence, with its formulas between dollar signs."""
    return _sentence(obligation, LATEX)


def _sentence(o: Obligation, language: _Language) -> str:
    show, raw = language.math, language.raw
    match o.kind, o.about:
        case "defined", (e,):
            return f"{show(e)} is defined"
        case "equal", (left, right):
            return raw(f"{left} = {right}", f"{expression(left)} = {expression(right)}")
        case "within", (e, interval):
            return f"{show(e)} lies in {show(interval)}"
        case ("increasing" | "decreasing") as how, (map_, u, interval):
            arrow = raw(f"{_as_text(u)} -> {_as_text(map_)}", rf"{expression(u)} \mapsto {expression(map_)}")
            return f"{arrow} is continuous and strictly {how} on {show(interval)}"
        case "free", (e, unknowns):
            return f"{show(e)} does not depend on {show(unknowns)}"
        case "new", (new, _, _):
            return f"{show(new)} is a new symbol, and no density in use determines it"
        case "density", (new, definition):
            given = f", given {_columns(new.given, show)}" if new.given else ""
            return f"{show(definition)} is a density of {_columns(new.points, show)}{given}"
        case ("one to one" | "onto") as how, (map_, new, source, target):
            arrow = raw(f"{_as_text(new)} -> {_as_text(map_)}", rf"{expression(new)} \mapsto {expression(map_)}")
            onto = "one to one onto" if how == "one to one" else "onto"
            return f"{arrow} maps {show(source)} {onto} {show(target)}"
        case "claimed", (claimed, derived):
            return f"what is claimed ({relation(claimed, language)}) is what the steps give ({relation(derived, language)})"
        case "independent", (law, _):
            return f"{_rows(law, language)} are independent with law {show(law)}"
        case "fact", (fact, unknowns):
            varies = set(unknowns) & set(fact.free_symbols)
            every = f" for every {show(tuple(u for u in unknowns if u in varies))}" if varies else ""
            at_rows = any(isinstance(t, Entry) for t in walk(fact))
            return f"{show(fact)}{every}" + (" in every row" if at_rows else "")
        case "finite", (unknowns,):
            return f"{_range(unknowns, show)} over a finite set"
        case "compact", (unknowns,):
            return f"{_range(unknowns, show)} over a compact metric space"
        case "open and convex", (unknowns,):
            space = raw("R^d", r"\mathbb{R}^d")
            return f"{_range(unknowns, show)} over an open convex subset of {space}"
        case "semicontinuous", (loss, unknowns):
            return f"{show(loss)} is lower semicontinuous in {show(unknowns)}, and jointly measurable"
        case "bounded below", (loss, unknowns, law):
            names = ", ".join(map(str, unknowns))
            tex = ", ".join(map(expression, unknowns))
            return raw(
                f"E_{{{law}}}[inf over {names} of {loss}] > -oo",
                rf"\mathbb{{E}}_{{{drawn(law)}}}\left[\inf_{{{tex}}} \left({expression(loss)}\right)\right] > -\infty",
            )
        case "convex", (loss, unknowns):
            return f"{show(loss)} is convex in {show(unknowns)}, whatever the data"
        case "satisfiable", _:
            return "the hypotheses can hold, all at once"
        case "minimisers", (limit, _):
            return f"the set of minimisers of {show(limit)} is non-empty and compact"
        case "integral", (integrand, outcomes, value, total):
            return raw(
                *(f"{a} = {b}" for a, b in zip(_integral(integrand, outcomes, total), _both(value), strict=True))
            )
        case "diverges", (integrand, outcomes, total):
            return raw(*(f"{a} = {b}" for a, b in zip(_integral(integrand, outcomes, total), _both(oo), strict=True)))
        case "integrable", (density, body, *_):
            size = raw(f"|{_as_text(body)}|", rf"\left|{expression(body)}\right|")
            return f"the mean of {size} under {show(density)} is finite"
        case "gibbs", (density, other, *_):
            return f"the Kullback-Leibler divergence from {show(density)} to {show(other)} is at least 0"
        case "estimate", (objective, _, values, when):
            return f"{show(objective)} is minimal at {_point(values, language)} alone{_whenever(when, language)}"
        case "solutions", (objective, _, points):
            where = ", and at ".join(_point(p, language) for p in points)
            return f"{show(objective)} " + (f"is minimal at {where}, and nowhere else" if where else "has no minimiser")
        case "exactly one", (objective, _, when):
            return f"{show(objective)} has exactly one minimiser{_whenever(when, language)}"
        case "estimating equation", (objective, _, (left, right)):
            equation = raw(f"{_as_text(left)} = {_as_text(right)}", f"{expression(left)} = {expression(right)}")
            return f"{show(objective)} is minimal where {equation}, and nowhere else"
        case "at most one", (objective, _):
            return f"{show(objective)} has at most one minimiser, whatever the data"
        case "unattained", (objective, _, curve, t, limit):
            end = raw(f"{_as_text(t)} -> oo", rf"{expression(t)} \to \infty")
            return (
                f"{show(objective)} has no minimiser: along {_point(curve, language)} it tends to {show(limit)} as {end}, "
                "and it is greater everywhere"
            )
    return f"{o.kind}: {'; '.join(map(show, o.about))}"


def _point(values: Any, language: _Language) -> str:
    """mu = 1 and sigma = 2."""
    return " and ".join(
        language.raw(f"{_as_text(u)} = {_as_text(v)}", f"{expression(u)} = {expression(v)}") for u, v in values
    )


def _whenever(when: Any, language: _Language) -> str:
    """The conditions on the data, each of which reads statistic > 0."""
    under = " and ".join(language.raw(f"{_as_text(w.lhs)} > 0", f"{expression(w.lhs)} > 0") for w in when)
    return f", whenever {under}" if when else ""


def _both(e: Any) -> tuple[str, str]:
    return _as_text(e), expression(e)


def _integral(integrand: Any, outcomes: tuple[Any, ...], total: Any) -> tuple[str, str]:
    """An integral over the domains of the columns, or a sum where they are discrete, as text and as LaTeX.

    Where the columns add up to a total, it is one over all of them but the last.
    """
    as_text, as_latex = _both(integrand)
    groups = [(x,) for x in outcomes] if total is None else [outcomes]
    for group in reversed(groups):
        domains = list(dict.fromkeys(x.column.domain for x in group))
        text = ", ".join(f"{', '.join(str(x) for x in group if x.column.domain == d)} in {d}" for d in domains)
        latex = [rf"{', '.join(expression(x) for x in group if x.column.domain == d)} \in {d.latex}" for d in domains]
        if total is not None:
            text += f" with {' + '.join(map(str, group))} = {total}"
            latex.append(f"{' + '.join(map(expression, group))} = {expression(total)}")
        lines = r" \\ ".join(latex)
        below = lines if len(latex) == 1 else rf"\substack{{{lines}}}"
        if all(map(discrete, domains)):
            as_text, as_latex = f"sum_{{{text}}}({as_text})", rf"\sum_{{{below}}} {as_latex}"
        else:
            over = domains[0].latex if len(latex) == 1 else below
            along = r" \, ".join(f"d{expression(x)}" for x in (group if total is None else group[:-1]))
            as_text, as_latex = f"integral_{{{text}}}({as_text})", rf"\int_{{{over}}} {as_latex} \, {along}"
    return as_text, as_latex


def _columns(entries: Any, show: Callable[[Any], str]) -> str:
    return " and ".join(show(a) for a in entries)


def _range(unknowns: tuple[Any, ...], show: Callable[[Any], str]) -> str:
    return f"{show(unknowns)} range{'s' if len(unknowns) == 1 else ''}"


def _rows(law: Applied, language: _Language) -> str:
    """x_1, x_2, ... or (y_1, x_1), (y_2, x_2), ..."""
    columns = [a.column.name for a in law.points]

    def row(i: str, shown: Callable[[str, str], str]) -> str:
        cells = ", ".join(shown(c, i) for c in columns)
        return f"({cells})" if len(columns) > 1 else cells

    as_text = ", ".join(row(i, lambda c, i: f"{c}_{i}") for i in "12")
    as_latex = ", ".join(row(i, lambda c, i: subscripted(c, [i])) for i in "12")
    return language.raw(f"{as_text}, ...", rf"{as_latex}, \dots")


# ---- relations -------------------------------------------------------------------------------------------------------


def relation(claimed: Relation, language: _Language = TEXT) -> str:
    """What a relation is called, in a few words."""
    maps = ", ".join(
        language.raw(f"{old} = {new}", f"{expression(old)} = {expression(new)}") for old, new in claimed.maps
    )
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


def meaning(theorem: Theorem, claimed: Relation | None = None, language: _Language = TEXT) -> str:
    """What the relation of a theorem says, as a sentence without its full stop."""
    found = claimed or theorem.relation
    unknowns = language.math(theorem.start.unknowns)
    maps = ", ".join(language.raw(f"{o} = {n}", f"{expression(o)} = {expression(n)}") for o, n in found.maps)
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


def conventions(theorem: Theorem) -> tuple[str, ...]:
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


def trees(theorem: Theorem) -> Iterable[Any]:
    """Every expression of a theorem: its objectives, and what its steps name."""
    yield theorem.start.objective
    for line in theorem.lines:
        yield line.after.objective
        yield from (part for part in line.step.witness if isinstance(part, Basic))
