r"""Ordinal logit with three classes. $P(x \le k) = 1 / (1 + e^{\eta - c_k})$ for $x \in \{0, 1, 2\}$, with thresholds
$c_0 = c < c_1 = c + \delta_1$, $\eta$ and $c$ real, $\delta_1 > 0$.

Source: McCullagh, Regression models for ordinal data, Journal of the Royal Statistical Society B 42 (1980), section 2;
Agresti, Categorical Data Analysis, section 8.2.
"""

from symbolic.models.family import cited
from symbolic.models.ordinal import ordinal_logit

family = ordinal_logit(
    3,
    title="Ordinal logit with three classes",
    source=cited(__doc__),
    notes=(
        "Adding one number to eta and to all thresholds changes nothing: fix a threshold, or leave out the intercept.",
        "symbolic.models.ordinal.ordinal_logit(count) is the family with another number of classes.",
    ),
)
eta, threshold, gap = family.parameters
