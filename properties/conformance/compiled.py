"""A loss written as a program: value, gradient and Hessian, each entry in a form that is proved equal and measured stable.

Of the forms that reach the widest range the cheapest is taken, by the target's table of costs: the same call writes the same
file, whatever machine it runs on.
"""

from __future__ import annotations

import keyword
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
from properties.conformance.calling import not_installed
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
from symbolic.report.assignments import ROOT, SQUARE, Assignments

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
    """A written loss: the name of its functions, the reference, the entries, and the text of the file."""

    name: str
    target: str
    reference: LossReference
    entries: tuple[Chosen, ...]
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
    name = _identifier(held.name)
    if not held.inputs:
        raise InputError(f"{held.name}: its loss has no inputs.")
    sampled = sample(held, seed)
    try:
        entries = tuple(_entries(held, sampled, known[target]))
    except NotSupported as error:
        raise InputError(f"{held.name} cannot be written for {target}: {error}") from None
    return WrittenLoss(name, target, held, entries, _file(name, held, entries, known[target]))


def _identifier(name: str) -> str:
    plain = "".join(c if c.isalnum() or c == "_" else "_" for c in name)
    plain = f"_{plain}" if plain[:1].isdigit() else plain
    return f"{plain}_" if keyword.iskeyword(plain) or plain in ("np", "special") else plain


def _names(inputs: Sequence[Input]) -> dict[Symbol, str]:
    return {i.symbol: _identifier(i.name) for i in inputs}


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
        found = tidied(derivative(form.tree, s))
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
    written: list[tuple[Form, str]] = []
    open_ = "no form"
    for form in candidates:
        try:
            written.append((form, _function(f"form{len(written)}", [form.tree], inputs, target, "Floats", "")))
        except NotSupported as error:
            open_ = str(error)
    if not written:
        raise NotSupported(open_)
    key: Any = entry if len(entry) > 1 else entry[0] if entry else ""
    best: tuple[Any, Form, Measure] | None = None
    module = _loaded(target.header('"""Forms that are tried."""', True) + "\n\n" + "\n\n".join(t for _, t in written))
    for k, (form, _) in enumerate(written):
        measured = measure(sampled, output, key, getattr(module, f"form{k}"))
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


def _function(
    name: str, trees: Sequence[Expr], inputs: Sequence[Input], target: ModuleType, returned: str, docstring: str,
    result: str = "", results: Sequence[str] = (),
) -> str:  # fmt: skip
    """A function that returns the trees, as `result` puts their names together."""
    names = _names(inputs)
    targets = list(results) or ["result"]
    lines = Assignments(names, target.TABLE, "part")
    lines.write(trees, targets)
    used = {s for t in trees for s in t.free_symbols}
    head = [target.signature(name, list(names.values()), returned)]
    head += [f'    """{docstring}"""'] if docstring else []
    body = target.arrays([*names.values()])
    last = "result"
    if not result and any(i.symbol not in used for i in inputs):
        last = f"np.broadcast_to(result, {_shape([*names.values()])})"
        if len(last) > 70:
            lines.lines.append(f"    shape = {_shape([*names.values()])}")
            last = "np.broadcast_to(result, shape)"
        last += ".copy()"
        return "\n".join([*head, *body, *lines.lines, f"    return {last}", ""])
    return "\n".join([*head, *body, *lines.lines, f"    return {result or 'np.asarray(result, dtype=np.float64)'}", ""])


def _shape(arguments: Sequence[str]) -> str:
    return f"np.broadcast({', '.join(arguments)}).shape" if len(arguments) > 1 else f"{arguments[0]}.shape"


def _file(name: str, held: LossReference, entries: Sequence[Chosen], target: ModuleType) -> str:
    by = {o: [e for e in entries if e.output is o] for o in Output}
    parts: list[str] = []
    inputs = held.inputs
    arguments = [*_names(inputs).values()]
    value = [e.form.tree for e in by[Output.VALUE]]
    parts.append(_function(name, value, inputs, target, "Floats", "The loss of each row."))
    if by[Output.GRADIENT]:
        moving = [i.name for i in held.predictions]
        parts.append(_stacked(f"{name}_gradient", by[Output.GRADIENT], moving, inputs, target, 1))
        parts.append(_stacked(f"{name}_hessian", by[Output.HESSIAN], moving, inputs, target, 2))
        parts.append(_together(name, arguments, target))
    special = any("special." in part for part in parts)
    return "\n\n".join([target.header(_docstring(name, held, entries), special), *parts])


def _stacked(
    name: str, entries: Sequence[Chosen], moving: Sequence[str], inputs: Sequence[Input], target: ModuleType, order: int
) -> str:
    """The gradient or the Hessian: of one prediction an array like the value, else with one or two axes behind."""
    trees = [e.form.tree for e in entries]
    what = "gradient" if order == 1 else "Hessian"
    said = ", ".join(_identifier(m) for m in moving)
    if len(moving) == 1:
        return _function(name, trees, inputs, target, "Floats", f"The {what} of each row in {said}.")
    shape = "".join(f", {len(moving)}" for _ in range(order))
    results = [f"{what[0].lower()}{''.join(str(moving.index(m)) for m in e.entry)}" for e in entries]
    known = dict(zip((e.entry for e in entries), results, strict=True))
    flat = [(m,) for m in moving] if order == 1 else [(a, b) for a in moving for b in moving]
    ordered = [known.get(e) or known[e[::-1]] for e in flat]
    text = _function(
        name, trees, inputs, target, "Floats", f"The {what} of each row in {said}: (...{shape}).", "RESULT", results
    )
    size = ", ".join([str(len(moving))] * order)
    lines = [f"    shape = {_shape([*_names(inputs).values()])}"]
    lines += [f"    result = np.empty((*shape, {size}))"]
    for place, entry in enumerate(ordered):
        index = f"{place}" if order == 1 else f"{place // len(moving)}, {place % len(moving)}"
        lines.append(f"    result[..., {index}] = {entry}")
    return text.replace("    return RESULT\n", "\n".join([*lines, "    return result", ""]))


def _together(name: str, arguments: list[str], target: ModuleType) -> str:
    given = ", ".join(arguments)
    lines = [f"    value = {name}({given})", f"    gradient = {name}_gradient({given})"]
    lines += [f"    hessian = {name}_hessian({given})", "    return value, gradient, hessian", ""]
    head = target.signature(f"{name}_with_derivatives", arguments, "tuple[Floats, Floats, Floats]")
    return "\n".join([head, '    """Value, gradient and Hessian of each row."""', *lines])


def _docstring(name: str, held: LossReference, entries: Sequence[Chosen]) -> str:
    lines = [f'"""The loss of {name}, written by lossproof.', ""]
    lines += _wrapped("Loss: ", str(held.forms[0]))
    for i in held.inputs:
        lines += _wrapped("    ", f"{_identifier(i.name)}, {i.role.value} {i.name} in {i.domain}")
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
