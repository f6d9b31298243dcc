"""The public `check`, and theorems that can be printed. Nothing here decides: the kernel replays, the provers answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from symbolic import kernel
from symbolic.asking import provers
from symbolic.calculus.normal_form import LAWS
from symbolic.chain import Chain, Checked, Stated
from symbolic.core import terms
from symbolic.core.errors import need
from symbolic.core.statement import Statement
from symbolic.kernel import Judgement, Problem, Prover, Relation
from symbolic.obligations import is_known
from symbolic.report import sentences as statements
from symbolic.report.latex import document, problem

FORMAT = 1  # of the plain data: a field that is new leaves it as it is, one that changes or goes does not


@dataclass(frozen=True, slots=True)
class Theorem(Checked):
    """What replaying a chain yields: start, end, relation, hypotheses, and every obligation with verdict and prover.

    `stated` holds what the chain's glossary claims, in its order: it has a say in the verdict as every step has.
    """

    def latex(self, standalone: bool = False, *, fragment: bool = False) -> str:
        """The theorem, its derivation and what it rests on, in LaTeX.

        `standalone` as a whole document; `fragment` the chain alone, as an `align` for any document.
        """
        if fragment:
            return document.align(self)
        return document.standalone(self) if standalone else document.fragment(self)

    def to_dict(self, *, formulas: bool = True) -> dict[str, Any]:
        """The theorem as plain data, ready for JSON, and what printers print: docs/json.md says what each field means.

        Without `formulas` the fields that hold them are left out: to write them takes longer than to prove.
        """
        return {
            "format": FORMAT,
            "name": self.name,
            "title": self.chain.title,
            "verdict": self.verdict.value,
            "relation": str(self.relation),
            "related": related(self.relation, self),
            "hypotheses": [self._hypothesis(h, formulas) for h in self.hypotheses],
            "conventions": list(statements.conventions(self)),
            "laws": self._laws(),
            "start": {
                **({"problem": problem(self.start), "text": formula(self.start)} if formulas else {}),
                "tag": self.chain.tag,
                "obligations": [_judged(j, formulas) for j in (*self.premises, *self.claim)],
            },
            "steps": [self._step(number, formulas) for number in range(1, len(self.lines) + 1)],
            "stated": [
                {"meaning": meaning, **_judged(j, formulas)}
                for (_, meaning), j in zip(claims(self.chain), self.stated, strict=True)
            ],
        }

    def _laws(self) -> list[dict[str, str]]:
        """The laws that the proofs used, in the order of their table."""
        used = {name for j in self.judgements for name, _ in j.used}
        fields = ("name", "statement", "condition", "source")
        return [{field: getattr(law, field) for field in fields} for name, law in LAWS.items() if name in used]

    def _hypothesis(self, hypothesis: Statement, formulas: bool) -> dict[str, Any]:
        where = [place for place, j in self._placed() if j.obligation.alone == hypothesis]
        said = {"text": statements.text(hypothesis), "latex": statements.latex(hypothesis)} if formulas else {}
        return {
            **said,
            "places": list(dict.fromkeys(where)),
        }

    def _placed(self) -> Iterator[tuple[str, Judgement]]:
        """Every judgement with the part of the chain that it belongs to."""
        steps = ((f"step {number}", line.judgements) for number, line in enumerate(self.lines, 1))
        for place, found in (("start", self.premises), *steps, ("claim", self.claim), ("glossary", self.stated)):
            yield from ((place, judgement) for judgement in found)

    def _step(self, number: int, formulas: bool) -> dict[str, Any]:
        line = self.lines[number - 1]
        before, after = line.before, line.after
        shown = {"before": problem(before), "after": problem(after), "text": formula(after)} if formulas else {}
        return {
            "number": number,
            "rule": line.step.rule,
            "primitive": line.step.primitive,
            "tag": line.step.tag,
            "relation": str(line.relation),
            "related": related(line.relation),
            **shown,
            "obligations": [_judged(j, formulas) for j in line.judgements],
        }

    def _repr_html_(self) -> str:
        return document.to_html(self)


def related(relation: Relation, theorem: Checked | None = None) -> dict[str, Any]:
    """A relation as plain data: its kind, the mode of a limit, and its name; between a theorem's ends, what it says."""
    return {
        "kind": relation.kind,
        "mode": relation.mode.value if relation.mode is not None else None,
        "text": statements.relation(relation),
        **({} if theorem is None else {"meaning": statements.meaning(theorem, relation)}),
    }


def formula(stated: Problem) -> str:
    """A problem as text: argmin_theta f, or argmin_{mu, sigma} f."""
    names = ", ".join(map(str, stated.unknowns))
    return f"arg{stated.sense}_{names if len(stated.unknowns) == 1 else f'{{{names}}}'} {statements.plain(stated.objective)}"


def _judged(judgement: Judgement, formulas: bool) -> dict[str, Any]:
    return {
        **({"text": statements.text(judgement.obligation)} if formulas else {}),
        "verdict": judgement.verdict.value,
        "prover": judgement.prover,
        "reason": judgement.reason,
        "laws": [{"name": name, "times": times} for name, times in judgement.used],
    }


def check(chain: Chain) -> Theorem:
    """Replay `chain` from its first problem, and judge everything that it owes with every prover there is.

    Never raises on a weak proof: ask `theorem.proved`. Raises DerivationError where a step is malformed or the claimed
    end is another problem, ProverError for a bug of ours.
    """
    return replay(chain, provers())


def replay(chain: Chain, asked: Sequence[tuple[str, Prover]]) -> Theorem:
    """`check` with provers that the caller names, such as those that remember their answers: the theorem is theirs."""
    found = kernel.check(chain, asked)
    stated = tuple(kernel.judge(_unconditional(claim), asked) for claim in claims(chain))
    _one_language(found, stated)
    return Theorem(chain, found.premises, found.lines, found.relation, found.claim, stated)


def claims(chain: Chain) -> tuple[Stated, ...]:
    """What the glossary of a chain claims."""
    need(isinstance(chain.glossary, tuple), "glossary={!r}: give a tuple of pairs, LaTeX and meaning", chain.glossary)
    return tuple(entry for entry in chain.glossary if isinstance(entry, Stated))


def _unconditional(claim: Stated) -> Statement:
    """What an entry claims, which no page would print under hypotheses of its own. Raises MalformedStep."""
    owed = claim.obligation
    need(
        isinstance(owed, Statement) and is_known(owed),
        "glossary, {}: {!r} is no Obligation(kind, (what it is about, ...))",
        claim[1],
        owed,
    )
    granted = (*owed.given, *owed.granted)
    need(granted == (), "glossary, {}: a claim takes nothing for granted, not {}", claim[1], granted)
    return owed


def _one_language(found: kernel.Replay, stated: Iterable[Judgement]) -> None:
    """Raises NameClash where the glossary claims something of what prints like another thing in the chain."""
    lines = (tree for line in found.lines for tree in (line.after.objective, *line.after.unknowns))
    own = (tree for judgement in stated for tree in judgement.obligation.trees())
    known: dict[str, Any] = {}
    for tree in (found.chain.start.objective, *found.chain.start.unknowns, *found.chain.hypotheses, *lines, *own):
        for shown, thing in terms.names(tree).items():
            if known.setdefault(shown, thing) != thing:
                terms.clash(shown, known[shown], thing)
