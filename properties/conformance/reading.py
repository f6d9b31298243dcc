"""How the arguments of an implementation are read: which of them is which input of the loss, or what an input is made of.

A reading replaces each input of a reference by an expression in arguments: what remains is a loss in the arguments.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sympy import Expr, Symbol, exp, log, pi, sqrt

from properties.conformance.reference import Input, Reference
from properties.errors import InputError
from symbolic.core.domains import Domain, RealInterval, open_unit_interval, positive, reals
from symbolic.core.terms import Parameter, replace


@dataclass(frozen=True, slots=True)
class Form:
    """A way in which an input may be written: the expression, and where the argument lives."""

    name: str
    of: Any
    domain: Domain


u = Symbol("u", real=True)
FORMS = (  # of an input with numbers in the second domain
    (Form("u", u, reals), reals),
    (Form("1/u", 1 / u, positive), positive),
    (Form("sqrt(u)", sqrt(u), positive), positive),
    (Form("u**2", u**2, positive), positive),
    (Form("exp(u)", exp(u), reals), positive),
    (Form("1 - u", 1 - u, open_unit_interval), open_unit_interval),
    (Form("1/(1 + exp(-u))", 1 / (1 + exp(-u)), reals), open_unit_interval),
    (Form("log(u)", log(u), positive), reals),
    (Form("u - 1", u - 1, reals), reals),
    (Form("(1 + u)/2", (1 + u) / 2, RealInterval(-1, 1)), open_unit_interval),
    (Form("u/(2*pi)", u / (2 * pi), reals), reals),
)


@dataclass(frozen=True)
class Reading:
    """Arguments of an implementation, each read as inputs of the loss.

    Arguments: `arguments`, the names of the numbers that stand for each argument: one, or several for a vector; `bound`, the
    loss in these numbers; `said`, the reading in words, such as {"sigma": "sqrt(var)"}.
    """

    arguments: Mapping[str, tuple[str, ...]]
    vectors: frozenset[str]
    bound: Reference
    said: Mapping[str, str]


def bind(reference: Reference, reading: Mapping[str, Any]) -> Reading:
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
    forms = tuple(replace(form, exchanged.get) for form in reference.forms)
    said = {i.name: str(exchanged[i.symbol]) for i in reference.inputs}
    whole = Reference(reference.name, tuple(bound.values()), forms, reference.classes)
    return Reading(arguments, frozenset(vectors), whole, said)


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
    for form, _ in FORMS[1:]:
        if value.xreplace({symbol: u}) == form.of:
            return form.domain
    return domain if value == symbol else reals
