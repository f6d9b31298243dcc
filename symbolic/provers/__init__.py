"""Decision procedures, one a file: each has `prove(obligation) -> Answer`, and its docstring says what it can do.

The folder is the registry; provers are part of what a proof rests on, so packages outside cannot add any.
"""

from __future__ import annotations

import sys
from functools import cache

from symbolic.kernel import Prover
from symbolic.registry import modules


@cache
def provers() -> tuple[tuple[str, Prover], ...]:
    """Every prover by name, in the order in which they are asked."""
    return tuple((name, module.prove) for name, module in modules(sys.modules[__name__]).items())
