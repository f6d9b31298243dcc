"""The kinds of `tests/spellings` at random: what is proved of them is attacked, and what only looks true must not be proved.

The attack shares no code with what proves. A statement about a map is attacked as the step of a chain that it allows. As a
program, for as many as one likes:

    python tests/fuzz_spellings.py --count 200 --examples 100 --seed 0 --jobs 2

prints a row a kind, and ends with exit code 1 where something false was proved.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from itertools import chain as joined
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))

from spelling import Claim, draws, tables, verdict
from sympy import Dummy

from properties import attack
from properties.attacks.on_facts import attack_fact
from properties.attacks.report import Report
from properties.checking.families import attack_facts
from symbolic import sheet
from symbolic.core.domains import Domain, RealInterval, reals
from symbolic.core.errors import DerivationError, ExtensionError
from symbolic.core.statement import Statement
from symbolic.core.terms import function, parameter, replace
from symbolic.kernel import Derivation, Problem, Step, Verdict
from symbolic.models.family import Family
from symbolic.statements.decreasing import Decreasing
from symbolic.statements.defined import Defined
from symbolic.statements.increasing import Increasing
from symbolic.statements.one_to_one import OneToOne
from symbolic.statements.onto import Onto

COLUMNS = ("drawn", "proved", "wrong", "wrong proved", "wrong refuted", "comparisons", "contradictions")


@dataclass
class Tally:
    """What came of the spellings of one kind, and what went wrong, in words."""

    counts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)


def attacked(claim: Claim, examples: int, seed: int) -> tuple[Report, ...]:
    """What came of attacking a claim. One that no attack is about has no report."""
    match claim:
        case Family():
            return attack_facts(claim, max_examples=examples, seed=seed)
        case Derivation():
            return attack(claim, max_examples=examples, seed=seed)
        case Increasing() | Decreasing() | OneToOne() | Onto() | Defined():
            return attack(_as_a_chain(claim), max_examples=examples, seed=seed)
        case Statement():
            return (attack_fact("spelling", claim, max_examples=examples, seed=seed),)


def _finite(domain: Any) -> Domain:
    """The interval without infinite ends, which no parameter takes."""
    if domain.hull.bounded_values:
        return domain
    ends = (domain.hull.lower, domain.hull.upper)
    return RealInterval(*ends, *(bool(domain.hull.has(end)) and not isinstance(end, float) for end in ends))


def _as_a_chain(claim: Statement) -> Derivation:
    """A chain whose step, or whose start, is right exactly if the statement holds."""
    old = parameter("old_unknown", _finite(claim.interval) if isinstance(claim, Increasing | Decreasing) else reals)
    match claim:
        case Increasing() | Decreasing():
            variable = Dummy("u")
            map_ = replace(claim.map_, lambda t: variable if t == claim.variable else None)
            step = Step("map", "monotone", (variable, map_, claim.interval, 1 if isinstance(claim, Increasing) else -1))
            return Derivation("map", Problem("min", old, (old,)), steps=(step,))
        case OneToOne() | Onto():
            old, new = parameter("old_unknown", claim.target), parameter("new_unknown", claim.source)
            map_ = replace(claim.map_, lambda t: new if t == claim.variable else None)
            step = Step("map", "reparametrise", (old, new, map_, isinstance(claim, OneToOne)))
            objective = (
                function("objective", old)() if old.domain.hull is None else old
            )  # of labels there is no arithmetic
            return Derivation("map", Problem("min", objective, (old,)), steps=(step,))
        case Defined():
            return Derivation("start", Problem("min", claim.expression, (old,)), hypotheses=claim.given)
    raise AssertionError(claim)


def look(kind: str, count: int, seed: int, examples: int, first: int = 0) -> Tally:
    """Draw `count` spellings of a kind, judge all, and attack what was proved and what must not be."""
    tally, table = Tally(), tables()[kind]
    for row in joined(table.ROWS if not first else (), draws(table, count, seed, first)):
        tally.counts["drawn"] += 1
        if verdict(row.true) is Verdict.PROVED:
            tally.counts["proved"] += 1
        else:
            tally.open.append(row.name)
        for claim in (row.true, *row.wrong):
            proved = verdict(claim) is Verdict.PROVED
            if claim is not row.true:
                tally.counts["wrong"] += 1
                tally.counts["wrong proved"] += proved
                if proved:
                    tally.faults.append(f"{kind}: {row.name}: proved, though it is wrong: {claim}")
            elif not proved:
                continue
            reports = _reports(claim, examples, seed)
            if claim is row.true and isinstance(
                claim, Family
            ):  # that it is convex, say, is asked of it and not claimed
                held = {fact.name for fact in sheet(claim).facts if fact.verdict is Verdict.PROVED}
                reports = tuple(report for report in reports if report.name in held)
            refuted = [r.counterexample for r in reports if r.counterexample is not None and r.counterexample.certified]
            if claim is not row.true:
                tally.counts["wrong refuted"] += bool(refuted)
            else:
                tally.counts["comparisons"] += sum(r.decided for r in reports)
                tally.counts["contradictions"] += bool(refuted)
                tally.faults += [f"{kind}: {row.name}: proved, and refuted: {case.text}" for case in refuted]
    return tally


def _reports(claim: Claim, examples: int, seed: int) -> tuple[Report, ...]:
    try:
        return attacked(claim, examples, seed)
    except (DerivationError, ExtensionError):  # it is not even well formed
        return ()


def main(arguments: list[str] | None = None) -> int:
    """Print a row a kind; 1 where something false was proved."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("kinds", nargs="*", default=list(tables()))
    parser.add_argument("--count", type=int, default=50)
    parser.add_argument("--examples", type=int, default=50)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=1)
    found = parser.parse_args(arguments)
    size = 10
    tasks = [(k, min(size, found.count - n), n) for k in found.kinds for n in range(0, found.count, size)]
    with ProcessPoolExecutor(found.jobs) as pool:
        pending = [(kind, pool.submit(look, kind, n, found.seed, found.examples, first)) for kind, n, first in tasks]
        whole = {kind: Tally() for kind in found.kinds}
        for kind, future in pending:
            one = future.result()
            whole[kind].counts += one.counts
            whole[kind].faults += one.faults
            whole[kind].open += one.open
    lines = ["  ".join((f"{'kind':14}", *(f"{c:>14}" for c in COLUMNS)))]
    lines += ["  ".join((f"{k:14}", *(f"{t.counts[c]:14,}" for c in COLUMNS))) for k, t in whole.items()]
    lines += [f"open: {kind}: {name}" for kind, tally in whole.items() for name in tally.open]
    lines += [fault for tally in whole.values() for fault in tally.faults]
    sys.stdout.write("\n".join(lines) + "\n")
    return 1 if any(tally.faults for tally in whole.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
