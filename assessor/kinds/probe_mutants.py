"""The rule that probes notice every small mistake in a script that is one.

Mutants of the reference are applied and probed in labs of the author's, where nothing of a candidate ever runs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from assessor.grading.lab import LabLimits
from assessor.grading.mutation import Mutant
from assessor.grading.mutation.script import mutate_script
from assessor.grading.mutation.trial import Fate, Trial
from assessor.grading.probing import ProbeLab
from assessor.grading.reference import References
from assessor.grading.session import Limits, Stopped
from assessor.kinds.probe_parts import Part, PartsCheck, parts_of
from assessor.kinds.probe_reference import probe_lab
from assessor.kinds.query_mutants import counts, idle_marks, survivors
from assessor.packs.equivalents import read_marks
from assessor.packs.loader import Pack
from assessor.packs.spec import Role
from assessor.packs.verify import Evidence, Rule

_AT_ONCE = 2
_LIMITS = LabLimits(Limits(seconds=3.0), total_seconds=3600.0)
"""A mutant that runs longer is noticed."""


def mutants_rule(expected: Callable[[Evidence], References]) -> Rule:
    """The rule; `expected` gives what the reference gives in each probe."""
    name = "Probes kill every mutant of the reference that is not equivalent to it"
    return Rule(name, lambda evidence: _problems(evidence, expected(evidence)), dear=True)


def _problems(evidence: Evidence, expected: References) -> Iterator[str]:
    pack = evidence.pack
    marks, problems = read_marks(pack.files)
    yield from problems
    mutation = mutate_script(pack.reference, locks=bool(pack.spec.interleaving))
    parts = [mutation.mutants[number::_AT_ONCE] for number in range(_AT_ONCE)]
    with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="mutants") as pool:
        tried = [
            each for found in pool.map(lambda part: _tried(evidence, expected, part), parts) for each in found
        ]
    evidence.counts.update(counts(mutation, tried, marks))
    yield from survivors(mutation, tried, marks, "probe", str.splitlines)
    yield from idle_marks(tried, marks)


def _tried(evidence: Evidence, expected: References, mutants: Sequence[Mutant]) -> list[Trial]:
    pack, found = evidence.pack, []
    with probe_lab(pack, pack.reference, evidence.provider, "mutants", _LIMITS) as lab:
        for number, mutant in enumerate(mutants, 1):
            evidence.progress(f"mutants: {number} of {len(mutants)}: {mutant.description}")
            lab.take(mutant.sql)
            found.append(_fate(pack, lab, expected, Trial(mutant)))
    return found


def _fate(pack: Pack, lab: ProbeLab, expected: References, trial: Trial) -> Trial:
    try:
        lab.apply()
    except Stopped as stopped:
        return replace(trial, fate=Fate.INVALID, why=stopped.reason)
    for part in _parts(pack):
        found = part.found(lab, expected)
        if found.rule:
            return replace(trial, fate=Fate.KILLED, why=f"{part.name}: {found.message}")
    return trial


def _parts(pack: Pack) -> Iterator[Part]:
    """What checks ask for, on data that is not large; each once, in the order of the checks."""
    small = {dataset.name for dataset in pack.spec.dataset if dataset.role is not Role.LARGE}
    seen = set()
    for check in pack.spec.check:
        for part in parts_of(pack, check) if isinstance(check, PartsCheck) else ():
            if part.dataset in small and (check.type, part.name) not in seen:
                seen.add((check.type, part.name))
                yield part
