"""Jobs of a worker that died: they go back into the queue, for their locks would hold up all that comes after them."""

from __future__ import annotations

import logging

import procrastinate
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job, Status

HEARTBEAT_SECONDS = 2.0
DEAD_SECONDS = 10.0
"""A worker that told nothing for so long is dead. One that was only held up may see a job done twice, as all bear."""

log = logging.getLogger(__name__)


async def retry_stalled(app: procrastinate.App, timestamp: int) -> None:
    """Free what workers without heartbeat hold; one job that cannot be freed now holds up no other."""
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=DEAD_SECONDS):
        try:
            await _free(app, job)
        except ConnectorException as error:
            log.warning("job %s (%s) of a dead worker: %s", job.id, job.task_name, error)


async def _free(app: procrastinate.App, job: Job) -> None:
    if job.queueing_lock is None:
        await app.job_manager.retry_job(job)
    else:
        # It comes by itself: its successor waits already, and two of them may not.
        await app.job_manager.finish_job(job, Status.FAILED, delete_job=True)
