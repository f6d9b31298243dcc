"""Tests of symbolic.asking: every prover is asked, of what it answers for alone, and is imported when it is first asked."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from sympy import Integer, log

import symbolic.provers
import symbolic.refuting
import symbolic.refuting.convexity
from symbolic import asking
from symbolic.core import registry
from symbolic.core.domains import reals
from symbolic.core.errors import Open, ProverError
from symbolic.core.statement import Statement
from symbolic.core.terms import parameter
from symbolic.kernel import Answer, Verdict, judge
from symbolic.obligations import kinds, of_kind
from symbolic.statements.convex import Convex
from symbolic.statements.equal import Equal
from symbolic.statements.free import Free

ROOT = Path(__file__).parents[2]
ROOM = symbolic.provers
t = parameter("t")


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Another folder in which the text of the provers is looked for."""
    monkeypatch.setattr(asking.room, "__path__", [str(tmp_path), *ROOM.__path__])
    asking.about.cache_clear()
    asking.proving.cache_clear()
    asking.provers.cache_clear()
    return tmp_path


@pytest.fixture(autouse=True)
def nothing_is_remembered() -> object:
    yield
    asking.about.cache_clear()
    asking.proving.cache_clear()
    asking.provers.cache_clear()


def test_every_prover_of_the_folder_is_asked() -> None:
    asked = asking.proving()
    assert [name for name, _ in asked] == list(registry.names(ROOM))
    assert all(callable(prove) for _, prove in asked)


def test_whoever_refutes_is_asked_after_all_that_prove() -> None:
    asked, proving = asking.provers(), asking.proving()
    assert asked[: len(proving)] == proving
    assert [name for name, _ in asked[len(proving) :]] == list(registry.names(symbolic.refuting))


UNITS = [(room, name) for room in (ROOM, symbolic.refuting) for name in registry.names(room)]


@pytest.mark.parametrize(("room", "name"), UNITS, ids=str)
def test_what_is_read_of_a_unit_is_what_it_says_it_is_about(room: ModuleType, name: str) -> None:
    about = registry.modules(room)[name].ABOUT
    assert about and all(issubclass(kind, Statement) and kind is of_kind(kind.kind) for kind in about)
    assert asking.about(room, name) == {kind.__name__ for kind in about}


def test_every_kind_but_what_is_stated_of_data_alone_is_asked_of_somebody() -> None:
    answered = {kind for room, name in UNITS for kind in registry.modules(room)[name].ABOUT}
    assert {kind for kind in kinds() if of_kind(kind) not in answered} == {"independent"}


def test_a_prover_says_nothing_of_what_is_not_its_own() -> None:
    asked = dict(asking.proving())
    assert asked["identities"](Equal(log(1), Integer(0))).verdict is Verdict.PROVED
    assert asked["structure"](Equal(log(1), Integer(0))) == asking.NOT_ASKED
    assert asked["structure"](Free(Integer(1), (t,))).verdict is Verdict.PROVED


# ---- who refutes ------------------------------------------------------------------------------------------------------

u = parameter("u", reals)
FALSE = Convex(-(u**2), (u,))
ASKED = dict(asking.provers()[len(asking.proving()) :])


@pytest.mark.parametrize(
    "given", [Answer(Verdict.PROVED), Answer(Verdict.REFUTED, "why"), Verdict.PROVED, True, False, "", ()], ids=str
)
def test_who_refutes_cannot_prove(given: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(symbolic.refuting.convexity, "refute", lambda obligation: given)
    with pytest.raises(ProverError, match=r"refuting\.convexity gave"):
        ASKED["convexity"](FALSE)
    with pytest.raises(ProverError, match=r"bug in lossproof"):
        judge(FALSE, asking.provers())


def test_a_case_refutes_and_no_case_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def stops(obligation: Statement) -> None:
        raise Open("here")

    for refute, answer in (
        (lambda obligation: "at 1", Answer(Verdict.REFUTED, "at 1")),
        (lambda obligation: None, Answer(Verdict.UNKNOWN)),
        (stops, Answer(Verdict.UNKNOWN, "here")),
    ):
        monkeypatch.setattr(symbolic.refuting.convexity, "refute", refute)
        assert ASKED["convexity"](FALSE) == answer


# ---- what is read -----------------------------------------------------------------------------------------------------


def test_without_its_text_a_prover_is_imported_to_see_what_it_answers_for(elsewhere: Path) -> None:
    assert asking.about(ROOM, "ranges") == {"Defined", "Within", "StatedFact"}


def test_a_prover_that_does_not_say_what_it_answers_for_is_a_bug(elsewhere: Path) -> None:
    (elsewhere / "mute.py").write_text("def prove(obligation):\n    return None\n", encoding="utf-8")
    with pytest.raises(ProverError, match=r"provers\.mute does not say what it is about"):
        asking.about(ROOM, "mute")


@pytest.mark.slow
def test_a_prover_that_is_not_asked_is_not_imported() -> None:
    code = "import sys\nfrom symbolic import check, derivations\ncheck(derivations.load('mle_to_cross_entropy'))\n"
    code += "print('symbolic.provers.ranges' in sys.modules, 'symbolic.calculus.integrals' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout == "True False\n"
