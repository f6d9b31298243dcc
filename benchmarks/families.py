"""What model families cost, and the table of their facts: `python benchmarks/families.py`. Ratios count, not times."""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

from run import COMMAND, process, report, seconds


def importing(runs: int) -> None:
    """`import symbolic` against `import sympy`, in turn, and with a hundred more families in the room."""
    from symbolic import families

    process("-c", "import sympy"), process("-c", "import symbolic")
    pairs = [(process("-c", "import symbolic")[0], process("-c", "import sympy")[0]) for _ in range(runs)]
    ratio = statistics.median(ours / bare for ours, bare in pairs)
    many = f"{len(families.names())} families"
    report(f"`import symbolic` / `import sympy`, {many}", f"{ratio:.2f}", "at most 1.3", ratio <= 1.3)


def sheets() -> None:
    """Every fact sheet in one process: seconds a family, in the order of the alphabet."""
    from symbolic import families
    from symbolic.sheets import sheet

    costs = {}
    for name in families.names():
        family = families.load(name)
        start = time.perf_counter()
        sheet(family)
        costs[name] = time.perf_counter() - start
    middle, (slowest, worst) = statistics.median(costs.values()), max(costs.items(), key=lambda item: item[1])
    report("a fact sheet, median over families", f"{middle:.2f} s", "")
    report(
        "... the slowest", f"{worst:.2f} s ({slowest}), {worst / middle:.1f} x", "at most 20 x", worst <= 20 * middle
    )
    report("... all of them", f"{sum(costs.values()):.1f} s ({len(costs)} families)", "")


def caching() -> None:
    """The sheets of all families by the command, with an empty cache and with a full one."""
    from symbolic import families

    code = (
        "import sys\nfrom properties.cli import main\n"
        "for name in {names!r}:\n    try:\n        main(['family', name, '--json'])\n    except SystemExit:\n        pass\n"
    )
    script = code.format(names=families.names())
    with tempfile.TemporaryDirectory() as directory:
        environment = {**os.environ, "LOSSPROOF_CACHE": directory}

        def run() -> float:
            start = time.perf_counter()
            subprocess.run([sys.executable, "-c", script], env=environment, stdout=subprocess.DEVNULL, check=True)
            return time.perf_counter() - start

        first, second = run(), run()
    figure = f"{second / first:.3f} ({second:.1f} s / {first:.1f} s)"
    report("all sheets again, with a cache / without", figure, "at most 0.1", second <= first / 10)


def classes() -> None:
    """Softmax cross-entropy with K classes, K a symbol, against two classes written out."""
    from symbolic import check, derivations, families
    from symbolic.likelihood import derivation

    chains = {
        "categorical, K symbolic": derivation(families.load("categorical")),
        "bernoulli, K = 2": derivation(families.load("bernoulli")),
        "softmax regression, K symbolic": derivations.load("categorical_to_cross_entropy"),
        "logit regression, K = 2": derivations.load("bernoulli_to_binary_cross_entropy"),
    }
    pairs = (
        ("categorical, K symbolic", "bernoulli, K = 2"),
        ("softmax regression, K symbolic", "logit regression, K = 2"),
    )
    for chain in chains.values():
        check(chain)
    costs = {name: seconds(lambda chain=chain: check(chain), 21) for name, chain in chains.items()}
    for name, cost in costs.items():
        report(f"warm check of {name}", f"{cost * 1e3:.2f} ms", "")
    for symbolic, two in pairs:
        ratio = costs[symbolic] / costs[two]
        report(f"{symbolic} / {two}", f"{ratio:.2f}", "at most 1.2", ratio <= 1.2)


OBSERVED = """
import sys
from properties.data import observe
from symbolic import families
observe(families.load("poisson"), sys.argv[1], ["deaths"])
"""


@contextmanager
def _counts(rows: int, numbered: bool = False) -> Iterator[str]:
    random = Random(0)
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "deaths.csv"
        with path.open("w", encoding="utf-8") as stream:
            stream.write("id,deaths\n" if numbered else "deaths\n")
            stream.writelines(
                f"{k},{random.randrange(5)}\n" if numbered else f"{random.randrange(5)}\n" for k in range(rows)
            )
        yield str(path)


def data() -> None:
    """`lossproof prove poisson --data`, the whole command; and reading alone, as the rows grow."""
    from properties.tables import read

    for rows in (10_000, 100_000, 1_000_000):
        with _counts(rows) as path:
            took, memory = process(*COMMAND, "prove", "poisson", "--data", path, "--column", "deaths")
        large = rows == 1_000_000
        target = ("2 s, 500 MB", took <= 2 and memory <= 500) if large else ("", None)
        report(f"`prove poisson --data`, {rows:,} rows", f"{took:.2f} s, {memory:.0f} MB", *target)
    with _counts(1_000_000, numbered=True) as path:
        took, memory = process("-c", OBSERVED, path)
    report(
        "reading one of two columns, 1,000,000 rows",
        f"{took:.2f} s, {memory:.0f} MB",
        "2 s, 500 MB",
        took <= 2 and memory <= 500,
    )
    costs = {}
    for rows in (200_000, 2_000_000):
        with _counts(rows) as path:
            costs[rows] = seconds(lambda path=path: read(path, ("deaths",)), 3)
        report(f"reading {rows:,} rows", f"{costs[rows]:.2f} s", "")
    growth = costs[2_000_000] / costs[200_000]
    report("... ten times the rows", f"{growth:.1f} times the time", "at most 12", growth <= 12)


def table() -> None:
    """Family x kind of fact, with verdicts and provers, as Markdown: P proved, R refuted, U unknown, A assumed."""
    from symbolic import families
    from symbolic.sheets import sheet

    kinds: list[str] = []
    rows: dict[str, dict[str, str]] = {}
    for name in families.names():
        found: Any = sheet(families.load(name))
        provers = ", ".join(sorted({j.prover for j in found.theorem.judgements}))
        rows[name] = {"chain": f"{found.theorem.verdict.value[0].upper()} ({provers})"}
        for kind, facts in found.groups:
            kinds += [kind] if kind not in kinds else []
            said = Counter((f.verdict.value[0].upper(), f.judgement.prover) for f in facts)
            rows[name][kind] = "; ".join(f"{v}{f'x{n}' if n > 1 else ''} ({p})" for (v, p), n in said.items())
        rows[name]["law of large numbers"] = ", ".join(d.condition.name for d in found.limits if d.holds) or "NONE"
    columns = ["chain", *kinds, "law of large numbers"]
    print(f"| family | {' | '.join(columns)} |\n|{'---|' * (len(columns) + 1)}")
    for name, row in rows.items():
        print(f"| {name} | {' | '.join(row.get(c, '') for c in columns)} |")


def main() -> None:
    parts = {f.__name__: f for f in (sheets, caching, classes, data)}
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--only", choices=[*parts, "importing", "table"], help="one part of the table")
    arguments.add_argument("--runs", type=int, default=9, help="imports, in pairs (default 9)")
    chosen = arguments.parse_args()
    if chosen.only == "table":
        table()
        return
    print(f"{'what':58} {'measured':34} {'target':22} met")
    if chosen.only in (None, "importing"):
        importing(chosen.runs)
    for name, part in parts.items():
        if chosen.only in (None, name):
            part()


if __name__ == "__main__":
    main()
