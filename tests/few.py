"""The cases of a long list: every so many run always, and the rest with the slow tests."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest


def few(cases: Iterable[Any], every: int = 8) -> list[Any]:
    """The first of every so many cases as it is, the others marked as slow."""
    return [pytest.param(c, marks=pytest.mark.slow) if k % every else c for k, c in enumerate(cases)]
