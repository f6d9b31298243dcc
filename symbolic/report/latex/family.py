"""A family as a page: what it declares, its theorem, its facts with who proved them. Everything is read off plain data.

They are those of `Sheet.to_dict`, as docs/json.md describes them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from symbolic.report.latex import document

LABEL = 72  # characters that fit on one line as a label
SECTIONS = r"\newcommand{\sheettitle}[1]{\section*{#1}\addcontentsline{toc}{section}{#1}}" + "\n"
BEGIN = r"\begin{description}\setlength{\itemsep}{2pt}\raggedright"
NO_DENSITY = "It is no density: of mass, means, information and a law of large numbers nothing is claimed."
MEASURES = {"counting": "the counting measure", "Lebesgue": "Lebesgue measure"}


def fragment(sheet: dict[str, Any]) -> str:
    """The page for a document that has what its first line says."""
    return "\n".join([document.NEEDS, page(sheet), document.notes(sheet["derivation"])])


def standalone(sheet: dict[str, Any]) -> str:
    """The page as a whole document."""
    return document.PREAMBLE + fragment(sheet) + "\\end{document}\n"


def gallery(pages: Sequence[str], theorems: Iterable[dict[str, Any]]) -> str:
    """Pages as one document: a table of contents, the pages, then what is understood in them, and the rules by name."""
    parts = ["\\tableofcontents\n", *pages, document.understood(theorems)]
    return document.PREAMBLE + SECTIONS + document.NUMBERED + "\\clearpage\n".join(parts) + "\\end{document}\n"


def page(sheet: dict[str, Any], contradiction: str = "") -> str:
    """What a family declares, its facts, its theorem; before them `contradiction`, what speaks against its reference."""
    doubt = [rf"\textbf{{{document.prose(contradiction)}}}", ""] if contradiction else []
    return "\n".join([*_declaration(sheet), "", *doubt, *_facts(sheet), "", document.proved(sheet["derivation"])])


def _declaration(sheet: dict[str, Any]) -> Iterator[str]:
    """Title, density, domains, loss and what was dropped."""
    density, factor, dropped = sheet["density"], sheet["factor"], sheet["dropped"]
    one = factor["text"] == "1"
    yield rf"\sheettitle{{{document.prose(sheet['title'] or sheet['name'])}}}"
    if sheet["is_density"]:
        yield f"The family ${density['symbol']}$ of densities with respect to {MEASURES[sheet['measure']]}:"
    else:
        yield f"The likelihood ${density['symbol']}$ of one outcome. {NO_DENSITY}"
        yield from map(document.prose, sheet["under"])
    yield document.displayed(f"{density['symbol']} = {density['latex']}") + _domains(sheet)
    scaled = "" if one else f"Its factor, ${factor['latex']}$, is positive."
    yield f"The loss of one outcome is{document.displayed(sheet['loss']['latex'])}{scaled}"
    if dropped["text"] != "0":
        yield f"Dropped, because it is free of the unknowns:{document.displayed(dropped['latex'])}"
    elif one:
        yield "Nothing is dropped."
    yield from map(document.prose, filter(None, sheet["notes"]))
    if sheet["source"]:
        yield f"Source: {document.prose(sheet['source'].rstrip('.'))}."


def _domains(sheet: dict[str, Any]) -> str:
    columns = [*sheet["variables"], *sheet["inputs"]]
    parts = [f"for {', '.join(map(_ranging, columns))}"]
    if sheet["total"] is not None:
        parts[0] += f" with ${' + '.join(x['symbol'] for x in sheet['variables'])} = {sheet['total']['latex']}$"
    parts.append(f"unknown: {', '.join(map(_ranging, sheet['parameters']))}")
    parts += [f"given: {', '.join(map(_ranging, sheet['known']))}"] if sheet["known"] else []
    return f"{'; '.join(parts)}."


def _ranging(thing: dict[str, Any]) -> str:
    """A parameter or a column in its domain."""
    return f"${thing['symbol']}$ in ${thing['latex']}$"


def _facts(sheet: dict[str, Any]) -> list[str]:
    lines = [document.headed("Facts."), BEGIN, *map(_fact, sheet["facts"])]
    lines += [_large_numbers(sheet["large_numbers"])] if sheet["large_numbers"] else []
    return [*lines, r"\end{description}"]


def _fact(fact: dict[str, Any]) -> str:
    said = document.fitting(fact["latex"])
    domains = dict.fromkeys(u["latex"] for u in fact["for"])
    where = ", ".join(f"{_among(u for u in fact['for'] if u['latex'] == d)} in ${d}$" for d in domains)
    said += f", for {where}" if where else ""
    formula = document.displayed(fact["formula"]["latex"]) if fact["formula"] is not None else ""
    prover, false, open_ = document.prose(fact["prover"]), fact["claimed"] is False, rf"\textbf{{{fact['verdict']}}}"
    by = prover if fact["verdict"] == "proved" else open_
    if false:
        by = f"refuted by {prover}" if fact["verdict"] == "refuted" else open_
    reason = f" Because {document.prose(fact['reason'].rstrip('.'))}." if fact["reason"] else ""
    note = f" {document.prose(fact['note'])}" if fact["note"] else ""
    note += " The family's file claims that it is false." if false else ""
    label = f"[{document.prose(fact['name'])}]"
    if len(fact["name"]) > LABEL:  # a label is never broken over lines, bold text is
        label = rf"[] \textbf{{{document.prose(fact['name'])}}}"
    return rf"\item{label} {formula}{said} [{by}].{reason}{note}"


def _large_numbers(conditions: Sequence[dict[str, Any]]) -> str:
    """Under which conditions minimisers follow the law of large numbers; or why under none."""
    said = []
    for c in (c for c in conditions if c["holds"]):
        left = "; ".join(document.fitting(o["latex"]) for o in c["assumed"])
        said += [f"{c['name']} [{document.prose(', '.join(c['provers']))}]: {c['yields']}."]
        said += [f"Left to assume: {left}." if left else "Nothing is left to assume."]
    if said:
        return rf"\item[law of large numbers] {' '.join(said)}"
    for c in conditions:
        missing = c["missing"]
        reason = f", because {_reason(missing)}" if missing["reason"] else ""
        remedy = f"; it is fulfilled {c['remedy']}" if c["remedy"] else ""
        known = "it is not so that" if missing["verdict"] == "refuted" else "it is not known that"
        said += [f"{c['name']}: {known} {document.fitting(missing['latex'])}{reason}{remedy}."]
    return rf"\item[law of large numbers] No condition is known to be fulfilled. {' '.join(said)}"


def _reason(missing: dict[str, Any]) -> str:
    """Why something is missing; of a domain, the domain itself."""
    ranges = ", ".join(f"${u['symbol']}$ is in ${u['latex']}$" for u in missing["ranges"])
    return ranges or document.prose(missing["reason"].rstrip("."))


def _among(unknowns: Iterable[dict[str, Any]]) -> str:
    return ", ".join(f"${u['symbol']}$" for u in unknowns)
