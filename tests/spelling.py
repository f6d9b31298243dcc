"""What the tables in `tests/spellings` are made of: true statements as people write them, with false ones that look alike.

A table is a module with `ROWS`, the spellings that its kind of statement is known by, and `drawn`, which makes more of them
at random. It knows what is true by how it makes it, and asks nobody.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from types import ModuleType
from typing import Any

import spellings
from sympy.core.relational import Relational

from symbolic import asking, check, sheet
from symbolic.core.errors import DerivationError, ExtensionError
from symbolic.core.registry import modules
from symbolic.core.statement import Statement
from symbolic.kernel import Derivation, Verdict, judge
from symbolic.models.family import Family
from symbolic.obligations import Obligation

Claim = Statement | Derivation | Family


@dataclass(frozen=True, slots=True)
class Spelling:
    """A true claim, at least three false ones that look like it, and why it is not decided, if it is not."""

    name: str
    true: Claim
    wrong: tuple[Claim, ...]
    open: str = ""


def equal(left: Any, right: Any, *given: Relational | Statement) -> Statement:
    """The statement that two expressions are equal."""
    return Obligation("equal", (left, right), given)


def defined(tree: Any, *given: Relational | Statement) -> Statement:
    """The statement that an expression has a value everywhere."""
    return Obligation("defined", (tree,), given)


def verdict(claim: Claim) -> Verdict | None:
    """What becomes of a claim; None where it is refused as malformed."""
    try:
        match claim:
            case Derivation():
                return check(claim).verdict
            case Family():
                return sheet(claim, declared=True).verdict  # it rests on what is declared alone
            case Statement():
                return judge(claim, asking.provers()).verdict
    except (DerivationError, ExtensionError):
        return None


def tables() -> dict[str, ModuleType]:
    """Every table, by the name of its kind."""
    return modules(spellings)


def draws(table: ModuleType, count: int, seed: int, first: int = 0) -> Iterator[Spelling]:
    """`count` spellings of a table's kind from the `first` on, always the same for one seed."""
    for k in range(first, first + count):
        yield table.drawn(Random(f"{table.__name__} {seed} {k}"))
