"""A family in one line: the whole contract runs, and every wrong declaration is stopped with its case."""

from __future__ import annotations

import pickle
import subprocess
import sys
from typing import Any

import pytest
from sympy import Abs, Rational, exp, factorial, gamma, log, loggamma, pi, sqrt

from properties import FamilyError, FamilyReport, attack_facts, check_family
from properties.checking.families import attacked
from symbolic import families
from symbolic.core.domains import counts, positive, reals, unit_interval
from symbolic.core.errors import Unsound
from symbolic.core.statement import Statement
from symbolic.core.terms import function, parameter, sample
from symbolic.kernel import Answer, Verdict
from symbolic.models.family import Estimate, Family, real_variable
from symbolic.models.judging import facts
from symbolic.models.regression import regression
from symbolic.obligations import Obligation
from symbolic.report.sheets import sheet

pytestmark = pytest.mark.slow

EXAMPLES = 40
x, y, k = sample("x", domain=reals), sample("y", domain=positive), sample("k", domain=counts)
X, Y, K = x.outcome, y.outcome, k.outcome
mu, sigma, rate, p = (
    parameter("mu", reals), parameter("sigma", positive), parameter("lambda", positive), parameter("p", unit_interval),
)  # fmt: skip
shape, theta = parameter("k", positive), parameter("theta", positive)
NORMAL = exp(-((X - mu) ** 2) / (2 * sigma**2)) / (sqrt(2 * pi) * sigma)
z = real_variable("z")
SPREAD = x.sum((x.i - mu) ** 2)


def family(name: str, s: Any, parameters: tuple[Any, ...], density: Any, **rest: Any) -> Family:
    return Family(name, variables=(s,), parameters=parameters, density=density, **rest)


def report_of(wrong: Family) -> FamilyReport:
    with pytest.raises(AssertionError) as caught:
        check_family(wrong, max_examples=EXAMPLES)
    error = caught.value
    assert isinstance(error, FamilyError)
    assert str(error) == str(error.report) and wrong.name in str(error)
    return error.report


def test_one_line_in_a_test_of_ones_own() -> None:
    report = check_family(families.load("exponential"), max_examples=EXAMPLES)
    assert report.verdict is Verdict.PROVED
    assert len(report.facts) == len(report.sheet.facts)
    assert [r.name for r in report.facts] == [f.name for f in report.sheet.facts]
    assert str(report).startswith("exponential: its chain is proved; of what it declares 5 proved; of what follows ")


def test_facts_are_attacked_in_their_order() -> None:
    found = families.load("bernoulli")
    reports = attack_facts(found, max_examples=20)
    assert [r.name for r in reports] == [f.name for f in facts(found)]
    assert all(r.counterexample is None for r in reports)
    assert sum(r.decided > 0 for r in reports) > len(reports) / 2
    assert reports == attack_facts(found, max_examples=20), "the same seed finds the same"


# ---- wrong declarations: not proved by any prover, and found by the attack -------------------------------------------

NO_MASS = {
    "no_normaliser": family("no_normaliser", x, (mu, sigma), exp(-((X - mu) ** 2) / (2 * sigma**2))),
    "normaliser_of_theta": family("normaliser_of_theta", y, (rate,), rate**2 * exp(-rate * Y)),
    "wider_support": family("wider_support", x, (rate,), rate * exp(-rate * Abs(X))),
    "narrower_support": family("narrower_support", y, (mu, sigma), NORMAL.subs(X, Y)),
    "counts_from_one": family("counts_from_one", k, (rate,), rate ** (K + 1) * exp(-rate) / factorial(K + 1)),
    "half": family("half", k, (p,), p * (1 - p) ** K / 2),
    "almost": family("almost", y, (rate,), Rational(1001, 1000) * rate * exp(-rate * Y)),
}  # fmt: skip


@pytest.mark.parametrize("name", NO_MASS)
def test_a_density_without_mass_one_is_refuted_with_an_enclosure_at_a_parameter(name: str) -> None:
    wrong = NO_MASS[name]
    (mass,) = facts(wrong, only=["mass"])
    assert mass.verdict is not Verdict.PROVED, "no prover proves it"
    report = report_of(wrong)
    assert report.verdict is Verdict.REFUTED
    (attacked,) = (r for r, f in zip(report.facts, report.sheet.facts, strict=True) if f.name == mass.name)
    assert attacked.counterexample is not None and attacked.counterexample.certified, "the attack finds it by itself"
    assert any(f"{u} = " in attacked.counterexample.text for u in wrong.parameters)
    assert f"{mass.name} is refuted" in str(report)


def test_a_density_that_is_negative_somewhere_is_refuted_with_the_point() -> None:
    report = report_of(family("negative", x, (mu,), (40 + X - mu) * exp(-((X - mu) ** 2))))
    assert report.verdict is Verdict.REFUTED
    assert "nonnegative is refuted" in str(report) and "does not lie in [0, oo)" in str(report)


def test_a_loss_with_a_lost_sign_is_refuted_with_data_and_two_parameters() -> None:
    wrong = family("lost_sign", y, (rate,), rate * exp(-rate * Y), loss=rate * Y + log(rate))
    report = report_of(wrong)
    assert report.verdict is Verdict.REFUTED and report.sheet.theorem.verdict is not Verdict.PROVED
    text = str(report)
    assert "fails: argmin is lambda = " in text and "y = (" in text and text.count("at lambda = ") >= 2


def test_a_loss_that_forgets_a_parameter_is_refuted() -> None:
    wrong = family("forgets_sigma", x, (mu, sigma), NORMAL, loss=(X - mu) ** 2)
    assert "drop_constant) fails" in str(report_of(wrong))


WRONG_ESTIMATES = {
    "n_minus_one": sqrt(SPREAD / (x.n - 1)),
    "n_plus_one": sqrt(SPREAD / (x.n + 1)),
    "no_root": SPREAD / x.n,
    "negative": -sqrt(SPREAD / x.n),
}


@pytest.mark.parametrize("name", WRONG_ESTIMATES)
def test_a_wrong_estimate_is_refuted_with_data(name: str) -> None:
    closed = Estimate({sigma: WRONG_ESTIMATES[name]}, when=(SPREAD > 0,))
    wrong = family(name, x, (sigma,), NORMAL, known=(mu,), estimates=(closed,))
    (claim,) = facts(wrong, only=["estimates"])
    assert claim.verdict is not Verdict.PROVED
    report = report_of(wrong)
    assert f"{claim.name} is refuted" in str(report) and "x = (" in str(report)
    (attacked,) = (r for r in report.facts if r.kind == "estimate")
    assert attacked.counterexample is not None and attacked.counterexample.certified


def test_the_right_estimate_passes() -> None:
    closed = Estimate({sigma: sqrt(SPREAD / x.n)}, when=(SPREAD > 0,))
    right = family("scale", x, (sigma,), NORMAL, known=(mu,), estimates=(closed,))
    (attacked,) = (r for r in attack_facts(right, max_examples=EXAMPLES) if r.kind == "estimate")
    assert attacked.counterexample is None and attacked.decided > 0


GAMMA_LOSS = Y / theta + shape * log(theta) - shape * log(Y) + loggamma(shape)
CONVEX = (("convex", Obligation("convex", (GAMMA_LOSS, (shape, theta)))),)
TRUE = (("one", Obligation("equal", (Y + Y, 2 * Y))),)
OPEN = (("open", Obligation("exactly one", (GAMMA_LOSS, (shape, theta), ()))),)  # nobody answers it


@pytest.mark.parametrize("part", ["false_claims", "questions"])
def test_gamma_is_not_convex_in_shape_and_scale_which_is_a_result_and_no_fault(part: str) -> None:
    right = family("exponential", y, (rate,), rate * exp(-rate * Y), **{part: CONVEX})
    report = check_family(right, max_examples=EXAMPLES)
    (attacked,) = (r for r in report.facts if r.name == "convex")
    assert attacked.counterexample is not None and "k = " in attacked.counterexample.text
    (found,) = (f for f in report.sheet.facts if f.name == "convex")
    assert found.verdict is Verdict.REFUTED


@pytest.mark.parametrize(
    ("part", "stated", "verdict", "said"),
    [
        ("further", CONVEX, Verdict.REFUTED, "convex is refuted: "),
        ("false_claims", TRUE, Verdict.REFUTED, "one is proved, and claimed to be false: "),
        ("further", OPEN, Verdict.UNKNOWN, "open is unknown: "),
        ("false_claims", OPEN, Verdict.UNKNOWN, "open is unknown, and claimed to be false: "),
    ],
)
def test_a_statement_that_is_not_as_it_is_declared_spoils_the_whole(
    part: str, stated: Any, verdict: Verdict, said: str
) -> None:
    report = report_of(family("exponential", y, (rate,), rate * exp(-rate * Y), **{part: stated}))
    assert report.verdict is verdict and said in str(report)


@pytest.mark.parametrize("stated", [{z: 2 * (X - z)}, {(z, z): Rational(1)}], ids=["sign", "second"])
def test_a_derivative_that_is_stated_wrong_spoils_the_whole(stated: Any) -> None:
    normal_mean = families.load("normal_mean")
    (location,), (scale,) = normal_mean.parameters, normal_mean.known
    inputs = sample("u")
    predictor = function("f", parameter("theta"))(inputs.outcome)
    wrong = regression(
        normal_mean,
        {location: z},
        predictor,
        response="x",
        loss=(X - z) ** 2,
        factor=1 / (2 * scale**2),
        derivatives=stated,
    )
    report = report_of(wrong)
    assert report.verdict is Verdict.REFUTED
    assert "derivative of the loss in the predictor's value z is refuted" in str(report)


def test_a_prover_that_is_wrong_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    import properties.checking.families as room

    def everything(obligation: Statement) -> Answer:
        return Answer(Verdict.PROVED)

    true = room.sheet
    monkeypatch.setattr(room, "sheet", lambda f: true(f, asked=(("everything", everything),)))
    for wrong in (NO_MASS["no_normaliser"], NO_MASS["half"]):
        with pytest.raises(Unsound) as caught:
            check_family(wrong, max_examples=EXAMPLES)
        assert "was proved by everything" in str(caught.value)
    with pytest.raises(Unsound):
        check_family(
            family("lost", y, (rate,), rate * exp(-rate * Y), loss=rate * Y + log(rate)), max_examples=EXAMPLES
        )


def test_what_is_open_is_no_pass() -> None:
    report = report_of(family("quartic", x, (mu,), exp(-((X - mu) ** 4)) / (2 * gamma(Rational(5, 4)))))
    assert report.verdict is Verdict.UNKNOWN, "its mass is 1, which nobody proves"
    assert "total mass is unknown" in str(report)


def test_what_is_abstract_rests_on_what_it_assumes() -> None:
    report = check_family(families.load("exponential_family"), max_examples=20)
    assert Verdict.ASSUMED in {f.verdict for f in report.sheet.facts}


def test_an_attack_says_how_far_it_is() -> None:
    found, said = sheet(families.load("poisson")), []
    attacked(found, max_examples=2, progress=lambda done, total: said.append((done, total)))
    total = 1 + len(found.facts)
    assert said == [(done, total) for done in range(1, total + 1)]


def test_a_failure_is_plain_data() -> None:
    with pytest.raises(FamilyError) as caught:
        check_family(NO_MASS["half"], max_examples=10)
    again = pickle.loads(pickle.dumps(caught.value))
    assert str(again) == str(caught.value) and again.report.verdict is Verdict.REFUTED


def test_the_name_is_there_without_loading_anything_heavy() -> None:
    heavy = "{'sympy', 'hypothesis'} & set(sys.modules)"
    code = f"import sys, properties\nassert 'check_family' in dir(properties)\nprint({heavy})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_in_the_plane_a_mass_that_is_too_large_is_found() -> None:
    z = sample("z", domain=reals)
    density = exp(-((X - mu) ** 2 + z.outcome**2) / 2)
    wrong = Family("plane", variables=(x, z), parameters=(mu,), density=density)
    (mass,) = facts(wrong, only=["mass"])
    assert mass.verdict is not Verdict.PROVED
    (attacked,) = (r for r in attack_facts(wrong, max_examples=EXAMPLES) if r.name == mass.name)
    assert attacked.counterexample is not None and ", oo]" in attacked.counterexample.text
