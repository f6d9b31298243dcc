"""Statements by the name of their kind: how an author states one, and what finds the class of a kind."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Any

from sympy.core.relational import Relational

from symbolic import statements
from symbolic.core.errors import MalformedTerm
from symbolic.core.registry import names
from symbolic.core.statement import Statement, read


@cache
def kinds() -> tuple[str, ...]:
    """Every kind of statement there is, by name."""
    return tuple(name.replace("_", " ") for name in names(statements))


@cache
def of_kind(kind: str) -> type[Statement]:
    """The class of a kind: the one that the module of its name defines."""
    module = import_module(f"{statements.__name__}.{kind.replace(' ', '_')}")
    own = [c for c in vars(module).values() if isinstance(c, type) and issubclass(c, Statement)]
    (found,) = (c for c in own if c.__module__ == module.__name__)
    return found


def is_known(statement: Statement) -> bool:
    """Is it of the class of its kind itself? One made from that by inheritance says of itself what it likes."""
    return statement.kind in kinds() and of_kind(statement.kind) is type(statement)


@cache
def of_a_file() -> tuple[str, ...]:
    """The kinds that the file of a family may state."""
    return tuple(kind for kind in kinds() if of_kind(kind).by_a_file)


def Obligation(kind: str, about: tuple[Any, ...], given: tuple[Relational | Statement, ...] = ()) -> Statement:
    """A statement that must hold for a step or a family to be right, for all values of unknowns and data.

    Arguments: `kind`, its name, such as "convex"; `about`, its parts in order, such as (loss, (mu,)); `given`, relations
    that are assumed, and statements that are taken for granted. Raises MalformedTerm where there is no such kind, or where
    it is about something else.
    """
    if not isinstance(kind, str) or kind not in kinds():
        raise MalformedTerm(f"there are no statements of the kind {kind!r}; the kinds are {', '.join(of_a_file())}")
    found = of_kind(kind)
    relations = tuple(g for g in given if isinstance(g, Relational))
    granted = tuple(g for g in given if isinstance(g, Statement))
    if len(relations) + len(granted) != len(given):
        raise MalformedTerm(f"given={given!r}: a statement is given relations and statements, and nothing else")
    return found(*read(found, about), given=relations, granted=granted)
