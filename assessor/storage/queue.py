"""Jobs are put into the queue in the transaction of the change that needs them: both are there, or neither."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

import procrastinate
from sqlalchemy import text
from sqlalchemy.orm import Session

from assessor.storage.database import driver_connection

PEOPLE, STARTS, GRADING, PRACTICE, MAIL = "people", "starts", "grading", "practice", "mail"
WEBHOOKS = "webhooks"
"""Six queues: what somebody waits for now and is short; servers that are started; what is bound by CPU and may take
its time; practice answers, whose result somebody waits for; and mails and webhooks, which wait for other servers. A
hundred who come at once fill the second, and hold up no deadline and no repair; hidden data in the making fills the
third, and holds up no practice."""

_QUEUES = {
    "grade": GRADING,
    "shadow_regrade": GRADING,
    "apply_contest": GRADING,
    "prepare": GRADING,
    "provision": STARTS,
    "warm": STARTS,
    "repair": STARTS,
    "send": MAIL,
    "send_reset": MAIL,
    "deliver": WEBHOOKS,
}
_URGENT = 1
_PRIORITIES = {"warm": -1, "prepare": -1, "repair": _URGENT}
"""Whose clock runs goes before who wants to start, and they before servers that wait for somebody. Answers go before
what is prepared for those to come."""


def queue_of(task: str) -> str:
    """Where jobs of a task wait."""
    return _QUEUES.get(task, PEOPLE)


class JobQueue:
    """Defers procrastinate tasks by name through a session's own connection."""

    def __init__(self, app: procrastinate.App) -> None:
        """`app` gives the queue's SQL; it is never opened for this."""
        self._app = app

    def defer(
        self,
        session: Session,
        task: str,
        *,
        lock: str,
        at: datetime | None = None,
        urgent: bool = False,
        **arguments: Any,
    ) -> None:
        """Put one job into the queue. Jobs with the same `lock` never run at the same time."""
        deferrer = self._app.configure_task(
            task,
            queue=PRACTICE if task == "grade" and urgent else queue_of(task),
            priority=_URGENT if urgent else _PRIORITIES.get(task, 0),
            lock=lock,
            schedule_at=at,
            connection=driver_connection(session),
        )
        session.flush()
        deferrer.defer(**arguments)

    def held(self, session: Session, locks: Collection[str]) -> set[str]:
        """Those of the locks for which a job waits or runs."""
        jobs = text(
            "select distinct lock from procrastinate_jobs where status in ('todo', 'doing') and lock = any(:locks)"
        )
        return set(session.scalars(jobs, {"locks": list(locks)}))


def queue_app() -> procrastinate.App:
    """A procrastinate App that can only defer over somebody else's connection."""
    return procrastinate.App(connector=procrastinate.SyncPsycopgConnector())
