"""Columns in memory are the table that a file with the same values is, whichever library made them."""

from __future__ import annotations

import random
from decimal import Decimal
from fractions import Fraction

import pytest
from flint import fmpq
from observed import counted, file, refused

from properties.data.arrays import collected
from properties.data.family_data import observe
from properties.errors import InputError
from properties.estimation.linear import linear
from symbolic import families

numpy = pytest.importorskip("numpy", reason="NumPy comes with the extra `test`")
poisson, normal, bernoulli = (families.load(name) for name in ("poisson", "normal", "bernoulli"))
VALUES = [3, 1, 1, 4]
EXPECTED = {(3,): 1, (1,): 2, (4,): 1}


class Column:
    """A column of a library that nobody has heard of."""

    def __array__(self, dtype=None, copy=None):
        return numpy.array(VALUES)


@pytest.mark.parametrize(
    "column",
    [
        VALUES, tuple(VALUES), [3.0, 1, Fraction(1), Decimal(4)], ["3", "1", "1.0", " 4 "], numpy.array(VALUES),
        numpy.array(VALUES, dtype="float32"), numpy.array([[v] for v in VALUES]), [(v,) for v in VALUES],
        {"x": VALUES}, {"anything": numpy.array(VALUES)}, iter(VALUES), range(1, 1) or VALUES, Column(),
        [numpy.int8(3), numpy.float64(1), numpy.int64(1), 4], numpy.array([(v,) for v in VALUES], dtype=[("x", "i4")]),
        memoryview(bytes(VALUES)), bytearray(VALUES),
    ],
    ids=lambda column: type(column).__name__,
)  # fmt: skip
def test_a_column_may_be_of_any_kind(column):
    data = observe(poisson, column)
    assert counted(data) == EXPECTED and data.rows == 4


def test_a_float_is_the_binary_fraction_that_it_is():
    assert counted(observe(normal, [0.1, 0.1, 0.5])) == {
        (fmpq(3602879701896397, 36028797018963968),): 2,
        (fmpq(1, 2),): 1,
    }


def test_arrays_are_what_a_file_is(tmp_path):
    rows = [(1, 2, 2), (3, 1, 0), (2, 5, 1), (1, 2, 3)]
    path = file(tmp_path, "y,x,w\n" + "".join(f"{y},{x},{w}\n" for y, x, w in rows))
    family = linear(poisson, ["x"])
    expected = observe(family, path, ["y", "x"], weights="w")
    y, x, w = zip(*rows, strict=True)
    for data, weights in (
        ({"y": y, "x": x, "w": w}, "w"),
        (numpy.array([y, x]).T, numpy.array(w)),
        ({"x": x, "y": y}, w),
    ):
        names = ["y", "x"] if isinstance(data, dict) else []
        found = observe(family, data, names, weights=weights)
        assert (found.rows, found.values, found.cells, found.warnings) == (
            expected.rows, expected.values, expected.cells, expected.warnings,
        )  # fmt: skip
        assert found.weights.records == 3


def test_frames_and_series_of_pandas():
    pandas = pytest.importorskip("pandas", reason="pandas comes with the extra `test`")
    series = pandas.Series(VALUES, name="deaths", index=[7, 8, 9, 7])
    assert observe(poisson, series).columns == ("deaths",) and counted(observe(poisson, series)) == EXPECTED
    frame = pandas.DataFrame({"deaths": pandas.array(VALUES, dtype="Int64"), "corps": list("abcd")})
    assert counted(observe(poisson, frame, ["deaths"])) == EXPECTED
    assert observe(families.load("categorical"), frame, ["corps"]).values == {"x": ("a", "b", "c", "d")}
    frame.loc[1, "deaths"] = pandas.NA
    assert "row 2 (index 1): deaths is <NA>, a missing value (1 of 4 rows" in refused(poisson, frame, ["deaths"])
    assert observe(poisson, frame, ["deaths"], drop_missing=True).rows == 3
    assert "choose one by columns=[NAME]." in refused(poisson, frame)
    twice = pandas.DataFrame([[1, 2]], columns=["a", "a"])
    assert "several columns are called 'a'" in refused(poisson, twice, ["a"])
    assert observe(poisson, pandas.DataFrame({0: VALUES}), ["0"]).columns == ("0",)
    dates = pandas.Series(pandas.to_datetime(["2019-01-31", "2020-01-31"]))
    assert "row 1 (index 0): x: '2019-01-31 00:00:00', a Timestamp, is no number (a date?" in refused(normal, dates)


def test_frames_and_series_of_polars():
    polars = pytest.importorskip("polars", reason="polars comes with the extra `test`")
    assert counted(observe(poisson, polars.Series("deaths", VALUES))) == EXPECTED
    frame = polars.DataFrame({"deaths": VALUES, "n": [1, 2, 0, 1]})
    assert counted(observe(poisson, frame, ["deaths"], weights="n")) == {(3,): 1, (1,): 2, (4,): 1}
    (hint,) = observe(poisson, frame, ["deaths"]).warnings
    assert "n looks like counts" in hint and "weights='n'" in hint
    assert "row 2 (index 1): x is None, a missing value" in refused(poisson, polars.Series([3, None]))


def test_missing_and_infinite_values_are_refused_with_their_row():
    assert "row 2 (index 1): x is None, a missing value (1 of 3 rows" in refused(normal, [1.0, float("nan"), 2.0])
    assert "row 3 (index 2): x is None, a missing value" in refused(normal, numpy.ma.array([1, 2, 3], mask=[0, 0, 1]))
    assert "row 2 (index 1): x: inf is infinite" in refused(normal, [1.0, float("inf")])
    assert "row 2 (index 1): x: '1e+99' is greater than 1e60" in refused(normal, [1.0, 1e99])
    assert "row 1 (index 0): x = -1 lies outside the support" in refused(poisson, [-1, 2])
    assert "row 1 (index 0): x: '1j', a complex, is no number" in refused(normal, [1j, 2])


def test_advice_is_given_in_python():
    assert "give its value with known={'sigma': VALUE}" in refused(families.load("normal_mean"), [1])
    assert "known={'sigma': inf}: inf is infinite" in refused(families.load("normal_mean"), [1], known={"sigma": 1e999})
    assert observe(families.load("normal_mean"), {"a": [1]}, "a", known={"sigma": "1/3"}).known == {"sigma": fmpq(1, 3)}
    assert "leave such rows out with drop_missing=True" in refused(normal, [1, None])
    assert "or say kind='importance'" in refused(normal, [1, 2], weights=[0.5, 1])


def test_truth_values_are_numbers_of_a_binary_column_only():
    data = observe(bernoulli, numpy.array([True, False, True]))
    assert counted(data) == {(1,): 2, (0,): 1} and data.warnings == ("column x: True is read as 1, and False as 0.",)
    assert "'True' is no number (write 1 for yes and 0 for no)" in refused(poisson, [True, False])
    assert observe(families.load("categorical"), [True, False]).values == {"x": ("False", "True")}


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ([], "the list holds no row"),
        (3, "the int is no column of numbers or labels"),
        (None, "the NoneType is no column"),
        (b"123", "the bytes is no column"),
        (numpy.array(3), "the ndarray is a single number"),
        ({"a": [1], "b": [1, 2]}, "its columns differ in length: a has 1, b has 2"),
        ({"a": 3}, "is no column of numbers or labels"),
        ([(1, 2), (3,)], "the list, row 2 (index 1): the rows before it have 2 cells"),
        (numpy.zeros((2, 1, 2)), "its cells are neither numbers nor labels"),
        ([{"x": 1}], "its cells are neither numbers nor labels"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused(data, said):
    two = isinstance(data, dict) and len(data) == 2
    assert said in refused(linear(normal, ["b"]) if two else normal, data, ["a", "b"] if two else ())


def test_columns_without_names_take_those_that_are_wanted():
    assert collected([(1, 2), (3, 4)], wanted=("y", "x")).columns == ("y", "x")
    assert collected([(1, 2, 5), (3, 4, 5)], ["2"], wanted=("x",)).counts == {2: 1, 4: 1}


def test_whatever_stands_in_memory_the_answer_is_data_or_one_line():
    draw = random.Random(3)
    odd = [
        True, None, float("nan"), float("inf"), "1", "a", "", b"1", Decimal("1.5"), Decimal("sNaN"), Fraction(1, 3), 1j,
        10**400, 1e-320, [1], (1, 2), {1}, {"a": 1}, numpy.float32(1.5), numpy.bool_(True), numpy.datetime64("2020-01-01"),
        numpy.longdouble("1.25"), object(), type, "１", numpy.array([1, 2]), numpy.array(3), range(3),
    ]  # fmt: skip
    answers = {"data": 0, "refused": 0}
    for _ in range(1500):
        pool = draw.choice([[0, 1], [1, 2, 0.5], odd, odd + [1] * 20])
        columns = [[draw.choice(pool) for _ in range(draw.choice([3, 3, 3, 0, 2]))] for _ in range(2)]
        data = draw.choice(
            [columns[0], {"x": columns[0], "n": columns[1]}, list(zip(*columns, strict=False)), draw.choice(odd)]
        )
        try:
            observe(draw.choice([poisson, normal, bernoulli]), data, weights=draw.choice([None, None, "n", columns[1]]))
            answers["data"] += 1
        except InputError as error:
            assert "\n" not in str(error) and len(str(error)) < 500
            answers["refused"] += 1
    assert min(answers.values()) > 50
