"""The domains that have names: the reals, the positive numbers, probabilities, counts, angles."""

from fractions import Fraction

from symbolic.core.domains.arc import Arc
from symbolic.core.domains.ends import INFINITY
from symbolic.core.domains.integers import Integers
from symbolic.core.domains.labels import AnySet, Countable
from symbolic.core.domains.real_interval import RealInterval

any_set = AnySet()
countable = Countable()
extended_reals = RealInterval(-INFINITY, INFINITY, True, True)
reals = RealInterval()
nonnegative = RealInterval(0)  # [0, oo): the values of a density
extended_nonnegative = RealInterval(0, INFINITY, True, True)  # [0, oo]
above_minus_infinity = RealInterval(-INFINITY, INFINITY, False, True)  # (-oo, oo]
positive = RealInterval(0, INFINITY, False)  # (0, oo)
unit_interval = RealInterval(0, 1)  # [0, 1]: the values of a probability
open_unit_interval = RealInterval(0, 1, False, False)  # (0, 1)
counts = Integers(0)  # 0, 1, 2, ...
binary = Integers(0, 1)  # {0, 1}
circle = Arc(Fraction(-1), Fraction(1))  # [-pi, pi): every angle in radians, once
