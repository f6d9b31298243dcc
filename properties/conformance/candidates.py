"""The readings that may be tried: which argument is which input, in which writing, and which inputs are numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import permutations

from sympy import Expr, Rational, Symbol

from properties.conformance.reading import Reading, written_in
from properties.conformance.reference import Input, LossReference, Role
from properties.conformance.writings import REST, SHARES, U, Writing, both, writings
from symbolic.core.domains import Domain, contains, interior, reals, whole

HOLE = "?"  # stands for a number that is not known yet
MANY = 4  # inputs, of which few are written otherwise than plainly
Argument = str | Fraction  # its name, or a number that stands in its place


@dataclass(frozen=True)
class Slot:
    """What one argument may stand for: an input, or those of all classes; `simplex`: these add up to 1."""

    name: str
    inputs: tuple[Input, ...]
    simplex: bool = False

    @property
    def role(self) -> Role:
        return self.inputs[0].role

    @property
    def vector(self) -> bool:
        return len(self.inputs) > 1

    @cached_property
    def writings(self) -> tuple[Writing, ...]:
        """The plain one first; of targets that add up to 1 no other, which would not."""
        if self.simplex and self.role is not Role.PREDICTION:
            return (Writing(U, (self.inputs[0].domain,)),)
        known = writings(self.inputs[0].domain, self.role is Role.DATUM)
        return (*known, SHARES) if self.vector and self.inputs[0].domain == reals else known

    @property
    def natural(self) -> Fraction | None:
        """The number that it is where nobody says otherwise: 0, or 1 where 0 is none, or an end; of all classes, the same."""
        if self.simplex:
            return Fraction(1, len(self.inputs))
        domain = self.inputs[0].domain
        inner = [n for n in map(Fraction, (0, 1)) if contains(domain, n) and contains(interior(domain), n)]
        return inner[0] if inner else None


def slots_of(reference: LossReference) -> tuple[Slot, ...]:
    """The inputs of a reference, those of all classes as one."""
    stems: dict[str, list[Input]] = {}
    for i in reference.inputs:
        stem, _, number = i.name.rpartition("_")
        stems.setdefault(stem if reference.classes and stem and number.isdigit() else i.name, []).append(i)
    simplexes = {*reference.simplexes}
    return tuple(Slot(stem, tuple(them), tuple(i.name for i in them) in simplexes) for stem, them in stems.items())


ReadInput = tuple[Slot, Writing, tuple[Argument, ...]]


@dataclass(frozen=True)
class Candidate:
    """A reading: of each slot, in order, its writing in arguments. `known_first`: what a known input is made of is known."""

    parts: tuple[ReadInput, ...]
    known_first: bool = False

    @cached_property
    def complexity(self) -> int:
        """How far it is from saying which argument is which input."""
        turned = sum(
            not w.plain for slot, w, _ in self.parts if slot.role is Role.DATUM
        )  # nobody likes to turn the data
        return sum(_cost(w, args) for _, w, args in self.parts) + turned + self.known_first

    @cached_property
    def roles(self) -> tuple[tuple[str, Role], ...]:
        """The role of each argument: that of the first input which is made of it."""
        found: dict[str, Role] = {}
        for slot, _, args in self._ordered():
            for a in args:
                if isinstance(a, str) and a != HOLE:
                    found.setdefault(a, slot.role)
        return tuple(sorted(found.items(), key=lambda one: one[0]))

    @cached_property
    def domains(self) -> Mapping[str, Domain] | None:
        """Where each argument lives; None where its writings do not agree, or it is a vector in some alone."""
        found: dict[str, Domain] = {}
        sizes: dict[Argument, int] = {}
        for slot, w, args in self.parts:
            for a, domain in zip(args, w.domains, strict=True):
                if sizes.setdefault(a, len(slot.inputs)) != len(slot.inputs):
                    return None
                if isinstance(a, Fraction):
                    if not contains(domain, a):
                        return None
                    continue
                common = both(found.get(a, domain), domain)
                if common is None:
                    return None
                found[a] = common
        return found

    @cached_property
    def vectors(self) -> Mapping[str, int]:
        """How many numbers an argument is that is a vector."""
        return {a: len(slot.inputs) for slot, _, (a, *_) in self.parts if slot.vector and isinstance(a, str)}

    @property
    def open(self) -> bool:
        """Does it hold a number that is not known yet?"""
        return any(HOLE in args for *_, args in self.parts)

    def filled(self, number: Fraction) -> Candidate:
        """With that number in its hole."""
        parts = [(slot, w, tuple(number if a == HOLE else a for a in args)) for slot, w, args in self.parts]
        return Candidate(tuple(parts), self.known_first)

    def _ordered(self) -> Sequence[ReadInput]:
        order = (Role.DATUM, Role.KNOWN, Role.PREDICTION) if self.known_first else tuple(Role)
        return sorted(self.parts, key=lambda part: order.index(part[0].role))

    def read(self, reference: LossReference) -> Reading:
        """The reading that it is."""
        made: dict[str, Expr] = {}
        for slot, w, args in self._ordered():
            for k, i in enumerate(slot.inputs):
                made[i.name] = w.at([_term(a, f"_{k}" if slot.vector else "") for a in args])
        vectors = {name: tuple(f"{name}_{k}" for k in range(count)) for name, count in self.vectors.items()}
        shares = [str(args[0]) for _, w, args in self.parts if w is SHARES]
        return written_in(reference, made, vectors, shares)

    def __str__(self) -> str:
        """As `bind` and the command's --map read it."""
        stated = {slot.name for slot, w, args in self.parts if not _plain(w, args)}
        for _ in self.parts:  # what is called as an input that is said as an expression cannot be said by its name
            stated |= {slot.name for slot, _, args in self.parts if len(args) == 1 and args[0] in stated}
        said = []
        for slot, w, args in self._ordered():
            if w is SHARES:
                said.append(f"{args[0]}=softmax({slot.name})")
            elif not _plain(w, args):
                said.append(f"{slot.name}={w.at([_term(a) for a in args])}")
            else:
                said.append(f"{slot.name}=1*{args[0]}" if slot.name in stated else f"{args[0]}={slot.name}")
        return ", ".join(said)


def _plain(w: Writing, args: Sequence[Argument]) -> bool:
    return w.plain and isinstance(args[0], str) and args[0] != HOLE


def _cost(w: Writing, args: Sequence[Argument]) -> int:
    return len(args) - _plain(w, args)


def _term(a: Argument, suffix: str = "") -> Expr:
    return Rational(a.numerator, a.denominator) if isinstance(a, Fraction) else Symbol(a + suffix, real=True)


@dataclass(frozen=True)
class Search:
    """What is assigned to what.

    Arguments: `slots`, `names` of the arguments, each of which is used; `numbers`, which may be known; `datum`, the argument
    that is the datum, where that is settled.
    """

    slots: tuple[Slot, ...]
    names: tuple[str, ...]
    numbers: tuple[Fraction, ...] = ()
    datum: str | None = None

    def candidates(self, pairs: int, known: bool, fitted: bool = False) -> Iterator[Candidate]:
        """Readings of one kind.

        Arguments: `pairs`, is something made of two arguments? `known`, is an input, or one of the two, a number? `fitted`,
        is that number unknown?
        """
        data = [s for s in self.slots if s.role is Role.DATUM]
        others = [s for s in self.slots if s.role is not Role.DATUM]
        for order in permutations(self.names, len(data)):
            if self.datum is not None and {self.datum} != {*order}:
                continue
            left = [n for n in self.names if n not in order]
            budget = self._budget(pairs, fitted)
            for first in (*_each(data, order, budget), *_rest_of_a_total(data, order)):
                spent = sum(_cost(w, args) for _, w, args in first if w is not REST)
                for rest in self._others(others, left, budget - spent, pairs, known, fitted):
                    yield from _with_variant((*first, *rest))

    def _budget(self, pairs: int, fitted: bool) -> int:
        """How many inputs may be written otherwise than plainly, beside what is made of two arguments."""
        few, several = len(self.slots) < MANY, len(self.slots) == MANY
        if pairs:
            return int(few and not fitted)
        return (2 if few else int(several)) if fitted else len(self.slots) if few else 1 + several

    def _others(
        self, slots: Sequence[Slot], left: Sequence[str], budget: int, pairs: int, known: bool, fitted: bool
    ) -> Iterator[tuple[ReadInput, ...]]:
        if pairs:
            if not known:
                yield from _paired(slots, left, None, budget)
                return
            if len(left) >= len(slots):
                return  # a number stands for an argument that is missing
            pool: list[Argument] = (
                [HOLE] if fitted else [m for n in self.numbers if n > 0 for m in (n, 1 / n) if m != 1]
            )
            for number in dict.fromkeys(pool):
                yield from _paired(slots, left, number, budget)
            return
        if (len(slots) > len(left)) is not known or len(left) > len(slots):
            return
        if fitted and len(slots) != len(left) + 1:
            return
        for order in permutations((*left, *[None] * (len(slots) - len(left)))):
            taken = [s for s, a in zip(slots, order, strict=True) if a is not None]
            held = [s for s, a in zip(slots, order, strict=True) if a is None]
            if any(s.vector and not s.simplex for s in held):
                continue
            for fixed in self._numbers(held, fitted):
                for free in _each(taken, [a for a in order if a is not None], budget):
                    by_slot = {part[0]: part for part in (*free, *fixed)}
                    yield tuple(by_slot[s] for s in slots)

    def _numbers(self, held: Sequence[Slot], fitted: bool) -> Iterator[tuple[ReadInput, ...]]:
        if not held:
            yield ()
            return
        one, *others = held
        pool: list[Argument] = [HOLE] if fitted else [n for n in (one.natural, *self.numbers) if n is not None]
        if one.simplex:
            pool = [Fraction(1, len(one.inputs))]
        for n in dict.fromkeys(pool):
            if n == HOLE or contains(one.inputs[0].domain, Fraction(n)):
                for rest in self._numbers(others, fitted):
                    yield ((one, one.writings[0], (n,)), *rest)


def _rest_of_a_total(data: Sequence[Slot], order: Sequence[str]) -> Iterator[tuple[ReadInput, ...]]:
    """Of two counts one as it is, and the other what it leaves of a total, as of successes and trials."""
    if len(data) == 2 and all(whole(s.inputs[0].domain) and not s.vector for s in data):
        for one, other in (data, data[::-1]):
            parts = {one: (one, one.writings[0], (order[0],)), other: (other, REST, (order[1], order[0]))}
            yield tuple(parts[s] for s in data)


def _with_variant(parts: tuple[ReadInput, ...]) -> Iterator[Candidate]:
    """The reading; and, where a prediction and a known input are made of one argument, that in which it is known."""
    yield Candidate(parts)
    moving = {a for slot, _, args in parts for a in args if slot.role is Role.PREDICTION and isinstance(a, str)}
    fixed = {a for slot, _, args in parts for a in args if slot.role is Role.KNOWN}
    if {*moving} & fixed - {HOLE}:
        yield Candidate(parts, True)


def _each(slots: Sequence[Slot], order: Sequence[str], budget: int) -> Iterator[tuple[ReadInput, ...]]:
    """Each slot made of one argument, in every writing that the budget allows."""
    if not slots:
        yield ()
        return
    for w in slots[0].writings:
        cost = _cost(w, (order[0],))
        if len(w.domains) == 1 and cost <= budget:
            for rest in _each(slots[1:], order[1:], budget - cost):
                yield ((slots[0], w, (order[0],)), *rest)


def _paired(
    slots: Sequence[Slot], left: Sequence[str], number: Argument | None, budget: int
) -> Iterator[tuple[ReadInput, ...]]:
    """One slot, or two, made of the same two arguments, the others of one each; all are used, and so is the number."""
    places: list[Argument] = [*left, *([] if number is None else [number])]
    for couple in permutations(places, 2):
        if number is not None and number not in couple:
            continue
        for k, one in enumerate(slots):
            for w in one.writings:
                if len(w.domains) != 2 or one.vector:
                    continue
                part = (one, w, couple)
                others = [s for s in slots if s is not one]
                for rest in _rest(others, places, [a for a in left if a not in couple], budget):
                    yield tuple(sorted((part, *rest), key=lambda p: slots.index(p[0])))
                for other in slots[k + 1 :] if len(left) >= 2 and number is None else ():
                    for twice in other.writings:
                        if len(twice.domains) != 2 or other.vector:
                            continue
                        apart = [s for s in others if s is not other]
                        for turned in (couple, couple[::-1]):
                            for rest in _rest(apart, places, [a for a in left if a not in couple], 0, sharing=False):
                                both_parts = (part, (other, twice, turned), *rest)
                                yield tuple(sorted(both_parts, key=lambda p: slots.index(p[0])))


def _rest(
    slots: Sequence[Slot], places: Sequence[Argument], needed: Sequence[Argument], budget: int, sharing: bool = True
) -> Iterator[tuple[ReadInput, ...]]:
    """The other slots made of one argument each, of which those that are needed are all used, and none twice."""
    if len(needed) > len(slots):
        return
    if not slots:
        yield ()
        return
    for a in places if sharing else needed:
        after = [n for n in needed if n != a]
        for w in slots[0].writings:
            cost = 0 if w.plain else 1
            if len(w.domains) == 1 and cost <= budget and (w.plain or (isinstance(a, str) and a != HOLE)):
                for rest in _rest(slots[1:], [p for p in places if p != a], after, budget - cost, sharing):
                    yield ((slots[0], w, (a,)), *rest)
