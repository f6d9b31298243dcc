"""What comes of a piece: run in this process, by whoever does the work. Results are plain data, ready for JSON."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterable, Iterator
from contextlib import redirect_stdout
from dataclasses import asdict, dataclass, replace
from threading import Lock
from time import perf_counter
from typing import Any

from hypothesis.errors import HypothesisDeprecationWarning

from properties.attacks.report import Report
from properties.campaigns.parts import AttackedPart
from properties.campaigns.pieces import WorkPiece
from properties.conformance.check import Conformance
from properties.errors import InputError

CASE, DIFFERENT, TROUBLE, CRASH = "counterexample", "nonconformance", "error", "crash"
_ONE = Lock()  # the precision of balls belongs to the process: of several threads one works


@dataclass(frozen=True, slots=True)
class PieceFinding:
    """What was found.

    Arguments: `kind`: "counterexample", "nonconformance", "error" where what is attacked cannot be judged, "crash" where it
    ends the process; `text`; `counterexample` and `conformance`, in these cases, as in the JSON of `prove` and `conform`.
    """

    kind: str
    text: str
    counterexample: dict[str, Any] | None = None
    conformance: dict[str, Any] | None = None

    @property
    def certain(self) -> bool:
        """Is it more than a statistical bound that was broken, which happens to what is right if one tries often enough?"""
        return self.counterexample is None or bool(self.counterexample["certified"])


@dataclass(frozen=True, slots=True)
class PieceResult:
    """What came of a piece: how many examples were tried and decided, what was found, and the seconds that it took.

    `vacuous` says why nothing could be tried, `undone` what was left undone because the budget of work was spent, or "".
    """

    examples: int = 0
    decided: int = 0
    finding: PieceFinding | None = None
    vacuous: str = ""
    undone: str = ""
    seconds: float = 0.0

    @property
    def late(self) -> bool:
        """Did the clock end it? Another machine may come further."""
        return "time" in self.undone

    @property
    def settles(self) -> bool:
        """Is there nothing more to be learnt of its subject: is it found to be wrong, or cannot be attacked at all?"""
        return (self.finding is not None and self.finding.certain) or (self.finding is None and not self.examples)

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> PieceResult:
        """Raises TypeError where the data are no result."""
        found = data.get("finding")
        return cls(**{**data, "finding": None if found is None else PieceFinding(**found)})


def run(piece: WorkPiece) -> PieceResult:
    """What comes of a piece, the same in every process. What the user's own code prints goes to stderr.

    Raises InputError where what is attacked cannot be loaded here. Whatever else goes wrong is a finding.
    """
    with _ONE, redirect_stdout(sys.stderr), warnings.catch_warnings():
        warnings.simplefilter(
            "ignore", HypothesisDeprecationWarning
        )  # Dask's other threads use `random`, attacks do not
        started = perf_counter()
        found = _looked(piece.subject.part, piece)
        return replace(found, seconds=round(perf_counter() - started, 4))


def here(pieces: Iterable[WorkPiece]) -> Iterator[tuple[WorkPiece, PieceResult]]:
    """The results of pieces, one after the other, in this process."""
    for piece in pieces:
        yield piece, run(piece)


def _looked(part: AttackedPart, piece: WorkPiece) -> PieceResult:
    try:
        found = part.look(piece.examples, piece.seed)
    except KeyboardInterrupt:
        raise
    except InputError as error:
        return PieceResult(finding=PieceFinding(TROUBLE, str(error)))
    except BaseException as error:  # a function of a user's own may raise whatever it likes
        return PieceResult(finding=PieceFinding(TROUBLE, _trouble(error)))
    return _of_a_function(found) if isinstance(found, Conformance) else _of_an_attack(found)


def _of_an_attack(found: Report) -> PieceResult:
    case = found.counterexample
    finding = None if case is None else PieceFinding(CASE, case.text, counterexample=asdict(case))
    return PieceResult(found.examples, found.decided, finding, found.vacuous, found.undone)


def _of_a_function(found: Conformance) -> PieceResult:
    from properties.conformance.report import as_data, text

    finding = None if found.holds else PieceFinding(DIFFERENT, text(found), conformance=as_data(found))
    return PieceResult(found.points + found.undecided, found.points, finding)


def _trouble(error: BaseException) -> str:
    place, trace = "", error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        place, trace = f"{code.co_filename.rpartition('/')[2]}:{trace.tb_lineno}", trace.tb_next
    what = " ".join(str(error).split())
    return f"{type(error).__name__}{': ' + what if what else ''} ({place})"
