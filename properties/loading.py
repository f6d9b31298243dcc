"""Finding the chains and families that somebody names: shipped ones, files, objects of modules. Nothing proves or prints."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, redirect_stdout, suppress
from importlib import import_module
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import module_from_spec
from itertools import count
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

from properties.errors import InputError
from symbolic import derivations, families
from symbolic.chain import Chain
from symbolic.core.errors import DerivationError, ExtensionError, ProverError, Unsound
from symbolic.kernel import Problem, Step
from symbolic.models.family import Family

Unit = Chain | Family

_serial = count(1)


class _Loader(SourceFileLoader):
    """Python's own loader of source files, without the cache of bytecode: a file that has just changed is read as it is."""

    def get_code(self, fullname: str) -> CodeType:
        return self.source_to_code(self.get_data(self.path), self.path)


def units_of(module: ModuleType) -> list[tuple[str, Unit]]:
    """The chains and families at module level with their places there, in the order of definition, each object once.

    They are collected as pytest does: also from lists, tuples and dictionaries, at places such as `chains[0]`. Names that
    begin with an underscore are private: that is how a file keeps a chain which is only a part of another.
    """
    found: list[tuple[str, Unit]] = []
    for attribute, value in list(vars(module).items()):
        for place, unit in _inside(value, attribute) if not attribute.startswith("_") else ():
            if not any(unit is other for _, other in found):
                found.append((place, unit))
    return found


def _inside(value: Any, place: str, depth: int = 2) -> Iterator[tuple[str, Unit]]:
    """The chains and families in a value: itself, the members of a list, tuple or dictionary, and of those inside of it."""
    pytest = sys.modules.get("pytest")  # where it is not loaded, nothing is one of its parameters
    if pytest is not None and isinstance(value, type(pytest.param())):
        (value, depth) = (value.values[0], 0) if len(value.values) == 1 else (None, 0)
    if isinstance(value, Unit):
        yield place, value
    elif type(value) in (list, tuple, dict) and depth:
        for key, member in value.items() if type(value) is dict else enumerate(value):
            yield from _inside(member, f"{place}[{key!r}]", depth - 1)


def load_file(path: str | os.PathLike[str]) -> ModuleType:
    """The module that a Python file makes, imported afresh under a name of its own.

    The file's directory is on `sys.path` meanwhile; what the file prints goes to stderr. Raises InputError where the file
    cannot be read or does not import, with the line of the file that is at fault; ProverError and Unsound pass.
    """
    file = Path(path)
    if file.is_dir():
        raise InputError(f"{file} is a directory: name a file, such as {file / 'derive_mle.py'}.")
    try:
        file.open("rb").close()
    except FileNotFoundError:
        raise InputError(f"{file}: there is no such file.") from None
    except (OSError, ValueError) as error:
        raise InputError(f"{file}: cannot be read: {getattr(error, 'strerror', None) or error}.") from None
    whole = str(file.resolve())
    loader = _Loader(f"_lossproof_{next(_serial)}_{file.stem}", whole)
    module = module_from_spec(ModuleSpec(loader.name, loader, origin=whole))
    module.__file__ = whole
    before = set(sys.modules)
    sys.modules[module.__name__] = module
    try:
        with _importing(os.path.dirname(whole)):
            loader.exec_module(module)
    except (KeyboardInterrupt, ProverError, Unsound):
        raise
    except BaseException as error:
        del sys.modules[module.__name__]
        raise InputError(_failure(str(file), whole, error)) from error
    finally:
        _forget(before, os.path.dirname(whole))
    return module


def load(target: str) -> list[Unit]:
    """What is behind NAME, FILE.py, FILE.py:object or module:object. Raises InputError; ExtensionError passes."""
    return [unit for _, unit in located(target)]


def load_all(targets: Sequence[str]) -> list[Unit]:
    """What is behind all targets, each object once. Raises InputError where two of them have the same name."""
    return _distinct(pair for target in dict.fromkeys(targets) for pair in located(target))


def working(names: Iterable[str], tell: Callable[[str], object]) -> list[str]:
    """Those registered names behind which there is something; of each other one `tell` is told what is wrong with it."""
    found = []
    for name in names:
        try:
            located(name)
        except (ExtensionError, InputError) as error:
            tell(" ".join(str(error).split()))
            continue
        found.append(name)
    return found


def load_families(targets: Sequence[str]) -> list[Family]:
    """The families behind all targets, each once. Raises InputError where a target holds none, or two have one name."""
    found: list[tuple[str, Unit]] = []
    for target in dict.fromkeys(targets):
        families_there = [(place, unit) for place, unit in located(target) if isinstance(unit, Family)]
        if not families_there:
            raise InputError(
                f"{target} is no family: `lossproof prove {target}` is for chains. `lossproof list` shows both."
            )
        found += families_there
    return [unit for unit in _distinct(found) if isinstance(unit, Family)]


def _distinct(pairs: Iterable[tuple[str, Unit]]) -> list[Unit]:
    found: dict[str, tuple[str, Unit]] = {}
    for place, unit in pairs:
        known, other = found.setdefault(unit.name, (place, unit))
        if other is not unit:
            raise InputError(
                f"two {_kind(unit, other)} are called {unit.name!r}: {known} and {place}. Give each its own name; one "
                "that is only a part of another may be kept under a name that begins with an underscore."
            )
    return [unit for _, unit in found.values()]


def _kind(*units: Unit) -> str:
    kinds = {type(u) for u in units}
    return "chains" if kinds == {Chain} else "families" if kinds == {Family} else "chains or families"


def located(target: str) -> list[tuple[str, Unit]]:
    """The chains and families behind a target, each with the place that it was found at."""
    if not target.endswith(".py") and ":" not in target:
        for room in (derivations, families):
            with suppress(KeyError), redirect_stdout(sys.stderr):
                return [(target, _sound(target, room.load(target)))]
    file, colon, name = target.rpartition(":")
    if colon and file.endswith(".py"):
        return [(target, _object(load_file(file), target, name))]
    if target.endswith(".py") or os.path.isdir(target):
        return _every(load_file(target), target)
    if os.path.exists(target):
        raise InputError(f"{target} is no Python file: name a derivation, a family, a FILE.py or a module:object.")
    if colon:
        return [(target, _object(_module(file, target), target, name))]
    raise InputError(_unknown(target))


def _every(module: ModuleType, target: str) -> list[tuple[str, Unit]]:
    units = units_of(module)
    if not units:
        raise InputError(
            f"{target} holds no chain and no family: define one at module level, such as "
            "chain = Chain(name, problem).then(rule), under a name that does not begin with an underscore."
        )
    return [(place, _sound(place, unit)) for place, unit in ((f"{target}:{name}", unit) for name, unit in units)]


def _object(module: ModuleType, target: str, name: str) -> Unit:
    value: Any = dict(units_of(module)).get(name, module)
    for part in name.split(".") if value is module else ():
        if not hasattr(value, part):
            known = ", ".join(place for place, _ in units_of(module))
            raise InputError(f"{target}: there is no {name!r}; its chains and families are {known}." if known else
                             f"{target}: there is no {name!r}, and no chain or family at all.")  # fmt: skip
        value = getattr(value, part)
    if not isinstance(value, Unit):
        shown = "a module" if isinstance(value, ModuleType) else f"{type(value).__name__} {_short(repr(value))}"
        raise InputError(f"{target} is no Chain and no Family, but {shown}.")
    return _sound(target, value)


TEXTS = {"name": str, "title": str}
PARTS: dict[type, dict[str, type]] = {
    Chain: TEXTS | {"start": Problem, "steps": tuple, "hypotheses": tuple, "tag": str, "note": str},
    Family: TEXTS | {"source": str, "notes": tuple},
}


def _sound(place: str, unit: Unit) -> Unit:
    """The unit, if its parts have the types that they declare: Python checks none of them."""
    kind = Chain if isinstance(unit, Chain) else Family
    for part, needed in PARTS[kind].items():
        value = getattr(unit, part)
        if not isinstance(value, needed):
            raise InputError(
                f"{place}: {part}={_short(repr(value))} is no {needed.__name__}, as a {kind.__name__} needs."
            )
    for step in unit.steps if isinstance(unit, Chain) else ():
        if not isinstance(step, Step):
            raise InputError(f"{place}: steps holds {_short(repr(step))}, which is no Step.")
    return unit


def _module(name: str, target: str) -> ModuleType:
    if not all(part.isidentifier() for part in name.split(".")):
        raise InputError(f"{target}: {name!r} is no name of a module; expected module:object.")
    try:
        with _importing(os.getcwd()):
            return import_module(name)
    except (KeyboardInterrupt, ProverError, Unsound):
        raise
    except ModuleNotFoundError as error:
        if error.name is not None and (name == error.name or name.startswith(error.name + ".")):
            raise InputError(f"{target}: there is no module {error.name!r}.") from None
        raise InputError(_failure(name, _origin(name), error)) from error
    except BaseException as error:
        raise InputError(_failure(name, _origin(name), error)) from error


def _origin(name: str) -> str:
    """The path that the last part of a module's name would have, as the end of a file's name."""
    return os.path.join(*name.split(".")) + ".py"


@contextmanager
def _importing(directory: str) -> Iterator[None]:
    sys.path.insert(0, directory)
    try:
        with redirect_stdout(sys.stderr):
            yield
    finally:
        if directory in sys.path:
            sys.path.remove(directory)


def _forget(before: set[str], directory: str) -> None:
    """Forget the helpers that a file imported from its own directory: the next file may have others of the same name."""
    for name in set(sys.modules) - before:
        top = name.partition(".")[0]
        origin = getattr(sys.modules[name], "__file__", None) or ""
        beside = origin == os.path.join(directory, f"{top}.py") or origin.startswith(os.path.join(directory, top, ""))
        if beside and top not in before:
            del sys.modules[name]


def _failure(shown: str, path: str, error: BaseException) -> str:
    line = None
    if isinstance(error, SyntaxError) and error.filename is not None:
        shown, line = (shown if error.filename.endswith(path) else error.filename), error.lineno
        what = error.msg
    else:
        what = " ".join(str(error).split())
        trace = error.__traceback__
        while trace is not None:
            if trace.tb_frame.f_code.co_filename.endswith(path):
                line = trace.tb_lineno
            trace = trace.tb_next
    at = f"{shown}:{line}" if line is not None else shown
    kind = f"{type(error).__name__}: {what}" if what else type(error).__name__
    if isinstance(error, DerivationError):
        return f"{at}: error in the derivation: {kind}"
    if isinstance(error, ExtensionError):
        return f"{at}: error in an extension: {kind}"
    return f"{at}: cannot be imported: {kind}"


def _unknown(name: str) -> str:
    from difflib import get_close_matches

    known = [*derivations.names(), *derivations.refuted(), *families.names()]
    near = get_close_matches(name, known, n=1, cutoff=0.5)
    hint = f" Did you mean {near[0]}?" if near else ""
    return f"there is no derivation and no family {name!r}.{hint} `lossproof list` shows all of them."


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 60 else flat[:57] + "..."
