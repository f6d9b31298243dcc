"""The laws of the normal form: one row each, which the code cites where it applies it, and one numeric test each.

All hold on the extended reals with the conventions log 0 = -oo, exp(-oo) = 0, 0 * (+-oo) = 0. What holds of finite numbers
in every commutative ring (terms are gathered, whole powers are multiplied out) is not cited.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, eq=False)
class Law:
    """A law: its name, what it says, the condition under which it holds, and where it is printed."""

    name: str
    statement: str
    condition: str
    source: str


RUDIN = "Rudin, Principles of Mathematical Analysis"
REAL = "Rudin, Real and Complex Analysis"
BILLINGSLEY = "Billingsley, Probability and Measure"
DLMF = "NIST Digital Library of Mathematical Functions"

# ---- sums and products that may be infinite, and quotients --------------------------------------------------------------

INFINITE_SUM = Law(
    "a sum that may be infinite",
    "(u + v) + w = u + (v + w) = (u + w) + v",
    "at most one part infinite, or all infinities of one sign",
    f"{REAL}, section 1.22",
)
INFINITE_FACTOR = Law(
    "an infinite factor of a sum",
    "(u + v) w = u w + v w",
    "u and v finite, both at least 0 or both at most 0, and w infinite in one direction only",
    f"{REAL}, section 1.22",
)
OUTWEIGHED = Law(
    "a power outweighs a logarithm",
    "u^e (log u)^k is finite, and 0 at u = 0",
    "u in [0, oo), e > 0, and k a whole number from 1 on",
    f"{RUDIN}, theorem 8.6 (f)",
)
CANCELLING = Law("a factor is cancelled", "a u / a = u", "a finite and not 0", f"{RUDIN}, proposition 1.15")
QUOTIENT = Law(
    "a quotient is divided out",
    "t L / B = (t - t (B - k L) / B) / k",
    "B in (0, oo), k not 0, t and L finite",
    "Cox, Little and O'Shea, Ideals, Varieties, and Algorithms, section 1.5",
)
CLEARING = Law("denominators are cleared", "u = v exactly if B u = B v", "B in (0, oo)", f"{RUDIN}, proposition 1.15")

# ---- powers ------------------------------------------------------------------------------------------------------------

POWER_OF_PRODUCT = Law(
    "a power of a product",
    "(a^k b)^e = a^(k e) b^e",
    "a and b in [0, oo), in (0, oo) for e < 0; any finite numbers for a whole e > 0, none of them 0 for a whole e < 0",
    f"{DLMF}, section 4.8(ii)",
)
ROOTS = Law(
    "roots of one number",
    "a^p a^q = a^(p + q)",
    "a in (0, oo), or a in [0, oo) and p, q > 0",
    f"{DLMF}, section 4.8(ii)",
)
NEGATED_POWER = Law(
    "a whole power of a negative number", "(-u)^e = (-1)^e u^e", "u in (0, oo), e whole", f"{DLMF}, section 4.8(ii)"
)
EVEN_POWER = Law("an even power", "u^e = |u|^e", "u finite, e even", f"{RUDIN}, theorem 1.33")
IDEMPOTENT = Law("a power of 0 or 1", "z^e = z", "z in {0, 1}, e > 0", f"{RUDIN}, proposition 1.16")
POWER_AS_EXP = Law(
    "a power is an exponential",
    "a^b = exp(b log a)",
    "a in (0, oo), or a and b in [0, oo)",
    f"{DLMF}, section 4.2(iv)",
)

# ---- logarithms and exponentials ---------------------------------------------------------------------------------------

LOG_OF_PRODUCT = Law("log of a product", "log(a b) = log a + log b", "a and b in [0, oo)", f"{DLMF}, section 4.8(i)")
LOG_OF_POWER = Law(
    "log of a power", "log(a^c) = c log a", "a in (0, oo), or a in [0, oo) and c > 0", f"{DLMF}, section 4.8(i)"
)
LOG_OF_EXP = Law("log of an exponential", "log(exp u) = u", "u in [-oo, oo)", f"{DLMF}, section 4.8(i)")
EXP_OF_LOG = Law(
    "exp of a multiple of a log",
    "exp(c log a) = a^c",
    "a in (0, oo), or a in [0, oo) and c > 0",
    f"{DLMF}, section 4.2(iv)",
)
EXP_OF_SUM = Law(
    "exp of a sum",
    "exp(u + v) = exp u exp v",
    "u and v finite, or infinite in one direction only",
    f"{DLMF}, section 4.8(ii)",
)

# ---- sums and products over rows and classes -----------------------------------------------------------------------------

SUM_SPLITS = Law(
    "a sum over rows is split",
    "sum_i (u_i + v_i) = sum_i u_i + sum_i v_i",
    "the terms not infinite in both directions",
    f"{REAL}, section 1.22",
)
FACTOR_LEAVES_SUM = Law(
    "a finite factor leaves a sum",
    "sum_i c u_i = c sum_i u_i",
    "c free of the row, and finite, or else all u_i at least 0",
    f"{REAL}, section 1.22",
)
COUNT = Law("a sum of ones", "sum_{i=1..n} 1 = n", "n whole, n >= 1", f"{RUDIN}, definition 3.21")
PRODUCT_OVER_ROWS = Law(
    "a product over rows", "prod_i a_i = exp(sum_i log a_i)", "all a_i in [0, oo)", f"{DLMF}, section 4.8"
)
PRODUCT_SPLITS = Law(
    "a product over rows is split",
    "prod_i (a_i b_i) = prod_i a_i prod_i b_i",
    "all a_i and b_i finite",
    f"{RUDIN}, definition 1.12",
)
PRODUCT_OF_ONE = Law(
    "a product of one number",
    "prod_{i=1..n} a = a^n, (-1)^n (-1)^n = 1",
    "a finite, n whole, n >= 1",
    f"{RUDIN}, definition 1.12",
)
LOG_OF_ROW_PRODUCT = Law(
    "log of a product over rows", "log(prod_i a_i) = sum_i log a_i", "all a_i in [0, oo)", f"{DLMF}, section 4.8(i)"
)
TOTAL_IS_LINEAR = Law(
    "a sum over classes is linear",
    "sum_y (c g(y) + h(y)) = c sum_y g(y) + sum_y h(y)",
    "c finite and free of the class, the terms not infinite in both directions",
    f"{REAL}, section 1.22",
)
EXCHANGED = Law(
    "two sums are exchanged",
    "sum_i a_i sum_j u_ij = sum_j sum_i a_i u_ij",
    "all a_i u_ij not infinite in both directions; a_i finite, or else all u_ij at least 0",
    f"{REAL}, section 1.22",
)
CHOSEN = Law(
    "an indicator chooses a class",
    "sum_y 1[y = z] g(y) = g(z)",
    "z one of the classes",
    "Knuth, Two Notes on Notation",
)
MASS = Law(
    "a density over classes has mass 1",
    "sum_y q(y | z) = 1, sum_y q(y, x) = q(x)",
    "q a density of y, or of y and x with x in a countable set",
    f"{BILLINGSLEY}, section 8",
)

# ---- expectations --------------------------------------------------------------------------------------------------------

MEAN_OF_CONSTANT = Law("an expectation of a constant", "E[c] = c", "c finite", f"{BILLINGSLEY}, section 21")
FACTOR_LEAVES_MEAN = Law(
    "a constant leaves an expectation",
    "E[c u] = c E[u]",
    "c finite",
    f"{BILLINGSLEY}, section 21",
)
MEAN_SPLITS = Law(
    "an expectation is split",
    "E[u + v] = E[u] + E[v]",
    "E|u| < oo; or E u^- < oo and E v^- < oo; or E u^+ < oo and E v^+ < oo",
    f"{BILLINGSLEY}, section 21",
)
MARGINAL = Law(
    "an expectation of some columns",
    "E_{p(x, y)}[u(x)] = E_{p(x)}[u(x)]",
    "p(x) the marginal of p(x, y)",
    f"{BILLINGSLEY}, section 20",
)
TOWER = Law(
    "an expectation of conditional expectations",
    "E_{p(x)}[u(x) E_{p(y | x)}[v(x, y)]] = E_{p(x, y)}[u(x) v(x, y)]",
    "u finite; and E[(u v)^-] < oo or E[(u v)^+] < oo under p(x, y)",
    f"{BILLINGSLEY}, theorems 18.3 and 34.4",
)
CHAIN_RULE = Law(
    "the chain rule of probability",
    "p(x, y) = p(x) p(y | x)",
    "p(x, y), p(x) and p(y | x) of one distribution, and inside an expectation: it holds almost everywhere",
    f"{BILLINGSLEY}, section 33",
)
EMPIRICAL_MEAN = Law(
    "an expectation under data",
    "E[u] = sum_i u(x_i) / n",
    "E under the empirical distribution of x_1, ..., x_n",
    "van der Vaart, Asymptotic Statistics, chapter 19",
)

# ---- indicators, absolute values, maxima ---------------------------------------------------------------------------------

SURE = Law(
    "an indicator that is sure",
    "1[0 <= u] = 1 for u >= 0, and 0 for u < 0; 1[u = 0] = 1 for u = 0, and 0 for u not 0",
    "u of a known sign",
    "Knuth, Two Notes on Notation",
)
SCALED = Law(
    "a factor leaves an indicator",
    "1[0 <= c u] = 1[0 <= u], 1[c u = 0] = 1[u = 0] = 1[-u = 0]",
    "c in (0, oo)",
    "Knuth, Two Notes on Notation",
)
ONE_SIGN = Law("an absolute value of one sign", "|u| = u, |-u| = u", "u in [0, oo)", f"{RUDIN}, definition 1.32")
ABS_OF_PRODUCT = Law(
    "an absolute value of a product", "|u v| = |u| |v|, |-u| = |u|", "u and v finite", f"{RUDIN}, theorem 1.33"
)
ALIKE = Law("the larger of two that are equal", "max(u, u) = min(u, u) = u", "", f"{RUDIN}, definition 1.5")

# ---- special functions -----------------------------------------------------------------------------------------------------

PARITY = Law(
    "an even or odd function, at 0 and below",
    "f(-u) = f(u) for an even f; f(-u) = -f(u) for an odd f; f(0) where that is a whole number",
    "f as its row says",
    f"{DLMF}, sections 4.16, 4.21, 4.23, 4.28, 7.2",
)
TURNS = Law(
    "half and whole turns",
    "cos(u + k pi) = (-1)^k cos u, sin(u + k pi) = (-1)^k sin u",
    "k whole",
    f"{DLMF}, section 4.16",
)
PYTHAGORAS = Law("the squares of cosine and sine", "sin^2 u = 1 - cos^2 u", "", f"{DLMF}, section 4.21(iii)")
ADDITION = Law(
    "the addition theorem",
    "cos(u + v) = cos u cos v - sin u sin v, sin(u + v) = sin u cos v + cos u sin v, cos(pi/2) = 0, sin(pi/2) = 1",
    "",
    f"{DLMF}, sections 4.17 and 4.21(i)",
)
HYPERBOLIC = Law(
    "a hyperbolic function by exponentials",
    "tanh u = 1 - 2 / (1 + exp(2 u)), 2 cosh u = exp u + exp(-u), 2 sinh u = exp u - exp(-u)",
    "",
    f"{DLMF}, section 4.28",
)
INVERSE_HYPERBOLIC = Law(
    "an inverse hyperbolic function by logarithms",
    "2 atanh u = log(1 + u) - log(1 - u)",
    "u in (-1, 1)",
    f"{DLMF}, section 4.37(iv)",
)
GAMMA = Law("Gamma at the next number", "Gamma(u + 1) = u Gamma(u)", "u in (0, oo)", f"{DLMF}, 5.5.1")
GAMMA_VALUES = Law("values of Gamma", "Gamma(1) = 1, Gamma(1/2) = sqrt(pi)", "", f"{DLMF}, section 5.4(ii)")
POLYGAMMA = Law(
    "derivatives of log Gamma at the next number",
    "psi_m(u + 1) = psi_m(u) + (-1)^m m! / u^(m + 1)",
    "u in (0, oo), m = 0, 1, 2, ...",
    f"{DLMF}, section 5.15",
)
POLYGAMMA_VALUES = Law(
    "values of derivatives of log Gamma",
    "psi(1) = -gamma, psi(1/2) = -gamma - 2 log 2, psi'(1) = pi^2/6, psi'(1/2) = pi^2/2",
    "",
    f"{DLMF}, sections 5.4(ii) and 5.15",
)
BINOMIAL = Law(
    "a binomial coefficient",
    "binomial(n, k) = binomial(n, n - k) = Gamma(n + 1) / (Gamma(k + 1) Gamma(n - k + 1)) for k and n - k in (-1, oo); "
    "binomial(n, m) = n (n - 1) ... (n - m + 1) / m!, and binomial(n, -m - 1) = 0, for m = 0, 1, 2, ...",
    "n in (-1, oo)",
    "Graham, Knuth and Patashnik, Concrete Mathematics, sections 5.1 and 5.5",
)

# ---- signs of differences ----------------------------------------------------------------------------------------------

SIGN_OF_PRODUCT = Law(
    "a sign without a positive factor",
    "0 < B u exactly if 0 < u",
    "B in (0, oo), u finite",
    f"{RUDIN}, proposition 1.18",
)
ORDER_BY_EXP = Law(
    "an order by exponentials", "u < v exactly if exp u < exp v", "u and v finite", f"{DLMF}, section 4.2(iii)"
)
ORDER_BY_FUNCTION = Law(
    "an order by a function",
    "f(u) < f(v) exactly if u < v for an increasing f, exactly if v < u for a decreasing one",
    "u and v in an interval where the row of f says so",
    f"{RUDIN}, definition 4.28",
)
ORDER_BY_SQUARES = Law(
    "an order by squares", "|u| < v exactly if u^2 < v^2", "u finite, v in (0, oo)", f"{RUDIN}, proposition 1.18"
)
TERM_OF_SUM = Law(
    "a sum over classes and one of its terms",
    "sum_y g(y) >= g(z), and more where there are other classes and g > 0",
    "g(y) in [0, oo) for every class y, z one of the classes",
    f"{RUDIN}, proposition 1.18",
)
TANGENT = Law(
    "a tangent of the exponential",
    "exp u >= 1 + u, log a <= a - 1, log a >= 1 - 1/a, with equality at u = 0 and a = 1 alone",
    "u finite, a in (0, oo)",
    f"{DLMF}, section 4.5",
)

# ---- identities in parts -------------------------------------------------------------------------------------------------

WHATEVER = Law(
    "whatever number a sum is",
    "what holds of every number r in [0, oo) holds of r = u",
    "u in [0, oo)",
    "Enderton, A Mathematical Introduction to Logic, section 2.4",
)

LAWS: Mapping[str, Law] = {law.name: law for law in tuple(globals().values()) if isinstance(law, Law)}


def tally(cited: Mapping[Law, int]) -> tuple[tuple[str, int], ...]:
    """The names of laws that were cited and how often, the most frequent ones first."""
    return tuple(sorted(((law.name, times) for law, times in cited.items()), key=lambda row: (-row[1], row[0])))
