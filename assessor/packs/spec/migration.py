"""A change set that is rehearsed while an application works: its statements, bounds and what is asked of it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from assessor.packs.spec.base import Competency, RoleName, Slug, Sql, Strict


class AppCall(Strict):
    """A statement of the application, in its old and its new version; candidates read both.

    `:n` in it is another number each time. Both versions must do the same: what they give and leave is compared with
    the old one on a copy that nobody migrates.
    """

    name: Slug
    shows: str = Field(min_length=3)
    """What the application does with it, e.g. "books a payment"."""
    role: RoleName
    old: Sql
    new: Sql | None = None
    """None: the new version sends what the old one sends."""


class Same(Strict):
    """Two queries that must give the same: one on the tables as they were, one on what they became."""

    before: Sql
    after: Sql


class Migration(Strict):
    """How a change set is rehearsed. Names in its queries have their schema."""

    dataset: Slug
    hold: list[Sql] = Field(min_length=1)
    """What a long transaction of the application has done and not ended; it works on both shapes of the tables."""
    role: RoleName
    """Of that transaction."""
    blocks: int = Field(default=200, ge=1)
    """Pages read and rows changed, at most, while a lock is held that keeps the application waiting."""
    rows: int = Field(default=5000, ge=1)
    """That one transaction may change, at most."""
    lock_timeout: float = Field(default=5.0, gt=0)
    """Seconds that a statement may wait for a lock while others wait behind it."""
    same: list[Same] = Field(min_length=1)


Asks = Literal["compatible", "locks", "queue", "resume", "reverse"]


class RehearsalCheck(Strict):
    """One question to the rehearsals of a change set.

    compatible: both versions work and nothing is lost; locks: nothing keeps the application waiting for long; queue:
    a long transaction ahead makes nobody else wait; resume: cut off anywhere, it can be begun again; reverse: back.
    """

    type: Literal["rehearsal"]
    id: Slug
    title: str
    competencies: list[Competency] = Field(min_length=1)
    asks: Asks
    points: float = Field(gt=0)
    requires: list[Slug] = []
