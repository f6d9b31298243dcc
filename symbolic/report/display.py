"""How things show themselves where somebody looks: one line at a prompt, formulas in a notebook. Nothing decides here.

The trusted part does not print: what its classes show is given to them here. A line has at most 80 columns, whatever it
shows; a formula in a notebook is whole, with everything that is taken for granted.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from symbolic.chain import Chain
from symbolic.core.domains import FiniteSet, Integers, RealInterval
from symbolic.core.errors import DerivationError, ProverError
from symbolic.core.statement import Statement
from symbolic.core.terms import Sample, density, function
from symbolic.kernel import Judgement, Line, Problem, Step
from symbolic.models.family import Estimate, Family
from symbolic.report import sentences as statements
from symbolic.report.latex import document, expression, problem
from symbolic.report.latex.lines import lines
from symbolic.report.theorem import Theorem, replay

COLUMNS = 80
WIDE = 800  # tenths of a letter of a formula in a notebook, beyond which it is broken


def brief(kind: str, *parts: object) -> str:
    """One line of at most 80 columns: what it is, then as much of the parts as fits."""
    text = " ".join(f"{kind} {', '.join(map(str, parts))}".split())
    return text if len(text) <= COLUMNS else f"{text[: COLUMNS - 3].rstrip()}..."


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


def _chain(chain: Chain) -> str:
    return brief("Chain", f"{chain.name}: {_counted(len(chain.steps), 'step')} from {chain.start}")


def _theorem(theorem: Theorem) -> str:
    return brief(
        "Theorem", f"{theorem.name}: {theorem.verdict.value}", _counted(len(theorem.lines), "step"), theorem.relation
    )


def _estimate(estimate: Estimate) -> str:
    return brief("Estimate", *(f"{u} = {value}" for u, value in estimate.values))


SHORT: dict[type, Callable[[Any], str]] = {
    Problem: lambda p: brief("Problem", p),
    Step: lambda s: brief("Step", s.rule if s.rule == s.primitive else f"{s.rule}, a {s.primitive} step"),
    Statement: lambda o: brief("Obligation", _said(o)),
    Judgement: lambda j: brief("Judgement", f"{j.verdict.value} by {j.prover}: {_said(j.obligation)}"),
    Line: lambda li: brief("Line", f"{li.step.rule}: {li.after}"),
    Chain: _chain,
    Theorem: _theorem,
    Family: lambda f: brief(type(f).__name__, f"{f.name}: {f.density}"),
    Estimate: _estimate,
    **dict.fromkeys((FiniteSet, Integers, RealInterval), lambda d: brief(type(d).__name__, d)),
    Sample: lambda s: brief("Sample", f"{s.column.name} of {s.column.size} rows in {s.column.domain}"),
}


def _said(obligation: Statement) -> str:
    """The sentence; of a statement that nobody can spell out, its parts."""
    try:
        return statements.text(obligation)
    except Exception:
        return str(obligation)


# ---- in a notebook ---------------------------------------------------------------------------------------------------


def shown(*rows: str) -> str:
    """Rows of formulas as one display."""
    if len(rows) == 1:
        return f"$${rows[0]}$$"
    return "$$\\begin{gathered}\n" + " \\\\\n".join(rows) + "\n\\end{gathered}$$"


def broken(latex: str) -> str:
    """A formula on as many lines as it needs."""
    first, *more = lines(latex, WIDE)
    if not more:
        return first
    return (
        "\\begin{aligned}\n& " + " \\\\\n& ".join([first, *(rf"\qquad {line}" for line in more)]) + "\n\\end{aligned}"
    )


def sentence(text: str) -> str:
    """A sentence with formulas between dollar signs, as a formula with words in it."""
    parts = text.split("$")
    return " ".join(part if k % 2 else rf"\text{{{part}}}" for k, part in enumerate(parts) if part)


def theorem_rows(theorem: Theorem) -> list[str]:
    """The chain, then its hypotheses."""
    given = [sentence(f"(H{k}) {statements.latex(h)}") for k, h in enumerate(theorem.hypotheses, 1)]
    return [document.notebook(theorem.to_dict()), *given]


def family_rows(family: Family) -> list[str]:
    """The density with its domains."""
    head = density("q", *family.parameters) if family.is_density else function("L", *family.parameters)
    named = family.density if family.hypotheses else head(*family.outcomes)
    sides = [expression(named), expression(family.density)]
    everything = [*((s.outcome, s.column.domain) for s in (*family.variables, *family.inputs))]
    everything += [(u, u.domain) for u in (*family.parameters, *family.known)]
    domains = [rf"{expression(thing)} \in {domain.latex}" for thing, domain in everything if domain.hull is not None]
    return [broken(" = ".join(dict.fromkeys(sides))), *([r",\; ".join(domains)] if domains else [])]


def _chain_in_a_notebook(chain: Chain) -> str | None:
    try:
        return shown(*theorem_rows(replay(chain, ())))
    except (DerivationError, ProverError):
        return None  # it is malformed: the line says what there is


TYPESET: dict[type, Callable[[Any], str | None]] = {
    Problem: lambda p: shown(broken(problem(p))),
    Chain: _chain_in_a_notebook,
    Theorem: lambda t: shown(*theorem_rows(t)),
    Family: lambda f: shown(*family_rows(f)),
}

for _name, _table in (("__repr__", SHORT), ("_repr_latex_", TYPESET)):
    for _kind, _show in _table.items():
        setattr(_kind, _name, _show)
