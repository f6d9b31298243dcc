"""`lossproof gallery`: the pages of all families as one document."""

from __future__ import annotations

import os

import click

from properties.command.messages import NOT_PROVED, PROVED, left_out, say, tell, write_text
from properties.command.options import as_json, no_cache
from properties.command.proving import record, remembering
from properties.errors import InputError


@click.command("gallery")
@click.option(
    "-o", "--output", metavar="DIR", required=True, help="Write DIR/gallery.tex; DIR is made if it is missing."
)
@no_cache
@as_json
def command(output: str, no_cache: bool, as_json: bool) -> int:
    """Write the pages of all families as one document.

    It is LaTeX, ready for pdflatex.

    Exit code 0: every family is proved, as `lossproof family` says; 1: one is not, and its page says so.

    Example: lossproof gallery -o pages
    """
    from properties.command.report import plain
    from properties.loading import load_families, working
    from symbolic import families
    from symbolic.report.latex.family import gallery

    file = os.path.join(output, "gallery.tex")
    try:
        os.makedirs(output, exist_ok=True)
    except OSError as error:
        raise InputError(f"-o {output}: this directory cannot be made: {error.strerror or error}.") from None
    broken = list[str]()
    with remembering(no_cache) as memory:
        sheets = [record(one, memory, None) for one in load_families(working(families.names(), broken.append))]
    left_out(broken)
    write_text(file, gallery([data["page"] for data in sheets], [data["derivation"] for data in sheets]))
    verdicts = {data["name"]: data["verdict"] for data in sheets}
    if as_json:
        click.echo(plain.dumps({"file": file, "families": verdicts}))
    else:
        tell(f"{file}: {len(sheets)} families. Typeset it by: pdflatex -output-directory {output} {file}")
    missing = [name for name, verdict in verdicts.items() if verdict != "proved"]
    if missing:
        return say(f"not proved: {', '.join(missing)}; the text says so.", NOT_PROVED)
    return NOT_PROVED if broken else PROVED
