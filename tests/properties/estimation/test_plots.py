"""Pictures show what is certified, are the same whenever they are drawn, and can be read in print and by the colour-blind."""

import builtins
import re
import subprocess
import sys

import pytest

from properties import drawing
from properties.data.family_data import observe
from properties.errors import InputError
from properties.estimation import plots
from symbolic import families

pytestmark = pytest.mark.slow

matplotlib = pytest.importorskip("matplotlib", reason="matplotlib is the extra `plots`")

ABSTRACT = {"exponential_family", "exponential_dispersion"}
NO_ESTIMATE = {"normal_mixture"}
QUICK = ["bernoulli", "categorical", "discrete_uniform", "gamma", "multinomial", "normal_mean", "poisson", "uniform"]


@pytest.fixture(scope="module")
def horse_kicks():
    return plots.picture(families.load("poisson"), data=observe(families.load("poisson"), "horse_kicks", ["deaths"]))


def test_there_is_a_panel_for_each_objective_and_one_for_growing_samples(horse_kicks):
    assert [p.name for p in horse_kicks.panels] == [
        "likelihood", "log-likelihood", "mean negative log-likelihood", "mean loss",
    ]  # fmt: skip
    assert [p.title for p in horse_kicks.growing] == ["n = 10", "n = 50", "n = 500", "cross-entropy"]
    assert horse_kicks.title == r"Poisson: the common minimiser, $\lambda$ = 0.61" and horse_kicks.axis == r"$\lambda$"


def test_what_no_certificate_calls_the_minimiser_is_called_the_best_that_was_found():
    assert "Student's t" in plots.picture(families.load("student_t")).title
    assert ": the best that a search found, $\\mu$ = " in plots.picture(families.load("student_t")).title


def test_every_objective_has_its_optimum_at_the_marked_place(horse_kicks):
    for panel in horse_kicks.panels:
        finite = [y for y in panel.ys if y is not None]
        best = max(finite) if panel.name in ("likelihood", "log-likelihood") else min(finite)
        assert panel.ys[panel.best] == best and panel.xs[panel.best] == pytest.approx(0.61)
    assert horse_kicks.panels[0].ys[horse_kicks.panels[0].best] == 1
    assert {panel.xs for panel in horse_kicks.panels} == {horse_kicks.panels[0].xs}


def test_the_mean_loss_comes_closer_to_the_cross_entropy_as_n_grows(horse_kicks):
    *samples, limit = horse_kicks.growing
    gaps = [
        max(abs(a - b) for a, b in zip(p.ys, limit.ys, strict=True) if a is not None and b is not None) for p in samples
    ]
    assert gaps[-1] < gaps[0] / 2
    assert limit.xs[limit.best] == pytest.approx(0.61)


def test_a_picture_of_frequencies_is_that_of_repeated_rows(tmp_path, horse_kicks):
    path = _file(tmp_path, "deaths,w\n0,109\n1,65\n2,22\n7,0\n3,3\n4,1\n")
    poisson = families.load("poisson")
    what = plots.picture(poisson, data=observe(poisson, path, ["deaths"], weights="w"))
    assert what.panels == horse_kicks.panels and what.title == horse_kicks.title
    assert what.caption == "Dots: the estimate. Data: data.csv, deaths, 200 rows by the frequencies in w."
    scaled = _file(tmp_path, "deaths,w\n0,10.9\n1,6.5\n2,2.2\n7,0\n3,0.3\n4,0.1\n")
    what = plots.picture(poisson, data=observe(poisson, scaled, ["deaths"], weights="w", kind="importance"))
    assert what.panels == horse_kicks.panels and "5 rows weighted by w" in what.caption


def test_a_name_in_the_data_is_no_formula(tmp_path):
    path = _file(tmp_path, "$\\frac{$,\x1b[1m\n0,3\n1,4\n")
    bernoulli = families.load("bernoulli")
    plots.draw(bernoulli, tmp_path / "p.svg", data=observe(bernoulli, path, ["$\\frac{$"], weights="\x1b[1m"))
    assert (tmp_path / "p.svg").stat().st_size > 10_000
    labels = _file(tmp_path, "x\n$a_{$\n$a_{$\nb$^\n")
    categorical = families.load("categorical")
    plots.draw(categorical, tmp_path / "q.svg", data=observe(categorical, labels))
    assert (tmp_path / "q.svg").stat().st_size > 10_000


@pytest.mark.parametrize("name", QUICK)
def test_families_of_every_kind_are_drawn_from_a_sample_of_their_own(name):
    what = plots.picture(families.load(name))
    for panel in what.panels:
        finite = [(y, k) for k, y in enumerate(panel.ys) if y is not None]
        best = max(finite) if panel.name in ("likelihood", "log-likelihood") else min(finite)
        assert best[0] == panel.ys[panel.best]
        assert len(finite) > 3
    held = len(families.load(name).parameters) > 1
    assert ("held at the estimate" in what.caption) == held and "a sample of the member" in what.caption
    assert what.steps == (name == "discrete_uniform")


@pytest.mark.parametrize("kind", drawing.FORMATS)
def test_the_same_picture_is_the_same_file(horse_kicks, kind):
    first = plots.render(horse_kicks, kind)
    assert first == plots.render(horse_kicks, kind)
    assert first.startswith({"svg": b"<?xml", "pdf": b"%PDF", "png": b"\x89PNG"}[kind])
    assert len(first) < 400_000


def test_no_date_and_no_path_stands_in_a_picture(horse_kicks):
    text = plots.render(horse_kicks, "svg").decode()
    assert "<dc:date>" not in text and "/properties/" not in text
    assert len(text) < 100_000


def test_curves_differ_by_line_and_marker_and_not_by_colour_alone():
    assert len({colour for colour, _, _ in plots.CURVES}) == len({line for _, line, _ in plots.CURVES}) == 3
    assert len({marker for _, _, marker in plots.CURVES}) == 3
    okabe_ito = {"#000000", "#E69F00", "#56B4E9", "#009E73", "#F0E442", "#0072B2", "#D55E00", "#CC79A7"}
    assert {colour for colour, _, _ in plots.CURVES} <= okabe_ito and {
        plots.BLUE,
        plots.VERMILION,
        plots.BLACK,
    } <= okabe_ito


def test_letters_are_at_least_eight_points_high():
    assert all(size >= 8 for key, size in drawing.STYLE.items() if key.endswith("size"))


def test_text_does_not_overlap_in_the_picture(horse_kicks):
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    with matplotlib.rc_context(drawing.STYLE):
        figure = plots.figure(horse_kicks)
        canvas = FigureCanvasAgg(figure)
        canvas.draw()
        boxes = [axes.get_tightbbox(canvas.get_renderer()) for axes in figure.axes]
        boxes += [t.get_window_extent(canvas.get_renderer()) for t in (figure._suptitle, figure._supxlabel)]
        for j, one in enumerate(boxes):
            assert one.x0 >= 0 and one.y0 >= 0 and one.x1 <= figure.bbox.x1 and one.y1 <= figure.bbox.y1
            assert not any(one.overlaps(other) for other in boxes[j + 1 :])


def test_a_picture_is_written_into_a_file(tmp_path):
    data = observe(families.load("bernoulli"), _file(tmp_path, "x\n0\n1\n1\n"))
    for kind in drawing.FORMATS:
        plots.draw(families.load("bernoulli"), tmp_path / f"b.{kind}", data=data)
        assert (tmp_path / f"b.{kind}").stat().st_size > 1000


# ---- what cannot be drawn --------------------------------------------------------------------------------------------


def _file(tmp_path, text):
    path = tmp_path / "data.csv"
    path.write_text(text)
    return str(path)


def refused(*arguments, **options):
    with pytest.raises(InputError) as caught:
        plots.draw(*arguments, **options)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_other_files_are_refused(tmp_path):
    poisson = families.load("poisson")
    assert "FILE.svg, a FILE.pdf or a FILE.png" in refused(poisson, tmp_path / "x.jpg")
    assert "FILE.svg" in refused(poisson, tmp_path / "x")
    (tmp_path / "y.svg").mkdir()
    assert "is a directory" in refused(poisson, tmp_path / "y.svg")
    assert "cannot be written" in refused(families.load("bernoulli"), tmp_path / "none" / "x.svg")


@pytest.mark.parametrize("name", sorted(ABSTRACT))
def test_an_abstract_family_cannot_be_drawn(name, tmp_path):
    assert refused(families.load(name), tmp_path / "x.svg")
    assert not (tmp_path / "x.svg").exists()


def test_where_there_is_no_estimate_nothing_is_drawn(tmp_path):
    data = observe(families.load("normal"), _file(tmp_path, "x\n3\n3\n"))
    assert "has no estimate" in refused(families.load("normal"), tmp_path / "x.svg", data=data)


def test_without_matplotlib_one_line_says_what_to_install(tmp_path, monkeypatch):
    original = builtins.__import__

    def without(name, *rest, **options):
        if name.split(".")[0] == "matplotlib":
            raise ImportError(name)
        return original(name, *rest, **options)

    monkeypatch.setattr(builtins, "__import__", without)
    assert "pip install 'lossproof[plots]'" in refused(families.load("poisson"), tmp_path / "x.svg")


def test_importing_the_module_does_not_import_matplotlib():
    code = "import sys, properties.estimation.plots; print('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "False"


def test_the_readmes_picture_is_what_is_drawn_now(horse_kicks):
    from pathlib import Path

    path = Path(__file__).parents[3] / "pictures" / "poisson_horse_kicks.svg"
    kept, now = (_structure(text) for text in (path.read_text(), plots.render(horse_kicks, "svg").decode()))
    assert kept == now and path.stat().st_size < 100_000


def _structure(svg):
    """The panels, curves and labels of a picture: not its bytes, which change with matplotlib's version."""
    return sorted(set(re.findall(r'id="(axes_\d+|legend_\d+|line2d_\d+)"', svg))), re.findall(r"<!-- (.*?) -->", svg)
