"""Which argument of an implementation is which input of a loss, where nobody says so: every reading is tried.

Floats at a few points sort the readings out, balls confirm those that are left; none is asserted that they do not confirm.
Where several fit, the names of the arguments decide between a datum and its location; where they do not, that is an error.
"""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import permutations, product
from random import Random
from typing import Any, NamedTuple

from sympy import Symbol, lambdify

from properties.conformance.calling import Implementation, adapter_of, observer
from properties.conformance.compared import float_of
from properties.conformance.inputs import FLOAT64, core
from properties.conformance.reading import FORMS, Reading, Writing, bind, u
from properties.conformance.reference import Input, LossReference, Role
from properties.conformance.relation import Likeness
from properties.conformance.slopes import relation_of
from properties.errors import InputError
from properties.instances.numbers import NoValue, TooWide
from symbolic.core.domains import Domain, elements, is_interval, subset

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
    """A reading: for each input, the argument and the form in which that is the input."""

    parts: tuple[tuple[Input, str, Writing], ...]

    @property
    def reading(self) -> dict[str, Any]:
        """As `bind` takes it."""
        return {
            i.name: Symbol(name, real=True) if form.of == u else form.of.xreplace({u: Symbol(name, real=True)})
            for i, name, form in self.parts
        }

    def __str__(self) -> str:
        return ", ".join(f"{i.name} = {form.name.replace('u', name)}" for i, name, form in self.parts)


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
    if len(names) != len(reference.inputs):
        raise InputError(
            f"{reference.name} has the inputs {_listed(i.name for i in reference.inputs)}, and the callable the arguments "
            f"{_listed(names)}: say reading={{...}}, and given={{...}} for what is fixed."
        )
    guesses = [*_guesses(reference, names)]
    fitting = [g for g in guesses if _fits(function, reference, g, given, library, sign)]
    fitting = fitting or [g for g in guesses if _fits(function, reference, g, given, library, sign, scaled=True)]
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
    forms = [_forms(i) for i in reference.inputs]
    count = math.factorial(len(names)) * math.prod(map(len, forms))
    if count > MAX_READINGS:
        raise InputError(f"there are {count:,} readings of {_listed(names)}: say reading={{...}}.")
    for order in permutations(names):
        for chosen in product(*forms):
            yield Guess(tuple(zip(reference.inputs, order, chosen, strict=True)))


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


def _fits(
    function: Callable[..., Any],
    reference: LossReference,
    g: Guess,
    given: Mapping[str, Any],
    library: str,
    sign: int,
    scaled: bool = False,
) -> bool:
    """Do the values move as the truth does, roughly, at a few points? Where it is `scaled`, up to one positive factor."""
    factor = None if scaled else 1.0
    random = Random(0)
    forms = {i.name: lambdify(u, form.of, "math") for i, _, form in g.parts}
    back = {i.name: form.back for i, _, form in g.parts}
    plain = Reading({n: (n,) for _, n, _ in g.parts}, frozenset(), _as_named(reference, g), {})
    observe = observer(Implementation(function, plain, dict(given), "float64", sign, 0), library)
    for group in core(reference, FLOAT64, random, GROUPS):
        moves: list[tuple[float, float]] = []
        for point in group[:3]:
            places = {i.name: x for i, x in zip(reference.inputs, point, strict=True)}
            try:
                called = {name: back[i.name](places[i.name]) for i, name, _ in g.parts}
                actual = [forms[i.name](called[name]) for i, name, _ in g.parts]
                truth = reference.at(actual, 0).value
                (seen,) = observe([called])
            except (NoValue, TooWide, ValueError, ZeroDivisionError, OverflowError, InputError):
                return False
            if isinstance(truth, float) or not math.isfinite(seen.value):
                return False
            moves.append((seen.value, float_of(truth)))
        (v, t), *rest = moves
        if factor is None:
            a, b = max(rest, key=lambda move: abs(move[1] - t))
            factor = (a - v) / (b - t) if b != t else 0.0
            if not 0 < factor < math.inf:
                return False
        if not all(_near(a - v, factor * (b - t), max(abs(x) for m in moves for x in m)) for a, b in rest):
            return False
    return True


def _near(a: float, b: float, size: float) -> bool:
    return abs(a - b) <= CLOSE * max(1.0, size)


def _as_named(reference: LossReference, g: Guess) -> LossReference:
    inputs = tuple(Input(name, i.domain, i.role) for i, name, _ in g.parts)
    return LossReference(reference.name, inputs, reference.forms, reference.classes)


def _confirmed(made: Implementation, library: str) -> bool:
    from properties.conformance.compared import compare

    loss = made.reading.bound
    groups = [[*compare(loss, observer(made, library), g)] for g in core(loss, FLOAT64, Random(1), CONFIRMING // 4)]
    return relation_of(loss, groups, FLOAT64).kind is not Likeness.DIFFERENT


_REALS = FORMS[0][1]
