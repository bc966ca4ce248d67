"""Let go what is kept no longer."""

from __future__ import annotations

import logging

from assessor.jobs.context import JobContext
from assessor.services.retention import let_go

log = logging.getLogger(__name__)


def retain(context: JobContext) -> None:
    """Erase what the rules of organisations say, some of it at a time."""
    gone = let_go(context.open_work)
    if gone:
        log.info("%d parts of attempts were kept long enough and are gone", gone)
