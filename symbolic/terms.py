"""Names only, under a path that the README documents: what they name lives in `symbolic.core.terms` and in the kernel."""

from symbolic.core.terms import *
from symbolic.kernel import NONE as NONE
from symbolic.kernel import SAME as SAME
from symbolic.kernel import Condition as Condition
from symbolic.kernel import Relation as Relation
