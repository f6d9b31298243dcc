"""Tests of symbolic.core.notes: a remark carries its formulas, and reads as plain text until somebody prints it."""

import pickle

import pytest

from symbolic import parameter
from symbolic.core.notes import Note, filled
from symbolic.report.latex import expression

sigma = parameter("sigma")
NOTE = Note("Divided by {}, which is positive.", sigma**2)


def test_a_note_is_plain_text():
    assert NOTE == "Divided by sigma**2, which is positive."
    assert Note("The likelihood.") == "The likelihood."


def test_a_note_is_printed_by_who_prints():
    assert filled(NOTE, expression) == r"Divided by {\sigma}^{2}, which is positive."


def test_a_plain_remark_is_left_as_it_is():
    assert filled("a set {1, 2}", expression) == "a set {1, 2}"


def test_a_note_keeps_its_formulas_when_it_is_stored():
    again = pickle.loads(pickle.dumps(NOTE))
    assert again == NOTE and again.parts == (sigma**2,)


def test_a_template_that_asks_for_more_than_there_is_is_refused():
    with pytest.raises(IndexError):
        Note("{} and {}", sigma)
