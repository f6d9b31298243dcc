"""Names only, under a path that the README documents: what they name lives in `symbolic.models.likelihood`."""

from symbolic.models.likelihood import *
