"""Tests of symbolic.core.errors: who has to act, told apart by class."""

import pytest

from symbolic.core import errors


@pytest.mark.parametrize("name", ["MalformedTerm", "Undeclared", "NameClash", "MalformedStep", "TooLarge", "WrongEnd"])
def test_what_the_author_must_mend_is_a_derivation_error(name: str) -> None:
    assert issubclass(getattr(errors, name), errors.DerivationError)


@pytest.mark.parametrize("name", ["ExtensionError", "ProverError", "Unsound"])
def test_what_the_author_cannot_mend_is_no_derivation_error(name: str) -> None:
    assert not issubclass(getattr(errors, name), errors.DerivationError)


def test_the_three_bugs_are_told_apart() -> None:
    bugs = [errors.ExtensionError, errors.ProverError, errors.Unsound]
    assert not any(issubclass(a, b) for a in bugs for b in bugs if a is not b)


def test_every_error_says_in_its_docstring_what_it_means() -> None:
    classes = [e for e in vars(errors).values() if isinstance(e, type) and issubclass(e, Exception)]
    assert len(classes) == 12
    assert all(e.__doc__ for e in classes)
