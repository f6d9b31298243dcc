"""That the expected focal loss with gamma > 0 is smallest at the true probability: false unless it is 0, 1/2 or 1.

The loss is -(1 - q)^gamma log q on a success, -q^gamma log(1 - q) on a failure. Its minimiser lies between the truth and 1/2.
Source: Charoenphakdee, Vongkulbhisal, Chairatanakul and Sugiyama, On focal loss for class-posterior probability estimation: a
theoretical perspective (2021), where it is shown not to be strictly proper.
"""

from sympy import log

from symbolic.chain import Chain, argmin
from symbolic.core.domains import open_unit_interval, positive
from symbolic.core.terms import parameter
from symbolic.kernel import SAME
from symbolic.rules import rewrite

p, q = parameter("p", open_unit_interval), parameter("q", open_unit_interval)
gamma = parameter("gamma", positive)

derived = Chain(
    "focal_loss_finds_the_probability",
    argmin(-p * log(q) - (1 - p) * log(1 - q), q),
    title="False: the expected focal loss is smallest at the true probability",
    note="The cross-entropy is smallest at q = p, and there alone. The focal loss is smallest at the most probable "
    "class all the same, but its minimiser is no estimate of the probability.",
).then(rewrite(-p * (1 - q) ** gamma * log(q) - (1 - p) * q**gamma * log(1 - q)))
chain = derived.claim(derived.end, SAME)
