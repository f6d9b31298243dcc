"""Attacks and comparisons without end: cut into seeded pieces, spread over workers, kept as they come in."""
