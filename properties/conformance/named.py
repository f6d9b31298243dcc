"""What the command names: a callable, and pairs of names and values. No text of a user is ever run."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from sympy import Symbol, pi

from properties.conformance import references
from properties.conformance.reference import Referable
from properties.errors import InputError
from properties.loading import load, load_file
from symbolic.core.domains import reals
from symbolic.core.errors import DerivationError
from symbolic.core.terms import parameter, replace
from symbolic.reader import written


def callable_of(target: str) -> Callable[..., Any]:
    """The object that FILE.py:name or module:name stands for. Raises InputError where there is none."""
    place, colon, name = target.rpartition(":")
    if not colon or not place or not name:
        raise InputError(f"{target}: name a function, as FILE.py:function or module:function.")
    if place.endswith(".py"):
        home: Any = load_file(Path(place))
    else:
        try:
            home = importlib.import_module(place)
        except ImportError as error:
            raise InputError(f"{target}: {place} cannot be imported: {error}.") from None
    for part in name.split("."):
        if not hasattr(home, part):
            raise InputError(f"{target}: there is no {name} in {place}.")
        home = getattr(home, part)
    found: Callable[..., Any] = home
    return found


def referable(target: str) -> Referable:
    """What a function may be held to: a loss of the references, or a derivation or family, by its name or place.

    Raises InputError where there is none; where a name is nearly that of a reference, the message says so.
    """
    known = references.names()
    if target in known:
        return references.load(target)
    try:
        return load(target)[0]
    except InputError as error:
        near = get_close_matches(target, known, n=1, cutoff=0.75)
        if near:
            raise InputError(f"{error} Of the references, {near[0]} is the nearest.") from None
        raise


def pairs(text: str, option: str) -> dict[str, str]:
    """NAME=VALUE,... as a mapping. Raises InputError."""
    found: dict[str, str] = {}
    for part in filter(None, (p.strip() for p in _split(text))):
        name, equals, value = part.partition("=")
        if not equals or not name.strip() or not value.strip():
            raise InputError(f"{option} {text}: write NAME=VALUE, several with commas between them; {part!r} is none.")
        found[name.strip()] = value.strip()
    return found


def _split(text: str) -> list[str]:
    """At the commas outside of brackets."""
    parts, depth = [""], 0
    for c in text:
        depth += (c in "([") - (c in ")]")
        if c == "," and not depth:
            parts.append("")
        else:
            parts[-1] += c
    return parts


def assignments(stated: Mapping[str, str]) -> dict[str, Any]:
    """A reading: the name of an input, or an expression in arguments."""
    return {name: assignment(name, value) for name, value in stated.items()}


@dataclass(frozen=True, slots=True)
class Softmax:
    """The probabilities of all classes, by the name of what their logits are."""

    of: str

    def __str__(self) -> str:
        return f"softmax({self.of})"


def assignment(name: str, value: str) -> Any:
    """One of them: a name as it is, the softmax of one, or the expression that is written. Raises InputError."""
    softmax = re.fullmatch(r"softmax\(\s*([A-Za-z_]\w*)\s*\)", value)
    if softmax is not None:
        return Softmax(softmax[1])
    return value if value.isidentifier() else expression(f"reading {name}", value)


def expression(name: str, value: str) -> Any:
    """An expression in arguments by their names; what is wrong with it is told of `name`. Raises InputError."""
    names = {*re.findall(r"\b[A-Za-z_]\w*\b(?!\s*\()", value)} - {"pi"}  # what is followed by a bracket is a function
    standing = {
        n: parameter(f"a{k}", reals) for k, n in enumerate(sorted(names))
    }  # arguments have other names than ours
    try:
        tree = written(value, pi=pi, **standing)
    except DerivationError as error:
        raise InputError(f"{name}={value}: {error}") from None
    return replace(tree, {p: Symbol(n, real=True) for n, p in standing.items()}.get)


def values(stated: Mapping[str, str]) -> dict[str, Any]:
    """CallArguments with their values: true, false, none, a number, or a text."""
    return {name: _value(value) for name, value in stated.items()}


def _value(text: str) -> Any:
    words = {"true": True, "false": False, "none": None}
    if text.lower() in words:
        return words[text.lower()]
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text


def ranges(stated: Mapping[str, str]) -> dict[str, tuple[float, float]]:
    """LOW:HIGH by name. Raises InputError."""
    found = {}
    for name, text in stated.items():
        low, colon, high = text.partition(":")
        try:
            found[name] = float(low), float(high)
        except ValueError:
            raise InputError(f"--within {name}={text}: write LOW:HIGH, such as -30:30.") from None
        if not colon or not found[name][0] <= found[name][1]:
            raise InputError(f"--within {name}={text}: write LOW:HIGH, such as -30:30.")
    return found


def numbers(stated: Mapping[str, str], option: str) -> dict[str, float]:
    """Numbers by name. Raises InputError."""
    found = {}
    for name, text in stated.items():
        try:
            found[name] = float(text)
        except ValueError:
            raise InputError(f"{option} {name}={text}: {text!r} is no number.") from None
    return found
