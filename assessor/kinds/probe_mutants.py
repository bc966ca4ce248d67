"""The rule that probes notice every small mistake in a script that is one.

Mutants of the reference are applied and probed in labs of the author's, where nothing of a candidate ever runs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from assessor.grading.lab import LabLimits
from assessor.grading.mutation import Mutant
from assessor.grading.mutation.script import LOCKING, Operator, mutate_script
from assessor.grading.mutation.trial import Fate, Trial
from assessor.grading.probing import ProbeLab
from assessor.grading.reference import References
from assessor.grading.session import Limits, Stopped
from assessor.kinds.probe_checks import ProbeChecks
from assessor.kinds.probe_reference import probe_lab
from assessor.kinds.query_mutants import counts, idle_marks, survivors
from assessor.packs.equivalents import read_marks
from assessor.packs.verify import Evidence, Rule
from sandbox.provider import silent

_AT_ONCE = 2
_TOTAL_SECONDS = 3600.0


def mutants_rule(
    expected: Callable[[Evidence], References],
    checks: type[ProbeChecks] = ProbeChecks,
    more: Sequence[Operator] = (),
) -> Rule:
    """The rule; `expected` gives what the reference gives in each probe, `checks` say what is noticed."""

    def problems(evidence: Evidence) -> Iterator[str]:
        return _problems(evidence, expected(evidence), checks, more)

    return Rule("Probes kill every mutant of the reference that is not equivalent to it", problems, dear=True)


def _problems(
    evidence: Evidence, expected: References, checks: type[ProbeChecks], more: Sequence[Operator]
) -> Iterator[str]:
    pack = evidence.pack
    marks, problems = read_marks(pack.files)
    yield from problems
    operators = (*more, *(LOCKING if pack.spec.interleaving else ()))
    mutation = mutate_script(pack.reference, checks.mutants, operators)
    parts = [mutation.mutants[number::_AT_ONCE] for number in range(_AT_ONCE)]
    with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="mutants") as pool:
        each_tried = pool.map(lambda part: _tried(evidence, expected, checks, part), parts)
        tried = [each for found in each_tried for each in found]
    evidence.counts.update(counts(mutation, tried, marks))
    yield from survivors(mutation, tried, marks, "probe", str.splitlines)
    yield from idle_marks(tried, marks)


def _tried(
    evidence: Evidence, expected: References, checks: type[ProbeChecks], mutants: Sequence[Mutant]
) -> list[Trial]:
    pack, found, noticed = evidence.pack, [], Counter[str]()
    limits = LabLimits(Limits(seconds=checks.mutant_seconds), _TOTAL_SECONDS)
    with probe_lab(pack, pack.reference, evidence.provider, "mutants", limits) as lab:
        for number, mutant in enumerate(mutants, 1):
            evidence.progress(f"mutants: {number} of {len(mutants)}: {mutant.description}")
            lab.take(mutant.sql)
            found.append(_fate(lab, checks(pack, lab, expected, silent), Trial(mutant), noticed))
    return found


def _fate(lab: ProbeLab, checks: ProbeChecks, trial: Trial, noticed: Counter[str]) -> Trial:
    try:
        lab.apply()
    except Stopped as stopped:
        return replace(trial, fate=Fate.INVALID, why=stopped.reason)
    fault = next(checks.faults(trial.mutant.operator, noticed), None)
    return replace(trial, fate=Fate.KILLED, why=fault) if fault else trial
