"""`lossproof plot`: a family's objectives, drawn."""

from __future__ import annotations

import json

import pytest
from command_line import refused, run


def test_a_plot_is_drawn(tmp_path):
    pytest.importorskip("matplotlib", reason="matplotlib is the extra `plots`")
    output = tmp_path / "p.svg"
    result = run("plot", "poisson", "--data", "horse_kicks", "--column", "deaths", "-o", str(output))
    assert (result.exit_code, result.output) == (0, "") and output.read_bytes().startswith(b"<?xml")
    said = run("plot", "poisson", "--data", "horse_kicks", "--column", "deaths", "-o", str(output), "--json")
    assert json.loads(said.stdout) == {"family": "poisson", "file": str(output)} and said.exit_code == 0


def test_where_to_draw_is_asked_for_and_only_pictures_are_drawn() -> None:
    assert "-o" in refused("plot", "poisson")
    assert "FILE.svg" in refused("plot", "poisson", "-o", "x.jpg")


def test_only_a_family_is_drawn() -> None:
    assert "is no family" in refused("plot", "kl_to_mle", "-o", "x.svg")
