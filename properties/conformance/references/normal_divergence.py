r"""The Kullback-Leibler divergence of two normal laws, $\log \frac{\sigma_0}{\sigma} + \frac{\sigma^2 + (\mu - \mu_0)^2}{2
\sigma_0^2} - \frac{1}{2}$, from the law with $\mu, \sigma$ to that with $\mu_0, \sigma_0$.

Source: Kullback, Information Theory and Statistics, section 9.1.
"""

from properties.conformance.reference import NamedLoss, divergence
from symbolic.families import normal

loss = NamedLoss(
    "normal_divergence",
    title="Kullback-Leibler divergence of two normal laws",
    source="Kullback, Information Theory and Statistics, section 9.1",
    build=lambda count: divergence("normal_divergence", normal.family),
)
