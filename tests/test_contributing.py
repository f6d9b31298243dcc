"""CONTRIBUTING.md is true: its tree is the tree, and each thing that one may add is the files that it says, and no more."""

from __future__ import annotations

import re

import pytest
from house import PAGE, ROOT, TREE, rows
from test_public_paths import PATHS

ROWS = rows()


def stem(name: str) -> str:
    return name.removesuffix(".py")


def test_the_tree_is_the_tree():
    for room in ("symbolic", "properties"):
        there = {p.name for p in (ROOT / room).iterdir() if not p.name.startswith(("_", "py.typed"))}
        there = {n for n in there if f"{room}.{stem(n)}" not in PATHS and n != "datasets"}
        assert there == set(TREE[room])
    assert all((ROOT / name).exists() for name in TREE)


def test_everything_that_one_may_add_has_its_row():
    assert len(ROWS) == 17
    assert all(files and tests and example for _, files, tests, example in ROWS)


@pytest.mark.parametrize(("what", "files", "tests", "example"), ROWS, ids=[row[0] for row in ROWS])
def test_what_is_added_touches_the_files_that_are_named_and_no_others(what, files, tests, example):
    """The example's own files exist, its tests test, and nothing else of ours names it."""
    own = [f.replace("NAME", example) for f in files]
    for path in own:
        assert (ROOT / path).is_file(), path
    for path in (t.replace("NAME", example) for t in tests):
        text = (ROOT / path).read_text(encoding="utf-8")
        assert "def test_" in text or "_STEPS" in text, path
    for path in (p for room in ("symbolic", "properties") for p in (ROOT / room).rglob("*.py")):
        if str(path.relative_to(ROOT)) not in own:
            assert not re.search(named(own[0], example), path.read_text(encoding="utf-8")), path


def named(file: str, example: str) -> str:
    """How another file would name the unit: by importing its module, or, of a row, by its own name."""
    if example not in file:
        return rf"\b{example}\b"
    *room, name = stem(file).split("/")
    inside = re.escape(".".join(room))
    return rf"from {inside} import .*\b{name}\b|\b{inside}\.{name}\b"


def test_the_commands_are_those_of_the_readme():
    (block,) = re.findall(r"^```sh contributing-commands\n(.*?)^```$", PAGE, re.S | re.M)
    assert "pytest -q -n 2" in block and 'pytest -q -n 2 -m "not slow"' in block
    for path in re.findall(r"python (\S+\.py)", block):
        assert (ROOT / path).is_file()
