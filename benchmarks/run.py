"""What things cost, as ratios in one run: `python benchmarks/run.py`. Machines are noisy: read the ratios, not the times."""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from random import Random
from typing import Any

ROWS: list[tuple[str, str, str, str]] = []


def report(what: str, figure: str, target: str, holds: bool | None = None) -> None:
    """One row of the table; `holds` says whether the target is met."""
    verdict = "" if holds is None else "yes" if holds else "NO"
    ROWS.append((what, figure, target, verdict))
    print(f"{what:58} {figure:34} {target:22} {verdict}", flush=True)


def seconds(run: Callable[[], Any], times: int = 7) -> float:
    """The median wall time of a call."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        found.append(time.perf_counter() - start)
    return statistics.median(found)


def process(*arguments: str) -> tuple[float, float]:
    """Wall seconds and peak memory in MB of a Python process."""
    start = time.perf_counter()
    child = subprocess.Popen([sys.executable, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        raise SystemExit(f"{arguments} ended with {child.returncode}")
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def cold_start(runs: int) -> None:
    """The command without attacks, against importing SymPy; in turn, so that drift hits both."""
    pairs = []
    memory = 0.0
    process("-c", "import sympy")
    process("-m", "properties.cli", "prove", "--no-attack")
    for _ in range(runs):
        bare, _ = process("-c", "import sympy")
        ours, peak = process("-m", "properties.cli", "prove", "--no-attack")
        pairs.append((ours, bare))
        memory = max(memory, peak)
    ratio = statistics.median(ours / bare for ours, bare in pairs)
    mine, theirs = (statistics.median(side) for side in zip(*pairs, strict=True))
    figure = f"{ratio:.2f} ({mine:.2f} s / {theirs:.2f} s)"
    report("cold `lossproof prove --no-attack` / `import sympy`", figure, "at most 1.6", ratio <= 1.6)
    _, attacked = process("-m", "properties.cli", "prove")
    peak = max(memory, attacked)
    report("peak memory of `lossproof prove`", f"{peak:.0f} MB", "below 200 MB", peak < 200)


def plain(e: Any, heads: dict[str, Any]) -> Any:
    """An expression of ours in SymPy's own terms: what a user without lossproof would write down.

    `heads` collects the classes of the abstract functions: the two sides of an identity share them.
    """
    from sympy import Function, IndexedBase, Product, Sum, Symbol

    from symbolic.terms import Applied, Count, Entry, Expectation, Index, Outcome, Parameter, RowSum, _OverRows

    class Density(Function):  # type: ignore[misc]
        is_nonnegative = True

    mean = heads.setdefault("mean", type("Mean", (Function,), {}))

    def go(t: Any) -> Any:
        if isinstance(t, Parameter):
            return Symbol(t.name)
        if isinstance(t, Count | Index):
            return Symbol(t.name, integer=True, positive=True)
        if isinstance(t, Entry):
            return IndexedBase(t.column.name)[go(t.args[1])]
        if isinstance(t, Outcome):
            return Symbol(t.column.name)
        if isinstance(t, Applied):
            name = f"{t.head.name}_{len(t.points)}_{len(t.given)}"
            known = heads.setdefault(name, type(name, (Density,), {}))
            return known(*map(go, (*t.parameters, *t.points, *t.given)))
        if isinstance(t, _OverRows):
            over = Sum if isinstance(t, RowSum) else Product
            return over(go(t.body), (go(t.index), 1, go(t.count)))
        if isinstance(t, Expectation):
            return mean(go(t.body), go(t.law))
        return t.func(*map(go, t.args)) if t.args else t

    return go(e)


def identities() -> None:
    """Our normal form against SymPy's general simplifiers, on every identity that the shipped derivations owe."""
    from sympy import expand, expand_log, logcombine, simplify
    from sympy.core.cache import clear_cache

    from symbolic import check, derivations
    from symbolic.kernel import Verdict, with_
    from symbolic.normal_form import shared
    from symbolic.provers import identities as prover

    attempts = {
        "simplify": simplify,
        "expand_log force": lambda d: expand_log(expand(d), force=True),
        "logcombine force": lambda d: logcombine(d, force=True),
        "simplify expand_log": lambda d: simplify(expand_log(d, force=True)),
    }
    ratios, ours_times, proved, lines = [], [], 0, 0
    counts = dict.fromkeys(attempts, 0)
    print(f"\n{'identity':58} {'ours':>8}  " + "  ".join(f"{name:>20}" for name in attempts))
    for name in derivations.names():
        for number, line in enumerate(check(derivations.load(name)).lines, 1):
            for o in (j.obligation for j in line.judgements if j.obligation.kind == "equal"):
                lines += 1
                runs = []
                for _ in range(7):
                    shared.cache_clear()
                    clear_cache()
                    start = time.perf_counter()
                    answer = prover.prove(with_(o))
                    runs.append(time.perf_counter() - start)
                ours = statistics.median(runs)
                ours_times.append(ours)
                proved += answer.verdict is Verdict.PROVED
                heads: dict[str, Any] = {}
                left, right = (plain(side, heads) for side in o.about)
                difference = left - right
                cells, best = [], None
                for attempt, tool in attempts.items():
                    clear_cache()
                    start = time.perf_counter()
                    try:
                        done = tool(difference) == 0
                    except Exception:  # a tool that cannot is a tool that does not
                        done = False
                    took = time.perf_counter() - start
                    counts[attempt] += done
                    cells.append(f"{took * 1e3:10.2f} ms {'proves' if done else 'does not':>8}")
                    if done and (best is None or took < best):
                        best = took
                cancels = difference == 0
                if best is not None and not cancels:
                    ratios.append(best / ours)
                mark = " (cancels at construction)" if cancels else ""
                print(f"{name[:34] + ' ' + str(number) + mark:58} {ours * 1e3:5.2f} ms  " + "  ".join(cells))
    print()
    report("identities proved by the normal form", f"{proved} of {lines}", "every line", proved == lines)
    for attempt, count in counts.items():
        report(f"... by {attempt}", f"{count} of {lines}", "")
    median = statistics.median(ratios)
    figure = f"{median:.1f} times (from {min(ratios):.1f} to {max(ratios):.1f})"
    report("faster than the fastest attempt that succeeds, median", figure, "at least 10", median >= 10)


def warm_checks() -> None:
    """A whole derivation, replayed and judged again in a running process."""
    from symbolic import check, derivations

    for name in derivations.names():
        chain = derivations.load(name)
        check(chain)
        took = seconds(lambda chain=chain: check(chain), 31) * 1e3
        report(f"warm check of {name}", f"{took:.2f} ms", "below 10 ms", took < 10)


def attack_cost() -> None:
    """An attack example against drawing the same instance with an empty body, in turn."""
    from hypothesis import HealthCheck, Phase, find, settings
    from hypothesis.errors import NoSuchExample

    from properties.attacks import _first, _prepared, _targets
    from properties.attacks._case import Trial
    from properties.strategies import instances, shape_of
    from symbolic import check, derivations

    quiet = settings(
        max_examples=300,
        database=None,
        deadline=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )

    def draw(case: Any, body: Callable[[Any], bool]) -> Callable[[], None]:
        def run() -> None:
            with suppress(NoSuchExample):
                find(instances(case.shape), body, settings=quiet, random=Random(1))

        return run

    ratios = []
    for name in derivations.names():
        for number, rule, _, make in _targets(check(derivations.load(name))):
            case = make()
            checks, _ = _prepared(case)
            case.shape = shape_of(case.expressions, case.after.unknowns, case.facts, case.facts_context)
            empty = draw(case, lambda _: False)
            full = draw(case, lambda i, c=checks, k=case: i is not None and _first(c, Trial(k, i)) is not None)
            empty(), full()
            runs = [(seconds(full, 1), seconds(empty, 1)) for _ in range(7)]  # in turn, so that drift hits both
            ratios.append((min(a for a, _ in runs) / min(b for _, b in runs), f"{name} {number} {rule}"))
            print(f"    {ratios[-1][1]:58} {ratios[-1][0]:.2f}")
    worst, where = max(ratios)
    middle = statistics.median(r for r, _ in ratios)
    report("an attack example / drawing it, median over steps", f"{middle:.2f}", "at most 1.5", middle <= 1.5)
    report("... the most expensive step", f"{worst:.2f} ({where})"[:60], "at most 1.5", worst <= 1.5)


def growth() -> None:
    """Longer chains, larger supports, more rows."""
    from sympy import log

    from symbolic import Chain, argmax, check, density, parameter, sample
    from symbolic.errors import TooLarge
    from symbolic.rules import flip_sign, rewrite

    theta = parameter("theta")
    x = sample("x")
    q = density("q", theta)

    def bounded(steps: int) -> Chain:
        chain = Chain("bounded", argmax(x.sum(log(q(x.i))), theta))
        for k in range(steps // 2):
            chain = chain.then(flip_sign()).then(rewrite((-1) ** (k + 1) * x.sum(log(q(x.i)))))
        return chain

    costs = {}
    for steps in (10, 100, 1000):
        chain = bounded(steps)
        costs[steps] = seconds(lambda chain=chain: check(chain), 9 if steps < 1000 else 5) / steps
        report(f"chain of {steps} steps, bounded objective", f"{costs[steps] * 1e3:.3f} ms a step", "")
    spread = costs[1000] / costs[100]
    report("... 1,000 steps against 100, a step", f"{spread:.2f}", "linear within 20 %", spread <= 1.2)
    chain = Chain("unbounded", argmax(x.sum(log(q(x.i))), theta))
    try:
        for _ in range(1000):
            chain = chain.then(flip_sign())
        report("chain whose objective grows without bound", "no error", "a clear error", False)
    except TooLarge as error:
        report(
            "chain whose objective grows without bound",
            f"TooLarge after {len(chain.steps)} steps",
            "a clear error",
            True,
        )
        print(f"    {error}")
    _data_growth()


def _data_growth() -> None:
    from flint import fmpq

    from properties.attacks import _first, _prepared, _targets
    from properties.attacks._case import Trial
    from properties.evaluation import Instance, Law, precision
    from properties.strategies import shape_of
    from symbolic import check, derivations

    theorem = check(derivations.load("mle_to_cross_entropy"))
    random = Random(0)

    def cases() -> Iterator[tuple[Any, Any]]:
        for _, _, primitive, make in _targets(theorem):
            if primitive != "limit":  # its statistical attack draws samples of its own size
                case = make()
                checks, _ = _prepared(case)
                case.shape = shape_of(case.expressions, case.after.unknowns, case.facts, case.facts_context)
                yield case, checks

    made = list(cases())

    def cost(rows: int, support: int) -> float:
        def law() -> Law:
            weights = [random.randrange(1, 9) for _ in range(support)]
            return Law(("x",), {(o,): fmpq(w, sum(weights)) for o, w in enumerate(weights)})

        laws = {("p", None): law(), ("q_theta", 0): law(), ("q_theta", 1): law()}
        data = {"x": [random.randrange(support) for _ in range(rows)]}
        instance = Instance({"n": rows}, {"x": support}, data, [{"theta": 0}, {"theta": 1}], laws)

        def run() -> None:
            fresh = instance.with_data({}, {})
            with precision(64):
                for case, checks in made:
                    if _first(checks, Trial(case, fresh)) is not None:
                        raise SystemExit("a proved step was refuted")

        return seconds(run, 5)

    small = cost(10, 2)
    report("attack on 10 rows, 2 outcomes, whole chain", f"{small * 1e3:.1f} ms", "")
    for rows in (1, 100, 1000, 10_000):
        took = cost(rows, 2)
        report(f"attack on {rows:,} rows, 2 outcomes", f"{took * 1e3:.1f} ms", "")
    for support in (20, 200):
        took = cost(1000, support)
        report(f"attack on 1,000 rows, {support} outcomes", f"{took * 1e3:.1f} ms", "")


def main() -> None:
    parts = {f.__name__: f for f in (warm_checks, identities, growth, attack_cost)}
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--only", choices=[*parts, "cold_start"], help="one part of the table")
    arguments.add_argument("--runs", type=int, default=9, help="cold starts, in pairs (default 9)")
    chosen = arguments.parse_args()
    print(f"{'what':58} {'measured':34} {'target':22} met")
    if chosen.only in (None, "cold_start"):
        cold_start(chosen.runs)
    for name, part in parts.items():
        if chosen.only in (None, name):
            part()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"\n{sum(row[3] == 'yes' for row in ROWS)} targets met, {sum(row[3] == 'NO' for row in ROWS)} missed "
        f"(this process: {peak:.0f} MB)"
    )


if __name__ == "__main__":
    main()
