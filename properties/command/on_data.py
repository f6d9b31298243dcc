"""The commands that work on data: what they accept, and with which exit code they end. Reading and drawing live elsewhere.

`cli` hands its group to `register` when it is imported. Nothing that costs time is imported here at module level.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from properties.data.family_data import Data
    from properties.estimation.fitting import Agreement
    from symbolic.models.family import Family

PROVED, NOT_PROVED = 0, 1
READING = (
    click.Option(
        ["--data"],
        metavar="FILE.csv",
        help="Prove on data: a CSV file (.gz too), - for the standard input, or a data set that ships (horse_kicks).",
    ),
    click.Option(["--column"], metavar="NAME", multiple=True, help="A column of the data, one for each variable."),
    click.Option(["--known"], metavar="NAME=VALUE", multiple=True, help="A constant that the family takes as known."),
    click.Option(["--separator"], metavar="CHAR", help="What separates the cells; by default it is found out."),
    click.Option(
        ["--header/--no-header"],
        default=None,
        help="Whether the first row names the columns; without it they are 1, 2, ...",
    ),
    click.Option(["--drop-missing"], is_flag=True, help="Leave out rows with missing values."),
    click.Option(["--weights"], metavar="NAME", help="A column of frequencies: a row stands for so many."),
    click.Option(
        ["--weights-kind"],
        type=click.Choice(["frequency", "importance"]),
        help="Weights of importance weigh the objective only; they need not be whole.",
    ),
)
GIVEN = click.Option(
    ["--given"],
    metavar="NAME",
    multiple=True,
    help="Regress on this column: a linear predictor, with the family's link.",
)
ON_DATA = """
    With --data, of one family: its estimate on these data, and whether every objective of its derivation has the same
    minimiser there, in certified arithmetic.

    Example: lossproof prove poisson --data horse_kicks --column deaths
"""


def register(group: click.Group) -> None:
    """Add the commands that work on data to the group of `lossproof`, and to `prove` what it needs for data."""
    prove = group.commands["prove"]
    chains = prove.callback

    def either(given: Sequence[str], **options: Any) -> Any:
        where = _Where.taken(options)
        if where.data is not None:
            if options["as_json"] and options["quiet"]:
                raise click.UsageError("--json prints, and --quiet does not: choose one.")
            return prove_on_data(options["targets"], where, tuple(given), options["as_json"], options["quiet"])
        if given or where.known:
            raise click.UsageError("--given and --known belong to --data FILE.csv.")
        return chains(**options) if chains is not None else NOT_PROVED

    prove.callback = either
    prove.params = [*prove.params, *READING, GIVEN]
    prove.help = f"{prove.help}\n{ON_DATA}"
    group.add_command(plot)


@dataclass(frozen=True)
class _Where:
    """The options that say which data are meant, by their names on the command line."""

    data: str | None
    column: tuple[str, ...]
    known: tuple[str, ...]
    separator: str | None
    header: bool | None
    drop_missing: bool
    weights: str | None
    weights_kind: str | None

    @classmethod
    def taken(cls, options: dict[str, Any]) -> _Where:
        """Those that are among some options, which they are taken out of. Raises UsageError where there are no data."""
        where = cls(**{field.name: options.pop(field.name) for field in fields(cls)})
        given = [f"--{name.replace('_', '-')}" for name, value in vars(where).items() if value and name != "known"]
        given += ["--no-header"] * (where.header is False)
        if given and where.data is None:
            raise click.UsageError(f"{' and '.join(given)} belong{'s' * (len(given) == 1)} to --data FILE.csv.")
        if where.weights_kind and not where.weights:
            raise click.UsageError("--weights-kind says of which kind the --weights NAME are: name their column.")
        return where

    def read(self, family: Family, given: tuple[str, ...] = ()) -> Data:
        from properties.data.family_data import observe

        separator = {"\\t": "\t", "tab": "\t"}.get(self.separator or "", self.separator)
        return observe(
            family, self.data or "", (*self.column, *given), known=settings_of(self.known), separator=separator,
            header=self.header, drop_missing=self.drop_missing, weights=self.weights, kind=self.weights_kind or "frequency",
        )  # fmt: skip


def settings_of(settings: Sequence[str]) -> dict[str, Any]:
    """The settings NAME=VALUE as exact numbers by name. Raises InputError."""
    from properties.data.numerals import NotANumber, number
    from properties.errors import InputError

    found: dict[str, Any] = {}
    for setting in settings:
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
    from properties.command.loading import load_families
    from properties.errors import InputError

    found = load_families(targets) if targets else []
    if len(found) != 1:
        named = ", ".join(f.name for f in found) or "none"
        raise InputError(
            f"`lossproof {command}` works on one family, such as poisson; here are {len(found)} ({named})."
        )
    return found[0]


def prove_on_data(
    targets: Sequence[str], where: _Where, given: tuple[str, ...], as_json: bool, quiet: bool = False
) -> int:
    """The estimate of one family on data, and the objectives compared there. Returns the exit code."""
    from properties.command import reporting
    from properties.estimation.fitting import agreement
    from properties.estimation.linear import linear

    family = one_family(targets, "prove --data")
    if given and len(where.column) != 1:
        raise click.UsageError(
            "--given takes one --column NAME, the response, and the columns that it is regressed on."
        )
    found = agreement(where.read(linear(family, given) if given else family, given))
    if as_json:
        click.echo(reporting.dumps(to_json(found)))
    elif not quiet:
        printer = reporting.Printer()
        printer.lines(row for line in lines(found, printer.unicode) for row in _folded(line, printer.width))
    return PROVED if found.verdict == "proved" else NOT_PROVED


def to_json(found: Agreement) -> dict[str, Any]:
    """What a data set says, as plain data."""
    from properties.instances.numbers import show

    data = found.data
    return {
        "family": data.family.name,
        "file": data.source,
        "columns": list(data.columns),
        "rows": data.rows,
        "distinct": data.distinct,
        "known": {name: show(v) for name, v in data.known.items()},
        "weights": None
        if data.weights is None
        else {
            "column": data.weights.column,
            "kind": data.weights.kind,
            "rows": data.weights.records,
            "unit": show(data.weights.unit),
        },
        "warnings": list(data.warnings),
        "estimate": {
            "values": found.estimates(),
            "coefficients": found.coefficients(),
            "method": found.method,
            "exact": found.found.exact,
            "formulas": found.formulas(),
            "no_closed_form": found.found.why or None,
            "runs_off": list(found.found.runs_off),
            "uncertified": found.uncertified or None,
            "certificate": _certificate(found),
            "inference": _inference(found),
        },
        "objectives": [
            {
                "name": o.name,
                "sense": o.sense,
                "text": str(o.tree),
                "at_the_estimate": value,
                "solutions": [found.shown(found.points[k]) for k in solutions],
            }
            for o, value, solutions in zip(found.objectives, found.values, found.minimisers, strict=True)
        ],
        "parameters": [found.shown(p) for p in found.points],
        "pairs": found.pairs,
        "left_out": found.left_out,
        "evaluation": "statistics" if found.statistics else "rows",
        "on_these_data": "proved" if found.certain else "refuted" if found.findings else "unknown",
        "for_all_data": found.theorem.verdict.value,
        "facts": [{"text": text, "verdict": verdict.value} for text, verdict in found.facts],
        "findings": list(found.findings),
        "verdict": found.verdict,
    }


def lines(found: Agreement, unicode: bool) -> list[list[tuple[str, str]]]:
    """What a data set says, as lines of styled text."""
    from properties.command.reporting import ASCII_MARKS, MARKS

    marks = MARKS if unicode else ASCII_MARKS
    data, on_data = found.data, "proved" if found.certain else "refuted" if found.findings else "unknown"
    known = "".join(f", {name} = {v}" for name, v in data.known.items())
    out: list[list[tuple[str, str]]] = [
        [(data.family.name, "strong"), (f" on {data.source}, {_plural(data.columns, 'column')}{known}", "")],
        *([(f"  {text}", "quiet")] for text in _sizes(data)),
        *([("  warning: ", "unknown"), (warning, "")] for warning in data.warnings),
        [],
    ]
    for name, value in found.estimates().items():
        label = "  last tried " if found.found.runs_off else "  estimate   "
        out.append([(label, "quiet"), (f"{name} = {value}", "quiet" if found.found.runs_off else "strong")])
    if not found.found.runs_off:
        out.append([("             ", ""), (found.method, "quiet")])
    out += [[(f"             {name} = {formula}", "quiet")] for name, formula in found.formulas().items()]
    if found.found.why:
        out.append([("             ", ""), (found.found.why, "unknown")])
    out += [[(f"             {text}", "quiet")] for text in found.claims()]
    out += [
        [("  no estimate found: ", "unknown"), (f"the mean loss fell as far as was looked, {text}", "")]
        for text in found.found.runs_off
    ]
    out += [[(f"             {text}", "quiet")] for text in _inferred(found)]
    if found.uncertified and not found.found.runs_off:
        out.append([("  not certified: ", "unknown"), (found.uncertified, "")])
    out.append([])
    room = max(len(o.name) for o in found.objectives) + 2
    out.append([(f"  {'objective':<{room}}{'at the estimate':<20}", "quiet"), ("solved by", "quiet")])
    for o, value, solutions in zip(found.objectives, found.values, found.minimisers, strict=True):
        where = solved_by(found, solutions)
        out.append(
            [(f"  {o.name:<{room}}{value:<20}", ""), (f"arg{o.sense}: {where}", "" if solutions == (0,) else "unknown")]
        )
    how = "through sums over the rows that mention no unknown" if found.statistics else "row by row"
    left = f"; {found.left_out} more could not be told apart" if found.left_out else ""
    out += [
        [],
        [
            (f"  {marks[on_data]} ", on_data),
            (f"on these data all objectives rank {found.pairs} pairs of {len(found.points)} parameters alike, in exact "
             f"rationals and balls, {how}{left}", ""),
        ] if not found.findings else [(f"  {marks['refuted']} ", "refuted"), ("; ".join(found.findings), "")],
        [
            (f"  {marks[found.theorem.verdict.value]} ", found.theorem.verdict.value),
            (f"for all data, the derivation of the loss from the likelihood is {found.theorem.verdict.value}", ""),
            (f" ({found.underived})" if found.underived else "", "unknown"),
        ],
        *(
            [(f"  {marks[verdict.value]} ", verdict.value), (f"for all data, {text}: {verdict.value}", "")]
            for text, verdict in found.facts
        ),
        [],
        [(f"{found.verdict.upper()}: {data.family.name} on {data.source}", found.verdict)],
    ]  # fmt: skip
    return out


def _sizes(data: Data) -> Iterator[str]:
    """How many rows there are, and what they weigh."""
    weights = data.weights
    if weights is None:
        yield f"{data.rows} rows, {data.distinct} different"
    elif data.observed:
        yield f"{data.rows} rows, {data.distinct} different: the sum of the frequencies in {weights.column}"
    else:
        yield f"{weights.records} rows, {data.distinct} different, of weight {weights.unit * data.rows} ({weights.column})"
        yield (
            f"only the ratios of these weights matter: the objectives are those of {data.rows} rows, each repeated in the "
            "ratio of its weight"
        )


def solved_by(found: Agreement, solutions: Sequence[int]) -> str:
    """The solutions of an objective among the parameters that are compared, and what is certain of all of them."""
    if found.found.runs_off:
        return "none found"
    if solutions != (0,):
        return "; ".join(found.shown(found.points[k]) for k in solutions)
    if found.alone:
        return "the estimate alone"
    return "the estimate" if found.certificate is not None else "the best found"


def _inferred(found: Agreement) -> list[str]:
    """Standard errors, log-likelihood and information criteria, in lines."""
    from properties.estimation.wording import called

    i = found.inference
    if i is None:
        return []
    errors = ", ".join(f"{called(found.data, name)} {error:.4g}" for name, error in i.errors.items())
    said = [f"standard errors (observed information): {errors}"] if errors else [f"no standard errors: {i.why}"]
    return [*said, f"log-likelihood {i.log_likelihood:.8g}, AIC {i.aic:.8g}, BIC {i.bic:.8g}"]


def _inference(found: Agreement) -> dict[str, Any] | None:
    """The same as plain data; None where rows are no observations, or there is no estimate."""
    from properties.estimation.wording import called

    i = found.inference
    if i is None:
        return None
    errors = {called(found.data, name): error for name, error in i.errors.items()}
    return {
        "log_likelihood": i.log_likelihood, "aic": i.aic, "bic": i.bic, "standard_errors": errors or None,
        "no_standard_errors": i.why or None,
    }  # fmt: skip


def _certificate(found: Agreement) -> dict[str, Any] | None:
    """What is certain of all minimisers, as plain data; None where nothing is."""
    c = found.certificate
    if c is None:
        return None
    return {
        "how": c.how,
        "only_minimiser": c.one,
        "exact": c.exact,
        "every_minimiser_in": [{n: [str(low), str(high)] for n, (low, high) in box.items()} for box in c.boxes],
        "each_holds_one": c.each,
        "minimisers": None if c.flat is None else [str(v) for v in c.flat],
        "period": None if c.period is None else str(c.period),
        "text": found.claims(),
    }


def _folded(line: list[tuple[str, str]], width: int) -> list[list[tuple[str, str]]]:
    """A line of styled text, its last words on lines of their own where it is too long."""
    from textwrap import wrap

    text = "".join(part for part, _ in line)
    if len(text) <= width:
        return [line]
    *first, (last, style) = line
    used = len(text) - len(last)
    indent = len(text) - len(text.lstrip()) + 2
    if width - used < 20:
        return [line]
    rows = wrap(last, width - used, drop_whitespace=True, break_long_words=False)
    more = wrap(" ".join(rows[1:]), width - indent, break_long_words=False)
    return [[*first, (rows[0], style)], *([(" " * indent + row, style)] for row in more)]


def _plural(names: Sequence[str], what: str) -> str:
    from properties.data.numerals import shortened

    return f"{what}{'s' if len(names) > 1 else ''} {', '.join(map(shortened, names))}"


@click.command()
@click.argument("target", metavar="FAMILY")
@click.option("-o", "--output", metavar="FILE", required=True, help="Where to draw: a FILE.svg, FILE.pdf or FILE.png.")
@click.option("--seed", type=int, default=0, show_default=True, help="The same seed draws the same samples.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, and nothing else, on stdout.")
def plot(target: str, output: str, seed: int, as_json: bool, **options: Any) -> int:
    """Draw the objectives of a family's derivation with their common minimiser, and the mean loss as n grows.

    Without --data the data are a sample of a member of the family. It needs matplotlib, the extra `plots`.

    Example: lossproof plot poisson --data horse_kicks --column deaths -o poisson.svg
    """
    from properties.estimation import plots

    family = one_family([target], "plot")
    where = _Where.taken(options)
    data = None if where.data is None else where.read(family)
    plots.draw(family, output, data=data, known=settings_of(where.known), seed=seed)
    if as_json:
        from properties.command import reporting

        click.echo(reporting.dumps({"family": family.name, "file": output}))
    return PROVED


plot.params = [*plot.params, *READING]
