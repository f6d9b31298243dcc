"""A loss written as a program: value, gradient and Hessian, each entry in a form that is proved equal and measured stable.

Of the forms that reach the widest range the cheapest is taken, by the target's table of costs: the same call writes the same
file, whatever machine it runs on.
"""

from __future__ import annotations

import math
import tempfile
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from sympy import Derivative, DiracDelta, Expr, Heaviside, Pow, Rational, Symbol

from properties.conformance.accuracy import Output
from properties.conformance.calling import adapters, not_installed
from properties.conformance.measured import BAR, REACH, Measure, Sampled, measure, sample
from properties.conformance.reference import Input, LossReference, reference
from properties.conformance.stable import Form, derivative, forms, tidied
from properties.errors import InputError
from properties.loading import load_file
from symbolic.chain import Chain
from symbolic.core.errors import NotSupported
from symbolic.core.registry import modules
from symbolic.models.family import Family
from symbolic.report import code
from symbolic.report.assignments import ROOT, SQUARE
from symbolic.report.program import LossProgram, identifier, identifiers

WIDE = 88
KINKS = (Heaviside, DiracDelta)
MOST = 5  # derivatives from which rules begin: the cheapest, and that of the form which was chosen


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


@dataclass(frozen=True)
class WrittenLoss:
    """A written loss: the name of its functions, the reference, the entries, the arguments, and the text of the file.

    The arguments are named like the inputs of the reference, in their order, as far as Python has these names free.
    """

    name: str
    target: str
    reference: LossReference
    entries: tuple[Chosen, ...]
    arguments: Sequence[str]
    text: str

    @property
    def within_bar(self) -> bool:
        """Has every entry a range on which it keeps its digits?"""
        return all(e.within_bar for e in self.entries)


def compile_loss(of: Family | Chain, target: str = "numpy", *, classes: int = 0, seed: int = 0) -> WrittenLoss:
    """The loss of a family, a regression or the end of a chain, written for a library.

    Arguments: `target`, such as numpy; `classes`, where a sum goes over all of them; `seed`, of the points.
    Raises InputError where there is no such target, or where it has no spelling for something in the loss.
    """
    known = modules(code)
    if target not in known:
        raise InputError(f"there is no target {target!r}: {', '.join(known)}.")
    held = reference(of, classes=classes)
    name = identifier(held.name)
    if not held.inputs:
        raise InputError(f"{held.name}: its loss has no inputs.")
    sampled = sample(held, seed)
    try:
        entries = tuple(_entries(held, sampled, known[target]))
    except NotSupported as error:
        raise InputError(f"{held.name} cannot be written for {target}: {error}") from None
    program = _program(held, name, entries)
    return WrittenLoss(name, target, held, entries, program.names, known[target].write(program))


# ---- the choice ------------------------------------------------------------------------------------------------------


def _entries(held: LossReference, sampled: Sampled, target: ModuleType) -> list[Chosen]:
    value = forms([Form(held.forms[0], "itself")], held.inputs)
    found = [_chosen(Output.VALUE, (), value, sampled, target)]
    symbols = {i.name: i.symbol for i in held.predictions if i in held.smooth}
    if len(symbols) < len(held.predictions):
        return found  # a prediction that is a whole number: there is nothing to differentiate
    gradient = {}
    for name, s in symbols.items():
        gradient[name] = _derivatives([found[0].form, *value], s, held.inputs, target)
        found.append(_chosen(Output.GRADIENT, (name,), gradient[name], sampled, target))
    order = list(symbols)
    for k, one in enumerate(order):
        for other in order[k:]:
            first = next(e.form for e in found if e.entry == (one,))
            second = _derivatives([first, *gradient[one]], symbols[other], held.inputs, target)
            found.append(_chosen(Output.HESSIAN, (one, other), second, sampled, target))
    return found


def _derivatives(of: Sequence[Form], s: Symbol, inputs: Sequence[Input], target: ModuleType) -> list[Form]:
    """Forms of a derivative: the forms that are differentiated are one function, and so are their derivatives."""
    starts: dict[Expr, Form] = {}
    for form in of:
        try:
            found = tidied(derivative(form.tree, s))
        except NotSupported:
            continue
        if not found.atoms(Derivative, *KINKS):
            starts.setdefault(found, Form(found, "derivative"))
    if not starts:
        raise NotSupported("it has kinks")
    first, *others = starts.values()
    others.sort(key=lambda form: cost(form.tree, target))
    return forms([first, *others[: MOST - 1]], inputs)


def _chosen(
    output: Output, entry: tuple[str, ...], candidates: Sequence[Form], sampled: Sampled, target: ModuleType
) -> Chosen:
    inputs = sampled.reference.inputs
    names = identifiers("", ((i.symbol, i.name) for i in inputs))
    written: dict[str, Form] = {}
    open_ = "no form"
    for k, form in enumerate(candidates):
        try:
            target.candidates({f"form{k}": form.tree}, names)
        except NotSupported as error:
            open_ = str(error)
        else:
            written[f"form{k}"] = form
    if not written:
        raise NotSupported(open_)
    key: Any = entry if len(entry) > 1 else entry[0] if entry else ""
    best: tuple[Any, Form, Measure] | None = None
    module = _loaded(target.candidates({called: form.tree for called, form in written.items()}, names))
    on_arrays = adapters()[target.__name__.rpartition(".")[2]].on_arrays
    for k, (called, form) in enumerate(written.items()):
        measured = measure(sampled, output, key, on_arrays(getattr(module, called)))
        place = REACH.index(measured.range.reach) if measured.range is not None else len(REACH)
        worst = 0 if measured.range is not None else math.frexp(min(measured.worst, 1e300))[1] // 2
        rank = (place, worst, measured.bad.bit_length() // 2, cost(form.tree, target), k)
        if best is None or rank < best[0]:
            best = (rank, form, measured)
    if best is None:
        raise NotSupported("no form")
    return Chosen(output, entry, best[1], best[2], len(candidates))


def cost(tree: Expr, target: ModuleType) -> int:
    """What an expression costs for one number, each part that occurs in it once."""
    table: Mapping[type, int] = target.COST
    total, seen, todo = 0, set(), [tree]
    while todo:
        t: Any = todo.pop()
        if t in seen or not t.args or not t.free_symbols:
            continue
        seen.add(t)
        if isinstance(t, Pow):
            key: Any = {2: SQUARE, -2: SQUARE}.get(t.exp) or (ROOT if abs(t.exp) == Rational(1, 2) else Pow)
            total += 10 if t.exp == -1 else table[key]
        else:
            total += table.get(type(t), 10 * (len(t.args) - 1))
        todo += t.args
    return total


def _loaded(text: str) -> ModuleType:
    with tempfile.TemporaryDirectory() as place:
        file = Path(place, "forms.py")
        file.write_text(text, encoding="utf-8")
        try:
            return load_file(file)
        except InputError as error:
            if isinstance(error.__cause__, ModuleNotFoundError):
                raise not_installed(error.__cause__, "the forms of a written loss are tried") from None
            raise


# ---- the file --------------------------------------------------------------------------------------------------------


def _program(held: LossReference, name: str, entries: Sequence[Chosen]) -> LossProgram:
    by = {o: [e for e in entries if e.output is o] for o in Output}
    names = identifiers(name, ((i.symbol, i.name) for i in held.inputs))
    moving = [i.name for i in held.predictions]
    return LossProgram(
        name,
        _docstring(name, held, entries, names),
        names,
        tuple(names[i.symbol] for i in held.predictions),
        by[Output.VALUE][0].form.tree,
        tuple(e.form.tree for e in by[Output.GRADIENT]),
        {(moving.index(e.entry[0]), moving.index(e.entry[1])): e.form.tree for e in by[Output.HESSIAN]},
    )


def _docstring(name: str, held: LossReference, entries: Sequence[Chosen], names: Mapping[Symbol, str]) -> str:
    lines = [f'"""The loss of {name}, written by lossproof.', ""]
    lines += _wrapped("Loss: ", str(held.forms[0]))
    for i in held.inputs:
        lines += _wrapped("    ", f"{names[i.symbol]}, {i.role.value} {i.name} in {i.domain}")
    lines += ["", *_wrapped("", NOTE)]
    for e in entries:
        lines += ["", *_entry(held, e)]
    return "\n".join([*lines, '"""'])


NOTE = (
    "Each form is proved equal to the loss, or is the derivative of one that is, or is proved equal to that, wherever both "
    "are defined (a derivative: but at kinks). What is said of digits was "
    "measured in float64 at points with certified values, in units in the last place divided by 1 + the condition number."
)


def _entry(held: LossReference, e: Chosen) -> list[str]:
    lines = _wrapped(f"{title(e)}: ", str(e.form.tree))
    by = HOW.get(e.form.prover, f"proved equal ({e.form.prover})")
    lines += _wrapped("  ", f"{by}; {digits(held, e)}")
    return lines


HOW = {"itself": "it is as declared", "derivative": "the derivative of a proved form"}


def title(e: Chosen) -> str:
    """Which entry it is, in words."""
    return "Value" if not e.entry else f"{e.output.value.capitalize()} in {', '.join(e.entry)}"


def digits(held: LossReference, e: Chosen) -> str:
    """Where an entry keeps its digits, and the first point where it does not."""
    m = e.measure
    text = f"no range is known on which it keeps within {BAR:.0f} units"
    if m.worst < float("inf"):
        text += f" (up to {m.worst:.2g} for moderate numbers)"
    if m.range is not None:
        spans = "; ".join(
            f"{i.name} in [{low!r}, {high!r}]" for i in held.inputs for low, high in [m.range.interval(i)]
        )
        text = f"at most {m.worst:.2g} units at {m.points} points with {spans}"
    if m.lost is None:
        return f"{text}."
    point = ", ".join(f"{i.name} = {x!r}" for i, x in zip(held.inputs, m.lost.at.point, strict=True))
    how = m.lost.edge.value if m.lost.edge is not None else f"off by {m.lost.blamed:.2g} units"
    return f"{text}. {'Beyond, such as at' if m.range else 'At'} {point}: {how}."


def _wrapped(first: str, text: str) -> list[str]:
    plain = text.replace("\\", "/")
    return textwrap.wrap(first + plain, WIDE, subsequent_indent="    " if first else "", break_long_words=False) or [""]


def as_data(found: WrittenLoss) -> dict[str, Any]:
    """What was written, as JSON holds it."""
    from symbolic.report.plain import FORMAT

    return {
        "format": FORMAT,
        "name": found.name,
        "target": found.target,
        "reference": found.reference.name,
        "loss": str(found.reference.forms[0]),
        "within_bar": found.within_bar,
        "entries": [
            {
                "quantity": e.output.value,
                "inputs": list(e.entry),
                "form": str(e.form.tree),
                "prover": e.form.prover,
                "forms": e.proved,
                "within": None
                if e.measure.range is None
                else {i.name: list(e.measure.range.interval(i)) for i in found.reference.inputs},
                "worst": e.measure.worst if e.measure.worst < float("inf") else None,
                "points": e.measure.points,
                "digits": digits(found.reference, e),
            }
            for e in found.entries
        ],
        "text": found.text,
    }
