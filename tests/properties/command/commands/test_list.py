"""`lossproof list`: everything that ships, under its heading."""

from __future__ import annotations

from command_line import run

from symbolic import derivations, families


def test_the_list_has_titles_and_a_heading_of_its_own_for_false_claims() -> None:
    result = run("list")
    assert result.exit_code == 0
    parts = result.stdout.split("False claims, which fail when they are run\n")
    true, false = ([line[2:] for line in part.splitlines() if line[2:3].strip() and line[:2] == "  "] for part in parts)
    assert [name.split()[0] for name in true] == [*derivations.names(), *families.names()]
    assert [name.split()[0] for name in false] == [*derivations.refuted()]
    words = "".join(result.stdout.split())
    titles = [derivations.load(name).title for name in (*derivations.names(), *derivations.refuted())]
    titles += [families.load(name).title for name in families.names()]
    assert [title for title in titles if "".join(title.split()) not in words] == []
    assert (
        result.stdout.index("Derivations\n") < result.stdout.index("Families\n") < result.stdout.index("False claims")
    )
    assert [line for line in result.stdout.splitlines() if len(line) > 80] == []
