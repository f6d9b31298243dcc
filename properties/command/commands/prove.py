"""`lossproof prove`: chains replayed, proved and attacked; or one family on data."""

from __future__ import annotations

from typing import Any

import click

from properties.command.messages import NOT_PROVED, PROVED, left_out
from properties.command.options import Where, as_json, attacking, no_cache, one_family, printing, reading, terminal
from properties.command.proving import Effort, asked, no_storage, proof, remembering


@click.command("prove")
@click.argument("targets", nargs=-1, metavar="[NAME | FILE.py | module:object]...")
@attacking
@printing
@no_cache
@as_json
@reading
@click.option(
    "--given",
    metavar="NAME",
    multiple=True,
    help="Regress on this column: a linear predictor, with the family's link.",
)
def command(targets: tuple[str, ...], as_json: bool, quiet: bool, given: tuple[str, ...], **options: Any) -> int:
    """Replay derivations, prove every step, and attack it with random instances.

    Without an argument: every derivation that ships, those of other packages included. Claims that are known to be false
    run when they are named; of a family, its derivation from the likelihood to the loss, and all that its file declares.
    Several are a line each. Exit code 0: all proved; 1: something is not proved, or refuted; 2: the input is wrong.

    Example: lossproof prove derive_mle.py --examples 500

    With --data, of one family: its estimate on these data, and whether every objective of its derivation has the same
    minimiser there, in certified arithmetic.

    Example: lossproof prove poisson --data horse_kicks --column deaths
    """
    chains = {name: options.pop(name) for name in ("examples", "no_attack", "seed", "no_cache", "failures", "verbose")}
    where = Where(**options)
    if where.data is not None:
        return _on_data(targets, where, given, as_json, quiet)
    if given or where.known:
        raise click.UsageError("--given and --known belong to --data FILE.csv.")
    return _chains(targets, as_json, quiet, **chains)


def _chains(
    targets: tuple[str, ...],
    as_json: bool,
    quiet: bool,
    *,
    examples: int,
    no_attack: bool,
    seed: int,
    no_cache: bool,
    failures: bool,
    verbose: bool,
) -> int:
    from properties.command.report import plain, theorem
    from properties.loading import load_all, working
    from properties.words import room
    from symbolic import derivations

    out, broken = terminal(as_json, quiet), list[str]()
    units = load_all(targets or working(derivations.names(), broken.append))
    left_out(broken)
    whole, wide = verbose or failures or len(units) == 1, room(unit.name for unit in units)
    tried: Effort = None if no_attack else (examples, seed)
    with remembering(no_cache) as memory:  # all of them, before anything is printed: a malformed one is an error
        proofs = [proof(unit, asked(memory)) for unit in units]
    results, told = [], []
    with no_storage(tried is not None):
        for one in proofs:
            results.append(one.attacked(tried, out, formulas=whole or as_json))
            if failures and results[-1]["verdict"] == "proved":
                continue
            told.append(results[-1])
            if out is not None:
                data = told[-1]
                out.print(theorem.whole(out.page, data, verbose) if whole else theorem.on_a_line(out.page, data, wide))
    if as_json:
        click.echo(plain.dumps(told))
    elif out is not None:
        last = theorem.summary if whole and told else theorem.counts if whole else theorem.hint
        out.print(last(out.page, results))
    proved = bool(results) and all(data["verdict"] == "proved" for data in results)
    return PROVED if proved and not broken else NOT_PROVED


def _on_data(targets: tuple[str, ...], where: Where, given: tuple[str, ...], as_json: bool, quiet: bool) -> int:
    """The estimate of one family on data, and the objectives compared there."""
    out = terminal(as_json, quiet)
    from properties.command.report import on_data, plain
    from properties.estimation.fitting import agreement
    from properties.estimation.linear import linear

    family = one_family(targets, "prove --data")
    if given and len(where.column) != 1:
        raise click.UsageError(
            "--given takes one --column NAME, the response, and the columns that it is regressed on."
        )
    data = plain.on_data(agreement(where.read(linear(family, given) if given else family, given)))
    if as_json:
        click.echo(plain.dumps(data))
    elif out is not None:
        out.print(on_data.whole(out.page, data))
    return PROVED if data["verdict"] == "proved" else NOT_PROVED
