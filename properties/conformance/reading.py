"""How the arguments of an implementation are read: which of them is which input of the loss, or what an input is made of.

A reading replaces each input of a reference by an expression in arguments: what remains is a loss in the arguments.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import replace as replaced
from fractions import Fraction
from random import Random
from typing import Any

from sympy import Add, Expr, Rational, Symbol, exp, log

from properties.conformance.inputs import FLOAT64, core
from properties.conformance.named import Softmax, assignment, pairs
from properties.conformance.reference import Input, LossReference, Role, rewritten
from properties.conformance.writings import both, domains_of
from properties.errors import InputError
from properties.instances.numbers import NoValue, TooWide
from symbolic.core.domains import FiniteSet
from symbolic.core.terms import Parameter, replace


@dataclass(frozen=True)
class Reading:
    """Arguments of an implementation, each read as inputs of the loss.

    Arguments: `arguments`, the names of the numbers that stand for each argument: one, or several for a vector; `bound`, the
    loss in these numbers; `said`, the reading in words, such as {"sigma": "sqrt(var)"}; `weights`, an argument; `near`: no
    reading makes it the loss, and under this one it nearly is.
    """

    arguments: Mapping[str, tuple[str, ...]]
    vectors: frozenset[str]
    bound: LossReference
    said: Mapping[str, str]
    weights: str = ""
    near: bool = False

    def __str__(self) -> str:
        """Of each input what it is in the arguments; of those of all classes once, where it is the same of each."""

        def in_vectors(name: str, value: str) -> str:
            """In whole vectors, instead of their numbers for this class."""
            k = name.rpartition("_")[2]
            return re.sub(
                r"([A-Za-z_]\w*)_(\d+)", lambda m: m[1] if m[2] == k and m[1] in self.vectors else m[0], value
            )

        wholes: dict[str, set[str]] = {}
        for name, value in self.said.items():
            wholes.setdefault(name.rpartition("_")[0], set()).add(in_vectors(name, value))
        said: dict[str, str] = {}
        for name, value in self.said.items():
            stem, whole = name.rpartition("_")[0], in_vectors(name, value)
            same = whole != value and wholes[stem] == {whole}
            said[stem if same else name] = whole if same else value
        sums = [name for name, numbers in self.arguments.items() if numbers in self.bound.simplexes]
        ones = [f"{name} adding up to 1" for name in sums if name not in said.values()]
        return ", ".join([*(f"{name} = {value}" for name, value in said.items()), *ones])


def bind(reference: LossReference, reading: Mapping[str, Any] | str) -> Reading:
    """The loss of a reference in the arguments of an implementation.

    Arguments: `reading`, by argument: the name of an input, or several of them for a vector of arguments; or by input: a
    number, or an expression in the arguments, whose names are its symbols. A text is read as the option --map of the command.
    An argument of which several inputs are made has the role of the first of them. `probs=softmax(f)` says that an
    argument is the probabilities of all classes, whose logits are the inputs f_0, f_1, ...; `q=softmax(z)`, that these inputs
    are those of logits in an argument.
    Raises InputError where an input stays unread, or is read twice.
    """
    inputs = {i.name: i for i in reference.inputs}
    made: dict[str, Expr] = {}
    vectors: dict[str, tuple[str, ...]] = {}
    shares: list[str] = []
    softened: dict[
        str, tuple[str, str]
    ] = {}  # of inputs that are those of logits: their common name, and what they are

    def put(name: str, value: Expr) -> None:
        if name in made:
            raise InputError(f"{name} of {reference.name} is read twice: as {made[name]}, and as {value}.")
        made[name] = value

    for key, stated in (pairs(reading, "reading") if isinstance(reading, str) else reading).items():
        name, value = _name(key), assignment(_name(key), stated) if isinstance(stated, str) else stated
        if isinstance(value, int | float | Fraction) and name in inputs:  # it is known to be this number
            exact = Fraction(value)
            put(name, Rational(exact.numerator, exact.denominator))
            continue
        own = _vector(name, inputs)
        if isinstance(value, Softmax):
            parts = own if own[0] in inputs else _vector(value.of, inputs)
            argument = value.of if own[0] in inputs else name
            if len(parts) < 2 or parts[0] not in inputs:
                raise InputError(
                    f"reading {name}={value}: there are no inputs of several classes by one of these names."
                )
            vectors[argument] = tuple(f"{argument}_{k}" for k in range(len(parts)))
            symbols = [Symbol(n, real=True) for n in vectors[argument]]
            for part, s in zip(parts, symbols, strict=True):
                put(part, log(s) if parts != own else exp(s) / Add(*map(exp, symbols)))
            shares += [argument] if parts != own else parts
            softened |= {part: (name, str(value)) for part in parts} if parts == own else {}
            continue
        if own[0] in inputs and not isinstance(value, Parameter) and _is_made(value, inputs):
            plain = {s: Symbol(str(s), real=True) for s in _symbols(value)}
            for k, part in enumerate(own):
                of = plain if part == name else {s: Symbol(f"{s}_{k}", real=True) for s in plain}
                put(part, value.xreplace(of) if isinstance(value, Expr) else Symbol(value, real=True))
            if own != [name]:
                vectors |= {str(s): tuple(f"{s}_{k}" for k in range(len(own))) for s in plain}
            continue
        several = not isinstance(value, str | Expr) and isinstance(value, Sequence)
        parts = [_name(v) for v in value] if several else _vector(_name(value), inputs)
        unknown = [p for p in parts if p not in inputs]
        if unknown:
            raise InputError(f"reading {name} as {value}: {reference.name} has the inputs {', '.join(inputs)}.")
        if several or len(parts) > 1:
            vectors[name] = tuple(f"{name}_{k}" for k in range(len(parts)))
        for number, part in zip(vectors.get(name, (name,)), parts, strict=True):
            put(part, Symbol(number, real=True))
    missing = [i.name for i in reference.inputs if i.name not in made]
    if missing:
        raise InputError(
            f"{', '.join(missing)} of {reference.name}: nothing says which argument this is, in the reading "
            f'"{reading if isinstance(reading, str) else ", ".join(f"{_name(k)}={v}" for k, v in reading.items())}".'
        )
    found = written_in(reference, made, vectors, shares)
    said = {softened.get(name, (name,))[0]: softened.get(name, ("", value))[1] for name, value in found.said.items()}
    return replaced(found, said=said)


def written_in(
    reference: LossReference,
    made: Mapping[str, Expr],
    vectors: Mapping[str, Sequence[str]] | None = None,
    shares: Sequence[str] = (),
) -> Reading:
    """The reading in which each input is made of arguments as it is said, in plain symbols.

    Arguments: `vectors`, the names of the numbers of each argument that is a vector; `shares`, those of them that are the
    probabilities of all classes, and inputs that are by what they are made of.
    """
    inputs = {i.name: i for i in reference.inputs}
    bound: dict[str, Input] = {}
    for name, value in made.items():
        i = inputs[name]
        for s, domain in domains_of(value, i.domain, i.role is Role.DATUM).items():
            known = bound.setdefault(str(s), Input(str(s), domain, i.role))
            bound[str(s)] = Input(known.name, both(known.domain, domain) or known.domain, known.role)
    vectors = vectors or {}
    owner = {number: argument for argument, numbers in vectors.items() for number in numbers}
    arguments = {owner.get(n, n): tuple(vectors.get(owner.get(n, n), (n,))) for n in bound}
    exchanged = {inputs[name].symbol: value for name, value in made.items()}
    forms = [replace(form, exchanged.get) for form in reference.forms]
    if any(len(e.args) for e in exchanged.values()):
        forms += rewritten(forms[0], tuple(bound.values()))
    said = {i.name: str(made[i.name]) for i in reference.inputs}
    open_ones = [names for names in reference.simplexes if not {*names} <= {*shares}]
    simplexes = tuple(filter(None, (_simplex(reference, names, exchanged) for names in open_ones)))
    simplexes += tuple(arguments[name] for name in shares if name in arguments)
    whole = LossReference(
        reference.name, tuple(bound.values()), tuple(dict.fromkeys(forms)), reference.classes, simplexes
    )
    return Reading(arguments, frozenset(vectors), whole, said)


def weighed(reading: Reading, weights: str) -> Reading:
    """A reading in which one more argument is the weight of a row, which is 1. Raises InputError where it is read already."""
    if weights in reading.arguments:
        raise InputError(f"weights={weights!r}: this argument is read as an input of {reading.bound.name}.")
    weight = Input(weights, FiniteSet((Fraction(1),)), Role.KNOWN)
    bound = LossReference(
        reading.bound.name, (*reading.bound.inputs, weight), reading.bound.forms, reading.bound.classes
    )
    return replaced(reading, arguments={**reading.arguments, weights: (weights,)}, bound=bound, weights=weights)


def alike(one: Reading, other: Reading) -> bool:
    """Do they say the same: each argument has the same role, and the loss is the same function, at 20 certified points?"""
    roles = [{i.name: i.role for i in r.bound.inputs} for r in (one, other)]
    if roles[0] != roles[1]:
        return False
    order = [[i.name for i in one.bound.inputs].index(i.name) for i in other.bound.inputs]
    compared = 0
    for group in core(one.bound, FLOAT64, Random(2), 8):
        for point in group:
            try:
                here, there = one.bound.at(point, 0).value, other.bound.at([point[k] for k in order], 0).value
            except (NoValue, TooWide):
                continue
            if isinstance(here, float) or isinstance(there, float) or not here.overlaps(there):
                if here == there:
                    continue
                return False
            compared += 1
    return compared >= 20


def _is_made(value: Any, inputs: Mapping[str, Input]) -> bool:
    """Is it an expression in arguments, or the name of one, and not that of an input?"""
    if isinstance(value, str):
        return not {*_vector(value, inputs)} & {*inputs}
    return isinstance(value, Expr) and not {*_vector(_name(value), inputs)} & {*inputs}


def _symbols(value: Any) -> list[Any]:
    return [value] if isinstance(value, str) else sorted(value.free_symbols, key=str)


def _simplex(reference: LossReference, names: Sequence[str], exchanged: Mapping[Symbol, Expr]) -> tuple[str, ...]:
    """The arguments that are the probabilities of all classes now; none where all are known, or made of other arguments.

    Raises InputError where targets are.
    """
    read = [exchanged[Symbol(name, real=True)] for name in names]
    if all(isinstance(e, Symbol) for e in read):
        return tuple(str(e) for e in read)
    predicted = all(i.role is Role.PREDICTION for i in reference.inputs if i.name in names)
    if predicted or (all(isinstance(e, Rational) for e in read) and sum(read) == 1):
        return ()  # what a function makes of predictions that do not add up to 1 is its own affair
    shown = ", ".join(f"{name} = {e}" for name, e in zip(names, read, strict=True))
    raise InputError(
        f"{reference.name}: {shown}: the probabilities of all classes add up to 1: read each as an argument of its own, as "
        "the softmax of one (t=softmax(z)), or give a number for each, with the sum 1."
    )


def _name(thing: Any) -> str:
    return str(thing.name) if isinstance(thing, Parameter) else str(thing)


def _vector(name: str, inputs: Mapping[str, Input]) -> list[str]:
    """The inputs that a name stands for: itself, or those of all classes."""
    if name in inputs:
        return [name]
    found = [i for i in inputs if i.startswith(f"{name}_") and i.removeprefix(f"{name}_").isdigit()]
    return sorted(found, key=lambda i: int(i.rpartition("_")[2])) or [name]
