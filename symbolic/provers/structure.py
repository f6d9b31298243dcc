"""Statements about the form of expressions: what they depend on, and whether a definition may be made."""

from __future__ import annotations

from itertools import combinations
from typing import Any

from sympy import Dummy, Expr, Mul

from symbolic.calculus.enclosing import Undefined, Values
from symbolic.calculus.normal_form import NormalForm, Undecided, hole, mentions
from symbolic.calculus.slopes import fresh
from symbolic.core.domains import RealInterval, is_interval, reals
from symbolic.core.terms import Applied, Parameter, replace, roles, symbols
from symbolic.kernel import Answer, Verdict
from symbolic.statements.claimed import Claimed
from symbolic.statements.decreasing import Decreasing
from symbolic.statements.density import DensityOf
from symbolic.statements.free import Free
from symbolic.statements.increasing import Increasing
from symbolic.statements.new import New
from symbolic.statements.within import Within

PROVED = Answer(Verdict.PROVED)

ABOUT = (Free, New, DensityOf, Within, Claimed)


def prove(obligation: Free | New | DensityOf | Within | Claimed) -> Answer:
    """Independence of the unknowns, new symbols, densities by renaming or by the chain rule, domains, claimed relations."""
    match obligation:
        case Free():
            return _free(obligation)
        case New():
            return _new(obligation.new, obligation.definition, obligation.used)
        case DensityOf():
            return _density(obligation.new, obligation.definition)
        case Within(expression=Parameter() as actual, interval=domain) if actual.domain == domain:
            return PROVED
        case Within(expression=actual, interval=domain) if not is_interval(domain):
            return Answer(
                Verdict.UNKNOWN, f"it speaks of a parameter in {domain}, and {actual} is not declared in that set"
            )
        case Claimed():
            same = obligation.claimed == obligation.derived
            return PROVED if same else Answer(Verdict.UNKNOWN, "the two differ")
    return Answer(Verdict.UNKNOWN)


def _free(obligation: Free) -> Answer:
    """The unknowns do not occur; or they cancel in the normal form."""
    expression, given = obligation.expression, obligation.given
    found = [u for u in obligation.unknowns if u in symbols(expression)]
    if not found:
        return PROVED
    forms = NormalForm(given).where({d: hole(d) for d in expression.atoms(Dummy)})
    why = _what_is_left(forms, expression, found)
    if not why or not _what_is_left(forms.factored(), expression, found):
        return PROVED
    return _free_on(obligation, found) or Answer(Verdict.UNKNOWN, why)


def _what_is_left(forms: NormalForm, expression: Expr, found: list[Parameter]) -> str:
    """Why it is not known that these do not occur in the normal form; nothing where they do not."""
    try:
        form = forms.of(expression)
    except Undecided as reason:
        return f"it mentions {', '.join(map(str, found))} ({reason})"
    left = [u for u in found if mentions(frozenset(form.items()), u)]
    return f"it depends on {', '.join(map(str, left))}" if left else ""


def _free_on(obligation: Free, found: list[Parameter]) -> Answer | None:
    """The same of a map on the interval on which it is owed to be monotone: of finite numbers, then at an infinite end."""
    expression, given = obligation.expression, obligation.given
    owed = [g for g in obligation.granted if isinstance(g, Increasing | Decreasing) and g.map_ == expression]
    hull = owed[0].interval.hull if len(owed) == 1 else None
    if hull is None or {owed[0].variable} != expression.atoms(Dummy):
        return None
    if hull.lower == hull.upper:
        return None
    variable = owed[0].variable
    ends = [end for end in (hull.lower, hull.upper) if isinstance(end, float) and hull.has(end)]
    closed = (bool(hull.has(end)) and not isinstance(end, float) for end in (hull.lower, hull.upper))
    names = {s.name for tree in (expression, *given) for s in symbols(tree)}
    number = fresh(names, "number", RealInterval(hull.lower, hull.upper, *closed))
    others = {u: Parameter(fresh(names, u.name, reals).name, u.domain) for u in found}
    try:
        one = replace(expression, lambda t: number if t == variable else None)
        forms = NormalForm(given)
        if not forms.equal(forms.of(one), forms.of(replace(one, others.get))):
            return None
        at = [Values(given, {variable: RealInterval(end, end, True, True)}).of(expression) for end in ends]
    except (Undecided, Undefined):
        return None
    return PROVED if all(value.lower == value.upper for value in at) else None


def _new(new: Applied, definition: Expr, used: tuple[Any, ...]) -> Answer:
    """A symbol that no density of its name contradicts.

    The densities of one name are pieces of one distribution. They fit together whatever they are as long as no two of
    them have an output in common (the definition's own factors, multiplied to the new symbol, aside) and as long as no
    output is a condition of its own conditions.
    """
    name, outputs, conditions = new.role
    if new.role in used:
        return Answer(Verdict.UNKNOWN, f"{new} is already in use: choose a new name")
    if new.role in roles(definition):
        return Answer(Verdict.UNKNOWN, f"{new} would be defined by itself")
    own = {t.role for t in _factors(definition) if isinstance(t, Applied)}
    pieces = [(out, given) for other, out, given in used if other == name]
    for one, other in combinations(pieces, 2):
        if set(one[0]) & set(other[0]):
            return Answer(
                Verdict.UNKNOWN,
                f"two densities of {', '.join(sorted(set(one[0]) & set(other[0])))} are called {name} already: {new} might "
                "contradict what they have in common",
            )
    for out, given in pieces:
        if set(out) & set(outputs) and (name, out, given) not in own:
            return Answer(
                Verdict.UNKNOWN,
                f"{new} would be defined beside another density of {', '.join(out)} that is called {name} already",
            )
    above = set(conditions)
    while True:
        more = {g for out, given in pieces for g in given if set(out) & above and (name, out, given) not in own} - above
        if not more:
            break
        above |= more
    if above & set(outputs):
        return Answer(Verdict.UNKNOWN, f"{new} would condition on what depends on {', '.join(outputs)}")
    return PROVED


def _factors(definition: Expr) -> tuple[Expr, ...]:
    return definition.args if isinstance(definition, Mul) else (definition,)


def _density(new: Applied, definition: Expr) -> Answer:
    """A renamed density of the same columns, or the chain rule, such as q(y, x) = q(y | x) q(x)."""
    factors = list(_factors(definition))
    if not all(isinstance(t, Applied) and t.is_density for t in factors):
        return Answer(Verdict.UNKNOWN, f"{definition} is not known to be a density: it is no product of densities")
    known = set(new.role[2])
    made: set[str] = set()
    while factors:
        ready = [t for t in factors if set(t.role[2]) <= known | made and not set(t.role[1]) & (known | made)]
        if not ready:
            return Answer(Verdict.UNKNOWN, f"{definition} does not follow the chain rule of probability")
        factors.remove(ready[0])
        made |= set(ready[0].role[1])
    if made != set(new.role[1]):
        return Answer(
            Verdict.UNKNOWN, f"{definition} is a density of {', '.join(sorted(made))}, not of the columns of {new}"
        )
    return PROVED
