"""Closed numeric statements, by ball arithmetic (python-flint's arb): `equal` is refuted, `within` proved or refuted.

Balls separate values; they never show that two numbers are equal.
"""

from __future__ import annotations

from typing import Any

from sympy import Add, Mul, Pow, Rational, exp, log
from sympy.core.numbers import Exp1, Pi

from symbolic.domains import RealInterval
from symbolic.kernel import Answer, Obligation, Verdict

BITS = (64, 256, 1024)
MAX_EXPONENT = 1000


class _Beyond(Exception):
    """Not a closed number of this prover."""


def prove(obligation: Obligation) -> Answer:
    """`equal` and `within` for numbers built from rationals, e and pi by arithmetic, powers, log and exp."""
    match obligation.kind, obligation.about:
        case "equal", (left, right):
            if _closed(left) and _closed(right):
                return _separate(Add(left, Mul(-1, right, evaluate=False), evaluate=False), RealInterval(0, 0))
        case "within", (expression, RealInterval() as interval) if _closed(expression):
            return _separate(expression, interval)
    return Answer(Verdict.UNKNOWN)


def _closed(expression: Any) -> bool:
    if isinstance(expression, Add | Mul | Pow | log | exp):
        return all(map(_closed, expression.args))
    return isinstance(expression, Rational | Exp1 | Pi)


def _separate(expression: Any, interval: RealInterval) -> Answer:
    from flint import arb, ctx, fmpq

    before = ctx.prec
    try:
        for bits in BITS:
            ctx.prec = bits
            ball = _ball(expression)
            if not ball.is_finite():
                return Answer(Verdict.UNKNOWN)
            ends = (interval.lower, interval.upper)
            low, high = (None if isinstance(f, float) else arb(fmpq(f.numerator, f.denominator)) for f in ends)
            if (low is not None and ball < low) or (high is not None and ball > high):
                return Answer(Verdict.REFUTED, f"{expression} is {ball.str(20)}")
            if (low is None or ball > low) and (high is None or ball < high):
                return Answer(Verdict.PROVED)
    except _Beyond:
        pass
    finally:
        ctx.prec = before
    return Answer(Verdict.UNKNOWN)


def _ball(e: Any) -> Any:
    from flint import arb, fmpq

    match e:
        case Rational():
            return arb(fmpq(int(e.p), int(e.q)))
        case Exp1():
            return arb(1).exp()
        case Pi():
            return arb.pi()
        case Add() | Mul():
            total = _ball(e.args[0])
            for a in e.args[1:]:
                total = total + _ball(a) if isinstance(e, Add) else total * _ball(a)
            return total
        case Pow():
            base, exponent = _ball(e.base), _ball(e.exp)
            if not base > 0 or not abs(exponent) < MAX_EXPONENT:
                raise _Beyond
            return base**exponent
        case log(args=(_,)):
            inner = _ball(e.args[0])
            if not inner > 0:
                raise _Beyond
            return inner.log()
        case exp():
            inner = _ball(e.args[0])
            if not abs(inner) < MAX_EXPONENT:
                raise _Beyond
            return inner.exp()
    raise _Beyond
