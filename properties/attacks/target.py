"""What is attacked, made ready (`Target`): a step of a chain is a `Case`, a fact a `Prepared` statement, attacked alike.

An attack is a module that states its `PROPERTY` and `prepare(target)`, which returns the check of one trial: a `Finding`, or
None. What it compiles through the target, every instance binds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from types import ModuleType
from typing import TypeVar

from sympy.core.relational import Relational

from properties.attacks.report import Report
from properties.attacks.search import Check, search
from properties.instances.compiling import Context
from properties.instances.evaluation import Compiled
from properties.instances.instance import Instance
from properties.instances.numbers import NotEvaluable
from properties.instances.strategies import Shape, shape_of
from symbolic.core.terms import Parameter

R = TypeVar("R", bound=Report)


@dataclass(slots=True, kw_only=True)
class Target:
    """What every target has.

    Attributes: `expressions`, whose needs each instance binds; `unknowns`, the parameters that vary over its members (all
    others are the same in all of them); `given`, the hypotheses that hold there, and `context`, how they are read; `vacuous`,
    what is said where no instance met the conditions; `shape`, what an instance is, once the attacks are ready.
    """

    expressions: list[Compiled] = field(default_factory=list)
    unknowns: tuple[Parameter, ...] = ()
    given: tuple[Relational, ...] = ()
    context: Context | None = None
    vacuous: str = "no instance met the conditions"
    shape: Shape = field(init=False)

    def add(self, expression: Compiled) -> Compiled:
        """An expression that every instance binds from now on."""
        self.expressions.append(expression)
        return expression

    def first(self) -> Iterable[Instance]:
        """Instances that are tried before those drawn."""
        return ()

    def key(self) -> Callable[[Instance], object] | None:
        """What tells two instances apart where each check is dear; else None."""
        return None


def ready(target: Target, attacks: Iterable[ModuleType]) -> list[tuple[str, Check]]:
    """The checks of those attacks that can look at the target, each with its property; its shape is known then.

    Raises NotEvaluable where none can, or where no instance can be built.
    """
    checks, reasons = list[tuple[str, Check]](), dict[str, None]()
    for attack in attacks:
        try:
            check = attack.prepare(target)
        except NotEvaluable as reason:
            reasons[str(reason)] = None
        else:
            checks.append((attack.PROPERTY, check))
    if not checks:
        raise NotEvaluable("; ".join(reasons) or "no attack applies")
    target.shape = shape_of(target.expressions, target.unknowns, target.given, target.context)
    return checks


def attacked(report: R, make: Callable[[], Target], attacks: Iterable[ModuleType], *, examples: int, seed: str) -> R:
    """The report, so far without any outcome, of an attack on what `make` makes ready.

    Arguments: `examples`, instances that are drawn; the same `seed` draws the same.
    """
    try:
        target = make()
        checks = ready(target, attacks)
    except NotEvaluable as reason:
        return replace(report, vacuous=str(reason))
    tried = search(checks, target.shape, examples=examples, seed=seed, first=target.first(), key=target.key())
    return replace(
        report,
        examples=tried.examples,
        decided=tried.decided,
        counterexample=tried.counterexample,
        vacuous="" if tried.bound or tried.undone else "; ".join(tried.reasons) or target.vacuous,
        undone=tried.undone,
    )
