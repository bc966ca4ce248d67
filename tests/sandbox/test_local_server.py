"""LocalServer: the application's embedded database, and what the process provider stands on."""

from __future__ import annotations

import os
import shutil
import signal
import stat
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from sandbox import disk
from sandbox.errors import NoDiskSpace, ProviderUnavailable, StartFailed
from sandbox.postgres import LocalServer, find_binaries
from sandbox.postgres.cluster import reachable_binaries
from sandbox.postgres.identity import server_identity
from tests.sandbox.contract import fetch

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root has to drop to another user")


@pytest.fixture(scope="module")
def home(folder: Path) -> Path:
    return folder / "app"


@pytest.fixture
def server(home: Path) -> Iterator[LocalServer]:
    """Each test starts its own object on one folder: all are restarts of one installation."""
    server = LocalServer(home)
    yield server
    server.stop()


def test_it_gives_a_database_of_its_own_over_a_socket_with_a_password(server: LocalServer) -> None:
    dsn = server.start()
    who = "SELECT current_user::text, current_database()::text, current_setting('listen_addresses')"
    assert fetch(dsn, who) == ("assessor", "assessor", "")
    assert dsn.startswith("postgresql://assessor:")
    assert fetch(dsn, "SELECT count(*) FROM pg_hba_file_rules WHERE auth_method <> 'scram-sha-256'") == (0,)
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(psycopg.conninfo.make_conninfo(dsn, password="wrong"))
    assert stat.S_IMODE((server.data_dir / "password").stat().st_mode) == 0o600


def test_data_survives_a_restart(server: LocalServer, home: Path) -> None:
    with psycopg.connect(server.start()) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS a")
    server.stop()
    assert not server.is_running()
    assert fetch(LocalServer(home).start(), "SELECT a FROM kept") == (7,)


def test_a_running_server_is_adopted(server: LocalServer, home: Path) -> None:
    dsn = server.start()
    second = LocalServer(home)
    assert second.start() == dsn
    assert (server.adopted, second.adopted) == (False, True)


def test_four_who_start_at_once_share_one_server(server: LocalServer, home: Path) -> None:
    with ThreadPoolExecutor(4) as threads:
        servers = [LocalServer(home) for _ in range(4)]
        dsns = list(threads.map(LocalServer.start, servers))
    assert len(set(dsns)) == 1
    assert sorted(each.adopted for each in servers) == [False, True, True, True]


def test_stopping_twice_is_success_and_leaves_a_clean_cluster(server: LocalServer) -> None:
    server.start()
    server.stop()
    server.stop()
    assert "database system is shut down" in server.log_tail()


def test_a_stale_pid_of_another_process_does_not_mislead_it(server: LocalServer) -> None:
    server.start()
    server.stop()
    stale = server.cluster / "postmaster.pid"
    stale.write_text(f"{os.getpid()}\n{server.cluster}\n1\n5432\n")
    assert not server.is_running()
    assert fetch(server.start(), "SELECT 1") == (1,)


def test_it_comes_back_after_a_kill(server: LocalServer) -> None:
    server.start()
    pid = int((server.cluster / "postmaster.pid").read_text().splitlines()[0])
    os.kill(pid, signal.SIGKILL)
    wait_until(lambda: not Path(f"/proc/{pid}/cwd").exists())
    assert fetch(server.start(), "SELECT 1") == (1,)


def test_it_is_in_a_session_of_its_own_and_not_root(server: LocalServer) -> None:
    server.start()
    pid = int((server.cluster / "postmaster.pid").read_text().splitlines()[0])
    assert os.getsid(pid) != os.getsid(0)
    assert Path(f"/proc/{pid}").stat().st_uid != 0


def test_the_names_are_parameters_and_settings_reach_the_server(folder: Path) -> None:
    server = LocalServer(folder / "other", role="an owner", database="a b", settings={"work_mem": "7MB"})
    try:
        who = "SELECT current_user::text, current_database()::text, current_setting('work_mem')"
        assert fetch(server.start(), who) == ("an owner", "a b", "7MB")
    finally:
        server.stop()


def test_a_long_path_gets_a_short_socket_folder(folder: Path) -> None:
    deep = folder / ("d" * 60) / ("e" * 60)
    deep.parent.mkdir(mode=0o711)
    server = LocalServer(deep)
    try:
        assert fetch(server.start(), "SELECT 1") == (1,)
        assert disk.fits_socket(server.socket_dir)
        assert LocalServer(deep).socket_dir == server.socket_dir
    finally:
        server.stop()
        shutil.rmtree(server.socket_dir.parent)


@as_root
def test_a_folder_that_the_servers_user_cannot_enter_is_explained(folder: Path) -> None:
    private = folder / "private"
    private.mkdir(mode=0o700)
    with pytest.raises(StartFailed, match=r"may not enter .*private\. .*chmod o\+x"):
        LocalServer(private / "data").start()
    assert stat.S_IMODE(private.stat().st_mode) == 0o700


@as_root
def test_binaries_that_the_servers_user_cannot_reach_are_copied_once(folder: Path) -> None:
    origin = find_binaries()
    if not (origin.bin_dir.parent / "share").exists():
        pytest.skip("these programs are the system's, which everybody can reach")
    private = folder / "venv"
    private.mkdir(mode=0o700)
    (private / "pg").symlink_to(origin.bin_dir.parent)
    hidden = replace(origin, bin_dir=private / "pg" / "bin")
    server = LocalServer(folder / "copied", binaries=hidden)
    try:
        assert fetch(server.start(), "SELECT 1") == (1,)
        copied = reachable_binaries(hidden, server_identity(), folder / "copied")
        assert copied.bin_dir == folder.joinpath(
            "copied", f"binaries-{origin.version}", *origin.bin_dir.parts[-3:]
        )
    finally:
        server.stop()


def test_a_full_disk_is_explained(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(folder)
    monkeypatch.setattr(disk.shutil, "disk_usage", lambda _: usage._replace(free=2**20))
    with pytest.raises(NoDiskSpace, match="needs 300 MB of free disk"):
        LocalServer(folder / "full").start()


def test_data_of_another_major_is_not_touched(folder: Path) -> None:
    cluster = folder / "old" / "cluster"
    cluster.mkdir(parents=True)
    (folder / "old").chmod(0o711)
    (cluster / "PG_VERSION").write_text("9\n")
    with pytest.raises(ProviderUnavailable, match="written by PostgreSQL 9"):
        LocalServer(folder / "old").start()


def test_a_machine_too_busy_to_start_it_at_once_is_waited_for(
    server: LocalServer, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = reachable_binaries(server.binaries, server_identity(), server.data_dir).bin_dir / "postgres"
    late = folder / "late"
    late.write_text(f'#!/bin/sh\nsleep 3\nexec {program} "$@"\n')
    late.chmod(0o755)
    monkeypatch.setattr(server, "_program", lambda: ["-p", str(late)])
    assert fetch(server.start(), "SELECT 1") == (1,)


def test_a_server_that_ends_at_once_tells_its_last_words(folder: Path) -> None:
    server = LocalServer(folder / "broken", settings={"shared_buffers": "lots"})
    with pytest.raises(StartFailed, match="shared_buffers"):
        server.start()
    assert not server.is_running()


def wait_until(happened: Callable[[], bool]) -> None:
    while not happened():
        pass
