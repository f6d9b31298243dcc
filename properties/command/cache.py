"""What was found before, kept between runs of the command. Nothing here proves; `symbolic.check` knows no cache.

Two things are kept: the answers of provers, and the records of whole fact sheets. Each is kept under the content of what was
asked: every node of an obligation or a family, with the domains and assumptions of its symbols. A file belongs to one state
of everything that its contents depend on: our own sources, Python, and the packages below us; where any of these has
changed, it is not used. A file that is not whole, to the last character, is ignored with a warning. A checksum tells damage,
not malice: who can write in the user's cache directory could as well change what the user runs, so what is kept there is as
trustworthy as the user's own home.
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
from functools import cached_property, lru_cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from sympy import Basic, Dummy, Rational, Symbol, Tuple
from sympy.core.singleton import Singleton

import symbolic
from properties.files import write
from symbolic.core.statement import Statement
from symbolic.core.terms import Sample
from symbolic.kernel import Answer, Prover, Verdict

VARIABLE = "LOSSPROOF_CACHE"
FILE = "verdicts.json"
WORTH_KEEPING = 10_000_000  # nanoseconds of work: what takes less is asked again, for to find it costs a part of that
MOST = 16_000_000  # characters in a file; what was used last stays
PACKAGES = ("sympy", "flint", "mpmath", "hypothesis", "scipy")

Asked = Sequence[tuple[str, Prover]]


class NoDirectory(Exception):
    """There is no directory for answers: the environment says so, or says something that cannot be one."""


@contextmanager
def remembering(directory: Path | None, warn: Callable[[str], object]) -> Iterator[Memory]:
    """A memory that begins with what was kept in `directory`, and keeps there in the end what it has learned meanwhile.

    With None as directory it remembers nothing. `warn` is told, in one line, of a file that is not believed.
    """
    memory = Memory(None if directory is None else directory / FILE, warn)
    try:
        yield memory
    finally:
        memory.save()


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


class Memory:
    """What is known from earlier runs.

    Arguments: `file`, None for a memory that keeps nothing; `warn`, told in one line where what is there is not believed;
    `state`, what everything in the file depends on besides what was asked.
    """

    def __init__(self, file: Path | None, warn: Callable[[str], object], *, state: str | None = None) -> None:
        self.file, self.warn, self._state = file, warn, state
        self.new = False
        self.kept = self._read()
        self.used: dict[str, str] = {}
        self._last: tuple[Statement, str | None] | None = None

    @cached_property
    def state(self) -> str:
        """What everything in the file depends on besides what was asked."""
        return fingerprint() if self._state is None else self._state

    # what is remembered

    def asked(self, provers: Asked) -> Asked:
        """The provers, each of which first looks whether it was asked before."""
        return provers if self.file is None else tuple((name, self._remembering(name, p)) for name, p in provers)

    def record(self, kind: str, thing: Any, compute: Callable[[], Any]) -> Any:
        """What `compute` gives, plain data that follow from `thing` alone: from the file where it is there."""
        key = None if self.file is None else _key("record", kind, thing)
        if key is None:
            return json.loads(json.dumps(compute()))
        known = self._recall(key)
        if known is None:
            known = self._keep(key, json.dumps(compute()))
        return json.loads(known)

    def _remembering(self, name: str, prover: Prover) -> Prover:
        def answer(obligation: Statement) -> Answer:
            anything = self.kept or self.used  # else there is nothing to look for
            known = _answer(self._recall(key)) if anything and (key := self._place(obligation, name)) else None
            if known is not None:
                return known
            started = time.process_time_ns()
            found = prover(obligation)
            dear = time.process_time_ns() - started >= WORTH_KEEPING
            whole = dear and isinstance(found, Answer) and isinstance(found.verdict, Verdict)
            if whole and (key := self._place(obligation, name)):
                self._keep(key, json.dumps([found.verdict.value, found.reason, found.used]))
            return found

        return answer

    def _place(self, obligation: Statement, name: str) -> str | None:
        """What the answer of a prover is kept under; None where the content of the obligation cannot be told."""
        if self._last is None or self._last[0] is not obligation:  # it is put to one prover after the other
            self._last = obligation, _key("answers", "", obligation)
        return None if self._last[1] is None else _digest(self._last[1], name)

    def _recall(self, key: str) -> str | None:
        known = self.used.get(key) or self.kept.get(key)
        if known is not None:
            self.used[key] = known
        return known

    def _keep(self, key: str, text: str) -> str:
        self.used[key], self.new = text, True
        return text

    # the file

    def _read(self) -> dict[str, str]:
        if self.file is None:
            return {}
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
            state, kept, checksum = _parsed(text)
        except (ValueError, RecursionError):
            return self._disbelieve("it is damaged, or of another version")
        if state != self.state:  # of another version, which may write its checksum in another way
            return {}
        if checksum != _checksum(state, kept):
            return self._disbelieve("it is damaged, for its checksum is another")
        return kept

    def _disbelieve(self, reason: str) -> dict[str, str]:
        self.warn(f"{self.file}: what is kept there is not used: {reason}. Everything is proved anew.")
        self.new = True
        return {}

    def save(self) -> None:
        """Write what was used, and what else there was, if anything is new. A failure is told, and does no harm."""
        if not self.new or self.file is None:
            return
        whole = {k: v for k, v in self.kept.items() if k not in self.used} | self.used
        kept: dict[str, str] = {}
        room = MOST
        for key, text in reversed(whole.items()):
            room -= len(key) + len(text)
            if room >= 0:
                kept[key] = text
        kept = dict(reversed(kept.items()))
        data = {"state": self.state, "kept": kept, "checksum": _checksum(self.state, kept)}
        try:
            self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write(self.file, json.dumps(data))
        except OSError as error:
            self.warn(f"{self.file}: nothing can be kept there: {error.strerror or error}. --no-cache says no more.")


def _answer(text: str | None) -> Answer | None:
    match None if text is None else json.loads(text):
        case [str(verdict), str(reason), list(used)]:
            return Answer(Verdict(verdict), reason, tuple((str(law), int(times)) for law, times in used))
    return None


def _parsed(text: str) -> tuple[str, dict[str, str], str]:
    """The three parts of a file. Raises ValueError where it is anything else than what `save` writes."""
    match json.loads(text):
        case {"state": str(state), "kept": dict(kept), "checksum": str(checksum), **more} if not more:
            if all(isinstance(v, str) for v in kept.values()):
                return state, kept, checksum
    raise ValueError("not the parts of a file")


def _checksum(state: str, kept: dict[str, str]) -> str:
    return _digest("kept", state, *(part for item in kept.items() for part in item))


def _key(what: str, kind: str, thing: Any) -> str | None:
    """What something is kept under; None where its content cannot be told."""
    try:
        return _digest(what, kind, content(thing))
    except Unspoken:
        return None


# ---- what all of it depends on ---------------------------------------------------------------------------------------


def fingerprint() -> str:
    """Everything that is kept depends on this besides what was asked: our sources, the versions of what they rest on."""
    from sympy.external.gmpy import GROUND_TYPES

    parts = [sys.version, sys.implementation.name, str(GROUND_TYPES)]
    for name in PACKAGES:
        spec = find_spec(name)
        beside = None if spec is None or spec.origin is None else Path(spec.origin).parents[1]
        parts += [name, *(["none"] if beside is None else _installed(beside))]
    for room in (Path(str(symbolic.__file__)).parent, Path(__file__).parents[1]):
        sources = sorted(room.rglob("*.py"))
        for source in sources:
            parts += [source.relative_to(room.parent).as_posix(), sha256(source.read_bytes()).hexdigest()]
        parts += (
            [] if sources else [os.urandom(16).hex()]
        )  # what cannot be read may be anything: nothing is found again
    return _digest("state", *parts)


def _installed(folder: Path) -> list[str]:
    """What is installed in a folder, with versions: asking importlib.metadata takes longer than to prove a theorem."""
    found = [name for name in os.listdir(folder) if name.endswith((".dist-info", ".egg-info"))]
    return sorted(found) or [os.urandom(16).hex()]


class Unspoken(Exception):
    """Something stands there whose content cannot be told: then nothing is kept of it."""


def content(whole: Any) -> str:
    """A digest of all that an obligation or a family says; that of another one is another, but for the names of dummies.

    Raises Unspoken where something stands in it that is neither ours nor SymPy's.
    """
    numbers: dict[Any, int] = {}
    known: dict[int, tuple[Any, str]] = {}  # by identity, with the thing itself, which thus stays alive

    def tell(thing: Any) -> str:
        if id(thing) not in known:
            known[id(thing)] = thing, _digest(*_told(thing, tell, numbers))
        return known[id(thing)][1]

    return tell(whole)


def _told(thing: Any, tell: Callable[[Any], str], numbers: dict[Any, int]) -> tuple[str, ...]:
    kind: Any = type(thing)
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
        return path, *(tell(getattr(thing, name)) for name in _compared(kind))
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


@lru_cache
def _path(kind: Any) -> str:
    """The name of a class of ours or of SymPy's by which it can be found again."""
    module, name = str(kind.__module__), str(kind.__qualname__)
    if module.partition(".")[0] not in ("symbolic", "sympy"):
        raise Unspoken(module)
    if getattr(sys.modules.get(module), name, None) is not kind:
        raise Unspoken(f"{module}.{name}")
    return f"{module}.{name}"


@lru_cache
def _compared(kind: Any) -> tuple[str, ...]:
    return tuple(f.name for f in fields(kind) if f.compare)


def _assumed(symbol: Symbol) -> tuple[str, ...]:
    return tuple(f"{k}={v}" for k, v in sorted(symbol.assumptions0.items()))


def _digest(*parts: str) -> str:
    """A digest of a sequence of texts; no other sequence has it."""
    whole = "".join([f"{len(part)}:{part}" for part in parts])
    return sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()
