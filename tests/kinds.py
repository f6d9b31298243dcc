"""What the tests of the kinds of statements are written with, and what they ask of every kind."""

from __future__ import annotations

from typing import Any

import pytest
from sympy import Dummy, Symbol, log, oo

from properties.attacks.on_facts import modules
from symbolic.core.domains import counts, positive, reals
from symbolic.core.errors import MalformedTerm
from symbolic.core.statement import Statement
from symbolic.core.terms import NegativePart, density, expectation, parameter, sample
from symbolic.obligations import Obligation, of_kind
from symbolic.report import sentences

theta, sigma, eta, mu = (
    parameter("theta"),
    parameter("sigma", positive),
    parameter("eta", reals),
    parameter("mu", reals),
)
K, t, u = parameter("K", positive), Symbol("t", real=True), Dummy("u")
x, y = sample("x"), sample("y")
r, c, d = sample("r", domain=reals), sample("c", domain=counts), sample("d", domain=counts)
p, q, f = density("p"), density("q", theta), density("f", mu)
loss, law = -log(q(x.outcome)), p(x.outcome)
lower = expectation(NegativePart(loss), law) < oo
squares = r.sum((r.i - mu) ** 2) / r.n


def says(statement: Statement, text: str, latex: str) -> None:
    """It is that sentence in both languages; by the name of its kind it is the same statement."""
    assert sentences.text(statement) == text
    assert sentences.latex(statement) == latex
    assert Obligation(statement.kind, statement.about) == statement
    assert str(statement).startswith(f"{statement.kind}: ")


def refuses(kind: str, about: tuple[Any, ...], message: str) -> None:
    """No statement of the kind is about that."""
    with pytest.raises(MalformedTerm, match=message):
        Obligation(kind, about)


def stated(kind: str, *, by_a_step: bool = False, by_a_file: bool = False, of_the_family: bool = False) -> None:
    """Who may state it."""
    found = of_kind(kind)
    assert (found.by_a_step, found.by_a_file, found.of_the_family) == (by_a_step, by_a_file, of_the_family)


def attacked(kind: str, unless: str = "") -> None:
    """There is an attack on it, and then it is not beyond one; or there is none, and it says why."""
    assert (kind in modules()) is (not unless)
    assert of_kind(kind).beyond.format(kind=kind) == unless
