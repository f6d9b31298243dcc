"""The chains of a module, as items are made from them: each once, under its own name, with the marks that it brings."""

from __future__ import annotations

from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from properties.items import Held, _assigned, chains_of, is_chain
from symbolic import Chain, argmin, parameter, reals

t = parameter("t", reals)
ONE, TWO = Chain("one", argmin(t**2, t)), Chain("two", argmin(t**4, t))
SLOW = pytest.mark.skip(reason="it is slow")


def module(**attributes: Any) -> Any:
    """A module of a user with some attributes, as pytest collects it."""
    found = ModuleType("derive_mine")
    vars(found).update(attributes)
    return SimpleNamespace(obj=found, nodeid="derive_mine.py")


def test_a_chain_is_found_where_it_stands_and_once() -> None:
    found = chains_of(module(first=ONE, again=ONE, several={"a": [TWO]}, _private=Chain("three", ONE.start)))
    assert found == {"one": Held(ONE, "first", "first"), "two": Held(TWO, "several", "several['a'][0]")}


def test_a_chain_in_a_parameter_brings_its_marks() -> None:
    (held,) = chains_of(module(several=[pytest.param(ONE, marks=SLOW)])).values()
    assert held.chain is ONE and [mark.name for mark in held.marks] == ["skip"]


@pytest.mark.parametrize(
    ("attributes", "said"),
    [
        ({"a": ONE, "b": Chain("one", TWO.start)}, "two chains with the same name 'one'"),
        ({"a": Chain("a::b", ONE.start)}, "cannot name a chain"),
        ({"a": Chain("", ONE.start)}, "cannot name a chain"),
        ({"a": [pytest.param(ONE, id="mine")]}, "leave the id out"),
        ({"a": ONE, "derivation_marks": {"two": SLOW}}, "there is no such chain; the chains here are one"),
        ({"a": ONE, "derivation_marks": [SLOW]}, "is a dictionary from ids to marks"),
        ({"a": ONE, "derivation_marks": {"one": "slow"}}, "is a dictionary from ids to marks"),
    ],
)
def test_what_could_be_read_in_two_ways_is_refused(attributes: dict[str, Any], said: str) -> None:
    with pytest.raises(pytest.Collector.CollectError, match=said):
        chains_of(module(**attributes))


def test_what_is_no_chain_is_none() -> None:
    assert is_chain(ONE) and not is_chain("one") and not is_chain(Chain)


def test_the_line_of_a_name_is_the_last_that_gives_it_something(tmp_path: Any) -> None:
    file = tmp_path / "derive_mine.py"
    file.write_text("one = 1\n\ndef f():\n    one = 2\n\none = 3\nfrom x import y as two\n", encoding="utf-8")
    assert [_assigned(file, name) for name in ("one", "two", "three")] == [5, 6, 0]
    assert _assigned(tmp_path / "missing.py", "one") == 0
