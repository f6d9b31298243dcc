r"""Ordinal logit with any number of ordered classes, $P(y \le k) = 1 / (1 + e^{\eta - c_k})$: the thresholds are $c$, $c +
\delta_1$ and so on.

Source: McCullagh, Regression models for ordinal data, Journal of the Royal Statistical Society B 42 (1980), section 2.
"""

from properties.conformance.reference import NamedLoss, reference
from symbolic.models.ordinal import ordinal_logit

loss = NamedLoss(
    "cumulative_logit",
    title="Ordinal logit with any number of ordered classes",
    source="McCullagh, Regression models for ordinal data, Journal of the Royal Statistical Society B 42 (1980), section 2",
    build=lambda count: reference(ordinal_logit(count, name="cumulative_logit")),
    counted=True,
)
