"""What the tests of shipped false claims ask of each: that it says so, stays open, and gets a certified counterexample."""

from __future__ import annotations

from typing import Any

from flint import fmpq

from properties import attack
from properties.instances.compiling import Context
from properties.instances.evaluation import Compiled
from properties.instances.instance import Distribution, Instance
from properties.instances.numbers import precision
from symbolic import SAME, Theorem, Verdict, check
from symbolic.chain import Chain
from symbolic.derivations import load, names, refuted


def stays_open(name: str) -> Theorem:
    """The shipped claim `name` of equal solutions: it replays, and exactly its step is open."""
    chain = load(name)
    theorem = check(chain)
    assert chain.name == name in refuted() and name not in names()
    assert chain.title.startswith("False:") and chain.note
    assert theorem.verdict is Verdict.UNKNOWN
    assert theorem.relation == SAME and chain.claimed == (theorem.end, SAME)
    assert [line.step.rule for line in theorem.lines if any(j in theorem.open for j in line.judgements)] == ["rewrite"]
    assert {j.obligation.kind for j in theorem.open} == {"equal"}
    return theorem


def is_certified(name: str, seeds: int = 3) -> str:
    """The text of a counterexample to the claim, which is certified whatever the seed."""
    for seed in range(seeds):
        found = attack(load(name), max_examples=200, seed=seed)[-1].counterexample
        assert found is not None and found.certified and found.property == "claim"
    return found.text


def best(chain: Chain, instance: Instance) -> tuple[set[int], set[int]]:
    """The members of Theta that solve the first problem, and those that solve the last, by exact or ball arithmetic."""
    found = []
    with precision(128):
        for problem in (chain.start, chain.end):
            values = Compiled(problem.objective, Context(frozenset(u.name for u in problem.unknowns)))
            all_of_them = [values.value(instance, k) for k in range(len(instance.members))]
            better = (lambda a, b: a < b) if problem.sense == "min" else (lambda a, b: a > b)
            found.append({k for k, v in enumerate(all_of_them) if not any(better(other, v) for other in all_of_them)})
    return found[0], found[1]


def law(*weights: str, columns: tuple[str, ...] = ("x",)) -> Distribution:
    """A distribution of one column with these probabilities."""
    return Distribution(columns, {(k,): fmpq(*map(int, w.split("/"))) for k, w in enumerate(weights)})


def labels(n: int) -> list[dict[str, Any]]:
    """The members of a set of n labels."""
    return [{"theta": k} for k in range(n)]
