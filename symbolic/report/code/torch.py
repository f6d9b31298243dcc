"""PyTorch: a loss as a function of tensors that autograd differentiates by the written gradient, and this by the Hessian.

Autograd of a value loses digits where the value does not: of a softplus at 40 it says that the curvature is 0. What is
written here is differentiated by what was chosen for the gradient and the Hessian.
"""

from __future__ import annotations

import re
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
from symbolic.report.assignments import ROOT, SQUARE, Spelling, minus
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
    return lambda u: f"torch.{name}({u})"


def _number(text: str) -> bool:
    return bool(re.fullmatch(r"-?[0-9.]+(e[-+]?[0-9]+)?", text))


def _bounded(name: str, keyword: str) -> Spelling:
    """A maximum or minimum: of a tensor and a number, or of tensors."""

    def spelled(*texts: str) -> str:
        numbers, (first, *rest) = [t for t in texts if _number(t)], [t for t in texts if not _number(t)]
        for other in rest:
            first = f"torch.{name}({first}, {other})"
        for n in numbers:
            first = f"torch.clamp({first}, {keyword}={n})"
        return first

    return spelled


def _compared(sign: str) -> Spelling:
    """1 or 0, of the type of what is compared."""
    return lambda u, v: f"({u} {sign} {v}).to({v if _number(u) else u}.dtype)"


def _chosen(u: str, c: str, a: str, b: str) -> str:
    text = f"torch.where({u} == {c}, {a}, {b})"
    return f"{text}.to({u}.dtype)" if _number(a) and _number(b) else text


def _log_of_sum(u: str, v: str) -> str:
    if u == "0.0":
        return f"-F.logsigmoid({minus(v)})"
    return f"torch.logaddexp({u}, {v})"


TABLE: Mapping[type, Spelling] = {
    SQUARE: _one("square"), ROOT: _one("sqrt"), Pow: lambda u, v: f"torch.pow({u}, {v})",
    log: _one("log"), exp: _one("exp"), log1p: _one("log1p"), expm1: _one("expm1"),
    logaddexp: _log_of_sum, expit: lambda u: f"torch.sigmoid({u})",
    xlogy: lambda u, v: f"{u} * torch.log(torch.where({u} == 0, 1.0, {v}))",
    xlog1py: lambda u, v: f"{u} * torch.log1p(torch.where({u} == 0, 0.0, {v}))",
    choose: _chosen,
    instead: lambda u, c, d: f"torch.where({u} == {c}, {d}, {u})",
    deviance: lambda u, v: f"_deviance({u}, {v})", binet: lambda n, u: f"_binet{n[0]}({u})",
    log_i0e: lambda u: f"_log_i0e({u})",
    Abs: _one("abs"), sign: _one("sign"), Max: _bounded("maximum", "min"), Min: _bounded("minimum", "max"),
    sin: _one("sin"), cos: _one("cos"), tan: _one("tan"), sinh: _one("sinh"), cosh: _one("cosh"), tanh: _one("tanh"),
    loggamma: _one("lgamma"), erf: _one("erf"),
    polygamma: lambda m, u: f"torch.digamma({u})" if m == "0.0" else f"torch.polygamma({m.partition('.')[0]}, {u})",
    AtMost: _compared("<="), Same: _compared("=="),
}  # fmt: skip

COST: Mapping[type, int] = {
    SQUARE: 10, ROOT: 15, Pow: 200, log: 60, exp: 50, log1p: 110, expm1: 110, logaddexp: 200, expit: 100,
    xlogy: 90, xlog1py: 140, choose: 30, instead: 30, Max: 12, Min: 12, deviance: 350, binet: 500, log_i0e: 500,
    Abs: 10, sign: 15, sin: 150, cos: 150, tan: 200,
    sinh: 200, cosh: 200, tanh: 150, loggamma: 300, erf: 200, polygamma: 600, AtMost: 30, Same: 30,
}  # fmt: skip

GIVEN = "Tensor | float"  # what an argument may be
ROWS = '''
def _rows(*arguments: Tensor | float) -> list[Tensor]:
    """The arguments as tensors of one floating point type and one shape."""
    tensors = [a for a in arguments if isinstance(a, Tensor)]
    kind, device = torch.get_default_dtype(), tensors[0].device if tensors else None
    for a in tensors:
        kind = torch.promote_types(kind, a.dtype)
    found = [torch.as_tensor(a, dtype=kind, device=device) for a in arguments]
    together: Callable[..., list[Tensor]] = torch.broadcast_tensors
    return list(together(*found))
'''.lstrip()
FUNCTION = '''
class {name}(torch.autograd.Function):
    """{docstring}"""

    generate_vmap_rule = True

    @staticmethod
    def forward(*inputs: Tensor) -> {returned}:
        return {function}(*inputs)

    @staticmethod
    def setup_context(ctx: Any, inputs: tuple[Tensor, ...], output: Any) -> None:
        ctx.save_for_backward(*inputs)
        ctx.set_materialize_grads(False)

    @staticmethod
    def backward(ctx: Any, *slopes: Tensor | None) -> tuple[Tensor | None, ...]:
{backward}
'''.lstrip()
APPLIED = """
_loss: Callable[..., Tensor] = _Value.apply
_slopes: Callable[..., tuple[Tensor, ...]] = _Gradient.apply
""".lstrip()
ALONG = '''
def _along(ctx: Any, slopes: Sequence[Tensor | None], *rows: Any) -> list[Any]:
    """The derivative along the slopes, in the predictions alone."""
    if any(ctx.needs_input_grad[k] for k in FIXED):
{refused}
    found = []
    for row in rows:
        parts = [s * r for s, r in zip(slopes, row, strict=True) if s is not None]
        found.append(sum(parts[1:], parts[0]) if parts else None)
    return found
'''.lstrip()


def candidates(trees: Mapping[str, Expr], arguments: Mapping[Symbol, str]) -> str:
    """A file with a function for each tree, by its name. Raises NotSupported."""
    return _file('"""Forms that are tried."""', [_function(n, [t], ["result"], arguments) for n, t in trees.items()])


def needs(text: str) -> str:
    """What a file that is written needs, in words."""
    return "PyTorch"


def write(program: LossProgram) -> str:
    """The file. Raises NotSupported."""
    arguments, said = program.arguments, ", ".join(program.moving)
    parts = [ROWS, _function("_value", [program.value], ["result"], arguments)]
    if not program.gradient:
        return _file(program.docstring, [*parts, _public(program, "The loss of each row.", "_value")])
    size, curvatures = len(program.moving), [*(program.hessian or {}).values()]
    parts.append(_function("_gradient", program.gradient, program.slopes, arguments, True))
    parts.append(_function("_hessian", curvatures, program.curvatures, arguments, True))
    refused = called("raise NotImplementedError", [f'"differentiated in {said} alone: detach the others"'], "", " " * 8)
    fixed = tupled([str(k) for k, n in enumerate(program.names) if n not in program.moving])
    parts.append(ALONG.replace("FIXED", fixed).format(refused=refused))
    of_value = ["gradient = _slopes(*ctx.saved_tensors)", "found = _along(ctx, slopes, *((g,) for g in gradient))"]
    entries = [tupled([program.curvature(i, j) for j in range(size)]) for i in range(size)]
    unpacked = f"{', '.join(program.curvatures) if size > 1 else '(h00,)'} = _hessian(*ctx.saved_tensors)"
    of_gradient = [unpacked, called("found = _along", ["ctx", "slopes", *entries], "", " " * 8).lstrip()]
    before = program.names.index(program.moving[0])
    returned = ["None"] * before + ["*found"] + ["None"] * (len(program.names) - before - size)
    last = f"return {tupled(returned)[1:-1]}" if len(returned) > 1 else "return tuple(found)"
    for kind, docstring, function, what, body in (
        ("_Value", "The value: its derivative is the gradient.", "_value", "Tensor", of_value),
        ("_Gradient", "The gradient: its derivative is the Hessian.", "_gradient", "tuple[Tensor, ...]", of_gradient),
    ):
        lines = "\n".join(" " * 8 + line for line in [*body, last])
        parts.append(FUNCTION.format(name=kind, docstring=docstring, function=function, returned=what, backward=lines))
    parts.append(APPLIED)
    parts.append(_public(program, f"The loss of each row. Autograd gives its derivatives in {said}.", "_loss"))
    parts += [stacked(program, order, "torch", "Tensor", GIVEN) for order in (1, 2)]
    return _file(program.docstring, [*parts, _together(program)])


def _together(program: LossProgram) -> str:
    given, name = ", ".join(program.names), program.name
    body = [f"    value = {name}({given})", f"    gradient = {name}_gradient({given})"]
    body += [f"    hessian = {name}_hessian({given})", "    return value, gradient, hessian"]
    parameters, said = [f"{a}: {GIVEN}" for a in program.names], "Value, gradient and Hessian of each row."
    return definition(f"{name}_with_derivatives", parameters, "tuple[Tensor, Tensor, Tensor]", said, body)


def _file(docstring: str, parts: Sequence[str]) -> str:
    text = "\n\n".join([*brought(parts, "torch", "Tensor", "torch.special"), *parts])
    used = [name for name in ("Callable", "Sequence") if f"{name}[" in text]
    imports = f"from collections.abc import {', '.join(used)}\n" if used else ""
    imports += ("from typing import Any\n" if "Any" in text else "") + ("\n" if used else "")
    imports += (
        "import torch\n" + ("import torch.nn.functional as F\n" if "F." in text else "") + "from torch import Tensor\n"
    )
    return f"{docstring}\n\nfrom __future__ import annotations\n\n{imports}\n\n{text}"


def _function(
    name: str, trees: Sequence[Expr], results: Sequence[str], arguments: Mapping[Symbol, str], several: bool = False
) -> str:
    """A function of tensors of one shape, which gives tensors of this shape."""
    names = [*arguments.values()]
    body = lines_of(trees, results, arguments, TABLE)
    for tree, result in zip(trees, results, strict=True):
        if not tree.free_symbols:
            place = next(k for k, line in enumerate(body) if line.startswith(f"    {result} = "))
            body[place] = f"    {result} = torch.full_like({names[0]}, {body[place].partition(' = ')[2]})"
    returned = "tuple[Tensor, ...]" if several else "Tensor"
    last = tupled(results) if several else results[0]
    return definition(name, [f"{a}: Tensor" for a in names], returned, "", [*body, f"    return {last}"])


def _public(program: LossProgram, docstring: str, function: str) -> str:
    body = [called("rows = _rows", program.names, "", "    "), f"    return {function}(*rows)"]
    return definition(program.name, [f"{a}: {GIVEN}" for a in program.names], "Tensor", docstring, body)
