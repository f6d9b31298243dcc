"""The file of a campaign: JSON lines, a header and then a line for each piece as it ends, from which a second run goes on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

from properties.campaigns.pieces import WorkPiece
from properties.campaigns.results import PieceResult
from properties.errors import InputError

KIND = "lossproof campaign"
FORMAT = 1


class Journal:
    """The results of a campaign so far, by the numbers of their pieces, and the file to which more are added.

    `cut_off` says whether the last line was found half-written: its piece runs again.
    """

    def __init__(self, path: Path, header: Mapping[str, Any], pieces: int) -> None:
        """Open a file, or make it. Raises InputError where it holds another campaign, or is no such file, or cannot be used.

        Arguments: `header`, what the campaign is; `pieces`, how many it has.
        """
        self.path, self.results, self.cut_off = path, dict[int, PieceResult](), False
        first = json.dumps({"kind": KIND, "format": FORMAT, **header})
        try:
            known = path.read_bytes() if path.exists() else b""
        except OSError as error:
            raise InputError(f"{path}: cannot be read: {error.strerror or error}.") from None
        whole, newline, rest = known.rpartition(b"\n")
        whole += newline
        if whole:
            self._read(whole, json.loads(first), pieces)
        elif not first.encode().startswith(rest):
            raise InputError(f"{path} holds something else than a campaign: name another file with -o.")
        self.cut_off = bool(rest and whole)
        try:
            self._file = path.open("ab")
            self._file.truncate(len(whole))
            if not whole:
                self._write(first)
        except OSError as error:
            raise InputError(f"{path}: cannot be written: {error.strerror or error}.") from None

    def add(self, piece: WorkPiece, result: PieceResult) -> None:
        """Keep what came of a piece."""
        self.results[piece.number] = result
        subject = piece.subject
        told = {
            "piece": piece.number,
            "name": subject.name,
            "part": subject.title,
            "seed": piece.seed,
            "asked": piece.examples,
        }
        self._write(json.dumps({**told, "seed": piece.seed, "asked": piece.examples, **result.to_dict()}))

    def __enter__(self) -> Journal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def _write(self, line: str) -> None:
        self._file.write(line.encode() + b"\n")
        self._file.flush()

    def _read(self, whole: bytes, header: dict[str, Any], pieces: int) -> None:
        first, *lines = whole.splitlines()
        known = _object(first)
        if known is None or known.get("kind") != KIND:
            raise InputError(f"{self.path} holds something else than a campaign: name another file with -o.")
        for name, value in header.items():
            if known.get(name) != value:
                raise InputError(f"{self.path} holds another campaign: {_unlike(name, known.get(name), value)} {ELSE}")
        for number, line in enumerate(lines, 2):
            data = _object(line)
            try:
                place = (data or {})["piece"]
                result = PieceResult.from_dict({k: v for k, v in (data or {}).items() if k not in TOLD})
            except (KeyError, TypeError):
                raise InputError(f"{self.path}, line {number}: this is no result of a campaign.") from None
            if place not in range(pieces):
                raise InputError(f"{self.path}, line {number}: there is no piece {place}.")
            self.results[place] = result


ELSE = "Name another file with -o, or take it away."
TOLD = frozenset({"piece", "name", "part", "seed", "asked"})  # what a line says for its readers, beside the result


def _object(line: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(line)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _unlike(name: str, known: Any, value: Any) -> str:
    """How two headers differ in a field."""
    if name == "read":
        return "what it attacks has changed since it began (a file that is named, or lossproof itself)."
    return f"it is one with {name} {_said(known)} and not {_said(value)}."


def _said(value: Any) -> str:
    if isinstance(value, list):
        return f"{', '.join(map(str, value[:4]))}{', ...' if len(value) > 4 else ''}"
    return str(value) or "none"
