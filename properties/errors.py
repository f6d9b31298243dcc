"""The error of whoever uses the command or the helpers: what they named or wrote has to change, and nothing else has."""

from __future__ import annotations


class InputError(Exception):
    """What was named cannot be used: whoever named it has to act. The message is one line."""
