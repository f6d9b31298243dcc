"""Tests of stable forms: what rules give is proved, and what is not the same is refused."""

from __future__ import annotations

import pytest
from sympy import Abs, Add, Integer, Max, Symbol, exp, log, loggamma, sqrt, tanh

from properties.conformance.reference import Input, Role
from properties.conformance.stable import (
    Form,
    forms,
    proved_by,
    spread,
    stabilised,
    unfolded,
    with_tanh,
)
from properties.conformance.tidy import rebuilt
from symbolic.core.domains import INFINITY, FiniteSet, RealInterval, counts, positive, reals
from symbolic.core.terms import Same, raw
from symbolic.report.floating import (
    choose,
    deviance,
    expit,
    expm1,
    instead,
    log1p,
    logaddexp,
    meaning,
    xlogy,
)

f, y, r, n = (Symbol(name, real=True) for name in "fyrn")
LABEL = Input("y", FiniteSet((0, 1)), Role.DATUM)
INPUTS = (
    Input("f", reals, Role.PREDICTION), LABEL, Input("r", positive, Role.KNOWN), Input("n", counts, Role.DATUM),
)  # fmt: skip


@pytest.mark.parametrize(
    ("tree", "form"),
    [
        (log(1 + exp(f)), logaddexp(0, f)),
        (log(r + exp(f)), logaddexp(f, log(r))),
        (log(1 + r), log1p(r)),
        (exp(f) - 1, expm1(f)),
        (1 - exp(f), -expm1(f)),
        (1 / (1 + exp(f)), expit(-f)),
        (exp(f) / (1 + exp(f)), expit(f)),
        (exp(f) / (1 + exp(f)) ** 2, expit(f) * expit(-f)),
        (2 / (1 + exp(-f)) - 1, tanh(f / 2)),
        (r * exp(f) - r, r * expm1(f)),
        (1 - tanh(f) ** 2, 4 * expit(2 * f) * expit(-2 * f)),
        (log(1 + exp(f)) - f, logaddexp(0, -f)),
        (log(exp(r) - 1), r + log(-expm1(-r))),
        ((r + n) * log(r + exp(f)) - n * f, n * logaddexp(0, log(r) - f) + r * logaddexp(f, log(r))),
        (n / (1 + exp(-f)) - n, -n * expit(-f)),
    ],
)
def test_a_rule_gives_what_is_proved(tree, form):
    found = stabilised(tree)
    assert found.atoms(type(form)) or found == form
    assert str(found) == str(form) or abs((meaning(found) - meaning(form)).evalf(subs={f: 0.3, r: 1.7})) < 1e-12
    assert proved_by(tree, found, INPUTS) is not None


@pytest.mark.parametrize(
    ("tree", "wrong"),
    [
        (log(1 + exp(f)), logaddexp(0, -f)),
        (log(1 + r), log1p(-r)),
        (exp(f) - 1, expm1(-f)),
        (n * log(r), xlogy(n, r + 1)),
        (1 / (1 + exp(f)), expit(f)),
        (sqrt(f**2), f),
        (log(1 + exp(f)) - y * f, choose(y, Integer(0), logaddexp(0, f), logaddexp(0, f))),
        (log(1 + exp(f)) - y * f, choose(y, Integer(1), logaddexp(0, f), logaddexp(0, -f))),
        (log(1 + exp(f)) - n * f, choose(n, Integer(0), logaddexp(0, f), logaddexp(0, -f))),
        (log(1 + exp(f)) - y * f, choose(f, Integer(0), logaddexp(0, f), logaddexp(0, f))),
        (y * f, Add(choose(y, Integer(0), f, f), 0, evaluate=False) + 1),
    ],
)
def test_what_is_not_the_same_is_not_proved(tree, wrong):
    assert proved_by(tree, wrong, INPUTS) is None


def test_cases_of_a_label_are_proved_case_by_case():
    tree = log(1 + exp(f)) - y * f
    assert proved_by(tree, choose(y, Integer(0), logaddexp(0, f), logaddexp(0, -f)), INPUTS) is not None
    found = [form.tree for form in forms([Form(tree, "itself")], INPUTS)]
    assert any(isinstance(form, choose) for form in found)
    assert any(str(form) == "logaddexp(0, f*(1 - 2*y))" for form in found)
    assert proved_by(tree, logaddexp(0, (2 * y - 1) * f), INPUTS) is None


POISSON = Add(r, -n * log(r), loggamma(n + 1), evaluate=False)


def test_a_count_that_may_be_zero_is_set_apart():
    found = [form.tree for form in forms([Form(POISSON, "itself")], INPUTS)]
    form = next(t for t in found if isinstance(t, choose) and t.atoms(deviance) and not t.atoms(log) & {log(r)})
    assert form.args[:3] == (n, 0, r) and form.atoms(instead) == {instead(n, 0, 1)}
    one, other = form.args[2:]
    zero, safe = Integer(0), instead(n, 0, 1)
    for wrong in (
        choose(n, zero, one + 1, other), choose(n, zero, one, other + 1), choose(n, Integer(1), one, other), other,
        choose(n, zero, one, other.xreplace({safe: safe + n})), choose(r, zero, one, other), choose(n, zero, other, one),
        choose(n, zero, one, instead(r, 0, 1) + other),
    ):  # fmt: skip
        assert proved_by(POISSON, wrong, INPUTS) is None


def test_an_indicator_sets_a_count_apart():
    tree = -log(f**2 * Same(n, 0) + exp(-r))
    found = [form.tree for form in forms([Form(tree, "itself")], INPUTS)]
    assert any(isinstance(t, choose) and not t.atoms(Same) for t in found)


def test_a_count_at_which_inputs_drop_out_is_set_apart():
    tree = exp(f) - f - (n - 1) * log(exp(f) + r * n)
    found = [form.tree for form in forms([Form(tree, "itself")], INPUTS)]
    assert any(isinstance(t, choose) and t.args[:3] == (n, 0, exp(f)) for t in found)


def test_a_rational_function_is_one_quotient():
    tree = 1 / r - (f - y) ** 2 / r**3
    found = {str(form.tree) for form in forms([Form(tree, "derivative")], INPUTS)}
    assert any(t.count("(") >= 2 and "r**3" in t and "1/r" not in t for t in found), found


def test_a_quotient_of_differences_is_found_however_they_are_written():
    x, m = Symbol("x", real=True), Symbol("m", real=True)
    inputs = (Input("x", reals, Role.DATUM), Input("m", reals, Role.PREDICTION), INPUTS[2])
    tree = 1 / (r**2 + (x - m) ** 2) - (x - m - r) * (x - m + r) / (x**2 - 2 * m * x + m**2 + r**2) ** 2
    found = {f.tree for f in forms([Form(tree, "itself")], inputs)}
    assert any(rebuilt(t) == 2 * r**2 / (r**2 + (x - m) ** 2) ** 2 for t in found)


def test_a_quotient_of_exponentials_is_one():
    p = Symbol("p", real=True)
    inputs = (Input("p", RealInterval(0, 1), Role.PREDICTION), Input("r", RealInterval(0, INFINITY), Role.PREDICTION))
    tree = 1 - p * exp(r) / (p * expm1(r) + 1)
    held = raw(choose, (n, Integer(0), tree, r))
    found = forms([Form(held, "itself")], (*inputs, INPUTS[3]))
    assert "-(p - 1)/(p*expm1(r) + 1)" in {str(form.tree.args[2]) for form in found}


def test_differences_of_logistic_functions_are_those_of_tangents():
    tree = with_tanh(1 + r * expit(f) - r * expit(-f))
    assert tree.atoms(tanh) and not tree.atoms(expit) and proved_by(1 + r * expit(f) - r * expit(-f), tree, INPUTS)
    assert with_tanh(expit(f) + expit(-f)) == expit(f) + expit(-f)


def test_data_that_may_be_zero_make_a_logarithm_vanish():
    found = forms([Form(-n * log(r), "itself")], INPUTS)
    assert any(form.tree.atoms(xlogy) for form in found) and found[0].prover == "itself"


def test_labels_of_both_signs_are_read_as_signs():
    label = Input("y", FiniteSet((-1, 1)), Role.DATUM)
    found = {str(form.tree) for form in forms([Form(log(1 + exp(-y * f)), "itself")], (INPUTS[0], label))}
    assert {"logaddexp(0, -f*y)", "choose(y, -1, logaddexp(0, f), logaddexp(0, -f))"} <= found


def test_a_label_of_three_values_has_three_cases():
    label = Input("y", FiniteSet((0, 1, 2)), Role.DATUM)
    tree = Add(*(Same(y, k) * exp(k * f) for k in range(3)))
    found = {str(form.tree) for form in forms([Form(tree, "itself")], (INPUTS[0], label))}
    assert "choose(y, 0, 1, choose(y, 1, exp(f), exp(2*f)))" in found
    for wrong in (
        choose(y, Integer(0), Integer(1), choose(y, Integer(1), exp(2 * f), exp(f))),
        choose(y, Integer(0), Integer(1), exp(f)),
        choose(y, Integer(1), Integer(1), choose(y, Integer(0), exp(f), exp(2 * f))),
    ):
        assert proved_by(tree, wrong, (INPUTS[0], label)) is None


def test_cases_of_a_count_are_proved_of_what_has_these_cases():
    tree = choose(n, Integer(0), f + f, log(1 + exp(f)) * n)
    assert proved_by(tree, choose(n, Integer(0), 2 * f, n * logaddexp(0, f)), INPUTS) is not None
    assert proved_by(tree, choose(n, Integer(0), 2 * f, n * logaddexp(0, -f)), INPUTS) is None
    assert proved_by(tree, choose(n, Integer(0), 3 * f, n * logaddexp(0, f)), INPUTS) is None


def test_logarithms_of_products_and_folded_forms():
    assert str(spread(-log(exp(-(r**2)) / r))) == "r**2 + log(r)"
    assert unfolded(Max(0, f) - y * f + log(1 + exp(-Abs(f)))) == log(1 + exp(f)) - y * f
    assert unfolded(r * (Max(0, f) + log(1 + exp(-Abs(f))))) == r * log(1 + exp(f))
