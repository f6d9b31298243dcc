"""Regression: a family whose parameters are functions of inputs, through links and predictors. Nothing here proves.

The predictor is abstract, any real function f_theta(x): what is derived covers linear models and neural networks alike.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from sympy import Expr, Integer, Mul, Symbol, log

from symbolic.calculus.enclosing import Undefined, Values
from symbolic.calculus.normal_form import Undecided, shared, written_out
from symbolic.calculus.slopes import analytic, derivative
from symbolic.chain import Stated
from symbolic.core.domains import is_interval, reals, subset
from symbolic.core.errors import MalformedTerm
from symbolic.core.statement import Statement
from symbolic.core.terms import Applied, Entry, Outcome, Parameter, Sample, parameter, raw, replace, symbols, walk
from symbolic.models.family import Family, Likelihood, formula, pairs
from symbolic.statements.convex import Convex
from symbolic.statements.equal import Equal

Derivatives = Mapping[Symbol | tuple[Symbol, ...], Any]


def regression(
    family: Family,
    link: Mapping[Parameter, Expr],
    predictor: Expr | Mapping[Symbol, Expr],
    *,
    response: str = "y",
    loss: Expr | None = None,
    factor: Expr | int = 1,
    derivatives: Derivatives | None = None,
    known: Iterable[Parameter] = (),
    name: str = "",
    title: str = "",
    source: str = "",
    notes: Iterable[str] = (),
) -> Family:
    """The densities of a response given inputs: the family's, with parameters that are functions of predictors.

    Arguments: `family`, of one variable, or a `Likelihood`, such as a censored one, whose first variable is the response;
    `link`, for each parameter that depends on the inputs its inverse link, an
    expression in real variables such as `exp(z)`; `predictor`, for each of these variables a real expression in outcomes of
    the inputs, such as `{z: f(x.outcome)}` with `f = function("f", theta)`, or the expression alone where there is one
    variable; `response`, what the variable is called from now on. The parameters of the predictors are the new unknowns,
    beside those parameters of the family that have no link and are not among `known`.
    Optional: `loss` and `factor`, the per-sample loss in the form that practitioners know, in the response's outcome and the
    variables: -log density = factor * loss + (what is free of the unknowns); `derivatives` of that loss, such as
    `{z: exp(z) - y.outcome, (z, z): exp(z)}`, each of which becomes an obligation under `further`. Whether the loss is convex
    in the predictor's value is asked under `questions`.

    Raises MalformedTerm where a link may leave the domain of its parameter, or where a part does not fit the others.
    Source: McCullagh and Nelder, Generalized Linear Models, section 2.2; Bishop, Pattern Recognition and Machine Learning,
    section 5.2, for neural networks.
    """
    if not isinstance(family, Family):
        raise MalformedTerm(f"regression: family={family!r}: give a Family, such as symbolic.families.poisson.family.")
    name = f"{family.name}_regression" if name == "" else name
    known, notes = _declared(name, known, notes, response=response, title=title, source=source)
    if len(family.variables) != 1 and family.is_density:
        raise MalformedTerm(f"{name}: {family} has {len(family.variables)} variables: a regression has one response.")
    links = {p: formula(f"{name}: link of {p}", e) for p, e in pairs(f"{name}: link", link, "{mu: z}")}
    given = {*known, *family.known}
    predictors = _predictors(name, links, predictor)
    for p, e in links.items():
        _check_link(name, family, p, e, predictors)
    inputs, unknowns = _inputs(name, response, predictors), _unknowns(predictors)
    stated = dict(pairs(f"{name}: derivatives", {} if derivatives is None else derivatives, "{z: exp(z) - y.outcome}"))
    shown = None if loss is None else formula(f"{name}: loss", loss)
    divided, old = formula(f"{name}: factor", factor), family.sample
    loose = {
        t for t in walk(divided) if isinstance(t, Outcome | Entry | Applied | Symbol) and not isinstance(t, Parameter)
    }
    if loose:
        raise MalformedTerm(
            f"{name}: factor={divided}: {min(map(str, loose))} is in it: a factor is made of numbers and of known constants."
        )
    size = inputs[0].column.size
    y = Sample(response, size, old.column.domain)
    others = tuple(Sample(s.column.name, size, s.column.domain) for s in family.variables[1:])
    moved = {o: s.outcome for o, s in zip(family.outcomes, (y, *others), strict=True)}

    def linked(tree: Expr) -> Expr:
        return replace(tree, lambda t: links.get(t, moved.get(t)))

    def predicted(tree: Expr) -> Expr:
        return replace(tree, predictors.get)

    per_sample = linked(family.density)
    rest = tuple(p for p in family.parameters if p not in links and p not in given)
    if not (unknowns or rest):
        raise MalformedTerm(f"{name}: predictor={_shown(predictors)}: it mentions no parameter, so nothing is unknown.")
    made: Callable[..., Family] = partial(Likelihood, under=family.under) if isinstance(family, Likelihood) else Family
    return made(
        name,
        variables=(y, *others),
        inputs=inputs,
        parameters=(*unknowns, *rest),
        known=tuple(p for p in (*family.known, *known) if p not in links),
        density=predicted(per_sample),
        loss=None if shown is None else predicted(shown),
        factor=divided,
        title=title or f"{family.title or family.name}, given inputs",
        source=source or family.source,
        notes=tuple(notes),
        further=_derivatives(name, per_sample, divided, predictors, stated),
        questions=_convexity(shown, predictors),
    )


def glossary(family: Family) -> tuple[Stated, ...]:
    """The derivatives that were stated of a regression's loss, for the glossary of its chain, which judges them."""
    return tuple(
        Stated(o.right, "the " + re.sub(r"(?<![\w'])([b-z])\b", r"$\1$", title), o)  # names of one letter
        for title, o in family.further
        if isinstance(o, Equal)
    )


def _declared(
    name: str, known: Iterable[Parameter], notes: Iterable[str], **texts: object
) -> tuple[tuple[Parameter, ...], tuple[str, ...]]:
    """The constants and the notes of a regression. Raises MalformedTerm where a part is of another kind than it has to be."""
    for what, text in {"name": name, **texts}.items():
        if not isinstance(text, str):
            raise MalformedTerm(f"{name}: {what}={text!r}: it is a text.")
    for what, things, kind in (("known", known, Parameter), ("notes", notes, str)):
        listed = isinstance(things, Iterable) and not isinstance(things, str)
        if not listed or not all(isinstance(t, kind) for t in things):
            raise MalformedTerm(
                f"{name}: {what}={things!r}: give a tuple, each of its members of the class {kind.__name__}."
            )
    return tuple(known), tuple(notes)


def _predictors(name: str, links: Mapping[Parameter, Expr], predictor: object) -> dict[Symbol, Expr]:
    """{variable of the links: its predictor}, the variables in the order in which the links name them."""
    variables = list(dict.fromkeys(s for e in links.values() for s in sorted(_variables(e), key=str)))
    if not variables:
        raise MalformedTerm(
            f"{name}: link={_shown(links)}: a link mentions a real variable, such as real_variable('z')."
        )
    whole: dict[Symbol, object] = (
        dict(predictor) if isinstance(predictor, Mapping) else dict.fromkeys(variables[:1], predictor)
    )
    if set(whole) != set(variables):
        raise MalformedTerm(
            f"{name}: predictor={_shown(whole)} for the variables {', '.join(map(str, variables))} of the links: give "
            "each of them one predictor, such as {z: f(x.outcome)}."
        )
    return {v: formula(f"{name}: predictor of {v}", whole[v]) for v in variables}


def _variables(link: Expr) -> set[Symbol]:
    return {s for s in symbols(link) if not isinstance(s, Parameter)}


def _shown(mapping: Mapping[Symbol, object]) -> str:
    return "{" + ", ".join(f"{k}: {v}" for k, v in mapping.items()) + "}"


def _check_link(name: str, family: Family, p: Parameter, link: Expr, predictors: Mapping[Symbol, Expr]) -> None:
    """Raises where `p` is no parameter of the family, or where the link may take values outside its domain."""
    if p not in family.parameters:
        raise MalformedTerm(f"{name}: link={link} for {p}: the parameters of {family} are {family.parameters}.")
    if not is_interval(p.domain):
        raise MalformedTerm(f"{name}: link={link} for {p}: no link maps the reals into {p.domain}.")
    try:
        known = {v: Values().of(e) for v, e in predictors.items()}
        for v, values in known.items():
            if not values.within(reals):
                raise MalformedTerm(f"{name}: predictor={predictors[v]}: its values are finite, not in {values}.")
        found = Values((), known).of(link)
    except Undefined as reason:
        raise MalformedTerm(
            f"{name}: link={link} for {p}: {reason}. A link is defined wherever its predictor is."
        ) from None
    if not subset(found, p.domain):
        raise MalformedTerm(
            f"{name}: link={link} for {p}: it is only known to lie in {found}, but {p} lies in {p.domain}. Try exp(z) for "
            "what is positive, 1/(1 + exp(-z)) for a probability."
        )


def _inputs(name: str, response: str, predictors: Mapping[Symbol, Expr]) -> tuple[Sample, ...]:
    columns = {t.column.name: t.column for e in predictors.values() for t in walk(e) if isinstance(t, Outcome)}
    sizes = {c.size for c in columns.values()}
    if response in columns or len(sizes) != 1:
        raise MalformedTerm(
            f"{name}: predictor={_shown(predictors)}: a predictor depends on outcomes x.outcome of inputs, all of one table "
            f"and none of them the response {response}."
        )
    return tuple(Sample(c.name, c.size, c.domain) for c in columns.values())


def _unknowns(predictors: Mapping[Symbol, Expr]) -> tuple[Parameter, ...]:
    found = {s for e in predictors.values() for s in symbols(e) if isinstance(s, Parameter)}
    return tuple(sorted(found, key=str))


def _derivatives(
    name: str, density: Expr, factor: Expr, predictors: Mapping[Symbol, Expr], stated: Derivatives
) -> tuple[tuple[str, Statement], ...]:
    """What is stated of the loss's derivatives in the predictors, against those of -log density / factor.

    The two functions differ by a constant, and the second is analytic: formal differentiation is right.
    """
    if not stated:
        return ()
    standing = {v: parameter(v.name, reals) for v in predictors}
    loss = replace(raw(Mul, (Integer(-1), 1 / factor, raw(log, (density,)))), standing.get)
    try:
        loss = written_out(loss)
        if not analytic(loss, standing.values(), Values()):
            raise MalformedTerm(f"{name}: derivatives={_shown(stated)}: {loss} has none at some point. Leave them out.")
        claims = []
        for key, value in stated.items():
            variables, slope = key if isinstance(key, tuple) else (key,), loss
            if not variables or not set(variables) <= set(predictors):
                among = ", ".join(map(str, predictors))
                raise MalformedTerm(f"{name}: derivatives: {key}: a derivative is in {among}, once or several times.")
            value = formula(f"{name}: derivatives: {key}", value)
            for v in variables:
                slope = derivative(slope, standing[v], shared(()))
            order = {1: "derivative", 2: "second derivative"}.get(
                len(variables), f"derivative of order {len(variables)}"
            )
            of = " and ".join(dict.fromkeys(map(str, variables)))
            title = f"{order} of the loss in the predictor's value {of}"
            claims.append((title, Equal(slope, replace(value, standing.get))))
    except (Undecided, Undefined) as reason:
        raise MalformedTerm(f"{name}: derivatives={_shown(stated)} of {loss}: {reason}. Leave them out.") from None
    return tuple(claims)


def _convexity(loss: Expr | None, predictors: Mapping[Symbol, Expr]) -> tuple[tuple[str, Statement], ...]:
    """That the stated loss is convex in the predictors' values: then it is convex in the weights of linear predictors."""
    if loss is None:
        return ()
    standing = {v: parameter(v.name, reals) for v in predictors}
    values = "predictor's value" if len(predictors) == 1 else "predictors' values"
    statement = Convex(replace(loss, standing.get), tuple(standing.values()))
    return ((f"convex in the {values} {' and '.join(map(str, predictors))}", statement),)
