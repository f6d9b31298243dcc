"""Which argument of an implementation is which input of a loss, where nobody says so: readings are tried, plain ones first.

Floats at a few points sort the readings out, balls confirm those that are left; none is asserted that they do not confirm.
All that are confirmed say that the implementation is one and the same function; where they make another argument the datum,
or a prediction what is known, names decide, and where these do not, that is an error which lists them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from heapq import nsmallest
from itertools import combinations
from random import Random
from typing import Any

from properties.conformance.calling import Implementation, adapter_of, name_of, observer
from properties.conformance.candidates import MANY, Candidate, Search, slots_of
from properties.conformance.compared import compare, finite
from properties.conformance.inputs import FLOAT64, core
from properties.conformance.nearest import nearly
from properties.conformance.reading import Reading
from properties.conformance.reasons import wrong_terms
from properties.conformance.reference import LossReference, Role
from properties.conformance.relation import Likeness
from properties.conformance.screening import Screen
from properties.conformance.signatures import looks, numbers, optional, required
from properties.conformance.slopes import relation_of
from properties.conformance.writings import U
from properties.errors import InputError
from symbolic.core.domains import elements, whole

CONFIRMING = 20  # certified points
MOST_CONFIRMED = 6  # readings with the same roles of which the simplest is taken
TOTALS = {"n", "trials", "total", "size"}  # what the sum of two counts is called
MAX_READINGS = 20_000  # of one kind
MOST_NEARLY = 2_000  # under which a callable may be nearly the loss


def guessed(
    function: Callable[..., Any],
    reference: LossReference,
    given: Mapping[str, Any],
    library: str = "",
    sign: int = 1,
    called: str = "",
) -> Reading:
    """The reading under which a callable is the loss of a reference, up to a constant and a factor.

    Where none is, that under which derivatives that come without a value have the wrong sign, or under which a few of its
    terms are there otherwise than once, if names say which argument is which.
    Raises InputError where there is none either, and where several are that mean different things: they are listed.
    """
    search = _Guessing(function, reference, given, library, sign, called)
    fitting = search.fitting()
    if not fitting:
        near = search.opposite() or search.nearest()
        if near is None:
            raise InputError(search.nothing())
        return near
    chosen = _by_name(fitting)
    if len(chosen) > 1:
        lines = "".join(f'\n  "{c}"' for c, _ in chosen)
        said = f"several readings make it {reference.name}: say which, by reading= or --map.{lines}"
        raise InputError(search.screen.told or said)
    candidate, reading = chosen[0]
    odd = [f"{name} = {reading.said[name]}" for name in (*_against_names(candidate), *search.unsaid(candidate))]
    if odd:
        raise InputError(
            search.screen.told
            or f"{', '.join(odd)}: only so it is {reference.name}, and nobody said so.\n"
            f'  If it is meant, say reading="{candidate}", or --map; if not, it is another function.'
        )
    if candidate in search.unexplained and _unlike_names(candidate) >= 0:
        raise InputError(
            search.screen.told
            or f"{_listed(search.names)}: it is {reference.name} up to a constant that is not recognised, or a factor, "
            f'and names do not say which argument is which.\n  If it is meant, say reading="{candidate}", or --map.'
        )
    return reading


Confirmed = tuple[Candidate, Reading]


class _Guessing:
    """The search of readings of one callable."""

    def __init__(
        self,
        function: Callable[..., Any],
        reference: LossReference,
        given: Mapping[str, Any],
        library: str,
        sign: int,
        called: str,
    ) -> None:
        self.function, self.reference, self.given, self.called = function, reference, dict(given), called
        self.library, self.sign = library, sign
        module = adapter_of(function, library)
        roles: tuple[str, str] | None = getattr(module, "ROLES", None)
        self.more = () if roles else optional(function, given, library)
        self.names = roles or required(function, given, library)
        self.datum = roles[0] if roles else None
        self.orders: int = 0 if module.VALUED else 2
        self.slots = slots_of(reference)
        self.unexplained: set[Candidate] = set()  # those up to a constant or a factor that is not recognised
        self.screen = Screen(function, reference, self.given, library, sign, self.orders, called)

    def fitting(self, briefly: bool = False) -> list[Confirmed]:
        """The simplest confirmed reading for each assignment of roles, of the first kind of which there are any.

        Where it is done `briefly`, inputs that are made of two arguments and numbers that nobody names are left out.
        """
        for scaled, candidates in self._kinds(briefly):
            least = nsmallest(MAX_READINGS, candidates, key=lambda c: c.complexity)
            found = self._confirmed(self.screen.fitting(least, scaled))
            if found:
                return found
        return []

    def _kinds(self, briefly: bool) -> Iterator[tuple[bool, Iterable[Candidate]]]:
        """Readings kind by kind, and whether a factor is allowed."""
        plain = self._candidates(0, False)
        yield False, plain
        if not briefly:
            yield False, self._candidates(1, False)
        known = self._candidates(0, True)
        yield False, known
        yield True, [*plain, *known]
        if briefly:
            return
        yield False, self._candidates(1, True)
        for pairs in (0, 1) if len(self.slots) < MANY else (0,):
            yield False, self.screen.fitted(self._candidates(pairs, True, fitted=True))

    def _candidates(self, pairs: int, known: bool, fitted: bool = False) -> list[Candidate]:
        """Arguments: `pairs`, may an input be made of two arguments? `known`, is there an input that is a number?"""
        lacking = len(self.slots) - len(self.names)
        found: list[Candidate] = []
        for count in range(len(self.more) + 1):
            if count != lacking and not known and not pairs:
                continue
            for some in combinations(self.more, count):
                search = Search(self.slots, (*self.names, *some), numbers(self.function, self.given), self.datum)
                found += search.candidates(pairs, known, fitted)
        return found

    def _confirmed(self, candidates: Sequence[Candidate]) -> list[Confirmed]:
        by_roles: dict[Any, list[Candidate]] = {}
        for c in sorted(candidates, key=_simplicity):
            by_roles.setdefault(replace(c, known_first=False).roles, []).append(c)
        found: list[Confirmed] = []
        for alike in by_roles.values():
            best: list[tuple[Any, Confirmed]] = []
            for k, c in enumerate(alike[:MOST_CONFIRMED]):
                reading = c.read(self.reference)
                rank = _confirmed(self._made(reading), self.library)
                if rank is not None:
                    best.append(((rank, k), (c, reading)))
                    self.unexplained |= {c} if rank[1] else set()
                if rank == (0, 0, 0):
                    break
            found += [min(best, key=lambda one: one[0])[1]] if best else []
        simplest = min((c.complexity for c, _ in found), default=0)
        used = {frozenset(name for name, _ in c.roles) for c, _ in found if c.complexity == simplest}
        return [one for one in found if frozenset(name for name, _ in one[0].roles) in used]

    def _made(self, reading: Reading) -> Implementation:
        return Implementation(self.function, reading, self.given, "float64", self.sign, self.orders, self.called)

    # ---- where there is none -----------------------------------------------------------------------------------------

    def nearest(self) -> Reading | None:
        """The reading under which it is the loss but at some numbers, or a few terms are there otherwise than once.

        None where nobody can tell.
        """
        if self.screen.told is not None:
            return None
        known = len(self.slots) > len(self.names)
        there = [c for c in self._candidates(0, known) if not any(_against_names(c))]
        mostly = sorted(self.screen.fitting(there), key=lambda c: (_unlike_names(c), _simplicity(c)))
        if mostly and len({c.roles for c in mostly if _unlike_names(c) == _unlike_names(mostly[0])}) == 1:
            return replace(mostly[0].read(self.reference), near=True)
        if self.orders:
            return None
        plain = [c for c in self._candidates(0, False) if not any(_against_names(c))]
        found = nearly(self.screen, self.reference, nsmallest(MOST_NEARLY, plain, key=lambda c: _likely(c, self.names)))
        ranks = {c: (wrong, _unlike_names(c)) for wrong, c in found}
        best = sorted((c for c in ranks if ranks[c] == min(ranks.values())), key=_simplicity)
        if len({c.roles for c in best}) != 1:
            return None
        reading = replace(best[0].read(self.reference), near=True)
        loss, observe = reading.bound, observer(self._made(reading), self.library)
        groups = [[*compare(loss, observe, g)] for g in core(loss, FLOAT64, Random(1), CONFIRMING)]
        return reading if wrong_terms(loss, groups, FLOAT64) else None

    def unsaid(self, c: Candidate) -> Iterator[str]:
        """The predictions that are numbers which nobody names, where no argument is a prediction."""
        said = {*numbers(self.function, self.given), Fraction(0), Fraction(1)}
        if not any(role is Role.PREDICTION for _, role in c.roles):
            for slot, _, args in c.parts:
                if slot.role is Role.PREDICTION and not said.issuperset(a for a in args if isinstance(a, Fraction)):
                    yield slot.inputs[0].name

    def nothing(self) -> str:
        """Why there is no reading, and what to say. Raises InputError where the callable cannot be called."""
        told = self.screen.told
        if told is not None:
            raise InputError(told)
        if not self.names and not self.more:
            who = self.called or name_of(self.function)
            return (
                f"{who} names no arguments: name them, in a function that calls it, such as lambda y, f: {who}(y, f)."
            )
        inputs = ", ".join(f"{s.name} ({s.role.value})" for s in self.slots)
        has = _listed(self.names) + (f", and with values of their own {_listed(self.more)}" if self.more else "")
        return (
            f"no reading of {_listed((*self.names, *self.more))} makes it {self.reference.name}.\n"
            f"  The loss has the inputs {inputs}; the callable has the arguments {has}.\n  {self._hint()}"
        )

    def _briefly(self, given: Mapping[str, Any], sign: int) -> list[Confirmed]:
        """The plain readings that are confirmed with other arguments given, or with another sign."""
        other = _Guessing(self.function, self.reference, given, self.library, sign, self.called)
        return other.fitting(briefly=True)

    def opposite(self) -> Reading | None:
        """The reading under which derivatives have the wrong sign, of what has no value: nobody calls it a log-likelihood."""
        fitting = self._briefly(self.given, -self.sign) if self.orders else []
        found = _by_name(fitting) if fitting else []
        return replace(found[0][1], near=True) if len(found) == 1 else None

    def _hint(self) -> str:
        """What would make it fit: the other sign, or a number for an argument that no input is made of; or how to go on."""
        found = _Guessing(self.function, self.reference, self.given, self.library, -self.sign, self.called).fitting(
            briefly=True
        )
        if found:
            what, option = (
                ("a log-likelihood", "--log-likelihood") if self.sign > 0 else ("a loss", "no --log-likelihood")
            )
            return f'It returns {what}: it fits with sign={-self.sign} ({option}), read as "{_by_name(found)[0][0]}".'
        for name in self.names if len(self.names) > len(self.slots) else ():
            for number in (1, 0):
                given = {**self.given, name: number}
                found = self._briefly(given, self.sign)
                if found:
                    return f'It fits with given={given} (--given), read as "{_by_name(found)[0][0]}".'
        plain = [c for c in self._candidates(0, len(self.slots) > len(self.names)) if c.domains is not None]
        likely = min(plain, key=lambda c: (any(_against_names(c)), _likely(c, self.names)), default=None)
        if likely is None:
            return 'Say which argument is which input, or what an input is: reading="a=x, sigma=sqrt(v)", or --map.'
        return f'With reading="{likely}", or --map, the report shows a case.'


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names) or "none"


def _simplicity(c: Candidate) -> tuple[int, int, str]:
    """Plain ones first, then those whose arguments are called as the inputs are."""
    alike = sum(w.plain and args == (slot.name,) for slot, w, args in c.parts)
    return c.complexity, -alike, str(c)


def _likely(c: Candidate, names: Sequence[str]) -> Any:
    """Predictions are arguments rather than numbers, and arguments have the role after which they are called.

    Where that does not decide, they stand in the order of the inputs.
    """
    moving = sum(role is Role.PREDICTION for _, role in c.roles)
    _, alike, text = _simplicity(c)
    places = [names.index(str(a)) for _, _, args in c.parts for a in args if a in names]
    turned = sum(a > b for a, b in combinations(places, 2))
    return c.complexity, -moving, _unlike_names(c), alike, turned, text


def _by_name(fitting: Sequence[Confirmed]) -> list[Confirmed]:
    """Those whose data are called as data are, and predictions as predictions, if that decides."""

    best = min(_unlike_names(c) for c, _ in fitting)
    return [one for one in fitting if _unlike_names(one[0]) == best]


def _against_names(c: Candidate) -> Iterator[str]:
    """What of a reading is more likely a mistake in the function: an argument that is called like an input and is not that
    input, and what has the other sign or the other label.
    """
    called = {name for name, _ in c.roles}
    mirrored = any(
        slot.role is Role.DATUM and w.of == -U for slot, w, _ in c.parts
    )  # then the location is mirrored too
    counted = [slot for slot, _, _ in c.parts if slot.role is Role.DATUM and whole(slot.inputs[0].domain)]
    for slot, w, args in c.parts:
        if mirrored and w.of == -U:
            continue
        domain, datum = slot.inputs[0].domain, slot.role is Role.DATUM
        if len(args) == 1 and datum and len(counted) == 2 and {*str(args[0]).split("_")} & TOTALS:
            yield slot.inputs[0].name  # what a total is called, and not what another count leaves of it
            continue
        elsewhere = datum and whole(domain) and w.domains != (domain,)  # labels of both signs, counts from 1 on
        named = slot.name in called and not elsewhere and not (w.plain and args == (slot.name,))
        if named or w.of == (1 - U if datum and elements(domain) else -U if not datum else None):
            yield slot.inputs[0].name


def _unlike_names(c: Candidate) -> int:
    """The less, the more arguments have the role after which they are called."""
    return -sum(looks(name) * (1 if role is Role.DATUM else -1) for name, role in c.roles)


def _confirmed(made: Implementation, library: str) -> tuple[int, int, int] | None:
    """How well balls confirm it: are digits missing, is a constant not recognised, is it not equal? None: not at all."""
    loss, random = made.reading.bound, Random(1)
    observe = observer(made, library)
    groups = []
    for _ in range(10):  # of a density with a support that moves few values are finite
        groups += [[*compare(loss, observe, g)] for g in core(loss, FLOAT64, random, CONFIRMING // 4)]
        seen = [c for rows in groups for c in rows]
        if sum(len(finite(rows)) for rows in groups) >= CONFIRMING or not _valued(seen):
            break
    related = relation_of(loss, groups, FLOAT64)
    if related.kind is Likeness.DIFFERENT:
        return None
    if _valued(seen) and sum(len(finite(rows)) for rows in groups) < CONFIRMING:
        return None
    unexplained = related.constant is None or related.factor is None
    return int(related.level > 0), int(unexplained), int(related.kind is not Likeness.EQUAL)


def _valued(seen: Sequence[Any]) -> bool:
    return all(c.seen.valued for c in seen)
