"""Names only, under a path that the README documents: what they name lives in `symbolic.core.domains`."""

from symbolic.core.domains import *
