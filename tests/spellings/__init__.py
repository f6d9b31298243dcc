"""True statements that were refused once, one kind a file: how people write them, and what looks like them and is false."""
