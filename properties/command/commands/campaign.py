"""`lossproof campaign`: attacks and comparisons without end, spread over processes and machines."""

from __future__ import annotations

import os
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from properties.command.messages import INTERRUPTED, NOT_PROVED, PROVED, left_out, say
from properties.command.options import as_json, terminal

if TYPE_CHECKING:
    from properties.campaigns.workers import Runner


@click.command("campaign")
@click.argument("targets", nargs=-1, metavar="[NAME | FILE.py | module:object]...")
@click.option(
    "--examples",
    type=click.IntRange(min=1),
    default=100_000,
    show_default=True,
    help="Instances tried in all, spread evenly over what is attacked.",
)
@click.option("--is", "loss", metavar="NAME", default="", help="What is named are functions, each to be this loss.")
@click.option(
    "--workers", type=click.IntRange(min=0), help="Processes here; by default one a processor. 0: in this one."
)
@click.option("--scheduler", metavar="tcp://HOST:PORT", help="Use the workers of this Dask scheduler instead.")
@click.option("--seed", type=int, default=0, show_default=True, help="The same seed finds the same, on any workers.")
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    default="campaign.jsonl",
    show_default=True,
    help="Where results are kept, a line each; a second run goes on from there.",
)
@click.option("-q", "--quiet", is_flag=True, help="Print nothing: the exit code says it.")
@as_json
def command(
    targets: tuple[str, ...],
    examples: int,
    loss: str,
    workers: int | None,
    scheduler: str | None,
    seed: int,
    output: str,
    quiet: bool,
    as_json: bool,
) -> int:
    """Attack with very many instances: chains, facts of families, and functions that claim to be losses.

    Without an argument: every derivation that ships. Of a FILE.py, its chains and families, and what it says by
    `conforms(...)`. What is found depends on what is named, on the number of examples and on the seed, and not on how many
    workers there are. Exit code 0: nothing was found; 1: something was; 2: the input is wrong; 130: interrupted, and the
    same command goes on.

    Example: lossproof campaign poisson gamma --examples 1000000 --workers 2
    """
    import time

    from properties.campaigns.campaign import Campaign
    from properties.campaigns.journal import Journal
    from properties.campaigns.parts import subjects
    from properties.campaigns.pieces import cut
    from properties.command.report import campaign as report
    from properties.command.report import plain
    from properties.loading import working
    from symbolic import derivations

    if scheduler is not None and workers is not None:
        raise click.UsageError("--workers starts processes here, --scheduler uses those that run: choose one.")
    if loss and not targets:
        raise click.UsageError("--is NAME says what functions are to be: name one, as FILE.py:function.")
    out, broken = terminal(as_json, quiet), list[str]()
    named = list(dict.fromkeys(targets or working(derivations.names(), broken.append)))
    left_out(broken)
    found = [subject for target in named for subject in subjects(target, loss)]
    pieces = cut(found, examples, seed)
    header: dict[str, Any] = {"names": named, "loss": loss, "examples": examples, "seed": seed}
    header["read"] = sorted({subject.mark for subject in found})
    started, spent = time.perf_counter(), time.process_time()
    with Journal(Path(output), header, len(pieces)) as journal:
        campaign = Campaign(pieces, journal.results)
        kept = frozenset(campaign.results)
        if journal.cut_off:
            say(f"the last line of {output} was cut off while it was written: its piece runs again.", PROVED)
        if kept and out is not None:
            say(f"{len(kept):,} of {campaign.planned:,} pieces are in {output} already.", PROVED)
        try:
            if next(campaign.todo(), None) is not None:
                with _runner(workers, scheduler) as run, report.progress(out, campaign) as advance:
                    started, spent = time.perf_counter(), time.process_time()
                    for piece, result in run(campaign.todo()):
                        journal.add(piece, result)
                        campaign.add(piece, result)
                        advance()
        except KeyboardInterrupt:
            done = f"{len(campaign.results):,} of {campaign.planned:,} pieces are kept in {output}"
            return say(f"interrupted: {done}; the same command goes on from there.", INTERRUPTED)
    reports = campaign.reports()
    data = report.as_data(
        reports,
        names=named,
        examples=examples,
        seed=seed,
        file=output,
        resumed=len(kept),
        seconds=round(time.perf_counter() - started, 3),
        working=round(sum((r.seconds for n, r in campaign.results.items() if n not in kept), 0.0), 3),
        scheduling=round(time.process_time() - spent, 3),
    )
    if as_json:
        click.echo(plain.dumps(data))
    elif out is not None:
        out.print(report.summary(out.page, data))
    for one in reports:
        one.confront()
    return NOT_PROVED if any(one.fails for one in reports) or broken else PROVED


def _runner(workers: int | None, scheduler: str | None) -> AbstractContextManager[Runner]:
    """Who does the work."""
    if workers == 0:
        from properties.campaigns.results import here

        return nullcontext(here)
    from properties.campaigns import workers as room

    if scheduler is not None:
        return room.scheduler(scheduler)
    return room.processes(workers or _processors())


def _processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
