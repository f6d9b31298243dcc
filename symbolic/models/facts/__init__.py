"""What follows from a density: one kind of fact a file, each with `facts(family)`, which yields claims. The registry."""
