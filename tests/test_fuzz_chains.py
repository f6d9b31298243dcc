"""A share of the random chains; and for each refusal of the kernel's: without it, the search finds out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import fuzz_chains as fuzz
import pytest

from symbolic import kernel
from symbolic.calculus.normal_form import AppliedAtom, NormalForm, shared
from symbolic.core import terms
from symbolic.core.terms import Applied, Column, Entry, Outcome, atoms, declared, occurring, replace, unfolding
from symbolic.kernel import State
from symbolic.provers import structure

SHARE, BOUND = 300, 2500

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]


def test_no_random_chain_is_proved_against_a_small_world_and_nothing_but_the_authors_error_escapes() -> None:
    tally = fuzz.fuzz(SHARE, 1)
    assert tally.false == []
    assert tally.escaped == []
    assert tally.counts["proved"] > SHARE / 5
    assert tally.counts["lines read"] > SHARE / 3
    assert tally.counts["not read"] == 0


def old_form(state: State, *witness: Any, honest: Any = kernel.PRIMITIVES["reparametrise"]) -> Any:
    """A change of parameters that forgets which unknown it replaced."""
    after, relation, owed = honest(state, *witness)
    return after._replace(retired=frozenset()), relation, owed


def without(kind: str) -> Callable[..., Any]:
    def define(state: State, *witness: Any, honest: Any = kernel.PRIMITIVES["define"]) -> Any:
        after, relation, owed = honest(state, *witness)
        return after, relation, tuple(o for o in owed if o.kind != kind)

    return define


def classes_stay(tree: Any, new: Applied, definition: Any) -> Any:
    """A definition is read with its classes left to whatever sum is around."""

    def meaning(t: Any) -> Any:
        if not (isinstance(t, Applied) and t.role == new.role):
            return None
        actual: dict[Any, Any] = dict(zip(new.parameters, t.parameters, strict=True))
        actual |= {a.column: a for a in (*t.points, *t.given)}

        def argument(d: Any) -> Any:
            return actual.get(d.column if isinstance(d, Entry | Outcome) else d) if not isinstance(d, Column) else d

        return replace(definition, argument)

    return replace(tree, meaning)


def by_column(self: NormalForm, t: Applied) -> Any:
    """The atom of a value whose arguments are told apart by their columns, those of a function too."""
    parts = [tuple(sorted(map(self.argument, part), key=lambda a: a.column.name)) for part in (t.points, t.given)]
    return AppliedAtom(t.head, t.parameters, *parts, t.values)


def anywhere(self: Any, *points: Any, given: Any = ()) -> Applied:
    return declared._Callable.__call__(self, *points, given=given)


def everywhere(name: str, other: Any, *modules: Any) -> Callable[[pytest.MonkeyPatch], None]:
    """Something else under a name, in each module that looks it up."""

    def patch(m: pytest.MonkeyPatch) -> None:
        for module in modules:
            m.setattr(module, name, other)

    return patch


REFUSALS: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "an unknown that was replaced": lambda m: m.setitem(kernel.PRIMITIVES, "reparametrise", old_form),
    "a class in a definition": lambda m: m.setattr(terms, "unfold", classes_stay),
    "formal parameters are distinct": lambda m: m.setattr(terms, "formal", lambda new, definition: None),
    "a definition is read within its domain": lambda m: m.setitem(kernel.PRIMITIVES, "define", without("within")),
    "a function is called like one that is known": lambda m: m.setattr(atoms, "is_function", lambda name: False),
    "a parameter is called like a constant": everywhere("named", lambda name: name, atoms, declared),
    "a parameter is called like the number of classes": everywhere(
        "clash", lambda *things: None, terms, occurring, unfolding
    ),
    "a function's arguments are told apart by place": lambda m: m.setattr(NormalForm, "value", by_column),
    "an empirical distribution belongs to its sample": lambda m: m.setattr(terms.Empirical, "__call__", anywhere),
    "what is free of the unknown": lambda m: m.setattr(structure, "_free", lambda obligation: structure.PROVED),
}


@pytest.fixture
def forgetful() -> Any:
    """What was remembered under honest rules is forgotten before and after."""
    caches = (shared, terms.names, terms.well_formed, terms.roles)
    for cached in caches:
        cached.cache_clear()
    yield
    for cached in caches:
        cached.cache_clear()


@pytest.mark.parametrize("what", REFUSALS)
def test_a_kernel_without_one_of_its_refusals_is_found_out(
    what: str, forgetful: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    REFUSALS[what](monkeypatch)
    assert fuzz.fuzz(BOUND, 0, until_false=True).false != []


def test_the_program_prints_a_table_and_says_by_its_exit_code_whether_anything_was_false(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert fuzz.main(["--chains", "30", "--seed", "3"]) == 0
    assert [
        line.split()[-1] for line in capsys.readouterr().out.splitlines() if "drawn" in line or "FALSE" in line
    ] == [
        "30",
        "0",
    ]
    monkeypatch.setattr(structure, "_free", lambda expression, unknowns, given: structure.PROVED)
    assert fuzz.main(["--chains", "60", "--seed", "0"]) == 1


def test_what_the_reader_takes_for_a_definition_is_judged_by_its_words() -> None:
    c = terms.parameter("c")
    new = terms.density("r", c, c)(fuzz.x.i)
    assert fuzz.Reader.covers(new, new, ("any1", "any1")) is True
    assert fuzz.Reader.covers(new, new, ("any1", "any2")) is False
