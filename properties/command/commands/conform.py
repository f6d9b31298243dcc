"""`lossproof conform`: is a function the loss that it claims to be?"""

from __future__ import annotations

from typing import Any

import click

from properties.command.messages import NOT_PROVED, PROVED
from properties.command.options import as_json

REDUCTIONS = ("none", "sum", "mean", "batchmean", "weighted-mean", "single")


@click.command("conform")
@click.argument("function", metavar="FILE.py:function | module:function")
@click.option("--is", "target", metavar="NAME", required=True, help="The family, regression or derivation that it is.")
@click.option("--map", "reading", metavar="ARG=INPUT,...", help="Which argument is which input, or sigma=sqrt(var).")
@click.option("--given", metavar="ARG=VALUE,...", help="Further arguments: true, false, none, numbers or texts.")
@click.option(
    "--claim",
    type=click.Choice(["equal", "constant", "factor"]),
    default="constant",
    show_default=True,
    help="The weakest relation that will do.",
)
@click.option("--classes", type=click.IntRange(min=2), help="How many classes there are, of a loss over classes.")
@click.option("--within", metavar="ARG=LOW:HIGH,...", help="The range in which the function is meant to be used.")
@click.option(
    "--library",
    metavar="NAME",
    help="How it is called: numpy, jax, torch, scipy, sklearn, boosting; if omitted, found out.",
)
@click.option(
    "--reduction",
    type=click.Choice([*REDUCTIONS]),
    help="What becomes of several rows; if omitted, found out. single: it takes one row a call.",
)
@click.option("--weights", metavar="ARG", help="The argument of the weights of the rows.")
@click.option("--log-likelihood", is_flag=True, help="It returns the negative of a loss.")
@click.option(
    "--dtype",
    "dtypes",
    type=click.Choice(["float64", "float32"]),
    multiple=True,
    default=["float64"],
    show_default=True,
    help="The type of its numbers; it may be given twice.",
)
@click.option(
    "--hessian",
    type=click.Choice(["equal", "at-least", "factor", "none"]),
    default="equal",
    show_default=True,
    help="What it claims of its Hessian: boosters bound theirs on purpose.",
)
@click.option("--factor", metavar="NUMBER", help="The factor that it claims, such as 2 or 1/2; with --claim factor.")
@click.option("--constant", metavar="EXPRESSION", help="The constant that it claims, such as -log(factorial(y)).")
@click.option("--ulps", type=click.FloatRange(min=0), default=64, show_default=True, help="The bar of what is blamed.")
@click.option("--derivatives", type=click.IntRange(0, 2), default=2, show_default=True, help="How many are looked at.")
@click.option("--examples", type=click.IntRange(min=24), default=800, show_default=True, help="Points tried.")
@click.option(
    "--seconds",
    type=click.FloatRange(min=0, min_open=True),
    default=60,
    show_default=True,
    help="Time for its calls, after which no further points are tried.",
)
@click.option("--seed", type=int, default=0, show_default=True, help="The same seed tries the same points.")
@click.option(
    "--plot", metavar="FILE", help="Draw the errors over a plane of two inputs: FILE.svg, FILE.pdf or FILE.png."
)
@click.option("--plot-at", "fixed", metavar="ARG=NUMBER,...", help="What is held fixed in the picture.")
@as_json
def command(
    function: str,
    target: str,
    reading: str | None,
    given: str | None,
    claim: str,
    classes: int | None,
    within: str | None,
    library: str | None,
    reduction: str | None,
    weights: str | None,
    log_likelihood: bool,
    dtypes: tuple[str, ...],
    hessian: str,
    factor: str | None,
    constant: str | None,
    ulps: float,
    derivatives: int,
    examples: int,
    seconds: float,
    seed: int,
    plot: str | None,
    fixed: str | None,
    as_json: bool,
) -> int:
    """Hold a function to certified values of the loss that it claims to be.

    It is compared with -log density in ball arithmetic, with its gradient and Hessian where the library gives them. The
    relation is judged at moderate numbers; what it returns at extreme ones is told. Exit code 0: it is what it claims;
    1: it is not; 2: the input is wrong. A picture (--plot) decides nothing; it needs matplotlib, the extra `plots`.

    Example: lossproof conform losses.py:poisson_nll --is poisson_regression
    """
    from properties.command.report import plain
    from properties.command.report.terminal import Terminal
    from properties.conformance.check import loss_report
    from properties.conformance.named import (
        assignments,
        callable_of,
        expression,
        numbers,
        pairs,
        ranges,
        referable,
        values,
    )
    from properties.conformance.picture import draw
    from properties.conformance.relation import Likeness
    from properties.conformance.report import as_data, text
    from properties.drawing import kind_of
    from properties.errors import InputError

    if fixed and not plot:
        raise InputError("--plot-at says what is held fixed in a picture: say --plot FILE as well.")
    if plot:
        kind_of(plot, "--plot")  # what cannot be drawn is told before anything is looked at
    made = callable_of(function)
    chosen, arguments = ranges(pairs(within or "", "--within")), values(pairs(given or "", "--given"))
    direction: dict[str, Any] = {"sign": -1 if log_likelihood else 1, "library": library or ""}
    at = numbers(pairs(fixed or "", "--plot-at"), "--plot-at")
    with Terminal().progress(function, "calling") as tell:
        found = loss_report(
            made,
            referable(target),
            reading=None if reading is None else assignments(pairs(reading, "--map")),
            given=arguments,
            claim=Likeness(claim),
            ulps=ulps,
            derivatives=derivatives,
            within=chosen,
            dtypes=dtypes,
            hessian=hessian,
            factor=None if factor is None else expression("--factor", factor),
            constant=None if constant is None else expression("--constant", constant),
            examples=examples,
            classes=classes or 0,
            reduction=reduction or "",
            weights=weights or "",
            seed=seed,
            seconds=seconds,
            tell=tell,
            name=_said(function),
            **direction,
        )
    if plot:
        draw(found, made, plot, at=at, within=chosen, given=arguments, derivatives=derivatives, **direction)
    click.echo(plain.dumps(as_data(found)) if as_json else text(found))
    return PROVED if found.holds else NOT_PROVED


def _said(target: str) -> str:
    """What the function is called in the report: as it was named, without the file."""
    place, _, name = target.rpartition(":")
    return name if place.endswith(".py") else f"{place}.{name}"
