from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from sandbox.postgres import find_binaries
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

    def test_a_killed_server_is_unready_and_can_be_removed(self, provider: ProcessProvider) -> None:
        handle = provider.start(SPEC)
        pid = postmaster(handle.state["folder"])
        os.kill(pid, signal.SIGKILL)
        assert provider.poll(handle) is SandboxState.UNREADY
        assert [found.state for found in provider.list()] == [SandboxState.UNREADY]
        provider.stop(handle)
        assert not Path(handle.state["folder"]).exists()
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(handle.dsn)

    def test_removing_takes_data_and_process_along(self, provider: ProcessProvider) -> None:
        handle = provider.start(SPEC)
        pid = postmaster(handle.state["folder"])
        provider.stop(handle)
        assert not Path(handle.state["folder"]).exists()
        assert not Path(f"/proc/{pid}/cwd").exists()


def postmaster(folder: str) -> int:
    return int((Path(folder) / "cluster" / "postmaster.pid").read_text().splitlines()[0])
