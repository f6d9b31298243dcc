"""Everything that lossproof raises, and who has to act on it. Nothing here decides anything.

A message names the value, says which law it broke and what to try.
"""


class DerivationError(Exception):
    """The author of a derivation has to act: base class of what a wrong input raises."""


class MalformedTerm(DerivationError):
    """An expression that means nothing: an unbound row, a density of a number, a name used twice."""


class Undeclared(DerivationError):
    """A symbol that nobody declared."""


class NameClash(DerivationError):
    """Two different things that print alike."""


class MalformedStep(DerivationError):
    """A step that no proof could save: an unknown primitive, or a witness which does not fit it."""


class TooLarge(DerivationError):
    """An expression that grew beyond what a reader could follow."""


class NotSupported(DerivationError):
    """Mathematics that nothing here decides yet, such as a function that the normal form does not know."""


class WrongEnd(DerivationError):
    """The claimed end is not the last problem of the chain."""


class ExtensionError(Exception):
    """A rule, family or derivation from outside raised: its author has to act."""


class ProverError(Exception):
    """A prover raised or answered nonsense: lossproof has to act. Never a verdict."""


class Unsound(Exception):
    """A certified counterexample to something that was proved: lossproof has to act, and loudly."""


class Open(Exception):
    """Not shown, which decides nothing: nobody has to act. The message says what is missing."""


def need(condition: bool, message: str, *values: object) -> None:
    """Raise MalformedStep, with the values in the message, where a condition on the form of a step is broken."""
    if condition is not True:
        shown = (", ".join(map(str, v)) if isinstance(v, tuple | set | frozenset) else v for v in values)
        raise MalformedStep(message.format(*shown))
