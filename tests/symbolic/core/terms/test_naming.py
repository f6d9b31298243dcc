"""Tests of symbolic.core.terms.naming: what a name may be, and that no two things of the language bear one."""

from collections.abc import Callable
from typing import Any

import pytest
from sympy import (
    Abs,
    Add,
    AtomicExpr,
    Expr,
    Max,
    Min,
    Mul,
    Pow,
    atan,
    exp,
    gamma,
    log,
    loggamma,
    polygamma,
)

from properties.instances import evaluation
from symbolic.core.domains import (
    Categories,
    positive,
)
from symbolic.core.errors import MalformedTerm
from symbolic.core.terms import (
    OPERATORS,
    Count,
    density,
    function,
    latex_name,
    parameter,
    sample,
)
from symbolic.functions import ROWS
from symbolic.reader import FUNCTIONS as READ
from symbolic.report.latex import expression, writer


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("theta", r"\theta"),
        ("x", "x"),
        ("x1", "x_{1}"),
        ("x_1", "x_{1}"),
        ("mu_0", r"\mu_{0}"),
        ("sigma_x", r"\sigma_{x}"),
        ("scale", r"\mathrm{scale}"),
        ("phat", r"\hat{p}"),
        ("thetahat", r"\hat{\theta}"),
        ("hat", r"\mathrm{hat}"),
        ("x_alpha", r"x_{\alpha}"),
    ],
)
def test_a_name_has_one_printed_form(name: str, shown: str) -> None:
    assert latex_name(name) == shown


@pytest.mark.parametrize("name", ["", "1x", "a b", "a_b_c", "x_", "_x", "x-y", "é", "x'", "a$b", None, 3, r"\theta"])
def test_what_is_no_name_is_refused(name: object) -> None:
    with pytest.raises(MalformedTerm, match="a name is a letter"):
        parameter(name)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["e", "E", "i", "argmin", "argmax"])
@pytest.mark.parametrize("declare", [parameter, sample, density, function])
def test_a_name_that_prints_like_something_else_is_refused(declare: Callable[[str], Any], name: str) -> None:
    with pytest.raises(MalformedTerm, match="would print like"):
        declare(name)


def _language() -> list[str]:
    """Every function that anything of ours knows: collected from the tables of writer, evaluator, enclosures and reader."""
    tables = [[row.function for row in ROWS.values()], READ.values(), (Abs, Add, Max, Min, Mul, Pow, exp, log)]
    tables += [evaluation.compiled.registry, writer.write.registry]
    sympys = [t for table in tables for t in table if t.__module__.startswith("sympy")]
    found = {t.__name__ for t in sympys if issubclass(t, Expr) and not issubclass(t, AtomicExpr)}
    latex = {row.latex.lstrip("\\") for row in ROWS.values() if row.latex[1:].isalpha()}
    return sorted({*found, *READ, *(c for c in latex if c not in ("arctan", "Gamma")), "sqrt", "sum", "prod"})


@pytest.mark.parametrize("name", _language())
def test_no_density_or_function_bears_the_name_of_what_the_language_knows(name: str) -> None:
    for declare in (density, function):
        with pytest.raises(MalformedTerm, match="would print like"):
            declare(name)


@pytest.mark.parametrize("name", ["pi", "oo", "nan", "zoo", "E", "I", "EulerGamma", "GoldenRatio", "e", "i", "true"])
def test_nothing_bears_the_name_of_a_constant(name: str) -> None:
    for declare in (parameter, density, function, sample, Count, lambda k: sample("x", domain=Categories(k))):
        with pytest.raises(MalformedTerm, match=f"would print like .*choose another name, such as {name}_1"):
            declare(name)
        with pytest.raises(MalformedTerm, match="would print like"):
            sample("x", size=name)


@pytest.mark.parametrize("size", ["", "a b", "1", "K'", 3, None])
def test_a_number_of_classes_has_a_name(size: Any) -> None:
    with pytest.raises(MalformedTerm):
        sample("x", domain=Categories(size))


def test_what_latex_calls_by_another_name_is_in_the_table() -> None:
    """The names of functions as the writer prints them, held against what `names` notes."""
    b = parameter("b", positive)
    for tree in (gamma(b), polygamma(0, b), atan(b)):
        printed = expression(tree).partition(r"\left(")[0].strip()
        assert printed.lstrip("\\") == OPERATORS[type(tree)]
    for row in ROWS.values():
        printed = row.latex.lstrip("\\").removeprefix("operatorname{").rstrip("}")
        assert OPERATORS.get(row.function, row.name) == printed or not printed or row.function is loggamma
