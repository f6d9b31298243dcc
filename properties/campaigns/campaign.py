"""A campaign: which pieces are still to be done, and what all that is done says of each subject.

Of a subject that was found to be wrong, later pieces are left out, and what they found if they ran all the same is not told:
so what is said does not depend on how many workers there were, or on which was faster.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from properties.attacks.report import Counterexample, Report
from properties.campaigns.parts import Subject
from properties.campaigns.pieces import WorkPiece
from properties.campaigns.results import PieceFinding, PieceResult


@dataclass(frozen=True, slots=True)
class SubjectReport:
    """What came of all pieces of a subject, as far as they are done.

    Arguments: `subject`; `pieces`, how many are done, of so many `planned`; `examples` tried and `decided`; `finding`, and
    `piece`, where it was found; `vacuous`, why nothing could be tried, or ""; `undone`, how many pieces came to the end of
    their budget of work, and `late`, how many of these by the clock, which another machine may not.
    """

    subject: Subject
    pieces: int = 0
    planned: int = 0
    examples: int = 0
    decided: int = 0
    finding: PieceFinding | None = None
    piece: WorkPiece | None = None
    vacuous: str = ""
    undone: int = 0
    late: int = 0

    @property
    def fails(self) -> bool:
        """Is something found that speaks against what somebody claims, and more than a statistical bound?"""
        return self.finding is not None and self.finding.certain and self.subject.claimed is True

    def confront(self) -> None:
        """Raise Unsound where a certified case was found of what is proved. Provers are asked here and now."""
        if self.finding is not None and self.finding.counterexample is not None and self.finding.certain:
            case = Counterexample(**self.finding.counterexample)
            self.subject.part.confront(Report(self.subject.title, "", counterexample=case))


class Campaign:
    """The pieces of a campaign and their results so far."""

    def __init__(self, pieces: Sequence[WorkPiece], results: Mapping[int, PieceResult]) -> None:
        self.pieces = pieces
        self.results = dict(results)
        self._settled: dict[Subject, int] = {}
        self._planned: int | None = None
        for piece in pieces:
            if piece.number in self.results:
                self._settle(piece)

    def todo(self) -> Iterator[WorkPiece]:
        """The pieces that are to be done, each as late as it is asked for: what is settled by then is left out."""
        return (piece for piece in self.pieces if piece.number not in self.results and self.wanted(piece))

    def add(self, piece: WorkPiece, result: PieceResult) -> None:
        self.results[piece.number] = result
        self._settle(piece)

    def wanted(self, piece: WorkPiece) -> bool:
        """Does it say anything that is not settled by an earlier piece of the same subject?"""
        return piece.round <= self._settled.get(piece.subject, piece.round)

    def _settle(self, piece: WorkPiece) -> None:
        if self.results[piece.number].settles and self.wanted(piece):
            self._settled[piece.subject] = piece.round
            self._planned = None

    @property
    def planned(self) -> int:
        """How many pieces there are to be done in all, as far as is known now."""
        if self._planned is None:
            self._planned = sum(map(self.wanted, self.pieces))
        return self._planned

    def reports(self) -> list[SubjectReport]:
        """What is known of each subject, in their order: the same whoever did the work."""
        found: dict[Subject, list[WorkPiece]] = {}
        for piece in self.pieces:
            of_it = found.setdefault(piece.subject, [])
            if self.wanted(piece):
                of_it.append(piece)
        return [self._report(subject, wanted) for subject, wanted in found.items()]

    def _report(self, subject: Subject, wanted: Sequence[WorkPiece]) -> SubjectReport:
        done = [(p, self.results[p.number]) for p in wanted if p.number in self.results]
        found = [(p, r.finding) for p, r in done if r.finding is not None]
        piece, finding = next((one for one in found if one[1].certain), found[0] if found else (None, None))
        return SubjectReport(
            subject,
            pieces=len(done),
            planned=len(wanted),
            examples=sum(r.examples for _, r in done),
            decided=sum(r.decided for _, r in done),
            finding=finding,
            piece=piece,
            vacuous=next((r.vacuous for _, r in done if r.vacuous), "") if not any(r.decided for _, r in done) else "",
            undone=sum(bool(r.undone) for _, r in done),
            late=sum(r.late for _, r in done),
        )
