"""The rules: recipes that propose steps, one lemma a file. A rule proves nothing, so anyone may write one.

A rule is a function from a problem to a tuple of steps; its docstring states its lemma. Packages outside register theirs
under the entry-point group `lossproof.rules`.
"""

from symbolic.rules._lemmas import extension, lemma
from symbolic.rules.constants import add_constant, drop_constant
from symbolic.rules.decreasing_maps import decreasing
from symbolic.rules.definitions import define
from symbolic.rules.divergence import kl_to_cross_entropy
from symbolic.rules.identities import rewrite
from symbolic.rules.increasing_maps import increasing
from symbolic.rules.large_numbers import law_of_large_numbers
from symbolic.rules.parameters import reparametrise
from symbolic.rules.scaling import scale
from symbolic.rules.sign import flip_sign

__all__ = [
    "add_constant",
    "decreasing",
    "define",
    "drop_constant",
    "extension",
    "flip_sign",
    "increasing",
    "kl_to_cross_entropy",
    "law_of_large_numbers",
    "lemma",
    "reparametrise",
    "rewrite",
    "scale",
]
