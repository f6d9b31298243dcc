"""Expressions as written: SymPy's constructors simplify `y/y` to 1 before anybody can ask whether y may be 0.

The text is parsed by Python's own parser and built node by node; nothing is evaluated, and no text is ever run.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from sympy import Abs, Add, Expr, Integer, Max, Min, Mul, Pow, Rational, exp, log

from symbolic.core.errors import MalformedTerm
from symbolic.core.terms import Sample, raw
from symbolic.functions import ROWS

FUNCTIONS: dict[str, type[Expr]] = {"log": log, "exp": exp, "abs": Abs, "Abs": Abs}
SPELLED: dict[
    str, Callable[[Expr], Expr]
] = {  # what has a name for the sake of its digits, and is read as what it means
    "log1p": lambda u: raw(log, (raw(Add, (Integer(1), u)),)),
    "expm1": lambda u: raw(Add, (raw(exp, (u,)), Integer(-1))),
}
OF_SEVERAL: dict[str, type[Expr]] = {"max": Max, "min": Min}
METHODS = ("sum", "product")
MAX_LENGTH = 2000


def written(text: str, **names: object) -> Expr:
    """The expression that `text` spells, with none of SymPy's automatic simplification.

    Arguments: `text`, Python arithmetic with log, exp, sqrt, abs, max, min and the functions of `symbolic.functions`, such
    as "y/y"; `names`, what each name in it stands for: parameters, samples (with `x.i`, `x.n`, `x.sum(...)`,
    `x.product(...)`), densities. Raises MalformedTerm with the smallest part that is not understood.
    """
    if not isinstance(text, str):
        raise MalformedTerm(f'written({text!r}): it takes a text, such as written("y/y", y=y).')
    if len(text) > MAX_LENGTH:
        raise MalformedTerm(f"written(...): {len(text)} characters are more than {MAX_LENGTH}.")
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise MalformedTerm(f"written({text!r}): {error}") from None
    try:
        return _Reader(text, names).read(tree.body)
    except RecursionError:
        raise MalformedTerm("written(...): the expression is nested too deeply.") from None


def known() -> tuple[str, ...]:
    """The names of functions that are understood."""
    return *FUNCTIONS, *SPELLED, *OF_SEVERAL, *ROWS


class _Reader:
    def __init__(self, text: str, names: dict[str, object]) -> None:
        self.text, self.names = text, names

    def read(self, node: ast.expr) -> Any:
        read = self.read
        match node:
            case ast.Constant(value=int() as value) if not isinstance(value, bool):
                return Integer(value)
            case ast.Constant(value=float()):
                raise self.error(node, "a float is not exact: write a fraction such as 1/2")
            case ast.Name(id=name) if isinstance(self.names.get(name), Expr):
                return self.names[name]
            case ast.Name(id=name) if name in self.names:
                raise self.error(node, "it stands for no expression: write x.i or x.n of a sample, q(x.i) of a density")
            case ast.Attribute(value=ast.Name(id=name), attr="i" | "n" | "outcome" as attribute) if isinstance(
                self.names.get(name), Sample
            ):
                return getattr(self.names[name], attribute)
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() as value)) if not isinstance(value, bool):
                return Integer(-value)
            case ast.UnaryOp(op=ast.USub(), operand=inner):
                return raw(Mul, (Integer(-1), read(inner)))
            case ast.UnaryOp(op=ast.UAdd(), operand=inner):
                return read(inner)
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                return raw(Add, (read(left), read(right)))
            case ast.BinOp(left=left, op=ast.Sub(), right=right):
                return raw(Add, (read(left), raw(Mul, (Integer(-1), read(right)))))
            case ast.BinOp(left=left, op=ast.Mult(), right=right):
                return raw(Mul, (read(left), read(right)))
            case ast.BinOp(left=ast.Constant(value=int() as p), op=ast.Div(), right=ast.Constant(value=int() as q)) if (
                q
            ):
                return Rational(p, q)
            case ast.BinOp(left=left, op=ast.Div(), right=right):
                return raw(Mul, (read(left), raw(Pow, (read(right), Integer(-1)))))
            case ast.BinOp(left=left, op=ast.Pow(), right=right):
                exponent = read(right)
                return raw(Pow, (read(left), exponent))
            case ast.Call(func=ast.Name(id="sqrt"), args=[inner], keywords=[]) if "sqrt" not in self.names:
                return raw(Pow, (read(inner), Rational(1, 2)))
            case ast.Call(func=ast.Name(id=name), args=[_, *_] as args, keywords=[]) if (
                name in known() and name not in self.names
            ):
                return self._function(node, name, len(args))(*map(read, args))
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=method), args=[body], keywords=[]) if (
                isinstance(self.names.get(name), Sample) and method in METHODS
            ):
                return getattr(self.names[name], method)(read(body))
            case ast.Call(func=ast.Name(id=name), args=args, keywords=keywords) if callable(
                made := self.names.get(name)
            ):
                if any(k.arg != "given" for k in keywords):
                    raise self.error(node, "the only named argument is `given`")
                return made(*map(read, args), **{str(k.arg): self._condition(k.value) for k in keywords})
        raise self.error(
            node, f"known are arithmetic, {', '.join(known())}, sqrt and {', '.join(self.names) or 'no names'}"
        )

    def _function(self, node: ast.expr, name: str, number: int) -> Callable[..., Expr]:
        """What makes a value of the function of that name, if it takes so many arguments."""
        row = ROWS.get(name)
        if name not in OF_SEVERAL and not (number == 1 if row is None else row.takes(number)):
            raise self.error(node, f"{name} takes {'one argument' if row is None or row.takes(1) else 'two arguments'}")
        if name in SPELLED:
            return SPELLED[name]
        made = {**FUNCTIONS, **OF_SEVERAL}[name] if row is None else row.function
        return lambda *arguments: raw(made, arguments)

    def _condition(self, node: ast.expr) -> Any:
        return tuple(map(self.read, node.elts)) if isinstance(node, ast.Tuple) else self.read(node)

    def error(self, node: ast.expr, what: str) -> MalformedTerm:
        return MalformedTerm(f"written({self.text!r}): {ast.unparse(node)!r} is not understood; {what}.")
