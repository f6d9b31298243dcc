r"""The mean over independent rows tends to the expectation: a limit, never an equality.

Lemma. Let $z_1, z_2, \dots$ be independent with law $p$, and $\mathbb{E}_p[\ell_\theta(Z)^-] < \infty$ for every $\theta$.
Then, for each single $\theta$, $\frac1n \sum_i \ell_\theta(z_i) \to \mathbb{E}_p[\ell_\theta(Z)]$ almost surely. About
minimisers this says nothing; one of the conditions FINITE, COMPACT, CONVEX does.

Source: Durrett, Probability: Theory and Examples, section 2.4 (strong law of large numbers); van der Vaart, Asymptotic
Statistics, section 5.2.1 (Wald's consistency proof); Rockafellar, Convex Analysis, theorem 10.8.
"""

from __future__ import annotations

from sympy import Add, Expr, Mul, Pow

from symbolic.chain import Rule
from symbolic.core.errors import MalformedStep
from symbolic.core.terms import Applied, Column, Count, Density, Entry, Outcome, RowSum, replace, symbols, walk
from symbolic.kernel import Condition, Problem, Step


def law_of_large_numbers(law: Density, condition: Condition = Condition.POINTWISE) -> Rule:
    """Let n go to infinity in a mean over the rows of a table, which are independent with law `law`.

    Arguments: `condition`, POINTWISE (values only), or FINITE, COMPACT or CONVEX (minimisers as well).
    """

    if not isinstance(law, Density):
        shown = law.head.name if isinstance(law, Applied) else "p"
        raise MalformedStep(
            f"law_of_large_numbers({law}): give the density itself, law_of_large_numbers({shown}): its arguments are found."
        )
    if not isinstance(condition, Condition):
        raise MalformedStep(
            f"law_of_large_numbers(..., {condition!r}): a condition is POINTWISE, FINITE, COMPACT or CONVEX."
        )

    def propose(problem: Problem) -> tuple[Step, ...]:
        summand = _summand(problem.objective)
        columns = {t.column.name: t.column for t in walk(summand) if isinstance(t, Outcome)}
        if not columns:
            raise MalformedStep(f"law_of_large_numbers: {problem.objective} mentions no data.")
        order = _order(summand, columns)
        return (Step("law_of_large_numbers", "limit", (summand, law(*map(Outcome, order)), condition)),)

    return propose


def _order(summand: Expr, columns: dict[str, Column]) -> list[Column]:
    """The columns as a density of all of them has them, else by name."""
    for t in walk(summand):
        if isinstance(t, Applied) and len(t.points) == len(columns):
            return [a.column for a in t.points]
    return [columns[name] for name in sorted(columns)]


def _summand(objective: Expr) -> Expr:
    """l, where the objective reads as (1/n) sum of l over the rows, up to nested factors."""
    counts = [s for s in symbols(objective) if isinstance(s, Count)]
    parts = [_linear(t) for t in _summands(objective)]
    if len(counts) != 1 or None in parts:
        raise MalformedStep(
            f"law_of_large_numbers: {objective} does not read as (1/n) times a sum over the rows. Rewrite it so first."
        )
    if isinstance(objective, RowSum):
        n = objective.count
        raise MalformedStep(
            f"law_of_large_numbers: {objective} is a sum over the rows and no mean: divide it first, with "
            f"scale(1 / {n}), where the number of rows of a sample x is x.n."
        )
    (n,) = counts
    whole = Add(*(Mul(*_cancelled(n, factor), body) for factor, body in parts))  # type: ignore[misc]
    return replace(whole, lambda t: Outcome(t.column) if isinstance(t, Entry) else None)


def _cancelled(n: Count, factor: Expr) -> tuple[Expr, ...]:
    """The factors of n times a factor, in which n / n does not stand."""
    factors = list(Mul.make_args(factor))
    if 1 / n in factors:
        factors.remove(1 / n)
        return tuple(factors)
    return (n, *factors)


def _summands(e: Expr) -> list[Expr]:
    return [t for a in e.args for t in _summands(a)] if isinstance(e, Add) else [e]


def _linear(e: Expr) -> tuple[Expr, Expr] | None:
    """(factor, body) of a product of one sum over rows with factors that have none."""
    sums = [t for t in _factors(e) if isinstance(t, RowSum)]
    others = [t for t in _factors(e) if not isinstance(t, RowSum)]
    if len(sums) != 1 or any(isinstance(t, RowSum) for other in others for t in walk(other)):
        return None
    return Mul(*others), sums[0].body


def _factors(e: Expr) -> list[Expr]:
    if isinstance(e, Mul):
        return [t for a in e.args for t in _factors(a)]
    if isinstance(e, Pow) and isinstance(e.base, Mul) and e.exp == -1:
        return [Pow(t, -1) for t in _factors(e.base)]
    return [e]
