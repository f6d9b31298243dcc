"""Tests of symbolic.core.registry: folders are registries, and what other packages bring is loaded only when asked for."""

from importlib.metadata import EntryPoint
from pathlib import Path
from types import ModuleType
from zipfile import ZipFile

import pytest

import symbolic.derivations
import symbolic.families
import symbolic.provers
import symbolic.refuting
import symbolic.refuting.convexity
import symbolic.rules
from symbolic.core import registry
from symbolic.core.errors import ExtensionError

ROOT = Path(__file__).parents[3]

ROOMS = [symbolic.rules, symbolic.provers, symbolic.refuting]


@pytest.mark.parametrize("room", ROOMS, ids=lambda r: r.__name__)
def test_the_folder_is_the_registry(room: ModuleType) -> None:
    files = sorted(p.stem for p in Path(room.__path__[0]).glob("*.py") if not p.stem.startswith("_"))
    assert list(registry.names(room)) == files
    assert list(registry.modules(room)) == files


@pytest.mark.parametrize("room", ROOMS, ids=lambda r: r.__name__)
def test_a_unit_is_the_module_of_its_name(room: ModuleType) -> None:
    for name, module in registry.modules(room).items():
        assert module.__name__ == f"{room.__name__}.{name}"


def test_what_ships_is_not_hidden_by_another_package(monkeypatch: pytest.MonkeyPatch) -> None:
    theirs = EntryPoint("poisson", "no_such_module:family", "lossproof.families")
    monkeypatch.setattr(registry, "extensions", lambda group: {"poisson": theirs, "kl_to_mle": theirs})
    assert symbolic.families.load("poisson").name == "poisson"
    assert symbolic.derivations.load("kl_to_mle").name == "kl_to_mle"
    assert symbolic.families.names().count("poisson") == symbolic.derivations.names().count("kl_to_mle") == 1


def test_names_of_units_are_found_without_importing_them(tmp_path: Path) -> None:
    (tmp_path / "broken.py").write_text("raise RuntimeError('imported')\n")
    room = ModuleType("room")
    room.__path__ = [str(tmp_path)]
    assert registry.names(room) == ("broken",)


def test_there_is_nothing_in_a_group_that_nobody_registered() -> None:
    assert registry.extensions("lossproof.nothing") == {}


@pytest.mark.parametrize("folder", ["theirs-1.0.dist-info", "theirs.egg-info", "Theirs-1.0.DIST-INFO"])
def test_what_a_package_registered_is_found_wherever_it_is_installed(
    folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / folder).mkdir()
    (tmp_path / folder / "METADATA").write_text("Metadata-Version: 2.1\nName: theirs\nVersion: 1.0\n", encoding="utf-8")
    named = "[other.group]\nx = theirs:x\n\n[lossproof.tested]\nmine = theirs:rule\n"
    (tmp_path / folder / "entry_points.txt").write_text(named, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    found = registry.extensions.__wrapped__("lossproof.tested")
    assert {name: point.value for name, point in found.items()} == {"mine": "theirs:rule"}


def test_what_an_archive_on_the_path_registers_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with ZipFile(tmp_path / "theirs.zip", "w") as archive:
        archive.writestr("theirs-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: theirs\nVersion: 1.0\n")
        archive.writestr("theirs-1.0.dist-info/entry_points.txt", "[lossproof.tested]\nmine = theirs:rule\n")
    monkeypatch.syspath_prepend(tmp_path / "theirs.zip")
    assert set(registry.extensions.__wrapped__("lossproof.tested")) == {"mine"}


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
    monkeypatch.setattr(symbolic.rules._lemmas, "extensions", lambda group: points)
    assert symbolic.rules.extension("theirs") is symbolic.rules.flip_sign
