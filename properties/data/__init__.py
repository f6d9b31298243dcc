"""Somebody's data: numerals, tables, arrays, and the data of a family."""
