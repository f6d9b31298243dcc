"""Pictures as files: their kinds, their style, and how matplotlib, the extra `plots`, writes them.

What is drawn is for others to say. Matplotlib is imported only when something is drawn.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from typing import Any

from properties.errors import InputError
from properties.files import write

FORMATS = ("svg", "pdf", "png")
MISSING = "pictures need matplotlib: pip install 'lossproof[plots]'."
STYLE: Any = {
    "font.size": 8.5,
    "axes.titlesize": 9,
    "axes.labelsize": 8.5,
    "xtick.labelsize": 8,
    "ytick.labelsize": 8,
    "legend.fontsize": 8,
    "font.family": "DejaVu Sans",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.linewidth": 0.7,
    "svg.hashsalt": "lossproof",
    "svg.fonttype": "path",
    "pdf.fonttype": 42,
}
METADATA: Any = {  # no dates: the same picture is the same file
    "svg": {"Date": None, "Creator": "lossproof"},
    "pdf": {"CreationDate": None, "ModDate": None, "Creator": "lossproof", "Producer": None},
    "png": {"Software": None},
}


def kind_of(output: str | os.PathLike[str], option: str) -> str:
    """What kind of picture a file is to hold, one of FORMATS.

    Raises InputError, which names the `option`, for another kind, for a directory, and where matplotlib is missing.
    """
    kind = str(output).rpartition(".")[2].casefold()
    if kind not in FORMATS:
        raise InputError(f"{option} {output}: a picture is a FILE.svg, a FILE.pdf or a FILE.png.")
    if os.path.isdir(output):
        raise InputError(f"{option} {output} is a directory: name a file in it.")
    try:
        import matplotlib  # noqa: F401
    except ImportError:
        raise InputError(MISSING) from None
    return kind


def rendered(figure: Callable[[], Any], kind: str) -> bytes:
    """The figure of matplotlib that is made, as a file of this kind. The same figure gives the same bytes."""
    import matplotlib

    stream = io.BytesIO()
    with matplotlib.rc_context(STYLE):
        figure().savefig(stream, format=kind, dpi=200, metadata=METADATA[kind])
    return stream.getvalue()


def save(output: str | os.PathLike[str], content: bytes, option: str) -> None:
    """Write a picture. Raises InputError, which names the `option`, where it cannot be written."""
    try:
        write(output, content)
    except OSError as error:
        raise InputError(f"{option} {output}: cannot be written: {error.strerror or error}.") from None
