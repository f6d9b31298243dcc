"""Theorems on a terminal, from their plain data: one whole, one on a line, and what several rest on together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from properties.command.report import sheet
from properties.command.report.layout import (
    ATTACK,
    MARGIN,
    brief,
    counted,
    counterexample,
    heading,
    labelled,
    noted,
    row,
    tried,
)
from properties.command.report.plain import certified, worst
from properties.command.report.terminal import Page, Spans
from properties.files import printable
from properties.words import cells, plain, sentence, wrap, wrap_formula
from symbolic.report.plain import Plain
from symbolic.report.sentences import merged


def whole(page: Page, data: Plain, laws: bool = False) -> list[Spans]:
    """One theorem: its verdict, what it rests on, and every step with its provers and attacks; the `laws` of its proofs."""
    claim, start = data["claim"], data["start"]
    lines = [heading(page, data["name"], data["verdict"])]
    lines += [[(part, "")] for part in wrap(data["title"], page.width)]
    lines.append([])
    for number, hypothesis in enumerate(data["hypotheses"]):
        lines += labelled(page, "" if number else "given", hypothesis["text"])
    claimed = claim["related"] if claim is not None else None
    label = "yields" if data["holds"] else "aims at" if claimed is None else "claims"
    lines += labelled(page, label, sentence((claimed or data["related"])["meaning"]))
    lines.append([])
    room = min(max(map(cells, ("start", *(step["rule"] for step in data["steps"])))), 24)
    lines += _step(page, {**start, "number": "", "rule": "start"}, "", room)
    lines += _used(page, start["obligations"]) if laws else []
    for step in data["steps"]:
        lines += _step(page, step, page.relation(step["related"]["kind"]), room)
        lines += _used(page, step["obligations"]) if laws else []
        lines += noted(page, "differ", "unknown", step["difference"]["text"]) if step["difference"] else []
    if claim is not None:
        name = f"claim: {'the end' if claimed is None else claimed['text']}"
        lines += _justification(page, name, cells(name), claim, (claim["verdict"], claim["reason"]))
    for stated in data["stated"]:
        lines += _justification(page, "stated", room, {**stated, "obligations": [stated]})
        lines += noted(page, "", "", f"{plain(stated['meaning'])}: {stated['text']}")
        lines += _used(page, [stated]) if laws else []
    lines += _laws(page, data) if laws else []
    if "declared" in data:
        lines += sheet.declaration(page, data)
    return [*lines, []]


def on_a_line(page: Page, data: Plain, room: int) -> list[Spans]:
    """One theorem on a line: verdict, relation (with a question mark where it is not proved), hypotheses; what fails."""
    found = (data["claim"] and data["claim"]["related"]) or data["related"]
    sign = page.relation(found["kind"] if data["verdict"] == "proved" else "NONE")
    many = len(data["hypotheses"])
    more = f"{many} {'hypothesis' if many == 1 else 'hypotheses'}"
    relation = f"{sign} {_called(found)}"
    return [
        *row(page, data["name"], data["verdict"], f"{relation:<17} {more:>12}", room),
        *brief(page, _failing(data)),
    ]


def summary(page: Page, several: Sequence[Plain]) -> list[Spans]:
    """The audit list, the conventions, and the counts."""
    return [*_audit(page, several), *_conventions(page, several), *counts(page, several)]


def hint(page: Page, several: Sequence[Plain]) -> list[Spans]:
    """How many theorems there were, of which verdict, and how to see their reports."""
    failed = any(data["verdict"] != "proved" for data in several)
    more = ", `--failures` those of what is not proved" if failed else ""
    return [[], [(f"`-v` prints the whole reports{more}.", "quiet")], *counts(page, several)]


def counts(page: Page, several: Sequence[Plain]) -> list[Spans]:
    """How many theorems, obligations and examples there were."""
    theorems = Counter(data["verdict"] for data in several)
    obligations = Counter(owed["verdict"] for data in several for _, owed in _placed(data))
    obligations.update(sheet.standing(fact) for data in several for fact in data.get("declared", ()))
    examples = sum(attack["examples"] for data in several for _, _, attack in _attacks(data))
    attacked = any(data["attacked"] for data in several)
    often = f"{examples:,} example{'' if examples == 1 else 's'}" if attacked else "Not attacked"
    style = next((v for v in ("refuted", "unknown") if theorems[v]), "proved")
    rows = [f"{counted('theorem', theorems)}."]
    for part in (f"{counted('obligation', obligations)}.", f"{often}."):
        joined = f"{rows[-1]} {part}"
        rows[-1:] = [joined] if cells(joined) <= page.width else [rows[-1], part]
    return [[(text, style)] for text in rows]


# ---- one theorem -----------------------------------------------------------------------------------------------------


def _step(page: Page, step: Plain, sign: str, room: int) -> list[Spans]:
    """A step, or the start: the problem that it leads to, its tag, and who proved it."""
    tag = f"({printable(step['tag'])})" if step["tag"] else ""
    space = page.width - MARGIN - (cells(tag) + 2 if tag else 0)
    first, *rest = wrap_formula(step["text"], space, 2)
    head: Spans = [(f"{step['number']:>3}", "quiet"), (f"{sign:>4} ", "strong"), (first, "")]
    if tag:
        head += [(" " * (page.width - MARGIN - cells(first) - cells(tag)), ""), (tag, "quiet")]
    tail: list[Spans] = [[(" " * MARGIN, ""), (part, "")] for part in rest]
    return [head, *tail, *_justification(page, step["rule"], room, step)]


def _justification(page: Page, rule: str, room: int, step: Plain, became: tuple[str, str] | None = None) -> list[Spans]:
    """Who proved a step and how often it was attacked; then whatever is not proved, and the counterexample.

    `became` is what became of it where that is more than what it owes, and why.
    """
    owed, attack = step["obligations"], step["attack"]
    verdict, reason = became or ("refuted" if certified(attack) else worst(o["verdict"] for o in owed), "")
    style = "proved" if verdict == "assumed" else verdict
    name = printable(rule)
    provers = ", ".join(dict.fromkeys(o["prover"] for o in owed if o["verdict"] == "proved" and not reason))
    often = tried(attack)
    left = 2 + max(room, cells(name)) + 2
    rows = wrap(provers, max(page.width - MARGIN - left - (cells(often) + 2 if often else 0), 12)) or [""]
    lines: list[Spans] = [
        [
            (" " * MARGIN, ""),
            (f"{page.mark(style)} ", style),
            (f"{name}{' ' * (left - 2 - cells(name))}", "quiet"),
            (rows[0], "quiet"),
        ]
    ]
    if often:
        gap = page.width - MARGIN - left - cells(rows[0]) - cells(often)
        lines[0] += [(" " * max(gap, 1), ""), (often, "quiet")]
    lines += [[(" " * (MARGIN + left), ""), (part, "quiet")] for part in rows[1:]]
    lines += [line for o in owed if o["verdict"] != "proved" for line in _open(page, o)]
    lines += noted(page, verdict, verdict, reason) if reason else []
    if attack is not None and attack["vacuous"]:
        lines += noted(page, "not attacked", "quiet", attack["vacuous"])
    if attack is not None and attack.get("undone"):
        lines += noted(page, "attack not done", "quiet", attack["undone"])
    return lines + counterexample(page, attack, MARGIN + 2)


def _used(page: Page, owed: Sequence[Plain]) -> list[Spans]:
    """The laws that the proofs used, and how often."""
    said = [", ".join(f"{law['name']} ({law['times']})" for law in o["laws"]) for o in owed]
    return [line for text in said if text for line in noted(page, "by", "quiet", text)]


def _laws(page: Page, data: Plain) -> list[Spans]:
    """What each law that was used says, and under which condition."""
    if not data["laws"]:
        return []
    lines: list[Spans] = [[], [("Laws", "strong")]]
    for law in data["laws"]:
        condition = f", for {law['condition']}" if law["condition"] else ""
        text = f"{law['name']}: {law['statement']}{condition} ({law['source']})"
        lines += [[("  ", ""), (part, "")] for part in wrap(text, page.width - 2, 2)]
    return lines


def _open(page: Page, owed: Plain) -> list[Spans]:
    lines = noted(page, owed["verdict"], owed["verdict"], owed["text"])
    if owed["reason"] and owed["prover"] != ATTACK:  # else it is the counterexample, which follows
        lines += noted(page, "", "", f"because {owed['reason']}")
    return lines


def _called(found: Plain) -> str:
    """A relation in two words."""
    if found["kind"] == "LIMIT" and found["mode"] is not None:
        return f"{found['mode']} limit"
    words = {"SAME": "same solutions", "BIJECTION": "up to a map", "REDUCTION": "one way", "NONE": "no relation"}
    return words.get(found["kind"], found["kind"].lower())


def _failing(data: Plain) -> str:
    """Where a theorem fails first, in one sentence; nothing where it is proved."""
    claim = data["claim"]
    if claim is not None and claim["verdict"] == "refuted" and claim["reason"]:
        return f"claim: {claim['reason']}"
    if data["verdict"] == "proved":
        return ""
    differences = {f"step {step['number']}": step["difference"] for step in data["steps"] if step["difference"]}
    for place, rule, attack in _attacks(data):
        if certified(attack):
            found = differences.get(place)
            return (
                f"{place} ({rule}): {found['text'] if found else 'counterexample: ' + attack['counterexample']['text']}"
            )
    for place, owed in _placed(data):
        if owed["verdict"] not in ("proved", "assumed"):
            found = differences.get(place)
            said = f"{place} is {owed['verdict']}: {found['text'] if found else owed['text']}"
            return f"{said}, because {owed['reason']}" if owed["reason"] and not found else said
    if data["related"]["kind"] == "NONE":
        return str(data["related"]["meaning"])
    return sheet.faults(data["declared"], data["reference"]) if "declared" in data else ""


def _placed(data: Plain) -> Iterator[tuple[str, Plain]]:
    """Every obligation with the part of the chain that owes it."""
    steps = ((f"step {step['number']}", step["obligations"]) for step in data["steps"])
    claimed = data["claim"]["obligations"] if data["claim"] is not None else ()
    parts = (("start", data["start"]["obligations"]), *steps, ("claim", claimed), ("glossary", data["stated"]))
    for place, owed in parts:
        yield from ((place, one) for one in owed)


def _attacks(data: Plain) -> Iterator[tuple[str, str, Plain]]:
    """Every attack on the chain, with the part that was attacked and its rule."""
    steps = ((f"step {step['number']}", step["rule"], step["attack"]) for step in data["steps"])
    claimed = data["claim"]["attack"] if data["claim"] is not None else None
    for place, rule, attack in (("start", "start", data["start"]["attack"]), *steps, ("claim", "claim", claimed)):
        if attack is not None:
            yield place, rule, attack


# ---- several of them -------------------------------------------------------------------------------------------------


def _audit(page: Page, several: Sequence[Plain]) -> list[Spans]:
    groups: dict[str, dict[str, list[str]]] = {"assumed": {}, "unknown": {}, "refuted": {}}
    for data in several:
        for verdict, text, places in _audited(data):
            if verdict in groups:
                groups[verdict].setdefault(text, []).append(", ".join((printable(data["name"]), *places)))
    if not any(groups.values()):
        return [[("Nothing was assumed, and nothing stayed unknown.", "")], []]
    lines: list[Spans] = [[("Audit", "strong")]]
    for verdict, group in groups.items():
        for text, named in group.items():
            rows = wrap(text, page.width - 11, 2)
            lines += [
                [("  ", ""), (f"{verdict if not k else '':<9}", verdict), (part, "")] for k, part in enumerate(rows)
            ]
            rows = wrap("; ".join(dict.fromkeys(named)), page.width - 13)
            lines += [[(" " * 13, ""), (part, "quiet")] for part in rows]
    return [*lines, []]


def _audited(data: Plain) -> Iterator[tuple[str, str, Sequence[str]]]:
    """What a theorem rests on or leaves open: a verdict, what it is about, and the places where."""
    for hypothesis in data["hypotheses"]:
        yield "assumed", hypothesis["text"], hypothesis["places"]
    for condition in data.get("under", ()):
        yield "assumed", condition, ["likelihood"]
    for place, owed in _placed(data):
        if owed["verdict"] != "assumed":
            yield owed["verdict"], owed["text"], [place]
    claim = data["claim"]
    if claim is not None and claim["verdict"] == "refuted" and claim["reason"]:
        yield "refuted", claim["reason"], ["claim"]
    for fact in data.get("declared", ()):
        yield sheet.standing(fact), fact["text"], [fact["name"]]
    if data["related"]["kind"] == "NONE":
        yield "unknown", data["related"]["meaning"], []
    for place, _, attack in _attacks(data):
        found = attack["counterexample"]
        if found is not None:
            sure = found["certified"]
            what = f"counterexample ({found['property']}{'' if sure else ', not certified'})"
            yield "refuted" if sure else "unknown", what, [place]


def _conventions(page: Page, several: Sequence[Plain]) -> list[Spans]:
    used = merged(convention for data in several for convention in data["conventions"])
    if not used:
        return []
    lines: list[Spans] = [[("Conventions", "strong")]]
    for convention in used:
        lines += [[("  ", ""), (part, "quiet")] for part in wrap(plain(convention), page.width - 2, 2)]
    return [*lines, []]
