"""Findings of a conformance, one by one, and the file of those that were accepted: each with its reason.

A finding that is new or has grown fails, and so does an accepted one that is gone: the file says what there is.
"""

from __future__ import annotations

import json
import math
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from properties.conformance.accuracy import Deviation, Output
from properties.conformance.check import Conformance
from properties.conformance.relation import at_least
from properties.errors import InputError

QUANTITIES = ("relation", "value", "gradient", "hessian")
FIELDS = {"name", "quantity", "found", "edge", "rows", "dtype", "ulps", "reason"}
KEYS = {"edges": "edge", "reductions": "rows"}  # the field that says what was found, of these parts
DIGITS = "digits"
GROWTH = 2.0  # a bound is written this much above what was seen: other machines round otherwise


@dataclass(frozen=True, slots=True)
class ConformanceFinding:
    """One thing that is not as claimed.

    `part`, the item that judges it; `quantity`; `found`, what it is: a relation, the word of an edge, or digits; `ulps`, how
    many units, of digits; `error`, where; `dtype`, the type of the numbers, of a further one.
    """

    part: str
    quantity: str
    found: str
    ulps: float = 0.0
    error: Deviation | None = None
    dtype: str = ""

    @property
    def item(self) -> str:
        """The item that judges it."""
        return self.dtype or self.part

    def entry(self, name: str) -> str:
        """As a table of TOML, ready to be accepted once its reason is written."""
        key = KEYS.get(self.part, "found")
        lines = ["[[known]]", f"name = {json.dumps(name)}", f'quantity = "{self.quantity}"']
        lines.append(f"{key} = {json.dumps(self.found)}")
        lines += [f'dtype = "{self.dtype}"'] if self.dtype else []
        if self.found == DIGITS:
            lines.append(f"ulps = {GROWTH * self.ulps:.1e}")
        return "\n".join([*lines, 'reason = ""'])


def findings(found: Conformance) -> Iterator[ConformanceFinding]:
    """All that is not as claimed: the relation, errors beyond the bar, several rows, and what extreme numbers give."""
    if not at_least(found.related, found.claim):
        yield ConformanceFinding("relation", "relation", str(found.related))
    for part, errors in ((None, found.blamed), ("edges", found.edges)):
        for e in errors:
            quantity = _quantity(e.output)
            edge = DIGITS if e.edge is None else e.edge.name.lower()
            yield ConformanceFinding(part or quantity, quantity, edge, 0.0 if e.edge else e.blamed, e)

    for f in found.rows.blamed if found.rows is not None else ():
        yield ConformanceFinding("reductions", f.quantity, f.what)
    for other in found.others:
        yield from (replace(f, dtype=other.kind.name) for f in findings(other) if f.part != "edges")


def _quantity(output: Output) -> str:
    return output.value.lower()


@dataclass(frozen=True, slots=True)
class AcceptedFinding:
    """A finding that somebody accepted. `part`, `quantity` and `found` as in a finding; `ulps`, how large it may be."""

    name: str
    part: str
    quantity: str
    found: str
    ulps: float
    reason: str
    dtype: str = ""

    @property
    def item(self) -> str:
        """The item that judges it."""
        return self.dtype or self.part

    def covers(self, finding: ConformanceFinding) -> bool:
        """Is it this finding, and not larger?"""
        mine, its = ((f.part, f.quantity, f.found, f.dtype) for f in (self, finding))
        same = mine == its
        return same and finding.ulps <= self.ulps


def accepted(path: Path) -> tuple[AcceptedFinding, ...]:
    """The accepted findings of a file: `known`, an array of tables in TOML or of objects in JSON. Raises InputError."""
    try:
        text = path.read_text(encoding="utf-8")
        data: Any = json.loads(text) if path.suffix == ".json" else tomllib.loads(text)
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: {getattr(error, 'strerror', None) or error}.") from None
    rows = data.get("known", []) if isinstance(data, dict) and set(data) <= {"known"} else None
    if not isinstance(rows, list):
        raise InputError(f"{path}: it holds one array, known, of accepted findings.")
    read = tuple(_read(path, k, row) for k, row in enumerate(rows, 1))
    keys = [(a.name, a.part, a.quantity, a.found, a.dtype) for a in read]
    for k, key in enumerate(keys):
        if key in keys[:k]:
            raise InputError(f"{path}: entry {k + 1} accepts the same as entry {keys.index(key) + 1}.")
    return read


def _read(path: Path, number: int, row: Any) -> AcceptedFinding:
    where = f"{path}: entry {number}"
    if not isinstance(row, dict) or set(row) - FIELDS:
        raise InputError(f"{where}: it has the fields {', '.join(sorted(FIELDS))}, and no other.")
    texts = {key: row.get(key, "") for key in FIELDS - {"ulps"}}
    for key, value in texts.items():
        if not isinstance(value, str):
            raise InputError(f"{where}: {key} = {value!r} is no text.")
    if not texts["name"] or not texts["reason"].strip():
        raise InputError(f"{where}: it needs a name, and the reason why the finding is accepted.")
    quantity, ulps = texts["quantity"], row.get("ulps", math.inf)
    if quantity not in QUANTITIES:
        raise InputError(f"{where}: quantity = {quantity!r} is none of {', '.join(QUANTITIES)}.")
    said = [(part, texts[key]) for part, key in (*KEYS.items(), (quantity, "found")) if texts[key]]
    if len(said) != 1 or (quantity == "relation" and not texts["found"]):
        raise InputError(
            f"{where}: say what is accepted: found = ..., or of a quantity edge = ... at extreme numbers or "
            "rows = ... of several rows."
        )
    ((part, what),) = said
    if isinstance(ulps, bool) or not isinstance(ulps, int | float) or not ulps >= 0:
        raise InputError(f"{where}: ulps = {ulps!r} is no number of units.")
    if (what == DIGITS) != ("ulps" in row):
        raise InputError(f'{where}: ulps says how many units of "{DIGITS}" are accepted, and of nothing else.')
    return AcceptedFinding(texts["name"], part, quantity, what, float(ulps), texts["reason"], texts["dtype"])


def judged(
    found: Iterable[ConformanceFinding], known: Sequence[AcceptedFinding], part: str
) -> tuple[list[ConformanceFinding], list[AcceptedFinding]]:
    """Of one part: the findings that nobody accepted as they are, and what was accepted and is not there."""
    here = [f for f in found if f.item == part]
    mine = [a for a in known if a.item == part]
    new = [f for f in here if not any(a.covers(f) for a in mine)]
    alive = {(f.part, f.quantity, f.found) for f in here}
    return new, [a for a in mine if (a.part, a.quantity, a.found) not in alive]
