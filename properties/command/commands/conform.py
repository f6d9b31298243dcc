"""`lossproof conform`: is a function the loss that it claims to be?"""

from __future__ import annotations

import click

from properties.command.messages import NOT_PROVED, PROVED
from properties.command.options import as_json


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
@click.option("--log-likelihood", is_flag=True, help="It returns the negative of a loss.")
@click.option("--dtype", type=click.Choice(["float64", "float32"]), default="float64", show_default=True)
@click.option("--ulps", type=click.FloatRange(min=0), default=64, show_default=True, help="The bar of what is blamed.")
@click.option("--examples", type=click.IntRange(min=24), default=800, show_default=True, help="Points tried.")
@click.option("--seed", type=int, default=0, show_default=True, help="The same seed tries the same points.")
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
    log_likelihood: bool,
    dtype: str,
    ulps: float,
    examples: int,
    seed: int,
    as_json: bool,
) -> int:
    """Hold a function to certified values of the loss that it claims to be.

    It is compared with -log density in ball arithmetic, with its gradient and Hessian where the library gives them. The
    relation is judged at moderate numbers; what it returns at extreme ones is told. Exit code 0: it is what it claims;
    1: it is not; 2: the input is wrong.

    Example: lossproof conform losses.py:poisson_nll --is poisson_regression
    """
    from properties.command.report import plain
    from properties.conformance.check import loss_report
    from properties.conformance.named import assignments, callable_of, pairs, ranges, values
    from properties.conformance.relation import Likeness
    from properties.conformance.report import as_data, text
    from properties.loading import load

    found = loss_report(
        callable_of(function),
        load(target)[0],
        reading=None if reading is None else assignments(pairs(reading, "--map")),
        given=values(pairs(given or "", "--given")),
        claim=Likeness(claim),
        ulps=ulps,
        within=ranges(pairs(within or "", "--within")),
        dtype=dtype,
        examples=examples,
        classes=classes or 0,
        sign=-1 if log_likelihood else 1,
        library=library or "",
        seed=seed,
    )
    click.echo(plain.dumps(as_data(found)) if as_json else text(found))
    return PROVED if found.holds else NOT_PROVED
