"""Where letters are given to: a courier in a process of its own, behind a journal."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO
from uuid import UUID

from assessor.mail.journal import Journal
from assessor.mail.letter import Letter, to_line
from assessor.mail.outcome import Ending, Outcome
from assessor.mail.server import MailServer

COURIER_PATIENCE = 10.0
"""Seconds that a courier without letters gets to say goodbye to the server."""


class Round:
    """The only one of this host who hands mails over, as long as it is open."""

    def __init__(self, server: MailServer, journal: Journal) -> None:
        self._server = server
        self._journal = journal
        self._courier: subprocess.Popen[str] | None = None
        self._next_at = 0.0

    @property
    def sender(self) -> str:
        """The name under which mails are claimed."""
        return self._journal.name

    def endings(self) -> Mapping[UUID, Outcome]:
        """What the journal knows of mails whose end may not be in the database."""
        return self._journal.endings()

    def settled(self) -> None:
        """All that the journal knows is in the database now."""
        self._journal.clear()

    def hand_over(self, letter: Letter) -> Outcome:
        """Give one letter to the courier, no sooner than the rate allows, and wait for what becomes of it."""
        self._keep_the_rate()
        courier = self._courier = self._courier or self._start()
        assert courier.stdin is not None  # noqa: S101 - it was opened as a pipe
        assert courier.stdout is not None  # noqa: S101 - so was this
        try:
            courier.stdin.write(to_line(letter))
            courier.stdin.flush()
            answer = courier.stdout.readline()
        except BrokenPipeError:
            answer = ""
        if answer:
            read = json.loads(answer)
            return Outcome(Ending(read["ending"]), read["code"], read["words"])
        self.close()
        lost = Outcome(Ending.UNSENT, 0, "The process that hands mails over ended.")
        return self._journal.endings().get(letter.id, lost)

    def close(self) -> None:
        """Let the courier go."""
        courier, self._courier = self._courier, None
        if courier is None:
            return
        for pipe in (courier.stdin, courier.stdout):
            if pipe is not None:
                _close(pipe)
        try:
            courier.wait(COURIER_PATIENCE)
        except subprocess.TimeoutExpired:
            courier.kill()
            courier.wait()

    def _start(self) -> subprocess.Popen[str]:
        descriptor = self._journal.descriptor
        courier = subprocess.Popen(
            [sys.executable, "-m", "assessor.mail.courier", str(descriptor)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            pass_fds=(descriptor,),
            # It outlives a signal to our group, and needs none of our secrets but those of the server.
            start_new_session=True,
            env={name: value for name, value in os.environ.items() if not _ours(name)},
        )
        assert courier.stdin is not None  # noqa: S101 - it was opened as a pipe
        courier.stdin.write(json.dumps(self._server.to_json()) + "\n")
        return courier

    def _keep_the_rate(self) -> None:
        now = time.monotonic()
        if self._server.per_second:
            time.sleep(max(0.0, self._next_at - now))
            self._next_at = max(now, self._next_at) + 1 / self._server.per_second


class PostOffice:
    """A mail server, and the journal of this host."""

    def __init__(self, server: MailServer, journal: Path) -> None:
        self.server = server
        self._path = journal

    @contextmanager
    def open(self) -> Iterator[Round]:
        """A round of handing over. Raises JournalBusy while another process of this host has one."""
        journal = Journal.open(self._path)
        made = Round(self.server, journal)
        try:
            yield made
        finally:
            made.close()
            journal.close()


def _ours(name: str) -> bool:
    return name.startswith("ASSESSOR_") or name == "DATABASE_URL"


def _close(pipe: IO[str]) -> None:
    # A courier that is gone breaks the last flush of its pipe.
    with suppress(BrokenPipeError):
        pipe.close()
