"""This web process says every few seconds that it can write, so that an outage is known and given back."""

from __future__ import annotations

import logging
import threading

from assessor.services import beat
from assessor.web.current import Application

log = logging.getLogger(__name__)


def start(application: Application) -> threading.Thread:
    """Beat until the process ends; what cannot be written now is tried again."""
    thread = threading.Thread(target=_run, args=[application], name="heartbeat", daemon=True)
    thread.start()
    return thread


def _run(application: Application) -> None:
    waits = threading.Event()
    while not waits.wait(beat.EVERY.total_seconds()):
        try:
            with application.work() as work:
                outage = beat.beat(work)
        except Exception:  # whatever it is, the next beat tells how long it lasted
            log.warning("the pulse could not be written", exc_info=True)
        else:
            if outage:
                log.warning("candidates could not work for %.0f s; it is given back", outage.total_seconds())
