"""Tests of properties.conformance.check: right implementations are never blamed, and wrong ones are always found."""

from __future__ import annotations

import math
import pickle
import sys
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from few import few
from implementations import RIGHT, WRONG, Case, loss_of
from sympy import Symbol

from properties import ConformanceError, check_loss, loss_report
from properties.conformance import calls
from properties.conformance.inputs import TYPES
from properties.conformance.reference import reference
from properties.conformance.relation import Likeness
from properties.errors import InputError
from properties.instances.numbers import NoValue
from symbolic import families

ABSTRACT = ("exponential_family", "exponential_dispersion", "categorical")
LABEL = {"y": "x", "p": "p"}


def looked(case: Case, **more: Any) -> Any:
    options = {"examples": 400, **case.options, **more}
    claim = Likeness(options.pop("claim", "constant"))
    return loss_report(case.function, loss_of(case.of), reading=case.reading, claim=claim, **options)


@pytest.mark.parametrize("dtype", TYPES)
@pytest.mark.parametrize("name", few(RIGHT))
def test_a_right_implementation_is_not_blamed(name: str, dtype: str) -> None:
    found = looked(RIGHT[name], dtypes=dtype)
    assert found.holds, str(found)
    assert found.undecided == 0 and found.points > 300


@pytest.mark.parametrize("name", few(WRONG, 12))
def test_a_wrong_implementation_is_found(name: str) -> None:
    found = looked(WRONG[name])
    assert not found.holds, str(found)
    with pytest.raises(ConformanceError, match="does not conform"):
        raise ConformanceError(found)


def rounded(name: str, dtype: str) -> Callable[..., Any]:
    """The truth of a family itself, correctly rounded."""
    held, kind = reference(families.load(name)), TYPES[dtype]

    def nearest(v: Any) -> float:
        try:
            return kind.rounded(float(v))
        except OverflowError:
            return math.inf if v > 0 else -math.inf

    def function(**arguments: Any) -> Any:
        point = [float(arguments[i.name][0]) for i in held.inputs]
        try:
            truth = held.at(point)
        except NoValue:
            return math.nan
        if truth.first is None or truth.second is None:
            return nearest(truth.value)
        places = [k for k, i in enumerate(held.smooth) if i in held.predictions]
        gradient = [nearest(truth.first.get(k, 0)) for k in places]
        hessian = [[nearest(truth.second.get((min(i, j), max(i, j)), 0)) for j in places] for i in places]
        return nearest(truth.value), np.array(gradient), np.array(hessian)

    return function


@pytest.mark.slow
@pytest.mark.parametrize("dtype", TYPES)
@pytest.mark.parametrize("name", [n for n in families.names() if n not in ABSTRACT])
def test_the_truth_itself_correctly_rounded_gets_no_finding_at_all(name: str, dtype: str) -> None:
    held = reference(families.load(name))
    plain = {i.name: i.name for i in held.inputs}
    found = loss_report(
        rounded(name, dtype), families.load(name), reading=plain, claim=Likeness.EQUAL, dtypes=dtype, examples=300
    )
    assert found.holds and found.related.kind is Likeness.EQUAL and not found.related.level, str(found)
    assert found.edges == (), str(found)


def test_the_relation_is_named() -> None:
    assert str(looked(RIGHT["Poisson"]).related) == "equal up to the constant -log(gamma(y + 1))"
    assert str(looked(RIGHT["squared error"]).related) == "equal up to the factor 2 and the constant -log(pi) - log(2)"
    assert str(looked(RIGHT["normal with slopes"]).related) == "equal"
    assert looked(WRONG["Poisson with eps"]).related.level in range(6, 10)


def test_what_is_claimed_decides() -> None:
    poisson = RIGHT["Poisson"]
    assert looked(poisson).holds and not looked(poisson, claim="equal").holds
    assert not looked(RIGHT["squared error"], claim="constant").holds


def test_a_case_is_shown_with_few_digits() -> None:
    found = looked(WRONG["Poisson, target squared"])
    assert len(found.case) == 2 and all(len(f"{x:g}") <= 5 for c in found.case for x in c.point)
    assert all(f"returned {c.seen.value!r}" in str(found) for c in found.case)


@pytest.mark.parametrize(("claim", "count"), [("equal", 1), ("constant", 2), ("factor", 3)])
def test_a_case_is_one_that_nothing_claimed_explains(claim: str, count: int) -> None:
    found = loss_report(
        lambda x, m: 7 + (x + m) ** 2 / 2,
        families.load("normal_mean"),
        reading={"x": "x", "m": "mu", "sigma": 1},
        claim=Likeness(claim),
        examples=200,
    )
    assert found.related.kind is Likeness.DIFFERENT and len(found.case) == count
    first, *others = found.case
    x, _ = first.point
    assert all(c.point[0] == x for c in others)  # only the prediction moves: so a constant is the same
    values = [c.seen.value for c in found.case]
    truths = [float(c.truth.value) for c in found.case if c.truth is not None]
    moved = [(v - values[0], t - truths[0]) for v, t in zip(values, truths, strict=True)]
    if count == 2:
        assert abs(moved[1][0] - moved[1][1]) > 1e-3 and "which no constant explains" in str(found)
    if count == 3:
        assert abs(moved[1][0] * moved[2][1] - moved[2][0] * moved[1][1]) > 1e-3
        assert "which no factor with a constant explains" in str(found)


def test_a_declared_range_is_kept_to() -> None:
    narrow = looked(WRONG["clipped probabilities"], within={"z": (-2.5, 2.5)})
    assert narrow.holds and narrow.points < 600


def test_readings_are_searched_where_none_is_given() -> None:
    def loss(target: Any, var: Any, input: Any) -> Any:
        return np.log(var) / 2 + (input - target) ** 2 / (2 * var)

    found = loss_report(loss, families.load("normal"), examples=100)
    assert found.holds and dict(found.reading.said) == {"x": "target", "mu": "input", "sigma": "sqrt(var)"}


def test_gradients_at_a_kink_are_no_evidence() -> None:
    found = loss_report(
        lambda x, m, b: (np.abs(x - m) / b + np.log(2 * b), np.array([-np.sign(x - m)[0] / b[0]])),
        families.load("laplace"),
        reading={"x": "x", "m": "mu", "b": "b"},
    )
    assert found.holds


def _raises(y: Any, p: Any) -> Any:
    raise RuntimeError("out of\norder")


BROKEN: dict[str, tuple[Callable[..., Any], str]] = {
    "it raises": (_raises, "raises wherever it is called: RuntimeError: out of order"),
    "it exits": (lambda y, p: sys.exit(3), "raises wherever it is called: SystemExit: 3"),
    "its shape": (lambda y, p: np.zeros(3), r"for one row it returned an array of shape \(3,\)"),
    "nothing": (lambda y, p: None, "it returned None, which is no number"),
    "a text": (lambda y, p: "1.5", "which is no number"),
    "a text in an array": (lambda y, p: np.array(["1.5"]), "which is no number"),
    "complex": (lambda y, p: p + 0j, "which is no number"),
    "a truth value": (lambda y, p: p > y, "which is no number"),
    "a dictionary": (lambda y, p: {"loss": p}, "it returned {'loss': array.*, which is no number"),
    "its gradient": (lambda y, p: (p, None), "of its gradient: it returned None, which is no number"),
    "its gradient's shape": (lambda y, p: (p, np.zeros(2)), "its gradient has 2 entries"),
    "its Hessian's shape": (lambda y, p: (p, np.zeros(1), np.zeros(3)), "its Hessian has 3 entries"),
    "at random": (lambda y, p: p + np.random.default_rng().random(), "is random: at y = .*, and then .*; seed it"),
    "its gradient at random": (
        lambda y, p: (_right(y, p), 1 + np.random.default_rng().random(1)),
        "is random: at y = .* it gave a gradient 1.*, and then a gradient 1.*; seed it",
    ),
    "its Hessian at random": (
        lambda y, p: (_right(y, p), (p - y) / p / (1 - p), 1 + np.random.default_rng().random(1)),
        "is random: at y = .* it gave a Hessian 1.*, and then a Hessian 1.*; seed it",
    ),
    "a batch": (
        lambda y, p: np.std(p, ddof=1) if len(p) > 1 else _raises(y, p),
        "takes several rows, and what they give is",
    ),
}


def _changes(y: Any, p: Any) -> Any:
    p += 1
    return p


@pytest.mark.parametrize("what", BROKEN)
def test_what_cannot_be_called_gets_one_clear_line(what: str) -> None:
    function, message = BROKEN[what]
    with pytest.raises(InputError, match=message) as raised:
        loss_report(function, families.load("bernoulli"), reading=LABEL)
    assert "\n" not in str(raised.value)


def _of_rows(reduce: Callable[..., Any], row: Callable[..., Any]) -> Callable[..., Any]:
    def function(y: Any, p: Any) -> Any:
        return reduce(row(y, p)) if len(p) > 1 else _raises(y, p)

    return function


@pytest.mark.parametrize("reduce", [np.mean, np.sum, np.asarray])
def test_what_takes_several_rows_alone_is_compared_row_by_row(reduce: Callable[..., Any]) -> None:
    found = loss_report(_of_rows(reduce, _right), families.load("bernoulli"), examples=60)
    assert found.holds and found.rows is not None and found.rows.text.split()[0] in ("the", "none:")
    assert found.notes[0].startswith("it takes several rows, and not one")
    wrong = loss_report(_of_rows(reduce, lambda y, p: _right(y, p) + p / 8), families.load("bernoulli"), reading=LABEL)
    assert wrong.related.kind is Likeness.DIFFERENT


def test_rows_that_are_mixed_are_found_where_several_are_needed() -> None:
    mixed = _of_rows(np.asarray, lambda y, p: _right(y, p) + p - p.mean())
    found = loss_report(mixed, families.load("bernoulli"), reading=LABEL, examples=60)
    assert found.related.exact and not found.holds and found.rows is not None and found.rows.blamed


def test_a_function_that_changes_its_arguments_is_told() -> None:
    with pytest.raises(InputError, match="changes its argument p: a loss leaves its inputs alone"):
        loss_report(_changes, families.load("bernoulli"), reading=LABEL)


def test_nan_everywhere_and_exceptions_somewhere_are_findings() -> None:
    everywhere = loss_report(lambda y, p: p * np.nan, families.load("bernoulli"), reading=LABEL)
    assert not everywhere.holds and everywhere.related.kind is Likeness.DIFFERENT

    def somewhere(y: Any, p: Any) -> Any:
        if p[0] in (0, 1):
            raise ZeroDivisionError("p")
        return -np.log(np.where(y == 1, p, 1 - p))

    found = loss_report(somewhere, families.load("bernoulli"), reading=LABEL)
    assert found.holds and "raised ZeroDivisionError: p" in str(found)


def test_errors_survive_pickling_and_options_are_checked() -> None:
    report = looked(WRONG["mean for rate"], examples=100)
    error = ConformanceError(report)
    assert str(pickle.loads(pickle.dumps(error.args[0]))) == str(error)
    with pytest.raises(InputError, match="dtypes='float16': each is one of float64, float32"):
        loss_report(lambda y, p: p, families.load("bernoulli"), reading=LABEL, dtypes="float16")
    with pytest.raises(ConformanceError):
        check_loss(lambda x, rate: rate, families.load("poisson"), reading={"x": "x", "rate": "lambda"}, examples=100)
    assert check_loss(
        RIGHT["Poisson by its rate"].function,
        families.load("poisson"),
        reading={"x": "x", "lambda": Symbol("rate", real=True)},
        examples=100,
    ).holds


def test_a_constant_that_is_not_recognised_conforms_to_nothing() -> None:
    def loss(y: Any, rate: Any) -> Any:
        return rate - y * np.log(rate) + 3.7 * np.sin(y)

    found = loss_report(loss, families.load("poisson"), reading={"y": "x", "rate": "lambda"}, examples=200)
    assert not found.holds and "a constant not recognised" in str(found)


def test_a_range_far_from_moderate_numbers_is_drawn_from_and_an_empty_one_says_nothing() -> None:
    poisson, reading = RIGHT["Poisson by its rate"], {"x": "x", "rate": "lambda"}
    far = {"rate": (5000.0, 6000.0)}
    found = loss_report(poisson.function, families.load("poisson"), reading=reading, within=far, examples=200)
    assert found.holds and found.points >= 90
    with pytest.raises(InputError, match="too few moderate points could be certified"):
        loss_report(poisson.function, families.load("poisson"), reading=reading, within={"rate": (-3.0, -1.0)})


def test_what_is_nowhere_finite_is_shown_at_a_point() -> None:
    found = loss_report(lambda y, p: y + np.inf, families.load("bernoulli"), reading=LABEL, examples=100)
    assert not found.holds and "returned inf" in str(found)


def test_claims_ranges_and_derivatives_that_are_none_are_refused() -> None:
    case = RIGHT["Poisson"]

    def refused(**options: Any) -> str:
        with pytest.raises(InputError) as caught:
            loss_report(case.function, loss_of(case.of), reading=case.reading, **options)
        return str(caught.value)

    assert refused(claim="same") == "claim='same': it is one of equal, constant, factor."
    assert refused(claim=Likeness.DIFFERENT).startswith("claim='different'")
    assert (
        refused(within={"lambda": (0, 1)})
        == "within={'lambda': ...}: there is no lambda in the reading; there are y, z."
    )
    assert refused(within={"z": (1, 0)}) == "within={'z': (1, 0)}: say the lower end first."
    assert refused(dtype="float32").startswith("dtype='float32': there is no such option; there are reading, given, ")
    assert refused(derivatives=3) == "derivatives=3: it is 0, 1 or 2."
    assert loss_report(case.function, loss_of(case.of), reading=case.reading, claim="constant", examples=60).holds


def test_where_a_truth_is_nearly_nothing_an_error_is_counted_by_what_rounding_leaves() -> None:
    def steep(x: Any, m: Any, s: Any) -> Any:
        u = (x - m) / s
        return np.log(s) + u**2 / 2, np.concatenate([-u / s + (x == m), (1 - u**2) / s])

    found = loss_report(steep, loss_of("normal"), reading={"x": "x", "m": "mu", "s": "sigma"}, seed=1)
    assert not found.holds and all(e.blamed == e.blamed for e in found.worst.values())


def _right(y: Any, p: Any) -> Any:
    return -np.log(np.where(y == 1, p, 1 - p))


def test_what_is_odd_and_no_error_is_told_and_decides_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    def talking(y: Any, p: Any) -> Any:
        print("debug", y)
        np.seterr(all="raise")
        warnings.warn("use another", DeprecationWarning, stacklevel=1)
        return _right(y, p)

    before = np.geterr()
    found = loss_report(talking, families.load("bernoulli"), reading=LABEL, examples=60)
    assert found.holds and np.geterr() == before and capsys.readouterr().out == ""
    assert found.notes == (
        f"it prints when it is called: debug [{found.notes[0][-3:-1]}]",
        "it warns when it is called: DeprecationWarning: use another",
    )
    assert "of its calls\n  - it prints" in str(found)


@pytest.mark.parametrize("kind", [float, object, "0-d"])
def test_numbers_may_come_in_any_form(kind: Any) -> None:
    def function(y: Any, p: Any) -> Any:
        return np.asarray(_right(y, p)[0]) if kind == "0-d" else _right(y, p).astype(kind)

    assert loss_report(function, families.load("bernoulli"), reading=LABEL, examples=60).holds


def test_the_type_of_what_comes_back_is_told() -> None:
    whole = loss_report(lambda y, p: (9 * _right(y, p)).astype(int), families.load("bernoulli"), reading=LABEL)
    assert whole.notes == ("it returns int64: what follows the decimal point is cut off",) and not whole.holds
    short = loss_report(lambda y, p: np.float32(_right(y, p)), families.load("bernoulli"), reading=LABEL)
    assert short.notes == ("it returns float32 where it was given float64",) and not short.holds


def test_why_no_reading_fits_is_told_where_one_call_shows_it() -> None:
    for function, said in {
        _raises: "_raises raises wherever it is called: RuntimeError: out of order",
        BROKEN["nothing"][0]: "it returned None, which is no number",
        lambda y, p: p * np.nan: "returned nan wherever it was called",
        lambda y, p: 0 * p: "returned 0.0 wherever it was called: it depends on none of its arguments",
        lambda *rows: rows[0]: "<lambda> names no arguments: name them, in a function that calls it",
        BROKEN["at random"][0]: "is random: two calls at one point differ; seed it",
    }.items():
        with pytest.raises(InputError, match=said):
            loss_report(function, families.load("bernoulli"))


def test_what_changes_with_its_calls_or_seldom_is_random() -> None:
    calls = [0]

    def counts(y: Any, p: Any) -> Any:
        calls[0] += 1
        return _right(y, p) + (p if calls[0] > 1000 else 0)

    def seldom(y: Any, p: Any) -> Any:
        calls[0] += 1
        return _right(y, p) + (calls[0] % 101 == 0)

    for function in (counts, seldom):
        with pytest.raises(InputError, match=r"is random: at y = .*; seed it"):
            loss_report(function, families.load("bernoulli"), reading=LABEL)


def test_slow_calls_are_fewer_and_too_few_say_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]

    def slow(y: Any, p: Any) -> Any:
        now[0] += 2
        return _right(y, p)

    monkeypatch.setattr(calls, "monotonic", lambda: now[0])
    found = loss_report(slow, families.load("bernoulli"), reading=LABEL)
    assert found.holds and found.points == 30
    assert found.notes == ("a call takes 2 s: 776 points were left out, after 60 s",)
    with pytest.raises(InputError, match="takes 2 s a call: at 10 points within 20 s, too few to say anything"):
        loss_report(slow, families.load("bernoulli"), reading=LABEL, seconds=20)
    with pytest.raises(InputError, match="slow: a call takes 2 s, too long for its reading to be searched"):
        loss_report(slow, families.load("bernoulli"), seconds=20)
    with pytest.raises(InputError, match="seconds=0: a time that is positive"):
        loss_report(slow, families.load("bernoulli"), seconds=0)


def test_several_types_are_one_report_and_each_must_hold() -> None:
    bernoulli = families.load("bernoulli")
    both = loss_report(_right, bernoulli, reading=LABEL, examples=60, dtypes=("float32", "float64"))
    assert both.holds and both.kind.name == "float64" and [o.kind.name for o in both.others] == ["float32"]

    def short(y: Any, p: Any) -> Any:
        return np.asarray(_right(y, np.asarray(p, "float32")), p.dtype)

    inside = loss_report(short, bernoulli, reading=LABEL, examples=60, dtypes=("float64", "float32"))
    assert not inside.holds and inside.others[0].holds and "to within 1e-" in str(inside.related)

    def wide_only(y: Any, p: Any) -> Any:
        return _right(y, p) if p.dtype == "float64" else 2 * _right(y, p)

    found = loss_report(wide_only, bernoulli, reading=LABEL, examples=60, dtypes=["float32", "float64"])
    assert not found.holds and found.holds_here and "does not conform to" in str(found)
    assert "float64)" in str(found).partition("reading")[0] and "float32)" in str(found)
