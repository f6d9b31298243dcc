"""Paths that the README documents keep working, wherever the rooms of the house are: thin modules that hold names only."""

from __future__ import annotations

import ast
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PATHS = {
    "symbolic.domains": "symbolic.core.domains",
    "symbolic.errors": "symbolic.core.errors",
    "symbolic.family": "symbolic.models.family",
    "symbolic.likelihood": "symbolic.models.likelihood",
    "symbolic.map_estimate": "symbolic.models.map_estimate",
    "symbolic.normal_form": "symbolic.calculus.normal_form",
    "symbolic.regression": "symbolic.models.regression",
    "symbolic.terms": "symbolic.core.terms",
    "properties.cli": "properties.command.cli",
    "properties.families": "properties.checking.families",
}


@pytest.mark.parametrize(("path", "home"), PATHS.items())
def test_a_documented_path_gives_what_its_home_has(path, home):
    thin, full = import_module(path), import_module(home)
    public = getattr(full, "__all__", [n for n in vars(full) if not n.startswith("_")])
    assert len(public) > 1
    assert all(getattr(thin, n) is getattr(full, n) for n in public)


@pytest.mark.parametrize("path", PATHS)
def test_a_documented_path_holds_names_and_nothing_else(path):
    body = ast.parse((ROOT / path.replace(".", "/")).with_suffix(".py").read_text(encoding="utf-8")).body
    assert [type(node) for node in body[:2]] == [ast.Expr, ast.ImportFrom]
    assert all(isinstance(node, ast.ImportFrom) for node in body[2:])


def test_relations_are_words_of_a_derivation_too():
    terms, kernel = import_module("symbolic.terms"), import_module("symbolic.kernel")
    assert all(getattr(terms, n) is getattr(kernel, n) for n in ("SAME", "NONE", "Relation", "Condition"))
