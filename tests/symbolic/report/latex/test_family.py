"""The page of a family says what its sheet says, and compiles."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace

import pytest

from symbolic import families
from symbolic.report.latex import document, family
from symbolic.report.sheets import Sheet, sheet


def fragment(found: Sheet) -> str:
    return family.fragment(found.to_dict())


SHEETS = {name: sheet(families.load(name)) for name in ("poisson", "normal_mean", "gamma")}


@pytest.mark.parametrize("name", SHEETS)
def test_a_page_holds_declaration_theorem_and_facts(name):
    found = SHEETS[name]
    page = fragment(found)
    assert document.prose(found.family.title) in page
    assert document.proved(found.theorem.to_dict()) in page
    for fact in found.facts:
        assert rf"\item[{document.prose(fact.name)}]" in page
    assert all(s.column.domain.latex in page for s in found.family.variables)


def test_classes_are_counted_by_their_symbol():
    page = fragment(sheet(families.load("categorical"), asked=()))
    assert "be data in a set of $K$ classes" in page
    assert r"for $x$ in $\text{a set of $K$ classes}$" in page


def test_what_is_dropped_and_the_factor_are_named():
    assert r"Dropped, because it is free of the unknowns:\[\log" in fragment(SHEETS["poisson"])
    page = fragment(SHEETS["normal_mean"])
    assert r"Its factor, $\frac{1}{2 {\sigma}^{2}}$, is positive." in page
    assert r"given: $\sigma$ in $(0, \infty)$" in page


def test_a_fact_that_is_not_proved_is_marked_with_its_reason():
    found = sheet(families.load("poisson"), asked=())
    page = fragment(found)
    assert r"[\textbf{unknown}]" in page


def test_the_law_of_large_numbers_is_one_item_with_its_formulas_typeset():
    (item,) = (line for line in fragment(SHEETS["gamma"]).splitlines() if "item[law of large numbers]" in line)
    assert "CONVEX [domains, convexity]: almost surely" in item
    assert r"Left to assume: " in item and r"\mathbb{E}" in item and "Abs(" not in item
    (item,) = (line for line in fragment(SHEETS["poisson"]).splitlines() if "item[law of large numbers]" in line)
    assert "No condition is known to be fulfilled." in item
    assert (
        r"COMPACT: it is not so that $\lambda$ ranges over a compact metric space, because $\lambda$ is in $[0, \infty)$;"
        in item
    )
    assert "it is fulfilled on every compact part of the domain." in item
    assert "law of large numbers]" not in fragment(replace(SHEETS["poisson"], limits=()))


def test_a_long_name_of_a_fact_may_be_broken_over_lines():
    found = SHEETS["poisson"]
    group, (fact, *rest) = found.groups[0]
    long = replace(fact, claim=replace(fact.claim, name="a name of many words " * 5))
    page = fragment(replace(found, groups=((group, (long, *rest)), *found.groups[1:])))
    assert r"\item[] \textbf{a name of many words" in page and r"\item[a name" not in page


def test_what_an_author_wrote_is_escaped():
    found = SHEETS["poisson"]
    strange = replace(found, family=replace(found.family, title="50% of $\\alpha$ & co", notes=("a_b",)))
    page = fragment(strange)
    assert r"50\% of $\alpha$ \& co" in page
    assert r"a\_\allowbreak{}b" in page


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="pdflatex is not installed")
def test_all_pages_compile_as_one_document(tmp_path):
    sheets = [found.to_dict() for found in SHEETS.values()]
    whole = family.gallery([*map(family.page, sheets)], [data["derivation"] for data in sheets])
    assert whole.count("{\\bfseries Conventions.}") == whole.count("{\\bfseries Rules.}") == 1
    assert whole.count(r"\sheettitle{") == len(SHEETS) and r"\section" not in fragment(SHEETS["poisson"])
    (tmp_path / "gallery.tex").write_text(whole, encoding="utf-8")
    done = subprocess.run(
        ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "gallery.tex"],
        cwd=tmp_path, capture_output=True, text=True, errors="replace",
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-3000:]
    assert "Overfull \\hbox" not in done.stdout
