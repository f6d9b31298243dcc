"""`check_loss`: an implementation held to the loss that it claims to be, and the report of what came of it."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations
from random import Random
from time import monotonic
from typing import Any

from properties.conformance.accuracy import ULPS, Deviation, Output, deviations
from properties.conformance.calling import (
    Adapter,
    Implementation,
    Observed,
    adapter_of,
    batches,
    name_of,
    observer,
    refusal,
)
from properties.conformance.calls import CallLog, Tell, TooSlow, logged
from properties.conformance.compared import Compared, compare_groups, finite, float_of
from properties.conformance.curvature import PLAIN, Curvature, HessianClaim, curvature, hessian_claim
from properties.conformance.guessing import guessed
from properties.conformance.inputs import (
    FLOAT32,
    GROUPS,
    PREDICTIONS,
    TYPES,
    FloatType,
    core,
    extremes,
    surroundings,
)
from properties.conformance.literals import jumps, landmarks, literals
from properties.conformance.reading import Reading, bind, weighed
from properties.conformance.reasons import explained, reason_of_difference
from properties.conformance.reductions import Reduced, as_demanded, demanded, reduced
from properties.conformance.reference import LossReference, Referable, implied_classes, reference
from properties.conformance.relation import Likeness, Related, at_least
from properties.conformance.shrinking import SECONDS, shrunk
from properties.conformance.signatures import arguments
from properties.conformance.slopes import relation_of, slopes_differ
from properties.conformance.stated import stated
from properties.conformance.strays import strays
from properties.errors import InputError

GAP = 1e-3  # relative, of a case of a difference

SECONDS_OF_CALLS = 60.0  # for the calls at all points; as much again for the search of a reading
SECONDS_AGAIN = 5.0  # for the second calls at the same points
FEWEST = 12  # certified points of the core, without which nothing is said


@dataclass(frozen=True)
class Conformance:
    """What came of holding an implementation to a loss.

    Attributes: `name` of the implementation, `reference` and `reading` as they were understood; `related`, the relation that
    was found, `claim`, the one that was claimed; `points`, how many were certified, `judged`, how many of these lie in the
    core, `undecided`, how many were not; `worst`, the worst error of each quantity in the core; `blamed`, of those beyond
    the bar the worst, and errors around the core that are none of digits; `edges`, one case each; `case`, of a different
    one: the points at which it differs, two where a constant is allowed, three with a factor; `rows`, what becomes of
    several rows, None where that was not looked at; `notes`, what else was seen of its calls;
    `curvature`, what is claimed and found of the Hessian; `unmet`, what does not hold of a factor or constant that are
    claimed by name; `others`, what came of it in numbers of further types; `why` the
    relation is no better, where that is recognised.
    """

    name: str
    reference: LossReference
    reading: Reading
    kind: FloatType
    related: Related
    claim: Likeness
    points: int
    judged: int
    undecided: int
    worst: Mapping[Output, Deviation]
    blamed: tuple[Deviation, ...]
    edges: tuple[Deviation, ...]
    case: tuple[Compared, ...] = ()
    rows: Reduced | None = None
    notes: tuple[str, ...] = ()
    curvature: Curvature = PLAIN
    unmet: str = ""
    why: str = ""
    others: tuple[Conformance, ...] = ()

    def __str__(self) -> str:
        from properties.conformance.report import text

        return text(self)

    @property
    def holds(self) -> bool:
        """Is the relation as claimed, no error of the core beyond the bar, and several rows what one is, in each type?"""
        return self.holds_here and all(other.holds for other in self.others)

    @property
    def holds_here(self) -> bool:
        """The same in numbers of its own type."""
        as_claimed = at_least(self.related, self.claim) and not self.unmet
        return as_claimed and not self.blamed and not (self.rows and self.rows.blamed)


class ConformanceError(AssertionError):
    """An implementation is not the loss that it claims to be; the text is the report."""

    def __init__(self, report: Conformance) -> None:
        super().__init__(str(report))
        self.report = report

    def __reduce__(self) -> tuple[type[ConformanceError], tuple[Conformance]]:
        return type(self), (self.report,)


def loss_report(
    function: Callable[..., Any],
    of: Referable,
    *,
    dtypes: str | Sequence[str] = "float64",
    **options: Any,
) -> Conformance:
    """What an implementation is, beside the loss of a family, a regression, the end of a chain, or an expression.

    Arguments: `function`, called with its arguments by name; `reading`, which argument is which input of the loss, or what
    an input is in the arguments (searched where it is left out); `given`, further arguments; `claim`, the weakest relation
    that will do: equal, constant or factor; `factor` and `constant`, which ones are claimed: a number, and an expression in
    the arguments; `derivatives`, 0 to 2; `hessian`, what is claimed of it: equal, at-least, factor or none; `ulps`, the bar
    of what is blamed; `within`, the declared range of an argument; `dtypes`, the types of its numbers: float64, float32 or
    both; `examples`, how many points, and up to a quarter more at numbers in its code; `classes`, of a sum over classes (if
    omitted, as many as a vector of the reading has numbers, else 2 to 5); `sign`, -1 of a log-likelihood; `library`, the
    adapter; `reduction`, what becomes of several rows: none, sum, mean, batchmean, weighted-mean or single, for one row a
    call (found where it is left out); `weights`, the argument of the weights of the rows; `seed`: the same looks at the same
    points; `seconds`, after which no further points are called, and within which each call returns; `tell`, told how many
    of how many were; `name`, of the function in the report.
    Raises InputError where the reading does not fit, or where the implementation cannot be called.
    """
    names = tuple(dict.fromkeys([dtypes] if isinstance(dtypes, str) else dtypes))
    if not names or set(names) - set(TYPES):
        raise InputError(f"dtypes={dtypes!r}: each is one of {', '.join(TYPES)}.")
    known = [*(_report.__kwdefaults__ or {}), "dtypes"]
    for option in set(options) - set(known):
        raise InputError(f"{option}={options[option]!r}: there is no such option; there are {', '.join(known)}.")
    first, *others = [_report(function, of, name, **options) for name in sorted(names, key=list(TYPES).index)]
    return replace(first, others=tuple(others))


def _report(
    function: Callable[..., Any],
    of: Referable,
    dtype: str,
    *,
    reading: Mapping[Any, Any] | str | None = None,
    given: Mapping[str, Any] | None = None,
    claim: Likeness | str = Likeness.CONSTANT,
    derivatives: int = 2,
    ulps: float = ULPS,
    within: Mapping[str, tuple[float, float]] | None = None,
    examples: int = 800,
    classes: int = 0,
    sign: int = 1,
    library: str = "",
    hessian: HessianClaim | str | None = HessianClaim.EQUAL,
    factor: Any = None,
    constant: Any = None,
    reduction: str = "",
    weights: str = "",
    seed: int = 0,
    seconds: float = SECONDS_OF_CALLS,
    tell: Tell | None = None,
    name: str = "",
) -> Conformance:
    """`loss_report` in numbers of one type."""
    if derivatives not in (0, 1, 2):
        raise InputError(f"derivatives={derivatives!r}: it is 0, 1 or 2.")
    claim = _claimed(claim)
    demanded(reduction)
    bends = hessian_claim(hessian)
    derivatives = min(derivatives, 1) if bends is HessianClaim.NONE else derivatives
    kind, random = TYPES[dtype], Random(f"{seed}")
    if not seconds > 0:
        raise InputError(f"seconds={seconds!r}: a time that is positive.")
    held = reference(of, classes=classes or implied_classes(reading, seed))
    with logged(CallLog(seconds, strict=True, longest=seconds)):
        bound = _read(function, held, reading, given or {}, library, sign, weights, name)
    loss = bound.bound
    _ranges(loss, within or {})
    made = Implementation(function, bound, dict(given or {}), dtype, sign, derivatives, name)
    observe = observer(made, library)
    log = CallLog(seconds, longest=seconds, tell=tell)
    count = max(2, min(GROUPS, examples // 12))
    groups = [[p for p in g if _inside(loss, p, within)] for g in core(loss, kind, random, count, within)]
    around = [
        [p for p in g if _inside(loss, p, within)] for g in surroundings(loss, kind, random, max(1, count // 2), within)
    ]
    rest = max(0, examples - PREDICTIONS * (len(groups) + len(around)))
    written = literals(function, given or {})
    marks = [*landmarks(loss, kind, Random(f"{seed} literals"), written, examples // 4, within)]
    far = [p for p in extremes(loss, kind, random, rest) if _inside(loss, p, within)]
    marked = [[p for p in group if _inside(loss, p, within)] for mark in marks for group in mark.groups]
    log.total = sum(map(len, [*groups, *around, *marked])) + len(far)
    with logged(log):
        *looked, outer = compare_groups(loss, observe, [*groups, *around, *marked, far])
    wide, beside = looked[len(groups) :][: len(around)], looked[len(groups) + len(around) :]
    looked = looked[: len(groups)]
    if log.left and sum(map(len, looked)) < FEWEST:
        raise InputError(
            f"{made.name} takes {log.spent / log.done:.2g} s a call: at {sum(map(len, looked))} points within "
            f"{seconds:g} s, too few to say anything; give it more seconds."
        )
    if sum(map(len, looked)) < FEWEST:
        raise InputError(
            f"{made.name}: too few moderate points could be certified, or lie within={within}: nothing is said."
        )
    raised = [c.seen.raised for group in looked for c in group]
    if raised and all(raised):
        names = [i.name for i in loss.inputs]
        several = [dict(zip(names, c.point, strict=True)) for group in looked for c in group]
        raise InputError(refusal(made, library, several, raised[0]))
    with logged(CallLog(SECONDS_AGAIN, longest=seconds)):
        _same_twice(made, library, observe, [c for group in looked for c in group][:FEWEST])
    related = relation_of(loss, looked, kind)
    inner = [c for group in looked for c in group]
    related, unmet = stated(loss, looked, related, kind, factor, constant)
    counted = related
    bent = curvature(bends, deviations(loss, inner, kind, related), related.factor)

    def judged(rows: Sequence[Compared]) -> list[Deviation]:
        return bent.judged(deviations(loss, rows, kind, counted), loss, rows, kind)

    for mark in marks:
        these, beside = beside[: len(mark.groups)], beside[len(mark.groups) :]
        there = [c for group in these for c in group]
        if mark.far and not jumps(judged(there), kind):
            outer += there
        else:
            wide += these
    nearby = [c for group in wide for c in group]
    found, beyond = judged(inner), judged([*outer, *nearby])
    stray = [*strays(judged(nearby), kind)]
    deciding = Output.GRADIENT if related.by_gradient else Output.VALUE
    astray = next((e for e in stray if e.output is deciding), None)
    if astray is not None and at_least(related, claim):  # the same in the core, and another function around it
        related = Related(Likeness.DIFFERENT, None, None, worst=astray.at, by_gradient=related.by_gradient)
        looked = wide
    if bound.near and at_least(related, claim):  # what no search confirmed passes for nobody
        said = ", ".join(f"{k}={v}" for k, v in bound.said.items())
        raise InputError(
            f"{made.name}: no reading was confirmed that makes it {loss.name}. If it is meant, say "
            f'reading="{said}", or --map.'
        )
    worst: dict[Output, Deviation] = {}
    for error in found:
        if error.edge is None and (error.output not in worst or error.blamed > worst[error.output].blamed):
            worst[error.output] = error
    bad = [e for e in worst.values() if e.blamed > ulps] if related.kind is not Likeness.DIFFERENT else []
    bad += [e for e in found if e.edge is not None][:1] if related.kind is not Likeness.DIFFERENT else []
    already = {deciding, *(e.output for e in bad)}
    bad += [e for e in stray if e.output not in already][:1] if related.kind is not Likeness.DIFFERENT else []
    edges: dict[Any, Deviation] = {}
    for error in sorted(beyond, key=lambda e: math.isinf(e.blamed)):  # beside a truth of 0 units tell nothing
        if error.edge is not None or error.blamed > ulps:
            edges.setdefault((error.output, error.edge), error)

    def inside(point: Sequence[float]) -> bool:
        return _inside(loss, point, within)

    @cache
    def asked(output: Output) -> Adapter:
        """How it is called for one quantity alone: further derivatives cost more."""
        return observer(replace(made, derivatives=min(derivatives, [*Output].index(output))), library)

    told = [*bad, *edges.values()]
    with logged(CallLog(SECONDS, longest=seconds)):
        end = monotonic() + SECONDS
        for k, error in enumerate(told):
            left = (end - monotonic()) / (len(told) - k)
            told[k] = explained(loss, asked(error.output), error, inner, counted, kind, ulps, judged, inside, left)
    why = "" if related.exact else reason_of_difference(loss, looked, kind, related)
    case: tuple[Compared, ...] = ()
    if related.worst is not None:
        plain = observer(replace(made, derivatives=0), library) if related.worst.seen.valued else observe
        with logged(CallLog(SECONDS, longest=seconds)):
            case = _smallest(loss, plain, looked, related.worst, claim, inside) or (related.worst,)
    for c, other in combinations(case, 2):
        if c.point == other.point:  # what is one point gave two values
            point = dict(zip([i.name for i in loss.inputs], c.point, strict=True))
            raise _random(made, point, repr(c.seen.value), repr(other.seen.value))
    rows = None
    call = batches(made, library) if related.kind is not Likeness.DIFFERENT and reduction != "single" else None
    if call is not None:
        rowwise = bool(bound.vectors) and getattr(adapter_of(function, library), "TRACED", False)
        whole = not loss.classes or related.factor is None or related.factor * loss.classes != 1
        with logged(CallLog(longest=seconds)):
            found_rows = reduced(loss, call, looked, outer, kind, weights=weights, rowwise=rowwise, whole=whole)
        rows = as_demanded(found_rows, reduction)
    with logged(CallLog(min(SECONDS_AGAIN, log.spent), longest=seconds)):  # once more, after all other calls
        _same_twice(made, library, observe, inner)
    points = len(inner) + len(nearby) + len(outer)
    return Conformance(
        made.name, loss, bound, kind, related, claim, points, len(inner), log.total - points - log.left,
        worst, tuple(told[: len(bad)]), tuple(told[len(bad) :]), case, rows,
        (*log.notes(), *_returned(looked, kind, related)), bent, unmet, why,
    )  # fmt: skip


def first_seen(
    function: Callable[..., Any],
    of: Referable,
    *,
    reading: Mapping[Any, Any] | str | None = None,
    given: Mapping[str, Any] | None = None,
    classes: int = 0,
    sign: int = 1,
    library: str = "",
    derivatives: int = 2,
    weights: str = "",
    seconds: float = SECONDS_OF_CALLS,
    **_: Any,
) -> Observed:
    """What an implementation returns at one moderate point. Arguments and errors as in `loss_report`."""
    held = reference(of, classes=classes or implied_classes(reading))
    with logged(CallLog(longest=seconds)):
        bound = _read(function, held, reading, given or {}, library, sign, weights)
        made = Implementation(function, bound, dict(given or {}), "float64", sign, derivatives)
        point = next(core(bound.bound, TYPES["float64"], Random(0), 1))[0]
        return observer(made, library)([{i.name: x for i, x in zip(bound.bound.inputs, point, strict=True)}])[0]


def _read(
    function: Callable[..., Any],
    held: LossReference,
    reading: Mapping[Any, Any] | str | None,
    given: Mapping[str, Any],
    library: str,
    sign: int,
    weights: str,
    name: str = "",
) -> Reading:
    """How the arguments are read, with a weight of 1 where there is one. Raises InputError."""
    if reading is not None:
        bound = bind(held, reading)
    else:
        required = weights and weights in arguments(function, given)
        try:
            bound = guessed(function, held, {**given, weights: 1.0} if required else given, library, sign, name)
        except TooSlow as slow:
            raise InputError(
                f"{name or name_of(function)}: {slow}, too long for its reading to be searched: say reading={{...}}."
            ) from None
    return weighed(bound, weights) if weights else bound


def _same_twice(made: Implementation, library: str, observe: Adapter, rows: Sequence[Compared]) -> None:
    """Look whether points give what they gave. Raises InputError where the function is random."""
    if getattr(adapter_of(made.function, library), "TRACED", False):
        return
    names = [i.name for i in made.reading.bound.inputs]
    points = [dict(zip(names, c.point, strict=True)) for c in rows]
    for c, point, again in zip(rows, points, observe(points), strict=True):
        if again.left:
            break
        for what, first, second in zip(
            ("", "a gradient ", "a Hessian "), _numbers(c.seen), _numbers(again), strict=True
        ):
            changed = [pair for pair in zip(first, second, strict=False) if not _alike(*pair)]
            if again.raised != c.seen.raised or changed:
                came = [c.seen.raised, again.raised] if not changed else [*map(repr, changed[0])]
                raise _random(made, point, *(f"{what}{one or 'a value'}" for one in came))


def _random(made: Implementation, point: Mapping[str, float], first: str, second: str) -> InputError:
    at = ", ".join(f"{name} = {x!r}" for name, x in point.items())
    return InputError(f"{made.name} is random: at {at} it gave {first}, and then {second}; seed it.")


def _numbers(seen: Observed) -> tuple[list[float], list[float], list[float]]:
    """Value, gradient and Hessian."""
    return [seen.value] if seen.valued else [], [*(seen.gradient or {}).values()], [*(seen.hessian or {}).values()]


def _alike(x: float, y: float) -> bool:
    """Are they the same number, up to the rounding of another order of summation?"""
    return x == y or (math.isnan(x) and math.isnan(y)) or abs(x - y) <= 1e-12 * max(abs(x), abs(y)) < math.inf


def _returned(groups: Sequence[Sequence[Compared]], kind: FloatType, related: Related) -> tuple[str, ...]:
    """What is to be told of the type of what came back."""
    types = {c.seen.dtype for rows in groups for c in rows} - {"", kind.name}
    if len(types) != 1:
        return ()
    (dtype,) = types
    if dtype.startswith(("int", "uint")) and not at_least(related, Likeness.FACTOR):
        return (f"it returns {dtype}: what follows the decimal point is cut off",)
    return (f"it returns {dtype} where it was given {kind.name}",) if dtype in TYPES and kind is not FLOAT32 else ()


def check_loss(function: Callable[..., Any], of: Referable, **options: Any) -> Conformance:
    """`loss_report`, as an assertion: the report where it conforms. Raises ConformanceError, whose text is the report."""
    report = loss_report(function, of, **options)
    if not report.holds:
        raise ConformanceError(report)
    return report


def _claimed(claim: Likeness | str) -> Likeness:
    """A relation that may be claimed. Raises InputError."""
    found = {c.value: c for c in Likeness if c is not Likeness.DIFFERENT}
    named = claim.value if isinstance(claim, Likeness) else claim
    if named not in found:
        raise InputError(f"claim={named!r}: it is one of {', '.join(found)}.")
    return found[named]


def _ranges(loss: LossReference, within: Mapping[str, tuple[float, float]]) -> None:
    """Raises InputError where a declared range is none, or is that of no argument."""
    names = [i.name for i in loss.inputs]
    for name, (low, high) in within.items():
        if name not in names:
            raise InputError(
                f"within={{{name!r}: ...}}: there is no {name} in the reading; there are {', '.join(names)}."
            )
        if not low <= high:
            raise InputError(f"within={{{name!r}: ({low}, {high})}}: say the lower end first.")


def _inside(loss: LossReference, point: Sequence[float], within: Mapping[str, tuple[float, float]] | None) -> bool:
    ranges = within or {}
    return all(
        i.name not in ranges or ranges[i.name][0] <= x <= ranges[i.name][1]
        for i, x in zip(loss.inputs, point, strict=True)
    )


def _smallest(
    loss: LossReference,
    observe: Adapter,
    groups: Sequence[Sequence[Compared]],
    worst: Compared,
    claim: Likeness,
    inside: Callable[[Sequence[float]], bool],
) -> tuple[Compared, ...]:
    """Simple points at which the two differ, in a way that nothing that is claimed explains.

    One where they are claimed to be equal; two that differ in the predictions where a constant is allowed, three where a
    factor is allowed as well. Where there are no values, one at which the derivatives differ.
    """
    if not worst.seen.valued:
        return tuple(shrunk(loss, observe, [worst], lambda rows: all(slopes_differ(loss, c) for c in rows), inside))
    count = 1 + min(list(Likeness).index(claim), list(Likeness).index(Likeness.FACTOR))
    found = [(_unlike(rows), rows) for group in groups for rows in combinations(finite(group), count)]
    gap, bad = max(found, key=lambda one: one[0], default=(0.0, ()))
    least = min(GAP, gap / 2)
    return tuple(shrunk(loss, observe, bad, lambda rows: _unlike(rows) > least, inside)) if gap else ()


def _unlike(rows: Sequence[Compared]) -> float:
    """How far the returned values move otherwise than the truth between these points, relative to their sizes."""
    if not all(c.finite for c in rows):
        return 0.0
    seen = [c.seen.value for c in rows]
    true = [float_of(c.truth.value) for c in rows if c.truth is not None]
    if len(rows) == 1:
        return _relative(seen[0] - true[0], seen[0], true[0])
    size = [max(map(abs, them)) for them in (seen, true)]
    moved, meant = ([v - them[0] for v in them[1:]] for them in (seen, true))
    if len(rows) == 2:
        return _relative(moved[0] - meant[0], *size)
    one, other = moved[0] * meant[1], moved[1] * meant[0]
    return _relative(one - other, size[0] * size[1])


def _relative(gap: float, *sizes: float) -> float:
    size = max(map(abs, sizes))
    return abs(gap) / size if 0 < size < math.inf else 0.0
