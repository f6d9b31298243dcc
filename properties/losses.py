"""Functions that conform to losses as pytest sees them: a node for each claim by `conforms`, an item for each of its parts.

Nothing here decides: `properties.conformance` does. Importing it loads neither SymPy nor Hypothesis.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from properties.errors import InputError
from properties.items import Failure, Held, Item, _decorator, _Marked, _marks, runs

if TYPE_CHECKING:
    from properties.conformance.check import Conformance
    from properties.conformance.claims import ConformanceClaim
    from properties.conformance.known import AcceptedFinding

KNOWN_FILE = "lossproof_conform_known"  # the option
KNOWN = pytest.StashKey["tuple[AcceptedFinding, ...]"]()


class ClaimNode(_Marked, pytest.Collector):
    """A claim: the function is looked at once, when its first item runs."""

    def __init__(self, *, held: Held, **rest: Any) -> None:
        super().__init__(**rest)
        self.claim: ConformanceClaim = held.chain
        for mark in held.marks:
            self.add_marker(_decorator(mark))
        self.mark()
        self.parts: tuple[str, ...] = ()
        self._report: Conformance | InputError | None = None

    def collect(self) -> Iterator[pytest.Item]:
        try:
            self.parts = self.claim.parts()
        except InputError as error:
            raise self.CollectError(f"{self.nodeid}: {error}") from None
        module: Any = self.parent
        for key in _marks(module):
            name, _, part = key.partition("::")
            if name == self.name and part and part not in self.parts:
                raise self.CollectError(
                    f"{module.nodeid}: derivation_marks[{key!r}]: there is no such item; those of {name} are "
                    f"{', '.join(self.parts)}."
                )
        for part in self.parts:
            yield ClaimItem.from_parent(self, name=part)

    def report(self) -> Conformance:
        """What came of the claim. Raises InputError."""
        if self._report is None:
            try:
                self._report = self.claim.report
            except InputError as error:
                self._report = error
        if isinstance(self._report, InputError):
            raise self._report
        return self._report

    def known(self) -> tuple[AcceptedFinding, ...]:
        """The accepted findings about this claim, by its name or by its id."""
        return tuple(a for a in self.config.stash.get(KNOWN, ()) if a.name in (self.name, self.nodeid))


class ClaimItem(Item):
    """One part of a claim: its relation, the digits of a quantity, several rows, or what comes back at extreme numbers.

    At extreme numbers nothing fails, unless a file of accepted findings is named: then it says all that there is.
    """

    parent: ClaimNode

    def judges(self, marked: Any) -> bool:
        return marked is self or (self.name == "relation" and not isinstance(marked, Item))

    def verify(self) -> None:
        from properties.conformance.known import findings, judged
        from properties.conformance.relation import Likeness
        from properties.conformance.report import fitted, part_text

        told = self.name != "relation" and runs(self.session, f"{self.parent.nodeid}::relation")
        try:
            report = self.parent.report()
        except InputError as error:
            if told:
                pytest.skip("nothing was looked at: the relation says why")
            name, wrong = self.parent.name, str(error)
            raise Failure(fitted((wrong if wrong.startswith(name) else f"{name}: {wrong}").split("\n"))) from None
        found, known = [*findings(report)], self.parent.known()
        new, gone = judged(found, known, self.name)
        other = judged(found, known, "relation")[0]
        if self.name == "relation":
            gone += [a for a in known if a.item not in self.parent.parts]
        elif report.related.kind is Likeness.DIFFERENT and (other or not gone):
            if told or not other:
                pytest.skip("it is another function: nothing more is compared")
            raise Failure(part_text(report, "relation"))
        self.user_properties.append(("lossproof_findings", len([f for f in found if f.item == self.name])))
        if self.name == "edges":
            new = new if KNOWN in self.config.stash else []
            if report.edges and not new and not gone:
                self.add_report_section("call", "lossproof", part_text(report, "edges"))
        if new or gone:
            said = [part_text(report, self.name)]
            if new:
                said.append("If it is meant so, give the reason, in a file that --conform-known names:")
                said += [f.entry(self.parent.name) for f in new]
            past = "accepted in --conform-known, and not found any more"
            said += [fitted([f"{past}: {a.quantity}, {a.found} ({a.reason}): take it out"]) for a in gone]
            raise Failure("\n\n".join(said))

    def built(self) -> tuple[Path, int]:
        path, line = self.parent.claim.place
        return Path(path), line - 1

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        if isinstance(excinfo.value, Failure) and not self.config.getoption("fulltrace", False):
            path, line = self.built()
            return f"{excinfo.value}\n\n{os.path.relpath(path, self.config.rootpath)}:{line + 1}: {self.parent.name}"
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        path, line = self.built()
        return self.path, line if path == self.path else 0, self.nodeid.partition("::")[2].replace("::", " ")
