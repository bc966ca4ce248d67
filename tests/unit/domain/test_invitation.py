"""When an invitation opens an attempt."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from assessor.domain.attempt import AttemptState
from assessor.domain.invitation import TOKEN_BYTES, Invitation, require_usable, token_digest
from assessor.errors import InvitationExpired, InvitationProblem, InvitationRevoked, InvitationUsedUp

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
BEFORE, AFTER = NOW - timedelta(days=1), NOW + timedelta(days=1)


def an_invitation(expires_at: datetime = AFTER, revoked_at: datetime | None = None) -> Invitation:
    return Invitation(uuid4(), uuid4(), uuid4(), uuid4(), expires_at, revoked_at, BEFORE)


def test_only_the_sha256_of_a_long_token_is_kept() -> None:
    assert token_digest("abc") == hashlib.sha256(b"abc").digest()
    assert TOKEN_BYTES * 8 >= 128


@pytest.mark.parametrize("state", [AttemptState.INVITED, AttemptState.READY, AttemptState.RUNNING])
def test_a_fresh_invitation_opens(state: AttemptState) -> None:
    require_usable(an_invitation(), state, NOW)


def test_a_running_attempt_outlives_its_invitation() -> None:
    require_usable(an_invitation(expires_at=BEFORE), AttemptState.RUNNING, NOW)


@pytest.mark.parametrize(
    ("invitation", "state", "problem"),
    [
        (an_invitation(expires_at=NOW), AttemptState.INVITED, InvitationExpired),
        (an_invitation(expires_at=BEFORE), AttemptState.READY, InvitationExpired),
        (an_invitation(), AttemptState.EXPIRED, InvitationExpired),
        (an_invitation(revoked_at=BEFORE), AttemptState.INVITED, InvitationRevoked),
        (an_invitation(), AttemptState.REVOKED, InvitationRevoked),
        (an_invitation(expires_at=BEFORE), AttemptState.SUBMITTED, InvitationUsedUp),
        (an_invitation(), AttemptState.GRADED, InvitationUsedUp),
    ],
)
def test_each_problem_has_its_own_words(
    invitation: Invitation, state: AttemptState, problem: type[InvitationProblem]
) -> None:
    with pytest.raises(problem) as raised:
        require_usable(invitation, state, NOW)
    assert raised.value.message == problem.__doc__
