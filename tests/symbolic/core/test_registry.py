"""Tests of symbolic.core.registry: folders are registries, and what other packages bring is loaded only when asked for."""

import subprocess
import sys
from importlib.metadata import EntryPoint
from pathlib import Path
from types import ModuleType
from zipfile import ZipFile

import pytest
from sympy import log

import symbolic.derivations
import symbolic.families
import symbolic.provers
import symbolic.refuting
import symbolic.refuting.convexity
import symbolic.rules
from symbolic import argmin
from symbolic.core import registry
from symbolic.core.errors import ExtensionError, Open, ProverError
from symbolic.core.terms import parameter
from symbolic.kernel import Answer, Obligation, Verdict, judge

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


def test_every_prover_of_the_folder_is_asked() -> None:
    asked = symbolic.provers.proving()
    assert [name for name, _ in asked] == list(registry.names(symbolic.provers))
    assert all(callable(prove) for _, prove in asked)


def test_whoever_refutes_is_asked_after_all_that_prove() -> None:
    asked, proving = symbolic.provers.provers(), symbolic.provers.proving()
    assert asked[: len(proving)] == proving
    assert [name for name, _ in asked[len(proving) :]] == list(registry.names(symbolic.refuting))


u = parameter("u")
FALSE = Obligation("convex", (-(u**2), (u,)))
ASKED = dict(symbolic.provers.provers()[len(symbolic.provers.proving()) :])


@pytest.mark.parametrize(
    "given", [Answer(Verdict.PROVED), Answer(Verdict.REFUTED, "why"), Verdict.PROVED, True, False, "", ()], ids=str
)
def test_who_refutes_cannot_prove(given: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(symbolic.refuting.convexity, "refute", lambda obligation: given)
    with pytest.raises(ProverError, match=r"refuting\.convexity gave"):
        ASKED["convexity"](FALSE)
    with pytest.raises(ProverError, match=r"bug in lossproof"):
        judge(FALSE, symbolic.provers.provers())


def test_a_case_refutes_and_no_case_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def stops(obligation: Obligation) -> None:
        raise Open("here")

    for refute, answer in (
        (lambda obligation: "at 1", Answer(Verdict.REFUTED, "at 1")),
        (lambda obligation: None, Answer(Verdict.UNKNOWN)),
        (stops, Answer(Verdict.UNKNOWN, "here")),
    ):
        monkeypatch.setattr(symbolic.refuting.convexity, "refute", refute)
        assert ASKED["convexity"](FALSE) == answer


@pytest.mark.parametrize("name", registry.names(symbolic.refuting))
def test_who_refutes_has_nothing_to_say_of_what_its_text_does_not_name(name: str) -> None:
    own = symbolic.provers.kinds(name, refuter=True)
    assert own, "each names a kind"
    module = registry.modules(symbolic.refuting)[name]
    for kind in {k for n in registry.names(symbolic.provers) for k in symbolic.provers.kinds(n) or ()} - own:
        assert module.refute(Obligation(kind, ())) is None, kind


@pytest.mark.parametrize("name", registry.names(symbolic.provers))
def test_a_prover_has_nothing_to_say_of_what_its_text_does_not_name(name: str) -> None:
    own = symbolic.provers.kinds(name)
    assert own, "each names a kind"
    module = registry.modules(symbolic.provers)[name]
    for kind in {k for other in registry.names(symbolic.provers) for k in symbolic.provers.kinds(other) or ()} - own:
        assert module.prove(Obligation(kind, ())).verdict is Verdict.UNKNOWN, kind


def test_without_its_text_a_prover_is_asked_everything(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(symbolic.provers, "__file__", str(tmp_path / "__init__.pyc"))
    symbolic.provers.kinds.cache_clear()
    assert symbolic.provers.kinds("ranges") is None
    for name, prove in symbolic.provers.provers():
        answer = (
            prove(Obligation("free", (argmin(log(1), parameter("t")).objective, ()))) if name == "structure" else None
        )
        assert answer is None or answer.verdict is Verdict.PROVED
    symbolic.provers.kinds.cache_clear()


def test_a_prover_that_is_not_asked_is_not_imported() -> None:
    code = "import sys\nfrom symbolic import check, derivations\ncheck(derivations.load('mle_to_cross_entropy'))\n"
    code += "print('symbolic.provers.ranges' in sys.modules, 'symbolic.calculus.integrals' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout == "True False\n"


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
