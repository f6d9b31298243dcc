"""Tests of symbolic.core.terms: the words that a derivation is written with, and what they refuse to mean."""

import pickle
import warnings
from collections.abc import Callable
from typing import Any

import pytest
from sympy import (
    Abs,
    Add,
    AtomicExpr,
    Dummy,
    EulerGamma,
    Expr,
    Float,
    Integer,
    Matrix,
    Mul,
    Pow,
    Rational,
    Symbol,
    Tuple,
    atan,
    besseli,
    exp,
    gamma,
    log,
    loggamma,
    oo,
    polygamma,
)

from properties.instances import evaluation
from symbolic.core import intervals
from symbolic.core.domains import (
    Categories,
    FiniteSet,
    RealInterval,
    any_set,
    countable,
    extended_nonnegative,
    nonnegative,
    positive,
    reals,
    unit_interval,
)
from symbolic.core.errors import DerivationError, MalformedTerm, NameClash, TooLarge, Undeclared
from symbolic.core.terms import (
    ARITHMETIC,
    MAX_DEPTH,
    MAX_NODES,
    OPERATORS,
    Applied,
    AtMost,
    Class,
    Count,
    Entry,
    Expectation,
    Head,
    Index,
    Outcome,
    RowSum,
    Same,
    Total,
    at_row,
    bounded,
    cross_entropy,
    density,
    empirical,
    entropy,
    expectation,
    function,
    hypothesis,
    integrable,
    kl_divergence,
    latex_name,
    measure,
    names,
    parameter,
    raw,
    replace,
    roles,
    sample,
    symbols,
    unfold,
    walk,
    well_formed,
)
from symbolic.core.written import FUNCTIONS as READ
from symbolic.report.latex import expression, writer

theta, eta = parameter("theta"), parameter("eta")
beta = parameter("beta", reals)
x, y = sample("x"), sample("y")
v = sample("v", domain=reals)
label, other = sample("label", domain=Categories("K")), sample("other", domain=Categories("M"))
q, p = density("q", theta), density("p")


# ---- names -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("theta", r"\theta"),
        ("x", "x"),
        ("x1", "x_{1}"),
        ("x_1", "x_{1}"),
        ("mu_0", r"\mu_{0}"),
        ("sigma_x", r"\sigma_{x}"),
        ("scale", r"\mathrm{scale}"),
        ("phat", r"\hat{p}"),
        ("thetahat", r"\hat{\theta}"),
        ("hat", r"\mathrm{hat}"),
        ("x_alpha", r"x_{\alpha}"),
    ],
)
def test_a_name_has_one_printed_form(name: str, shown: str) -> None:
    assert latex_name(name) == shown


@pytest.mark.parametrize("name", ["", "1x", "a b", "a_b_c", "x_", "_x", "x-y", "é", "x'", "a$b", None, 3, r"\theta"])
def test_what_is_no_name_is_refused(name: object) -> None:
    with pytest.raises(MalformedTerm, match="a name is a letter"):
        parameter(name)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["e", "E", "i", "argmin", "argmax"])
@pytest.mark.parametrize("declare", [parameter, sample, density, function])
def test_a_name_that_prints_like_something_else_is_refused(declare: Callable[[str], Any], name: str) -> None:
    with pytest.raises(MalformedTerm, match="would print like"):
        declare(name)


@pytest.mark.parametrize(
    "tree",
    [
        Mul(parameter("gamma", positive), gamma(parameter("b", positive))),
        Mul(parameter("v_0", reals), v.i),
        Mul(sample("v2", domain=reals).i, v.i),
        Add(sample("x1", domain=reals).i, sample("x2", domain=reals).i),
        Add(function("f", theta)(), function("f", theta)(x.i)),
        Add(parameter("f_1", reals), function("f", theta)()),
        Mul(label.total(density("q")(label.each)), other.total(density("q")(other.each))),
    ],
    ids=str,
)
def test_what_is_told_apart_may_stand_together(tree: Any) -> None:
    names(RowSum(tree, x._index, x.n))


def _language() -> list[str]:
    """Every function that anything of ours knows: collected from the tables of writer, evaluator, enclosures and reader."""
    tables = [writer.FUNCTIONS, intervals.SPECIAL, READ.values(), ARITHMETIC]
    tables += [evaluation.compiled.registry, writer.write.registry]
    sympys = [t for table in tables for t in table if t.__module__.startswith("sympy")]
    found = {t.__name__ for t in sympys if issubclass(t, Expr) and not issubclass(t, AtomicExpr)}
    latex = {
        command.lstrip("\\") for command in writer.FUNCTIONS.values() if command.isidentifier() or command[1:].isalpha()
    }
    return sorted({*found, *READ, *(c for c in latex if c not in ("arctan", "Gamma")), "sqrt", "sum", "prod"})


@pytest.mark.parametrize("name", _language())
def test_no_density_or_function_bears_the_name_of_what_the_language_knows(name: str) -> None:
    for declare in (density, function):
        with pytest.raises(MalformedTerm, match="would print like"):
            declare(name)


@pytest.mark.parametrize("name", ["pi", "oo", "nan", "zoo", "E", "I", "EulerGamma", "GoldenRatio", "e", "i", "true"])
def test_nothing_bears_the_name_of_a_constant(name: str) -> None:
    for declare in (parameter, density, function, sample, Count, lambda k: sample("x", domain=Categories(k))):
        with pytest.raises(MalformedTerm, match=f"would print like .*choose another name, such as {name}_1"):
            declare(name)
        with pytest.raises(MalformedTerm, match="would print like"):
            sample("x", size=name)


@pytest.mark.parametrize("size", ["", "a b", "1", "K'", 3, None])
def test_a_number_of_classes_has_a_name(size: Any) -> None:
    with pytest.raises(MalformedTerm):
        sample("x", domain=Categories(size))


def test_what_latex_calls_by_another_name_is_in_the_table() -> None:
    """The names of functions as the writer prints them, held against what `names` notes."""
    b = parameter("b", positive)
    for tree in (gamma(b), polygamma(0, b), atan(b)):
        printed = expression(tree).partition(r"\left(")[0].strip()
        assert printed.lstrip("\\") == OPERATORS[type(tree)]
    for function_ in writer.FUNCTIONS:
        printed = writer.FUNCTIONS[function_].lstrip("\\").removeprefix("operatorname{").rstrip("}")
        assert OPERATORS.get(function_, function_.__name__) == printed or function_ is loggamma


def test_only_an_empirical_distribution_is_called_like_one() -> None:
    for declare in (density, function):
        with pytest.raises(MalformedTerm, match="like an empirical distribution"):
            declare("phat")
    assert str(empirical(sample("k", domain=countable))(sample("k", domain=countable).i)) == "phat(k_i)"


def test_an_empirical_distribution_belongs_to_its_sample() -> None:
    one, two = sample("k", domain=countable), sample("l", domain=countable)
    for a in (two.i, two.outcome, sample("k", domain=Categories("K")).i):
        with pytest.raises(MalformedTerm, match="the empirical distribution of k alone"):
            empirical(one)(a)
    with pytest.raises(MalformedTerm, match="of k alone"):
        empirical(one)(one.i, two.i)
    assert empirical(one, two)(two.i).points == (two.i,)


@pytest.mark.parametrize("samples", [(), ("x",), (x, sample("z", size="m")), (x.i,), (None,)], ids=str)
def test_an_empirical_distribution_is_that_of_columns_of_one_table(samples: Any) -> None:
    with pytest.raises(MalformedTerm):
        empirical(*samples)


# ---- what is no expression -------------------------------------------------------------------------------------------

NO_EXPRESSION = [None, "log(x)", [1], (1, 2), True, {}, object(), Matrix([[1]]), log, lambda u: u, theta > 0]


@pytest.mark.parametrize("thing", NO_EXPRESSION, ids=lambda t: type(t).__name__)
def test_what_is_no_expression_is_said_so(thing: Any) -> None:
    takes: list[Callable[[Any], Any]] = [x.sum, x.product, label.total]
    takes += [lambda e: expectation(e, density("p")(x.outcome)), lambda e: integrable(e, density("p")(x.outcome))]
    for take in takes:
        with pytest.raises(MalformedTerm, match=r"is no expression|is a text"):
            take(thing)


@pytest.mark.parametrize(
    "compute",
    [
        lambda a: 2 * a,
        lambda a: a * 2,
        lambda a: -a,
        lambda a: 1 / a,
        lambda a: a / 2,
        lambda a: a + 1,
        lambda a: 1 - a,
        lambda a: a - 1,
        lambda a: a**2,
        lambda a: 2**a,
        lambda a: abs(a),
        lambda a: a > 0,
        exp,
        log,
        lambda a: parameter("b", positive) * a,
        lambda a: a * parameter("b", positive),
        lambda a: x.sum(a),
        lambda a: density("q")(a),
    ],
)
def test_a_sample_is_no_number_and_says_what_to_write(compute: Callable[[Any], Any]) -> None:
    with pytest.raises(MalformedTerm, match=r"v is a sample, which is no number: write v\.i .*or v\.outcome"):
        compute(v)


def test_a_density_that_nobody_applied_is_no_number() -> None:
    for compute in (exp, log, lambda a: 2 * a, lambda a: a * 2, x.sum):
        with pytest.raises(MalformedTerm, match=r"q is a density, which is no number: write q\(x\.i\)"):
            compute(density("q"))
        with pytest.raises(MalformedTerm, match="w is a function, which is no number"):
            compute(function("w"))


def test_a_float_is_taken_for_the_binary_fraction_that_it_is_and_says_so() -> None:
    exact = Rational(3602879701896397, 36028797018963968)
    with pytest.warns(
        UserWarning, match=rf"0\.1 is a float, the binary fraction {exact}: write Rational\(1, 10\) if you mean 1/10"
    ):
        found = x.sum(0.1 * v.i)
    assert found.body == exact * v.i
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # a half is a half
        assert x.sum(v.i**0.5).body == v.i ** Rational(1, 2)


def test_a_number_that_nobody_could_print_is_refused() -> None:
    bounded(Integer(10) ** 999)
    for number in (Integer(10) ** 1001, Rational(1, 10**1001), -(Integer(10) ** 5000)):
        with pytest.raises(TooLarge, match="more than 1000 digits"):
            bounded(parameter("b", positive) + number)


@pytest.mark.parametrize(
    "tree",
    [
        log(density("q", parameter("q"))(v.i)),
        Add(parameter("x1", reals), parameter("x_1", reals)),
        Add(parameter("a", reals), parameter("a", positive)),
        Mul(parameter("n", reals), Count("n")),
        Add(density("q", theta)(x.i), density("q")(x.i)),
        Add(density("q")(x.i), function("q")(x.i)),
        Add(density("q")(x.i), density("q")(sample("x", domain=reals).i)),
        Mul(parameter("x_i", reals), v.i, density("q")(x.i)),
        Add(function("f", values=unit_interval)(x.i), function("f")(x.i)),
        Add(parameter("K", reals), Total(1, label.each)),
        Mul(Count("K"), Total(1, label.each)),
        Add(parameter("f_theta", reals), function("f", theta)()),
        Add(function("f_theta")(), function("f", theta)()),
        Add(
            parameter("q_1", reals),
            density("q", parameter("theta"))(v.i),
            replace(density("q", theta)(v.i), lambda t: Integer(1) if t == theta else None),
        ),
        Mul(parameter("v_1", reals), v.i),
        Mul(parameter("v1", reals), v.i),
        Mul(parameter("v_12", reals), v.i),
        Mul(density("v_2")(x.i), v.i),
        Add(parameter("gamma", reals), EulerGamma),
        Mul(parameter("psi", reals), polygamma(0, parameter("b", positive))),
        Mul(parameter("Gamma", reals), gamma(parameter("b", positive))),
        Add(function("psi", theta)(), polygamma(0, parameter("b", positive))),
        Add(function("I_0")(), besseli(0, parameter("b", positive))),
        Add(parameter("log", reals), log(parameter("b", positive))),
        Add(parameter("u", positive), Dummy("u")),
        RowSum(Entry(v.column, Index("j", "m")) * parameter("j", reals), Index("j", "m"), Count("m")),
    ],
    ids=str,
)
def test_two_things_that_print_alike_are_an_error(tree: Any) -> None:
    with pytest.raises(NameClash, match="would print two different things"):
        names(RowSum(tree, x._index, x.n))


# ---- identity --------------------------------------------------------------------------------------------------------


def test_the_domain_is_part_of_a_parameters_identity() -> None:
    assert parameter("a", reals) == parameter("a", reals)
    assert parameter("a", reals) != parameter("a", positive)
    assert parameter("a", reals) != parameter("a")
    assert hash(parameter("a", reals)) == hash(parameter("a", reals))
    assert parameter("a") != Symbol("a")


def test_what_looks_alike_but_is_declared_otherwise_does_not_cancel() -> None:
    assert parameter("a", reals) - parameter("a", positive) != 0
    assert density("q", theta)(x.i) - density("q", eta)(x.i) != 0
    assert sample("x").i != sample("x", domain=countable).i
    assert sample("x", size="n").i != sample("x", size="m").i


@pytest.mark.parametrize(
    "tree",
    [
        beta,
        x.n,
        x.i,
        x.outcome,
        q(x.i),
        q(y.i, given=x.i),
        x.sum(log(q(x.i))),
        x.product(q(x.i)),
        kl_divergence(p, q, x),
        function("f", theta, values=unit_interval)(x.i),
        cross_entropy(empirical(x), q, x),
    ],
)
def test_terms_are_data(tree: Any) -> None:
    again = pickle.loads(pickle.dumps(tree))
    assert again == tree
    assert hash(again) == hash(tree)
    assert str(again) == str(tree)
    assert names(again) == names(tree)


def test_terms_print_as_text() -> None:
    assert str(x.sum(log(q(y.i, given=x.i)))) == "sum_{i=1..n}(log(q_theta(y_i | x_i)))"
    assert str(x.product(q(x.i))) == "prod_{i=1..n}(q_theta(x_i))"
    assert str(kl_divergence(p, q, x)) == "E_{p(x)}[log(p(x)) - log(q_theta(x))]"
    assert str(density("q", theta, eta)(x.i)) == "q_{theta, eta}(x_i)"
    assert str(function("f")()) == "f"


def test_named_expectations_are_what_they_say() -> None:
    X = x.outcome
    assert entropy(p, x) == expectation(-log(p(X)), p(X))
    assert cross_entropy(p, q, x) == expectation(-log(q(X)), p(X))
    assert kl_divergence(p, q, x, y) == expectation(log(p(X, y.outcome)) - log(q(X, y.outcome)), p(X, y.outcome))


# ---- what may be declared --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("domain", [extended_nonnegative, RealInterval(-oo, 0, True, True)])
def test_a_parameter_takes_finite_values(domain: RealInterval) -> None:
    with pytest.raises(MalformedTerm, match="finite values"):
        parameter("a", domain)
    with pytest.raises(MalformedTerm, match="finite"):
        function("f", values=domain)


@pytest.mark.parametrize("domain", ["reals", (0, 1), None, 3])
def test_a_domain_is_a_domain(domain: object) -> None:
    with pytest.raises(MalformedTerm, match=r"symbolic\.domains"):
        parameter("a", domain)  # type: ignore[arg-type]


def test_a_density_is_indexed_by_declared_parameters() -> None:
    for wrong in (Symbol("theta"), "theta", 1, x):
        with pytest.raises(MalformedTerm, match="no parameter"):
            density("q", wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize("point", [3, Symbol("x"), theta, "x", x.n])
def test_a_density_takes_entries_of_samples(point: Any) -> None:
    with pytest.raises(MalformedTerm, match="no entry of a sample"):
        q(point)


def test_a_density_takes_at_least_one_entry_and_each_column_once() -> None:
    with pytest.raises(MalformedTerm, match="at least one entry"):
        q()
    for wrong in (lambda: q(x.i, x.i), lambda: q(x.i, given=x.i), lambda: q(x.i, x.outcome)):
        with pytest.raises(MalformedTerm, match="twice"):
            wrong()


def test_an_empirical_distribution_has_rows_of_one_table() -> None:
    z = sample("z", size="m")
    with pytest.raises(MalformedTerm, match="one table"):
        empirical(x, z)
    with pytest.raises(MalformedTerm, match="one table"):
        empirical()
    with pytest.raises(MalformedTerm, match="conditional"):
        empirical(x, y)(y.i, given=x.i)


def test_the_law_of_an_expectation_is_a_density_of_outcomes() -> None:
    with pytest.raises(MalformedTerm):
        expectation(log(q(x.outcome)), p)  # type: ignore[arg-type]
    with pytest.raises(MalformedTerm, match="density of outcomes"):
        well_formed(x.sum(expectation(log(q(x.i)), p(x.i))))
    with pytest.raises(MalformedTerm, match="density of outcomes"):
        well_formed(expectation(log(q(x.outcome)), function("f")(x.outcome)))


def test_values_of_a_density_are_probabilities_on_a_countable_space_only() -> None:
    c = sample("c", domain=countable)
    assert q(x.i).values == nonnegative
    assert q(c.i).values == unit_interval
    assert q(c.i, x.i).values == nonnegative
    assert q(c.i, given=x.i).values == unit_interval
    assert function("f")(c.i).values == reals


def test_rows_of_two_tables_are_told_apart_where_they_meet() -> None:
    near, far = sample("a", domain=reals), sample("b", size="m", domain=reals)
    apart = near.i - far.i
    one, other = near.sum(far.sum(exp(apart))), far.sum(near.product(exp(apart)))
    assert str(one) == "sum_{i=1..n}(sum_{j=1..m}(exp(a_i - b_j)))"
    assert str(other) == "sum_{i=1..m}(prod_{j=1..n}(exp(a_j - b_i)))"
    assert expression(one) == r"\sum_{i=1}^{n} \sum_{j=1}^{m} e^{a_{i} - b_{j}}"
    named = near.sum(far.sum(apart * parameter("j", reals)))
    assert str(named) == "sum_{i=1..n}(sum_{k=1..m}(j*(a_i - b_k)))"
    third = near.sum(far.sum(sample("c", size="l", domain=reals).sum(exp(apart))))
    assert str(third) == "sum_{i=1..n}(sum_{k=1..m}(sum_{j=1..l}(exp(a_i - b_k))))"
    assert str(near.sum(near.i) + far.sum(far.i)) == "sum_{i=1..n}(a_i) + sum_{i=1..m}(b_i)"


# ---- well-formed expressions -----------------------------------------------------------------------------------------

z = sample("z", size="m")
other_label = sample("other", domain=Categories("K"))
JOINT = x.sum(log(q(y.i, given=x.i)))
WELL_FORMED = [
    JOINT,
    x.product(q(x.i)) / x.n,
    kl_divergence(p, q, x),
    cross_entropy(empirical(x), q, x),
    x.sum(z.sum(log(density("r")(x.i, z.i)))),
    expectation(expectation(log(q(y.outcome, given=x.outcome)), p(y.outcome, given=x.outcome)), p(x.outcome)),
    x.sum(expectation(log(q(y.outcome, given=x.i)), p(y.outcome, given=x.i))),
    v.sum((v.i - beta) ** 2),
    function("f", theta)() ** 2,
    label.total(q(label.each)),
    x.sum(log(q(label.i, given=x.i)) - label.total(q(label.each, given=x.i))),
    x.sum(label.total(Same(label.each, label.i) * log(q(label.each, given=x.i)))),
    label.total(Same(label.each, label.each) * log(q(label.each) / label.total(q(label.each)))),
    expectation(Same(label.outcome, label.outcome) + AtMost(v.outcome, beta), p(label.outcome, v.outcome)),
    v.sum(Same(v.i, beta) * AtMost(2 * v.i, beta)),
]


@pytest.mark.parametrize("tree", WELL_FORMED, ids=str)
def test_what_means_something_is_well_formed(tree: Any) -> None:
    assert well_formed(tree) is None


MALFORMED = {
    "an entry outside a sum": (lambda: log(q(x.i)), "stands outside a sum"),
    "an outcome outside an expectation": (lambda: x.sum(log(q(x.outcome))), "stands outside an expectation"),
    "an outcome under a law of another column": (lambda: expectation(log(q(x.outcome)), p(y.outcome)), "outside"),
    "an entry of an unrelated table": (lambda: x.sum(log(q(z.i))), "rows of its table"),
    "a density over unrelated tables": (lambda: x.sum(log(q(x.i, z.i))), "rows of its table"),
    "nested sums over the same rows": (
        lambda: x.sum(log(q(x.i)) * x.sum(log(q(x.i)))),
        "take a second table for the sum inside",
    ),
    "a product in a sum over paired rows": (lambda: x.sum(y.product(q(y.i))), "over the same rows"),
    "rows counted by another number": (lambda: RowSum(log(q(x.i)), x._index, z.n), "not by m"),
    "nested expectations over one outcome": (
        lambda: expectation(expectation(log(q(x.outcome)), p(x.outcome)), density("r")(x.outcome)),
        "over the same outcome",
    ),
    "arithmetic on an entry of any set": (lambda: x.sum(x.i**2), "there is no arithmetic"),
    "arithmetic on a parameter of any set": (lambda: theta * x.sum(log(q(x.i))), "there is no arithmetic"),
    "arithmetic on an outcome of a countable set": (
        lambda: expectation(sample("c", domain=countable).outcome, p(sample("c", domain=countable).outcome)),
        "there is no arithmetic",
    ),
    "an index of a density in any set": (
        lambda: replace(JOINT, lambda t: exp(eta) if t == theta else None),
        "there is no arithmetic",
    ),
    "the density of an empirical distribution": (lambda: x.sum(log(empirical(x)(x.i))), "countable space only"),
    "a class outside a sum over all classes": (lambda: log(q(label.each)), "outside a sum over all classes"),
    "a class after its sum": (lambda: label.total(q(label.each)) * q(label.each), "outside a sum over all classes"),
    "a sum over all classes of what has none": (lambda: Total(q(x.i), Class(x.column)), "of a column x in Categories"),
    "a sum over what is no class": (lambda: Total(q(label.outcome), label.outcome), "binds x.each"),
    "arithmetic on a class": (lambda: label.total(2 * label.each), "there is no arithmetic"),
    "an order among classes": (lambda: label.total(AtMost(label.each, label.each)), "there is no arithmetic"),
    "a class that is a number": (lambda: label.total(Same(label.each, 3)), "there is no arithmetic"),
    "classes of two columns": (
        lambda: x.sum(Same(label.i, other_label.i)),
        "compares values of two columns",
    ),
    "the class of another column": (
        lambda: label.total(Same(label.each, other_label.each)),
        "compares values of two columns",
    ),
    "an entry in an indicator outside a sum": (lambda: Same(label.i, label.i), "stands outside a sum"),
    "an undeclared symbol": (lambda: Symbol("c") * x.sum(log(q(x.i))), "never declared"),
    "a density of a number": (
        lambda: RowSum(Applied(Head("q", "density", nonnegative), Tuple(), Tuple(Rational(1)), Tuple()), x._index, x.n),
        "entries of different columns",
    ),
}


@pytest.mark.parametrize("what", MALFORMED)
def test_what_means_nothing_is_refused(what: str) -> None:
    build, message = MALFORMED[what]
    with pytest.raises((MalformedTerm, Undeclared), match=message):
        well_formed(build())


def test_an_undeclared_symbol_is_named() -> None:
    with pytest.raises(Undeclared, match=r"c in .* was never declared"):
        well_formed(Symbol("c") * JOINT)


def test_sums_over_the_same_rows_are_nested_sums_whatever_the_index_is_called() -> None:
    j = Index("j", "n")
    inner = RowSum(log(q(Entry(x.column, j))), j, x.n)
    with pytest.raises(MalformedTerm):
        well_formed(x.sum(log(q(x.i)) * inner))


def test_an_empirical_distribution_is_unconditional_and_free_of_parameters_however_it_was_built() -> None:
    head = empirical(x)(x.outcome).head
    conditional = Applied(head, Tuple(), Tuple(y.outcome), Tuple(x.i))
    indexed = Applied(head, Tuple(theta), Tuple(y.outcome), Tuple())
    for tree in (x.sum(Expectation(log(q(y.outcome)), conditional)), Expectation(log(q(y.outcome)), indexed)):
        with pytest.raises(DerivationError):
            well_formed(tree)


@pytest.mark.parametrize(
    "head",
    [
        Head("p", "density", positive),
        Head("p", "density", unit_interval),
        Head("p", "function", extended_nonnegative),
        Head("p", "law", nonnegative),
    ],
    ids=repr,
)
def test_a_head_states_no_more_than_its_kind(head: Any) -> None:
    """A density prints the same whatever its head holds: it may not carry hypotheses that no theorem prints."""
    tree = RowSum(Applied(head, Tuple(), Tuple(x.i), Tuple()), x._index, x.n)
    with pytest.raises(DerivationError):
        well_formed(tree)


# ---- trees -----------------------------------------------------------------------------------------------------------

half = parameter("h", positive)


def _quotient() -> Any:
    return Mul(half, Pow(half, -1, evaluate=False), evaluate=False)


def test_raw_nodes_keep_the_written_form() -> None:
    assert raw(Mul, (half, raw(Pow, (half, Rational(-1))))) != 1
    assert str(raw(Add, (half, raw(Mul, (Rational(-1), half))))) == "-h + h"
    assert raw(log, (raw(exp, (half,)),)) != half


def test_replacing_keeps_the_written_form() -> None:
    tree = _quotient()
    other = parameter("k", positive)
    after = replace(tree, lambda t: other if t == half else None)
    assert str(after) == "k/k"
    assert after != 1
    assert replace(raw(log, (raw(exp, (half,)),)), lambda t: other if t == half else None) != other


def test_untouched_subtrees_stay_the_same_objects() -> None:
    tree = JOINT + half
    assert replace(tree, lambda t: None) is tree
    after = replace(tree, lambda t: Rational(2) if t == half else None)
    assert any(t is JOINT for t in walk(after))


def test_replacement_is_simultaneous_and_does_not_look_into_what_it_put() -> None:
    a, b = parameter("a", reals), parameter("b", reals)
    swap = {a: b, b: a}
    assert set(replace(raw(Add, (a, raw(Mul, (Rational(2), b)))), swap.get).args) == {b, 2 * a}


@pytest.mark.parametrize(("tree", "size"), [(half, (1, 1)), (log(half), (2, 2)), (2 * half, (2, 3))])
def test_measure_counts_nodes_as_printed(tree: Any, size: tuple[int, int]) -> None:
    assert measure(tree) == size


def test_measure_counts_shared_nodes_each_time() -> None:
    tree = half
    for _ in range(60):
        tree = raw(Add, (tree, tree))
    assert measure(tree) == (61, 2**61 - 1)


def test_what_is_too_deep_or_too_large_is_refused_without_recursion() -> None:
    deep: Any = half
    for _ in range(20_000):
        deep = raw(log, (deep,))
    with pytest.raises(TooLarge, match="rewrite"):
        bounded(deep)
    with pytest.raises(TooLarge, match=str(MAX_NODES)):
        bounded(Add(*(parameter(f"a{k}", reals) for k in range(MAX_NODES))))
    fits: Any = half
    for _ in range(MAX_DEPTH - 1):
        fits = raw(log, (fits,))
    assert bounded(fits) is None
    with pytest.raises(TooLarge):
        bounded(raw(log, (fits,)))


def test_symbols_are_the_free_ones() -> None:
    assert symbols(beta * JOINT) == {beta, theta, x.n}
    assert symbols(kl_divergence(p, q, x)) == {theta}
    assert symbols(q(x.i).head) == frozenset()
    slope = parameter("eta", reals)
    assert symbols(function("A", slope)().diff(slope)) == {slope}


def test_roles_tell_marginal_conditional_and_joint_apart() -> None:
    assert roles(q(y.i, given=x.i) * q(x.i) * q(x.i, y.i)) == {
        ("q", ("y",), ("x",)),
        ("q", ("x",), ()),
        ("q", ("x", "y"), ()),
    }


def test_unfolding_reads_the_definition_at_the_actual_arguments() -> None:
    r = density("r", theta)
    new, definition = r(y.i, x.i), q(y.i, given=x.i) * p(x.i)
    at_eta = replace(r(y.outcome, x.outcome), lambda t: eta if t == theta else None)
    q_eta = density("q", eta)
    assert unfold(log(at_eta), new, definition) == log(q_eta(y.outcome, given=x.outcome) * p(x.outcome))
    assert unfold(x.sum(log(r(x.i))), new, definition) == x.sum(log(r(x.i)))
    assert unfold(x.sum(log(r(x.i, y.i))), new, definition) == x.sum(log(definition))


def test_unfolding_keeps_the_written_form() -> None:
    r = density("r")
    tree = raw(Mul, (r(x.i), raw(Pow, (r(x.i), Rational(-1)))))
    assert str(unfold(tree, r(x.i), p(x.i))) == "p(x_i)/p(x_i)"


def test_reading_at_a_row_replaces_free_outcomes() -> None:
    assert at_row(log(q(y.outcome, given=x.outcome)), x._index, (x.outcome, y.outcome)) == log(q(y.i, given=x.i))


def test_reading_at_a_row_leaves_outcomes_that_another_expectation_binds() -> None:
    inner = expectation(log(q(y.outcome, given=x.outcome)), p(y.outcome))
    assert at_row(inner, x._index, (x.outcome,)) == expectation(log(q(y.outcome, given=x.i)), p(y.outcome))


# ---- hypotheses ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fact",
    [
        p(x.i) > 0,
        q(y.i, given=x.i) > 0,
        p(x.i) > 0,
        expectation(Abs(log(p(x.outcome))), p(x.outcome)) < oo,
        density("r")(x.i, z.i) > 0,
    ],
    ids=str,
)
def test_the_two_forms_of_a_hypothesis_are_understood(fact: Any) -> None:
    assert well_formed(hypothesis(fact)) is None


@pytest.mark.parametrize(
    "fact",
    [
        p(x.i) >= 0,
        p(x.i) > 1,
        p(x.i) < 1,
        p(x.i) + q(x.i) > 0,
        p(x.outcome) > 0,
        function("f")(x.i) > 0,
        beta > 0,
        x.n > 5,
        expectation(Abs(log(p(x.outcome))), p(x.outcome)) < 7,
        expectation(log(p(x.outcome)), p(x.outcome)) > 0,
        expectation(log(p(y.outcome)), p(x.outcome)) < oo,
        x.sum(p(x.i)) > 0,
        True,
        "p > 0",
        None,
        Float(1) < 2,
    ],
    ids=str,
)
def test_anything_else_is_no_hypothesis(fact: Any) -> None:
    with pytest.raises(DerivationError):
        hypothesis(fact)


def test_sympys_assumptions_agree_with_the_domains() -> None:
    assert (beta.is_real, half.is_positive, theta.is_real) == (True, True, None)
    assert parameter("k", FiniteSet((0, 1))).is_nonnegative is True  # type: ignore[arg-type]
    assert parameter("k", FiniteSet((-1, 1))).is_nonnegative is None  # type: ignore[arg-type]
    assert q(x.i).is_extended_nonnegative is True
    assert q(x.i).is_zero is None
    assert any_set.hull is None
    assert x.outcome != Outcome(y.column)


@pytest.mark.parametrize("domain", [RealInterval(0, oo, False, True), RealInterval(-oo, oo, True, True), "reals", 3])
def test_data_are_finite_and_a_domain_is_a_set(domain: Any) -> None:
    with pytest.raises(MalformedTerm, match="of finite values"):
        sample("t", domain=domain)


def test_a_logarithm_has_one_argument() -> None:
    w = parameter("w", positive)
    with pytest.raises(MalformedTerm, match=r"write log\(u\) / log\(base\)"):
        well_formed(log(w, 2, evaluate=False))


# ---- classes and indicators --------------------------------------------------------------------------------------------


def test_a_density_of_classes_is_a_probability() -> None:
    assert q(label.each).values == unit_interval == q(label.i, given=x.i).values


def test_classes_entries_and_outcomes_of_one_column_are_different_values() -> None:
    values = {label.each, label.i, label.outcome}
    assert len(values) == 3 and {t.column for t in values} == {label.column}
    assert pickle.loads(pickle.dumps(label.total(q(label.each)))) == label.total(q(label.each))
    assert str(label.total(q(label.each))) == "sum_{label'}(q_theta(label'))"
    assert str(Same(label.i, label.each)) == "1[label_i = label']"
    assert str(AtMost(v.i, beta)) == "1[v_i <= beta]"


def test_reading_at_a_row_leaves_classes_alone() -> None:
    tree = label.total(q(label.each) * Same(label.each, label.outcome))
    assert at_row(tree, x._index, (label.outcome,)) == label.total(q(label.each) * Same(label.each, label.i))


def test_unfolding_reads_a_definition_at_a_class() -> None:
    r = density("r", theta)
    tree = label.total(log(r(label.each)))
    assert unfold(tree, r(label.i), q(label.i) ** 2) == label.total(log(q(label.each) ** 2))


def test_derivatives_go_into_a_sum_over_all_classes_and_not_into_an_indicator() -> None:
    f = function("f", beta)
    assert label.total(beta**2 * q(label.each)).diff(beta) == label.total(2 * beta * q(label.each))
    assert label.total(q(label.each)).diff(beta) == 0
    assert Same(v.i, v.i).diff(beta) == 0
    assert AtMost(v.i, beta).diff(beta).has(AtMost), "no derivative is invented where it jumps"
    assert label.total(f(label.each)).diff(beta).has(f(label.each))


def test_sympy_knows_that_an_indicator_is_a_finite_nonnegative_number() -> None:
    for tree in (AtMost(v.i, beta), Same(v.i, beta)):
        assert tree.is_nonnegative is True and tree.is_finite is True
        assert Abs(tree) == tree
    assert label.each.is_nonnegative is None and label.each.is_real is None
