"""`lossproof latex`: a theorem, or a family's fact sheet, for a document."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from properties.command.messages import NOT_PROVED, PROVED, say, write_text
from properties.command.options import as_json, no_cache
from properties.command.proving import asked, proof, record, remembering
from properties.errors import InputError

if TYPE_CHECKING:
    from symbolic.report.plain import Plain


@click.command("latex")
@click.argument("target", metavar="NAME")
@click.option("--standalone", is_flag=True, help="A whole document, ready for pdflatex.")
@click.option("--fragment", is_flag=True, help="The chain alone, as an align for a document of your own.")
@click.option("-o", "--output", metavar="FILE", help="Write to FILE, whole or not at all.")
@no_cache
@as_json
def command(target: str, standalone: bool, fragment: bool, output: str | None, no_cache: bool, as_json: bool) -> int:
    """Print a theorem with its hypotheses and its derivation in LaTeX; of a family, its fact sheet as well.

    NAME may be a FILE.py that holds one chain or family, or a module:object. What is not proved is marked in the text;
    the exit code is then 1.

    Example: lossproof latex mle_to_cross_entropy --standalone -o mle.tex
    """
    from properties.command.report import plain
    from properties.loading import load
    from symbolic.chain import Chain

    if standalone and fragment:
        raise click.UsageError("--standalone is a whole document, and --fragment a part of one: choose one.")
    units = load(target)
    if len(units) > 1:
        names = ", ".join(unit.name for unit in units)
        raise InputError(f"{target} holds {len(units)} chains or families ({names}): name one, as {target}:object.")
    with remembering(no_cache) as memory:
        unit = units[0]
        if isinstance(unit, Chain):
            found = proof(unit, asked(memory))
            if found.wrong_end:
                raise InputError(f"{unit.name}: error in the derivation: WrongEnd: {found.wrong_end}")
            verdict, text = found.theorem.verdict.value, found.theorem.latex(standalone, fragment=fragment)
        else:
            data = record(unit, memory, None)
            verdict, text = data["verdict"], _page(data, standalone, fragment)
    text += "" if text.endswith("\n") else "\n"
    if output is not None:
        write_text(output, text)
    if as_json:
        click.echo(plain.dumps({"name": unit.name, "verdict": verdict, "standalone": standalone, "latex": text}))
    elif output is None:
        sys.stdout.buffer.write(text.encode())
    if verdict != "proved":
        return say(f"{unit.name} is not proved ({verdict}); the text says so.", NOT_PROVED)
    return PROVED


def _page(data: Plain, standalone: bool, fragment: bool) -> str:
    """The page of a family, as a whole document, or its chain alone."""
    from symbolic.report.latex import document

    page: str = data["page"]
    if fragment:  # the page's only one
        begin, end = "\\begin{align}", "\\end{align}"
        return begin + page.partition(begin)[2].partition(end)[0] + end
    body = "\n".join([document.NEEDS, page, document.notes(data["derivation"])])
    return f"{document.PREAMBLE}{body}\\end{{document}}\n" if standalone else body
