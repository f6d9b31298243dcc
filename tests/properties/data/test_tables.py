"""A file of columns is read within limits, or refused in one line that says what it is and what to do."""

from __future__ import annotations

import gzip
import io
import os
import sys

import pytest
from observed import counted, file, refused

from properties.data import tables
from properties.data.family_data import observe
from properties.data.tables import LONGEST_LINE, datasets, read
from symbolic import families

poisson = families.load("poisson")


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
    ("x\n1.5\n2,5\n", "row 2 has 2 cells, the header has 1: do decimal commas stand in the cells?"),
    ("x,y\n1,5,-2,5\n", "row 1 has 4 cells, the header has 2: do decimal commas stand in the cells?"),
    ("x y\n1 2\n", "there is no column 'x'; its columns are x y. Are its cells set apart by spaces?"),
    (",\n1,2\n", "begins with an empty row"),
    ("x\n1\n\ufeff2\n", "is no number (a character that does not print stands in it: take it out)"),
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
    (gzip.compress(gzip.compress(b"x\n1\n", mtime=0), mtime=0), "is compressed twice: unpack it first"),
    ("x\n1\n".encode("utf-16")[:-1], "is no text in UTF-16 (byte 0x0a) after line 1"),
    (bytes(100), "is no text: it begins with bytes of 0"),
    (b"PAR1" + bytes(9), "is a Parquet file"),
    (gzip.compress(b"x\n1\n2\n" * 99, mtime=0)[:-9], "is a broken .gz file"),
    (b"\x1f\x8b\x08\x00junk and no more", "is a broken .gz file"),
    (gzip.compress(b"7" * (2 * LONGEST_LINE), mtime=0), "has a line of more than 1,000,000 bytes"),
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
    assert "unpacks to more than 100,000 bytes: keep the columns that are needed only" in refused(poisson, str(path))
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


def test_brackets_and_braces_may_begin_a_name(tmp_path):
    for name in ("[mg/l]", "{0} %s", "%", "BZ"):
        assert observe(poisson, file(tmp_path, f"{name}\n1\n")).columns == (name,)


def test_a_separator_that_does_not_occur_is_named(tmp_path):
    message = refused(poisson, file(tmp_path, "x,y\n1,2\n"), ["x"], separator=";")
    assert message.endswith("the separator ';' does not stand in its first row (x,y).")


def test_a_file_may_be_compressed(tmp_path):
    path = tmp_path / "data.csv.gz"
    path.write_bytes(gzip.compress("x;y\r\n1;é\r\n3;z\r\n".encode()))
    assert counted(observe(poisson, str(path), ["x"])) == {(1,): 1, (3,): 1}
    path.write_bytes(gzip.compress("x;y\n1;2\n-1;5\n".encode("utf-16")))
    assert "row 2 (line 3): x = -1" in refused(poisson, str(path), ["x"])


def test_what_is_no_file_is_never_opened(tmp_path):
    assert "--data names no file" in refused(poisson, "")
    assert "/dev/zero is a device and no file: write --data -" in refused(poisson, "/dev/zero")
    os.mkfifo(tmp_path / "pipe")
    assert "is a pipe and no file: write --data -" in refused(poisson, str(tmp_path / "pipe"))


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


class Stream(io.BufferedReader):
    """A standard input that holds some bytes again and again, for ever where `times` is None."""

    def __init__(self, raw, times=1):
        self.left = times

        class Raw(io.RawIOBase):
            def readable(_):
                return True

            def readinto(_, buffer):
                if self.left == 0:
                    return 0
                self.left = None if self.left is None else self.left - 1
                buffer[: len(raw)] = raw
                return len(raw)

        super().__init__(Raw())


def standard_input(monkeypatch, raw, times=1):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(Stream(raw, times)))


def test_the_standard_input_is_read_like_a_file(monkeypatch):
    for raw in (b"x,y\n1,2\n3,4\n", gzip.compress(b"x,y\n1,2\n3,4\n"), "x;y\n1;2\n3;4\n".encode("utf-16")):
        standard_input(monkeypatch, raw)
        data = observe(poisson, "-", ["x"])
        assert counted(data) == {(1,): 1, (3,): 1} and data.source == "standard input"
    standard_input(monkeypatch, b"x,y\n1,2\n3\n")
    assert refused(poisson, "-", ["x"]).startswith("standard input, row 2 has 1 cell")
    standard_input(monkeypatch, b"x\n1\n-1\n")
    assert refused(poisson, "-").startswith("standard input, row 2 (line 3): x = -1 lies outside")
    standard_input(monkeypatch, b"")
    assert "standard input is empty" in refused(poisson, "-")
    monkeypatch.setattr(sys, "stdin", None)
    assert "there is no standard input: name a file" in refused(poisson, "-")


def test_a_standard_input_without_end_is_given_up(monkeypatch):
    standard_input(monkeypatch, bytes(4000), None)
    assert "standard input has a line of more than 1,000,000 bytes" in refused(poisson, "-")
    monkeypatch.setattr(tables, "MOST_BYTES", 2_000_000)
    standard_input(monkeypatch, b"1\n" * 2000, None)
    assert "standard input holds more than 2,000,000 bytes" in refused(poisson, "-")
