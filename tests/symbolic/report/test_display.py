"""What a prompt and a notebook show: one line of at most 80 columns; formulas with their hypotheses, which KaTeX accepts."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from sympy import log

from symbolic import Chain, argmax, argmin, check, density, derivations, families, parameter, positive, reals, sample
from symbolic.core.domains import RealInterval
from symbolic.report.display import brief, sentence
from symbolic.report.sheets import sheet
from symbolic.rules import increasing, law_of_large_numbers

theta, x = parameter("theta"), sample("x")
q, p = density("q", theta), density("p")
CHAINS = [derivations.load(name) for name in (*derivations.names(), *derivations.refuted())]
FAMILIES = [families.load(name) for name in families.names()]
LONG = sum(parameter(f"beta_{k}", reals) ** 2 for k in range(40))


def things():
    """One of everything that a user holds in hand, and what ships."""
    theorem = check(CHAINS[-1])
    line = theorem.lines[0]
    yield from (theorem, theorem.chain, line, line.step, line.judgements[0], line.judgements[0].obligation)
    yield from (theta, q, p, sample("y", domain=RealInterval(0, 10**30)), argmin(LONG, parameter("beta_0", reals)))
    yield Chain("a" * 100, argmax(x.product(q(x.i)), theta))
    yield from CHAINS
    for family in FAMILIES:
        yield from (family, *family.estimates, *family.variables, *family.parameters)
    yield sheet(FAMILIES[0], asked=())


def test_every_repr_is_one_line_of_at_most_80_columns():
    for thing in things():
        shown = repr(thing)
        assert 0 < len(shown) <= 80 and shown.isprintable(), shown


def test_a_repr_says_what_it_is_and_its_name():
    chain = Chain("mle", argmax(x.product(q(x.i)), theta)).then(increasing(log))
    assert repr(chain) == "Chain mle: 1 step from argmax_{theta} prod_{i=1..n}(q_theta(x_i))"
    assert repr(chain.start) == "Problem argmax_{theta} prod_{i=1..n}(q_theta(x_i))"
    assert repr(check(chain)) == "Theorem mle: proved, 1 step, ="
    assert repr(chain.steps[0]) == "Step increasing, a monotone step"
    assert repr(families.load("exponential")) == "Family exponential: lambda*exp(-lambda*x)"
    assert repr(sheet(families.load("exponential"))).startswith("Sheet exponential: proved, ")


def test_what_is_too_long_ends_in_dots():
    assert brief("Family", "x" * 100) == "Family " + "x" * 70 + "..."
    assert brief("Family", "a\nb", "c") == "Family a b, c"


def test_a_notebook_shows_the_hypotheses_of_a_theorem_and_of_a_chain():
    chain = Chain("c", argmin(x.sum(-log(q(x.i))) / x.n, theta)).assume(p(x.i) > 0).then(law_of_large_numbers(p))
    for thing in (chain, check(chain)):
        shown = thing._repr_latex_()
        assert r"p(x_{i}) > 0" in shown
        assert r"\text{ are independent with law } p(x)" in shown and r"\text{(H3) }" in shown
        assert r"\xrightarrow[n \to \infty]" in shown


def test_a_chain_that_nobody_has_checked_shows_no_bare_equality():
    chain = Chain("c", argmax(x.product(q(x.i)), theta)).then(increasing(log))
    assert r"\overset{?}{=}" in chain._repr_latex_() and r"\overset{?}{=}" not in check(chain)._repr_latex_()


def test_a_chain_that_cannot_be_replayed_has_no_formula():
    assert Chain("c", argmax(x.product(q(x.i)), theta)).claim(argmin(log(2), theta))._repr_latex_() is None


def test_a_family_shows_its_density_with_its_domains():
    shown = families.load("exponential")._repr_latex_()
    assert r"q_{\lambda}(x) = \lambda e^{-x \lambda}" in shown and r"\lambda \in (0, \infty)" in shown


def test_a_sheet_shows_its_facts_with_their_verdicts():
    found = sheet(families.load("exponential"))
    shown = found._repr_latex_()
    assert shown.count(r"\text{proved: ") == sum(f.verdict.value == "proved" for f in found.facts)
    assert r"\text{loss } x \lambda - \log \lambda" in shown and r"\text{(H1) }" in shown


def test_a_sentence_becomes_a_formula_with_words_in_it():
    assert sentence("the mean of $x$ is finite") == r"\text{the mean of } x \text{ is finite}"


def test_a_wide_problem_is_broken():
    shown = argmin(LONG, parameter("beta_0", reals))._repr_latex_()
    assert shown.startswith("$$\\begin{aligned}") and shown.count(r"\qquad +") >= 2


def test_katex_accepts_what_notebooks_show(tmp_path):
    home = os.environ.get("LOSSPROOF_KATEX")
    if shutil.which("node") is None or home is None or not (Path(home) / "node_modules" / "katex").is_dir():
        pytest.skip("KaTeX is not installed: `npm install --prefix DIR katex`, then set LOSSPROOF_KATEX=DIR")
    rate = parameter("rate", positive)
    problems = [argmin(LONG, parameter("beta_0", reals)), argmax(log(rate), rate)]
    whole = [sheet(families.load(name), asked=()) for name in ("normal", "categorical", "uniform")]
    found = [thing._repr_latex_().removeprefix("$$").removesuffix("$$")
             for thing in (*problems, *CHAINS, *FAMILIES, *whole)]  # fmt: skip
    script = (
        "const katex = require('katex'); let bad = [];"
        "for (const tex of JSON.parse(require('fs').readFileSync(0))) {"
        " try { katex.renderToString(tex, {displayMode: true, strict: 'error', throwOnError: true}); }"
        " catch (e) { bad.push([tex, e.message]); } }"
        "console.log(JSON.stringify(bad));"
    )
    (tmp_path / "accept.js").write_text(script)
    environment = {**os.environ, "NODE_PATH": str(Path(home) / "node_modules")}
    arguments = ["node", str(tmp_path / "accept.js")]
    done = subprocess.run(arguments, input=json.dumps(found), capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == []
