"""Logarithms of positive products, powers and sums, written so that nothing cancels and no range is lost.

The log of a product is a sum of logs, and that of a power a multiple, where all factors are certainly positive; that of a sum
with exponentials in it is taken relative to its largest term. Elsewhere a logarithm is that of the value. Nothing here is a
matter of signs that are assumed: they are seen at each point.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sympy import Add, Integer, Mul, Pow, erf, erfc, exp, factorial, gamma

from properties.conformance import expansion as e
from properties.conformance import functions
from properties.conformance.expansion import Expansion
from symbolic.core.terms import Spelled

Slots = Mapping[int, Expansion]
SlotProgram = Callable[[Slots], Expansion]
LogPart = Callable[[Slots], Expansion | None]  # the log of what is certainly positive and finite; None elsewhere


class Logarithms:
    """Logarithms of expressions in slots.

    Arguments: `compiled` gives the slot of an expression, `stored` that of what a program makes of one, under a key;
    `moves` says whether any symbol occurs in one.
    """

    def __init__(
        self,
        compiled: Callable[[Any], int],
        stored: Callable[[Any, Any, SlotProgram], int],
        moves: Callable[[Any], bool],
    ) -> None:
        self.compiled, self.stored, self.moves = compiled, stored, moves

    def program(self, u: Any) -> SlotProgram:
        """log u."""
        part, slot = self._part(u), self.compiled(u)

        def run(values: Slots) -> Expansion:
            found = part(values)
            return e.logarithm(values[slot]) if found is None else found

        return run

    def _part(self, u: Any) -> LogPart:
        part = self._moving(u)
        return part if self.moves(u) else e.remembered(part)

    def _moving(self, u: Any) -> LogPart:
        tail = _tail(u)
        if tail is not None:
            return self._finite(functions.log_of_erfc, tail)
        match u:
            case exp(args=(inner,)):  # SymPy takes E^u, kept as written, for one as well
                return self._finite(lambda a: a, inner)
            case gamma():
                return self._positive(functions.log_gamma, u.args[0])
            case factorial():
                return self._positive(functions.log_gamma, u.args[0] + 1)
            case Pow():
                return self._power(u)
            case Mul():
                return self._product(u)
            case Add() if any(map(_exponential, u.args)) and not any(a.as_coeff_Mul()[0] < 0 for a in u.args):
                return self._sum(u)
            case Add() if Integer(1) in u.args:
                rest = list(u.args)
                rest.remove(Integer(1))  # once: 1 may stand there twice, as it is written
                return self._finite(_log_of_one_plus, rest[0] if len(rest) == 1 else Add(*rest))
            case Spelled():
                return self._part(u.spelled())
        return self._positive(e.logarithm, u)

    def _finite(self, function: Callable[[Expansion], Expansion | None], argument: Any) -> LogPart:
        slot = self.compiled(argument)

        def run(values: Slots) -> Expansion | None:
            a = values[slot]
            return None if isinstance(a.value, float) else function(a)

        return run

    def _positive(self, function: Callable[[Expansion], Expansion], argument: Any) -> LogPart:
        slot = self.compiled(argument)
        end = self.stored((function, slot), argument, lambda values: function(values[slot]))

        def run(values: Slots) -> Expansion | None:
            v = values[slot].value
            return values[end] if not isinstance(v, float) and v > 0 else None

        return run

    def _power(self, u: Any) -> LogPart:
        base, exponent, plain = self._part(u.args[0]), self.compiled(u.args[1]), self._positive(e.logarithm, u)

        def run(values: Slots) -> Expansion | None:
            n = values[exponent]
            below = None if isinstance(n.value, float) else base(values)
            if below is None:
                return plain(values)
            return below if n.value == 1 and not (n.first or n.rough) else e.multiply(n, below)

        return run

    def _product(self, u: Any) -> LogPart:
        parts = [self._part(a) for a in u.args]

        def run(values: Slots) -> Expansion | None:
            total = None
            for part in parts:
                found = part(values)
                if found is None:
                    return None
                total = found if total is None else e.add(total, found)
            return total

        return run

    def _sum(self, u: Any) -> LogPart:
        terms, plain = [(self._part(a), self.compiled(a)) for a in u.args], self._positive(e.logarithm, u)

        def run(values: Slots) -> Expansion | None:
            found = []
            for part, slot in terms:
                term = part(values)
                if term is not None:
                    found.append(term)
                elif not _nothing(values[slot]):
                    return plain(values)
            return log_of_sum(found) if found else None

        return run


def log_of_sum(logs: Sequence[Expansion]) -> Expansion:
    """log sum_j e^(a_j), of finite a_j.

    With m the number of the largest, d_j = a_j - a_m and p_j = e^(a_j) / sum e^(a_i), it is a_m + log(1 + sum e^(d_j)), over
    the others; its first derivatives are those of a_m with h = sum p_j d_j' added, its second ones those of a_m with
    sum p_j (d_j'' + d_j' d_j') - h h. As p_m is at least 1/n, no digits are lost between the last two.
    """
    if len(logs) == 1:
        return logs[0]
    m = max(range(len(logs)), key=lambda j: logs[j].value.mid())
    largest = logs[m]
    if len(logs) == 2 and not all(a.first or a.rough for a in logs):
        return _of_one_that_moves(largest, logs[1 - m])
    gaps = [e.add(a, e.negative(largest)) for j, a in enumerate(logs) if j != m]
    weights = [d.value.exp() for d in gaps]
    rest = sum(weights[1:], weights[0])
    value = largest.value + rest.log1p()
    if any(a.rough for a in logs):
        return Expansion(value, {}, {}, True)
    if not any(d.first for d in gaps):
        return Expansion(value, largest.first, largest.second)
    share = e.ONE / (e.ONE + rest)
    first, second = dict(largest.first), dict(largest.second)
    turn: dict[int, Any] = {}
    for d, w in zip(gaps, weights, strict=True):
        p = w * share
        for i, x in d.first.items():
            turn[i] = turn[i] + p * x if i in turn else p * x
        for k, x in d.second.items():
            second[k] = second[k] + p * x if k in second else p * x
        _outer(second, d.first, p * share if len(gaps) == 1 else p)
    if len(gaps) > 1:
        _outer(second, turn, -e.ONE)
    for i, x in turn.items():
        first[i] = first[i] + x if i in first else x
    return Expansion(value, first, second)


def _of_one_that_moves(largest: Expansion, other: Expansion) -> Expansion:
    """The log of a sum of two, one of which at most moves: with its share p, p and p (1 - p) are the derivatives."""
    weight = (other.value - largest.value).exp()
    value, rest = largest.value + weight.log1p(), e.ONE / (e.ONE + weight)
    p = weight * rest
    if other.first or other.rough:
        return e.chained(other, value, lambda: (p, p * rest))
    return e.chained(largest, value, lambda: (rest, p * rest))


def _outer(into: dict[tuple[int, int], Any], slopes: Mapping[int, Any], by: Any) -> None:
    """Adds by * slopes slopes^T."""
    items = list(slopes.items())
    for n, (i, x) in enumerate(items):
        scaled = by * x
        for j, y in items[n:]:
            k = (i, j) if i <= j else (j, i)
            into[k] = into[k] + scaled * y if k in into else scaled * y


def _nothing(a: Expansion) -> bool:
    """Is it 0, and stays so?"""
    return not (a.first or a.rough or isinstance(a.value, float)) and e.is_zero(a.value)


def _log_of_one_plus(a: Expansion) -> Expansion | None:
    return e.logarithm_of_one_plus(a) if 1 + a.value > 0 else None


def _exponential(t: Any) -> bool:
    """Has it a factor that may leave all ranges?"""
    return any(isinstance(f, exp) or (isinstance(f, Pow) and not f.exp.is_Rational) for f in Mul.make_args(t))


def _tail(u: Any) -> Any:
    """The v for which u is erfc(v), if it is written so or as 1 - erf(v) or 1 + erf(-v)."""
    if isinstance(u, erfc):
        return u.args[0]
    others = [a for a in u.args if a != 1] if isinstance(u, Add) and len(u.args) == 2 else []
    sign, inner = others[0].as_coeff_Mul() if len(others) == 1 else (0, None)
    return -sign * inner.args[0] if isinstance(inner, erf) and abs(sign) == 1 else None
