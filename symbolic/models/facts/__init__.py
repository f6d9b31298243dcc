"""What follows from a density: one kind of fact a file, each with `facts(family)`, which yields claims. The registry.

`PLACE` is a module's place on a sheet; `OF_DENSITIES` says whether what it claims is true of densities alone.
"""
