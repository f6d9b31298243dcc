"""The options that commands share, and the data that some of them name. Nothing that costs time is imported here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, TypeVar

import click

from properties.errors import InputError

if TYPE_CHECKING:
    from properties.command.report.terminal import Terminal
    from properties.data.family_data import Data
    from symbolic.models.family import Family

Command = TypeVar("Command", bound=Callable[..., Any])

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON, and nothing else, on stdout.")
no_cache = click.option("--no-cache", is_flag=True, help="Prove everything anew; neither read nor keep answers.")
ATTACKING = (
    click.option(
        "--examples", type=click.IntRange(min=1), default=100, show_default=True, help="Instances tried per step."
    ),
    click.option("--no-attack", is_flag=True, help="Prove only; do not search for counterexamples."),
    click.option("--seed", type=int, default=0, show_default=True, help="The same seed tries the same instances."),
)
PRINTING = (
    click.option("-v", "--verbose", is_flag=True, help="Print the whole report of each, not a line; the laws too."),
    click.option("--failures", is_flag=True, help="Print only what is not proved, each with its whole report."),
    click.option("-q", "--quiet", is_flag=True, help="Print nothing: the exit code says it."),
)
READING = (
    click.option(
        "--data",
        metavar="FILE.csv",
        help="Prove on data: a CSV file (.gz too), - for the standard input, or a data set that ships (horse_kicks).",
    ),
    click.option("--column", metavar="NAME", multiple=True, help="A column of the data, one for each variable."),
    click.option("--known", metavar="NAME=VALUE", multiple=True, help="A constant that the family takes as known."),
    click.option("--separator", metavar="CHAR", help="What separates the cells; by default it is found out."),
    click.option(
        "--header/--no-header",
        default=None,
        help="Whether the first row names the columns; without it they are 1, 2, ...",
    ),
    click.option("--drop-missing", is_flag=True, help="Leave out rows with missing values."),
    click.option("--weights", metavar="NAME", help="A column of frequencies: a row stands for so many."),
    click.option(
        "--weights-kind",
        type=click.Choice(["frequency", "importance"]),
        help="Weights of importance weigh the objective only; they need not be whole.",
    ),
)


def _all(options: Sequence[Callable[[Command], Command]]) -> Callable[[Command], Command]:
    """Several options as one decorator, shown in their order."""

    def decorate(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


attacking = _all(ATTACKING)
printing = _all(PRINTING)
reading = _all(READING)


def terminal(as_json: bool, quiet: bool = False) -> Terminal | None:
    """Where a report goes; None where there is JSON instead, or nothing. Raises UsageError where both are asked for."""
    from properties.command.report.terminal import Terminal

    if as_json and quiet:
        raise click.UsageError("--json prints, and --quiet does not: choose one.")
    return None if as_json or quiet else Terminal()


@dataclass(frozen=True)
class Where:
    """The options that say which data are meant, by their names on the command line.

    Raises UsageError where there are options for data, and no data.
    """

    data: str | None
    column: tuple[str, ...]
    known: tuple[str, ...]
    separator: str | None
    header: bool | None
    drop_missing: bool
    weights: str | None
    weights_kind: str | None

    def __post_init__(self) -> None:
        named = {field.name: getattr(self, field.name) for field in fields(self)}
        given = [f"--{name.replace('_', '-')}" for name, value in named.items() if value and name != "known"]
        given += ["--no-header"] * (self.header is False)
        if given and self.data is None:
            raise click.UsageError(f"{' and '.join(given)} belong{'s' * (len(given) == 1)} to --data FILE.csv.")
        if self.weights_kind and not self.weights:
            raise click.UsageError("--weights-kind says of which kind the --weights NAME are: name their column.")

    def read(self, family: Family, given: tuple[str, ...] = ()) -> Data:
        """The data, for a family; `given` names the columns of a regression. Raises InputError."""
        from properties.data.family_data import observe

        return observe(
            family,
            self.data or "",
            (*self.column, *given),
            known=settings(self.known),
            separator={"\\t": "\t", "tab": "\t"}.get(self.separator or "", self.separator),
            header=self.header,
            drop_missing=self.drop_missing,
            weights=self.weights,
            kind=self.weights_kind or "frequency",
        )


def settings(known: Sequence[str]) -> dict[str, Any]:
    """The settings NAME=VALUE as exact numbers by name. Raises InputError."""
    from properties.data.numerals import NotANumber, number

    found: dict[str, Any] = {}
    for setting in known:
        name, equals, value = setting.partition("=")
        if not equals or name.strip() in found:
            what = "a name is given twice" if equals else "write NAME=VALUE, such as sigma=1/2"
            raise InputError(f"--known {setting}: {what}.")
        try:
            found[name.strip()] = number(value.strip())
        except NotANumber as reason:
            raise InputError(f"--known {setting}: {reason}; write a number such as 1.5 or 1/3.") from None
    return found


def one_family(targets: Sequence[str], command: str) -> Family:
    """The one family that is named. Raises InputError where it is another thing, or several."""
    from properties.loading import load_families

    found = load_families(targets) if targets else []
    if len(found) != 1:
        named = ", ".join(f.name for f in found) or "none"
        raise InputError(
            f"`lossproof {command}` works on one family, such as poisson; here are {len(found)} ({named})."
        )
    return found[0]
