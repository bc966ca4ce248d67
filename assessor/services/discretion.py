"""What somebody reads who may not know of accommodations: the same evidence, without them."""

from __future__ import annotations

from dataclasses import replace

from assessor.domain.attempt import Attempt
from assessor.domain.concern import ConcernKind
from assessor.domain.events import EventKind
from assessor.reports.scorecard import Scorecard

ACCOMMODATION = frozenset({EventKind.ASKED, EventKind.REQUEST_ANSWERED, EventKind.ACCOMMODATED})
BREAKS = frozenset({EventKind.BREAK, EventKind.RESUMED})


def without_accommodation(card: Scorecard) -> Scorecard:
    """The scorecard without requests, extra time, and breaks that not everybody has."""
    everybody_has_breaks = card.assessment.rules.break_minutes > 0
    hidden = ACCOMMODATION if everybody_has_breaks else ACCOMMODATION | BREAKS
    return replace(
        card,
        attempt=card.attempt if everybody_has_breaks else _without_breaks(card.attempt),
        invitation=replace(card.invitation, extra_time_percent=0, break_minutes=0),
        events=tuple(event for event in card.events if event.kind not in hidden),
        concerns=tuple(each for each in card.concerns if each.kind is not ConcernKind.REQUEST),
        accommodations=False,
    )


def _without_breaks(attempt: Attempt) -> Attempt:
    return replace(attempt, break_seconds=0, break_started_at=None, break_until=None)
