"""The commands that work on data as somebody at a terminal meets them."""

import click

from properties import data_commands
from properties.cli import main


def test_every_command_on_data_is_one_of_lossproof():
    group = click.Group("lossproof")
    data_commands.register(group)
    assert set(group.commands) <= set(main.commands)
