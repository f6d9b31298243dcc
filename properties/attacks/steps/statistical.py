"""Statistical: on a pseudo-random sample the mean lies within Hoeffding's bound of the expectation. No certificate.

Lemma: let a <= l_theta(z) <= b on the support of p. Then |f_n - f| <= (b - a) sqrt(log(2 |Theta| / delta) / (2n)) for every
theta, but with probability at most delta. Source: Hoeffding, Probability inequalities for sums of bounded random
variables, theorem 2 (1963). The sample comes from a generator seeded by the instance: Hypothesis's own draws are not
independent.
"""

from __future__ import annotations

from random import Random
from typing import Any

from flint import arb

from properties.attacks.case import Case
from properties.attacks.search import Check
from properties.attacks.steps.proportional import law_of, rows_of, weights_of
from properties.attacks.trial import Finding, Trial
from properties.instances.compiling import Context
from properties.instances.numbers import NoValue, TooWide

PROPERTY = "statistical"
PRIMITIVES = ("limit",)
SAMPLE, DELTA = 256, 1e-12


def prepare(case: Case) -> Check:
    law, columns, size = law_of(case)
    context = Context(case.new.unknowns, case.new.definitions, case.new.substitutes, columns)
    loss = case.compile(case.witness[0], context)

    def check(trial: Trial) -> Finding | None:
        if trial.instance.turn % 16 != 1:  # a share of the instances is enough: a sample is dear
            return None
        weights = weights_of(trial, law, columns)
        if weights is None:
            return None
        support = [(cell, float(arb(w))) for cell, w in weights if w > 0]
        outcomes, chances = [cell for cell, _ in support], [chance for _, chance in support]
        cells = Random(trial.instance.seed).choices(outcomes, chances, k=SAMPLE)
        others = tuple(c for c, column in case.shape.needs.columns.items() if column.size == size)
        instance = rows_of(trial.instance, size, others, columns, cells)
        if not case.shape.allows(instance):
            return None
        there = trial.with_rows(instance, case.g)
        for k in there.members:
            gap, bound = _gap(case, there, k), _bound(there, there.instance.counts[size], loss, k, outcomes)
            if gap is not None and bound is not None and gap > bound:
                return Finding(
                    f"a pseudo-random sample of {SAMPLE} rows lies farther from the expectation than chance allows "
                    f"({DELTA:g}):\n{case.both(there, (k,))}\nfor\n{there.describe()}",
                    certified=False,
                )
        return None

    return check


def _gap(case: Case, trial: Trial, k: int) -> Any:
    try:
        a, b = (trial.value(e, k, 64) for e in (case.f, case.g))
    except (NoValue, TooWide):
        return None
    return None if isinstance(a, float) or isinstance(b, float) else abs(arb(a) - arb(b))


def _bound(trial: Trial, n: int, loss: Any, k: int, cells: list[tuple[int, ...]]) -> Any:
    try:
        values = [trial.value(loss, k, 64, cell) for cell in cells]
    except (NoValue, TooWide):
        return None
    if any(isinstance(v, float) for v in values):
        return None
    balls = [arb(v) for v in values]
    width = max(v.upper() for v in balls) - min(v.lower() for v in balls)  # exact ends: they compare exactly
    return width * (arb(2 * len(trial.members) / DELTA).log() / (2 * n)).sqrt()
