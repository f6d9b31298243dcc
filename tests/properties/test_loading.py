"""What can be named on the command line, and what is said of that which cannot be used."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from types import ModuleType

import pytest

from properties.errors import InputError
from properties.loading import load, load_all, load_file, units_of
from symbolic import derivations
from symbolic.chain import Chain

GOOD = """\
from sympy import log
from symbolic import Chain, argmax, density, parameter, sample
from symbolic.rules import flip_sign, increasing, rewrite

theta = parameter("theta")
x = sample("x")
q = density("q", theta)
start = argmax(x.product(q(x.i)), theta)
"""


def write(folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def complaint(target: str) -> str:
    with pytest.raises(InputError) as caught:
        load_all([target])
    message = str(caught.value)
    assert message and "\n" not in message
    return message


# ---- what is found ---------------------------------------------------------------------------------------------------


def test_chains_are_found_in_the_order_of_definition_and_each_object_once(tmp_path: Path) -> None:
    file = write(
        tmp_path,
        "derive.py",
        GOOD + 'zebra = Chain("z", start)\napple = Chain("a", start)\nagain = zebra\n_part = Chain("p", start)\n',
    )
    assert [(name, chain.name) for name, chain in units_of(load_file(file))] == [("zebra", "z"), ("apple", "a")]


def test_chains_in_lists_and_dictionaries_are_found_and_named_by_their_place(tmp_path: Path) -> None:
    file = write(
        tmp_path,
        "derive.py",
        "import pytest\n" + GOOD + 'a, b, c, d, _e = (Chain(name, start) for name in "abcde")\n'
        "del a, b, c, d\n"
        'some = [Chain("a", start), {"x": Chain("b", start)}]\n'
        'more = {"y": (Chain("c", start), pytest.param(Chain("d", start), marks=pytest.mark.skip))}\n'
        "again = some[0]\n_private = [_e]\ndeep = [[[_e]]]\n",
    )
    places = ["some[0]", "some[1]['x']", "more['y'][0]", "more['y'][1]"]
    assert [(place, chain.name) for place, chain in units_of(load_file(file))] == list(zip(places, "abcd", strict=True))
    assert [load(f"{file}:{place}")[0].name for place in places] == list("abcd")
    with pytest.raises(InputError, match=r"there is no 'some\[7\]'; its chains and families are some\[0\], some\[1\]"):
        load(f"{file}:some[7]")


def test_a_module_without_chains_holds_none() -> None:
    assert units_of(ModuleType("empty")) == []


@pytest.mark.parametrize("name", [*derivations.names(), *derivations.refuted()])
def test_every_shipped_chain_loads_by_its_name(name: str) -> None:
    assert [chain.name for chain in load(name)] == [name]


def test_one_chain_of_a_file_or_of_a_module_can_be_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = write(tmp_path, "derive_one.py", GOOD + 'one = Chain("one", start)\ntwo = Chain("two", start)\n')
    monkeypatch.chdir(tmp_path)
    assert [chain.name for chain in load(f"{file}:two")] == ["two"]
    assert [chain.name for chain in load("derive_one:one")] == ["one"]
    assert [chain.name for chain in load("symbolic.derivations.mle_to_cross_entropy:chain")] == ["mle_to_cross_entropy"]


def test_a_chain_named_twice_is_one_chain(tmp_path: Path) -> None:
    file = write(tmp_path, "derive.py", "from symbolic.derivations.kl_to_mle import chain as mine\n")
    assert load_all([file, file, "kl_to_mle", "kl_to_mle"]) == load("kl_to_mle")


def test_a_file_is_imported_afresh_under_a_name_of_its_own(tmp_path: Path) -> None:
    file = write(tmp_path, "derive.py", GOOD + 'chain = Chain("before", start)\n')
    first = load_file(file)
    write(tmp_path, "derive.py", GOOD + 'chain = Chain("afters", start)\n')
    second = load_file(file)
    assert [first.chain.name, second.chain.name] == ["before", "afters"]
    assert first.__name__ != second.__name__
    assert sys.modules[second.__name__] is second
    assert "derive" not in sys.modules
    assert not (tmp_path / "__pycache__").exists()


def test_a_file_may_import_its_neighbours_and_the_path_is_restored(tmp_path: Path) -> None:
    for folder, name in (("a", "from_a"), ("b", "from_b")):
        (tmp_path / folder).mkdir()
        write(tmp_path / folder, "helper_of_a_file.py", f'NAME = "{name}"\n')
        write(
            tmp_path / folder,
            "derive.py",
            GOOD + "import helper_of_a_file\nchain = Chain(helper_of_a_file.NAME, start)\n",
        )
    before = list(sys.path)
    files = [str(tmp_path / folder / "derive.py") for folder in "ab"]
    assert [chain.name for chain in load_all(files)] == ["from_a", "from_b"]
    assert sys.path == before
    assert "helper_of_a_file" not in sys.modules


def test_installed_packages_below_the_directory_stay_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A virtual environment inside the project's own directory is the usual case."""
    site = tmp_path / ".venv" / "site-packages"
    site.mkdir(parents=True)
    write(site, "installed_beside_a_user.py", "NAME = 'installed'\n")
    monkeypatch.syspath_prepend(str(site))
    load_file(write(tmp_path, "derive.py", "import installed_beside_a_user\n"))
    assert sys.modules.pop("installed_beside_a_user").NAME == "installed"


def test_what_a_file_prints_goes_to_stderr(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    load_file(write(tmp_path, "derive.py", 'print("noise")\n'))
    assert capsys.readouterr() == ("", "noise\n")


# ---- what is refused -------------------------------------------------------------------------------------------------

BROKEN = {
    "syntax error": ("\n\ndef f(:\n", ":3: cannot be imported: SyntaxError"),
    "import error": ("\nimport no_such_module_anywhere\n", ":2: cannot be imported: ModuleNotFoundError"),
    "exception": ("def f():\n    return 1 / 0\nf()\n", ":2: cannot be imported: ZeroDivisionError"),
    "lines in a message": ('raise RuntimeError("one\\ntwo")\n', "RuntimeError: one two"),
    "exit": ("import sys\nsys.exit(0)\n", ":2: cannot be imported: SystemExit"),
    "null byte": ("x = 1\0\n", "cannot be imported"),
    "no chain": ("x = 1\n", "holds no chain"),
    "only a private chain": (GOOD + '_chain = Chain("c", start)\n', "holds no chain"),
    "undeclared symbol": (
        GOOD + 'from sympy import Symbol\nchain = Chain("c", argmax(Symbol("z") * x.product(q(x.i)), theta))\n',
        ":10: error in the derivation: Undeclared: z ",
    ),
    "wrong rule": (
        GOOD + 'def bad(problem):\n    raise ValueError("oops")\nchain = Chain("c", start).then(bad)\n',
        ":11: error in an extension: ExtensionError: the rule bad raised ValueError: oops",
    ),
    "no problem": (GOOD + 'chain = Chain("c", 3)\n', "start=3 is no Problem"),
    "no name": (GOOD + "chain = Chain(7, start)\n", "name=7 is no str"),
    "no step": (GOOD + 'chain = Chain("c", start, steps=("log",))\n', "'log'"),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_file_that_cannot_be_used_gets_one_line_that_says_where(tmp_path: Path, kind: str) -> None:
    text, expected = BROKEN[kind]
    file = write(tmp_path, "derive_broken.py", text)
    message = complaint(file)
    assert message.startswith(file)
    assert expected in message


def test_a_failing_neighbour_is_named_with_the_line_that_imports_it(tmp_path: Path) -> None:
    write(tmp_path, "neighbour_of_a_file.py", "\n1 / 0\n")
    file = write(tmp_path, "derive.py", "\nimport neighbour_of_a_file\n")
    assert complaint(file) == f"{file}:2: cannot be imported: ZeroDivisionError: division by zero"


def test_two_units_of_one_name_are_both_named(tmp_path: Path) -> None:
    file = write(tmp_path, "derive.py", GOOD + 'one = Chain("c", start)\ntwo = one.then(increasing(log))\n')
    message = complaint(file)
    assert f"{file}:one" in message and f"{file}:two" in message and "'c'" in message


def test_a_chain_may_not_take_the_name_of_a_shipped_one_in_the_same_run(tmp_path: Path) -> None:
    file = write(tmp_path, "derive.py", GOOD + 'mine = Chain("kl_to_mle", start)\n')
    with pytest.raises(InputError, match=r"kl_to_mle and .*derive\.py:mine"):
        load_all(["kl_to_mle", file])


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("symbolic.derivations.kl_to_mle:theta", "is no Chain and no Family, but Parameter theta"),
        ("symbolic.derivations.kl_to_mle:nothing", "there is no 'nothing'; its chains and families are chain"),
        ("symbolic.derivations.kl_to_mle:", "there is no ''"),
        ("symbolic.core.registry:modules", "is no Chain and no Family, but function"),
        ("symbolic.derivations:kl_to_mle", "is no Chain and no Family, but a module"),
        ("no_such_package.at_all:chain", "there is no module 'no_such_package'"),
        ("symbolic.no_such_module:chain", "there is no module 'symbolic.no_such_module'"),
        ("not a module:chain", "is no name of a module"),
        ("mle_to_crossentropy", "Did you mean mle_to_cross_entropy? `lossproof list`"),
        ("limit_is_equality", "Did you mean limit_is_an_equality?"),
        ("zzz", "there is no derivation and no family 'zzz'. `lossproof list`"),
        ("", "there is no derivation and no family ''"),
        ("refuted", "there is no derivation and no family 'refuted'"),
        ("missing/derive.py", "missing/derive.py: there is no such file"),
    ],
)
def test_an_unusable_name_says_why(target: str, expected: str) -> None:
    assert expected in complaint(target)


def test_a_directory_and_a_file_of_another_kind_are_refused(tmp_path: Path) -> None:
    assert "is a directory" in complaint(str(tmp_path))
    assert "is no Python file" in complaint(write(tmp_path, "notes.txt", "x"))
    (tmp_path / "folder.py").mkdir()
    assert "is a directory" in complaint(str(tmp_path / "folder.py"))


def test_a_broken_module_is_named_with_its_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "broken_module_of_a_user.py", "\n\nraise KeyError('k')\n")
    monkeypatch.chdir(tmp_path)
    message = complaint("broken_module_of_a_user:chain")
    assert message == "broken_module_of_a_user:3: cannot be imported: KeyError: 'k'"
    assert os.getcwd() not in sys.path


def test_an_interrupt_while_a_file_is_imported_is_an_interrupt(tmp_path: Path) -> None:
    before = list(sys.path)
    with pytest.raises(KeyboardInterrupt):
        load_file(write(tmp_path, "derive.py", "raise KeyboardInterrupt\n"))
    assert sys.path == before


def test_what_is_loaded_is_a_chain() -> None:
    assert all(isinstance(chain, Chain) for chain in load_all(derivations.names()))
