"""A file of a user, for the tests of commands."""

from pathlib import Path

import pytest
from command_line import GOOD, write


@pytest.fixture
def good(tmp_path: Path) -> str:
    return write(tmp_path, "derive_good.py", GOOD)
