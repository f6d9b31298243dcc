"""Names only, under the path of the command that is installed: what they name lives in `properties.command.cli`."""

from properties.command.cli import *
