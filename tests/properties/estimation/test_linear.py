"""A regression on columns binds each weight to its column by name, for every family that has a link."""

import random

import pytest
from flint import fmpq, fmpq_mat

from properties.data.family_data import observe
from properties.errors import InputError
from properties.estimation.fitting import Comparison, agreement
from properties.estimation.linear import linear
from symbolic import families
from symbolic.kernel import Verdict
from symbolic.models.likelihood import derivation
from symbolic.report.theorem import check

NAMES = ("big", "small", "zeta", "alpha", "x10", "x2", "x1", "Y")
REGRESSIONS = [
    name for name in families.names() if families.load(name).links and len(families.load(name).variables) == 1
]  # fmt: skip
ABSTRACT = {"exponential_family", "exponential_dispersion"}


def table(tmp_path, header, rows):
    path = tmp_path / "table.csv"
    path.write_text("\n".join([",".join(header), *(",".join(map(str, row)) for row in rows)]) + "\n")
    return str(path)


def least_squares(rows):
    """The exact solution of the normal equations, a constant first."""
    x = fmpq_mat([[fmpq(1), *map(fmpq, row[:-1])] for row in rows])
    y = fmpq_mat([[fmpq(row[-1])] for row in rows])
    found = (x.transpose() * x).solve(x.transpose() * y)
    return [found[k, 0] for k in range(found.nrows())]


def test_the_weights_of_two_columns_are_not_exchanged(tmp_path):
    rows = [(0, 0, 1), (1, 0, 11), (0, 1, 3), (1, 1, 13), (2, 1, 23), (1, 2, 15)]
    path = table(tmp_path, ("big", "small", "y"), rows)
    for given, weights in ((("big", "small"), (1, 10, 2)), (("small", "big"), (1, 2, 10))):
        data = observe(linear(families.load("normal_mean"), given), path, ["y", *given], known={"sigma": fmpq(1)})
        found = agreement(data)
        assert [float(v) for v in found.found.point.values()] == pytest.approx(weights, rel=1e-9)
        assert found.coefficients() == dict(zip(("const", *given), map(str, weights), strict=True))
        assert list(found.estimates()) == ["w0 (const)", f"w1 ({given[0]})", f"w2 ({given[1]})"]


@pytest.mark.parametrize("k", range(1, 9))
@pytest.mark.parametrize("name", ["normal", "normal_mean"])
def test_every_column_has_its_weight_of_least_squares(tmp_path, name, k):
    draw = random.Random(k)
    given = NAMES[:k]
    rows = []
    for _ in range(30):
        x = [draw.randrange(-9, 10) for _ in given]
        rows.append((*x, 1 + sum((j + 2) ** 2 * v for j, v in enumerate(x)) + draw.randrange(-5, 6)))
    path = table(tmp_path, (*given, "response"), rows)
    known = {"sigma": fmpq(1)} if name == "normal_mean" else {}
    found = Comparison(observe(linear(families.load(name), given), path, ["response", *given], known=known)).found
    for j, v in enumerate(least_squares(rows)):
        assert float(found.point[f"w{j}"]) == pytest.approx(float(v), rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("name", [n for n in REGRESSIONS if n not in ABSTRACT])
def test_what_is_proved_of_any_predictor_holds_for_the_linear_one(name):
    family = linear(families.load(name), NAMES)
    assert [label for _, label in family.labels] == ["const", *NAMES]
    assert [str(s.column.name) for s in family.inputs] == [f"x{k}" for k in range(1, 9)]
    assert check(derivation(family.general)).verdict is Verdict.PROVED
    written = family.written(family.general.density)
    assert all(w in written.free_symbols for w in family.weights)


def test_what_has_no_link_or_several_variables_is_not_regressed():
    with pytest.raises(InputError, match="no link"):
        linear(families.load("categorical"), ["x"])
    with pytest.raises(InputError, match="cannot be regressed"):
        linear(families.load("multinomial"), ["x"])
