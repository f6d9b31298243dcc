"""The outer ring: numeric attacks on derivations, the pytest plugin and the command line.

Importing this package loads neither SymPy nor Hypothesis: the public names below are loaded when first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from properties.attacks import Counterexample, StepReport, attack, confront

__all__ = ["Counterexample", "StepReport", "attack", "confront"]


def __getattr__(name: str) -> Any:
    if name in __all__:
        from properties import attacks

        return getattr(attacks, name)
    raise AttributeError(f"module 'properties' has no attribute {name!r}; its public names are {', '.join(__all__)}")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
