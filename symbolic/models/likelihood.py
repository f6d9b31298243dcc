"""From the likelihood of any family to the loss that is minimised: one chain, with the constant and the factor named.

Nothing here proves: the steps are proposed, the kernel computes what they owe.
"""

from __future__ import annotations

from contextlib import suppress

from sympy import Add, Expr, Integer, Mul, Symbol, log, sympify

from symbolic.calculus.enclosing import Undefined, Values
from symbolic.calculus.normal_form import NormalForm, Polynomial, Undecided, mentions, shared, written_polynomial
from symbolic.chain import Chain, argmax
from symbolic.core.errors import NotSupported
from symbolic.core.notes import Note
from symbolic.core.terms import Column, Density, Head, Parameter, density, raw, walk
from symbolic.functions import instead
from symbolic.kernel import Condition
from symbolic.models.family import Family
from symbolic.rules import decreasing, drop_constant, increasing, law_of_large_numbers, rewrite, scale


def negative_log_density(family: Family) -> Expr:
    """-log q, as written."""
    return raw(Mul, (Integer(-1), log(family.density)))


def loss(family: Family) -> Expr:
    """The per-sample loss: the declared one, or else those terms of -log q that depend on the unknowns or may be infinite."""
    return family.loss if family.loss is not None else written_polynomial(_parts(family)[0])


def dropped(family: Family) -> Expr:
    """The constant k with -log q = factor * loss + k: what is dropped. Raises Undecided beyond the normal form.

    It is proposed by comparing terms; that it is free of the unknowns, and that the equation holds, the kernel makes sure of.
    """
    if family.loss is None:
        return written_polynomial(_parts(family)[1])
    return difference(_as_written(family), raw(Mul, (family.factor, family.loss)), family.parameters)


def difference(left: Expr, right: Expr, unknowns: tuple[Parameter, ...] = ()) -> Expr:
    """What is left of one expression after the terms of another are taken away. Raises Undecided beyond the normal form.

    It is a proposal: terms that may be infinite cancel here as well. Where unknowns are left, sums are taken apart.
    """
    try:
        rest = _difference(shared(()), left, right)
    except Undecided:
        if not unknowns:
            raise
        return written_polynomial(_difference(shared(()).factored(), left, right))
    if any(mentions(m, u) for m in rest for u in unknowns):
        with suppress(Undecided):
            apart = _difference(shared(()).factored(), left, right)
            rest = rest if any(mentions(m, u) for m in apart for u in unknowns) else apart
    return written_polynomial(rest)


def _difference(forms: NormalForm, left: Expr, right: Expr) -> Polynomial:
    rest = dict(forms.of(left))
    for m, c in forms.of(right).items():
        rest[m] = rest.get(m, 0) - c
    return {m: c for m, c in rest.items() if c}


def split(tree: Expr, unknowns: tuple[Parameter, ...]) -> tuple[Expr, Expr]:
    """The terms of an expression that mention an unknown or may be infinite, and the others: these may be dropped.

    Raises Undecided beyond the normal form.
    """
    moving, constant = _split(tree, unknowns)
    return written_polynomial(moving), written_polynomial(constant)


def _parts(family: Family) -> tuple[Polynomial, Polynomial]:
    return _split(_as_written(family), family.parameters)


def _as_written(family: Family) -> Expr:
    """-log q for the normal form, which takes it apart: what SymPy would try on it is work for nothing."""
    return raw(Mul, (Integer(-1), raw(log, (family.density,))))


def _split(tree: Expr, unknowns: tuple[Parameter, ...]) -> tuple[Polynomial, Polynomial]:
    form = shared(()).of(tree)
    moving = {m: c for m, c in form.items() if any(mentions(m, u) for u in unknowns) or _may_be_infinite({m: c})}
    return moving, {m: c for m, c in form.items() if m not in moving}


def _may_be_infinite(term: Polynomial) -> bool:
    """May a term be infinite, as log(x) is at x = 0? Then it is no constant that could be dropped."""
    try:
        return not Values().of(written_polynomial(term)).bounded_values
    except Undefined:
        return False


def truth(family: Family) -> Density:
    """The law that the data come from: p, or another letter where the family calls something else p."""
    trees = [t for t in (family.density, family.loss) if t is not None]
    used = {t.name for tree in trees for t in walk(tree) if isinstance(t, Symbol)}
    return density(next(n for n in ("p", "r", "g", "h") if n not in used))


def derivation(
    family: Family, *, name: str = "", title: str = "", law: Density | None = None,
    condition: Condition = Condition.POINTWISE, note: str = "The likelihood.", glossary: tuple[tuple[str, str], ...] = (),
) -> Chain:  # fmt: skip
    """The chain from maximum likelihood to the minimal mean loss, and to the expected loss under `law` where one is given.

    Arguments: `name` and `title` of the chain (by default the family's), its `note` and `glossary`; `condition`, what is
    asked of the limit. Raises NotSupported where the density, or the loss, is beyond the normal form.
    """
    x, q = family.sample, family.density
    try:
        per_sample, factor, constant = loss(family), sympify(family.factor), dropped(family)
    except Undecided as reason:
        part = _undecided_part(family)
        advice = next((found for t in walk(q) if (found := instead(t)) and found not in str(reason)), "")
        raise NotSupported(
            f"{family.name}: {part} is not decided here: {reason}{advice}. Try a narrower domain, or write it in "
            "powers, exp and log, with AtMost(a, b) for cases."
        ) from reason
    chain = Chain(
        name or family.name,
        argmax(x.product(family.at_rows(q)), *family.parameters),
        title=title or family.title,
        note=note,
        glossary=glossary,
    ).then(increasing(log), note="The log-likelihood.")
    scaled = per_sample if factor == 1 else raw(Mul, (factor, per_sample))
    chain = chain.then(decreasing(lambda u: -u / x.n), note="The mean negative log-likelihood.")
    if constant == 0:
        chain = chain.then(rewrite(family.mean(scaled)))
    else:
        chain = chain.then(rewrite(raw(Add, (family.mean(scaled), family.mean(constant))))).then(
            drop_constant(family.mean(constant)),
            note=Note("Dropped: the mean of {}, which is free of the unknowns.", family.at_rows(constant)),
        )
    if factor != 1:
        chain = chain.then(
            scale(1 / factor), note=Note("Divided by {}, which is positive.", family.at_rows(factor))
        ).then(rewrite(family.mean(per_sample)))
    if law is not None:
        chain = chain.then(law_of_large_numbers(law, condition))
    return chain


def _undecided_part(family: Family) -> str:
    """The smallest part of the density, or of the loss, that is beyond the normal form, and where it stands."""

    def beyond(part: Expr) -> bool:
        try:
            shared(()).of(part)
        except Undecided:
            return True
        return False

    for where, tree in (("density", family.density), ("loss", family.loss)):
        parts = (
            [t for t in walk(tree) if isinstance(t, Expr) and not isinstance(t, Column | Head)]
            if tree is not None
            else []
        )
        found = [t for t in parts if beyond(t)]
        if found:
            return f"{min(found, key=lambda t: sum(1 for _ in walk(t)))} in {where}={tree}"
    return f"-log of density={family.density}"


__all__ = ["Undecided", "derivation", "dropped", "loss", "negative_log_density"]
