"""Pictures of a family's derivation: its objectives with their common minimiser, and the mean loss as n grows.

Pictures decide nothing: every number in them is a float of a value that `fitting` has certified or searched for.
Matplotlib, the extra `plots`, is imported only when something is drawn.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flint import arb, fmpq

from properties.data.family_data import Data, constants
from properties.data.numerals import shortened
from properties.data.tables import located
from properties.drawing import kind_of, rendered, save
from properties.errors import InputError
from properties.estimation.certificates import Certificate
from properties.estimation.fitting import Comparison
from properties.estimation.landmarks import landmarks
from properties.estimation.objectives import Evaluator, ParameterPoint, decimal
from properties.estimation.population import draw as sample
from properties.estimation.population import member, population
from properties.estimation.wording import shown
from properties.files import printable
from properties.instances.numbers import ExtendedNumber, inside, precision, rational
from symbolic.core.domains import consecutive, discrete, elements
from symbolic.core.terms import latex_name
from symbolic.models.family import Family

ROWS = 200  # of a sample, where no data are given
GROWING = (10, 50, 500)
POINTS = 81
BITS = 96
REACH = 5  # the log-likelihood falls by so much from the estimate to the ends of the axis
# Okabe and Ito, Color Universal Design: told apart by the colour-blind; the line styles tell them apart in print
BLUE, ORANGE, GREEN, VERMILION, BLACK = "#0072B2", "#E69F00", "#009E73", "#D55E00", "#000000"
CURVES = ((ORANGE, (0, (1, 1.2)), "s"), (GREEN, (0, (5, 1.5)), "^"), (BLUE, (0, (5, 1.2, 1, 1.2)), "D"))


@dataclass(frozen=True, slots=True)
class Panel:
    """One curve: its title, abscissae, ordinates (None where there is no finite value), and the place of its optimum."""

    title: str
    name: str
    xs: tuple[float, ...]
    ys: tuple[float | None, ...]
    best: int


@dataclass(frozen=True, slots=True)
class Picture:
    """What is drawn, as numbers.

    Attributes: `title`; `caption`, what is held and where the data come from; `axis`, the name of the unknown that varies;
    `steps`, whether it is a whole number; `panels`, an objective each; `growing`, the mean losses of samples, then their
    cross-entropy.
    """

    title: str
    caption: str
    axis: str
    steps: bool
    panels: tuple[Panel, ...]
    growing: tuple[Panel, ...]


def draw(
    family: Family, output: str | os.PathLike[str], *, data: Data | None = None, known: Mapping[str, fmpq] | None = None,
    seed: int = 0,
) -> None:  # fmt: skip
    """Draw the picture of a family's derivation into a file.

    Arguments: `output`, a file that ends in .svg, .pdf or .png; `data`, by default a sample of a member of the family;
    `known`, values of its known constants; `seed` of the samples. The same arguments draw the same file. Raises
    InputError where matplotlib is missing, for another kind of file, for an abstract family, and where there is no estimate
    to mark.
    """
    kind = kind_of(output, "-o")
    save(output, render(picture(family, data=data, known=known, seed=seed), kind), "-o")


# ---- what is drawn ---------------------------------------------------------------------------------------------------


def picture(
    family: Family, *, data: Data | None = None, known: Mapping[str, fmpq] | None = None, seed: int = 0
) -> Picture:
    """The numbers of a picture. Raises InputError as `draw` does."""
    drawn_from = ""
    if data is None:
        at = member(family, constants(family, known or {}, complete=False))
        law = population(family, at)
        data = sample(law, ROWS, seed)
        drawn_from = f"a sample of the member with {shown(law, {n: at[n] for n in at if n not in law.known})}"
    comparison = Comparison(data)
    found = comparison.found
    if found.runs_off:
        raise InputError(f"{family} has no estimate on {data.source} to mark: the loss falls as {found.runs_off[0]}.")
    path = _Path(comparison)
    reach = path.reach(Evaluator(data, comparison.objectives[2], comparison.statistics), data.rows)
    panels = []
    for objective in comparison.objectives[:-1]:
        evaluator = Evaluator(data, objective, comparison.statistics)
        panels.append(path.panel(evaluator, reach, objective.name == "likelihood"))
    growing = _growing(comparison, path, seed)
    held = {n: v for n, v in found.point.items() if n not in ("table", path.name)}
    read_from = ", ".join(map(_literal, (os.path.basename(located(data.source)), *data.columns)))
    said = [f"Dots: the estimate. Data: {drawn_from or read_from}, {_rows(data)}"]
    if held:
        said.append(f"held at the estimate: {', '.join(f'{n} = {decimal(v, 4)}' for n, v in held.items())}")
    if data.known:
        said.append(f"known: {', '.join(f'{n} = {decimal(v, 4)}' for n, v in data.known.items())}")
    certified = isinstance(comparison.certificate, Certificate)
    what = "the common minimiser" if certified else "the best that a search found"
    title = f"{family.title or family.name}: {what}, {path.label} = {decimal(path.at, 5)}"
    return Picture(title, "; ".join(said) + ".", path.label, path.steps, tuple(panels), growing)


def _rows(data: Data) -> str:
    weights = data.weights
    if weights is None:
        return f"{data.rows} rows"
    if data.observed:
        return f"{data.rows} rows by the frequencies in {_literal(weights.column)}"
    return f"{weights.records} rows weighted by {_literal(weights.column)}"


def _literal(text: str) -> str:
    """A text of a user as it is: no formula, and nothing that does not print."""
    return printable(shortened(text)).replace("$", r"\$")


class _Path:
    """The way through the parameters that is drawn: the first unknown moves, the others stay at their estimate."""

    def __init__(self, comparison: Comparison) -> None:
        self.data, self.point = comparison.data, comparison.found.point
        first = comparison.family.parameters[0]
        self.domain = first.domain
        self.table = "table" in self.point
        self.steps = first.domain.hull is not None and discrete(first.domain)
        if self.table:
            self.cell = max(self.point["table"], key=lambda c: (self.point["table"][c], c))
            self.at, self.name = self.point["table"][self.cell], "table"
            label = ", ".join(str(self.data.values[n][k]) for n, k in zip(self.data.names, self.cell, strict=True))
            self.label = f"q({_literal(label)})"
        else:
            self.at, self.name = self.point[str(first.name)], str(first.name)
            self.label = f"${latex_name(self.name)}$"

    def point_at(self, value: fmpq) -> ParameterPoint:
        if not self.table:
            return self.point | {self.name: value}
        rest = 1 - self.at
        share = (1 - value) / rest if rest else fmpq(0)
        return {"table": {c: value if c == self.cell else p * share for c, p in self.point["table"].items()}}

    def within(self, value: fmpq) -> bool:
        return 0 <= value <= 1 if self.table else inside(self.domain, value) is True

    def reach(self, loss: Evaluator, rows: int, times: float = REACH) -> tuple[fmpq, fmpq]:
        """How far to the left and to the right the log-likelihood falls by as much as is shown."""
        (base,) = _floats(loss.values([self.point_at(self.at)], BITS))
        found: list[fmpq | None] = []
        for side in (-1, 1):
            step, last = _scale(self.data, self.at) / 4096, None
            for _ in range(24):
                value = self.at + side * step
                if not self.within(value):
                    last = last or step / 2
                    break
                (there,) = _floats(loss.values([self.point_at(value)], BITS))
                if there is None:
                    break
                last = step
                if base is not None and (there - base) * rows > times:
                    break
                step *= fmpq(5, 4) if base is not None and (there - base) * rows > times / 8 else 2
            found.append(last)
        left, right = found
        if self.steps:
            return fmpq(8), fmpq(8)
        other = left or right or _scale(self.data, self.at)
        return left or other / 3, right or other / 3

    def values(self, reach: tuple[fmpq, fmpq]) -> tuple[list[fmpq], int]:
        """The abscissae from left to right, and the place of the estimate among them."""
        listed = elements(self.domain)
        if listed is not None and not consecutive(self.domain):
            found = [rational(v) for v in listed]
            return found, found.index(self.at)
        if self.steps:
            found = [v for k in range(-8, 9) if self.within(v := self.at + k)]
            return found, found.index(self.at)
        half = POINTS // 2
        left = [self.at - reach[0] * k / half for k in range(half, 0, -1)]
        right = [self.at + reach[1] * k / half for k in range(1, half + 1)]
        left, right = [v for v in left if self.within(v)], [v for v in right if self.within(v)]
        return [*left, self.at, *right], len(left)

    def panel(self, evaluator: Evaluator, reach: tuple[fmpq, fmpq], relative: bool = False, title: str = "") -> Panel:
        xs, best = self.values(reach)
        values = evaluator.values([self.point_at(x) for x in xs], BITS)
        if relative:  # likelihoods are far too small for floats: over their maximum they are not
            top = values[best]
            with precision(BITS):
                values = [None if v is None or top is None else arb(v) / arb(top) for v in values]
        name = evaluator.objective.name
        return Panel(title or name, name, tuple(map(_float, xs)), tuple(_floats(values)), best)


def _growing(comparison: Comparison, path: _Path, seed: int) -> tuple[Panel, ...]:
    """The mean losses of samples of the estimated member, the smaller ones rows of the larger; its cross-entropy."""
    data, found = comparison.data, comparison.found
    marks, scale = landmarks(data)
    values = found.point if path.table else found.point | data.known
    if path.table:
        law = Data(data.family, "", data.columns, data.rows, data.values, data.cells, data.known)
    else:
        law = population(data.family, values, centre=marks[0] if marks else 0.0, scale=scale)
    exact = Comparison(law)
    reach = path.reach(Evaluator(law, exact.objectives[2], exact.statistics), GROWING[0], 2.5)
    panels = []
    for rows in (*GROWING, None):
        drawn = law if rows is None else sample(law, rows, seed)
        there = Comparison(drawn)
        evaluator = Evaluator(drawn, there.objectives[-2], there.statistics)
        panel = path.panel(evaluator, reach, title="cross-entropy" if rows is None else f"n = {rows}")
        finite = [k for k, y in enumerate(panel.ys) if y is not None]
        lowest = min(finite, key=lambda k: (panel.ys[k], abs(k - panel.best)), default=panel.best)
        panels.append(Panel(panel.title, panel.name, panel.xs, panel.ys, panel.best if rows is None else lowest))
    return tuple(panels)


def _scale(data: Data, at: fmpq) -> fmpq:
    spread = landmarks(data)[1]
    return rational(f"{max(spread, abs(float(_float(at))) / 4, 1e-6):.6g}")


def _float(v: ExtendedNumber) -> float:
    with precision(BITS):
        return float(arb(v).mid())


def _floats(values: Sequence[ExtendedNumber | None]) -> list[float | None]:
    """Finite floats; None for what has no finite value."""
    return [None if v is None or isinstance(v, float) else _float(v) for v in values]


# ---- drawing ---------------------------------------------------------------------------------------------------------


def render(what: Picture, kind: str) -> bytes:
    """The picture as a file of this kind: "svg", "pdf" or "png". The same picture gives the same bytes."""
    return rendered(lambda: figure(what), kind)


def figure(what: Picture) -> Any:
    """The picture as a figure of matplotlib: three panels a line, the last one as wide as what is left."""
    from matplotlib.figure import Figure

    columns, count = 3, len(what.panels)
    left = -count % columns
    lines = -(-count // columns) + (left < 2)  # growing samples need room for two, or a line of their own
    made = Figure(figsize=(7.2, 0.75 + 1.95 * lines), layout="constrained")
    grid = made.add_gridspec(lines, columns)
    for k, panel in enumerate(what.panels):
        _objective(made.add_subplot(grid[k // columns, k % columns]), what, panel)
    _converging(made.add_subplot(grid[lines - 1, columns - left if left >= 2 else 0 :]), what)
    made.suptitle(what.title, fontsize=10.5, fontweight="bold")
    made.supxlabel(_wrapped(what.caption), fontsize=8)
    return made


def _objective(axes: Any, what: Picture, panel: Panel) -> None:
    _curve(axes, what, panel, BLUE, "-", None)
    best = panel.ys[panel.best]
    axes.axvline(panel.xs[panel.best], color=VERMILION, linewidth=0.8, linestyle=(0, (3, 2)), zorder=1)
    if best is not None:
        axes.plot([panel.xs[panel.best]], [best], marker="o", markersize=5, color=VERMILION, zorder=4)
    axes.set_title(panel.title)
    if panel.name == "likelihood":
        axes.set_ylabel("share of its maximum")
    _axes(axes, what)
    margin = 0.03 * (panel.xs[-1] - panel.xs[0])  # one axis for all panels, where some have no finite value
    axes.set_xlim(panel.xs[0] - margin, panel.xs[-1] + margin)


def _converging(axes: Any, what: Picture) -> None:
    *samples, limit = what.growing
    for panel, (colour, line, marker) in zip(samples, CURVES, strict=True):
        _curve(axes, what, panel, colour, line, panel.title, marker)
    _curve(axes, what, limit, BLACK, "-", limit.title, "o")
    axes.set_title("mean loss of samples of the estimated member")
    _axes(axes, what)
    low, high = axes.get_ylim()
    axes.set_ylim(low, high + 0.22 * (high - low))  # room for the legend
    axes.legend(frameon=False, loc="upper center", ncol=4, handlelength=2.8, columnspacing=1.2, borderaxespad=0.1)


def _curve(axes: Any, what: Picture, panel: Panel, colour: str, line: Any, label: str | None, marker: str = "") -> None:
    """A curve, with a marker at its optimum; dots where the unknown is a whole number."""
    ys = [float("nan") if y is None else y for y in panel.ys]
    axes.plot(
        panel.xs, ys, color=colour, linestyle=line, linewidth=0.8 if what.steps else 1.5, label=label, marker=marker,
        markevery=[panel.best], markersize=5, markeredgecolor=BLACK, markeredgewidth=0.5,
        markerfacecolor=VERMILION if colour == BLACK else colour, zorder=3,
    )  # fmt: skip
    if what.steps:
        axes.plot(panel.xs, ys, color=colour, linestyle="", marker=".", markersize=4, zorder=2)


def _axes(axes: Any, what: Picture) -> None:
    from matplotlib.ticker import MaxNLocator

    axes.set_xlabel(what.axis)
    axes.xaxis.set_major_locator(MaxNLocator(4, integer=what.steps))
    axes.yaxis.set_major_locator(MaxNLocator(4))
    axes.ticklabel_format(axis="y", useOffset=False, style="plain")
    axes.margins(x=0.03)


def _wrapped(text: str, width: int = 110) -> str:
    from textwrap import wrap

    return "\n".join(wrap(text, width))
