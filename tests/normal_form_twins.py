"""Other functions in the place of those of the normal form, for tests that show what a broken one would do."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from symbolic.calculus.normal_form import NormalForm
from symbolic.calculus.normal_form.kinds import KINDS

PACKAGE = "symbolic.calculus.normal_form"


def instead(function: Callable[..., Any], other: Callable[..., Any]) -> Callable[[pytest.MonkeyPatch], None]:
    """`other` wherever the normal form names `function`: in each of its modules, and as a method."""

    def patch(m: pytest.MonkeyPatch) -> None:
        modules = [module for name, module in sys.modules.items() if name.partition(f"{PACKAGE}.")[0] == ""]
        places = [
            (place, name) for place in (*modules, NormalForm) for name, it in vars(place).items() if it is function
        ]
        assert places, f"nobody names {function}"
        for place, name in places:
            m.setattr(place, name, other)

    return patch


def method(name: str, other: Callable[..., Any]) -> Callable[[pytest.MonkeyPatch], None]:
    """Another method of NormalForm."""
    assert hasattr(NormalForm, name)
    return lambda m: m.setattr(NormalForm, name, other)


def in_every_kind(**fields: Callable[..., Any]) -> Callable[[pytest.MonkeyPatch], None]:
    """Every kind of atom with these fields."""

    def patch(m: pytest.MonkeyPatch) -> None:
        for kind, row in list(KINDS.items()):
            m.setitem(KINDS, kind, replace(row, **fields))

    return patch
