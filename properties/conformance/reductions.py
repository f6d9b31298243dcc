"""What an implementation makes of several rows: one value a row, their sum, their mean, and what weights do to each of them.

A batch is held to what the implementation gives for its rows one by one, which was held to the truth: so a function that
mixes rows is found, though it is right on each of them. Two batches of the same data show what a constant explains.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from properties.conformance.calling import BatchAdapter, Batched
from properties.conformance.compared import Compared
from properties.conformance.inputs import FloatType
from properties.conformance.reference import LossReference
from properties.conformance.relation import SLACK
from properties.errors import InputError

COUNTS = (5, 7, 4)  # of rows: the first that is no number of classes or predictions, so that shapes tell
WEIGHTS = (2.0, 0.5, 3.0, 0.25, 1.5, 4.0, 0.75)  # exact in every type, and their mean is not 1
POWERS = {1.0: "", 0.0: "ignores the weights", 2.0: "has the weights squared", 0.5: "has the roots of the weights",
          -1.0: "is divided by the weights"}  # fmt: skip
CLOSE = 2.0**-20  # relative, of derivatives: a wrong weight or a wrong mean is off by a quarter and more
NEAR = range(12, 3, -1)  # 1e-12, ..., 1e-4: as what a reduction may hold that does not hold to all digits


class RowReduction(Enum):
    """What becomes of several rows."""

    NONE = "none"
    SUM = "sum"
    MEAN = "mean"
    ELEMENTS = "mean over rows and classes"
    WEIGHTED = "weighted-mean"
    SINGLE = "single"


SAID = {
    RowReduction.NONE: "none: each row has its own",
    RowReduction.SUM: "the sum over the rows",
    RowReduction.MEAN: "the mean over the rows",
    RowReduction.ELEMENTS: "the mean over rows and classes",
    RowReduction.WEIGHTED: "the sum over the rows divided by the sum of the weights",
    RowReduction.SINGLE: "one row a call",
}
UNEXPLAINED = "no reduction explains what several rows give"
DEMANDS = {
    "none": RowReduction.NONE, "sum": RowReduction.SUM, "mean": RowReduction.MEAN, "batchmean": RowReduction.MEAN,
    "weighted-mean": RowReduction.WEIGHTED, "single": RowReduction.SINGLE,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class RowFinding:
    """Something that several rows show and one does not.

    `quantity`, value, gradient or hessian; `what` it is, in a word; `text`, a sentence; `decides`: is it no such loss then?
    """

    quantity: str
    what: str
    text: str
    decides: bool = True


@dataclass(frozen=True, slots=True)
class Reduced:
    """What becomes of several rows: `kind`, None where nothing fits; `text`, in a few words; what else was `found`.

    `weighted`, what the weights scale, "" where there are none or where something is wrong with them.
    """

    kind: RowReduction | None
    text: str
    found: tuple[RowFinding, ...] = ()
    weighted: str = ""

    @property
    def blamed(self) -> tuple[RowFinding, ...]:
        """What makes it no such loss."""
        return tuple(f for f in self.found if f.decides)


@dataclass(frozen=True, slots=True)
class _Share:
    """By how much each row counts: `power` of its weight, divided by a number that depends on the `kind`."""

    kind: RowReduction
    power: float
    of: tuple[float, ...]


@dataclass(frozen=True)
class _Batch:
    """Rows with what came back of each alone, their weights, and what came back of all."""

    rows: tuple[Compared, ...]
    weights: tuple[float, ...]
    seen: Batched

    @property
    def each(self) -> list[float] | None:
        """One value for each row, if that came back; several for a row, as for each class, are added."""
        count, values = len(self.rows), self.seen.values
        if len(values) == count:
            return [*values]
        if len(self.seen.shape) > 1 and self.seen.shape[0] == count and self.seen.shape[1] != count:
            step = len(values) // count
            return [math.fsum(values[k * step : (k + 1) * step]) for k in range(count)]
        return None

    def entries(self, quantity: str) -> Iterator[tuple[str, list[float], tuple[float, ...]]]:
        """Of a derivative, by entry: what each row alone gives, and what came back of all."""
        for name, them in (getattr(self.seen, quantity) or {}).items():
            alone = [(getattr(c.seen, quantity) or {}).get(name, math.nan) for c in self.rows]
            yield name if isinstance(name, str) else ", ".join(name), alone, them


Called = Callable[[Sequence[Compared], Sequence[float]], _Batch]


def demanded(name: str) -> RowReduction | None:
    """The reduction that is claimed; None where it is to be found. Raises InputError."""
    if name and name not in DEMANDS:
        raise InputError(f"reduction={name!r}: it is one of {', '.join(DEMANDS)}.")
    return DEMANDS[name] if name else None


def reduced(
    reference: LossReference,
    call: BatchAdapter,
    groups: Sequence[Sequence[Compared]],
    outer: Sequence[Compared],
    kind: FloatType,
    *,
    weights: str = "",
    rowwise: bool = False,
    whole: bool = True,
) -> Reduced:
    """What becomes of several rows.

    Arguments: `call`, with several points at once; `groups`, rows one by one, in each group of which only predictions move;
    `outer`, extreme ones; `weights`, the argument of the weights; `rowwise`: is it likely that it takes one row a call, so
    that what it makes of several decides nothing?
    `whole`: does a row's own value stand for all of its classes?
    """
    pairs = _pairs(reference, groups)
    if len(pairs) < 2:
        return Reduced(None, "too few rows to be told")
    names = [i.name for i in reference.inputs]

    def called(rows: Sequence[Compared], shares: Sequence[float]) -> _Batch:
        points = [dict(zip(names, c.point, strict=True)) for c in rows]
        if weights:
            points = [{**p, weights: w} for p, w in zip(points, shares, strict=True)]
        return _Batch(tuple(rows), tuple(shares), call(points))

    ones = [1.0] * len(pairs)
    both = [called([pair[k] for pair in pairs], ones) for k in (0, 1)]
    slack = SLACK * 2.0**-kind.digits
    first = both[0].seen
    if first.raised:
        return _single(f"several raise {first.raised}")
    share, found = _value(both, slack, [1.0])
    if share is None and rowwise:
        return _single(f"{found[0].text}: if it is meant for several rows, say which reduction=")
    if share is None and _alone(both[0], slack):
        return _single(f"of {len(ones)} rows only one counts")
    if share is None:
        return Reduced(None, f"{UNEXPLAINED}; if it takes one row a call, say reduction=single", tuple(found))
    found += _derivatives(both, share, [1.0], slack)
    if first.unread:
        found.append(RowFinding("gradient", "shape", f"{first.unread} for {len(ones)} rows: not compared", False))
    what = RowReduction.ELEMENTS if share.kind is RowReduction.MEAN and not whole else share.kind
    scaled = ""
    if weights and not any(f.decides for f in found):
        weighed = [called([pair[k] for pair in pairs], WEIGHTS[: len(pairs)]) for k in (0, 1)]
        share, more = _weighted(weighed, slack)
        found += more
        if share is not None and not any(f.decides for f in more):
            exact = not first.valued or _off(weighed[0], share) <= slack
            found += _nothing(called, both[0].rows, outer, share, slack, reference, exact)
            what = share.kind if share.kind is not RowReduction.MEAN else what
            scaled = _listed(first)
    found += _empty(call, what)
    return Reduced(what, SAID[what], tuple(found), scaled)


def _listed(seen: Batched) -> str:
    there = [("value", seen.valued), ("gradient", seen.gradient is not None), ("Hessian", seen.hessian is not None)]
    names = [name for name, is_there in there if is_there]
    return f"{', '.join(names[:-1])} and {names[-1]} alike" if len(names) > 1 else f"the {names[0]}"


def _single(why: str) -> Reduced:
    return Reduced(RowReduction.SINGLE, SAID[RowReduction.SINGLE], (RowFinding("value", "single", why, False),))


def _pairs(reference: LossReference, groups: Sequence[Sequence[Compared]]) -> list[tuple[Compared, Compared]]:
    """Rows of two batches, of which those in the same place differ in predictions only: of moderate size, if possible."""
    kept = [[c for c in rows if _usable(c)] for rows in groups]
    for some in ([[c for c in rows if 1e-3 < abs(c.seen.value) < 1e4] for rows in kept], kept):
        pairs = [
            (rows[k], rows[k + 1])
            for k in range(0, max(map(len, some), default=0), 2)
            for rows in some
            if k + 1 < len(rows)
        ]
        taken = {len(reference.predictions), reference.classes}
        count = next(c for c in COUNTS if c not in taken)
        if len(pairs) >= count:
            return pairs[:count]
    return pairs[: len(WEIGHTS)]


def _usable(c: Compared) -> bool:
    """Is it a row that tells something: with a finite value and finite derivatives, and no kink?"""
    slopes = [*(c.seen.gradient or {}).values(), *(c.seen.hessian or {}).values()]
    smooth = c.truth is not None and (c.truth.first is not None or not slopes)
    return (c.finite or not c.seen.valued) and smooth and all(map(math.isfinite, slopes))


# ---- values ----------------------------------------------------------------------------------------------------------


def _shares(batch: _Batch, powers: Sequence[float], kinds: Sequence[RowReduction]) -> Iterator[_Share]:
    for power in powers:
        raised = [w**power for w in batch.weights]
        for kind in kinds:
            below = {RowReduction.MEAN: len(raised), RowReduction.WEIGHTED: math.fsum(raised)}.get(kind, 1)
            yield _Share(kind, power, tuple(w / below for w in raised))


def _kinds(batch: _Batch) -> list[RowReduction]:
    """What may have become of the rows, by how much came back."""
    if not batch.seen.valued:
        kinds = [RowReduction.NONE, RowReduction.MEAN]
    elif batch.each is not None:
        kinds = [RowReduction.NONE]
    else:
        kinds = [RowReduction.SUM, RowReduction.MEAN] if len(batch.seen.values) == 1 else []
    even = len(set(batch.weights)) == 1
    return kinds if even or RowReduction.MEAN not in kinds else [*kinds, RowReduction.WEIGHTED]


def _value(both: Sequence[_Batch], slack: float, powers: Sequence[float]) -> tuple[_Share | None, list[RowFinding]]:
    """How the rows count in the value, and what is wrong with it; for what has no value, in the gradient."""
    batch = both[0]
    shares = [*_shares(batch, powers, _kinds(batch))]
    if not batch.seen.valued:
        fitting = [s for s in shares if all(_fits(b, s, "gradient", slack) for b in both)]
        return (fitting[0], []) if fitting else (None, [_mixed(both, "gradient")])
    offs = [(max(_off(b, s) for b in both), s) for s in shares]
    offs += [(_moves(both, s), s) for s in shares]
    for level, bound in ((0, slack), *((level, 10.0**-level) for level in NEAR)):
        for off, share in offs:
            if off <= bound:
                near = f"it is {SAID[share.kind]} only to within 1e-{level}"
                return share, [RowFinding("value", "approximate", near)] if level else []
    return None, [_mixed(both, "value")]


def _terms(batch: _Batch, share: _Share) -> tuple[list[float], list[float]]:
    """What each row should bring, and how large that is."""
    terms = [a * c.seen.value for a, c in zip(share.of, batch.rows, strict=True)]
    sizes = [
        abs(a) * (abs(c.seen.value) + (c.scale if math.isfinite(c.scale) else 0.0))
        for a, c in zip(share.of, batch.rows, strict=True)
    ]
    return terms, sizes


def _off(batch: _Batch, share: _Share) -> float:
    """How far the value is from what the rows should bring, relative to its size: of each row, or of all."""
    terms, sizes = _terms(batch, share)
    if share.kind is RowReduction.NONE and batch.each is not None:
        return max(map(_relative, (v - t for v, t in zip(batch.each, terms, strict=True)), sizes))
    return _relative(batch.seen.values[0] - math.fsum(terms), math.fsum(sizes))


def _moves(both: Sequence[_Batch], share: _Share) -> float:
    """The same of how the value moves between two batches of the same data: what a constant explains does not move."""
    terms, sizes = ([*of] for of in zip(*(_terms(b, share) for b in both), strict=True))
    seen = [b.each or () if share.kind is RowReduction.NONE else b.seen.values for b in both]
    if share.kind is not RowReduction.NONE:
        terms, sizes = [[math.fsum(t)] for t in terms], [[math.fsum(s)] for s in sizes]
    gaps = [_relative((v - w) - (t - u), a + b) for v, w, t, u, a, b in zip(*seen, *terms, *sizes, strict=True)]
    return max(gaps, default=math.inf)


def _relative(gap: float, size: float) -> float:
    if math.isnan(gap):
        return math.inf
    return abs(gap) / size if size else (math.inf if gap else 0.0)


def _alone(batch: _Batch, slack: float) -> bool:
    """Is the value that of one row alone?"""
    alone = [_Share(RowReduction.SUM, 1.0, tuple(float(k == j) for j in range(len(batch.rows)))) for k in (0, -1)]
    alone[1] = replace(alone[1], of=tuple(reversed(alone[0].of)))
    return len(batch.seen.values) == 1 and any(_off(batch, s) <= slack for s in alone)


def _mixed(both: Sequence[_Batch], quantity: str) -> RowFinding:
    """What several rows give that is no reduction of them."""
    batch, count = both[0], len(both[0].rows)
    seen = batch.seen
    if quantity != "value":
        return RowFinding(quantity, "mixed", f"no reduction of the rows explains the {quantity} of {count} rows")
    if batch.each is not None:
        terms, sizes = _terms(batch, next(_shares(batch, [1.0], [RowReduction.NONE])))
        gaps = [_relative(v - t, s) for v, t, s in zip(batch.each, terms, sizes, strict=True)]
        k = gaps.index(max(gaps))
        weight = "" if len(set(batch.weights)) == 1 else f" weighs {batch.weights[k]:g} and"
        alone = batch.rows[k].seen.value
        text = f"row {k + 1} of {count}{weight} has the value {batch.each[k]!r}, and alone {alone!r}"
    elif len(seen.values) != 1:
        text = f"{count} rows give an array of shape {seen.shape}"
        if seen.shape == (count, count):
            text += ": each row meets all rows, as (n,) and (n, 1) broadcast"
    else:
        total = math.fsum(_terms(batch, next(_shares(batch, [1.0], [RowReduction.SUM])))[0])
        shown = [f"{x:.6g}" for x in (seen.values[0], total, total / count)]
        text = f"{count} rows give {shown[0]}, where those one by one have the sum {shown[1]} and the mean {shown[2]}"
    return RowFinding("value", "mixed", text)


# ---- derivatives and weights -----------------------------------------------------------------------------------------


def _fits(batch: _Batch, share: _Share, quantity: str, slack: float) -> bool:
    """Does each row count so in a derivative? What is lost where two numbers nearly cancel is lost in a batch as well."""
    close = max(CLOSE, slack)
    for _, alone, seen in batch.entries(quantity):
        terms = [a * g for a, g in zip(share.of, alone, strict=True)]
        least = close * 2.0**-8 * max(map(abs, terms), default=0.0)
        if not all(abs(v - t) <= close * abs(t) + least for v, t in zip(seen, terms, strict=True)):
            return False
    return True


def _derivatives(both: Sequence[_Batch], share: _Share, powers: Sequence[float], slack: float) -> list[RowFinding]:
    """Where derivatives do not count the rows as the value does."""
    found = []
    for quantity in ("gradient", "hessian"):
        if all(_fits(b, share, quantity, slack) for b in both):
            continue
        kinds = [RowReduction.SUM, RowReduction.MEAN, RowReduction.WEIGHTED]
        other = next(
            (s for s in _shares(both[0], powers, kinds) if all(_fits(b, s, quantity, slack) for b in both)), None
        )
        found.append(_unlike(both, quantity, share, other))
    return found


def _unlike(both: Sequence[_Batch], quantity: str, share: _Share, other: _Share | None) -> RowFinding:
    word, base = ("Hessian" if quantity == "hessian" else quantity), ("value" if both[0].seen.valued else "gradient")
    if other is None:
        return replace(_mixed(both, quantity), text=f"no reduction explains its {word} of {len(both[0].rows)} rows")
    if other.power != share.power:
        what = POWERS[other.power]
        return RowFinding(quantity, what, f"its {word} {what}, and its {base} is scaled by them")
    own = "each row has its own"
    theirs, mine = (own if s.kind is RowReduction.NONE else f"it is {SAID[s.kind]}" for s in (other, share))
    return RowFinding(quantity, other.kind.value, f"for its {word} {theirs}, for its {base} {mine}")


def _weighted(both: Sequence[_Batch], slack: float) -> tuple[_Share | None, list[RowFinding]]:
    """How weighted rows count, and what is wrong with it."""
    if both[0].seen.raised:
        return None, [RowFinding("value", "raised", f"with weights it raises {both[0].seen.raised}")]
    share, found = _value(both, slack, [*POWERS])
    if share is None:
        text = f"it is not scaled by the weights: {found[0].text}"
        return None, [RowFinding(found[0].quantity, "weights", text)]
    if share.power != 1:
        what, quantity = POWERS[share.power], "value" if both[0].seen.valued else "gradient"
        return share, [RowFinding(quantity, what, f"its {quantity} {what}")]
    return share, found + _derivatives(both, share, [*POWERS], slack)


def _nothing(
    called: Called,
    rows: Sequence[Compared],
    outer: Sequence[Compared],
    share: _Share,
    slack: float,
    reference: LossReference,
    exact: bool,
) -> Iterator[RowFinding]:
    """What a row of weight 0 leaves behind: a moderate one, and one whose loss is not finite."""
    lost = sorted(filter(_lost, outer), key=lambda c: math.isnan(_odd(c)))  # infinite ones before those that are nan
    for odd in (None, *lost[:1]):
        weights = [0.0 if k == 1 else w for k, w in enumerate(WEIGHTS[: len(rows)])]
        batch = called([odd if odd and k == 1 else c for k, c in enumerate(rows)], weights)
        plain = replace(batch, rows=tuple(rows))  # the row that weighs nothing may as well be a moderate one
        same = next(s for s in _shares(plain, [1.0], [share.kind]))
        fewer = (
            len(rows) / (len(rows) - 1) if share.kind is RowReduction.MEAN else 1.0
        )  # the mean of the others is one too
        came = _left(plain, same, slack, exact)
        came = came and _left(plain, replace(same, of=tuple(fewer * a for a in same.of)), slack, exact)
        quantity = "value" if batch.seen.valued else "gradient"
        if came and odd is None:
            yield RowFinding(quantity, "weight 0", f"a row of weight 0 {came}")
            return
        if odd is not None and came:
            places = [*zip(reference.inputs, odd.point, strict=True)][:-1]  # the weight is the last of them
            point = ", ".join(f"{i.name} = {x!r}" for i, x in places)
            yield RowFinding(
                quantity, "nan", f"a row of weight 0 {came}, at {point}, where it gives {_odd(odd)!r}", False
            )


def _left(batch: _Batch, share: _Share, slack: float, exact: bool) -> str:
    """What a row of weight 0 does to the others; "" where it does nothing."""
    seen = batch.seen
    if seen.raised:
        return f"raises {seen.raised}"
    slopes = [v for quantity in ("gradient", "hessian") for _, _, them in batch.entries(quantity) for v in them]
    if any(map(math.isnan, (*seen.values, *slopes))):
        return "leaves nan behind"
    right = not seen.valued or not exact or _off(batch, share) <= slack
    return "" if right and all(_fits(batch, share, q, slack) for q in ("gradient", "hessian")) else "changes the others"


def _lost(c: Compared) -> bool:
    """Is what came back not finite?"""
    return not c.seen.raised and not math.isfinite(_odd(c))


def _odd(c: Compared) -> float:
    """The value, or for what has none the first entry of the gradient that is not finite."""
    slopes = [*(c.seen.gradient or {}).values()]
    return c.seen.value if c.seen.valued else next((g for g in slopes if not math.isfinite(g)), 0.0)


def _empty(call: BatchAdapter, kind: RowReduction) -> Iterator[RowFinding]:
    """What an empty batch gives: nothing, the sum 0, and of a mean whatever it is."""
    seen = call([])
    if seen.raised:
        yield RowFinding("value", "empty", f"an empty batch raises {seen.raised}", False)
    elif seen.valued and kind is not RowReduction.NONE:
        total = math.fsum(seen.values) if all(map(math.isfinite, seen.values)) else math.nan
        if kind is RowReduction.SUM and total != 0:
            yield RowFinding("value", "empty", f"an empty batch gives {seen.values[0]!r}, where the sum is 0")
        elif kind is not RowReduction.SUM:
            yield RowFinding("value", "empty", f"an empty batch gives {seen.values[0]!r}", False)


def as_demanded(found: Reduced, claim: str) -> Reduced:
    """What was found beside what is claimed, which is "" where nothing is."""
    wanted = demanded(claim)
    if wanted is None or found.kind is wanted:
        return found
    word = SAID[found.kind] if found.kind is not None else found.text
    finding = RowFinding("value", found.kind.value if found.kind else "mixed", f"claimed: {claim}; it is {word}")
    return replace(found, found=(finding, *found.found))


def rows_as_data(found: Reduced) -> Mapping[str, Any]:
    """As plain data."""
    return {
        "kind": None if found.kind is None else found.kind.value,
        "text": found.text,
        "weighted": found.weighted,
        "found": [{"quantity": f.quantity, "what": f.what, "text": f.text, "decides": f.decides} for f in found.found],
    }
