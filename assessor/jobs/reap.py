"""Adopt, remove, replace servers."""

from __future__ import annotations

import logging

from assessor.jobs.context import JobContext
from assessor.services.reap_sandboxes import reap_sandboxes

log = logging.getLogger(__name__)


def reap(context: JobContext) -> None:
    """One round of reaping."""
    done = reap_sandboxes(context.open_work, context.provider)
    if done.removed or done.replaced:
        log.info("reaped: kept %d, removed %d, replaced %d", done.kept, done.removed, done.replaced)
