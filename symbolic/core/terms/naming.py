"""What a name may be, and how it is printed: names of parameters, samples, densities and functions."""

from __future__ import annotations

import re
from functools import lru_cache

import sympy
from sympy import Basic, Expr, atan, gamma, polygamma
from sympy.core.function import FunctionClass

from symbolic.core.errors import MalformedTerm

GREEK = frozenset(
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi chi psi "  # noqa: SIM905
    "omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega".split()
)
RESERVED = {
    "e": "Euler's number",
    "E": "an expectation",
    "i": "the row of a sample",
    "argmin": "argmin",
    "argmax": "argmax",
}
SIGNS = (
    "sum",
    "prod",
    "abs",
    "max",
    "min",
    "inf",
    "sup",
    "lim",
    "root",
    "mod",
    "softplus",
    "logistic",
    "log1p",
    "expm1",
)  # read as a function, SymPy's names aside
EMPIRICAL = "phat"
OPERATORS = {gamma: "Gamma", polygamma: "psi", atan: "arctan"}  # what LaTeX calls by another name than the text does


@lru_cache(maxsize=1024)
def latex_name(name: str) -> str:
    """How a declared name is printed: Greek letters by their names, the rest after `_` (or a number) as a subscript."""
    stem, _, under = name.partition("_")
    digits = re.fullmatch(r"([A-Za-z]+)(\d+)", stem)
    if digits and not under:
        stem, under = digits.groups()
    hat = stem.endswith("hat") and len(stem) > 3
    stem = stem[:-3] if hat else stem
    shown = "\\" + stem if stem in GREEK else stem if len(stem) == 1 else rf"\mathrm{{{stem}}}"
    shown = rf"\hat{{{shown}}}" if hat else shown
    return shown + (f"_{{{latex_name(under) if under[0].isalpha() else under}}}" if under else "")


def named(name: object) -> str:
    """The name itself. Raises MalformedTerm where it is no name, or would print like something else."""
    if not isinstance(name, str) or not re.fullmatch(r"[A-Za-z][A-Za-z0-9]*(_[A-Za-z0-9]+)?", name):
        raise MalformedTerm(f"name={name!r}: a name is a letter, then letters and digits, with at most one _subscript.")
    constant = getattr(sympy, name, None)
    taken = RESERVED.get(name) or (f"the constant {name}" if isinstance(constant, Basic) else "")
    if taken:
        raise MalformedTerm(f"name={name!r} would print like {taken}: choose another name, such as {name}_1.")
    return name


def is_function(name: str) -> bool:
    """Is it the name of a function or sign of the language, so that an abstract function of that name would print like it?"""
    known = getattr(sympy, name, None)
    of_numbers = isinstance(known, FunctionClass) or (isinstance(known, type) and issubclass(known, Expr))
    return of_numbers or name in SIGNS or known in (sympy.sqrt, sympy.cbrt)
