"""NumPy: a loss with its gradient and Hessian as functions on arrays. SciPy is imported where there are log Gammas."""

from __future__ import annotations

from collections.abc import Mapping

from sympy import (
    Abs,
    Max,
    Min,
    Pow,
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
from symbolic.report.assignments import ROOT, SQUARE, Spelling
from symbolic.report.floating import choose, expit, expm1, log1p, logaddexp, xlog1py, xlogy


def _one(name: str) -> Spelling:
    return lambda u: f"{name}({u})"


def _two(name: str) -> Spelling:
    return lambda u, v: f"{name}({u}, {v})"


def _folded(name: str) -> Spelling:
    def spelled(first: str, *rest: str) -> str:
        for other in rest:
            first = f"{name}({first}, {other})"
        return first

    return spelled


TABLE: Mapping[type, Spelling] = {
    SQUARE: _one("np.square"), ROOT: _one("np.sqrt"), Pow: _two("np.power"),
    log: _one("np.log"), exp: _one("np.exp"), log1p: _one("np.log1p"), expm1: _one("np.expm1"),
    logaddexp: _two("np.logaddexp"), expit: lambda u: f"np.exp(-np.logaddexp(0.0, -{u}))",
    xlogy: lambda u, v: f"{u} * np.log(np.where({u} == 0, 1.0, {v}))",
    xlog1py: lambda u, v: f"{u} * np.log1p(np.where({u} == 0, 0.0, {v}))",
    choose: lambda u, c, a, b: f"np.where({u} == {c}, {a}, {b})",
    Abs: _one("np.abs"), sign: _one("np.sign"), Max: _folded("np.maximum"), Min: _folded("np.minimum"),
    sin: _one("np.sin"), cos: _one("np.cos"), tan: _one("np.tan"),
    sinh: _one("np.sinh"), cosh: _one("np.cosh"), tanh: _one("np.tanh"),
    loggamma: _one("special.gammaln"), gamma: _one("special.gamma"), erf: _one("special.erf"),
    besseli: lambda n, u: f"special.iv({n}, {u})",
    polygamma: lambda m, u: f"special.digamma({u})" if m == "0.0" else f"special.polygamma({m.partition('.')[0]}, {u})",
    AtMost: lambda u, v: f"np.where({u} <= {v}, 1.0, 0.0)", Same: lambda u, v: f"np.where({u} == {v}, 1.0, 0.0)",
}  # fmt: skip

# what they cost for one number, in tenths of a product's cost: it orders forms that are accurate alike
COST: Mapping[type, int] = {
    SQUARE: 10, ROOT: 15, Pow: 200, log: 60, exp: 50, log1p: 110, expm1: 110, logaddexp: 200, expit: 270,
    xlogy: 90, xlog1py: 140, choose: 30, Max: 12, Min: 12, Abs: 10, sign: 15, sin: 150, cos: 150, tan: 200,
    sinh: 200, cosh: 200, tanh: 150, loggamma: 300, gamma: 300, erf: 200, polygamma: 600, besseli: 900, AtMost: 30, Same: 30,
}  # fmt: skip


def header(docstring: str, special: bool) -> str:
    """The beginning of a file."""
    imports = "import numpy as np\nfrom numpy.typing import ArrayLike, NDArray\n"
    imports += "from scipy import special\n" if special else ""
    return f"{docstring}\n\nfrom __future__ import annotations\n\n{imports}\nFloats = NDArray[np.float64]\n"


def signature(name: str, arguments: list[str], returned: str) -> str:
    """The first line of a function, or several where it is too long for one."""
    parts = [f"{a}: ArrayLike" for a in arguments]
    line = f"def {name}({', '.join(parts)}) -> {returned}:"
    if len(line) <= 88:
        return line
    inner = f"    {', '.join(parts)}"
    if len(inner) <= 88:
        return f"def {name}(\n{inner}\n) -> {returned}:"
    return f"def {name}(\n" + "".join(f"    {p},\n" for p in parts) + f") -> {returned}:"


def arrays(arguments: list[str]) -> list[str]:
    """What makes the arguments arrays."""
    return [f"    {a} = np.asarray({a}, dtype=np.float64)" for a in arguments]
