"""A theorem as a page: hypotheses, one numbered chain, why each line follows, glossary, and what all of it rests on.

Everything is read off plain data, which docs/json.md describes. What an author wrote (titles, notes, glossary) is printed
as theirs, escaped.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

from symbolic.core.terms import GREEK
from symbolic.report import sentences as statements
from symbolic.report.latex.lines import lines, width
from symbolic.report.plain import Plain

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


def _sign(step: Plain) -> str:
    """The sign between a problem and the next; a question mark where the step is not proved."""
    verdicts = {j["verdict"] for j in step["obligations"]}
    doubt = r"\text{false}" if "refuted" in verdicts else "?" if "unknown" in verdicts else ""
    if step["related"]["kind"] == "LIMIT":
        return rf"\xrightarrow[{step['related']['count']} \to \infty]{{{doubt}}}"
    plain = {"SAME": "=", "BIJECTION": r"\cong", "REDUCTION": r"\leftarrow"}[step["related"]["kind"]]
    return rf"\overset{{{doubt}}}{{{plain}}}" if doubt else plain


def _problems(theorem: Plain) -> list[tuple[str, str]]:
    """Every problem in LaTeX, with the sign before it."""
    return [("", theorem["start"]["problem"]), *((f"{_sign(s)}{{}}", s["after"]) for s in theorem["steps"])]


def chain(theorem: Plain) -> str:
    """The chain as the rows of an `align`; an author's tags are the numbers, otherwise the document counts."""
    tags = labels(theorem) if _tagged(theorem) else []
    rows = []
    for k, (by, problem) in enumerate(_problems(theorem)):
        rows.append(f"{by}& {_broken(problem)}" + (rf" \tag{{{_tag(tags[k])}}}" if tags else ""))
    return " \\\\\n".join(rows)


def align(theorem: Plain) -> str:
    """The chain alone: an `align` for any document, without text, commands of ours, or anything to load but amsmath."""
    return f"\\begin{{align}}\n{chain(theorem)}\n\\end{{align}}\n"


def labels(theorem: Plain) -> list[str]:
    """The equation numbers."""
    return [line["label"] for line in (theorem["start"], *theorem["steps"])]


def _tagged(theorem: Plain) -> bool:
    return any(line["tag"] for line in (theorem["start"], *theorem["steps"]))


def _lines_by_name(theorem: Plain) -> list[str]:
    """How the text names each line of the chain."""
    found = labels(theorem)
    return [f"({_tag(t)})" if _tagged(theorem) else rf"(\chainline{{{k}}})" for k, t in enumerate(found, 1)]


def _broken(problem: str) -> str:
    """A problem on as many lines as it needs, only the last of which is numbered."""
    first, *more = lines(problem, ROW)
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


def notebook(theorem: Plain) -> str:
    """The chain as one formula."""
    rows = [f"{by}& " + " \\\\\n& \\qquad ".join(lines(problem, NOTEBOOK)) for by, problem in _problems(theorem)]
    return "\\begin{aligned}\n" + " \\\\\n".join(rows) + "\n\\end{aligned}"


# ---- the page --------------------------------------------------------------------------------------------------------


def fragment(theorem: Plain) -> str:
    """The theorem for a document that has what its first line says."""
    return f"{NEEDS}\n{proved(theorem)}\n{notes(theorem)}"


def proved(theorem: Plain) -> str:
    """The theorem, its proof, and what both rest on."""
    rests = [headed("What this rests on.") + _audit(theorem)]
    return "\n".join([*_statement(theorem), "", *_why(theorem), "", *_glossary(theorem), *rests, ""])


def standalone(theorem: Plain) -> str:
    """The theorem as a whole document."""
    return PREAMBLE + fragment(theorem) + "\\end{document}\n"


def heading(theorem: Plain) -> str:
    """`Theorem` where everything was proved; else a claim, which says so."""
    return {"proved": "", "refuted": "refuted", "unknown": "not proved"}[theorem["verdict"]]


def _statement(theorem: Plain) -> list[str]:
    doubt, title = heading(theorem), theorem["title"] or theorem["name"]
    kind = "claim" if doubt else "theorem"
    lines = [rf"\begin{{{kind}}}[{prose(title)}{f', {doubt}' if doubt else ''}]", theorem["setting"]]
    hypotheses = theorem["hypotheses"]
    if hypotheses:
        lines += ["Suppose that", BEGIN.format("enumerate")]
        lines += [
            rf"\item[(H{k})] {fitting(h['latex'])}{';' if k < len(hypotheses) else '.'}"
            for k, h in enumerate(hypotheses, 1)
        ]
        lines += [r"\end{enumerate}"]
    lines += ["Consider" if doubt else "Then", r"\chainbegins", align(theorem).rstrip()]
    own, claimed = theorem["related"]["latex"], _claimed(theorem)
    lines += [f"{'It is claimed that' if doubt else 'In words:'} {claimed}.", rf"\end{{{kind}}}"]
    if doubt and claimed != own:
        lines.append(f"The steps say less: {own}.")
    return lines


def _claimed(theorem: Plain) -> str:
    """What the author claims of the ends, or else what the steps say of them."""
    said: str = (theorem["claimed"] or theorem["related"])["latex"]
    return said


def _why(theorem: Plain) -> list[str]:
    """Line by line: the rule, the author's remark, and everything that was owed."""
    names = _lines_by_name(theorem)
    lines = [
        r"\begin{proof}" + ("[What is known of its steps]" if heading(theorem) else ""),
        BEGIN.format("description") + r"\raggedright",
        _item(names[0], "", theorem["start"], names),
    ]
    lines += [_item(f"{names[k]} to {names[k + 1]}", s["rule"], s, names) for k, s in enumerate(theorem["steps"])]
    return [*lines, r"\end{description}", r"\end{proof}"]


def _item(where: str, rule: str, line: Plain, names: list[str]) -> str:
    by = rf", \texttt{{{_escaped(rule)}}}" if rule else ""
    remark = f"{fitting(prose(line['note']))} " if line["note"] else ""
    owed = "; ".join(_owed(j, names) for j in line["obligations"])
    return rf"\item[\textnormal{{{where}{by}.}}] {remark}\textit{{Owed:}} {owed}."


def _owed(j: Plain, names: list[str]) -> str:
    said = fitting(j["latex"] if j["short"] is None else j["short"].format("", *names))
    if j["verdict"] == "proved":
        return f"{said} [{_escaped(j['prover'])}]"
    if j["verdict"] == "assumed":
        return f"{said} [assumed{f', H{k}' if (k := j['hypothesis']) else ''}]"
    return f"{said} {_doubt(j)}"


def _doubt(j: Plain) -> str:
    reason = f": {_escaped(j['reason'])}" if j["reason"] else ""
    return rf"[\textbf{{{j['verdict']}}}{reason}]"


def headed(title: str) -> str:
    """The begin of a paragraph with a title; no command of sectioning, which would not do in a frame or a float."""
    return rf"\par\medskip\noindent{{\bfseries {title}}} "


def _glossary(theorem: Plain) -> list[str]:
    glossary = theorem["glossary"]
    if not glossary:
        return []
    items = [rf"\item ${entry['symbol']}$: {_meant(entry, theorem)}." for entry in glossary]
    return [headed("Glossary."), BEGIN.format("itemize"), *items, r"\end{itemize}", ""]


def _meant(entry: Plain, theorem: Plain) -> str:
    """What an entry of the glossary means; where it claims something, what became of that."""
    said = prose(entry["meaning"])
    if entry["stated"] is None:
        return said
    j = theorem["stated"][entry["stated"]]
    return f"{said} [{_escaped(j['prover'])}]" if j["verdict"] == "proved" else f"said to be {said} {_doubt(j)}"


def notes(theorem: Plain) -> str:
    """What is understood in a theorem without being said in its lines, and the rules that it uses."""
    return understood([theorem])


def understood(theorems: Iterable[Plain]) -> str:
    """The conventions of some theorems, and the rules that they use, each once."""
    theorems = tuple(theorems)
    conventions = [convention for theorem in theorems for convention in theorem["conventions"]]
    lines = [headed("Conventions.") + " ".join(statements.merged(conventions))]
    rules = {rule["name"]: rule for theorem in theorems for rule in theorem["rules"]}
    if rules:
        lines += ["", headed("Rules."), BEGIN.format("itemize")]
        alike: dict[tuple[str, str], list[str]] = {}
        for name, rule in rules.items():
            alike.setdefault((rule["lemma"], rule["source"]), []).append(rf"\texttt{{{_escaped(name)}}}")
        lines += [
            rf"\item {', '.join(names)}: {prose(what)} ({prose(source.rstrip('.'))}.)"
            for (what, source), names in alike.items()
        ]
        lines += [r"\end{itemize}"]
    return "\n".join([*lines, ""])


def _every(theorem: Plain) -> list[Plain]:
    """Everything that is owed or stated, with its verdict."""
    lines = (theorem["start"], *theorem["steps"])
    return [*(j for line in lines for j in line["obligations"]), *theorem["stated"]]


def _audit(theorem: Plain) -> str:
    """How many obligations there were, who proved them, what was assumed, and what stayed open."""
    everything = _every(theorem)
    verdicts = Counter(j["verdict"] for j in everything)
    provers = Counter(j["prover"] for j in everything if j["verdict"] == "proved")
    by = ", ".join(f"{_escaped(name)} {count}" for name, count in sorted(provers.items()))
    said = [f"{verdicts['proved']} of {len(everything)} obligations were proved ({by})"]
    hypotheses = len(theorem["hypotheses"])
    said.append(
        f"the hypotheses {'are H1 to H' + str(hypotheses) if hypotheses > 1 else 'are none' if not hypotheses else 'are H1'}"
    )
    left = [(v, verdicts[v]) for v in ("unknown", "refuted") if verdicts[v]]
    said.append("nothing stayed open" if not left else ", ".join(rf"\textbf{{{count} {v}}}" for v, count in left))
    return f"{'; '.join(said)}. Checked by \\texttt{{lossproof}} as \\texttt{{{_escaped(theorem['name'])}}}."


def to_html(theorem: Plain) -> str:
    """The theorem for a notebook, whose formulas MathJax or KaTeX typesets."""
    doubt = heading(theorem)
    title = html.escape(theorem["title"] or theorem["name"])
    parts = [
        f"<p><b>{'Claim, ' + doubt if doubt else 'Theorem'}</b> ({title})</p>",
        f"<p>{html.escape(theorem['setting'])}</p>",
    ]
    if theorem["hypotheses"]:
        items = "".join(f"<li>{html.escape(h['latex'])}</li>" for h in theorem["hypotheses"])
        parts.append(f"<p>Suppose that</p><ol>{items}</ol>")
    parts.append(f"<div>{html.escape('$$' + notebook(theorem) + '$$')}</div>")
    parts.append(f"<p>{html.escape('In words: ' + _claimed(theorem))}.</p>")
    for j in (j for j in _every(theorem) if j["verdict"] not in ("proved", "assumed")):
        why = f" ({html.escape(j['reason'])})" if j["reason"] else ""
        parts.append(f"<p><b>{j['verdict']}</b>: {html.escape(j['latex'])}{why}</p>")
    return "\n".join(parts)
