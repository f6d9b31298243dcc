"""What the command line says about theorems and attacks, as JSON and as text. Nothing here proves, attacks or decides.

The text is laid out here as lines of styled spans; Rich is asked only where there are colours or a progress bar to show.
"""

from __future__ import annotations

import os
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from textwrap import dedent
from typing import TYPE_CHECKING, Any

from properties.checking import differing, how_they_differ
from properties.files import printable
from symbolic.core.terms import Relation
from symbolic.kernel import Judgement, Problem, Verdict
from symbolic.report import sentences as statements
from symbolic.report.sentences import merged
from symbolic.report.theorem import claims

if TYPE_CHECKING:
    from properties.attacks.report import FactReport, Report, StepReport
    from properties.references import Comparison
    from symbolic.report.sheets import Sheet
    from symbolic.report.theorem import Theorem

Line = list[tuple[str, str]]  # (text, style)
Reports = tuple["StepReport", ...]

STYLES = {
    "proved": "green",
    "assumed": "cyan",
    "unknown": "yellow",
    "refuted": "bold red",
    "strong": "bold",
    "quiet": "dim",
    "": "",
}
MARKS = {"proved": "✓", "assumed": "•", "unknown": "?", "refuted": "✗"}
ASCII_MARKS = {"proved": "+", "assumed": "*", "unknown": "?", "refuted": "x"}
RELATIONS = {"SAME": "=", "BIJECTION": "≅", "REDUCTION": "←", "LIMIT": "→", "NONE": "?"}
ASCII_RELATIONS = {"SAME": "=", "BIJECTION": "~=", "REDUCTION": "<-", "LIMIT": "->", "NONE": "?"}
GROUPS = {  # what `lossproof list` shows, in this order
    "derivation": "Derivations",
    "family": "Families",
    "refuted": "False claims, which fail when they are run",
}
MARGIN = 8  # columns before a formula: number and relation
NESTING = {"(": 1, "[": 1, "{": 2, ")": -1, "]": -1, "}": -2}  # a list of parameters is broken last of all
NARROWEST, WIDEST, PIPED = 60, 100, 80
ATTACK = "attack"  # the name under which an attack refutes


@dataclass(frozen=True, slots=True)
class Result:
    """A theorem, what came of attacking it (None: it was not attacked), and the seconds that both took.

    `declared`, of a family: its sheet as plain data from `sheet_to_json`, with what the family declares; `stated`, what came
    of attacking what the chain's glossary claims; `wrong_end`, what is wrong with the end that is claimed.
    """

    theorem: Theorem
    reports: Reports | None
    seconds: float
    declared: dict[str, Any] | None = None
    stated: tuple[FactReport, ...] = ()
    wrong_end: str = ""

    @property
    def verdict(self) -> str:
        found = {overall(self.theorem, self.reports or ())}
        found |= {"refuted"} if self.wrong_end else set()
        found |= {self.declared["verdict"]} if self.declared is not None else set()
        return next((v for v in ("refuted", "unknown") if v in found), "proved")

    @property
    def claim(self) -> tuple[str, str]:
        """What became of the claim about the whole chain, and why where that is not the claim's own obligation.

        It is judged against what the steps give: where one of them is open there is nothing proved to judge it against.
        """
        theorem, reports = self.theorem, {report.number: report for report in self.reports or ()}
        report = reports.get(len(theorem.lines) + 1)
        if self.wrong_end:
            return "refuted", self.wrong_end
        if _certified(report):
            return "refuted", ""
        own = _worst(theorem.claim)
        for number, judgements in enumerate((theorem.premises, *(line.judgements for line in theorem.lines))):
            found = "refuted" if _certified(reports.get(number)) else _worst(judgements)
            if own == "proved" and found in ("refuted", "unknown"):
                return "unknown", f"it rests on {_place(theorem, number)}, which is {found}"
        return own, ""


def overall(theorem: Theorem, reports: Reports) -> str:
    """ "refuted" where an obligation is, or where a case is certified in which the chain fails; else the theorem's verdict.

    A counterexample to something that was proved is no verdict but an error: `properties.attacks.confront` raises it.
    """
    return Verdict.REFUTED.value if any(map(_certified, reports)) else theorem.verdict.value


def _certified(report: Report | None) -> bool:
    return report is not None and report.counterexample is not None and report.counterexample.certified


# ---- JSON ------------------------------------------------------------------------------------------------------------


def to_json(result: Result) -> dict[str, Any]:
    """One theorem as plain data: `Theorem.to_dict`, with what was attacked; of a family, with what it declares."""
    plain = result.theorem.to_dict()
    reports = {report.number: report for report in result.reports or ()}
    attacked = result.reports is not None
    plain["verdict"] = result.verdict
    owed = plain["start"]["obligations"]  # of the start, then of the claim
    start, claims = owed[: len(result.theorem.premises)], owed[len(result.theorem.premises) :]
    plain["start"] |= {"obligations": start, "attack": _attack(reports.get(0), attacked)}
    for step in plain["steps"]:
        found = differing(result.theorem, step["number"])
        step["attack"] = _attack(reports.get(step["number"]), attacked)
        step["difference"] = found and {
            "kind": found.kind,
            "same_solutions": found.same,
            "write": list(found.steps),
            "text": _differing(result.theorem, step["number"]),
        }
    claimed = result.theorem.chain.claimed
    plain["claim"] = None
    if (claimed is not None and claimed[1] is not None) or result.wrong_end:
        verdict, reason = result.claim
        plain["claim"] = {
            "relation": None if claimed is None else str(claimed[1]),
            "verdict": verdict,
            "reason": reason,
            "obligations": claims,
            "attack": _attack(reports.get(len(result.theorem.lines) + 1), attacked),
        }
    for number, stated in enumerate(plain["stated"]):
        stated["attack"] = _attack(result.stated[number], attacked) if result.stated else None
    if result.declared is not None:
        plain["declared"], plain["reference"] = result.declared["facts"], result.declared["reference"]
    plain["seconds"] = round(result.seconds, 4)
    return plain


def _attack(report: Report | None, attacked: bool) -> dict[str, Any] | None:
    if report is None or not attacked:
        return None
    found = report.counterexample
    shown = None if found is None else {"property": found.property, "text": found.text, "certified": found.certified}
    return {
        "examples": report.examples,
        "decided": report.decided,
        "counterexample": shown,
        "vacuous": report.vacuous,
        **({"undone": report.undone} if report.undone else {}),
    }


def sheet_to_json(
    sheet: Sheet, reports: Sequence[FactReport] | None, steps: Reports | None, reference: Comparison | None = None
) -> dict[str, Any]:
    """One fact sheet as plain data: `Sheet.to_dict`, with what was attacked, and the chain in short.

    Arguments: `reports`, what came of attacking the facts, in their order; `steps`, of the chain; None: it was not attacked;
    `reference`, what came of comparing the family with its reference, if it names one.
    """
    from properties.references import allowed

    theorem = sheet.theorem
    plain = sheet.to_dict()
    refuted = overall(theorem, steps or ()) == "refuted"
    plain["verdict"] = (Verdict.REFUTED if refuted else allowed(sheet.verdict, reference)).value
    plain["reference"] = None if reference is None else {**reference.to_dict(), "sentence": str(reference)}
    before = [line.before for line in theorem.lines if line.relation.kind == "LIMIT"]
    plain["chain"] = {
        "verdict": overall(theorem, steps or ()),
        "provers": list(dict.fromkeys(j.prover for j in theorem.judgements if j.verdict is Verdict.PROVED)),
        "problems": [
            {"relation": relation, "text": formula(problem)}
            for relation, problem in (("", theorem.start), *(("SAME", p) for p in before[:1]), ("LIMIT", theorem.end))
        ],
        "open": [
            {"verdict": j.verdict.value, "text": statements.text(j.obligation), "reason": j.reason}
            for j in theorem.open
        ],
        "attack": None if steps is None else [_attack(step, True) for step in steps],
    }
    plain["derivation"] = to_json(Result(theorem, steps, 0))
    del plain["derivation"]["seconds"]
    for number, fact in enumerate(plain["facts"]):
        fact["attack"] = None if reports is None else _attack(reports[number], True)
    return plain


def dumps(data: Any) -> str:
    """JSON in ASCII, which every terminal and pipe can carry."""
    import json

    return json.dumps(data, indent=2)


# ---- text ------------------------------------------------------------------------------------------------------------


class Printer:
    """Prints a report on stdout, as wide as the terminal; in colour on a terminal, plain and 80 columns wide in a pipe."""

    def __init__(self) -> None:
        self.encoding = getattr(sys.stdout, "encoding", None) or "ascii"
        try:
            "✓•✗≅←→─∞".encode(self.encoding)
            self.unicode = True
        except (UnicodeEncodeError, LookupError):
            self.unicode = False
        self.width = max(NARROWEST, min(WIDEST, _columns()))
        wanted = (sys.stdout.isatty() and os.environ.get("TERM") != "dumb") or bool(os.environ.get("FORCE_COLOR"))
        self.console = _console() if wanted and not os.environ.get("NO_COLOR") else None

    # what is printed

    def theorem(self, result: Result) -> None:
        """One theorem: its verdict, what it rests on, and every step with its provers and attacks."""
        self._print(self._theorem(result))

    def row(self, result: Result, room: int) -> None:
        """One theorem on a line: verdict, relation (with a question mark where it is not proved), hypotheses; what fails."""
        theorem, verdict = result.theorem, result.verdict
        claimed = theorem.chain.claimed[1] if theorem.chain.claimed is not None else None
        found = claimed or theorem.relation
        sign = self._relation(found.kind if verdict == "proved" else "NONE")
        many = len(theorem.hypotheses)
        more = f"{many} {'hypothesis' if many == 1 else 'hypotheses'}"
        relation = f"{sign} {_called(found)}"
        self._print(
            [*self._row(theorem.name, verdict, f"{relation:<17} {more:>12}", room), *self._brief(_failing(result))]
        )

    def sheet_row(self, data: dict[str, Any], room: int) -> None:
        """One fact sheet on a line: verdict, and how many facts there are; below it what is declared and is not so."""
        counted = _counted("fact", Counter(fact["verdict"] for fact in data["facts"]))
        self._print([*self._row(data["name"], data["verdict"], counted, room), *self._brief(_faults(data))])

    def _row(self, name: str, verdict: str, more: str, room: int) -> list[Line]:
        shown = printable(name)
        head: Line = [("  ", ""), (f"{self._mark(verdict)} ", verdict), (shown, "strong")]
        gap = " " * (max(room - cells(shown), 0) + 2)
        if 4 + room + 2 + 9 + cells(more) <= self.width:
            return [[*head, (gap, ""), (f"{verdict:<9}", verdict), (more, "quiet")]]
        return [
            [*head, (gap, ""), (verdict, verdict)],
            *([(" " * 6, ""), (r, "quiet")] for r in wrap(more, self.width - 6)),
        ]

    def _brief(self, reason: str) -> list[Line]:
        """The first two lines of why something is not proved: the whole is in its report."""
        rows = wrap(reason, self.width - 6, 2)
        rows = [*rows[:1], rows[1][: self.width - 9] + "..."] if len(rows) > 2 else rows
        return [[(" " * 6, ""), (r, "")] for r in rows]

    def counts(self, results: Sequence[Result]) -> None:
        """How many theorems there were, of which verdict, and where their reports are."""
        failed = any(result.verdict != "proved" for result in results)
        more = ", `--failures` those of what is not proved" if failed else ""
        self._print([[], [(f"`-v` prints the whole reports{more}.", "quiet")], *self._counts(results)])

    def nothing_failed(self, results: Sequence[Result]) -> None:
        """How many theorems there were, where all are proved and only failures were to be printed."""
        self._print(self._counts(results))

    def sheet(self, data: dict[str, Any]) -> None:
        """One fact sheet, from `sheet_to_json`: what the family declares, its chain in short, and every fact."""
        self._print(self._sheet(data))

    def sheets_summary(self, sheets: Sequence[dict[str, Any]], whole: bool = True) -> None:
        """The counts of several fact sheets, and how they are printed where they were not."""
        families = Counter(data["verdict"] for data in sheets)
        facts = Counter(fact["verdict"] for data in sheets for fact in data["facts"])
        worst = next((v for v in ("refuted", "unknown") if families[v]), "proved")
        counted = f"{_counted('family', families, 'families')}. {_counted('fact', facts)}."
        more = ", `--failures` those that are not proved" if worst != "proved" else ""
        hint: list[Line] = [] if whole else [[], [(f"`-v` prints the whole sheets{more}.", "quiet")]]
        self._print([*hint, *([(row, worst)] for row in wrap(counted, self.width))])

    def summary(self, results: Sequence[Result]) -> None:
        """The audit list, the conventions, and the counts."""
        self._print([*self._audit(results), *self._conventions(results), *self._counts(results)])

    def listing(self, entries: Iterable[dict[str, Any]]) -> None:
        """The derivations with their titles, the families, then the claims that are known to be false."""
        shown = list(entries)
        room = max((cells(e["name"]) for e in shown), default=0) + 2
        beside = room + 48 <= self.width
        lines: list[Line] = []
        for kind, heading in GROUPS.items():
            group = [e for e in shown if e["kind"] == kind]
            if not group:
                continue
            lines += [[], [(heading, "strong")]] if lines else [[(heading, "strong")]]
            for entry in group:
                pad = room - cells(entry["name"])
                if beside:
                    first, *rest = wrap(entry["title"], self.width - room - 2) or [""]
                    lines.append([("  ", ""), (entry["name"], ""), (" " * pad, ""), (first, "quiet")])
                    lines += [[(" " * (room + 2), ""), (more, "quiet")] for more in rest]
                else:
                    lines.append([("  ", ""), (entry["name"], "")])
                    lines += [[("    ", ""), (part, "quiet")] for part in wrap(entry["title"], self.width - 4)]
        self._print(lines)

    def lines(self, lines: Iterable[Line]) -> None:
        """Lines of styled spans that are laid out elsewhere."""
        self._print(lines)

    @contextmanager
    def progress(self, name: str) -> Iterator[Callable[[int, int], None] | None]:
        """A progress bar on stderr while a theorem is attacked, where stderr is a terminal; it leaves no trace."""
        if not sys.stderr.isatty():
            yield None
            return
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        columns = (TextColumn("attacking {task.description}", markup=False), BarColumn(24), MofNCompleteColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task(printable(name), total=None)
            yield lambda done, total: bar.update(task, completed=done, total=total)

    # its parts

    def _theorem(self, result: Result) -> list[Line]:
        theorem, chain = result.theorem, result.theorem.chain
        reports = {report.number: report for report in result.reports or ()}
        lines = [self._heading(chain.name, result.verdict)]
        lines += [[(part, "")] for part in wrap(chain.title, self.width)]
        lines.append([])
        for number, hypothesis in enumerate(theorem.hypotheses):
            lines += self._labelled("" if number else "given", statements.text(hypothesis))
        claimed = chain.claimed[1] if chain.claimed is not None else None
        holds = overall(theorem, result.reports or ()) == "proved" and not result.wrong_end
        label = "yields" if holds else "aims at" if claimed is None else "claims"
        lines += self._labelled(label, _sentence(statements.meaning(theorem, claimed)))
        lines.append([])
        room = max(cells(line.step.rule) for line in theorem.lines) if theorem.lines else 0
        room = min(max(room, len("start")), 24)
        start = theorem.premises
        lines += self._step(0, "", theorem.start, chain.tag, "start", room, start, reports.get(0))
        for number, line in enumerate(theorem.lines, 1):
            sign = self._relation(line.relation.kind)
            name, owed = line.step.rule, line.judgements
            lines += self._step(number, sign, line.after, line.step.tag, name, room, owed, reports.get(number))
            how = _differing(theorem, number)
            lines += self._noted("differ", "unknown", how) if how else []
        if result.wrong_end or (chain.claimed is not None and chain.claimed[1] is not None):
            what = (
                "the end"
                if chain.claimed is None or chain.claimed[1] is None
                else statements.relation(chain.claimed[1])
            )
            owed, report = theorem.claim, reports.get(len(theorem.lines) + 1)
            name = f"claim: {what}"
            lines += self._justification(name, cells(name), owed, report, result.claim)
        for number, ((_, meaning), judgement) in enumerate(zip(claims(chain), theorem.stated, strict=True)):
            tried = result.stated[number] if result.stated else None
            lines += self._justification("stated", room, (judgement,), tried)
            lines += self._noted("", "", f"{plain(meaning)}: {statements.text(judgement.obligation)}")
        if result.declared is not None:
            lines += [[], [("What its file declares", "strong")]]
            names = [fact["name"] for fact in result.declared["facts"]]
            room = min(max(map(cells, names)), 36, (self.width - MARGIN) // 2)
            lines += [line for fact in result.declared["facts"] for line in self._fact(fact, room)]
            lines += self._reference(result.declared["reference"], room)
            lines += self._indented(f"What follows from its density is on its sheet: `lossproof family {chain.name}`.")
        return [*lines, []]

    def _sheet(self, data: dict[str, Any]) -> list[Line]:
        lines = [self._heading(data["name"], data["verdict"])]
        lines += [[(part, "")] for part in wrap(data["title"], self.width)]
        lines.append([])
        for label, text in _declared(data):
            lines += self._formula(label, text)
        for label, texts in (("note", data["notes"]), ("source", [data["source"]] if data["source"] else [])):
            lines += [line for text in texts for line in self._formula(label, _ended(text))]
        lines.append([])
        names = ["chain", *(fact["name"] for fact in data["facts"])]
        room = min(max(map(cells, names)), 36, (self.width - MARGIN) // 2)
        lines += self._chain(data["chain"], room)
        for fact in data["facts"]:
            lines += self._fact(fact, room)
        lines += self._large_numbers(data["large_numbers"], room)
        return [*lines, *self._reference(data["reference"], room), []]

    def _reference(self, found: dict[str, Any] | None, room: int) -> list[Line]:
        """What came of comparing the density with that of the reference; both values where they differ."""
        if found is None:
            return []
        verdict = {"agrees": "proved", "contradicted": "unknown", "not compared": "assumed"}[found["status"]]
        lines = self._marked("reference", verdict, found["status"], None, room) + self._indented(found["sentence"])
        for point in found["differences"][1:3]:
            lines += self._indented(f"at {point['at']}: {point['ours']} here, {point['theirs']} there")
        return lines

    def _large_numbers(self, conditions: Sequence[dict[str, Any]], room: int) -> list[Line]:
        """Under which conditions minimisers follow the law of large numbers; or why under none."""
        lines: list[Line] = []
        for c in (c for c in conditions if c["holds"]):
            lines += self._marked(f"law of large numbers: {c['name']}", "proved", ", ".join(c["provers"]), None, room)
            lines += self._indented(_ended(c["yields"]))
            left = "; ".join(o["text"] for o in c["assumed"])
            lines += self._indented(f"left to assume: {left}" if left else "nothing is left to assume")
        if lines or not conditions:
            return lines
        worst = "refuted" if all(c["missing"]["verdict"] == "refuted" for c in conditions) else "unknown"
        lines += self._marked("law of large numbers: NONE", worst, "", None, room)
        for c in conditions:
            missing = c["missing"]
            known = "it is not so that" if missing["verdict"] == "refuted" else "it is not known that"
            reason = f", because {missing['reason']}" if missing["reason"] else ""
            remedy = f"; it is fulfilled {c['remedy']}" if c["remedy"] else ""
            lines += self._indented(f"{c['name']}: {known} {missing['text']}{reason}{remedy}")
        return lines

    def _formula(self, label: str, text: str) -> list[Line]:
        rows = wrap_formula(text, self.width - MARGIN - 2, 2)
        left = MARGIN + 2
        return [[(f"{'' if number else label:<{left}}", "quiet"), (row, "")] for number, row in enumerate(rows)]

    def _chain(self, chain: dict[str, Any], room: int) -> list[Line]:
        tried = None if chain["attack"] is None else _total(chain["attack"])
        lines = self._marked("chain", chain["verdict"], ", ".join(chain["provers"]), tried, room)
        for problem in chain["problems"]:
            sign = self._relation(problem["relation"]) if problem["relation"] else ""
            rows = wrap_formula(problem["text"], self.width - MARGIN - 2, 2)
            margin: Line = [(f"{sign:>{MARGIN}}  ", "strong")]
            lines += [[*(margin if not k else [(" " * (MARGIN + 2), "")]), (row, "")] for k, row in enumerate(rows)]
        for judgement in chain["open"]:
            lines += self._noted(judgement["verdict"], judgement["verdict"], judgement["text"])
            lines += self._noted("", "", f"because {judgement['reason']}") if judgement["reason"] else []
        for attack in chain["attack"] or ():
            lines += self._counterexample(attack, 6)
        return lines

    def _fact(self, fact: dict[str, Any], room: int) -> list[Line]:
        tried = None if fact["attack"] is None else _total([fact["attack"]])
        standing = _standing(fact)
        false = fact["claimed"] is False
        name = f"false: {fact['name']}" if false else fact["name"]
        lines = self._marked(name, standing, fact["prover"], tried, room)
        lines += self._indented(f"claimed to be false, and {fact['verdict']}:") if false else []
        lines += self._indented(fact["formula"]["text"]) if fact["formula"] is not None else []
        domains = dict.fromkeys(u["domain"] for u in fact["for"])
        where = ", ".join(f"{', '.join(u['name'] for u in fact['for'] if u['domain'] == d)} in {d}" for d in domains)
        lines += self._indented(fact["text"] + (f", for {where}" if where else ""))
        if fact["reason"] and fact["prover"] != ATTACK:  # else it is the counterexample, which follows
            lines += self._indented(f"because {fact['reason']}")
        if fact["note"]:
            lines += self._indented(_ended(fact["note"]))
        return lines + (
            self._counterexample(fact["attack"], 6) if fact["verdict"] != "refuted" or fact["prover"] == ATTACK else []
        )

    def _counterexample(self, attack: dict[str, Any] | None, indent: int) -> list[Line]:
        found = None if attack is None else attack["counterexample"]
        if found is None:
            return []
        kind = "certified" if found["certified"] else "not certified"
        lines: list[Line] = [[(" " * indent, ""), (f"counterexample ({found['property']}, {kind})", "refuted")]]
        for row in dedent(found["text"]).splitlines():
            left = indent + 2 + len(row) - len(row.lstrip())
            lines += [[(" " * left, ""), (part, "")] for part in wrap_formula(row.strip(), self.width - left, 2)]
        return lines

    def _marked(self, name: str, verdict: str, by: str, tried: str | None, room: int) -> list[Line]:
        """A mark and a name, then who gave the verdict and how often it was attacked: below where there is no room beside."""
        shown = wrap(name, self.width - 6, 2)
        lines: list[Line] = [[("  ", ""), (f"{self._mark(verdict)} ", verdict), (shown[0], "strong")]]
        lines += [[(" " * 4, ""), (row, "strong")] for row in shown[1:]]
        left = 4 + max(room, cells(shown[-1])) + 2
        beside = left + 12 + (cells(tried) + 2 if tried else 0) <= self.width
        if beside:
            lines[-1].append((" " * (left - 4 - cells(shown[-1])), ""))
        else:
            left = 4 + room + 2
            lines.append([(" " * left, "")])
        space = self.width - left - (cells(tried) + 2 if tried else 0)
        fits = all(cells(word) <= space for word in by.split())
        rows = (wrap(by, space) or [""]) if fits else ["", *wrap(by, self.width - left)]
        lines[-1].append((rows[0], "quiet"))
        if tried:
            gap = self.width - left - cells(rows[0]) - cells(tried)
            lines[-1] += [(" " * max(gap, 1), ""), (tried, "quiet")]
        return [*lines, *([(" " * left, ""), (row, "quiet")] for row in rows[1:])]

    def _indented(self, text: str) -> list[Line]:
        rows = wrap_formula(text, self.width - 6, 2)
        return [[(" " * 6, ""), (row, "")] for row in rows]

    def _heading(self, name: str, verdict: str) -> Line:
        shown = printable(name)
        rule = self.width - cells(shown) - len(verdict) - 2
        dash = "─" if self.unicode else "-"
        return [(shown, "strong"), (f" {dash * max(rule, 1)} ", "quiet"), (verdict, verdict)]

    def _labelled(self, label: str, text: str) -> list[Line]:
        rows = wrap(text, self.width - MARGIN, 2)
        return [[(f"{'' if number else label:<{MARGIN}}", "quiet"), (row, "")] for number, row in enumerate(rows)]

    def _step(
        self,
        number: int,
        sign: str,
        problem: Problem,
        tag: str,
        rule: str,
        room: int,
        owed: Sequence[Judgement],
        report: StepReport | None,
    ) -> list[Line]:
        shown = f"({printable(tag)})" if tag else ""
        room_left = self.width - MARGIN - (cells(shown) + 2 if shown else 0)
        first, *rest = wrap_formula(formula(problem), room_left, 2)
        margin = [(f"{number or '':>3}", "quiet"), (f"{sign:>4} ", "strong")]
        head: Line = [*margin, (first, "")]
        if shown:
            gap = self.width - MARGIN - cells(first) - cells(shown)
            head += [(" " * gap, ""), (shown, "quiet")]
        tail: list[Line] = [[(" " * MARGIN, ""), (row, "")] for row in rest]
        return [head, *tail, *self._justification(rule, room, owed, report)]

    def _justification(
        self,
        rule: str,
        room: int,
        owed: Sequence[Judgement],
        report: Report | None,
        became: tuple[str, str] | None = None,
    ) -> list[Line]:
        """Who proved a step and how often it was attacked; then whatever is not proved, and the counterexample.

        `became` is what became of it where that is more than what it owes, and why.
        """
        verdict, reason = became or (Verdict.REFUTED.value if _certified(report) else _worst(owed), "")
        mark = self._mark("proved" if verdict == "assumed" else verdict)
        name = printable(rule)
        provers = ", ".join(dict.fromkeys(j.prover for j in owed if j.verdict is Verdict.PROVED and not reason))
        tried = "" if report is None else _tried(report)
        left = 2 + max(room, cells(name)) + 2
        rows = wrap(provers, max(self.width - MARGIN - left - (cells(tried) + 2 if tried else 0), 12)) or [""]
        lines: list[Line] = []
        for number, row in enumerate(rows):
            line: Line = [(" " * MARGIN, "")]
            if number:
                line.append((" " * left, ""))
            else:
                style = "proved" if verdict == "assumed" else verdict
                line += [(f"{mark} ", style), (f"{name}{' ' * (left - 2 - cells(name))}", "quiet")]
            line.append((row, "quiet"))
            if tried and not number:
                gap = self.width - MARGIN - left - cells(row) - cells(tried)
                line += [(" " * max(gap, 1), ""), (tried, "quiet")]
            lines.append(line)
        for judgement in owed:
            if judgement.verdict is not Verdict.PROVED:
                lines += self._open(judgement)
        lines += self._noted(verdict, verdict, reason) if reason else []
        if report is not None and report.vacuous:
            lines += self._noted("not attacked", "quiet", report.vacuous)
        if report is not None and report.undone:
            lines += self._noted("attack not done", "quiet", report.undone)
        return lines + self._counterexample(_attack(report, True), MARGIN + 2)

    def _open(self, judgement: Judgement) -> list[Line]:
        verdict = judgement.verdict.value
        lines = self._noted(verdict, verdict, statements.text(judgement.obligation))
        if judgement.reason and judgement.prover != ATTACK:  # else it is the counterexample, which follows
            lines += self._noted("", "", f"because {judgement.reason}")
        return lines

    def _noted(self, label: str, style: str, text: str) -> list[Line]:
        indent = MARGIN + 2
        left = len("assumed") + 2 if len(label) <= len("assumed") else len(label) + 2
        rows = wrap(text, self.width - indent - left, 2)
        return [
            [(" " * indent, ""), (f"{label if not number else '':<{left}}", style), (row, "")]
            for number, row in enumerate(rows)
        ]

    def _audit(self, results: Sequence[Result]) -> list[Line]:
        assumed: dict[str, list[str]] = {}
        unknown: dict[str, list[str]] = {}
        refuted: dict[str, list[str]] = {}
        for result in results:
            theorem = result.theorem
            for hypothesis in theorem.hypotheses:
                steps = [place for place, j in _placed(theorem) if replace(j.obligation, given=()) == hypothesis]
                assumed.setdefault(statements.text(hypothesis), []).append(_where(theorem.name, steps))
            for place, judgement in _placed(theorem):
                group = {Verdict.UNKNOWN: unknown, Verdict.REFUTED: refuted}.get(judgement.verdict)
                if group is not None:
                    group.setdefault(statements.text(judgement.obligation), []).append(_where(theorem.name, [place]))
            if result.wrong_end:
                refuted.setdefault(result.wrong_end, []).append(_where(theorem.name, ["claim"]))
            for fact in result.declared["facts"] if result.declared is not None else ():
                known = {"assumed": assumed, "unknown": unknown, "refuted": refuted}.get(_standing(fact))
                if known is not None:
                    known.setdefault(fact["text"], []).append(_where(theorem.name, [fact["name"]]))
            if theorem.relation.kind == "NONE":
                unknown.setdefault(statements.meaning(theorem), []).append(theorem.name)
            for report in result.reports or ():
                if report.counterexample is not None:
                    place = _place(theorem, report.number)
                    found = report.counterexample
                    group = refuted if found.certified else unknown
                    what = f"counterexample ({found.property}{'' if found.certified else ', not certified'})"
                    group.setdefault(what, []).append(_where(theorem.name, [place]))
        groups = (("assumed", assumed), ("unknown", unknown), ("refuted", refuted))
        if not any(group for _, group in groups):
            return [[("Nothing was assumed, and nothing stayed unknown.", "")], []]
        lines: list[Line] = [[("Audit", "strong")]]
        for verdict, group in groups:
            for text, places in group.items():
                rows = wrap(text, self.width - 11, 2)
                lines += [
                    [("  ", ""), (f"{verdict if not k else '':<9}", verdict), (row, "")] for k, row in enumerate(rows)
                ]
                rows = wrap("; ".join(dict.fromkeys(places)), self.width - 13)
                lines += [[(" " * 13, ""), (row, "quiet")] for row in rows]
        return [*lines, []]

    def _conventions(self, results: Sequence[Result]) -> list[Line]:
        used = merged(c for result in results for c in statements.conventions(result.theorem))
        if not used:
            return []
        lines: list[Line] = [[("Conventions", "strong")]]
        for convention in used:
            lines += [[("  ", ""), (row, "quiet")] for row in wrap(plain(convention), self.width - 2, 2)]
        return [*lines, []]

    def _counts(self, results: Sequence[Result]) -> list[Line]:
        theorems = Counter(result.verdict for result in results)
        obligations = Counter(j.verdict.value for result in results for j in result.theorem.judgements)
        obligations.update(_standing(f) for r in results if r.declared is not None for f in r.declared["facts"])
        examples = sum(report.examples for result in results for report in result.reports or ())
        attacked = any(result.reports is not None for result in results)
        tried = f"{examples:,} example{'' if examples == 1 else 's'}" if attacked else "Not attacked"
        worst = next((v for v in ("refuted", "unknown") if theorems[v]), "proved")
        rows = [f"{_counted('theorem', theorems)}."]
        for part in (f"{_counted('obligation', obligations)}.", f"{tried}."):
            joined = f"{rows[-1]} {part}"
            rows[-1:] = [joined] if cells(joined) <= self.width else [rows[-1], part]
        return [[(row, worst)] for row in rows]

    def _mark(self, verdict: str) -> str:
        return (MARKS if self.unicode else ASCII_MARKS)[verdict]

    def _relation(self, kind: str) -> str:
        return (RELATIONS if self.unicode else ASCII_RELATIONS)[kind]

    def _print(self, lines: Iterable[Line]) -> None:
        for line in lines:
            if self.console is not None:
                from rich.text import Text

                styled = [(self._encodable(text), STYLES[style]) for text, style in line]
                self.console.print(Text.assemble(*styled), soft_wrap=True)
            else:
                sys.stdout.write(self._encodable("".join(text for text, _ in line)).rstrip() + "\n")
        sys.stdout.flush()

    def _encodable(self, text: str) -> str:
        return printable(text).encode(self.encoding, "backslashreplace").decode(self.encoding)


def _columns() -> int:
    """The width of the terminal; in a pipe, what COLUMNS says, or 80."""
    try:
        return int(os.environ["COLUMNS"])
    except (KeyError, ValueError):
        pass
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns
    except (OSError, ValueError, AttributeError):
        return PIPED


def _console() -> Any:
    from rich.console import Console

    return Console(force_terminal=True, highlight=False)


def _worst(owed: Sequence[Judgement]) -> str:
    verdicts = {j.verdict for j in owed}
    for verdict in (Verdict.REFUTED, Verdict.UNKNOWN, Verdict.ASSUMED):
        if verdict in verdicts:
            return verdict.value
    return Verdict.PROVED.value


def _tried(report: Report) -> str:
    if report.vacuous:
        return ""
    many = "example" if report.examples == 1 else "examples"
    found = report.counterexample is not None or report.decided == report.examples
    return f"{report.examples:,} {many}" if found else f"{report.decided:,} of {report.examples:,} {many}"


def _placed(theorem: Theorem) -> Iterator[tuple[str, Judgement]]:
    for judgement in theorem.premises:
        yield "start", judgement
    for number, line in enumerate(theorem.lines, 1):
        for judgement in line.judgements:
            yield f"step {number}", judgement
    for judgement in theorem.claim:
        yield "claim", judgement
    for judgement in theorem.stated:
        yield "glossary", judgement


def _place(theorem: Theorem, number: int) -> str:
    return "start" if number == 0 else f"step {number}" if number <= len(theorem.lines) else "claim"


def _where(name: str, places: Sequence[str]) -> str:
    return ", ".join((printable(name), *dict.fromkeys(places)))


def _declared(data: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """What a family declares, and the loss that follows, each with its label."""
    yield "density", f"{data['density']['name']} = {data['density']['text']}"
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


def _standing(fact: dict[str, Any]) -> str:
    """What became of a fact, as it is claimed: a claim that it is false is right where it is refuted."""
    verdict: str = fact["verdict"]
    return {"refuted": "proved", "proved": "refuted"}.get(verdict, "unknown") if fact["claimed"] is False else verdict


def _differing(theorem: Theorem, number: int) -> str:
    """How the two sides of a rewriting that fails differ, as far as that is known."""
    found = differing(theorem, number)
    return "" if found is None else how_they_differ(found, theorem.lines[number - 1].before.sense)


def _called(relation: Relation) -> str:
    """A relation in two words."""
    if relation.kind == "LIMIT" and relation.mode is not None:
        return f"{relation.mode.value} limit"
    words = {"SAME": "same solutions", "BIJECTION": "up to a map", "REDUCTION": "one way", "NONE": "no relation"}
    return words.get(relation.kind, relation.kind.lower())


def _failing(result: Result) -> str:
    """Where a theorem fails first, in one sentence; nothing where it is proved."""
    theorem = result.theorem
    if result.wrong_end:
        return f"claim: {result.wrong_end}"
    if result.verdict == "proved":
        return ""
    for report in result.reports or ():
        if report.counterexample is not None and report.counterexample.certified:
            place, how = _place(theorem, report.number), _differing(theorem, report.number)
            return f"{place} ({report.rule}): {how or f'counterexample: {report.counterexample.text}'}"
    for place, j in _placed(theorem):
        if j.verdict not in (Verdict.PROVED, Verdict.ASSUMED):
            how = _differing(theorem, int(place.removeprefix("step "))) if place.startswith("step ") else ""
            said = f"{place} is {j.verdict.value}: {how or statements.text(j.obligation)}"
            return f"{said}, because {j.reason}" if j.reason and not how else said
    if theorem.relation.kind == "NONE":
        return statements.meaning(theorem)
    return _faults(result.declared) if result.declared is not None else ""


def _faults(data: dict[str, Any]) -> str:
    """What a family declares and is not so, or what is open in its chain, in one sentence; nothing where all is proved."""
    found = [f"{j['text']} is {j['verdict']}" for j in data["chain"]["open"]]
    for fact in data["facts"]:
        if fact["claimed"] is not None and _standing(fact) not in ("proved", "assumed"):
            found.append(
                f"{fact['name']} is {fact['verdict']}" + (", and claimed to be false" if not fact["claimed"] else "")
            )
    contradicted = data["reference"] is not None and data["reference"]["status"] == "contradicted"
    return "; ".join([*found, data["reference"]["sentence"]] if contradicted else found)


def _total(attacks: Iterable[dict[str, Any] | None]) -> str:
    """How many instances were tried in attacks, and how many were decided where not all were; nothing where none was."""
    found = [a for a in attacks if a is not None and not a["vacuous"]]
    tried = sum(a["examples"] for a in found)
    decided = sum(a["examples"] if a["counterexample"] is not None else a["decided"] for a in found)
    if not tried:
        return ""
    many = "example" if tried == 1 else "examples"
    short = sum(bool(a.get("undone")) for a in found)
    shown = f"{tried:,} {many}" if decided == tried else f"{decided:,} of {tried:,} {many}"
    return shown + (f"; {short} of {len(found)} searches cut short" if short else "")


def _counted(what: str, counts: Counter[str], plural: str = "") -> str:
    total = counts.total()
    parts = ", ".join(f"{counts[v]} {v}" for v in ("proved", "assumed", "unknown", "refuted") if counts[v])
    return f"{total} {what if total == 1 else plural or what + 's'}: {parts or 'none'}"


# ---- words -----------------------------------------------------------------------------------------------------------


def cells(text: str) -> int:
    """How many columns of a terminal the text takes."""
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def wrap(text: str, width: int, hang: int = 0) -> list[str]:
    """The words of a text in rows of at most `width` cells, the later ones indented by `hang`.

    A word that is longer than a row is broken, after a comma, a star, a slash or an opening bracket where there is one.
    """
    width = max(width, hang + 8)
    rows: list[str] = []
    row = ""
    for word in map(printable, text.split()):
        row += " " if row.strip() else ""
        while cells(row + word) > width:
            if row.strip() and cells(word) <= width - hang:
                rows.append(row.rstrip())
                row = " " * hang
            else:
                head = _break(word, width - cells(row)) if cells(row) + 2 <= width else ""
                rows.append((row + head).rstrip())
                word, row = word[len(head) :], " " * hang
        row += word
    return [*rows, row] if row.strip() else rows


def formula(problem: Problem) -> str:
    """A problem as text: argmin_theta f, or argmin_{mu, sigma} f."""
    names = ", ".join(map(str, problem.unknowns))
    return f"arg{problem.sense}_{names if len(problem.unknowns) == 1 else f'{{{names}}}'} {problem.objective}"


def wrap_formula(text: str, width: int, hang: int = 0) -> list[str]:
    """A formula in rows of at most `width` cells, broken where it is nested least, and before an operator, not after it."""
    rows: list[str] = []
    rest, indent = printable(text), ""
    while cells(indent + rest) > width:
        depth, best = 0, (0, 0)  # (depth, where): the least nested, and of those the last
        for at, character in enumerate(rest):
            if cells(indent + rest[:at]) > width:
                break
            depth += NESTING.get(character, 0)
            after_operator = rest[:at].endswith((" +", " -", " |", " =", " <", " >"))
            if character == " " and not after_operator and at >= width // 3 and (not best[1] or depth <= best[0]):
                best = (depth, at)
        if not best[1]:
            return [*rows, *(indent + row for row in wrap(rest, width - len(indent), hang))]
        rows.append(indent + rest[: best[1]])
        rest, indent = rest[best[1] + 1 :], " " * hang
    return [*rows, indent + rest]


def _break(word: str, room: int) -> str:
    fits = 1
    while fits < len(word) and cells(word[: fits + 1]) <= room:
        fits += 1
    after = max(word.rfind(c, 0, fits) for c in ",*/([{")
    return word[: after + 1] if after >= fits // 2 else word[:fits]


_SYMBOLS = {
    r"\arg\min": "argmin",
    r"\arg\max": "argmax",
    r"\log": "log",
    r"\exp": "exp",
    r"\cdot": "*",
    r"\pm": "+-",
    r"\infty": "oo",
    r"\,": " ",
}


def _ended(text: str) -> str:
    return f"{text.rstrip().rstrip('.')}."


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def plain(sentence: str) -> str:
    """A sentence with formulas between dollar signs as plain text, in the notation of the rest of the report."""
    for command, text in _SYMBOLS.items():
        sentence = re.sub(re.escape(command) + r"(?![A-Za-z])", text, sentence)
    return sentence.replace("$", "")
