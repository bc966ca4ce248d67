"""Grade the checks of a schema: those of all scripts, and the rules of the catalogue."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from assessor.domain.outcomes import CheckOutcome, Verdict
from assessor.grading.catalogue import QUERIES, asked
from assessor.grading.probing.lab import Room
from assessor.grading.session import Stopped
from assessor.grading.table import ResultTable
from assessor.kinds.base import outcome_of
from assessor.kinds.probe_checks import ProbeChecks
from assessor.kinds.query_messages import sentence
from assessor.packs.spec import CatalogueCheck, DataCheck, Part, WorkCheck
from assessor.packs.templates import lab_databases

_SHOWN = 3
"""Of the complaints about one rule."""

INDEX = "index"
"""The mutants without an index: only work tells them from the reference."""


class SchemaChecks(ProbeChecks):
    """One schema being graded."""

    mutant_seconds = 10.0
    """Storing many facts takes as long as it takes an answer."""
    mutants = 40
    """Of definitions they are few, and none of those is left out."""

    def graded(self, check: DataCheck) -> CheckOutcome:
        """Grade a check; the loader has refused checks of other kinds."""
        return self._catalogue(check) if isinstance(check, CatalogueCheck) else super().graded(check)

    def faults(self, operator: str, noticed: Counter[str]) -> Iterator[str]:
        """As for all scripts, and what the catalogue says; where an index is gone, what work is done without it."""
        yield from self._failing(CatalogueCheck)
        yield from super().faults(operator, noticed)
        if operator == INDEX:
            yield from self._failing(WorkCheck)

    def _failing(self, of: type[CatalogueCheck | WorkCheck]) -> Iterator[str]:
        for check in self.pack.spec.data_checks:
            if isinstance(check, of):
                outcome = self.graded(check)
                if outcome.verdict is Verdict.FAILED:
                    yield f"{check.id}: {outcome.message}"

    def _catalogue(self, check: CatalogueCheck) -> CheckOutcome:
        self.progress(check.title)
        found = self._rules(check)
        broken = [each for each in found if each["complaints"]]
        messages = [sentence(f"{each['title']}: {_listed(each['complaints'])}") for each in broken]
        share = 1 - len(broken) / len(found)
        return outcome_of(
            check,
            Verdict.FAILED if broken else Verdict.PASSED,
            " ".join(["Not so.", *messages]) if broken else f"All of {len(found)} rules are kept.",
            round(check.points * share, 2),
            {"rules": found},
        )

    def _rules(self, check: CatalogueCheck) -> list[dict[str, Any]]:
        """Each rule of the catalogue, for the scorecard; all are asked in one copy, for they change nothing."""
        interface = [_part(part) for part in self.pack.spec.interface]
        texts = [asked(QUERIES[name], interface) for name in check.rules]
        database = lab_databases(self.pack)[self.pack.visible.name]

        def read(room: Room) -> tuple[ResultTable, ...]:
            tables = room.read(texts)
            room.untouched()
            return tables

        try:
            tables = self.lab.act(database, read)
            told = [[str(row[0]) for row in table.values()] for table in tables]
        except Stopped as stopped:
            told = [[stopped.reason] for _ in texts]
        return [_rule(name, complaints) for name, complaints in zip(check.rules, told, strict=True)]


def _rule(name: str, complaints: list[str]) -> dict[str, Any]:
    verdict = Verdict.FAILED if complaints else Verdict.PASSED
    return {"name": name, "title": QUERIES[name].title, "verdict": verdict.value, "complaints": complaints}


def _listed(complaints: list[str]) -> str:
    more = len(complaints) - _SHOWN
    return "; ".join(complaints[:_SHOWN]) + (f"; and {more} more" if more > 0 else "")


def _part(part: Part) -> dict[str, object]:
    """A part of the interface as the catalogue's rule wants it."""
    if part.takes is None:
        return {"name": f"public.{part.name}", "shown": f"view {part.name}"}
    types = ", ".join(argument.partition(" ")[2].partition(" DEFAULT ")[0] for argument in part.takes)
    return {"name": f"public.{part.name}({types})", "shown": f"function {part.name}({types})"}
