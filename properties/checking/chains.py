"""Chains in tests: `assert_proved`. Nothing here proves or attacks by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from properties.checking.failures import failure, numbered, open_judgements, whole
from symbolic.chain import Chain
from symbolic.report.theorem import Theorem, check

if TYPE_CHECKING:
    from properties.attacks import StepReport


class ProofError(AssertionError):
    """A chain is not proved. The message is the whole report; `theorem` holds it as data."""

    def __init__(self, message: str, theorem: Theorem) -> None:
        super().__init__(message)
        self.theorem = theorem

    def __reduce__(self) -> tuple[type[ProofError], tuple[str, Theorem]]:
        return ProofError, (str(self), self.theorem)


def assert_proved(chain: Chain, *, max_examples: int = 100, seed: int = 0) -> Theorem:
    """The theorem that a chain yields, once every step is proved and was attacked in vain.

    Arguments: `max_examples`, instances tried against each step; the same `seed` tries the same. Raises ProofError, an
    AssertionError whose message says of each step that fails what stays open and in which case it fails; Unsound where
    something that was proved has a certified counterexample; DerivationError where a step is malformed or the claimed end
    is another problem; TypeError for what is no chain.

    Example, in a test of your own: assert_proved(chain)
    """
    from properties.attacks import attack, confront  # what only proves loads no attack

    if not isinstance(chain, Chain):
        raise TypeError(f"assert_proved({chain!r}): this is no Chain; try Chain(name, problem).then(rule)")
    theorem = check(chain)
    reports = attack(theorem, max_examples=max_examples, seed=seed)
    confront(theorem, reports)
    by_number = {report.number: report for report in reports}
    failing = [
        failure(theorem, number, by_number.get(number))
        for number in range(numbered(theorem))
        if open_judgements(theorem, number) or _looks_wrong(by_number.get(number))
    ]
    if failing or theorem.proved is not True:
        head = f"{theorem.name} is proved, and yet looks wrong" if theorem.proved is True else whole(theorem)
        raise ProofError("\n\n".join([head, *failing]), theorem)
    return theorem


def _looks_wrong(report: StepReport | None) -> bool:
    return report is not None and report.counterexample is not None
