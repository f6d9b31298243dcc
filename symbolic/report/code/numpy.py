"""NumPy: a loss with its gradient and Hessian as functions on arrays. SciPy is imported where a line needs it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sympy import (
    Abs,
    Expr,
    Max,
    Min,
    Pow,
    Symbol,
    besseli,
    cos,
    cosh,
    erf,
    exp,
    gamma,
    log,
    loggamma,
    polygamma,
    sign,
    sin,
    sinh,
    tan,
    tanh,
)  # fmt: skip

from symbolic.core.terms import AtMost, Same
from symbolic.report.assignments import ROOT, SQUARE, Spelling, folded
from symbolic.report.floating import (
    binet,
    choose,
    deviance,
    expit,
    expm1,
    instead,
    log1p,
    log_i0e,
    logaddexp,
    xlog1py,
    xlogy,
)
from symbolic.report.primitives import brought
from symbolic.report.program import LossProgram, called, definition, lines_of


def _one(name: str) -> Spelling:
    return lambda u: f"{name}({u})"


def _two(name: str) -> Spelling:
    return lambda u, v: f"{name}({u}, {v})"


TABLE: Mapping[type, Spelling] = {
    SQUARE: _one("np.square"), ROOT: _one("np.sqrt"), Pow: _two("np.power"),
    log: _one("np.log"), exp: _one("np.exp"), log1p: _one("np.log1p"), expm1: _one("np.expm1"),
    logaddexp: _two("np.logaddexp"), expit: _one("_expit"),
    xlogy: lambda u, v: f"{u} * np.log(np.where({u} == 0, 1.0, {v}))",
    xlog1py: lambda u, v: f"{u} * np.log1p(np.where({u} == 0, 0.0, {v}))",
    choose: lambda u, c, a, b: f"np.where({u} == {c}, {a}, {b})",
    instead: lambda u, c, d: f"np.where({u} == {c}, {d}, {u})",
    deviance: lambda u, v: f"_deviance({u}, {v})", binet: lambda n, u: f"_binet{n[0]}({u})",
    log_i0e: lambda u: f"_log_i0e({u})",
    Abs: _one("np.abs"), sign: _one("np.sign"), Max: folded("np.maximum"), Min: folded("np.minimum"),
    sin: _one("np.sin"), cos: _one("np.cos"), tan: _one("np.tan"),
    sinh: _one("np.sinh"), cosh: _one("np.cosh"), tanh: _one("np.tanh"),
    loggamma: _one("special.gammaln"), gamma: _one("special.gamma"), erf: _one("special.erf"),
    besseli: lambda n, u: f"special.iv({n}, {u})",
    polygamma: lambda m, u: f"special.digamma({u})" if m == "0.0" else f"special.polygamma({m.partition('.')[0]}, {u})",
    AtMost: lambda u, v: f"np.where({u} <= {v}, 1.0, 0.0)", Same: lambda u, v: f"np.where({u} == {v}, 1.0, 0.0)",
}  # fmt: skip

# what they cost for one number, in tenths of a product's cost: it orders forms that are accurate alike
COST: Mapping[type, int] = {
    SQUARE: 10, ROOT: 15, Pow: 200, log: 60, exp: 50, log1p: 110, expm1: 110, logaddexp: 200, expit: 130,
    xlogy: 90, xlog1py: 140, choose: 30, instead: 30, Max: 12, Min: 12, deviance: 350, binet: 500, log_i0e: 500,
    Abs: 10, sign: 15, sin: 150, cos: 150, tan: 200,
    sinh: 200, cosh: 200, tanh: 150, loggamma: 300, gamma: 300, erf: 200, polygamma: 600, besseli: 900, AtMost: 30, Same: 30,
}  # fmt: skip


def candidates(trees: Mapping[str, Expr], arguments: Mapping[Symbol, str]) -> str:
    """A file with a function for each tree, by its name. Raises NotSupported."""
    return _file('"""Forms that are tried."""', [_function(n, [t], arguments) for n, t in trees.items()])


def needs(text: str) -> str:
    """What a file that is written needs, in words."""
    return "NumPy and SciPy" if "special." in text else "NumPy"


def write(program: LossProgram) -> str:
    """The file. Raises NotSupported."""
    parts = [_function(program.name, [program.value], program.arguments, docstring="The loss of each row.")]
    if program.gradient:
        parts += [_stacked(program, 1), _stacked(program, 2), _together(program)]
    return _file(program.docstring, parts)


def _file(docstring: str, parts: Sequence[str]) -> str:
    parts = [*brought(parts, "np", "Floats", "special"), *parts]
    imports = "import numpy as np\nfrom numpy.typing import ArrayLike, NDArray\n"
    imports += "from scipy import special\n" if any("special." in part for part in parts) else ""
    imports = ("from collections.abc import Sequence\n\n" if "_ratio" in "".join(parts) else "") + imports
    head = f"{docstring}\n\nfrom __future__ import annotations\n\n{imports}\nFloats = NDArray[np.float64]\n"
    return "\n\n".join([head, *parts])


def _function(
    name: str, trees: Sequence[Expr], arguments: Mapping[Symbol, str], results: Sequence[str] = (),
    last: Sequence[str] = (), docstring: str = "",
) -> str:  # fmt: skip
    """A function that returns the tree, or puts the results together in its last lines."""
    names = [*arguments.values()]
    body = [f"    {a} = np.asarray({a}, dtype=np.float64)" for a in names]
    body += lines_of(trees, results or ["result"], arguments, TABLE)
    used = {s for t in trees for s in t.free_symbols}
    if not last and set(arguments) <= used:
        last = ["    return np.asarray(result, dtype=np.float64)"]
    elif not last:
        last = [_shape(names), "    return np.broadcast_to(result, shape).copy()"]
    return definition(name, [f"{a}: ArrayLike" for a in names], "Floats", docstring, [*body, *last])


def _shape(names: Sequence[str]) -> str:
    return (
        called("shape = np.broadcast", names, ".shape", "    ") if len(names) > 1 else f"    shape = {names[0]}.shape"
    )


def _stacked(program: LossProgram, order: int) -> str:
    """The gradient or the Hessian: of one prediction an array like the value, else with one or two axes behind."""
    trees = list(program.gradient) if order == 1 else list((program.hessian or {}).values())
    what, size = ("gradient" if order == 1 else "Hessian"), len(program.moving)
    said = f"The {what} of each row in {', '.join(program.moving)}"
    if size == 1:
        return _function(f"{program.name}_{what.lower()}", trees, program.arguments, docstring=f"{said}.")
    axes = ", ".join([str(size)] * order)
    last = [_shape(program.names), f"    result = np.empty((*shape, {axes}))"]
    for i in range(size):
        if order == 1:
            last.append(f"    result[..., {i}] = {program.slopes[i]}")
        else:
            last += [f"    result[..., {i}, {j}] = {program.curvature(i, j)}" for j in range(size)]
    results = program.slopes if order == 1 else program.curvatures
    name, last = f"{program.name}_{what.lower()}", [*last, "    return result"]
    return _function(name, trees, program.arguments, results, last, f"{said}: (..., {axes}).")


def _together(program: LossProgram) -> str:
    given, name = ", ".join(program.names), program.name
    body = [f"    value = {name}({given})", f"    gradient = {name}_gradient({given})"]
    body += [f"    hessian = {name}_hessian({given})", "    return value, gradient, hessian"]
    parameters = [f"{a}: ArrayLike" for a in program.names]
    said = "Value, gradient and Hessian of each row."
    return definition(f"{name}_with_derivatives", parameters, "tuple[Floats, Floats, Floats]", said, body)
