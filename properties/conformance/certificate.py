"""What is said of a written loss: its formulas, how each is proved, on which range it keeps its digits, and what is lost."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sympy import Symbol

from properties.conformance.accuracy import Output
from properties.conformance.measured import KEPT, Measure
from properties.conformance.reference import Input, LossReference
from properties.conformance.stable import Form
from properties.words import wrap
from symbolic.core.terms import replace
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

WIDE = 88
MEANT = {
    log1p: "log1p(u) = log(1 + u)",
    expm1: "expm1(u) = exp(u) - 1",
    logaddexp: "logaddexp(u, v) = log(exp(u) + exp(v))",
    expit: "expit(u) = 1/(1 + exp(-u))",
    xlogy: "xlogy(u, v) = u log(v), 0 at u = 0",
    xlog1py: "xlog1py(u, v) = u log(1 + v), 0 at u = 0",
    deviance: "deviance(u, v) = u log(u/v) + v - u (Loader, Computation of binomial probabilities, 2000)",
    binet: "binet(0, u) = log Gamma(u) - (u - 1/2) log(u) + u - log(2 pi)/2 and binet(n, u), its n-th derivative "
    "(NIST Digital Library of Mathematical Functions, section 5.11)",
    log_i0e: "log_i0e(u) = log(I_0(u)) - u, with the modified Bessel function I_0",
}
NOTE = (
    "What is said of digits was measured in float64 against certified values: errors are in units in the last place, "
    "divided by 1 + the condition number there, and not counted below 1e-300. A derivative is said of points that are "
    "no kinks."
)


@dataclass(frozen=True)
class Chosen:
    """The value, or a derivative in the predictions `entry`: its form and how it does; of how many it was chosen."""

    output: Output
    entry: tuple[str, ...]
    form: Form
    measure: Measure
    proved: int

    @property
    def within_bar(self) -> bool:
        return self.measure.range is not None


def docstring(held: LossReference, entries: Sequence[Chosen], names: Mapping[Symbol, str], library: str) -> str:
    """The docstring of a file.

    Arguments: `names` of the arguments; `library`, what the file needs and who wrote it, in words.
    """
    lines = [f'"""The loss of {held.name}, with gradient and Hessian.', "", *_wrapped("", library), ""]
    lines += [*_wrapped("    ", formula(held.forms[0])), ""]
    for i in held.inputs:
        called = names[i.symbol] + (f" ({i.name})" if names[i.symbol] != i.name else "")
        lines += _wrapped("    ", f"{called}: {i.role.value}, in {i.domain}")
    lines += ["", *_wrapped("", NOTE)]
    for e in entries:
        lines += ["", title(e), *_wrapped("    ", formula(e.form.tree))]
        lines += _wrapped("    ", f"{proof(e)} {digits(held, e)}")
    used = [said for kind, said in MEANT.items() if any(e.form.tree.atoms(kind) for e in entries)]
    if used:
        lines += ["", "Here", *(line for said in used for line in _wrapped("    ", said))]
    return "\n".join([*lines, '"""'])


def title(e: Chosen) -> str:
    """Which entry it is, in words."""
    return "Value" if not e.entry else f"{e.output.value.capitalize()} in {', '.join(e.entry)}"


def formula(tree: Any) -> str:
    """A form as text: cases in words, without what only keeps a program from dividing by 0."""
    tree = replace(tree, lambda t: t.args[0] if isinstance(t, instead) else None)
    if isinstance(tree, choose):
        label, value, one, other = tree.args
        return f"{formula(one)} where {label} = {value}; else {formula(other)}"
    return str(tree)


def proof(e: Chosen) -> str:
    """By whom it is proved that the form is the value or the derivative."""
    if e.form.prover == "itself":
        return "As it is declared."
    if e.form.prover == "derivative":
        return "The derivative of a form that is proved."
    what = "the loss" if e.output is Output.VALUE else "the derivative of a form that is proved"
    return f"Proved equal to {what} (prover: {e.form.prover})."


def digits(held: LossReference, e: Chosen) -> str:
    """Where an entry keeps its digits, and the first point where it does not."""
    m = e.measure
    if bound := [names for names in held.simplexes if set(names) & set(e.entry)]:
        return f"Not measured: {', '.join(bound[0])} add up to 1, and none of them moves alone."
    if m.range is not None:
        text = f"At most {m.worst:.2g} units at {m.points} points with {_spans(held.inputs, m)}."
    else:
        text = f"No range is known on which it keeps within {KEPT:g} units"
        text += f": up to {m.worst:.2g} for moderate numbers." if m.worst < math.inf else "."
    if m.lost is None:
        return text
    point = ", ".join(f"{i.name} = {number(x)}" for i, x in zip(held.inputs, m.lost.at.point, strict=True))
    how = m.lost.edge.value if m.lost.edge is not None else f"off by {m.lost.blamed:.2g} units"
    return f"{text} {'Beyond, such as at' if m.range else 'At'} {point}: {how}."


def _spans(inputs: Sequence[Input], m: Measure) -> str:
    """The inputs by their intervals."""
    by: dict[str, list[str]] = {}
    for i in inputs:
        low, high = m.range.interval(i) if m.range is not None else (-math.inf, math.inf)
        beside = f" (0, or from {least:g} on in size)" if m.range is not None and (least := m.range.least(i)) else ""
        by.setdefault(f"[{number(low, 1)}, {number(high, -1)}]{beside}", []).append(i.name)
    return "; ".join(f"{', '.join(names)} in {interval}" for interval, names in by.items())


def number(x: float, inwards: int = 0) -> str:
    """A float in few digits, exactly; or, of an end of a range, with `inwards` its side, a number that is further inside."""
    short = f"{x:.6g}"
    near = float(short)
    return short if near == x or (near - x) * inwards > 0 else repr(x)


def _wrapped(indent: str, text: str) -> list[str]:
    rows = wrap(text.replace("\\", "/"), WIDE - len(indent), 2 if indent else 0)
    return [indent + row for row in rows] or [""]
