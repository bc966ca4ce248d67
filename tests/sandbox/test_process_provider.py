from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from sandbox import process_provider
from sandbox.execution import RunOutcome, run
from sandbox.postgres import confinement, find_binaries, launcher
from sandbox.postgres.confinement import OPEN_FILES, SPARE_MB, Confinement, find_bubblewrap
from sandbox.postgres.identity import Identity
from sandbox.process_provider import FILE_MB, ProcessProvider
from sandbox.provider import SandboxHandle, SandboxState
from tests.sandbox.contract import SPEC, ServerContract, fetch


@pytest.fixture(scope="module")
def make_provider(
    make_process_provider: Callable[..., ProcessProvider],
) -> Callable[..., ProcessProvider]:
    return make_process_provider


class TestProcessProvider(ServerContract):
    def test_it_says_that_it_isolates_nothing(self, provider: ProcessProvider) -> None:
        assert provider.describe().startswith("No isolation")
        warning = find_binaries().warning
        assert (warning or "local processes") in provider.check()

    def test_the_server_never_runs_as_root_and_listens_on_no_network(self, provider: ProcessProvider) -> None:
        handle = provider.start(SPEC)
        assert fetch(handle.platform_dsn, "SHOW listen_addresses") == ("",)
        assert Path(f"/proc/{postmaster(handle.state['folder'])}").stat().st_uid != 0

    def test_it_has_a_session_of_its_own_so_that_ctrl_c_stays_with_us(
        self, provider: ProcessProvider
    ) -> None:
        handle = provider.start(SPEC)
        assert os.getsid(postmaster(handle.state["folder"])) != os.getsid(0)

    def test_a_killed_server_is_stopped_and_can_be_removed(self, provider: ProcessProvider) -> None:
        handle = provider.start(SPEC)
        kill_postmaster(handle.state["folder"])
        assert provider.poll(handle) is SandboxState.STOPPED
        assert [found.state for found in provider.list()] == [SandboxState.STOPPED]
        provider.stop(handle)
        assert not Path(handle.state["folder"]).exists()
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(handle.dsn)

    def test_a_killed_server_comes_back_with_what_was_committed(self, provider: ProcessProvider) -> None:
        handle = provider.start(SPEC)
        assert run(handle.dsn, "CREATE TABLE kept AS SELECT 42 AS n").outcome is RunOutcome.OK
        kill_postmaster(handle.state["folder"])
        provider.resume(handle)
        assert fetch(handle.dsn, "SELECT n FROM kept") == (42,)

    def test_a_server_that_hangs_is_killed_and_started(
        self, provider: ProcessProvider, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        handle = provider.start(SPEC)
        hung = postmaster(handle.state["folder"])
        os.kill(hung, signal.SIGSTOP)
        monkeypatch.setattr(provider, "_patience_seconds", 0.2)
        monkeypatch.setattr(launcher, "KILL_SECONDS", 1)
        provider.resume(handle)
        assert postmaster(handle.state["folder"]) != hung
        assert fetch(handle.dsn, "SELECT count(*) FROM item") == (20000,)

    def test_removing_takes_data_and_process_along(self, provider: ProcessProvider) -> None:
        handle = provider.start(SPEC)
        pid = postmaster(handle.state["folder"])
        provider.stop(handle)
        assert not Path(handle.state["folder"]).exists()
        assert not Path(f"/proc/{pid}/cwd").exists()


class TestConfinement:
    """What holds a server without a container, on this machine as it is."""

    def test_every_process_of_a_server_has_limits(self, handle: SandboxHandle) -> None:
        limits = Path(f"/proc/{postmaster(handle.state['folder'])}/limits").read_text()
        held = {line[:26].strip(): line[26:].split()[:2] for line in limits.splitlines()[1:]}
        assert held["Max address space"] == [str((256 + SPARE_MB) << 20)] * 2
        assert held["Max core file size"] == ["0", "0"]
        assert held["Max file size"] == [str(FILE_MB << 20)] * 2
        assert held["Max open files"] == [str(OPEN_FILES)] * 2
        assert (held["Max processes"] == ["64", "64"]) is (os.geteuid() == 0)

    def test_the_kernel_ends_it_before_others_when_memory_runs_out(self, handle: SandboxHandle) -> None:
        assert Path(f"/proc/{postmaster(handle.state['folder'])}/oom_score_adj").read_text().strip() == "500"

    def test_too_much_memory_is_an_error_and_the_server_lives(self, handle: SandboxHandle) -> None:
        result = run(handle.dsn, "SELECT length(repeat('x', 800000000))")
        assert result.error is not None
        assert result.error.sqlstate == "53200"
        assert fetch(handle.dsn, "SELECT count(*) FROM item") == (20000,)

    def test_each_server_has_a_user_of_its_own_where_root_can_give_one(
        self, make_provider: Callable[..., ProcessProvider], handle: SandboxHandle
    ) -> None:
        other = make_provider().start(SPEC)
        users = {Path(f"/proc/{postmaster(each.state['folder'])}").stat().st_uid for each in (handle, other)}
        assert len(users) == (2 if os.geteuid() == 0 else 1)
        assert 0 not in users

    def test_bubblewrap_hides_network_and_files_where_it_works(self, handle: SandboxHandle) -> None:
        wrapped = find_bubblewrap() is not None
        namespaces = (
            Path(f"/proc/{postmaster(handle.state['folder'])}/ns/net").readlink(),
            Path("/proc/self/ns/net").readlink(),
        )
        assert (namespaces[0] != namespaces[1]) is wrapped
        seen = run(handle.platform_dsn, "SELECT pg_ls_dir('/') AS name").results[0].rows
        assert ("home" not in {row[0] for row in seen}) is wrapped

    @pytest.mark.parametrize("wrapped", [True, False])
    @pytest.mark.parametrize("root", [True, False])
    def test_it_says_what_holds_here_and_what_does_not(
        self,
        make_provider: Callable[..., ProcessProvider],
        monkeypatch: pytest.MonkeyPatch,
        root: bool,
        wrapped: bool,
    ) -> None:
        provider = make_provider()
        monkeypatch.setattr(
            process_provider, "find_bubblewrap", lambda: "/usr/bin/bwrap" if wrapped else None
        )
        monkeypatch.setattr(process_provider.os, "geteuid", lambda: 0 if root else 1000)
        said = provider.describe()
        assert ("no network" in said, "sees the network" in said) == (wrapped, not wrapped)
        assert ("a user of its own" in said, "this application's user" in said) == (root, not root)
        assert said.endswith("not for real candidates.")


def test_without_the_programs_nothing_is_put_in_front(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(confinement.shutil, "which", lambda program: None)
    me = Identity(os.geteuid(), os.getegid(), switch=False)
    held = Confinement(memory_mb=256, processes=None, file_mb=1, bubblewrap=None)
    script = held.launcher(tmp_path, Path("/usr/bin/postgres"), [], me)
    assert script.read_text().splitlines()[-1] == 'exec /usr/bin/postgres "$@"'


def postmaster(folder: str) -> int:
    return int((Path(folder) / "cluster" / "postmaster.pid").read_text().splitlines()[0])


def kill_postmaster(folder: str) -> None:
    """Return when it is dead (a zombie of init, perhaps)."""
    pid = postmaster(folder)
    os.kill(pid, signal.SIGKILL)
    deadline = time.monotonic() + 10
    while Path(f"/proc/{pid}/cwd").exists() and time.monotonic() < deadline:
        time.sleep(0.01)
