"""Staff talk about a scorecard, beside it."""

from __future__ import annotations

from uuid import UUID

from assessor.domain.deciding import MAX_COMMENT, mentioned
from assessor.domain.people import User
from assessor.domain.rights import Right, may
from assessor.errors import InvalidInput, NotFound
from assessor.services.guard import needs
from assessor.services.view_scorecard import own_attempt
from assessor.services.work import Work
from assessor.storage.queries import assessments, comments, organisations
from assessor.storage.queries.comments import Comment, Mention


@needs(Right.SEE_CANDIDATES)
def comment(work: Work, user: User, attempt_id: UUID, slug: str, text: str) -> None:
    """Add a comment to an attempt, or to one answer if `slug` names a challenge. Raises NotFound or InvalidInput.

    Who is named by an @ and may see candidates finds it on their start page.
    """
    attempt = own_attempt(work, user, attempt_id)
    if not text.strip():
        raise InvalidInput("Write a few words.")
    if len(text) > MAX_COMMENT:
        raise InvalidInput("At most %(most)s characters.", most=MAX_COMMENT)
    assessment = assessments.get(work.session, attempt.assessment_id)
    ids = {item.challenge.slug: item.challenge.id for item in assessment.challenges}
    if slug and slug not in ids:
        raise NotFound()
    readers = [
        each
        for each in organisations.users_of(work.session, user.organisation_id)
        if each.id != user.id and may(each, Right.SEE_CANDIDATES)
    ]
    comments.add(
        work.session,
        organisation_id=user.organisation_id,
        attempt_id=attempt_id,
        challenge_id=ids.get(slug),
        author_id=user.id,
        text=text.strip(),
        mentioned=mentioned(text, readers),
        now=work.now(),
    )


@needs(Right.SEE_CANDIDATES)
def view_comments(work: Work, user: User, attempt_id: UUID) -> tuple[Comment, ...]:
    """All comments, oldest first. Raises NotFound."""
    own_attempt(work, user, attempt_id)
    return comments.of_attempt(work.session, attempt_id)


@needs(Right.SEE_CANDIDATES)
def list_mentions(work: Work, user: User) -> tuple[Mention, ...]:
    """Where the user is named and has not been yet, the newest first."""
    return comments.unseen(work.session, user.id)


@needs(Right.SEE_CANDIDATES)
def see_mentions(work: Work, user: User, attempt_id: UUID) -> None:
    """The user has seen where they are named about an attempt. Raises NotFound."""
    own_attempt(work, user, attempt_id)
    comments.mark_seen(work.session, user.id, attempt_id, work.now())
