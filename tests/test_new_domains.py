"""A new domain answers in one place: angles as parameters, and a lattice that is declared here and known nowhere else."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from flint import fmpq
from observed import file
from sympy import Integer, Rational, Symbol, besseli, cos, exp, pi, sqrt

from properties import check_family
from properties.data.family_data import observe
from properties.enclosures import enclose
from properties.errors import InputError
from properties.estimation.fitting import agreement
from properties.instances.instance import Instance
from properties.instances.numbers import NotEvaluable, inside
from properties.instances.strategies import numbers
from symbolic import Family, Verdict, sheet
from symbolic.calculus.integrals import compute
from symbolic.calculus.normal_form import Undecided
from symbolic.core import domains
from symbolic.core.domains import (
    Arc,
    Bound,
    Domain,
    RealInterval,
    circle,
    contains,
    discrete,
    elements,
    ends,
    interior,
    members,
    positive,
    reals,
)
from symbolic.core.terms import parameter, sample
from symbolic.models.claims import Claim
from symbolic.models.judging import judged
from symbolic.obligations import Obligation


@dataclass(frozen=True, slots=True)
class Halves(Domain):
    """0, 1/2, 1, ..., last/2."""

    last: int
    finite = True

    @property
    def hull(self) -> RealInterval:
        return RealInterval(0, Fraction(self.last, 2))

    @property
    def latex(self) -> str:
        return rf"\{{0, 1/2, \dots, {Fraction(self.last, 2)}\}}"

    def __str__(self) -> str:
        return f"{{0, 1/2, ..., {Fraction(self.last, 2)}}}"


@contains.register
def _(domain: Halves, value: Fraction | int) -> bool:
    return value in elements_of(domain)


@elements.register
def elements_of(domain: Halves) -> Sequence[Fraction | int]:
    return [Fraction(k, 2) for k in range(domain.last + 1)]


@members.register
def _(domain: Halves) -> tuple[Fraction, ...]:
    return tuple(map(Fraction, elements_of(domain)))[:5]


@ends.register
def _(domain: Halves) -> tuple[Bound, ...]:
    return Bound(Fraction(0), True, 1), Bound(Fraction(domain.last, 2), True, -1)


@discrete.register
def _(domain: Halves) -> bool:
    return True


X = sample("x", domain=Halves(4))
B = parameter("b", reals)
WEIGHTS = sum(exp(B * Rational(k, 2)) for k in range(5))
FAMILY = Family("halves", variables=(X,), parameters=(B,), density=exp(B * X.outcome) / WEIGHTS)


def test_a_domain_declared_elsewhere_has_its_sums_and_its_data(tmp_path: Path) -> None:
    assert compute(X.outcome, (X.outcome,)) == 5
    found = {f.name: f.verdict for f in sheet(FAMILY).facts}
    assert found["total mass"] is found["score of b"] is found["mean of the score of b"] is Verdict.PROVED
    assert numbers(Halves(4)) == (fmpq(0), fmpq(1, 2), fmpq(1), fmpq(3, 2), fmpq(2))
    assert inside(Halves(4), fmpq(1, 2)) is True and inside(Halves(4), fmpq(1, 3)) is False
    data = observe(FAMILY, file(tmp_path, "x\n0.5\n2\n2\n1\n"))
    assert agreement(data).verdict == "proved"
    with pytest.raises(InputError, match=r"\{0, 1/2, \.\.\., 2\}"):
        observe(FAMILY, file(tmp_path, "x\n0.5\n0.25\n"))


def test_a_domain_declared_elsewhere_is_attacked() -> None:
    report = check_family(FAMILY, max_examples=20)
    assert report.verdict is Verdict.PROVED
    wrong = Family("wrong", variables=(X,), parameters=(B,), density=FAMILY.density * Rational(11, 10))
    with pytest.raises(AssertionError, match=r"total mass.* refuted"):
        check_family(wrong, max_examples=20)


@dataclass(frozen=True, slots=True)
class Evens(Domain):
    """0, 2, 4, ...: it tells some of its members, and no list of all."""

    finite = False
    latex = r"\{0, 2, \dots\}"

    @property
    def hull(self) -> RealInterval:
        return RealInterval(0)

    def __str__(self) -> str:
        return "{0, 2, ...}"


@members.register
def _(domain: Evens) -> tuple[Fraction, ...]:
    return Fraction(0), Fraction(2), Fraction(4)


@discrete.register
def _(domain: Evens) -> bool:
    return True


def test_a_sum_over_a_domain_that_tells_no_list_is_no_sum_over_all_whole_numbers() -> None:
    even = sample("x", domain=Evens()).outcome
    with pytest.raises(Undecided, match=r"a sum over \{0, 2, \.\.\.\}"):
        compute(Rational(1, 2) ** even, (even,))
    with pytest.raises(NotEvaluable, match=r"\{0, 2, \.\.\.\}"):
        enclose(Rational(1, 2) ** even, (even,), Instance({}, {}, {}, [{}]))


# ---- angles as parameters ----------------------------------------------------------------------------------------------

kappa = parameter("kappa", positive)
angle = sample("x", domain=circle)


@pytest.mark.parametrize("domain", [circle, interior(circle), Arc(Fraction(0), Fraction(1), True, True)], ids=str)
def test_an_unknown_angle_is_judged_and_attacked(domain: Domain) -> None:
    mu = parameter("mu", domain)
    cosine = cos(angle.outcome - mu)
    density = exp(kappa * cosine) / (2 * pi * besseli(0, kappa))
    declared: dict[str, Any] = {"variables": (angle,), "parameters": (mu,), "known": (kappa,), "density": density}
    family = Family("bearing", **declared, loss=-cosine, factor=kappa)
    report = check_family(family, max_examples=20)
    assert report.verdict is Verdict.PROVED
    found = {f.name: f.verdict for f in report.sheet.facts}
    assert found.pop("convexity") is Verdict.REFUTED and set(found.values()) == {Verdict.PROVED}


z = sample("z", domain=reals)
m, opened = parameter("m", circle), parameter("m", interior(circle))
SPREAD = lambda u: z.sum((z.i - u) ** 2) / z.n
MEAN = z.sum(z.i) / z.n


@pytest.mark.parametrize(
    ("kind", "about", "expected"),
    [
        ("at most one", (SPREAD(m), (m,)), Verdict.PROVED),
        ("exactly one", (SPREAD(m), (m,), ()), Verdict.UNKNOWN),
        ("exactly one", (SPREAD(opened), (opened,), ()), Verdict.UNKNOWN),  # false: the mean may lie outside
        ("estimate", (SPREAD(m), (m,), ((m, MEAN),), ()), Verdict.REFUTED),
        ("solutions", ((m - 1) ** 2, (m,), (((m, Integer(1)),),)), Verdict.UNKNOWN),
        ("solutions", ((m - 4) ** 2, (m,), (((m, Integer(4)),),)), Verdict.REFUTED),
        ("unattained", (m + 4, (m,), ((m, -pi),), Symbol("t"), Integer(0)), Verdict.UNKNOWN),
        ("compact", ((m,),), Verdict.REFUTED),
        ("open and convex", ((m,),), Verdict.REFUTED),
        ("open and convex", ((opened,),), Verdict.PROVED),
        ("within", (m, reals), Verdict.PROVED),
        ("within", (opened, RealInterval(-3, 3)), Verdict.UNKNOWN),
        ("within", (opened, circle), Verdict.UNKNOWN),
        ("within", (Integer(3), circle), Verdict.PROVED),
        ("within", (Integer(4), circle), Verdict.UNKNOWN),
        ("convex", (m**2, (m,)), Verdict.PROVED),
        ("convex", (-(m**2), (m,)), Verdict.REFUTED),
        ("increasing", (m**3, m, circle), Verdict.PROVED),
        ("increasing", (m**2, m, circle), Verdict.UNKNOWN),
        ("increasing", (sqrt(m), m, Arc(Fraction(0), Fraction(1))), Verdict.PROVED),
    ],
)
def test_of_an_unknown_angle_nothing_false_is_said(kind: str, about: tuple[Any, ...], expected: Verdict) -> None:
    assert judged(Claim("claim", Obligation(kind, about))).verdict is expected


DOMAINS = {n for n, thing in vars(domains).items() if isinstance(thing, type) and issubclass(thing, Domain)}


def examined(path: Path) -> Iterator[str]:
    """The places in a file where it is asked of which class a domain is."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        asked = node.args[1] if isinstance(node, ast.Call) and ast.unparse(node.func) == "isinstance" else ast.Name("")
        if DOMAINS & {n.id for n in ast.walk(asked) if isinstance(n, ast.Name)}:
            yield f"{path.name}, {ast.unparse(node)}"


def test_nobody_outside_takes_domains_apart() -> None:
    """Whoever declares something of a domain may see whether it is one; what it holds is asked of itself."""
    root = Path(domains.__file__).parents[3]
    files = [p for room in ("symbolic", "properties") for p in sorted((root / room).rglob("*.py"))]
    found = [place for path in files if "core/domains" not in path.as_posix() for place in examined(path)]
    assert {"Arc", "Categories", "Integers"} <= DOMAINS and len(found) <= 10, found
