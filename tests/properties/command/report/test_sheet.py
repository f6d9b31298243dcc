"""Fact sheets on a terminal: everything is there, nothing is too wide, and what fails is seen first."""

from __future__ import annotations

import pytest
from reports import on_a_terminal, report

from properties.attacks import Counterexample
from properties.command.report import plain
from properties.command.report import sheet as printer
from properties.command.report.plain import Plain
from properties.words import cells
from symbolic import families
from symbolic.report.sheets import sheet


def shown(data: Plain, monkeypatch: pytest.MonkeyPatch, columns: int = 80, encoding: str = "utf-8") -> list[str]:
    terminal, raw = on_a_terminal(monkeypatch, columns, encoding)
    terminal.print(printer.whole(terminal.page, data))
    terminal.print(printer.summary(terminal.page, [data]))
    return raw.getvalue().decode(encoding).splitlines()


@pytest.fixture(scope="module")
def sheets() -> dict[str, Plain]:
    return {n: plain.sheet(sheet(families.load(n)), None, None) for n in ("poisson", "multinomial", "normal_mixture")}


@pytest.mark.parametrize("columns", [60, 80, 100])
@pytest.mark.parametrize("name", ["poisson", "multinomial", "normal_mixture"])
def test_no_line_of_a_sheet_is_wider_than_the_terminal(
    sheets: dict[str, Plain], name: str, columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = shown(sheets[name], monkeypatch, columns)
    assert len(lines) > 40
    assert [line for line in lines if cells(line) > columns] == []


@pytest.mark.parametrize("name", ["poisson", "multinomial", "normal_mixture"])
def test_everything_that_a_sheet_says_is_shown(
    sheets: dict[str, Plain], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = sheets[name]
    text = "".join("".join(shown(data, monkeypatch, 100)).split())
    said = [data["name"], data["title"], data["source"], *data["notes"], data["density"]["text"], data["loss"]["text"]]
    said += [p["text"] for p in data["chain"]["problems"]] + [data["dropped"]["text"], data["factor"]["text"]]
    for fact in data["facts"]:
        said += [fact["name"], fact["text"], fact["prover"], fact["reason"], fact["note"]]
        said += [part for u in fact["for"] for part in (u["name"], f" in {u['domain']}")]
    assert [part for part in said if "".join(part.split()).rstrip(".") not in text] == []


def test_a_sheet_survives_a_terminal_without_unicode(sheets: dict[str, Plain], monkeypatch: pytest.MonkeyPatch) -> None:
    lines = shown(sheets["poisson"], monkeypatch, encoding="ascii")
    assert any(line.startswith("  + chain") for line in lines) and any(
        line.startswith("  x law of large") for line in lines
    )


def attacked(fact: Plain, verdict: str, prover: str, certified: bool) -> Plain:
    found = {"property": "integral", "text": "at lambda = 1\nthe sum is 2", "certified": certified}
    attack = {"examples": 5, "decided": 4, "counterexample": found, "vacuous": ""}
    return {**fact, "verdict": verdict, "prover": prover, "reason": "at lambda = 1", "attack": attack}


@pytest.mark.parametrize("columns", [60, 80, 100])
def test_a_sheet_that_was_attacked_is_no_wider_than_the_terminal_and_breaks_no_word(
    sheets: dict[str, Plain], columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = sheets["poisson"]
    long = "the case:\n  " + "the integral of (t*exp(-t*x))*(-x + 1/t) does not converge absolutely at t = 1; " * 3
    found = {"property": "integral", "text": long, "certified": True}
    attack = {"examples": 100, "decided": 89, "counterexample": found, "vacuous": ""}
    provers = ("exponential_families", "convexity", "attack")
    tried = [
        {**f, "attack": attack, "verdict": "refuted", "prover": p} for f, p in zip(data["facts"], provers, strict=False)
    ]
    lines = shown({**data, "facts": tried}, monkeypatch, columns)
    assert [line for line in lines if cells(line) > columns] == []
    text = "\n".join(lines)
    assert all(prover in text for prover in provers) and "".join(long.split()) in "".join(text.split())
    assert all(line.startswith(" " * 10) for line in lines if "absolutely" in line)


@pytest.mark.parametrize(
    ("verdict", "prover", "certified", "said"),
    [
        ("refuted", "attack", True, "counterexample (integral, certified)"),
        ("unknown", "nobody", False, "counterexample (integral, not certified)"),
        ("refuted", "convexity", True, "because at lambda = 1"),  # the prover's own case is enough
    ],
)
def test_a_counterexample_to_a_fact_is_shown_once(
    sheets: dict[str, Plain],
    verdict: str,
    prover: str,
    certified: bool,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = sheets["poisson"]
    fact = attacked(data["facts"][0], verdict, prover, certified)
    lines = shown({**data, "facts": [fact], "large_numbers": []}, monkeypatch)
    assert [line for line in lines if said in line]
    assert sum("counterexample" in line or "because" in line for line in lines) == (2 if prover == "nobody" else 1)
    assert any(line.endswith("5 examples") for line in lines)


def test_a_chain_that_fails_is_shown_with_what_is_open_and_its_case(monkeypatch: pytest.MonkeyPatch) -> None:
    found = sheet(families.load("poisson"), asked=())
    steps = (report(1, Counterexample("value", "lambda = 1", True)),)
    data = plain.sheet(found, None, steps)
    assert data["verdict"] == data["chain"]["verdict"] == "refuted"
    lines = shown(data, monkeypatch)
    assert lines[0].endswith(" refuted") and any(line.startswith("  ✗ chain") for line in lines)
    assert any("counterexample (value, certified)" in line for line in lines)
    assert any(line.strip().startswith("unknown  ") for line in lines)


@pytest.mark.parametrize(
    ("name", "heading", "said"),
    [
        (
            "poisson",
            "✗ law of large numbers: NONE",
            ("FINITE: it is not so that lambda ranges over a finite set, because the declared domain says otherwise",
             "CONVEX: it is not so that lambda ranges over an open convex subset of R^d",
             "it is fulfilled on the interior of the domain"),
        ),
        ("multinomial", "✓ law of large numbers: COMPACT", ("every limit point of minimisers", "nothing is left to assume")),
        ("exponential", "✓ law of large numbers: CONVEX", ("there is a minimiser before the limit", "left to assume: E_")),
    ],
)  # fmt: skip
def test_the_law_of_large_numbers_is_one_item_of_a_sheet(
    name: str, heading: str, said: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = shown(plain.sheet(sheet(families.load(name)), None, None), monkeypatch)
    assert sum("law of large numbers" in line for line in lines) == 1
    (at,) = (number for number, line in enumerate(lines) if line.strip().startswith(heading))
    words = " ".join(" ".join(lines[at:]).split())
    assert all(part in words for part in said)
    assert not any(line.strip().startswith(("✗ FINITE", "✗ COMPACT", "✓ CONVEX")) for line in lines)


def test_a_condition_that_is_open_is_not_known_to_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = shown(plain.sheet(sheet(families.load("poisson"), asked=()), None, None), monkeypatch)
    assert any(line.startswith("  ? law of large numbers: NONE") for line in lines)
    assert "it is not known that lambda ranges over a finite set" in " ".join(" ".join(lines).split())
