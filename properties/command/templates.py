"""What `lossproof new family` writes: a family's file and its test, which say what is missing until it is written.

Inside a checkout of lossproof both are written where its families live, and as they are written there.
"""

from __future__ import annotations

import keyword
import re
import sys
from importlib.util import find_spec
from pathlib import Path

from properties.errors import InputError
from properties.files import write

FAMILY = '''\
r"""TITLE: what it is a model of. The density $q_\\theta(x) = \\dots$ on its support, and where the parameters live.

Source: author, title, section.
"""

from sympy import exp, log

from symbolic import Estimate, Family, parameter, sample, unwritten
from symbolic.core.domains import Integers, binary, counts, nonnegative, positive, reals, unit_interval
from symbolic.models.family import cited, mean

x = sample("x", domain=unwritten("the support of x: a domain, such as reals, positive, counts or Integers(1, 6)"))
theta = parameter("theta", unwritten("where theta lives: a domain, such as positive or unit_interval"))

family = Family(
    "NAME",
    title=unwritten("the title: what a textbook calls this family"),
    source=cited(__doc__),
    variables=(x,),
    parameters=(theta,),
    density=unwritten("the density, in x.outcome and the parameters, such as theta * exp(-theta * x.outcome)"),
    # What follows is optional: delete it, and the loss is computed from the density.
    loss=unwritten("the loss of one outcome, such as theta * x.outcome - log(theta); or delete this line"),
    estimates=(Estimate({theta: unwritten("the estimate, in the data, such as 1 / mean(x); or delete this line")}),),
)
'''

TEST = '''\
"""The contract of the family NAME: its chain from the likelihood to the loss and its facts, proved and attacked."""

from NAME import family

from properties import check_family


def test_NAME_keeps_its_contract():
    check_family(family)
'''

# Shipped families import from below, and have a cross-check and tests of their own.
SHIPPED = (
    FAMILY.replace(
        """from symbolic import Estimate, Family, parameter, sample, unwritten
from symbolic.core.domains import Integers, binary, counts, nonnegative, positive, reals, unit_interval
from symbolic.models.family import cited, mean
""",
        """from symbolic.core.domains import Integers, binary, counts, nonnegative, positive, reals, unit_interval
from symbolic.models.family import Estimate, Family, Reference, cited, mean, unwritten
from symbolic.core.terms import parameter, sample
""",
    ).replace(
        """    # What follows""",
        """    reference=Reference(unwritten("the name in scipy.stats; or delete this line, see tests/test_scipy.py"), {}),
    # What follows""",
    ),
    '''\
"""Tests of symbolic.families.NAME: what is particular to it. Its contract is that of all: tests/test_family_contracts.py."""

from symbolic.families.NAME import family
from symbolic.models.likelihood import dropped


def test_what_is_dropped_is_free_of_the_unknowns() -> None:
    assert not dropped(family).free_symbols & set(family.parameters)
''',
)
FAMILIES, TESTS = Path("symbolic", "families"), Path("tests", "symbolic", "families")  # in a checkout of lossproof


def new_family(name: str, directory: str | None = None) -> tuple[Path, Path]:
    """Write the file of a family called `name` and its test into `directory`, which is made if it is missing.

    Without a directory they are written here; where this is a checkout of lossproof, among its families and their tests.
    Returns the two paths. Raises InputError for a name that cannot be, and where one of the files is there already.
    """
    refused(name)
    shipped = directory is None and (FAMILIES / "__init__.py").is_file() and TESTS.is_dir()
    folder = FAMILIES if shipped else Path(directory or ".")
    files = folder / f"{name}.py", (TESTS if shipped else folder) / f"test_{name}.py"
    for file in files:
        if file.exists() or file.is_symlink():
            raise InputError(
                f"{file} is there already, and nothing was written: choose another name, or another -o DIR."
            )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file, text in zip(files, SHIPPED if shipped else (FAMILY, TEST), strict=True):
            write(file, text.replace("NAME", name).replace("TITLE", name.replace("_", " ").capitalize()))
    except OSError as error:
        raise InputError(f"-o {folder}: cannot be written: {error.strerror or error}.") from None
    return files


def refused(name: str) -> None:
    """Raises InputError, with the reason, for what cannot be the name of a family and of its file."""
    from symbolic import families

    reason = ""
    if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", name):
        reason = "a name is small letters, digits and underscores, and begins with a letter, such as skew_normal"
    elif keyword.iskeyword(name) or keyword.issoftkeyword(name):
        reason = "that is a word of Python's"
    elif name.startswith("test_"):
        reason = "pytest would take the family's own file for a test"
    elif name in families.names():
        reason = f"there is a family of that name; `lossproof family {name}` shows it"
    elif name in sys.stdlib_module_names or find_spec(name) is not None:
        reason = f"`import {name}` imports another module"
    if reason:
        raise InputError(f"{name!r} is no name for a new family: {reason}.")
