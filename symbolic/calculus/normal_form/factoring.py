"""Sums taken apart into their factors: what multiplying out has hidden from logarithms, powers and absolute values."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from math import lcm

from symbolic.calculus.normal_form.atoms import MAX_REMEMBERED, AbsAtom, AnyAtom, Fixed, Monomial, Number, looks
from symbolic.calculus.normal_form.polynomials import rational

MAX_FACTORED = 128  # terms of a sum that is factored
MAX_DEGREE = 48  # of a sum that is factored, in all its atoms together, their roots counted as atoms

_Factor = tuple[Fixed, int]


@lru_cache(maxsize=MAX_REMEMBERED)
def factors_of_sum(p: Fixed) -> tuple[Number, tuple[_Factor, ...]] | None:
    """(c, ((f, k), ...)) with p = c f^k ..., each f a polynomial in the atoms of p; None where none are found.

    It only proposes: whoever uses the factors multiplies them out again. The search is Flint's, over the rationals.
    """
    if len(p) < 2 or len(p) > MAX_FACTORED:
        return None
    roots = lcm(*(e.denominator for m, _ in p for _, e in m))
    powers = [{a: int(e * roots) for a, e in m} for m, _ in p]
    _with_sizes(powers, roots)
    if _plain(powers):
        return None
    names = sorted({a for m in powers for a in m}, key=looks)
    if any(e < 0 for m in powers for e in m.values()) or max(sum(m.values()) for m in powers) > MAX_DEGREE:
        return None
    return _searched(p, names, powers, roots)


def _plain(powers: list[dict[AnyAtom, int]]) -> bool:
    """Is it linear in an atom that stands in one term alone, with nothing but a number? Then it has no factors."""
    seen: dict[AnyAtom, int] = {}
    for m in powers:
        for a in m:
            seen[a] = seen.get(a, 0) + 1
    return any(len(m) == 1 and seen[a] == e == 1 for m in powers for a, e in m.items())


def _with_sizes(powers: list[dict[AnyAtom, int]], roots: int) -> None:
    """Even powers of u as powers of |u|, where |u| occurs and no odd power of u does."""
    for size in {a for m in powers for a in m if isinstance(a, AbsAtom)}:
        u = _only(size.items)
        if u is not None and not any(m.get(u, 0) % (2 * roots) for m in powers):
            for m in powers:
                if u in m:
                    m[size] = m.get(size, 0) + m.pop(u)


def _only(p: Fixed) -> AnyAtom | None:
    """The atom that a polynomial is; None of all others."""
    if len(p) != 1:
        return None
    ((m, c),) = p
    pairs = list(m)
    return pairs[0][0] if c == 1 and len(pairs) == 1 and pairs[0][1] == 1 else None


def _searched(
    p: Fixed, names: list[AnyAtom], powers: list[dict[AnyAtom, int]], roots: int
) -> tuple[Number, tuple[_Factor, ...]] | None:
    from flint import Ordering, fmpz_mpoly_ctx  # when it is first needed: it takes a while to load

    whole = lcm(*(c.denominator for _, c in p))
    context = fmpz_mpoly_ctx.get(tuple(f"v{k}" for k in range(len(names))), Ordering.lex)
    terms = {tuple(m.get(a, 0) for a in names): int(c * whole) for m, (_, c) in zip(powers, p, strict=True)}
    number, found = context.from_dict(terms).factor()
    if len(found) == 1 and found[0][1] == 1:
        return None

    def read(exponents: tuple[int, ...]) -> Monomial:
        pairs = zip(names, map(int, exponents), strict=True)
        return frozenset((a, rational(e, roots)) for a, e in pairs if e)

    parts = [(frozenset((read(m), int(c)) for m, c in f.to_dict().items()), int(k)) for f, k in found]
    return rational(Fraction(int(number), whole)), tuple(sorted(parts, key=looks))
