"""The pytest plugin, tried on small projects in processes of their own; the output is read as a user reads it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path
from textwrap import dedent
from xml.etree import ElementTree

import pytest

import properties
import properties.attacks
import symbolic  # noqa: F401  (sessions inside this process find it loaded, and leave it so)

pytestmark = pytest.mark.slow

HEAD = """\
from sympy import Symbol, log
from symbolic import Chain, SAME, argmax, argmin, density, parameter, sample
from symbolic.core.domains import extended_reals
from symbolic.rules import flip_sign, increasing, law_of_large_numbers, rewrite, scale
from symbolic.rules.increasing_maps import monotone

theta = parameter("theta")
x = sample("x")
q, p = density("q", theta), density("p")
"""

RIGHT = f"""{HEAD}
chain = (
    Chain("mle_to_cross_entropy", argmax(x.product(q(x.i)), theta))
    .then(increasing(log))
    .then(rewrite(x.sum(log(q(x.i)))))
    .then(flip_sign())
    .then(scale(1 / x.n))
    .then(rewrite(x.sum(-log(q(x.i))) / x.n))
    .then(law_of_large_numbers(p))
)
again = chain
"""

STEPS = ["0-start", "1-increasing", "2-rewrite", "3-flip_sign", "4-scale", "5-rewrite", "6-law_of_large_numbers"]

WRONG = f"""{HEAD}
def keep_sense():
    return lambda problem: (monotone("keep_sense", lambda u: -u, extended_reals, 1, problem),)

chain = (
    Chain("sign_kept", argmax(x.product(q(x.i)), theta))
    .then(increasing(log))
    .then(keep_sense())
)
"""

FALSE_CLAIM = f"""{HEAD}
_derived = Chain("limit_is_equality", argmin(x.sum(-log(q(x.i))) / x.n, theta)).then(law_of_large_numbers(p))
claimed = _derived.claim(_derived.end, SAME)
"""

SHORT = f"""{HEAD}
chain = Chain("short", argmax(x.product(q(x.i)), theta)).then(increasing(log))
"""


class Project:
    """A directory with files, and pytest runs in it with the plugin as an installed one."""

    def __init__(self, pytester: pytest.Pytester) -> None:
        self.pytester, self.path = pytester, pytester.path

    def write(self, **files: str) -> Project:
        for name, text in files.items():
            (self.path / f"{name}.py").write_text(dedent(text), encoding="utf-8")
        return self

    def pytest(self, *arguments: str, python: tuple[str, ...] = ()) -> pytest.RunResult:
        """A session of its own, as from the shell."""
        return self.pytester.run(sys.executable, *python, "-m", "pytest", "--attack-examples=5", *arguments)

    def quick(self, *arguments: str) -> pytest.RunResult:
        """A session inside this process: quicker, as SymPy is loaded already."""
        return self.pytester.runpytest_inprocess("--attack-examples=5", *arguments)

    def ids(self, *arguments: str) -> list[str]:
        return [line for line in self.quick("--collect-only", "-q", *arguments).outlines if "::" in line]


@pytest.fixture
def project(
    pytester: pytest.Pytester, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Project:
    monkeypatch.setenv("COLUMNS", "80")
    for name in ("PYTEST_ADDOPTS", "PYTEST_DISABLE_PLUGIN_AUTOLOAD", "PYTEST_PLUGINS", "PYTHONOPTIMIZE"):
        monkeypatch.delenv(name, raising=False)
    if not any(point.value == "properties.plugin" for point in entry_points(group="pytest11")):
        # A checkout that was never installed: declare the entry point as an installation would.
        site = tmp_path_factory.mktemp("site")
        declared = site / "declared-0.dist-info"
        declared.mkdir()
        (declared / "METADATA").write_text("Metadata-Version: 2.1\nName: declared\nVersion: 0\n")
        (declared / "entry_points.txt").write_text("[pytest11]\nlossproof = properties.plugin\n")
        package = str(Path(properties.__file__).parent.parent)
        known = [os.environ["PYTHONPATH"]] if os.environ.get("PYTHONPATH") else []
        monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(site), package, *known]))
        monkeypatch.syspath_prepend(str(site))
    return Project(pytester)


def summary(result: pytest.RunResult) -> str:
    (line,) = [line for line in result.outlines if "lossproof:" in line]
    return line.strip("= ")


def errors(result: pytest.RunResult) -> str:
    """What is printed about errors of collection."""
    text = result.stdout.str()
    return text[text.index("= ERRORS =") : text.index("= short test summary info =")]


def section(result: pytest.RunResult, title: str) -> str:
    """The report of one failing item, without its title."""
    parts = re.split(r"^_{3,} (.+) _{3,}$", result.stdout.str(), flags=re.MULTILINE)
    found = dict(zip(parts[1::2], parts[2::2], strict=True))
    return re.split(r"^={3,}", found[title], flags=re.MULTILINE)[0].strip()


# ---- what is collected -----------------------------------------------------------------------------------------------


def test_every_step_is_a_proof_and_an_attack_and_ids_read_well(project: Project) -> None:
    project.write(derive_mle=RIGHT)
    expected = [
        f"derive_mle.py::mle_to_cross_entropy::{step}::{kind}" for step in STEPS for kind in ("proof", "attack")
    ]
    expected.append("derive_mle.py::mle_to_cross_entropy::theorem")
    assert project.ids() == expected
    assert project.ids("derive_mle.py") == expected, "the same when the file is named, and each once"


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        (["-k", "rewrite"], ["2-rewrite::proof", "2-rewrite::attack", "5-rewrite::proof", "5-rewrite::attack"]),
        (["-k", "attack and scale"], ["4-scale::attack"]),
        (["derive_mle.py::mle_to_cross_entropy::2-rewrite::proof"], ["2-rewrite::proof"]),
        (["derive_mle.py::mle_to_cross_entropy::2-rewrite"], ["2-rewrite::proof", "2-rewrite::attack"]),
        (["--no-attack", "-k", "not flip_sign"], [f"{s}::proof" for s in STEPS if s != "3-flip_sign"] + ["theorem"]),
    ],
)
def test_items_are_selected_by_keyword_and_by_id(project: Project, selection: list[str], expected: list[str]) -> None:
    project.write(derive_mle=RIGHT)
    assert project.ids(*selection) == [f"derive_mle.py::mle_to_cross_entropy::{item}" for item in expected]


def test_a_test_module_keeps_its_tests_beside_its_chains(project: Project) -> None:
    project.write(
        test_mine=SHORT + "\ndef test_mine():\n    assert chain.name == 'short'\n",
        test_other="def test_other():\n    assert 1 + 1 == 3\n",
        other=SHORT,
    )
    result = project.quick("--no-attack")
    result.assert_outcomes(passed=4, failed=1)
    result.stdout.fnmatch_lines(["test_mine.py ....*", "*assert (1 + 1) == 3*"])
    assert summary(result) == "lossproof: 4 proved, 0 assumed, 0 unknown, 0 refuted"


def test_tests_and_marks_of_a_derivation_file_work_as_in_any_test_module(project: Project) -> None:
    test = "\nimport pytest\npytestmark = pytest.mark.xfail\n\ndef test_mine():\n    assert chain.name == 'long'\n"
    project.write(derive_mine=WRONG + test)
    result = project.quick("--no-attack", "-rxX")
    result.assert_outcomes(xfailed=3, passed=2)
    assert "derive_mine.py::sign_kept::2-keep_sense::proof" in result.stdout.str()
    rewritten = project.quick("--no-attack", "--runxfail", "-k", "test_mine")
    assert "assert 'sign_kept' == 'long'" in rewritten.stdout.str()


def test_derivation_files_are_set_by_patterns_of_names_and_folders(project: Project) -> None:
    (project.path / "notes").mkdir()
    project.write(derive_mle="raise SystemError('not asked for')", proof_short=SHORT, **{"notes/any": SHORT})
    project.write(**{"notes/conftest": ""})
    project.pytester.makeini("[pytest]\nderivation_files = proof_*.py notes/*.py\n")
    items = ["0-start::proof", "1-increasing::proof", "theorem"]
    expected = [f"{file}::short::{item}" for file in ("notes/any.py", "proof_short.py") for item in items]
    assert sorted(project.ids("--no-attack")) == sorted(expected)


def test_a_pattern_that_is_also_one_of_test_files_collects_once(project: Project) -> None:
    project.write(test_short=SHORT)
    project.pytester.makeini("[pytest]\nderivation_files = test_*.py\naddopts = --import-mode=importlib\n")
    assert project.ids("--no-attack") == [
        f"test_short.py::short::{item}" for item in ("0-start::proof", "1-increasing::proof", "theorem")
    ]


# ---- what a run says -------------------------------------------------------------------------------------------------


def test_a_right_derivation_passes_under_xdist_and_reports_to_junit_and_latex(project: Project) -> None:
    project.write(derive_mle=RIGHT)
    result = project.pytest(
        "-n", "2", "--junitxml=report.xml", "--derivations-latex=made/pages", "-p", "no:cacheprovider"
    )
    result.assert_outcomes(passed=15)
    proved, assumed = counts(project.path / "report.xml", "proved"), counts(project.path / "report.xml", "assumed")
    assert proved > 10
    assert assumed > 0, "independence and an integrable loss are hypotheses"
    assert summary(result) == f"lossproof: {proved} proved, {assumed} assumed, 0 unknown, 0 refuted"
    assert counts(project.path / "report.xml", "examples") == 7 * 5
    relation = {
        p.get("value") for p in ElementTree.parse(project.path / "report.xml").iter("property")
        if p.get("name") == "lossproof_relation"
    }  # fmt: skip
    assert relation == {"-> as n -> inf (pointwise)"}
    assert [f.name for f in (project.path / "made/pages").iterdir()] == ["mle_to_cross_entropy.tex"]
    page = (project.path / "made/pages/mle_to_cross_entropy.tex").read_text(encoding="utf-8")
    assert page.lstrip().startswith(r"\documentclass")
    assert r"\end{document}" in page


def counts(report: Path, name: str) -> int:
    found = [p for p in ElementTree.parse(report).iter("property") if p.get("name") == f"lossproof_{name}"]
    assert found
    return sum(int(p.get("value", "")) for p in found)


def test_a_wrong_derivation_fails_with_the_step_what_is_open_and_a_counterexample(project: Project) -> None:
    project.write(derive_sign=WRONG)
    result = project.quick()
    result.assert_outcomes(passed=4, failed=1, skipped=2)
    proof = section(result, "sign_kept 2-keep_sense proof")
    head, *blocks = proof.split("\n\n")
    assert head == "step 2 (keep_sense, a monotone step) is not proved"
    assert blocks[0].splitlines() == [
        "  before  argmax_{theta} log(prod_{i=1..n}(q_theta(x_i)))",
        "  after   argmax_{theta} -log(prod_{i=1..n}(q_theta(x_i)))",
    ]
    assert len(blocks) == 4, "one open obligation, the counterexample, and the place"
    assert re.search(r"^  owed     .*strictly increasing on \[-oo, oo\]$", blocks[1], re.MULTILINE)
    assert re.search(r"^  verdict  unknown, no prover decided it: .*strictly decreasing", blocks[1], re.MULTILINE)
    assert blocks[2].startswith("counterexample (argmin set; certified):\n")
    assert "n = 1" in blocks[2]
    line = WRONG.splitlines().index("    .then(keep_sense())") + 1
    assert blocks[3] == f"derive_sign.py:{line}: chain"
    text = result.stdout.str()
    assert "Traceback" not in text
    assert "plugin.py" not in text
    assert max(map(len, proof.splitlines())) <= 80
    assert re.fullmatch(r"lossproof: \d+ proved, 0 assumed, 1 unknown, 0 refuted; 1 counterexample", summary(result))

    again = project.pytest("-n", "2", "--lf")
    again.assert_outcomes(failed=1)
    assert blocks[2] in again.stdout.str(), "the same counterexample, whoever runs the item"
    assert summary(again).endswith("1 unknown, 0 refuted; 1 counterexample")

    alone = project.quick("-k", "attack or theorem")
    alone.assert_outcomes(passed=2, failed=2)
    attack, theorem = (section(alone, f"sign_kept {item}") for item in ("2-keep_sense attack", "theorem"))
    assert attack == proof.replace("is not proved", "fails")
    assert theorem.startswith("sign_kept is not proved\n")
    assert "open in:\n  step 2 (keep_sense, a monotone step)" in theorem


def test_what_is_skipped_for_a_failing_proof_says_so(project: Project) -> None:
    project.write(derive_sign=WRONG)
    shown = project.quick("-rs").stdout.str()
    line = WRONG.splitlines().index("    .then(keep_sense())") + 1
    assert f"SKIPPED [1] derive_sign.py:{line}: it fails, as its proof does, which says in which case" in shown
    assert re.search(r"SKIPPED \[1\] derive_sign.py:\d+: not proved: step 2 \(keep_sense, a monotone step\)", shown)


def test_a_step_that_a_helper_adds_is_located_in_the_helper_and_where_the_chain_is(project: Project) -> None:
    helper = f"{HEAD}\ndef kept(chain):\n    return chain.then(\n        monotone_step)\n"
    helper += "monotone_step = lambda problem: (monotone('kept', lambda u: -u, extended_reals, 1, problem),)\n"
    start = 'Chain("helped", argmax(x.product(q(x.i)), theta)).then(increasing(log))'
    project.write(helpers=helper, derive_helped=f"import helpers\n{HEAD}\nchain = helpers.kept({start})\n")
    failed = section(project.quick("--no-attack"), "helped 2-kept proof")
    line = helper.splitlines().index("    return chain.then(") + 1
    assert failed.endswith(f"helpers.py:{line}, from derive_helped.py:{len(HEAD.splitlines()) + 3}: chain")


def test_the_verdicts_are_the_same_without_assertions(project: Project) -> None:
    project.write(derive_sign=WRONG)
    result = project.pytest("-x", "-k", "keep_sense", "--junitxml=report.xml", python=("-O",))
    result.assert_outcomes(failed=1, deselected=5)
    (failure,) = ElementTree.parse(project.path / "report.xml").iter("failure")
    assert failure.get("message", "").startswith("step 2 (keep_sense, a monotone step) is not proved")
    assert "counterexample (argmin set; certified)" in section(result, "sign_kept 2-keep_sense proof")


def test_without_attack_nothing_is_attacked(project: Project) -> None:
    project.write(derive_sign=WRONG, conftest="import sys\nsys.modules['properties.attacks'] = None\n")
    result = project.pytest("--no-attack")
    result.assert_outcomes(passed=2, failed=1, skipped=1)
    assert "counterexample" not in result.stdout.str()


def test_a_false_claim_fails_and_a_true_one_passes(project: Project) -> None:
    true = '\n_start = Chain("true", argmax(x.product(q(x.i)), theta)).then(increasing(log))\n'
    project.write(derive_limit=FALSE_CLAIM + true + "true = _start.claim(_start.end, SAME)\n")
    project.write(derive_end=SHORT.replace("short", "end") + "chain = chain.claim(chain.end)\n")
    result = project.quick("-rA", "-k", "claim or theorem")
    assert project.ids("-k", "end and claim") == ["derive_end.py::end::claim::proof"]
    result.assert_outcomes(failed=1, passed=5, skipped=2, deselected=12)
    outcomes = re.findall(r"^(PASSED|FAILED) (\S+)", result.stdout.str(), re.MULTILINE)
    assert sorted(outcomes) == [
        ("FAILED", "derive_limit.py::limit_is_equality::claim::proof"),
        ("PASSED", "derive_end.py::end::claim::proof"),
        ("PASSED", "derive_end.py::end::theorem"),
        ("PASSED", "derive_limit.py::true::claim::attack"),
        ("PASSED", "derive_limit.py::true::claim::proof"),
        ("PASSED", "derive_limit.py::true::theorem"),
    ]
    failed = section(result, "limit_is_equality claim proof")
    assert failed.startswith("the claim is ")
    assert "counterexample (claim; certified):" in failed
    alone = project.quick("-k", "limit_is_equality and theorem")
    assert "if every step held\n\nopen in:\n  the claim" in section(alone, "limit_is_equality theorem")


def test_steps_that_give_no_relation_fail_as_a_theorem(project: Project) -> None:
    project.write(derive_none=ONE_WAY)
    result = project.quick("--no-attack")
    result.assert_outcomes(passed=3, failed=1)
    head, problems, why, place = section(result, "one_way_and_a_limit theorem").split("\n\n")
    assert head == "one_way_and_a_limit is not proved"
    assert problems.splitlines()[2] == "  relation  no relation"
    assert why.splitlines()[-2:] == [
        "  1  reparametrise: one way",
        "  2  law_of_large_numbers: -> as n -> inf (pointwise)",
    ]
    assert place.startswith("derive_none.py:")
    assert summary(result).endswith("0 unknown, 0 refuted"), "every step holds"


ONE_WAY = f"""{HEAD}
from symbolic import nonnegative, reals
from symbolic.rules import reparametrise

scale, root = parameter("scale", nonnegative), parameter("root", reals)
q = density("q", scale)
chain = (
    Chain("one_way_and_a_limit", argmin(x.sum(-log(q(x.i))) / x.n, scale))
    .then(reparametrise(scale, root**2, one_to_one=False))
    .then(law_of_large_numbers(p))
)
"""

# ---- bugs of ours, and attacks without a verdict ---------------------------------------------------------------------


OPTIMIST = """
import symbolic.report.theorem
from symbolic.kernel import Answer, Verdict

symbolic.report.theorem.provers = lambda: (("optimist", lambda obligation: Answer(Verdict.PROVED)),)
"""


def test_a_counterexample_to_what_was_proved_is_loud(project: Project) -> None:
    expected = "\nimport pytest\npytestmark = pytest.mark.xfail\n"  # no mark excuses it
    project.write(derive_sign=WRONG + expected, conftest=OPTIMIST)
    result = project.pytest("-k", "keep_sense")
    result.assert_outcomes(passed=1, failed=1, deselected=5)
    text = " ".join(section(result, "sign_kept 2-keep_sense attack").split())
    assert text.startswith("UNSOUND: a bug in lossproof. Trust no verdict of this session, and report it. step 2")
    assert "was proved, and there is a certified counterexample" in text


def test_a_prover_that_raises_fails_every_item_and_never_passes(project: Project) -> None:
    prover = OPTIMIST.replace("Answer(Verdict.PROVED)", "1 / 0")
    project.write(derive_short=SHORT, conftest=prover)
    result = project.pytest()
    result.assert_outcomes(failed=5)
    assert section(result, "short 1-increasing proof").startswith("ProverError: bug in lossproof: optimist raised Zero")
    assert "lossproof:" not in result.stdout.str().replace("in lossproof:", ""), (
        "nothing was judged, nothing is counted"
    )


def test_a_refuted_obligation_is_counted_and_names_its_prover(project: Project) -> None:
    pessimist = OPTIMIST.replace("Answer(Verdict.PROVED)", 'Answer(Verdict.REFUTED, "no")')
    project.write(derive_short=SHORT, conftest=pessimist.replace("optimist", "pessimist"))
    result = project.pytest("-k", "proof")
    result.assert_outcomes(failed=2, deselected=3)
    text = section(result, "short 1-increasing proof")
    assert text.startswith("step 1 (increasing, a monotone step) is refuted\n")
    assert text.count("  verdict  refuted, by the prover pessimist: no\n") == 3
    assert text.endswith("No counterexample was found among 5 instances, 5 of them decided.\n\n" + place(SHORT))
    assert summary(result) == "lossproof: 0 proved, 0 assumed, 0 unknown, 4 refuted"


def place(source: str) -> str:
    return f"derive_short.py:{len(source.splitlines())}: chain"


REPORTS = """
import properties.attacks
from properties.attacks import Counterexample, StepReport

def attack(theorem, *, step, **options):
    found = Counterexample("statistical", "n = 400", False) if step == 1 else None
    return (StepReport("rule", "primitive", 3, 0, found, "" if step else "p = 0 and p > 0", number=step),)

properties.attacks.attack = attack
"""


def test_what_is_not_certified_or_not_decided_is_said_to_be_so(project: Project) -> None:
    project.write(derive_short=SHORT + "chain = chain.then(flip_sign())\n", conftest=REPORTS)
    result = project.pytest("-rs", "-k", "attack")
    result.assert_outcomes(failed=1, skipped=2, deselected=4)
    failed = section(result, "short 1-increasing attack")
    assert failed.startswith("step 1 (increasing, a monotone step) looks wrong\n")
    assert "counterexample (statistical; statistical and not certified, so no refutation):\n  n = 400\n" in failed
    line = len(SHORT.splitlines()) + 1
    assert f"SKIPPED [1] derive_short.py:{line}: nothing could be attacked: p = 0 and p > 0" in result.stdout.str()
    assert re.search(
        rf"SKIPPED \[1\] derive_short.py:{line}: nothing was decided: hypotheses or precision left each of 3",
        result.stdout.str(),
    )


# ---- bad input -------------------------------------------------------------------------------------------------------


def test_malformed_derivations_get_one_line_and_no_traceback(project: Project) -> None:
    project.write(
        derive_undeclared=HEAD + 'z = Symbol("z")\nchain = Chain("z", argmax(x.product(z * q(x.i)), theta))\n',
        derive_rule=SHORT + "def mine(problem):\n    raise ValueError('no idea')\n\nchain = chain.then(mine)\n",
        derive_empty="chains = []\n",
        derive_private=SHORT.replace("chain =", "_chain ="),
        derive_syntax="chain = (\n",
        derive_user="ratio = 1 / 0\n",
        derive_twice=SHORT + 'other = Chain("short", chain.start)\n',
        derive_name=SHORT.replace("short", "../short"),
    )
    result = project.quick("--continue-on-collection-errors", "--no-attack", "-q")
    text = errors(result)
    line = len(HEAD.splitlines())
    expected = [
        rf"derive_undeclared\.py:{line + 2}: Undeclared: z in .* was never declared\. Declare it .*",
        r"derive_rule\.py:\d+: ExtensionError: the rule mine raised ValueError: no idea \(in .*derive_rule\.py:\d+\)",
        r"derive_empty\.py holds no chain: define one at module level, such as .*",
        r"derive_private\.py holds no chain: .* does not begin with an underscore\.",
        r"derive_twice\.py: chain and other are two chains with the same name 'short'; give each its own name, .*",
        r"derive_name\.py: chain: '\.\./short' cannot name a chain in node ids and files; use letters, .*",
        r"E   SyntaxError: .*",
        r"E   ZeroDivisionError: division by zero",
    ]
    for pattern in expected:
        assert re.search(f"^{pattern}$", text, re.MULTILINE), pattern
    ours = str(Path(properties.__file__).parent.parent / "symbolic")
    assert ours not in text
    assert "plugin.py" not in text
    assert result.ret != 0


def test_a_wrong_end_is_one_failing_item_and_hides_no_other_chain(project: Project) -> None:
    project.write(derive_end=SHORT + 'wrong = Chain("wrong", chain.start).then(flip_sign()).claim(chain.start)\n')
    assert [i for i in project.ids("--no-attack") if "claim" in i] == ["derive_end.py::wrong::claim::proof"]
    result = project.quick("-rs")
    result.assert_outcomes(passed=9, failed=1, skipped=1)
    assert section(result, "wrong claim proof").startswith("WrongEnd: the claimed end is argmax")
    assert "not proved: the claimed end" in result.stdout.str()
    alone = project.quick("-k", "wrong and theorem", "--derivations-latex=pages")
    alone.assert_outcomes(failed=1, deselected=10)
    assert not (project.path / "pages" / "wrong.tex").exists()


def test_a_chain_that_cannot_be_replayed_is_one_failing_item(project: Project) -> None:
    hand_made = """
    from symbolic import Step
    three = Chain("three", 3)
    primitive = Chain("primitive", chain.start, steps=(Step("mine", "magic", ()),))
    """
    project.write(derive_hand=SHORT + dedent(hand_made))
    result = project.quick("--no-attack")
    result.assert_outcomes(passed=3, failed=2)
    assert section(result, "three theorem").startswith(
        "MalformedStep: check(three): it takes a chain: Chain(name, problem)"
    )
    assert section(result, "primitive theorem").startswith(
        "MalformedStep: magic (mine) is no primitive with its witness"
    )


# ---- lists of chains, and marks --------------------------------------------------------------------------------------

TWO = f"""{HEAD}
import pytest

def keep_sense():
    return lambda problem: (monotone("keep_sense", lambda u: -u, extended_reals, 1, problem),)

_start = argmax(x.product(q(x.i)), theta)
right = Chain("right", _start).then(increasing(log))
wrong = Chain("wrong", _start).then(keep_sense())
"""


def test_lists_tuples_and_dictionaries_of_chains_are_collected_each_chain_once(project: Project) -> None:
    several = """
    def named(name):
        return Chain(name, _start).then(increasing(log))

    chains = [right, named("a"), pytest.param(named("b"))]
    table = {"c": named("c"), "more": (named("d"), 3)}
    _private = [named("e")]
    numbers = [1, 2, 3]
    """
    project.write(derive_two=TWO + dedent(several))
    assert [i for i in project.ids("--no-attack") if "1-" in i] == [
        *("derive_two.py::right::1-increasing::proof", "derive_two.py::wrong::1-keep_sense::proof"),
        *(f"derive_two.py::{name}::1-increasing::proof" for name in "abcd"),
    ]
    failed = TWO + "chains = [right, Chain('right', _start)]\n"
    project.write(derive_two=failed)
    result = project.quick()
    result.assert_outcomes(errors=1)
    assert "right and chains[1] are two chains with the same name 'right'" in " ".join(errors(result).split())


@pytest.mark.parametrize(
    ("marked", "outcomes"),
    [
        ('derivation_marks = {"wrong": pytest.mark.skip(reason="later")}', {"passed": 3, "skipped": 3}),
        ('derivation_marks = {"wrong": pytest.mark.xfail(strict=True)}', {"passed": 4, "xfailed": 2}),
        ('derivation_marks = {"right": [pytest.mark.xfail(strict=True)]}', {"passed": 3, "failed": 2, "skipped": 1}),
        ('derivation_marks = {"wrong::1-keep_sense": pytest.mark.xfail(strict=True)}',
         {"passed": 4, "xfailed": 1, "skipped": 1}),
        ('derivation_marks = {"right::1-increasing": pytest.mark.xfail(strict=True), "wrong": pytest.mark.skip}',
         {"passed": 2, "failed": 1, "skipped": 3}),
        ('derivation_marks = {"right::1-increasing": pytest.mark.xfail, "wrong": pytest.mark.skip}',
         {"passed": 2, "xpassed": 1, "skipped": 3}),
        ("wrong = pytest.param(wrong, marks=pytest.mark.xfail(strict=True))", {"passed": 4, "xfailed": 2}),
        ("pytestmark = pytest.mark.xfail(strict=True)", {"passed": 3, "failed": 1, "xfailed": 2}),
        ('derivation_marks = {"wrong": pytest.mark.xfail(raises=ValueError)}', {"passed": 4, "failed": 2}),
    ],
)  # fmt: skip
def test_marks_hold_for_a_chain_or_a_step(project: Project, marked: str, outcomes: dict[str, int]) -> None:
    project.write(derive_two=f"{TWO}\n{marked}\n")
    project.quick("--no-attack").assert_outcomes(**outcomes)


def test_the_attack_on_a_step_that_is_expected_to_fail_is_no_failure_either(project: Project) -> None:
    project.write(derive_two=TWO + 'derivation_marks = {"wrong::1-keep_sense": pytest.mark.xfail(strict=True)}\n')
    project.quick().assert_outcomes(passed=7, xfailed=1, skipped=2)
    project.quick("-k", "attack").assert_outcomes(passed=3, xfailed=1, deselected=6)
    project.quick("--runxfail").assert_outcomes(passed=7, failed=1, skipped=2)


@pytest.mark.parametrize(
    ("marked", "message"),
    [
        ('derivation_marks = {"wrnog": pytest.mark.skip}', "there is no such chain; the chains here are right, wrong."),
        ('derivation_marks = {"wrong::1": pytest.mark.skip}', "those of wrong are 0-start, 1-keep_sense."),
        ('derivation_marks = {"wrong": "skip"}', "derivation_marks is a dictionary from ids to marks of pytest"),
        ("derivation_marks = [pytest.mark.skip]", "derivation_marks is a dictionary from ids to marks of pytest"),
        ('chains = [pytest.param(wrong, id="x")]', "chains[0]: id='x': a chain brings its own name, 'wrong'"),
    ],
)
def test_marks_that_mark_nothing_are_errors(project: Project, marked: str, message: str) -> None:
    project.write(derive_two=f"{TWO}\n{marked}\n")
    result = project.quick("--no-attack")
    result.assert_outcomes(errors=1)
    assert message in " ".join(errors(result).split())


def test_pages_are_written_whole_for_what_is_not_proved_too(project: Project) -> None:
    project.write(derive_sign=WRONG)
    result = project.quick("--derivations-latex=pages", "--no-attack", "-k", "theorem")
    result.assert_outcomes(failed=1, deselected=3)
    assert [file.name for file in (project.path / "pages").iterdir()] == ["sign_kept.tex"]
    result = project.quick("--derivations-latex=derive_sign.py/pages", "--no-attack", "-k", "theorem")
    result.assert_outcomes(failed=1, deselected=3)
    assert re.search(r"sign_kept\.tex cannot be written: Not a directory$", result.stdout.str(), re.MULTILINE)


def test_two_theorems_are_never_written_to_one_page(project: Project) -> None:
    project.write(derive_a=SHORT, derive_b=SHORT.replace("increasing(log)", "flip_sign()"))
    result = project.quick("--derivations-latex=pages", "--no-attack")
    result.assert_outcomes(errors=1)
    assert "derive_b.py::short and derive_a.py::short would both be written to short.tex" in errors(result)


@pytest.mark.parametrize(
    ("option", "message"),
    [
        ("--attack-examples=0", "argument --attack-examples: 0 is no number of examples: give at least 1"),
        ("--attack-examples=many", "argument --attack-examples: 'many' is no number of examples: give an integer"),
        ("--derivations-latex=derive_short.py", "this is a file, not a directory"),
    ],
)
def test_options_out_of_range_are_usage_errors(project: Project, option: str, message: str) -> None:
    project.write(derive_short=SHORT)
    result = project.quick(option)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert message in result.stderr.str()


# ---- what it costs ---------------------------------------------------------------------------------------------------

HEAVY = ("sympy", "hypothesis", "flint", "rich", "symbolic")


def test_importing_the_plugin_loads_nothing_heavy() -> None:
    code = f"import sys, properties.plugin; print([m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_session_without_chains_loads_nothing_heavy(project: Project) -> None:
    project.write(
        test_plain=f"""
        import sys

        def test_plain(request):
            assert request.config.pluginmanager.has_plugin("lossproof")
            assert not [m for m in {HEAVY!r} if m in sys.modules and m not in ("hypothesis", "rich")]
            assert "properties.attacks" not in sys.modules
        """
    )
    result = project.pytest("--junitxml=report.xml")
    result.assert_outcomes(passed=1)
    assert "lossproof:" not in result.stdout.str(), "nothing to count, no line"
    assert "lossproof" not in (project.path / "report.xml").read_text()


def test_the_plugin_can_be_switched_off(project: Project) -> None:
    project.write(derive_short=SHORT, test_short=SHORT + "\ndef test_mine():\n    assert chain.name\n")
    result = project.pytester.run(sys.executable, "-m", "pytest", "-p", "no:lossproof", "--collect-only", "-q")
    assert [line for line in result.outlines if "::" in line] == ["test_short.py::test_mine"]


def test_options_are_explained_in_a_group_of_their_own(project: Project) -> None:
    result = project.quick("--help")
    result.stdout.fnmatch_lines(
        ["derivations (lossproof):", "*--derivations-latex=DIR*", "*--attack-examples=N *", "*--no-attack *",
         "*derivation_files (args):*", "*(default: derive_*.py)"]
    )  # fmt: skip
