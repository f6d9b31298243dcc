r"""Long formulas on several lines: where a formula may be broken, and how wide its parts are. Nothing is ever made smaller.

A line begins with the relation, the sign or the factor at which it was broken, outside as many brackets as possible. Brackets
that are broken lose `\left` and `\right`, which TeX wants on one line; a fraction that is too wide becomes a product or a
quotient on the line.
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from symbolic.functions import ROWS

TOKEN = re.compile(r"\\[A-Za-z]+\*?|\\.|\s+|.", re.S)
RELATIONS = frozenset(["=", "<", ">", r"\le", r"\ge", r"\to", r"\mapsto", r"\sim", r"\in", r"\cong"])
SMALL = r"\smallfrac"  # a fraction inside of a fraction: TeX sets it smaller
ARGUMENTS = {r"\frac": 2, SMALL: 2, r"\overset": 2}  # every other command takes at most one
LIMITS = (r"\sum", r"\prod", r"\operatorname*")
WIDTHS = {
    r"\sum": 24, r"\prod": 22, r"\log": 26, r"\exp": 30, r"\sin": 24, r"\cos": 26, r"\tanh": 38, r"\max": 36,
    r"\min": 34, r"\arctan": 54, r"\infty": 18, r"\left": 3, r"\right": 3,
    r"\int": 16, r"\bigl": 4, r"\bigr": 4, r"\Bigl": 4, r"\Bigr": 4, r"\;": 5,
    r"\,": 3, r"\qquad": 40, r"\quad": 20, r"\cdot": 12, r"\mid": 16, r"\sim": 24, r"\mapsto": 26, r"\to": 26,
    r"\dots": 20, r"\mathbb": 4, r"\mathbf": 2, r"\le": 24, r"\ge": 24, r"\displaystyle": 0, r"\mathrm": 0,
}  # fmt: skip
CHARACTERS = {"+": 22, "-": 22, "=": 24, "<": 24, ">": 24, ",": 8, "(": 8, ")": 8, "[": 6, "]": 6, "|": 6,
              "'": 5, ".": 5, "!": 6, "/": 10, "M": 18, "W": 19, "m": 16, "w": 13, "i": 7, "l": 7,
              "j": 8}  # fmt: skip
ANY = 10**9  # more room than any formula takes
NEVER = 99  # how gladly a line is not broken
SCRIPT = Fraction(3, 4)  # how large exponents and indices are


class Piece(NamedTuple):
    """A part of a formula that stays on one line: how wide it is, and what breaking before it costs (NEVER: it is not done).

    `sign` is what a line that begins with it is given: a product that is broken shows its sign.
    """

    latex: str
    width: int
    cost: int = NEVER
    sign: str = ""


def width(latex: str) -> int:
    """Roughly how wide a formula is printed, in tenths of a letter."""
    return sum(piece.width for piece in _pieces(latex, ANY, 0))


def lines(latex: str, room: int) -> list[str]:
    """A formula on as many lines as it needs, none wider than `room` tenths of a letter where it can be broken."""
    if width(latex) <= room:
        return [latex]
    pieces = _pieces(latex, room * 6 // 10, 0)
    found: list[str] = []
    while pieces:
        end = _end(pieces, room if not found else room - WIDTHS[r"\qquad"])
        head = pieces[0].sign if found else ""
        found.append(f"{head} {''.join(p.latex for p in pieces[:end])}".strip())
        pieces = pieces[end:]
    return found


def _end(pieces: tuple[Piece, ...], room: int) -> int:
    """How many pieces come on a line: the cheapest break in its last two thirds, the last of the cheapest; or all of them."""
    total, best, cheapest = 0, 0, NEVER
    for k, piece in enumerate(pieces):
        fits = total <= room
        if k and piece.cost < NEVER and (fits or not best):
            cost = piece.cost + (6 if total < room // 3 else 0)
            if cost <= cheapest:
                best, cheapest = k, cost
        if not fits and best:
            return best
        total += piece.width
    return len(pieces) if total <= room or not best else best


@cache
def _pieces(latex: str, room: int, level: int) -> tuple[Piece, ...]:
    """The pieces of a formula inside `level` brackets that are broken; what is narrower than `room` stays together."""
    found: list[Piece] = []
    tokens = TOKEN.findall(latex)
    k = plain = 0
    while k < len(tokens):
        start, token = k, tokens[k]
        k += 1
        if token.isspace():
            if found:
                found[-1] = found[-1]._replace(latex=found[-1].latex + " ")
            continue
        if token == r"\left":
            inside, k = _closed(tokens, k)
            inner, opening, closing = ("".join(tokens[part]) for part in inside)
            scripts, k = _scripts(tokens, k)
            whole = "".join(tokens[start:k])
            size = width(inner) + _one(opening) + _one(closing) + 2 * _one(token) + _raised(scripts)
            if size <= room or "." in (opening, closing):
                found.append(_piece(whole, size, level, found))
                continue
            tall = "Big" if re.search(r"\\(frac|sum|prod)", inner) else "big"
            found.append(_piece(rf"\{tall}l{opening}", _one(opening) + 4, level, found))
            found += _pieces(inner, room, level + 1)
            found.append(Piece(rf"\{tall}r{closing}{scripts}", _one(closing) + 4 + _raised(scripts)))
            continue
        groups: list[str] = []
        if token.startswith("\\") or token == "{":
            k = start if token == "{" else k
            most = 1 if token == "{" else ARGUMENTS.get(token, 1)
            while k < len(tokens) and tokens[k] in ("{", "[") and len(groups) < most + (tokens[k] == "["):
                if tokens[k] == "[" and token not in (r"\sqrt", r"\xrightarrow"):
                    break
                end = _group(tokens, k)
                groups.append("".join(tokens[k:end]))
                k = end
        scripts, k = _scripts(tokens, k)
        whole = "".join(tokens[start:k])
        size = _size(token, groups, scripts)
        if token == r"\frac" and size > room and len(groups) == 2 and not scripts:
            above, below = (g[1:-1] for g in groups)
            over = () if width(below) <= room // 2 else _pieces(rf"\left({below}\right)", room, level)
            text = rf"\left({above}\right) " if over else rf"\frac{{1}}{{{below}}} \left({above}\right)"
            first, *rest = _pieces(text, room, level)
            found += [_piece(first.latex, first.width, level, found), *rest]
            found += [Piece(r"\Big/ ", 12, 3 * level + 2), *over] if over else []
            continue
        plain -= token == ")"
        found.append(_piece(whole, size, level + 2 * plain, found))
        plain += token == "("
    return tuple(found)


def _piece(latex: str, size: int, level: int, before: list[Piece]) -> Piece:
    """A piece with what breaking before it costs: least at relations, then at signs, after commas, and between factors."""
    last = before[-1].latex if before else ""
    spaced = last.endswith(" ")
    if not before:
        return Piece(latex, size)
    if latex in RELATIONS and spaced:
        return Piece(latex, size, 3 * level)
    if latex in ("+", "-") and spaced and last.strip() not in ("", "+", "-", *RELATIONS):
        return Piece(latex, size, 3 * level + 1)
    if last.rstrip() == "," and spaced:
        return Piece(latex, size, 3 * level + 2)
    if (
        spaced
        and not re.match(r"[-+=<>,)|]|\\[;,]|\\(mid|cdot|to|in|sim|le|ge|[bB]igr|Big)(?![A-Za-z])", latex)
        and _ends_a_factor(last)
    ):
        return Piece(latex, size, 3 * level + 2, r"\cdot")
    return Piece(latex, size)


def _ends_a_factor(last: str) -> bool:
    text = last.strip()
    return bool(text) and text not in (*RELATIONS, "+", "-", r"\mid", r"\cdot", r"\Big/", r"\log") and not text.startswith(
        (r"\sum", r"\prod", r"\operatorname*", r"\bigl", r"\Bigl", r"\log", r"\int", r"\;", r"\,")
    )  # fmt: skip


def _closed(tokens: list[str], k: int) -> tuple[tuple[slice, slice, slice], int]:
    r"""Of `\left` before token k: what is inside, the two delimiters, and the token after `\right` and its delimiter."""
    depth, end = 1, k + 1
    while depth and end < len(tokens):
        depth += (tokens[end] == r"\left") - (tokens[end] == r"\right")
        end += 1
    return (slice(k + 1, end - 1), slice(k, k + 1), slice(end, end + 1)), end + 1


def _group(tokens: list[str], k: int) -> int:
    """The token after the bracket that token k opens."""
    opening, closing, depth = tokens[k], {"{": "}", "[": "]"}[tokens[k]], 0
    for end in range(k, len(tokens)):
        depth += (tokens[end] == opening) - (tokens[end] == closing)
        if not depth:
            return end + 1
    return len(tokens)


def _scripts(tokens: list[str], k: int) -> tuple[str, int]:
    """The indices and exponents from token k on."""
    start = k
    while k < len(tokens) and tokens[k] in ("_", "^", "'"):
        k += 1
        if tokens[k - 1] != "'" and k < len(tokens):
            k = _group(tokens, k) if tokens[k] == "{" else k + 1
    return "".join(tokens[start:k]), k


def _raised(scripts: str) -> int:
    """How wide indices and exponents are: one stands below the other."""
    found, primes, k, tokens = [0], 0, 0, TOKEN.findall(scripts)
    while k < len(tokens):
        if tokens[k] == "'":
            primes, k = primes + _one("'"), k + 1
            continue
        end = _group(tokens, k + 1) if k + 1 < len(tokens) and tokens[k + 1] == "{" else k + 2
        found.append(int(SCRIPT * width("".join(tokens[k + 1 : end]).removeprefix("{").removesuffix("}"))))
        k = end
    return max(found) + primes


def _size(token: str, groups: list[str], scripts: str) -> int:
    inner = [width(g[1:-1]) for g in groups]
    if token in (r"\frac", SMALL):
        inner = [width(g[1:-1].replace(r"\frac", SMALL)) for g in groups]
        own = int(max(inner, default=0) * (SCRIPT if token == SMALL else 1)) + 5
    elif token == "{":
        own = sum(inner)
    else:
        own = sum(inner) + (8 if token == r"\sqrt" else 0 if groups and token not in WIDTHS else _one(token))
    raised = _raised(scripts)
    return max(own, raised) + 3 if token in LIMITS else own + raised


def _of_a_name(command: str) -> int:
    """A command that prints its own name, as those of functions do, or else a letter or sign."""
    return 9 * len(command[1:]) if any(row.latex == command and command.islower() for row in ROWS.values()) else 11


def _one(token: str) -> int:
    if token.startswith("\\"):
        return WIDTHS[token] if token in WIDTHS else _of_a_name(token)
    return CHARACTERS.get(token, 10)
