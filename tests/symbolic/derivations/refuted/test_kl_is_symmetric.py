"""The two divergences have different minimisers: the truth lies outside the model."""

from false_claims import best, is_certified, labels, law, stays_open

from properties.instances.instance import Instance
from symbolic.derivations import load


def model(p: tuple[str, ...], *members: tuple[str, ...]) -> Instance:
    laws = {("p", None): law(*p)} | {("q_theta", k): law(*q) for k, q in enumerate(members)}
    return Instance({}, {"x": 3}, {}, labels(len(members)), laws)


def test_the_claim_stays_open_and_is_refuted_by_a_certified_case() -> None:
    stays_open("kl_is_symmetric")
    assert "q_theta at theta" in is_certified("kl_is_symmetric")


def test_the_case_of_the_docstring() -> None:
    case = model(("5/10", "3/10", "2/10"), ("8/10", "1/10", "1/10"), ("3/10", "2/10", "5/10"))
    assert best(load("kl_is_symmetric"), case) == ({1}, {0})


def test_with_the_truth_in_the_model_both_have_it_as_their_minimiser() -> None:
    case = model(("5/10", "3/10", "2/10"), ("8/10", "1/10", "1/10"), ("5/10", "3/10", "2/10"))
    assert best(load("kl_is_symmetric"), case) == ({1}, {1})
