"""A loss written as a program: value, gradient and Hessian, each entry in a form that is proved equal and measured stable.

Of the forms that reach the widest range the cheapest is taken, by the target's table of costs: the same call writes the same
file, whatever machine it runs on.
"""

from __future__ import annotations

import math
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import Any

from sympy import Derivative, DiracDelta, Expr, Heaviside, Pow, Rational, Symbol

from properties.conformance.accuracy import Output
from properties.conformance.calling import adapters, not_installed
from properties.conformance.certificate import Chosen, digits, docstring
from properties.conformance.derivatives import derivative, off_kinks
from properties.conformance.measured import Measure, Sampled, at_boundaries, further, measure, near_worst, sample
from properties.conformance.ranges import REACH, Range
from properties.conformance.reference import Input, LossReference, reference
from properties.conformance.stable import Form, forms
from properties.conformance.tidy import tidied
from properties.errors import InputError
from properties.loading import load_file
from symbolic.chain import Chain
from symbolic.core.errors import NotSupported
from symbolic.core.registry import modules
from symbolic.models.family import Family
from symbolic.report import code
from symbolic.report.assignments import ROOT, SQUARE
from symbolic.report.program import LossProgram, identifier, identifiers

KINKS = (Heaviside, DiracDelta)
BEST = 8  # forms of an entry among which further looks choose
CLIMBS = 4  # from the worst points, to worse ones near them
MOST = 5  # derivatives from which rules begin: the cheapest, and that of the form which was chosen


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
    def range(self) -> Range | None:
        """The widest range on which every entry keeps its digits."""
        ranges = [e.measure.range for e in self.entries]
        return None if None in ranges else min((r for r in ranges if r is not None), key=lambda r: r.reach)

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
        raise InputError(
            f"there is no library {target!r} that losses are written for: choose one of {', '.join(known)}."
        )
    held = reference(of, classes=classes)
    if classes and not held.classes:
        raise InputError(f"{held.name} has no sum over classes: leave classes={classes} (--classes {classes}) out.")
    name = identifier(held.name)
    if not held.inputs:
        raise InputError(f"{held.name}: its loss has no inputs.")
    sampled = sample(held, seed)
    try:
        entries = _confirmed(_entries(held, sampled, known[target]), sampled, seed)
    except NotSupported as error:
        raise InputError(f"{held.name} cannot be written for {target}: {error}") from None
    program = _program(held, name, entries)
    needed = known[target].needs(known[target].write(program))
    said = f"Written by lossproof {_version()}, for {needed}."
    program = replace(program, docstring=docstring(held, entries, program.arguments, said))
    return WrittenLoss(name, target, held, entries, program.names, known[target].write(program))


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("lossproof")
    except PackageNotFoundError:  # it runs from its sources
        return "(not installed)"


# ---- the choice ------------------------------------------------------------------------------------------------------


def _entries(held: LossReference, sampled: Sampled, target: ModuleType) -> list[list[_Tried]]:
    """Of each entry the best forms, the best first."""
    value = forms([Form(held.forms[0], "itself")], held.inputs)
    found = [_ranked(Output.VALUE, (), value, sampled, target)]
    symbols = {i.name: i.symbol for i in held.predictions if i in held.smooth}
    if len(symbols) < len(held.predictions):
        return found  # a prediction that is a whole number: there is nothing to differentiate
    gradient, slopes = {}, {}
    for name, s in symbols.items():
        gradient[name] = _derivatives([found[0][0].chosen.form, *value], s, held.inputs, target)
        slopes[name] = _ranked(Output.GRADIENT, (name,), gradient[name], sampled, target)
        found.append(slopes[name])
    order = list(symbols)
    for k, one in enumerate(order):
        for other in order[k:]:
            second = _derivatives([slopes[one][0].chosen.form, *gradient[one]], symbols[other], held.inputs, target)
            found.append(_ranked(Output.HESSIAN, (one, other), second, sampled, target))
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
    found = forms([first, *others[: MOST - 1]], inputs)
    return [*{tree: Form(tree, f.prover) for f in found for tree in (off_kinks(f.tree), f.tree)}.values()]


def _ranked(
    output: Output, entry: tuple[str, ...], candidates: Sequence[Form], sampled: Sampled, target: ModuleType
) -> list[_Tried]:
    """The best of some forms, the best first. Raises NotSupported where the target has no spelling for any."""
    names = identifiers("", ((i.symbol, i.name) for i in sampled.reference.inputs))
    written, open_ = [], "no form"
    for form in candidates:
        try:
            target.candidates({"form": form.tree}, names)
        except NotSupported as error:
            open_ = str(error)
        else:
            written.append(form)
    if not written:
        raise NotSupported(open_)
    module = _loaded(target.candidates({f"form{k}": form.tree for k, form in enumerate(written)}, names))
    on_arrays = adapters()[target.__name__.rpartition(".")[2]].on_arrays
    found = []
    for k, form in enumerate(written):
        chosen = Chosen(output, entry, form, Measure(None, math.inf, 0, None), len(candidates))
        tried = _Tried(chosen, on_arrays(getattr(module, f"form{k}")), cost(form.tree, target))
        found.append(tried.measured(sampled))
    return sorted(found, key=_Tried.rank)[:BEST]


@dataclass(frozen=True)
class _Tried:
    """A form, the function that is written of it, and what that costs."""

    chosen: Chosen
    function: Callable[..., Any]
    cost: int

    def rank(self) -> tuple[int, int, int, int]:
        """The best is the least: it is on the widest range, then the cheapest."""
        m = self.chosen.measure
        place = REACH.index(m.range.reach) if m.range is not None else len(REACH)
        worst = 0 if m.range is not None else math.frexp(min(m.worst, 1e300))[1] // 2
        return place, worst, (1000 * m.bad // max(1, len(m.found))).bit_length() // 2, self.cost

    def measured(self, sampled: Sampled) -> _Tried:
        """The same, measured at all points that it was not measured at."""
        c = self.chosen
        entry: Any = c.entry if len(c.entry) > 1 else "".join(c.entry)
        return replace(self, chosen=replace(c, measure=measure(sampled, c.output, entry, self.function, c.measure)))


def _confirmed(options: Sequence[Sequence[_Tried]], sampled: Sampled, seed: int) -> tuple[Chosen, ...]:
    """The best form of each entry, measured anew in the ranges that may be printed: what fails there is not printed."""
    looked: set[Range] = set()
    tried: set[tuple[int, Expr, Range | None]] = set()
    while True:
        firsts = [first for first, *_ in options]
        best = {(n, f.chosen.form.tree, f.chosen.measure.range): f for n, f in enumerate(firsts) if f.chosen.within_bar}
        new = [(f.function, r) for key, f in best.items() if key not in tried and (r := key[2]) is not None]
        if not new:
            return tuple(f.chosen for f in firsts)
        sampled = further(sampled, {r for _, r in new} - looked, seed)
        sampled = at_boundaries(sampled, new, seed)
        looked |= {r for _, r in new}
        tried |= best.keys()
        options = [_settled(entry, sampled) for entry in options]
        for _ in range(CLIMBS):
            sampled = near_worst(sampled, (first.chosen.measure for first, *_ in options), seed)
            options = [_settled(entry, sampled) for entry in options]


def _settled(options: Sequence[_Tried], sampled: Sampled) -> list[_Tried]:
    """Some forms of an entry, the best first, which is measured at all points."""
    found = [*options]
    while found[0].chosen.measure.looked < len(sampled.compared):
        found[0] = found[0].measured(sampled)
        found.sort(key=_Tried.rank)
    return found


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
    """What is to be written, without its docstring."""
    by = {o: [e for e in entries if e.output is o] for o in Output}
    names = identifiers(name, ((i.symbol, i.name) for i in held.inputs))
    moving = [i.name for i in held.predictions]
    return LossProgram(
        name,
        '""""""',
        names,
        tuple(names[i.symbol] for i in held.predictions),
        by[Output.VALUE][0].form.tree,
        tuple(e.form.tree for e in by[Output.GRADIENT]),
        {(moving.index(e.entry[0]), moving.index(e.entry[1])): e.form.tree for e in by[Output.HESSIAN]},
    )


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
                "least": None if e.measure.range is None else max(map(e.measure.range.least, found.reference.inputs)),
                "worst": e.measure.worst if e.measure.worst < float("inf") else None,
                "points": e.measure.points,
                "digits": digits(found.reference, e),
            }
            for e in found.entries
        ],
        "text": found.text,
    }
