"""The report of a conformance, as text: one line a quantity, then the cases, each with what came back and what is true."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from properties.conformance.accuracy import Error, Quantity
from properties.conformance.check import Conformance
from properties.conformance.compared import Compared, float_of
from properties.conformance.relation import Kind


def text(found: Conformance) -> str:
    """The whole report."""
    return "\n".join(_lines(found))


def _lines(found: Conformance) -> Iterator[str]:
    verdict = "conforms" if found.holds else "does not conform"
    yield f"{found.name}: {verdict} to {found.reference.name}, claimed: {found.claim.value} ({found.kind.name})"
    read = ", ".join(f"{k} = {v}" for k, v in found.reading.said.items())
    yield f"  reading   {read}"
    where = (
        f"no difference at {found.points:,} certified points" if found.holds else f"{found.points:,} certified points"
    )
    yield f"  relation  {found.related} ({where}{f', {found.undecided} undecided' if found.undecided else ''})"
    for quantity in Quantity:
        error = found.worst.get(quantity)
        if error is not None and found.related.kind is not Kind.DIFFERENT:
            yield f"  {quantity.value:9} at most {_short(error.blamed)} ulps beyond conditioning in the core"
    if found.case is not None:
        yield from _case(found, found.case)
    for error in (*found.blamed, *found.edges):
        yield from _error(found, error)


def _error(found: Conformance, e: Error) -> Iterator[str]:
    what = e.quantity.value + (f" in {e.entry}" if e.entry else "")
    how = e.edge.value if e.edge is not None else f"{_short(e.blamed)} ulps beyond conditioning"
    yield f"  {what}: {how}"
    yield f"    at {_point(found, e.at)}: returned {e.seen!r}, the truth is {_number(e.truth)}"


def _case(found: Conformance, c: Compared) -> Iterator[str]:
    truth = "nothing" if c.truth is None else _number(c.truth.value)
    yield f"    at {_point(found, c)}: returned {c.seen.value!r}, the truth is {truth}"


def _point(found: Conformance, c: Compared) -> str:
    return ", ".join(f"{i.name} = {x!r}" for i, x in zip(found.reference.inputs, c.point, strict=True))


def _number(v: Any) -> str:
    return str(v) if isinstance(v, float) else v.str(17, radius=False) if abs(float_of(v)) < 1e300 else v.str(5)


def _short(x: float) -> str:
    return f"{x:.1f}" if x < 1000 else f"{x:.0e}"
