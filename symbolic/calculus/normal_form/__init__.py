r"""A normal form for the log/exp/sum/product/expectation fragment: a polynomial with rational coefficients over atoms.

Two expressions with one normal form are equal wherever both are defined. The laws used, each with its condition, on the
extended reals with the conventions log 0 = -oo, exp(-oo) = 0, 0 * (+-oo) = 0:

* sums may be regrouped where at most one part may be infinite, or all infinities point the same way;
* a factor may be cancelled, or divided by, only where it is positive and finite;
* log(ab) = log a + log b for a, b in [0, oo); log of a product over rows is the sum of the logs;
* exp(c log a) = a^c for c > 0 and a in [0, oo), or a in (0, oo); exp(a + b) = exp a exp b for finite a, b;
* sums and products over rows are linear and multiplicative; what does not depend on the row may leave them;
* a sum that is positive and finite may be divided by, and has every power; factors of all its parts may be taken out of its
  logarithm; quotients by it are divided out as polynomials are, and are equal where they are after multiplying by it;
* a^b = exp(b log a) for a in [0, oo) and b in [0, oo), and for a in (0, oo);
* Gamma(u + 1) = u Gamma(u) for u in (0, oo), and what follows from it for its logarithmic derivatives;
* a sum over all classes is linear; sum_y 1[y = z] g(y) = g(z); a power of what is 0 or 1 is itself;
* |u v| = |u| |v|; cosine is even, sine, tanh, arctan and erf are odd, and a half turn changes the sign of cosine and sine;
* an expectation is linear in constants, and splits only where one part is integrable by a stated hypothesis; under an
  empirical distribution it is the mean over the rows.

Bound rows are named by their table: sums over a table inside one another do not occur. What lies beyond this fragment
raises Undecided. Nothing here is a verdict.
"""

from symbolic.calculus.normal_form.atoms import (
    AbsAtom,
    AppliedAtom,
    AtMostAtom,
    Atom,
    BaseAtom,
    BoundRow,
    ClassAtom,
    ClassesAtom,
    CountAtom,
    E,
    EntryAtom,
    ExpAtom,
    Fixed,
    HoleAtom,
    KeptAtom,
    LawAtom,
    LogAtom,
    LogOfSumAtom,
    MaxAtom,
    MeanAtom,
    MinAtom,
    Monomial,
    NegativePartAtom,
    Number,
    NumberAtom,
    OutcomeAtom,
    ParameterAtom,
    Polynomial,
    PrimeAtom,
    ProductAtom,
    Quantity,
    SameAtom,
    SpecialAtom,
    SumAtom,
    Terms,
    TotalAtom,
    Undecided,
    ZeroAtom,
    looks,
    mentions,
    nested,
)
from symbolic.calculus.normal_form.polynomials import (
    MAX_TERMS,
    ONE,
    UNIT,
    constant,
    fixed,
    hole,
    negated,
    rational,
    single,
)
from symbolic.calculus.normal_form.reading import NormalForm, same, shared, written_out
from symbolic.calculus.normal_form.ring import MAX_EXPONENT, MAX_STEPS, denominators, without_denominators
from symbolic.calculus.normal_form.writing import written_polynomial

__all__ = [
    "MAX_EXPONENT",
    "MAX_STEPS",
    "MAX_TERMS",
    "ONE",
    "UNIT",
    "AbsAtom",
    "AppliedAtom",
    "AtMostAtom",
    "Atom",
    "BaseAtom",
    "BoundRow",
    "ClassAtom",
    "ClassesAtom",
    "CountAtom",
    "E",
    "EntryAtom",
    "ExpAtom",
    "Fixed",
    "HoleAtom",
    "KeptAtom",
    "LawAtom",
    "LogAtom",
    "LogOfSumAtom",
    "MaxAtom",
    "MeanAtom",
    "MinAtom",
    "Monomial",
    "NegativePartAtom",
    "NormalForm",
    "Number",
    "NumberAtom",
    "OutcomeAtom",
    "ParameterAtom",
    "Polynomial",
    "PrimeAtom",
    "ProductAtom",
    "Quantity",
    "SameAtom",
    "SpecialAtom",
    "SumAtom",
    "Terms",
    "TotalAtom",
    "Undecided",
    "ZeroAtom",
    "constant",
    "denominators",
    "fixed",
    "hole",
    "looks",
    "mentions",
    "negated",
    "nested",
    "rational",
    "same",
    "shared",
    "single",
    "without_denominators",
    "written_out",
    "written_polynomial",
]
