"""Names only, under a path that the README documents: what they name lives in `symbolic.core.terms`."""

from symbolic.core.terms import *
