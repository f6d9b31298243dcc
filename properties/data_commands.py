"""The commands that work on data: what they accept, and with which exit code they end. Reading and drawing live elsewhere.

`properties.cli` hands its group to `register` when it is imported. Nothing that costs time is imported here at module level.
"""

from __future__ import annotations

import click


def register(group: click.Group) -> None:
    """Add the commands that work on data to the group of `lossproof`."""
