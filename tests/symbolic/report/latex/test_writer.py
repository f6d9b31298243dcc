"""Expressions print as a textbook prints them, and a printed formula means the tree it came from."""

import pytest
from sympy import (
    Abs,
    Add,
    Dummy,
    Integer,
    Max,
    Mul,
    Pow,
    Rational,
    atan,
    besseli,
    cos,
    erf,
    exp,
    factorial,
    gamma,
    latex,
    log,
    loggamma,
    oo,
    polygamma,
    sec,
    sin,
    sqrt,
    tanh,
)  # fmt: skip

from symbolic import (
    argmax,
    argmin,
    density,
    empirical,
    expectation,
    function,
    parameter,
    positive,
    reals,
    sample,
    written,
)
from symbolic.core.domains import Categories, counts
from symbolic.core.terms import AtMost, NegativePart, Same, raw
from symbolic.report.latex import expression, problem

theta, sigma, k = parameter("theta"), parameter("sigma", positive), parameter("k", reals)
x, y = sample("x", domain=reals), sample("y")
q, p, f = density("q", theta), density("p"), function("f", theta)
n = x.n
S = x.sum(log(q(x.i)))
QX = r"q_{\theta}(x_{i})"
SUM = rf"\sum_{{i=1}}^{{n}} \log {QX}"


@pytest.mark.parametrize(
    ("tree", "printed"),
    [
        (q(x.i), QX),
        (q(y.i, given=x.i), r"q_{\theta}(y_{i} \mid x_{i})"),
        (density("q_1", theta)(x.i), r"q_{1,\theta}(x_{i})"),
        (empirical(x)(x.i), r"\hat{p}(x_{i})"),
        (sample("x_1").i, r"x_{1,i}"),
        (f(), r"f_{\theta}"),
        (S, SUM),
        (x.product(q(x.i)), rf"\prod_{{i=1}}^{{n}} {QX}"),
        (log(x.product(q(x.i))), rf"\log \prod_{{i=1}}^{{n}} {QX}"),
        (log(S), rf"\log\left({SUM}\right)"),
        (-S / n, rf"-\frac{{1}}{{n}} {SUM}"),
        (raw(Mul, (1 / n, raw(Mul, (Integer(-1), S)))), rf"\frac{{1}}{{n}} \left(-{SUM}\right)"),
        (raw(Mul, (Integer(-1), raw(Mul, (Integer(-1), S)))), rf"-\left(-{SUM}\right)"),
        (raw(Mul, (n, raw(Mul, (1 / n, S)))), rf"n \frac{{1}}{{n}} {SUM}"),
        (x.sum(-log(q(x.i))), rf"\sum_{{i=1}}^{{n}} \left(-\log {QX}\right)"),
        (x.sum(k + x.i), r"\sum_{i=1}^{n} \left(x_{i} + k\right)"),
        (S + k, rf"k + {SUM}"),
        (k - S, rf"k - {SUM}"),
        (S * k, rf"k {SUM}"),
        (raw(Mul, (S, x.sum(x.i))), rf"\left({SUM}\right) \sum_{{i=1}}^{{n}} x_{{i}}"),
        (raw(Mul, (log(sigma), k)), r"k \log \sigma"),
        (raw(Mul, (log(sigma), log(k))), r"\left(\log \sigma\right) \log k"),
        (log(sigma * k), r"\log\left(k \sigma\right)"),
        (log(sigma) ** 2, r"\left(\log \sigma\right)^{2}"),
        (log(k**2), r"\log\left({k}^{2}\right)"),
        (-(k**2), r"-{k}^{2}"),
        ((-k) ** 3 * 1, r"-{k}^{3}"),
        (raw(Pow, (raw(Mul, (Integer(-1), k)), Integer(3))), r"\left(-k\right)^{3}"),
        ((k + 1) ** 2, r"\left(1 + k\right)^{2}"),
        (k * (k + sigma), r"k \left(k + \sigma\right)"),
        (Rational(1, 2) * k, r"\frac{k}{2}"),
        (Rational(-3, 2) * k, r"-\frac{3 k}{2}"),
        (raw(Pow, (Rational(1, 2), k)), r"\left(\frac{1}{2}\right)^{k}"),
        (raw(Mul, (k, Integer(2))), r"2 k"),
        (raw(Mul, (Integer(2), Integer(3))), r"2 \cdot 3"),
        (sqrt(sigma), r"\sqrt{\sigma}"),
        (sigma ** Rational(1, 3), r"\sqrt[3]{\sigma}"),
        (1 / sigma, r"\frac{1}{\sigma}"),
        (exp(-k), "e^{-k}"),
        (exp(S), rf"\exp\left({SUM}\right)"),
        (exp(-(k**2) / 2), r"\exp\left(-\frac{{k}^{2}}{2}\right)"),
        (written("k/k", k=k), r"\frac{k}{k}"),
        (Abs(k), r"\left|k\right|"),
        (Max(k, 0), r"\max\left(0, k\right)"),
        (NegativePart(-log(k)), r"\left(-\log k\right)^{-}"),
        (expectation(-log(q(x.outcome)), p(x.outcome)), r"\mathbb{E}_{x \sim p}\left[-\log q_{\theta}(x)\right]"),
        (
            expectation(log(p(y.outcome, x.outcome)), p(y.outcome, x.outcome)),
            r"\mathbb{E}_{(y, x) \sim p}\left[\log p(y, x)\right]",
        ),
        (p(x.i) > 0, "p(x_{i}) > 0"),
        (expectation(Abs(log(p(x.outcome))), p(x.outcome)) < oo,
         r"\mathbb{E}_{x \sim p}\left[\left|\log p(x)\right|\right] < \infty"),
        (raw(Add, (k, -oo)), r"k - \infty"),
        (Dummy("u"), "u"),
        (sec(k), r"\sec{\left(k \right)}"),
    ],
)  # fmt: skip
def test_an_expression_prints_as_in_a_textbook(tree, printed):
    assert expression(tree) == printed


def test_a_problem_brackets_a_sum():
    assert problem(argmax(S, theta)) == rf"\operatorname*{{arg\,max}}_{{\theta}}\; {SUM}"
    assert problem(argmin(f() + k, theta)) == r"\operatorname*{arg\,min}_{\theta}\; \left(f_{\theta} + k\right)"


def test_different_trees_print_differently():
    trees = [
        (k + 1) * 2 * sigma,
        raw(Add, (k, 2 * sigma)),
        raw(Mul, (Integer(-1), k + sigma)),
        raw(Add, (raw(Mul, (Integer(-1), k)), sigma)),
        log(k) + log(sigma),
        log(k + sigma),
        log(k) * log(sigma),
        log(k * log(sigma)),
        x.sum(x.i + k),
        x.sum(x.i) + k,
        x.sum(x.i * k),
        k ** (sigma + 1),
        k**sigma + 1,
        exp(k) ** 2,
        raw(Pow, (k, raw(Pow, (sigma, Integer(2))))),
        raw(Pow, (raw(Pow, (k, sigma)), Integer(2))),
        x.product(q(x.i)) ** 2,
        x.product(q(x.i) ** 2),
        q(x.i) * log(q(x.i)),
    ]
    printed = [expression(t) for t in trees]
    assert len(set(printed)) == len(trees), printed


def test_sympys_printer_prints_our_terms():
    assert latex(q(x.i) + 1) == rf"{QX} + 1"
    assert latex(q(x.i) ** 2) == rf"{QX}^{{2}}"


label, count = sample("y", domain=Categories("K")), sample("k", domain=counts)


@pytest.mark.parametrize(
    ("tree", "printed"),
    [
        (label.total(q(label.each)), r"\sum_{y'} q_{\theta}(y')"),
        (label.total(q(label.each) + 1), r"\sum_{y'} \left(1 + q_{\theta}(y')\right)"),
        (label.total(q(label.each)) * k, r"k \sum_{y'} q_{\theta}(y')"),
        (log(label.total(q(label.each))), r"\log\left(\sum_{y'} q_{\theta}(y')\right)"),
        (
            label.total(log(q(label.each) / label.total(q(label.each)))),
            r"\sum_{y''} \log\left(\frac{q_{\theta}(y'')}{\sum_{y'} q_{\theta}(y')}\right)",
        ),
        (label.total(Same(label.each, label.i)), r"\sum_{y'} \mathbf{1}[y' = y_{i}]"),
        (AtMost(x.i, k + 1), r"\mathbf{1}[x_{i} \le 1 + k]"),
        (2 * AtMost(x.i, k), r"2 \mathbf{1}[x_{i} \le k]"),
        (gamma(k), r"\Gamma\left(k\right)"),
        (gamma(k + 1) ** 2, r"{\Gamma\left(1 + k\right)}^{2}"),
        (loggamma(sigma), r"\log\Gamma\left(\sigma\right)"),
        (polygamma(0, sigma), r"\psi\left(\sigma\right)"),
        (polygamma(1, sigma), r"\psi'\left(\sigma\right)"),
        (function("f", k)().diff(k), r"f'_{k}"),
        (function("f_1", k, sigma)().diff(sigma, 2), r"\frac{\partial^{2}}{\partial \sigma^{2}} f_{1,k,\sigma}"),
        (function("f_1", k)().diff(k, 2), r"f''_{1,k}"),
        (polygamma(4, sigma), r"\psi^{(4)}\left(\sigma\right)"),
        (besseli(0, k), r"I_{0}\left(k\right)"),
        (factorial(count.i), "k_{i}!"),
        (factorial(count.i + 1), r"\left(1 + k_{i}\right)!"),
        (factorial(count.i) ** 2, r"\left(k_{i}!\right)^{2}"),
        (raw(cos, (x.i - k,)), r"\cos\left(x_{i} - k\right)"),
        (sin(k), r"\sin\left(k\right)"),
        (erf(k), r"\operatorname{erf}\left(k\right)"),
        (tanh(k) + atan(k), r"\arctan\left(k\right) + \tanh\left(k\right)"),
    ],
    ids=str,
)
def test_classes_indicators_and_special_functions_print_as_in_a_textbook(tree, printed):
    assert expression(tree) == printed


def test_sums_over_the_same_classes_inside_one_another_are_told_apart():
    inner, three = label.total(q(label.each)), "y" + 3 * "'"
    once, twice = label.total(q(label.each) * inner), label.total(label.total(q(label.each) * inner))
    assert expression(once).count("y''") == 2 and three not in expression(once)
    assert expression(twice).count(three) == 1, "the outermost sum binds nothing here"
    assert expression(twice).count("y''") == 3
