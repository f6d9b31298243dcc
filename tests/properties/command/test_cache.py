"""Answers that are kept: what they are filed under, when they are used, and everything that is not believed."""

from __future__ import annotations

import json
import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from fractions import Fraction
from importlib.machinery import ModuleSpec
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from few import few
from sympy import Dummy, Float, Function, Integer, Symbol, Tuple, exp, log, pi

from properties.command import cache
from properties.command.cache import Memory, NoDirectory, Unspoken, content, place, remembering
from symbolic import families
from symbolic.core.domains import Categories, FiniteSet, RealInterval, counts, nonnegative, positive, reals
from symbolic.core.statement import Statement
from symbolic.core.terms import Outcome, parameter, raw, sample
from symbolic.kernel import Answer, Verdict
from symbolic.obligations import Obligation, of_kind

x, y = sample("x", domain=reals), sample("y", domain=counts)
a, b = parameter("a", positive), parameter("b", positive)
POISSON = families.load("poisson")


def obligation(*about: Any, kind: str = "equal", given: tuple[Any, ...] = ()) -> Statement:
    return of_kind(kind)(*about, given=given)


# ---- what an answer is filed under -----------------------------------------------------------------------------------

DIFFERENT = [
    obligation(a, b),
    obligation(b, a),
    obligation(a, a),
    obligation(a, a, a, kind="increasing"),
    obligation((a, a), b),
    obligation(a, b, kind="free"),
    obligation(a, b, given=(x.outcome > 0,)),
    obligation(parameter("a", reals), b),
    obligation(parameter("a", nonnegative), b),
    obligation(parameter("a", RealInterval(0, 1)), b),
    obligation(parameter("a", RealInterval(0, Fraction(1, 2))), b),
    obligation(parameter("a", FiniteSet((0, 1))), b),
    obligation(Symbol("a"), b),
    obligation(Symbol("a", positive=True), b),
    obligation(Dummy("a"), b),
    obligation(x.outcome, b),
    obligation(x.i, b),
    obligation(y.outcome, b),
    obligation(sample("x", domain=counts).outcome, b),
    obligation(sample("x", size="m", domain=reals).outcome, b),
    obligation(sample("y", domain=Categories(size="K")).each, b),
    obligation(sample("y", domain=Categories(size="L")).each, b),
    obligation(a + b, b),
    obligation(a * b, b),
    obligation(raw(type(a * b), (b, a)), b),
    obligation(log(a), b),
    obligation(exp(a), b),
    obligation(a**2, b),
    obligation(a**3, b),
    obligation(a / 2, b),
    obligation(a / 3, b),
    obligation(Integer(1), b),
    obligation(1, b),
    obligation(True, b),
    obligation("1", b),
    obligation(None, b),
    obligation((), b),
    obligation(Tuple(), b),
    obligation(pi, b),
    obligation(nonnegative, b),
    obligation(positive, b),
    obligation(x, b),
    obligation(y, b),
]


def test_whatever_differs_is_filed_apart():
    found = [content(o) for o in DIFFERENT]
    assert len(set(found)) == len(found)


@pytest.mark.parametrize("build", [lambda: obligation(log(a) * x.outcome, b, given=(b > 0,)), lambda: DIFFERENT[6]])
def test_the_same_question_is_filed_together(build):
    assert content(build()) == content(build())


def test_dummies_are_told_apart_by_their_places_alone():
    def built(one, two):
        return content(obligation(one + 2 * two, one))

    u, v, w = Dummy("u", real=True), Dummy("u", real=True), Dummy("u", positive=True)
    assert built(u, v) == built(v, u)
    assert built(u, v) != built(u, u)
    assert built(u, v) != built(u, w)
    assert content(obligation(u, v)) != content(obligation(u, u))


class Stranger:
    pass


class OurOutcome(Outcome):
    pass


@pytest.mark.parametrize(
    "thing",
    [Stranger(), Function("f")(a), Float(1), lambda: 0, OurOutcome(x.column), {1: 2}, SimpleNamespace(a=1), b"1"],
    ids=lambda thing: type(thing).__name__,
)
def test_nothing_is_kept_of_what_is_neither_ours_nor_sympys(thing, tmp_path):
    with pytest.raises(Unspoken):
        content(obligation(a, thing))
    prover = Counting(Answer(Verdict.PROVED))
    for _ in range(2):
        with kept(tmp_path, prover) as asked:
            assert ask(asked, obligation(a, thing)) == Answer(Verdict.PROVED)
    assert prover.calls == 2


# ---- answers are given once ------------------------------------------------------------------------------------------


class Counting:
    """A prover that counts how often it is asked."""

    def __init__(self, answer: Any) -> None:
        self.answer, self.calls = answer, 0

    def __call__(self, _: Statement) -> Any:
        self.calls += 1
        return self.answer


@pytest.fixture(autouse=True)
def everything_is_worth_keeping(monkeypatch):
    monkeypatch.setattr(cache, "WORTH_KEEPING", 0)


@contextmanager
def kept(directory: Path, *provers: Any, warn: Any = None) -> Any:
    with remembering(directory, warn or pytest.fail) as memory:
        yield memory.asked(tuple((f"prover{k}", p) for k, p in enumerate(provers)))


def ask(asked: Any, question: Statement, which: int = 0) -> Answer:
    return asked[which][1](question)


QUESTION = obligation(a, b)
ANSWERS = [
    Answer(Verdict.PROVED),
    Answer(Verdict.PROVED, "", (("log of a product", 2), ("a power", 1))),
    Answer(Verdict.REFUTED, "a = 1, b = 2"),
    Answer(Verdict.UNKNOWN, "because “so”"),
]


@pytest.mark.parametrize("answer", ANSWERS)
def test_an_answer_is_given_once_and_then_remembered_to_the_letter(answer, tmp_path):
    prover = Counting(answer)
    for _ in range(3):
        with kept(tmp_path, prover) as asked:
            assert [name for name, _ in asked] == ["prover0"]
            assert ask(asked, QUESTION) == ask(asked, QUESTION) == answer
    assert prover.calls == 1


def test_every_prover_has_its_own_answer(tmp_path):
    provers = [Counting(answer) for answer in ANSWERS]
    for _ in range(2):
        with kept(tmp_path, *provers) as asked:
            assert [ask(asked, QUESTION, k) for k in range(len(ANSWERS))] == ANSWERS
    assert [p.calls for p in provers] == [1] * len(ANSWERS)


def test_another_question_is_asked(tmp_path):
    prover = Counting(ANSWERS[0])
    with kept(tmp_path, prover) as asked:
        ask(asked, QUESTION)
    with kept(tmp_path, prover) as asked:
        ask(asked, replace(QUESTION, given=(a > b,)))
        ask(asked, obligation(parameter("a", reals), b))
    assert prover.calls == 3


@pytest.mark.parametrize("answer", [None, True, "proved", (Verdict.PROVED, ""), Answer(True), Answer("proved")])
def test_what_is_no_answer_passes_and_is_not_kept(answer, tmp_path):
    prover = Counting(answer)
    for _ in range(2):
        with kept(tmp_path, prover) as asked:
            assert ask(asked, QUESTION) is answer
    assert prover.calls == 2 and not list(tmp_path.iterdir())


def test_an_exception_passes_and_what_was_answered_before_is_kept(tmp_path):
    prover = Counting(ANSWERS[0])
    with pytest.raises(KeyboardInterrupt), kept(tmp_path, prover) as asked:
        ask(asked, QUESTION)
        raise KeyboardInterrupt
    with kept(tmp_path, prover) as asked:
        ask(asked, QUESTION)
    assert prover.calls == 1


def test_what_is_cheap_is_asked_again(tmp_path, monkeypatch):
    monkeypatch.setattr(cache, "WORTH_KEEPING", 10**12)
    with kept(tmp_path, Counting(ANSWERS[0])) as asked:
        ask(asked, QUESTION)
    assert not list(tmp_path.iterdir())


def test_the_file_does_not_grow_for_ever(tmp_path, monkeypatch):
    monkeypatch.setattr(cache, "MOST", 300)
    prover = Counting(ANSWERS[0])
    for k in range(5):
        with kept(tmp_path, prover) as asked:
            ask(asked, obligation(a, k))
            ask(asked, QUESTION)  # always used, hence never thrown away
    assert prover.calls == 6
    assert len(json.loads((tmp_path / "verdicts.json").read_text())["kept"]) == 3


def test_without_a_directory_the_provers_are_what_they_are_and_records_are_computed():
    provers = (("p", Counting(ANSWERS[0])),)
    with remembering(None, pytest.fail) as memory:
        assert memory.asked(provers) is provers
        assert [memory.record("kind", POISSON, lambda k=k: {"k": (1, k)}) for k in range(2)] == [
            {"k": [1, 0]},
            {"k": [1, 1]},
        ]


# ---- records ---------------------------------------------------------------------------------------------------------


def recorded(directory: Path, thing: Any, calls: list[int], kind: str = "sheet") -> Any:
    def compute() -> Any:
        calls.append(1)
        return {"verdict": "proved", "parts": (1, "ü")}

    with remembering(directory, pytest.fail) as memory:
        return memory.record(kind, thing, compute)


def test_a_record_is_computed_once_and_is_the_same_both_times(tmp_path):
    calls: list[int] = []
    assert recorded(tmp_path, POISSON, calls) == recorded(tmp_path, POISSON, calls)
    assert len(calls) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"name": "poissons"},
        {"title": "Poisson."},
        {"notes": ("A note.",)},
        {"loss": None},
        {"estimates": ()},
        {"reference": None},
        {"further": (("more", Obligation("defined", (POISSON.density,))),)},
        {"loss": 2 * POISSON.loss, "factor": Integer(1) / 2},
    ],
    ids=str,
)
def test_a_family_with_one_part_changed_has_another_record(change, tmp_path):
    calls: list[int] = []
    for thing in (POISSON, replace(POISSON, links=dict(POISSON.links), **change), (POISSON, 1), (POISSON, 2)):
        recorded(tmp_path, thing, calls)
    recorded(tmp_path, POISSON, calls, kind="another")
    assert len(calls) == 5


@pytest.mark.parametrize("name", few(families.names(), 6))
def test_every_family_that_ships_has_a_content_of_its_own(name):
    assert content(families.load(name)) not in {content(families.load(n)) for n in families.names() if n != name}


def test_an_exception_is_no_record(tmp_path):
    def fail() -> Any:
        raise RuntimeError("no")

    with remembering(tmp_path, pytest.fail) as memory, pytest.raises(RuntimeError):
        memory.record("sheet", POISSON, fail)
    assert not list(tmp_path.iterdir())


# ---- what is not believed --------------------------------------------------------------------------------------------


def written(tmp_path: Path) -> Path:
    with kept(tmp_path, Counting(Answer(Verdict.UNKNOWN, "no"))) as asked:
        ask(asked, QUESTION)
    return tmp_path / "verdicts.json"


def poisoned(data: dict[str, Any]) -> dict[str, Any]:
    (key,) = data["kept"]
    return {**data, "kept": {key: '["proved", "", []]'}}


DAMAGED = {
    "an answer that was made proved": lambda text: json.dumps(poisoned(json.loads(text))),
    "cut off": lambda text: text[:-20],
    "empty": lambda text: "",
    "one character": lambda text: text.replace("no", "nö"),
    "no object": lambda text: "[]",
    "no text": lambda text: b"\xff\xfe\x00",
    "too deep": lambda text: "[" * 100_000,
    "no checksum": lambda text: json.dumps({k: v for k, v in json.loads(text).items() if k != "checksum"}),
    "more than there is": lambda text: json.dumps({**json.loads(text), "more": 1}),
    "no verdict": lambda text: text.replace("unknown", "certain"),
    "parts of other types": lambda text: json.dumps({"state": 1, "kept": [], "checksum": None}),
    "no texts": lambda text: json.dumps({**json.loads(text), "kept": {"f" * 64: ["proved", ""]}}),
}


@pytest.mark.parametrize("damage", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_file_is_ignored_with_a_warning_and_written_anew(damage, tmp_path):
    file = written(tmp_path)
    damaged = damage(file.read_text(encoding="utf-8"))
    file.write_bytes(damaged if isinstance(damaged, bytes) else damaged.encode())
    warnings: list[str] = []
    prover = Counting(Answer(Verdict.REFUTED, "asked again"))
    with kept(tmp_path, prover, warn=warnings.append) as asked:
        assert ask(asked, QUESTION) == Answer(Verdict.REFUTED, "asked again")
    (warning,) = warnings
    assert str(file) in warning and "not used" in warning and "\n" not in warning
    with kept(tmp_path, prover) as asked:  # without a warning now
        ask(asked, QUESTION)
    assert prover.calls == 1


def test_an_answer_moved_to_another_question_is_not_believed(tmp_path):
    file = written(tmp_path)
    data = json.loads(file.read_text())
    (answer,) = data["kept"].values()
    file.write_text(json.dumps({**data, "kept": {"f" * 64: answer}}))
    warnings: list[str] = []
    with kept(tmp_path, Counting(ANSWERS[0]), warn=warnings.append):
        pass
    assert len(warnings) == 1


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="this system has no owners of files")
def test_a_file_that_others_can_write_is_not_believed(tmp_path):
    file = written(tmp_path)
    file.chmod(0o666)
    warnings: list[str] = []
    prover = Counting(ANSWERS[0])
    with kept(tmp_path, prover, warn=warnings.append) as asked:
        ask(asked, QUESTION)
    assert prover.calls == 1 and "others" in warnings[0]


def test_a_change_of_what_answers_depend_on_makes_them_void_without_a_word(tmp_path):
    prover = Counting(ANSWERS[0])
    for state, calls in (("one", 1), ("one", 1), ("two", 2), ("two", 2)):
        found = Memory(tmp_path / "v.json", pytest.fail, state=state)
        found.asked((("p", prover),))[0][1](QUESTION)
        found.save()
        assert prover.calls == calls


def test_a_checksum_of_another_version_is_no_damage(tmp_path):
    file = written(tmp_path)
    other = {**poisoned(json.loads(file.read_text())), "state": "0" * 64, "checksum": "in another way"}
    file.write_text(json.dumps(other))
    prover = Counting(Answer(Verdict.REFUTED, "asked again"))
    with kept(tmp_path, prover) as asked:  # without a warning, and nothing of it is believed
        assert ask(asked, QUESTION) == Answer(Verdict.REFUTED, "asked again")
    assert json.loads(file.read_text())["state"] != "0" * 64


def test_writers_at_once_leave_a_whole_file(tmp_path):
    def write(k: int) -> None:
        for j in range(20):
            memory = Memory(tmp_path / "v.json", pytest.fail, state="one")
            memory.record("sheet", Integer(100 * k + j), lambda: "a" * 10_000)
            memory.save()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))
    assert Memory(tmp_path / "v.json", pytest.fail, state="one").kept
    assert [path.name for path in tmp_path.iterdir()] == ["v.json"]


def test_sources_and_versions_are_what_answers_depend_on(tmp_path, monkeypatch):
    room = tmp_path / "symbolic"
    (room / "provers").mkdir(parents=True)
    (room / "__init__.py").write_text("")
    (room / "provers" / "ranges.py").write_text("limit = 1\n")
    monkeypatch.setattr(cache.symbolic, "__file__", str(room / "__init__.py"))
    states = [cache.fingerprint(), cache.fingerprint()]
    assert states[0] == states[1]
    (room / "provers" / "ranges.py").write_text("limit = 2\n")  # one character
    states.append(cache.fingerprint())
    (room / "provers" / "more.py").write_text("")
    states.append(cache.fingerprint())
    for package in cache.PACKAGES:
        (tmp_path / package / package).mkdir(parents=True)
        spec = ModuleSpec(package, None, origin=str(tmp_path / package / package / "__init__.py"))
        monkeypatch.setattr(cache, "find_spec", lambda name, p=package, s=spec: s if name == p else find_spec(name))
        for number in ("1", "999"):
            installed = tmp_path / package / f"{package}-{number}.dist-info"
            installed.mkdir()
            states.append(cache.fingerprint())
            installed.rmdir()
    assert len(set(states[1:])) == len(states) - 1


def test_the_versions_of_what_answers_rest_on_are_among_what_is_installed():
    for package, name in zip(cache.PACKAGES, ("sympy", "python-flint", "mpmath", "hypothesis", "scipy"), strict=True):
        found = cache._installed(Path(str(find_spec(package).origin)).parents[1])
        assert f"{name.replace('-', '_')}-{version(name)}.dist-info" in found


def test_where_versions_cannot_be_told_nothing_is_found_again(tmp_path):
    assert cache._installed(tmp_path) != cache._installed(tmp_path)


def test_what_an_older_version_believed_is_never_believed(tmp_path, monkeypatch):
    """A verdict of other sources than these is not read, be it as right as it may."""
    wrong = Answer(Verdict.PROVED, "as an older version thought")
    monkeypatch.setattr(cache, "WORTH_KEEPING", 0)
    with monkeypatch.context() as older:
        older.setattr(cache, "fingerprint", lambda: "of an older version")
        with kept(tmp_path, Counting(wrong)) as asked:
            assert ask(asked, QUESTION) == wrong
        with kept(tmp_path, Counting(ANSWERS[0])) as asked:
            assert ask(asked, QUESTION) == wrong, "the older version itself finds it again"
    with kept(tmp_path, Counting(ANSWERS[0])) as asked:
        assert ask(asked, QUESTION) == ANSWERS[0] != wrong


def test_where_sources_cannot_be_read_nothing_is_found_again(tmp_path, monkeypatch):
    monkeypatch.setattr(cache.symbolic, "__file__", str(tmp_path / "archive.zip" / "symbolic" / "__init__.pyc"))
    assert cache.fingerprint() != cache.fingerprint()


def test_a_directory_that_cannot_be_written_is_told_and_does_no_harm(tmp_path):
    (tmp_path / "file").write_text("")
    warnings: list[str] = []
    with kept(tmp_path / "file" / "below", Counting(ANSWERS[0]), warn=warnings.append) as asked:
        assert ask(asked, QUESTION) == ANSWERS[0]
    assert warnings and all("--no-cache" in w or "not used" in w for w in warnings)


# ---- where -----------------------------------------------------------------------------------------------------------


def test_answers_are_kept_in_the_users_cache_directory(monkeypatch, tmp_path):
    for name in ("LOSSPROOF_CACHE", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(cache.sys, "platform", "linux")
    assert place() == tmp_path / ".cache" / "lossproof"
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")  # which its specification says to ignore
    assert place() == tmp_path / ".cache" / "lossproof"
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "elsewhere"))
    assert place() == tmp_path / "elsewhere" / "lossproof"
    monkeypatch.setattr(cache.sys, "platform", "darwin")
    assert place() == tmp_path / "Library" / "Caches" / "lossproof"
    monkeypatch.setattr(cache.sys, "platform", "win32")
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "local"))
    assert place() == tmp_path / "local" / "lossproof" / "Cache"


def test_the_environment_names_another_directory_or_none(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("LOSSPROOF_CACHE", "~/kept")
    assert place() == tmp_path / "kept"
    monkeypatch.setenv("LOSSPROOF_CACHE", "")
    assert place() is None
    monkeypatch.setenv("LOSSPROOF_CACHE", "kept")
    with pytest.raises(NoDirectory, match="LOSSPROOF_CACHE=kept is no absolute path"):
        place()
