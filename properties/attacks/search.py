"""The one loop of every attack: draw instances, ask the checks, shrink what fails, count honestly, and come to an end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from random import Random

from hypothesis import HealthCheck, Phase, Verbosity, find, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

from properties.attacks.report import Counterexample
from properties.attacks.trial import Finding, Trial
from properties.instances.instance import Instance
from properties.instances.numbers import NotEvaluable, precision, rational
from properties.instances.strategies import Shape
from properties.work import Meter, OutOfWork, budget
from symbolic.core.domains import ends

Check = Callable[[Trial], "Finding | None"]


@dataclass(slots=True)
class Tried:
    """What came of a search.

    `examples` is how many instances were tried, `bound` how many of them met all conditions, `decided` how many of those left
    nothing open; `reasons`, why some could not be tried; `undone`, what of the search was left undone, or "".
    """

    examples: int = 0
    bound: int = 0
    decided: int = 0
    counterexample: Counterexample | None = None
    reasons: dict[str, None] = field(default_factory=dict)
    undone: str = ""


def search(
    checks: Sequence[tuple[str, Check]],
    shape: Shape,
    *,
    examples: int,
    seed: str,
    first: Iterable[Instance] = (),
    key: Callable[[Instance], object] | None = None,
) -> Tried:
    """Look for an instance of `shape` at which one of the `checks`, each with the name of its property, finds a case.

    Arguments: `examples`, how many instances are drawn; `seed`: the same draws the same; `first`, instances that are tried
    before them; `key`, what tells two instances apart where a check is dear: then each is checked once.
    """
    tried, meter = Tried(), Meter()
    known: dict[object, _Seen] = {}

    def look(instance: Instance) -> _Seen:
        trial = Trial(shape, instance)
        for name, check in checks:
            try:
                with budget(meter):
                    finding = check(trial)
            except NotEvaluable as reason:
                trial.skipped = True
                tried.reasons[str(reason)] = None
            except OutOfWork as reason:
                tried.undone = str(reason)
                return None, False, False
            else:
                if finding is not None:
                    case = Counterexample(name, finding.text, finding.certified)
                    return case, True, not trial.undecided
        return None, not trial.skipped, not trial.skipped and not trial.undecided

    def fails(instance: Instance | None, place: object) -> bool:
        if instance is not None and key is not None:
            place = key(instance)
        if tried.undone and place not in known:
            return False
        counting = tried.counterexample is None
        tried.examples += counting
        if instance is None:
            return False
        if place not in known:
            known[place] = look(instance)
        case, bound, decided = known[place]
        tried.bound += counting and bound
        tried.decided += counting and decided
        tried.counterexample = case or tried.counterexample
        return case is not None

    with precision(64), _by_the_seed_alone():
        if not any(fails(instance, number) for number, instance in enumerate(first)):
            tapes = st.binary(min_size=shape.length, max_size=shape.length)
            with suppress(NoSuchExample):  # what was found last is the smallest
                find(tapes, lambda t: fails(shape.build(t), t), settings=_searching(examples), random=Random(seed))
    done = "" if tried.counterexample is not None else tried.undone
    tried.undone = done and f"{done} after {tried.examples:,} of {examples:,} instances"
    return tried


_Seen = tuple[Counterexample | None, bool, bool]  # the case, did it meet the conditions, was nothing left open?


def at_closed_ends(shape: Shape) -> Iterator[Instance]:
    """The simplest instance with each parameter in turn at each closed end of its domain (at one member if it varies)."""
    simplest = shape.build(bytes(shape.length))
    if simplest is None:
        return
    for name, domain in sorted(shape.needs.parameters.items()):
        for end in ends(domain):
            if end.closed and not end.of_pi:
                place = {name: rational(end.value)}
                moves = name in shape.unknowns
                members = [m if moves and k else m | place for k, m in enumerate(simplest.members)]
                yield replace(simplest, members=members, _tables={}, _rows={})


@contextmanager
def _by_the_seed_alone() -> Iterator[None]:
    """Inside, Hypothesis draws no constants off the modules that happen to be loaded: a seed draws the same everywhere.

    It offers no switch for that; a version of it that reads no constants has nothing to be switched off.
    """
    try:
        from hypothesis.internal.conjecture import providers
    except ImportError:
        yield
        return
    try:
        known = {name: vars(providers)[name] for name in ("_get_local_constants", "CONSTANTS_CACHE")}
        none, nothing = type(vars(providers)["_local_constants"])(), type(known["CONSTANTS_CACHE"])(1024)
    except KeyError:
        yield
        return
    try:
        vars(providers).update(_get_local_constants=lambda: none, CONSTANTS_CACHE=nothing)
        yield
    finally:
        vars(providers).update(known)


def _searching(examples: int) -> settings:
    """How Hypothesis looks for one case: quietly, without a database, shrinking what it finds."""
    return settings(
        max_examples=examples,
        database=None,
        deadline=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
        verbosity=Verbosity.quiet,
        print_blob=False,
        derandomize=False,
    )
