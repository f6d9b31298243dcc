"""What was refused once though it is true, as people write it, is decided; and nothing that only looks like it is proved."""

from __future__ import annotations

import pytest
from few import few
from spelling import Claim, Spelling, draws, tables, verdict

from symbolic.kernel import Verdict

DRAWN = 5  # of each kind, in a test; tests/fuzz_spellings.py draws as many as one likes
TABLES = tables()
ROWS = [pytest.param(row, id=f"{kind}: {row.name}") for kind, table in TABLES.items() for row in table.ROWS]
SOME = few(ROWS, 4)


@pytest.mark.parametrize("row", ROWS)
def test_a_spelling_is_decided_or_says_why_not(row: Spelling) -> None:
    assert (verdict(row.true) is Verdict.PROVED) is not bool(row.open)


@pytest.mark.parametrize("row", SOME)
def test_what_only_looks_like_it_is_never_proved(row: Spelling) -> None:
    assert len(row.wrong) >= 3
    for claim in row.wrong:
        assert verdict(claim) is not Verdict.PROVED, claim


@pytest.mark.parametrize("kind", TABLES)
def test_more_of_each_kind_at_random(kind: str) -> None:
    rows = list(draws(TABLES[kind], DRAWN, seed=0))
    assert [row.name for row in rows if verdict(row.true) is not Verdict.PROVED] == []
    looked: list[Claim] = [claim for row in rows for claim in row.wrong if verdict(claim) is Verdict.PROVED]
    assert looked == []
