"""Functions that conform to losses as pytest sees them, tried on small projects in sessions of their own."""

from __future__ import annotations

from textwrap import dedent

import pytest

from properties import loss_report
from symbolic import families
from symbolic.derivations.poisson_regression import chain as poisson_regression

HEAD = """\
import numpy as np
from lossproof import conforms
from symbolic.derivations.poisson_regression import chain as _poisson
from symbolic.families import load as _load

def poisson_nll(y, z):
    return np.exp(z) - y * z

def whole(y, z):
    return np.exp(z) - y * z, np.exp(z) - y, np.exp(z)

def squared(y, z):
    return np.exp(z) - y * y * z

def wrong_slope(y, z):
    return np.exp(z) - y * z, np.exp(z) - y + 1e-9 * z, np.exp(z)

"""
OPTIONS = 'reading={"y": "y", "z": "f"}, examples=120, within={"y": (0, 30), "z": (-5, 5)}'


class Project:
    """A directory with a module of claims."""

    def __init__(self, pytester: pytest.Pytester) -> None:
        self.pytester = pytester

    def write(self, text: str, name: str = "test_losses.py") -> None:
        (self.pytester.path / name).write_text(HEAD + dedent(text), encoding="utf-8")

    def known(self, text: str, name: str = "known.toml") -> str:
        (self.pytester.path / name).write_text(dedent(text), encoding="utf-8")
        return f"--conform-known={name}"

    def run(self, *arguments: str) -> pytest.RunResult:
        return self.pytester.runpytest_inprocess("-p", "properties.plugin", "-p", "no:lossproof", "-rs", *arguments)

    def ids(self) -> list[str]:
        return [line.partition("::")[2] for line in self.run("--collect-only", "-q").outlines if "::" in line]


@pytest.fixture(scope="module", autouse=True)
def loaded() -> None:
    """Sessions inside this process find all of it loaded, and leave it so."""
    families.load("bernoulli")
    loss_report(lambda y, z: z * z, poisson_regression, reading={"y": "y", "z": "f"}, examples=24)


@pytest.fixture
def project(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Project:
    for name in ("PYTEST_ADDOPTS", "PYTEST_DISABLE_PLUGIN_AUTOLOAD", "PYTEST_PLUGINS"):
        monkeypatch.delenv(name, raising=False)
    return Project(pytester)


def test_only_the_parts_that_there_are_become_items(project: Project) -> None:
    project.write(f"conforms(poisson_nll, _poisson, {OPTIONS})\nheld = conforms(whole, _poisson, {OPTIONS})\n")
    assert project.ids() == [
        *(f"poisson_nll::{part}" for part in ("relation", "value", "reductions", "edges")),
        *(f"whole::{part}" for part in ("relation", "value", "gradient", "hessian", "reductions", "edges")),
    ]  # fmt: skip
    project.run().assert_outcomes(passed=10)


def test_a_wrong_function_fails_by_its_relation_and_the_rest_is_skipped(project: Project) -> None:
    project.write(f"conforms(squared, _poisson, {OPTIONS})\n")
    result = project.run()
    result.assert_outcomes(failed=1, skipped=3)
    result.stdout.fnmatch_lines(
        ["*squared does not conform to poisson_regression*", "*relation  different*", "*returned*the truth is*",
         "quantity = \"relation\"", "found = \"different\"", "test_losses.py:*: squared"]
    )  # fmt: skip
    assert "Traceback" not in result.stdout.str() and "value     off" not in result.stdout.str()
    result = project.run("-k", "value")  # where the relation does not run, the value says it
    result.assert_outcomes(failed=1, deselected=3)


def test_a_wrong_gradient_fails_alone(project: Project) -> None:
    project.write(f"conforms(wrong_slope, _poisson, {OPTIONS})\n")
    result = project.run()
    result.assert_outcomes(failed=1, passed=5)
    result.stdout.fnmatch_lines(["*gradient  off by at most*", 'quantity = "gradient"', 'found = "digits"', "ulps = *"])


@pytest.mark.slow
def test_what_was_accepted_passes_and_what_grows_or_is_gone_fails(project: Project) -> None:
    project.write(f"conforms(wrong_slope, _poisson, {OPTIONS})\nconforms(squared, _poisson, {OPTIONS})\n")
    entry = """
    [[known]]
    name = "{}"
    quantity = "{}"
    found = "{}"
    {}
    reason = "it is older than we are"
    """
    different = entry.format("squared", "relation", "different", "")
    large, small = (entry.format("wrong_slope", "gradient", "digits", f"ulps = {ulps}") for ulps in ("1e9", "10"))
    different += entry.format("wrong_slope", "gradient", "digits", "ulps = 1e12").replace("found", "edge")
    project.run(project.known(different + large)).assert_outcomes(passed=7, skipped=3)
    project.run(project.known(different + small)).assert_outcomes(failed=1, passed=6, skipped=3)
    more = entry.format("whole", "value", "nan", "") + entry.format("wrong_slope", "value", "nan", "")
    result = project.run(project.known(different + large + more))
    result.assert_outcomes(failed=1, passed=6, skipped=3)
    result.stdout.fnmatch_lines(
        ["accepted in --conform-known, and not found any more: value, nan (it is older", "  than we are): take it out"]
    )


def test_nothing_is_accepted_of_a_part_that_is_not_there(project: Project) -> None:
    project.write(f"conforms(poisson_nll, _poisson, {OPTIONS})\n")
    known = """{"known": [{"name": "test_losses.py::poisson_nll", "quantity": "hessian", "found": "nan", "reason": "no"}]}"""
    result = project.run(project.known(known, "known.json"))
    result.assert_outcomes(failed=1, passed=3)
    result.stdout.fnmatch_lines(["*not found any more: hessian, nan (no): take it", "  out"])


@pytest.mark.slow
def test_at_extreme_numbers_all_is_told_and_fails_where_a_file_says_what_is_accepted(project: Project) -> None:
    project.write(
        """
        def clipped(x, p):
            p = np.clip(p, 1e-7, 1 - 1e-7)
            return -x * np.log(p) - (1 - x) * np.log(1 - p)

        conforms(clipped, _load("bernoulli"), reading={"x": "x", "p": "p"}, examples=400)
        """
    )
    result = project.run("-rP")
    result.assert_outcomes(passed=4)
    result.stdout.fnmatch_lines(["*at extreme numbers"])
    result = project.run(project.known(""))
    result.assert_outcomes(failed=1, passed=3)
    tables = "\n".join(
        line for line in result.outlines if line.startswith(("[[known", "name", "quantity", "edge", "ulps"))
    )
    accepted = tables.replace("[[known]]", "\n[[known]]\nreason = 'clipped on purpose'")
    assert 'edge = "' in accepted
    project.run(project.known(accepted)).assert_outcomes(passed=4)


@pytest.mark.parametrize(
    ("text", "said"),
    [("known = 1", "one array"), ("[[known]]\nname = 'a'", "the reason why"), ("x", "known.toml:")],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_an_error_of_usage(project: Project, text: str, said: str) -> None:
    result = project.run(project.known(text))
    assert result.ret == pytest.ExitCode.USAGE_ERROR and said in result.stderr.str()
    result = project.run("--conform-known=missing.toml")
    assert result.ret == pytest.ExitCode.USAGE_ERROR and "No such file" in result.stderr.str()


def test_names_are_those_of_functions_or_given_and_never_twice(project: Project) -> None:
    project.write(
        f"conforms(poisson_nll, _poisson, name='one', {OPTIONS})\n"
        f"both = [conforms(poisson_nll, _poisson, {OPTIONS}), conforms(poisson_nll, _poisson, name='two', {OPTIONS})]\n"
        f"_private = conforms(squared, _poisson, {OPTIONS})\n"
    )
    assert [i.partition("::")[0] for i in project.ids() if "relation" in i] == ["one", "poisson_nll", "two"]
    project.write(f"conforms(poisson_nll, _poisson, {OPTIONS})\nconforms(poisson_nll, _poisson, {OPTIONS})\n")
    result = project.run()
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*two are called 'poisson_nll'*say conforms(..., name=...)*"])


def test_a_derivation_file_may_hold_claims_alone_and_marks_are_those_of_pytest(project: Project) -> None:
    project.write(
        f"""
        import pytest
        derivation_marks = {{"squared": pytest.mark.xfail(reason="it is wrong", strict=True)}}
        conforms(squared, _poisson, {OPTIONS})
        """,
        "derive_losses.py",
    )
    result = project.run("derive_losses.py")
    result.assert_outcomes(xfailed=1, skipped=3)
    project.write(
        f"import pytest\nderivation_marks = {{'squared::edge': pytest.mark.skip}}\nconforms(squared, _poisson, {OPTIONS})\n"
    )
    project.run().stdout.fnmatch_lines(
        ["*there is no such item; those of squared are relation, value, reductions, edges."]
    )


def test_a_function_that_raises_or_cannot_be_read_fails_in_one_line(project: Project) -> None:
    project.write(
        f"""
        def broken(y, z):
            raise ValueError("not today")

        conforms(broken, _poisson, {OPTIONS})
        conforms(poisson_nll, _poisson, name="misread", reading={{"y": "y"}})
        conforms(3, _poisson)
        """
    )
    result = project.run()
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*3 is no callable*"])
    project.write(
        f"""
        def broken(y, z):
            raise ValueError("not today")

        conforms(broken, _poisson, {OPTIONS})
        conforms(poisson_nll, _poisson, name="misread", reading={{"y": "y"}})
        """
    )
    result = project.run()
    result.assert_outcomes(failed=2, skipped=6)
    result.stdout.fnmatch_lines(
        ["broken raises wherever it is called: ValueError: not today", "misread: *nothing says*"]
    )
    assert "bug in lossproof" not in result.stdout.str()


MEAN = """
def mean(y, z, w=None):
    w = np.ones_like(y) if w is None else w
    return np.mean(w * (np.exp(z) - y * z)), w * (np.exp(z) - y) / len(y), np.exp(z) / len(y)

"""
WEIGHED = OPTIONS + ', weights="w", dtypes=("float32", "float64")'


@pytest.mark.slow
def test_weights_that_one_derivative_ignores_fail_the_item_of_several_rows_and_that_of_the_other_type(
    project: Project,
) -> None:
    project.write(MEAN + f"conforms(mean, _poisson, {WEIGHED})")
    result = project.run()
    result.assert_outcomes(failed=2, passed=5)
    result.stdout.fnmatch_lines(
        ["*reduction the mean over the rows", "*its Hessian ignores the weights, and its value is scaled by them",
         'quantity = "hessian"', 'rows = "ignores the weights"', 'reason = ""', "*float32)*", 'dtype = "float32"']
    )  # fmt: skip
    entry = """
    [[known]]
    name = "mean"
    quantity = "hessian"
    rows = "{}"
    {}
    reason = "the booster wants it so"
    """
    there = [entry.format("ignores the weights", more) for more in ("", 'dtype = "float32"')]
    project.run(project.known("".join(there))).assert_outcomes(passed=7)
    project.run(project.known(there[0])).assert_outcomes(failed=1, passed=6)
    gone = project.run(project.known("".join([*there, entry.format("mixed", "")])))
    gone.assert_outcomes(failed=1, passed=6)
    gone.stdout.fnmatch_lines(["*not found any more: hessian, mixed (the booster", "  wants it so): take it out"])
    one = project.run(project.known("".join(there)), "-k", "float32 and not value")
    one.assert_outcomes(passed=1, deselected=6)


@pytest.mark.slow
def test_what_is_odd_about_calls_is_told_with_the_relation_and_nothing_is_printed(project: Project) -> None:
    project.write(
        f"""
        def talks(y, z):
            print("debug", y)
            return np.float32(np.exp(z) - y * z)

        def random(y, z):
            return np.exp(z) - y * z + np.random.default_rng().random()

        def several(y, z):
            assert len(y) > 1
            return np.mean(np.exp(z) - y * z * z)

        def nothing(y, z):
            np.exp(z) - y * z

        conforms(talks, _poisson, {OPTIONS})
        conforms(random, _poisson, {OPTIONS})
        conforms(several, _poisson, {OPTIONS})
        conforms(nothing, _poisson, {OPTIONS})
        """
    )
    result = project.run("-k", "relation")
    result.assert_outcomes(failed=4, deselected=12)
    result.stdout.fnmatch_lines(
        ["  of its calls", "  - it prints when it is called: debug *", "  - it returns float32 where it was given float64",
         "random is random: at y = *", "  - it takes several rows, and not one*",
         "nothing: *it returned None, which is no number."]
    )  # fmt: skip
    assert "Traceback" not in result.stdout.str() and "Captured stdout" not in result.stdout.str()


@pytest.mark.slow
def test_what_failed_last_time_runs_alone_and_workers_see_the_same_items(project: Project) -> None:
    project.write(f"conforms(wrong_slope, _poisson, {OPTIONS})\nconforms(poisson_nll, _poisson, {OPTIONS})\n")
    project.run().assert_outcomes(failed=1, passed=9)
    project.run("--lf").assert_outcomes(failed=1, deselected=9)


LIBRARIES = {
    "jax": ("jnp.logaddexp(0, z) - y * z", "import jax.numpy as jnp"),
    "torch": ("torch.nn.functional.softplus(z) - y * z", "import torch"),
}


@pytest.mark.slow
@pytest.mark.parametrize("library", LIBRARIES)
def test_a_project_on_another_library_is_skipped_with_a_reason_where_that_is_missing(
    library: str, pytester: pytest.Pytester
) -> None:
    pytest.importorskip(library, reason=f"{library} is not installed")
    loss, imported = LIBRARIES[library]
    text = f"""
    import pytest
    pytest.importorskip("{library}", reason="{library} is not installed")
    {imported}
    from lossproof import conforms
    from symbolic.derivations.bernoulli_to_binary_cross_entropy import chain as _logistic

    def loss(y, z):
        return {loss}

    conforms(loss, _logistic, reading={{"y": "y", "z": "f"}}, within={{"z": (-15, 15)}}, examples=60)
    """
    pytester.makepyfile(test_it=dedent(text))
    pytester.makepyfile(test_absent=dedent(text).replace(f'"{library}", ', '"no_such_library", '))
    result = pytester.runpytest_subprocess("-n", "2", "-rs", "-p", "properties.plugin", "-p", "no:lossproof")
    result.assert_outcomes(passed=6, skipped=1)
    result.stdout.fnmatch_lines([f"SKIPPED * {library} is not installed"])
