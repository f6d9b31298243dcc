"""What is written of a loss, whatever the library: value, gradient and Hessian as expressions, and the layout of functions.

Lines are short and laid out as formatters lay them out, so that a file that is written needs no second hand.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sympy import Expr, Symbol

from symbolic.report.assignments import Assignments, Spelling

WIDTH = 88
TAKEN = re.compile(
    r"(part|g|h|row)\d+|result|shape|value|gradient|hessian|rows|slopes|found|np|special|torch|F|jax|jnp"
)


@dataclass(frozen=True)
class LossProgram:
    """A loss of one row, to be written.

    Arguments: `name` of the function; `docstring` of the file; `arguments`, the names of the inputs by their symbols;
    `moving`, the names of the predictions in order; `value`; `gradient`, an entry for each prediction, or none; `hessian`,
    an entry for each two of them in order.
    """

    name: str
    docstring: str
    arguments: Mapping[Symbol, str]
    moving: tuple[str, ...]
    value: Expr
    gradient: tuple[Expr, ...] = ()
    hessian: Mapping[tuple[int, int], Expr] | None = None

    @property
    def names(self) -> list[str]:
        """Of the arguments."""
        return [*self.arguments.values()]

    @property
    def slopes(self) -> list[str]:
        """Names of the entries of the gradient."""
        return [f"g{k}" for k in range(len(self.gradient))]

    @property
    def curvatures(self) -> list[str]:
        """Names of the entries of the Hessian."""
        return [f"h{i}{j}" for i, j in self.hessian or {}]

    def curvature(self, i: int, j: int) -> str:
        """The name of an entry of the Hessian."""
        return f"h{min(i, j)}{max(i, j)}"


def identifier(name: str, taken: Collection[str] = ()) -> str:
    """A name as Python allows it, that means nothing else in a file that is written."""
    plain = "".join(c if (c.isascii() and c.isalnum()) or c == "_" else "_" for c in name) or "_"
    plain = f"_{plain}" if plain[:1].isdigit() else plain
    while keyword.iskeyword(plain) or keyword.issoftkeyword(plain) or TAKEN.fullmatch(plain) or plain in taken:
        plain += "_"
    return plain


def identifiers(name: str, inputs: Iterable[tuple[Symbol, str]]) -> dict[Symbol, str]:
    """A name for each of some symbols, each another, and none that of the function."""
    found: dict[Symbol, str] = {}
    for symbol, called in inputs:
        found[symbol] = identifier(called, {name, *found.values()})
    return found


def lines_of(
    trees: Sequence[Expr], results: Sequence[str], arguments: Mapping[Symbol, str], table: Mapping[type, Spelling]
) -> list[str]:
    """Lines of a function's body that assign the trees. Raises NotSupported."""
    lines = Assignments(arguments, table, "part")
    lines.write(trees, results)
    return lines.lines


def definition(name: str, parameters: Sequence[str], returned: str, docstring: str, body: Sequence[str]) -> str:
    """A function."""
    said = [f'    """{docstring}"""'] if docstring else []
    return "\n".join([called(f"def {name}", parameters, f" -> {returned}:"), *said, *body, ""])


def called(head: str, parts: Sequence[str], after: str = "", indent: str = "") -> str:
    """`head(parts)after` on a line, or on several where one is too long."""
    line = f"{indent}{head}({', '.join(parts)}){after}"
    if len(line) <= WIDTH:
        return line
    inner = f"{indent}    {', '.join(parts)}"
    if len(inner) <= WIDTH:
        return f"{indent}{head}(\n{inner}\n{indent}){after}"
    return f"{indent}{head}(\n" + "".join(f"{indent}    {p},\n" for p in parts) + f"{indent}){after}"


def tupled(parts: Sequence[str]) -> str:
    """Names as a tuple, with brackets."""
    return f"({', '.join(parts)}{',' if len(parts) == 1 else ''})"


def stacked(program: LossProgram, order: int, library: str, result: str, declared: str) -> str:
    """The gradient or the Hessian for all rows: of one prediction an array like the value, else with further axes behind.

    Arguments: `order`, 1 or 2; `library`, whose `stack` puts arrays together; `declared`, the type of an argument.
    """
    size, said = len(program.moving), ", ".join(program.moving)
    what, names = ("gradient", program.slopes) if order == 1 else ("Hessian", program.curvatures)
    body = [called("rows = _rows", program.names, "", "    ")]
    axes = ", ".join([str(size)] * order)
    docstring = f"The {what} of each row in {said}{f': (..., {axes})' if size > 1 else ''}."
    if size == 1:
        body.append(f"    return _{what.lower()}(*rows)[0]")
    else:
        body.append(f"    {', '.join(names)} = _{what.lower()}(*rows)")
        rows = [names] if order == 1 else [[program.curvature(i, j) for j in range(size)] for i in range(size)]
        texts = [called(f"{library}.stack", [f"[{', '.join(row)}]", "-1"]) for row in rows]
        if order == 1:
            body.append(f"    return {texts[0]}")
        else:
            body += [f"    row{i} = {text}" for i, text in enumerate(texts)]
            body.append(f"    return {library}.stack([{', '.join(f'row{i}' for i in range(size))}], -2)")
    return definition(
        f"{program.name}_{what.lower()}", [f"{a}: {declared}" for a in program.names], result, docstring, body
    )
