"""`lossproof compile`: a loss with gradient and Hessian, written for a library in a form that keeps its digits."""

from __future__ import annotations

import click

from properties.command.messages import PROVED, write_text
from properties.command.options import as_json
from properties.errors import InputError


@click.command("compile")
@click.argument("target", metavar="NAME")
@click.option(
    "--to",
    "library",
    metavar="LIBRARY",
    default="numpy",
    show_default=True,
    help="For which library: numpy, torch or jax.",
)
@click.option("--classes", type=click.IntRange(min=2), help="How many classes there are, of a loss over classes.")
@click.option("-o", "--output", metavar="FILE", help="Write to FILE, whole or not at all.")
@click.option("--seed", type=int, default=0, show_default=True, help="The same seed measures at the same points.")
@as_json
def command(target: str, library: str, classes: int | None, output: str | None, seed: int, as_json: bool) -> int:
    """Write the loss of a family or regression as a program: value, gradient and Hessian.

    Each of them is in a form that is proved equal to -log density, or is a derivative of such a form, and that was measured
    against certified values. The docstring says on which range it keeps its digits, and what is lost beyond. Exit code 0: it
    is written; 2: the input is wrong, or the library has no spelling for the loss.

    Example: lossproof compile poisson_regression --to torch -o poisson_loss.py
    """
    from properties.command.report import plain
    from properties.conformance.compiled import as_data, compile_loss
    from properties.loading import load

    units = load(target)
    if len(units) > 1:
        names = ", ".join(unit.name for unit in units)
        raise InputError(f"{target} holds {len(units)} chains or families ({names}): name one, as {target}:object.")
    found = compile_loss(units[0], library, classes=classes or 0, seed=seed)
    if output is not None:
        write_text(output, found.text)
    if as_json:
        click.echo(plain.dumps(as_data(found)))
    elif output is None:
        click.echo(found.text, nl=False)
    return PROVED
