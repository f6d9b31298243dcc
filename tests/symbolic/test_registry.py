"""Tests of symbolic.registry: folders are registries, and what other packages bring is loaded only when asked for."""

from importlib.metadata import EntryPoint
from pathlib import Path
from types import ModuleType

import pytest

import symbolic.derivations
import symbolic.provers
import symbolic.rules
from symbolic import registry
from symbolic.errors import ExtensionError

ROOMS = [symbolic.rules, symbolic.provers]


@pytest.mark.parametrize("room", ROOMS, ids=lambda r: r.__name__)
def test_the_folder_is_the_registry(room: ModuleType) -> None:
    files = sorted(p.stem for p in Path(room.__path__[0]).glob("*.py") if p.stem != "__init__")
    assert list(registry.names(room)) == files
    assert list(registry.modules(room)) == files


@pytest.mark.parametrize("room", ROOMS, ids=lambda r: r.__name__)
def test_a_unit_is_the_module_of_its_name(room: ModuleType) -> None:
    for name, module in registry.modules(room).items():
        assert module.__name__ == f"{room.__name__}.{name}"


def test_every_prover_of_the_folder_is_asked() -> None:
    asked = symbolic.provers.provers()
    assert [name for name, _ in asked] == list(registry.names(symbolic.provers))
    assert all(callable(prove) for _, prove in asked)


def test_names_of_units_are_found_without_importing_them(tmp_path: Path) -> None:
    (tmp_path / "broken.py").write_text("raise RuntimeError('imported')\n")
    room = ModuleType("room")
    room.__path__ = [str(tmp_path)]
    assert registry.names(room) == ("broken",)


def test_there_is_nothing_in_a_group_that_nobody_registered() -> None:
    assert registry.extensions("lossproof.nothing") == {}


@pytest.mark.parametrize("value", ["no_such_module_of_anyone:rule", "symbolic.rules:no_such_rule"])
def test_an_extension_that_cannot_be_imported_is_its_authors_bug(value: str) -> None:
    with pytest.raises(ExtensionError, match=r"lossproof\.rules mine"):
        registry.load_extension(EntryPoint("mine", value, "lossproof.rules"))


def test_an_extension_is_the_object_behind_its_entry_point() -> None:
    point = EntryPoint("mine", "symbolic.rules:flip_sign", "lossproof.rules")
    assert registry.load_extension(point) is symbolic.rules.flip_sign


def test_an_unknown_extension_or_derivation_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        symbolic.rules.extension("no_such_rule")
    with pytest.raises(KeyError):
        symbolic.derivations.load("no_such_derivation")


def test_a_derivation_of_another_package_is_a_chain(monkeypatch: pytest.MonkeyPatch) -> None:
    points = {"theirs": EntryPoint("theirs", "symbolic.rules:flip_sign", "lossproof.derivations")}
    monkeypatch.setattr(registry, "extensions", lambda group: points)
    assert "theirs" in symbolic.derivations.names()
    with pytest.raises(ExtensionError, match="is no Chain"):
        symbolic.derivations.load("theirs")


def test_a_rule_of_another_package_is_found_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    points = {"theirs": EntryPoint("theirs", "symbolic.rules:flip_sign", "lossproof.rules")}
    monkeypatch.setattr(symbolic.rules, "extensions", lambda group: points)
    assert symbolic.rules.extension("theirs") is symbolic.rules.flip_sign
