"""Staff look at what all attempts tell of an assessment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from assessor.domain.assessment import Assessment
from assessor.domain.people import User
from assessor.domain.rights import Right, may
from assessor.domain.rules import Counts
from assessor.domain.statistics import (
    EXPOSED,
    MIN_CORRELATION,
    MIN_MEAN,
    ItemStatistics,
    Quartiles,
    Reliability,
    reliability,
)
from assessor.services.guard import needs
from assessor.services.view_assessment import find_assessment
from assessor.services.work import Work
from assessor.storage.queries import statistics
from assessor.storage.queries.statistics import Line

EXPOSED_IN = timedelta(days=365)


@dataclass(frozen=True)
class ChallengeStatistics:
    """A challenge with its checks. `shown` counts starts in a year, `left_out` those who handed in nothing."""

    item: ItemStatistics
    checks: tuple[ItemStatistics, ...]
    time: Quartiles
    left_out: int
    of: int
    shown: int

    @property
    def exposed(self) -> bool:
        """Whether it was shown so often that it is likely to be known."""
        return self.shown >= EXPOSED


@dataclass(frozen=True)
class Statistics:
    """All of an assessment. `way` tells how many came how far, `spread` counts scores by tens."""

    assessment: Assessment
    way: Mapping[str, int]
    reliability: Reliability
    challenges: tuple[ChallengeStatistics, ...]
    spread: tuple[int, ...]
    sittings: Mapping[bool, Quartiles] | None
    """With extra time (True) and without, for those who may know of accommodations."""


@needs(Right.SEE_CANDIDATES)
def view_statistics(work: Work, user: User, assessment_id: UUID) -> Statistics:
    """The statistics. Raises NotFound."""
    assessment = find_assessment(work, user, assessment_id)
    session, best = work.session, assessment.rules.counts is Counts.BEST
    lines = statistics.challenges(session, assessment_id, best=best)
    return Statistics(
        assessment=assessment,
        way=statistics.way(session, assessment_id),
        reliability=_reliability(lines),
        challenges=_challenges(work, user, assessment_id, lines, best=best),
        spread=statistics.spread(session, assessment_id),
        sittings=_sittings(work, assessment_id) if may(user, Right.ACCOMMODATE) else None,
    )


def _reliability(lines: Any) -> Reliability:
    if not lines:
        return reliability(0, None, None, ())
    first: Line = lines[0]
    return reliability(
        first.complete, first.total_mean, first.total_variance, [line.variance or 0.0 for line in lines]
    )


def _challenges(
    work: Work, user: User, assessment_id: UUID, lines: Any, *, best: bool
) -> tuple[ChallengeStatistics, ...]:
    checks: dict[UUID, list[ItemStatistics]] = {}
    for line in statistics.checks(work.session, assessment_id, best=best):
        checks.setdefault(line.challenge_id, []).append(_item(line, line.check_slug))
    times = {line.challenge_id: _quartiles(line) for line in statistics.times(work.session, assessment_id)}
    shown = statistics.shown(work.session, user.organisation_id, work.now() - EXPOSED_IN)
    nothing = Quartiles(0, None, None, None)
    return tuple(
        ChallengeStatistics(
            item=_item(line, line.slug),
            checks=tuple(checks.get(line.challenge_id, ())),
            time=times.get(line.challenge_id, nothing),
            left_out=line.shown - line.answered,
            of=line.shown,
            shown=shown.get(line.slug, 0),
        )
        for line in lines
    )


def _sittings(work: Work, assessment_id: UUID) -> Mapping[bool, Quartiles]:
    return {line.accommodated: _quartiles(line) for line in statistics.sittings(work.session, assessment_id)}


def _item(line: Line, key: str) -> ItemStatistics:
    return ItemStatistics(
        key=key,
        title=line.title,
        count=line.graded,
        mean=float(line.mean) if line.graded >= MIN_MEAN else None,
        discrimination=line.discrimination if line.complete >= MIN_CORRELATION else None,
    )


def _quartiles(line: Line) -> Quartiles:
    if line.count < MIN_MEAN:
        return Quartiles(line.count, None, None, None)
    low, middle, high = (float(each) for each in line.quartiles)
    return Quartiles(line.count, low, middle, high)
