"""Grade the checks of a change set: those of what it leaves by probes, the others by rehearsals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assessor.domain.outcomes import CheckOutcome, Verdict
from assessor.errors import GradingFault
from assessor.grading.migrating import (
    Back,
    Bounds,
    Call,
    Calm,
    Cut,
    Held,
    Plan,
    Rehearsal,
    Rehearsed,
    Theatre,
    read_change_set,
)
from assessor.grading.probing import ProbeLab
from assessor.grading.probing.stage import ProbeStage
from assessor.grading.reference import References
from assessor.grading.session import Stopped
from assessor.kinds.base import outcome_of
from assessor.kinds.probe_checks import ProbeChecks
from assessor.kinds.query_messages import failures, sentence
from assessor.packs.loader import Pack
from assessor.packs.spec import DataCheck, RehearsalCheck
from assessor.packs.templates import lab_databases
from sandbox.provider import Progress

_REHEARSALS: dict[str, type[Rehearsal]] = {
    "compatible": Calm,
    "locks": Calm,
    "queue": Held,
    "resume": Cut,
    "reverse": Back,
}
_GOOD = {
    "compatible": "Both versions worked at each step, and the data is complete.",
    "locks": "Nothing kept the application waiting for long.",
    "queue": "Behind a long transaction it gave way, and the application went on.",
    "resume": "Cut off anywhere, it came to the same end.",
    "reverse": "The way back leads to where it began.",
}


class MigrationChecks(ProbeChecks):
    """One change set being graded; what was found in a rehearsal is kept for other checks that ask it."""

    def __init__(self, pack: Pack, lab: ProbeLab, expected: References, progress: Progress) -> None:
        super().__init__(pack, lab, expected, progress)
        self._rehearsed: dict[type[Rehearsal], Rehearsed] = {}

    def graded(self, check: DataCheck) -> CheckOutcome:
        """Grade a check by its rehearsal, or by its probes."""
        if not isinstance(check, RehearsalCheck):
            return super().graded(check)
        self.progress(check.title)
        try:
            found = self._rehearsal(_REHEARSALS[check.asks])
            wrong = list(self._wrong(check, found))
        except Stopped as stopped:
            return outcome_of(check, Verdict.FAILED, sentence(f"it could not be rehearsed: {stopped.reason}"))
        evidence = {"steps": [each.evidence() for each in found.seen], "wrong": wrong}
        if found.broken:
            return outcome_of(check, Verdict.FAILED, sentence(found.broken), 0.0, evidence)
        verdict = Verdict.FAILED if wrong else Verdict.PASSED
        message = failures(wrong) or _GOOD[check.asks]
        return outcome_of(check, verdict, message, 0.0 if wrong else check.points, evidence)

    def _rehearsal(self, kind: type[Rehearsal]) -> Rehearsed:
        """What came of a rehearsal. Raises Stopped."""
        if kind not in self._rehearsed:
            plan, changes = plan_of(self.pack), read_change_set(self.lab.text)

            def rehearse(stage: ProbeStage) -> Rehearsed:
                with Theatre(stage, plan) as theatre:
                    return kind(changes)(theatre)

            self._rehearsed[kind] = self.lab.on_stage(rehearse)
        return self._rehearsed[kind]

    def _wrong(self, check: RehearsalCheck, found: Rehearsed) -> Iterator[tuple[str, str]]:
        """What counts in a check, each with where; of a calm rehearsal two checks ask different things."""
        if check.asks != "compatible":
            yield from found.problems()
        if check.asks != "locks":
            yield from _first(found.wrong)
        if check.asks in ("queue", "resume") and not found.broken:
            calm = self._rehearsal(Calm)
            for name in sorted(calm.shape.keys() | found.shape.keys()):
                if not calm.broken and calm.shape.get(name) != found.shape.get(name):
                    yield "in the end", f"{name} is not what it is when nothing comes between"


def _first(wrong: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """What is wrong, each once: what fails after one step mostly fails after all that follow."""
    seen: set[str] = set()
    for where, message in wrong:
        if message not in seen:
            yield where, message
        seen.add(message)


def plan_of(pack: Pack) -> Plan:
    """With what the change sets of a pack are rehearsed. Raises GradingFault."""
    migration = pack.spec.migration
    if migration is None:
        raise GradingFault("The pack says nothing of rehearsals.")
    return Plan(
        lab_databases(pack)[migration.dataset],
        tuple(Call(call.name, call.role, call.old, call.new or call.old) for call in pack.spec.app),
        tuple(migration.hold),
        migration.role,
        Bounds(migration.blocks, migration.rows, migration.lock_timeout),
        tuple((same.before, same.after) for same in migration.same),
    )
