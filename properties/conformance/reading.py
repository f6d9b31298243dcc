"""How the arguments of an implementation are read: which of them is which input of the loss, or what an input is made of.

A reading replaces each input of a reference by an expression in arguments: what remains is a loss in the arguments.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sympy import Expr, Rational, Symbol, exp, log, pi, sqrt

from properties.conformance.reference import Input, LossReference, Role, rewritten
from properties.errors import InputError
from symbolic.core.domains import (
    INFINITY,
    Domain,
    FiniteSet,
    Integers,
    RealInterval,
    elements,
    open_unit_interval,
    positive,
    reals,
    whole,
)
from symbolic.core.terms import Parameter, replace


@dataclass(frozen=True, slots=True)
class Writing:
    """A way in which an input may be written: the expression, where the argument lives, and how it follows from the input."""

    name: str
    of: Any
    domain: Domain
    back: Callable[[float], float]


u = Symbol("u", real=True)
FORMS = (  # of an input with numbers in the second domain
    (Writing("u", u, reals, lambda x: x), reals),
    (Writing("1/u", 1 / u, positive, lambda x: 1 / x), positive),
    (Writing("sqrt(u)", sqrt(u), positive, lambda x: x * x), positive),
    (Writing("u**2", u**2, positive, math.sqrt), positive),
    (Writing("exp(u)", exp(u), reals, math.log), positive),
    (Writing("1 - u", 1 - u, open_unit_interval, lambda x: 1 - x), open_unit_interval),
    (Writing("1/(1 + exp(-u))", 1 / (1 + exp(-u)), reals, lambda x: math.log(x / (1 - x))), open_unit_interval),
    (Writing("log(u)", log(u), positive, math.exp), reals),
    (Writing("u - 1", u - 1, reals, lambda x: x + 1), reals),
    (Writing("(1 + u)/2", (1 + u) / 2, RealInterval(-1, 1), lambda x: 2 * x - 1), open_unit_interval),
    (Writing("u/(2*pi)", u / (2 * pi), reals, lambda x: 2 * math.pi * x), reals),
)


@dataclass(frozen=True)
class Reading:
    """Arguments of an implementation, each read as inputs of the loss.

    Arguments: `arguments`, the names of the numbers that stand for each argument: one, or several for a vector; `bound`, the
    loss in these numbers; `said`, the reading in words, such as {"sigma": "sqrt(var)"}; `weights`, an argument.
    """

    arguments: Mapping[str, tuple[str, ...]]
    vectors: frozenset[str]
    bound: LossReference
    said: Mapping[str, str]
    weights: str = ""


def bind(reference: LossReference, reading: Mapping[str, Any]) -> Reading:
    """The loss of a reference in the arguments of an implementation.

    Arguments: `reading`, by argument: the name of an input, or several of them for a vector of arguments; or by input: an
    expression in the arguments, whose names are its symbols. Raises InputError where an input stays unread.
    """
    inputs = {i.name: i for i in reference.inputs}
    arguments: dict[str, tuple[str, ...]] = {}
    vectors: set[str] = set()
    exchanged: dict[Symbol, Expr] = {}
    bound: dict[str, Input] = {}
    for key, value in reading.items():
        name = _name(key)
        if isinstance(value, int | float | Fraction) and name in inputs:  # it is known to be this number
            exact = Fraction(value)
            exchanged[inputs[name].symbol] = Rational(exact.numerator, exact.denominator)
            continue
        if (
            name in inputs
            and isinstance(value, Expr)
            and not isinstance(value, Parameter)
            and _name(value) not in inputs
        ):
            plain = {s: Symbol(str(s), real=True) for s in value.free_symbols}
            exchanged[inputs[name].symbol] = value.xreplace(plain)
            for s in plain:
                arguments.setdefault(str(s), (str(s),))
                bound.setdefault(str(s), Input(str(s), _domain_of(value, s, inputs[name].domain), inputs[name].role))
            continue
        several = not isinstance(value, str | Expr) and isinstance(value, Sequence)
        parts = [_name(v) for v in value] if several else _vector(_name(value), inputs)
        unknown = [p for p in parts if p not in inputs]
        if unknown:
            raise InputError(f"reading {name} as {value}: {reference.name} has the inputs {', '.join(inputs)}.")
        numbers = tuple(f"{name}_{k}" for k in range(len(parts))) if several or len(parts) > 1 else (name,)
        arguments[name] = numbers
        if several or len(parts) > 1:
            vectors.add(name)
        for number, part in zip(numbers, parts, strict=True):
            exchanged[inputs[part].symbol] = Symbol(number, real=True)
            bound[number] = Input(number, inputs[part].domain, inputs[part].role)
    missing = [i.name for i in reference.inputs if i.symbol not in exchanged]
    if missing:
        raise InputError(
            f"{', '.join(missing)} of {reference.name}: nothing says which argument this is, in reading={dict(reading)}."
        )
    forms = [replace(form, exchanged.get) for form in reference.forms]
    if any(len(e.args) for e in exchanged.values()):
        forms += rewritten(forms[0], tuple(bound.values()))
    said = {i.name: str(exchanged[i.symbol]) for i in reference.inputs}
    whole = LossReference(reference.name, tuple(bound.values()), tuple(dict.fromkeys(forms)), reference.classes)
    return Reading(arguments, frozenset(vectors), whole, said)


def weighed(reading: Reading, weights: str) -> Reading:
    """A reading in which one more argument is the weight of a row, which is 1. Raises InputError where it is read already."""
    if weights in reading.arguments:
        raise InputError(f"weights={weights!r}: this argument is read as an input of {reading.bound.name}.")
    weight = Input(weights, FiniteSet((Fraction(1),)), Role.KNOWN)
    bound = LossReference(
        reading.bound.name, (*reading.bound.inputs, weight), reading.bound.forms, reading.bound.classes
    )
    return Reading({**reading.arguments, weights: (weights,)}, reading.vectors, bound, reading.said, weights)


def _name(thing: Any) -> str:
    return str(thing.name) if isinstance(thing, Parameter) else str(thing)


def _vector(name: str, inputs: Mapping[str, Input]) -> list[str]:
    """The inputs that a name stands for: itself, or those of all classes."""
    if name in inputs:
        return [name]
    found = [i for i in inputs if i.startswith(f"{name}_") and i.removeprefix(f"{name}_").isdigit()]
    return sorted(found, key=lambda i: int(i.rpartition("_")[2])) or [name]


def _domain_of(value: Expr, symbol: Any, domain: Domain) -> Domain:
    """Where an argument lives from which an input is made, as far as that is one of the known forms."""
    if value == symbol:
        return domain
    form = next((form for form, _ in FORMS[1:] if value.xreplace({symbol: u}) == form.of), None)
    listed = elements(domain)
    if form is not None and listed is not None:
        return FiniteSet(tuple(Fraction(form.back(float(v))) for v in listed))
    if form is not None and form.name == "u - 1" and whole(domain) and domain.hull is not None:
        low, high = domain.hull.lower, domain.hull.upper
        return Integers(low if abs(low) == INFINITY else int(low) + 1, high if abs(high) == INFINITY else int(high) + 1)
    return reals if form is None else form.domain
