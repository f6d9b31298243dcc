"""The rows of a table are independent, with one law."""

from __future__ import annotations

from dataclasses import dataclass

from symbolic.core.language import Language, rows
from symbolic.core.statement import Statement
from symbolic.core.terms import Applied, Count


@dataclass(frozen=True, slots=True, repr=False)
class Independent(Statement):
    """The rows, as many as the count says, are independent with the law."""

    kind = "independent"
    by_a_step = True

    law: Applied
    count: Count

    def sentence(self, say: Language) -> str:
        return f"{rows(say, self.law)} are independent with law {say.math(self.law)}"
