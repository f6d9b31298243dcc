"""Writes docs/reference.md from the program itself: `python docs/build.py`. A test compares, so that the page cannot rot."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

import lossproof
import properties
import symbolic
from properties.attacks import facts as fact_attacks
from properties.attacks import steps
from properties.command.cli import main
from symbolic import families, provers, refuting, rules
from symbolic.calculus.normal_form import LAWS
from symbolic.core import domains, registry
from symbolic.rules import lemma

PAGE = Path(__file__).with_name("reference.md")
HEAD = """\
# Reference

Every public name, domain, rule, prover and option, written by `python docs/build.py` from the program itself.
[language.md](language.md) explains the terms, with examples.
"""


def first(thing: Any) -> str:
    """The first paragraph of a docstring, on one line."""
    text = inspect.getdoc(thing) or ""
    return " ".join(text.partition("\n\n")[0].split())


def cell(text: str) -> str:
    return text.replace("|", "\\|")


def signature(thing: Any) -> str:
    """The arguments with their defaults."""
    plain = []
    for p in inspect.signature(thing).parameters.values():
        default = (
            p.default if p.default is inspect.Parameter.empty or not hasattr(p.default, "name") else p.default.name
        )
        plain.append(p.replace(annotation=inspect.Parameter.empty, default=default))
    return str(inspect.Signature(plain)).replace("'POINTWISE'", "POINTWISE")


def kind(thing: Any) -> str:
    if inspect.isclass(thing):
        return "error" if issubclass(thing, BaseException) else "class"
    return "function" if inspect.isroutine(thing) else ""


def names() -> Iterator[str]:
    """The names that `lossproof` gives, by the package that they come from."""
    for package in (symbolic, properties):
        yield f"\n### From `{package.__name__}`\n\n| name | what it is |\n|---|---|"
        for name in sorted(package.__all__, key=str.lower):
            thing = getattr(lossproof, name)
            if isinstance(thing, domains.Domain):
                said = f"the domain {thing}"
            elif kind(thing):
                said = first(thing)
            else:
                said = f"the {type(thing).__name__.lower()} `{thing}`"
            yield f"| `{name}` | {cell(said)} |"


def domain_rows() -> Iterator[str]:
    """The domains that have a name, then the classes of which others are made."""
    yield "\n| name | members |\n|---|---|"
    for name, thing in vars(domains).items():
        if isinstance(thing, domains.Domain):
            yield f"| `{name}` | {thing} |"
    yield "\n| class | members |\n|---|---|"
    for name, thing in vars(domains).items():
        if inspect.isclass(thing) and issubclass(thing, domains.Domain) and thing is not domains.Domain:
            yield f"| `{name}{signature(thing)}` | {cell(first(thing))} |"


def rule_entries() -> Iterator[str]:
    """Each rule with its arguments, its lemma and its source."""
    for name in sorted(set(rules.__all__) - {"extension", "lemma"}):
        found = lemma(name)
        if found is None:
            raise SystemExit(f"{name} states no lemma")
        yield f"\n### `{name}{signature(getattr(rules, name))}`\n\n{first(getattr(rules, name))}\n"
        yield f"Lemma. {found[0]}\n\nSource: {found[1]}"


def law_rows() -> Iterator[str]:
    yield "\n| law | what it says | where | source |\n|---|---|---|---|"
    for law in LAWS.values():
        yield f"| {law.name} | `{cell(law.statement)}` | {cell(law.condition)} | {cell(law.source)} |"


def unit_rows(package: Any, what: str, said: Any) -> Iterator[str]:
    """One row a file of a folder."""
    yield f"\n| {what} | what it does |\n|---|---|"
    for name, module in registry.modules(package).items():
        if not name.startswith("_"):
            yield f"| `{name}` | {cell(first(said(module)))} |"


def options() -> Iterator[str]:
    """Each command as its help shows it."""

    def walk(command: click.Command, path: str) -> Iterator[str]:
        if isinstance(command, click.Group):
            for name, inner in command.commands.items():
                yield from walk(inner, f"{path} {name}")
            return
        settings = {**main.context_settings, **command.context_settings}  # as a command of ours has them when it runs
        context = command.context_class(command, info_name=path, terminal_width=100, **settings)
        yield f"\n### `{path}`\n\n```text\n{command.get_help(context)}\n```"

    yield from walk(main, "lossproof")


def page() -> str:
    """The whole page."""
    rows = [HEAD, "## Names\n\n`from lossproof import NAME` gives each of them.", *names()]
    rows += ["\n## Domains\n\nWhere a parameter lives, what a column holds: `from symbolic.core.domains import NAME`."]
    rows += [*domain_rows()]
    rows += ["\n## Rules\n\n`from symbolic.rules import NAME`. A rule proposes steps; what they owe is proved or not."]
    rows += [*rule_entries()]
    rows += ["\n## Provers\n\nWhat a report names beside a verdict.", *unit_rows(provers, "prover", lambda m: m.prove)]
    rows += [
        "\n## Laws\n\nOf the normal form, by which two expressions are proved equal: `prove -v` names those that it used."
    ]
    rows += [*law_rows()]
    rows += [
        "\n## Refuters\n\nAsked after the provers, of what none of them decides; they find a case, and prove nothing."
    ]
    rows += [*unit_rows(refuting, "refuter", lambda m: m.refute)]
    rows += ["\n## Attacks\n\nOn the steps of a chain, then on the facts of a family."]
    rows += [*unit_rows(steps, "attack", lambda m: m), *unit_rows(fact_attacks, "attack on facts", lambda m: m)]
    rows += ["\n## Families\n\n| family | title |\n|---|---|"]
    rows += [f"| `{name}` | {cell(families.load(name).title)} |" for name in registry.names(families)]
    rows += ["\n## Commands", *options()]
    return "\n".join(rows) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
