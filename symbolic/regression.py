"""Names only, under a path that the README documents: what they name lives in `symbolic.models.regression`."""

from symbolic.models.regression import *
