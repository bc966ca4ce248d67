"""Score the work of a query: on the largest data against the reference and the slow sample, and by how it grows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assessor.domain.outcomes import CheckOutcome, Verdict
from assessor.grading.growth import Point, excess, exponent
from assessor.grading.reference import References
from assessor.grading.work import EQUAL, Work, share
from assessor.kinds.base import outcome_of
from assessor.kinds.query_messages import counted_message, growth_message, work_message
from assessor.packs.spec import WorkCheck

WALL_RATIO = 20.0
"""Times the reference's wall time from which it is told. No machine is that uneven; work that no counter sees is."""
_LEAST_SECONDS = 0.1
"""Shorter runs are mostly connecting, and a ratio of them says nothing."""


def reference_work(check: WorkCheck, dataset: str) -> str:
    """The name of the reference's work on a dataset, which several probes may measure."""
    return "/".join(filter(None, ("reference", dataset, check.probe)))


def slow_work(check: WorkCheck, dataset: str) -> str:
    """The name of the slow sample's work on a dataset."""
    return "/".join(filter(None, (check.slow, dataset, check.probe)))


@dataclass(frozen=True)
class Scale:
    """One dataset of a work check: what the author's texts did on it, and what the answer did if it was measured."""

    dataset: str
    rows: int
    reference: Work
    slow: Work
    reference_seconds: float
    submission: Work | None = None
    seconds: float = 0.0

    @property
    def works(self) -> dict[str, Work | None]:
        """The works by whose they are."""
        return {"submission": self.submission, "reference": self.reference, "slow": self.slow}

    @property
    def wall_ratio(self) -> float:
        """The answer's wall time by the reference's, each measured in its own lab."""
        return self.seconds / max(self.reference_seconds, _LEAST_SECONDS)


def unmeasured(check: WorkCheck, expected: References) -> list[Scale]:
    """The scales of a check, the smallest first."""
    return [
        Scale(
            name,
            expected.sizes[name],
            expected.works[reference_work(check, name)],
            expected.works[slow_work(check, name)],
            expected.seconds[reference_work(check, name)],
        )
        for name in check.scales
    ]


def scored(check: WorkCheck, scales: Sequence[Scale]) -> CheckOutcome:
    """The outcome where the answer was right and measured at every scale."""
    largest, grown, counts = scales[-1], growths(scales), counted(scales)
    reference = largest.reference.total
    earned = share(counts, reference, largest.slow.total)
    messages = (
        work_message(largest.works),
        growth_message(grown["submission"], grown["reference"]),
        counted_message(counts / reference) if counts != _done(largest) else "",
    )
    return outcome_of(
        check,
        Verdict.PASSED if earned >= check.passes_at else Verdict.FAILED,
        " ".join(filter(None, messages)),
        round(check.points * earned, 2),
        evidence(scales),
    )


def counted(scales: Sequence[Scale]) -> int:
    """The work that is scored: what was done on the largest data, more if it grows worse than the reference's.

    Then it is what it would be if the data grew once more by as much, less what the tolerance allows. The smaller
    scales themselves are not scored: on little data a good answer may well get the plan of a bad one.
    """
    small, large = scales[0], scales[-1]
    grown = growths(scales)
    own, reference = grown["submission"], grown["reference"]
    if own is None or reference is None:
        return _done(large)
    times: float = (large.rows / small.rows) ** excess(own, reference)
    return round(_done(large) * times)


def _done(scale: Scale) -> int:
    return scale.submission.total if scale.submission else 0


def growths(scales: Sequence[Scale]) -> dict[str, float | None]:
    """The exponents between the smallest and the largest scale, by whose work it is."""
    return {whose: _growth(scales, whose) for whose in scales[-1].works}


def _growth(scales: Sequence[Scale], whose: str) -> float | None:
    small, large = ((scale.rows, scale.works[whose]) for scale in (scales[0], scales[-1]))
    if small[1] is None or large[1] is None:
        return None
    found = exponent(Point(small[0], small[1].total), Point(large[0], large[1].total))
    return None if found is None else round(found, 2)


def evidence(scales: Sequence[Scale]) -> dict[str, Any]:
    """The numbers of every scale; their parts and the plans they come from at the largest."""
    largest = scales[-1]
    work, reference = largest.submission, largest.reference
    return {
        "work": _totals(largest),
        "parts": {whose: one and one.parts() for whose, one in largest.works.items()},
        "ratio": work and round(work.total / reference.total, 4),
        "less_than_reference": work and EQUAL * work.total < reference.total,
        "scales": [
            {"dataset": scale.dataset, "rows": scale.rows, "work": _totals(scale)} for scale in scales
        ],
        "growth": growths(scales),
        "counted": work and counted(scales),
        "plan": work and work.plan,
        "reference_plan": reference.plan,
        **_flags(scales),
    }


def _totals(scale: Scale) -> dict[str, int | None]:
    return {whose: one.total if one else None for whose, one in scale.works.items()}


def _flags(scales: Sequence[Scale]) -> dict[str, float]:
    """Wall time earns and costs nothing; told is only what no busy machine explains."""
    ratio = max(scale.wall_ratio for scale in scales)
    return {"wall_ratio": round(ratio, 1)} if ratio >= WALL_RATIO else {}
