"""What model families cost, and the table of their facts: `python benchmarks/families.py`. Ratios count, not times."""

from __future__ import annotations

import argparse
import math
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

from run import COMMAND, process, report, seconds


def importing(runs: int) -> None:
    """`import symbolic` against `import sympy`, in turn, and with a hundred more families in the room."""
    from symbolic import families

    process("-c", "import sympy"), process("-c", "import symbolic")
    pairs = [(process("-c", "import symbolic")[1], process("-c", "import sympy")[1]) for _ in range(runs)]
    ratio = statistics.median(ours / bare for ours, bare in pairs)
    many = f"{len(families.names())} families"
    report(f"`import symbolic` / `import sympy`, {many}", f"{ratio:.2f}", "at most 1.3", ratio <= 1.3)


def sheets() -> None:
    """Every fact sheet in one process: seconds a family, in the order of the alphabet."""
    from symbolic import families
    from symbolic.report.sheets import sheet

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


def attacked_sheets() -> None:
    """Every fact sheet with its attack, by the command on two cores: seconds a family, the start of Python included."""
    from symbolic import families

    names, start = families.names(), time.perf_counter()
    with ThreadPoolExecutor(2) as two:
        costs = dict(zip(names, two.map(lambda name: measured(*COMMAND, "family", name), names), strict=True))
    whole = time.perf_counter() - start
    slowest, (worst, _, _) = max(costs.items(), key=lambda item: item[1][0])
    beyond = [name for name, (took, _, _) in costs.items() if took > 20]
    report("a sheet with its attack, the slowest", f"{worst:.1f} s of work ({slowest})", "at most 20 s", not beyond)
    work = sum(took for took, _, _ in costs.values())
    report("... all of them, two at a time", f"{whole:.0f} s ({work:.0f} s of work)", "at most 120 s", whole <= 120)
    ended = [name for name, (_, code, _) in costs.items() if code not in (0, 1)]
    report("... without an answer", f"{len(ended)} {', '.join(ended)}", "none", not ended)


def caching() -> None:
    """The sheets of all families by the command, with an empty cache and with a full one."""
    from symbolic import families

    code = (
        "import sys\nfrom properties.command.cli import main\n"
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
    from symbolic.models.likelihood import derivation

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


def measured(*arguments: str, most: float = 600) -> tuple[float, int, float]:
    """Seconds of work of a Python process without a cache, its exit code, and its peak memory in MB.

    It is ended after `most` seconds of work: its exit code is then a negative number.
    """
    limited = f"import resource; resource.setrlimit(resource.RLIMIT_CPU, ({most:.0f}, {most:.0f})); {arguments[1]}"
    quiet = subprocess.DEVNULL
    environment = {**os.environ, "LOSSPROOF_CACHE": ""}
    child = subprocess.Popen(
        [sys.executable, "-c", limited, *arguments[2:]], stdout=quiet, stderr=quiet, env=environment
    )
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_utime + usage.ru_stime, child.returncode, usage.ru_maxrss / 1024


def fits() -> None:
    """The estimates of every family of one column on many different values, by the command, in seconds of work."""
    from symbolic import families
    from symbolic.core.domains import FiniteSet, Integers, RealInterval

    for name in families.names():
        family = families.load(name)
        domain = family.sample.column.domain
        if (
            len(family.variables) != 1
            or family.hypotheses
            or not isinstance(domain, FiniteSet | Integers | RealInterval)
        ):
            continue
        known = [part for p in family.known for part in ("--known", f"{p}={'1/2' if p.domain.hull.upper == 1 else 1}")]
        for rows, most in ((10_000, 10), (100_000, 20))[: 1 + bool(family.estimates)]:
            with _values(domain, rows) as path:
                took, code, _ = measured(*COMMAND, "prove", name, "--data", path, *known, "--no-attack", most=10 * most)
            figure = f"{took:.1f} s of work" + ("" if code in (0, 1) else f", ended with {code}")
            report(f"{name}, {rows:,} values", figure, f"at most {most} s", took <= most and code in (0, 1))


@contextmanager
def _values(domain: Any, rows: int) -> Iterator[str]:
    """A file with a column of values of a domain, all of them different where it is an interval."""
    from symbolic.core.domains import FiniteSet, Integers

    random = Random(0)

    def value() -> str:
        if isinstance(domain, FiniteSet):
            return str(random.choice(domain.values))
        if isinstance(domain, Integers):
            return str(max(domain.lower, 0) + min(int(random.expovariate(0.3)), 10))
        if domain.upper != float("inf"):
            return repr(float(domain.lower) + (float(domain.upper) - float(domain.lower)) * random.betavariate(2, 3))
        if domain.lower != float("-inf"):
            return repr(float(domain.lower) + random.gammavariate(2, 1))
        return repr(random.gauss(0, 1))

    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "x.csv"
        path.write_text("x\n" + "".join(f"{value()}\n" for _ in range(rows)), encoding="utf-8")
        yield str(path)


RESPONSES: dict[str, Callable[[Random, float], str]] = {  # families with responses at the predictor's value z
    "normal_mean": lambda random, z: repr(random.gauss(z, 1)),
    "laplace": lambda random, z: repr(z + random.expovariate(1) - random.expovariate(1)),
    "bernoulli": lambda random, z: str(int(random.random() < 1 / (1 + math.exp(-z)))),
    "poisson": lambda random, z: str(_poisson(random, math.exp(z))),
}
KNOWN = {"normal_mean": ("--known", "sigma=1"), "laplace": ("--known", "b=1")}


def _poisson(random: Random, rate: float) -> int:
    count, product = 0, random.random()
    while product > math.exp(-rate):
        count, product = count + 1, product * random.random()
    return count


def wide() -> None:
    """Regressions on 20 covariates and 10,000 rows, by the command."""
    covariates = [f"a{k}" for k in range(1, 21)]
    given = [part for name in covariates for part in ("--given", name)]
    for family, response in RESPONSES.items():
        random = Random(0)
        with tempfile.TemporaryDirectory() as directory:
            path = Path(directory) / "wide.csv"
            with path.open("w", encoding="utf-8") as stream:
                stream.write(",".join(("y", *covariates)) + "\n")
                for _ in range(10_000):
                    row = [random.gauss(0, 1) for _ in covariates]
                    z = sum(x / (5 + k) for k, x in enumerate(row))
                    stream.write(",".join((response(random, z), *map(repr, row))) + "\n")
            what = (
                "prove",
                family,
                "--data",
                str(path),
                "--column",
                "y",
                *given,
                *KNOWN.get(family, ()),
                "--no-attack",
            )
            took, code, memory = measured(*COMMAND, *what, most=180)
        figure = f"{took:.0f} s of work, {memory:.0f} MB, ended with {code}"
        report(
            f"{family}, 20 covariates, 10,000 rows",
            figure,
            "a minute, 300 MB",
            took <= 60 and memory <= 300 and code == 0,
        )


OBSERVED = """
import sys
from properties.data.family_data import observe
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
    from properties.data.tables import read

    for rows in (10_000, 100_000, 1_000_000):
        with _counts(rows) as path:
            took, _, memory = process(*COMMAND, "prove", "poisson", "--data", path, "--column", "deaths")
        large = rows == 1_000_000
        target = ("2 s, 500 MB", took <= 2 and memory <= 500) if large else ("", None)
        report(f"`prove poisson --data`, {rows:,} rows", f"{took:.2f} s, {memory:.0f} MB", *target)
    with _counts(1_000_000, numbered=True) as path:
        took, _, memory = process("-c", OBSERVED, path)
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
    from symbolic.report.sheets import sheet

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
    parts = {f.__name__: f for f in (sheets, attacked_sheets, caching, classes, data, fits, wide)}
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
