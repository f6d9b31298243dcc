"""A theorem as plain data: the JSON of the command, and all that printers and pages see of it. Nothing here decides anything.

docs/json.md says what each field means.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from string import ascii_lowercase
from typing import Any

from sympy import Expr

from symbolic.calculus.normal_form import LAWS
from symbolic.chain import Checked, Stated
from symbolic.core.domains import Domain, any_set
from symbolic.core.notes import filled
from symbolic.core.statement import Statement
from symbolic.core.terms import Applied, Count, Entry, Parameter, symbols, walk
from symbolic.kernel import Judgement, Line, Problem, Relation, Verdict
from symbolic.report import sentences
from symbolic.report.latex.writer import expression, named, problem, subscripted
from symbolic.rules import lemma
from symbolic.statements.defined import Defined
from symbolic.statements.equal import Equal
from symbolic.statements.within import Within

FORMAT = 1  # of the plain data: a field that is new leaves it as it is, one that changes or goes does not

Plain = dict[str, Any]
Numbers = Mapping[Statement, int]  # of the hypotheses
Places = Mapping[Expr, int]  # the objectives that a statement may speak of as lines of the chain, with their numbers


def theorem(found: Checked, *, formulas: bool = True) -> Plain:
    """The theorem as plain data, ready for JSON.

    Without `formulas` the fields that hold them are left out: to write them takes longer than to prove.
    """
    claimed = found.chain.claimed[1] if found.chain.claimed is not None else None
    labels = _labels([found.chain.tag, *(line.step.tag for line in found.lines)])
    first, numbers = {found.start.objective: 1}, {h: k for k, h in enumerate(found.hypotheses, 1)}
    premises = [_judged(j, numbers, formulas, first) for j in found.premises]
    start = {
        "problem": problem(found.start),
        "text": formula(found.start),
        "note": _note(found.chain.note),
    } if formulas else {}  # fmt: skip
    return {
        "format": FORMAT,
        "name": found.name,
        "title": found.chain.title,
        "verdict": found.verdict.value,
        "relation": str(found.relation),
        "related": related(found.relation, found),
        "claimed": None if claimed is None else related(claimed, found),
        **({"setting": _setting(found)} if formulas else {}),
        "hypotheses": [_hypothesis(h, found, formulas) for h in numbers],
        "conventions": list(sentences.conventions(found)),
        "laws": _laws(found),
        "rules": _rules(found),
        "start": {
            **start,
            "tag": found.chain.tag,
            "label": labels[0],
            "obligations": premises + [_judged(j, numbers, formulas) for j in found.claim],
        },
        "steps": [_step(k, found, labels[k], numbers, formulas) for k in range(1, len(found.lines) + 1)],
        "stated": [
            {"meaning": meaning, **_judged(j, numbers, formulas)}
            for (_, meaning), j in zip(_claims(found), found.stated, strict=True)
        ],
        **({"glossary": list(_glossary(found))} if formulas else {}),
    }


def _laws(found: Checked) -> list[dict[str, str]]:
    """The laws that the proofs used, in the order of their table."""
    used = {name for j in found.judgements for name, _ in j.used}
    fields = ("name", "statement", "condition", "source")
    return [{field: getattr(law, field) for field in fields} for name, law in LAWS.items() if name in used]


def _rules(found: Checked) -> list[dict[str, str]]:
    """The rules that the steps used and that rest on a lemma, in their order."""
    used = [(name, lemma(name)) for name in dict.fromkeys(line.step.rule for line in found.lines)]
    return [{"name": name, "lemma": known[0], "source": known[1]} for name, known in used if known is not None]


def _hypothesis(hypothesis: Statement, found: Checked, formulas: bool) -> Plain:
    where = [place for place, j in _placed(found) if j.obligation.alone == hypothesis]
    said = {"text": sentences.text(hypothesis), "latex": sentences.latex(hypothesis)} if formulas else {}
    return {**said, "places": list(dict.fromkeys(where))}


def _placed(found: Checked) -> Iterator[tuple[str, Judgement]]:
    """Every judgement with the part of the chain that it belongs to."""
    steps = ((f"step {number}", line.judgements) for number, line in enumerate(found.lines, 1))
    for place, judged in (("start", found.premises), *steps, ("claim", found.claim), ("glossary", found.stated)):
        yield from ((place, judgement) for judgement in judged)


def _step(number: int, found: Checked, label: str, numbers: Numbers, formulas: bool) -> Plain:
    line = found.lines[number - 1]
    before, after = line.before, line.after
    shown = {
        "before": problem(before),
        "after": problem(after),
        "text": formula(after),
        "note": _note(line.step.note),
    } if formulas else {}  # fmt: skip
    places = {before.objective: number, after.objective: number + 1}
    return {
        "number": number,
        "rule": line.step.rule,
        "primitive": line.step.primitive,
        "tag": line.step.tag,
        "label": label,
        "relation": str(line.relation),
        "related": related(line.relation) | _count(line),
        **shown,
        "obligations": [_judged(j, numbers, formulas, places, line.step.primitive) for j in line.judgements],
    }


def _count(line: Line) -> dict[str, str]:
    """Of a limit, the number of rows that tends to infinity, in LaTeX."""
    if line.relation.kind != "LIMIT":
        return {}
    return {"count": next(expression(s) for s in symbols(line.before.objective) if isinstance(s, Count))}


def related(relation: Relation, found: Checked | None = None) -> Plain:
    """A relation as plain data: its kind, the mode of a limit, and its name; between a theorem's ends, what it says."""
    said = {} if found is None else {
        "meaning": sentences.meaning(found, relation),
        "latex": sentences.meaning(found, relation, sentences.LATEX),
    }  # fmt: skip
    mode = relation.mode.value if relation.mode is not None else None
    return {"kind": relation.kind, "mode": mode, "text": sentences.relation(relation), **said}


def formula(stated: Problem) -> str:
    """A problem as text: argmin_theta f, or argmin_{mu, sigma} f."""
    names = ", ".join(map(str, stated.unknowns))
    shown = sentences.plain(stated.objective)
    return f"arg{stated.sense}_{names if len(stated.unknowns) == 1 else f'{{{names}}}'} {shown}"


def _note(note: str) -> str:
    """An author's remark, with its formulas in LaTeX between dollar signs."""
    return filled(note, lambda e: f"${expression(e)}$")


def _labels(tags: list[str]) -> list[str]:
    """The equation numbers: the author's tags, with letters for the lines between; 1, 2, 3, ... where there are none."""
    if not any(tags):
        return [str(k) for k in range(1, len(tags) + 1)]
    found: list[str] = []
    last = "0"
    for tag in tags:
        if tag and tag not in found:
            last, label = tag, tag
        else:
            label = next(c for c in _after(last) if c not in found and c not in tags)
        found.append(label)
    return found


def _after(tag: str) -> Iterator[str]:
    yield from (f"{tag}{c}" for c in ascii_lowercase)
    k = 1
    while True:
        yield f"{tag}.{k}"
        k += 1


# ---- what is owed ----------------------------------------------------------------------------------------------------


def _judged(j: Judgement, numbers: Numbers, formulas: bool, places: Places | None = None, primitive: str = "") -> Plain:
    said = {
        "text": sentences.text(j.obligation),
        "latex": sentences.latex(j.obligation),
        "short": _short(j.obligation, places or {}, primitive),
    } if formulas else {}  # fmt: skip
    return {
        **said,
        "verdict": j.verdict.value,
        "prover": j.prover,
        "reason": j.reason,
        "hypothesis": numbers.get(j.obligation.alone) if j.verdict is Verdict.ASSUMED else None,
        "laws": [{"name": name, "times": times} for name, times in j.used],
    }


def _short(owed: Statement, places: Places, primitive: str) -> str | None:
    """The same said of lines of the chain, {1} standing for the first; None where it speaks of none."""

    def line(e: Expr) -> str:
        return f"{{{places[e]}}}"

    match owed:
        case Equal(left=left, right=right) if primitive == "limit" and left in places:
            if left == right:
                return f"{line(left)} is a mean over the rows"
            return f"{line(left)} is the mean ${_escaped(expression(right))}$"
        case Equal() if primitive == "define":
            return f"{' and '.join(map(line, places))} are equal once the definition is written out"
        case Equal(left=left, right=right) if left in places and right in places:
            return f"{line(left)} and {line(right)} are equal"
        case Defined(expression=e) if e in places:
            return f"{line(e)} is defined"
        case Within(expression=e, interval=interval) if e in places:
            return f"the values of {line(e)} lie in ${_escaped(interval.latex)}$"
    return None


def _escaped(latex: str) -> str:
    return latex.replace("{", "{{").replace("}", "}}")


# ---- what everything is ----------------------------------------------------------------------------------------------


def _setting(theorem: Checked) -> str:
    """What everything is: unknowns, data, densities and functions, with their domains."""
    nodes = [t for tree in sentences.trees(theorem) for t in walk(tree)]
    problems = [theorem.start, *(line.after for line in theorem.lines)]
    unknowns = list(dict.fromkeys(u for p in problems for u in p.unknowns))
    given = sorted({t for t in nodes if isinstance(t, Parameter)} - set(unknowns), key=str)
    parts = [f"Let {_and([_ranging(u) for u in unknowns])}"]
    if given:
        parts.append(f"let {_and([f'${expression(u)}${_where(u.domain)}' for u in given])} be given")
    tables: dict[str, dict[str, Any]] = {}
    joint = [a for t in nodes if isinstance(t, Applied) and len(t.points) > 1 for a in t.points]
    for t in (*(a for a in joint if isinstance(a, Entry)), *(t for t in nodes if isinstance(t, Entry))):
        tables.setdefault(t.column.size, {})[t.column.name] = t.column
    for size, columns in sorted(tables.items()):
        n, first, last = expression(Count(size)), _row(columns, "1"), _row(columns, expression(Count(size)))
        where = {_where(c.domain) for c in columns.values()}
        each = [f" with ${subscripted(n, ['i'])}${_where(c.domain)}" for n, c in columns.items() if _where(c.domain)]
        domains = where.pop() if len(where) == 1 else _and(each)
        parts.append(rf"let ${first}, \dots, {last}$ be data{domains}, ${n} \ge 1$ fixed")
    applied = {named(t): t.head for t in nodes if isinstance(t, Applied)}
    kinds = {k: sorted(n for n, h in applied.items() if h.kind == k) for k in ("density", "function", "empirical")}
    if kinds["density"]:
        parts.append(f"let {_and([f'${n}$' for n in kinds['density']])} be {_many('densities', kinds['density'])}")
    for n in kinds["function"]:
        parts.append(f"let ${n}$ be a function with values in ${applied[n].values.latex}$")
    for n in kinds["empirical"]:
        parts.append(f"let ${n}$ be the empirical distribution of the data")
    return f"{'; '.join(parts)}."


def _row(columns: dict[str, Any], i: str) -> str:
    cells = ", ".join(subscripted(name, [i]) for name in columns)
    return f"({cells})" if len(columns) > 1 else cells


def _ranging(u: Parameter) -> str:
    return f"${expression(u)}$ range over {u.domain.prose}"


def _where(domain: Domain) -> str:
    return "" if domain == any_set else f" in {domain.prose}"


def _and(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _many(plural: str, words: list[str]) -> str:
    return plural if len(words) > 1 else {"densities": "a density"}[plural]


def _claims(found: Checked) -> list[Stated]:
    return [entry for entry in found.chain.glossary if isinstance(entry, Stated)]


def _glossary(found: Checked) -> Iterator[Plain]:
    """What the author says of symbols; of what claims something, which of `stated` it is."""
    numbers = {id(entry): k for k, entry in enumerate(_claims(found))}
    for entry in found.chain.glossary:
        symbol = entry[0] if isinstance(entry[0], str) else expression(entry[0])
        yield {"symbol": symbol, "meaning": entry[1], "stated": numbers.get(id(entry))}
