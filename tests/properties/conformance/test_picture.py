"""Tests of pictures of errors: what is in them; the drawn page is looked at."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from command_line import run

from properties.conformance import picture as pictures
from properties.conformance.calling import Implementation
from properties.conformance.check import loss_report
from properties.conformance.inputs import FLOAT32, FLOAT64
from properties.errors import InputError
from symbolic import derivations, families

LOGISTIC = "bernoulli_to_binary_cross_entropy"


def poisson(x: Any, z: Any) -> Any:
    return np.exp(z) - x * z


def logistic(y: Any, f: Any) -> Any:
    p = 1 / (1 + np.exp(-f))
    return np.logaddexp(0, f) - y * f, p - y, p * (1 - p)


def normal(x: Any, m: Any, s: Any) -> Any:
    return np.log(s) + ((x - m) / s) ** 2 / 2


def drawn(function: Any, of: Any, *, at: Any = None, **options: Any) -> pictures.ErrorPicture:
    report = loss_report(function, of, examples=120, **options)
    made = Implementation(function, report.reading, {}, report.kind.name)
    return pictures.picture(report, made, "", at or {}, options.get("within"))


@pytest.fixture(autouse=True)
def coarse(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fewer points."""
    monkeypatch.setattr(pictures, "SIDE", 21)
    monkeypatch.setattr(pictures, "MOST", 441)
    monkeypatch.setattr(pictures, "LINE", 81)


def test_predictions_come_first_and_every_point_is_certified() -> None:
    what = drawn(poisson, derivations.load("poisson_regression"), reading={"x": "y", "z": "f"})
    assert [a.name for a in what.axes] == ["z", "x"]
    assert what.certified == len(what.axes[0].numbers) * len(what.axes[1].numbers) and not what.undecided
    assert [(p.output.value, p.divided) for p in what.panels] == [("value", False), ("value", True)]
    assert "equal" in what.caption and what.title.endswith("poisson held to the loss of poisson_regression")


def test_gradient_and_hessian_have_panels_of_their_own_where_they_are_given() -> None:
    what = drawn(logistic, derivations.load(LOGISTIC), within={"f": (-30.0, 30.0)})
    assert len(what.panels) == 6 and what.box == ((-30.0, 30.0), None) and "box: the declared range" in what.caption
    slope = next(p for p in what.panels if p.output.value == "gradient" and not p.divided)
    width = len(what.axes[0].numbers)
    at_one = slope.cells[width:]
    far = [c for x, c in zip(what.axes[0].numbers, at_one, strict=True) if 100 < x < 700]
    assert far and all(isinstance(c, float) and c > 1e9 for c in far)  # p - 1 cancels


def test_what_no_axis_is_left_for_is_held_fixed_and_said() -> None:
    reading = {"x": "x", "m": "mu", "s": "sigma"}
    what = drawn(normal, families.load("normal"), reading=reading)
    assert [a.name for a in what.axes] == ["m", "s"] and "held fixed: x = 0.25" in what.caption
    what = drawn(normal, families.load("normal"), reading=reading, at={"m": 2.0})
    assert [a.name for a in what.axes] == ["s", "x"] and "held fixed: m = 2" in what.caption
    line = drawn(normal, families.load("normal"), reading=reading, at={"m": 2.0, "x": 1.0})
    assert [a.name for a in line.axes] == ["s"] and line.certified == len(line.axes[0].numbers)


def test_a_finding_is_marked_in_a_plane_through_it() -> None:
    what = drawn(
        lambda x, m, s: normal(x, m, s) + (m > 3), families.load("normal"), reading={"x": "x", "m": "mu", "s": "sigma"}
    )
    assert what.marks and "ring: a finding" in what.caption
    assert all(a.place(x) is not None for mark in what.marks for a, x in zip(what.axes, mark, strict=True))


def test_a_different_function_is_drawn_beside_the_loss_without_what_it_dropped() -> None:
    def wrong(k: Any, rate: Any) -> Any:
        return rate - k * np.log(rate) + (rate > 15)

    what = drawn(wrong, families.load("poisson"), reading={"k": "x", "rate": "lambda"})
    assert (
        "relation found: different" in what.caption and "values beside the loss plus -log(gamma(k + 1))" in what.caption
    )
    width, numbers = len(what.axes[0].numbers), what.axes[0].numbers
    raw = what.panels[0].cells
    good = [c for k, c in enumerate(raw) if 1e-3 < numbers[k % width] < 14]
    assert all(isinstance(c, float) and c < 1e4 for c in good)
    assert all(
        not isinstance(c, float) or c > 1e4 for k, c in enumerate(raw) if 15 < numbers[k % width] < 1e3 and k > width
    )


def test_nothing_finite_is_its_own_class_and_undecided_points_never_look_good() -> None:
    what = drawn(
        lambda x, z: poisson(x, z) / (np.abs(z) < 100),
        derivations.load("poisson_regression"),
        reading={"x": "y", "z": "f"},
    )
    width, numbers = len(what.axes[0].numbers), what.axes[0].numbers
    assert {c for k, c in enumerate(what.panels[0].cells) if 100 < abs(numbers[k % width]) < 700} == {pictures.WRONG}
    assert pictures._cell(None, (), False) is pictures.UNDECIDED
    specials = {pictures.WRONG, pictures.FLUSHED, pictures.UNDECIDED, pictures.NOTHING}
    assert all(c.hatch or c.colour == pictures.BLACK for c in specials)


@pytest.mark.parametrize("kind", [FLOAT64, FLOAT32], ids=lambda k: k.name)
def test_classes_are_ordered_by_lightness(kind: Any) -> None:
    colours = [c.colour for c in pictures.classes_of(kind)] + [pictures.BLACK]
    light = [_lightness(c) for c in colours]
    assert all(a - b > 5 for a, b in pairwise(light))
    assert pictures._number(0.5, kind) == 0 and pictures._number(1e30, kind) == len(colours) - 2
    assert pictures.classes_of(kind)[pictures._number(64.0, kind) or 0].label == "≤ 64"
    assert pictures.classes_of(kind)[pictures._number(65.0, kind) or 0].label == "≤ $10^{3}$"


def _lightness(colour: str) -> float:
    """L* of CIE 1976."""
    channels = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    y = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 116 * y ** (1 / 3) - 16 if y > 0.0089 else 903.3 * y


@pytest.mark.slow
def test_the_same_picture_is_the_same_file_and_no_text_runs_out() -> None:
    matplotlib = pytest.importorskip("matplotlib", reason="matplotlib is the extra `plots`")
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    from properties.drawing import STYLE

    planes = drawn(logistic, derivations.load(LOGISTIC), within={"f": (-30.0, 30.0)})
    line = drawn(logistic, derivations.load(LOGISTIC), at={"y": 1.0})
    for what in (planes, line):
        first = pictures.render(what, "svg")
        assert first == pictures.render(what, "svg") and b"<svg" in first
        with matplotlib.rc_context(STYLE):
            figure = pictures.figure(what)
            canvas = FigureCanvasAgg(figure)
            canvas.draw()
            for axes in figure.axes:
                box = axes.get_tightbbox(canvas.get_renderer())
                assert box.x0 >= -1 and box.y0 >= -1 and box.x1 <= figure.bbox.x1 + 1 and box.y1 <= figure.bbox.y1 + 1


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--plot", "x.jpg"), "--plot x.jpg: a picture is a FILE.svg, a FILE.pdf or a FILE.png."),
        (("--plot", "x.svg", "--plot-at", "w=1"), "--plot-at w=1: there is no w in the reading; there are"),
        (("--plot", "x.svg", "--plot-at", "x=one"), "--plot-at x=one: 'one' is no number."),
        (("--plot", "x.svg", "--plot-at", "x=-1"), "--plot-at x=-1: x ranges over {0, 1, ...}."),
        (("--plot", "x.svg", "--plot-at", "x=1,z=1"), "one or two must be left to be drawn"),
        (("--plot-at", "x=1"), "--plot-at says what is held fixed in a picture: say --plot FILE as well."),
    ],
)
def test_what_cannot_be_drawn_gets_one_line_and_2(
    options: tuple[str, ...], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("matplotlib", reason="matplotlib is the extra `plots`")
    monkeypatch.chdir(tmp_path)
    Path("losses.py").write_text("import numpy as np\ndef poisson(x, z):\n    return np.exp(z) - x * z\n")
    arguments = ("conform", "losses.py:poisson", "--is", "poisson_regression", "--map", "x=y,z=f", "--examples", "100")
    result = run(*arguments, *options)
    assert result.exit_code == 2 and message in result.stderr and len(result.stderr.strip().splitlines()) == 1
    assert not Path("x.svg").exists()


def test_the_command_draws_beside_its_report(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib", reason="matplotlib is the extra `plots`")
    losses, out = tmp_path / "losses.py", tmp_path / "e.svg"
    losses.write_text("import numpy as np\ndef poisson(x, z):\n    return np.exp(z) - x * z\n")
    options = ("--map", "x=y,z=f", "--examples", "100", "--plot", str(out))
    result = run("conform", f"{losses}:poisson", "--is", "poisson_regression", *options)
    assert result.exit_code == 0 and "conforms to poisson_regression" in result.stdout
    assert re.search(r"<!-- .*held to the loss of poisson_regression", out.read_text())


def test_values_that_are_no_argument_are_refused() -> None:
    with pytest.raises(InputError, match="x ranges over"):
        drawn(poisson, derivations.load("poisson_regression"), reading={"x": "y", "z": "f"}, at={"x": 0.5})
