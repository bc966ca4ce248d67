from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from sandbox.execution import RunOutcome, run
from sandbox.postgres import find_binaries, launcher
from sandbox.process_provider import ProcessProvider
from sandbox.provider import SandboxState
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


def postmaster(folder: str) -> int:
    return int((Path(folder) / "cluster" / "postmaster.pid").read_text().splitlines()[0])


def kill_postmaster(folder: str) -> None:
    """Return when it is dead (a zombie of init, perhaps)."""
    pid = postmaster(folder)
    os.kill(pid, signal.SIGKILL)
    deadline = time.monotonic() + 10
    while Path(f"/proc/{pid}/cwd").exists() and time.monotonic() < deadline:
        time.sleep(0.01)
