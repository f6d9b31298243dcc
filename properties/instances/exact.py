"""Numbers as exact algebra: polynomials with rational coefficients in logs of primes and in constants that nobody opens.

Two numbers with one normal form are equal; two forms that differ say nothing. So ties are seen that balls cannot tell from
values that lie close together. Each number carries a ball, which decides its sign.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from flint import arb, fmpq

MAX_BITS = 64  # of a whole number that is taken apart into primes
MAX_TERMS = 64

Powers = tuple[tuple[str, int], ...]  # (constant, its power), sorted; () is 1
_EXACTLY: ContextVar[bool] = ContextVar("exactly", default=False)


class TooLong(Exception):
    """An exact number with too many terms. Never evidence for anything."""


@contextmanager
def exact_numbers() -> Iterator[None]:
    """Inside, functions of rational numbers are exact numbers and not balls."""
    token = _EXACTLY.set(True)
    try:
        yield
    finally:
        _EXACTLY.reset(token)


def exactly() -> bool:
    """Are functions of rational numbers exact numbers, as it is now?"""
    return _EXACTLY.get()


class Exact:
    """A sum of monomials, each times a rational number, and a ball that holds it."""

    __slots__ = ("ball", "terms")

    def __init__(self, terms: dict[Powers, fmpq], ball: arb) -> None:
        if len(terms) > MAX_TERMS:
            raise TooLong
        self.terms, self.ball = terms, ball

    @property
    def key(self) -> str:
        """The number as text: equal texts are equal numbers."""
        return " + ".join(f"{c}*{m}" for m, c in sorted(self.terms.items(), key=lambda term: term[0]))

    def __add__(self, other: Any) -> Any:
        u = _number(other)
        terms = dict(self.terms)
        for m, c in u.terms.items():
            terms[m] = terms.get(m, fmpq(0)) + c
        return _plain({m: c for m, c in terms.items() if c != 0}, self.ball + u.ball)

    def __mul__(self, other: Any) -> Any:
        u = _number(other)
        terms: dict[Powers, fmpq] = {}
        for m, c in self.terms.items():
            for n, d in u.terms.items():
                product = _times(m, n)
                terms[product] = terms.get(product, fmpq(0)) + c * d
        return _plain({m: c for m, c in terms.items() if c != 0}, self.ball * u.ball)

    __radd__, __rmul__ = __add__, __mul__

    def __neg__(self) -> Any:
        return self * fmpq(-1)

    def __sub__(self, other: Any) -> Any:
        return self + _number(other) * fmpq(-1)

    def __rsub__(self, other: Any) -> Any:
        return -self + other

    def __abs__(self) -> Any:
        if self.ball > 0:
            return self
        return -self if self.ball < 0 else constant("abs", abs(self.ball), self)

    def __gt__(self, other: Any) -> bool:
        return bool(self.ball > _number(other).ball)

    def __lt__(self, other: Any) -> bool:
        return bool(self.ball < _number(other).ball)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Exact) and self.terms == other.terms

    def __hash__(self) -> int:
        return hash(self.key)


def _number(v: Any) -> Exact:
    if isinstance(v, Exact):
        return v
    q = v if isinstance(v, fmpq) else fmpq(v)
    return Exact({(): q} if q != 0 else {}, arb(q))


def _plain(terms: dict[Powers, fmpq], ball: arb) -> Any:
    """A rational number where it is one."""
    if not terms:
        return fmpq(0)
    return terms[()] if terms.keys() == {()} else Exact(terms, ball)


def _times(a: Powers, b: Powers) -> Powers:
    powers = dict(a)
    for constant_, power in b:
        powers[constant_] = powers.get(constant_, 0) + power
    return tuple(sorted((c, p) for c, p in powers.items() if p))


def constant(name: str, ball: arb, *arguments: Any) -> Exact:
    """The value of a function at exact numbers, as a constant that nobody opens."""
    text = ", ".join(a.key if isinstance(a, Exact) else str(a) for a in arguments)
    return Exact({((f"{name}({text})", 1),): fmpq(1)}, ball)


def _log_of_whole(n: Any) -> Any:
    if int(n).bit_length() > MAX_BITS:
        return constant("log", arb(n).log(), fmpq(n))
    parts = (constant("log", arb(p).log(), fmpq(p)) * fmpq(k) for p, k in n.factor())
    return sum(parts, fmpq(0))


def log(v: Any) -> Any:
    """log v for v > 0."""
    if isinstance(v, fmpq):
        return _log_of_whole(v.p) - _log_of_whole(v.q)
    return constant("log", v.ball.log(), v)


def exp(v: Any) -> Any:
    """exp v; whole multiples of logs of whole numbers become powers."""
    u, factor, rest = _number(v), fmpq(1), dict[Powers, fmpq]()
    for m, c in u.terms.items():
        inner = m[0][0] if len(m) == 1 and m[0][1] == 1 else ""
        whole = inner.startswith("log(") and inner[4:-1].isdigit() and c.q == 1 and abs(int(c.p)) <= MAX_BITS
        if whole:
            factor *= fmpq(int(inner[4:-1])) ** int(c.p)
        else:
            rest[m] = c
    if not rest:
        return factor
    left = _plain(rest, u.ball - arb(factor).log())
    return constant("exp", (u.ball - arb(factor).log()).exp(), left) * factor


def power(v: Exact, k: int) -> Any:
    """v^k for a whole k."""
    if k < 0:
        return constant("inverse", 1 / power(v, -k).ball, power(v, -k))
    result: Any = fmpq(1)
    for _ in range(min(k, MAX_TERMS + 1)):
        result = result * v
    if k > MAX_TERMS:
        raise TooLong
    return result


def applied(name: str, operation: Callable[[arb], arb], v: Any) -> Exact:
    """A function at an exact number."""
    return constant(name, operation(_number(v).ball), v)
