"""Sandboxes as PostgreSQL processes of this machine: where no Docker Engine answers, for demos and tests."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
import shutil
import subprocess
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from typing import Any

from sandbox import labels, wire
from sandbox.disk import locked, passable_folder, require_free, short_folder, write_private
from sandbox.errors import ProviderUnavailable, SandboxError, SandboxGone, StartFailed
from sandbox.handover import give_secrets, hand_back, prove
from sandbox.postgres.binaries import Binaries, find_binaries
from sandbox.postgres.cluster import reachable_binaries
from sandbox.postgres.configuration import read_settings
from sandbox.postgres.confinement import Confinement, find_bubblewrap, own_all, own_identity
from sandbox.postgres.identity import Identity, obstacle, server_identity
from sandbox.postgres.launcher import LocalServer
from sandbox.provider import (
    BAKED_SECONDS,
    CANDIDATE_ROLE,
    FoundSandbox,
    Limits,
    Owner,
    Progress,
    SandboxHandle,
    SandboxSpec,
    SandboxState,
    Template,
    silent,
)
from sandbox.readiness import PATIENCE_SECONDS, answers_soon
from sandbox.scram import new_password
from sandbox.seeding import MAINTENANCE_DATABASE, PLATFORM_ROLE, fill_cluster, first_database

POLL_SECONDS = 3.0
SUSPEND_SECONDS = 15
"""How long a server may take to end before it is killed."""

FILE_MB = 512
"""The size that one file of a server may reach."""

SPARE_MB = 200
"""Free disk beyond the copy of the template that a start asks for."""

_LIMITS = "limits"

_BAKE_SETTINGS = {
    "autovacuum": "off",
    "statement_timeout": "0",
    "max_wal_size": "1GB",
    "wal_recycle": "off",
}


class ProcessProvider:
    """Each server is a PostgreSQL process on a copy of its template's data directory.

    `installation` keeps several applications apart in one `data_dir`. What is known of a server is in files, so that
    another process, or the same one after a restart, can list, poll and remove it.
    """

    name = "process"

    def __init__(
        self,
        installation: str,
        data_dir: Path,
        *,
        binaries: Binaries | None = None,
        ready_seconds: float = 30.0,
        patience_seconds: float = PATIENCE_SECONDS,
    ) -> None:
        self._installation = installation
        self._given_binaries = binaries
        self._ready_seconds = ready_seconds
        self._patience_seconds = patience_seconds
        root = data_dir.absolute()
        self._templates = root / "templates"
        # Sockets live beside each server's data; a long path moves the servers, not only their sockets.
        self._servers = short_folder(root / "servers", room=len("0123456789ab/run"))

    def check(self) -> str:
        """See SandboxProvider.check; a PostgreSQL with known holes is a warning here, no refusal."""
        binaries = self._binaries()
        require_free(self._servers, SPARE_MB, "A sandbox")
        return f"local processes, {binaries}" + (f"; {binaries.warning}" if binaries.warning else "")

    def describe(self) -> str:
        """See SandboxProvider.describe."""
        own, wrapped = os.geteuid() == 0, find_bubblewrap() is not None
        holds = [
            "a password, a unix socket and a data directory of its own",
            "limits of each process's memory",
        ]
        holds += ["a user of its own, whose processes are counted"] if own else []
        holds += (
            ["no network, and of this machine's files only the system's programs (bubblewrap)"]
            if wrapped
            else []
        )
        lacks = ["its processes together are not bounded in memory and CPU, nor its files together in disk"]
        lacks += [] if own else ["it runs as this application's user (only root can give each its own)"]
        lacks += (
            []
            if wrapped
            else ["it sees the network and every file that its user may read (no bubblewrap here)"]
        )
        return (
            "No isolation as a container gives it: each PostgreSQL is a process of this machine. It has"
            f" {'; '.join(holds)}. But {'; '.join(lacks)}; and it shares the machine's kernel without a filter of"
            " system calls. For demos, development and tests, not for real candidates."
        )

    def prepare(self, template: Template, progress: Progress = silent) -> None:
        """See SandboxProvider.prepare."""
        if template.fleet is not None:
            raise ProviderUnavailable(
                "This challenge has several servers in containers of their own. It needs a Docker Engine, and none is"
                " used here: servers are processes of this machine."
            )
        baked = self._baked(template.key)
        passable_folder(self._templates)
        with locked(self._templates / f"{baked.name}.lock"):
            if not baked.exists():
                self._bake(template, baked, progress)

    def start(self, spec: SandboxSpec) -> SandboxHandle:
        """See SandboxProvider.start; spec.limits are held as far as describe() says."""
        self.prepare(spec.template)
        sandbox_id = secrets.token_hex(6)
        try:
            server = self._copy(self._baked(spec.template.key), sandbox_id, spec)
            server.ensure_running(seconds=self._ready_seconds)
            passwords = {PLATFORM_ROLE: new_password(), CANDIDATE_ROLE: new_password()}
            self._take_over(server, spec.template, passwords)
            return self._handle(sandbox_id, server, spec.template, passwords)
        except BaseException as error:
            with contextlib.suppress(SandboxError):
                self.remove(sandbox_id)
            if isinstance(error, OSError):
                raise StartFailed(f"A sandbox could not be started: {error}") from error
            raise

    def poll(self, handle: SandboxHandle) -> SandboxState:
        """See SandboxProvider.poll."""
        server = self._server(handle.id)
        if not server.cluster.exists():
            return SandboxState.GONE
        if not server.is_running():
            return SandboxState.STOPPED
        return SandboxState.READY if wire.answers(handle.platform_dsn, POLL_SECONDS) else SandboxState.UNREADY

    def stop(self, handle: SandboxHandle) -> None:
        """See SandboxProvider.stop."""
        self.remove(handle.id)

    def suspend(self, handle: SandboxHandle) -> None:
        """See SandboxProvider.suspend."""
        server = self._existing(handle)
        try:
            server.stop(SUSPEND_SECONDS)
        except StartFailed:
            # One of its processes hears nothing: it recovers when it is resumed.
            server.kill()

    def resume(self, handle: SandboxHandle) -> None:
        """See SandboxProvider.resume."""
        server = self._existing(handle)
        try:
            runs, patience = server.is_running, self._patience_seconds
            if runs() and not answers_soon(handle.platform_dsn, patience, runs):
                server.kill()
            server.ensure_running(seconds=self._ready_seconds)
        except OSError as error:
            raise StartFailed(f"A sandbox could not be resumed: {error}") from error
        hand_back(handle, self._ready_seconds)

    def list(self) -> Sequence[FoundSandbox]:
        """See SandboxProvider.list."""
        found = (self._found(record) for record in self._servers.glob("*/sandbox.json"))
        return [sandbox for sandbox in found if sandbox is not None]

    def remove(self, sandbox_id: str) -> None:
        """See SandboxProvider.remove; servers of other installations are left alone."""
        if not sandbox_id.isalnum():
            return
        server = self._server(sandbox_id)
        record = _read(server.data_dir / "sandbox.json")
        if record is not None and record[labels.INSTALLATION] != self._installation:
            return
        server.kill()
        shutil.rmtree(server.data_dir, ignore_errors=True)

    def sweep(self, templates: Collection[str], *, older_seconds: float = BAKED_SECONDS) -> None:
        """See SandboxProvider.sweep; templates of other installations in this folder are baked again by them."""
        needed = {self._baked(key) for key in {*templates, *(found.template_key for found in self.list())}}
        for baked in self._templates.glob("*/cluster"):
            if baked.parent not in needed and time.time() - baked.parent.stat().st_ctime >= older_seconds:
                with locked(baked.parent.with_name(f"{baked.parent.name}.lock")):
                    shutil.rmtree(baked.parent, ignore_errors=True)

    def _binaries(self) -> Binaries:
        return self._given_binaries or find_binaries()

    def _settings(self, **extra: str) -> Mapping[str, str]:
        return {**read_settings(self._binaries().major), **extra}

    def _baked(self, template_key: str) -> Path:
        recipe = (resources.files("sandbox") / "seeding.py").read_bytes()
        made_of = f"{template_key} {self._binaries()}".encode() + recipe
        return self._templates / hashlib.sha256(made_of).hexdigest()[:24]

    def _bake(self, template: Template, baked: Path, progress: Progress) -> None:
        partial = short_folder(self._servers) / f"bake{baked.name[:8]}"
        server = self._local(partial, self._settings(**_BAKE_SETTINGS))
        self._discard(server)
        try:
            server.start(progress)
            fill_cluster(server.dsn(MAINTENANCE_DATABASE), template, progress)
            server.stop()
            # Moving is one step within a file system; across two it is made one step by a second name.
            staged = baked.with_name(baked.name + ".partial")
            shutil.rmtree(staged, ignore_errors=True)
            shutil.move(partial, staged)
            staged.rename(baked)
        finally:
            self._discard(server)

    def _copy(self, baked: Path, sandbox_id: str, spec: SandboxSpec) -> LocalServer:
        size = sum(path.lstat().st_size for path in baked.rglob("*")) // 2**20
        require_free(self._servers, size + SPARE_MB, "A sandbox")
        folder = passable_folder(self._servers / sandbox_id)
        record = {
            labels.INSTALLATION: self._installation,
            labels.PURPOSE: spec.owner.purpose,
            labels.SUBJECT: spec.owner.subject,
            labels.TEMPLATE_KEY: spec.template.key,
            labels.TEMPLATE_LABEL: spec.template.label,
            labels.STARTED_AT: datetime.now(UTC).isoformat(),
            _LIMITS: asdict(spec.limits),
        }
        write_private(folder / "sandbox.json", json.dumps(record))
        copied = subprocess.run(
            ["cp", "-a", str(baked / "cluster"), str(baked / "password"), str(folder)],
            capture_output=True,
            text=True,
            check=False,
        )
        if copied.returncode != 0:
            raise StartFailed(f"The template could not be copied: {copied.stderr.strip()}")
        if identity := own_identity(sandbox_id):
            own_all(folder / "cluster", identity)
        return self._server(sandbox_id)

    def _take_over(self, server: LocalServer, template: Template, passwords: Mapping[str, str]) -> None:
        give_secrets(server.dsn(MAINTENANCE_DATABASE), passwords)
        # The file keeps the platform's secret in step, for LocalServer.
        write_private(server.data_dir / "password", passwords[PLATFORM_ROLE])
        candidate = wire.conninfo(
            str(server.socket_dir), CANDIDATE_ROLE, passwords[CANDIDATE_ROLE], first_database(template)
        )
        prove(candidate, self._ready_seconds)

    def _handle(
        self, sandbox_id: str, server: LocalServer, template: Template, passwords: Mapping[str, str]
    ) -> SandboxHandle:
        host, database = str(server.socket_dir), first_database(template)
        return SandboxHandle(
            id=sandbox_id,
            provider=self.name,
            dsn=wire.conninfo(host, CANDIDATE_ROLE, passwords[CANDIDATE_ROLE], database),
            platform_dsn=wire.conninfo(host, PLATFORM_ROLE, passwords[PLATFORM_ROLE], database),
            server_version=server.binaries.version,
            image=str(server.binaries),
            template_key=template.key,
            state={"folder": str(server.data_dir)},
        )

    def _server(self, sandbox_id: str) -> LocalServer:
        folder, identity = self._servers / sandbox_id, own_identity(sandbox_id)
        limits = Limits(**(_read(folder / "sandbox.json") or {}).get(_LIMITS, {}))
        confinement = Confinement(
            memory_mb=limits.memory_mb,
            processes=limits.pids if identity else None,
            file_mb=FILE_MB,
            bubblewrap=find_bubblewrap(),
        )
        return self._local(folder, self._settings(), identity, confinement)

    def _existing(self, handle: SandboxHandle) -> LocalServer:
        server = self._server(handle.id)
        record = _read(server.data_dir / "sandbox.json")
        if record is None or record[labels.INSTALLATION] != self._installation or not server.cluster.exists():
            raise SandboxGone
        return server

    def _local(
        self,
        folder: Path,
        settings: Mapping[str, str],
        identity: Identity | None = None,
        confinement: Confinement | None = None,
    ) -> LocalServer:
        return LocalServer(
            folder,
            role=PLATFORM_ROLE,
            database=MAINTENANCE_DATABASE,
            settings=settings,
            binaries=self._reachable(identity or server_identity()),
            # Small WAL segments make small copies; templates are thrown away with a host that goes down.
            initdb_options=("--wal-segsize=1", "--no-sync"),
            identity=identity,
            confinement=confinement,
        )

    def _reachable(self, identity: Identity) -> Binaries:
        """The programs, copied once for all servers where their users cannot get to them."""
        root = passable_folder(self._templates.parent)
        if obstacle(self._binaries().bin_dir, identity) is None:
            return self._binaries()
        with locked(root / "binaries.lock"):
            return reachable_binaries(self._binaries(), identity, root)

    def _discard(self, server: LocalServer) -> None:
        server.kill()
        shutil.rmtree(server.data_dir, ignore_errors=True)

    def _found(self, record_file: Path) -> FoundSandbox | None:
        record = _read(record_file)
        if record is None or record[labels.INSTALLATION] != self._installation:
            return None
        server = self._server(record_file.parent.name)
        return FoundSandbox(
            id=record_file.parent.name,
            owner=Owner(record[labels.PURPOSE], record[labels.SUBJECT]),
            template_key=record[labels.TEMPLATE_KEY],
            template_label=record[labels.TEMPLATE_LABEL],
            started_at=datetime.fromisoformat(record[labels.STARTED_AT]),
            state=_seen(server),
        )


def _seen(server: LocalServer) -> SandboxState:
    if not server.is_running():
        return SandboxState.STOPPED
    return SandboxState.READY if wire.accepts(str(server.socket_dir)) else SandboxState.UNREADY


def _read(file: Path) -> dict[str, Any] | None:
    try:
        return dict(json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return None
