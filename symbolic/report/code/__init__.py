"""Losses as programs: one target a file, its functions and the layout of what is written for it."""
