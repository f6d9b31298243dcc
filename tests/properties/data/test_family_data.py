"""Data are exact values inside of their columns' domains, counted; or they are refused with file, row and value."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from flint import fmpq
from observed import counted, file, refused

from properties.data.family_data import observe
from properties.errors import InputError
from properties.estimation.linear import linear
from properties.instances.numbers import inside
from symbolic import families
from symbolic.core.domains import FiniteSet, Integers, RealInterval, circle, open_unit_interval, positive, unit_interval

poisson, normal_mean, bernoulli = (families.load(name) for name in ("poisson", "normal_mean", "bernoulli"))


# ---- what is read ------------------------------------------------------------------------------------------------------


def test_two_ways_to_write_a_value_are_one_value(tmp_path):
    data = observe(poisson, file(tmp_path, "x\n1\n1.0\n+1\n01\n1e0\n10e-1\n2/2\n 1\n2\n2.00\n-0\n0\n"))
    assert sorted(data.values["x"]) == [0, 1, 2]
    assert {int(data.values["x"][c[0]].p): n for c, n in data.cells.items()} == {1: 8, 2: 2, 0: 2}


def test_constant_is_said_of_all_rows(tmp_path):
    data = observe(
        linear(families.load("bernoulli"), ["x"]), file(tmp_path, "y,x\n0,1\n0,2\n0,3\n1,1\n0,7\n"), ["y", "x"]
    )
    assert data.warnings == ()
    (warning,) = observe(
        linear(families.load("bernoulli"), ["x"]),
        file(tmp_path, "y,x\n0,2\n1,2\nNA,3\n"),
        ["y", "x"],
        drop_missing=True,
    ).warnings[1:]
    assert warning == "column x is constant: every row is 2; no slope can be estimated."


def test_missing_values_are_left_out_when_asked_and_said(tmp_path):
    path = file(tmp_path, "x,y\n1,2\n,4\nNaN,3\n5,NA\n")
    data = observe(poisson, path, ["x"], drop_missing=True)
    assert data.rows == 2 and "2 of 4 rows have a missing value" in data.warnings[0]
    assert "row 2 (line 3)" in data.warnings[0]
    assert "no row is left" in refused(poisson, file(tmp_path, "x\nNA\n"), drop_missing=True)


def test_constant_columns_and_single_rows_are_warned_of(tmp_path):
    assert "constant: every row is 3" in observe(poisson, file(tmp_path, "x\n3\n3.0\n")).warnings[0]
    assert "one row only" in observe(poisson, file(tmp_path, "x\n3\n")).warnings[0]
    assert observe(poisson, file(tmp_path, "x\n3\n4\n")).warnings == ()
    labels = observe(families.load("categorical"), file(tmp_path, "x\na\n a\n"))
    assert "every row is a" in labels.warnings[0]


def test_whatever_stands_in_a_file_the_answer_is_data_or_one_line(tmp_path):
    draw, path = random.Random(11), tmp_path / "any.csv"
    pieces = [*",;\t|\"\n\r\0 'x1230.-+eE/", "NA", "inf", "nan", "1", "2", "\n", "x", "\n1", "\ufeff", "é", "1e9", "１"]
    needs = (("poisson", ["x"], {}), ("multinomial", ["a", "b", "c"], {"N": fmpq(3)}), ("categorical", [], {}))
    answers = {"data": 0, "refused": 0}
    for _ in range(700):
        text = draw.choice(["", "x\n", "x,y\n", "a,b,c\n", '"x"\n', "x\n1\n"])
        text += "".join(draw.choice(pieces) for _ in range(draw.randrange(40)))
        raw = text.encode(draw.choice(["utf-8"] * 9 + ["utf-16"]))
        path.write_bytes(raw if draw.random() < 0.9 else bytes(draw.randrange(256) for _ in range(40)))
        for name, columns, known in needs:
            try:
                observe(families.load(name), str(path), columns, known=known, drop_missing=draw.random() < 0.5)
                answers["data"] += 1
            except InputError as error:
                assert "\n" not in str(error) and "changed while" not in str(error)
                answers["refused"] += 1
    assert min(answers.values()) > 50


# ---- what a family needs ---------------------------------------------------------------------------------------------


def test_known_constants_are_needed_and_checked(tmp_path):
    path = file(tmp_path, "x\n3\n4\n")
    assert "--known sigma=VALUE" in refused(normal_mean, path)
    assert "takes sigma in (0, oo)" in refused(normal_mean, path, known={"sigma": fmpq(-1)})
    assert "no such constant (its known constants: sigma)" in refused(normal_mean, path, known={"tau": fmpq(1)})
    assert observe(normal_mean, path, known={"sigma": fmpq(2)}).known == {"sigma": 2}


def test_several_columns_are_paired_and_add_up(tmp_path):
    multinomial = families.load("multinomial")
    path = file(tmp_path, "a,b,c,d\n1,1,0,9\n0,2,0,9\n1,1,0.0,9\n2,1,0,9\n")
    two = {"N": fmpq(2)}
    assert "row 4 (line 5): a, b, c add up to 3" in refused(multinomial, path, ["a", "b", "c"], known=two)
    assert "multinomial has 3 columns (x1, x2, x3), but --column names 2" in refused(
        multinomial, path, ["a", "b"], known=two
    )
    good = file(tmp_path, "a,b,c,d\n1,1,0,9\n0,2,0,9\n1,1,0.0,9\n")
    data = observe(multinomial, good, ["a", "b", "c"], known=two)
    rows = {
        tuple(int(data.values[n][k].p) for n, k in zip(data.names, cell, strict=True)): t
        for cell, t in data.cells.items()
    }
    assert rows == {(1, 1, 0): 2, (0, 2, 0): 1}


def test_no_column_is_given_twice(tmp_path):
    path = file(tmp_path, "y,x\n1,2\n2,3\n")
    for columns in (["y", "y"], ["x", "x"]):
        assert "twice: nothing can be learnt" in refused(linear(poisson, ["x"]), path, columns)


def test_a_column_of_labels_is_said_to_be_one(tmp_path):
    message = refused(poisson, file(tmp_path, "x\nred\nblue\n"))
    assert "x: 'red' is no number: a column of labels? choose another one, or a family of labels" in message
    assert refused(poisson, file(tmp_path, "x\n1\nblue\n")).endswith("x: 'blue' is no number.")


def test_labels_stay_texts(tmp_path):
    data = observe(families.load("categorical"), file(tmp_path, "kind\nb\n a\nb\n1.0\n"))
    assert data.values == {"x": ("1.0", "a", "b")} and data.cells == {(2,): 2, (1,): 1, (0,): 1}


def test_an_instance_counts_rows_like_a_list_of_rows(tmp_path):
    data = observe(bernoulli, file(tmp_path, "x\n1\n0\n1\n"))
    (instance,) = [data.instance()]
    assert sorted(instance.frequencies("n", ("x",))) == [((0,), 2), ((1,), 1)]
    assert instance.frequencies("n", ()) == [((), 3)]


@pytest.mark.parametrize(
    ("domain", "members", "strangers"),
    [
        (Integers(0, 3), (0, 3), (-1, 4, Fraction(1, 2))),
        (unit_interval, (0, 1, Fraction(1, 2)), (2, -1)),
        (open_unit_interval, (Fraction(1, 2),), (0, 1)),
        (positive, (Fraction(1, 1000), 10**9), (0, -1)),
        (FiniteSet((Fraction(1, 2), Fraction(3))), (3, Fraction(1, 2)), (1,)),
        (RealInterval(), (-(10**30),), ()),
        (circle, (-3, Fraction("3.14159")), (Fraction("3.14160"), Fraction("-3.14160"), 6)),
    ],
)
def test_membership_follows_the_domain_with_its_ends(domain, members, strangers):
    exact = lambda v: fmpq(Fraction(v).numerator, Fraction(v).denominator)
    assert all(inside(domain, exact(v)) for v in members)
    assert not any(inside(domain, exact(v)) for v in strangers)


# ---- weights ---------------------------------------------------------------------------------------------------------


def test_a_frequency_is_so_many_rows(tmp_path):
    draw = random.Random(5)
    for trial in range(60):
        rows = [(draw.randrange(4), draw.randrange(3), draw.randrange(4)) for _ in range(draw.randrange(1, 9))]
        rows.append((1, 1, 1))
        few = "x,y,w\n" + "".join(f"{x},{y}, {w}.0\n" if w == 2 else f"{x},{y},{w}\n" for x, y, w in rows)
        many = "x,y\n" + "".join(f"{x},{y}\n" * w for x, y, w in rows)
        family, columns = (poisson, ["x"]) if trial % 2 else (linear(families.load("normal"), ["x"]), ["y", "x"])
        weighted = observe(family, file(tmp_path, few), columns, weights="w")
        repeated = observe(family, file(tmp_path, many), columns)
        assert (weighted.rows, weighted.values, weighted.cells, weighted.warnings) == (
            repeated.rows, repeated.values, repeated.cells, repeated.warnings,
        )  # fmt: skip
        assert weighted.weights.unit == 1 and weighted.weights.records == sum(w > 0 for *_, w in rows)
        assert weighted.observed and repeated.observed and repeated.weights is None


def test_a_row_of_weight_0_is_no_row_whatever_stands_in_it(tmp_path):
    data = observe(poisson, file(tmp_path, "x,w\n3,2\n-1,0\nabc,0\nNA,0\n4,1\n"), ["x"], weights="w")
    assert counted(data) == {(3,): 2, (4,): 1} and data.warnings == ()
    assert "every weight in w is 0" in refused(poisson, file(tmp_path, "x,w\n3,0\n"), ["x"], weights="w")


def test_weights_of_importance_are_ratios_and_no_observations(tmp_path):
    path = file(tmp_path, "x,w\n3,0.5\n4,1/3\n3,1/6\n7,0\n")
    data = observe(poisson, path, ["x"], weights="w", kind="importance")
    assert counted(data) == {(3,): 2, (4,): 1} and data.rows == 3
    assert data.weights.unit == fmpq(1, 3) and data.weights.records == 3 and not data.observed


def test_the_column_of_weights_is_none_of_the_values(tmp_path):
    path = file(tmp_path, "x,w\n3,2\n")
    assert observe(poisson, path, weights="w").columns == ("x",)
    assert "cannot hold values and their weights" in refused(poisson, path, ["x"], weights="x")
    assert "there is no column 'v'" in refused(poisson, path, ["x"], weights="v")
    assert "weights are of the kind" in refused(poisson, path, ["x"], weights="w", kind="survey")


@pytest.mark.parametrize(
    ("weight", "kind", "said"),
    [
        ("-1", "frequency", "w: -1 is no weight: a weight is a whole number >= 0"),
        ("1.5", "frequency", "1.5 is no frequency: a weight is a whole number >= 0, and 0 leaves a row out, or say"),
        ("-1.5", "importance", "-1.5 is no weight: a weight is a number >= 0"),
        ("", "frequency", "a weight is missing"),
        ("many", "importance", "'many' is no number"),
        ("1e99", "frequency", "greater than 1e60"),
    ],
)
def test_what_is_no_weight_is_refused_with_its_row(tmp_path, weight, kind, said):
    path = file(tmp_path, f"x,w\n3,2\n4,{weight}\n")
    message = refused(poisson, path, ["x"], weights="w", kind=kind)
    assert said in message and "row 2 (line 3)" in message


def test_a_column_that_looks_like_counts_is_named(tmp_path):
    (hint,) = observe(poisson, file(tmp_path, "deaths,Frequency\n0,109\n1,65\n"), ["deaths"]).warnings
    assert "Frequency looks like counts" in hint and "--weights Frequency" in hint
    for text in ("deaths,share\n0,109\n1,65\n", "deaths,n\n0,1.5\n1,65\n", "deaths,n\n0,\n1,65\n"):
        assert observe(poisson, file(tmp_path, text), ["deaths"]).warnings == ()
    assert observe(poisson, file(tmp_path, "deaths,n\n0,9\n1,65\n"), ["deaths"], weights="n").warnings == ()
