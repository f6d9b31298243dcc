"""The public `check`, and theorems that can be printed. Nothing here decides: the kernel replays, the provers answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from symbolic import kernel
from symbolic.asking import provers
from symbolic.chain import Chain, Checked, Stated
from symbolic.core import terms
from symbolic.core.errors import need
from symbolic.core.statement import Statement
from symbolic.kernel import Judgement, Prover
from symbolic.obligations import is_known
from symbolic.report import plain
from symbolic.report.latex import document


@dataclass(frozen=True, slots=True)
class Theorem(Checked):
    """What replaying a chain yields: start, end, relation, hypotheses, and every obligation with verdict and prover.

    `stated` holds what the chain's glossary claims, in its order: it has a say in the verdict as every step has.
    """

    def latex(self, standalone: bool = False, *, fragment: bool = False) -> str:
        """The theorem, its derivation and what it rests on, in LaTeX.

        `standalone` as a whole document; `fragment` the chain alone, as an `align` for any document.
        """
        data = self.to_dict()
        if fragment:
            return document.align(data)
        return document.standalone(data) if standalone else document.fragment(data)

    def to_dict(self, *, formulas: bool = True) -> dict[str, Any]:
        """The theorem as plain data, ready for JSON, and what printers print: docs/json.md says what each field means.

        Without `formulas` the fields that hold them are left out: to write them takes longer than to prove.
        """
        return plain.theorem(self, formulas=formulas)

    def _repr_html_(self) -> str:
        return document.to_html(self.to_dict())


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
