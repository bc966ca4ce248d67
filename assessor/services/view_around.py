"""What people made of a scorecard, beside it: decisions, comments, links."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from assessor.domain.people import User
from assessor.domain.rights import Right
from assessor.services.comment import view_comments
from assessor.services.decide import Deciding, view_deciding
from assessor.services.guard import needs
from assessor.services.share_scorecard import list_shares
from assessor.services.work import Work
from assessor.storage.queries.comments import Comment
from assessor.storage.queries.shares import Share


@dataclass(frozen=True)
class Around:
    """Everything that people added to a scorecard."""

    deciding: Deciding
    comments: tuple[Comment, ...]
    shares: tuple[Share, ...]

    def about(self, slug: str) -> tuple[Comment, ...]:
        """The comments on one answer; "" is the whole."""
        return tuple(each for each in self.comments if each.slug == slug)


@needs(Right.SEE_CANDIDATES)
def view_around(work: Work, user: User, attempt_id: UUID) -> Around:
    """All of it. Raises NotFound."""
    return Around(
        view_deciding(work, user, attempt_id),
        view_comments(work, user, attempt_id),
        list_shares(work, user, attempt_id),
    )
