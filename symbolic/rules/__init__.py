"""The rules: recipes that propose steps, one lemma a file. A rule proves nothing, so anyone may write one.

A rule is a function from a problem to a tuple of steps; its docstring states its lemma. Packages outside register theirs
under the entry-point group `lossproof.rules`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from symbolic.chain import Rule
from symbolic.core.registry import extensions, load_extension
from symbolic.rules.constants import add_constant, drop_constant
from symbolic.rules.decreasing_maps import decreasing
from symbolic.rules.definitions import define
from symbolic.rules.divergence import kl_to_cross_entropy
from symbolic.rules.identities import rewrite
from symbolic.rules.increasing_maps import increasing
from symbolic.rules.large_numbers import law_of_large_numbers
from symbolic.rules.parameters import reparametrise
from symbolic.rules.scaling import scale
from symbolic.rules.sign import flip_sign

__all__ = [
    "add_constant",
    "decreasing",
    "define",
    "drop_constant",
    "extension",
    "flip_sign",
    "increasing",
    "kl_to_cross_entropy",
    "law_of_large_numbers",
    "lemma",
    "reparametrise",
    "rewrite",
    "scale",
]


def lemma(name: str) -> tuple[str, str] | None:
    """What the rule called `name` rests on, as (lemma, source) with formulas between dollar signs; None for a stranger.

    It is a statement of its own: that a step is an instance of it is for the kernel to find out.
    """
    rule = globals().get(name) if name in __all__ else None
    home = sys.modules.get(getattr(rule, "__module__", ""))
    parts = (home.__doc__ or "").strip().split("\n\n") if home is not None else []
    found = {p.split(maxsplit=1)[0]: " ".join(p.split()[1:]) for p in parts if p.startswith(("Lemma.", "Source:"))}
    return (found["Lemma."], found["Source:"]) if len(found) == 2 else None


def extension(name: str) -> Callable[..., Rule]:
    """The rule that another package registered as `name`. Raises KeyError, ExtensionError."""
    found: Any = load_extension(extensions("lossproof.rules")[name])
    return found
