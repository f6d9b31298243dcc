"""`lossproof list`: what ships, and what other packages register."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from properties.command.messages import PROVED, left_out
from properties.command.options import as_json, terminal

if TYPE_CHECKING:
    from properties.command.report.terminal import Page, Spans
    from symbolic.report.plain import Plain

GROUPS = {  # in this order
    "derivation": "Derivations",
    "family": "Families",
    "refuted": "False claims, which fail when they are run",
}


@click.command("list")
@as_json
def command(as_json: bool) -> int:
    """List the derivations with their titles, the families, then the claims that are known to be false.

    Example: lossproof list --json
    """
    from properties.command.report import plain
    from properties.loading import load, working
    from symbolic import derivations, families

    broken = list[str]()
    names = (derivations.names(), families.names(), derivations.refuted())
    found = (working(some, broken.append) for some in names)
    kinds = dict(zip(("derivation", "family", "refuted"), found, strict=True))
    left_out(broken)
    entries = [
        {"name": name, "title": unit.title, "kind": kind, "refuted": kind == "refuted"}
        for kind, names in kinds.items()
        for name in names
        for unit in load(name)
    ]
    out = terminal(as_json)
    if out is None:
        click.echo(plain.dumps(entries))
    else:
        out.print(listing(out.page, entries))
    return PROVED


def listing(page: Page, entries: Sequence[Plain]) -> list[Spans]:
    """The entries by their kinds, with their titles beside them where there is room."""
    from properties.words import cells, wrap

    room = max((cells(entry["name"]) for entry in entries), default=0) + 2
    beside = room + 48 <= page.width
    lines: list[Spans] = []
    for kind, heading in GROUPS.items():
        group = [entry for entry in entries if entry["kind"] == kind]
        if group:
            lines += [[], [(heading, "strong")]] if lines else [[(heading, "strong")]]
        for entry in group:
            name: Spans = [("  ", ""), (entry["name"], "")]
            if beside:
                first, *rest = wrap(entry["title"], page.width - room - 2) or [""]
                lines.append([*name, (" " * (room - cells(entry["name"])), ""), (first, "quiet")])
                lines += [[(" " * (room + 2), ""), (more, "quiet")] for more in rest]
            else:
                lines.append(name)
                lines += [[("    ", ""), (part, "quiet")] for part in wrap(entry["title"], page.width - 4)]
    return lines
