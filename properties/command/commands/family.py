"""`lossproof family`: the fact sheets of model families."""

from __future__ import annotations

import click

from properties.command.messages import NOT_PROVED, PROVED, left_out
from properties.command.options import as_json, attacking, no_cache, printing, terminal
from properties.command.proving import Effort, no_storage, record, remembering


@click.command("family")
@click.argument("targets", nargs=-1, metavar="[NAME | FILE.py | module:object]...")
@attacking
@printing
@no_cache
@as_json
def command(
    targets: tuple[str, ...],
    examples: int,
    no_attack: bool,
    seed: int,
    no_cache: bool,
    as_json: bool,
    quiet: bool,
    failures: bool,
    verbose: bool,
) -> int:
    """Print the fact sheet of model families: density, loss, and every fact with its verdict and prover.

    Without an argument: every family that ships, those of other packages included. Several are a line each. A fact that
    follows from the density and is refuted, such as convexity, is a result. Exit code 0: the chain from the likelihood
    to the loss is proved, and so is all that the family's file declares (sign and mass of the density, derivatives,
    estimates, statements of its own); 1: something of that is not so; 2: the input is wrong.

    Example: lossproof family poisson
    """
    from properties.command.report import plain, sheet
    from properties.loading import load_families, working
    from properties.words import room
    from symbolic import families

    out, broken = terminal(as_json, quiet), list[str]()
    found = load_families(targets or working(families.names(), broken.append))
    left_out(broken)
    whole, wide = verbose or failures or len(found) == 1, room(one.name for one in found)
    tried: Effort = None if no_attack else (examples, seed)
    sheets, told = [], []
    with remembering(no_cache) as memory, no_storage(tried is not None):
        for one in found:
            sheets.append(record(one, memory, tried, out))
            if failures and sheets[-1]["verdict"] == "proved":
                continue
            told.append(sheets[-1])
            if out is not None:
                out.print(sheet.whole(out.page, told[-1]) if whole else sheet.on_a_line(out.page, told[-1], wide))
    if as_json:
        click.echo(plain.dumps([{k: v for k, v in data.items() if k != "page"} for data in told]))
    elif out is not None:
        out.print(sheet.summary(out.page, sheets, whole))
    proved = bool(sheets) and all(data["verdict"] == "proved" for data in sheets)
    return PROVED if proved and not broken else NOT_PROVED
