"""Answers that provers gave before, kept between runs of the command. Nothing here proves; `symbolic.check` knows no cache.

An answer is kept under the content of what was asked: every node of the obligation, with the domains and assumptions of its
symbols, and the prover's name. A file of answers belongs to one state of everything that gives them: the sources of
`symbolic`, Python, SymPy, python-flint and mpmath; where any of these has changed, it is not used. A file that is not whole,
to the last character, is ignored with a warning. A checksum tells damage, not malice: who can write in the user's cache
directory could as well change what the user runs, so answers there are as trustworthy as the user's own home.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from enum import Enum
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from typing import Any

from sympy import Basic, Dummy, Rational, Symbol, Tuple
from sympy.core.singleton import Singleton

import symbolic
from properties.outputs import write
from symbolic.kernel import Answer, Obligation, Prover, Verdict
from symbolic.terms import Sample

VARIABLE = "LOSSPROOF_CACHE"
FILE = "verdicts.json"
WORTH_KEEPING = 1_000_000  # nanoseconds: what takes less is asked again
MOST = 20_000  # answers in a file; those that were used last stay
PACKAGES = ("lossproof", "sympy", "python-flint", "mpmath")

Asked = Sequence[tuple[str, Prover]]


class NoDirectory(Exception):
    """There is no directory for answers: the environment says so, or says something that cannot be one."""


@contextmanager
def remembered(provers: Asked, directory: Path | None, warn: Callable[[str], object]) -> Iterator[Asked]:
    """The provers, with the answers that were kept in `directory`; what they answer meanwhile is kept there in the end.

    With None as directory they are what they are. `warn` is told, in one line, of a file that is not believed.
    """
    if directory is None:
        yield provers
        return
    kept = Kept(directory / FILE, warn)
    try:
        yield kept.asked(provers)
    finally:
        kept.save()


def place() -> Path | None:
    """Where answers are kept: the directory that LOSSPROOF_CACHE names, or else the user's cache directory.

    None where LOSSPROOF_CACHE is empty, or where there is no home. Raises NoDirectory for a path that is not absolute.
    """
    named = os.environ.get(VARIABLE)
    if named is not None:
        if named and not os.path.isabs(os.path.expanduser(named)):
            raise NoDirectory(f"{VARIABLE}={named} is no absolute path: name a directory in full, or nothing at all.")
        return Path(os.path.expanduser(named)) if named else None
    try:
        home = Path.home()
    except RuntimeError:
        return None
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / "lossproof" / "Cache"
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "lossproof"
    base = os.environ.get("XDG_CACHE_HOME", "")
    return Path(base if os.path.isabs(base) else home / ".cache") / "lossproof"


class Kept:
    """The answers in one file.

    Arguments: `file`; `warn`, told in one line where what is there is not believed; `worth_keeping`, the nanoseconds that an
    answer has to have cost; `state`, what the answers depend on besides the question.
    """

    def __init__(
        self,
        file: Path,
        warn: Callable[[str], object],
        *,
        worth_keeping: int | None = None,
        state: str | None = None,
    ) -> None:
        self.file, self.warn = file, warn
        self.worth_keeping = WORTH_KEEPING if worth_keeping is None else worth_keeping
        self.state = fingerprint() if state is None else state
        self.new = False
        self.answers = self._read()
        self.used: dict[str, list[str]] = {}
        self._last: tuple[Obligation | None, str | None] = (None, None)

    def asked(self, provers: Asked) -> Asked:
        """The provers, each of which first looks whether it was asked before."""
        return tuple((name, self._remembering(name, prover)) for name, prover in provers)

    def _remembering(self, name: str, prover: Prover) -> Prover:
        def answer(obligation: Obligation) -> Answer:
            key = self._key(name, obligation)
            if key is None:
                return prover(obligation)
            known = self.used.get(key) or self.answers.get(key)
            if known is not None:
                self.used[key] = known
                return Answer(Verdict(known[0]), known[1])
            started = time.perf_counter_ns()
            found = prover(obligation)
            dear = time.perf_counter_ns() - started >= self.worth_keeping
            if dear and isinstance(found, Answer) and isinstance(found.verdict, Verdict):
                self.used[key], self.new = [found.verdict.value, str(found.reason)], True
            return found

        return answer

    def _key(self, name: str, obligation: Obligation) -> str | None:
        if self._last[0] is not obligation:  # one obligation is put to one prover after the other
            try:
                self._last = obligation, content(obligation)
            except Unspoken:
                self._last = obligation, None
        spelled = self._last[1]
        return None if spelled is None else _digest("asked", name, spelled)

    def _read(self) -> dict[str, list[str]]:
        try:
            status = os.stat(self.file)
            text = self.file.read_text(encoding="utf-8")
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            return self._disbelieve(str(getattr(error, "strerror", None) or "it is no text"))
        if hasattr(os, "geteuid") and (status.st_uid != os.geteuid() or status.st_mode & 0o002):
            return self._disbelieve("others than this user can write it")
        try:
            state, answers, checksum = _parsed(text)
        except (ValueError, RecursionError):
            return self._disbelieve("it is damaged")
        if checksum != _checksum(state, answers):
            return self._disbelieve("it is damaged, for its checksum is another")
        return answers if state == self.state else {}

    def _disbelieve(self, reason: str) -> dict[str, list[str]]:
        self.warn(f"{self.file}: the answers kept there are not used: {reason}. Everything is proved anew.")
        self.new = True
        return {}

    def save(self) -> None:
        """Write what was used, and what else there was, if anything is new. A failure is told, and does no harm."""
        if not self.new:
            return
        whole = {k: v for k, v in self.answers.items() if k not in self.used} | self.used
        answers = dict(list(whole.items())[-MOST:])
        data = {"state": self.state, "answers": answers, "checksum": _checksum(self.state, answers)}
        try:
            self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write(self.file, json.dumps(data))
        except OSError as error:
            self.warn(f"{self.file}: answers cannot be kept there: {error.strerror or error}. --no-cache says no more.")


def _parsed(text: str) -> tuple[str, dict[str, list[str]], str]:
    """The three parts of a file. Raises ValueError where it is anything else than what `save` writes."""
    data = json.loads(text)
    if not isinstance(data, dict) or set(data) != {"state", "answers", "checksum"}:
        raise ValueError("not the parts of a file of answers")
    verdicts = {v.value for v in Verdict}
    state, answers, checksum = data["state"], data["answers"], data["checksum"]
    if not isinstance(state, str) or not isinstance(checksum, str) or not isinstance(answers, dict):
        raise ValueError("parts of other types")
    for answer in answers.values():
        sound = isinstance(answer, list) and len(answer) == 2 and all(isinstance(part, str) for part in answer)
        if not sound or answer[0] not in verdicts:
            raise ValueError("no answer")
    return state, answers, checksum


def _checksum(state: str, answers: dict[str, list[str]]) -> str:
    return _digest("answers", state, json.dumps(answers, sort_keys=True))


# ---- what answers depend on ------------------------------------------------------------------------------------------


def fingerprint() -> str:
    """Everything that an answer depends on besides the question: our sources, and the versions of what they rest on."""
    from importlib.metadata import PackageNotFoundError, version

    from sympy.external.gmpy import GROUND_TYPES

    parts = [sys.version, sys.implementation.name, str(GROUND_TYPES), str(Path(__file__).read_bytes())]
    for package in PACKAGES:
        try:
            parts.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            parts.append(f"{package} (not installed)")
    room = Path(symbolic.__file__).parent
    for source in sorted(room.rglob("*.py")):
        parts += [source.relative_to(room).as_posix(), sha256(source.read_bytes()).hexdigest()]
    return _digest("state", *parts)


class Unspoken(Exception):
    """Something stands in an obligation whose content cannot be told: then nothing is kept of it."""


def content(obligation: Obligation) -> str:
    """A digest of everything that an obligation says; that of another one is another, but for the names of dummies.

    Raises Unspoken where something stands in it that is neither ours nor SymPy's.
    """
    numbers: dict[Any, int] = {}
    known: dict[int, tuple[Any, str]] = {}  # by identity, with the thing itself, which thus stays alive

    def tell(thing: Any) -> str:
        if id(thing) not in known:
            known[id(thing)] = thing, _digest(*_told(thing, tell, numbers))
        return known[id(thing)][1]

    return tell(obligation)


def _told(thing: Any, tell: Callable[[Any], str], numbers: dict[Any, int]) -> tuple[str, ...]:
    kind = type(thing)
    if thing is None or kind in (bool, int, str, Fraction, float):
        return kind.__name__, repr(thing)
    if kind in (tuple, list):
        return kind.__name__, *map(tell, thing)
    if kind in (set, frozenset):
        return kind.__name__, *sorted(map(tell, thing))
    path = _path(kind)
    if isinstance(thing, Enum):
        return path, thing.name
    if is_dataclass(thing):
        return path, *(tell(getattr(thing, f.name)) for f in fields(thing))
    if isinstance(thing, Sample):
        return path, tell(thing.column), tell(thing.n)
    if isinstance(thing, Dummy):
        return path, str(numbers.setdefault(thing, len(numbers))), thing.name, *_assumed(thing)
    if isinstance(thing, Symbol):
        return path, thing.name, tell(getattr(thing, "data", ())), *_assumed(thing)
    if isinstance(thing, Rational):
        return path, str(thing.p), str(thing.q)
    if isinstance(thing, Basic) and (thing.args or isinstance(kind, Singleton) or isinstance(thing, Tuple)):
        return path, *map(tell, thing.args)
    raise Unspoken(path)


def _path(kind: type) -> str:
    """The name of a class of ours or of SymPy's by which it can be found again."""
    module = str(kind.__module__)
    if module.partition(".")[0] not in ("symbolic", "sympy"):
        raise Unspoken(module)
    if getattr(sys.modules.get(module), kind.__qualname__, None) is not kind:
        raise Unspoken(f"{module}.{kind.__qualname__}")
    return f"{module}.{kind.__qualname__}"


def _assumed(symbol: Symbol) -> tuple[str, ...]:
    return tuple(f"{k}={v}" for k, v in sorted(symbol.assumptions0.items()))


def _digest(*parts: str) -> str:
    """A digest of a sequence of texts; no other sequence has it."""
    found = sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        found.update(len(data).to_bytes(8, "big") + data)
    return found.hexdigest()
