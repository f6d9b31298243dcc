"""Tests of properties.conformance.adapters.statsmodels against the real library, where it is installed."""

from __future__ import annotations

from typing import Any

import pytest
from sympy import Symbol, exp, sqrt

from properties import loss_report
from properties.conformance.accuracy import Output
from properties.conformance.adapters import statsmodels as adapter
from properties.conformance.calling import adapter_of
from properties.conformance.relation import Likeness
from properties.errors import InputError
from symbolic import derivations, families

pytest.importorskip("statsmodels", reason="statsmodels is not installed: it is in the extra `conformance`")

from statsmodels.api import GLM
from statsmodels.discrete.discrete_model import Logit, NegativeBinomial, NegativeBinomialP, Poisson
from statsmodels.genmod import families as glm

const, alpha, mu, scale = (Symbol(n, real=True) for n in ("const", "alpha", "mu", "scale"))
NB = {"endog": "x", "p": 1 / (1 + alpha * exp(const)), "r": 1 / alpha}
ALL = {Output.VALUE, Output.GRADIENT, Output.HESSIAN}


def test_what_it_owns_and_how_it_is_called() -> None:
    assert adapter_of(Logit) is adapter_of(GLM) is adapter_of(glm.Gamma()) is adapter_of(glm.Gamma) is adapter
    assert not adapter.owns(print) and adapter.arguments(print) is None and not adapter.owns(glm.links.Log)
    assert adapter.arguments(Logit) == ("endog", "const") and adapter.arguments(GLM) == ("endog", "const", "scale")
    assert adapter.arguments(NegativeBinomial) == ("endog", "const", "alpha")
    assert adapter.arguments(glm.NegativeBinomial) == adapter.arguments(glm.Poisson()) == ("endog", "mu", "scale")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("function", "of", "options", "quantities"),
    [
        (Logit, "bernoulli_to_binary_cross_entropy", {"reading": {"endog": "y", "const": "f"}}, ALL),
        (Poisson, "poisson", {"reading": {"endog": "x", "lambda": exp(const)}}, ALL),
        (NegativeBinomialP, "negative_binomial", {"reading": NB, "within": {"alpha": (1e-3, 1e3)}}, ALL),
        (GLM, "normal", {"reading": {"endog": "x", "const": "mu", "sigma": sqrt(scale)}}, ALL),
        (GLM, "poisson",
         {"reading": {"endog": "x", "lambda": exp(const)}, "given": {"family": glm.Poisson()}}, ALL),
        (glm.Gaussian, "normal", {"reading": {"endog": "x", "mu": "mu", "sigma": sqrt(scale)}}, {Output.VALUE}),
        (glm.Poisson(), "poisson", {}, {Output.VALUE}),
        (glm.NegativeBinomial, "negative_binomial",
         {"reading": {"endog": "x", "p": 2 / (2 + mu), "r": 2}, "given": {"alpha": 0.5}, "within": {"mu": (1e-3, 1e3)}},
         {Output.VALUE}),
    ],
)  # fmt: skip
def test_a_real_likelihood_conforms(function: Any, of: str, options: Any, quantities: set[Output]) -> None:
    held = families.load(of) if of in families.names() else derivations.load(of)
    found = loss_report(
        function, held, claim=Likeness.EQUAL, examples=180, ulps=1e9, **options
    )  # digits are its own affair
    assert found.holds and set(found.worst) == quantities, str(found)


@pytest.mark.slow
def test_a_model_before_it_is_fitted_takes_the_logarithm_of_its_dispersion() -> None:
    """`NegativeBinomial` reads alpha in another way before `fit` and after."""
    found = loss_report(NegativeBinomial, families.load("negative_binomial"), reading=NB, examples=180)
    assert found.related.kind is Likeness.DIFFERENT and len(found.case) == 2
    read = NB | {"p": 1 / (1 + exp(alpha + const)), "r": exp(-alpha)}
    found = loss_report(NegativeBinomial, families.load("negative_binomial"), reading=read, derivatives=0, examples=180)
    assert found.related.kind is Likeness.EQUAL, str(found)


def test_parameters_have_the_names_of_the_model() -> None:
    with pytest.raises(InputError, match="has the parameters const; the reading has params"):
        loss_report(Poisson, families.load("poisson"), reading={"endog": "x", "params": "lambda"}, examples=60)
    with pytest.raises(InputError, match="endog and each parameter are one number a row"):
        loss_report(Poisson, families.load("poisson"), reading={"y": "x", "const": "lambda"}, examples=60)
