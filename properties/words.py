"""Words and formulas in rows of a given width, as a terminal counts it. Nothing here knows what they say."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from textwrap import dedent

from properties.files import printable

LONGEST = 40  # columns for a name in a list
NESTING = {"(": 1, "[": 1, "{": 2, ")": -1, "]": -1, "}": -2}  # a list of parameters is broken last of all
SYMBOLS = {
    r"\arg\min": "argmin",
    r"\arg\max": "argmax",
    r"\log": "log",
    r"\exp": "exp",
    r"\cdot": "*",
    r"\pm": "+-",
    r"\infty": "oo",
    r"\,": " ",
}


def cells(text: str) -> int:
    """How many columns of a terminal the text takes."""
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def room(names: Iterable[str]) -> int:
    """How many columns names take in a list, the longest of them aside."""
    return min(max(cells(printable(name)) for name in names), LONGEST)


def wrap(text: str, width: int, hang: int = 0) -> list[str]:
    """The words of a text in rows of at most `width` cells, the later ones indented by `hang`.

    A word that is longer than a row is broken, after a comma, a star, a slash or an opening bracket where there is one.
    """
    width = max(width, hang + 8)
    rows: list[str] = []
    row = ""
    for word in map(printable, text.split()):
        row += " " if row.strip() else ""
        while cells(row + word) > width:
            if row.strip() and cells(word) <= width - hang:
                rows.append(row.rstrip())
                row = " " * hang
            else:
                head = _break(word, width - cells(row)) if cells(row) + 2 <= width else ""
                rows.append((row + head).rstrip())
                word, row = word[len(head) :], " " * hang
        row += word
    return [*rows, row] if row.strip() else rows


def wrap_formula(text: str, width: int, hang: int = 0) -> list[str]:
    """A formula in rows of at most `width` cells, broken where it is nested least, and before an operator, not after it."""
    rows: list[str] = []
    rest, indent = printable(text), ""
    while cells(indent + rest) > width:
        depth, best = 0, (0, 0)  # (depth, where): the least nested, and of those the last
        for at, character in enumerate(rest):
            if cells(indent + rest[:at]) > width:
                break
            depth += NESTING.get(character, 0)
            after_operator = rest[:at].endswith((" +", " -", " |", " =", " <", " >"))
            if character == " " and not after_operator and at >= width // 3 and (not best[1] or depth <= best[0]):
                best = (depth, at)
        if not best[1]:
            return [*rows, *(indent + row for row in wrap(rest, width - len(indent), hang))]
        rows.append(indent + rest[: best[1]])
        rest, indent = rest[best[1] + 1 :], " " * hang
    return [*rows, indent + rest]


def case(text: str, width: int, indent: int) -> list[str]:
    """A counterexample in rows of at most `width` cells: its lines as they are indented, and `indent` more."""
    rows: list[str] = []
    for line in dedent(text).splitlines():
        left = indent + len(line) - len(line.lstrip())
        rows += [" " * left + part for part in wrap_formula(line.strip(), width - left, 2)]
    return rows


def _break(word: str, room: int) -> str:
    fits = 1
    while fits < len(word) and cells(word[: fits + 1]) <= room:
        fits += 1
    after = max(word.rfind(c, 0, fits) for c in ",*/([{")
    return word[: after + 1] if after >= fits // 2 else word[:fits]


def ended(text: str) -> str:
    """A text with one full stop."""
    return f"{text.rstrip().rstrip('.')}."


def sentence(text: str) -> str:
    """A sentence of a text without capital and full stop."""
    return f"{text[:1].upper()}{text[1:]}."


def plain(said: str) -> str:
    """A sentence with formulas between dollar signs as plain text, in the notation of the rest of the report."""
    for command, text in SYMBOLS.items():
        said = re.sub(re.escape(command) + r"(?![A-Za-z])", text, said)
    return said.replace("$", "")
