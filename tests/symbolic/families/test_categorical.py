"""Tests of symbolic.families.categorical: classes without arithmetic, their number a symbol."""

from on_data import further
from sympy import Mul, exp, log

from symbolic.calculus.normal_form import same
from symbolic.core.domains import Categories, reals
from symbolic.core.terms import Total, parameter, raw, walk
from symbolic.families.categorical import X, family, logit, q, x
from symbolic.kernel import Verdict
from symbolic.models.likelihood import derivation, dropped
from symbolic.provers.identities import prove
from symbolic.report.theorem import check
from symbolic.statements.equal import Equal


def test_the_loss_is_minus_the_log_of_the_probability_of_the_class() -> None:
    assert dropped(family) == 0
    assert "log(q_theta(x" in str(check(derivation(family)).end)


def test_one_hot_targets_and_class_indices_have_one_loss_and_softmax_ignores_a_shift() -> None:
    identities = {name: o for name, o in further(family).items() if o.kind == "equal"}
    assert len(identities) == 2
    for name, statement in identities.items():
        assert prove(statement).verdict is Verdict.PROVED, name


def test_one_logit_is_fixed_in_what_has_one_estimate() -> None:
    _, statement = family.further[2]
    objective, unknowns, (point,) = statement.about
    eta = parameter("eta", reals)
    softmax = [exp(z) / (1 + exp(eta)) for z in (0, eta)]
    assert unknowns == (eta,) and point == ((eta, 0),)
    assert same(objective, -sum(map(log, softmax)) / 2)


def test_softmax_does_not_ignore_a_factor() -> None:
    _, statement = family.further[1]
    doubled = raw(Mul, (2, exp(logit(X)))) / x.total(exp(logit(x.each)))
    assert prove(Equal(doubled, statement.right)).verdict is not Verdict.PROVED


def test_the_number_of_classes_is_a_symbol() -> None:
    softmax = family.further[1][1].about[0]
    assert any(isinstance(t, Total) for t in walk(softmax))
    assert x.column.domain == Categories("K")
    assert q(X) == family.density
