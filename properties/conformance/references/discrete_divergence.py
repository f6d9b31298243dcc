r"""The Kullback-Leibler divergence from a target $t$ to a model, $\sum_k t_k (\log t_k - f_k)$ with $0 \log 0 = 0$, where
$f_k$ are the model's log-probabilities: any real numbers, as nothing here asks that their exponentials add up to 1.

Source: Cover and Thomas, Elements of Information Theory, section 2.3.
"""

from sympy import Add, Symbol, log

from properties.conformance.reference import Input, LossReference, NamedLoss, Role
from symbolic.core.domains import reals, unit_interval


def _built(count: int) -> LossReference:
    targets, logs = ([f"{name}_{k}" for k in range(count)] for name in "tf")
    pairs = [(Symbol(t, real=True), Symbol(f, real=True)) for t, f in zip(targets, logs, strict=True)]
    return LossReference(
        "discrete_divergence",
        (
            *(Input(t, unit_interval, Role.DATUM) for t in targets),
            *(Input(f, reals, Role.PREDICTION) for f in logs),
        ),
        (Add(*(t * (log(t) - f) for t, f in pairs)),),
        count,
        (tuple(targets),),
    )


loss = NamedLoss(
    "discrete_divergence",
    title="Kullback-Leibler divergence from a target to log-probabilities",
    source="Cover and Thomas, Elements of Information Theory, section 2.3",
    build=_built,
    counted=True,
)
