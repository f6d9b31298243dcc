"""Expressions as lines of Python: an assignment for each part that occurs more than once, or is too long for a line.

Which function a target has for a node stands in the target's table. Constants are written as the nearest float64.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

from sympy import Add, Expr, Float, Integer, Mul, Pow, Rational, Symbol

from symbolic.core.errors import NotSupported
from symbolic.core.terms import AtMost, Same
from symbolic.report.floating import Floating, xlog1py, xlogy

SUM, PRODUCT, ATOM = 0, 1, 2
LONG, FULL = 48, 66  # letters of a part, and of what is put together of two
LOOSE = {
    xlogy: PRODUCT,
    xlog1py: PRODUCT,
    AtMost: ATOM,
    Same: ATOM,
}  # whose arguments stand beside operators
Spelling = Callable[..., str]  # of the texts of the arguments


def folded(name: str) -> Spelling:
    """How a function of two arguments is spelled of several: from the first on."""

    def spelled(first: str, *rest: str) -> str:
        for other in rest:
            first = f"{name}({first}, {other})"
        return first

    return spelled


class Assignments:
    """Lines in the making.

    Arguments: `names`, of the symbols; `table`, how a target spells a function of given arguments, by class; `prefix`, of
    the names of parts; `indent`, in front of each line.
    """

    def __init__(
        self, names: Mapping[Symbol, str], table: Mapping[type, Spelling], prefix: str = "t", indent: str = "    "
    ) -> None:
        self.names, self.table, self.prefix, self.indent = names, table, prefix, indent
        self.lines: list[str] = []
        self._parts = 0
        self._known: dict[Any, str] = {}
        self._often: Counter[Any] = Counter()

    def write(self, trees: Sequence[Expr], targets: Sequence[str]) -> None:
        """Assigns each tree to its target. Raises NotSupported for a node that the table does not have."""
        for tree in trees:
            self._count(tree)
        for tree, target in zip(trees, targets, strict=True):
            text = (self._text(tree) if self._often[tree] > 1 or not tree.args else self._written(tree))[0]
            self.lines.append(f"{self.indent}{target} = {text}")

    def _count(self, tree: Any) -> None:
        self._often[tree] += 1
        if self._often[tree] == 1 and not _constant(tree):
            for part in tree.args:
                self._count(part)

    def _text(self, tree: Any) -> tuple[str, int]:
        """The text, and how tightly it binds."""
        if tree in self._known:
            return self._known[tree], ATOM
        text, bond = self._written(tree)
        shared = self._often[tree] > 1 and tree.args and not _constant(tree)
        if shared or len(text) > LONG:
            self._known[tree] = text = self._named(text)
            return text, ATOM
        return text, bond

    def _named(self, text: str) -> str:
        """The name of a part, which is assigned here."""
        self._parts += 1
        text = text[1:-1] if _in_brackets(text) else text
        name = f"{self.prefix}{self._parts}"
        self.lines.append(f"{self.indent}{name} = {text}")
        return name

    def _written(self, tree: Any) -> tuple[str, int]:
        if isinstance(tree, Symbol):
            return self.names[tree], ATOM
        if _constant(tree):
            return constant(tree), ATOM if not _negative(tree) else SUM
        if isinstance(tree, Add):
            return self._sum(tree.args), SUM
        if isinstance(tree, Mul):
            return self._product(tree.args)
        if isinstance(tree, Pow):
            return self._power(tree.base, tree.exp)
        spelling = self.table.get(type(tree))
        if spelling is None:
            raise NotSupported(f"{type(tree).__name__} has no spelling in this target: {tree}")
        if type(tree) in LOOSE:
            return spelling(*map(self._factor, tree.args)), LOOSE[type(tree)]
        texts = [self._text(a)[0] for a in tree.args]
        if len(spelling(*texts)) > FULL:
            texts = [t if t.isidentifier() or len(t) < 10 else self._named(t) for t in texts]
        text = spelling(*texts)
        return text, SUM if text.startswith("-") else ATOM

    def _sum(self, parts: Sequence[Any]) -> str:
        numbers = [p for p in parts if _constant(p)]
        moving = sorted(
            (p for p in parts if not _constant(p)), key=_depth, reverse=True
        )  # no array waits for a longer one
        ordered = sorted([*moving, *([Add(*numbers)] if numbers else [])], key=_negative)
        text = ""
        for part in ordered:
            minus = _negative(part)
            one, bond = self._text(_without_sign(part) if minus else part)
            one = f"({one})" if bond == SUM and (minus or (text and one.startswith("-"))) else one
            text = self._named(text) if text and len(text) + len(one) > FULL else text
            text += (" - " if minus else " + ") + one if text else f"-{_tight(one, bond)}" if minus else one
        return text

    def _product(self, parts: Sequence[Any]) -> tuple[str, int]:
        numbers = [p for p in parts if _constant(p)]
        if len(numbers) > 1:
            parts = [Mul(*numbers, evaluate=False), *(p for p in parts if not _constant(p))]
        if _negative_number(parts[0]):
            rest = _product_of(-parts[0], *parts[1:])
            one, bond = self._text(rest)
            return f"-{_tight(one, bond)}", PRODUCT
        above, below = [], []
        for part in parts:
            if isinstance(part, Rational):
                above += [part.p] if part.p != 1 else []
                below += [Integer(part.q)] if part.q != 1 else []
            elif isinstance(part, Pow) and isinstance(part.exp, Rational) and part.exp < 0:
                below.append(_inverse(part))
            else:
                above.append(part)
        text = self._multiplied([Integer(a) if isinstance(a, int) else a for a in above]) if above else "1.0"
        if not below:
            return text, PRODUCT
        bottom = self._multiplied(below)
        bottom = bottom if len(below) == 1 else f"({bottom})"
        text = self._named(text) if len(text) + len(bottom) > FULL else text
        bottom = self._named(bottom) if len(text) + len(bottom) > FULL else bottom
        return f"{text} / {bottom}", PRODUCT

    def _multiplied(self, factors: Sequence[Any]) -> str:
        text = ""
        for factor in factors:
            one = self._factor(factor)
            text = self._named(text) if text and len(text) + len(one) > FULL else text
            text += f" * {one}" if text else one
        return text

    def _factor(self, part: Any) -> str:
        one, bond = self._text(part)
        return one if bond == ATOM else f"({one})"

    def _power(self, base: Any, exponent: Any) -> tuple[str, int]:
        if exponent == -1:
            return f"1.0 / {self._factor(base)}", PRODUCT
        if isinstance(exponent, Rational) and exponent < 0:
            return f"1.0 / {self._factor(_inverse(Pow(base, exponent, evaluate=False)))}", PRODUCT
        if exponent == 2:
            return self.table[SQUARE](self._text(base)[0]), ATOM
        if exponent == Rational(1, 2):
            return self.table[ROOT](self._text(base)[0]), ATOM
        return self.table[Pow](self._text(base)[0], self._text(exponent)[0]), ATOM


class SQUARE:
    """The key of u^2 in a table."""


class ROOT:
    """The key of the square root in a table."""


def constant(tree: Expr) -> str:
    """The float64 nearest to a number, with as few digits as single it out. Raises NotSupported where it is not finite."""
    exact, text = tree.evalf(40), ""
    if not (isinstance(exact, Float | Integer) and exact.is_finite):
        raise NotSupported(f"{tree} is no finite number")
    for digits in (15, 16, 17):
        text = f"{Decimal(str(exact)):.{digits}g}"
        if Float(text, precision=53) == Float(exact, precision=53):
            break
    if "e" in text:
        return text
    whole, _, rest = text.partition(".")
    return f"{whole}.{rest.rstrip('0') or '0'}"


def _constant(tree: Any) -> bool:
    return not tree.free_symbols and not isinstance(tree, Floating)


@lru_cache(4096)
def _depth(tree: Any) -> int:
    """How many functions are called within each other."""
    return 1 + max(map(_depth, tree.args)) if tree.args and not _constant(tree) else 0


def _negative_number(tree: Any) -> bool:
    return isinstance(tree, Rational) and bool(tree < 0)


def _negative(tree: Any) -> bool:
    """Is it written with a minus in front?"""
    if _constant(tree):
        number = tree.evalf(20)
        return isinstance(number, Float | Integer) and bool(number < 0)
    return isinstance(tree, Mul) and _negative_number(tree.args[0])


def _without_sign(tree: Any) -> Any:
    if _constant(tree):
        return -tree
    return _product_of(-tree.args[0], *tree.args[1:])


def _product_of(*parts: Any) -> Any:
    rest = [p for p in parts if p != 1]
    return Mul(*rest, evaluate=False) if len(rest) > 1 else rest[0] if rest else Integer(1)


def _inverse(power: Any) -> Any:
    return power.base if power.exp == -1 else Pow(power.base, -power.exp, evaluate=False)


def _in_brackets(text: str) -> bool:
    """Does the first bracket close at the end?"""
    depth = 0
    for place, c in enumerate(text):
        depth += (c == "(") - (c == ")")
        if depth == 0:
            return place == len(text) - 1 and place > 0
    return False


def tight(text: str) -> str:
    """A text that may stand behind a minus: in brackets, unless it is a name, a number or a call."""
    head = re.match(r"[\w.]*", text)
    rest = text[head.end() :] if head is not None else text
    return text if not rest or (rest[0] == "(" and _in_brackets(rest)) else f"({text})"


def minus(text: str) -> str:
    """The text with a minus in front, or without the one that it has."""
    return tight(text[1:]) if text[:1] == "-" and tight(text[1:]) == text[1:] else f"-{tight(text)}"


def _tight(text: str, bond: int) -> str:
    return f"({text})" if bond == SUM else text
