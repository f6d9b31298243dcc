"""What a statement is: named parts, what it is given, a sentence, and who may state it. The kinds are `symbolic.statements`.

Nothing here proves. What a chain may take for granted rests on `by_a_step` and `abstract`, and is therefore trusted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Annotated, Any, ClassVar, NamedTuple, Self, get_type_hints

from sympy import Basic, Expr, Symbol, sympify
from sympy.core.relational import Relational

from symbolic.core.domains import Domain
from symbolic.core.errors import MalformedTerm
from symbolic.core.language import Language
from symbolic.core.terms import Applied, Outcome, Parameter, in_words, walk

NO_ATTACK = "no attack on statements of the kind {kind!r}"


@dataclass(frozen=True, slots=True, repr=False)
class Statement:
    """Something that holds or not, for all values of unknowns and data, under what it is given.

    A kind of statement is a class with a field a part. `given` are relations that a chain assumes; `granted`, statements
    that a family takes for granted, or that are proved already.
    """

    kind: ClassVar[str]
    by_a_step: ClassVar[bool] = False  # an author states it by taking a step, where it is about something abstract
    by_a_file: ClassVar[bool] = False  # the file of a family may state it
    of_the_family: ClassVar[bool] = False  # of what a limit owes: it is about the family, whatever the law of the data
    beyond: ClassVar[str] = NO_ATTACK  # why no case in numbers could refute it; "" where one can

    given: tuple[Relational, ...] = field(default=(), kw_only=True)
    granted: tuple[Statement, ...] = field(default=(), kw_only=True)

    def sentence(self, say: Language) -> str:
        """The statement as one sentence, without what it is given."""
        raise NotImplementedError

    @property
    def about(self) -> tuple[Any, ...]:
        """What it is about, in order."""
        return tuple(getattr(self, name) for name in self._names())

    @property
    def alone(self) -> Self:
        """The statement without what it is given."""
        return replace(self, given=(), granted=())

    def abstract(self) -> bool:
        """Is it about something abstract: a law, an abstract density or function? Then it may be a hypothesis."""
        trees = (part for part in self.about if isinstance(part, Basic))
        return any(isinstance(t, Applied) for tree in trees for t in walk(tree))

    def trees(self) -> Iterator[Basic]:
        """Every expression in it."""
        return _trees(self.about)

    def mapped(self, change: Callable[[Basic], Basic]) -> Self:
        """The statement with every expression changed."""
        return replace(self, **{name: _mapped(getattr(self, name), change) for name in self._names()})

    @classmethod
    def _names(cls) -> tuple[str, ...]:
        return cls.__match_args__

    def __str__(self) -> str:
        return f"{self.kind}: {'; '.join(map(str, self.about))}"


def _trees(part: object) -> Iterator[Basic]:
    if isinstance(part, tuple):
        for inner in part:
            yield from _trees(inner)
    elif isinstance(part, Basic):
        yield part


def _mapped(part: Any, change: Callable[[Basic], Basic]) -> Any:
    if isinstance(part, tuple):
        return tuple(_mapped(inner, change) for inner in part)
    return change(part) if isinstance(part, Basic) else part


# ---- the types of parts, each with what it has to be -----------------------------------------------------------------


class Part(NamedTuple):
    """What a part has to be, in words and as a test, and how it is read."""

    what: str
    fits: Callable[[Any], bool]
    read: Callable[[Any], Any] = lambda part: part


def _tuple_of(kind: type, least: int = 1) -> Callable[[Any], bool]:
    return lambda e: isinstance(e, tuple) and len(e) >= least and all(isinstance(part, kind) for part in e)


def _is_expression(e: Any) -> bool:
    return isinstance(e, Expr) or type(e) is int


def _is_point(e: Any) -> bool:
    pairs = isinstance(e, tuple) and all(isinstance(p, tuple) and len(p) == 2 for p in e)
    return pairs and all(isinstance(u, Parameter) and _is_expression(v) for u, v in e)


def _read_expression(e: Any) -> Any:
    return in_words(sympify(e))


def _read_point(e: Any) -> Any:
    return tuple((u, _read_expression(v)) for u, v in e)


Expression = Annotated[Expr, Part("expression", _is_expression, _read_expression)]
Interval = Annotated[
    Domain, Part("interval, such as RealInterval(0, 1)", lambda e: _is_domain(e) and e.hull is not None)
]
Variable = Annotated[Symbol, Part("variable, such as real_variable('t')", lambda e: isinstance(e, Symbol))]
Unknowns = Annotated[tuple[Parameter, ...], Part("tuple of parameters", _tuple_of(Parameter))]
Outcomes = Annotated[tuple[Outcome, ...], Part("tuple of outcomes, such as (x.outcome,)", _tuple_of(Outcome))]
OptionalTotal = Annotated[
    Expr | None,
    Part(
        "expression, and not None",
        lambda e: e is None or _is_expression(e),
        lambda e: e if e is None else _read_expression(e),
    ),
]
Conditions = Annotated[
    tuple[Relational, ...], Part("tuple of comparisons, such as (x.sum(x.i) > 0,)", _tuple_of(Relational, 0))
]
Equation = Annotated[
    tuple[Expr, Expr],
    Part(
        "pair of expressions",
        lambda e: isinstance(e, tuple) and len(e) == 2 and all(map(_is_expression, e)),
        lambda e: tuple(map(_read_expression, e)),
    ),
]
Point = Annotated[
    tuple[tuple[Parameter, Expr], ...],
    Part("tuple of pairs of a parameter and an expression", _is_point, _read_point),
]
Points = Annotated[
    tuple[tuple[tuple[Parameter, Expr], ...], ...],
    Part(
        "tuple of points",
        lambda e: isinstance(e, tuple) and all(map(_is_point, e)),
        lambda e: tuple(map(_read_point, e)),
    ),
]


def _is_domain(e: Any) -> bool:
    return isinstance(e, Domain)


def _declared(kind: type[Statement]) -> dict[str, Part]:
    hints = get_type_hints(kind, include_extras=True)
    return {name: _part(hints[name]) for name in kind._names()}


def _part(hint: Any) -> Part:
    for declared in getattr(hint, "__metadata__", ()):
        if isinstance(declared, Part):
            return declared
    plain: Any = getattr(hint, "__origin__", hint)  # tuple, of tuple[...]
    return Part(plain.__name__, lambda e: isinstance(e, plain))


def read(kind: type[Statement], about: object) -> tuple[Any, ...]:
    """The parts of a statement of a kind, from what its author wrote. Raises MalformedTerm where one does not fit."""
    declared = _declared(kind)
    shown = {name: name.strip("_").replace("_", " ") for name in declared}
    parts = ", ".join(shown.values())
    if not isinstance(about, tuple) or len(about) != len(declared):
        raise MalformedTerm(f"a statement of the kind {kind.kind!r} is about ({parts}), not about {about!r}")
    found = []
    for (name, part), value in zip(declared.items(), about, strict=True):
        if not part.fits(value):
            raise MalformedTerm(
                f"{shown[name]}={value!r} is no {part.what}, in a statement of the kind {kind.kind!r} about ({parts})"
            )
        found.append(part.read(value))
    return tuple(found)
