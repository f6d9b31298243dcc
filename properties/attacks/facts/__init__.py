"""Numeric attacks on the facts of a family: one kind of statement a file; the folder is the registry."""
