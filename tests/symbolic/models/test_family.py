"""Tests of symbolic.models.family: what a declaration says, and what is wrong with a wrong one."""

import pickle
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from sympy import Abs, Symbol, exp, log, nan, pi, sqrt, zoo

from symbolic import families
from symbolic.core.domains import (
    Categories,
    FiniteSet,
    Integers,
    RealInterval,
    counts,
    nonnegative,
    positive,
    reals,
    unit_interval,
)
from symbolic.core.errors import DerivationError, ExtensionError, MalformedTerm, NameClash, Undeclared
from symbolic.core.terms import AtMost, density, expectation, function, parameter, sample
from symbolic.kernel import Verdict
from symbolic.models.claims import Claim
from symbolic.models.family import Estimate, Family, Likelihood, Reference, cited, mean, real_variable
from symbolic.models.judging import claims, facts, judged
from symbolic.models.map_estimate import density_at
from symbolic.obligations import Obligation
from symbolic.report.sheets import sheet

x, y, k = sample("x", domain=reals), sample("y", domain=positive), sample("k", domain=counts)
mu, sigma, p = parameter("mu", reals), parameter("sigma", positive), parameter("p", unit_interval)
w = parameter("w", reals)
X, z, u = x.outcome, real_variable("z"), real_variable("u")
NORMAL = exp(-((X - mu) ** 2) / (2 * sigma**2)) / (sqrt(2 * pi) * sigma)
GOOD: Mapping[str, Any] = {"variables": (x,), "parameters": (mu, sigma), "density": NORMAL}


def declared(**changes: Any) -> Family:
    return Family(changes.pop("name", "mine"), **{**GOOD, **changes})


def test_a_family_has_outcomes_columns_and_means() -> None:
    family = declared(inputs=(y,))
    assert family.outcomes == (X,)
    assert family.columns == (X, y.outcome)
    assert not family.discrete
    assert family.mean(X**2) == x.sum(x.i**2) / x.n
    assert str(family) == "mine"


def test_a_family_of_counts_or_of_classes_is_discrete() -> None:
    lam = parameter("lambda", nonnegative)
    assert Family("counts", variables=(k,), parameters=(lam,), density=lam**k.outcome * exp(-lam)).discrete
    c, theta = sample("c", domain=Categories("K")), parameter("theta")
    assert Family("classes", variables=(c,), parameters=(theta,), density=density("q", theta)(c.outcome)).discrete
    f = sample("f", domain=FiniteSet((0, 1)))
    assert Family("faces", variables=(f,), parameters=(p,), density=p**f.outcome * (1 - p) ** (1 - f.outcome)).discrete


def test_the_mean_over_the_rows_is_that_of_a_column_or_of_a_statistic() -> None:
    assert mean(x) == x.sum(x.i) / x.n
    assert mean(x, Abs(x.i)) == x.sum(Abs(x.i)) / x.n


def test_the_source_is_what_the_docstring_names() -> None:
    assert cited("The law. Source: Somebody,\nSomething, section 1.\n") == "Somebody, Something, section 1."
    assert cited("The law.") == cited(None) == ""


WRONG: list[tuple[str, dict[str, Any], type[Exception], str]] = [
    ("no name", {"name": "two words"}, MalformedTerm, "name='two words'"),
    ("no variables", {"variables": ()}, MalformedTerm, "variables=()"),
    ("no parameters", {"parameters": ()}, MalformedTerm, "parameters=()"),
    ("not a tuple", {"parameters": [mu, sigma]}, MalformedTerm, "parameters=[mu, sigma]"),
    ("a number for a parameter", {"known": (1,)}, MalformedTerm, "known=(1,)"),
    ("a column for a sample", {"variables": (x.column,)}, MalformedTerm, "the class Sample"),
    ("a number for an estimate", {"estimates": (mean(x),)}, MalformedTerm, "the class Estimate"),
    ("one parameter twice", {"known": (mu,)}, MalformedTerm, "stands twice among (mu, sigma, mu)"),
    ("one column twice", {"inputs": (x,)}, MalformedTerm, "one column stands twice"),
    ("two tables", {"inputs": (sample("v", size="m", domain=reals),)}, MalformedTerm, "give them one count"),
    ("one name for two", {"known": (parameter("mu", positive),)}, NameClash, "mu"),
    ("a parameter named like a column", {"known": (parameter("x", reals),)}, NameClash, "'x'"),
    ("an undeclared parameter", {"parameters": (mu,)}, Undeclared, "sigma in density="),
    ("an undeclared symbol", {"density": NORMAL * Symbol("c")}, Undeclared, "c in density="),
    ("an undeclared symbol in the loss", {"loss": (X - mu) ** 2 * p}, Undeclared, "p in loss="),
    ("a stranger's outcome", {"density": NORMAL * y.outcome}, MalformedTerm, "y in density="),
    ("a row in the density", {"density": x.product(exp(-((x.i - mu) ** 2)))}, MalformedTerm, "one row"),
    ("a row in the loss", {"loss": (x.i - mu) ** 2}, MalformedTerm, "x_i in loss="),
    ("a sum over rows in the loss", {"loss": x.sum((x.i - mu) ** 2)}, MalformedTerm, "write x.outcome"),
    ("a mean in the loss", {"loss": expectation(X, density("q")(X))}, MalformedTerm, "one row"),
    ("a factor with an unknown", {"loss": (X - mu) ** 2, "factor": sigma}, MalformedTerm, "factor=sigma depends on sigma"),
    ("a negative factor", {"loss": X, "factor": -1}, MalformedTerm, "factor=-1 is in [-1, -1]: a factor is positive"),
    ("a factor that may have no value", {"loss": X, "factor": 1 / w, "known": (w,)}, MalformedTerm, "division by w"),
    ("a factor with data", {"loss": X, "factor": X}, MalformedTerm, "factor=x depends on x"),
    ("a total with data", {"total": X}, MalformedTerm, "total=x depends on x"),
    ("an estimate of a stranger", {"estimates": (Estimate({mu: 0, sigma: 1, p: 0}),)}, MalformedTerm, "p is estimated"),
    ("an unknown that is not estimated", {"estimates": (Estimate({mu: mean(x)}),)}, MalformedTerm, "sigma is unknown"),
    ("an estimate with an unknown", {"estimates": (Estimate({mu: sigma, sigma: 1}),)}, MalformedTerm, "sigma in sigma"),
    ("an estimate of one row", {"estimates": (Estimate({mu: X, sigma: 1}),)}, MalformedTerm, "sums over the data"),
    (
        "a condition that is no strict inequality",
        {"estimates": (Estimate({mu: 0, sigma: 1}, when=(mean(x) >= 0,)),)},
        MalformedTerm,
        "statistic > 0",
    ),
    ("a link of a stranger", {"links": {p: z}}, MalformedTerm, "p is no unknown"),
    ("a link in two variables", {"links": {mu: z + u}}, MalformedTerm, "one real_variable"),
    ("a link in a parameter", {"links": {mu: sigma}}, MalformedTerm, "one real_variable"),
    ("a link that leaves the domain", {"links": {sigma: z}}, MalformedTerm, "(-oo, oo), not in the domain (0, oo)"),
    ("a link without a value", {"links": {sigma: exp(1 / z)}}, MalformedTerm, "division by z"),
    ("a reference with a stranger", {"reference": Reference("norm", {"loc": p})}, Undeclared, "p in reference: loc=p"),
    (
        "two statements of one name",
        {"further": (("one", Obligation("equal", (X, X))), ("one", Obligation("equal", (mu, mu))))},
        MalformedTerm,
        "further: two statements are called one",
    ),
    ("a negative density", {"density": -NORMAL}, MalformedTerm, "is negative at mu = 0"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "error", "message"), [w[1:] for w in WRONG], ids=[w[0] for w in WRONG])
def test_a_wrong_declaration_names_the_value_and_the_law(
    changes: dict[str, Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error) as found:
        declared(**changes).probe()
    assert type(found.value) is error
    assert message in str(found.value)
    if error is not NameClash:
        assert str(found.value).startswith(changes.get("name", "mine"))


def test_a_density_that_is_negative_at_one_end_says_where() -> None:
    v = sample("x", domain=RealInterval(-1, 1))
    with pytest.raises(MalformedTerm, match=r"is negative at mu = 0, x = -1: a density is at least 0"):
        Family("mine", variables=(v,), parameters=(mu,), density=(1 + 2 * v.outcome) * exp(mu - mu**2)).probe()


@pytest.mark.parametrize(("domain", "allowed"), [(nonnegative, False), (positive, True)])
def test_a_domain_whose_end_makes_the_density_undefined_is_refused_with_the_part(domain: Any, allowed: bool) -> None:
    scale = parameter("sigma", domain)
    make = lambda: Family("mine", variables=(x,), parameters=(scale,), density=exp(-Abs(X) / scale) / (2 * scale))
    if allowed:
        make().probe()
        assert make().parameters == (scale,)
        return
    with pytest.raises(MalformedTerm, match=r"sigma = 0 belongs to its domain \[0, oo\).*division by sigma"):
        make().probe()


def test_closed_ends_at_which_the_density_is_defined_are_allowed() -> None:
    family = Family("mine", variables=(k,), parameters=(p,), density=p * (1 - p) ** k.outcome)
    assert family.parameters[0].domain.has(0)


def test_what_enclosures_cannot_tell_is_left_to_the_provers() -> None:
    odd = exp(w) / (exp(w) - exp(w) / 2) * exp(-Abs(X)) / 4
    assert Family("mine", variables=(x,), parameters=(w,), density=odd).density == odd


def test_a_bound_of_the_support_may_be_a_parameter() -> None:
    v = sample("x", domain=nonnegative)
    family = Family("mine", variables=(v,), parameters=(sigma,), density=AtMost(v.outcome, sigma) / sigma)
    assert str(family.density) == "1[x <= sigma]/sigma"


def test_a_whole_parameter_has_no_link() -> None:
    m, v = parameter("m", Integers(1)), sample("x", domain=Integers(1))
    with pytest.raises(MalformedTerm, match="m ranges over"):
        Family("mine", variables=(v,), parameters=(m,), density=AtMost(v.outcome, m) / m, links={m: exp(z)})


# ---- the families that ship ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", families.names())
def test_every_family_has_the_name_of_its_file_a_title_and_a_source(name: str) -> None:
    family = families.load(name)
    module = sys.modules[f"symbolic.families.{name}"]
    assert family.name == name
    assert family.title
    text = str(module.__doc__)
    assert text.split("$")[0].strip().endswith(".")
    assert text.count("$") >= 4
    assert family.source
    assert " ".join(text.split()).endswith(f"Source: {family.source}")


@pytest.mark.parametrize("name", families.names())
def test_every_family_is_data(name: str) -> None:
    family = families.load(name)
    copy = pickle.loads(pickle.dumps((family.density, family.parameters, family.loss)))
    assert copy == (family.density, family.parameters, family.loss)


def test_a_stranger_is_no_family() -> None:
    with pytest.raises(KeyError):
        families.load("normel")


def test_all_of_the_families_are_there() -> None:
    wanted = {
        "asymmetric_laplace", "bernoulli", "beta", "binomial", "categorical", "cauchy", "chi_square", "dirichlet",
        "discrete_uniform", "exponential", "exponential_dispersion", "exponential_family", "gamma", "geometric", "gumbel",
        "half_normal", "huber", "inverse_gamma", "inverse_gaussian", "laplace", "logistic", "lognormal", "maxwell",
        "multinomial", "multivariate_normal", "negative_binomial", "normal", "normal_mean", "normal_mixture",
        "normal_scale", "pareto", "poisson", "rayleigh", "student_t", "uniform", "von_mises", "weibull",
        "zero_inflated_poisson",
    }  # fmt: skip
    assert wanted <= set(families.names())
    assert issubclass(ExtensionError, Exception)
    assert issubclass(MalformedTerm, DerivationError)


def test_naming_the_families_imports_none_of_them() -> None:
    code = (
        "import sys; from symbolic import families; assert len(families.names()) >= 38; "
        "print(sum(m.startswith('symbolic.families.') for m in sys.modules))"
    )
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "0"
    )


def test_a_loss_may_be_left_out() -> None:
    assert declared().loss is None
    assert declared().factor == 1


OWN = ("further", "false_claims")


@pytest.mark.parametrize(
    ("name", "statement"),
    [(n, s) for n in families.names() for part in OWN for s, _ in getattr(families.load(n), part)],
    ids=str,
)
def test_what_a_family_states_of_its_own_is_as_it_is_stated(name: str, statement: str) -> None:
    (found,) = [judged(c) for _, c in claims(families.load(name), OWN) if c.name == statement]
    assert found.standing is Verdict.PROVED, found.judgement.reason
    assert found.claim.false is (found.verdict is Verdict.REFUTED)


@pytest.mark.parametrize("part", ["further", "false_claims", "questions"])
@pytest.mark.parametrize("stated", [Obligation("equal", (X, X)), (Obligation("equal", (X, X)),), (("one", X),), "one"])
def test_statements_are_pairs_of_a_name_and_an_obligation(part: str, stated: object) -> None:
    with pytest.raises(MalformedTerm, match=f"{part}=.* give a tuple of pairs"):
        declared(**{part: stated})


def test_no_two_statements_of_a_file_have_one_name() -> None:
    one = (("one", Obligation("equal", (X, X))),)
    with pytest.raises(MalformedTerm, match="two statements are called one"):
        declared(further=one, questions=one)


# ---- what is abstract ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["exponential_family", "exponential_dispersion"])
def test_the_mass_of_an_abstract_density_is_assumed_and_said_to_be(name: str) -> None:
    (mass,) = facts(families.load(name), only=["mass"])
    assert mass.claim.stated
    assert mass.verdict is Verdict.ASSUMED


def test_what_is_concrete_is_proved_and_never_assumed() -> None:
    with pytest.raises(MalformedTerm, match="nothing in it is abstract"):
        declared(hypotheses=(Obligation("integral", (2 * NORMAL, (X,), 1, None)),))


def test_a_hypothesis_that_can_be_refuted_is_refuted_all_the_same() -> None:
    h = function("h", values=RealInterval(2))
    wrong = Obligation("within", (h(X), nonnegative))
    assert judged(Claim("right", wrong, stated=True)).verdict is Verdict.PROVED
    low = Obligation("convex", (sigma**0 * log(sigma), (sigma,)))
    assert judged(Claim("wrong", low, stated=True)).verdict is Verdict.REFUTED
    assert judged(Claim("open", Obligation("within", (h(X) - 3, nonnegative)), stated=True)).verdict is Verdict.ASSUMED
    assert judged(Claim("open", Obligation("within", (h(X) - 3, nonnegative)))).verdict is Verdict.UNKNOWN


@pytest.mark.slow
def test_importing_every_family_computes_no_sheet_asks_no_prover_and_probes_no_density() -> None:
    code = (
        "import sys; from symbolic.families import load, names\n"
        "from symbolic import asking\n"
        "from symbolic.models.family import Family\n"
        "asked = []\n"
        "Family.probe = lambda family: asked.append(1)\n"
        "asking.provers = lambda: asked.append(1)\n"
        "for n in names(): load(n)\n"
        "print(len(asked), *(m for m in sys.modules if m.startswith('symbolic.models.facts.')))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.split() == ["0"]


INSIDE = [
    ((2 - y.outcome) * exp(-y.outcome), "y = 4: a density is at least 0"),
    (y.outcome * log(y.outcome) * exp(-y.outcome), "y = 1/2: a density is at least 0"),
    (exp(-y.outcome) / Abs(y.outcome - 4), "y = 4 belongs to its domain"),
]


@pytest.mark.parametrize(("tree", "message"), INSIDE, ids=[m for _, m in INSIDE])
def test_a_density_that_is_negative_or_undefined_inside_its_support_says_where(tree: Any, message: str) -> None:
    with pytest.raises(MalformedTerm) as found:
        Family("mine", variables=(y,), parameters=(sigma,), density=tree / sigma).probe()
    assert message in str(found.value)


def test_a_density_on_all_reals_that_is_negative_on_one_side_says_where() -> None:
    with pytest.raises(MalformedTerm, match="x = -1: a density is at least 0"):
        declared(density=X * exp(-((X - mu) ** 2))).probe()


def test_a_value_that_enclosures_are_too_wide_for_is_a_value() -> None:
    tree = sqrt(1 - y.outcome * exp(-y.outcome)) * exp(-y.outcome) / sigma
    family = Family("mine", variables=(y,), parameters=(sigma,), density=tree)
    family.probe()
    assert family.density == tree


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"density": "exp(-x)"}, r"mine: density='exp\(-x\)' is a str: write an expression, such as exp"),
        ({"loss": "mu*x"}, "mine: loss='mu.x' is a str"),
        ({"links": {mu: "z"}}, "mine: links: mu='z' is a str"),
        ({"density": NORMAL * 0.5}, "mine: density=.* is a float, which is rounded: write an exact number"),
        ({"factor": 2.0}, "mine: factor=.* is a float"),
        ({"density": nan}, "mine: density=nan: nan is no number"),
        ({"density": zoo * X}, "mine: density=.* zoo is no number"),
    ],
)
def test_texts_floats_and_what_has_no_value_are_no_formulas(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(MalformedTerm, match=message):
        declared(**changes)


@pytest.mark.parametrize("value", ["x", 0.5, nan, object()])
def test_an_estimate_is_a_formula(value: Any) -> None:
    with pytest.raises(MalformedTerm, match="estimates: mu="):
        Estimate({mu: value})


# ---- likelihoods that are no densities -------------------------------------------------------------------------------

t, event = sample("t", domain=positive), sample("d", domain=FiniteSet((0, 1)))
lam = parameter("lambda", positive)
CENSORED = lam**event.outcome * exp(-lam * t.outcome)
OF_DENSITIES = {"mass", "moments", "information", "divergence", "large_numbers"}


def likelihood(**changes: Any) -> Likelihood:
    given = {"variables": (t, event), "parameters": (lam,), "likelihood": CENSORED, **changes}
    return Likelihood(given.pop("name", "mine"), **given)


def test_of_a_likelihood_nothing_is_claimed_that_is_true_of_densities_alone() -> None:
    made = likelihood(under=("Censoring is non-informative.",))
    assert not made.is_density
    assert Family("density", **GOOD).is_density
    groups = {name for name, _ in claims(made)}
    assert not groups & OF_DENSITIES
    assert {"nonnegative", "score", "convexity"} <= groups
    assert not any("mean of the score" in claim.name for _, claim in claims(made))
    assert not set(dict(claims(made, only=OF_DENSITIES)))
    assert sheet(made).verdict is Verdict.PROVED
    assert sheet(made).limits == ()
    assert sheet(made).theorem.relation.kind == "SAME"
    as_density = {"variables": made.variables, "parameters": (lam,), "density": CENSORED}
    assert sheet(Family("mine", **as_density)).verdict is not Verdict.PROVED


def test_a_likelihood_is_judged_by_the_rest() -> None:
    wrong = likelihood(loss=lam * t.outcome)
    assert sheet(wrong).verdict is not Verdict.PROVED
    with pytest.raises(MalformedTerm, match=r"likelihood=.* is negative"):
        sheet(likelihood(likelihood=-CENSORED))
    assert sheet(likelihood(likelihood=CENSORED - 1), declared=True).verdict is not Verdict.PROVED
    bad = Estimate({lam: 1 / mean(t)})
    assert sheet(likelihood(estimates=(bad,))).verdict is not Verdict.PROVED


def test_a_likelihood_is_told_from_a_family_and_copied() -> None:
    made = likelihood(under=("This.",))
    assert made == likelihood(under=("This.",))
    assert hash(made) == hash(likelihood(under=("This.",)))
    assert made != likelihood()
    assert Family("mine", variables=(t, event), parameters=(lam,), density=CENSORED) != likelihood()
    again = pickle.loads(pickle.dumps(made))
    assert (type(again), again.under, again.density) == (Likelihood, made.under, made.density)
    copied = replace(made, name="other")
    assert isinstance(copied, Likelihood)
    assert (copied.name, copied.under, copied.density) == ("other", ("This.",), CENSORED)
    assert repr(made).startswith("Likelihood mine")
    printed = sheet(made).to_dict()
    assert (printed["is_density"], printed["under"], printed["measure"]) == (False, ["This."], None)
    assert printed["density"]["name"] == "L_lambda(t, d)"
    assert "no density" in sheet(made).latex()
    assert "This." in sheet(made).latex()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"likelihood": None}, "likelihood="),
        ({"density": CENSORED}, "no density"),
        ({"under": "This."}, "tuple of texts"),
        ({"under": (1,)}, "tuple of texts"),
        ({"reference": Reference("norm", {})}, "a reference is a distribution"),
        ({"likelihood": exp(-t.i)}, "likelihood="),
        ({"likelihood": "exp(-t)"}, "likelihood="),
    ],
)
def test_a_wrong_likelihood_is_refused(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(MalformedTerm, match=said):
        likelihood(**changes)


def test_no_expected_loss_follows_from_a_likelihood() -> None:
    with pytest.raises(MalformedTerm, match="no density"):
        sheet(likelihood(), law=density("p"))
    with pytest.raises(MalformedTerm, match="no density"):
        density_at(likelihood(), {lam: 1})
