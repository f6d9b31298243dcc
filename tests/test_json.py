"""docs/json.md and what is printed are the same: every field stands there with its type, and every field there is printed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from command_line import DECLARED, GOOD, HEAD, STATED, run, write

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "json.md").read_text(encoding="utf-8")
SIMPLE = {"string": str, "boolean": bool, "integer": int, "number": float, "null": type(None)}
ROW = re.compile(r"^\| `(\w+)` \| (optional )?([\w ]+) \| .+ \|$", re.M)
OBJECTS = {
    section.partition("\n")[0]: {name: (kind, bool(optional)) for name, optional, kind in ROW.findall(section)}
    for section in PAGE.split("\n## ")[1:]
}
PRINTED = dict(re.findall(r"^\| `lossproof ([\w -]+)` \| ([\w ]+) \|$", PAGE, re.M))


class Unlike(Exception):
    """What is printed is not what the page says."""


def read(kind: str, thing: Any, place: str = "", seen: dict[str, set[str]] | None = None) -> dict[str, set[str]]:
    """The fields of each object that occur in `thing`. Raises Unlike where it is not of its kind."""
    seen = {} if seen is None else seen
    reasons = []
    for one in kind.split(" or "):
        try:
            _read(one, thing, place, seen)
        except Unlike as reason:
            reasons.append(str(reason))
        else:
            return seen
    raise Unlike("; ".join(reasons))


def _read(kind: str, thing: Any, place: str, seen: dict[str, set[str]]) -> None:
    outer, _, inner = kind.partition(" of ")
    if inner:
        whole = {"array": list, "object": dict}[outer]
        if not isinstance(thing, whole):
            raise Unlike(f"{place} is no {outer}: {thing!r}")
        for key, part in thing.items() if outer == "object" else enumerate(thing):
            read(inner, part, f"{place}[{key!r}]", seen)
    elif kind in SIMPLE:
        if type(thing) is not SIMPLE[kind]:
            raise Unlike(f"{place} is no {kind}: {thing!r}")
    else:
        fields = OBJECTS[kind]
        if not isinstance(thing, dict) or not {n for n, (_, optional) in fields.items() if not optional} <= set(thing):
            raise Unlike(f"{place} is no {kind}: {thing!r}")
        if set(thing) - set(fields):
            raise Unlike(f"{place}: nothing is said of {set(thing) - set(fields)} in the section {kind}")
        seen.setdefault(kind, set()).update(thing)
        for name, part in thing.items():
            read(fields[name][0], part, f"{place}.{name}", seen)


def test_the_page_names_every_kind_that_it_uses():
    kinds = {kind for fields in OBJECTS.values() for kind, _ in fields.values()} | set(PRINTED.values())
    words = {part for kind in kinds for one in kind.split(" or ") for part in one.split(" of ")}
    assert words - {"array", "object", *SIMPLE} <= set(OBJECTS) and len(OBJECTS) > 25


@pytest.mark.parametrize(
    ("kind", "thing"),
    [
        ("Formula", {"text": "1"}),
        ("Formula", {"text": "1", "latex": "1", "html": "1"}),
        ("Formula", {"text": 1, "latex": "1"}),
        ("array of integer", [1, True]),
        ("string or null", 1),
    ],
)
def test_what_is_unlike_the_page_is_noticed(kind, thing):
    with pytest.raises(Unlike):
        read(kind, thing)


def printed(tmp_path: Path) -> Iterator[tuple[str, Any]]:
    """Every command, on what makes it print all that it can."""
    ends = "right = logs.then(flip_sign())\nwrong = Chain('turned', start).claim(right.end)\ndel logs\n"
    ends = write(tmp_path, "derive_ends.py", HEAD + ends)
    twice = write(tmp_path, "derive_twice.py", HEAD + "chain = logs.then(rewrite(2 * x.sum(log(q(x.i)))))\ndel logs\n")
    square = "from symbolic import Obligation\nfrom symbolic.chain import Stated\n"
    square += "_square = Obligation('convex', (theta**2, (theta,)))\n"
    stated = "chain = Chain('stated', start, glossary=(Stated('s', 'a square', _square),))\ndel logs\n"
    stated = write(tmp_path, "derive_stated.py", HEAD + square + stated)
    false = write(tmp_path, "false.py", STATED["false"])
    names = ("kl_to_mle", "limit_is_an_equality", "mixtures_have_a_maximum_likelihood_estimate", "poisson")
    yield "prove", run("prove", *names, ends, stated, false, "--examples", "5", "--json")
    yield "prove", run("prove", twice, "--no-attack", "--json")
    yield "prove", run("prove", write(tmp_path, "derive_good.py", GOOD), "--no-attack", "--json")
    yield "family", run("family", "poisson", "multinomial", "exponential", "gamma", false, "--no-attack", "--json")
    for what in ("mass", "loss"):
        yield "family", run("family", write(tmp_path, f"{what}.py", STATED[what]), "--examples", "3", "--json")
    table = write(tmp_path, "table.csv", "x,y,w\n0,1,2\n1,3,1\n2,4,1\n4,9,2\n")
    given = ("--column", "y", "--given", "x", "--known", "sigma=1")
    kicks = ("prove", "poisson", "--data", "horse_kicks", "--column", "deaths", "--json")
    yield "prove --data", run(*kicks)
    yield "prove --data", run("prove", "normal_mean", "--data", table, *given, "--weights", "w", "--json")
    yield "prove --data", run("prove", "weibull", "--data", table, "--column", "y", "--json")
    yield "list", run("list", "--json")
    yield "latex", run("latex", "kl_to_mle", "--json")
    losses = write(tmp_path, "losses.py", "import numpy\n\ndef wrong(y, z):\n    return numpy.exp(z) - 2 * y * z\n\n"
                   "def near(y, z):\n    return numpy.exp(z) - y * numpy.log(numpy.exp(z) + 1e-8)\n"
                   "def mean(y, z):\n    return numpy.mean(numpy.exp(z) - y * z)\n")  # fmt: skip
    for name in ("wrong", "near", "mean"):
        as_is = ("--is", "poisson_regression", "--map", "y=y,z=f", "--json")
        yield "conform", run("conform", f"{losses}:{name}", *as_is)
    for where in (("kl_is_symmetric",), (f"{losses}:wrong", "--is", "poisson_regression")):
        kept = str(tmp_path / f"{len(where)}.jsonl")
        yield "campaign", run("campaign", *where, "--examples", "100", "--workers", "0", "-o", kept, "--json")
    for name in ("poisson", "rayleigh"):
        yield "compile", run("compile", name, "--json")
    yield "new family", run("new", "family", "erlang", "-o", str(tmp_path), "--json")


@pytest.mark.slow
def test_what_is_printed_is_what_the_page_says(tmp_path):
    seen: dict[str, set[str]] = {}
    for command, result in printed(tmp_path):
        assert result.stdout, result.stderr
        read(PRINTED[command], json.loads(result.stdout), command, seen)
    left = {kind: set(fields) - seen.get(kind, set()) for kind, fields in OBJECTS.items()}
    drawn = {"Gallery", "Plot", "Point"}  # tests of their own look at these
    assert {kind: fields for kind, fields in left.items() if fields and kind not in drawn} == {"Attack": {"undone"}}


def test_every_command_that_prints_json_stands_there():
    from properties.command.cli import main

    assert {name.partition(" ")[0] for name in PRINTED} == set(main.commands)


def test_a_difference_from_a_reference_is_a_point(tmp_path):
    pytest.importorskip("scipy.stats", reason="the comparison needs SciPy: pip install scipy")
    family = 'family = Family("mine", variables=(x,), parameters=(rate,), density=rate * exp(-rate * x.outcome), '
    text = DECLARED + "from symbolic import Reference\n" + family + 'reference=Reference("expon", {"scale": rate}))\n'
    result = run("prove", write(tmp_path, "mine.py", text), "--no-attack", "--json")
    assert "Point" in read("array of Theorem", json.loads(result.stdout))
