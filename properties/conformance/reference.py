"""What an implementation is held to: the loss -log density of a family or regression, or an expression, in plain numbers.

Sums over classes are written out for a given number of classes; a predictor's value is a number of its own, one for each
class where it depends on the class. Every form of the loss is proved equal to the first, the density as it was declared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from enum import Enum
from fractions import Fraction
from functools import cached_property
from random import Random
from typing import Any, TypeAlias

from sympy import Add, Basic, Expr, Integer, Mul, Symbol, log

from properties.conformance.truth import Certified, CertifiedExpression
from properties.errors import InputError
from symbolic.calculus.normal_form import Undecided, written_out
from symbolic.chain import Chain
from symbolic.core.domains import Domain, FiniteSet, classes, elements, whole
from symbolic.core.errors import DerivationError
from symbolic.core.terms import (
    Applied,
    Class,
    Count,
    Entry,
    Expectation,
    Outcome,
    Parameter,
    RowProduct,
    RowSum,
    Same,
    Total,
    parameter,
    raw,
    replace,
    symbols,
)
from symbolic.kernel import State, Verdict, apply
from symbolic.models.family import Family
from symbolic.models.members import another, member
from symbolic.statements.integral import IntegralIs

ExactPlace = Sequence[Fraction | float]


class Role(Enum):
    """What an input of a reference is."""

    DATUM = "datum"
    PREDICTION = "prediction"
    KNOWN = "known"


@dataclass(frozen=True, slots=True)
class Input:
    """One number that a loss depends on."""

    name: str
    domain: Domain
    role: Role

    @property
    def symbol(self) -> Symbol:
        return Symbol(self.name, real=True)


@dataclass(frozen=True)
class LossReference:
    """The loss of one datum.

    Arguments: `name`; `inputs`, in order: the predictions are what an implementation is differentiated in; `forms`,
    expressions of the loss in the symbols of the inputs, that are equal: the first is what was declared; `classes`, how many;
    `simplexes`, names of inputs that are the probabilities of all classes: they add up to 1.
    """

    name: str
    inputs: tuple[Input, ...]
    forms: tuple[Expr, ...]
    classes: int = 0
    simplexes: tuple[tuple[str, ...], ...] = ()

    def admits(self, point: ExactPlace) -> bool:
        """Do the probabilities at a point add up to 1, exactly?"""
        places = dict(zip((i.name for i in self.inputs), point, strict=True))
        return all(sum(Fraction(places[name]) for name in names) == 1 for names in self.simplexes)

    @cached_property
    def free(self) -> frozenset[str]:
        """The predictions in which derivatives are compared: where some add up to 1, there is none in one of them alone."""
        bound = {name for names in self.simplexes for name in names}
        return frozenset(i.name for i in self.predictions) - bound

    @cached_property
    def predictions(self) -> tuple[Input, ...]:
        return tuple(i for i in self.inputs if i.role is Role.PREDICTION)

    @cached_property
    def moving(self) -> tuple[Input, ...]:
        """What a constant is free of: the predictions; where there are none, the data; where there are none either, all."""
        data = tuple(i for i in self.inputs if i.role is Role.DATUM)
        return self.predictions or data or self.inputs

    @cached_property
    def smooth(self) -> tuple[Input, ...]:
        """The inputs that may change a little: the loss is differentiated in them, numbered in this order.

        A label is none of them: nobody rounds it, so that it excuses no lost digits.
        """
        return tuple(i for i in self.inputs if elements(i.domain) is None)

    @cached_property
    def truth(self) -> CertifiedExpression:
        counts = [i.symbol for i in self.smooth if i.role is Role.DATUM and whole(i.domain)]
        return CertifiedExpression(self.forms, [i.symbol for i in self.inputs], [i.symbol for i in self.smooth], counts)

    def at(self, point: ExactPlace, order: int = 2) -> Certified:
        """The loss at a point, with its derivatives in the smooth inputs. Raises NoValue, and TooWide if it is undecided."""
        return self.truth.at(point, order)

    def constants(self) -> tuple[Expr, ...]:
        """The summands of the loss that nothing occurs in that moves, in the last form: what is dropped is made of these."""
        moving = {i.symbol for i in self.moving}
        return tuple(t for t in Add.make_args(self.forms[-1].expand()) if not t.free_symbols & moving)


@dataclass(frozen=True)
class NamedLoss:
    """A loss that is neither a family's nor a chain's, such as a divergence, or one with an evaluator of its own.

    Arguments: `name`, `title` and `source`; `build`, the reference for a number of classes; `counted`, whether there are any.
    """

    name: str
    _: KW_ONLY
    build: Callable[[int], LossReference]
    title: str = ""
    source: str = ""
    counted: bool = False


Referable: TypeAlias = Family | Chain | NamedLoss | LossReference | Expr


def reference(of: Referable, *, classes: int = 0) -> LossReference:
    """The reference of a family or regression, of the end of a chain (the loss of one row), of a named loss, or of an
    expression.

    Arguments: `classes`, the number of classes where a sum goes over all of them. Raises InputError where it holds something
    that is no number, and where the number of classes is missing.
    """
    match of:
        case LossReference():
            return of
        case NamedLoss():
            if of.counted:
                _count(of.name, classes)
            return of.build(classes)
        case Family():
            known = {p.name for p in of.known}
            tree = raw(Mul, (Integer(-1), raw(log, (of.density,))))
            order = [s.column.name for s in of.variables] + [p.name for p in (*of.parameters, *of.known)]
            return _Unrolled(of.name, classes, known).reference(tree, order)
        case Chain():
            tree = _one_row(of)
            known = {s.name for s in symbols(tree) if isinstance(s, Parameter)} - {u.name for u in of.start.unknowns}
            return _Unrolled(of.name, classes, known).reference(tree)
        case Expr():
            return _Unrolled(str(of), classes, set()).reference(of)
    raise InputError(f"{of!r} is no reference: give a family, a regression, a chain, a named loss or an expression.")


def divergence(name: str, family: Family) -> LossReference:
    """The Kullback-Leibler divergence of two members of a family, in its closed form. Raises InputError where none is proved.

    That the integral of q (log q - log q_0) is this form is a fact of the family's sheet, which provers answer.
    """
    from symbolic.models.facts import divergence as room  # when it is first needed
    from symbolic.models.judging import judged

    for claim in room.facts(family):
        closed = claim.obligation if claim.name == "KL divergence of two members" else None
        if isinstance(closed, IntegralIs) and judged(claim).verdict is Verdict.PROVED:
            order = [p.name for m in (member(family), another(family)) for p in m.parameters]
            return _Unrolled(name, 0, set()).reference(closed.value, order)
    raise InputError(f"{name}: no closed form of the divergence of two members of {family} is proved.")


def implied_classes(reading: Mapping[Any, Any] | str | None, seed: int = 0) -> int:
    """How many classes there are where nobody says it: as many as a vector of the reading has numbers, else 2 to 5."""
    stated = reading.values() if isinstance(reading, Mapping) else ()
    vectors = (v for v in stated if isinstance(v, Sequence) and not isinstance(v, str))
    return max(map(len, vectors), default=0) or Random(f"classes {seed}").randint(2, 5)


def _count(name: str, classes: int) -> int:
    """The number of classes. Raises InputError where it is missing."""
    if classes < 2:
        raise InputError(
            f"{name}: how many classes are there? Say classes=3 (--classes 3 in a command), or another number from 2 on."
        )
    return classes


def _one_row(chain: Chain) -> Expr:
    """The loss of one row, of which the last objective over data is the mean or the sum. Raises InputError."""
    state = State.begin(chain.start, chain.hypotheses)
    problems = [state.problem]
    for step in chain.steps:
        state = apply(state, step)[0]
        problems.append(state.problem)
    for problem in reversed(problems):
        factors = Mul.make_args(problem.objective)
        sums = [t for t in factors if isinstance(t, RowSum)]
        rest = [t for t in factors if not isinstance(t, RowSum)]
        if len(sums) == 1 and not any(s for t in rest for s in t.free_symbols if not isinstance(s, Count)):
            sign = Integer(1 if problem.sense == "min" else -1) * Mul(*(t for t in rest if t.is_Rational))
            body: Expr = sums[0].body if sign == 1 else raw(Mul, (sign, sums[0].body))
            return body
    raise InputError(f"{chain.name}: no objective of it is a mean or a sum over rows: give the loss of one row.")


class _Unrolled:
    """An expression in plain numbers, as it is being written."""

    def __init__(self, name: str, count: int, known: set[str]) -> None:
        self.name, self.count, self.known = name, count, known
        self.inputs: dict[str, Input] = {}
        self.simplexes: dict[tuple[str, ...], None] = {}
        self.classes = 0  # how many there are, where that matters

    def reference(self, tree: Expr, names: Sequence[str] = ()) -> LossReference:
        """The reference of the tree; its inputs in the order of `names`, as far as these go."""
        declared = self._number(tree, {})
        forms = [declared]
        for written in _written(tree):
            forms.append(self._number(written, {}))
        roles, places = list(Role), {name: k for k, name in enumerate(names)}
        inputs = sorted(self.inputs.values(), key=lambda i: (roles.index(i.role), places.get(i.name, len(places))))
        simplexes = tuple(self.simplexes)
        return LossReference(self.name, tuple(inputs), tuple(dict.fromkeys(forms)), self.classes, simplexes)

    def _leaf(self, name: str, domain: Domain, role: Role) -> Symbol:
        return self.inputs.setdefault(name, Input(name, domain, role)).symbol

    def _labels(self, t: Basic) -> bool:
        return isinstance(t, Outcome | Entry | Class) and bool(classes(t.column.domain))

    def _number(self, tree: Any, bound: Mapping[Class, int]) -> Any:
        """The tree with plain symbols, where the classes in `bound` are these numbers. Raises InputError."""
        match tree:
            case Parameter():
                if tree.domain.hull is None:
                    raise InputError(f"{self.name}: {tree} is no number: it ranges over {tree.domain}.")
                return self._leaf(tree.name, tree.domain, Role.KNOWN if tree.name in self.known else Role.PREDICTION)
            case Class():
                return Integer(bound[tree])
            case Outcome() | Entry():
                return self._leaf(tree.column.name, self._domain(tree), Role.DATUM)
            case Total():
                return self._all(lambda k: self._number(tree.body, {**bound, tree.each: k}))
            case Applied():
                return self._applied(tree, bound)
            case Count() | RowSum() | RowProduct() | Expectation():
                raise InputError(f"{self.name}: {tree}: a reference is the loss of one row.")
        if not tree.args:
            return tree
        return raw(tree.func, tuple(self._number(a, bound) for a in tree.args))

    def _domain(self, value: Any) -> Domain:
        domain: Domain = value.column.domain
        if not self._labels(value):
            return domain
        self._counted()
        return FiniteSet(tuple(map(Fraction, range(self.count))))

    def _counted(self) -> None:
        self.classes = _count(self.name, self.count)

    def _all(self, part: Any) -> Expr:
        self._counted()
        total: Expr = raw(Add, tuple(part(k) for k in range(self.count)))
        return total

    def _applied(self, value: Any, bound: Mapping[Class, int]) -> Expr:
        """A predictor's value: one number, or one for each class that it depends on."""
        labels = [a for a in (*value.points, *value.given) if self._labels(a)]
        name, role = value.head.name, Role.PREDICTION if value.parameters else Role.KNOWN
        if not labels:
            return self._leaf(name, value.values, role)
        if len(labels) > 1:
            raise InputError(f"{self.name}: {value} depends on {len(labels)} classes: one is possible.")
        (label,) = labels
        each = [self._leaf(f"{name}_{k}", value.values, role) for k in range(self.count)]
        if value.is_density and labels == [*value.points]:
            self.simplexes[tuple(f"{name}_{k}" for k in range(self.count))] = None
        if isinstance(label, Class):
            return each[bound[label]]
        here = self._number(label, bound)
        return self._all(lambda k: raw(Mul, (Same(here, Integer(k)), each[k])))


def rewritten(form: Expr, inputs: Sequence[Input]) -> Iterator[Expr]:
    """A form in plain symbols in its normal form, if it has one, given where the inputs live."""
    standing = {i.symbol: parameter(f"a{k}", i.domain) for k, i in enumerate(inputs) if i.domain.hull is not None}
    back = {p: s for s, p in standing.items()}
    for written in _written(replace(form, standing.get)):
        yield replace(written, back.get)


def _written(tree: Expr) -> Iterator[Expr]:
    """The tree in its normal form, which is proved equal to it, if it has one."""
    try:
        yield written_out(tree)
    except (Undecided, DerivationError):
        return
