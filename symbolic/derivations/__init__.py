"""The shipped derivations, one chain a file: each module has `chain`; the folder is the registry.

The room `refuted` holds claims that people make and that are false: chains as well, which fail. Packages outside register
theirs under the entry-point group `lossproof.derivations`.
"""

from __future__ import annotations

import sys
from importlib import import_module

from symbolic.chain import Chain
from symbolic.core import registry
from symbolic.core.errors import ExtensionError
from symbolic.derivations import refuted as false_claims

GROUP = "lossproof.derivations"


def names() -> tuple[str, ...]:
    """The derivations that hold, those of other packages included."""
    return (*_shipped(), *(n for n in registry.extensions(GROUP) if n not in _shipped()))


def _shipped() -> tuple[str, ...]:
    return tuple(n for n in registry.names(sys.modules[__name__]) if n != "refuted")


def refuted() -> tuple[str, ...]:
    """The shipped claims that are known to be false."""
    return registry.names(false_claims)


def load(name: str) -> Chain:
    """The chain called `name`. Raises KeyError where there is none, ExtensionError where another package's is broken."""
    if name in refuted():
        chain = import_module(f"{false_claims.__name__}.{name}").chain
    elif name in _shipped():
        chain = import_module(f"{__name__}.{name}").chain
    elif name in registry.extensions(GROUP):
        chain = registry.load_extension(registry.extensions(GROUP)[name])
    else:
        raise KeyError(name)
    if not isinstance(chain, Chain):
        raise ExtensionError(f"{name}: {chain!r} is no Chain.")
    return chain
