"""Tests of symbolic.models.regression: links checked against domains, predictors, inputs, and derivatives of the loss."""

from typing import Any

import pytest
from losses import derivatives
from sympy import Abs, Max, exp, log, tanh

from properties import attack
from symbolic import check, function, parameter, positive, reals, sample
from symbolic.core.domains import Categories, binary, open_unit_interval
from symbolic.core.errors import MalformedTerm
from symbolic.families import load
from symbolic.families.bernoulli import family as bernoulli
from symbolic.families.bernoulli import p
from symbolic.families.gamma import beta, k
from symbolic.families.gamma import family as gamma
from symbolic.families.laplace import family as laplace
from symbolic.families.normal import family as normal
from symbolic.families.normal import mu, sigma
from symbolic.families.normal_mean import family as normal_mean
from symbolic.families.poisson import family as poisson
from symbolic.families.poisson import rate
from symbolic.kernel import Verdict
from symbolic.models.claims import Claim
from symbolic.models.family import Family, real_variable
from symbolic.models.judging import judged
from symbolic.models.likelihood import derivation, truth
from symbolic.models.regression import glossary, regression
from symbolic.report.latex import expression

theta = parameter("theta")
x, y = sample("x"), sample("y", domain=reals)
f, g = function("f", theta), function("g", theta)
z, w = real_variable("z"), real_variable("w")


def test_the_response_is_conditional_on_the_inputs_and_the_predictors_parameters_are_unknown() -> None:
    found = regression(normal_mean, {mu: z}, f(x.outcome), name="line")
    assert (found.name, found.parameters, found.known) == ("line", (theta,), (sigma,))
    assert [s.column for s in found.variables] == [y.column]
    assert [s.column for s in found.inputs] == [x.column]
    assert found.density == normal_mean.density.xreplace({normal_mean.sample.outcome: y.outcome, mu: f(x.outcome)})


def test_the_response_takes_the_domain_of_the_familys_variable_and_the_table_of_the_inputs() -> None:
    u = sample("u", size="m")
    found = regression(poisson, {rate: exp(z)}, f(u.outcome), response="count")
    assert found.sample.column.name == "count"
    assert found.sample.column.domain == poisson.sample.column.domain
    assert found.sample.column.size == "m"


def test_two_predictors_stand_for_two_parameters() -> None:
    found = regression(normal, {mu: z, sigma: exp(w)}, {z: f(x.outcome), w: g(x.outcome)})
    assert found.parameters == (theta,) and found.known == ()
    assert found.density.has(f(x.outcome)) and found.density.has(g(x.outcome))


def test_a_linear_predictor_of_numbers_is_one_as_well() -> None:
    slope, v = parameter("a", reals), sample("v", domain=reals)
    found = regression(normal_mean, {mu: z}, slope * v.outcome, loss=(y.outcome - z) ** 2, factor=1 / (2 * sigma**2))
    assert found.parameters == (slope,)
    theorem = check(derivation(found, law=truth(found)))
    assert theorem.proved
    assert str(theorem.lines[-2].after) == "argmin_{a} sum_{i=1..n}((-a*v_i + y_i)**2)/n"


def test_a_parameter_without_a_link_stays_unknown_unless_it_is_known() -> None:
    free = regression(gamma, {beta: k * exp(-z)}, f(x.outcome))
    assert free.parameters == (theta, k) and free.known == ()
    given = regression(gamma, {beta: k * exp(-z)}, f(x.outcome), known=(k,))
    assert given.parameters == (theta,) and given.known == (k,)


LINKS = [
    (poisson, {rate: z}, "rate|lambda", "only known to lie in (-oo, oo)"),
    (poisson, {rate: exp(z) - 1}, "lambda", "only known to lie in (-1, oo)"),
    (bernoulli, {p: exp(z)}, "p lies in [0, 1]", "only known to lie in (0, oo)"),
    (bernoulli, {p: tanh(z)}, "p lies in [0, 1]", "(-1, 1)"),
    (normal, {sigma: Abs(z)}, "sigma lies in (0, oo)", "[0, oo)"),
    (normal, {sigma: 1 / z}, "sigma", "division by"),
    (normal, {sigma: log(z)}, "sigma", "not known to be nonnegative"),
    (normal, {rate: z}, "parameters of normal", "lambda"),
    (load("categorical"), {load("categorical").parameters[0]: z}, "no link maps the reals into", "theta"),
]


@pytest.mark.parametrize(("family", "link", "one", "other"), LINKS, ids=lambda v: str(v))
def test_a_link_that_may_leave_the_domain_is_refused_with_its_name(
    family: Family, link: dict[Any, Any], one: str, other: str
) -> None:
    with pytest.raises(MalformedTerm) as caught:
        regression(family, link, f(x.outcome))
    assert any(part in str(caught.value) for part in one.split("|"))
    assert other in str(caught.value)


def test_a_logistic_link_may_be_written_either_way() -> None:
    for link in (1 / (1 + exp(-z)), exp(z) / (1 + exp(z))):
        theorem = check(derivation(regression(bernoulli, {p: link}, f(x.outcome))))
        assert theorem.proved is True


def test_the_values_of_the_predictor_count() -> None:
    height = function("h", theta, values=positive)
    assert regression(normal, {sigma: z}, height(x.outcome)).parameters == (theta, mu)
    with pytest.raises(MalformedTerm, match=r"only known to lie in \(-oo, oo\)"):
        regression(normal, {sigma: z}, f(x.outcome))


@pytest.mark.parametrize(
    ("link", "predictor", "law"),
    (
        ({mu: 2}, f(x.outcome), "a link mentions a real variable"),
        ({}, f(x.outcome), "a link mentions a real variable"),
        ({mu: z, sigma: exp(w)}, f(x.outcome), "one predictor"),
        ({mu: z}, {z: f(x.outcome), w: g(x.outcome)}, "one predictor"),
        ({mu: z}, f(), "depends on outcomes"),
        ({mu: z}, f(y.outcome), "none of them the response"),
        ({mu: z}, f(x.outcome) + g(sample("u", size="m").outcome), "all of one table"),
        ({mu: z}, log(Abs(f(x.outcome))), "its values are finite"),
    ),
    ids=str,
)
def test_parts_that_do_not_fit_are_refused(link: Any, predictor: Any, law: str) -> None:
    with pytest.raises(MalformedTerm, match=law):
        regression(normal, link, predictor)


def test_a_family_of_several_variables_has_no_single_response() -> None:
    with pytest.raises(MalformedTerm, match="a regression has one response"):
        regression(load("dirichlet"), {load("dirichlet").parameters[0]: exp(z)}, f(x.outcome))


# ---- derivatives of the loss -----------------------------------------------------------------------------------------


def with_derivatives(stated: Any) -> Family:
    v = sample("y", domain=binary).outcome
    return regression(bernoulli, {p: 1 / (1 + exp(-z))}, f(x.outcome), derivatives=stated(v))


def test_derivatives_are_obligations_and_proved() -> None:
    found = derivatives(with_derivatives(lambda v: {z: 1 / (1 + exp(-z)) - v, (z, z): exp(z) / (1 + exp(z)) ** 2}))
    assert list(found) == [
        "derivative of the loss in the predictor's value z",
        "second derivative of the loss in the predictor's value z",
    ]


@pytest.mark.parametrize(
    "stated",
    (
        lambda v: {z: v - 1 / (1 + exp(-z))},
        lambda v: {z: 1 / (1 + exp(z)) - v},
        lambda v: {z: 1 / (1 + exp(-z))},
        lambda v: {(z, z): exp(z) / (1 + exp(z))},
    ),
)
def test_a_wrong_derivative_is_not_proved(stated: Any) -> None:
    ((name, obligation),) = with_derivatives(stated).further
    assert judged(Claim(name, obligation)).verdict is not Verdict.PROVED


def test_a_factor_divides_the_derivative() -> None:
    stated = {z: 2 * (z - y.outcome)}
    right = regression(normal_mean, {mu: z}, f(x.outcome), factor=1 / (2 * sigma**2), derivatives=stated)
    assert len(derivatives(right)) == 1
    ((name, obligation),) = regression(normal_mean, {mu: z}, f(x.outcome), derivatives=stated).further
    assert judged(Claim(name, obligation)).verdict is not Verdict.PROVED


def test_a_loss_with_a_kink_has_no_derivative_everywhere() -> None:
    (location,) = laplace.parameters
    with pytest.raises(MalformedTerm, match="has none at some point"):
        regression(laplace, {location: z}, f(x.outcome), derivatives={z: Max(1, z)})


def test_the_glossary_is_made_of_what_is_stated() -> None:
    logistic = with_derivatives(lambda v: {z: 1 / (1 + exp(-z)) - v})
    found = glossary(logistic)
    ((shown, meaning),) = found
    assert expression(shown) == r"\frac{1}{1 + e^{-z}} - y"
    assert meaning == "the derivative of the loss in the predictor's value $z$"
    assert [entry.obligation for entry in found] == [o for _, o in logistic.further]
    assert glossary(regression(normal_mean, {mu: z}, f(x.outcome))) == ()


def test_a_wrong_derivative_in_the_glossary_of_a_chain_is_no_part_of_a_proof() -> None:
    wrong = with_derivatives(lambda v: {z: v - 1 / (1 + exp(-z))})
    theorem = check(derivation(wrong, glossary=glossary(wrong)))
    assert check(derivation(wrong)).proved and not theorem.proved
    assert "said to be the derivative of the loss" in theorem.latex()


def test_whether_the_loss_is_convex_is_asked_and_not_claimed() -> None:
    found = with_derivatives(lambda v: {z: 1 / (1 + exp(-z)) - v})
    assert not any(o.kind == "convex" for _, o in found.further)
    assert [
        name for name, _ in regression(normal_mean, {mu: z}, f(x.outcome), loss=(y.outcome - z) ** 2).questions
    ] == ["convex in the predictor's value z"]


# ---- any family that has links ---------------------------------------------------------------------------------------

LINKED = ("bernoulli", "exponential", "geometric", "gumbel", "logistic", "rayleigh", "weibull")


@pytest.mark.parametrize("name", LINKED)
def test_with_the_links_that_a_family_declares_the_chain_is_proved_and_survives(name: str) -> None:
    family = load(name)
    links = {q: e.xreplace({z: real_variable(f"z{k}")}) for k, (q, e) in enumerate(family.links)}
    values = [function(f"f{k}", theta)(x.outcome) for k in range(len(links))]
    found = regression(family, links, {real_variable(f"z{k}"): v for k, v in enumerate(values)})
    assert not set(found.parameters) & set(family.parameters)
    theorem = check(derivation(found))
    assert theorem.proved, theorem.open
    for report in attack(theorem, max_examples=20):
        assert report.counterexample is None, report.counterexample.text


def test_classes_may_be_inputs_and_numbers_too() -> None:
    group, height = sample("g", domain=Categories("G")), sample("h", domain=open_unit_interval)
    found = regression(normal_mean, {mu: z}, f(group.outcome, height.outcome))
    assert {s.column.name for s in found.inputs} == {"g", "h"}
    assert check(derivation(found)).proved


@pytest.mark.parametrize(
    ("link", "predictor", "message"),
    [
        ("exp(z)", f(x.outcome), "link of lambda='exp.z.' is a str"),
        (exp(0.5 * z), f(x.outcome), "link of lambda=.* is a float"),
        (exp(z), "f", "predictor of z='f' is a str"),
        (exp(z), None, "predictor of z=None is a NoneType"),
    ],
)
def test_texts_and_floats_are_no_links_and_no_predictors(link: Any, predictor: Any, message: str) -> None:
    with pytest.raises(MalformedTerm, match=f"poisson_regression: {message}"):
        regression(poisson, {rate: link}, predictor)
