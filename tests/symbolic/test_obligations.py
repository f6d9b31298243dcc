"""Tests of symbolic.obligations: statements by the name of their kind, and a kind that is three files."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest
from kinds import attacked, eta, loss, lower, refuses, theta
from sympy import E, Integer, Mul, Pow, exp, log

from symbolic import asking, check, obligations, provers, statements
from symbolic.chain import Chain, Stated, argmin
from symbolic.core.domains import nonnegative
from symbolic.core.errors import MalformedStep, MalformedTerm
from symbolic.core.language import Language
from symbolic.core.terms import raw
from symbolic.kernel import Verdict, judge
from symbolic.models.claims import misfit
from symbolic.obligations import Obligation, is_known, kinds, of_a_file, of_kind
from symbolic.report import sentences
from symbolic.statements.convex import Convex
from symbolic.statements.equal import Equal
from symbolic.statements.within import Within


@pytest.mark.parametrize("kind", kinds())
def test_the_file_of_a_kind_has_its_name_and_one_class(kind: str) -> None:
    found = of_kind(kind)
    assert found.kind == kind
    assert found.__module__ == f"symbolic.statements.{kind.replace(' ', '_')}"


def test_a_statement_has_as_many_parts_as_its_class_and_named_alike() -> None:
    assert Obligation("convex", (loss, (theta,))) == Convex(loss, (theta,))
    assert Obligation("convex", (loss, (theta,))).about == (loss, (theta,))
    with pytest.raises(TypeError):
        Convex(loss)  # type: ignore[call-arg]


def test_what_it_is_given_is_told_apart_by_type() -> None:
    granted = Within(loss, nonnegative)
    found = Obligation("convex", (loss, (theta,)), (lower, granted))
    assert (found.given, found.granted) == ((lower,), (granted,))
    assert found != found.alone == Convex(loss, (theta,))
    with pytest.raises(MalformedTerm, match="is given relations and statements, and nothing else"):
        Obligation("convex", (loss, (theta,)), (eta,))  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", ["pretty", 3, "at_most_one", "__init__", "Convex"])
def test_there_are_no_other_kinds(kind: str) -> None:
    refuses(kind, (eta,), f"there are no statements of the kind {kind!r}; the kinds are at most one, convex")


def test_the_kinds_that_are_named_are_those_that_a_file_may_state() -> None:
    assert "free" not in of_a_file() and "integral" in of_a_file()
    assert set(of_a_file()) < set(kinds())


# ---- a new kind of fact: a statement, its prover, and the fact that states it ------------------------------------------

STATEMENT = '''"""A number is positive."""

from dataclasses import dataclass

from symbolic.core.language import Language
from symbolic.core.terms import raw
from symbolic.core.statement import Expression, Statement


@dataclass(frozen=True, slots=True, repr=False)
class Positive(Statement):
    """The number is more than 0."""

    kind = "positive number"
    by_a_file = True

    number: Expression

    def sentence(self, say: Language) -> str:
        return say.formula("{} > 0", "{} > 0", self.number)
'''
PROVER = '''"""Numbers that SymPy writes as positive."""

from symbolic.kernel import Answer, Verdict
from symbolic.statements.positive_number import Positive

ABOUT = (Positive,)


def prove(obligation: Positive) -> Answer:
    return Answer(Verdict.PROVED if obligation.number.is_Rational and obligation.number.p > 0 else Verdict.UNKNOWN)
'''


@pytest.fixture
def extended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for room, name, text in ((statements, "positive_number", STATEMENT), (provers, "positive_numbers", PROVER)):
        folder = tmp_path / room.__name__
        folder.mkdir()
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
        monkeypatch.setattr(room, "__path__", [*room.__path__, str(folder)])
        monkeypatch.delitem(sys.modules, f"{room.__name__}.{name}", raising=False)
    for cached in (
        obligations.kinds,
        obligations.of_kind,
        obligations.of_a_file,
        asking.provers,
        asking.proving,
        asking.about,
    ):
        cached.cache_clear()


@pytest.fixture(autouse=True)
def nothing_is_remembered() -> object:
    yield
    for cached in (
        obligations.kinds,
        obligations.of_kind,
        obligations.of_a_file,
        asking.provers,
        asking.proving,
        asking.about,
    ):
        cached.cache_clear()


def test_a_new_kind_is_named_said_refused_and_proved_and_no_other_file_knows_it(extended: None) -> None:
    two = Obligation("positive number", (2,))
    assert str(two) == "positive number: 2"
    assert (sentences.text(two), sentences.latex(two)) == ("2 > 0", "$2 > 0$")
    assert judge(two, asking.provers())[1:3] == (Verdict.PROVED, "positive_numbers")
    assert judge(Obligation("positive number", (-2,)), asking.provers()).verdict is Verdict.UNKNOWN
    assert "positive number" in of_a_file()
    refuses("positive number", ("2",), "number='2' is no expression")
    attacked("positive number", unless="no attack on statements of the kind 'positive number'")


class Miracle(Equal):
    """Says something else than it is."""

    def sentence(self, say: Language) -> str:
        return "1 = 2"


def test_a_statement_of_a_class_of_ones_own_is_never_proved_whatever_it_calls_itself() -> None:
    Named = type("Equal", (Miracle,), {})
    for kind in (Miracle, Named):
        said = kind(Integer(1), Integer(1))
        assert not is_known(said) and is_known(Equal(Integer(1), Integer(1)))
        assert judge(said, asking.provers()).verdict is Verdict.UNKNOWN
        assert "is a class of your own: write Obligation('equal', ...)" in misfit(said)
        with pytest.raises(MalformedStep, match="is no Obligation"):
            check(replace(Chain("c", argmin(eta**2, eta)), glossary=(Stated("z", "a miracle", said),)))


class Two(Integer):
    """Prints as it likes."""

    def _sympystr(self, printer: object) -> str:
        return "2"


def test_no_verdict_is_given_on_a_power_of_e_that_is_kept_as_written() -> None:
    """SymPy takes it for exp(E): the mean of log(E**x) was proved to be finite under Cauchy's law."""
    power = Pow(E, eta, evaluate=False)
    assert isinstance(power, exp) and power.args[0] == E
    for asked in (
        lambda: judge(Obligation("equal", (log(power, evaluate=False), eta)), asking.provers()),
        lambda: check(Chain("c", argmin(raw(Mul, (power, eta)), eta))),
    ):
        with pytest.raises(MalformedTerm, match=r"the power E\*\*\(eta\), kept as written: write exp\(eta\)\."):
            asked()


def test_no_verdict_is_given_on_what_prints_as_it_likes() -> None:
    three = Two(3)
    assert str(exp(three)) == "exp(2)"
    for asked in (
        lambda: judge(Obligation("equal", (exp(three), exp(3))), asking.provers()),
        lambda: check(Chain("c", argmin(raw(Mul, (exp(three, evaluate=False), eta)), eta))),
    ):
        with pytest.raises(
            MalformedTerm, match=r"Two is a class of your own, which may print as it likes: use SymPy's\."
        ):
            asked()
