"""References: one that is another law is contradicted, one that SciPy lacks is an error, and one that agrees says so."""

from __future__ import annotations

import sys
from typing import Any

import pytest
from sympy import Abs, exp, factorial, pi, sqrt

from properties import FamilyError, check_family
from properties.checking.references import AGREES, CONTRADICTED, NOT_COMPARED, ReferenceReport, allowed, compare
from symbolic import Family, Reference, families, parameter, sample
from symbolic.core.domains import counts, nonnegative, positive, reals
from symbolic.core.errors import MalformedTerm
from symbolic.kernel import Verdict

rate, mu = parameter("lambda", positive), parameter("mu", reals)
x, k, y = sample("x", domain=nonnegative), sample("x", domain=counts), sample("x", domain=reals)


def exponential(name: str, **arguments: Any) -> Family:
    density = rate * exp(-rate * x.outcome)
    return Family("mine", variables=(x,), parameters=(rate,), density=density, reference=Reference(name, arguments))


def needs_scipy() -> None:
    pytest.importorskip("scipy.stats", reason="the comparison needs SciPy: pip install scipy")


@pytest.mark.parametrize("name", [n for n in families.names() if families.load(n).reference is not None])
def test_every_shipped_reference_agrees(name: str) -> None:
    needs_scipy()
    found = compare(families.load(name))
    assert found is not None and found.status == AGREES and found.compared == 20 and not found.differences


def test_a_family_without_a_reference_is_not_compared() -> None:
    assert compare(families.load("huber")) is None


@pytest.mark.parametrize(
    "wrong",
    [
        exponential("expon", scale=rate),
        exponential("expon", scale=1 / rate, loc=1),
        exponential("halfnorm", scale=1 / rate),
        exponential("gamma", a=1 + rate / 1000, scale=1 / rate),
        exponential("expon", scale=-1 / rate),
        Family("mine", variables=(k,), parameters=(rate,), density=rate**k.outcome * exp(-rate) / factorial(k.outcome),
               reference=Reference("poisson", {"mu": rate, "loc": 1})),
        Family("mine", variables=(y,), parameters=(mu,), density=exp(-((y.outcome - mu) ** 2) / 2) / sqrt(2 * pi),
               reference=Reference("norm", {"loc": -mu})),
        Family("mine", variables=(y,), parameters=(mu,), density=exp(-Abs(y.outcome - mu)) / 2,
               reference=Reference("laplace", {"loc": mu, "scale": 1 + mu**2 / 10**4})),
    ],
    ids=lambda family: str(family.reference),
)  # fmt: skip
def test_another_law_is_contradicted_and_both_values_are_shown(wrong: Family) -> None:
    needs_scipy()
    found = compare(wrong)
    assert found is not None and found.status == CONTRADICTED and len(found.differences) >= 3
    first = found.differences[0]
    assert first.ours != first.theirs and "x = " in first.at
    assert all(part in str(found) for part in first) and "One of them is wrong" in str(found)
    assert found == compare(wrong), "the same points"
    with pytest.raises(FamilyError, match=r"the reference scipy\.stats") as caught:
        check_family(wrong, max_examples=3)
    assert caught.value.report.verdict is Verdict.UNKNOWN, "SciPy may be wrong: nothing is certified"


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (exponential("exponn", scale=1 / rate), r"has no distribution 'exponn' of one variable. Did you mean expon\b"),
        (exponential("no_such_distribution"), "has no distribution 'no_such_distribution'"),
        (exponential("ttest_ind"), "has no distribution 'ttest_ind'"),
        (exponential("poisson", mu=rate), "scipy.stats.poisson is discrete, and the family is continuous"),
        (exponential("expon", rate=rate), "has no argument 'rate': its arguments are loc, scale"),
        (exponential("gamma", scale=1 / rate), "needs the argument 'a': its arguments are a, loc, scale"),
    ],
)
def test_a_name_or_an_argument_that_scipy_lacks_is_an_error_that_names_those_it_has(
    wrong: Family, message: str
) -> None:
    needs_scipy()
    with pytest.raises(MalformedTerm, match=message):
        compare(wrong)


def test_without_scipy_nothing_is_compared_and_the_verdict_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "scipy", None)
    found = compare(exponential("expon", scale=rate))
    assert found is not None and (found.status, found.reason) == (NOT_COMPARED, "SciPy is not installed")
    assert "is not compared" in str(found)
    assert all(allowed(verdict, found) is verdict for verdict in Verdict)


def test_one_or_two_points_that_differ_are_no_contradiction_and_are_said() -> None:
    point = compare_point = ("x = 1", "2", "3")
    found = ReferenceReport("scipy.stats.expon()", AGREES, 20, (point, compare_point))  # type: ignore[arg-type]
    assert str(found).endswith("agrees at 18 of 20 points")
    assert allowed(Verdict.PROVED, found) is Verdict.PROVED


def test_a_contradiction_refutes_nothing_and_proves_nothing() -> None:
    found = ReferenceReport("scipy.stats.expon()", CONTRADICTED, 20)
    assert allowed(Verdict.PROVED, found) is Verdict.UNKNOWN
    assert allowed(Verdict.REFUTED, found) is Verdict.REFUTED and allowed(Verdict.UNKNOWN, found) is Verdict.UNKNOWN


def test_several_columns_are_not_compared() -> None:
    needs_scipy()
    z = sample("z", domain=nonnegative)
    density = rate**2 * exp(-rate * (x.outcome + z.outcome))
    plane = Family("plane", variables=(x, z), parameters=(rate,), density=density, reference=Reference("expon", {}))
    found = compare(plane)
    assert found is not None and found.status == NOT_COMPARED and "several columns" in found.reason
