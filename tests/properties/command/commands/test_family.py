"""`lossproof family` as somebody at a terminal meets it."""

from __future__ import annotations

import json
from pathlib import Path

from command_line import FAMILY, STATED, refused, run, write

from symbolic import families
from symbolic.report.sheets import sheet


def test_a_fact_sheet_says_what_is_declared_and_what_is_proved() -> None:
    result = run("family", "poisson", "--no-attack")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0].startswith("poisson ") and lines[1] == "Poisson"
    assert "density   q_lambda(x) = lambda**x*exp(-lambda)/factorial(x)" in lines
    assert "dropped   log(gamma(x + 1))" in lines
    assert any(line.startswith("  ✓ chain ") for line in lines)
    assert any(line.startswith("  ✓ nonnegative ") and line.endswith(" ranges") for line in lines)
    assert [line for line in lines if len(line) > 80] == []
    assert lines[-1].startswith("1 family: 1 ")


def test_a_fact_sheet_as_json_is_the_sheet() -> None:
    (data,) = json.loads(run("family", "poisson", "--json", "--no-attack").stdout)
    expected = json.loads(json.dumps(sheet(families.load("poisson")).to_dict()))
    assert [{**fact, "attack": None} for fact in expected["facts"]] == data["facts"]
    same = expected.keys() - {"facts", "derivation"}
    assert {key: expected[key] for key in same} == {key: data[key] for key in same}
    assert data["chain"]["problems"][-1] == {
        "relation": "LIMIT",
        "text": "argmin_lambda E_{p(x)}[lambda - log(lambda)*x]",
    }
    assert [step["rule"] for step in data["derivation"]["steps"]] == [
        s["rule"] for s in expected["derivation"]["steps"]
    ]


def test_facts_are_attacked_and_the_seed_repeats_it() -> None:
    arguments = ("family", "poisson", "--examples", "3", "--seed", "7")
    result = run(*arguments)
    assert result.exit_code == 0 and result.stdout == run(*arguments).stdout
    (first,) = [line for line in result.stdout.splitlines() if "✓ nonnegative" in line]
    assert first.endswith(" examples") and len(first) <= 80
    assert "examples" not in run("family", "poisson", "--no-attack").stdout


def test_a_wrong_loss_is_refuted_with_data_and_two_parameters(tmp_path: Path) -> None:
    wrong = FAMILY.replace(
        "density=rate * exp(-rate * x.outcome)", "density=rate * exp(-rate * x.outcome), loss=x.outcome * rate"
    )
    file = write(tmp_path, "wrong_loss.py", wrong)
    result = run("family", file, "--examples", "20")
    assert result.exit_code == 1
    assert result.stdout.splitlines()[0].endswith(" refuted")
    assert "✗ chain" in result.stdout and "counterexample (" in result.stdout


def test_a_density_whose_mass_is_not_one_is_refuted(tmp_path: Path) -> None:
    file = write(tmp_path, "half.py", FAMILY.replace("density=rate", "density=rate / 2"))
    result = run("family", file, "--examples", "5")
    assert result.exit_code == 1
    assert "✗ total mass" in result.stdout


def test_several_sheets_are_a_line_each(tmp_path: Path) -> None:
    file = write(tmp_path, "half.py", STATED["mass"])
    result = run("family", "poisson", file, "--examples", "5")
    assert result.exit_code == 1
    one, two, reason = result.stdout.splitlines()[:3]
    assert one.startswith("  ✓ poisson  proved   ") and " facts: " in one
    assert two.startswith("  ✗ mine     refuted  ") and reason == "      total mass is refuted"
    whole = run("family", "poisson", file, "--examples", "5", "--failures").stdout
    assert "mine ───" in whole and "poisson ───" not in whole


def test_a_family_of_the_user_is_named_like_a_chain(tmp_path: Path) -> None:
    file = write(tmp_path, "my_family.py", FAMILY)
    for target in (file, f"{file}:family"):
        lines = run("family", target, "--no-attack").stdout.splitlines()
        assert lines[0].startswith("mine ") and lines[1] == "My own"
        assert "density   q_rate(x) = rate*exp(-rate*x)" in lines
        assert run("prove", target, "--no-attack").exit_code == 0


def test_a_family_that_is_not_one_is_refused(tmp_path: Path, good: str) -> None:
    assert "kl_to_mle is no family" in refused("family", "kl_to_mle")
    assert "is no family" in refused("family", good)
    assert "Did you mean poisson?" in refused("family", "poison")
    negative = FAMILY.replace("density=rate", "density=q * rate").replace("rate = ", "q = parameter('q')\nrate = ")
    assert "q in density=" in refused("family", write(tmp_path, "undeclared.py", negative))


def test_a_family_whose_density_is_negative_somewhere_is_refused_with_the_place(tmp_path: Path) -> None:
    file = write(tmp_path, "negative.py", FAMILY.replace("density=rate", "density=-rate"))
    assert "is negative at rate = 1, x = 1" in refused("family", file)
