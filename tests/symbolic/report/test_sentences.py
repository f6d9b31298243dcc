"""Every kind of obligation is a sentence, as text and as LaTeX; so are relations and conventions."""

import pytest
from sympy import Dummy, Integer, Symbol, exp, log, oo

from symbolic import (
    COMPACT,
    CONVEX,
    FINITE,
    POINTWISE,
    Chain,
    Obligation,
    argmax,
    argmin,
    check,
    density,
    expectation,
    families,
    parameter,
    positive,
    reals,
    sample,
)
from symbolic.core.domains import counts, extended_reals
from symbolic.core.terms import NONE, SAME, NegativePart, Relation
from symbolic.models.judging import claims
from symbolic.report import sentences as statements
from symbolic.rules import decreasing, increasing, law_of_large_numbers, reparametrise, rewrite

theta, sigma, eta = parameter("theta"), parameter("sigma", positive), parameter("eta", reals)
x, y = sample("x"), sample("y")
q, p = density("q", theta), density("p")
u = Dummy("u")
loss, law = -log(q(x.outcome)), p(x.outcome)
integrable = expectation(NegativePart(loss), law) < oo

K, t, mu = parameter("K", positive), Symbol("t", real=True), parameter("mu", reals)
r, c, d = sample("r", domain=reals), sample("c", domain=counts), sample("d", domain=counts)
f, s = density("f", mu), r.sum((r.i - mu) ** 2) / r.n
FACTS = [
    (
        ("integral", (f(r.outcome) * r.outcome, (r.outcome,), mu, None)),
        "integral_{r in (-oo, oo)}(f_mu(r)*r) = mu",
        r"$\int_{\mathbb{R}} f_{\mu}(r) r \, dr = \mu$",
    ),
    (
        ("integral", (K**c.outcome, (c.outcome, r.outcome), mu, None)),
        "sum_{c in {0, 1, ...}}(integral_{r in (-oo, oo)}(K**c)) = mu",
        r"$\sum_{c \in \{0, 1, \dots\}} \int_{\mathbb{R}} {K}^{c} \, dr = \mu$",
    ),
    (
        ("integral", (f(c.outcome, d.outcome), (c.outcome, d.outcome), mu, K)),
        "sum_{c, d in {0, 1, ...} with c + d = K}(f_mu(c, d)) = mu",
        r"$\sum_{\substack{c, d \in \{0, 1, \dots\} \\ c + d = K}} f_{\mu}(c, d) = \mu$",
    ),
    (
        ("diverges", (f(r.outcome), (r.outcome, y.outcome), 1)),
        "integral_{r in (-oo, oo), y in any set with r + y = 1}(f_mu(r)) = oo",
        r"$\int_{\substack{r \in \mathbb{R} \\ y \in \text{any set} \\ r + y = 1}} f_{\mu}(r) \, dr = \infty$",
    ),
    (
        ("integrable", (f(r.outcome), log(sigma) * r.outcome)),
        "the mean of |log(sigma)*r| under f_mu(r) is finite",
        r"the mean of $\left|r \log \sigma\right|$ under $f_{\mu}(r)$ is finite",
    ),
    (
        ("gibbs", (f(r.outcome), p(r.outcome), (r.outcome,), None)),
        "the Kullback-Leibler divergence from f_mu(r) to p(r) is at least 0",
        r"the Kullback-Leibler divergence from $f_{\mu}(r)$ to $p(r)$ is at least 0",
    ),
    (
        ("estimate", (s, (mu,), ((mu, r.sum(r.i) / r.n), (sigma, eta)), (sigma - 1 > 0, eta > 0))),
        "sum_{i=1..n}((-mu + r_i)**2)/n is minimal at mu = sum_{i=1..n}(r_i)/n and sigma = eta alone, whenever "
        "sigma - 1 > 0 and eta > 0",
        r"$\frac{1}{n} \sum_{i=1}^{n} \left(r_{i} - \mu\right)^{2}$ is minimal at "
        r"$\mu = \frac{1}{n} \sum_{i=1}^{n} r_{i}$ and $\sigma = \eta$ alone, whenever $\sigma - 1 > 0$ and $\eta > 0$",
    ),
    (
        ("solutions", (eta**2, (eta,), (((eta, 1), (sigma, 2)), ((eta, -1), (sigma, 2))))),
        "eta**2 is minimal at eta = 1 and sigma = 2, and at eta = -1 and sigma = 2, and nowhere else",
        r"${\eta}^{2}$ is minimal at $\eta = 1$ and $\sigma = 2$, and at $\eta = -1$ and $\sigma = 2$, and nowhere else",
    ),
    (("solutions", (eta, (eta,), ())), "eta has no minimiser", r"$\eta$ has no minimiser"),
    (
        ("exactly one", (eta**2, (eta,), (eta > 0,))),
        "eta**2 has exactly one minimiser, whenever eta > 0",
        r"${\eta}^{2}$ has exactly one minimiser, whenever $\eta > 0$",
    ),
    (
        ("at most one", (eta**2, (eta,))),
        "eta**2 has at most one minimiser, whatever the data",
        r"${\eta}^{2}$ has at most one minimiser, whatever the data",
    ),
    (
        ("estimating equation", (eta**2, (eta,), (2 * eta, Integer(0)))),
        "eta**2 is minimal where 2*eta = 0, and nowhere else",
        r"${\eta}^{2}$ is minimal where $2 \eta = 0$, and nowhere else",
    ),
    (
        ("unattained", (exp(eta), (eta,), ((eta, -t),), t, Integer(0))),
        "exp(eta) has no minimiser: along eta = -t it tends to 0 as t -> oo, and it is greater everywhere",
        r"$e^{\eta}$ has no minimiser: along $\eta = -t$ it tends to $0$ as $t \to \infty$, and it is greater everywhere",
    ),
]
SENTENCES = [
    (("defined", (log(sigma),)), "log(sigma) is defined", r"$\log \sigma$ is defined"),
    (("equal", (log(exp(eta)), eta)), "eta = eta", r"$\eta = \eta$"),
    (("within", (eta, extended_reals)), "eta lies in [-oo, oo]", r"$\eta$ lies in $[-\infty, \infty]$"),
    (
        ("increasing", (2 * u, u, positive)),
        "u -> 2*u is continuous and strictly increasing on (0, oo)",
        r"$u \mapsto 2 u$ is continuous and strictly increasing on $(0, \infty)$",
    ),
    (
        ("free", (eta, (theta, sigma))),
        "eta does not depend on theta, sigma",
        r"$\eta$ does not depend on $\theta$, $\sigma$",
    ),
    (
        ("new", (q(x.i), p(x.i), ())),
        "q_theta(x_i) is a new symbol, and no density in use determines it",
        r"$q_{\theta}(x_{i})$ is a new symbol, and no density in use determines it",
    ),
    (("density", (q(x.i), p(x.i))), "p(x_i) is a density of x_i", "$p(x_{i})$ is a density of $x_{i}$"),
    (
        ("density", (q(y.i, given=x.i), p(y.i, given=x.i))),
        "p(y_i | x_i) is a density of y_i, given x_i",
        r"$p(y_{i} \mid x_{i})$ is a density of $y_{i}$, given $x_{i}$",
    ),
    (
        ("one to one", (exp(eta), eta, reals, positive)),
        "eta -> exp(eta) maps (-oo, oo) one to one onto (0, oo)",
        r"$\eta \mapsto e^{\eta}$ maps $\mathbb{R}$ one to one onto $(0, \infty)$",
    ),
    (
        ("onto", (eta**2, eta, reals, positive)),
        "eta -> eta**2 maps (-oo, oo) onto (0, oo)",
        r"$\eta \mapsto {\eta}^{2}$ maps $\mathbb{R}$ onto $(0, \infty)$",
    ),
    (
        ("claimed", (SAME, Relation("LIMIT", (), POINTWISE))),
        "what is claimed (the same solutions) is what the steps give (pointwise limit)",
        "what is claimed (the same solutions) is what the steps give (pointwise limit)",
    ),
    (
        ("independent", (p(y.outcome, x.outcome), x.n)),
        "(y_1, x_1), (y_2, x_2), ... are independent with law p(y, x)",
        r"$(y_{1}, x_{1}), (y_{2}, x_{2}), \dots$ are independent with law $p(y, x)$",
    ),
    (("fact", (p(x.i) > 0, (theta,))), "p(x_i) > 0 in every row", "$p(x_{i}) > 0$ in every row"),
    (
        ("fact", (integrable, (theta,))),
        "E_{p(x)}[(-log(q_theta(x)))^-] < oo for every theta",
        r"$\mathbb{E}_{x \sim p}\left[\left(-\log q_{\theta}(x)\right)^{-}\right] < \infty$ for every $\theta$",
    ),
    (("finite", ((theta,),)), "theta ranges over a finite set", r"$\theta$ ranges over a finite set"),
    (
        ("compact", ((theta, sigma),)),
        "theta, sigma range over a compact metric space",
        r"$\theta$, $\sigma$ range over a compact metric space",
    ),
    (
        ("open and convex", ((eta,),)),
        "eta ranges over an open convex subset of R^d",
        r"$\eta$ ranges over an open convex subset of $\mathbb{R}^d$",
    ),
    (
        ("semicontinuous", (loss, (theta,))),
        "-log(q_theta(x)) is lower semicontinuous in theta, and jointly measurable",
        r"$-\log q_{\theta}(x)$ is lower semicontinuous in $\theta$, and jointly measurable",
    ),
    (
        ("bounded below", (loss, (theta,), law)),
        "E_{p(x)}[inf over theta of -log(q_theta(x))] > -oo",
        r"$\mathbb{E}_{x \sim p}\left[\inf_{\theta} \left(-\log q_{\theta}(x)\right)\right] > -\infty$",
    ),
    (
        ("convex", (loss, (theta,))),
        "-log(q_theta(x)) is convex in theta, whatever the data",
        r"$-\log q_{\theta}(x)$ is convex in $\theta$, whatever the data",
    ),
    (
        ("minimisers", (expectation(loss, law), (theta,))),
        "the set of minimisers of E_{p(x)}[-log(q_theta(x))] is non-empty and compact",
        r"the set of minimisers of $\mathbb{E}_{x \sim p}\left[-\log q_{\theta}(x)\right]$ is non-empty and compact",
    ),
]


@pytest.mark.parametrize(
    ("obligation", "text", "latex"), SENTENCES + FACTS, ids=lambda o: o[0] if isinstance(o, tuple) else ""
)
def test_an_obligation_is_a_sentence(obligation, text, latex):
    assert statements.text(Obligation(*obligation)) == text
    assert statements.latex(Obligation(*obligation)) == latex


def test_every_kind_that_the_kernel_owes_has_a_sentence_of_its_own():
    mean = x.sum(-log(q(x.i))) / x.n
    start = Chain("c", argmin(mean, theta))
    chains = [start.then(law_of_large_numbers(p, c)) for c in (FINITE, COMPACT, CONVEX)]
    chains += [Chain("c", argmax(x.product(q(x.i)), theta)).then(increasing(log)).then(rewrite())]
    chains += [Chain("c", argmin(mean, theta)).then(decreasing(lambda v: -v))]
    chains += [Chain("c", argmin(sigma**2, sigma)).then(reparametrise(sigma, exp(eta), way)) for way in (True, False)]
    for chain in chains:
        for judgement in check(chain).judgements:
            kind = judgement.obligation.kind
            assert not statements.text(judgement.obligation).startswith(f"{kind}:"), kind


@pytest.mark.parametrize("name", families.names())
def test_every_kind_that_a_fact_states_has_a_sentence_of_its_own(name):
    for _, claim in claims(families.load(name)):
        for said in (statements.text(claim.obligation), statements.latex(claim.obligation)):
            assert not said.startswith(f"{claim.obligation.kind}:"), claim.obligation.kind


def test_an_unknown_kind_is_shown_as_it_is():
    assert statements.text(Obligation("odd", (Symbol("a"),))) == "odd: a"


@pytest.mark.parametrize(
    ("relation", "words"),
    [
        (SAME, "the same solutions"),
        (Relation("BIJECTION", ((sigma, exp(eta)),)), "the same solutions up to sigma = exp(eta)"),
        (Relation("REDUCTION", ((sigma, exp(eta)),)), "one way, by sigma = exp(eta)"),
        (Relation("LIMIT", (), COMPACT), "compact limit"),
        (NONE, "no relation"),
    ],
)
def test_a_relation_has_a_name(relation, words):
    assert statements.relation(relation) == words


def test_a_pointwise_limit_says_that_it_claims_nothing_of_minimisers():
    theorem = check(Chain("c", argmin(x.sum(-log(q(x.i))) / x.n, theta)).then(law_of_large_numbers(p)))
    said = statements.meaning(theorem)
    assert "tends almost surely" in said and said.endswith("About minimisers nothing is claimed")
    assert "{" not in said


@pytest.mark.parametrize("condition", [FINITE, COMPACT, CONVEX])
def test_the_other_limits_say_what_becomes_of_solutions(condition):
    theorem = check(Chain("c", argmin(x.sum(-log(q(x.i))) / x.n, theta)).then(law_of_large_numbers(p, condition)))
    assert statements.meaning(theorem).startswith("almost surely")


def test_conventions_are_printed_with_the_theorems_that_use_them():
    with_log = " ".join(statements.conventions(check(Chain("c", argmax(log(sigma), sigma)))))
    assert r"\log 0 = -\infty" in with_log and r"\exp" not in with_log and "Densities" not in with_log
    plain = " ".join(statements.conventions(check(Chain("c", argmax(sigma, sigma)))))
    assert r"\log 0" not in plain and "extended reals" not in plain
    power = " ".join(statements.conventions(check(Chain("c", argmax(sigma**eta, sigma)))))
    assert "0^0 = 1" in power
    limit = check(Chain("c", argmin(x.sum(-log(q(x.i))) / x.n, theta)).then(law_of_large_numbers(p)))
    assert "A limit is no equality" in " ".join(statements.conventions(limit))


def test_conventions_that_differ_only_in_their_formulas_become_one():
    listed = statements.merged(
        ["On it, $a = 1$, $b = 2$.", "Something else.", "On it, $b = 2$, $c = 3$.", "Something else."]
    )
    assert listed == ["On it, $a = 1$, $b = 2$, $c = 3$.", "Something else."]
