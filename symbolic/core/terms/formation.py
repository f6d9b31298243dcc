"""Which expressions, definitions and hypotheses are well formed: every row, outcome and class is bound, and once."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sympy import Abs, Basic, Expr, Tuple, log, oo
from sympy.core.relational import StrictGreaterThan, StrictLessThan

from symbolic.core.domains import classes, is_counted, nonnegative
from symbolic.core.errors import MalformedTerm, Undeclared
from symbolic.core.terms.atoms import Count, Head, Index, Parameter
from symbolic.core.terms.nodes import (
    Applied,
    Class,
    Entry,
    Expectation,
    NegativePart,
    Outcome,
    OverRows,
    RowSum,
    Same,
    Term,
    Total,
    Value,
    is_empirical,
)
from symbolic.core.terms.occurring import names, symbols
from symbolic.core.terms.trees import bounded, raw, walk


@lru_cache(maxsize=1024)
def well_formed(tree: Basic) -> None:
    """Raises what is wrong with an expression: TooLarge, Undeclared, NameClash or MalformedTerm."""
    bounded(tree)
    names(tree)
    _bound(tree, tree, frozenset(), frozenset())
    for s in symbols(tree):
        if not isinstance(s, Parameter | Count):
            raise Undeclared(
                f"{s} in {tree} was never declared. Declare it with parameter(), sample(), density() or function()."
            )


def formal(new: Applied, definition: Expr) -> None:
    """Raises where `new := definition` defines nothing: every argument is bound, once, and nothing else occurs.

    The arguments of `new` are its parameters, all different, and its columns (as entries, outcomes or classes).
    """
    bounded(definition)
    names(Tuple(new, definition))
    values = {t for t in (*walk(new), *walk(definition)) if isinstance(t, Value)}
    rows = frozenset(t.args[1] for t in values if isinstance(t, Entry))
    _arguments(new, new, rows, frozenset(values))
    if new.head.kind != "density":
        raise MalformedTerm(f"{new}: only densities can be defined.")
    if not all(isinstance(p, Parameter) for p in new.parameters) or len(set(new.parameters)) < len(new.parameters):
        raise MalformedTerm(f"{new}: in a definition, index by parameters, each another one.")
    if any(isinstance(t, OverRows | Expectation) or is_empirical(t) for t in walk(definition)):
        raise MalformedTerm(
            f"{new} := {definition}: sums and means over the data in a definition are not supported yet."
        )
    columns = {a.column for a in (*new.points, *new.given)}
    summed = {t.each.column for t in walk(definition) if isinstance(t, Total)}
    if summed & columns:
        raise MalformedTerm(
            f"{new} := {definition}: a sum over all classes of an argument in a definition is not supported yet."
        )
    loose: set[Any] = {t for t in values if t.column not in columns | summed}
    loose |= {s for s in symbols(definition) if s not in new.parameters and not isinstance(s, Index)}
    if loose:
        shown = ", ".join(sorted(map(str, loose)))
        raise MalformedTerm(f"{new} := {definition}: {shown} is not among the arguments of {new}.")
    _bound(definition, definition, rows, frozenset(t for t in values if t.column in columns))


def _bound(node: Basic, whole: Basic, rows: frozenset[Index], outcomes: frozenset[Value]) -> None:
    """Every row and outcome is bound, once; sets that are not numbers only index densities and functions."""
    if isinstance(node, OverRows):
        if node.index.size != node.count.name:
            raise MalformedTerm(
                f"{node}: the rows of that table are counted by {node.index.size}, not by {node.count}."
            )
        if node.index.size in {i.size for i in rows}:
            raise MalformedTerm(
                f"{node}: a sum over the rows of a table inside another one over the same rows. What is the same for every "
                "row stands outside: write x.n * log(x.sum(exp(s(x.i)))) - x.sum(s(x.i)) for the sum over i of log(sum_j "
                "exp(s(x_j))) - s(x_i), the loss with the rows of the same batch as negatives. Pairs of rows cannot be "
                'written; take a second table for the sum inside, such as sample("z", size="m").'
            )
        _bound(node.body, whole, rows | {node.index}, outcomes)
    elif isinstance(node, Total):
        if not isinstance(node.each, Class) or not classes(node.each.column.domain):
            raise MalformedTerm(f"{node}: a sum over all classes binds x.each of a column x in Categories.")
        _bound(node.body, whole, rows, outcomes | {node.each})
    elif isinstance(node, Same) and all(isinstance(a, Value) for a in node.args):
        if node.args[0].column != node.args[1].column:
            raise MalformedTerm(f"{node} in {whole} compares values of two columns.")
        for a in node.args:
            _is_bound(a, whole, rows, outcomes)
    elif isinstance(node, Expectation):
        law = node.law
        if not isinstance(law, Applied) or not law.is_density or not all(isinstance(a, Outcome) for a in law.points):
            raise MalformedTerm(f"{node}: the law of an expectation is a density of outcomes, such as p(x.outcome).")
        if set(law.points) & outcomes:
            raise MalformedTerm(f"{node}: an expectation inside another one over the same outcome.")
        _arguments(law, whole, rows, outcomes | set(law.points))
        _bound(node.body, whole, rows, outcomes | set(law.points))
        if is_empirical(law):
            nested = [t for t in walk(node.body) if isinstance(t, Expectation) and is_empirical(t.law)]
            inside = {t.index.size for t in walk(node.body) if isinstance(t, OverRows)} | {i.size for i in rows}
            inside |= {a.column.size for t in nested for a in t.law.points}
            if inside & {a.column.size for a in law.points}:
                raise MalformedTerm(f"{node} in {whole}: a mean over the rows of a table, nested with the same rows.")
    elif isinstance(node, Applied):
        if is_empirical(node) and not all(is_counted(a.column.domain) for a in node.points):
            raise MalformedTerm(
                f"{node} in {whole}: the empirical distribution has a density on a countable space only (elsewhere "
                "the divergence from it is infinite for every parameter). Declare sample(..., domain=countable), or "
                "take the cross-entropy."
            )
        _arguments(node, whole, rows, outcomes)
    elif isinstance(node, Value):
        _is_bound(node, whole, rows, outcomes)
        if node.column.domain.hull is None:
            raise MalformedTerm(
                f"{node} in {whole} lives in {node.column.domain}, where there is no arithmetic: "
                f"declare sample({node.column.name!r}, domain=reals), or use it in a density."
            )
    elif isinstance(node, Parameter):
        if node.domain.hull is None:
            raise MalformedTerm(
                f"{node} in {whole} lives in {node.domain}, where there is no arithmetic: "
                f"declare parameter({node.name!r}, reals) or another domain of numbers."
            )
    elif isinstance(node, log) and len(node.args) != 1:
        raise MalformedTerm(f"a logarithm to base {node.args[1]} in {whole}: write log(u) / log(base).")
    else:
        for a in node.args:
            _bound(a, whole, rows, outcomes)


def _arguments(node: Applied, whole: Basic, rows: frozenset[Index], outcomes: frozenset[Value]) -> None:
    arguments = (*node.points, *node.given)
    columns: list[Any] = [getattr(a, "column", None) for a in arguments]
    if None in columns or len(set(columns)) != len(columns) or not isinstance(node.head, Head):
        raise MalformedTerm(f"{node}: the arguments of a density are entries of different columns.")
    for a in arguments:
        _is_bound(a, whole, rows, outcomes)
    values, kind = node.head.values, node.head.kind
    honest = values.bounded_values if kind == "function" else kind in ("density", "empirical") and values == nonnegative
    if not honest:
        raise MalformedTerm(f"{node}: a {kind} with values in {values}. Declare it with density() or function().")
    if is_empirical(node) and (len({c.size for c in columns}) != 1 or node.given or node.parameters):
        raise MalformedTerm(f"{node}: an empirical distribution is that of columns of one table, free of all else.")
    for p in node.parameters:
        if not all(isinstance(s, Parameter) for s in symbols(p)) or any(isinstance(t, Term) for t in walk(p)):
            raise MalformedTerm(f"{node}: densities and functions are indexed by parameters, not by {p}.")
        if not isinstance(p, Parameter):
            _bound(p, whole, rows, outcomes)


def _is_bound(a: Basic, whole: Basic, rows: frozenset[Index], outcomes: frozenset[Value]) -> None:
    if isinstance(a, Entry) and (a.args[1] not in rows or a.args[1].size != a.column.size):
        raise MalformedTerm(
            f"{a} in {whole} stands outside a sum or product over the rows of its table (counted by {a.column.size})."
        )
    if isinstance(a, Outcome) and a not in outcomes:
        raise MalformedTerm(f"the outcome {a} in {whole} stands outside an expectation over it.")
    if isinstance(a, Class) and a not in outcomes:
        raise MalformedTerm(f"the class {a} in {whole} stands outside a sum over all classes.")


def hypothesis(fact: object) -> Any:
    """A closed expression that is defined where a hypothesis is: sum of p(x_i), or E|u| where it reads E[u] < oo.

    Raises MalformedTerm where it has none of the three forms understood.
    """
    match fact:
        case StrictGreaterThan(args=(RowSum() as tree, rhs)) if rhs == 0 and _of_data(tree.body):
            pass
        case StrictGreaterThan(args=(Applied(is_density=True) as tree, rhs)) if rhs == 0:
            for index in {t.args[1] for t in walk(tree) if isinstance(t, Entry)}:
                tree = RowSum(tree, index, Count(index.size))
        case StrictLessThan(args=(Expectation(args=(body, law)), rhs)) if rhs == oo:
            tree = Expectation(body if isinstance(body, Abs | NegativePart) else raw(Abs, (body,)), law)
        case _:
            raise MalformedTerm(
                f"assume({fact}): a hypothesis reads p(x.i) > 0, of a density, expectation(..., p(x.outcome)) < oo, or "
                "x.sum(...) > 0, of data alone; what is known of a parameter or of each datum belongs into its domain, and "
                "of the rows together nothing else can be said: where a sum over them divides, multiply by it first, or let "
                "a parameter in (0, oo) stand for it."
            )
    well_formed(tree)
    return tree


def _of_data(body: Basic) -> bool:
    """Is it made of the entries of a row alone, and of functions of them that have no parameter?"""
    nodes = tuple(walk(body))
    apart = (Parameter, Count, OverRows, Expectation, Total)
    functions = all(t.head.kind == "function" and not t.parameters for t in nodes if isinstance(t, Applied))
    return functions and any(isinstance(t, Entry) for t in nodes) and not any(isinstance(t, apart) for t in nodes)
