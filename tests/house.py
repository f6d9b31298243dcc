"""The tree of CONTRIBUTING.md, read: which rooms there are, and in which order they may import."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def _tree() -> dict[str, tuple[str, ...]]:
    """The names inside of each folder at the top, in the order in which they stand."""
    (block,) = re.findall(r"^```text tree\n(.*?)^```$", PAGE, re.S | re.M)
    found: dict[str, list[str]] = {}
    for line in block.splitlines():
        name = line.split()[0].rstrip("/")
        if line.startswith("  "):
            found[list(found)[-1]].append(name)
        else:
            found[name] = []
    return {name: tuple(inside) for name, inside in found.items()}


TREE = _tree()
ORDER = {room.removesuffix(".py"): tuple(n.removesuffix(".py") for n in TREE[room])
         for room in ("symbolic", "properties", "lossproof.py")}  # fmt: skip


def rows() -> list[tuple[str, list[str], list[str], str]]:
    """What one may add: what it is, its files, its tests, and the example."""
    table = PAGE[PAGE.index("## What one may add") :]
    cells = [[c.strip() for c in line.strip("|").split(" | ")] for line in table.splitlines() if line.startswith("| a")]
    return [(what, re.findall(r"`([^`]+)`", files), re.findall(r"`([^`]+)`", tests), example.strip(" |"))
            for what, files, tests, example in cells]  # fmt: skip
