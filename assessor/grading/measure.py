"""Measure the work of an answer with EXPLAIN."""

from __future__ import annotations

import json

from assessor.grading.session import Ended, Session, Stopped
from assessor.grading.text import refusal
from assessor.grading.work import Work, work_of

_EXPLAIN = "EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON)\n"


def measure(session: Session, text: str) -> Work:
    """The work of one SELECT statement, from its second run: the first one fills the caches.

    EXPLAIN takes no parameter for its statement, so the text is put behind a fixed prefix. That is safe because the
    text has been parsed before as exactly one statement that begins with SELECT, WITH, VALUES or TABLE: it can then
    neither close a bracket, add options to EXPLAIN nor bring a second statement.
    """
    reason = refusal(text)
    if reason:
        raise Stopped(Ended.REFUSED, reason)
    session.begin()
    session.parse(text)
    explained = b""
    for _ in range(2):
        session.parse(_EXPLAIN + text)
        explained = b"".join(cell or b"" for row in session.run(binary=False) for cell in row)
    return work_of(json.loads(explained))
