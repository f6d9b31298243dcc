"""Fact sheets on a terminal, from their plain data: one whole, one on a line, and how many facts of which verdict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from properties.command.report.layout import (
    ATTACK,
    MARGIN,
    brief,
    counted,
    counterexample,
    heading,
    indented,
    marked,
    noted,
    row,
    tried_in_all,
)
from properties.command.report.terminal import Page, Spans
from properties.words import cells, ended, wrap, wrap_formula
from symbolic.report.plain import Plain

NO_DENSITY = "It is no density: of mass, means, information and a law of large numbers nothing is claimed."


def whole(page: Page, data: Plain) -> list[Spans]:
    """One fact sheet: what the family declares, its chain in short, and every fact."""
    lines = [heading(page, data["name"], data["verdict"])]
    lines += [[(part, "")] for part in wrap(data["title"], page.width)]
    lines.append([])
    for label, text in _declared(data):
        lines += _formula(page, label, text)
    for label, texts in (("note", data["notes"]), ("source", [data["source"]] if data["source"] else [])):
        lines += [line for text in texts for line in _formula(page, label, ended(text))]
    lines.append([])
    room = _room(page, ["chain", *(fact["name"] for fact in data["facts"])])
    lines += _chain(page, data["chain"], room)
    lines += [line for fact in data["facts"] for line in _fact(page, fact, room)]
    lines += _large_numbers(page, data["large_numbers"], room)
    return [*lines, *_reference(page, data["reference"], room), []]


def declaration(page: Page, data: Plain) -> list[Spans]:
    """What a family's file declares, below its theorem."""
    room = _room(page, [fact["name"] for fact in data["declared"]])
    lines: list[Spans] = [[], [("What its file declares", "strong")]]
    lines += [line for fact in data["declared"] for line in _fact(page, fact, room)]
    lines += _reference(page, data["reference"], room)
    lines += [part for text in _unproved(data) for part in indented(page, text)]
    what = "its density" if data["is_density"] else "it"
    return lines + indented(page, f"What follows from {what} is on its sheet: `lossproof family {data['name']}`.")


def on_a_line(page: Page, data: Plain, room: int) -> list[Spans]:
    """One fact sheet on a line: verdict, and how many facts there are; below it what is declared and is not so."""
    facts = counted("fact", Counter(fact["verdict"] for fact in data["facts"]))
    left = [f"{owed['text']} is {owed['verdict']}" for owed in data["chain"]["open"]]
    return [
        *row(page, data["name"], data["verdict"], facts, room),
        *brief(page, "; ".join(filter(None, [*left, faults(data["facts"], data["reference"])]))),
    ]


def summary(page: Page, several: Sequence[Plain], whole: bool = True) -> list[Spans]:
    """The counts of several fact sheets, and how they are printed where they were not."""
    families = Counter(data["verdict"] for data in several)
    facts = Counter(fact["verdict"] for data in several for fact in data["facts"])
    worst = next((v for v in ("refuted", "unknown") if families[v]), "proved")
    more = ", `--failures` those that are not proved" if worst != "proved" else ""
    hint: list[Spans] = [] if whole else [[], [(f"`-v` prints the whole sheets{more}.", "quiet")]]
    said = f"{counted('family', families, 'families')}. {counted('fact', facts)}."
    return [*hint, *([(part, worst)] for part in wrap(said, page.width))]


def standing(fact: Plain) -> str:
    """What became of a fact, as it is claimed: a claim that it is false is right where it is refuted."""
    verdict: str = fact["verdict"]
    return {"refuted": "proved", "proved": "refuted"}.get(verdict, "unknown") if fact["claimed"] is False else verdict


def faults(facts: Sequence[Plain], reference: Plain | None) -> str:
    """What a family declares and is not so, in one sentence; nothing where all is proved."""
    found = [
        f"{fact['name']} is {fact['verdict']}" + (", and claimed to be false" if not fact["claimed"] else "")
        for fact in facts
        if fact["claimed"] is not None and standing(fact) not in ("proved", "assumed")
    ]
    contradicted = reference is not None and reference["status"] == "contradicted"
    return "; ".join([*found, reference["sentence"]] if reference is not None and contradicted else found)


# ---- its parts -------------------------------------------------------------------------------------------------------


def _room(page: Page, names: Sequence[str]) -> int:
    return min(max(map(cells, names)), 36, (page.width - MARGIN) // 2)


def _declared(data: Plain) -> Iterator[tuple[str, str]]:
    """What a family declares, and the loss that follows, each with its label."""
    label = "density" if data["is_density"] else "maximised"
    yield label, f"{data['density']['name']} = {data['density']['text']}"
    for text in _unproved(data):
        yield "note", text
    for column in data["variables"]:
        yield "for", f"{column['name']} in {column['support']}"
    if data["total"] is not None:
        yield "where", f"{' + '.join(c['name'] for c in data['variables'])} = {data['total']['text']}"
    for column in data["inputs"]:
        yield "given", f"{column['name']} in {column['support']}"
    for label, group in (("unknown", "parameters"), ("known", "known")):
        for parameter in data[group]:
            yield label, f"{parameter['name']} in {parameter['domain']}"
    for label in ("loss", "factor", "dropped"):
        yield label, data[label]["text"]


def _unproved(data: Plain) -> Iterator[str]:
    """What is said of a likelihood that is no density: what nobody claims, and what its author takes for granted."""
    if not data["is_density"]:
        yield NO_DENSITY
    for condition in data["under"]:
        yield f"Assumed, and proved by nobody: {ended(condition)}"


def _formula(page: Page, label: str, text: str) -> list[Spans]:
    left = MARGIN + 2
    rows = wrap_formula(text, page.width - left, 2)
    return [[(f"{'' if number else label:<{left}}", "quiet"), (part, "")] for number, part in enumerate(rows)]


def _chain(page: Page, chain: Plain, room: int) -> list[Spans]:
    often = None if chain["attack"] is None else tried_in_all(chain["attack"])
    lines = marked(page, "chain", chain["verdict"], ", ".join(chain["provers"]), often, room)
    for problem in chain["problems"]:
        sign = page.relation(problem["relation"]) if problem["relation"] else ""
        rows = wrap_formula(problem["text"], page.width - MARGIN - 2, 2)
        margin: Spans = [(f"{sign:>{MARGIN}}  ", "strong")]
        lines += [[*(margin if not k else [(" " * (MARGIN + 2), "")]), (part, "")] for k, part in enumerate(rows)]
    for owed in chain["open"]:
        lines += noted(page, owed["verdict"], owed["verdict"], owed["text"])
        lines += noted(page, "", "", f"because {owed['reason']}") if owed["reason"] else []
    return lines + [line for attack in chain["attack"] or () for line in counterexample(page, attack, 6)]


def _fact(page: Page, fact: Plain, room: int) -> list[Spans]:
    often = None if fact["attack"] is None else tried_in_all([fact["attack"]])
    false = fact["claimed"] is False
    lines = marked(
        page, f"false: {fact['name']}" if false else fact["name"], standing(fact), fact["prover"], often, room
    )
    lines += indented(page, f"claimed to be false, and {fact['verdict']}:") if false else []
    lines += indented(page, fact["formula"]["text"]) if fact["formula"] is not None else []
    domains = dict.fromkeys(u["domain"] for u in fact["for"])
    where = ", ".join(f"{', '.join(u['name'] for u in fact['for'] if u['domain'] == d)} in {d}" for d in domains)
    lines += indented(page, fact["text"] + (f", for {where}" if where else ""))
    if fact["reason"] and fact["prover"] != ATTACK:  # else it is the counterexample, which follows
        lines += indented(page, f"because {fact['reason']}")
    if fact["note"]:
        lines += indented(page, ended(fact["note"]))
    shown_already = fact["verdict"] == "refuted" and fact["prover"] != ATTACK
    return lines + ([] if shown_already else counterexample(page, fact["attack"], 6))


def _reference(page: Page, found: Plain | None, room: int) -> list[Spans]:
    """What came of comparing the density with that of the reference; both values where they differ."""
    if found is None:
        return []
    verdict = {"agrees": "proved", "contradicted": "unknown", "not compared": "assumed"}[found["status"]]
    lines = marked(page, "reference", verdict, found["status"], None, room) + indented(page, found["sentence"])
    for point in found["differences"][1:3]:
        lines += indented(page, f"at {point['at']}: {point['ours']} here, {point['theirs']} there")
    return lines


def _large_numbers(page: Page, conditions: Sequence[Plain], room: int) -> list[Spans]:
    """Under which conditions minimisers follow the law of large numbers; or why under none."""
    lines: list[Spans] = []
    for c in (c for c in conditions if c["holds"]):
        lines += marked(page, f"law of large numbers: {c['name']}", "proved", ", ".join(c["provers"]), None, room)
        lines += indented(page, ended(c["yields"]))
        left = "; ".join(o["text"] for o in c["assumed"])
        lines += indented(page, f"left to assume: {left}" if left else "nothing is left to assume")
    if lines or not conditions:
        return lines
    worst = "refuted" if all(c["missing"]["verdict"] == "refuted" for c in conditions) else "unknown"
    lines += marked(page, "law of large numbers: NONE", worst, "", None, room)
    for c in conditions:
        missing = c["missing"]
        known = "it is not so that" if missing["verdict"] == "refuted" else "it is not known that"
        reason = f", because {missing['reason']}" if missing["reason"] else ""
        remedy = f"; it is fulfilled {c['remedy']}" if c["remedy"] else ""
        lines += indented(page, f"{c['name']}: {known} {missing['text']}{reason}{remedy}")
    return lines
