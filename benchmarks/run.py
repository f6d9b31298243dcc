"""What things cost, as ratios in one run: `python benchmarks/run.py`. Machines are noisy: read the ratios, not the times."""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any

COMMAND = ("-c", "from properties.command.cli import main; main()")  # what the script `lossproof` does
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


def process(*arguments: str) -> tuple[float, float, float]:
    """Wall seconds, seconds of work (those of the processors), and peak memory in MB of a Python process without a cache."""
    start = time.perf_counter()
    compiled = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}  # as what pip installs is
    quiet = subprocess.DEVNULL
    with tempfile.TemporaryDirectory() as empty:
        environment = {**compiled, "LOSSPROOF_CACHE": empty}
        child = subprocess.Popen([sys.executable, *arguments], stdout=quiet, stderr=quiet, env=environment)
        _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        raise SystemExit(f"{arguments} ended with {child.returncode}")
    return time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


NAMED_DERIVATIONS = ("mle_to_cross_entropy", "conditional_mle_to_cross_entropy", "kl_to_cross_entropy", "kl_to_mle")


def cold_start(runs: int) -> None:
    """The command without attacks, against importing SymPy, in seconds of work; in turn, so that drift hits all."""
    ours = {"four derivations": (NAMED_DERIVATIONS, 1.4), "everything": ((), 2.5)}
    commands = {what: (*COMMAND, "prove", "--no-attack", *named) for what, (named, _) in ours.items()}
    bare = ("-c", "import sympy")
    for command in (bare, *commands.values()):
        process(*command)
    rounds = [(process(*bare), {what: process(*c) for what, c in commands.items()}) for _ in range(runs)]
    theirs = statistics.median(base[1] for base, _ in rounds)
    for what, (_, most) in ours.items():
        ratio = statistics.median(mine[what][1] / base[1] for base, mine in rounds)
        figure = f"{ratio:.2f} ({statistics.median(m[what][1] for _, m in rounds):.2f} s / {theirs:.2f} s)"
        report(f"cold `prove --no-attack`, {what} / `import sympy`", figure, f"at most {most}", ratio <= most)
    peak = max(*(m[2] for _, mine in rounds for m in mine.values()), process(*COMMAND, "prove")[2])
    report("peak memory of `lossproof prove`", f"{peak:.0f} MB", "below 200 MB", peak < 200)


def forget() -> None:
    """Empty every cache of ours, as `clear_cache` empties SymPy's."""
    from symbolic.calculus.normal_form import atoms, polynomials, reading
    from symbolic.core import terms

    for module in (atoms, polynomials, reading, terms):
        for thing in vars(module).values():
            if hasattr(thing, "cache_clear"):
                thing.cache_clear()
    atoms._atoms.clear()


def plain(e: Any, heads: dict[str, Any]) -> Any:
    """An expression of ours in SymPy's own terms: what a user without lossproof would write down.

    `heads` collects the classes of the abstract functions: the two sides of an identity share them.
    """
    from sympy import Function, IndexedBase, Product, Sum, Symbol

    from symbolic.core.terms import Applied, Count, Entry, Expectation, Index, Outcome, Parameter, RowSum, _OverRows

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


NAMED = ("simplify", "expand_log force", "logcombine force")


def identities() -> None:
    """Our normal form against SymPy's general simplifiers, on every identity that the shipped derivations owe.

    Once line by line in the order of the derivations, as a check meets them, every cache being empty at the start; and
    once with every cache emptied before each line. The fastest attempt that succeeds is what ours is compared with.
    """
    from sympy import expand, expand_log, logcombine, simplify

    from symbolic import check, derivations
    from symbolic.asking import provers
    from symbolic.kernel import Verdict, judge
    from symbolic.provers import identities as prover

    tools: dict[str, Callable[[Any], Any]] = {
        "simplify": simplify,
        "expand_log force": lambda d: expand_log(expand(d), force=True),
        "logcombine force": lambda d: logcombine(d, force=True),
        "simplify expand_log": lambda d: simplify(expand_log(d, force=True)),
    }
    owed, differences, names = [], [], []
    for name in derivations.names():
        for number, line in enumerate(check(derivations.load(name)).lines, 1):
            for o in (j.obligation for j in line.judgements if j.obligation.kind == "equal"):
                heads: dict[str, Any] = {}
                left, right = (plain(side, heads) for side in o.about)
                owed.append(o)
                differences.append(left - right)
                names.append(f"{name[:34]} {number}")
    shown = [d != 0 for d in differences]
    proved = [judge(o, provers()).verdict is Verdict.PROVED for o in owed]  # one is decided by cases of signs
    solved = {tool: [_is_zero(run, d) for d in differences] for tool, run in tools.items()}
    report("identities proved by our provers", f"{sum(proved)} of {len(owed)}", "every line", all(proved))
    for tool, done in solved.items():
        report(f"... by {tool}", f"{sum(done)} of {len(owed)}", "")
    for alone in (False, True):
        ours = _times(prover.prove, owed, alone, 9)
        theirs = {
            tool: _times(lambda d, run=run: _is_zero(run, d), differences, alone, 3) for tool, run in tools.items()
        }
        print(
            f"\n{'each line alone' if alone else 'in the order of a check':40} {'ours':>8}  "
            + "  ".join(f"{t:>20}" for t in tools)
        )
        for k, name in enumerate(names):
            cells = (f"{theirs[t][k] * 1e3:9.2f} ms {'proves' if solved[t][k] else '-':>8}" for t in tools)
            print(f"{name + ('' if shown[k] else ' *'):40} {ours[k] * 1e3:5.2f} ms  " + "  ".join(cells))
        print("* cancels at construction\n")
        for title, which in (("those three", NAMED), ("these and simplify(expand_log(force))", tuple(tools))):
            ratios = [
                min(theirs[t][k] for t in which if solved[t][k]) / ours[k]
                for k in range(len(owed))
                if shown[k] and any(solved[t][k] for t in which)
            ]
            median = statistics.median(ratios)
            figure = f"{median:.1f} times (from {min(ratios):.1f} to {max(ratios):.1f})"
            how = "alone" if alone else "in order"
            target = ("", None) if alone else ("at least 10", median >= 10)
            report(f"faster than the fastest of {title}, {how}", figure, *target)


def _is_zero(tool: Callable[[Any], Any], difference: Any) -> bool:
    try:
        return bool(tool(difference) == 0)
    except Exception:  # a tool that cannot is a tool that does not
        return False


def _times(run: Callable[[Any], Any], things: list[Any], alone: bool, repeats: int) -> list[float]:
    """The median seconds for each thing, caches being emptied before each one or before the first."""
    from sympy.core.cache import clear_cache

    found: list[list[float]] = [[] for _ in things]
    for _ in range(repeats):
        for k, thing in enumerate(things):
            if alone or k == 0:
                forget()
                clear_cache()
            start = time.perf_counter()
            run(thing)
            found[k].append(time.perf_counter() - start)
    return [statistics.median(times) for times in found]


def warm_checks() -> None:
    """A whole derivation, replayed and judged again in a running process."""
    from symbolic import check, derivations

    for name in derivations.names():
        chain = derivations.load(name)
        check(chain)
        took = seconds(lambda chain=chain: check(chain), 31) * 1e3
        report(f"warm check of {name}", f"{took:.2f} ms", "below 10 ms", took < 10)


def spellings() -> None:
    """What is owed in `tests/spellings`, true or false, each judged with empty caches: the dearest against its kind."""
    from sympy.core.cache import clear_cache

    sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
    from spelling import tables, verdict

    ratios = []
    for kind, table in tables().items():
        costs = []
        for row in table.ROWS:
            for claim in (row.true, *row.wrong):
                forget()
                clear_cache()
                start = time.process_time()
                verdict(claim)
                costs.append((time.process_time() - start, row.name))
        middle, (most, name) = statistics.median(cost for cost, _ in costs), max(costs)
        print(f"    {kind:14} median {middle * 1e3:8.2f} ms, dearest {most * 1e3:8.1f} ms: {name}")
        ratios.append((most / middle, f"{kind}: {name}"))
    worst, where = max(ratios)
    report("the dearest spelling / the median of its kind", f"{worst:.0f} ({where})"[:60], "at most 200", worst <= 200)


def attack_cost() -> None:
    """An attack example against drawing the same instance with an empty body, in turn."""
    from hypothesis import HealthCheck, Phase, find, settings
    from hypothesis.errors import NoSuchExample

    from properties.attacks.on_steps import _targets, applicable
    from properties.attacks.target import ready
    from properties.attacks.trial import Trial
    from properties.instances.strategies import instances
    from properties.work import Meter, budget
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

    def fails(checks: Any, trial: Trial) -> bool:
        with budget(Meter()):
            return any(check(trial) is not None for _, check in checks)

    ratios = []
    for name in derivations.names():
        for number, rule, primitive, make in _targets(check(derivations.load(name))):
            case = make()
            checks = ready(case, applicable(primitive))
            empty = draw(case, lambda _: False)
            full = draw(case, lambda i, c=checks, k=case: i is not None and fails(c, Trial(k.shape, i)))
            empty(), full()
            runs = [(seconds(full, 1), seconds(empty, 1)) for _ in range(7)]  # in turn, so that drift hits both
            ratios.append((min(a for a, _ in runs) / min(b for _, b in runs), f"{name} {number} {rule}"))
            print(f"    {ratios[-1][1]:58} {ratios[-1][0]:.2f}")
    worst, where = max(ratios)
    middle = statistics.median(r for r, _ in ratios)
    report("an attack example / drawing it, median over steps", f"{middle:.2f}", "at most 1.5", middle <= 1.5)
    report("... the most expensive step", f"{worst:.2f} ({where})"[:60], "at most 2", worst <= 2)


def growth() -> None:
    """Longer chains, larger supports, more rows."""
    from sympy import log

    from symbolic import Chain, argmax, check, density, parameter, sample
    from symbolic.core.errors import TooLarge
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

    from properties.attacks.on_steps import _targets, applicable
    from properties.attacks.target import ready
    from properties.attacks.trial import Trial
    from properties.instances.instance import Distribution, Instance
    from properties.instances.numbers import precision
    from symbolic import check, derivations

    theorem = check(derivations.load("mle_to_cross_entropy"))
    random = Random(0)

    def cases() -> Iterator[tuple[Any, Any]]:
        for _, _, primitive, make in _targets(theorem):
            if primitive != "limit":  # its statistical attack draws samples of its own size
                case = make()
                yield case, ready(case, applicable(primitive))

    made = list(cases())

    def cost(rows: int, support: int) -> float:
        def law() -> Distribution:
            weights = [random.randrange(1, 9) for _ in range(support)]
            return Distribution(("x",), {(o,): fmpq(w, sum(weights)) for o, w in enumerate(weights)})

        laws = {("p", None): law(), ("q_theta", 0): law(), ("q_theta", 1): law()}
        data = {"x": [random.randrange(support) for _ in range(rows)]}
        instance = Instance({"n": rows}, {"x": support}, data, [{"theta": 0}, {"theta": 1}], laws)

        def run() -> None:
            fresh = instance.with_data({}, {})
            with precision(64):
                for case, checks in made:
                    if any(check(Trial(case.shape, fresh)) is not None for _, check in checks):
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
    parts = {f.__name__: f for f in (warm_checks, identities, spellings, growth, attack_cost)}
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
