"""Grade the checks of an answer that is a script, in one lab."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator

from assessor.domain.outcomes import CheckOutcome, Verdict
from assessor.grading.lab import HARMFUL
from assessor.grading.measure import Measured
from assessor.grading.mutation.script import LIMIT
from assessor.grading.probing import ProbeLab
from assessor.grading.reference import References
from assessor.grading.session import Ended, Stopped
from assessor.grading.table import ResultTable
from assessor.kinds.base import RequiredFirst, outcome_of
from assessor.kinds.probe_judging import broken, script_of
from assessor.kinds.probe_parts import FoundPart, Part, PartsCheck, parts_of
from assessor.kinds.probe_reference import work_of
from assessor.kinds.query_checks import Timed, with_runs
from assessor.kinds.query_messages import failures
from assessor.kinds.query_work import evidence, scored, unmeasured
from assessor.packs.loader import Pack
from assessor.packs.spec import DataCheck, Probe, Role, WorkCheck
from sandbox.provider import Progress


class ProbeChecks(RequiredFirst):
    """One answer being graded; what was found in a probe is kept for other checks that use it."""

    mutant_seconds = 3.0
    """A mutant of the reference that runs longer is noticed."""
    mutants = LIMIT
    """So many mutants are tried."""

    def __init__(self, pack: Pack, lab: ProbeLab, expected: References, progress: Progress) -> None:
        super().__init__(pack)
        self.lab = lab
        self.expected = expected
        self.progress = progress
        self._found: dict[tuple[str, str], FoundPart] = {}

    def graded(self, check: DataCheck) -> CheckOutcome:
        """Grade a check by its probes; the loader has refused checks of other kinds."""
        self.progress(check.title)
        if isinstance(check, WorkCheck):
            return self._work(check, self.pack.spec.probe_named(check.probe))
        return self._parts(check) if isinstance(check, PartsCheck) else super().graded(check)

    def _parts(self, check: PartsCheck) -> CheckOutcome:
        found = self._until_harm(check)
        failed = [(f"when {each.shows}", each.message) for each in found if each.rule]
        return outcome_of(
            check,
            Verdict.FAILED if failed else Verdict.PASSED,
            failures(failed) or f"Right in all of {len(found)} {check.type}.",
            0.0 if failed else check.points,
            {check.type: [each.evidence() for each in found]},
        )

    def _until_harm(self, check: PartsCheck) -> list[FoundPart]:
        """After harm the check has failed, and the rest would only cost labs."""
        found = []
        for part in parts_of(self.pack, check):
            found.append(self._once(check, part))
            if found[-1].rule in HARMFUL:
                break
        return found

    def _once(self, check: PartsCheck, part: Part) -> FoundPart:
        key = (check.type, part.name)
        if key not in self._found:
            self._found[key] = part.found(self.lab, self.expected)
        return self._found[key]

    def faults(self, operator: str, noticed: Counter[str]) -> Iterator[str]:
        """How the answer differs from the reference, as far as one can see on data that is not large, for the author
        of a mutant made by `operator`; the first one is enough.

        `noticed` counts what has told mutants from the reference so far: that is asked first, for it is likely to tell.
        """
        for check, part in sorted(self._small(), key=lambda pair: -noticed[pair[1].name]):
            found = self._once(check, part)
            if found.rule:
                noticed[part.name] += 1
                yield f"{part.name}: {found.message}"

    def _small(self) -> Iterator[tuple[PartsCheck, Part]]:
        """What checks ask for, on data that is not large."""
        small = {dataset.name for dataset in self.pack.spec.dataset if dataset.role is not Role.LARGE}
        for check in self.pack.spec.check:
            if isinstance(check, PartsCheck):
                yield from ((check, part) for part in parts_of(self.pack, check) if part.dataset in small)

    def _work(self, check: WorkCheck, probe: Probe) -> CheckOutcome:
        scales = unmeasured(check, self.expected)
        for number, scale in enumerate(scales):
            try:
                runs = [self._timed(probe, scale.dataset) for _ in range(2)]
            except Stopped as stopped:
                message = f"Fails when {probe.shows}: {stopped.reason}."
                found = {"stopped": stopped.ended.value, **evidence(scales)}
                return outcome_of(check, Verdict.FAILED, message, 0.0, found)
            scales[number] = with_runs(scale, runs)
        return scored(check, scales)

    def _timed(self, probe: Probe, dataset: str) -> Timed:
        """A run that is right, with its work. Raises Stopped, also where it is wrong."""
        started = time.monotonic()
        probed = self.lab.probe(script_of(self.pack, probe, dataset), measured=True)
        rule, message = broken(probe, probed, self.expected, dataset)
        if rule:
            raise Stopped(Ended.ERROR, message)
        table = probed.table or ResultTable((), ())
        return Measured(table, work_of(probed)), time.monotonic() - started
