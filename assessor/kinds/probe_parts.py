"""What the checks of scripts consist of: probes, and interleavings of several sessions."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any, Protocol

from assessor.grading.probing import Probed, ProbeLab
from assessor.grading.reference import References
from assessor.grading.session import Stopped
from assessor.grading.table import ResultTable
from assessor.kinds.interleaving_part import InterleavingPart
from assessor.kinds.probe_judging import Found, broken, failed, key_of, script_of, tables_of
from assessor.packs.loader import Pack
from assessor.packs.spec import InterleavingsCheck, Probe, ProbesCheck

PartsCheck = ProbesCheck | InterleavingsCheck
"""A check that passes when each of its parts is right."""


class FoundPart(Protocol):
    """What an answer did in one part of a check: the rule it broke, or None."""

    @property
    def shows(self) -> str:
        """What is tried, as the end of "Fails when ..."."""

    @property
    def rule(self) -> str | None:
        """None if it is right."""

    @property
    def message(self) -> str:
        """Without hidden values."""

    def evidence(self) -> dict[str, Any]:
        """For the scorecard."""


class Part(Protocol):
    """One part of a check."""

    @property
    def name(self) -> str:
        """In the spec."""

    @property
    def dataset(self) -> str:
        """Where it runs."""

    def expected(self, lab: ProbeLab) -> dict[str, ResultTable]:
        """What the reference, in the lab, gives, by names. Raises GradingFault where it fails."""

    def found(self, lab: ProbeLab, expected: References) -> FoundPart:
        """What the answer in the lab does."""


class ProbePart:
    """A probe as a part of a check."""

    def __init__(self, pack: Pack, probe: Probe) -> None:
        self._pack = pack
        self._probe = probe
        self.name, self.dataset = probe.name, probe.dataset

    def expected(self, lab: ProbeLab) -> dict[str, ResultTable]:
        """What the reference gives. Raises GradingFault."""
        return tables_of(key_of(self._probe), tried(self._pack, lab, self._probe))

    def found(self, lab: ProbeLab, expected: References) -> Found:
        """What the answer does."""
        started = time.monotonic()
        try:
            rule, message = broken(self._probe, lab.probe(script_of(self._pack, self._probe)), expected)
        except Stopped as stopped:
            rule, message = stopped.ended.value, stopped.reason
        return Found(self._probe, rule, message, time.monotonic() - started)


def tried(pack: Pack, lab: ProbeLab, probe: Probe, dataset: str = "") -> Probed:
    """A probe of an answer of the author's, measured if on a dataset of its own. Raises GradingFault."""
    try:
        probed = lab.probe(script_of(pack, probe, dataset), measured=bool(dataset))
    except Stopped as stopped:
        raise failed(probe, stopped.reason) from stopped
    rule, message = broken(probe, probed, References({}, {}), dataset)
    if rule:
        raise failed(probe, message)
    return probed


def parts_of(pack: Pack, check: PartsCheck) -> Sequence[Part]:
    """The parts of a check, in the order of the spec."""
    spec = pack.spec
    if isinstance(check, InterleavingsCheck):
        return [InterleavingPart(pack, spec.interleaving_named(name)) for name in check.interleavings]
    return [ProbePart(pack, spec.probe_named(name)) for name in check.probes]
