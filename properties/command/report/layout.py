"""The paragraphs of which reports are made: headings, labelled formulas, marks with who proved it, counterexamples."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from properties.command.report.terminal import Page, Spans
from properties.files import printable
from properties.words import case, cells, wrap, wrap_formula

MARGIN = 8  # columns before a formula: number and relation
ATTACK = "attack"  # the name under which an attack refutes


def heading(page: Page, name: str, verdict: str) -> Spans:
    """A name and a verdict at the two ends of a line."""
    shown = printable(name)
    rule = page.width - cells(shown) - len(verdict) - 2
    return [(shown, "strong"), (f" {page.dash * max(rule, 1)} ", "quiet"), (verdict, verdict)]


def row(page: Page, name: str, verdict: str, more: str, room: int) -> list[Spans]:
    """One of several on a line: its mark, name and verdict, and something beside it where there is room, else below."""
    shown = printable(name)
    head: Spans = [("  ", ""), (f"{page.mark(verdict)} ", verdict), (shown, "strong")]
    gap = " " * (max(room - cells(shown), 0) + 2)
    if 4 + room + 2 + 9 + cells(more) <= page.width:
        return [[*head, (gap, ""), (f"{verdict:<9}", verdict), (more, "quiet")]]
    below = wrap(more, page.width - 6)
    return [[*head, (gap, ""), (verdict, verdict)], *([(" " * 6, ""), (r, "quiet")] for r in below)]


def brief(page: Page, reason: str) -> list[Spans]:
    """The first two lines of why something is not proved: the whole is in its report."""
    rows = wrap(reason, page.width - 6, 2)
    rows = [*rows[:1], rows[1][: page.width - 9] + "..."] if len(rows) > 2 else rows
    return [[(" " * 6, ""), (r, "")] for r in rows]


def labelled(page: Page, label: str, text: str) -> list[Spans]:
    """A text with a label before its first row."""
    rows = wrap(text, page.width - MARGIN, 2)
    return [[(f"{'' if number else label:<{MARGIN}}", "quiet"), (part, "")] for number, part in enumerate(rows)]


def indented(page: Page, text: str) -> list[Spans]:
    """A formula, or a sentence with formulas, below what it belongs to."""
    return [[(" " * 6, ""), (part, "")] for part in wrap_formula(text, page.width - 6, 2)]


def noted(page: Page, label: str, style: str, text: str) -> list[Spans]:
    """A remark on a step, with a label of a given style."""
    indent = MARGIN + 2
    left = len("assumed") + 2 if len(label) <= len("assumed") else len(label) + 2
    rows = wrap(text, page.width - indent - left, 2)
    return [
        [(" " * indent, ""), (f"{label if not number else '':<{left}}", style), (part, "")]
        for number, part in enumerate(rows)
    ]


def marked(page: Page, name: str, verdict: str, by: str, tried: str | None, room: int) -> list[Spans]:
    """A mark and a name, then who gave the verdict and how often it was attacked: below where there is no room beside."""
    shown = wrap(name, page.width - 6, 2)
    lines: list[Spans] = [[("  ", ""), (f"{page.mark(verdict)} ", verdict), (shown[0], "strong")]]
    lines += [[(" " * 4, ""), (part, "strong")] for part in shown[1:]]
    left = 4 + max(room, cells(shown[-1])) + 2
    beside = left + 12 + (cells(tried) + 2 if tried else 0) <= page.width
    if beside:
        lines[-1].append((" " * (left - 4 - cells(shown[-1])), ""))
    else:
        left = 4 + room + 2
        lines.append([(" " * left, "")])
    space = page.width - left - (cells(tried) + 2 if tried else 0)
    fits = all(cells(word) <= space for word in by.split())
    rows = (wrap(by, space) or [""]) if fits else ["", *wrap(by, page.width - left)]
    lines[-1].append((rows[0], "quiet"))
    if tried:
        gap = page.width - left - cells(rows[0]) - cells(tried)
        lines[-1] += [(" " * max(gap, 1), ""), (tried, "quiet")]
    return [*lines, *([(" " * left, ""), (part, "quiet")] for part in rows[1:])]


def counterexample(page: Page, attack: dict[str, Any] | None, indent: int) -> list[Spans]:
    """The case that an attack found; nothing where it found none."""
    found = None if attack is None else attack["counterexample"]
    if found is None:
        return []
    kind = "certified" if found["certified"] else "not certified"
    lines: list[Spans] = [[(" " * indent, ""), (f"counterexample ({found['property']}, {kind})", "refuted")]]
    return lines + [[(part, "")] for part in case(found["text"], page.width, indent + 2)]


def counted(what: str, counts: Counter[str], plural: str = "") -> str:
    """How many things there are, and of which verdict."""
    total = counts.total()
    parts = ", ".join(f"{counts[v]} {v}" for v in ("proved", "assumed", "unknown", "refuted") if counts[v])
    return f"{total} {what if total == 1 else plural or what + 's'}: {parts or 'none'}"


def tried(attack: dict[str, Any] | None) -> str:
    """How many instances one attack tried, and how many it decided where not all; nothing where it could not be made."""
    return "" if attack is None or attack["vacuous"] else _amount(attack["examples"], _decided(attack))


def tried_in_all(attacks: Iterable[dict[str, Any] | None]) -> str:
    """The same of several attacks, and how many of them were cut short; nothing where nothing was tried."""
    found = [a for a in attacks if a is not None and not a["vacuous"]]
    total = sum(a["examples"] for a in found)
    if not total:
        return ""
    short = sum(bool(a.get("undone")) for a in found)
    more = f"; {short} of {len(found)} searches cut short" if short else ""
    return _amount(total, sum(map(_decided, found))) + more


def _decided(attack: dict[str, Any]) -> int:
    """How many instances an attack decided: where it found a case, no more was asked."""
    found: int = attack["examples"] if attack["counterexample"] is not None else attack["decided"]
    return found


def _amount(total: int, decided: int) -> str:
    many = "example" if total == 1 else "examples"
    return f"{total:,} {many}" if decided == total else f"{decided:,} of {total:,} {many}"
