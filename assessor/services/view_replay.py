"""A manager watches how an answer came about."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from assessor.domain.people import User
from assessor.domain.replay import Moment, told
from assessor.domain.rights import Right
from assessor.reports.scorecard import Scorecard
from assessor.services.guard import needs
from assessor.services.view_scorecard import view_scorecard
from assessor.services.work import Work
from assessor.storage.queries import answers


@dataclass(frozen=True)
class Replay:
    """The sitting of a scorecard's attempt, moment by moment."""

    card: Scorecard
    moments: tuple[Moment, ...]

    @property
    def titles(self) -> dict[str, str]:
        """The challenges' titles by slug."""
        return {item.challenge.slug: item.challenge.title for item in self.card.challenges}


@needs(Right.SEE_CANDIDATES)
def view_replay(work: Work, user: User, attempt_id: UUID) -> Replay:
    """What the user may see of the scorecard, as it happened; no moments before the start. Raises NotFound."""
    card = view_scorecard(work, user, attempt_id)
    started_at = card.attempt.started_at
    if started_at is None:
        return Replay(card, ())
    slugs = {item.challenge.id: item.challenge.slug for item in card.challenges}
    runs = [run for item in card.challenges for run in item.history]
    revisions = answers.revisions(work.session, attempt_id)
    events = [event for event in card.events if event.at >= started_at]
    return Replay(card, told(started_at, slugs, revisions, runs, events))
