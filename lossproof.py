"""Names only: what `symbolic` makes public, and the helpers of `properties`; `python -m lossproof` is the command.

Example: `from lossproof import Chain, argmax, check, density`. The lists are those of the two packages, and a name is loaded
when it is first used: importing this module costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from properties import *
    from symbolic import *

_PACKAGES = ("properties", "symbolic")  # the lighter one is asked first


def __getattr__(name: str) -> Any:
    if name == "__all__":
        return sorted(public for package in _PACKAGES for public in import_module(package).__all__)
    if not name.startswith("__"):
        for package in map(import_module, _PACKAGES):
            if name in package.__all__:
                return getattr(package, name)
    raise AttributeError(f"module 'lossproof' has no attribute {name!r}; dir(lossproof) shows its names")


def __dir__() -> list[str]:
    return sorted([*globals(), *__getattr__("__all__")])


if __name__ == "__main__":
    from properties.command.cli import main

    main()
