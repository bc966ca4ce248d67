"""What each role may do, in one table: services ask it, routes name its rights, docs/rights.md prints it."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType

from assessor.domain.people import Role, User
from assessor.errors import NotPermitted


class Right(StrEnum):
    """One thing that a member of staff may do in their own organisation; the value is what people read."""

    SEE_ASSESSMENTS = "see the list of assessments"
    EDIT_ASSESSMENTS = "make and publish assessments"
    SEE_CANDIDATES = "see candidates, their answers and scorecards"
    INVITE = "invite candidates and withdraw invitations"
    ADD_TIME = "add minutes while the clock runs"
    ACCOMMODATE = "see and grant accommodations, and answer requests for them"
    REVIEW = "score design answers without knowing whose they are"
    SEE_RATERS = "see who scored a design answer"
    LOOK_AGAIN = "look a second time at contested results"
    DECIDE = "decide about contested results"
    CHOOSE = "shortlist candidates and decide about them"
    SHARE = "share scorecards by a link"
    MANAGE_USERS = "add and close accounts, and set their roles"
    ERASE_CANDIDATES = "give out and erase all that is held about a candidate"
    ASK = "ask candidates what they need not answer"
    RETAIN = "say how long data of candidates is kept, and what must stay"
    READ_AUDIT = "read the audit log"
    CONNECT = "make API tokens, and connect other systems"


_ADMIN = frozenset({Role.ADMIN})
_RECRUITER = _ADMIN | {Role.RECRUITER}
_HIRING = _RECRUITER | {Role.MANAGER}

RIGHTS = MappingProxyType(
    {
        Right.SEE_ASSESSMENTS: frozenset(Role),
        Right.EDIT_ASSESSMENTS: _HIRING,
        Right.SEE_CANDIDATES: _HIRING,
        Right.INVITE: _HIRING,
        Right.ADD_TIME: _HIRING,
        Right.ACCOMMODATE: _RECRUITER,
        Right.REVIEW: frozenset({Role.REVIEWER}),
        Right.SEE_RATERS: _ADMIN,
        Right.LOOK_AGAIN: frozenset(Role),
        Right.DECIDE: _HIRING,
        Right.CHOOSE: _HIRING,
        Right.SHARE: _HIRING,
        Right.MANAGE_USERS: _ADMIN,
        Right.ERASE_CANDIDATES: _ADMIN,
        Right.ASK: _ADMIN,
        Right.RETAIN: _ADMIN,
        Right.READ_AUDIT: _ADMIN,
        Right.CONNECT: _ADMIN,
    }
)
"""The roles that have a right."""


def may(user: User, right: Right) -> bool:
    """Whether one of the user's roles has the right."""
    return user.active and bool(user.roles & RIGHTS[right])


def require(user: User, right: Right) -> None:
    """Raise NotPermitted unless the user has the right."""
    if not may(user, right):
        raise NotPermitted(f"Your account may not {right}. An administrator can change that.")
