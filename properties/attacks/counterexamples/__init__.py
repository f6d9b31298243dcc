"""Counterexamples to claims that no finite table contradicts, one a file, named as the claim of symbolic.derivations.refuted.

Each module has `certify(chain, rows, candidate)`: for these rows of data, and a parameter drawn at random, the text of the
counterexample where exact or ball arithmetic certifies it, else None. The folder is the registry.
"""
