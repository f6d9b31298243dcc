"""A theorem as a page: hypotheses, one numbered chain, why each line follows, glossary, and what all of it rests on.

Everything is read off the theorem. What an author wrote (titles, notes, glossary) is printed as theirs, escaped.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from string import ascii_lowercase
from typing import Any

from symbolic.chain import Checked
from symbolic.core.domains import Domain, any_set
from symbolic.core.notes import filled
from symbolic.core.terms import GREEK, Applied, Count, Entry, Parameter, symbols, walk
from symbolic.kernel import Judgement, Line, Problem, Verdict
from symbolic.report import sentences as statements
from symbolic.report.latex.lines import lines, width
from symbolic.report.latex.writer import expression, named, problem, subscripted
from symbolic.rules import lemma
from symbolic.statements.defined import Defined
from symbolic.statements.equal import Equal
from symbolic.statements.within import Within

# A line of a chain is numbered by the document's own counter, and named by its place in the chain, whatever numbers are like.
NUMBERED = r"""\providecommand{\chainbegins}{\xdef\chainbegan{\the\value{equation}}}
\providecommand{\chainline}[1]{\begingroup\csname c@equation\endcsname=\numexpr\chainbegan+#1\relax\theequation\endgroup}
\providecommand{\sheettitle}[1]{\par\bigskip\noindent{\large\bfseries #1}\par\medskip}
"""
PREAMBLE = r"""\documentclass[11pt,a4paper]{article}
\usepackage[margin=24mm]{geometry}
\usepackage{amsmath,amssymb,amsthm}
\allowdisplaybreaks
\newtheorem*{theorem}{Theorem}
\newtheorem*{claim}{Claim}
\setlength{\parindent}{0pt}
\sloppy
\setlength{\parskip}{4pt plus 2pt}
\begin{document}
"""
BEGIN = r"\begin{{{}}}\setlength{{\itemsep}}{{1pt}}"
NEEDS = r"""% Needs \usepackage{amsmath,amssymb,amsthm} \newtheorem*{theorem}{Theorem} \newtheorem*{claim}{Claim}
""" + NUMBERED.rstrip()
HALF = 400  # tenths of a letter of a part of a formula that TeX does not break, beyond which it is displayed
ROW = 560  # tenths of a letter of a line of the chain, beyond which it is broken
NOTEBOOK = 800  # tenths of a letter of a line of a chain in a notebook
PAGE = 620  # tenths of a letter of a formula on a line of its own, beyond which it is broken


# ---- prose of authors ------------------------------------------------------------------------------------------------

SPECIAL = {
    "\\": r"\textbackslash{}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_\allowbreak{}",
    "{": r"\{", "}": r"\}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "<": r"$<$", ">": r"$>$", "|": r"$|$",
    '"': "''", "–": "--", "—": "---", "‘": "`", "’": "'", "“": "``", "”": "''", "…": r"\dots{}", "≤": r"$\le$",
    "≥": r"$\ge$", "→": r"$\to$", "∞": r"$\infty$", "·": r"$\cdot$", "×": r"$\times$", "±": r"$\pm$",
}  # fmt: skip


def prose(text: str) -> str:
    """An author's text: escaped, but for formulas between dollar signs."""
    if text.count("$") % 2:
        return _escaped(text)
    return "".join(f"${part}$" if k % 2 else _escaped(part) for k, part in enumerate(text.split("$")))


def _escaped(text: str) -> str:
    return "".join(_character(c) for c in re.sub(r"\S{25,}", lambda m: re.sub(r"([*/(,])", "\\1\u200b", m[0]), text))


def _character(c: str) -> str:
    if c in SPECIAL:
        return SPECIAL[c]
    if c == "\u200b":  # where a long word may be broken
        return r"\allowbreak{}"
    if c.isspace():
        return " "
    if _greek(c):
        return rf"$\{_greek(c)}$"
    return c if c.isprintable() and (c.isascii() or "À" <= c <= "ÿ") else rf"\texttt{{U+{ord(c):04X}}}"


def _tag(label: str) -> str:
    return _escaped(label).replace(r"\allowbreak{}", "")


def _greek(c: str) -> str:
    """The name of a Greek letter that LaTeX knows, such as theta, else nothing."""
    script, _, letter = unicodedata.name(c, "").replace("LAMDA", "LAMBDA").rpartition(" LETTER ")
    word = {"GREEK SMALL": letter.lower(), "GREEK CAPITAL": letter.title()}.get(script, "")
    return word if word in GREEK else ""


# ---- the chain -------------------------------------------------------------------------------------------------------


def labels(theorem: Checked) -> list[str]:
    """The equation numbers: the author's tags, with letters for the lines between; 1, 2, 3, ... where there are none."""
    tags = [theorem.chain.tag, *(line.step.tag for line in theorem.lines)]
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


def sign(line: Line) -> str:
    """The sign between a problem and the next; a question mark where the step is not proved."""
    verdicts = {j.verdict for j in line.judgements}
    doubt = r"\text{false}" if Verdict.REFUTED in verdicts else "?" if Verdict.UNKNOWN in verdicts else ""
    if line.relation.kind == "LIMIT":
        count = next((expression(s) for s in symbols(line.before.objective) if isinstance(s, Count)), "n")
        return rf"\xrightarrow[{count} \to \infty]{{{doubt}}}"
    plain = {"SAME": "=", "BIJECTION": r"\cong", "REDUCTION": r"\leftarrow"}[line.relation.kind]
    return rf"\overset{{{doubt}}}{{{plain}}}" if doubt else plain


def chain(theorem: Checked) -> str:
    """The chain as the rows of an `align`; an author's tags are the numbers, otherwise the document counts."""
    tags = labels(theorem) if _tagged(theorem) else []
    problems = [("", theorem.start), *((f"{sign(line)}{{}}", line.after) for line in theorem.lines)]
    rows = []
    for k, (by, p) in enumerate(problems):
        rows.append(f"{by}& {_broken(p)}" + (rf" \tag{{{_tag(tags[k])}}}" if tags else ""))
    return " \\\\\n".join(rows)


def align(theorem: Checked) -> str:
    """The chain alone: an `align` for any document, without text, commands of ours, or anything to load but amsmath."""
    return f"\\begin{{align}}\n{chain(theorem)}\n\\end{{align}}\n"


def _tagged(theorem: Checked) -> bool:
    return any([theorem.chain.tag, *(line.step.tag for line in theorem.lines)])


def lines_by_name(theorem: Checked) -> list[str]:
    """How the text names each line of the chain."""
    found = labels(theorem)
    return [f"({_tag(t)})" if _tagged(theorem) else rf"(\chainline{{{k}}})" for k, t in enumerate(found, 1)]


def _broken(p: Problem) -> str:
    """A problem on as many lines as it needs, only the last of which is numbered."""
    first, *more = lines(problem(p), ROW)
    return " \\notag \\\\\n& ".join([first, *(rf"\qquad {line}" for line in more)])


def fitting(sentence: str) -> str:
    """A sentence whose formulas fit: long brackets are broken like prose, and what cannot be broken is displayed."""
    return re.sub(r"\$([^$]*)\$", lambda m: _fits(m[1]) or displayed(m[1]), sentence)


def _fits(latex: str) -> str:
    """The formula for a paragraph, nothing where it is too wide for one even with its brackets opened to line breaks."""
    if _nested(latex):
        return ""
    if _widest(latex) <= HALF:
        return f"${latex}$"
    opened = _opened(latex)
    return f"${opened}$" if _widest(opened) <= HALF + 80 else ""


def _nested(latex: str) -> bool:
    """Stands a fraction inside of a fraction? In a paragraph TeX would set it in its smallest letters."""
    ends: list[int] = []  # how many brackets are open where a fraction's numerator and denominator begin
    depth = groups = 0
    for token in re.finditer(r"\\frac|\\[{}]|[{}]", latex):
        if token[0] == r"\frac":
            if ends:
                return True
            groups = 2
        elif token[0] == "{":
            ends += [depth] if groups else []
            groups -= groups > 0
            depth += 1
        elif token[0] == "}":
            depth -= 1
            if ends and ends[-1] == depth:
                ends.pop()
    return False


def displayed(latex: str) -> str:
    """A formula on lines of its own, broken where it is wider than the page."""
    first, *more = lines(latex, PAGE)
    if not more:
        return rf"\[{first}\]"
    rows = " \\\\\n& ".join([first, *(rf"\qquad {line}" for line in more)])
    return f"\\[\\begin{{aligned}}\n& {rows}\n\\end{{aligned}}\\]"


PAIRS = re.compile(r"\\left\b|\\right\b|\\[{}]|[{}]")


def _opened(latex: str) -> str:
    """The formula with its long brackets outside fractions and exponents opened: TeX breaks lines within them."""
    groups, braces, stack = list[int](), 0, list[int]()
    for token in PAIRS.finditer(latex):
        if token[0] == "{":
            braces += 1
        elif token[0] == "}":
            braces -= 1
        elif not braces and token[0] == r"\left":
            stack.append(token.start())
        elif not braces and token[0] == r"\right" and stack:
            start = stack.pop()
            groups += [start, token.start()] if width(latex[start : token.end()]) > HALF // 4 else []
    for start in sorted(groups, reverse=True):
        latex = latex[:start] + re.sub(r"^\\(left|right)", _big, latex[start:])
    return latex


def _big(bracket: re.Match[str]) -> str:
    return r"\bigl" if bracket[1] == "left" else r"\bigr"


def _widest(latex: str) -> int:
    """The width of the widest part that TeX does not break: it breaks after the signs that stand outside all brackets."""
    widest, depth, start = 0, 0, 0
    for token in re.finditer(r"\\left\b|\\right\b|\\[{}]|[{}]| (?:[-+=<>]|\\(?:le|ge|to|mapsto|sim|in)) ", latex):
        if token[0] in (r"\left", "{"):
            depth += 1
        elif token[0] in (r"\right", "}"):
            depth -= 1
        elif depth == 0 and not token[0].startswith("\\"):
            widest, start = max(widest, width(latex[start : token.end()])), token.end()
    return max(widest, width(latex[start:]))


def notebook(theorem: Checked) -> str:
    """The chain as one formula."""
    steps = [("", theorem.start), *((f"{sign(line)}{{}}", line.after) for line in theorem.lines)]
    rows = [f"{by}& " + " \\\\\n& \\qquad ".join(lines(problem(p), NOTEBOOK)) for by, p in steps]
    return "\\begin{aligned}\n" + " \\\\\n".join(rows) + "\n\\end{aligned}"


# ---- the page --------------------------------------------------------------------------------------------------------


def fragment(theorem: Checked) -> str:
    """The theorem for a document that has what its first line says."""
    return f"{NEEDS}\n{proved(theorem)}\n{notes(theorem)}"


def proved(theorem: Checked) -> str:
    """The theorem, its proof, and what both rest on."""
    rests = [headed("What this rests on.") + audit(theorem)]
    return "\n".join([*_statement(theorem), "", *_why(theorem), "", *_glossary(theorem), *rests, ""])


def standalone(theorem: Checked) -> str:
    """The theorem as a whole document."""
    return PREAMBLE + fragment(theorem) + "\\end{document}\n"


def heading(theorem: Checked) -> str:
    """`Theorem` where everything was proved; else a claim, which says so."""
    words = {Verdict.PROVED: "", Verdict.REFUTED: "refuted", Verdict.UNKNOWN: "not proved"}
    return words[theorem.verdict]


def _statement(theorem: Checked) -> list[str]:
    doubt, title = heading(theorem), theorem.chain.title or theorem.name
    kind = "claim" if doubt else "theorem"
    lines = [rf"\begin{{{kind}}}[{prose(title)}{f', {doubt}' if doubt else ''}]", setting(theorem)]
    hypotheses = theorem.hypotheses
    if hypotheses:
        lines += ["Suppose that", BEGIN.format("enumerate")]
        lines += [
            rf"\item[(H{k})] {fitting(statements.latex(h))}{';' if k < len(hypotheses) else '.'}"
            for k, h in _numbered(hypotheses)
        ]
        lines += [r"\end{enumerate}"]
    lines += ["Consider" if doubt else "Then", r"\chainbegins", align(theorem).rstrip()]
    claimed = theorem.chain.claimed[1] if theorem.chain.claimed else None
    said = statements.meaning(theorem, claimed, statements.LATEX)
    lines += [f"{'It is claimed that' if doubt else 'In words:'} {said}.", rf"\end{{{kind}}}"]
    if doubt and claimed not in (None, theorem.relation):
        lines.append(f"The steps say less: {statements.meaning(theorem, None, statements.LATEX)}.")
    return lines


def _numbered(things: Any) -> list[tuple[int, Any]]:
    return list(enumerate(things, 1))


def setting(theorem: Checked) -> str:
    """What everything is: unknowns, data, densities and functions, with their domains."""
    nodes = [t for tree in statements.trees(theorem) for t in walk(tree)]
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


def _why(theorem: Checked) -> list[str]:
    """Line by line: the rule, the author's remark, and everything that was owed."""
    found, known = lines_by_name(theorem), theorem.hypotheses
    lines = [
        r"\begin{proof}" + ("[What is known of its steps]" if heading(theorem) else ""),
        BEGIN.format("description") + r"\raggedright",
    ]
    start = theorem.start.objective
    premises = [_owed(j, {start: found[0]}, known) for j in theorem.premises]
    lines.append(_item(found[0], "", theorem.chain.note, [*premises, *(_owed(j, {}, known) for j in theorem.claim)]))
    for k, line in enumerate(theorem.lines):
        before, after = found[k], found[k + 1]
        places = {line.before.objective: before, line.after.objective: after}
        owed = [_owed(j, places, known, line.step.primitive) for j in line.judgements]
        lines.append(_item(f"{before} to {after}", line.step.rule, line.step.note, owed))
    return [*lines, r"\end{description}", r"\end{proof}"]


def _item(where: str, rule: str, note: str, owed: list[str]) -> str:
    by = rf", \texttt{{{_escaped(rule)}}}" if rule else ""
    remark = f"{fitting(prose(filled(note, _dollars)))} " if note else ""
    return rf"\item[\textnormal{{{where}{by}.}}] {remark}\textit{{Owed:}} {'; '.join(owed)}."


def _dollars(e: Any) -> str:
    return f"${expression(e)}$"


def _owed(j: Judgement, places: dict[Any, str], hypotheses: tuple[Any, ...], primitive: str = "") -> str:
    match j.obligation:
        case Equal(left=left, right=right) if primitive == "limit" and left in places:
            said = (
                fitting(f"{places[left]} is the mean ${expression(right)}$")
                if left != right
                else f"{places[left]} is a mean over the rows"
            )
        case Equal() if primitive == "define":
            said = f"{' and '.join(places.values())} are equal once the definition is written out"
        case Equal(left=left, right=right) if left in places and right in places:
            said = f"{places[left]} and {places[right]} are equal"
        case Defined(expression=e) if e in places:
            said = f"{places[e]} is defined"
        case Within(expression=e, interval=interval) if e in places:
            said = f"the values of {places[e]} lie in ${interval.latex}$"
        case _:
            said = fitting(statements.latex(j.obligation))
    if j.verdict is Verdict.PROVED:
        return f"{said} [{_escaped(j.prover)}]"
    if j.verdict is Verdict.ASSUMED:
        k = next((k for k, h in _numbered(hypotheses) if h == j.obligation.alone), 0)
        return f"{said} [assumed{f', H{k}' if k else ''}]"
    reason = f": {_escaped(j.reason)}" if j.reason else ""
    return rf"{said} [\textbf{{{j.verdict.value}}}{reason}]"


def headed(title: str) -> str:
    """The begin of a paragraph with a title; no command of sectioning, which would not do in a frame or a float."""
    return rf"\par\medskip\noindent{{\bfseries {title}}} "


def _glossary(theorem: Checked) -> list[str]:
    glossary = theorem.chain.glossary
    if not glossary:
        return []
    items = [rf"\item ${_symbol(entry[0])}$: {_meant(entry, theorem)}." for entry in glossary]
    return [headed("Glossary."), BEGIN.format("itemize"), *items, r"\end{itemize}", ""]


def _symbol(shown: Any) -> str:
    return shown if isinstance(shown, str) else expression(shown)


def _meant(entry: tuple[str, str], theorem: Checked) -> str:
    """What an entry of the glossary means; where it claims something, what became of that."""
    claimed = getattr(entry, "obligation", None)
    judged = {j.obligation: j for j in getattr(theorem, "stated", ())}.get(claimed)
    if claimed is None or (judged is not None and judged.verdict is Verdict.PROVED):
        return prose(entry[1]) + (f" [{_escaped(judged.prover)}]" if judged is not None else "")
    verdict = Verdict.UNKNOWN if judged is None else judged.verdict
    reason = f": {_escaped(judged.reason)}" if judged is not None and judged.reason else ""
    return rf"said to be {prose(entry[1])} [\textbf{{{verdict.value}}}{reason}]"


def notes(theorem: Checked) -> str:
    """What is understood in a theorem without being said in its lines, and the rules that it uses."""
    return understood(statements.conventions(theorem), (line.step.rule for line in theorem.lines))


def understood(conventions: Iterable[str], rules: Iterable[str]) -> str:
    """Conventions and rules, each once."""
    lines = [headed("Conventions.") + " ".join(statements.merged(conventions))]
    used = [(name, lemma(name)) for name in dict.fromkeys(rules)]
    stated = [(name, found) for name, found in used if found is not None]
    if stated:
        lines += ["", headed("Rules."), BEGIN.format("itemize")]
        seen: dict[Any, list[str]] = {}
        for name, found in stated:
            seen.setdefault(found, []).append(rf"\texttt{{{_escaped(name)}}}")
        lines += [
            rf"\item {', '.join(names)}: {prose(what)} ({prose(source.rstrip('.'))}.)"
            for (what, source), names in seen.items()
        ]
        lines += [r"\end{itemize}"]
    return "\n".join([*lines, ""])


def audit(theorem: Checked) -> str:
    """How many obligations there were, who proved them, what was assumed, and what stayed open."""
    verdicts = Counter(j.verdict for j in theorem.judgements)
    provers = Counter(j.prover for j in theorem.judgements if j.verdict is Verdict.PROVED)
    by = ", ".join(f"{_escaped(name)} {count}" for name, count in sorted(provers.items()))
    said = [f"{verdicts[Verdict.PROVED]} of {len(theorem.judgements)} obligations were proved ({by})"]
    hypotheses = len(theorem.hypotheses)
    said.append(
        f"the hypotheses {'are H1 to H' + str(hypotheses) if hypotheses > 1 else 'are none' if not hypotheses else 'are H1'}"
    )
    left = [(v, verdicts[v]) for v in (Verdict.UNKNOWN, Verdict.REFUTED) if verdicts[v]]
    said.append("nothing stayed open" if not left else ", ".join(rf"\textbf{{{count} {v.value}}}" for v, count in left))
    return f"{'; '.join(said)}. Checked by \\texttt{{lossproof}} as \\texttt{{{_escaped(theorem.name)}}}."


def to_html(theorem: Checked) -> str:
    """The theorem for a notebook, whose formulas MathJax or KaTeX typesets."""
    doubt = heading(theorem)
    title = html.escape(theorem.chain.title or theorem.name)
    parts = [
        f"<p><b>{'Claim, ' + doubt if doubt else 'Theorem'}</b> ({title})</p>",
        f"<p>{html.escape(setting(theorem))}</p>",
    ]
    if theorem.hypotheses:
        items = "".join(f"<li>{html.escape(statements.latex(h))}</li>" for h in theorem.hypotheses)
        parts.append(f"<p>Suppose that</p><ol>{items}</ol>")
    parts.append(f"<div>{html.escape('$$' + notebook(theorem) + '$$')}</div>")
    said = statements.meaning(theorem, theorem.chain.claimed[1] if theorem.chain.claimed else None, statements.LATEX)
    parts.append(f"<p>{html.escape('In words: ' + said)}.</p>")
    for j in theorem.open:
        why = f" ({html.escape(j.reason)})" if j.reason else ""
        parts.append(f"<p><b>{j.verdict.value}</b>: {html.escape(statements.latex(j.obligation))}{why}</p>")
    return "\n".join(parts)
