"""Kind "migration": a change set, rehearsed while an application works, cut off, and taken back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from assessor.domain.outcomes import Verdict
from assessor.grading.lab import LabLimits
from assessor.grading.mutation.changes import asked_by, mutate_changes
from assessor.grading.mutation.trial import Fate, Trial
from assessor.grading.reference import ReferenceCache, References
from assessor.grading.session import Limits, Stopped
from assessor.kinds.migration_checks import MigrationChecks
from assessor.kinds.probe_kind import ProbeKind
from assessor.kinds.probe_reference import probe_lab
from assessor.kinds.query_mutants import counts, idle_marks, survivors
from assessor.packs.equivalents import read_marks
from assessor.packs.loader import Pack
from assessor.packs.spec import RehearsalCheck
from assessor.packs.verify import Evidence, Rule

_LIMITS = LabLimits(Limits(seconds=20.0), total_seconds=3600.0)


class MigrationKind(ProbeKind):
    """Grades a change set by what it leaves, and by how it came there."""

    def rules(self, references: ReferenceCache) -> tuple[Rule, ...]:
        """The verify rules of change sets."""
        name = "Rehearsals notice what people leave out of a change set"
        return (Rule(name, _problems, dear=True),)


def _problems(evidence: Evidence) -> Iterator[str]:
    marks, problems = read_marks(evidence.pack.files)
    yield from problems
    mutation = mutate_changes(evidence.pack.reference)
    asked = {check.asks for check in evidence.pack.spec.check if isinstance(check, RehearsalCheck)}
    planted = [mutant for mutant in mutation.mutants if asked.intersection(asked_by(mutant))]
    mutation = replace(mutation, mutants=tuple(planted))
    tried = []
    with probe_lab(evidence.pack, evidence.pack.reference, evidence.provider, "mutants", _LIMITS) as lab:
        for number, mutant in enumerate(planted, 1):
            evidence.progress(f"mistakes: {number} of {len(planted)}: {mutant.description}")
            lab.take(mutant.sql)
            checks = MigrationChecks(evidence.pack, lab, References({}, {}), evidence.progress)
            tried.append(_fate(evidence.pack, checks, Trial(mutant)))
    evidence.counts.update(counts(mutation, tried, marks))
    yield from survivors(mutation, tried, marks, "rehearsal", str.splitlines)
    yield from idle_marks(tried, marks)


def _fate(pack: Pack, checks: MigrationChecks, trial: Trial) -> Trial:
    try:
        checks.lab.apply()
    except Stopped as stopped:
        return replace(trial, fate=Fate.KILLED, why=stopped.reason)
    wanted = asked_by(trial.mutant)
    for check in pack.spec.check:
        if isinstance(check, RehearsalCheck) and check.asks in wanted:
            outcome = checks.graded(check)
            if outcome.verdict is Verdict.FAILED:
                return replace(trial, fate=Fate.KILLED, why=f"{check.id}: {outcome.message}")
    return trial


MIGRATION = MigrationKind("migration", checks=MigrationChecks)
