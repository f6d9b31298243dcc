"""What a campaign attacks: everything that is behind a name, found alike in every process, and only while it is the same."""

from __future__ import annotations

import pytest
from command_line import GOOD, HEAD, write

from properties.campaigns.parts import fingerprint, subjects
from properties.campaigns.pieces import cut
from properties.campaigns.results import run
from properties.errors import InputError
from symbolic.core.errors import Unsound

LOSSES = """\
import numpy
from lossproof import conforms
from symbolic.derivations.poisson_regression import chain as _poisson

def right(y, z):
    return numpy.exp(z) - y * z

conforms(right, _poisson, within={"y": (0, 9), "z": (-9, 9)})
conforms(right, _poisson, name="again", within={"y": (0, 9), "z": (-9, 9)})
_kept = conforms(right, _poisson, name="kept")
"""


def test_a_chain_gives_its_start_each_step_and_its_claim():
    assert [s.title for s in subjects("kl_is_symmetric")] == ["start", "step 1 (rewrite)", "claim"]
    assert {s.name for s in subjects("kl_is_symmetric")} == {"kl_is_symmetric"}


def test_a_family_gives_its_chain_and_every_fact_with_what_is_claimed():
    found = {s.title: s.claimed for s in subjects("poisson")}
    assert found["start"] is True and found["total mass"] is True and found["convexity"] is None
    assert {s.claimed for s in subjects("multinomial")} <= {True, None}


def test_what_a_file_claims_to_be_false_is_said_so():
    from symbolic.families import load, names
    from symbolic.models.judging import claims

    false = [name for name in names() for group, c in claims(load(name), ("false_claims",)) if c.false]
    assert false and all(any(s.claimed is False for s in subjects(name)) for name in false)


def test_a_file_gives_its_chains_and_what_it_says_of_functions(tmp_path):
    text = LOSSES + GOOD
    found = subjects(write(tmp_path, "losses.py", text))
    assert list(dict.fromkeys(s.name for s in found)) == ["user_mle", "right", "again"]  # nothing under _names
    assert [s.title for s in found][-2:] == ["", ""]
    assert subjects(write(tmp_path, "losses.py", LOSSES))[0].name == "right"


def test_a_function_is_held_to_the_loss_that_is_named(tmp_path):
    (found,) = subjects(f"{write(tmp_path, 'losses.py', LOSSES)}:right", "poisson_regression")
    assert found.name == "right" and found.least == 24
    (piece,) = cut([found], 48, 0)
    assert run(piece).finding is None


@pytest.mark.parametrize(
    ("target", "said"),
    [("kl_is_symetric", "Did you mean kl_is_symmetric"), ("nowhere.py", "no such file"), ("math:pi", "no Chain")],
)
def test_what_is_not_there_is_said(target, said):
    with pytest.raises(InputError, match=said):
        subjects(target)


def test_an_empty_file_says_what_it_might_hold(tmp_path):
    with pytest.raises(InputError, match="no chain and no family"):
        subjects(write(tmp_path, "empty.py", "x = 1\n"))


def test_an_end_that_is_claimed_wrongly_is_a_part_of_its_own(tmp_path):
    ends = "right = logs.then(flip_sign())\nwrong = Chain('turned', start).claim(right.end)\ndel logs, right\n"
    found = subjects(write(tmp_path, "ends.py", HEAD + ends))
    assert [s.title for s in found] == ["start", "the end that is claimed"]
    *_, last = cut(found, 2, 0)
    finding = run(last).finding
    assert finding is not None and finding.kind == "error" and "end" in finding.text


def test_what_has_changed_since_is_not_attacked(tmp_path):
    path = write(tmp_path, "derive.py", GOOD)
    (first, *_) = cut(subjects(path), 10, 0)
    assert run(first).examples
    write(tmp_path, "derive.py", GOOD + "# changed\n")
    with pytest.raises(InputError, match="not what it was"):
        run(first)


def test_the_fingerprint_is_of_the_file_and_not_of_its_place(tmp_path):
    one, other = write(tmp_path, "one.py", GOOD), write(tmp_path, "other.py", GOOD)
    assert fingerprint(one) == fingerprint(other) == fingerprint(f"{one}:chain") != fingerprint("poisson")


def test_a_certified_case_against_what_is_proved_is_a_bug_of_ours():
    from properties.attacks.report import Counterexample, Report

    case = Counterexample("value", "a case that there is not", True)
    for subject in (subjects("kl_to_mle")[1], next(s for s in subjects("poisson") if s.title == "total mass")):
        with pytest.raises(Unsound, match="a case that there is not"):
            subject.part.confront(Report(subject.title, "", counterexample=case))
    refuted = subjects("kl_is_symmetric")[1]
    refuted.part.confront(Report(refuted.title, "", counterexample=case))  # which nothing proved
