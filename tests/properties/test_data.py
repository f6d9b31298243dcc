"""A CSV file is read exactly, or refused in one line that names file, row and value."""

from __future__ import annotations

import gzip
import os
import random
from fractions import Fraction

import pytest
from flint import fmpq

from properties import tables
from properties.data import inside, observe
from properties.linear import linear
from properties.loading import InputError
from properties.numerals import NotANumber, hint, number
from properties.tables import LONGEST_LINE, datasets, read
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


def counted(data):
    """The rows by their values, with how often each occurs."""
    return {
        tuple(data.values[n][k] for n, k in zip(data.names, cell, strict=True)): t for cell, t in data.cells.items()
    }


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
        ("1e99999", "exponent beyond"), ("1e9999", "exponent beyond"), ("1e400", "another unit"),
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
    ("1.5,2\n1,2\n", "its first row (1.5, 2) reads as data: say --no-header"),
    ("-1\n1\n", "its first row (-1) reads as data"),
    ("2019-01-31\n1\n", "its first row (2019-01-31) reads as data"),
    ("NA,2\n1,2\n", "its first row (NA, 2) reads as data"),
    ("# my data\nx\n1\n", "its first line (# my data) is a comment, and comments are not read: take it out"),
    ("sep=;\nx;y\n1;2\n", "its first line, sep=, names the separator and no column: take it out"),
    ("x\n1\nx\n2\n", "calls a column 'x', which is one of its values too: say --no-header"),
    (
        "My data of 2019\nx,y\n1,2\n",
        "there is no column 'x'; its columns are My data of 2019. Is its first line a title?",
    ),
    ("x,y\n1,2,\n3,4,\n", "row 1 has 3 cells, the header has 2: take the separators at the ends of the rows out"),
    ("x,y\na,1,2\nb,3,4\n", "does the header lack a name for the names of the rows?"),
    ("x,y\n1,2\n# the end\n", "row 2 has 1 cell, the header has 2: a comment?"),
    ("x\n1\n# the end\n", "'# the end' is no number (a comment?"),
    ("x,x\n1,2\n", "2 columns are called 'x'"),
    ("x,y\n1,2\n3\n", "row 2 has 1 cell, the header has 2"),
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
    ("x\n" + "9" * 200_000 + "\n", "line 2: a cell of more than 131,072 characters"),
]


@pytest.mark.parametrize(("text", "said"), BROKEN)
def test_a_broken_file_is_refused_with_row_and_value(tmp_path, text, said):
    path = file(tmp_path, text)
    message = refused(poisson, path, ["x"])
    assert said in message and message.startswith(path) and len(message) < 500


HINTED = [
    ("1,234", "commas between thousands? leave them out; a decimal comma? write a point"),
    ("1,234.5", "commas between thousands? leave them out"),
    ("12,345,678", "commas between thousands"),
    ("1.234,5", "thousands set apart"),
    ("1.234.567", "thousands set apart"),
    ("1 234", "thousands set apart"),
    ("1\u00a0234", "thousands set apart"),
    ("1'234.5", "thousands set apart"),
    ("1_000", "thousands set apart"),
    ("3,5", "a decimal comma? write a point"),
    (",5", "a decimal comma"),
    ("3,5e-7", "a decimal comma"),
    ("1/0", "it divides by 0"),
    ("1 / 3", "a quotient? write it as 1/3"),
    ("12%", "a per cent sign"),
    ("1.5 %", "a per cent sign"),
    ("$5.00", "a currency? write the number alone"),
    ("1,50 €", "a currency"),
    ("\u22125", "another character for minus? write -"),
    ("\u20131.5", "another character for minus"),
    ("2019-01-31", "a date?"),
    ("31.1.2019", "a date?"),
    ("1/2/2019", "a date?"),
    ("2019-01-31T12:00:00Z", "a date?"),
    ("12:30", "a time?"),
    ("(5)", "a negative number in brackets"),
    ("5-", "write the sign right in front of the digits"),
    ("- 5", "write the sign right in front of the digits"),
    ("<0.5", "a bound is no observed value"),
    ("1.5 ± 0.1", "an error beside the value"),
    ("5-7", "a range? one value is needed"),
    ("True", "write 1 for yes and 0 for no"),
    ("yes", "write 1 for yes and 0 for no"),
    ("#DIV/0!", "an error of a spreadsheet"),
    ("=A1+1", "a formula? write its value"),
    ("?", "leave the cell empty"),
    (".", "leave the cell empty"),
    ("missing", "leave the cell empty"),
    ("0x10", "write it in decimal digits"),
    ("'5'", "take the quotes off"),
    ("1.5d3", "a power of ten? write it as 1.5e3"),
    ("2 × 10^5", "a power of ten"),
    ("1+2j", "complex numbers are no data"),
    ("1 2", "several numbers? separate the cells by commas"),
    ("5 kg", "a unit? write the number alone"),
    ("25°C", "a unit?"),
    ("\u0663", "write the digits 0 to 9"),
    ("two", ""),
]


@pytest.mark.parametrize(("cell", "said"), HINTED)
def test_a_cell_that_is_no_number_is_told_what_it_may_have_meant(tmp_path, cell, said):
    message = refused(normal_mean, file(tmp_path, f"x;y\n1;2\n{cell};3\n"), ["x"], known={"sigma": fmpq(1)})
    assert "row 2 (line 3): x: " in message and f"{cell!r} is no number" in message
    assert said in message if said else message.endswith("is no number.")
    assert hint(cell) if said else not hint(cell)


FILES = [
    ("x\n1\n2\n".encode("utf-16-le"), "looks like UTF-16 (little-endian) without its mark: save it as UTF-8"),
    ("x\n1\n2\n".encode("utf-16-be"), "looks like UTF-16 (big-endian) without its mark"),
    ("x\n1\n2\n".encode("utf-32-le"), "looks like UTF-32 (little-endian) without its mark"),
    ("x\n1\n2\n".encode("utf-32-be"), "looks like UTF-32 (big-endian) without its mark"),
    ("x\n1\né\n".encode("latin-1"), "is no text in UTF-8 (byte 0xe9)"),
    (b"PK\x03\x04" + bytes(40), "is an archive, such as a workbook of a spreadsheet: save the sheet as CSV"),
    (b'[{"x": 1}]', "is JSON"),
    (b"<!DOCTYPE html><table>", "is a document in HTML"),
    (b"\xfd7zXZ\x00", "is compressed by xz: unpack it first"),
    (b"PAR1" + bytes(9), "is a Parquet file"),
    (gzip.compress(b"x\n1\n2\n" * 99)[:-9], "is a broken .gz file"),
    (b"\x1f\x8b\x08\x00junk and no more", "is a broken .gz file"),
    (gzip.compress(bytes(2 * LONGEST_LINE)), "has a line of more than 1,000,000 bytes"),
    (b"x\n" + b"1" * (2 * LONGEST_LINE), "has a line of more than 1,000,000 bytes"),
    (b"x" * (2 * LONGEST_LINE) + b"\n1\n", "has a line of more than 1,000,000 bytes"),
    (b"x\n1\x002\n", "row 1 (line 2): x: '1\\x002' is no number"),
]


@pytest.mark.parametrize(("raw", "said"), FILES)
def test_what_is_no_table_of_text_is_refused(tmp_path, raw, said):
    path = tmp_path / "data.csv"
    path.write_bytes(raw)
    message = refused(poisson, str(path))
    assert message.startswith(str(path)) and said in message


def test_what_is_read_is_bounded_and_the_limit_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(tables, "MOST_UNPACKED", 100_000)
    monkeypatch.setattr(tables, "MOST_BYTES", 200_000)
    monkeypatch.setattr(tables, "MOST_DIFFERENT", 10_000)
    path = tmp_path / "data.csv"
    path.write_bytes(gzip.compress(b"x\n" + b"1\n" * 60_000))
    assert "unpacks to more than 100,000 bytes: unpack it first" in refused(poisson, str(path))
    path.write_bytes(b"x\n" + b"1\n" * 110_000)
    assert "holds more than 200,000 bytes: keep the columns" in refused(poisson, str(path))
    path.write_text("x\n" + "".join(f"{k}\n" for k in range(15_000)))
    assert "more than 10,000 different rows: take a sample" in refused(poisson, str(path))


def test_a_first_row_of_data_is_read_when_it_is_said_to_be_one(tmp_path):
    data = observe(poisson, file(tmp_path, "1\n2\n2\n"), header=False)
    assert counted(data) == {(1,): 1, (2,): 2} and data.columns == ("1",)
    data = observe(poisson, file(tmp_path, "1,7\n2,8\n"), ["2"], header=False)
    assert counted(data) == {(7,): 1, (8,): 1} and data.columns == ("2",)
    assert "row 2 (line 2): 2: 'x' is no number" in refused(poisson, file(tmp_path, "1,7\n2,x\n"), ["2"], header=False)


def test_a_column_may_be_called_by_a_number(tmp_path):
    path = file(tmp_path, "2019,town\n3,a\n4,b\n")
    assert "its first row (2019, town) reads as data" in refused(poisson, path, ["2019"])
    assert counted(observe(poisson, path, ["2019"], header=True)) == {(3,): 1, (4,): 1}
    labels = file(tmp_path, "a\nb\na\n")
    assert "calls a column 'a', which is one of its values too" in refused(families.load("categorical"), labels)
    assert observe(families.load("categorical"), labels, header=False).rows == 3
    assert observe(families.load("categorical"), labels, header=True).rows == 2
    assert observe(poisson, file(tmp_path, "#,x\n1,2\n"), ["x"]).rows == 1


def test_a_file_may_be_compressed(tmp_path):
    path = tmp_path / "data.csv.gz"
    path.write_bytes(gzip.compress("x;y\r\n1;é\r\n3;z\r\n".encode()))
    assert counted(observe(poisson, str(path), ["x"])) == {(1,): 1, (3,): 1}
    path.write_bytes(gzip.compress("x;y\n1;2\n-1;5\n".encode("utf-16")))
    assert "row 2 (line 3): x = -1" in refused(poisson, str(path), ["x"])


def test_what_is_no_file_is_never_opened(tmp_path):
    assert "/dev/zero is a device and no file: write --data -" in refused(poisson, "/dev/zero")
    os.mkfifo(tmp_path / "pipe")
    assert "is a pipe and no file: write --data -" in refused(poisson, str(tmp_path / "pipe"))


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


def test_the_row_is_named_in_a_long_file_too(tmp_path):
    path = file(tmp_path, "x\n" + "1\n" * 10_000 + "-1\n" + "1\n" * 10)
    assert "row 10001 (line 10002): x = -1" in refused(poisson, path)
    path = file(tmp_path, "x,y\n" + "1,2\n" * 10_000 + "1\n")
    assert "row 10001 has 1 cell," in refused(poisson, path, ["x"])


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
