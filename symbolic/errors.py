"""Names only, under a path that the README documents: what they name lives in `symbolic.core.errors`."""

from symbolic.core.errors import *
