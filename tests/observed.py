"""Files of data, and what is said of those that are refused."""

from pathlib import Path
from typing import Any

import pytest

from properties.data.family_data import Data, observe
from properties.errors import InputError


def file(tmp_path: Path, text: str, encoding: str = "utf-8", name: str = "data.csv") -> str:
    """The path of a file that holds a text."""
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return str(path)


def refused(*arguments: Any, **options: Any) -> str:
    """The one line in which `observe` refuses its arguments."""
    with pytest.raises(InputError) as caught:
        observe(*arguments, **options)
    message = str(caught.value)
    assert "\n" not in message
    return message


def counted(data: Data) -> dict[Any, int]:
    """The rows by their values, with how often each occurs."""
    return {
        tuple(data.values[n][k] for n, k in zip(data.names, cell, strict=True)): t for cell, t in data.cells.items()
    }
