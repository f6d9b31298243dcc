"""How Sphinx makes the documentation: `sphinx-build docs DIR`. The pages of this folder, and the API off the docstrings."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
project = "lossproof"
author = "The lossproof developers"
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.apidoc", "sphinx.ext.doctest"]
html_theme = "alabaster"
# csv has no colours; names are told apart by their modules; docstrings are plain text, and no markup
suppress_warnings = ["misc.highlighting_failure", "ref.python", "docutils"]
exclude_patterns = ["build.py"]
autodoc_typehints = "signature"
autodoc_inherit_docstrings = False
autodoc_default_options = {"members": True, "show-inheritance": True, "ignore-module-all": True}
apidoc_modules = [
    {"path": str(ROOT / room), "destination": f"api/{room}", "separate_modules": True, "no_headings": False}
    for room in ("symbolic", "properties")
]


def _plain(app: object, what: str, name: str, thing: object, options: object, lines: list[str]) -> None:
    """Docstrings are plain text with `code`: what reStructuredText would take for markup of its own is escaped."""
    if "``" in "\n".join(lines):
        return  # inherited, and written as reStructuredText
    parts = re.split(r"(`[^`]*`)", "\n".join(lines))
    literal = [f"``{' '.join(p[1:-1].split())}``" if p.startswith("`") else _escaped(p) for p in parts]
    lines[:] = "".join(literal).splitlines()


def _escaped(text: str) -> str:
    return re.sub(r"([*|\\]|_(?!\w))", r"\\\1", text)


def setup(app: object) -> None:
    """Called by Sphinx."""
    app.connect("autodoc-process-docstring", _plain)  # type: ignore[attr-defined]
