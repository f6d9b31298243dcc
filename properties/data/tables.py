"""Tables of somebody's data: which columns there are, and how often each combination of cells stands in the rows.

A file is untrusted: nothing in it is ever run, and what is read of it is bounded. Reading costs time and memory in proportion
to the rows; what is kept costs them in proportion to the different rows. What cells mean is for others to say.
"""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import os
import re
import stat
import sys
import tempfile
import zlib
from collections import Counter
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import chain, islice
from operator import itemgetter
from pathlib import Path
from typing import Any, BinaryIO

from properties.data.numerals import INFINITE, MISSING, NotANumber, number, shortened
from properties.errors import InputError

DATASETS = Path(__file__).parents[1] / "datasets"
SEPARATORS = (",", ";", "\t", "|")
COUNTING = frozenset({"weight", "weights", "count", "counts", "freq", "freqs", "frequency", "frequencies", "n"})
WHOLE = re.compile(r"\s*\d+\s*", re.ASCII)
NUMERIC = re.compile(r"[^\w\s]*\d[\d\W]*", re.ASCII)  # digits and signs only, such as 1,5 or 2019-01-31 or 12 %
CHUNK = 4096
STDIN = "standard input"
PACKED = b"\x1f\x8b"  # how a file begins that gzip has compressed
NUMBERED = "its columns are then called 1, 2, ..."
LONGEST_LINE = 1_000_000  # bytes
MOST_BYTES, MOST_UNPACKED = 2_000_000_000, 250_000_000
MOST_DIFFERENT = 2_000_000  # rows
MARKS = (  # how a text begins, and its encoding; the longer mark first
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
FOREIGN = (  # how a file begins that is no text in columns, what it is, and what to do
    (rb"PK\x03\x04", "an archive, such as a workbook of a spreadsheet: save the sheet as CSV"),
    (rb"\xd0\xcf\x11\xe0", "a workbook of a spreadsheet: save the sheet as CSV"),
    (rb"PAR1", "a Parquet file: save it as CSV"),
    (rb"ARROW1", "an Arrow file: save it as CSV"),
    (rb"\x89HDF", "an HDF5 file: save the table as CSV"),
    (rb"SQLite format 3", "a data base: save the table as CSV"),
    (rb"\x93NUMPY", "an array of NumPy: save it by numpy.savetxt"),
    (rb"%PDF", "a PDF: copy the table into a CSV file"),
    (rb"\x1f\x8b", "compressed twice: unpack it first"),
    (rb"BZh", "compressed by bzip2: unpack it first"),
    (rb"\xfd7zXZ", "compressed by xz: unpack it first"),
    (rb"\x28\xb5\x2f\xfd", "compressed by zstd: unpack it first"),
    (rb"\s*<[!?A-Za-z]", "a document in HTML or XML: save the table as CSV"),
    (rb"\s*(\{\s*[\"}]|\[\s*[\[{\"\d-])", "JSON: write the records as CSV"),
    (rb"\0{64}", "no text: it begins with bytes of 0"),
)

Key = Any  # the cell of the one column, or a tuple of the cells of several


@dataclass(frozen=True, slots=True)
class Words:
    """How what reads data is told what to do, on the command line or in Python."""

    column: str
    columns: str
    weights: str
    importance: str
    drop_missing: str
    known: str


COMMAND = Words(
    "with --column NAME", "--column names", "--weights {}", "--weights-kind importance", "--drop-missing", "--known {}={}"
)  # fmt: skip
PYTHON = Words(
    "by columns=[NAME]", "columns names", "weights='{}'", "kind='importance'", "drop_missing=True", "known={{'{}': {}}}"
)  # fmt: skip


# ---- a table ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Table:
    """Some columns of somebody's data: which combinations of cells stand in the rows, and how often.

    Attributes: `path`, what is named in messages; `columns`, their names; `rows`, how many there are; `counts`, {the cell, or
    the tuple of the cells of several columns: how often}; `counting`, the columns that nobody asked for and that look like
    counts; `walk`, which goes through the rows again: where each stands, such as "row 3 (line 4)", and its key.
    """

    path: str
    columns: tuple[str, ...]
    rows: int
    counts: dict[Key, int]
    counting: tuple[str, ...]
    walk: Callable[[], Iterator[tuple[str, Key]]] = field(compare=False, repr=False)

    def cells(self, key: Key) -> tuple[Any, ...]:
        """A key of `counts` as one cell for each column."""
        return (key,) if len(self.columns) == 1 else key

    def first(self, keys: Container[Key]) -> tuple[str, Key]:
        """The first row that has one of some keys: where it stands, and its key."""
        for where, key in self.walk():
            if key in keys:
                return where, key
        raise InputError(f"{self.path} has changed while it was read: start again.")

    def repeated(self, counts: dict[Key, int], times: Mapping[Any, Any]) -> Table:
        """The table without its last column, with other counts; rows whose last cell has 0 `times` are none."""
        walk, cut = self.walk, _without_last(len(self.columns))

        def rest() -> Iterator[tuple[str, Key]]:
            return ((where, cut(key)) for where, key in walk() if times.get(key[-1]) != 0)

        return Table(self.path, self.columns[:-1], sum(counts.values()), counts, (), rest)


def _without_last(columns: int) -> Callable[[Key], Key]:
    return (lambda key: key[0]) if columns == 2 else (lambda key: key[:-1])


def place(path: str, header: Sequence[str], name: str) -> int:
    """Which column is called `name`. Raises InputError where none is, or several are."""
    if header.count(name) > 1:
        raise InputError(f"{path}: {header.count(name)} columns are called {name!r}: rename all but one.")
    if name not in header:
        folded = {h.casefold(): h for h in header}
        near = get_close_matches(name.casefold(), folded, n=1, cutoff=0.5)
        hint = f" Did you mean {folded[near[0]]!r}?" if near else ""
        if len(header) == 1 and name in header[0].split():
            hint = " Are its cells set apart by spaces? Separate them by commas."
        elif not hint and len(header) == 1 and " " in header[0]:
            hint = " Is its first line a title? Then take it out."
        raise InputError(f"{path}: there is no column {name!r}; its columns are {listed(header)}.{hint}")
    return header.index(name)


def chosen(
    path: str,
    header: Sequence[str],
    columns: Sequence[str],
    besides: Sequence[str],
    wanted: int,
    words: Words = COMMAND,
) -> tuple[str, ...]:
    """The names of the columns to read: those asked for, or all where there are as many as are wanted; then others."""
    left = [name for name in header if name not in besides]
    names = tuple(columns) or (tuple(left) if len(left) == wanted else ())
    if not names:
        need = "one" if wanted == 1 else f"{wanted}, one for each variable,"
        raise InputError(f"{path} has the columns {listed(header)}: choose {need} {words.column}.")
    return (*names, *besides)


def listed(names: Sequence[str]) -> str:
    """The names of columns, of the first twenty where there are many."""
    shown = [shortened(n) or "''" for n in names[:20]]
    return ", ".join(shown) + (f" and {len(names) - 20} more" if len(names) > 20 else "")


# ---- a file ----------------------------------------------------------------------------------------------------------


def located(path: str) -> str:
    """The file that is meant: a path, or else the name of a data set that ships, such as horse_kicks."""
    shipped = DATASETS / f"{path}.csv"
    return str(shipped) if re.fullmatch(r"\w+", path) and not os.path.exists(path) and shipped.is_file() else path


def datasets() -> tuple[str, ...]:
    """The names of the data sets that ship."""
    return tuple(sorted(p.stem for p in DATASETS.glob("*.csv")))


def read(
    path: str, columns: Sequence[str] = (), *, separator: str | None = None, wanted: int = 1, besides: Sequence[str] = (),
    header: bool | None = None,
) -> Table:  # fmt: skip
    """The columns of a CSV file, counted.

    Arguments: `path`, a file in UTF-8 (or in UTF-16 or UTF-32 with its mark), as it is or compressed by gzip, "-" for the
    standard input, or the name of a data set that ships; `columns`, by the names in its first row, may be left out where the
    file has as many columns as are `wanted`; `separator`, one character, by default the one of , ; tab | with which the
    columns are found; `besides`, columns that are read after these, such as one of weights, and are not among those `wanted`;
    `header`, whether the first row names the columns; where it does not, their names are 1, 2, 3, ...; None refuses a first
    row that reads as data. Blank lines are no rows where there are several columns; in a file of one column they are missing
    values, those at its end aside. Raises InputError in one line: no such file or column, an empty file, a header alone, a
    row with too few or too many cells, broken quotes, another encoding, what is no file, what is too long.
    """
    file = _File(path)
    given, separator = separator, file.separator(separator, (*columns, *besides))
    with file.rows(separator, header) as rows:
        if header is None:
            _doubt(file.name, rows.header, columns)
        if given is not None and len(rows.header) == 1 and columns and not set(columns) & set(rows.header):
            first = shortened(rows.header[0])
            raise InputError(f"{file.name}: the separator {given!r} does not stand in its first row ({first}).")
        names = chosen(file.name, rows.header, columns, besides, wanted)
        unused = [k for k, n in enumerate(rows.header) if n not in names and n.casefold() in COUNTING]
        places = [place(file.name, rows.header, name) for name in names]
        counts, total, counting = _count(rows, places, unused)
    if not total:
        raise InputError(f"{file.name} holds a header and no row: at least one row of data is needed.")
    if header is None:
        _repeated(file.name, names, counts)
    get = itemgetter(*places)

    def walk() -> Iterator[tuple[str, Key]]:
        with file.rows(separator, header) as again:
            for number, cells in enumerate(filter(None, again), 1):
                if len(cells) == again.width:
                    yield f"row {number} (line {again.line})", get(cells)

    return Table(file.name, names, total, counts, tuple(rows.header[k] for k in counting), walk)


def _doubt(path: str, header: Sequence[str], columns: Sequence[str]) -> None:
    """Refuse a first row that reads as data, or as a comment: taken for names, its data would be lost."""
    first = header[0]
    if first.casefold().startswith("sep="):
        raise InputError(f"{path}: its first line, {shortened(first)}, names the separator and no column: take it out.")
    if first.startswith("#") and not set(columns) & set(header):
        raise InputError(
            f"{path}: its first line ({shortened(first)}) is a comment, and comments are not read: take it out; say --header "
            "where it names the columns."
        )
    asked = [name for name in header if name in columns]
    if all(map(_datum, header)) or any(map(_number, asked)):
        raise InputError(
            f"{path}: its first row ({listed(header)}) reads as data: say --no-header where it is a row of data "
            f"({NUMBERED}); --header where it names the columns."
        )


def _datum(cell: str) -> bool:
    """Does a cell read as a datum more than as a name?"""
    return _number(cell) or cell.casefold() in MISSING | INFINITE or NUMERIC.fullmatch(cell) is not None


def _number(cell: str) -> bool:
    try:
        number(cell)
    except NotANumber:
        return False
    return True


def _repeated(path: str, names: Sequence[str], counts: Mapping[Key, int]) -> None:
    """Refuse a column whose name is one of its values: of labels nobody can tell whether the first row is one of data."""
    for k, name in enumerate(names):
        if name in (counts if len(names) == 1 else map(itemgetter(k), counts)):
            raise InputError(
                f"{path}: the first row calls a column {shortened(name)!r}, which is one of its values too: say --no-header "
                f"where that row is one of data ({NUMBERED}); --header where it names the columns."
            )


def _count(rows: _Rows, places: Sequence[int], unused: Sequence[int]) -> tuple[dict[Key, int], int, list[int]]:
    """The texts at some places of all rows, counted; and the places of those unused that begin like a column of counts."""
    counted: Counter[Key] = Counter()
    total, blank, get, counting, width = 0, False, itemgetter(*places), list(unused), rows.width
    stream = iter(rows)
    while chunk := list(islice(stream, CHUNK)):
        if set(map(len, chunk)) != {width} or blank:
            for k, cells in enumerate(chunk):
                if len(cells) not in (0, width):
                    raise InputError(_ragged(rows, total + sum(map(bool, chunk[:k])) + 1, cells))
                if width == 1 and cells and blank:
                    row = total + sum(map(bool, chunk[:k]))
                    raise InputError(
                        f"{rows.path}: a blank line after row {row} is a missing value: fill it in, or take it out."
                    )
                blank = not cells
            chunk = list(filter(None, chunk))
        if not total:
            counting = [k for k in unused if all(WHOLE.fullmatch(cells[k]) for cells in chunk)]
        counted.update(map(get, chunk))
        total += len(chunk)
        if len(counted) > MOST_DIFFERENT:
            raise InputError(
                f"{rows.path} holds more than {MOST_DIFFERENT:,} different rows: take a sample of them, or round the values."
            )
    return counted, total, counting


def _ragged(rows: _Rows, row: int, cells: Sequence[str]) -> str:
    """What is wrong with a row that has too few or too many cells."""
    width = rows.width
    advice = "mend the row, or quote the cells that hold a separator."
    if len(cells) > width and not any(cell.strip() for cell in cells[width:]):
        advice = "take the separators at the ends of the rows out, or put one at the end of the header too."
    elif cells[0].lstrip().startswith(("#", "%", "//")):
        advice = "a comment? take the line out: comments are not read."
    elif len(cells) > width and rows.separator == "," and all(WHOLE.fullmatch(cell.strip("+- ")) for cell in cells):
        advice = "do decimal commas stand in the cells? write points, or separate the cells by ;."
    elif width == 1 and row == 1:
        advice = f"is the first line ({shortened(rows.header[0])}) a title? take it out."
    elif len(cells) == width + 1 and row == 1:
        advice = "does the header lack a name for the names of the rows?"
    return f"{rows.path}, row {row} has {_many(len(cells), 'cell')}, the header has {width}: {advice}"


def _many(number: int, what: str) -> str:
    return f"{number} {what}{'s' * (number != 1)}"


class _File:
    """A file of text that can be read from its beginning again and again, and never without an end."""

    def __init__(self, path: str) -> None:
        self.path = self.name = located(path)
        self.kept: BinaryIO | None = None
        if path in ("-", "/dev/stdin"):
            self.name = STDIN
            if sys.stdin is None:
                raise InputError("there is no standard input: name a file with --data FILE.csv.")
            self.kept = self._spooled(sys.stdin.buffer)
        else:
            with self._opened() as raw:
                if raw.peek(2)[:2] == PACKED:
                    self.kept = self._spooled(raw)

    def separator(self, wanted: str | None, columns: Sequence[str]) -> str:
        """The separator that is wanted, else the one with which all columns are found in the header, else the one that
        makes most columns of it."""
        if wanted is not None:
            if len(wanted) != 1 or wanted in '"\r\n \0':
                raise InputError(f"--separator {wanted!r}: a separator is one character, such as , or ; or a tab.")
            return wanted
        found: dict[str, list[str]] = {}
        for s in SEPARATORS:
            with self.rows(s, None, strict=False) as rows:
                found[s] = rows.header
        fitting = [s for s, header in found.items() if columns and set(columns) <= set(header)]
        return max(fitting or found, key=lambda s: len(found[s]))

    def rows(self, separator: str, header: bool | None, strict: bool = True) -> _Rows:
        """The rows of the file, from the first one on."""
        return _Rows(self.name, self._text(), separator, header, strict)

    def _text(self) -> io.TextIOWrapper:
        """The file as text. Raises InputError for what is none."""
        raw = self._bytes()
        try:
            start = raw.peek(64)[:64]
            encoding = next((name for mark, name in MARKS if start.startswith(mark)), "utf-8-sig")
            if encoding == "utf-8-sig":
                self._recognise(start)
        except BaseException as error:
            raw.close()
            if said := _unreadable(self.name, error):
                raise InputError(said) from None
            raise
        return io.TextIOWrapper(raw, encoding=encoding, newline="")

    def _recognise(self, start: bytes) -> None:
        """Refuse the beginning of a file that is no text in UTF-8, where it is known what it is instead."""
        what = next((said for mark, said in FOREIGN if re.match(mark, start)), None)
        if what is not None:
            raise InputError(f"{self.name} is {what}.")
        zeros = [k for k, byte in enumerate(start) if not byte]
        if len(start) > len(zeros) > len(start) // 3:
            bits = 32 if len(zeros) * 8 > len(start) * 5 else 16
            order = "big" if zeros[0] == 0 else "little"
            raise InputError(
                f"{self.name} looks like UTF-{bits} ({order}-endian) without its mark: save it as UTF-8, as by "
                f"iconv -f UTF-{bits}{order[0].upper()}E -t UTF-8."
            )

    def _bytes(self) -> io.BufferedReader:
        """The bytes of the file, bounded."""
        raw = self._opened()
        return io.BufferedReader(_Bounded(self.name, raw, MOST_BYTES, "holds", owned=True), 1 << 16)

    def _opened(self) -> Any:
        try:
            if self.kept is not None:
                again = os.fdopen(os.dup(self.kept.fileno()), "rb")
                again.seek(0)
                return again
            if not self.path:
                raise InputError("--data names no file: write --data FILE.csv.")
            mode = os.stat(self.path).st_mode
            if stat.S_ISDIR(mode):
                raise InputError(f"{self.path} is a directory: name a CSV file in it.")
            if not stat.S_ISREG(mode):
                what = "a pipe" if stat.S_ISFIFO(mode) else "a device"
                raise InputError(
                    f"{self.path} is {what} and no file: write --data - and send the data to the standard input."
                )
            return open(self.path, "rb")
        except FileNotFoundError:
            known = ", ".join(datasets())
            raise InputError(
                f"{self.path}: there is no such file, nor does a data set of that name ship ({known})."
            ) from None
        except (OSError, ValueError) as error:
            raise InputError(f"{self.path}: cannot be read: {getattr(error, 'strerror', None) or error}.") from None

    def _spooled(self, source: Any) -> BinaryIO:
        """What can be read once only, unpacked, in a file that nobody else sees and that is gone when the process ends."""
        kept: BinaryIO = tempfile.TemporaryFile()  # noqa: SIM115  # it is read as long as the process lives
        try:
            bounded = _Bounded(self.name, source, MOST_BYTES, "holds")
            if source.peek(2)[:2] == PACKED:
                bounded = _Bounded(self.name, gzip.GzipFile(fileobj=source), MOST_UNPACKED, "unpacks to")
            while chunk := bounded.read(1 << 16):
                kept.write(chunk)
            kept.flush()
        except BaseException as error:
            kept.close()
            if said := _unreadable(self.name, error):
                raise InputError(said) from None
            raise
        return kept


class _Bounded(io.RawIOBase):
    """Bytes of which no line is longer than a million, nor all of them more than a limit. Raises InputError."""

    def __init__(self, name: str, source: Any, most: int, does: str, owned: bool = False) -> None:
        self.name, self.source, self.left, self.most, self.does, self.owned = name, source, most, most, does, owned
        self.line = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        size: int = self.source.readinto(buffer)
        chunk = bytes(buffer[:size])
        end = max(chunk.rfind(b"\n"), chunk.rfind(b"\r"))
        self.line = self.line + size if end < 0 else size - end - 1
        self.left -= size
        if self.line > LONGEST_LINE:
            raise InputError(
                f"{self.name} has a line of more than {LONGEST_LINE:,} bytes: write a table with one row on a line."
            )
        if self.left < 0:
            raise InputError(
                f"{self.name} {self.does} more than {self.most:,} bytes: keep the columns that are needed only"
                f"{', or unpack it into a file' if self.most == MOST_UNPACKED else ''}."
            )
        return size

    def close(self) -> None:
        if self.owned:
            self.source.close()
        super().close()


class _Rows:
    """The rows of a text with their header: what Python's reader raises is said in one line."""

    def __init__(self, path: str, stream: io.TextIOWrapper, separator: str, header: bool | None, strict: bool) -> None:
        self.path, self.stream, self.separator = path, stream, separator
        self.reader = csv.reader(stream, delimiter=separator, strict=strict)
        try:
            first = next(filter(None, self._guarded()), None)
            if first is None or not any(cell.strip() for cell in first):
                what = "is empty" if first is None else "begins with an empty row"
                raise InputError(f"{path} {what}: a CSV file begins with a row that names its columns.")
        except BaseException:
            stream.close()
            raise
        self.kept = [first] if header is False else []
        self.header = [str(k) for k in range(1, len(first) + 1)] if self.kept else [cell.strip() for cell in first]
        self.width = len(first)

    @property
    def line(self) -> int:
        """The line of the file at which the last row ended."""
        return int(self.reader.line_num)

    def __iter__(self) -> Iterator[list[str]]:
        return chain(self.kept, self._guarded()) if self.kept else self._guarded()

    def __enter__(self) -> _Rows:
        return self

    def __exit__(self, *_: object) -> None:
        self.stream.close()

    def _guarded(self) -> Iterator[list[str]]:
        try:
            yield from self.reader
        except UnicodeError as error:
            what = f" (byte 0x{error.object[error.start]:02x})" if isinstance(error, UnicodeDecodeError) else ""
            after = f" after line {self.line}" if self.line else ""
            name = self.stream.encoding.upper().removesuffix("-SIG")
            raise InputError(f"{self.path} is no text in {name}{what}{after}: save it as UTF-8.") from None
        except csv.Error as error:
            raise InputError(
                f"{self.path}, line {self.line}: {_quotes(str(error))}: mend the quotes in the file."
            ) from None
        except (EOFError, OSError, zlib.error) as error:
            raise InputError(_unreadable(self.path, error)) from None


def _unreadable(path: str, error: BaseException) -> str:
    """Why the bytes of a file end before its end, where that is so; else an empty text."""
    if isinstance(error, EOFError | zlib.error | gzip.BadGzipFile):
        return f"{path} is a broken .gz file ({error}): pack it anew."
    return f"{path}: cannot be read: {error.strerror or error}." if isinstance(error, OSError) else ""


def _quotes(error: str) -> str:
    """What Python's reader complains of, for a human."""
    if "unexpected end" in error:
        return "a quote is never closed"
    if "field limit" in error:
        return f"a cell of more than {csv.field_size_limit():,} characters, as where a quote is never closed"
    if "expected after" in error:
        return "something stands between a closing quote and the separator after it"
    return error
