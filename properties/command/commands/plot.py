"""`lossproof plot`: a family's objectives, drawn."""

from __future__ import annotations

from typing import Any

import click

from properties.command.messages import PROVED
from properties.command.options import Where, as_json, one_family, reading, settings


@click.command("plot")
@click.argument("target", metavar="FAMILY")
@click.option("-o", "--output", metavar="FILE", required=True, help="Where to draw: a FILE.svg, FILE.pdf or FILE.png.")
@click.option("--seed", type=int, default=0, show_default=True, help="The same seed draws the same samples.")
@as_json
@reading
def command(target: str, output: str, seed: int, as_json: bool, **options: Any) -> int:
    """Draw the objectives of a family's derivation with their common minimiser, and the mean loss as n grows.

    Without --data the data are a sample of a member of the family. It needs matplotlib, the extra `plots`.

    Example: lossproof plot poisson --data horse_kicks --column deaths -o poisson.svg
    """
    from properties.command.report import plain
    from properties.estimation import plots

    family, where = one_family([target], "plot"), Where(**options)
    data = None if where.data is None else where.read(family)
    plots.draw(family, output, data=data, known=settings(where.known), seed=seed)
    if as_json:
        click.echo(plain.dumps({"family": family.name, "file": output}))
    return PROVED
