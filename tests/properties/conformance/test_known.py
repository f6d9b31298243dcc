"""Tests of properties.conformance.known: findings one by one, and the file of those that were accepted."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from implementations import WRONG, loss_of

from properties import loss_report
from properties.conformance.known import AcceptedFinding, ConformanceFinding, accepted, findings, judged
from properties.errors import InputError

LARGE = ConformanceFinding("gradient", "gradient", "digits", 1000.0)
ENTRY = {"name": "a", "quantity": "gradient", "found": "digits", "ulps": 2000, "reason": "it is old"}


def test_a_wrong_relation_is_a_finding() -> None:
    case = WRONG["Poisson, target squared"]
    report = loss_report(case.function, loss_of("poisson"), reading=case.reading, examples=60)
    assert [f.part for f in findings(report)] == ["relation"]


def test_what_is_printed_can_be_read_once_it_has_a_reason(tmp_path: Path) -> None:
    text = LARGE.entry('odd "name"')
    with pytest.raises(InputError, match="the reason why"):
        accepted(_file(tmp_path, text))
    (one,) = accepted(_file(tmp_path, text.replace('reason = ""', 'reason = "so be it"')))
    assert one == AcceptedFinding('odd "name"', "gradient", "gradient", "digits", 2000.0, "so be it")
    assert one.covers(LARGE)


def test_what_grows_is_new_and_what_is_gone_is_told() -> None:
    known = AcceptedFinding("a", "gradient", "gradient", "digits", 2000.0, "")
    assert judged([LARGE], [known], "gradient") == ([], [])
    grown = ConformanceFinding("gradient", "gradient", "digits", 3000.0)
    assert judged([grown], [known], "gradient") == ([grown], [])
    assert judged([], [known], "gradient") == ([], [known])
    assert judged([LARGE], [known], "value") == ([], [])
    far = ConformanceFinding("edges", "gradient", "digits", 1000.0)
    assert judged([far], [known], "edges") == ([far], [])


def test_toml_and_json_are_read_alike(tmp_path: Path) -> None:
    (one,) = accepted(_file(tmp_path, json.dumps({"known": [ENTRY]}), "known.json"))
    (other,) = accepted(_file(tmp_path, "[[known]]\n" + "\n".join(f"{k} = {json.dumps(v)}" for k, v in ENTRY.items())))
    assert one == other
    assert accepted(_file(tmp_path, "")) == ()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": ""}, "needs a name"),
        ({"reason": "  "}, "the reason why"),
        ({"reason": 3}, "is no text"),
        ({"quantity": "Hessian"}, "is none of relation, value, gradient, hessian"),
        ({"edge": "nan"}, "say what is accepted"),
        ({"found": ""}, "say what is accepted"),
        ({"quantity": "relation", "found": "", "edge": "nan"}, "say what is accepted"),
        ({"ulps": -1}, "no number of units"),
        ({"ulps": True}, "no number of units"),
        ({"ulps": float("nan")}, "no number of units"),
        ({"found": "nan"}, "and of nothing else"),
        ({"more": 1}, "and no other"),
    ],
)
def test_an_entry_that_says_something_else_is_refused(tmp_path: Path, change: dict[str, Any], said: str) -> None:
    with pytest.raises(InputError, match=said):
        accepted(_file(tmp_path, json.dumps({"known": [{**ENTRY, **change}]}), "known.json"))


def test_digits_without_a_bound_and_doubles_are_refused(tmp_path: Path) -> None:
    unbounded = {k: v for k, v in ENTRY.items() if k != "ulps"}
    for rows, said in (([unbounded], "how many units"), ([ENTRY, ENTRY], "the same as entry 1")):
        with pytest.raises(InputError, match=said):
            accepted(_file(tmp_path, json.dumps({"known": rows}), "known.json"))


@pytest.mark.parametrize("text", ["[]", "3", '{"known": 1}', '{"other": []}', "{"])
def test_a_file_that_is_something_else_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError, match=r"known\.json"):
        accepted(_file(tmp_path, text, "known.json"))


def _file(folder: Path, text: str, name: str = "known.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    if name.endswith(".toml"):
        tomllib.loads(text)
    return path


def test_what_several_rows_show_is_accepted_by_a_field_of_its_own(tmp_path: Path) -> None:
    finding = ConformanceFinding("reductions", "hessian", "ignores the weights")
    text = finding.entry("a")
    assert 'rows = "ignores the weights"' in text
    (one,) = accepted(_file(tmp_path, text.replace('reason = ""', 'reason = "boosters do so"')))
    assert one.covers(finding) and one.part == "reductions"
    assert judged([finding], [one], "reductions") == ([], []) and judged([], [one], "reductions") == ([], [one])
    both = {**ENTRY, "rows": "mixed"}
    with pytest.raises(InputError, match="say what is accepted"):
        accepted(_file(tmp_path, json.dumps({"known": [both]}), "known.json"))


def test_what_another_type_shows_is_accepted_of_that_type(tmp_path: Path) -> None:
    finding = ConformanceFinding("value", "value", "digits", 100.0, dtype="float32")
    text = finding.entry("a").replace('reason = ""', 'reason = "it is short"')
    assert 'dtype = "float32"' in text and finding.item == "float32"
    (one,) = accepted(_file(tmp_path, text))
    assert one.covers(finding) and judged([finding], [one], "float32") == ([], [])
    assert not one.covers(ConformanceFinding("value", "value", "digits", 100.0))
