"""A statement about a family (`Claim`) and what became of it (`Fact`): plain data, which nothing that proves need know."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sympy import Expr, Symbol
from sympy.core.relational import Relational

from symbolic.core.domains import Domain
from symbolic.core.terms import Outcome, Parameter
from symbolic.kernel import Judgement, Obligation, Verdict


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement about a family, before anyone has answered it.

    Arguments: `name`, such as "total mass" or "mean of the score of mu"; `obligation`, the statement; `formula`, what it is
    about where there is more to show than the statement, such as the score itself, an expression in outcomes; `note`;
    `stated`, whether the family's author takes it for granted where nobody can tell; `false`, whether the author claims that
    it is false.
    """

    name: str
    obligation: Obligation
    formula: Expr | None = None
    note: str = ""
    stated: bool = False
    false: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """A claim with its verdict, who gave it, and why it is open."""

    claim: Claim
    judgement: Judgement

    @property
    def name(self) -> str:
        return self.claim.name

    @property
    def verdict(self) -> Verdict:
        return self.judgement.verdict

    @property
    def standing(self) -> Verdict:
        """What became of what is claimed: its verdict; of a claim that it is false, PROVED where it is refuted."""
        if not self.claim.false:
            return self.verdict
        return {Verdict.PROVED: Verdict.REFUTED, Verdict.REFUTED: Verdict.PROVED}.get(self.verdict, Verdict.UNKNOWN)


# ---- what a file may state ---------------------------------------------------------------------------------------------

ABOUT = {  # what a statement of each kind is about, as the author of a family states it
    "equal": "left, right",
    "defined": "expression",
    "within": "expression, interval",
    "increasing": "map, variable, interval",
    "decreasing": "map, variable, interval",
    "convex": "loss, unknowns",
    "integral": "integrand, outcomes, value, total",
    "diverges": "integrand, outcomes, total",
    "integrable": "density, expression, outcomes, total",
    "gibbs": "density, other density, outcomes, total",
    "estimate": "objective, unknowns, point, conditions",
    "solutions": "objective, unknowns, points",
    "exactly one": "objective, unknowns, conditions",
    "at most one": "objective, unknowns",
    "estimating equation": "objective, unknowns, equation",
    "unattained": "objective, unknowns, point, variable, limit",
}


def misfit(obligation: Any) -> str:
    """What is wrong with a statement that an author made: its kind, or what it is about; "" where nothing is."""
    if not isinstance(obligation, Obligation):
        return f"{obligation!r} is no Obligation, such as Obligation('convex', (loss, (mu,)))"
    parts = ABOUT.get(obligation.kind) if isinstance(obligation.kind, str) else None
    if parts is None:
        return f"there are no statements of the kind {obligation.kind!r}; the kinds are {', '.join(ABOUT)}"
    names, about = parts.split(", "), obligation.about
    if not isinstance(about, tuple) or len(about) != len(names):
        return f"a statement of the kind {obligation.kind!r} is about ({parts}), not about {about!r}"
    for name, part in zip(names, about, strict=True):
        what, fits = _PARTS.get(name, _EXPRESSION)
        if not fits(part):
            return f"{name}={part!r} is no {what}, in a statement of the kind {obligation.kind!r} about ({parts})"
    return ""


def _tuple_of(kind: type, least: int = 1) -> Callable[[Any], bool]:
    return lambda e: isinstance(e, tuple) and len(e) >= least and all(isinstance(part, kind) for part in e)


def _is_expression(e: Any) -> bool:
    return isinstance(e, Expr) or type(e) is int


def _is_point(e: Any) -> bool:
    pairs = isinstance(e, tuple) and all(isinstance(p, tuple) and len(p) == 2 for p in e)
    return pairs and all(isinstance(u, Parameter) and _is_expression(v) for u, v in e)


_EXPRESSION: tuple[str, Callable[[Any], bool]] = ("expression", _is_expression)
_PARTS: dict[str, tuple[str, Callable[[Any], bool]]] = {
    "interval": ("interval, such as RealInterval(0, 1)", lambda e: isinstance(e, Domain) and e.hull is not None),
    "variable": ("variable, such as real_variable('t')", lambda e: isinstance(e, Symbol)),
    "unknowns": ("tuple of parameters", _tuple_of(Parameter)),
    "outcomes": ("tuple of outcomes, such as (x.outcome,)", _tuple_of(Outcome)),
    "total": ("expression, and not None", lambda e: e is None or _is_expression(e)),
    "conditions": ("tuple of comparisons, such as (x.sum(x.i) > 0,)", _tuple_of(Relational, 0)),
    "equation": ("pair of expressions", lambda e: isinstance(e, tuple) and len(e) == 2 and all(map(_is_expression, e))),
    "point": ("tuple of pairs of a parameter and an expression", _is_point),
    "points": ("tuple of points", lambda e: isinstance(e, tuple) and all(map(_is_point, e))),
}
