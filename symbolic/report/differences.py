"""How two objectives differ: by a constant, a factor, or a strictly monotone map, each proved, with the step to write.

Candidates are found in the normal form; what is said of them is what the kernel proves of a chain that takes them as its
steps. That two objectives differ otherwise is shown by a case, and cases are none of this module's business.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sympy import Add, Expr, Integer, Mul, Pow, Rational, exp, log, sympify
from sympy.core.relational import Relational
from sympy.printing.str import StrPrinter

from symbolic.calculus.normal_form import (
    ONE,
    AnyAtom,
    Monomial,
    NormalForm,
    Polynomial,
    Terms,
    Undecided,
    mentions,
    rational,
    shared,
    written_polynomial,
)
from symbolic.calculus.roots import roots
from symbolic.calculus.slopes import moves
from symbolic.chain import Chain, Rule
from symbolic.core.errors import DerivationError
from symbolic.core.terms import Applied, Count, Entry, Outcome, RowProduct, RowSum, Total, raw, symbols, walk
from symbolic.kernel import SAME, Problem, Verdict
from symbolic.report import sentences as statements
from symbolic.report.theorem import Theorem, check
from symbolic.rules import add_constant, decreasing, drop_constant, flip_sign, increasing, rewrite, scale

MAX_TRIED = 4  # ratios of terms
ONE_, ZERO_ = Integer(1), Integer(0)


@dataclass(frozen=True, slots=True)
class Difference:
    """How the later objective differs from the earlier one: after = factor * map(before) + constant.

    `kind` is "equal", "constant", "factor", "constant and factor", "monotone map", "sense" (as the others, but what minimises
    the one maximises the other) or "unknown". `same` says whether the two problems have the same solutions for all data: this
    is proved, by `theorem`, or not known. `steps` are to be written before a `rewrite` of the later objective; `sentence`
    says it all in words that follow "the two sides differ".
    """

    kind: str
    sentence: str
    steps: tuple[str, ...] = ()
    factor: Expr = ONE_
    constant: Expr = ZERO_
    map: str = ""
    theorem: Theorem | None = None

    @property
    def same(self) -> bool:
        """Have the two problems the same solutions, as is proved?"""
        return self.kind not in ("unknown", "sense")


def difference(before: Problem, after: Problem, hypotheses: Sequence[Relational] = ()) -> Difference:
    """How the objective of `after` differs from that of `before`, two problems with the same unknowns.

    Arguments: two problems, of the same sense or of opposite senses; `hypotheses`, as a chain assumes them. It never raises
    on a weak proof: `kind` is then "unknown", and `sentence` says what stays open.
    """
    if set(before.unknowns) != set(after.unknowns):
        return Difference("unknown", "in their unknowns")
    found = _Search(before, after, tuple(hypotheses))
    return found.answer()


@dataclass(frozen=True, slots=True)
class _Map:
    """A strictly monotone map, its inverse, and how the two are written."""

    code: str
    words: str
    apply: Callable[[Any], Any]
    back: Callable[[Any], Any]
    rule: Callable[..., Rule] = increasing


MAPS = (
    _Map("log", "log", log, exp),
    _Map("exp", "exp", exp, log),
    _Map("lambda u: u**2", "the square", lambda u: raw(Pow, (u, Integer(2))), lambda u: raw(Pow, (u, Rational(1, 2)))),
    _Map("sqrt", "the square root", lambda u: raw(Pow, (u, Rational(1, 2))), lambda u: raw(Pow, (u, Integer(2)))),
    _Map(
        "lambda u: 1/u", "1/u", lambda u: raw(Pow, (u, Integer(-1))), lambda u: raw(Pow, (u, Integer(-1))), decreasing
    ),
)


class _Search:
    def __init__(self, before: Problem, after: Problem, hypotheses: tuple[Relational, ...]) -> None:
        self.before, self.after, self.hypotheses = before, after, hypotheses
        known = roots(shared(hypotheses), before.objective, after.objective)
        self.forms: NormalForm = shared(hypotheses).where(known)
        self.moving = {a for e, p in known.items() if moves(e, before.unknowns) for m in p for a, _ in m}
        self.code = _Code(before.objective, after.objective).doprint
        self.reason = ""
        nodes = (t for e in (before.objective, after.objective) for t in walk(e))
        self.counts = sorted({t for t in nodes if isinstance(t, Count)}, key=str)

    def answer(self) -> Difference:
        for candidate in self.candidates():
            if candidate is not None:
                return candidate
        return Difference("unknown", self.reason or "in a way that is not known here")

    def candidates(self) -> Iterator[Difference | None]:
        f, g = self.before.objective, self.after.objective
        yield self.proved("equal", "not at all", [])
        for c, k in self._affine(f, g):
            yield self.affine(c, k)
        for m in MAPS:
            applied = f"{m.rule.__name__}({m.code})"
            kind = "increasing" if m.rule is increasing else "decreasing"
            words = f"by the strictly {kind} map {m.words}"
            for c, k in self._affine(m.apply(f), g):
                yield self.affine(c, k, words, m, first=[(applied, m.rule(m.apply))])
            for c, k in self._affine(f, m.back(g)):
                if (c, k) != (1, 0):
                    yield self.affine(c, k, words, m, last=[(applied, m.rule(m.apply))])

    # ---- candidates --------------------------------------------------------------------------------------------------

    def _form(self, e: Any) -> dict[Monomial, Terms]:
        """The normal form as a sum over its factors that mention an unknown: {factors: coefficient}."""
        found: dict[Monomial, Terms] = {}
        for m, c in self.forms.of(e).items():
            moving = frozenset((a, e) for a, e in m if self._is_moving(a))
            found.setdefault(moving, {})[m - moving] = c
        return found

    def _is_moving(self, a: AnyAtom) -> bool:
        return any(mentions(a, u) for u in self.before.unknowns) or any(mentions(a, s) for s in self.moving)

    def _affine(self, f: Any, g: Any) -> Iterator[tuple[Expr, Expr]]:
        """(c, k), free of the unknowns, with g = c f + k as far as the normal form tells: proposals."""
        try:
            one, other = self._form(f), self._form(g)
            still = one.pop(ONE, {}), other.pop(ONE, {})
            if not one or set(one) != set(other):
                return
            for m in sorted(one, key=lambda m: (len(one[m]), len(m)))[:MAX_TRIED]:
                c = self._ratio(other[m], one[m])
                if c is None or not all(self._multiple(other[k], one[k], c) for k in one):
                    continue
                moved = {k: -v for k, v in self.forms.multiply(c, still[0]).items()} if still[0] else {}
                yield written_polynomial(c), written_polynomial(_sum(still[1], moved))
                return
        except Undecided as reason:
            if (f, g) == (self.before.objective, self.after.objective):
                self.reason = f"in a way that is not known here: the normal form stops at {reason}"

    def _ratio(self, p: Polynomial, q: Polynomial) -> Polynomial | None:
        """p/q, where that has a form."""
        if set(p) == set(q):
            ratios = {rational(p[m], q[m]) for m in p}
            if len(ratios) == 1:
                return {ONE: ratios.pop()}
        if len(p) == len(q) == 1:
            ((m, c),), ((k, d),) = p.items(), q.items()
            exponents: dict[Any, Any] = dict(m)
            for a, e in k:
                exponents[a] = exponents.get(a, 0) - e
            return {frozenset((a, e) for a, e in exponents.items() if e): rational(c, d)}
        try:
            return self.forms.divided(self.forms.multiply(p, self.forms.power(q, -1)))
        except Undecided:
            return None

    def _multiple(self, p: Polynomial, q: Polynomial, c: Polynomial) -> bool:
        try:
            return self.forms.equal(p, self.forms.multiply(c, q))
        except Undecided:
            return False

    # ---- what is proved of them --------------------------------------------------------------------------------------

    def affine(
        self,
        c: Expr,
        k: Expr,
        by: str = "",
        map_: _Map | None = None,
        first: Sequence[tuple[str, Rule]] = (),
        last: Sequence[tuple[str, Rule]] = (),
    ) -> Difference | None:
        """after = c before + k, the map before or after that."""
        steps, words = list(first), [by] if by else []
        us = ", ".join(map(str, self.before.unknowns))
        if c == -1:
            steps.append(("flip_sign()", flip_sign()))
            words.append("by the sign")
        elif c != 1:
            steps.append((f"scale({self.code(c)})", scale(c)))
            words.append(f"by the factor {_larger(c)}")
        if k != 0:
            minus = {m: -v for m, v in self.forms.of(k).items()}
            drop = c == 1 and not first and self._in(minus, self.before.objective)
            k, dropped = self._familiar(k), self._familiar(written_polynomial(minus))
            steps.append(
                (f"drop_constant({self.code(dropped)})", drop_constant(dropped))
                if drop
                else (f"add_constant({self.code(k)})", add_constant(k))
            )
            free = f", which is free of {us}" if not [w for w in words if "factor" in w] else f", both free of {us}"
            words.append(f"by {dropped if drop else k}{free}")
        kind = "monotone map" if map_ else "constant" if c == 1 else "factor" if k == 0 else "constant and factor"
        if not map_ and c == 1 and k == 0:
            return None  # then they would be equal, which is not known
        return self.proved(kind, " and ".join(words), [*steps, *last], c, k, map_)

    def _in(self, k: Polynomial, e: Any) -> bool:
        """Are the terms of k all among those of e?"""
        whole = self.forms.of(e)
        return all(whole.get(m) == c for m, c in k.items())

    def _familiar(self, k: Expr) -> Expr:
        """The constant as one of the two objectives has it among its summands, times a number of rows; else as it is."""
        form = self.forms.of(k)
        for t in self._summands():
            for times in (1, -1, *(s * n**e for n in self.counts for s in (1, -1) for e in (1, -1))):
                try:
                    if self.forms.equal(self.forms.of(raw(Mul, (sympify(times), t))), form):
                        return times * t
                except Undecided:
                    break
        return k

    def _summands(self) -> Iterator[Expr]:
        """What is added somewhere and is free of unknowns and rows: all in one place together, then each."""
        for e in (self.before.objective, self.after.objective):
            for node in walk(e):
                if isinstance(node, Add):
                    still = [a for a in node.args if not self._moves(a)]
                    yield from (raw(Add, tuple(still)), *still) if len(still) > 1 else still

    def _moves(self, e: Any) -> bool:
        return not symbols(e).isdisjoint(self.before.unknowns) or any(isinstance(t, Entry | Outcome) for t in walk(e))

    def proved(
        self,
        kind: str,
        words: str,
        steps: Sequence[tuple[str, Rule]],
        c: Expr = ONE_,
        k: Expr = ZERO_,
        map_: _Map | None = None,
    ) -> Difference | None:
        """The difference, where the kernel proves the chain of these steps."""
        try:
            chain = Chain("difference", self.before, hypotheses=self.hypotheses)
            for _, rule in steps:
                chain = chain.then(rule)
            if chain.end.objective != self.after.objective:
                chain = chain.then(rewrite(self.after.objective))
            theorem = check(chain)
        except DerivationError:
            return None
        written = tuple(text for text, _ in steps)
        to_write = f"{words}: write {', then '.join(written)}" if written else words
        if not theorem.proved or theorem.relation != SAME:
            missing = [j for j in theorem.open if j.verdict is not Verdict.PROVED]
            if kind != "equal" and missing and not self.reason.startswith("perhaps"):
                open_ = missing[0]
                why = f" ({open_.reason})" if open_.reason else ""
                self.reason = f"perhaps {to_write}; but this is not proved: {statements.text(open_.obligation)}{why}"
            return None
        code = map_.code if map_ else ""
        if chain.end.sense != self.after.sense:
            turned = f"{to_write}; and one asks for arg{self.before.sense}, the other for arg{self.after.sense}"
            if self.before.sense == self.after.sense:
                turned = f"{to_write}, after which minimisers are maximisers"
            return Difference("sense", turned, written, c, k, code, theorem)
        return Difference(kind, to_write, written, c, k, code, theorem)


def _sum(p: Polynomial, q: Polynomial) -> Polynomial:
    found = dict(p)
    for m, c in q.items():
        found[m] = found.get(m, 0) + c
    return {m: c for m, c in found.items() if c}


def _larger(c: Expr) -> Expr:
    """The factor or its inverse, whichever is no fraction: one side is that multiple of the other."""
    above, below = c.as_numer_denom()
    if isinstance(c, Rational):
        return c if abs(c) >= 1 else 1 / c
    return 1 / c if above.is_number and not below.is_number else c


class _Code(StrPrinter):
    """An expression as one writes it in Python: x.n, x.i and x.sum(...) for a column x, exact quotients."""

    printmethod = "_as_code"  # not that of our terms, which is for readers

    def __init__(self, *trees: Any) -> None:
        super().__init__()
        columns = {t for tree in trees for t in walk(tree) if isinstance(t, Entry)}
        self._sample: Mapping[str, str] = {
            t.args[1].size: t.column.name for t in sorted(columns, key=str, reverse=True)
        }

    def _table(self, size: str) -> str:
        return self._sample.get(size, "x")

    def _print_Count(self, e: Count) -> str:
        return f"{self._table(e.name)}.n"

    def _print_Entry(self, e: Entry) -> str:
        return f"{e.column.name}.i"

    def _print_RowSum(self, e: RowSum | RowProduct) -> str:
        word = "sum" if isinstance(e, RowSum) else "product"
        return f"{self._table(e.index.size)}.{word}({self._print(e.body)})"

    _print_RowProduct = _print_RowSum

    def _print_Class(self, e: Any) -> str:
        return f"{e.column.name}.each"

    def _print_Outcome(self, e: Any) -> str:
        return f"{e.column.name}.outcome"

    def _print_Total(self, e: Total) -> str:
        return f"{e.each.column.name}.total({self._print(e.body)})"

    def _print_Applied(self, e: Applied) -> str:
        points = [self._print(a) for a in e.points]
        if e.given:
            given = [self._print(a) for a in e.given]
            points.append(f"given={given[0]}" if len(given) == 1 else f"given=({', '.join(given)})")
        return f"{e.head.name}({', '.join(points)})"

    def _print_Rational(self, e: Rational) -> str:
        exact = e.q & (e.q - 1) == 0  # Python's own quotient is this very number
        return f"{e.p}/{e.q}" if exact else f"Rational({e.p}, {e.q})"


__all__ = ["Difference", "difference"]
