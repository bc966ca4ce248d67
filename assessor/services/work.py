"""The unit of work that every service gets: one transaction, the time, the queue, the maker of links, and the vault."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from assessor.domain.events import EventKind
from assessor.domain.invitation import Links
from assessor.domain.webhooks import TOLD
from assessor.services.clock import Clock
from assessor.storage.database import noting, reading, together
from assessor.storage.queries import attempts, webhooks
from assessor.storage.queue import JobQueue
from assessor.vault import Vault


@dataclass(frozen=True)
class Work:
    """One transaction. It commits when the block that opened it ends without an exception."""

    session: Session
    clock: Clock
    queue: JobQueue
    links: Links
    vault: Vault

    def now(self) -> datetime:
        """The time, aware UTC."""
        return self.clock.now()

    def record(self, attempt_id: UUID, kind: EventKind, **data: object) -> None:
        """Add an event of an attempt, now; webhooks are told of some, in this transaction."""
        attempts.record(self.session, attempt_id, kind, self.now(), **data)
        self._tell([attempt_id], kind)

    def record_all(self, attempt_ids: Sequence[UUID], kind: EventKind, **data: object) -> None:
        """Add the same event to many attempts, now."""
        attempts.record_all(self.session, attempt_ids, kind, self.now(), **data)
        self._tell(attempt_ids, kind)

    def _tell(self, attempt_ids: Sequence[UUID], kind: EventKind) -> None:
        told = TOLD.get(kind)
        if told is not None:
            webhooks.write(self.session, attempt_ids, told, self.now())

    def defer(
        self, task: str, *, lock: str, at: datetime | None = None, urgent: bool = False, **arguments: object
    ) -> None:
        """Put a job into the queue, in this transaction; one that is `urgent` goes before others of its queue."""
        self.queue.defer(self.session, task, lock=lock, at=at, urgent=urgent, **arguments)

    def reading(self) -> AbstractContextManager[None]:
        """For a few reads, before anything else, that need not see the same state; gives the connection back."""
        return reading(self.session)

    def together(self) -> AbstractContextManager[None]:
        """For the last writes, which need no answer from one another: they are sent and committed together."""
        return together(self.session)

    def noting(self) -> AbstractContextManager[None]:
        """The same for what only tells of a sitting, never for texts: it waits for no disk."""
        return noting(self.session)

    def pause(self) -> None:
        """Commit what was done so far and give the connection back, before something slow that needs none."""
        self.session.commit()


WorkFactory = Callable[[], AbstractContextManager[Work]]
"""Opens a unit of work; for services that act between two transactions."""
