"""The report of a conformance, as text: one line a quantity, then the cases, each with what came back and what is true."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from properties.conformance.accuracy import Deviation, Output
from properties.conformance.check import Conformance
from properties.conformance.compared import Compared
from properties.conformance.reductions import rows_as_data
from properties.conformance.reference import Role
from properties.conformance.relation import Likeness, at_least
from properties.conformance.truth import HUGE
from properties.words import cells, wrap
from symbolic.report.plain import FORMAT

COLUMNS = 80
CLAIMS = {Likeness.EQUAL: "equal", Likeness.CONSTANT: "up to a constant", Likeness.FACTOR: "up to a factor"}


def text(found: Conformance) -> str:
    """The whole report."""
    edges = _edges(found, ", which decide nothing")
    lines = [*_head(found), *_relation(found), *_rows(found), *_digits(found), *edges, *_notes(found)]
    return "\n\n".join([fitted(lines), *map(text, found.others)])


def part_text(found: Conformance, part: str) -> str:
    """What the report says of one part: relation, reductions, value, gradient, hessian, edges or a further type."""
    lines: Iterable[str]
    for other in found.others:
        if other.kind.name == part:
            return text(other)
    match part:
        case "relation":
            lines = chain(_relation(found), _notes(found))
        case "reductions":
            lines = _rows(found)
        case "edges":
            lines = _edges(found)
        case _:
            lines = _digits(found, part)
    return fitted([*_head(found), *lines])


def fitted(lines: Iterable[str]) -> str:
    """Lines of a report in rows of at most 80 columns, below what stands behind their first word or dash."""
    found: list[str] = []
    for line in lines:
        if cells(line) <= COLUMNS:
            found.append(line)
            continue
        opening = (re.match(r"  \w+ +|  - | *", line) or [""])[0]
        rows = wrap(line[len(opening) :], COLUMNS - len(opening), 2)
        found += [opening + rows[0], *(" " * len(opening) + row for row in rows[1:])]
    return "\n".join(found)


def _head(found: Conformance) -> Iterator[str]:
    verdict = "conforms" if found.holds_here else "does not conform"
    yield f"{found.name} {verdict} to {found.reference.name} (claimed: {CLAIMS[found.claim]}; {found.kind.name})"
    yield f"  reading   {found.reading}"
    if found.reading.near:
        yield "            under which it comes nearest: no reading makes it that loss"


def _relation(found: Conformance) -> Iterator[str]:
    looked = f"{found.judged:,} certified points{f', {found.undecided} undecided' if found.undecided else ''}"
    yield f"  relation  {found.related}: {'no difference at' if found.holds_here else 'looked at'} {looked}"
    if estimated := [i.name for i in found.reference.inputs if i.role is Role.KNOWN and i.symbol in _free(found)]:
        names = " and ".join(estimated)
        yield from indented(
            f"constant where {names} {'is' if len(estimated) == 1 else 'are'} known: another loss if not"
        )
    if found.related.exact and not at_least(found.related, found.claim):
        yield from indented(f"with --claim {found.related.kind.value}, in Python claim=, this would do")
    if found.related.kind is not Likeness.DIFFERENT and None in (found.related.constant, found.related.factor):
        yield from indented("not recognised: it may depend on what is predicted; if it does not, claim it by name")
    if found.unmet:
        yield from indented(found.unmet)
    if found.why:
        yield from indented(f"why: {found.why}")
    for c in found.case:
        yield from _case(found, c)
    if len(found.case) > 1:
        yield f"            which no {'constant' if len(found.case) == 2 else 'factor with a constant'} explains"


def _free(found: Conformance) -> set[Any]:
    """What the constant and the factor depend on."""
    return {s for e in (found.related.constant, found.related.factor) if e is not None for s in e.free_symbols}


def _rows(found: Conformance) -> Iterator[str]:
    if found.rows is None:
        return
    yield f"  reduction {found.rows.text}"
    if found.rows.weighted:
        yield f"  weights   scale {found.rows.weighted}"
    for f in found.rows.found:
        yield from indented(f"{'' if f.decides else 'told: '}{f.text}")


def indented(text: str) -> Iterator[str]:
    """A sentence below a line of the report, in lines of at most 80 columns."""
    return (" " * 12 + row for row in wrap(text, COLUMNS - 12, 2))


def _notes(found: Conformance) -> Iterator[str]:
    if found.notes:
        yield "  of its calls"
    yield from (f"  - {note}" for note in found.notes)


def _digits(found: Conformance, part: str = "") -> Iterator[str]:
    if found.related.kind is Likeness.DIFFERENT:
        return
    for output, error in found.worst.items():
        if not part or output.value.lower() == part:
            bent = found.curvature.text if output is Output.HESSIAN else ""
            units = f"by at most {_short(error.blamed)} units"
            yield f"  {output.value:9} {f'{bent} {units}' if bent else f'off {units} in the last place beyond conditioning'}"
            for e in found.blamed:
                yield from _place_of(found, e) if e.output is output and e.edge is None else ()
    for error in found.blamed:
        if error.edge is not None and (not part or error.output.value.lower() == part):
            yield f"  {error.output.value:9} {error.edge.value}"
            yield from _place_of(found, error)


def _edges(found: Conformance, said: str = "") -> Iterator[str]:
    known = [(e.output, e.edge, e.told and e.told.simple.at.point) for e in found.blamed] if said else []
    edges = [e for e in found.edges if (e.output, e.edge, e.told and e.told.simple.at.point) not in known]
    if edges:
        yield f"  at extreme numbers{said}"
    for error in edges:
        what = error.output.value + (f" in {error.entry}" if error.entry else "")
        how = error.edge.value if error.edge is not None else f"off by {_short(error.blamed)} units"
        yield f"  - {what}: {how}"
        yield from _place_of(found, error)


def _place_of(found: Conformance, error: Deviation) -> Iterator[str]:
    e = error if error.told is None else error.told.simple
    came = f"raised {e.at.seen.raised}" if e.at.seen.raised else f"returned {e.seen!r}"
    yield f"            at {_point(found, e.at)}: {came}, the truth is {_number(e.truth)}"
    if math.isfinite(e.seen):
        yield from indented(_exactly(found, e))
    if error.told is not None:
        yield from indented(f"so {error.told.persists}")
        yield from indented(f"why: {error.told.why}") if error.told.why else ()


def _exactly(found: Conformance, e: Deviation) -> str:
    """The numbers in hexadecimal, those of few digits left out, and the ball that holds the truth."""
    inputs = zip(found.reference.inputs, e.at.point, strict=True)
    long = [f"{i.name} = {x.hex()}" for i, x in inputs if len(repr(x)) > 6]
    truth = "" if isinstance(e.truth, float) or e.truth.is_exact() else f", the truth in {e.truth.str(20)}"
    return f"exactly: {', '.join([*long, f'returned {e.seen.hex()}'])}{truth}"


def _case(found: Conformance, c: Compared) -> Iterator[str]:
    if not c.seen.valued:
        for name, seen, slope in _slopes(found, c):
            yield f"            at {_point(found, c)}: returned the derivative {seen!r} in {name}, the truth is {slope}"
        return
    truth = "nothing" if c.truth is None else _number(c.truth.value)
    yield f"            at {_point(found, c)}: returned {c.seen.value!r}, the truth is {truth}"


def _slopes(found: Conformance, c: Compared) -> Iterator[tuple[str, float, str]]:
    """By prediction: the derivative that came back, and the true one."""
    numbers = {i.name: k for k, i in enumerate(found.reference.smooth)}
    true = c.truth.first if c.truth is not None and c.truth.first is not None else {}
    for name, seen in (c.seen.gradient or {}).items():
        slope = _number(true[numbers[name]]) if numbers[name] in true else "0"
        yield name, seen, slope


def _point(found: Conformance, c: Compared) -> str:
    return ", ".join(f"{i.name} = {x!r}" for i, x in zip(found.reference.inputs, c.point, strict=True))


def _number(v: Any) -> str:
    """A certified number, to as many digits as a float has."""
    if isinstance(v, float):
        return {"inf": "oo", "-inf": "-oo"}.get(str(v), str(v))
    if abs(v) > HUGE:
        return "beyond all floats" if v > 0 else "below all floats"
    shown: str = v.str(17, radius=False)
    return shown if len(shown) < 40 and not shown.startswith("0e") else "nearly 0"


def _short(x: float) -> str:
    return f"{x:.1f}" if x < 1000 else f"{x:.0e}"


def as_data(found: Conformance) -> dict[str, Any]:
    """The report as plain data, ready for JSON: docs/json.md says what each field means."""
    unknown = found.related.constant is None or found.related.by_gradient
    return {
        "format": FORMAT,
        "name": found.name,
        "reference": found.reference.name,
        "reading": dict(found.reading.said),
        "nearest": found.reading.near,
        "dtype": found.kind.name,
        "claimed": found.claim.value,
        "holds": found.holds,
        "relation": {
            "kind": found.related.kind.value,
            "factor": None if found.related.factor is None else str(found.related.factor),
            "constant": None if unknown else str(found.related.constant),
            "digits": found.related.level or None,
            "text": str(found.related),
        },
        "points": found.points,
        "judged": found.judged,
        "undecided": found.undecided,
        "worst": {q.value: error.blamed for q, error in found.worst.items()},
        "blamed": [_error_as_data(found, e) for e in found.blamed],
        "edges": [_error_as_data(found, e) for e in found.edges],
        "case": [_case_as_data(found, c) for c in found.case],
        "why": found.why,
        "rows": None if found.rows is None else rows_as_data(found.rows),
        "notes": [*found.notes],
        "hessian": found.curvature.claim.value,
        "hessian_factor": found.curvature.named or None,
        "unmet": found.unmet,
        "others": [as_data(other) for other in found.others],
    }


def _error_as_data(found: Conformance, error: Deviation) -> dict[str, Any]:
    e = error if error.told is None else error.told.simple
    return {
        "quantity": e.output.value,
        "entry": e.entry,
        "edge": None if e.edge is None else e.edge.value,
        "ulps": error.blamed,
        "at": _place(found, e.at),
        "returned": repr(e.seen),
        "raised": e.at.seen.raised,
        "truth": _number(e.truth),
        "persists": "" if error.told is None else error.told.persists,
        "why": "" if error.told is None else error.told.why,
    }


def _case_as_data(found: Conformance, c: Compared) -> dict[str, Any]:
    truth = "none" if c.truth is None else _number(c.truth.value)
    returned = repr(c.seen.value)
    if not c.seen.valued:
        slopes = [*_slopes(found, c)]
        returned, truth = (", ".join(f"{s[0]}: {s[k]}" for s in slopes) for k in (1, 2))
    return {"at": _place(found, c), "returned": returned, "truth": truth}


def _place(found: Conformance, c: Compared) -> dict[str, str]:
    return {i.name: x.hex() for i, x in zip(found.reference.inputs, c.point, strict=True)}
