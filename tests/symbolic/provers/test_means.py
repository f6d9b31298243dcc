"""Tests of symbolic.provers.means: what is linear in means is one mean, where no infinities of both signs can meet."""

from __future__ import annotations

from typing import Any

import pytest
from sympy import Abs, Add, log, oo, sympify

from symbolic.core.domains import countable, nonnegative, positive, reals
from symbolic.core.terms import Expectation, NegativePart, density, function, parameter, raw, sample
from symbolic.kernel import Answer, Verdict
from symbolic.obligations import Obligation
from symbolic.provers.means import prove

theta, w, s = parameter("theta"), parameter("w", reals), parameter("s", positive)
X, Y, Z = (sample(name).outcome for name in "xyz")
K = sample("k", domain=countable).outcome
p, q, r = density("p"), density("q", theta), density("r")
f, g, h = function("f", theta), function("g"), function("h", values=nonnegative)
F, G, H = f(X), g(X), h(X)
LAW, JOINT = p(X), p(X, Y)


def mean(body: Any, law: Any = LAW) -> Any:
    return Expectation(sympify(body), law)


def plus(*parts: Any) -> Any:
    return raw(Add, tuple(map(sympify, parts)))


def below(body: Any, law: Any = LAW) -> Any:
    return mean(NegativePart(body), law) < oo


def finite(body: Any, law: Any = LAW) -> Any:
    return mean(raw(Abs, (body,)), law) < oo


def answer(left: Any, right: Any, *given: Any) -> Answer:
    return prove(Obligation("equal", (sympify(left), sympify(right)), given))


def kl(one: Any, other: Any) -> Any:
    return log(one) - log(other)


CONDITIONAL = kl(p(Y, given=X), q(Y, given=X))
TRUE = [
    (mean(F + G), plus(mean(F), mean(G)), (below(F), below(G))),
    (mean(F + G), plus(mean(F), mean(G)), (below(-F), below(-G))),
    (mean(F - 2 * G), plus(mean(F), -2 * mean(G)), (below(F), below(-G))),
    (mean(F + G), plus(mean(F), mean(G)), (finite(G),)),
    (mean(s * H + G**2), plus(s * mean(H), mean(G**2)), ()),
    (mean(kl(p(X), q(X)) + H), plus(mean(kl(p(X), q(X))), mean(H)), ()),
    (mean(F + G + H), plus(mean(F + G), mean(H)), (below(F + G),)),
    (mean(kl(p(X, Y), q(X, Y)), JOINT), plus(mean(kl(p(X), q(X))), mean(CONDITIONAL, JOINT)), ()),
    (mean(kl(p(Y, given=X), p(Y)), JOINT), mean(kl(p(X, given=Y), p(X)), JOINT), ()),
]
OPEN = [
    (mean(F + G), plus(mean(F), mean(G)), ()),
    (mean(F + G), plus(mean(F), mean(G)), (below(F), below(-G))),
    (mean(F + G), plus(mean(F), mean(G)), (below(F), below(F + G))),
    (mean(F + G), plus(mean(F), mean(G)), (below(F, r(X)), below(G, r(X)))),
    (mean(F + G), plus(mean(F), mean(G)), (below(F), below(g(Y), p(Y)))),
    (mean(w * H + G**2), plus(w * mean(H), mean(G**2)), ()),
    (mean(H + log(q(X))), plus(mean(H), mean(log(q(X)))), ()),
    (mean(F + G), plus(mean(F), -mean(G)), (below(F), below(G))),
    (mean(F + G), plus(mean(F), mean(G), 1), (below(F), below(G))),
    (mean(F + G), plus(mean(F), mean(G, r(X))), (below(F), below(G))),
    (mean(F * G), mean(F) * mean(G), (finite(F), finite(G))),
    (mean(kl(p(X, Y), q(X, Y)), JOINT), plus(mean(kl(p(X), q(X))), mean(kl(p(Y), q(Y)), p(Y))), ()),
    (mean(kl(p(X, Y), q(X, Y)), r(X, Y)), plus(mean(kl(p(X), q(X)), r(X)), mean(CONDITIONAL, r(X, Y))), ()),
    (mean(log(q(X, Y)), JOINT), mean(log(q(Y, given=Z)) + log(q(X)), p(X, Y, Z)), ()),
    (mean(-log(p(K, X)), p(K, X)), plus(mean(-log(p(K)), p(K)), mean(-log(p(X, given=K)), p(K, X))), ()),
    (log(s), 2 * log(s), ()),
]


@pytest.mark.parametrize(("left", "right", "given"), TRUE, ids=str)
def test_one_mean(left: Any, right: Any, given: tuple[Any, ...]) -> None:
    found = answer(left, right, *given)
    assert found.verdict is Verdict.PROVED
    assert dict(found.used)["an expectation is split"] > 0


@pytest.mark.parametrize(("left", "right", "given"), OPEN, ids=str)
def test_what_is_not_one_mean_is_open(left: Any, right: Any, given: tuple[Any, ...]) -> None:
    assert answer(left, right, *given) == (Verdict.UNKNOWN, answer(left, right, *given).reason, ())


def test_a_density_is_factored_by_conditional_ones_that_occur() -> None:
    one = mean(log(q(X, Y, Z)), p(X, Y, Z))
    other = mean(log(q(X)) + log(q(Y, given=X)) + log(q(Z, given=(X, Y))), p(X, Y, Z))
    assert "the chain rule of probability" in dict(answer(one, other).used)
    assert answer(one, mean(log(q(X)) + log(q(Y, given=X)) + log(q(Z, given=X)), p(X, Y, Z))).verdict is Verdict.UNKNOWN


def test_there_is_an_end_to_it() -> None:
    many = plus(*(mean(function(f"f_{name}", values=nonnegative)(X)) for name in "abcdeghijklmnopq"))
    assert "many means" in answer(many, many + mean(H)).reason
