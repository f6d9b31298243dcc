"""Real callables, each with what it is held to and the reading of its arguments, written by hand as `--map` takes it."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any


@dataclass(frozen=True)
class Row:
    """A callable, what it is held to, and how its arguments are read.

    Arguments: `target`, module:name; `of`, a family, a derivation or an expression of `EXPRESSIONS`; `reading`, as `--map`
    takes it; `given`, further arguments (a function for what it returns); `call`, what makes of the callable a function of
    the arguments in the reading, where it is none; `within`, the range of arguments; `sign`, -1 of a log-likelihood;
    `library`, of a function by `call`; `examples`, how many points; `note`, what tells it from others of the same name.
    """

    target: str
    of: str
    reading: str
    given: dict[str, Any] = field(default_factory=dict)
    sign: int = 1
    claim: str = "constant"
    call: Callable[[Any], Callable[..., Any]] | None = None
    library: str = ""
    classes: int = 0
    dtype: str = "float64"
    within: dict[str, tuple[float, float]] = field(default_factory=dict)
    note: str = ""
    examples: int = 800

    @property
    def name(self) -> str:
        """The callable, with what is given of it."""
        stated = (f"{k}={v}" for k, v in self.given.items() if v is not None and not callable(v))
        extra = ", ".join([*stated, *filter(None, [self.note])])
        kind = "" if self.dtype == "float64" else f" {self.dtype}"
        return self.target.replace(":", ".") + (f"({extra})" if extra else "") + kind

    @property
    def fixed(self) -> dict[str, Any]:
        """The further arguments, made with their library where that makes them."""
        return {k: v() if callable(v) else v for k, v in self.given.items()}

    @property
    def home(self) -> str:
        return self.target.partition(":")[0].partition(".")[0]


def scipy(name: str, of: str, reading: str, **options: Any) -> Row:
    return Row(f"scipy.stats:{name}", of, reading, **options)


def jax(name: str, of: str, reading: str, **options: Any) -> Row:
    module, _, method = f"jax.scipy.stats.{name}".rpartition(".")
    return Row(f"{module}:{method}", of, reading, sign=-1, **options)


def numpyro(name: str, of: str, reading: str, **options: Any) -> Row:
    return Row(f"numpyro.distributions:{name}", of, reading, **options)


def sklearn(name: str, of: str, reading: str, of_class: dict[str, Any] | None = None, **options: Any) -> Row:
    """A loss of scikit-learn, made with the arguments of its class."""
    return Row(f"sklearn._loss.loss:{name}", of, reading, call=lambda loss: loss(**(of_class or {})),
               note=listed(of_class), **options)  # fmt: skip


def likelihood(name: str, of: str, reading: str, **options: Any) -> Row:
    """`loglike_obs` of a family of statsmodels."""
    return Row(f"statsmodels.genmod.families:{name}", of, reading, **options)


def model(name: str, of: str, reading: str, **options: Any) -> Row:
    """A model of statsmodels with one row and a constant."""
    return Row(f"statsmodels.discrete.discrete_model:{name}", of, reading, **options)


def glm_family(name: str) -> Callable[[], Any]:
    def made() -> Any:
        from statsmodels.genmod import families

        return getattr(families, name)()

    return made


def fitted(model: Any) -> Any:
    """The class of negative binomial models, whose objects read alpha as they do once `fit` has been called."""
    return type(model.__name__, (model,), {"_transparams": property(lambda self: False, lambda self, value: None)})


def torch(name: str, of: str, reading: str, **options: Any) -> Row:
    """A function of torch.nn.functional, or a class of torch.nn."""
    return Row(f"torch.nn:{name}" if name[0].isupper() else f"torch.nn.functional:{name}", of, reading, **options)


def drawn(name: str, of: str, reading: str, **options: Any) -> Row:
    """A distribution of PyTorch; of one that has probabilities or logits, the note says which are not given."""
    other = {"probs": "logits", "logits": "probs"}.get(options.get("note", "")) if "call" not in options else None
    given = options.pop("given", {}) | ({other: None} if other else {})
    return Row(f"torch.distributions:{name}", of, reading, given=given, **options)


def tensor(*values: float) -> Callable[[], Any]:
    def made() -> Any:
        import torch

        return torch.tensor(values, dtype=torch.float64)

    return made


def of_logits(function: Any) -> Callable[..., Any]:
    """`nll_loss` of `log_softmax`."""

    def loss(input: Any, target: Any) -> Any:
        return function(input.log_softmax(-1), target)

    return loss


def of_torch_trials(shape: str) -> Callable[[Any], Callable[..., Any]]:
    """A class of binomials, in `value` successes and the failures: as many trials as that, one row a call."""

    def call(function: Any) -> Callable[..., Any]:
        def density(value: Any, failures: Any, **arguments: Any) -> Any:
            return -function(total_count=value + failures, **arguments).log_prob(value)

        return spelled(density, f"value failures {shape}")

    return call


def xgboost(objective: str, of: str, label: str = "x", preds: str = "", more: str = "", **options: Any) -> Row:
    """An objective that is built in, as one tree over one row tells it: cover h, and leaf -g/(h + lambda)."""
    params: dict[str, Any] = {
        "max_depth": 1,
        "eta": 1,
        "min_child_weight": 0,
        "lambda": 1e4,
        "alpha": 0,
        "verbosity": 0,
    }
    params |= {
        "base_score": 0.5,
        "tree_method": "exact",
        "nthread": 1,
        "objective": objective,
        **options.pop("params", {}),
    }

    bounds = options.pop("bounds", None)

    def call(train: Any) -> Callable[..., Any]:
        def one(label: float, score: Any) -> tuple[Any, Any]:
            import json

            import numpy
            import xgboost

            row = xgboost.DMatrix(numpy.zeros((1, 1)), base_margin=numpy.array([score]))
            for name, value in (bounds or {"label": 1}).items():
                row.set_float_info(name, numpy.array([value * label]))
            trees = map(json.loads, train(params, row, 1).get_dump(with_stats=True, dump_format="json"))
            found = [(-tree["leaf"] * (tree["cover"] + params["lambda"]), tree["cover"]) for tree in trees]
            gradient, hessian = zip(*found, strict=True)
            return gradient, hessian

        return by_trees(one)

    reading = ", ".join(filter(None, [label and f"label={label}", preds, more]))
    named = [f"preds_{k}" for k in range(options.get("classes", 0))] or ["preds"]
    options["within"] = dict.fromkeys(named, (-10, 10)) | options.get("within", {})
    note = ", ".join(filter(None, [objective, options.pop("note", "")]))
    return Row("xgboost:train", of, reading, call=call, library="boosting", note=note, dtype="float32", examples=144,
               **options)  # fmt: skip


def lightgbm(objective: str, of: str, label: str = "x", preds: str = "", more: str = "", **options: Any) -> Row:
    """An objective that is built in: what the leaf of one row says in one tree over two."""
    params: dict[str, Any] = {
        "num_leaves": 2,
        "min_data_in_leaf": 0,
        "min_data_in_bin": 1,
        "min_sum_hessian_in_leaf": 0,
    }
    params |= {"lambda_l2": 0, "learning_rate": 1, "boost_from_average": False, "feature_pre_filter": False}
    params |= {"num_threads": 1, "verbosity": -1, "objective": objective, **options.pop("params", {})}

    def call(train: Any) -> Callable[..., Any]:
        def one(label: float, score: float) -> tuple[float, float]:
            import lightgbm
            import numpy

            other = score + 2 if label <= score else score - 2  # on the other side, so that the tree has two leaves
            if objective not in ("regression", "huber"):
                other = 1 - label if objective == "cross_entropy" else label + 1
            columns = numpy.array([[1.0], [2.0]]), numpy.array([label, other]), numpy.array([score, score])
            rows = lightgbm.Dataset(columns[0], columns[1], init_score=columns[2], params=params)
            tree = train(params, rows, 1).dump_model()["tree_info"][0]["tree_structure"]
            leaf = tree["left_child"]
            return -leaf["leaf_value"] * leaf["leaf_weight"], leaf["leaf_weight"]

        return by_trees(one)

    reading = ", ".join(filter(None, [f"label={label}", preds, more]))
    return Row("lightgbm:train", of, reading, call=call, library="boosting", note=objective, dtype="float32", examples=144,
               within={"preds": (-10, 10)}, **options)  # fmt: skip


def by_trees(one: Callable[[float, Any], tuple[Any, Any]]) -> Callable[..., Any]:
    def objective(preds: Any, data: Any) -> Any:
        import numpy

        rows = [one(float(y), f) for y, f in zip(data.get_label(), preds, strict=True)]
        return numpy.array([g for g, _ in rows]), numpy.array([h for _, h in rows])

    return objective


def of_two(function: Any) -> Callable[..., Any]:
    """A Dirichlet density of two shares, in the first of them."""

    def density(value: Any, concentration1: Any, concentration0: Any) -> Any:
        import torch

        made = function(torch.stack([concentration1, concentration0], -1))
        return made.log_prob(torch.stack([value, 1 - value], -1))

    return density


def of_one_row(count: int, names: str, **given: Any) -> Callable[[Any], Callable[..., Any]]:
    """A model of statsmodels whose rows must show all classes: one row, and one of each class that has nothing to say."""

    def call(model: Any) -> Callable[..., Any]:
        def loss(endog: Any, **arguments: Any) -> Any:
            import numpy

            seen = numpy.array([endog.item(), *range(count)])
            fitted = model(seen, numpy.array([[1.0], *[[0.0]] * count]), **given)
            params = numpy.array([arguments[n].item() for n in names.split()])
            value = -fitted.loglikeobs(params)[0].sum()  # of multinomial models a row is one number a class
            return value if given else (value, -fitted.score(params), -fitted.hessian(params))

        return spelled(loss, f"endog {names}")

    return call


def listed(arguments: dict[str, Any] | None) -> str:
    return ", ".join(f"{k}={v}" for k, v in (arguments or {}).items())


def spelled(call: Callable[..., Any], names: str) -> Callable[..., Any]:
    """The function, which tells that its arguments have these names."""
    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
    call.__signature__ = inspect.Signature([inspect.Parameter(n, kind) for n in names.split()])  # type: ignore[attr-defined]
    return call


def by_place(names: str) -> Callable[[Any], Callable[..., Any]]:
    """Of a function that takes no names: the arguments by the names of its documentation."""
    return lambda function: spelled(lambda **given: function(*(given[n] for n in names.split())), names)


def in_vectors(names: str) -> Callable[[Any], Callable[..., Any]]:
    """Of a function that sums over the last axis: its term, each argument in a vector of one."""
    return lambda function: spelled(lambda **given: function(**{n: v.reshape(1) for n, v in given.items()}), names)


def one_hot(function: Any) -> Callable[..., Any]:
    def loss(logits: Any, labels: Any) -> Any:
        import jax

        return function(logits, jax.nn.one_hot(labels, 4, dtype=logits.dtype))

    return loss


def in_failures(shapes: str) -> Callable[[Any], Callable[..., Any]]:
    """A binomial's density in k successes and n - k failures."""
    names = shapes.split()

    def call(function: Any) -> Callable[..., Any]:
        def density(**given: Any) -> Any:
            return function(given["k"], given["k"] + given["failures"], *(given[n] for n in names))

        return spelled(density, f"k failures {shapes}")

    return call


def of_trials(shapes: str) -> Callable[[Any], Callable[..., Any]]:
    """A class of binomials, in `value` successes and the failures."""

    def call(function: Any) -> Callable[..., Any]:
        def density(value: Any, failures: Any, **arguments: Any) -> Any:
            return function(total_count=value + failures, **arguments).log_prob(value)

        return spelled(density, f"value failures {shapes}")

    return call


def asymmetric(function: Any) -> Callable[..., Any]:
    def density(x: Any, loc: Any, scale: Any, tau: Any) -> Any:
        return function.logpdf(x, (tau / (1 - tau)) ** 0.5, loc=loc, scale=scale / (tau * (1 - tau)) ** 0.5)

    return density


EXPRESSIONS: dict[str, tuple[str, dict[str, str]]] = {  # what has no family: the loss of one datum, and where it lives
    "logistic loss, signs": ("log(1 + exp(-y*f))", {"y": "signs", "f": "reals"}),
    "positives of weight 3": ("3*y*log(1 + exp(-f)) + (1 - y)*log(1 + exp(f))", {"y": "binary", "f": "reals"}),
    "log cosh": ("log(cosh(f - y))", {"y": "reals", "f": "reals"}),
    "exponential loss": ("y*exp(-f) + (1 - y)*exp(f)", {"y": "binary", "f": "reals"}),
    "Tweedie 3/2": ("2*exp(f/2) + 2*y*exp(-f/2)", {"y": "nonnegative", "f": "reals"}),
    "hinge": ("max(0, 1 - y*f)", {"y": "signs", "f": "reals"}),
    "perceptron": ("max(0, -y*f)", {"y": "signs", "f": "reals"}),
    "one term of KL": ("t*log(t) - t*f", {"t": "positive", "f": "reals"}),
    "one term of KL, log target": ("exp(g)*(g - f)", {"g": "reals", "f": "reals"}),
    "x log(x/y)": ("t*log(t) - t*log(q)", {"t": "positive", "q": "positive"}),
    "generalised KL": ("t*log(t) - t*f - t + exp(f)", {"t": "positive", "f": "reals"}),
    "generalised KL, probabilities": ("t*log(t) - t*log(q) - t + q", {"t": "positive", "q": "positive"}),
    "pseudo-Huber error": ("d**2*(sqrt(1 + ((f - y)/d)**2) - 1)", {"y": "reals", "f": "reals", "d": "positive"}),
    "pseudo-Huber": ("d**2*(sqrt(1 + (r/d)**2) - 1)", {"r": "reals", "d": "positive"}),
    "focal loss, gamma 2": (
        "(y*exp(2*(log(1) - log(1 + exp(f)))) + (1 - y)*exp(2*(f - log(1 + exp(f)))))"
        "*(log(1 + exp(f)) - y*f)", {"y": "binary", "f": "reals"}),
    "softplus": ("log(1 + exp(z))", {"z": "reals"}),
    "-log sigmoid": ("log(1 + exp(-z))", {"z": "reals"}),
    "log Gamma": ("log(gamma(z))", {"z": "positive"}),
    "log Beta": ("log(gamma(a)) + log(gamma(b)) - log(gamma(a + b))", {"a": "positive", "b": "positive"}),
    "log cosh density": ("log(2)+log(cosh(x - mu))", {"x": "reals", "mu": "reals"}),
    "half Cauchy": ("log(pi) - log(2) + log(s) + log(1 + (x/s)**2)", {"x": "nonnegative", "s": "positive"}),
    "hyperbolic secant": ("log(pi) + log(s) + log(cosh((x - m)/s))", {"x": "reals", "m": "reals", "s": "positive"}),
    "log gamma": ("-c*x + exp(x) + log(gamma(c))", {"x": "reals", "c": "positive"}),
    "half logistic": (
        "-log(2) + log(s) + x/s + 2*log(1 + exp(-x/s))", {"x": "nonnegative", "s": "positive"}),
    "Levy": ("-log(c)/2 + log(2*pi)/2 + 3*log(x)/2 + c/(2*x)", {"x": "positive", "c": "positive"}),
    "power law": ("-log(a) - (a - 1)*log(x)", {"x": "open_unit_interval", "a": "positive"}),
    "log-logistic": (
        "-log(c) + log(s) - (c - 1)*(log(x) - log(s)) + 2*log(1 + exp(c*(log(x) - log(s))))",
        {"x": "positive", "c": "positive", "s": "positive"}),
    "Burr XII": (
        "-log(c) - log(d) - (c - 1)*log(x) + (d + 1)*log(1 + x**c)",
        {"x": "positive", "c": "positive", "d": "positive"}),
    "chi": (
        "(k/2 - 1)*log(2) + log(gamma(k/2)) - (k - 1)*log(x) + x**2/2", {"x": "positive", "k": "positive"}),
    "Nakagami": (
        "-log(2) - m*log(m) + log(gamma(m)) - (2*m - 1)*log(x) + m*x**2", {"x": "positive", "m": "positive"}),
    "Frechet": (
        "-log(c) + log(s) + (1 + c)*(log(x) - log(s)) + exp(-c*(log(x) - log(s)))",
        {"x": "positive", "c": "positive", "s": "positive"}),
    "beta prime": (
        "-(a - 1)*log(x) + (a + b)*log(1 + x) + log(gamma(a)) + log(gamma(b)) - log(gamma(a + b))",
        {"x": "positive", "a": "positive", "b": "positive"}),
    "F": (
        "-a*log(a)/2 - b*log(b)/2 - (a/2 - 1)*log(x) + (a + b)*log(b + a*x)/2"
        " + log(gamma(a/2)) + log(gamma(b/2)) - log(gamma(a/2 + b/2))",
        {"x": "positive", "a": "positive", "b": "positive"}),
    "generalised normal": (
        "-log(beta) + log(2) + log(gamma(1/beta)) + abs(x)**beta", {"x": "reals", "beta": "positive"}),
    "Kumaraswamy": (
        "-log(a) - log(b) - (a - 1)*log(x) - (b - 1)*log(1 - x**a)",
        {"x": "open_unit_interval", "a": "positive", "b": "positive"}),
    "wrapped Cauchy": (
        "log(2*pi) - log(1 - c**2) + log(1 + c**2 - 2*c*cos(x))", {"x": "turn", "c": "open_unit_interval"}),
    "discrete Laplace": ("-log(tanh(a/2)) + a*abs(x)", {"x": "integers", "a": "positive"}),
    "logarithmic": ("log(-log(1 - p)) + log(x) - x*log(p)", {"x": "whole", "p": "open_unit_interval"}),
    "Planck": ("-log(1 - exp(-a)) + a*x", {"x": "counts", "a": "positive"}),
    "beta-binomial": (
        "-log(gamma(s + f + 1)) + log(gamma(s + 1)) + log(gamma(f + 1)) - log(gamma(s + a)) - log(gamma(f + b))"
        " + log(gamma(s + f + a + b)) + log(gamma(a)) + log(gamma(b)) - log(gamma(a + b))",
        {"s": "counts", "f": "counts", "a": "positive", "b": "positive"}),
    "log-uniform": ("log(x) + log(log(b) - log(a))", {"x": "positive", "a": "positive", "b": "positive"}),
    "x log y": ("-t*log(q)", {"t": "positive", "q": "positive"}),
    "entropy": ("t*log(t)", {"t": "positive"}),
    "log-sum-exp": ("log(exp(a) + exp(b))", {"a": "reals", "b": "reals"}),
    "multinomial logit, binomial": (
        "-log(gamma(s + f + 1)) + log(gamma(s + 1)) + log(gamma(f + 1)) - s*z + (s + f)*log(1 + exp(z))",
        {"s": "counts", "f": "counts", "z": "reals"}),
}  # fmt: skip

DATA = ("x", "y", "t", "g")  # names in them that are no predictions, beside counts
BCE, SOFTMAX = "bernoulli_to_binary_cross_entropy", "categorical_to_cross_entropy"
LOCATED = "x=x, loc=mu, scale="

ROWS = (
    scipy("norm", "normal", LOCATED + "sigma"),
    scipy("laplace", "laplace", LOCATED + "b"),
    scipy("cauchy", "cauchy", LOCATED + "gamma"),
    scipy("logistic", "logistic", LOCATED + "s"),
    scipy("gumbel_r", "gumbel", LOCATED + "beta"),
    scipy("gumbel_l", "gumbel", "x=-x, mu=-loc, scale=beta"),
    scipy("t", "student_t", "x=x, df=nu, loc=mu, scale=sigma"),
    scipy("expon", "exponential", "x=x, lambda=1/scale"),
    scipy("gamma", "gamma", "x=x, a=k, beta=1/scale"),
    scipy("erlang", "gamma", "x=x, a=k, beta=1/scale", within={"a": (1, 1)}),
    scipy("invgamma", "inverse_gamma", "x=x, a=alpha, scale=beta"),
    scipy("chi2", "chi_square", "x=x, df=nu"),
    scipy("beta", "beta", "x=x, a=alpha, b=beta"),
    scipy("halfnorm", "half_normal", "x=x, scale=sigma"),
    scipy("invgauss", "inverse_gaussian", "x=x, mu=mu*scale, scale=lambda", within={"mu": (1e-3, 1e6)}),
    scipy("wald", "inverse_gaussian", "x=x, mu=1, lambda=1"),
    scipy("lognorm", "lognormal", "x=x, s=sigma, mu=log(scale)"),
    scipy("maxwell", "maxwell", "x=x, scale=sigma"),
    scipy("rayleigh", "rayleigh", "x=x, scale=sigma"),
    scipy("weibull_min", "weibull", "x=x, c=k, scale=lambda"),
    scipy("pareto", "pareto", "x=x, b=alpha, scale=m"),
    scipy("lomax", "lomax", "x=x, c=alpha, scale=s"),
    scipy("uniform", "uniform", "x=x, scale=theta"),
    scipy("gompertz", "gompertz", "x=x, c=eta, b=1/scale"),
    scipy("vonmises", "von_mises_radians", "x=x, kappa=kappa, loc=mu"),
    scipy("laplace_asymmetric", "asymmetric_laplace", "x=x, loc=mu, scale=b, tau=tau", call=asymmetric, sign=-1,
          library="numpy"),
    scipy("halfcauchy", "half Cauchy", "x=x, scale=s"),
    scipy("hypsecant", "hyperbolic secant", "x=x, loc=m, scale=s"),
    scipy("loggamma", "log gamma", "x=x, c=c"),
    scipy("halflogistic", "half logistic", "x=x, scale=s"),
    scipy("levy", "Levy", "x=x, scale=c"),
    scipy("powerlaw", "power law", "x=x, a=a"),
    scipy("fisk", "log-logistic", "x=x, c=c, scale=s"),
    scipy("burr12", "Burr XII", "x=x, c=c, d=d"),
    scipy("chi", "chi", "x=x, df=k"),
    scipy("nakagami", "Nakagami", "x=x, nu=m"),
    scipy("invweibull", "Frechet", "x=x, c=c, scale=s"),
    scipy("betaprime", "beta prime", "x=x, a=a, b=b"),
    scipy("f", "F", "x=x, dfn=a, dfd=b"),
    scipy("gennorm", "generalised normal", "x=x, beta=beta"),
    scipy("bernoulli", "bernoulli", "k=x, p=p"),
    scipy("poisson", "poisson", "k=x, mu=lambda"),
    scipy("geom", "geometric", "x=k - 1, p=p"),
    scipy("nbinom", "negative_binomial", "k=x, n=r, p=p"),
    scipy("binom.logpmf", "binomial", "k=s, failures=f, p=p", call=in_failures("p"), sign=-1, library="numpy"),
    scipy("randint", "discrete_uniform", "k=x, m=high - 1", given={"low": 1}),
    scipy("dlaplace", "discrete Laplace", "k=x, a=a"),
    scipy("logser", "logarithmic", "k=x, p=p"),
    scipy("planck", "Planck", "k=x, lambda_=a"),
    scipy("betabinom.logpmf", "beta-binomial", "k=s, failures=f, a=a, b=b", sign=-1, library="numpy",
          call=in_failures("a b")),
    Row("scipy.special:kl_div", "generalised KL, probabilities", "x=t, y=q", call=by_place("x y"), library="numpy"),
    Row("scipy.special:rel_entr", "x log(x/y)", "x=t, y=q", call=by_place("x y"), library="numpy"),
    Row("scipy.special:pseudo_huber", "pseudo-Huber", "delta=d, r=r", call=by_place("delta r"), library="numpy"),
    Row("scipy.special:huber", "huber", "delta=delta, r=x, mu=0", call=by_place("delta r"), library="numpy"),
    Row("scipy.special:entr", "entropy", "x=t", call=by_place("x"), library="numpy", sign=-1),
    Row("scipy.special:xlogy", "x log y", "x=t, y=q", call=by_place("x y"), library="numpy", sign=-1),
    Row("scipy.special:log_expit", "-log sigmoid", "x=z", call=by_place("x"), library="numpy", sign=-1),
    Row("scipy.special:gammaln", "log Gamma", "x=z", call=by_place("x"), library="numpy"),
    Row("scipy.special:betaln", "log Beta", "a=a, b=b", call=by_place("a b"), library="numpy"),
    jax("norm.logpdf", "normal", LOCATED + "sigma"),
    jax("laplace.logpdf", "laplace", LOCATED + "b"),
    jax("cauchy.logpdf", "cauchy", LOCATED + "gamma"),
    jax("logistic.logpdf", "logistic", LOCATED + "s"),
    jax("gumbel_r.logpdf", "gumbel", LOCATED + "beta"),
    jax("gumbel_l.logpdf", "gumbel", "x=-x, mu=-loc, scale=beta"),
    jax("t.logpdf", "student_t", "x=x, df=nu, loc=mu, scale=sigma"),
    jax("expon.logpdf", "exponential", "x=x, lambda=1/scale"),
    jax("gamma.logpdf", "gamma", "x=x, a=k, beta=1/scale"),
    jax("chi2.logpdf", "chi_square", "x=x, df=nu"),
    jax("beta.logpdf", "beta", "x=x, a=alpha, b=beta"),
    jax("pareto.logpdf", "pareto", "x=x, b=alpha, scale=m"),
    jax("uniform.logpdf", "uniform", "x=x, scale=theta"),
    jax("vonmises.logpdf", "von_mises_radians", "x=x, kappa=kappa, mu=0"),
    jax("gennorm.logpdf", "generalised normal", "x=x, beta=beta"),
    jax("wrapcauchy.logpdf", "wrapped Cauchy", "x=x, c=c"),
    jax("bernoulli.logpmf", "bernoulli", "k=x, p=p"),
    jax("poisson.logpmf", "poisson", "k=x, mu=lambda"),
    jax("geom.logpmf", "geometric", "x=k - 1, p=p"),
    jax("nbinom.logpmf", "negative_binomial", "k=x, n=r, p=p"),
    jax("binom.logpmf", "binomial", "k=s, failures=f, p=p", call=in_failures("p"), library="jax"),
    jax("betabinom.logpmf", "beta-binomial", "k=s, failures=f, a=a, b=b", library="jax", call=in_failures("a b")),
    Row("jax.scipy.special:gammaln", "log Gamma", "x=z"),
    Row("jax.scipy.special:betaln", "log Beta", "a=a, b=b"),
    Row("jax.scipy.special:kl_div", "generalised KL, probabilities", "p=t, q=q"),
    Row("jax.scipy.special:rel_entr", "x log(x/y)", "p=t, q=q"),
    Row("jax.scipy.special:entr", "entropy", "x=t", sign=-1),
    Row("jax.scipy.special:xlogy", "x log y", "x=t, y=q", sign=-1),
    Row("jax.nn:softplus", "softplus", "x=z"),
    Row("jax.nn:log_sigmoid", "-log sigmoid", "x=z", sign=-1),
    Row("jax.numpy:logaddexp", "log-sum-exp", "x1=a, x2=b", call=by_place("x1 x2"), library="jax"),
    Row("optax:sigmoid_binary_cross_entropy", BCE, "logits=f, labels=y"),
    Row("optax:sigmoid_binary_cross_entropy", BCE, "logits=f, labels=y", dtype="float32"),
    Row("optax:sigmoid_focal_loss", BCE, "logits=f, labels=y", given={"gamma": 0.0}),
    Row("optax:sigmoid_focal_loss", "focal loss, gamma 2", "logits=f, labels=y"),
    Row("optax:softmax_cross_entropy_with_integer_labels", SOFTMAX, "logits=f, labels=y", classes=4),
    Row("optax:softmax_cross_entropy_with_integer_labels", SOFTMAX, "logits=f, labels=y", classes=4, dtype="float32"),
    Row("optax:softmax_cross_entropy", SOFTMAX, "logits=f, labels=y", classes=4, call=one_hot, library="jax",
        note="one-hot"),
    Row("optax:safe_softmax_cross_entropy", SOFTMAX, "logits=f, labels=y", classes=4, call=one_hot, library="jax",
        note="one-hot"),
    Row("optax.losses:poly_loss_cross_entropy", SOFTMAX, "logits=f, labels=y", classes=4, library="jax", note="epsilon=0",
        call=lambda f: one_hot(partial(f, epsilon=0.0))),
    Row("optax:l2_loss", "normal_mean", "predictions=mu, targets=x, sigma=1"),
    Row("optax:squared_error", "normal_mean", "predictions=mu, targets=x, sigma=1", claim="factor"),
    Row("optax:huber_loss", "huber", "predictions=mu, targets=x, delta=delta"),
    Row("optax:log_cosh", "log cosh", "predictions=f, targets=y"),
    Row("optax:kl_divergence", "one term of KL", "log_predictions=f, targets=t", library="jax",
        call=in_vectors("log_predictions targets")),
    Row("optax.losses:kl_divergence_with_log_targets", "one term of KL, log target", "log_predictions=f, log_targets=g",
        library="jax", call=in_vectors("log_predictions log_targets")),
    Row("optax.losses:generalized_kl_divergence", "generalised KL", "log_predictions=f, targets=t", library="jax",
        call=in_vectors("log_predictions targets")),
    Row("optax:hinge_loss", "hinge", "predictor_outputs=f, targets=y"),
    Row("optax.losses:perceptron_loss", "perceptron", "predictor_outputs=f, targets=y"),
    numpyro("Normal", "normal", "value=x, loc=mu, scale=sigma"),
    numpyro("StudentT", "student_t", "value=x, df=nu, loc=mu, scale=sigma"),
    numpyro("Laplace", "laplace", "value=x, loc=mu, scale=b"),
    numpyro("AsymmetricLaplaceQuantile", "asymmetric_laplace", "value=x, loc=mu, scale=b, quantile=tau"),
    numpyro("Cauchy", "cauchy", "value=x, loc=mu, scale=gamma"),
    numpyro("HalfCauchy", "half Cauchy", "value=x, scale=s"),
    numpyro("Gumbel", "gumbel", "value=x, loc=mu, scale=beta"),
    numpyro("Logistic", "logistic", "value=x, loc=mu, scale=s"),
    numpyro("Exponential", "exponential", "value=x, rate=lambda"),
    numpyro("Gamma", "gamma", "value=x, concentration=k, rate=beta"),
    numpyro("InverseGamma", "inverse_gamma", "value=x, concentration=alpha, rate=beta"),
    numpyro("Chi2", "chi_square", "value=x, df=nu"),
    numpyro("Beta", "beta", "value=x, concentration1=alpha, concentration0=beta"),
    numpyro("Kumaraswamy", "Kumaraswamy", "value=x, concentration1=a, concentration0=b"),
    numpyro("HalfNormal", "half_normal", "value=x, scale=sigma"),
    numpyro("LogNormal", "lognormal", "value=x, loc=mu, scale=sigma"),
    numpyro("Weibull", "weibull", "value=x, concentration=k, scale=lambda"),
    numpyro("Pareto", "pareto", "value=x, alpha=alpha, scale=m"),
    numpyro("Gompertz", "gompertz", "value=x, concentration=eta, rate=b"),
    numpyro("Levy", "Levy", "value=x, scale=c", given={"loc": 0.0}),
    numpyro("VonMises", "von_mises_radians", "value=x, loc=mu, concentration=kappa"),
    numpyro("BernoulliLogits", BCE, "value=y, logits=f"),
    numpyro("BernoulliProbs", "bernoulli", "value=x, probs=p"),
    numpyro("BinomialLogits", "multinomial logit, binomial", "value=s, failures=f, logits=z", call=of_trials("logits"),
            library="jax", sign=-1),
    numpyro("BinomialProbs", "binomial", "value=s, failures=f, probs=p", call=of_trials("probs"), library="jax", sign=-1),
    numpyro("BetaBinomial", "beta-binomial", "value=s, failures=f, concentration1=a, concentration0=b",
            call=of_trials("concentration1 concentration0"), library="jax", sign=-1),
    numpyro("Poisson", "poisson", "value=x, rate=lambda"),
    numpyro("GeometricProbs", "geometric", "value=x, probs=p"),
    numpyro("GeometricLogits", "geometric", "value=x, p=1/(1 + exp(-logits))"),
    numpyro("NegativeBinomialProbs", "negative_binomial", "value=x, total_count=r, p=1 - probs"),
    numpyro("NegativeBinomialLogits", "negative_binomial", "value=x, total_count=r, p=1/(1 + exp(logits))"),
    numpyro("NegativeBinomial2", "negative_binomial", "value=x, p=concentration/(concentration + mean), concentration=r",
            within={"mean": (1e-300, 1e300)}),
    numpyro("GammaPoisson", "negative_binomial", "value=x, concentration=r, p=rate/(1 + rate)",
            within={"rate": (1e-300, 1e300)}),
    numpyro("ZeroInflatedPoisson", "zero_inflated_poisson", "value=x, gate=w, rate=lambda"),
    numpyro("CategoricalLogits", SOFTMAX, "value=y, logits=f", classes=4),
    numpyro("CategoricalProbs", "categorical", "value=x, probs=q", classes=4),
    sklearn("HalfSquaredError", "normal_mean", "y_true=x, raw_prediction=mu, sigma=1"),
    sklearn("AbsoluteError", "laplace", "y_true=x, raw_prediction=mu, b=1"),
    sklearn("PinballLoss", "asymmetric_laplace_to_pinball_loss", "y_true=y, raw_prediction=f, tau=1/4", {"quantile": 0.25}),
    sklearn("HuberLoss", "huber", "y_true=x, raw_prediction=mu, delta=3/2", {"delta": 1.5}),
    sklearn("HalfPoissonLoss", "poisson_regression", "y_true=y, raw_prediction=f"),
    sklearn("HalfPoissonLoss", "poisson_regression", "y_true=y, raw_prediction=f", dtype="float32"),
    sklearn("HalfGammaLoss", "gamma_regression", "y_true=y, raw_prediction=f"),
    sklearn("HalfTweedieLoss", "Tweedie 3/2", "y_true=y, raw_prediction=f", {"power": 1.5}),
    sklearn("HalfTweedieLoss", "inverse_gaussian", "y_true=x, mu=exp(raw_prediction), lambda=1", {"power": 3}),
    sklearn("HalfTweedieLossIdentity", "poisson", "y_true=x, raw_prediction=lambda", {"power": 1},
            within={"raw_prediction": (1e-300, 1e300)}),
    sklearn("HalfTweedieLossIdentity", "gamma", "y_true=x, k=1, beta=1/raw_prediction", {"power": 2}),
    sklearn("HalfBinomialLoss", BCE, "y_true=y, raw_prediction=f"),
    sklearn("HalfBinomialLoss", BCE, "y_true=y, raw_prediction=f", dtype="float32"),
    sklearn("ExponentialLoss", "exponential loss", "y_true=y, raw_prediction=f"),
    sklearn("HalfTweedieLossIdentity", "tweedie", "y_true=x, raw_prediction=mu, p=3/2", {"power": 1.5}),
    sklearn("HalfSquaredError", "normal_mean", "y_true=x, raw_prediction=mu, sigma=1", dtype="float32"),
    sklearn("HalfGammaLoss", "gamma_regression", "y_true=y, raw_prediction=f", dtype="float32"),
    sklearn("HalfMultinomialLoss", SOFTMAX, "y_true=y, raw_prediction=f", {"n_classes": 4}, classes=4),
    Row("sklearn.metrics:log_loss", "bernoulli", "y_true=x, y_proba=p", given={"labels": [0, 1]}, library="numpy",
        examples=240),
    Row("sklearn.metrics:mean_squared_error", "normal_mean", "y_true=x, y_pred=mu, sigma=1", claim="factor", examples=400),
    Row("sklearn.metrics:mean_absolute_error", "laplace", "y_true=x, y_pred=mu, b=1", examples=400),
    Row("sklearn.metrics:mean_pinball_loss", "asymmetric_laplace", "y_true=x, y_pred=mu, b=1, tau=1/4",
        given={"alpha": 0.25}, examples=400),
    Row("sklearn.metrics:mean_poisson_deviance", "poisson", "y_true=x, y_pred=lambda", claim="factor", examples=400,
        within={"y_pred": (1e-300, 1e300)}),
    Row("sklearn.metrics:mean_gamma_deviance", "gamma", "y_true=x, k=1, beta=1/y_pred", claim="factor", examples=400),
    Row("sklearn.metrics:mean_tweedie_deviance", "tweedie", "y_true=x, y_pred=mu, p=3/2", given={"power": 1.5},
        claim="factor", examples=400),
    likelihood("Poisson", "poisson", "endog=x, mu=lambda"),
    likelihood("Gaussian", "normal", "endog=x, mu=mu, sigma=sqrt(scale)"),
    likelihood("Gamma", "gamma", "endog=x, k=1/scale, beta=1/(mu*scale)", within={"mu": (1e-300, 1e300)}),
    likelihood("InverseGaussian", "inverse_gaussian", "endog=x, mu=mu, lambda=1/scale"),
    likelihood("Binomial", "bernoulli", "endog=x, mu=p"),
    likelihood("NegativeBinomial", "negative_binomial", "endog=x, r=2, p=2/(2 + mu)", given={"alpha": 0.5},
               within={"mu": (1e-300, 1e300)}),
    model("Logit", BCE, "endog=y, const=f"),
    model("Poisson", "poisson", "endog=x, lambda=exp(const)"),
    model("NegativeBinomial", "negative_binomial", "endog=x, p=1/(1 + alpha*exp(const)), r=1/alpha",
          note="before fit", within={"alpha": (1e-300, 1e300)}),
    model("NegativeBinomial", "negative_binomial", "endog=x, p=1/(1 + alpha*exp(const)), r=1/alpha", call=fitted,
          note="after fit", within={"alpha": (1e-300, 1e300)}),
    model("NegativeBinomialP", "negative_binomial", "endog=x, p=1/(1 + alpha*exp(const)), r=1/alpha"),
    model("GeneralizedPoisson", "generalised_poisson",
          "endog=x, theta=exp(const)/(1 + alpha), lambda=alpha/(1 + alpha)", within={"alpha": (1e-3, 1e3)}),
    Row("statsmodels.discrete.count_model:ZeroInflatedPoisson", "zero_inflated_poisson",
        "endog=x, w=1/(1 + exp(-inflate_const)), lambda=exp(const)"),
    Row("statsmodels.discrete.discrete_model:MNLogit", SOFTMAX, "endog=y, f_0=0, b1=f_1, b2=f_2, b3=f_3", classes=4,
        call=of_one_row(4, "b1 b2 b3"), library="numpy"),
    Row("statsmodels.miscmodels.ordinal_model:OrderedModel", "ordinal_logit", "endog=x, b=eta, t0=c, delta_1=exp(t1)",
        call=of_one_row(3, "b t0 t1", distr="logit"), library="numpy"),
    Row("statsmodels.othermod.betareg:BetaModel", "beta",
        "endog=x, alpha=exp(precision)/(1 + exp(-const)), beta=exp(precision)/(1 + exp(const))"),
    Row("statsmodels.api:GLM", "normal", "endog=x, const=mu, sigma=sqrt(scale)"),
    Row("statsmodels.api:GLM", "poisson", "endog=x, lambda=exp(const)", given={"family": glm_family("Poisson")},
        note="Poisson"),
    Row("statsmodels.api:GLM", "bernoulli_to_binary_cross_entropy", "endog=y, const=f",
        given={"family": glm_family("Binomial")}, note="Binomial"),
    torch("mse_loss", "normal_mean", "input=mu, target=x, sigma=1", claim="factor"),
    torch("MSELoss", "normal_mean", "input=mu, target=x, sigma=1", claim="factor"),
    torch("l1_loss", "laplace", "input=mu, target=x, b=1"),
    torch("L1Loss", "laplace", "input=mu, target=x, b=1"),
    torch("huber_loss", "huber", "input=mu, target=x, delta=3/2", given={"delta": 1.5}),
    torch("HuberLoss", "huber", "input=mu, target=x, delta=3/2", given={"delta": 1.5}),
    torch("smooth_l1_loss", "huber", "input=mu, target=x, delta=3/2", given={"beta": 1.5}, claim="factor"),
    torch("SmoothL1Loss", "huber", "input=mu, target=x, delta=3/2", given={"beta": 1.5}, claim="factor"),
    torch("binary_cross_entropy", "bernoulli", "input=p, target=x"),
    torch("binary_cross_entropy", "bernoulli", "input=p, target=x", dtype="float32"),
    torch("BCELoss", "bernoulli", "input=p, target=x"),
    torch("binary_cross_entropy_with_logits", BCE, "input=f, target=y"),
    torch("binary_cross_entropy_with_logits", BCE, "input=f, target=y", dtype="float32"),
    torch("binary_cross_entropy_with_logits", "positives of weight 3", "input=f, target=y",
          given={"pos_weight": tensor(3.0)}, note="pos_weight=3"),
    torch("BCEWithLogitsLoss", BCE, "input=f, target=y"),
    torch("cross_entropy", SOFTMAX, "input=f, target=y", classes=4),
    torch("cross_entropy", SOFTMAX, "input=f, target=y", classes=4, dtype="float32"),
    torch("CrossEntropyLoss", SOFTMAX, "input=f, target=y", classes=4),
    torch("cross_entropy", "class_weighted_softmax_regression", "input=f, target=y, w_0=1, w_1=2, w_2=3, w_3=1/2", classes=4,
          given={"weight": tensor(1.0, 2.0, 3.0, 0.5), "reduction": "sum"}, note="weight"),
    torch("cross_entropy", "label_smoothed_softmax_regression",
          "input=f, target=y, epsilon=1/8, u_0=1/4, u_1=1/4, u_2=1/4, u_3=1/4", classes=4, given={"label_smoothing": 0.125}),
    torch("nll_loss", SOFTMAX, "input=f, target=y", classes=4, call=of_logits, library="torch", note="of log_softmax"),
    torch("poisson_nll_loss", "poisson_regression", "input=f, target=y"),
    torch("poisson_nll_loss", "poisson_regression", "input=f, target=y", dtype="float32"),
    torch("poisson_nll_loss", "poisson_regression", "input=f, target=y", given={"full": True}),
    torch("poisson_nll_loss", "poisson", "input=lambda, target=x", given={"log_input": False}),
    torch("poisson_nll_loss", "poisson", "input=lambda, target=x", given={"log_input": False, "eps": 0.0}),
    torch("PoissonNLLLoss", "poisson_regression", "log_input=f, target=y"),
    torch("gaussian_nll_loss", "normal", "input=mu, target=x, sigma=sqrt(var)"),
    torch("gaussian_nll_loss", "normal", "input=mu, target=x, sigma=sqrt(var)", given={"full": True}),
    torch("GaussianNLLLoss", "normal", "input=mu, target=x, sigma=sqrt(var)"),
    torch("kl_div", "one term of KL", "input=f, target=t"),
    torch("kl_div", "one term of KL, log target", "input=f, target=g", given={"log_target": True}),
    torch("KLDivLoss", "one term of KL", "input=f, target=t"),
    torch("soft_margin_loss", "logistic loss, signs", "input=f, target=y"),
    torch("SoftMarginLoss", "logistic loss, signs", "input=f, target=y"),
    torch("softplus", "softplus", "input=z"),
    torch("logsigmoid", "-log sigmoid", "input=z", sign=-1, call=by_place("input"), library="torch"),
    drawn("Bernoulli", "bernoulli", "value=x, probs=p", note="probs"),
    drawn("Bernoulli", BCE, "value=y, logits=f", note="logits"),
    drawn("Beta", "beta", "value=x, concentration1=alpha, concentration0=beta"),
    drawn("Binomial", "binomial", "value=s, failures=f, probs=p", call=of_torch_trials("probs"),
          library="torch", note="probs"),
    drawn("Binomial", "multinomial logit, binomial", "value=s, failures=f, logits=z", call=of_torch_trials("logits"),
          library="torch", note="logits"),
    drawn("Categorical", SOFTMAX, "value=y, logits=f", classes=4, note="logits"),
    drawn("Cauchy", "cauchy", "value=x, loc=mu, scale=gamma"),
    drawn("Chi2", "chi_square", "value=x, df=nu"),
    drawn("Dirichlet", "beta", "value=x, concentration1=alpha, concentration0=beta", call=of_two, library="torch", sign=-1,
          note="of two"),
    drawn("Exponential", "exponential", "value=x, rate=lambda"),
    drawn("FisherSnedecor", "F", "value=x, df1=a, df2=b"),
    drawn("Gamma", "gamma", "value=x, concentration=k, rate=beta"),
    drawn("Geometric", "geometric", "value=x, probs=p", note="probs"),
    drawn("Geometric", "geometric", "value=x, p=1/(1 + exp(-logits))", note="logits"),
    drawn("Gumbel", "gumbel", "value=x, loc=mu, scale=beta"),
    drawn("HalfCauchy", "half Cauchy", "value=x, scale=s"),
    drawn("HalfNormal", "half_normal", "value=x, scale=sigma"),
    drawn("InverseGamma", "inverse_gamma", "value=x, concentration=alpha, rate=beta"),
    drawn("Kumaraswamy", "Kumaraswamy", "value=x, concentration1=a, concentration0=b"),
    drawn("Laplace", "laplace", "value=x, loc=mu, scale=b"),
    drawn("LogNormal", "lognormal", "value=x, loc=mu, scale=sigma"),
    drawn("NegativeBinomial", "negative_binomial", "value=x, total_count=r, p=1 - probs", note="probs"),
    drawn("NegativeBinomial", "negative_binomial", "value=x, total_count=r, p=1/(1 + exp(logits))", note="logits"),
    drawn("Normal", "normal", "value=x, loc=mu, scale=sigma"),
    drawn("Normal", "normal", "value=x, loc=mu, scale=sigma", dtype="float32"),
    drawn("Pareto", "pareto", "value=x, alpha=alpha, scale=m"),
    drawn("Poisson", "poisson", "value=x, rate=lambda"),
    drawn("StudentT", "student_t", "value=x, df=nu, loc=mu, scale=sigma"),
    drawn("Uniform", "uniform", "value=x, high=theta", given={"low": 0.0}),
    drawn("VonMises", "von_mises_radians", "value=x, loc=mu, concentration=kappa"),
    drawn("Weibull", "weibull", "value=x, concentration=k, scale=lambda"),
    scipy("Normal", "normal", "x=x, mu=mu, sigma=sigma"),
    scipy("Logistic", "logistic", "x=x, mu=0, s=1"),
    xgboost("reg:squarederror", "normal_mean", "x", "preds=mu", "sigma=1"),
    xgboost("reg:gamma", "gamma_regression", "y", "preds=f"),
    xgboost("reg:tweedie", "tweedie_regression", "y", "preds=f", "p=3/2", params={"tweedie_variance_power": 1.5}),
    xgboost("binary:logistic", BCE, "y", "preds=f"),
    xgboost("count:poisson", "poisson_regression", "y", "preds=f"),
    xgboost("reg:pseudohubererror", "pseudo-Huber error", "y", "preds=f", "d=1", within={"label": (-1e6, 1e6)}),
    xgboost("multi:softprob", SOFTMAX, "y", "preds=f", params={"num_class": 4}, classes=4),
    xgboost("survival:aft", "lognormal", "x", "preds=mu", "sigma=1",
            bounds={"label_lower_bound": 1.0, "label_upper_bound": 1.0}),
    xgboost("survival:aft", "normal_accelerated_failure_time", "", "y=log(label), preds=f", "d=0, sigma=1",
            bounds={"label_lower_bound": 1.0, "label_upper_bound": float("inf")}, note="right censored"),
    lightgbm("regression", "normal_mean", "x", "preds=mu", "sigma=1"),
    lightgbm("huber", "huber", "x", "preds=mu", "delta=3/2", params={"alpha": 1.5}),
    lightgbm("poisson", "poisson_regression", "y", "preds=f"),
    lightgbm("gamma", "gamma_regression", "y", "preds=f"),
    lightgbm("tweedie", "tweedie_regression", "y", "preds=f", "p=3/2", params={"tweedie_variance_power": 1.5}),
    lightgbm("cross_entropy", BCE, "y", "preds=f"),
)  # fmt: skip


def loss_of(name: str) -> Any:
    """The family, the derivation or the expression of that name."""
    from sympy import pi

    from symbolic import derivations, families
    from symbolic.core import domains
    from symbolic.core.terms import parameter, sample
    from symbolic.reader import written

    if name in families.names():
        return families.load(name)
    if name in derivations.names():
        return derivations.load(name)
    text, homes = EXPRESSIONS[name]
    more = {
        "signs": domains.FiniteSet((-1, 1)),
        "turn": domains.RealInterval(0, 6),
        "integers": domains.Integers(-domains.INFINITY),
        "whole": domains.Integers(1),
    }
    names: dict[str, Any] = {"pi": pi}
    for name, home in homes.items():
        domain = more.get(home) or getattr(domains, home)
        datum = name in DATA or home == "counts"
        names[name] = sample(name, domain=domain).outcome if datum else parameter(name, domain)
    return written(text, **names)
