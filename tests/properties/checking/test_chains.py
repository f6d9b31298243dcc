"""`assert_proved`: what it returns, and what the AssertionError says of a chain that is not proved."""

import pickle

import pytest
from false_steps import FALSE_STEPS
from sympy import log

import properties.attacks
from properties import ProofError, assert_proved
from properties.attacks import Counterexample, StepReport
from symbolic import SAME, Chain, argmax, argmin, check, density, parameter, sample
from symbolic.core.domains import extended_reals
from symbolic.core.errors import WrongEnd
from symbolic.rules import increasing, law_of_large_numbers, rewrite
from symbolic.rules.increasing_maps import monotone

theta, x = parameter("theta"), sample("x")
q, p = density("q", theta), density("p")
right = Chain("right", argmax(x.product(q(x.i)), theta)).then(increasing(log)).then(rewrite(x.sum(log(q(x.i)))))
wrong = Chain("wrong", argmax(x.product(q(x.i)), theta)).then(
    lambda problem: (monotone("keep_sense", lambda u: -u, extended_reals, 1, problem),)
)


def refused(chain):
    with pytest.raises(ProofError) as caught:
        assert_proved(chain, max_examples=5)
    assert isinstance(caught.value, AssertionError)
    return caught.value


def test_what_is_proved_comes_back_as_its_theorem():
    assert assert_proved(right, max_examples=5) == check(right)


def test_what_is_not_proved_raises_with_the_whole_report():
    error = refused(wrong)
    said = str(error)
    assert said.startswith("wrong is not proved\n") and "step 1 (keep_sense, a monotone step) is not proved" in said
    assert "is continuous and strictly increasing on [-oo, oo]" in " ".join(said.split())
    assert "counterexample (argmin set; certified):" in said and "n = 1" in said
    assert max(map(len, said.splitlines())) <= 80
    assert error.theorem == check(wrong) and not error.theorem.proved
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), again.theorem.name) == (said, "wrong")


def test_a_false_claim_is_not_proved():
    limit = Chain("limit", argmin(x.sum(-log(q(x.i))) / x.n, theta)).then(law_of_large_numbers(p))
    assert "the claim is not proved" in str(refused(limit.claim(limit.end, SAME)))


def test_a_wrong_end_is_an_error_of_whoever_wrote_it():
    with pytest.raises(WrongEnd, match="the claimed end is argmax"):
        assert_proved(right.claim(right.start))


def test_what_only_looks_wrong_is_no_success_either(monkeypatch):
    found = StepReport("increasing", "monotone", 5, 5, Counterexample("statistical", "n = 400", False), number=1)
    monkeypatch.setattr(properties.attacks, "attack", lambda theorem, **options: (found,))
    said = str(refused(right))
    assert said.startswith("right is proved, and yet looks wrong\n\nstep 1 (increasing, a monotone step) looks wrong")
    assert "statistical and not certified" in said


@pytest.mark.parametrize("thing", [None, "mle", right.start, check(right)], ids=["None", "text", "problem", "theorem"])
def test_what_is_no_chain_is_a_type_error(thing):
    with pytest.raises(TypeError, match="this is no Chain; try Chain"):
        assert_proved(thing)


@pytest.mark.parametrize("mutant", FALSE_STEPS[:8], ids=lambda m: m.name)
def test_no_false_step_passes(mutant):
    with pytest.raises(Exception) as caught:
        assert_proved(mutant.build(), max_examples=5)
    assert type(caught.value).__name__ not in ("Unsound", "ProverError")
