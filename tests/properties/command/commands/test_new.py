"""`lossproof new`: files that say what is missing in them."""

from __future__ import annotations

import json
from pathlib import Path

from command_line import refused, run


def test_a_new_family_is_written_and_says_what_is_missing(tmp_path: Path) -> None:
    result = run("new", "family", "waiting_times", "-o", str(tmp_path))
    file, test = tmp_path / "waiting_times.py", tmp_path / "test_waiting_times.py"
    assert result.exit_code == 0 and f"lossproof family {file}" in result.stdout and f"pytest {test}" in result.stdout
    assert "not written yet: the support of x" in refused("family", str(file))
    assert "is there already" in refused("new", "family", "waiting_times", "-o", str(tmp_path))
    assert "there is a family of that name" in refused("new", "family", "poisson")
    data = json.loads(run("new", "family", "other", "-o", str(tmp_path), "--json").stdout)
    assert data == {"family": str(tmp_path / "other.py"), "test": str(tmp_path / "test_other.py")}
    assert run("new").exit_code == 2
