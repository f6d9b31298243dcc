"""The two derivations of the blog post: its numbered lines are lines of ours, with the same sense, in the same order."""

import re
from pathlib import Path

import pytest

from symbolic import check, derivations
from symbolic.report.latex import document

POST = Path(__file__).resolve().parents[2] / "shared" / "post" / "from-maximum-likelihood-to-minimal-cross-entropy.md"
NAMES = ("mle_to_cross_entropy", "conditional_mle_to_cross_entropy")


@pytest.fixture(scope="module")
def displays():
    if not POST.is_file():
        pytest.skip("the post is not beside this checkout (../shared/post)")
    found = re.findall(r"\\begin\{align\}(.*?)\\end\{align\}", POST.read_text(encoding="utf-8"), re.S)
    assert len(found) == len(NAMES)
    return dict(zip(NAMES, found, strict=True))


def senses(rows):
    """The equation number of each numbered row, and whether it maximises, minimises or is a limit."""
    found = []
    for row in rows:
        tag = re.search(r"\\tag\{(\d+)\}", row)
        if tag:
            sense = re.search(r"arg\\,?\\?(max|min)", row)
            found.append((tag[1], sense[1] if sense else "", "arrow" in row))
    return found


@pytest.mark.parametrize("name", NAMES)
def test_every_numbered_line_of_the_post_is_proved(displays, name):
    theorem = check(derivations.load(name))
    assert theorem.proved
    ours = senses(document.chain(theorem.to_dict()).split("\\\\\n"))
    theirs = senses(displays[name].split("\\\\\n"))
    assert len(theirs) in (3, 6)
    assert ours == theirs
