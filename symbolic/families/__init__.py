"""The model families, one a file: each module has `family`; the folder is the registry.

Packages outside register theirs under the entry-point group `lossproof.families`.
"""

from __future__ import annotations

import sys
from importlib import import_module

from symbolic.core import registry
from symbolic.core.errors import ExtensionError
from symbolic.models.family import Family

GROUP = "lossproof.families"


def names() -> tuple[str, ...]:
    """The families by name, those of other packages included."""
    shipped = registry.names(sys.modules[__name__])
    return (*shipped, *(n for n in registry.extensions(GROUP) if n not in shipped))


def load(name: str) -> Family:
    """The family called `name`. Raises KeyError where there is none, ExtensionError where another package's is broken."""
    if name in registry.names(sys.modules[__name__]):
        family = import_module(f"{__name__}.{name}").family
    elif name in registry.extensions(GROUP):
        family = registry.load_extension(registry.extensions(GROUP)[name])
    else:
        raise KeyError(name)
    if not isinstance(family, Family):
        raise ExtensionError(f"{name}: {family!r} is no Family.")
    return family
