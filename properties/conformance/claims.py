"""`conforms`: what a test module says of a function, for pytest to collect. Importing it loads no SymPy."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from properties.conformance.check import Conformance
    from symbolic import Chain, Expr, Family

REGISTER = "__lossproof_conforms__"  # in the module of the call: what is not kept under a name is collected as well
ORDERS = ("gradient", "hessian")


@dataclass(frozen=True, eq=False)
class ConformanceClaim:
    """That a function is the loss of a family, a regression, the end of a chain, or an expression.

    Arguments: `name`, as in the ids of its items; `function`, `of` and `options` as `check_loss` takes them; `place`, the
    file and the line of the call.
    """

    name: str
    function: Callable[..., Any]
    of: Family | Chain | Expr
    options: Mapping[str, Any] = field(default_factory=dict)
    place: tuple[str, int] = ("", 0)

    @cached_property
    def report(self) -> Conformance:
        """What came of it, looked at once. Raises InputError."""
        from properties.conformance.check import loss_report

        return loss_report(self.function, self.of, name=self.name, **self.options)

    def parts(self) -> tuple[str, ...]:
        """What there is to be judged: relation, value, gradient, hessian, reductions, edges, as far as there are any.

        Only a call tells how many derivatives a NumPy function returns: it is called at one point. Where that fails, there is
        no more to be judged than the value, and its item says why. Raises InputError where no adapter knows the function.
        """
        from properties.conformance.calling import adapter_of

        module = adapter_of(self.function, self.options.get("library", ""))
        hessian = self.options.get("hessian", "equal")
        orders = ORDERS[:1] if getattr(hessian, "value", hessian) in (None, "none") else ORDERS
        wanted = orders[: self.options.get("derivatives", 2)]
        given = wanted[: self._returned() if module.ORDERS is None else module.ORDERS] if wanted else ()
        rows = ("reductions",) if hasattr(module, "batch") and self.options.get("reduction") != "single" else ()
        return ("relation", *(("value",) if module.VALUED else ()), *given, *rows, "edges", *self._types())

    def _types(self) -> tuple[str, ...]:
        """The types of numbers beside the first, each an item of its own."""
        stated = self.options.get("dtypes", ())
        return tuple(sorted(() if isinstance(stated, str) else set(stated), reverse=True))[1:]

    def _returned(self) -> int:
        """How many derivatives come back from one call."""
        from properties.conformance.check import first_seen

        try:
            seen = first_seen(self.function, self.of, **self.options)
        except Exception:  # whatever it is, the items say it
            return 0
        return (seen.gradient is not None) + (seen.hessian is not None)


def conforms(
    function: Callable[..., Any], of: Family | Chain | Expr, *, name: str = "", **options: Any
) -> ConformanceClaim:
    """State, in a module that pytest collects, that a function is a loss: items judge relation, value, gradient and Hessian.

    Arguments: `function`, `of` and `options` as `check_loss` takes them; `name`, as in the ids (by default, that by which the
    module knows the function, else the function's own).
    Example: `conforms(poisson_nll, poisson_regression)` gives `poisson_nll::relation`, `poisson_nll::value` and so on.
    """
    caller = sys._getframe(1)
    own = getattr(function, "__name__", "") or getattr(function, "name", "") or type(function).__name__
    kept = [
        n for n, thing in caller.f_globals.items() if thing is function
    ]  # of what is wrapped `own` tells of the inside
    known = name or (own if own in kept else next(iter(kept), own))
    claim = ConformanceClaim(str(known), function, of, options, (caller.f_code.co_filename, caller.f_lineno))
    if caller.f_code.co_name == "<module>":
        caller.f_globals.setdefault(REGISTER, []).append(claim)
    return claim
