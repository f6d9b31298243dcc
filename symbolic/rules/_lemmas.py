"""What a rule rests on, read off its file, and the rules that other packages register."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from symbolic.chain import Rule
from symbolic.core.registry import extensions, load_extension


def lemma(name: str) -> tuple[str, str] | None:
    """What the rule called `name` rests on, as (lemma, source) with formulas between dollar signs; None for a stranger.

    It is a statement of its own: that a step is an instance of it is for the kernel to find out.
    """
    rule = getattr(sys.modules[__package__], name, None)
    home = sys.modules.get(getattr(rule, "__module__", ""))
    parts = (home.__doc__ or "").strip().split("\n\n") if home is not None else []
    found = {p.split(maxsplit=1)[0]: " ".join(p.split()[1:]) for p in parts if p.startswith(("Lemma.", "Source:"))}
    return (found["Lemma."], found["Source:"]) if len(found) == 2 else None


def extension(name: str) -> Callable[..., Rule]:
    """The rule that another package registered as `name`. Raises KeyError, ExtensionError."""
    found: Any = load_extension(extensions("lossproof.rules")[name])
    return found
