"""What a data set says of a family on a terminal, from its plain data."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from properties.command.report.terminal import Page, Spans
from properties.data.numerals import shortened
from symbolic.report.plain import Plain

LABEL = " " * 13  # what stands before the second line of the estimate


def whole(page: Page, data: Plain) -> list[Spans]:
    """The estimate, the objectives beside each other, and what is certain on these data and on all."""
    said = (*_heading(data), *_estimate(data["estimate"]), [], *_objectives(data), [], *_findings(page, data), [])
    verdict = data["verdict"]
    last: Spans = [(f"{verdict.upper()}: {data['family']} on {data['file']}", verdict)]
    return [row for line in (*said, last) for row in _folded(line, page.width)]


def _heading(data: Plain) -> Iterator[Spans]:
    known = "".join(f", {name} = {value}" for name, value in data["known"].items())
    columns = f"column{'s' * (len(data['columns']) > 1)} {', '.join(map(shortened, data['columns']))}"
    yield [(data["family"], "strong"), (f" on {data['file']}, {columns}{known}", "")]
    for text in _sizes(data):
        yield [(f"  {text}", "quiet")]
    for warning in data["warnings"]:
        yield [("  warning: ", "unknown"), (warning, "")]
    yield []


def _sizes(data: Plain) -> Iterator[str]:
    """How many rows there are, and what they weigh."""
    weights, rows = data["weights"], f"{data['rows']} rows, {data['distinct']} different"
    if weights is None:
        yield rows
    elif weights["kind"] == "frequency":
        yield f"{rows}: the sum of the frequencies in {weights['column']}"
    else:
        yield f"{weights['rows']} rows, {data['distinct']} different, of weight {weights['total']} ({weights['column']})"
        yield (
            f"only the ratios of these weights matter: the objectives are those of {data['rows']} rows, each repeated in "
            "the ratio of its weight"
        )


def _estimate(found: Plain) -> Iterator[Spans]:
    ran_off = found["runs_off"]
    for name, value in found["values"].items():
        label = "  last tried " if ran_off else "  estimate   "
        yield [(label, "quiet"), (f"{name} = {value}", "quiet" if ran_off else "strong")]
    if not ran_off:
        yield [(LABEL, ""), (found["method"], "quiet")]
    for name, formula in found["formulas"].items():
        yield [(f"{LABEL}{name} = {formula}", "quiet")]
    if found["no_closed_form"]:
        yield [(LABEL, ""), (found["no_closed_form"], "unknown")]
    for text in found["certificate"]["text"] if found["certificate"] else ():
        yield [(f"{LABEL}{text}", "quiet")]
    for text in ran_off:
        yield [("  no estimate found: ", "unknown"), (f"the mean loss fell as far as was looked, {text}", "")]
    for text in _inferred(found["inference"]):
        yield [(f"{LABEL}{text}", "quiet")]
    if found["uncertified"] and not ran_off:
        yield [("  not certified: ", "unknown"), (found["uncertified"], "")]


def _inferred(found: Plain | None) -> Iterator[str]:
    """Standard errors, log-likelihood and information criteria."""
    if found is None:
        return
    errors = ", ".join(f"{name} {error:.4g}" for name, error in (found["standard_errors"] or {}).items())
    yield (
        f"standard errors (observed information): {errors}"
        if errors
        else f"no standard errors: {found['no_standard_errors'] or ''}"
    )
    yield f"log-likelihood {found['log_likelihood']:.8g}, AIC {found['aic']:.8g}, BIC {found['bic']:.8g}"


def _objectives(data: Plain) -> Iterator[Spans]:
    room = max(len(o["name"]) for o in data["objectives"]) + 2
    estimate = data["parameters"][:1]
    yield [(f"  {'objective':<{room}}{'at the estimate':<20}", "quiet"), ("solved by", "quiet")]
    for o in data["objectives"]:
        style = "" if o["solutions"] == estimate else "unknown"
        yield [(f"  {o['name']:<{room}}{o['at_the_estimate']:<20}", ""), (f"arg{o['sense']}: {o['solved_by']}", style)]


def _findings(page: Page, data: Plain) -> Iterator[Spans]:
    """What is certain on these data, then what is proved for all."""
    here, always = data["on_these_data"], data["for_all_data"]
    sums = data["evaluation"] == "statistics"
    how = "through sums over the rows that mention no unknown" if sums else "row by row"
    left = f"; {data['left_out']} more could not be told apart" if data["left_out"] else ""
    if data["findings"]:
        yield [(f"  {page.mark('refuted')} ", "refuted"), ("; ".join(data["findings"]), "")]
    else:
        pairs = f"{data['pairs']} pairs of {len(data['parameters'])} parameters"
        said = f"on these data all objectives rank {pairs} alike, in exact rationals and balls, {how}{left}"
        yield [(f"  {page.mark(here)} ", here), (said, "")]
    yield [
        (f"  {page.mark(always)} ", always),
        (f"for all data, the derivation of the loss from the likelihood is {always}", ""),
        (f" ({data['underived']})" if data["underived"] else "", "unknown"),
    ]
    for fact in data["facts"]:
        verdict = fact["verdict"]
        yield [(f"  {page.mark(verdict)} ", verdict), (f"for all data, {fact['text']}: {verdict}", "")]


def _folded(line: Spans, width: int) -> list[Spans]:
    """A line of styled text, its last words on lines of their own where it is too long."""
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
