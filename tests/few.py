"""The cases of a long list: every so many run always, and the rest with the slow tests."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest


def few(cases: Iterable[Any], every: int = 8) -> list[Any]:
    """The first of every so many cases as it is, the others marked as slow."""
    return [_slow(c) if k % every else c for k, c in enumerate(cases)]


def _slow(case: Any) -> Any:
    if isinstance(case, type(pytest.param())):
        return pytest.param(*case.values, marks=(*case.marks, pytest.mark.slow), id=case.id)
    return pytest.param(case, marks=pytest.mark.slow)
