"""`lossproof new`: files that are to be filled in."""

from __future__ import annotations

import click

from properties.command.messages import INPUT_ERROR, PROVED, tell
from properties.command.options import as_json


@click.group("new", invoke_without_command=True)
@click.pass_context
def command(context: click.Context) -> None:
    """Write files that are to be filled in.

    Example: lossproof new family skew_normal
    """
    if context.invoked_subcommand is None:
        click.echo(context.get_help(), err=True)
        context.exit(INPUT_ERROR)


@command.command("family")
@click.argument("name")
@click.option("-o", "--output", metavar="DIR", help="Write into DIR, which is made if it is missing.  [default: here]")
@as_json
def family(name: str, output: str | None, as_json: bool) -> int:
    """Write the file of a model family and its test, which say what is missing until they are filled in.

    Nothing that is there is overwritten. In a checkout of lossproof they are written where its families and their tests
    are, unless -o says otherwise.

    Example: lossproof new family skew_normal -o families
    """
    from properties.command import templates
    from properties.command.report import plain

    file, test = templates.new_family(name, output)
    if as_json:
        click.echo(plain.dumps({"family": str(file), "test": str(test)}))
    else:
        tell(f"{file}: fill it in, then: lossproof family {file}", f"{test}: run it by: pytest {test}")
    return PROVED
