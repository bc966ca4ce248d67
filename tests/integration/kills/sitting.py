"""A running attempt on real servers, with a real worker."""

from __future__ import annotations

import socket
import struct
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import docker
from psycopg.conninfo import conninfo_to_dict

from assessor.domain.attempt import Attempt
from assessor.domain.events import Event, EventKind
from assessor.domain.sandboxes import AttemptSandbox, SandboxStatus
from assessor.errors import SandboxNotReady
from assessor.services.give_consent import give_consent
from assessor.services.run_statement import run_statement
from assessor.services.save_draft import save_draft
from assessor.services.start_attempt import start_attempt
from assessor.services.view_attempt import view_attempt
from assessor.storage.queries import attempts, sandboxes
from sandbox.execution import RunResult
from tests.living import SLUG, Living

DRAFT = "SELECT 'what the candidate wrote'"


@dataclass
class Sitting:
    """One running attempt, whose candidate has made a table and written a text."""

    live: Living
    attempt_id: UUID

    @classmethod
    def begin(cls, live: Living) -> Sitting:
        attempt_id = live.invite()
        sitting = cls(live, attempt_id)
        with live.application.work() as work:
            give_consent(work, attempt_id)
        live.wait_for("a server", lambda: sitting.status is SandboxStatus.READY)
        with live.application.work() as work:
            start_attempt(work, attempt_id)
        assert sitting.run("CREATE TABLE mine AS SELECT 42 AS answer").error is None
        with live.application.work() as work:
            save_draft(work, attempt_id, SLUG, DRAFT, 0)
        return sitting

    @property
    def sandbox(self) -> AttemptSandbox:
        with self.live.application.work(readonly=True) as work:
            return next(iter(sandboxes.of_attempt(work.session, self.attempt_id).values()))

    @property
    def status(self) -> SandboxStatus:
        return self.sandbox.status

    @property
    def handle(self) -> dict[str, Any]:
        return dict(self.sandbox.handle or {})

    @property
    def attempt(self) -> Attempt:
        with self.live.application.work(readonly=True) as work:
            return attempts.get(work.session, self.attempt_id)

    @property
    def repairs(self) -> tuple[Event, ...]:
        with self.live.application.work(readonly=True) as work:
            return attempts.events(work.session, self.attempt_id, EventKind.SANDBOX_REPAIRED)

    def run(self, text: str) -> RunResult:
        with self.live.application.work() as work:
            return run_statement(work, self.attempt_id, SLUG, text).result

    def run_as_the_page_does(self, text: str) -> RunResult:
        """Sent again until there is a server to run it."""
        found: list[RunResult] = []

        def ran() -> bool:
            try:
                found.append(self.run(text))
            except SandboxNotReady:
                return False
            return True

        self.live.wait_for(f"a run of {text}", ran)
        return found[0]

    def cell(self, text: str) -> str | None:
        """The first value of what a text gives, sent as the page does."""
        result = self.run_as_the_page_does(text)
        assert result.error is None, result
        return result.results[0].rows[0][0]

    def tables(self) -> list[str]:
        names = self.run_as_the_page_does("SELECT tablename FROM pg_tables WHERE tableowner = current_user")
        return [str(row[0]) for row in names.results[0].rows]

    def wait_for_repair(self, *, rebuilt: bool) -> Event:
        """Until the repair is written down; everything that is promised of it holds then."""
        self.live.wait_for("a repair", lambda: bool(self.repairs) and self.status is SandboxStatus.READY)
        event = self.repairs[-1]
        assert event.data["rebuilt"] is rebuilt
        self.check_credit()
        assert self.draft() == DRAFT
        return event

    def check_credit(self) -> None:
        """The deadline moved by all that was lost, rounded up, and its job moved with it."""
        attempt = self.attempt
        repairs = [event.data for event in self.repairs]
        lost = sum(float(str(data["seconds"])) for data in repairs)
        assert attempt.credited_seconds >= lost > 0, (attempt.credited_seconds, repairs)
        assert attempt.started_at is not None
        assert attempt.deadline_at is not None
        planned = self.live.assessment.duration_minutes * 60 + attempt.credited_seconds
        assert (attempt.deadline_at - attempt.started_at).total_seconds() == planned

    def draft(self) -> str:
        with self.live.application.work(readonly=True) as work:
            return view_attempt(work, self.attempt_id).challenges[0].draft.text

    def postmaster(self) -> int:
        """The pid of the server's first process, as this machine counts: who listens on its socket."""
        folder = conninfo_to_dict(str(self.handle["dsn"]))["host"]
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(f"{folder}/.s.PGSQL.5432")
            told = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
        return int(struct.unpack("3i", told)[0])

    def container(self) -> docker.models.containers.Container:
        """The server's container."""
        client = docker.from_env()
        try:
            return client.containers.get(str(self.handle["state"]["container"]))
        finally:
            client.close()
