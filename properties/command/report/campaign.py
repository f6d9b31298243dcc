"""Campaigns: how far one is, what came of it as plain data, and that on a terminal. Nothing here decides."""

from __future__ import annotations

import os
import shlex
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from properties.command.messages import PROVED, say
from properties.command.report.layout import counterexample, noted
from properties.command.report.terminal import Page, Spans, Terminal
from properties.files import printable
from properties.words import cells, wrap
from symbolic.report.plain import FORMAT, Plain

if TYPE_CHECKING:
    from properties.campaigns.campaign import Campaign, SubjectReport

EVERY = 10  # seconds between two lines of progress where there is no terminal
WORDS = {"counterexample": "refuted", "nonconformance": "different", "error": "trouble", "crash": "crash"}


# ---- as plain data ---------------------------------------------------------------------------------------------------


def as_data(reports: Sequence[SubjectReport], **more: Any) -> Plain:
    """A campaign as plain data, ready for JSON; `more`, what belongs to the run and not to what was found."""
    return {
        "format": FORMAT,
        **more,
        "pieces": sum(r.planned for r in reports),
        "done": sum(r.pieces for r in reports),
        "tried": sum(r.examples for r in reports),
        "decided": sum(r.decided for r in reports),
        "findings": sum(r.fails for r in reports),
        "subjects": [_subject(r) for r in reports],
    }


def _subject(report: SubjectReport) -> Plain:
    return {
        "name": report.subject.name,
        "part": report.subject.title,
        "claimed": report.subject.claimed,
        "pieces": report.planned,
        "done": report.pieces,
        "examples": report.examples,
        "decided": report.decided,
        "vacuous": report.vacuous,
        "undone": report.undone,
        "late": report.late,
        "fails": report.fails,
        "finding": _finding(report),
    }


def _finding(report: SubjectReport) -> Plain | None:
    found, piece = report.finding, report.piece
    if found is None or piece is None:
        return None
    return {
        "kind": found.kind,
        "text": found.text,
        "counterexample": found.counterexample,
        "conformance": found.conformance,
        "examples": piece.examples,
        "seed": piece.seed,
        "again": _again(report),
    }


def _again(report: SubjectReport) -> str:
    """The command that finds it again by itself."""
    subject, piece = report.subject, report.piece
    if piece is None:
        return ""
    place = os.path.relpath(subject.place) if os.path.isabs(subject.place) else subject.place
    effort = f"--examples {piece.examples} --seed {piece.seed}"
    if subject.title:
        command = "family" if subject.claimed is None else "prove"
        return f"lossproof {command} {shlex.quote(place)} {effort}"
    if subject.loss:
        return f"lossproof conform {shlex.quote(place)} --is {shlex.quote(subject.loss)} {effort}"
    return f"check_loss(..., examples={piece.examples}, seed={piece.seed})"


# ---- on a terminal ---------------------------------------------------------------------------------------------------


def summary(page: Page, data: Plain) -> list[Spans]:
    """What came of a campaign: a line for each chain, family and function, what was found, and the counts."""
    groups: dict[str, list[Plain]] = {}
    for subject in data["subjects"]:
        groups.setdefault(subject["name"], []).append(subject)
    room = min(max(map(cells, map(printable, groups))), page.width - 34)
    lines = [line for name, parts in groups.items() for line in _group(page, name, parts, room)]
    return [*lines, [], *_counts(page, data, len(groups))]


def _group(page: Page, name: str, parts: Sequence[Plain], room: int) -> Iterator[Spans]:
    failing = [p for p in parts if p["fails"]]
    word = WORDS[failing[0]["finding"]["kind"]] if failing else "no case"
    style, mark = ("refuted", page.mark("refuted")) if failing else ("", page.mark("assumed"))
    shown = printable(name)
    much = f"{sum(p['examples'] for p in parts):,} examples"
    yield [
        *(("  ", ""), (f"{mark} ", style), (shown, "strong"), (" " * (max(room - cells(shown), 0) + 2), "")),
        *((f"{word:<10}", style), (f"{much:>20}", "quiet")),
    ]
    for part in parts:
        found = part["finding"]
        if part["vacuous"]:
            yield from noted(page, "not attacked", "quiet", f"{part['part']}: {part['vacuous']}")
        if found is None or part["claimed"] is False:
            continue  # a case against what the file claims to be false is what it claims
        said = ": ".join(filter(None, (part["part"], _became(part))))
        yield from ([(" " * 6, ""), (row, "")] for row in wrap(said, page.width - 6, 2))
        if part["claimed"] is None:
            continue
        if found["counterexample"] is not None:
            yield from counterexample(page, found, 8)
        else:
            for line in found["text"].splitlines():
                yield from ([(" " * 8, ""), (row, "")] for row in wrap(line, page.width - 8, 2))
        yield [(" " * 8, ""), (f"again: {printable(found['again'])}", "quiet")]  # whole, to be copied


def _became(part: Plain) -> str:
    """What a finding says of its part, in a few words; nothing where the case below says it."""
    kind = part["finding"]["kind"]
    if kind != "counterexample":
        return {"nonconformance": "not what it claims to be", "error": "cannot be judged", "crash": "ends its process"}[
            kind
        ]
    if part["claimed"] is None:
        return "there is a case, and nobody claims otherwise"
    return "" if part["fails"] else "looks wrong, by statistics alone"


def _counts(page: Page, data: Plain, many: int) -> list[Spans]:
    subjects = data["subjects"]
    found = Counter(bool(s["fails"]) for s in subjects)
    rows = [
        f"{_many(len(subjects), 'statement')} of {many}: {_many(found[True], 'finding') if found[True] else 'no finding'}.",
        f"{data['tried']:,} examples, {data['decided']:,} decided, in {_many(data['done'], 'piece')}.",
    ]
    undone, late = sum(s["undone"] for s in subjects), sum(s["late"] for s in subjects)
    if undone:
        rows.append(f"{_many(undone, 'piece')} came to the end of the budget of work before all examples were tried.")
    if late:
        rows.append(f"{late} of them by the clock: another machine may come further there.")
    if data["done"] < data["pieces"]:
        rows.append(f"{data['pieces'] - data['done']:,} pieces are left.")
    return [
        [(row, "refuted" if found[True] and not k else "")]
        for k, text in enumerate(rows)
        for row in wrap(text, page.width)
    ]


def _many(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


# ---- meanwhile -------------------------------------------------------------------------------------------------------


@contextmanager
def progress(terminal: Terminal | None, campaign: Campaign) -> Iterator[Callable[[], None]]:
    """How far it is, whenever it is called: a bar on stderr where that is a terminal, a line now and then elsewhere."""
    started, before = time.monotonic(), len(campaign.results)
    seen = Counter[str]()

    def told() -> str:
        new = list(campaign.results.values())[before + seen["pieces"] :]
        seen.update(
            pieces=len(new), examples=sum(r.examples for r in new), found=sum(r.finding is not None for r in new)
        )
        speed = seen["examples"] / max(time.monotonic() - started, 1e-3)
        found = _many(seen["found"], "piece") + " with a case" if seen["found"] else "no case so far"
        return f"{seen['examples']:,} examples, {speed:,.0f} a second, {found}"

    if terminal is None:
        yield lambda: None
    elif sys.stderr.isatty():
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        columns = (BarColumn(20), MofNCompleteColumn(), TextColumn("{task.description}", markup=False))
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("starting", total=campaign.planned, completed=before)
            yield lambda: bar.update(task, description=told(), completed=len(campaign.results), total=campaign.planned)
    else:
        last = started

        def now_and_then() -> None:
            nonlocal last
            if time.monotonic() - last >= EVERY:
                last = time.monotonic()
                say(f"{len(campaign.results):,} of {campaign.planned:,} pieces: {told()}", PROVED)

        yield now_and_then
