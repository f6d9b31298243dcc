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
from properties.conformance.relation import Likeness, relate
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
    names = arguments(function, given)
    if len(names) != len(reference.inputs):
        raise InputError(
            f"{reference.name} has the inputs {_listed(i.name for i in reference.inputs)}, and the callable the arguments "
            f"{_listed(names)}: say reading={{...}}, and given={{...}} for what is fixed."
        )
    fitting = [g for g in _guesses(reference, names) if _fits(function, reference, g, given, library, sign)]
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
    function: Callable[..., Any], reference: LossReference, g: Guess, given: Mapping[str, Any], library: str, sign: int
) -> bool:
    """Do the values move as the truth does, roughly, at a few points?"""
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
        if not all(_near(a - v, b - t, max(abs(x) for m in moves for x in m)) for a, b in rest):
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
    return relate(loss, groups, FLOAT64).kind is not Likeness.DIFFERENT


_REALS = FORMS[0][1]
