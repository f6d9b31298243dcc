r"""Long formulas are broken where a mathematician would break them, keep what they say, and are as wide as TeX makes them."""

import re
import shutil
import subprocess

import pytest
from sympy import exp, log, sqrt

from symbolic import derivations, families, parameter, positive, reals, sample
from symbolic.kernel import check
from symbolic.report.latex import expression, problem
from symbolic.report.latex.lines import lines, width

x = sample("x", domain=reals)
a, b = (parameter(name, positive) for name in "ab")
MANY = [parameter(f"beta_{k}", reals) for k in range(1, 30)]


def formulas() -> list[str]:
    """Those of all derivations, and of all densities and estimates that ship."""
    found = set()
    for name in (*derivations.names(), *derivations.refuted()):
        theorem = check(derivations.load(name), ())
        found |= {problem(p) for p in (theorem.chain.start, *(line.after for line in theorem.lines))}
    for name in families.names():
        family = families.load(name)
        found |= {expression(family.density), *(expression(v) for e in family.estimates for _, v in e.values)}
    return sorted(found)


SHIPPED = formulas()


def said(latex: str) -> str:
    """What a formula says, without spaces, sizes of brackets, and the signs of products and quotients."""
    return re.sub(r"\\(left|right|[bB]ig[lr]?|qquad|cdot|frac)|[\s{}/()]", "", latex)


@pytest.mark.parametrize("room", [200, 400, 600])
def test_a_broken_formula_says_what_it_said(room):
    for latex in SHIPPED:
        if r"\frac" not in latex:
            assert said("".join(lines(latex, room))) == said(latex)
        else:  # a fraction that becomes a product has its denominator first
            assert sorted(said("".join(lines(latex, room))).replace("1", "")) == sorted(said(latex).replace("1", ""))


@pytest.mark.parametrize("room", [300, 600])
def test_brackets_are_closed_on_the_line_or_may_stand_open(room):
    for latex in SHIPPED:
        for line in lines(latex, room):
            assert line.count(r"\left") == line.count(r"\right")
            assert line.replace(r"\{", "").count("{") == line.replace(r"\}", "").count("}")
        whole = "".join(lines(latex, room))
        for size in ("big", "Big"):
            assert whole.count(rf"\{size}l") == whole.count(rf"\{size}r")


def test_no_line_of_what_ships_is_wider_than_its_room():
    for latex in SHIPPED:
        assert all(width(line) <= 620 for line in lines(latex, 620)), latex


def test_what_fits_is_left_as_it_is():
    assert lines(expression(a + log(b)), 600) == [expression(a + log(b))]


def test_a_sum_is_broken_before_its_signs():
    first, *more = lines(expression(sum(MANY)), 400)
    assert more and not first.startswith("+") and all(line.startswith("+ ") for line in more)


def test_a_product_that_is_broken_shows_its_sign():
    product = a
    for beta in MANY[:12]:
        product = product * (beta + b)
    _, *more = lines(expression(product), 400)
    assert more and all(line.startswith(r"\cdot \left(") for line in more)


def test_relations_are_preferred_to_signs():
    latex = f"{expression(sum(MANY[:9]))} = {expression(sum(MANY[9:17]))}"
    assert [line[:1] for line in lines(latex, width(latex) * 7 // 10)][1] == "="


def test_a_fraction_that_is_too_wide_becomes_a_product_or_a_quotient_on_the_line():
    over = lines(expression(sum(MANY) / a), 400)
    assert over[0].startswith(r"\frac{1}{a} \bigl(") and over[-1].endswith(r"\bigr)")
    both = "".join(lines(expression(sum(MANY[:20]) / (a + sum(MANY[9:]))), 400))
    assert both.count(r"\Big/") == 1 and r"\frac" not in both


def test_what_cannot_be_broken_stays_whole():
    root = expression(sqrt(sum(MANY)))
    assert lines(root, 200) == [root]
    raised = expression(exp(x.outcome) ** sum(MANY))
    assert "".join(lines(raised, 200)).count("{") == "".join(lines(raised, 200)).count("}")


def test_arguments_of_a_density_are_broken_last():
    latex = expression(a) + " + f_{" + r"\theta}(" + ", ".join(map(expression, MANY[:6])) + ")"
    assert lines(latex, 140)[1].startswith("+ f")


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="pdflatex is not installed: nothing can be measured")
def test_widths_are_those_of_tex(tmp_path):
    """In letters of 5.9 points, at 11 points: up to a fifth, where it matters."""
    measured = "\n".join(rf"\setbox0\hbox{{$\displaystyle {f}$}}\typeout{{W \the\wd0}}" for f in SHIPPED)
    text = r"\documentclass[11pt]{article}\usepackage{amsmath,amssymb}\begin{document}" + measured + r"\end{document}"
    (tmp_path / "widths.tex").write_text(text, encoding="utf-8")
    done = subprocess.run(
        ["pdflatex", "-interaction=nonstopmode", "widths.tex"], cwd=tmp_path, capture_output=True, text=True
    )
    found = [float(w) for w in re.findall(r"^W ([\d.]+)pt", done.stdout, re.M)]
    assert len(found) == len(SHIPPED)
    for latex, points in zip(SHIPPED, found, strict=True):
        if points > 150:
            assert 0.8 <= points / (0.59 * width(latex)) <= 1.2, latex


def test_a_function_that_prints_its_own_name_is_as_wide_as_that() -> None:
    assert width(r"\sinh") == width(r"\cosh") == 36 and 24 < width(r"\tan") < width(r"\sinh")
    assert width(r"\Gamma") == width(r"\theta") == 11, "a letter"
