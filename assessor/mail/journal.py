"""What one host knows about handing over: written to its disk before a server can take a mail, and after it has.

A line is "<id> <what> <code>"; the first names the journal itself. Whoever holds the lock on the file sends, and the
lock belongs to the open file: it stays while any process that inherited it lives.
"""

from __future__ import annotations

import fcntl
import os
import secrets
from pathlib import Path
from uuid import UUID

from assessor.mail.outcome import Ending, Outcome

HANDING = "handing"
_NAME_BYTES = 8


class JournalBusy(Exception):
    """Another process of this host still hands mails over."""


class Journal:
    """The journal behind an open file descriptor."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor

    @classmethod
    def open(cls, path: Path) -> Journal:
        """The journal of that path, made if it is not there, locked. Raises JournalBusy if somebody holds it."""
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            os.close(descriptor)
            raise JournalBusy() from error
        journal = cls(descriptor)
        journal._prepare()
        return journal

    @property
    def name(self) -> str:
        """What rows of the outbox are claimed under: a journal that is lost takes its name with it."""
        return self._lines()[0]

    def begin(self, mail_id: UUID) -> None:
        """A server may take this mail from now on: returns once that is on the disk."""
        self._write(mail_id, HANDING, 0)
        os.fdatasync(self.descriptor)

    def end(self, mail_id: UUID, ending: Ending, code: int) -> None:
        """How it ended. That outlives every process; the disk gets it with the next mail's beginning.

        Should the machine itself die before, this one mail is in doubt, as it would be a moment earlier.
        """
        self._write(mail_id, ending, code)

    def endings(self) -> dict[UUID, Outcome]:
        """How every mail in the journal ended; one that was being handed over is in doubt."""
        found: dict[UUID, Outcome] = {}
        for line in self._lines()[1:]:
            mail_id, what, code = line.split()
            ending = Ending.DOUBT if what == HANDING else Ending(what)
            found[UUID(mail_id)] = Outcome(ending, int(code))
        return found

    def clear(self) -> None:
        """Forget the mails, once what is known of them is in the database."""
        os.ftruncate(self.descriptor, len(self.name) + 1)
        os.fdatasync(self.descriptor)

    def close(self) -> None:
        """Give the file back; the lock goes with the last process that has it."""
        os.close(self.descriptor)

    def _write(self, mail_id: UUID, what: str, code: int) -> None:
        os.write(self.descriptor, f"{mail_id} {what} {code}\n".encode())

    def _prepare(self) -> None:
        """Cut off a line that a crash left unfinished, which counts as not written; name a new journal."""
        whole = self._read().rfind(b"\n") + 1
        os.ftruncate(self.descriptor, whole)
        if not whole:
            os.write(self.descriptor, f"{secrets.token_hex(_NAME_BYTES)}\n".encode())
        os.fsync(self.descriptor)

    def _lines(self) -> list[str]:
        return self._read().decode("ascii").splitlines()

    def _read(self) -> bytes:
        return os.pread(self.descriptor, os.fstat(self.descriptor).st_size, 0)
