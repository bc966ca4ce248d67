"""A sitting told again: edits, runs, hand-ins, pastes, absences, in the order in which they happened."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import zip_longest
from uuid import UUID

from assessor.domain.answers import Run
from assessor.domain.events import Event, EventKind

BURST = 10.0
"""Saves of one text that follow each other within so many seconds are told as one edit."""
TOLD = frozenset(
    {
        EventKind.STARTED, EventKind.BEGAN, EventKind.SUBMITTED, EventKind.LEFT, EventKind.PASTED, EventKind.AWAY,
        EventKind.BREAK, EventKind.RESUMED, EventKind.FINISHED, EventKind.DEADLINE, EventKind.SANDBOX_DOWN,
        EventKind.SANDBOX_REPAIRED, EventKind.SANDBOX_RESET, EventKind.EXTENDED,
    }
)  # fmt: skip
"""Runs and saves are told from what was run and saved, the rest of an attempt is no part of the sitting."""


@dataclass(frozen=True)
class Revision:
    """What one save has changed: of the text before, so many characters were kept at both ends."""

    challenge_id: UUID
    kept_left: int
    kept_right: int
    inserted: str
    saved_at: datetime


@dataclass(frozen=True)
class Change:
    """A text in three parts: what stands before what is new, that, and what stands behind it."""

    before: str
    new: str
    after: str
    removed: int
    """How many characters are gone."""

    @property
    def text(self) -> str:
        """All of it."""
        return self.before + self.new + self.after


@dataclass(frozen=True)
class Moment:
    """One thing that happened; one of `change`, `run` and `event` is set. `slug` is the challenge, or empty.

    `since` is the seconds since the start, `pause` those since the moment before.
    """

    at: datetime
    slug: str
    change: Change | None = None
    run: Run | None = None
    event: Event | None = None
    since: float = 0.0
    pause: float = 0.0

    @property
    def kind(self) -> str:
        """One word, e.g. "edit", "run", "error", "pasted"."""
        if self.change:
            return "edit"
        if self.run:
            return "run" if self.run.outcome == "ok" else "error"
        return self.event.kind.value if self.event else ""


def told(
    started_at: datetime,
    slugs: Mapping[UUID, str],
    revisions: Sequence[Revision],
    runs: Sequence[Run],
    events: Sequence[Event],
) -> tuple[Moment, ...]:
    """Everything in order. `slugs` are the challenges that count; what belongs to others is left out.

    `revisions` are in order within each challenge.
    """
    found = [*_edits(slugs, revisions)]
    found += [
        Moment(run.started_at, slugs[run.challenge_id], run=run) for run in runs if run.challenge_id in slugs
    ]
    known = set(slugs.values())
    for event in events:
        slug = str(event.data.get("slug") or "")
        if event.kind in TOLD and (not slug or slug in known):
            found.append(Moment(event.at, slug, event=event))
    return tuple(_timed(started_at, sorted(found, key=lambda moment: moment.at)))


def _timed(started_at: datetime, moments: Sequence[Moment]) -> Iterator[Moment]:
    last = started_at
    for moment in moments:
        since = max(0.0, (moment.at - started_at).total_seconds())
        yield replace(moment, since=since, pause=max(0.0, (moment.at - last).total_seconds()))
        last = max(last, moment.at)


def _edits(slugs: Mapping[UUID, str], revisions: Sequence[Revision]) -> Iterator[Moment]:
    for challenge_id, slug in slugs.items():
        shown = text = ""
        mine = [revision for revision in revisions if revision.challenge_id == challenge_id]
        for revision, after in zip_longest(mine, mine[1:]):
            text = applied(text, revision)
            if after and (after.saved_at - revision.saved_at).total_seconds() < BURST:
                continue
            yield Moment(revision.saved_at, slug, change=change(shown, text))
            shown = text


def applied(text: str, revision: Revision) -> str:
    """The text after a save."""
    return text[: revision.kept_left] + revision.inserted + text[len(text) - revision.kept_right :]


def change(old: str, new: str) -> Change:
    """What is new in a text against an older one."""
    most = min(len(old), len(new))
    left = next((n for n in range(most) if old[n] != new[n]), most)
    right = next((n for n in range(most - left) if old[-1 - n] != new[-1 - n]), most - left)
    end = len(new) - right
    return Change(new[:left], new[left:end], new[end:], len(old) - left - right)
