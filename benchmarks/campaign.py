"""What campaigns cost: `python benchmarks/campaign.py`: from one worker to two, and what the scheduler takes for itself.

Each run is of every fourth step of the shipped chains, on processes that are up and have imported everything. It wants as
many idle processors as there are workers: read nothing into figures of a busy machine. `--million` runs the command on a
million examples.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from typing import Any

from properties.campaigns.campaign import Campaign
from properties.campaigns.parts import subjects
from properties.campaigns.pieces import cut
from properties.campaigns.workers import Runner, processes
from symbolic import derivations


def once(runner: Runner, found: list[Any], examples: int, seed: int) -> dict[str, float]:
    """One campaign: its wall seconds, those of its pieces, and those of the processor in this process, the scheduler's."""
    campaign = Campaign(cut(found, examples, seed), {})
    started, spent = time.perf_counter(), time.process_time()
    for piece, result in runner(campaign.todo()):
        campaign.add(piece, result)
    wall, scheduling = time.perf_counter() - started, time.process_time() - spent
    reports = campaign.reports()
    if any(r.fails for r in reports):
        raise SystemExit("a shipped chain fails: run `lossproof campaign`")
    working = sum(r.seconds for r in campaign.results.values())
    return {"wall": wall, "working": working, "scheduling": scheduling, "tried": sum(r.examples for r in reports)}


def measured(workers: int, found: list[Any], examples: int, runs: int) -> dict[str, float]:
    """The run of the median time, after one that warms up."""
    with processes(workers) as runner:
        once(runner, found, len(found) * 20 * workers, seed=99)
        rounds = sorted((once(runner, found, examples, seed=k) for k in range(runs)), key=lambda r: r["wall"])
    median = rounds[len(rounds) // 2]
    idle = workers * median["wall"] - median["working"]
    listed = ", ".join(f"{r['wall']:.1f}" for r in rounds)
    print(f"{workers} worker(s): {median['tried']:,.0f} examples in {median['wall']:.1f} s (runs: {listed}),", end=" ")
    print(f"{median['tried'] / median['wall']:,.0f} a second;", end=" ")
    print(f"scheduler: {median['scheduling']:.2f} s of processor;", end=" ")
    print(f"workers without a piece: {idle:.2f} of {workers * median['wall']:.1f} s", flush=True)
    return median


def million(examples: int) -> None:
    """The command itself, start and summary included."""
    with tempfile.TemporaryDirectory() as folder:
        kept = os.path.join(folder, "campaign.jsonl")
        command = ("campaign", "--examples", str(examples), "--workers", "2", "--json", "-o", kept)
        started = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-m", "lossproof", *command], stdout=subprocess.PIPE, text=True, check=True
        )
        wall = time.perf_counter() - started
    data = json.loads(done.stdout)
    speed = data["tried"] / data["seconds"]
    print(f"`lossproof {' '.join(command[:5])}`: {data['tried']:,} examples, {data['decided']:,} decided,", end=" ")
    print(f"{data['findings']} findings, {data['done']:,} pieces; {wall:.0f} s in all,", end=" ")
    print(f"{speed:,.0f} examples a second once workers are up; scheduler: {data['scheduling']:.1f} s of processor")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=30_000, help="of each run")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument(
        "--million", nargs="?", type=int, const=1_000_000, help="run the command on so many examples instead"
    )
    options = parser.parse_args()
    if options.million:
        million(options.million)
        return
    found = [s for name in derivations.names() for s in subjects(name)][
        ::4
    ]  # pieces as long as those of a long campaign
    one, two = (measured(workers, found, options.examples, options.runs) for workers in (1, 2))
    ratio = one["wall"] / two["wall"]
    print(f"from one worker to two: {ratio:.2f} times as fast (at least 1.6: {'yes' if ratio >= 1.6 else 'NO'})")


if __name__ == "__main__":
    main()
