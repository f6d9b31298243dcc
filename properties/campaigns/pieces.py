"""The pieces that a campaign is cut into: plain data, which depends on what is attacked, how often, and on the seed alone."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from properties.campaigns.parts import Subject


@dataclass(frozen=True, slots=True)
class WorkPiece:
    """So many examples of one subject, by one seed.

    Arguments: `number`, in the order in which pieces are begun; `subject`; `round`, the how many-th of its subject, from 0.
    """

    number: int
    subject: Subject
    round: int
    examples: int
    seed: int


def cut(subjects: Sequence[Subject], examples: int, seed: int) -> list[WorkPiece]:
    """Pieces for `examples` in all, as evenly over the subjects as it goes; each gets its `least` at least.

    The first pieces of all subjects come first, then the second ones: what is false is found early. A larger campaign with
    the same seed begins with the pieces of a smaller one, apart from the last of each subject.
    """
    share, more = divmod(examples, len(subjects))
    shares = [max(subject.least, share + (k < more)) for k, subject in enumerate(subjects)]
    rounds = [_sizes(total, s.most, s.least) for total, s in zip(shares, subjects, strict=True)]
    ordered = [
        (k, number, size)
        for number, sizes in enumerate(zip_longest(*rounds))
        for k, size in enumerate(sizes)
        if size is not None
    ]
    return [
        WorkPiece(place, subjects[k], number, size, seed_of(seed, number))
        for place, (k, number, size) in enumerate(ordered)
    ]


def _sizes(total: int, most: int, least: int) -> list[int]:
    """How many examples each piece of a subject has; what is too few for a piece goes to the one before."""
    whole, rest = divmod(total, most)
    sizes = [most] * whole
    if rest >= least or not sizes:
        return [*sizes, rest]
    return [*sizes[:-1], most + rest]


def seed_of(seed: int, number: int) -> int:
    """The seed of a piece: that of the campaign for the first ones, so that `prove` with this seed begins alike."""
    if number == 0:
        return seed
    return int.from_bytes(hashlib.sha256(f"{seed}/{number}".encode()).digest()[:4])
