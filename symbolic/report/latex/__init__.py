"""Expressions, problems and whole theorems in LaTeX; `document` makes its pages from theorems alone."""

from symbolic.report.latex.writer import expression, problem

__all__ = ["expression", "problem"]
