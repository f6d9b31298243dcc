"""The fuzz of means in a bounded share, and put to the test: provers that take the wrong side or the wrong law are caught."""

from __future__ import annotations

from typing import Any

import fuzz_means as fuzz
import pytest

from symbolic.calculus.enclosing import shared
from symbolic.calculus.normal_form import integrability

pytestmark = pytest.mark.slow
DRAWS = 150


def test_what_is_proved_of_means_is_true_where_tails_are_heavy() -> None:
    wrong, counted = fuzz.run(3, DRAWS)
    assert wrong == []
    assert min(counted[f"{kind}, proved"] for kind in ("equal", "defined")) > DRAWS / 10, "nothing is provable"


def either_side(known: Any, law: Any, p: Any, kinds: Any) -> bool:
    return any(set(stated) == set(p) and where == law for where, _, stated in known.facts())


def any_law(known: Any, law: Any, p: Any, kinds: Any) -> bool:
    return any(set(stated) == set(p) for _, _, stated in known.facts())


def all_is_finite(known: Any, law: Any, m: Any) -> tuple[bool, bool]:
    return True, True


@pytest.mark.parametrize(
    ("where", "name", "generous"),
    [
        (integrability, "_stated", either_side),
        (integrability, "_stated", any_law),
        (integrability, "sides", all_is_finite),
    ],
    ids=["either side", "any law", "all is finite"],
)
def test_what_proves_too_much_is_caught(monkeypatch: pytest.MonkeyPatch, where: Any, name: str, generous: Any) -> None:
    shared.cache_clear()
    monkeypatch.setattr(where, name, generous)
    try:
        assert fuzz.run(3, DRAWS)[0] != []
    finally:
        shared.cache_clear()
