"""Folders as registries: every module of a room is a unit, and its file's name is the unit's name."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from importlib.machinery import PathFinder
from pathlib import Path
from pkgutil import iter_modules
from types import MappingProxyType, ModuleType
from typing import Any

from symbolic.core.errors import ExtensionError


def modules(package: ModuleType) -> dict[str, ModuleType]:
    """The units of a room by name, in alphabetical order."""
    return {m.name: import_module(f"{package.__name__}.{m.name}") for m in iter_modules(package.__path__)}


def names(package: ModuleType) -> tuple[str, ...]:
    """The names of a room's units, without importing them."""
    return tuple(m.name for m in iter_modules(package.__path__))


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
