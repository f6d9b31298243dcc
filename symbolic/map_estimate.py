"""Names only, under a path that the README documents: what they name lives in `symbolic.models.map_estimate`."""

from symbolic.models.map_estimate import *
