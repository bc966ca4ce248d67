"""A session of a play, which notices when PostgreSQL has looked for a deadlock and found none."""

from __future__ import annotations

from collections.abc import Mapping

from psycopg import pq

from assessor.grading.probing.session import ProbeSession

_LOCKS = b"proc.c"
"""Where PostgreSQL tells of waiting; a function can raise the same words, but not from there."""
_STILL = b"still waiting for"
_ENDED = b" acquired "


class Client(ProbeSession):
    """One client. Its statements run in a thread of their own, since they may wait for those of others."""

    settings: Mapping[str, str] = {
        **ProbeSession.settings,
        "client_min_messages": "log",
        "lock_timeout": "0",
    }

    waits = False
    """Whether PostgreSQL has told that it waits for a lock, after it has looked for a deadlock and found none."""

    def undo(self) -> None:
        """After an error: roll back if a transaction is open. Raises Stopped."""
        if self.in_transaction:
            self.execute("ROLLBACK")

    def end(self) -> None:
        """Close the connection without a word."""
        self._conn.close()

    def _notice(self, notice: pq.abc.PGresult) -> None:
        super()._notice(notice)
        if notice.error_field(pq.DiagnosticField.SOURCE_FILE) == _LOCKS:
            message = notice.error_field(pq.DiagnosticField.MESSAGE_PRIMARY) or b""
            self.waits = _STILL in message or (self.waits and _ENDED not in message)
