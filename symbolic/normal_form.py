"""Names only, under a path that the README documents: what they name lives in `symbolic.calculus.normal_form`."""

from symbolic.calculus.normal_form import *
