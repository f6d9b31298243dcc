"""Numeric attacks on the steps of a chain: one property a file; the folder is the registry."""
