"""A CSV file is read exactly, or refused in one line that names file, row and value."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from flint import fmpq

from properties.data import NotANumber, datasets, inside, number, observe, read
from properties.linear import linear
from properties.loading import InputError
from symbolic import families
from symbolic.domains import FiniteSet, Integers, RealInterval, open_unit_interval, positive, unit_interval

poisson, normal_mean, bernoulli = (families.load(name) for name in ("poisson", "normal_mean", "bernoulli"))


def file(tmp_path, text, encoding="utf-8", name="data.csv"):
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return str(path)


def refused(*arguments, **options):
    with pytest.raises(InputError) as caught:
        observe(*arguments, **options)
    message = str(caught.value)
    assert "\n" not in message
    return message


# ---- numbers ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0), ("-0", 0), ("7", 7), ("007", 7), ("+2", 2), ("1.5", Fraction(3, 2)),
        ("1.50", Fraction(3, 2)), (".5", Fraction(1, 2)),
        ("5.", 5), ("-1.25e1", Fraction(-25, 2)), ("1E-3", Fraction(1, 1000)), ("2/6", Fraction(1, 3)),
        ("-1/3", Fraction(-1, 3)),
        ("0.1", Fraction(1, 10)), ("1000000000000000000000000.0000001", Fraction(10**31 + 1, 10**7)),
    ],
)  # fmt: skip
def test_a_numeral_is_read_exactly(text, value):
    assert number(text) == fmpq(Fraction(value).numerator, Fraction(value).denominator)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("abc", "is no number"), ("1,5", "decimal comma"), ("inf", "infinite"), ("-Infinity", "infinite"),
        ("1/0", "is no number"),
        ("1e99999", "is no number"), ("1e9999", "exponent beyond"), ("1e400", "another unit"),
        ("-1.5e60", "greater than 1e60"), ("9" * 61, "another unit"), ("1" + "0" * 70 + "/7", "another unit"),
        ("1" * 301, "301 characters"), ("1 2", "is no number"),
        ("٣", "is no number"), ("0x10", "is no number"), ("1_000", "is no number"), ("__import__('os')", "is no number"),
        ("1e", "is no number"), (".", "is no number"), ("--1", "is no number"), ("", "is no number"),
    ],
)  # fmt: skip
def test_what_is_no_finite_number_is_refused(text, said):
    with pytest.raises(NotANumber, match=said):
        number(text)


def test_random_numerals_agree_with_pythons_fractions():
    draw = random.Random(4)
    for _ in range(2000):
        text = draw.choice(["", "-", "+"]) + str(draw.randrange(10 ** draw.randrange(1, 12)))
        text += draw.choice(["", ".", "." + str(draw.randrange(1000)).zfill(draw.randrange(1, 6))])
        text += draw.choice(["", "", f"e{draw.randrange(-9, 9)}"])
        exact = Fraction(text)
        assert number(text) == fmpq(exact.numerator, exact.denominator), text


# ---- files -----------------------------------------------------------------------------------------------------------


def test_horse_kicks_ship_with_bortkiewiczs_counts():
    assert datasets() == ("horse_kicks",)
    data = observe(poisson, "horse_kicks", ["deaths"])
    assert data.rows == 200
    assert {data.values["x"][cell[0]]: times for cell, times in data.cells.items()} == {
        0: 109,
        1: 65,
        2: 22,
        3: 3,
        4: 1,
    }
    table = read("horse_kicks", ["corps", "year"])
    assert len(table.counts) == 200  # each corps and year once
    assert data.warnings == ()


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("x,y\n1,2\n3,4\n", "utf-8"),
        ("x,y\n1,2\n3,4\n", "utf-8-sig"),
        ("x,y\n1,2\n3,4", "utf-16"),
        ("x;y\r\n1;2\r\n3;4\r\n", "utf-8"),
        ("x\ty\n1\t2\n3\t4\n\n\n", "utf-8"),
        ("x|y\n1|2\n\n3|4\n", "utf-8"),
        ('"x","y"\n"1","2"\n"3","4"\n', "utf-8"),
        (" x , y \n 1 , 2 \n 3 , 4 \n", "utf-8"),
        ('y,note,x\n2,"a, b\nc",1\n4,"say ""hi""",3\n', "utf-8"),
        ("x,y\r1,2\r3,4\r", "utf-8"),
    ],
)
def test_encodings_separators_and_quotes_are_found_out(tmp_path, text, encoding):
    data = observe(poisson, file(tmp_path, text, encoding), ["x"])
    assert (data.rows, sorted(data.values["x"])) == (2, [1, 3])


def test_a_column_need_not_be_named_where_there_is_only_one(tmp_path):
    assert observe(poisson, file(tmp_path, "anything\n3\n")).columns == ("anything",)
    assert "choose one with --column" in refused(poisson, file(tmp_path, "a,b\n1,2\n"))


def test_a_separator_may_be_given(tmp_path):
    path = file(tmp_path, "x:y\n1:2\n")
    assert observe(poisson, path, ["x"], separator=":").rows == 1
    for wrong in ("", "ab", '"', "\n"):
        if wrong:
            assert "one character" in refused(poisson, path, ["x"], separator=wrong)


def test_two_ways_to_write_a_value_are_one_value(tmp_path):
    data = observe(poisson, file(tmp_path, "x\n1\n1.0\n+1\n01\n1e0\n10e-1\n2/2\n 1\n2\n2.00\n-0\n0\n"))
    assert sorted(data.values["x"]) == [0, 1, 2]
    assert {int(data.values["x"][c[0]].p): n for c, n in data.cells.items()} == {1: 8, 2: 2, 0: 2}


BROKEN = [
    ("", "is empty"),
    ("\n\n", "is empty"),
    ("x\n", "a header and no row"),
    ("y\n1\n", "no column 'x'; its columns are y"),
    ("X_1,y\n1,2\n", "no column 'x'"),
    ("1.5,2\n1,2\n", "first row holds numbers"),
    ("x,x\n1,2\n", "2 columns are called 'x'"),
    ("x,y\n1,2\n3\n", "row 2 has 1 cells, the header has 2"),
    ("x,y\n1,2\n3,4,5\n", "row 2 has 3 cells"),
    ("x,y\n1,2\n,4\n", "row 2 (line 3): x is empty, a missing value (1 of 2 rows"),
    ("x,y\n1,2\nNA,4\nnan,3\n", "row 2 (line 3): x is NA, a missing value (2 of 3 rows"),
    ("x\n1\n\n2\n", "a blank line after row 1"),
    ("x\n1\ntwo\n", "row 2 (line 3): x: 'two' is no number"),
    ("x\n1\ninf\n", "row 2 (line 3): x: 'inf' is infinite"),
    (
        "x\n1\n-1\n-2\n",
        "row 2 (line 3): x = -1 lies outside the support {0, 1, ...} of poisson (2 different such values)",
    ),
    ("x\n1\n2.50\n", "row 2 (line 3): x = 2.50 lies outside the support"),
    ('x\n1\n"2\n', "a quote is never closed"),
    ('x\n1\n"2"3\n', "mend the quotes"),
    ("x\n1\n1e9999\n", "exponent beyond"),
    ("x\n1\n1e400\n", "row 2 (line 3): x: '1e400' is greater than 1e60 in size: choose another unit"),
    ("x\n1\n" + "9" * 80 + "\n", "greater than 1e60 in size: choose another unit"),
    ("x\n" + "9" * 200_000 + "\n", "field"),
]


@pytest.mark.parametrize(("text", "said"), BROKEN)
def test_a_broken_file_is_refused_with_row_and_value(tmp_path, text, said):
    path = file(tmp_path, text)
    message = refused(poisson, path, ["x"])
    assert said in message and message.startswith(path) and len(message) < 500


def test_the_row_is_named_in_a_long_file_too(tmp_path):
    path = file(tmp_path, "x\n" + "1\n" * 10_000 + "-1\n" + "1\n" * 10)
    assert "row 10001 (line 10002): x = -1" in refused(poisson, path)
    path = file(tmp_path, "x,y\n" + "1,2\n" * 10_000 + "1\n")
    assert "row 10001 has 1 cells" in refused(poisson, path, ["x"])


def test_a_near_name_is_suggested(tmp_path):
    path = file(tmp_path, "sepal_length,Deaths\n1,2\n")
    assert "Did you mean 'sepal_length'?" in refused(poisson, path, ["sepal_lenght"])
    assert "Did you mean 'Deaths'?" in refused(poisson, path, ["deaths"])


def test_other_encodings_directories_and_absent_files_are_refused(tmp_path):
    path = tmp_path / "latin.csv"
    path.write_bytes("x\n1\né\n".encode("latin-1"))
    assert "no text in UTF-8" in refused(poisson, str(path))
    assert "is a directory" in refused(poisson, str(tmp_path))
    message = refused(poisson, str(tmp_path / "none.csv"))
    assert "no such file" in message and "horse_kicks" in message
    binary = tmp_path / "x.csv"
    binary.write_bytes(bytes(range(256)) * 10)
    assert refused(poisson, str(binary))


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
    ],
)
def test_membership_follows_the_domain_with_its_ends(domain, members, strangers):
    exact = lambda v: fmpq(Fraction(v).numerator, Fraction(v).denominator)
    assert all(inside(domain, exact(v)) for v in members)
    assert not any(inside(domain, exact(v)) for v in strangers)


# ---- weights ---------------------------------------------------------------------------------------------------------


def counted(data):
    """The rows by their values, with how often each occurs."""
    return {
        tuple(data.values[n][k] for n, k in zip(data.names, cell, strict=True)): t for cell, t in data.cells.items()
    }


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
