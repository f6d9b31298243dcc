"""Tests of symbolic.kernel: for each of its lines, something that must be refused."""

import pickle
from dataclasses import FrozenInstanceError
from dataclasses import replace as with_
from typing import Any

import pytest
from sympy import Abs, Add, Dummy, Integer, Mul, Pow, Symbol, exp, log, oo, sympify

from symbolic import check as public_check
from symbolic.chain import Chain, argmax, argmin
from symbolic.core.domains import (
    FiniteSet,
    RealInterval,
    binary,
    countable,
    extended_nonnegative,
    extended_reals,
    nonnegative,
    positive,
    reals,
    unit_interval,
)
from symbolic.core.errors import (
    DerivationError,
    MalformedStep,
    MalformedTerm,
    NameClash,
    ProverError,
    TooLarge,
    Undeclared,
    WrongEnd,
)
from symbolic.core.statement import Statement
from symbolic.core.terms import NegativePart, density, empirical, expectation, function, parameter, raw, sample
from symbolic.kernel import (
    NONE,
    PRIMITIVES,
    SAME,
    Answer,
    Condition,
    Derivation,
    Judgement,
    Problem,
    Relation,
    Replay,
    State,
    Step,
    Verdict,
    apply,
    check,
    compose,
    judge,
)
from symbolic.obligations import Obligation, of_kind
from symbolic.rules import increasing
from symbolic.statements.claimed import Claimed
from symbolic.statements.defined import Defined
from symbolic.statements.equal import Equal
from symbolic.statements.free import Free
from symbolic.statements.increasing import Increasing
from symbolic.statements.within import Within

theta, beta, eta = parameter("theta"), parameter("beta", reals), parameter("eta", reals)
x, y, z = sample("x"), sample("y"), sample("z", size="m")
v = sample("v", domain=reals)
q, p, r = density("q", theta), density("p"), density("r")
f = function("f", theta, values=unit_interval)
n = x.n
X, Q = x.outcome, q(x.outcome)
u = Dummy("u")

LIKELIHOOD = argmax(x.product(q(x.i)), theta)
MEAN_LOSS = argmin(x.sum(-log(q(x.i))) / n, theta)
MINUS = Integer(-1)


def unknown(obligation: Statement) -> Answer:
    """A prover that knows nothing."""
    return Answer(Verdict.UNKNOWN)


def everything(obligation: Statement) -> Answer:
    """A prover that believes everything."""
    return Answer(Verdict.PROVED)


BLIND = (("blind", unknown),)
GULLIBLE = (("gullible", everything),)


def step(primitive: str, *witness: Any) -> Step:
    return Step("Because", primitive, witness)


def owed(start: Problem, one: Step) -> list[str]:
    """The kinds of what a step owes, in order."""
    return [j.obligation.kind for j in check(Chain("c", start, steps=(one,)), BLIND).lines[0].judgements]


def proved(chain: Chain) -> bool:
    return public_check(chain).proved


# ---- relations -------------------------------------------------------------------------------------------------------

BIJECTION, REDUCTION = Relation("BIJECTION"), Relation("REDUCTION")
LIMITS = tuple(Relation("LIMIT", (), c) for c in Condition)
KINDS = (SAME, BIJECTION, REDUCTION, *LIMITS, NONE)
TABLE = (
    {("SAME", r.kind): r.kind for r in KINDS}
    | {(r.kind, "SAME"): r.kind for r in KINDS}
    | {
        ("BIJECTION", "BIJECTION"): "BIJECTION",
        ("BIJECTION", "REDUCTION"): "REDUCTION",
        ("REDUCTION", "BIJECTION"): "REDUCTION",
        ("BIJECTION", "LIMIT"): "LIMIT",
        ("LIMIT", "BIJECTION"): "LIMIT",
    }
)


@pytest.mark.parametrize("first", KINDS, ids=str)
@pytest.mark.parametrize("second", KINDS, ids=str)
def test_relations_compose_by_the_table_and_not_otherwise(first: Relation, second: Relation) -> None:
    found = compose(first, second)
    assert found.kind == TABLE.get((first.kind, second.kind), "NONE")
    if found.kind == "LIMIT":
        assert found.mode == (first.mode or second.mode)


def test_composed_relations_keep_their_maps_in_order() -> None:
    eta = parameter("eta", reals)
    one, two = Relation("BIJECTION", ((beta, eta),)), Relation("BIJECTION", ((eta, beta),))
    assert compose(one, two).maps == ((beta, eta), (eta, beta))
    assert compose(one, LIMITS[0]).maps == ((beta, eta),)
    assert compose(LIMITS[0], two).maps == ((eta, beta),)


@pytest.mark.parametrize("limit", LIMITS, ids=str)
def test_a_limit_never_prints_as_an_equality(limit: Relation) -> None:
    assert "=" not in str(limit)
    assert "->" in str(limit)


def test_none_is_never_proved() -> None:
    theorem = Replay(Chain("c", LIKELIHOOD), (), (), NONE)
    assert theorem.verdict is Verdict.UNKNOWN
    assert theorem.proved is False


def test_two_limits_in_a_row_give_no_relation() -> None:
    start = argmin(x.sum(f(x.i)) / n + 0 * z.n, theta)
    once = Chain("c", start).then(step("limit", f(X), p(X), Condition.POINTWISE))
    again = with_(once, steps=once.steps * 1)
    assert check(again, GULLIBLE).relation.kind == "LIMIT"
    with pytest.raises(MalformedStep, match="no mean over the rows"):
        once.then(step("limit", f(X), p(X), Condition.POINTWISE))


# ---- problems and states ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("objective", "unknowns"),
    [
        (x.product(q(x.i)), ()),
        (x.product(q(x.i)), (theta, theta)),
        (x.product(q(x.i)), (Symbol("theta"),)),
        (x.product(q(x.i)), (x.n,)),
        (x.product(q(x.i)), ("theta",)),
        (sympify("x > 0"), (theta,)),
        (theta, (theta,)),
        (log(q(x.i)), (theta,)),
    ],
)
def test_a_problem_needs_an_expression_and_distinct_unknowns(objective: Any, unknowns: tuple[Any, ...]) -> None:
    for make in (argmin, argmax):
        with pytest.raises(DerivationError):
            make(objective, *unknowns)


@pytest.mark.parametrize("sense", ["", "sup", "argmin", None, 1])
def test_a_sense_is_min_or_max(sense: Any) -> None:
    with pytest.raises(MalformedStep, match="min or max"):
        check(Chain("c", Problem(sense, LIKELIHOOD.objective, (theta,))), GULLIBLE)


def test_an_undeclared_symbol_is_refused_at_every_door() -> None:
    c = Symbol("c")
    with pytest.raises(Undeclared):
        argmin(c * x.sum(log(q(x.i))), theta)
    for one in (
        step("rewrite", c * LIKELIHOOD.objective),
        step("monotone", u, c * u, extended_reals, 1),
        step("monotone", u, raw(Add, (u, raw(Mul, (sympify(0), c)))), extended_reals, 1),
        step("define", r(x.i), c * p(x.i), LIKELIHOOD.objective),
        step("reparametrise", theta, parameter("eta"), c, True),
    ):
        with pytest.raises(DerivationError):
            Chain("c", LIKELIHOOD).then(one)


def test_two_different_things_that_print_alike_are_refused_across_a_chain() -> None:
    clashing = parameter("theta", positive)
    with pytest.raises(NameClash):
        Chain("c", LIKELIHOOD).then(step("rewrite", clashing * LIKELIHOOD.objective))
    with pytest.raises(NameClash):
        Chain("c", LIKELIHOOD).then(step("monotone", u, clashing * u, extended_reals, 1))
    with pytest.raises(NameClash):
        Chain("c", LIKELIHOOD).assume(density("p")(x.i) > 0, density("p", theta)(x.i) > 0)


def test_a_name_stays_taken_when_what_it_named_is_gone() -> None:
    a, other = parameter("a", positive), parameter("a", reals)
    start = argmin(x.sum(-log(q(x.i))) / n + raw(Mul, (a, Integer(0))), theta)
    chain = Chain("c", start).then(step("rewrite", MEAN_LOSS.objective))
    with pytest.raises(NameClash):
        chain.then(step("monotone", u, u + other, extended_reals, 1))


def test_a_name_hidden_in_a_map_is_seen_though_the_result_would_not_show_it() -> None:
    other = parameter("theta", reals)
    hidden = raw(Add, (u, raw(Mul, (Integer(0), other))))
    with pytest.raises(NameClash):
        Chain("c", LIKELIHOOD).then(step("monotone", u, hidden, extended_reals, 1))


# ---- relations -----------------------------------------------------------------------------------------------------

mu, nu = parameter("mu", reals), parameter("nu", positive)


@pytest.mark.parametrize(
    ("relation", "shown"),
    [
        (SAME, "="),
        (NONE, "no relation"),
        (Relation("REDUCTION", ((mu, nu - 1),)), "one way"),
        (Relation("BIJECTION", ((mu, nu - 1),)), "= up to mu = nu - 1"),
        (Relation("LIMIT", (), Condition.CONVEX), "-> as n -> inf (convex)"),
    ],
    ids=str,
)
def test_a_relation_reads_as_what_it_claims(relation: Relation, shown: str) -> None:
    assert str(relation) == shown
    assert pickle.loads(pickle.dumps(relation)) == relation


def test_relations_with_other_maps_are_others() -> None:
    assert Relation("BIJECTION", ((mu, nu - 1),)) != Relation("BIJECTION", ((mu, nu),)) != SAME


# ---- the primitives: what each owes ----------------------------------------------------------------------------------


def test_a_rewrite_owes_the_identity_and_definedness() -> None:
    target = exp(x.sum(log(q(x.i))))
    (line,) = check(Chain("c", LIKELIHOOD, steps=(step("rewrite", target),)), BLIND).lines
    assert [j.obligation for j in line.judgements] == [
        Obligation("equal", (LIKELIHOOD.objective, target)),
        Obligation("defined", (target,)),
    ]
    assert line.relation == SAME
    assert line.after == Problem("max", target, (theta,))


@pytest.mark.parametrize(("direction", "kind", "sense"), [(1, "increasing", "max"), (-1, "decreasing", "min")])
def test_a_monotone_map_owes_range_strictness_and_freeness(direction: int, kind: str, sense: str) -> None:
    one = step("monotone", u, log(u), extended_nonnegative, direction)
    (line,) = check(Chain("c", LIKELIHOOD, steps=(one,)), BLIND).lines
    strict = Obligation(kind, (log(u), u, extended_nonnegative))
    assert [j.obligation for j in line.judgements] == [
        Obligation("within", (LIKELIHOOD.objective, extended_nonnegative)),
        strict,
        Free(log(u), (theta,), granted=(strict,)),
    ]
    assert line.relation == SAME
    assert line.after.sense == sense


@pytest.mark.parametrize(("start", "sense"), [("min", "max"), ("max", "min")])
def test_the_sense_is_computed_and_never_chosen(start: str, sense: str) -> None:
    problem = Problem(start, LIKELIHOOD.objective, (theta,))
    assert Chain("c", problem).then(step("monotone", u, -u, extended_reals, -1)).end.sense == sense
    assert Chain("c", problem).then(step("monotone", u, 2 * u, extended_reals, 1)).end.sense == start


def test_a_negated_objective_with_the_sense_kept_is_not_proved() -> None:
    assert not proved(Chain("c", LIKELIHOOD).then(step("monotone", u, -u, extended_reals, 1)))
    assert not proved(Chain("c", LIKELIHOOD).then(step("rewrite", -LIKELIHOOD.objective)))
    assert proved(Chain("c", LIKELIHOOD).then(step("monotone", u, -u, extended_reals, -1)))


def test_a_definition_owes_novelty_density_identity_and_definedness() -> None:
    start = argmin(x.sum(-log(p(x.i))), theta)
    one = step("define", r(x.i), p(x.i), x.sum(-log(r(x.i))))
    (line,) = check(Chain("c", start, steps=(one,)), BLIND).lines
    assert [j.obligation for j in line.judgements] == [
        Obligation("new", (r(x.i), p(x.i), (("p", ("x",), ()),))),
        Obligation("density", (r(x.i), p(x.i))),
        Obligation("equal", (start.objective, start.objective)),
        Obligation("defined", (x.sum(-log(r(x.i))),)),
        Obligation("defined", (start.objective,)),
    ]


def test_a_definition_is_made_once_and_may_be_used_again() -> None:
    start = argmin(x.sum(-log(p(x.i))), theta)
    fold, back = step("define", r(x.i), p(x.i), x.sum(-log(r(x.i)))), step("define", r(x.i), p(x.i), start.objective)
    theorem = check(Chain("c", start, steps=(fold, back)), BLIND)
    assert [j.obligation.kind for j in theorem.lines[1].judgements] == ["equal", "defined", "defined"]
    other = step("define", r(x.i), density("s")(x.i), start.objective)
    assert not proved(Chain("c", start, steps=(fold, other)))


@pytest.mark.parametrize(
    ("one_to_one", "kind", "relation"), [(True, "one to one", "BIJECTION"), (False, "onto", "REDUCTION")]
)
def test_a_change_of_parameters_owes_its_map_and_definedness(one_to_one: bool, kind: str, relation: str) -> None:
    scale, eta = parameter("scale", positive), parameter("eta", reals)
    start = argmin(x.sum(-log(density("q", scale)(x.i))), scale)
    (line,) = check(Chain("c", start, steps=(step("reparametrise", scale, eta, exp(eta), one_to_one),)), BLIND).lines
    assert [j.obligation.kind for j in line.judgements] == [kind, "defined"]
    assert line.judgements[0].obligation.about == (exp(eta), eta, reals, positive)
    assert line.relation == Relation(relation, ((scale, exp(eta)),))
    assert line.after.unknowns == (eta,)


def test_one_to_one_is_claimed_by_a_truth_value_alone() -> None:
    start = argmin(beta**2, beta)
    for truthy in (1, "yes", None, 0):
        with pytest.raises(MalformedStep):
            check(Chain("c", start, steps=(step("reparametrise", beta, eta, eta, truthy),)), GULLIBLE)


ALWAYS = ["equal", "free", "independent", "fact", "defined"]
LIMIT_OWES = {
    Condition.POINTWISE: [],
    Condition.FINITE: ["finite"],
    Condition.COMPACT: ["compact", "semicontinuous", "bounded below", "within"],
    Condition.CONVEX: ["open and convex", "convex", "fact", "minimisers"],
}


@pytest.mark.parametrize("condition", Condition)
def test_a_limit_owes_what_its_condition_says(condition: Condition) -> None:
    one = step("limit", -log(q(X)), p(X), condition)
    assert owed(MEAN_LOSS, one) == ALWAYS + LIMIT_OWES[condition]
    end = Chain("c", MEAN_LOSS).then(one)
    assert end.end.objective == expectation(-log(q(X)), p(X))
    assert check(end, GULLIBLE).relation == Relation("LIMIT", (), condition)


def test_a_limit_of_a_maximisation_owes_the_integrability_of_the_negative() -> None:
    start = argmax(x.sum(log(q(x.i))) / n, theta)
    line = check(Chain("c", start, steps=(step("limit", log(q(X)), p(X), Condition.POINTWISE),)), BLIND).lines[0]
    assert str(line.judgements[3].obligation) == "fact: E_{p(x)}[(-log(q_theta(x)))^-] < oo; (theta,)"


@pytest.mark.parametrize("condition", [Condition.COMPACT, Condition.CONVEX])
def test_conditions_about_minimisers_need_a_minimisation(condition: Condition) -> None:
    start = argmax(x.sum(log(q(x.i))) / n, theta)
    with pytest.raises(MalformedStep, match="no condition for an argmax"):
        Chain("c", start).then(step("limit", log(q(X)), p(X), condition))


def test_nobody_can_state_what_a_rewrite_or_a_map_owes() -> None:
    decided = {"equal", "defined", "within", "increasing", "decreasing", "free", "new", "density", "onto", "one to one"}
    assert not any(of_kind(kind).by_a_step for kind in (*decided, "claimed", "satisfiable"))
    for owed in (
        Equal(X, Q),
        Defined(Q),
        Within(Q, positive),
        Increasing(u, u, reals),
        Free(Q, (theta,)),
        Claimed(SAME, SAME),
    ):
        assert judge(owed, BLIND).verdict is Verdict.UNKNOWN


# ---- malformed steps -------------------------------------------------------------------------------------------------

OBJECTIVE = LIKELIHOOD.objective
MALFORMED = {
    "an unknown primitive": step("believe", OBJECTIVE),
    "a primitive of Python's": step("__init__", OBJECTIVE),
    "no witness": step("rewrite"),
    "two targets": step("rewrite", OBJECTIVE, OBJECTIVE),
    "a target that is no expression": step("rewrite", "x"),
    "a target that is a truth value": step("rewrite", sympify("x > 0")),
    "a short witness": step("monotone", u, log(u), extended_nonnegative),
    "a long witness": step("monotone", u, log(u), extended_nonnegative, 1, 1),
    "a symbol for the variable": step("monotone", Symbol("u"), log(Symbol("u")), extended_nonnegative, 1),
    "a parameter for the variable": step("monotone", beta, log(beta), extended_nonnegative, 1),
    "an interval that is none": step("monotone", u, log(u), (0, oo), 1),
    "a set that is no interval": step("monotone", u, log(u), FiniteSet((0, 1)), 1),  # type: ignore[arg-type]
    "direction 0": step("monotone", u, log(u), extended_nonnegative, 0),
    "direction 2": step("monotone", u, log(u), extended_nonnegative, 2),
    "direction None": step("monotone", u, log(u), extended_nonnegative, None),
    "direction +": step("monotone", u, log(u), extended_nonnegative, "+"),
    "another variable in the map": step("monotone", u, log(u) + Dummy("u"), extended_nonnegative, 1),
    "a row in the map": step("monotone", u, u + x._index, extended_nonnegative, 1),
    "an entry in the map": step("monotone", u, u + log(p(x.i)), extended_nonnegative, 1),
    "a function defined": step("define", f(x.i), p(x.i), OBJECTIVE),
    "a number defined": step("define", Integer(1), p(x.i), OBJECTIVE),
    "a datum that is no argument": step("define", r(x.i), p(y.i, given=x.i), OBJECTIVE),
    "a parameter that is no argument": step("define", r(x.i), q(x.i), OBJECTIVE),
    "n in a definition": step("define", r(x.i), p(x.i) / n, OBJECTIVE),
    "a sum in a definition": step("define", r(x.i), x.sum(p(x.i)) * p(x.i), OBJECTIVE),
    "a mean in a definition": step("define", r(x.i), expectation(p(X), r(X)) * p(x.i), OBJECTIVE),
    "what is no unknown": step("reparametrise", beta, eta, eta, True),
    "an unknown by itself": step("reparametrise", theta, theta, theta, True),
    "an unknown by a number": step("reparametrise", theta, Integer(1), Integer(1), True),
    "a map that mentions another thing of its name": step(
        "reparametrise", theta, eta, eta + parameter("n", reals), True
    ),
    "a map of the old unknown": step("reparametrise", theta, eta, eta + theta, True),
    "a map of a law": step("reparametrise", theta, eta, eta + expectation(log(p(X)), p(X)), True),
    "a map of data": step("reparametrise", theta, eta, eta / n, True),
    "no mean": step("limit", log(q(X)), p(y.outcome), Condition.POINTWISE),
    "a law of entries": step("limit", log(q(X)), p(x.i), Condition.POINTWISE),
    "a conditional law": step("limit", log(q(X)), p(X, given=y.outcome), Condition.POINTWISE),
    "an empirical law": step("limit", log(q(X)), empirical(x)(X), Condition.POINTWISE),
    "a function for a law": step("limit", log(q(X)), f(X), Condition.POINTWISE),
    "n in the summand": step("limit", log(q(X)) / n, p(X), Condition.POINTWISE),
    "another datum in the summand": step("limit", log(q(X)) + log(p(y.i)), p(X), Condition.POINTWISE),
    "a sum in the summand": step("limit", x.sum(log(q(x.i))), p(X), Condition.POINTWISE),
    "a row of another table": step("limit", log(density("s")(z.outcome)), p(z.outcome), Condition.POINTWISE),
    "no condition": step("limit", log(q(X)), p(X), "pointwise"),
}


@pytest.mark.parametrize("what", MALFORMED)
def test_a_malformed_step_is_refused_before_anything_is_asked(what: str) -> None:
    with pytest.raises(DerivationError):
        Chain("c", LIKELIHOOD).then(MALFORMED[what])
    with pytest.raises(DerivationError):
        check(Chain("c", LIKELIHOOD, steps=(MALFORMED[what],)), GULLIBLE)


RUBBISH = {
    "a map that is text": step("monotone", u, "log", extended_nonnegative, 1),
    "a map that is None": step("monotone", u, None, extended_nonnegative, 1),
    "a definition that is text": step("define", r(x.i), "p", OBJECTIVE),
    "a target that is text": step("define", r(x.i), p(x.i), "p"),
    "a change of parameters that is text": step("reparametrise", theta, eta, "eta", True),
    "a summand that is text": step("limit", "log q", p(X), Condition.POINTWISE),
    "a primitive that is a list": Step("Because", ["rewrite"], (OBJECTIVE,)),  # type: ignore[arg-type]
    "a witness that is a number": Step("Because", "rewrite", 5),  # type: ignore[arg-type]
}


@pytest.mark.parametrize("what", RUBBISH)
def test_rubbish_in_a_witness_is_the_authors_error_and_not_a_crash(what: str) -> None:
    with pytest.raises(DerivationError):
        check(Chain("c", LIKELIHOOD, steps=(RUBBISH[what],)), GULLIBLE)


def test_a_truth_value_is_no_direction() -> None:
    with pytest.raises(MalformedStep):
        Chain("c", LIKELIHOOD).then(step("monotone", u, log(u), extended_nonnegative, True))


def test_a_definition_with_another_number_of_parameters_is_a_clash() -> None:
    start = argmax(x.product(density("q")(x.i)), theta)
    with pytest.raises(DerivationError):
        Chain("c", start).then(step("define", q(x.i), p(x.i), start.objective))


# ---- traps: each a step that is not proved ---------------------------------------------------------------------------

LOSS = x.sum(-log(q(x.i)))
SIGN = parameter("s", reals)
CAUGHT = {
    "a factor that depends on the unknown": (argmin(beta**2 + 1, beta), step("monotone", u, u * exp(beta), reals, 1)),
    "a constant that depends on the unknown": (MEAN_LOSS, step("monotone", u, u + f(), extended_reals, 1)),
    "a constant hidden in an abstract function": (
        MEAN_LOSS,
        step("monotone", u, u + x.sum(f(x.i)), extended_reals, 1),
    ),
    "a factor of unknown sign": (MEAN_LOSS, step("monotone", u, SIGN * u, extended_reals, 1)),
    "a factor that may vanish": (
        MEAN_LOSS,
        step("monotone", u, parameter("k", nonnegative) * u, extended_reals, 1),
    ),
    "a factor that is 0": (MEAN_LOSS, step("monotone", u, raw(Mul, (Integer(0), u)), extended_reals, 1)),
    "a map that is increasing but not strictly": (MEAN_LOSS, step("monotone", u, Abs(u) + u, extended_reals, 1)),
    "a map that is constant": (MEAN_LOSS, step("monotone", u, Integer(1), extended_reals, 1)),
    "a map on less than the range": (MEAN_LOSS, step("monotone", u, u**2, nonnegative, 1)),
    "a map on a set with a hole": (argmin(beta, beta), step("monotone", u, -1 / u, reals, 1)),
    "a constant that may be infinite": (
        MEAN_LOSS,
        step("monotone", u, u + x.sum(log(p(x.i))), extended_reals, 1),
    ),
    "a constant that is infinite": (MEAN_LOSS, step("monotone", u, raw(Add, (u, oo)), extended_reals, 1)),
    "one summand scaled": (
        argmin(LOSS + n * beta**2, theta, beta),
        step("rewrite", LOSS + beta**2),
    ),
    "a doubled objective as a rewrite": (MEAN_LOSS, step("rewrite", 2 * MEAN_LOSS.objective)),
    "a mean of means with another number of rows": (MEAN_LOSS, step("rewrite", LOSS / z.n)),
    "the log of the mean for the mean of the logs": (
        argmax(x.sum(log(q(x.i))) / n, theta),
        step("rewrite", log(x.sum(q(x.i)) / n)),
    ),
    "a split of an expectation of a difference": (
        argmin(expectation(log(p(X)) - log(q(X)), p(X)), theta),
        step("rewrite", raw(Add, (expectation(log(p(X)), p(X)), expectation(-log(q(X)), p(X))))),
    ),
    "a law that mentions the unknown": (MEAN_LOSS, step("limit", -log(q(X)), q(X), Condition.POINTWISE)),
    "a limit of a sum that is no mean": (argmin(LOSS, theta), step("limit", -log(q(X)), p(X), Condition.POINTWISE)),
    "a limit of another summand": (MEAN_LOSS, step("limit", -log(r(X)), p(X), Condition.POINTWISE)),
    "a map onto less than the domain": (
        argmin(beta**2, beta),
        step("reparametrise", beta, eta, exp(eta), False),
    ),
    "a map that is not one to one": (
        argmin(parameter("k", nonnegative), parameter("k", nonnegative)),
        step("reparametrise", parameter("k", nonnegative), eta, eta**2, True),
    ),
    "tan, which SymPy calls increasing": (
        argmin(parameter("k", RealInterval(0, 5)), parameter("k", RealInterval(0, 5))),
        step("monotone", u, sympify("tan(u)").subs(Symbol("u"), u), RealInterval(0, 5), 1),
    ),
    "1 == 1": (MEAN_LOSS, step("rewrite", Integer(1))),
}


@pytest.mark.parametrize("what", CAUGHT)
def test_a_trap_is_not_proved(what: str) -> None:
    start, one = CAUGHT[what]
    theorem = public_check(Chain("trap", start, steps=(one,)))
    assert theorem.proved is False
    assert theorem.lines[0].judgements[0].prover
    assert theorem.open


def test_a_quotient_is_1_only_where_its_denominator_is_not_0() -> None:
    ratio = x.sum(raw(Mul, (p(x.i), raw(Pow, (p(x.i), MINUS)))))
    start = argmin(LOSS / n + 0, theta)
    chain = Chain("c", start).then(step("rewrite", raw(Add, (start.objective, ratio, raw(Mul, (MINUS, n))))))
    assert proved(chain) is False
    assert proved(chain.assume(p(x.i) > 0)) is True


def test_a_datum_named_like_a_bound_variable_is_told_apart() -> None:
    named_u = parameter("u", positive)
    with pytest.raises(NameClash, match="'u' would print two different things"):
        Chain("c", argmin(named_u * LOSS, theta)).then(step("monotone", u, u / named_u, extended_reals, 1))
    chain = Chain("c", argmin(named_u * LOSS, theta)).then(increasing(lambda v: v / named_u))
    assert chain.end.objective.has(named_u)
    assert str(chain.steps[0].witness[0]) != "_u"
    assert proved(chain) is True
    unknown_u = Chain("c", argmin(named_u, named_u)).then(increasing(lambda v: v / named_u))
    assert proved(unknown_u) is False


def test_a_constant_that_only_looks_as_if_it_held_the_unknown_is_accepted() -> None:
    constant = raw(Add, (beta, raw(Mul, (MINUS, beta))))
    assert proved(
        Chain("c", argmin(beta**2, beta)).then(step("monotone", u, raw(Add, (u, constant)), extended_reals, 1))
    )


def test_a_constant_may_not_hide_the_unknown_behind_a_defined_symbol() -> None:
    with pytest.raises(MalformedTerm, match="theta is not among the arguments"):
        Chain("c", MEAN_LOSS).then(step("define", r(x.i), q(x.i), MEAN_LOSS.objective))


# ---- traps of the limit ----------------------------------------------------------------------------------------------


def not_proved_or_refused(start: Problem, one: Step, *facts: Any) -> bool:
    try:
        return public_check(Chain("trap", start, steps=(one,), hypotheses=facts)).proved is False
    except DerivationError:
        return True


def test_an_empirical_density_in_the_summand_mentions_every_other_datum() -> None:
    c = sample("c", domain=countable)
    phat, g = empirical(c), function("g", theta, values=unit_interval)
    start = argmin(c.sum(phat(c.i) * g(c.i)) / c.n, theta)
    one = step("limit", phat(c.outcome) * g(c.outcome), p(c.outcome), Condition.POINTWISE)
    assert not_proved_or_refused(start, one)


def test_a_mean_over_the_data_in_the_summand_mentions_every_other_datum() -> None:
    inner = expectation(f(y.outcome), empirical(y)(y.outcome))
    g = function("g", theta, values=unit_interval)
    one = step("limit", g(X) * inner, p(X), Condition.POINTWISE)
    for objective in (x.sum(g(x.i) * inner) / n, raw(Mul, (x.sum(g(x.i)) / n, inner))):
        assert not_proved_or_refused(Problem("min", objective, (theta,)), one)


def test_an_empirical_density_may_not_hide_behind_a_definition() -> None:
    c = sample("c", domain=countable)
    g, s = function("g", theta, values=unit_interval), density("s")
    start = argmin(c.sum(s(c.i) * g(c.i)) / c.n, theta)
    phat = empirical(c)
    with_phat = argmin(c.sum(phat(c.i) * g(c.i)) / c.n, theta)
    steps = (
        step("define", s(c.i), phat(c.i), start.objective),
        step("limit", s(c.outcome) * g(c.outcome), p(c.outcome), Condition.POINTWISE),
    )
    try:
        assert public_check(Chain("trap", with_phat, steps=steps)).proved is False
    except DerivationError as error:
        assert str(error)


def test_an_expectation_in_the_summand_keeps_its_own_outcomes() -> None:
    """The mean of f(x_i, y_i) does not tend to E_x E_{y ~ r} f(x, y), where r is any density."""
    start = argmin(x.sum(f(x.i, y.i)) / n, theta)
    one = step("limit", expectation(f(X, y.outcome), r(y.outcome)), p(X), Condition.POINTWISE)
    assert not_proved_or_refused(start, one)


def test_a_limit_is_not_claimed_for_two_tables() -> None:
    start = argmin(x.sum(-log(q(x.i))) / n + z.sum(-log(density("s")(z.i))) / z.n, theta)
    with pytest.raises(MalformedStep, match="no mean over the rows of one table"):
        Chain("c", start).then(step("limit", -log(q(X)), p(X), Condition.POINTWISE))


# ---- hypotheses ------------------------------------------------------------------------------------------------------


def test_what_is_refused_of_all_rows_together_says_what_to_write() -> None:
    with pytest.raises(
        MalformedTerm, match=r"of the rows together nothing else can be said: .* let a parameter in \(0, oo\)"
    ):
        Chain("c", LIKELIHOOD).assume(x.sum(q(x.i)) > 0)


@pytest.mark.parametrize("fact", [p(x.i) >= 0, beta > 0, True, None, p(x.i), expectation(log(p(X)), p(X)) < 7], ids=str)
def test_assume_takes_only_three_forms(fact: Any) -> None:
    with pytest.raises(MalformedTerm, match="a hypothesis reads"):
        Chain("c", LIKELIHOOD).assume(fact)
    with pytest.raises(MalformedTerm):
        check(Chain("c", LIKELIHOOD, hypotheses=(fact,)), GULLIBLE)


def test_hypotheses_are_listed_once_and_in_order() -> None:
    one, two = p(x.i) > 0, expectation(Abs(log(p(X))), p(X)) < oo
    chain = Chain("c", LIKELIHOOD).assume(one, two).assume(one)
    found = public_check(chain).hypotheses
    assert [h.about[0] for h in found] == [one, two]
    assert {h.kind for h in found} == {"fact"}


def test_a_used_hypothesis_is_not_listed_twice() -> None:
    fact = expectation(NegativePart(-log(q(X))), p(X)) < oo
    chain = Chain("c", MEAN_LOSS).assume(fact).then(step("limit", -log(q(X)), p(X), Condition.POINTWISE))
    theorem = public_check(chain)
    assert [j.prover for j in theorem.judgements if j.obligation.kind == "fact"] == ["author", "author"]
    assert [str(h) for h in theorem.hypotheses] == [f"fact: {fact.lhs} < oo; (theta,)", "independent: p(x); n"]


def test_an_unused_hypothesis_is_printed_all_the_same() -> None:
    chain = Chain("c", LIKELIHOOD).assume(p(x.i) > 0)
    assert [str(h) for h in public_check(chain).hypotheses] == ["fact: p(x_i) > 0; (theta,)"]


def test_whether_the_hypotheses_can_hold_is_asked_given_what_is_proved_and_nothing_else() -> None:
    chain = Chain("c", LIKELIHOOD).assume(p(x.i) > 0)
    asked: list[Statement] = []

    def looking(owed: Statement) -> Answer:
        asked.append(owed)
        return Answer(Verdict.UNKNOWN if owed.kind == "fact" else Verdict.PROVED)

    theorem = check(chain, [("looking", looking)])
    satisfiable = asked[-1]
    assert satisfiable.kind == "satisfiable" and theorem.proved
    proved = {j.obligation.alone for j in theorem.judgements if j.verdict is Verdict.PROVED} - {satisfiable.alone}
    assert {s.kind for s in satisfiable.granted} == {"defined"}
    assert set(satisfiable.granted) == proved


def test_a_limits_own_integrability_does_not_prove_itself() -> None:
    theorem = public_check(Chain("c", MEAN_LOSS).then(step("limit", -log(q(X)), p(X), Condition.POINTWISE)))
    fact = theorem.lines[0].judgements[3]
    assert fact.obligation.kind == "fact"
    assert fact.verdict is Verdict.ASSUMED
    assert fact.obligation.given == ()


def test_a_new_parameter_is_not_one_that_a_hypothesis_speaks_of() -> None:
    """Else what was assumed of one datum c would hold, from there on, for every value of the unknown."""
    c = parameter("c", reals)
    at_beta, at_c = density("q", beta), density("q", c)
    counts = x.sum(raw(Mul, (raw(exp, (raw(Mul, (MINUS, log(at_beta(x.i)))),)), at_beta(x.i))))
    steps = (
        step("reparametrise", beta, c, c, True),
        step("rewrite", n),
        step("reparametrise", c, beta, beta, True),
    )
    chain = Chain("trap", argmax(counts, beta), steps=steps, hypotheses=(at_c(x.i) > 0,))
    try:
        assert public_check(chain).proved is False
    except MalformedStep as error:
        assert "c" in str(error)


def test_a_new_parameter_does_not_stand_in_the_objective_already() -> None:
    start = argmin(beta**2 + eta**2, beta)
    with pytest.raises(MalformedStep, match="by a new parameter"):
        Chain("c", start).then(step("reparametrise", beta, eta, eta, True))


def test_a_hypothesis_about_a_symbol_bars_its_definition() -> None:
    start = argmin(x.sum(-log(p(x.i))), theta)
    chain = Chain("c", start).assume(r(x.i) > 0).then(step("define", r(x.i), p(x.i), x.sum(-log(r(x.i)))))
    assert proved(chain) is False
    assert proved(with_(chain, hypotheses=())) is True


# ---- size ------------------------------------------------------------------------------------------------------------


def test_a_chain_that_grows_without_bound_ends_in_a_clear_error() -> None:
    chain = Chain("c", LIKELIHOOD)
    with pytest.raises(TooLarge, match="rewrite"):
        for _ in range(2000):
            chain = chain.then(step("monotone", u, exp(u), extended_reals, 1))
    assert len(chain.steps) < 200


def test_a_huge_witness_is_refused_without_recursion() -> None:
    deep: Any = p(x.i)
    for _ in range(20_000):
        deep = raw(log, (deep,))
    for one in (
        step("rewrite", x.sum(deep)),
        step("monotone", u, u + x.sum(deep), extended_reals, 1),
        step("define", r(x.i), deep, OBJECTIVE),
        step("limit", deep, p(X), Condition.POINTWISE),
    ):
        with pytest.raises(TooLarge):
            check(Chain("c", LIKELIHOOD, steps=(one,)), GULLIBLE)


def test_an_objective_that_doubles_with_every_step_ends_in_a_clear_error() -> None:
    steps = tuple(step("monotone", u, raw(Add, (u, u)), extended_reals, 1) for _ in range(300))
    with pytest.raises(TooLarge):
        check(Chain("c", MEAN_LOSS, steps=steps), GULLIBLE)


def test_a_long_chain_whose_objective_stays_bounded_is_checked() -> None:
    steps = tuple(step("monotone", u, -u, extended_reals, -1) for _ in range(40))
    back = tuple(step("rewrite", MEAN_LOSS.objective * (-1) ** k) for k in (1, 0))
    chain = Chain("c", MEAN_LOSS, steps=(steps[0], back[0], steps[1], back[1]) * 20)
    assert proved(chain) is True


# ---- claims ----------------------------------------------------------------------------------------------------------


def test_a_claimed_end_that_is_another_problem_is_an_error() -> None:
    chain = Chain("c", LIKELIHOOD).then(step("monotone", u, log(u), extended_nonnegative, 1))
    for end in (LIKELIHOOD, with_(chain.end, sense="min"), with_(chain.end, unknowns=(eta,)), "the end", None):
        with pytest.raises(WrongEnd, match="the claimed end is"):
            public_check(chain.claim(end))  # type: ignore[arg-type]
    assert public_check(chain.claim(chain.end)).proved is True


@pytest.mark.parametrize("claimed", [SAME, BIJECTION, LIMITS[1], NONE], ids=str)
def test_a_claimed_relation_that_does_not_follow_stays_unknown(claimed: Any) -> None:
    chain = Chain("c", MEAN_LOSS).then(step("limit", -log(q(X)), p(X), Condition.POINTWISE))
    theorem = public_check(chain.claim(chain.end, claimed))
    assert theorem.verdict is Verdict.UNKNOWN
    assert [j.obligation.kind for j in theorem.open] == ["claimed"]
    assert theorem.relation == LIMITS[0]


@pytest.mark.parametrize("claimed", ["SAME", True, ("SAME",), Condition.FINITE], ids=str)
def test_what_is_no_relation_cannot_be_claimed(claimed: Any) -> None:
    with pytest.raises(MalformedStep, match="a relation is SAME"):
        Chain("c", MEAN_LOSS).claim(MEAN_LOSS, claimed)
    with pytest.raises(MalformedStep, match="a relation is SAME"):
        check(Chain("c", MEAN_LOSS, claimed=(MEAN_LOSS, claimed)), GULLIBLE)


def test_a_claimed_relation_that_follows_is_proved() -> None:
    chain = Chain("c", MEAN_LOSS).then(step("limit", -log(q(X)), p(X), Condition.POINTWISE))
    theorem = public_check(chain.claim(chain.end, LIMITS[0]))
    assert theorem.proved is True
    assert [j.obligation.kind for j in theorem.premises] == ["defined", "satisfiable"]
    assert [j.obligation.kind for j in theorem.claim] == ["claimed"]


def test_an_empty_chain_says_that_a_problem_is_itself_and_no_more() -> None:
    theorem = public_check(Chain("c", LIKELIHOOD))
    assert (theorem.proved, theorem.relation, theorem.start, theorem.end) == (True, SAME, LIKELIHOOD, LIKELIHOOD)
    with pytest.raises(WrongEnd):
        public_check(Chain("c", LIKELIHOOD).claim(MEAN_LOSS, SAME))


def test_an_objective_that_may_have_no_value_is_not_even_equal_to_itself() -> None:
    start = argmin(x.sum(log(p(x.i)) - log(q(x.i))), theta)
    theorem = public_check(Chain("c", start))
    assert theorem.proved is False
    assert theorem.open[0].obligation == Obligation("defined", (start.objective,))


def test_that_1_is_1_proves_nothing_else() -> None:
    ones = argmin(Integer(1), theta)
    theorem = public_check(Chain("c", ones).then(step("rewrite", Integer(1))))
    assert (theorem.start, theorem.end) == (ones, ones)
    with pytest.raises(WrongEnd):
        public_check(Chain("c", ones, claimed=(LIKELIHOOD, SAME)))


# ---- verdicts --------------------------------------------------------------------------------------------------------


def test_refuted_beats_unknown() -> None:
    def some(obligation: Statement) -> Answer:
        return Answer(Verdict.REFUTED if obligation.kind == "free" else Verdict.UNKNOWN)

    chain = Chain("c", LIKELIHOOD).then(step("monotone", u, log(u), extended_nonnegative, 1))
    theorem = check(chain, (("some", some),))
    assert theorem.verdict is Verdict.REFUTED
    assert theorem.proved is False


@pytest.mark.parametrize("verdict", [Verdict.UNKNOWN, Verdict.REFUTED])
@pytest.mark.parametrize("kind", ["defined", "within", "increasing", "free"])
def test_one_open_obligation_is_enough_to_prove_nothing(kind: str, verdict: Verdict) -> None:
    def all_but_one(obligation: Statement) -> Answer:
        return Answer(verdict if obligation.kind == kind else Verdict.PROVED)

    chain = Chain("c", LIKELIHOOD).then(step("monotone", u, log(u), extended_nonnegative, 1))
    theorem = check(chain, (("all but one", all_but_one),))
    assert theorem.proved is False
    assert theorem.verdict is verdict


def test_without_provers_nothing_is_proved() -> None:
    chain = Chain("c", LIKELIHOOD).then(step("monotone", u, log(u), extended_nonnegative, 1))
    theorem = check(chain, ())
    assert {(j.verdict, j.prover) for j in theorem.judgements} == {(Verdict.UNKNOWN, "nobody")}


def test_the_first_verdict_stands_and_its_prover_is_named() -> None:
    found = judge(Obligation("equal", (1, 2)), (*BLIND, *GULLIBLE, ("late", lambda o: Answer(Verdict.REFUTED))))
    assert found == Judgement(Obligation("equal", (1, 2)), Verdict.PROVED, "gullible", "")


def test_the_reasons_of_those_who_did_not_know_are_kept_once() -> None:
    provers = [(str(k), lambda o, w=w: Answer(Verdict.UNKNOWN, w)) for k, w in enumerate(("a", "b", "a", ""))]
    assert judge(Obligation("equal", (1, 2)), provers).reason == "a; b"


def test_a_judgement_keeps_the_laws_that_its_prover_used() -> None:
    used = (("log of a product", 2),)
    provers = (
        ("idle", lambda o: Answer(Verdict.UNKNOWN, "", (("unused", 1),))),
        ("one", lambda o: Answer(Verdict.PROVED, "", used)),
    )
    assert judge(Obligation("equal", (1, 2)), provers).used == used
    assert judge(Obligation("equal", (1, 2)), provers[:1]).used == ()


def test_a_prover_that_raises_is_a_bug_and_never_a_pass() -> None:
    def broken(obligation: Statement) -> Answer:
        raise ValueError("oops")

    with pytest.raises(ProverError, match=r"bug in lossproof: broken raised ValueError\('oops'\) on defined"):
        check(Chain("c", LIKELIHOOD), (("broken", broken),))


@pytest.mark.parametrize(
    "answer", [True, None, Verdict.PROVED, "proved", (Verdict.PROVED, ""), Answer("proved")], ids=str
)  # type: ignore[arg-type]
def test_a_prover_that_answers_rubbish_is_a_bug_and_never_a_pass(answer: Any) -> None:
    with pytest.raises(ProverError, match="instead of an Answer"):
        check(Chain("c", LIKELIHOOD), (("odd", lambda o: answer),))


def test_verdicts_have_no_order_and_are_all_true_as_python_sees_them() -> None:
    assert all(bool(v) for v in Verdict)
    with pytest.raises(TypeError):
        sorted(Verdict)  # type: ignore[type-var]


# ---- forging ---------------------------------------------------------------------------------------------------------


def test_a_theorem_made_by_hand_does_not_pass_for_a_replay() -> None:
    lie = Replay(Chain("c", LIKELIHOOD, steps=(step("rewrite", Integer(1)),)), (), (), SAME)
    assert public_check(lie.chain).proved is False
    assert public_check(lie.chain) != lie


def test_a_chain_edited_by_hand_is_replayed_from_its_start() -> None:
    good = Chain("c", MEAN_LOSS).then(step("limit", -log(q(X)), p(X), Condition.POINTWISE))
    moved = with_(good, start=LIKELIHOOD)
    assert public_check(moved).proved is False
    with pytest.raises(MalformedStep):
        public_check(with_(good, start=argmin(f(), theta)))


def test_a_step_that_names_a_rule_of_ours_owes_the_same() -> None:
    for name in ("rewrite", "increasing", "law_of_large_numbers", ""):
        forged = Chain("c", LIKELIHOOD, steps=(Step(name, "rewrite", (Integer(1),)),))
        assert public_check(forged).proved is False


def test_the_table_of_primitives_holds_the_five() -> None:
    assert set(PRIMITIVES) == {"rewrite", "monotone", "define", "reparametrise", "limit"}


# ---- data ------------------------------------------------------------------------------------------------------------

FULL = (
    Chain("c", LIKELIHOOD, title="t", tag="1", note="n", glossary=((r"\theta", "the parameter"),))
    .assume(p(x.i) > 0)
    .then(step("monotone", u, log(u), extended_nonnegative, 1), tag="2")
    .then(step("rewrite", x.sum(log(q(x.i)))))
)


PLAIN = [LIKELIHOOD, step("rewrite", n), SAME, Derivation("d", LIKELIHOOD), check(Derivation("d", LIKELIHOOD), ())]


@pytest.mark.parametrize("thing", PLAIN, ids=lambda t: type(t).__name__)
def test_what_the_kernel_holds_has_its_fields_and_nothing_else(thing: object) -> None:
    assert not hasattr(thing, "__dict__")


weight = sample("w", domain=binary)
MASKED = argmin(x.sum(weight.i * f(x.i)) / x.sum(weight.i), theta)


def test_a_sum_over_rows_of_data_is_positive_by_hypothesis() -> None:
    some = x.sum(weight.i) > 0
    assert not public_check(Chain("c", MASKED)).proved
    theorem = public_check(Chain("c", MASKED).assume(some))
    assert theorem.proved and [str(h.about[0]) for h in theorem.hypotheses] == [str(some)]
    for other in (x.sum(1 - weight.i) > 0, x.sum(weight.i**2 / 2 - weight.i) > 0):
        assert not public_check(Chain("c", MASKED).assume(other)).proved
    for more in (x.sum(3 * weight.i) > 0, x.sum(weight.i / 2 + weight.i**2) > 0):
        assert public_check(Chain("c", MASKED).assume(more)).proved


def test_a_sum_that_is_never_positive_is_no_hypothesis_of_a_theorem() -> None:
    for never in (x.sum(-weight.i) > 0, x.sum(weight.i - 1) > 0):
        chain = Chain("c", MASKED).assume(never, x.sum(weight.i) > 0)
        assert not public_check(chain).proved


@pytest.mark.parametrize(
    "fact",
    [
        x.sum(weight.i * beta) > 0,
        x.sum(weight.i / x.n) > 0,
        x.sum(f(x.i)) > 0,
        x.sum(q(x.i)) > 0,
        x.sum(weight.i) < 3,
        x.sum(weight.i) > 1,
        x.sum(weight.i) >= 0,
        x.sum(weight.i) / x.n > 0,
        x.product(weight.i) > 0,
    ],
    ids=str,
)
def test_what_else_is_said_of_a_sum_is_refused(fact: Any) -> None:
    with pytest.raises(MalformedTerm, match="a hypothesis reads"):
        Chain("c", MASKED).assume(fact)


def test_a_sum_in_a_hypothesis_has_a_value() -> None:
    assert not public_check(Chain("c", MASKED).assume(x.sum(log(weight.i - 1)) > 0)).proved


def test_a_definition_that_is_used_at_another_parameter_owes_that_this_is_one_of_its_own() -> None:
    scale, level = parameter("scale", positive), parameter("level", reals)
    g = function("g", scale, values=nonnegative)
    new, body = density("r", scale)(x.i), g(x.i) * scale
    there = density("r", level)(x.i)
    state = State.begin(Problem("max", x.sum(log(there)), (level,)))
    _, _, owed = apply(state, step("define", new, body, x.sum(log(there))))
    assert Within(level, scale.domain) in owed
    _, _, owed = apply(
        State.begin(Problem("max", x.sum(log(new)), (scale,))), step("define", new, body, x.sum(log(new)))
    )
    assert not any(isinstance(o, Within) for o in owed)


@pytest.mark.parametrize(
    "thing", [LIKELIHOOD, Step("r", "rewrite", (Integer(1),)), SAME], ids=["problem", "step", "relation"]
)
def test_what_was_judged_is_not_changed_afterwards(thing: Any) -> None:
    with pytest.raises(FrozenInstanceError):
        setattr(thing, thing.__match_args__[0], "another")
