"""Folders as registries: every module of a room is a unit, and its file's name is the unit's name."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.machinery import PathFinder
from pathlib import Path
from pkgutil import iter_modules
from types import MappingProxyType, ModuleType
from typing import Any, Generic, TypeVar

from symbolic.core.errors import ExtensionError

Unit = TypeVar("Unit")


def modules(package: ModuleType) -> dict[str, ModuleType]:
    """The units of a room by name, in alphabetical order."""
    return {name: import_module(f"{package.__name__}.{name}") for name in names(package)}


def names(package: ModuleType) -> tuple[str, ...]:
    """The names of a room's units, without importing them. Rooms inside, and names with an underscore first, are no units."""
    return tuple(m.name for m in iter_modules(package.__path__) if not m.ispkg and not m.name.startswith("_"))


@cache
def extensions(group: str) -> Mapping[str, Any]:
    """What other packages registered under an entry-point group, by name and not yet loaded."""
    if not _mentioned(group):
        return MappingProxyType({})
    from importlib.metadata import entry_points  # importing it takes longer than to look whether there is anything

    return MappingProxyType({point.name: point for point in entry_points(group=group)})


def _mentioned(group: str) -> bool:
    """May an installed package name an entry-point group? What is not a folder of packages is not read: then it may."""
    if any(hasattr(finder, "find_distributions") and finder is not PathFinder for finder in sys.meta_path):
        return True
    try:
        for place in dict.fromkeys(os.path.realpath(p) for p in sys.path):
            if os.path.isfile(place) or place.endswith(".egg"):
                return True
            for name in os.listdir(place) if os.path.isdir(place) else ():
                if name.lower().endswith((".dist-info", ".egg-info", ".egg")):
                    file = os.path.join(place, name, "entry_points.txt")
                    if name.endswith(".egg") or (os.path.isfile(file) and group.encode() in Path(file).read_bytes()):
                        return True
    except OSError:
        return True
    return False


def load_extension(point: Any) -> Any:
    """The object behind an entry point. Raises ExtensionError where it cannot be imported."""
    try:
        return point.load()
    except (Exception, SystemExit) as error:
        raise ExtensionError(f"{point.group} {point.name} = {point.value}: {type(error).__name__}: {error}.") from error


@dataclass(frozen=True)
class Room(Generic[Unit]):
    """Units of one kind: those that ship in a folder, and those that other packages register.

    Arguments: `package`, the name of the folder's package; `group`, the entry-point group, "" where there is none;
    `attribute`, what each module calls its unit; `kind`, the unit's class; `rooms`, where else `load` looks: they are
    listed apart.
    """

    package: str
    group: str
    attribute: str
    kind: type[Unit]
    rooms: tuple[Room[Unit], ...] = ()

    def shipped(self) -> tuple[str, ...]:
        """The names of those that ship."""
        return names(import_module(self.package))

    def names(self) -> tuple[str, ...]:
        """All names, those of other packages last."""
        shipped = self.shipped()
        others = extensions(self.group) if self.group else ()
        return (*shipped, *(n for n in others if n not in shipped))

    def load(self, name: str) -> Unit:
        """The unit of this name. Raises KeyError where there is none, ExtensionError where another package's is broken."""
        for room in self.rooms:
            if name in room.names():
                return room.load(name)
        if name in self.shipped():
            found = getattr(import_module(f"{self.package}.{name}"), self.attribute)
        elif self.group and name in extensions(self.group):
            found = load_extension(extensions(self.group)[name])
        else:
            raise KeyError(name)
        if not isinstance(found, self.kind):
            raise ExtensionError(f"{name}: {found!r} is no {self.kind.__name__}.")
        return found
