"""Names only, under a path that the README documents: what they name lives in `symbolic.models.family`."""

from symbolic.models.family import *
