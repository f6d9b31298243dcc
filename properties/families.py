"""Names only, under a path that reports use: what they name lives in `properties.checking.families`."""

from properties.checking.families import *
