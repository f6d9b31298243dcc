"""What a model family is: a density with its variables, supports, parameters and domains. Facts about it live elsewhere.

A family file declares; it proves nothing. What follows from the declaration is computed by `likelihood` and by the
room `symbolic.models.facts`, and answered by provers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, field
from fractions import Fraction
from typing import Any, ClassVar

from sympy import Basic, Expr, Float, Symbol, SympifyError, Tuple, nan, sympify, zoo
from sympy.core.relational import Relational, StrictGreaterThan
from sympy.logic.boolalg import BooleanAtom

from symbolic.calculus import points
from symbolic.calculus.enclosing import Undefined, Values
from symbolic.core.domains import (
    Domain,
    RealInterval,
    consecutive,
    discrete,
    elements,
    ends,
    is_interval,
    members,
    reals,
    subset,
)
from symbolic.core.errors import DerivationError, MalformedTerm, Undeclared
from symbolic.core.statement import Statement
from symbolic.core.terms import (
    Applied,
    Class,
    Entry,
    Expectation,
    Index,
    Outcome,
    Parameter,
    RowProduct,
    RowSum,
    Sample,
    at_row,
    in_words,
    names,
    symbols,
    walk,
)
from symbolic.models.claims import misfit

STATEMENTS = ("further", "false_claims", "questions")  # of the file's own: they hold, they fail, whichever it is


@dataclass(frozen=True, slots=True)
class Estimate:
    """A closed form of the maximum-likelihood estimate.

    Arguments: `values`, each unknown's estimate as an expression in the data, such as {mu: x.sum(x.i) / x.n}; `when`,
    strict inequalities `statistic > 0` about the data under which it is the only minimiser of the mean loss.
    """

    values: Mapping[Parameter, Any]
    when: tuple[Relational, ...] = ()

    def __post_init__(self) -> None:
        items = pairs("estimates: values", self.values, "{mu: x.sum(x.i) / x.n}")
        object.__setattr__(self, "values", tuple((u, formula(f"estimates: {u}", v)) for u, v in items))
        if not isinstance(self.when, tuple):
            shown = f"({self.when},)" if isinstance(self.when, Relational) else "(x.sum(x.i) > 0,)"
            raise MalformedTerm(
                f"estimates: when={self.when}: give a tuple of conditions on the data, such as {shown}."
            )


@dataclass(frozen=True, slots=True)
class Reference:
    """The same distribution in scipy.stats, for cross-checks.

    Arguments: its `name` there, and its `arguments` as expressions in our parameters; the outcomes are the same.
    """

    name: str
    arguments: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        items = pairs("reference: arguments", self.arguments, "{'loc': mu, 'scale': sigma}")
        object.__setattr__(self, "arguments", tuple((k, formula(f"reference: {k}", v)) for k, v in items))
        for what, text in (("name", self.name), *(("argument", k) for k, _ in items)):
            if not isinstance(text, str) or not text.isidentifier():
                raise MalformedTerm(
                    f"reference: {what} {text!r}: it is a name in scipy.stats, such as 'norm' or 'scale'."
                )


@dataclass(frozen=True, slots=True)
class Family:
    """A model family: the densities of `variables`, one for each value of `parameters`.

    Arguments: `name`; `variables`, the columns, whose domains are the support; `parameters`, the unknowns; `density`, an
    expression in the variables' outcomes (`x.outcome`), the parameters and the known constants, with respect to the counting
    measure where a domain is a set of integers or of classes, else to Lebesgue measure. Optional: `known`, constants that are
    given, such as a scale; `total`, what the variables add up to, where they do; `inputs`, columns that the density is
    conditional on; `loss` and `factor`: -log density = factor * loss + (what is free of the unknowns), with the per-sample
    loss in the form that practitioners know; `estimates`; `links`, for a parameter the expression of it in a real number;
    `reference`; `further`, statements of the file's own that are claimed to hold, each a name and an obligation;
    `false_claims`, such statements that are claimed to be false, and have to be refuted; `questions`, such statements whose
    answer is a result, whatever it is; `hypotheses`, statements about what is abstract in the density, such as its mass, that
    are taken for granted; `title`, `source`, `notes`.

    Raises MalformedTerm, Undeclared or NameClash for what cannot be a family.
    """

    name: str
    _: KW_ONLY
    variables: tuple[Sample, ...]
    parameters: tuple[Parameter, ...]
    density: Expr
    known: tuple[Parameter, ...] = ()
    inputs: tuple[Sample, ...] = ()
    total: Expr | None = None
    loss: Expr | None = None
    factor: Expr = field(default_factory=lambda: sympify(1))
    estimates: tuple[Estimate, ...] = ()
    links: Mapping[Parameter, Any] = field(default_factory=dict)
    reference: Reference | None = None
    title: str = ""
    source: str = ""
    notes: tuple[str, ...] = ()
    further: tuple[tuple[str, Statement], ...] = ()
    false_claims: tuple[tuple[str, Statement], ...] = ()
    questions: tuple[tuple[str, Statement], ...] = ()
    hypotheses: tuple[Statement, ...] = ()
    is_density: ClassVar[bool] = True
    called: ClassVar[str] = "density"  # in messages

    def __post_init__(self) -> None:
        for part in ("density", "factor", "loss", "total"):
            value = getattr(self, part)
            missing = value is None and part in ("loss", "total")
            tree = None if missing else formula(f"{self.name}: {self._said(part)}", value)
            object.__setattr__(self, part, tree)
        links = pairs(f"{self.name}: links", self.links, "{sigma: exp(real_variable('z'))}")
        object.__setattr__(self, "links", tuple((u, formula(f"{self.name}: links: {u}", e)) for u, e in links))
        self._declarations()
        self._formulas()
        self._estimates()
        self._witnesses()

    # ---- what a declaration must satisfy -----------------------------------------------------------------------------

    def _said(self, part: str) -> str:
        return self.called if part == "density" else part

    def _need(self, condition: bool, message: str, *shown: Any, error: type[DerivationError] = MalformedTerm) -> None:
        """Raise, with the family's name in front and the values in the message, where a declaration is wrong."""
        if condition is not True:
            texts = (", ".join(sorted(map(str, v))) if isinstance(v, set) else v for v in shown)
            raise error(f"{self.name}: {message.format(*texts)}")

    def _declarations(self) -> None:
        """Names, variables and parameters."""
        named = isinstance(self.name, str) and self.name.isidentifier()
        self._need(named, "name={!r}: the name of a family is the name of its file.", self.name)
        kinds = {
            "variables": Sample,
            "parameters": Parameter,
            "known": Parameter,
            "inputs": Sample,
            "estimates": Estimate,
        }
        for kind, what in kinds.items():
            things = getattr(self, kind)
            fits = isinstance(things, tuple) and all(isinstance(t, what) for t in things)
            hint = "" if fits else _hint(things, what)
            message = "{}={}: give a tuple, each of its members of the class {}.{}"
            self._need(fits, message, kind, things, what.__name__, hint)
            needed = bool(things) or kind not in ("variables", "parameters")
            self._need(needed, "{}=(): a family has at least one.", kind)
        for kind in ("title", "source"):
            text = getattr(self, kind)
            self._need(isinstance(text, str), "{}={!r}: it is a text.", kind, text)
        notes = isinstance(self.notes, tuple) and all(isinstance(note, str) for note in self.notes)
        self._need(notes, "notes={!r}: give a tuple of texts, such as ('...',).", self.notes)
        referred = self.reference is None or isinstance(self.reference, Reference)
        self._need(
            referred, "reference={!r}: give a Reference, such as Reference('norm', {{'loc': mu}}).", self.reference
        )
        declared, columns = (*self.parameters, *self.known), [o.column for o in self.columns]
        self._need(
            len(set(declared)) == len(declared), "parameters, known: one parameter stands twice among {}.", declared
        )
        self._need(
            len(set(columns)) == len(columns), "variables, inputs: one column stands twice among {}.", self.columns
        )
        sizes = {c.size for c in columns}
        self._need(
            len(sizes) == 1, "its columns {} belong to tables of {} rows: give them one count.", self.columns, sizes
        )
        titles: dict[str, str] = {}
        for kind in STATEMENTS:
            for title, o in self._statements(kind):
                twice = "{}: two statements are called {}: the other one is under {}."
                self._need(title not in titles, twice, kind, title, titles.get(title))
                titles[title] = kind
                granted = "{}: {}: it is given {}: what is taken for granted stands among the hypotheses."
                self._need(o == o.alone, granted, kind, title, (*o.given, *o.granted))
        names(Tuple(*declared, *columns, self.density))
        stated = isinstance(self.hypotheses, tuple)
        self._need(stated, "hypotheses={!r}: give a tuple, each of its members an Obligation.", self.hypotheses)
        for h in self.hypotheses:
            self._need(not misfit(h), "hypotheses: {}.", misfit(h))
            abstract = any(isinstance(t, Applied) for part in h.about if isinstance(part, Basic) for t in walk(part))
            self._need(abstract, "hypotheses: {}: nothing in it is abstract, so it is to be proved.", h)

    def _statements(self, kind: str) -> tuple[tuple[str, Statement], ...]:
        """Statements of the file's own, which are pairs of a name and an obligation."""
        stated: Any = getattr(self, kind)
        two = isinstance(stated, tuple) and all(isinstance(s, tuple) and len(s) == 2 for s in stated)
        fits = two and all(isinstance(n, str) and isinstance(o, Statement) for n, o in stated)
        self._need(fits, "{}={}: give a tuple of pairs, each a name and an Obligation.", kind, stated)
        for title, o in stated:
            self._need(not misfit(o), "{}: {}: {}.", kind, title, misfit(o))
        return tuple(stated)

    def _formulas(self) -> None:
        """Every symbol is declared; formulas speak of one row; the factor and the total of neither data nor unknowns."""
        for part in ("density", "loss", "factor", "total"):
            tree = getattr(self, part)
            if tree is None:
                continue
            nodes = list(walk(tree))
            rows = {t for t in nodes if isinstance(t, Entry | RowSum | RowProduct | Expectation)}
            self._need(
                not rows,
                "{} in {}={}: it speaks of one row: write x.outcome for a sample x.",
                rows,
                self._said(part),
                tree,
            )
            self._declared(self._said(part), tree)
            data = {t for t in nodes if isinstance(t, Outcome)}
            strangers = data - set(self.columns)
            self._need(not strangers, "{} in {}={} is no outcome of its variables.", strangers, self._said(part), tree)
            if part in ("factor", "total"):
                moving = data | (set(self.parameters) & symbols(tree))
                self._need(not moving, "{}={} depends on {}: it is free of data and of unknowns.", part, tree, moving)
        try:
            found = Values().of(self.factor)
        except Undefined as reason:
            raise MalformedTerm(f"{self.name}: factor={self.factor} may have no value: {reason}.") from None
        self._need(not found.nonpositive, "factor={} is in {}: a factor is positive.", self.factor, found)

    def _declared(self, part: str, tree: Any, *more: Any) -> None:
        strangers = set(symbols(tree) - {*self.parameters, *self.known, *more})
        message = "{} in {}={} is declared neither among the parameters nor as known."
        self._need(not strangers, message, strangers, part, tree, error=Undeclared)

    def _estimates(self) -> None:
        """Estimates are of the unknowns, all of them, and are made of the data and of what is known."""
        for e in self.estimates:
            for u in {u for u, _ in e.values} ^ set(self.parameters):
                missing = (
                    "is estimated, and no unknown" if u not in self.parameters else "is unknown, and not estimated"
                )
                self._need(False, "estimates: {} {}.", u, missing)
            for s in e.when:
                strict = isinstance(s, StrictGreaterThan) and s.rhs == 0
                always = " This one is decided whatever the data." if isinstance(s, bool | BooleanAtom) else ""
                self._need(strict, "estimates: when={}: a condition on the data reads statistic > 0.{}", s, always)
            for tree in (*(v for _, v in e.values), *(s.lhs for s in e.when)):
                self._declared("estimates", tree, self.sample.n)
                loose = {t for t in walk(tree) if isinstance(t, Outcome) or t in self.parameters}
                self._need(not loose, "estimates: {} in {}: it is made of sums over the data.", loose, tree)

    def _witnesses(self) -> None:
        """Links lead into the parameters' domains; substitutions and references name what is there."""
        for u, link in self.links:
            self._need(u in self.parameters, "links: {} is no unknown.", u)
            real = link.free_symbols
            one = len(real) == 1 and all(s.is_real is True and not isinstance(s, Parameter) for s in real)
            self._need(one, "links: {} = {}: an expression in one real_variable(...).", u, link)
            self._need(is_interval(u.domain), "links: {} ranges over {}, no interval.", u, u.domain)
            try:
                reached = Values((), dict.fromkeys(real, reals)).of(link)
            except Undefined as reason:
                raise MalformedTerm(f"{self.name}: links: {u} = {link} may have no value: {reason}.") from None
            message = "links: {} = {} is only known to lie in {}, not in the domain {}."
            self._need(subset(reached, u.domain), message, u, link, reached, u.domain)
        for name, argument in dict(self.reference.arguments if self.reference else ()).items():
            self._declared(f"reference: {name}", argument)
            data = {t for t in walk(argument) if isinstance(t, Outcome | Entry)}
            self._need(
                not data, "reference: {}={}: {} is data: its arguments are made of parameters.", name, argument, data
            )

    def probe(self) -> None:
        """The density has a value, and no negative one, inside its domains and at points that differ in one number.

        Raises MalformedTerm with the point at fault. A fact sheet begins with it, importing a family does not: it finds a
        wrong declaration early and proves nothing. That it holds everywhere is a fact, which provers answer.
        """
        declared: tuple[Parameter | Outcome, ...] = (*self.parameters, *self.known, *self.columns)
        quantities = [q for q in declared if _domain(q).hull is not None]
        middle = {q: _probes(_domain(q))[0] for q in quantities}
        for where in (middle, *(middle | {q: v} for q in quantities for v in _probes(_domain(q))[1:])):
            try:
                found = Values((), {q: RealInterval(v, v) for q, v in where.items()}).of(self.density)
            except Undefined as reason:
                if self._valued(where):
                    continue
                if where is middle:  # nothing is known here of such a density
                    return
                q, v = next((q, v) for q, v in where.items() if v != middle[q])
                message = "{} = {} belongs to its domain {}, and there the {} is undefined: {}. Leave it out."
                self._need(False, message, q, v, _domain(q), self.called, reason)
            if found.negative:
                at, name = {f"{q} = {v}" for q, v in where.items()}, self.called
                self._need(False, "{}={} is negative at {}: a {} is at least 0.", name, self.density, at, name)

    def _valued(self, where: Mapping[Any, Any]) -> bool:
        """Has the density a finite value at a point, although its enclosure is too wide to tell?"""
        try:
            with points.precision():
                points.evaluated(self.density, where)
        except points.Beyond:
            return False
        return True

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """The outcomes of the variables."""
        return tuple(s.outcome for s in self.variables)

    @property
    def columns(self) -> tuple[Outcome, ...]:
        """The outcomes of the variables, then those of the inputs."""
        return (*self.outcomes, *(s.outcome for s in self.inputs))

    @property
    def discrete(self) -> bool:
        """Is the density one with respect to the counting measure?"""
        return all(discrete(s.column.domain) for s in self.variables)

    @property
    def sample(self) -> Sample:
        """The first variable: every column of the family lives in its table."""
        return self.variables[0]

    def at_rows(self, tree: Any) -> Any:
        """An expression in outcomes, read at the bound row."""
        return at_row(tree, Index("i", self.sample.column.size), self.columns)

    def mean(self, tree: Any) -> Any:
        """The mean over the rows of an expression in outcomes."""
        return self.sample.sum(self.at_rows(sympify(tree))) / self.sample.n

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True, init=False, repr=False)
class Likelihood(Family):
    """What is maximised like a density and is none: a censored, a partial or a quasi-likelihood.

    Arguments: those of a `Family`, with `likelihood`, an expression with values in [0, oo), in place of `density`; and
    `under`, sentences that say under which conditions it may be maximised, which are printed and proved by nobody. Of its
    mass, of means, information and a law of large numbers nothing is claimed; the rest of its sheet is that of a family.

    Raises MalformedTerm, Undeclared or NameClash for what cannot be one; it has no `reference`, which is a distribution.
    Source: Kalbfleisch and Prentice, The Statistical Analysis of Failure Time Data, sections 3.2 and 4.2; McCullagh and
    Nelder, Generalized Linear Models, chapter 9.
    """

    under: tuple[str, ...] = ()
    is_density: ClassVar[bool] = False
    called: ClassVar[str] = "likelihood"

    def __init__(self, name: str, *, likelihood: Any = None, under: tuple[str, ...] = (), **declared: Any) -> None:
        object.__setattr__(self, "under", under)
        values = {} if likelihood is None else {"density": likelihood}
        if set(values) & set(declared) or not (values or "density" in declared):
            raise MalformedTerm(f"{name}: give likelihood=..., an expression with values in [0, oo), and no density.")
        Family.__init__(self, name, **declared, **values)
        texts = isinstance(under, tuple) and all(isinstance(text, str) for text in under)
        self._need(texts, "under={!r}: give a tuple of texts, such as ('Censoring is non-informative.',).", under)
        message = "reference={!r}: a reference is a distribution, and a likelihood is none."
        self._need(self.reference is None, message, self.reference)


def only_variable(name: str, family: object, what: str) -> Sample:
    """The variable of a family of densities that has one, of which `name` is made. Raises MalformedTerm for anything else."""
    if (
        not isinstance(family, Family)
        or not family.is_density
        or len(family.variables) != 1
        or family.total is not None
    ):
        raise MalformedTerm(f"{name}: {family} is to be {what}: give a Family of one variable.")
    return family.variables[0]


def pairs(what: str, given: Any, example: str) -> tuple[tuple[Any, Any], ...]:
    """The items of a mapping, or of the pairs that one was kept as. Raises MalformedTerm for anything else."""
    fits = isinstance(given, Mapping) or (
        isinstance(given, tuple) and all(isinstance(item, tuple) and len(item) == 2 for item in given)
    )
    if not fits:
        raise MalformedTerm(f"{what}={given!r}: give a mapping, such as {example}.")
    return tuple(dict(given).items())


def _hint(things: Any, what: type) -> str:
    """What to write where something else than a tuple of columns, parameters or estimates stands."""
    if isinstance(things, what):
        return f" Write ({things.column.name if isinstance(things, Sample) else '...'},), with its comma."
    for t in things if isinstance(things, tuple | list) else (things,):
        if what is Sample and isinstance(t, Parameter):
            return f" {t} is a parameter: declare a column by sample({t.name!r}, domain=...)."
        if what is Sample and isinstance(t, Outcome | Entry):
            return f" {t} is a value of a column: give the sample itself."
        if what is Parameter and isinstance(t, Sample):
            return f" {t.column.name} is a sample: declare a parameter by parameter({t.column.name!r}, domain)."
        if what is Parameter and isinstance(t, Symbol) and not isinstance(t, Parameter):
            return f" {t} is a symbol without a domain: declare it by parameter({t.name!r}, domain)."
    return ""


def formula(what: str, value: Any) -> Any:
    """The expression that a part of a declaration is, with SymPy's abbreviations, such as `Piecewise`, written out.

    Raises MalformedTerm for texts, floats and what has no value.
    """
    try:
        tree = sympify(value, strict=True)
    except MalformedTerm as reason:
        raise MalformedTerm(f"{what}: {reason}") from None
    except (SympifyError, TypeError, ValueError, AttributeError):
        tree = None
    if not isinstance(tree, Expr) or tree.is_Matrix:
        kind = type(value).__name__
        raise MalformedTerm(f"{what}={value!r} is a {kind}: write an expression, such as exp(-x.outcome).")
    for t in walk(tree):
        if isinstance(t, Float):
            raise MalformedTerm(
                f"{what}={tree}: {t} is a float, which is rounded: write an exact number, such as Rational(1, 2)."
            )
        if t is nan or t is zoo:
            raise MalformedTerm(f"{what}={tree}: {t} is no number: SymPy met a division by zero, or 0*oo.")
    return in_words(tree)


def _domain(quantity: Parameter | Outcome) -> Domain:
    return quantity.domain if isinstance(quantity, Parameter) else quantity.column.domain


def _probes(domain: Domain) -> tuple[Fraction, ...]:
    """A few members of a domain of numbers: first one inside it, then its ends where they belong to it, and others."""
    listed = None if consecutive(domain) else elements(domain)
    first, *others = members(domain) if listed is None else map(Fraction, listed)
    closed = (end.value for end in ends(domain) if end.closed and not end.of_pi)
    return tuple(dict.fromkeys((first, *closed, *others)))


def cited(docstring: str | None) -> str:
    """The source that a docstring names after "Source: "; nothing where there is no docstring."""
    return " ".join((docstring or "").partition("Source: ")[2].split())


def mean(x: Sample, statistic: Any = None) -> Any:
    """The mean over the rows of a column, or of a statistic written with `x.i`. Raises MalformedTerm for no column."""
    if not isinstance(x, Sample):
        raise MalformedTerm(f"mean({x}): {x!r} is no sample: the mean is over the rows of one, as in mean(x, x.i**2).")
    return x.sum(x.i if statistic is None else statistic) / x.n


def unwritten(what: str) -> Any:
    """A place in a family's file that nobody has filled in yet. Raises MalformedTerm, which says what to write there."""
    raise MalformedTerm(f"not written yet: {what}.")


def real_variable(name: str) -> Any:
    """A real variable for a change of variables. Raises MalformedTerm for what is no name."""
    if not isinstance(name, str) or not name:
        raise MalformedTerm(f"real_variable({name!r}): a variable has a name, such as 'z'.")
    return Symbol(name, real=True)


__all__ = [
    "Class",
    "Estimate",
    "Family",
    "Likelihood",
    "Reference",
    "cited",
    "formula",
    "mean",
    "real_variable",
    "unwritten",
]
