"""A picture of the errors of an implementation over a plane of two of its inputs, or along one, certified point by point.

Each point is in a class: how many units in the last place the implementation is off, from light to dark, so that the order is
read in print and by the colour-blind; what is undecided is hatched, and never looks good. A picture decides nothing.
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from statistics import median
from typing import Any

from sympy import Add, Integer

from properties.conformance.accuracy import Deviation, Edge, Output, deviations
from properties.conformance.calling import Implementation, observer
from properties.conformance.check import Conformance
from properties.conformance.compared import Compared, compare, finite
from properties.conformance.inputs import Coordinates, FloatType
from properties.conformance.recognising import MOST_TERMS
from properties.conformance.reference import Input, LossReference, Role
from properties.conformance.relation import Likeness, Related
from properties.conformance.scales import PictureAxis, axis
from properties.drawing import kind_of, rendered, save
from properties.errors import InputError
from properties.files import printable
from symbolic.core.domains import contains, elements, whole

SIDE, LINE, MOST = 91, 1201, 8281  # numbers along an axis of a plane, along a single one, and points at most
BOUNDS = (1.0, 4.0, 16.0, 64.0, 1e3, 1e6, 1e9)  # of the classes, in units in the last place
# from light to dark: blue up to the bar of what is blamed, then orange to brown: told apart by the colour-blind
COLOURS = ("#f9fcff", "#dceaf6", "#bcd7ec", "#97c1e2", "#e8913c", "#cd6d1c", "#a44e0d", "#783206", "#481b02")
BLACK, WHITE, GREY, RING = "#000000", "#ffffff", "#9a9a9a", "#00a878"


@dataclass(frozen=True, slots=True)
class ErrorClass:
    """What is said of a point: `label`, its colour, and the hatch over it where it is no number of units."""

    label: str
    colour: str
    hatch: str = ""


WRONG = ErrorClass("nan or ∞ for a number, or a number for ∞", BLACK)
FLUSHED = ErrorClass("0 for a denormal number", WHITE, "....")
UNDECIDED = ErrorClass("undecided: no evidence", WHITE, "xxxx")
NOTHING = ErrorClass("there is no value, or a kink", WHITE, "////")


def classes_of(kind: FloatType) -> tuple[ErrorClass, ...]:
    """The classes of numbers of units of a type, from the best: the last has no correct digit."""
    bounds = [b for b in BOUNDS if b < lost(kind)]
    texts = [_power(b) for b in bounds]
    labels = [f"≤ {texts[0]}", *(f"≤ {t}" for t in texts[1:]), f"> {texts[-1]}", "half of it or more"]
    return tuple(ErrorClass(label, colour) for label, colour in zip(labels, _spread(len(labels)), strict=True))


def lost(kind: FloatType) -> float:
    """So many units are at least half of a number."""
    return 2.0 ** (kind.digits - 1)


def _spread(count: int) -> tuple[str, ...]:
    """The colours of so many classes: those of the bar and above come from the dark end."""
    return (*COLOURS[:4], *COLOURS[4 : count - 1], COLOURS[-1])


def _power(b: float) -> str:
    return f"{b:g}" if b < 1000 else f"$10^{{{round(math.log10(b))}}}$"


@dataclass(frozen=True, slots=True)
class ErrorPanel:
    """One quantity over the grid, line by line upwards: at each point a number of units, or a class that is none."""

    output: Output
    divided: bool
    cells: tuple[float | ErrorClass, ...]


@dataclass(frozen=True, slots=True)
class ErrorPicture:
    """What is drawn, as numbers.

    Attributes: `title`, what is held to what; `caption`, what is held fixed and what is marked; `axes`, one or two; `panels`;
    `box`, the declared range of each axis, if there is any; `marks`, the points of findings, a number for each axis;
    `certified` and `undecided`, how many points were.
    """

    title: str
    caption: str
    kind: FloatType
    axes: tuple[PictureAxis, ...]
    panels: tuple[ErrorPanel, ...]
    box: tuple[tuple[float, float] | None, ...]
    marks: tuple[tuple[float, ...], ...]
    certified: int
    undecided: int


def draw(
    found: Conformance,
    function: Callable[..., Any],
    output: str | os.PathLike[str],
    *,
    at: Mapping[str, float] | None = None,
    within: Mapping[str, tuple[float, float]] | None = None,
    given: Mapping[str, Any] | None = None,
    derivatives: int = 2,
    sign: int = 1,
    library: str = "",
) -> None:
    """Draw the errors of an implementation into a file that ends in .svg, .pdf or .png.

    Arguments: `found`, its report; `at`, by argument, what is held fixed, besides what no axis is left for; the others as for
    `loss_report`. The same arguments draw the same file. Raises InputError where matplotlib is missing, for another kind of
    file, and for a value that is none of its argument.
    """
    kind = kind_of(output, "--plot")
    made = Implementation(function, found.reading, dict(given or {}), found.kind.name, sign, derivatives)
    save(output, render(picture(found, made, library, at or {}, within or {}), kind), "--plot")


# ---- what is drawn ---------------------------------------------------------------------------------------------------


def picture(
    found: Conformance,
    made: Implementation,
    library: str = "",
    at: Mapping[str, float] | None = None,
    within: Mapping[str, tuple[float, float]] | None = None,
) -> ErrorPicture:
    """The numbers of a picture. Raises InputError as `draw` does."""
    loss, kind = found.reference, found.kind
    cases = [c.point for c in (*found.case, *(e.at for e in found.blamed))]
    held = _held(loss, kind, at or {}, cases)
    moving = [i for i in loss.inputs if i.name not in held]
    ranges = within or {}
    axes = _axes(moving, kind, ranges, [dict(zip([i.name for i in loss.inputs], p, strict=True)) for p in cases])
    points = _grid(loss, axes, held)
    compared = {c.point: c for c in compare(loss, observer(made, library), points)}
    related = _comparable(found, list(compared.values()))
    panels = _panels(loss, kind, related, points, compared)
    marks = {
        tuple(x for i, x in zip(loss.inputs, p, strict=True) if i.name not in held): None
        for p in cases
        if all(i.name not in held or held[i.name] == x for i, x in zip(loss.inputs, p, strict=True))
    }
    order = [[i.name for i in moving].index(a.name) for a in axes]
    shown = tuple(tuple(m[k] for k in order) for m in marks)
    certified = sum(1 for c in compared.values() if c.truth is not None)
    undecided = len(points) - len(compared)
    return ErrorPicture(
        f"{printable(found.name)} held to the loss of {printable(loss.name)}",
        _caption(found, related, held, ranges, axes, shown),
        kind,
        axes,
        panels,
        tuple(ranges.get(a.name) for a in axes),
        shown,
        certified,
        undecided,
    )


def _held(
    loss: LossReference, kind: FloatType, at: Mapping[str, float], cases: Sequence[Coordinates]
) -> dict[str, float]:
    """What stays fixed: what is asked for, and all but two of the others, where a finding is or at moderate numbers."""
    names = [i.name for i in loss.inputs]
    for name, x in at.items():
        if name not in names:
            raise InputError(
                f"--plot-at {name}={x:g}: there is no {name} in the reading; there are {', '.join(names)}."
            )
        if not math.isfinite(x) or not contains(loss.inputs[names.index(name)].domain, Fraction(x)):
            raise InputError(f"--plot-at {name}={x:g}: {name} ranges over {loss.inputs[names.index(name)].domain}.")
    free = [i for i in loss.inputs if i.name not in at]
    if not free:
        raise InputError("--plot-at fixes every input: one or two must be left to be drawn.")
    drawn = sorted(free, key=lambda i: (i.role is not Role.PREDICTION, elements(i.domain) is not None))[:2]
    like = next((dict(zip(names, p, strict=True)) for p in cases), {})
    held = {i.name: like.get(i.name, _moderate(i)) for i in free if i not in drawn}
    return {n: kind.rounded(float(x)) for n, x in (held | dict(at)).items()}


def _moderate(i: Input) -> float:
    """A plain number of a domain, at which nothing special happens."""
    for x in (0.25, 1.5, 3.0, -1.5, -3.0):
        if (not whole(i.domain) or x == round(x)) and contains(i.domain, Fraction(x)):
            return x
    hull, listed = i.domain.hull, elements(i.domain)
    return float(listed[0]) if listed else 0.0 if hull is None else float(hull.lower + hull.upper) / 2


def _axes(
    moving: Sequence[Input],
    kind: FloatType,
    ranges: Mapping[str, tuple[float, float]],
    cases: Sequence[Mapping[str, float]],
) -> tuple[PictureAxis, ...]:
    """The axes, predictions first; where one has few numbers, the other has more."""
    order = sorted(moving, key=lambda i: (i.role is not Role.PREDICTION, elements(i.domain) is not None))
    shown = {i.name: [*ranges.get(i.name, ()), *(c[i.name] for c in cases)] for i in order}
    if len(order) == 1:
        return (axis(order[0], kind, LINE, shown[order[0].name]),)
    first, second = order
    upward = axis(second, kind, SIDE, shown[second.name])
    return axis(first, kind, min(LINE, MOST // len(upward.numbers)), shown[first.name]), upward


def _grid(loss: LossReference, axes: Sequence[PictureAxis], held: Mapping[str, float]) -> list[Coordinates]:
    found = []
    for y in axes[1].numbers if len(axes) > 1 else (0.0,):
        for x in axes[0].numbers:
            here = {**held, axes[-1].name: y, axes[0].name: x}
            found.append(tuple(here[i.name] for i in loss.inputs))
    return found


def _comparable(found: Conformance, compared: Sequence[Compared]) -> Related:
    """The relation that errors are counted for: what was found; else the loss, without the summands that fit best."""
    if found.related.factor is not None and found.related.constant is not None:
        return found.related
    sample = finite(compared)[:: max(1, len(compared) // 200)]
    best, chosen = math.inf, Integer(0)
    terms = found.reference.constants()[:MOST_TERMS]
    for count in range(len(terms) + 1 if sample else 0):
        for some in combinations(terms, count):
            tried = Related(Likeness.CONSTANT, Integer(1), -Add(*some))
            sizes = [e.ulps for e in deviations(found.reference, sample, found.kind, tried) if e.output is Output.VALUE]
            if len(sizes) * 2 > len(sample) and median(sizes) < best:
                best, chosen = median(sizes), -Add(*some)
    return Related(found.related.kind, Integer(1), chosen, by_gradient=found.related.by_gradient)


def _panels(
    loss: LossReference,
    kind: FloatType,
    related: Related,
    points: Sequence[Coordinates],
    compared: Mapping[Coordinates, Compared],
) -> tuple[ErrorPanel, ...]:
    """Value, gradient and Hessian as far as they are there, in raw units, then divided."""
    by: dict[Output, dict[Coordinates, list[Deviation]]] = {}
    for e in deviations(loss, list(compared.values()), kind, related):
        by.setdefault(e.output, {}).setdefault(e.at.point, []).append(e)
    return tuple(
        ErrorPanel(output, divided, tuple(_cell(compared.get(p), by[output].get(p, ()), divided) for p in points))
        for divided in (False, True)
        for output in Output
        if output in by
    )


def _cell(c: Compared | None, there: Sequence[Deviation], divided: bool) -> float | ErrorClass:
    """What is said of one point: of several entries, the worst."""
    if c is None:
        return UNDECIDED
    if any(e.edge not in (None, Edge.FLUSHED) for e in there):
        return WRONG
    if any(e.edge is Edge.FLUSHED for e in there):
        return FLUSHED
    if not there:
        return NOTHING if c.truth is None or c.truth.first is None else UNDECIDED
    return max(e.blamed if divided else e.ulps for e in there)


def _caption(
    found: Conformance,
    related: Related,
    held: Mapping[str, float],
    ranges: Mapping[str, tuple[float, float]],
    axes: Sequence[PictureAxis],
    marks: Sequence[Any],
) -> str:
    said = [f"The relation found: {found.related}"]
    if related is not found.related and related.constant != 0:
        said.append(f"values beside the loss plus {related.constant}")
    if held:
        said.append(f"held fixed: {', '.join(f'{n} = {x:g}' for n, x in held.items())}")
    if any(a.name in ranges for a in axes):
        said.append("box: the declared range")
    if marks:
        said.append("ring: a finding")
    return printable("; ".join(said) + ".").replace("$", r"\$")


# ---- drawing ---------------------------------------------------------------------------------------------------------


def render(what: ErrorPicture, kind: str) -> bytes:
    """The picture as a file of this kind: "svg", "pdf" or "png". The same picture gives the same bytes."""
    return rendered(lambda: figure(what), kind)


def figure(what: ErrorPicture) -> Any:
    """The picture as a figure of matplotlib: a column for each quantity; units above, divided by conditioning below."""
    from matplotlib.figure import Figure

    outputs = list(dict.fromkeys(p.output for p in what.panels))
    single = len(outputs) == 1
    columns, lines = (2, 1) if single else (len(outputs), 2)
    made = Figure(figsize=(7.2, 1.75 + (2.6 if single else 2.25) * lines), layout="constrained")
    grid = made.add_gridspec(lines, columns)
    for panel in what.panels:
        place = (0, int(panel.divided)) if single else (int(panel.divided), outputs.index(panel.output))
        axes = made.add_subplot(grid[place])
        (_plane if len(what.axes) > 1 else _line)(axes, what, panel)
        axes.set_title(f"{panel.output.value}{' / (1 + condition)' if panel.divided else ''}")
        _marked(axes, what, place[0] == lines - 1, place[1] == 0)
    count = f"{what.certified:,} certified points{f', {what.undecided:,} undecided' if what.undecided else ''}"
    made.suptitle(f"{what.title}\nunits in the last place of {what.kind.name} at {count}", fontsize=10)
    made.supxlabel(_wrapped(what.caption), fontsize=8)
    made.legend(
        handles=[*_legend(what)],
        title="off by, in units",
        title_fontsize=8,
        alignment="left",
        loc="outside right center",
        frameon=False,
        fontsize=7.5,
        handlelength=1.6,
        handleheight=1.4,
    )
    return made


def _legend(what: ErrorPicture) -> list[Any]:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    used = {c for p in what.panels for c in p.cells if isinstance(c, ErrorClass)}
    shown = [*classes_of(what.kind), *(c for c in (WRONG, FLUSHED, UNDECIDED, NOTHING) if c in used)]
    found: list[Any] = [
        Patch(facecolor=c.colour, edgecolor=GREY, hatch=c.hatch, linewidth=0.5, label=_wrapped(c.label, 18))
        for c in shown
    ]
    if what.marks:
        found.append(Line2D([], [], **_ring(), label="a finding"))
    return found


def _ring() -> dict[str, Any]:
    return {
        "linestyle": "", "marker": "o", "markersize": 7, "markerfacecolor": "none", "markeredgecolor": RING,
        "markeredgewidth": 1.6,
    }  # fmt: skip


def _number(cell: float | ErrorClass, kind: FloatType) -> int | None:
    """The place of the class of a number of units; None of what is none."""
    if isinstance(cell, ErrorClass):
        return None
    bounds = [b for b in BOUNDS if b < lost(kind)]
    return len(bounds) + 1 if cell >= lost(kind) else sum(cell > b for b in bounds)


def _plane(axes: Any, what: ErrorPicture, panel: ErrorPanel) -> None:
    from matplotlib.colors import to_rgb

    width, height = (len(a.numbers) for a in what.axes)
    shown = classes_of(what.kind)
    colours = {c.colour: [round(255 * v) for v in to_rgb(c.colour)] for c in (*shown, WRONG, UNDECIDED)}
    rows, hatched = [], []
    for y in range(height):
        row = []
        for x in range(width):
            cell = panel.cells[y * width + x]
            place = _number(cell, what.kind)
            said = cell if place is None else shown[place]
            row.append(colours[said.colour])  # type: ignore[union-attr]
            if isinstance(cell, ErrorClass) and cell.hatch:
                hatched.append((x, y, cell.hatch))
        rows.append(row)
    import numpy

    axes.imshow(numpy.array(rows, dtype="uint8"), origin="lower", aspect="auto", interpolation="none")
    for x, y, length, hatch in _runs(hatched):
        _box(axes, x - 0.5, y - 0.5, length, 1, facecolor="none", edgecolor=GREY, hatch=hatch, linewidth=0)
    _declared(axes, what)


def _runs(cells: Sequence[tuple[int, int, str]]) -> list[tuple[int, int, int, str]]:
    """Cells side by side as one: where it begins, the line, how long it is, the hatch."""
    found: list[tuple[int, int, int, str]] = []
    for x, y, hatch in cells:
        if found and found[-1][1] == y and found[-1][3] == hatch and found[-1][0] + found[-1][2] == x:
            found[-1] = (found[-1][0], y, found[-1][2] + 1, hatch)
        else:
            found.append((x, y, 1, hatch))
    return found


def _line(axes: Any, what: ErrorPicture, panel: ErrorPanel) -> None:
    """Units along one input, with the classes as bands; what is no number of units stands in a strip above."""
    shown = classes_of(what.kind)
    bounds = [0.25, *(b for b in BOUNDS if b < lost(what.kind)), lost(what.kind), 16 * lost(what.kind)]
    width, top = len(what.axes[0].numbers), bounds[-1]
    for c, low, high in zip(shown, bounds, bounds[1:], strict=False):
        axes.axhspan(low, high, facecolor=c.colour, linewidth=0)
    heights = [(k, min(max(c, bounds[0]), top)) for k, c in enumerate(panel.cells) if not isinstance(c, ErrorClass)]
    for colour, size in ((WHITE, 3.0), (BLACK, 1.6)):  # seen on light and on dark
        axes.plot(*(zip(*heights, strict=True) if heights else ([], [])), ".", color=colour, markersize=size)
    words = [(k, 0, c.label) for k, c in enumerate(panel.cells) if isinstance(c, ErrorClass)]
    known = {c.label: c for c in (WRONG, FLUSHED, UNDECIDED, NOTHING)}
    for x, _, length, label in _runs(words):
        look = {"facecolor": known[label].colour, "edgecolor": GREY, "hatch": known[label].hatch, "linewidth": 0}
        _box(axes, x - 0.5, top, length, 7 * top, **look)
    axes.set_yscale("log")
    axes.set_ylim(bounds[0], 8 * top)
    axes.set_xlim(-0.5, width - 0.5)
    _declared(axes, what)


def _box(axes: Any, x: float, y: float, width: float, height: float, **look: Any) -> None:
    from matplotlib.patches import Rectangle

    axes.add_patch(Rectangle((x, y), width, height, **look))


def _declared(axes: Any, what: ErrorPicture) -> None:
    """The box of the declared range, and rings around findings."""
    spans = []
    for a, limits in zip(what.axes, what.box, strict=True):
        low, high = limits or (a.numbers[0], a.numbers[-1])
        ends = [a.place(min(max(x, a.numbers[0]), a.numbers[-1])) for x in (low, high)]
        spans.append((float(ends[0] or 0) - 0.5, float(ends[1] or 0) + 0.5))
    if any(what.box):
        (left, right), (low, high) = spans[0], spans[1] if len(spans) > 1 else axes.get_ylim()
        _box(
            axes, left, low, right - left, high - low, fill=False, edgecolor=BLACK, linewidth=1.1, linestyle=(0, (4, 2))
        )
    for mark in what.marks:
        places = [a.place(x) for a, x in zip(what.axes, mark, strict=True)]
        if len(places) > 1 and None not in places:
            axes.plot(*([p] for p in places), **_ring())
        elif places[0] is not None and len(places) == 1:
            axes.axvline(places[0], color=RING, linewidth=1.2)


def _marked(axes: Any, what: ErrorPicture, lowest: bool, leftmost: bool) -> None:
    """Marks and names along the axes; names stand at the outside only."""
    axes.spines[:].set_visible(True)
    across = what.axes[0]
    axes.set_xticks([across.place(x) for x, _ in across.marks], [t for _, t in across.marks] if lowest else [])
    axes.set_xlabel(across.name if lowest else "")
    if len(what.axes) > 1:
        up = what.axes[1]
        axes.set_yticks([up.place(x) for x, _ in up.marks], [t for _, t in up.marks] if leftmost else [])
        axes.set_ylabel(up.name if leftmost else "")
    else:
        axes.tick_params(labelleft=leftmost)


def _wrapped(text: str, width: int = 110) -> str:
    from textwrap import wrap

    return "\n".join(wrap(text, width))
