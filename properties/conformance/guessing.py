"""Which argument of an implementation is which input of a loss, where nobody says so: every reading is tried.

Floats at a few points sort the readings out, balls confirm those that are left; none is asserted that they do not confirm.
Where several fit, the names of the arguments decide between a datum and its location; where they do not, that is an error.
"""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from fractions import Fraction
from itertools import combinations, permutations, product
from random import Random
from typing import Any, NamedTuple

from sympy import Symbol

from properties.conformance.calling import Adapter, Implementation, adapter_of, observer
from properties.conformance.compared import float_of
from properties.conformance.inputs import FLOAT64, core
from properties.conformance.reading import FORMS, Reading, Writing, bind, u
from properties.conformance.reference import Input, LossReference, Role
from properties.conformance.relation import Likeness
from properties.conformance.slopes import relation_of
from properties.errors import InputError
from properties.instances.numbers import NoValue, TooWide
from symbolic.core.domains import Domain, contains, elements, is_interval, subset

DATA = (
    "target",
    "y",
    "y_true",
    "label",
    "labels",
    "value",
    "x",
    "k",
    "n",
    "obs",
    "observed",
    "data",
    "actual",
    "truth",
)
GROUPS, CLOSE, CONFIRMING = 5, 1e-5, 20
MAX_READINGS = 20_000


class Guess(NamedTuple):
    """A reading: for each input, the argument and the form in which that is the input; `fixed`, those that are a number."""

    parts: tuple[tuple[Input, str, Writing], ...]
    fixed: tuple[tuple[Input, int], ...] = ()

    @property
    def reading(self) -> dict[str, Any]:
        """As `bind` takes it."""
        return {
            i.name: Symbol(name, real=True) if form.of == u else form.of.xreplace({u: Symbol(name, real=True)})
            for i, name, form in self.parts
        } | {i.name: x for i, x in self.fixed}

    def __str__(self) -> str:
        read = [f"{i.name} = {form.name.replace('u', name)}" for i, name, form in self.parts]
        return ", ".join([*read, *(f"{i.name} = {x}" for i, x in self.fixed)])


def arguments(function: Callable[..., Any], given: Mapping[str, Any]) -> tuple[str, ...]:
    """The arguments of a callable that have no value yet. Raises InputError where it does not tell them."""
    told = getattr(adapter_of(function), "arguments", None)
    names = told(function) if told is not None else None
    if names is not None:
        return tuple(name for name in names if name not in given)
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        raise InputError(f"{function!r} does not tell its arguments: say reading={{...}}.") from None
    return tuple(
        p.name
        for p in parameters
        if p.name not in given and p.default is p.empty and p.kind in (p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY)
    )


def optional(function: Callable[..., Any], given: Mapping[str, Any]) -> tuple[str, ...]:
    """The arguments of a callable that are numbers with a value of their own, or that are None unless they are given."""
    told = getattr(adapter_of(function), "OPTIONAL", None)
    if told is not None:
        return tuple(name for name in arguments(function, given) if name in told)
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return ()
    return tuple(
        p.name
        for p in parameters
        if p.name not in given
        and p.kind in (p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY)
        and not isinstance(p.default, bool)
        and (isinstance(p.default, int | float) or (p.default is None and p.name in DATA))
    )


def guessed(
    function: Callable[..., Any], reference: LossReference, given: Mapping[str, Any], library: str = "", sign: int = 1
) -> Reading:
    """The reading under which a callable is the loss of a reference, up to a constant and a factor.

    Raises InputError where none is, and where several are that mean different things: they are listed.
    """
    names, module = arguments(function, given), adapter_of(function, library)
    roles: tuple[str, str] | None = getattr(module, "ROLES", None)
    if roles is not None and (len(reference.inputs) > 2 or not module.VALUED):
        return _by_role(function, reference, given, roles, library, sign)
    more = optional(function, given)
    names = tuple(n for n in names if n not in more)
    lacking = len(reference.inputs) - len(names)
    if not 0 <= lacking <= len(more) + max(0, sum(i.role is not Role.DATUM for i in reference.inputs) - 1):
        raise InputError(
            f"{reference.name} has the inputs {_listed(i.name for i in reference.inputs)}, and the callable the arguments "
            f"{_listed((*names, *more))}: say reading={{...}}, and given={{...}} for what is fixed."
        )
    guesses = [g for some in combinations(more, min(lacking, len(more))) for g in _guesses(reference, (*names, *some))]
    fitting = _fitting(function, reference, guesses, given, library, sign)
    fitting = fitting or _fitting(function, reference, guesses, given, library, sign, scaled=True)
    if not fitting:
        raise InputError(f"no reading of {_listed(names)} makes it {reference.name}: say reading={{...}}.")
    chosen = _by_name(fitting)
    if len(chosen) > 1:
        lines = "".join(f"\n  {g}" for g in chosen)
        raise InputError(f"several readings make it {reference.name}: say which, by reading={{...}}.{lines}")
    reading = bind(reference, chosen[0].reading)
    made = Implementation(function, reading, dict(given), "float64", sign, 0)
    if not _confirmed(made, library):
        raise InputError(f"the reading {chosen[0]} fits roughly and is not confirmed: say reading={{...}}.")
    return reading


def _by_role(
    function: Callable[..., Any],
    reference: LossReference,
    given: Mapping[str, Any],
    roles: tuple[str, str],
    library: str,
    sign: int,
) -> Reading:
    """The reading in which one argument is the datum, and the other all predictions, in whatever form balls confirm."""
    data = [i for i in reference.inputs if i.role is Role.DATUM]
    known = [i.name for i in reference.inputs if i.role is Role.KNOWN]
    if len(data) != 1 or known or not reference.predictions:
        raise InputError(
            f"{reference.name} has the inputs {_listed(i.name for i in reference.inputs)}, and the callable the arguments "
            f"{_listed(roles)}: say reading={{...}}, with a number for what is known."
        )
    readings: list[dict[str, Any]] = []
    if len(reference.predictions) > 1:
        readings.append({roles[0]: data[0].name, roles[1]: [i.name for i in reference.predictions]})
    else:
        (moving,) = reference.predictions
        for form in _forms(moving):
            readings.append(Guess(((data[0], roles[0], _forms(data[0])[0]), (moving, roles[1], form))).reading)
    for stated in readings:
        reading = bind(reference, stated)
        if _confirmed(Implementation(function, reading, dict(given), "float64", sign, 2), library):
            return reading
    raise InputError(f"no reading of {_listed(roles)} makes it {reference.name}: say reading={{...}}.")


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names) or "none"


def _guesses(reference: LossReference, names: Sequence[str]) -> Iterator[Guess]:
    """Readings of as many inputs as there are arguments; where there are fewer, the others are 0, or 1 where that is none."""
    for held in combinations(
        [i for i in reference.inputs if i.role is not Role.DATUM], len(reference.inputs) - len(names)
    ):
        free = [i for i in reference.inputs if i not in held]
        if held and not any(i.role is Role.PREDICTION for i in free):
            continue
        forms = [_forms(i) for i in free]
        count = math.factorial(len(names)) * math.prod(map(len, forms))
        if count > MAX_READINGS:
            raise InputError(f"there are {count:,} readings of {_listed(names)}: say reading={{...}}.")
        fixed = tuple((i, 0 if contains(i.domain, Fraction(0)) else 1) for i in held)
        if not all(contains(i.domain, Fraction(x)) for i, x in fixed):
            continue
        for order in permutations(names):
            for chosen in product(*forms):
                yield Guess(tuple(zip(free, order, chosen, strict=True)), fixed)


def _forms(i: Input) -> list[Writing]:
    """The forms in which an input may be written, the plain one first."""
    plain = Writing("u", u, i.domain, FORMS[0][0].back)
    if i.role is Role.DATUM or not is_interval(i.domain):
        listed = elements(i.domain)
        signs = [FORMS[9][0]] if listed is not None and set(listed) == {0, 1} else []
        return [plain, *signs]
    return [plain, *(f for f, target in FORMS[1:] if subset(_hull(target), _hull(i.domain)) and target != _REALS)]


def _hull(domain: Domain) -> Any:
    return domain.hull if domain.hull is not None else domain


def _by_name(fitting: Sequence[Guess]) -> list[Guess]:
    """Those whose arguments are called as data are, if that decides; plain forms before others."""

    def rank(g: Guess) -> tuple[int, int]:
        data = sum(i.role is Role.DATUM and name.lower() in DATA for i, name, _ in g.parts)
        return -data, sum(form.of != u for _, _, form in g.parts)

    best = min(map(rank, fitting))
    return [g for g in fitting if rank(g) == best]


def _fitting(
    function: Callable[..., Any],
    reference: LossReference,
    guesses: Sequence[Guess],
    given: Mapping[str, Any],
    library: str,
    sign: int,
    scaled: bool = False,
) -> list[Guess]:
    """Those by which the values move as the truth does, roughly, at a few points. All are called at once.

    Where it is `scaled`, they may move so up to one positive factor.
    """
    left, factors = [*guesses], dict[int, float]()
    for group in core(reference, FLOAT64, Random(0), GROUPS):
        points = [{i.name: x for i, x in zip(reference.inputs, point, strict=True)} for point in group[:3]]
        truths: dict[tuple[tuple[Input, int], ...], list[float]] = {}
        calls: dict[tuple[str, ...], list[tuple[Guess, list[dict[str, float]]]]] = {}
        for g in left:
            if g.fixed not in truths:
                truths[g.fixed] = _truths(reference, points, g)
            with suppress(ValueError, ZeroDivisionError, OverflowError):
                called = [{name: form.back(p[i.name]) for i, name, form in g.parts} for p in points]
                calls.setdefault(tuple(sorted(name for _, name, _ in g.parts)), []).append((g, called))
        left = []
        for names, them in calls.items():
            inputs = tuple(Input(n, _REALS, Role.KNOWN) for n in names)
            plain = Reading({n: (n,) for n in names}, frozenset(), LossReference("", inputs, ()), {})
            observe = observer(Implementation(function, plain, dict(given), "float64", sign, 0), library)
            seen = _seen(observe, [called for _, called in them])
            for (g, _), row in zip(them, seen, strict=True):
                if scaled and id(g) not in factors:
                    factors[id(g)] = _ratio(row, truths[g.fixed])
                if row and _move(row, truths[g.fixed], factors.get(id(g), 1.0)):
                    left.append(g)
    return left


def _truths(reference: LossReference, points: Sequence[Mapping[str, float]], g: Guess) -> list[float]:
    fixed = {i.name: float(x) for i, x in g.fixed}
    try:
        return [float_of(reference.at([fixed.get(n, x) for n, x in p.items()], 0).value) for p in points]
    except (NoValue, TooWide):
        return []


def _seen(observe: Adapter, calls: Sequence[list[dict[str, float]]]) -> list[list[float]]:
    """The values at some points for each reading; none where one cannot be called so."""
    try:
        found = observe([point for points in calls for point in points])
    except InputError:
        return [_seen(observe, [points])[0] for points in calls] if len(calls) > 1 else [[]]
    rest = iter(found)
    return [[next(rest).value for _ in points] for points in calls]


def _ratio(seen: Sequence[float], truth: Sequence[float]) -> float:
    """How much further the values move than the truth, where that moves most; 0 where they do not move alike."""
    moves = [(v - seen[0], t - truth[0]) for v, t in zip(seen, truth, strict=False)]
    v, t = max(moves, key=lambda move: abs(move[1]), default=(0.0, 0.0))
    factor = v / t if t else 0.0
    return factor if 0 < factor < math.inf else 0.0


def _move(seen: Sequence[float], truth: Sequence[float], factor: float) -> bool:
    if not factor or len(seen) != len(truth):
        return False
    pairs = [(v, t) for v, t in zip(seen, truth, strict=True) if not v == t == math.inf]  # both outside of the support
    if not pairs:
        return True
    seen, truth = [v for v, _ in pairs], [t for _, t in pairs]
    if not all(map(math.isfinite, (*seen, *truth))):
        return False
    size = max(map(abs, (*seen, *truth)))
    return all(_near(v - seen[0], factor * (t - truth[0]), size) for v, t in zip(seen[1:], truth[1:], strict=True))


def _near(a: float, b: float, size: float) -> bool:
    return abs(a - b) <= CLOSE * max(1.0, size)


def _confirmed(made: Implementation, library: str) -> bool:
    from properties.conformance.compared import compare

    loss = made.reading.bound
    groups = [[*compare(loss, observer(made, library), g)] for g in core(loss, FLOAT64, Random(1), CONFIRMING // 4)]
    return relation_of(loss, groups, FLOAT64).kind is not Likeness.DIFFERENT


_REALS = FORMS[0][1]
