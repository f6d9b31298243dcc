"""What is known of an integral or a sum: two ends, why one is open, and whether it is certain to be infinite."""

from __future__ import annotations

from typing import NamedTuple

from properties.instances.numbers import (
    ExtendedNumber,
    show,
)


class Enclosure(NamedTuple):
    """lower <= value <= upper; an end is an exact ball, or an infinity where nothing, or nothing better, is known.

    `reason` says why an end is open, or is "". `infinite`: it is certain that the integral of the absolute value is infinite.
    """

    lower: ExtendedNumber
    upper: ExtendedNumber
    reason: str = ""
    infinite: bool = False

    def __str__(self) -> str:
        return show(self.lower) if self.lower is self.upper else f"[{show(self.lower)}, {show(self.upper)}]"
