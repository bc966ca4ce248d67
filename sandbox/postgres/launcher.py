"""A PostgreSQL server of our own on a data folder: started, adopted, stopped."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import psycopg
from psycopg import sql

from sandbox import wire
from sandbox.disk import locked, passable_folder, require_free, short_folder, write_private
from sandbox.errors import ProviderUnavailable, SandboxError, StartFailed
from sandbox.postgres import cluster as making
from sandbox.postgres.binaries import Binaries, find_binaries
from sandbox.postgres.confinement import Confinement
from sandbox.postgres.identity import Identity, require_reachable, server_identity
from sandbox.provider import Progress, silent
from sandbox.readiness import wait_until_ready
from sandbox.scram import new_password

DEFAULTS = MappingProxyType(
    {
        "max_connections": "60",
        "shared_buffers": "64MB",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "password_encryption": "scram-sha-256",
    }
)
"""postgresql.conf of the application's own database; the process provider passes its own instead."""

NEW_CLUSTER_MB = 300
START_MB = 100
ORPHAN_SECONDS = 15.0
"""How long the processes of a killed server get to notice that it is dead."""

KILL_SECONDS = 5
"""How long a server may take to end in immediate mode."""

PROC = Path("/proc")
"""Where Linux tells of processes; absent elsewhere."""

GRACE_SECONDS = 20.0
"""On a busy machine the program that was started may do nothing at all for so long."""


class _Launched(NamedTuple):
    """When a server was started last (monotonic seconds), and how large its log was then."""

    at: float
    log_bytes: int


class LocalServer:
    """PostgreSQL on `data_dir`: a unix socket only, SCRAM only, never as root, surviving restarts of ours.

    Usage::

        server = LocalServer(data_dir=home / "postgres")
        dsn = server.start()      # libpq URI of the owner's role (a superuser) in `database`
        ...
        server.stop()             # fast and clean; not running is success

    start() makes the cluster if there is none, and adopts a server that runs on the folder already, also one that
    another process started; `adopted` then is True, so that the caller can leave it running. Several processes may
    call start() at once. The server is in a session of its own: a Ctrl-C in our terminal does not reach it.

    The folder holds: cluster/ (PGDATA), password (0600), run/ (the socket, unless its path is too long), server.log.
    """

    def __init__(
        self,
        data_dir: Path,
        *,
        role: str = "assessor",
        database: str = "assessor",
        settings: Mapping[str, str] = DEFAULTS,
        binaries: Binaries | None = None,
        initdb_options: Sequence[str] = (),
        identity: Identity | None = None,
        confinement: Confinement | None = None,
    ) -> None:
        """`identity` None chooses one (see server_identity); `confinement` holds a server that strangers use."""
        self.data_dir = data_dir.absolute()
        self.role, self.database = role, database
        self.adopted = False
        self._settings = dict(settings)
        self._binaries = binaries
        self._initdb_options = tuple(initdb_options)
        self._identity = identity or server_identity()
        self._confinement = confinement
        self._launched = _Launched(-GRACE_SECONDS, 0)

    @property
    def cluster(self) -> Path:
        """PGDATA."""
        return self.data_dir / "cluster"

    @property
    def log(self) -> Path:
        """The server's log file."""
        return self.data_dir / "server.log"

    @property
    def socket_dir(self) -> Path:
        """Where the socket is: in the data folder, or in the temp folder when that path would be too long."""
        return short_folder(self.data_dir, room=len("run")) / "run"

    @property
    def binaries(self) -> Binaries:
        """The programs used; raises ProviderUnavailable when the machine has none."""
        if self._binaries is None:
            self._binaries = find_binaries()
        return self._binaries

    def dsn(self, database: str | None = None) -> str:
        """A libpq URI with the owner's secret; raises StartFailed before the first start."""
        return wire.uri(str(self.socket_dir), self.role, self._password(), database or self.database)

    def start(self, progress: Progress = silent, *, seconds: float = 60.0) -> str:
        """Ensure that the server runs and answers, and that the database exists; gives its URI.

        Raises ProviderUnavailable (no binaries), NoDiskSpace, StartFailed or NeverReady.
        """
        try:
            self._prepare_folder()
            with locked(self.data_dir / "lock"):
                self.ensure_cluster(progress)
                self.ensure_running(progress, seconds)
                self._ensure_database()
        except OSError as error:
            raise StartFailed(f"PostgreSQL in {self.data_dir} could not be started: {error}") from error
        return self.dsn()

    def ensure_cluster(self, progress: Progress = silent) -> None:
        """Make the data directory unless there is one; part of start()."""
        if (self.cluster / "PG_VERSION").exists():
            self._require_same_major()
            return
        require_free(self.data_dir, NEW_CLUSTER_MB, "A new PostgreSQL server")
        progress(f"making a database server in {self.data_dir} ({self.binaries})")
        binaries = making.reachable_binaries(self.binaries, self._identity, self.data_dir)
        password = new_password()
        write_private(self.data_dir / "password", password)
        making.initialise(self.cluster, binaries, self._identity, self.role, password, self._initdb_options)

    def ensure_running(self, progress: Progress = silent, seconds: float = 60.0) -> None:
        """Start or adopt the server on an existing cluster; part of start(). The role must be able to log in."""
        self.adopted = self.is_running()
        if not self.adopted:
            require_free(self.data_dir, START_MB, "Starting PostgreSQL")
            progress("starting PostgreSQL")
            self.launch()
        try:
            wait_until_ready(self.dsn("postgres"), seconds, self._still_alive)
        except SandboxError:
            if not self.adopted:
                self.stop()
            raise

    def launch(self) -> None:
        """Start the server process without waiting until it answers; raises StartFailed."""
        self._prepare_folder()
        self._forget_dead_server()
        passable_folder(self.socket_dir)
        self._identity.own(self.socket_dir, 0o711)
        making.configure(self.cluster, self._settings, self.socket_dir, self._identity)
        self.log.touch()
        self._identity.own(self.log, 0o600)
        self._launched = _Launched(time.monotonic(), self.log.stat().st_size)
        told = self._pg_ctl("start", "-W", "-s", "-l", str(self.log), *self._program())
        if told.returncode != 0:
            raise StartFailed(f"PostgreSQL could not be started: {told.stderr.strip()} {self.log_tail()}")

    def stop(self, seconds: int = 60) -> None:
        """Stop in fast mode: sessions are ended, data is flushed. Not running is success; raises StartFailed."""
        if not self.is_running():
            return
        told = self._pg_ctl("stop", "-m", "fast", "-w", "-t", str(seconds), "-s")
        if told.returncode != 0 and self.is_running():
            raise StartFailed(f"PostgreSQL in {self.data_dir} did not stop: {told.stderr.strip()}")

    def kill(self) -> None:
        """Stop in immediate mode: without regard to its data, which a later start recovers. Not running is success.

        A server that does not even hear that is killed with all its processes.
        """
        if self.is_running():
            self._pg_ctl("stop", "-m", "immediate", "-w", "-t", str(KILL_SECONDS), "-s")
        if self.is_running():
            for pid in self._processes():
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            self._await_death()

    def is_running(self) -> bool:
        """Whether a postmaster works on this very cluster now (whoever started it)."""
        pid = self._recorded_pid()
        return pid is not None and self._works_here(pid)

    def log_tail(self, lines: int = 8) -> str:
        """The last lines of the server's log in one line, for messages."""
        try:
            text = self.log.read_text(encoding="utf-8", errors="replace")
        except OSError:
            return ""
        return " / ".join(text.strip().splitlines()[-lines:])

    def _program(self) -> list[str]:
        """What pg_ctl shall start instead of postgres itself."""
        if self._confinement is None:
            return []
        found = making.reachable_binaries(self.binaries, self._identity, self.data_dir)
        writable = [self.cluster, self.socket_dir, self.log]
        program = found.bin_dir / "postgres"
        return ["-p", str(self._confinement.launcher(self.data_dir, program, writable, self._identity))]

    def _prepare_folder(self) -> None:
        passable_folder(self.data_dir)
        if self._identity.switch and self.data_dir.stat().st_uid == os.geteuid():
            self.data_dir.chmod(self.data_dir.stat().st_mode | 0o011)
        require_reachable(self.data_dir, self._identity)

    def _password(self) -> str:
        try:
            return (self.data_dir / "password").read_text(encoding="ascii").strip()
        except OSError as error:
            raise StartFailed(f"{self.data_dir} holds no server's password: {error.strerror}.") from error

    def _require_same_major(self) -> None:
        major = (self.cluster / "PG_VERSION").read_text(encoding="ascii").strip()
        if int(major) != self.binaries.major:
            raise ProviderUnavailable(
                f"The data in {self.data_dir} was written by PostgreSQL {major}, but {self.binaries} was found."
                f" Set ASSESSOR_PG_BIN to the programs of PostgreSQL {major}, or choose another data folder."
            )

    def _ensure_database(self) -> None:
        with psycopg.connect(self.dsn("postgres"), autocommit=True, connect_timeout=10) as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [self.database])
            if known.fetchone() is None:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(self.database)))

    def _still_alive(self) -> None:
        if not self.is_running() and not self._may_yet_begin():
            raise StartFailed(f"PostgreSQL in {self.data_dir} ended right after its start: {self.log_tail()}")

    def _may_yet_begin(self) -> bool:
        """Whether it was started a moment ago, has said nothing, and not yet written down its pid."""
        if time.monotonic() > self._launched.at + GRACE_SECONDS or self._recorded_pid() is not None:
            return False
        return self.log.stat().st_size == self._launched.log_bytes

    def _pg_ctl(self, action: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        # With files or /dev/null as its streams: a pipe would be inherited by the server and never end.
        binaries = making.reachable_binaries(self.binaries, self._identity, self.data_dir)
        errors = self.data_dir / "pg_ctl.log"
        command = [str(binaries.bin_dir / "pg_ctl"), action, "-D", str(self.cluster), *arguments]
        with errors.open("w+", encoding="utf-8") as stream:
            ended = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=stream,
                env=making.ENVIRONMENT,
                cwd="/",
                check=False,
                **self._identity.popen(),
            )
            stream.seek(0)
            return subprocess.CompletedProcess(command, ended.returncode, "", stream.read())

    def _recorded_pid(self) -> int | None:
        try:
            first = (self.cluster / "postmaster.pid").read_text(encoding="ascii").split("\n")[0]
            return int(first)
        except (OSError, ValueError):
            return None

    def _works_here(self, pid: int) -> bool:
        # A pid alone proves nothing: after a reboot another process may have it. A postmaster's working
        # directory is its cluster; where /proc does not tell, its socket does.
        try:
            return (PROC / str(pid) / "cwd").samefile(self.cluster)
        except FileNotFoundError:
            return not PROC.exists() and wire.accepts(str(self.socket_dir))
        except OSError:
            return False

    def _processes(self) -> list[int]:
        """Whatever works on this cluster."""
        pids = [int(entry.name) for entry in PROC.iterdir() if entry.name.isdigit()] if PROC.exists() else []
        return [pid for pid in pids if self._works_here(pid)]

    def _await_death(self) -> None:
        end = time.monotonic() + ORPHAN_SECONDS
        while self._processes():
            if time.monotonic() > end:
                raise StartFailed(f"Processes of a server that died still use {self.cluster}.")
            time.sleep(0.02)

    def _forget_dead_server(self) -> None:
        """Remove what a killed server left. PostgreSQL does so itself, but not where the pid is another's by now, or
        still a zombie's. Its orphans must be gone before: they could still write."""
        if not PROC.exists() or self._recorded_pid() is None or self.is_running():
            return
        self._await_death()
        (self.cluster / "postmaster.pid").unlink(missing_ok=True)
        for left in self.socket_dir.glob(".s.PGSQL.*"):
            left.unlink()
