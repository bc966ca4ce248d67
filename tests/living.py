"""The application as it runs for real: its database, a provider, workers as processes; and nothing of it afterwards."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from sqlalchemy import text

from assessor.bootstrap import Application, bootstrap, forget_installation
from assessor.domain.assessment import Assessment
from assessor.domain.people import Role, User
from assessor.packs.loader import Pack
from assessor.services.create_assessment import Draft, create_assessment
from assessor.services.create_organisation import create_organisation, create_user
from assessor.services.invite_candidate import invite_candidate
from assessor.services.load_challenge import load_challenge
from assessor.services.publish_assessment import publish_assessment
from sandbox.clearing import remove_servers
from sandbox.errors import SandboxError

ROOT = Path(__file__).parents[1]
SLUG = "practice-orders"
PACK = ROOT / "challenges" / SLUG
MINUTES = 60
STOP_SECONDS = 40.0


@dataclass
class Living:
    """A running installation with one published assessment, of the small challenge SLUG."""

    application: Application
    environ: dict[str, str]
    manager: User
    assessment: Assessment
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def home(self) -> Path:
        return self.application.settings.home

    def worker(self) -> subprocess.Popen[bytes]:
        """One more worker process."""
        command = [sys.executable, "-m", "assessor.cli", "worker"]
        with (self.home / "worker.log").open("ab") as log:
            started = subprocess.Popen(
                command, cwd=ROOT, env=self.environ, stdout=log, stderr=log, start_new_session=True
            )
        self.workers.append(started)
        return started

    def stop_workers(self) -> None:
        """End every worker, in peace if it ends in time."""
        for process in self.workers:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        for process in self.workers:
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.workers.clear()

    def invite(self, name: str = "Cand Idate") -> UUID:
        """A fresh invitation's attempt."""
        with self.application.work() as work:
            made = invite_candidate(work, self.manager, self.assessment.id, name, "c@mail.example")
        return made.attempt.id

    def log(self) -> str:
        """What the workers said last."""
        path = self.home / "worker.log"
        return path.read_text(errors="replace")[-4000:] if path.exists() else "no worker ran"

    def wait_for(self, what: str, true: Callable[[], bool], seconds: float = 90.0) -> None:
        """Return once something is true; fails with the workers' words when it does not come true."""
        deadline = time.monotonic() + seconds
        while not true():
            assert time.monotonic() < deadline, f"in vain: {what}\n{self.log()}"
            time.sleep(0.1)


@contextmanager
def living(provider: str, **settings: str) -> Iterator[Living]:
    """An installation on a provider ("docker" or "process"); `settings` are further environment variables."""
    home = Path(tempfile.mkdtemp(prefix="assessor-live-"))
    home.chmod(0o711)
    environ = {
        **os.environ,
        "ASSESSOR_HOME": str(home),
        "ASSESSOR_PROVIDER": provider,
        "ASSESSOR_POOL_MEMORY_MB": "0",
        "PYTHONPATH": str(ROOT),
        **settings,
    }
    environ.pop("DATABASE_URL", None)
    application = bootstrap(environ)
    environ["DATABASE_URL"] = application.database.dsn
    made = Living(application, environ, *_people_and_assessment(application))
    try:
        yield made
    finally:
        made.stop_workers()
        _remove_servers(application)
        application.close()
        forget_installation(home)
        shutil.rmtree(home, ignore_errors=True)


def _people_and_assessment(application: Application) -> tuple[User, Assessment]:
    with application.work() as work:
        ours = create_organisation(work, "ours", "Ours Ltd")
        manager = create_user(work, ours, "m@ours.example", "Manager", "a password for tests", [Role.MANAGER])
        load_challenge(work, Pack.from_folder(PACK))
        draft = create_assessment(work, manager, Draft("Live", "", MINUTES, [(SLUG, 100)], None))
        published = publish_assessment(work, manager, draft.id)
        # Labs are not what is looked at here.
        work.session.execute(text("delete from procrastinate_jobs where task_name = 'prepare'"))
    return manager, published


def _remove_servers(application: Application) -> None:
    """All of them; an engine that a test has ended took them with it."""
    try:
        remove_servers(application.provider())
    except SandboxError as error:
        print(f"servers may be left over: {error}", file=sys.stderr)
