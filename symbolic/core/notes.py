"""Remarks of an author or of a recipe, with the expressions that they speak of: how these are shown is for printers."""

from __future__ import annotations

from collections.abc import Callable

from sympy import Basic


class Note(str):
    """A remark with formulas. As a string it is plain text.

    Arguments: `template`, the remark with {} where a formula stands; `parts`, the formulas, as expressions.

    Example: Note("Divided by {}, which is positive.", sigma**2).
    """

    template: str
    parts: tuple[Basic, ...]

    def __new__(cls, template: str, *parts: Basic) -> Note:
        self = super().__new__(cls, template.format(*parts))
        self.template, self.parts = template, parts
        return self

    def __getnewargs__(self) -> tuple[str | Basic, ...]:  # type: ignore[override]
        return (self.template, *self.parts)


def filled(note: str, show: Callable[[Basic], str]) -> str:
    """The remark with its formulas as `show` has them; a plain string is what it is."""
    return note.template.format(*map(show, note.parts)) if isinstance(note, Note) else note
