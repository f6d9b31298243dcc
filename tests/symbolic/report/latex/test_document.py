"""A page says what was proved and no more, compiles with pdflatex, and its formulas are accepted by KaTeX."""

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from sympy import exp, log

from symbolic import (
    COMPACT,
    CONVEX,
    FINITE,
    Chain,
    argmax,
    argmin,
    check,
    countable,
    density,
    derivations,
    empirical,
    function,
    parameter,
    positive,
    reals,
    sample,
)
from symbolic.kernel import Step
from symbolic.report.latex import document
from symbolic.report.latex.lines import width
from symbolic.rules import law_of_large_numbers, reparametrise, rewrite

pytestmark = pytest.mark.slow

theta, sigma, eta = parameter("theta"), parameter("sigma", positive), parameter("eta", reals)
x, y = sample("x"), sample("y")
q, p = density("q", theta), density("p")
mean = x.sum(-log(q(x.i))) / x.n
NASTY = r"100 % of _these_ & those: \input{x} #1 {a} ~ ^ <b> $\theta$ is θ, λ ≤ 1 – “quoted” 中"


def start(name="c", **words):
    return Chain(name, argmin(mean, theta), **words)


def chains():
    """Pages that ship, and pages that exercise the rest of the vocabulary."""
    yield from map(derivations.load, (*derivations.names(), *derivations.refuted()))
    for condition in (FINITE, COMPACT, CONVEX):
        yield start(f"limit_{condition.value}").then(law_of_large_numbers(p, condition))
    yield start("nasty_texts", title=NASTY, note=NASTY, tag="1_a", glossary=((r"\theta", NASTY),)).then(
        rewrite(), tag="%&", note=NASTY
    )
    yield start("odd_dollars", title="costs $5", note="a $ alone").then(rewrite())
    yield Chain("one_way", argmin(sigma**2, sigma)).then(reparametrise(sigma, exp(eta)))
    yield Chain("wrong", argmax(x.sum(log(q(x.i))), theta)).then(Step("Because", "rewrite", (mean,)))
    f, z, phat = function("f", theta), sample("z", domain=countable), empirical(sample("z", domain=countable))
    k = parameter("k", positive)
    yield Chain("data_and_functions", argmax(k * z.sum(f(z.i)) + log(z.product(q(z.i) * phat(z.i))), theta))
    wide = sum((parameter(f"beta_{j}", reals) * x.sum(log(q(x.i))) for j in range(1, 9)), sigma)
    yield Chain("wide", argmax(wide, theta))
    yield Chain("empty_of_data", argmax(sigma, sigma))


THEOREMS = {chain.name: check(chain) for chain in chains()}
EVERY = pytest.mark.parametrize("theorem", THEOREMS.values(), ids=list(THEOREMS))


# ---- what a page says ------------------------------------------------------------------------------------------------


def test_the_posts_equation_numbers_stand_at_its_lines():
    page = THEOREMS["conditional_mle_to_cross_entropy"].latex()
    rows = dict(re.findall(r"& (.*) \\tag\{(\w+)\}", page))
    tags = {tag: row for row, tag in rows.items()}
    assert [t for t in tags if t.isdigit()] == ["4", "5", "6", "7", "8", "9"]
    assert tags["4"] == r"\operatorname*{arg\,max}_{\theta}\; \prod_{i=1}^{n} q_{\theta}(y_{i} \mid x_{i})"
    assert (
        tags["9"]
        == r"\operatorname*{arg\,min}_{\theta}\; \mathbb{E}_{(y, x) \sim p}\left[-\log q_{\theta}(y, x)\right]"
    )


@EVERY
def test_every_hypothesis_every_obligation_and_every_prover_is_on_the_page(theorem):
    page = theorem.latex()
    assert page.count(r"\item[(H") == len(theorem.hypotheses)
    for judgement in theorem.judgements:
        assert f"[{judgement.prover}]" in page or judgement.verdict.value in page
    for line in theorem.lines:
        assert rf"\texttt{{{line.step.rule}}}".replace("_", r"\_\allowbreak{}") in page


@EVERY
def test_a_page_is_a_theorem_only_where_everything_was_proved(theorem):
    page = theorem.latex()
    assert (r"\begin{theorem}" in page) is theorem.proved
    assert (r"\begin{claim}" in page) is not theorem.proved
    assert (r"\textbf{" in page) is not theorem.proved
    assert theorem.proved or "not proved" in page or "refuted" in page


def test_an_unproved_step_is_marked_in_the_chain():
    page = THEOREMS["wrong"].latex()
    assert r"\overset{?}{=}" in page
    assert r"\overset" not in THEOREMS["mle_to_cross_entropy"].latex()


def test_a_forged_verdict_of_the_author_changes_nothing():
    forged = replace(THEOREMS["wrong"].chain, title="Theorem (proved)", note="This is proved.")
    assert r"\begin{theorem}" not in check(forged).latex()


@EVERY
def test_a_limit_never_prints_as_an_equality(theorem):
    chain = document.chain(theorem.to_dict()).split("\\\\\n")
    for row, line in zip(chain[1:], theorem.lines, strict=False):
        if line.relation.kind == "LIMIT":
            assert row.startswith(r"\xrightarrow[n \to \infty]")


def test_each_rule_brings_its_lemma_and_source():
    page = THEOREMS["mle_to_cross_entropy"].latex()
    assert "Durrett, Probability: Theory and Examples" in page
    assert r"strictly increasing on $J$ and free of $\theta$" in page
    assert "Because" in THEOREMS["wrong"].latex() and "Lemma" not in THEOREMS["wrong"].latex()


def test_a_reparametrisation_prints_as_up_to_a_map():
    page = THEOREMS["one_way"].latex()
    assert r"\cong{}&" in page and r"$\sigma = e^{\eta}$" in page


def test_labels_never_repeat():
    chain = start(tag="1")
    for _ in range(30):
        chain = chain.then(rewrite())
    found = document.labels(check(chain.then(rewrite(), tag="1a")).to_dict())
    assert len(set(found)) == len(found) == 32
    assert found[0] == "1" and found[-1] == "1a"


def test_authors_cannot_inject_commands():
    assert document.prose(r"\input{x} 50% a_b") == r"\textbackslash{}input\{x\} 50\% a\_\allowbreak{}b"
    assert document.prose("costs $5") == r"costs \$5"
    assert document.prose("θ and 中") == r"$\theta$ and \texttt{U+4E2D}"
    assert document.prose(r"$\theta$ & more") == r"$\theta$ \& more"


def test_notebooks_escape_what_authors_wrote():
    theorem = check(Chain("c", argmax(sigma, sigma), title="<script>alert(1)</script>"))
    assert "<script>" not in theorem._repr_html_()
    assert "&lt;script&gt;" in theorem._repr_html_()
    assert theorem._repr_latex_().startswith("$$\\begin{aligned}")


@EVERY
def test_notebooks_show_what_stays_open(theorem):
    page = theorem._repr_html_()
    assert page.startswith("<p><b>Theorem</b>" if theorem.proved else "<p><b>Claim, ")
    assert page.count("<b>unknown</b>") + page.count("<b>refuted</b>") == len(theorem.open)


def test_a_wide_sum_is_broken_between_its_summands():
    page = document.chain(THEOREMS["wide"].to_dict())
    assert r"\Bigl(" in page and page.count(r"\Bigl(") == page.count(r"\Bigr)") == 1
    found = page.split(r"\\")
    assert len(found) > 2 and all(line.strip().startswith(r"& \qquad +") for line in found[1:])
    assert all(r"\notag" in line for line in found[:-1]) and r"\notag" not in found[-1]
    assert all(width(line) <= document.ROW + 40 for line in found)


@EVERY
def test_nothing_is_made_smaller_and_nothing_is_a_section(theorem):
    page = theorem.latex(standalone=True)
    assert not re.search(r"\\(tiny|scriptsize|footnotesize|small|scalebox|resizebox|scriptstyle|tfrac)\b", page)
    assert not re.search(r"\\(part|chapter|(sub)*section|(sub)?paragraph)\b", theorem.latex())


@EVERY
def test_the_chain_alone_is_an_align_and_nothing_else(theorem):
    page = theorem.latex(fragment=True)
    assert page.startswith("\\begin{align}\n") and page.endswith("\n\\end{align}\n") and page.count(r"\begin{") == 1
    assert r"\chainline" not in page and page in theorem.latex()


def test_only_what_an_author_numbered_has_its_number_fixed():
    """Two chains in one document go on counting where their authors gave no numbers."""
    assert r"\tag" not in THEOREMS["distillation"].latex()
    assert THEOREMS["distillation"].latex().count(r"(\chainline{3})") > 0
    assert r"\tag{1}" in THEOREMS["mle_to_cross_entropy"].latex(fragment=True)


def test_fractions_inside_of_fractions_are_displayed():
    deep = r"$\frac{a}{\frac{b}{c}}$"
    assert document.fitting(f"so {deep}") == r"so \[\frac{a}{\frac{b}{c}}\]"
    assert document.fitting(r"so $\frac{a}{b} + \frac{c}{d}$") == r"so $\frac{a}{b} + \frac{c}{d}$"


def test_pages_do_not_depend_on_the_order_of_sets():
    code = (
        "from symbolic import check, derivations\n"
        "for name in derivations.names(): print(check(derivations.load(name)).latex(standalone=True))"
    )
    pages = {
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, env={**os.environ, "PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(pages) == 1 and len(pages.pop()) > 10_000


# ---- what readers of LaTeX make of it --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def pdflatex() -> str:
    found = shutil.which("pdflatex")
    if found is None:
        pytest.skip("pdflatex is not installed (Debian: texlive-latex-base, texlive-latex-recommended)")
    return found


def test_every_page_compiles_without_a_line_that_runs_into_the_margin(pdflatex, tmp_path):
    for theorem in THEOREMS.values():
        (tmp_path / f"{theorem.name}.tex").write_text(theorem.latex(standalone=True), encoding="utf-8")
        arguments = [pdflatex, "-interaction=nonstopmode", "-halt-on-error", f"{theorem.name}.tex"]
        done = subprocess.run(arguments, cwd=tmp_path, capture_output=True, text=True, errors="replace")
        assert done.returncode == 0, done.stdout[-2000:]
        too_wide = [float(w) for w in re.findall(r"Overfull \\hbox \(([\d.]+)pt", done.stdout)]
        assert all(w < 10 for w in too_wide), (theorem.name, too_wide)


def test_fragments_compile_in_a_document_of_ones_own(pdflatex, tmp_path):
    declared = r"\newtheorem*{theorem}{Theorem}\newtheorem*{claim}{Claim}"
    body = "\n".join(t.latex() for t in THEOREMS.values())
    packages = r"\usepackage{amsmath,amssymb,amsthm}"
    text = rf"\documentclass{{article}}{packages}{declared}\begin{{document}}{body}\end{{document}}"
    (tmp_path / "all.tex").write_text(text, encoding="utf-8")
    arguments = [pdflatex, "-interaction=nonstopmode", "-halt-on-error", "all.tex"]
    done = subprocess.run(arguments, cwd=tmp_path, capture_output=True, text=True, errors="replace")
    assert done.returncode == 0, done.stdout[-2000:]


def formulas(page: str) -> list[tuple[str, bool]]:
    """Every formula of a page, and whether it is displayed."""
    displayed = re.findall(r"\\begin\{align\}.*?\\end\{align\}", page, re.S)
    rest = re.sub(r"\\begin\{align\}.*?\\end\{align\}", "", page, flags=re.S).replace(r"\$", "")
    return [(f, True) for f in displayed] + [(f, False) for f in re.findall(r"\$([^$]+)\$", rest)]


def test_formulas_are_found():
    found = formulas(THEOREMS["mle_to_cross_entropy"].latex())
    assert sum(shown for _, shown in found) == 1 and len(found) > 30


def test_katex_accepts_every_formula(tmp_path):
    home = os.environ.get("LOSSPROOF_KATEX")
    if shutil.which("node") is None or home is None or not (Path(home) / "node_modules" / "katex").is_dir():
        pytest.skip("KaTeX is not installed: `npm install --prefix DIR katex`, then set LOSSPROOF_KATEX=DIR")
    pages = {n: t.latex().replace(document.NUMBERED, "") for n, t in THEOREMS.items()}
    found = [f for n, t in THEOREMS.items() for f in (*formulas(pages[n]), (t._repr_latex_().strip("$"), True))]
    script = (
        "const katex = require('katex'); let bad = [];"
        "for (const [tex, shown] of JSON.parse(require('fs').readFileSync(0))) {"
        " try { katex.renderToString(tex, {displayMode: shown, strict: 'error', throwOnError: true}); }"
        " catch (e) { bad.push([tex, e.message]); } }"
        "console.log(JSON.stringify(bad));"
    )
    (tmp_path / "accept.js").write_text(script)
    environment = {**os.environ, "NODE_PATH": str(Path(home) / "node_modules")}
    done = subprocess.run(
        ["node", str(tmp_path / "accept.js")], input=json.dumps(found), capture_output=True, text=True, env=environment
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == []
    assert len(found) > 300


def test_the_domain_of_each_column_is_said():
    y, f = sample("y", domain=reals), function("f", theta)
    apart = check(Chain("c", argmin(x.sum((y.i - f(x.i)) ** 2), theta)))
    assert r"be data with $y_{i}$ in $\mathbb{R}$, $n \ge 1$ fixed" in apart.to_dict()["setting"]
    alike = check(Chain("c", argmin(y.sum((y.i - f(y.i)) ** 2), theta)))
    assert r"let $y_{1}, \dots, y_{n}$ be data in $\mathbb{R}$, $n \ge 1$ fixed" in alike.to_dict()["setting"]
