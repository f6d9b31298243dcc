"""`lossproof campaign`: what it attacks, what it keeps, and with which exit code it ends."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from command_line import GOOD, WRONG, run, write

LOSSES = """\
import numpy

def right(y, z):
    return numpy.exp(z) - y * z

def wrong(y, z):
    return numpy.exp(z) - y * numpy.log(numpy.exp(z) + 1e-8)
"""


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")


def campaign(*arguments: str):
    return run("campaign", *arguments, "--workers", "0")


def test_nothing_found_is_0_and_what_was_done_is_kept(tmp_path):
    first = campaign(write(tmp_path, "good.py", GOOD), "--examples", "40")
    assert first.exit_code == 0
    assert "user_mle  no case " in first.stdout and "4 statements of 1: no finding." in first.stdout
    assert "40 examples, 40 decided, in 4 pieces." in first.stdout
    lines = (tmp_path / "campaign.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 5
    second = campaign(write(tmp_path, "good.py", GOOD), "--examples", "40")
    assert second.stdout == first.stdout and "4 of 4 pieces are in campaign.jsonl already" in second.stderr
    assert (tmp_path / "campaign.jsonl").read_text(encoding="utf-8").splitlines() == lines


def test_a_case_is_1_and_is_printed_whole_with_the_command_that_finds_it_again(tmp_path):
    path = write(tmp_path, "wrong.py", WRONG)
    result = campaign(path, "--examples", "200")
    assert result.exit_code == 1
    assert "✗ user_mle  refuted" in result.stdout and "counterexample (value, certified)" in result.stdout
    assert "again: lossproof prove wrong.py:chain --examples 50 --seed 0\n" in result.stdout
    proved = run("prove", "wrong.py:chain", "--examples", "50", "--seed", "0", "--json")
    step = json.loads(proved.stdout)[0]["steps"][-1]
    found = json.loads(campaign(path, "--examples", "200", "--json").stdout)
    assert found["findings"] >= 1
    (case,) = [s["finding"]["counterexample"] for s in found["subjects"] if s["part"].startswith("step 3")]
    assert case == step["attack"]["counterexample"]


def test_functions_are_held_to_the_loss_that_is_named(tmp_path):
    path = write(tmp_path, "losses.py", LOSSES)
    right, wrong = f"{path}:right", f"{path}:wrong"
    assert campaign(right, "--is", "poisson_regression", "--examples", "200").exit_code == 0
    result = campaign(wrong, "--is", "poisson_regression", "--examples", "200", "-o", "other.jsonl")
    assert result.exit_code == 1 and "✗ wrong" in result.stdout and "not what it claims to be" in result.stdout
    assert "again: lossproof conform losses.py:wrong --is poisson_regression --examples 200 --seed 0\n" in result.stdout


def test_another_campaign_in_the_same_file_is_2_and_leaves_it(tmp_path):
    assert campaign("kl_is_symmetric", "--examples", "9").exit_code == 1
    before = (tmp_path / "campaign.jsonl").read_bytes()
    result = campaign("kl_is_symmetric", "--examples", "10")
    assert result.exit_code == 2 and "holds another campaign: it is one with examples 9 and not 10" in result.stderr
    assert (tmp_path / "campaign.jsonl").read_bytes() == before


def test_a_torn_line_is_told_and_done_again(tmp_path):
    first = campaign("kl_is_symmetric", "--examples", "9")
    journal = tmp_path / "campaign.jsonl"
    journal.write_bytes(journal.read_bytes()[:-20])
    second = campaign("kl_is_symmetric", "--examples", "9")
    assert "was cut off while it was written: its piece runs again" in second.stderr and second.stdout == first.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("kl_is_symetric",), "Did you mean kl_is_symmetric?"),
        (("poisson", "--scheduler", "tcp://127.0.0.1:1"), "choose one"),
        (("--is", "poisson"), "name one, as FILE.py:function"),
        (("kl_is_symmetric", "--examples", "0"), "--examples"),
        (("poisson", "--is", "poisson"), "name a function"),
        (("kl_is_symmetric", "-o", "."), "cannot be read"),
    ],
)
def test_wrong_input_is_one_line_and_2(arguments, said, tmp_path):
    result = campaign(*arguments)
    assert result.exit_code == 2 and said in result.stderr and result.stdout == ""
    assert not (tmp_path / "campaign.jsonl").exists()


def test_an_interrupt_keeps_what_is_done(tmp_path, monkeypatch):
    from properties.campaigns import results

    def interrupted(pieces):
        for number, one in enumerate(pieces):
            if number == 2:
                raise KeyboardInterrupt
            yield one, results.run(one)

    monkeypatch.setattr(results, "here", interrupted)
    result = campaign(write(tmp_path, "good.py", GOOD), "--examples", "40")
    assert result.exit_code == 130 and result.stdout == ""
    assert "2 of 4 pieces are kept in campaign.jsonl; the same command goes on from there." in result.stderr
    assert len((tmp_path / "campaign.jsonl").read_text(encoding="utf-8").splitlines()) == 3


def test_a_case_against_what_is_proved_is_a_bug_of_ours_and_printed_first(tmp_path, monkeypatch):
    from properties.attacks.report import Counterexample, StepReport

    def attacked(theorem, *, step, **rest):
        return (StepReport("rule", "rewrite", 1, 1, Counterexample("value", "a case", True), number=step),)

    monkeypatch.setattr("properties.campaigns.parts.attack", attacked)
    result = campaign(write(tmp_path, "good.py", GOOD), "--examples", "40")
    assert result.exit_code == 1 and "BUG IN LOSSPROOF (Unsound)" in result.stderr and "✗ user_mle" in result.stdout


def test_quiet_prints_nothing(tmp_path):
    result = campaign("kl_is_symmetric", "--examples", "9", "-q")
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", "")


@pytest.mark.slow
def test_the_example_of_the_page_is_what_is_printed():
    text = (Path(__file__).resolve().parents[4] / "docs" / "campaigns.md").read_text(encoding="utf-8")
    ((command,), (shown,)) = (
        re.findall(rf"^```\w+ campaign-{b}\n(.*?)^```$", text, re.S | re.M) for b in ("command", "output")
    )
    assert campaign(*command.split()[2:]).stdout.startswith(shown)


@pytest.mark.slow
def test_every_claim_that_ships_as_false_is_found_false_and_no_other():
    from symbolic import derivations

    false = set(derivations.refuted())
    data = json.loads(campaign(*derivations.names(), *false, "--examples", "12000", "--json").stdout)
    assert {s["name"] for s in data["subjects"] if s["fails"]} == false
