"""The fuzz of the normal form in a bounded share, the fuzz itself put to the test, and every false proof ever found."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import fuzz_normal_form as fuzz
import pytest
from normal_form_twins import in_every_kind, instead, method
from sympy import (
    Abs,
    Add,
    Dummy,
    Integer,
    Max,
    Min,
    Mul,
    Pow,
    Rational,
    atan,
    besseli,
    cos,
    erf,
    exp,
    factorial,
    gamma,
    log,
    loggamma,
    oo,
    polygamma,
    sin,
    sqrt,
    tanh,
)  # fmt: skip

from symbolic import check
from symbolic.asking import provers
from symbolic.calculus import casework
from symbolic.calculus import enclosing as values
from symbolic.calculus.normal_form import (
    ONE,
    AtMostAtom,
    BoundRow,
    ClassAtom,
    NormalForm,
    Undecided,
    functions,
    logarithms,
    mentions,
    ring,
    shared,
    single,
    sums,
    written_out,
)
from symbolic.calculus.normal_form.integrability import lower_integrable
from symbolic.chain import Chain, argmin
from symbolic.core.domains import RealInterval, countable, nonnegative, positive, reals, unit_interval
from symbolic.core.statement import Statement
from symbolic.core.terms import (
    AtMost,
    Class,
    Count,
    Entry,
    Expectation,
    Index,
    Outcome,
    RowProduct,
    RowSum,
    Same,
    Total,
    density,
    empirical,
    expectation,
    function,
    kl_divergence,
    parameter,
    raw,
    sample,
    walk,
)
from symbolic.functions import ROWS
from symbolic.kernel import Answer, Step, Verdict, judge
from symbolic.obligations import Obligation
from symbolic.provers import structure

pytestmark = pytest.mark.slow

PAIRS = 500
BOUND = 1500

# ---- a bounded share of the long run ---------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", [11, 12, 13])
def test_nothing_false_is_proved_of_random_pairs(seed: int) -> None:
    tally = fuzz.fuzz(PAIRS, seed)
    assert tally.wrong == []
    assert tally.pairs == PAIRS
    assert tally.vacuous + tally.skipped < PAIRS // 20
    # What would make the line above empty talk: hardly anything proved, compared, or able to differ.
    assert tally.compared > PAIRS // 6
    assert tally.telling > PAIRS // 7
    assert tally.compared - tally.proved_alike > PAIRS // 10
    assert tally.cases > 2 * PAIRS
    assert tally.unproved_different > PAIRS // 5
    assert tally.defined > PAIRS
    assert tally.free > PAIRS // 20


def test_nothing_false_is_proved_of_functions_of_functions() -> None:
    tally = fuzz.fuzz(PAIRS, 11, kind="functions")
    assert tally.wrong == [] and tally.pairs == PAIRS
    assert tally.compared > PAIRS // 6 and tally.unproved_different > PAIRS // 5 and tally.defined > PAIRS


def test_nothing_false_is_proved_of_factors() -> None:
    tally = fuzz.fuzz(PAIRS, 5, kind="factors")
    assert tally.wrong == [] and tally.pairs == PAIRS
    assert tally.compared > PAIRS // 4 and tally.unproved_different > PAIRS // 8 and tally.defined > PAIRS // 2


@pytest.mark.parametrize("name", ["sinh", "sign"])
def test_a_row_with_the_wrong_parity_is_found_out(name: str, forgetful: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ROWS, name, replace(ROWS[name], parity=1))
    assert fuzz.fuzz(BOUND, 0, until="false", kind="functions").false != []


def test_the_same_seed_draws_the_same_pairs() -> None:
    one, other = (fuzz.draw_pair(Random("7")) for _ in range(2))
    assert one == other
    whole, halves = fuzz.fuzz(40, 5), fuzz.fuzz(20, 5)
    halves.merge(fuzz.fuzz(20, 5, first=20))
    assert whole == halves


# ---- the fuzz itself -------------------------------------------------------------------------------------------------


@pytest.fixture
def forgetful() -> Iterator[None]:
    """Nothing is remembered of forms that were made before, or that a broken one made."""
    shared.cache_clear()
    yield
    shared.cache_clear()


def _positive_if_nonnegative(self: NormalForm, a: Any, honest: Any = NormalForm.sign) -> int | None:
    return 1 if honest(self, a) == 0 else honest(self, a)


def _splits(kept: Callable[[list[Any]], list[Any]]) -> Callable[[pytest.MonkeyPatch], None]:
    """A search of cases that looks at some of them only."""
    honest = casework._Search._to_split

    def fewer(self: Any, *sides: Any) -> list[Any] | None:
        found = honest(self, *sides)
        return found and kept(found)

    return lambda m: m.setattr(casework._Search, "_to_split", fewer)


BROKEN: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "what may be zero counts as positive": method("sign", _positive_if_nonnegative),
    "nothing is infinite": in_every_kind(toward=lambda known, a: frozenset()),
    "everything is integrable": instead(lower_integrable, lambda known, law, p: True),
    "every density is positive": method("surely_positive", lambda self, a: True),
    "everything is finite": method("toward", lambda self, a: frozenset()),
    "the log of a sum is the sum of the logs": instead(
        logarithms.logarithm,
        lambda known, p, honest=logarithms.logarithm: ring.add(known, *(honest(known, {m: c}) for m, c in p.items())),
    ),
    "the sum over rows of a constant is the constant": instead(
        sums.sum_over_rows,
        lambda known, size, p, honest=sums.sum_over_rows: (
            honest(known, size, p) if mentions(frozenset(p.items()), BoundRow(size)) else p
        ),
    ),
    "an absolute value is what stands in it": instead(functions.absolute, lambda known, p: p),
}
INFINITE = ("nothing is infinite", "everything is integrable", "everything is finite")
BROKEN_SPECIAL: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "Gamma forgets the factor of its recurrence": instead(
        functions.gamma_of,
        lambda known, p, honest=functions.gamma_of: honest(known, (functions._split(known, p) or (p, 0))[0]),
    ),
    "an indicator is the same read backwards": instead(
        functions.indicated,
        lambda known, gap: single(AtMostAtom(ring.oriented(known, gap)[1])) if gap else {ONE: 1},
    ),
    "every number is whole": instead(ring.integer, lambda a: True),
    "there is one class": instead(
        sums.total,
        lambda known, column, p, honest=sums.total: (
            honest(known, column, p) if mentions(frozenset(p.items()), ClassAtom(column)) else p
        ),
    ),
    "one case of signs is enough": _splits(lambda cases: cases[:1]),
    "no two numbers are ever the same": _splits(lambda cases: [case for case in cases if case[1] != casework.ZERO]),
    "what is 0 in no row is asked in none": lambda m: m.setattr(casework._Search, "_by_summands", lambda *_: True),
}


def _positive_factors(known: Any, p: Any, honest: Any = ring.taken_apart) -> Any:
    found = honest(known, p)
    return found and (found[0], [(f, k, 1) for f, k, _ in found[1]])


BROKEN_FACTORS: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "the absolute value of a factor is the factor": instead(ring.size_of, lambda known, p: p),
    "every factor is positive": instead(ring.taken_apart, _positive_factors),
}


@pytest.mark.parametrize("what", BROKEN_FACTORS)
def test_a_broken_factor_is_found_out(what: str, forgetful: None, monkeypatch: pytest.MonkeyPatch) -> None:
    BROKEN_FACTORS[what](monkeypatch)
    assert fuzz.fuzz(BOUND, 0, until="false", kind="factors").false != []


@pytest.mark.parametrize("what", {**BROKEN, **BROKEN_SPECIAL})
def test_a_broken_normal_form_is_found_out(what: str, forgetful: None, monkeypatch: pytest.MonkeyPatch) -> None:
    {**BROKEN, **BROKEN_SPECIAL}[what](monkeypatch)
    kind = "special" if what in BROKEN_SPECIAL else "laws" if what in INFINITE else ""
    assert fuzz.fuzz(3 * BOUND, 0, until="false", kind=kind).false != []


def min_of(parts: list[RealInterval]) -> RealInterval:
    return min(parts, key=lambda p: (p.lower, p.upper))


BROKEN_ENCLOSURES: dict[str, tuple[str, Any]] = {
    "the log of 0 is left out": ("logarithm", lambda a, e: reals),
    "a sum over rows is like one of its summands": ("row_sum", lambda b, e: b),
    "a power is positive": ("rational_power", lambda base, r, e: positive),
    "every special function is positive": ("special", lambda function, parts, e: positive),
    "the larger one of two is at most the smaller one": ("maximum", min_of),
}


@pytest.mark.parametrize("what", BROKEN_ENCLOSURES)
def test_a_broken_enclosure_is_found_out(what: str, forgetful: None, monkeypatch: pytest.MonkeyPatch) -> None:
    name, broken = BROKEN_ENCLOSURES[what]
    monkeypatch.setattr(values, name, broken)
    tally = fuzz.fuzz(BOUND, 0, until="outside")
    assert tally.outside != [] or tally.undefined != []


def test_a_prover_that_finds_definedness_everywhere_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fuzz.ranges, "prove", lambda obligation: Answer(Verdict.PROVED))
    assert fuzz.fuzz(BOUND, 0, until="undefined").undefined != []


def test_a_prover_that_finds_independence_everywhere_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(structure, "prove", lambda obligation: Answer(Verdict.PROVED))
    assert fuzz.fuzz(BOUND, 0, until="dependent").dependent != []


def test_the_grammar_reaches_everything_that_it_names() -> None:
    seen: set[Any] = set()
    laws: set[Any] = set()
    given: set[Any] = set()
    for number in range(1500):
        pair = fuzz.draw_pair(Random(f"grammar {number}"))
        if pair is None:
            continue
        given.update(pair.given)
        for node in (*walk(pair.left), *walk(pair.right)):
            seen.add(type(node))
            if isinstance(node, Expectation):
                laws.add((node.law.head.name, len(node.law.points), len(node.law.given)))
            if isinstance(node, Pow):
                seen.add(("exponent", type(node.exp).__name__))
            if "as written" not in seen and isinstance(node, Add | Mul):
                with suppress(ZeroDivisionError):  # SymPy's own, on trees with an infinity in them
                    seen |= {"as written"} if node != node.func(*node.args) else set()
    assert {Abs, Add, Max, Min, Mul, Pow, exp, log, RowSum, RowProduct, Expectation, Entry, Outcome, Count} <= seen
    assert {gamma, factorial, loggamma, polygamma, besseli, cos, sin, tanh, atan, erf} <= seen
    assert {AtMost, Same, Total, Class} <= seen
    assert {("exponent", kind) for kind in ("Integer", "Half", "NegativeOne", "Parameter", "Applied")} <= seen
    assert "as written" in seen
    assert {("p", 1, 0), ("p", 2, 0), ("p", 1, 1), ("q", 1, 0), ("phat", 1, 0), ("phat", 2, 0)} <= laws
    assert given == set(fuzz.HYPOTHESES)


def test_every_law_is_applied_somewhere() -> None:
    applied: set[str] = set()
    for number in range(240):
        draw = fuzz.Draw(Random(f"laws {number}"))
        tree = draw.top(3)
        for law in {**fuzz.LAWS, **fuzz.FALSE}:
            for _, node, scope in list(fuzz.sites(tree))[:6]:
                try:
                    new = {**fuzz.LAWS, **fuzz.FALSE}[law](node, draw, scope)
                except (TypeError, ValueError, RecursionError):
                    continue  # SymPy refuses to build some nodes
                if new is not None:
                    applied.add(law)
    assert applied == {*fuzz.LAWS, *fuzz.FALSE}


def test_the_program_prints_its_table_and_says_by_its_exit_code_whether_anything_was_false(
    capsys: pytest.CaptureFixture[str], forgetful: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert fuzz.main(["--pairs", "30", "--seed", "3"]) == 0
    table = capsys.readouterr().out
    assert [line.split()[-1] for line in table.splitlines() if "pairs drawn" in line or "FALSE" in line] == ["30", "0"]
    BROKEN["what may be zero counts as positive"](monkeypatch)
    shared.cache_clear()
    assert fuzz.main(["--pairs", "200", "--seed", "0"]) == 1
    assert "\n  left  " in capsys.readouterr().out


def test_the_program_runs_by_the_command_that_is_documented() -> None:
    program = Path(fuzz.__file__)
    command = [sys.executable, str(program), "--pairs", "20", "--seed", "0", "--jobs", "2"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=program.parent.parent, check=False)
    assert done.returncode == 0, done.stderr
    assert "pairs drawn" in done.stdout


# ---- false proofs that were found once: none may come back -----------------------------------------------------------

theta, eta = parameter("theta"), parameter("eta")
a, s, r = parameter("a", reals), parameter("s", positive), parameter("r", nonnegative)
x, y, z = sample("x", domain=reals), sample("y", domain=reals), sample("z", domain=reals)
k = sample("k", domain=countable)
p, q = density("p"), density("q", theta)
f = function("f", theta)
phat = empirical(x, y)
u = Dummy("u")
MINUS = Integer(-1)
i, j = Index("i", "n"), Index("j", "n")


def at(index: Index) -> Any:
    return f(Entry(x.column, index))


def rows(body: Any, *indices: Index) -> Any:
    for index in indices:
        body = RowSum(body, index, Count("n"))
    return body


def point(value: object) -> RealInterval:
    return RealInterval(value, value)


def only(value: object) -> Any:
    return parameter("eta", point(value))


up_to_two = parameter("eta", RealInterval(0, 2))

REGRESSIONS: dict[str, Statement] = {
    "an outcome is no entry of the sum in which its expectation stands": Obligation(
        "equal",
        (
            x.sum(expectation(f(x.i) * f(x.outcome), phat(x.outcome))),
            x.sum(expectation(f(x.outcome) * f(x.outcome), phat(x.outcome))),
        ),
    ),
    "an outcome is no entry of a sum inside its expectation": Obligation(
        "equal",
        (
            expectation(x.sum(f(x.i) * f(x.outcome)), phat(x.outcome)),
            expectation(x.sum(f(x.i) * f(x.i)), phat(x.outcome)),
        ),
    ),
    "an expectation inside an empirical one keeps its own law": Obligation(
        "equal",
        (
            expectation(expectation(f(y.outcome), q(y.outcome)), phat(x.outcome)),
            expectation(f(y.outcome), phat(y.outcome)),
        ),
    ),
    "an expectation under what was made of entries is no mean": Obligation(
        "equal", (x.sum(Expectation(f(x.i), p(x.i))), x.sum(f(x.i)))
    ),
    "two rows of one table are two rows": Obligation("equal", (rows(at(i) * at(j), j, i), rows(at(i) * at(i), j, i))),
    "the square root maps {0} onto {0}": Obligation("onto", (sqrt(only(0)), only(0), point(0), unit_interval)),
    "the square root of {0} is not one to one onto [0, 1]": Obligation(
        "one to one", (sqrt(only(0)), only(0), point(0), unit_interval)
    ),
    "exp(log u) maps {0} onto {0}": Obligation(
        "onto", (raw(exp, (raw(log, (only(0),)),)), only(0), point(0), unit_interval)
    ),
    "a large power of [0, 2] is bounded": Obligation(
        "onto", (up_to_two**100, up_to_two, RealInterval(0, 2), nonnegative)
    ),
    "a logarithm to another base is another function": Obligation("equal", (log(s, 2, evaluate=False), log(s))),
    "a logarithm to a base below 1 decreases": Obligation(
        "increasing", (log(u, Rational(1, 2), evaluate=False), u, positive)
    ),
    "two conditional densities of one column bind its condition's density": Obligation(
        "new", (q(x.i), p(x.i), (q(y.i, given=x.i).role, q(y.i, given=z.i).role))
    ),
    "a symbol is not defined by itself": Obligation("new", (q(x.i), q(x.i), ())),
}


@pytest.mark.parametrize("what", REGRESSIONS)
def test_what_was_once_proved_although_false_is_proved_no_more(what: str) -> None:
    assert judge(REGRESSIONS[what], provers()).verdict in (Verdict.UNKNOWN, Verdict.REFUTED)


TRUE_NEIGHBOURS: dict[str, Statement] = {
    "the square root maps [0, 1] onto itself": Obligation(
        "one to one",
        (sqrt(parameter("eta", unit_interval)), parameter("eta", unit_interval), unit_interval, unit_interval),
    ),
    "a small power of [0, 2]": Obligation(
        "one to one", (up_to_two**3, up_to_two, RealInterval(0, 2), RealInterval(0, 8))
    ),
    "the logarithm of [0, 1] and back": Obligation(
        "onto",
        (
            raw(exp, (raw(log, (parameter("eta", unit_interval),)),)),
            parameter("eta", unit_interval),
            unit_interval,
            unit_interval,
        ),
    ),
    "an expectation of an expectation": Obligation(
        "equal",
        (
            expectation(expectation(f(y.outcome) + 1, q(y.outcome)), phat(x.outcome)),
            expectation(f(y.outcome), q(y.outcome)) + 1,
        ),
        (expectation(Abs(f(y.outcome)), q(y.outcome)) < oo,),
    ),
    "a mean over rows of another table": Obligation(
        "equal",
        (
            expectation(sample("b", size="m", domain=reals).i * 0 + f(x.outcome), phat(x.outcome)),
            x.sum(f(x.i)) / x.n,
        ),
    ),
    "a divergence on a countable space is defined": Obligation("defined", (kl_divergence(p, q, k),)),
    "a definition beside one conditional density": Obligation("new", (q(x.i), p(x.i), (q(y.i, given=x.i).role,))),
}


@pytest.mark.parametrize("what", TRUE_NEIGHBOURS)
def test_what_is_true_next_to_a_false_proof_is_still_proved(what: str) -> None:
    assert judge(TRUE_NEIGHBOURS[what], provers()).verdict is Verdict.PROVED


# ---- expressions that grow: a verdict, no overflow -------------------------------------------------------------------

A = [parameter(f"a{number}", reals) for number in range(20)]
B = [parameter(f"b{number}", reals) for number in range(20)]
beta = parameter("beta", reals)


def nest(wrap: Callable[[Any], Any], times: int, start: Any = beta) -> Any:
    for _ in range(times):
        start = wrap(start)
    return start


def product_of_sums(e: Any) -> Any:
    return raw(Mul, (raw(Add, (e, *A[:9])), raw(Add, tuple(B[:9]))))


def nested_means(times: int) -> Any:
    body = beta
    for number in range(times):
        column = sample(f"w{number}", domain=unit_interval)
        body = Expectation(raw(Mul, (raw(Abs, (body,)), column.outcome)), p(column.outcome))
    return body


def nested_rows(times: int) -> Any:
    body = beta
    for number in range(times):
        table = sample(f"w{number}", size=f"n{number}", domain=reals)
        body = table.sum(raw(Mul, (body, table.i)))
    return body


GROWING = {
    "a tower of powers of a number": lambda: raw(
        Add, (beta, nest(lambda e: raw(Pow, (e, Integer(64))), 60, Integer(3)))
    ),
    "a tower of squares": lambda: nest(lambda e: raw(Pow, (e, Integer(2))), 90),
    "a tower of roots": lambda: nest(lambda e: raw(Pow, (e, Rational(1, 2))), 90, s),
    "powers of powers of sums": lambda: nest(lambda e: raw(Pow, (raw(Add, (e, s)), Integer(5))), 40),
    "products of sums inside absolute values": lambda: nest(lambda e: raw(Abs, (product_of_sums(e),)), 32),
    "products of sums inside exponentials": lambda: nest(lambda e: raw(exp, (product_of_sums(e),)), 32),
    "logs inside logs": lambda: nest(lambda e: raw(log, (raw(Add, (raw(exp, (e,)), s)),)), 31),
    "expectations inside expectations": lambda: nested_means(30),
    "sums inside sums": lambda: nested_rows(40),
    "wide sums of products of sums": lambda: raw(
        Add,
        tuple(raw(Mul, (raw(Add, tuple(A)), raw(Add, tuple(B)), raw(Pow, (beta, Integer(n + 1))))) for n in range(100)),
    ),
    "a sum of fractions without common divisors": lambda: raw(
        Add, (beta, *(raw(Pow, (Rational(3, 10**6 + n), Integer(64))) for n in range(1200)))
    ),
    "a number of many digits": lambda: raw(Mul, (beta, Integer(7) ** 1100)),
}


@pytest.mark.parametrize("what", GROWING)
def test_an_expression_within_the_bounds_is_judged_however_it_grows(what: str) -> None:
    tree = GROWING[what]()
    step = Step("rewrite", "rewrite", (raw(Add, (tree, Integer(0))),))
    theorem = check(Chain("growing", argmin(tree, beta)).then(step))
    assert len(theorem.judgements) == 3
    assert {judgement.verdict for judgement in theorem.judgements} <= {Verdict.PROVED, Verdict.UNKNOWN}


def test_a_normal_form_that_nobody_could_read_is_not_written_out() -> None:
    with pytest.raises(Undecided):
        written_out(GROWING["products of sums inside absolute values"]())
