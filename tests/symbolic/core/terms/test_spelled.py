"""Functions that abbreviate an expression: what they stand for, how they print, and that they stay as they are written."""

import pickle

import pytest
from sympy import Add, Integer, Mul, Pow, exp, log

from symbolic import argmin, check, parameter, reals, sample
from symbolic.chain import Chain
from symbolic.core.terms import Spelled, logistic, raw, replace, softplus, symbols

u, w = parameter("u", reals), parameter("w", reals)
x = sample("x", domain=reals)


def test_what_they_stand_for() -> None:
    assert softplus(u).spelled() == log(1 + exp(u))
    opposite = raw(Add, (Integer(1), raw(exp, (raw(Mul, (Integer(-1), u)),))))
    assert logistic(u).spelled() == raw(Pow, (opposite, Integer(-1)))


def test_they_stay_as_they_are_written_and_print_by_their_names() -> None:
    assert str(softplus(u) + logistic(-u)) == "logistic(-u) + softplus(u)"
    assert replace(softplus(u), {u: 2 * w}.get) == softplus(2 * w) and symbols(logistic(u)) == {u}
    assert pickle.loads(pickle.dumps(softplus(u))) == softplus(u)


def test_their_derivatives() -> None:
    assert softplus(u).diff(u) == logistic(u)
    assert logistic(u).diff(u) == logistic(u) * logistic(-u)
    assert softplus(2 * u).diff(u) == 2 * logistic(2 * u)


def test_a_function_of_two_arguments_is_none() -> None:
    with pytest.raises(TypeError, match="1 argument"):
        softplus(u, w)


def test_a_loss_is_proved_by_what_it_stands_for() -> None:
    from symbolic.rules import rewrite

    loss, meaning = x.sum(softplus(u * x.i)), x.sum(log(1 + exp(u * x.i)))
    theorem = check(Chain("softplus", argmin(loss, u)).then(rewrite(argmin(meaning, u).objective)))
    assert theorem.proved
    assert r"\operatorname{softplus}" in theorem.latex()
    wrong = check(Chain("softplus", argmin(loss, u)).then(rewrite(argmin(2 + meaning * 3, u).objective)))
    assert not wrong.proved


def test_a_spelling_without_a_meaning_is_none() -> None:
    with pytest.raises(NotImplementedError):
        Spelled(u).spelled()
