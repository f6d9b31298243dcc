"""Whatever is written into a field of a declaration, it is a family or an error of ours that names the field."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from sympy import Eq, Float, Integer, Matrix, Symbol, Tuple, cos, exp, nan, oo, zoo

from symbolic import Estimate, Family, Obligation, Reference, check, function, parameter, sample
from symbolic.core.domains import nonnegative, positive, reals
from symbolic.core.errors import DerivationError, MalformedTerm
from symbolic.models.family import mean, real_variable
from symbolic.models.likelihood import derivation, dropped, loss
from symbolic.models.regression import regression
from symbolic.statements.convex import Convex
from symbolic.statements.free import Free
from symbolic.statements.integral import IntegralIs

x, u, y = sample("x", domain=nonnegative), sample("u", domain=reals), sample("y", domain=nonnegative)
rate, other, theta = parameter("lambda", positive), parameter("sigma", positive), parameter("theta")
z = real_variable("z")
DENSITY = rate * exp(-rate * x.outcome)
EXPONENTIAL = Family("exponential", variables=(x,), parameters=(rate,), density=DENSITY)
CONVEX = Obligation("convex", (rate**2, (rate,)))

THINGS: dict[str, Any] = {
    "nothing": None, "a number": 3, "a float": 1.5, "SymPy's float": Float("0.1"), "true": True, "a text": "x", "bytes": b"x",
    "a sample": x, "an outcome": x.outcome, "an entry": x.i, "a parameter": rate,
    "a strange one": other, "a symbol": Symbol("s"),
    "an expression": rate + x.outcome, "a comparison": mean(x) > 0, "an equation": Eq(rate, 1),
    "nan": nan, "zoo": zoo, "oo": oo,
    "an empty tuple": (), "a tuple": (3,), "samples": (x,), "parameters": (rate,), "a list": [rate],
    "a dict": {}, "of texts": {"a": "b"},
    "of a parameter": {rate: 1 / mean(x)}, "of numbers": {1: 2}, "a set": {1}, "a function": lambda t: t, "a thing": object(),
    "a class": Family, "a statement": CONVEX, "statements": (CONVEX,), "named": (("one", CONVEX),), "a domain": positive,
    "not of a file": (("one", Free(rate, (rate,))),), "not about that": (("one", IntegralIs(rate, rate, "x", 4)),),
    "a reference": Reference("expon", {}),
    "an estimate": Estimate({rate: 1 / mean(x)}), "estimates": (Estimate({rate: 1 / mean(x)}),), "a matrix": Matrix([1]),
    "SymPy's tuple": Tuple(rate), "a family": EXPONENTIAL, "nested": ((((),),),), "a generator": (t for t in (rate,)),
    "a call": function("f", theta), "a value of it": function("f", theta)(u.outcome),
}  # fmt: skip

FAMILY: dict[str, Callable[[Any], Any]] = {
    field: lambda thing, field=field: Family(
        **{"name": "mine", "variables": (x,), "parameters": (rate,), "density": DENSITY, field: thing}
    )
    for field in (
        "name", "variables", "parameters", "density", "known", "inputs", "total", "loss", "factor", "estimates", "links",
        "reference", "title", "source", "notes", "further", "false_claims", "questions", "hypotheses",
    )
}  # fmt: skip


def declared(**parts: Any) -> Family:
    return Family("mine", variables=(x,), parameters=(rate,), density=DENSITY, **parts)


def regressed(**changed: Any) -> Family:
    right = {"family": EXPONENTIAL, "link": {rate: exp(z)}, "predictor": function("f", theta)(u.outcome)}
    loss = {"loss": exp(z) * y.outcome - z, "derivatives": {z: exp(z) * y.outcome - 1}}
    parts = {**right, **loss, **changed}
    return regression(parts.pop("family"), parts.pop("link"), parts.pop("predictor"), **parts)


FIELDS: dict[str, Callable[[Any], Any]] = {
    **FAMILY,
    "estimates: values": lambda thing: declared(estimates=(Estimate(thing),)),
    "estimates: of lambda": lambda thing: declared(estimates=(Estimate({rate: thing}),)),
    "estimates: when": lambda thing: declared(estimates=(Estimate({rate: 1 / mean(x)}, when=thing),)),
    "estimates: one condition": lambda thing: declared(estimates=(Estimate({rate: 1 / mean(x)}, when=(thing,)),)),
    "reference: name": lambda thing: declared(reference=Reference(thing)),
    "reference: arguments": lambda thing: declared(reference=Reference("expon", thing)),
    "reference: scale": lambda thing: declared(reference=Reference("expon", {"scale": thing})),
    "links: lambda": lambda thing: declared(links={rate: thing}),
    **{
        f"regression: {field}": lambda thing, field=field: regressed(**{field: thing})
        for field in (
            "family",
            "link",
            "predictor",
            "response",
            "loss",
            "factor",
            "derivatives",
            "known",
            "name",
            "title",
            "notes",
        )
    },
    "regression: derivatives in z": lambda thing: regressed(derivatives={z: thing}),
    "regression: link of lambda": lambda thing: regressed(link={rate: thing}),
}
WORDS = {  # what the message calls a field, where that is not its name
    "estimates: of lambda": "estimates", "estimates: one condition": "when", "estimates: values": "estimate",
    "reference: name": "reference", "reference: arguments": "reference", "reference: scale": "reference",
    "links: lambda": "links",

    "regression: response": "(response|loss)",
    "regression: link of lambda": "link", "regression: derivatives in z": "derivatives", "regression: name": "name",
}  # fmt: skip


def word(field: str) -> str:
    return WORDS.get(field, field.rpartition(": ")[2])


@pytest.mark.parametrize("field", FIELDS)
def test_whatever_stands_in_a_field_it_is_a_family_or_an_error_that_names_the_field(field: str) -> None:
    for name, thing in THINGS.items():
        try:
            found = FIELDS[field](thing)
        except DerivationError as error:
            assert re.search(rf"\b{word(field)}", str(error)), (name, str(error))
            assert "Error" not in str(error), (name, str(error))
        else:
            assert isinstance(found, Family), name


def test_any_two_fields_at_once_give_a_family_or_an_error_of_ours() -> None:
    random = Random("two wrong fields")
    for _ in range(400):
        one, two = random.sample(sorted(FAMILY), 2)
        parts = {"name": "mine", "variables": (x,), "parameters": (rate,), "density": DENSITY}
        parts |= {one: random.choice(list(THINGS.values())), two: random.choice(list(THINGS.values()))}
        try:
            found = Family(**parts)
        except DerivationError:
            continue
        assert isinstance(found, Family)


@pytest.mark.parametrize(
    "written",
    [
        lambda: rate * x,
        lambda: x * rate,
        lambda: 2 * x,
        lambda: -x,
        lambda: x**2,
        lambda: exp(-rate * x),
        lambda: cos(x),
        lambda: x - rate,
        lambda: rate / x,
        lambda: x > 0,
        lambda: declared(loss=x),
        lambda: mean(x, x),
    ],
)
def test_a_sample_in_a_formula_is_told_to_be_an_outcome_or_an_entry(written: Callable[[], Any]) -> None:
    with pytest.raises(MalformedTerm, match=r"x is a sample, which is no number: write x\.i .*or x\.outcome"):
        written()


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"variables": (rate,)}, r"lambda is a parameter: declare a column by sample\('lambda', domain=\.\.\.\)"),
        ({"variables": x}, r"Write \(x,\), with its comma"),
        ({"variables": (x.outcome,)}, "give the sample itself"),
        ({"parameters": (x,)}, r"declare a parameter by parameter\('x', domain\)"),
        ({"parameters": (Symbol("lambda"),)}, "a symbol without a domain"),
        ({"reference": "expon"}, r"give a Reference, such as Reference\('norm', \{'loc': mu\}\)"),
        ({"notes": "one"}, "give a tuple of texts"),
        ({"further": (("one", Free(rate, (rate,))),)}, "further: one: there are no statements of the kind 'free'"),
        ({"further": (("one", Convex(rate, rate)),)}, "further: one: unknowns=lambda is no tuple of parameters"),
    ],
)
def test_the_usual_slips_are_told_what_to_write(parts: dict[str, Any], message: str) -> None:
    with pytest.raises(MalformedTerm, match=message):
        Family(**{"name": "mine", "variables": (x,), "parameters": (rate,), "density": DENSITY, **parts})


def test_a_statement_by_name_is_refused_where_it_is_written() -> None:
    with pytest.raises(MalformedTerm, match="there are no statements of the kind 'convexx'"):
        declared(further=(("one", Obligation("convexx", (rate,))),))
    with pytest.raises(MalformedTerm, match="unknowns=lambda is no tuple of parameters"):
        declared(further=(("one", Obligation("convex", (rate, rate))),))


def test_a_condition_without_its_comma_is_shown_with_it() -> None:
    with pytest.raises(MalformedTerm, match=r"estimates: when=.*: give a tuple of .*, such as \(.* > 0,\)"):
        Estimate({rate: 1 / mean(x)}, when=mean(x) > 0)  # type: ignore[arg-type]


def test_no_formula_is_read_out_of_a_text() -> None:
    for text in ("x", "__import__('os')", "lambda: 0"):
        with pytest.raises(MalformedTerm, match="is a str"):
            declared(loss=text)


def test_a_default_loss_keeps_what_may_be_infinite() -> None:
    def erlang(s: Any) -> Family:
        return Family(
            "erlang", variables=(s,), parameters=(rate,), density=rate**2 * s.outcome * exp(-rate * s.outcome)
        )

    weighted, right = erlang(x), erlang(sample("x", domain=positive))
    assert "log(x)" in str(loss(weighted)) and dropped(weighted) == Integer(0)
    assert check(derivation(weighted)).proved, "log(x) is infinite at x = 0, and no constant"
    assert "log(x)" in str(dropped(right)) and check(derivation(right)).proved
