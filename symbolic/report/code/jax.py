"""JAX: a loss as a pure function that may be compiled and mapped, and is differentiated by the written gradient and Hessian.

Automatic derivatives of a value lose digits where the value does not: of a softplus at 40 the second one is 0. What is
written here is differentiated by what was chosen for the gradient and the Hessian.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sympy import (
    Abs,
    Expr,
    Max,
    Min,
    Pow,
    Symbol,
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
)

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
from symbolic.report.program import LossProgram, called, definition, lines_of, stacked, tupled


def _one(name: str) -> Spelling:
    return lambda u: f"{name}({u})"


TABLE: Mapping[type, Spelling] = {
    SQUARE: _one("jnp.square"), ROOT: _one("jnp.sqrt"), Pow: lambda u, v: f"jnp.power({u}, {v})",
    log: _one("jnp.log"), exp: _one("jnp.exp"), log1p: _one("_log1p"), expm1: _one("_expm1"),
    logaddexp: lambda u, v: f"_logaddexp({u}, {v})", expit: _one("jax.nn.sigmoid"),
    xlogy: lambda u, v: f"{u} * jnp.log(jnp.where({u} == 0, 1.0, {v}))",
    xlog1py: lambda u, v: f"{u} * _log1p(jnp.where({u} == 0, 0.0, {v}))",
    choose: lambda u, c, a, b: f"jnp.where({u} == {c}, {a}, {b})",
    instead: lambda u, c, d: f"jnp.where({u} == {c}, {d}, {u})",
    deviance: lambda u, v: f"_deviance({u}, {v})", binet: lambda n, u: f"_binet{n[0]}({u})",
    log_i0e: lambda u: f"_log_i0e({u})",
    Abs: _one("jnp.abs"), sign: _one("jnp.sign"), Max: folded("jnp.maximum"), Min: folded("jnp.minimum"),
    sin: _one("jnp.sin"), cos: _one("jnp.cos"), tan: _one("jnp.tan"),
    sinh: _one("jnp.sinh"), cosh: _one("jnp.cosh"), tanh: _one("jnp.tanh"),
    loggamma: _one("special.gammaln"), gamma: _one("special.gamma"), erf: _one("special.erf"),
    polygamma: lambda m, u: f"special.digamma({u})" if m == "0.0" else f"special.polygamma({m.partition('.')[0]}, {u})",
    AtMost: lambda u, v: f"jnp.where({u} <= {v}, 1.0, 0.0)", Same: lambda u, v: f"jnp.where({u} == {v}, 1.0, 0.0)",
}  # fmt: skip

COST: Mapping[type, int] = {
    SQUARE: 10, ROOT: 15, Pow: 200, log: 60, exp: 50, log1p: 110, expm1: 110, logaddexp: 200, expit: 100,
    xlogy: 90, xlog1py: 140, choose: 30, instead: 30, Max: 12, Min: 12, deviance: 350, binet: 500, log_i0e: 500,
    Abs: 10, sign: 15, sin: 150, cos: 150, tan: 200,
    sinh: 200, cosh: 200, tanh: 150, loggamma: 300, gamma: 300, erf: 200, polygamma: 600, AtMost: 30, Same: 30,
}  # fmt: skip

ROWS = '''
def _rows(*arguments: ArrayLike) -> list[Array]:
    """The arguments as floating point arrays of one type and one shape."""
    kind = jnp.result_type(float, *arguments)
    return jnp.broadcast_arrays(*(jnp.asarray(a, dtype=kind) for a in arguments))
'''.lstrip()
DIFFERENTIATED = """
@jax.custom_jvp
def {name}(*rows: Array) -> {returned}:
    return {function}(*rows)


@functools.partial({name}.defjvp, symbolic_zeros=True)
def {name}_along(rows: Sequence[Array], tangents: Sequence[Any]) -> Any:
{body}
""".lstrip()
ALONG = '''
def _along(slopes: Sequence[Array], tangents: Sequence[Any]) -> Array:
    """The derivative along the tangents, in the predictions alone."""
    if any(not isinstance(tangents[k], SymbolicZero) for k in FIXED):
{refused}
    found = jnp.zeros_like(slopes[0])
    for slope, tangent in zip(slopes, tangents[START:STOP], strict=True):
        if not isinstance(tangent, SymbolicZero):
            found = found + slope * tangent
    return found
'''.lstrip()
GIVEN = "ArrayLike"


def candidates(trees: Mapping[str, Expr], arguments: Mapping[Symbol, str]) -> str:
    """A file with a function for each tree, by its name. Raises NotSupported."""
    return _file('"""Forms that are tried."""', [_function(n, [t], ["result"], arguments) for n, t in trees.items()])


def needs(text: str) -> str:
    """What a file that is written needs, in words."""
    return "JAX"


def write(program: LossProgram) -> str:
    """The file. Raises NotSupported."""
    name, arguments, said = program.name, program.arguments, ", ".join(program.moving)
    parts = [ROWS, _function("_value", [program.value], ["result"], arguments)]
    if not program.gradient:
        return _file(program.docstring, [*parts, _public(program, "The loss of each row.", "_value")])
    size, first = len(program.moving), program.names.index(program.moving[0])
    curvatures = [*(program.hessian or {}).values()]
    parts.append(_function("_gradient", program.gradient, program.slopes, arguments, True))
    parts.append(_function("_hessian", curvatures, program.curvatures, arguments, True))
    fixed = tupled([str(k) for k, n in enumerate(program.names) if n not in program.moving])
    along = ALONG.replace("FIXED", fixed).replace("START:STOP", f"{first}:{first + size}")
    refused = called("raise NotImplementedError", [f'"{name} is differentiated in {said} alone"'], "", " " * 8)
    parts.append(along.format(refused=refused))
    of_gradient = [f"    {', '.join(program.curvatures) if size > 1 else '(h00,)'} = _hessian(*rows)"]
    entries = [tupled([program.curvature(i, j) for j in range(size)]) for i in range(size)]
    of_gradient += [f"    along{i} = _along({entry}, tangents)" for i, entry in enumerate(entries)]
    of_gradient.append(f"    return _gradient(*rows), {tupled([f'along{i}' for i in range(size)])}")
    of_value = ["    return _value(*rows), _along(_slopes(*rows), tangents)"]
    for kind, function, returned, body in (
        ("_slopes", "_gradient", "tuple[Array, ...]", of_gradient),
        ("_loss", "_value", "Array", of_value),
    ):
        lines = "\n".join(body)
        parts.append(DIFFERENTIATED.format(name=kind, function=function, returned=returned, body=lines))
    parts.append(_public(program, f"The loss of each row. JAX differentiates it in {said}.", "_loss"))
    parts += [stacked(program, order, "jnp", "Array", GIVEN) for order in (1, 2)]
    return _file(program.docstring, [*parts, _together(program)])


def _together(program: LossProgram) -> str:
    given, name = ", ".join(program.names), program.name
    body = [f"    value = {name}({given})", f"    gradient = {name}_gradient({given})"]
    body += [f"    hessian = {name}_hessian({given})", "    return value, gradient, hessian"]
    parameters, said = [f"{a}: {GIVEN}" for a in program.names], "Value, gradient and Hessian of each row."
    return definition(f"{name}_with_derivatives", parameters, "tuple[Array, Array, Array]", said, body)


def _file(docstring: str, parts: Sequence[str]) -> str:
    text = "\n\n".join([*brought(parts, "jnp", "Array", "special"), *parts])
    derived = "custom_jvp" in text
    imports = "import functools\n" if derived else ""
    imports += "from collections.abc import Sequence\n" if "Sequence[" in text else ""
    imports += "from typing import Any\n" if derived else ""
    imports += "\n" if imports else ""
    imports += "import jax\n" if "jax." in text else ""
    imports += "import jax.numpy as jnp\nfrom jax import Array\n"
    imports += "from jax.custom_derivatives import SymbolicZero\n" if derived else ""
    imports += "from jax.scipy import special\n" if "special." in text else ""
    imports += "from jax.typing import ArrayLike\n"
    return f"{docstring}\n\nfrom __future__ import annotations\n\n{imports}\n\n{text}"


def _function(
    name: str, trees: Sequence[Expr], results: Sequence[str], arguments: Mapping[Symbol, str], several: bool = False
) -> str:
    """A function of arrays of one shape, which gives arrays of this shape."""
    names = [*arguments.values()]
    body = lines_of(trees, results, arguments, TABLE)
    for tree, result in zip(trees, results, strict=True):
        if not tree.free_symbols:
            place = next(k for k, line in enumerate(body) if line.startswith(f"    {result} = "))
            body[place] = f"    {result} = jnp.full_like({names[0]}, {body[place].partition(' = ')[2]})"
    returned = "tuple[Array, ...]" if several else "Array"
    last = tupled(results) if several else results[0]
    return definition(name, [f"{a}: Array" for a in names], returned, "", [*body, f"    return {last}"])


def _public(program: LossProgram, docstring: str, function: str) -> str:
    body = [called("rows = _rows", program.names, "", "    "), f"    return {function}(*rows)"]
    return definition(program.name, [f"{a}: {GIVEN}" for a in program.names], "Array", docstring, body)
