"""Folders as registries: every module of a room is a unit, and its file's name is the unit's name."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType, ModuleType
from typing import Any

from symbolic.errors import ExtensionError


def modules(package: ModuleType) -> dict[str, ModuleType]:
    """The units of a room by name, in alphabetical order."""
    return {m.name: import_module(f"{package.__name__}.{m.name}") for m in iter_modules(package.__path__)}


def names(package: ModuleType) -> tuple[str, ...]:
    """The names of a room's units, without importing them."""
    return tuple(m.name for m in iter_modules(package.__path__))


@cache
def extensions(group: str) -> Mapping[str, Any]:
    """What other packages registered under an entry-point group, by name and not yet loaded."""
    from importlib.metadata import entry_points  # costs more than the rest of this module

    return MappingProxyType({point.name: point for point in entry_points(group=group)})


def load_extension(point: Any) -> Any:
    """The object behind an entry point. Raises ExtensionError where it cannot be imported."""
    try:
        return point.load()
    except (Exception, SystemExit) as error:
        raise ExtensionError(f"{point.group} {point.name} = {point.value}: {type(error).__name__}: {error}.") from error
