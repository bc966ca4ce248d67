"""What comments earn and cost: arithmetic that the spec states, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assessor.kinds.review_matching import Found, Judged
from assessor.packs.spec import ChallengeSpec, DefectCheck

UNSURE = 0.75
"""Share of the points of a defect that was called worse or better than it is."""
ENOUGH = 0.5
"""Share of what is planted that must be found before few false alarms are a merit."""


@dataclass(frozen=True)
class Tally:
    """What everything comes to, in points of the challenge."""

    shares: Mapping[str, float]
    """Of each defect, 0 to 1, by its check."""
    points: Mapping[str, float]
    """Of each defect and of the alarms, by the check, after what false alarms cost."""
    alarms: int
    cost: float
    is_precise: bool
    """Whether much was found with few false alarms."""

    def earned(self, check: DefectCheck) -> float:
        """The points of a defect before what false alarms cost."""
        return round(check.points * self.shares[check.id], 2)


def tally(spec: ChallengeSpec, judged: tuple[Judged, ...]) -> Tally:
    """Add up. False alarms take first what restraint has earned, then of all that was found alike, down to 0."""
    shares = {check.id: _share(check, judged) for check in spec.defects}
    earned = {check.id: check.points * shares[check.id] for check in spec.defects}
    found, planted = sum(earned.values()), sum(check.points for check in spec.defects)
    alarms = sum(each.found is Found.ALARM for each in judged)
    cost = alarms * spec.comments.costs
    restraint = spec.alarms.points * found / planted - cost
    kept = max(0.0, found + min(0.0, restraint)) / found if found else 0.0
    points = {name: round(value * kept, 2) for name, value in earned.items()}
    points[spec.alarms.id] = round(max(0.0, restraint), 2)
    enough = found >= ENOUGH * planted and kept > 0
    return Tally(shares, points, alarms, cost, enough and alarms <= spec.alarms.passes_at)


def _share(check: DefectCheck, judged: tuple[Judged, ...]) -> float:
    for each in judged:
        if each.found is Found.DEFECT and each.place is check:
            return 1.0 if each.comment.severity in check.severity else UNSURE
    return 0.0
