"""What the tests of shipped derivations of losses ask of each: where it ends, and that its neighbours are not proved."""

from __future__ import annotations

from dataclasses import replace as with_
from typing import Any

from sympy import log

from symbolic import SAME, Theorem, Verdict, check
from symbolic.calculus.normal_form import same
from symbolic.chain import Chain
from symbolic.core.errors import DerivationError
from symbolic.derivations import load
from symbolic.kernel import Problem
from symbolic.models.claims import Claim
from symbolic.models.family import Family
from symbolic.models.judging import judged
from symbolic.models.likelihood import derivation


def proved(name: str, start: Problem, end: Problem) -> Theorem:
    """The shipped derivation `name`: it leads from one problem to the other with the same solutions, under no hypothesis.

    Both may be written differently: then they, or the logarithms of the likelihoods, have one normal form.
    """
    theorem = check(load(name))
    assert theorem.proved, theorem.open
    for found, wanted, shown in ((theorem.start, start, log), (theorem.end, end, lambda e: e)):
        assert (found.sense, found.unknowns) == (wanted.sense, wanted.unknowns)
        assert found == wanted or same(shown(found.objective), shown(wanted.objective))
    assert theorem.relation == SAME
    assert theorem.hypotheses == ()
    assert theorem.chain.title and theorem.chain.note
    return theorem


def derivatives(family: Family) -> dict[str, Any]:
    """The derivatives that are stated of a family's loss, by what they are called: each is proved."""
    stated = {name: o for name, o in family.further if o.kind == "equal"}
    for name, obligation in stated.items():
        fact = judged(Claim(name, obligation))
        assert fact.verdict is Verdict.PROVED, (name, fact.judgement.reason)
    return {name: o.about[1] for name, o in stated.items()}


def is_convex(family: Family, verdict: Verdict = Verdict.PROVED) -> str:
    """What comes of the statement that the loss is convex in the predictors' values, and the reason."""
    ((name, obligation),) = [(n, o) for n, o in family.questions if o.kind == "convex"]
    assert name.startswith("convex in the predictor")
    fact = judged(Claim(name, obligation))
    assert fact.verdict is verdict, fact.judgement.reason
    return fact.judgement.reason


def is_no_loss(family: Family, **changes: Any) -> None:
    """With another loss or factor the derivation is not proved, and may not even be written."""
    try:
        theorem = check(derivation(with_(family, **changes)))
    except DerivationError as error:
        assert str(error)
    else:
        assert not theorem.proved


def every_step_is_needed(chain: Chain) -> None:
    """Without any one of the steps that are no rewriting, the rest is not proved to end where the whole does."""
    for k, step in enumerate(chain.steps):
        if step.primitive != "rewrite":
            shorter = with_(chain, steps=chain.steps[:k] + chain.steps[k + 1 :], claimed=(chain.end, SAME))
            try:
                assert not check(with_(shorter, _state=None)).proved, step.rule
            except DerivationError as error:
                assert str(error)
