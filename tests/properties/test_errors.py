"""What a user has to change is told apart from what is wrong with us, and telling it costs nothing."""

import subprocess
import sys

import pytest

from properties.errors import InputError
from symbolic.core.errors import DerivationError, ExtensionError, ProverError


def test_an_input_error_is_neither_a_derivations_nor_a_bug():
    assert not issubclass(InputError, DerivationError | ExtensionError | ProverError)
    assert str(InputError("data.csv: there is no such file.")) == "data.csv: there is no such file."


def test_to_say_what_is_wrong_with_an_input_loads_nothing_that_loads_chains():
    code = "import sys, properties.errors; print('properties.command' in sys.modules or 'sympy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.mark.slow
def test_nothing_but_the_command_imports_the_loader():
    """Data and estimation report what is wrong with an input without knowing how chains and families are loaded."""
    code = "import sys, properties.data.tables, properties.estimation.searching; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "properties.loading" not in done.stdout.split()
