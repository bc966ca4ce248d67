"""The disks of containers: what bounds them, what survives, and that nothing of them is left."""

from __future__ import annotations

import io
import os
import secrets
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from sandbox.docker_provider import DEBIAN_BASE, DockerProvider, Engine, loop_storage, mounts
from sandbox.docker_provider.images import copy_sparse
from sandbox.docker_provider.storage import VolumeStorage, obstacle_to_mounts
from sandbox.docker_provider.unpacked import ahead_of_use
from sandbox.errors import SandboxGone, StartFailed
from sandbox.execution import RunLimits, RunOutcome, RunResult, run
from sandbox.provider import Limits, SandboxHandle, SandboxSpec, SandboxState
from tests.sandbox.contract import OWNER, SPEC, TEMPLATE, fetch

pytestmark = pytest.mark.docker

SMALL = SandboxSpec(TEMPLATE, OWNER, Limits(disk_mb=64, wal_mb=128))


@pytest.fixture
def provider(make_docker_provider: Callable[..., DockerProvider], engine: Engine) -> Iterator[DockerProvider]:
    reason = obstacle_to_mounts(engine)
    if reason:
        pytest.skip(reason)
    provider = make_docker_provider("disks")
    yield provider
    for found in provider.list():
        provider.remove(found.id)


def disks(provider: DockerProvider) -> Path:
    return provider._state_dir / "servers"


def ran(handle: SandboxHandle, text: str, seconds: float = 60) -> RunResult:
    return run(handle.dsn, text, RunLimits(seconds=seconds))


class TestBound:
    def test_a_full_disk_is_an_error_of_the_statement_and_what_fills_it_can_be_dropped(
        self, provider: DockerProvider
    ) -> None:
        handle = provider.start(SMALL)
        assert ran(handle, "CREATE TABLE filling AS SELECT * FROM item").error is None
        full = ran(handle, "INSERT INTO filling SELECT a.* FROM item a, generate_series(1, 1000) g")
        assert full.error is not None
        assert full.error.sqlstate == "53100"
        assert provider.poll(handle) is SandboxState.READY
        assert ran(handle, "DROP TABLE filling").error is None
        assert ran(handle, "CREATE TABLE again AS SELECT * FROM item").error is None

    def test_wal_that_has_no_room_left_is_repaired_by_resuming(self, provider: DockerProvider) -> None:
        handle = provider.start(SandboxSpec(TEMPLATE, OWNER, Limits(wal_mb=24)))
        flood = "DO $$ BEGIN LOOP UPDATE item SET price = price + 1; COMMIT; END LOOP; END $$"
        assert ran(handle, flood, 30).outcome is RunOutcome.INTERRUPTED
        provider.resume(handle)
        assert fetch(handle.dsn, "SELECT count(*) FROM item") == (20000,)

    def test_a_flood_of_wal_within_the_default_bound_harms_nobody(self, provider: DockerProvider) -> None:
        handle = provider.start(SPEC)
        flood = "DO $$ BEGIN LOOP UPDATE item SET price = price + 1; COMMIT; END LOOP; END $$"
        assert ran(handle, flood, 5).outcome is RunOutcome.TIMED_OUT
        started = fetch(handle.platform_dsn, "SELECT pg_postmaster_start_time() < now() - interval '4 s'")
        assert started == (True,)
        assert provider.poll(handle) is SandboxState.READY

    def test_the_files_of_other_databases_are_copied_when_they_are_used_first(self, tmp_path: Path) -> None:
        for name in ("global/1", "base/1/2", "base/16384/3", "base/16500/4", "pg_xact/0000"):
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_bytes(b"x")
        (tmp_path / "base/16384/large").write_bytes(b"x" * (2**20 + 1))
        files = {path.relative_to(tmp_path).as_posix() for path in ahead_of_use(tmp_path) if path.is_file()}
        assert files == {"global/1", "base/16384/3", "pg_xact/0000"}


class TestLife:
    def test_nothing_is_left_of_a_removed_server(self, provider: DockerProvider) -> None:
        handle = provider.start(SPEC)
        folder = disks(provider) / handle.id
        assert os.path.ismount(folder / "merged")
        provider.stop(handle)
        assert not folder.exists()
        assert str(folder) not in Path("/proc/self/mountinfo").read_text()
        assert not mounts.is_attached(folder / "data.img")

    def test_a_suspended_server_holds_no_mount(self, provider: DockerProvider) -> None:
        handle = provider.start(SPEC)
        assert ran(handle, "CREATE TABLE kept AS SELECT 42 AS n").error is None
        provider.suspend(handle)
        folder = disks(provider) / handle.id
        assert not any(os.path.ismount(folder / name) for name in ("merged", "data", "wal"))
        provider.resume(handle)
        assert fetch(handle.dsn, "SELECT n FROM kept") == (42,)

    def test_after_a_reboot_the_state_is_there_or_the_server_is_gone(
        self, provider: DockerProvider, engine: Engine
    ) -> None:
        handle = provider.start(SPEC)
        assert ran(handle, "CREATE TABLE kept AS SELECT 42 AS n").error is None
        self.reboot(provider, engine, handle)
        provider.resume(handle)
        assert fetch(handle.dsn, "SELECT n FROM kept") == (42,)
        image = disks(provider) / handle.id / "data.img"
        crashed = image.with_suffix(".crashed")
        copy_sparse(image, crashed)  # what is on the disk when the machine goes down while it is mounted
        self.reboot(provider, engine, handle)
        loop_storage._await_detached(image)
        crashed.replace(image)
        with pytest.raises(SandboxGone, match="was in use when this machine went down"):
            provider.resume(handle)
        provider.stop(handle)
        assert not (disks(provider) / handle.id).exists()

    @staticmethod
    def reboot(provider: DockerProvider, engine: Engine, handle: SandboxHandle) -> None:
        engine.client.containers.get(handle.state["container"]).kill()
        for name in ("merged", "data", "wal"):
            mounts.unmount(disks(provider) / handle.id / name)

    def test_disks_that_vanished_make_the_server_gone(self, provider: DockerProvider, engine: Engine) -> None:
        handle = provider.start(SPEC)
        self.reboot(provider, engine, handle)
        (disks(provider) / handle.id / "data.img").unlink()
        with pytest.raises(SandboxGone):
            provider.resume(handle)

    def test_what_a_killed_process_left_is_swept_away(
        self, provider: DockerProvider, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        kept = provider.start(SPEC)
        image = provider._images.ensure(TEMPLATE, lambda _: None)
        provider._storage().create("0rphan000000", image, Limits())
        sockets = provider._sockets.create("0rphan000000")
        provider.sweep([])
        assert os.path.ismount(disks(provider) / "0rphan000000" / "merged")
        monkeypatch.setattr(loop_storage, "START_SECONDS", -1.0)
        monkeypatch.setattr("sandbox.docker_provider.sockets.BAKE_SECONDS", -1.0)
        provider.sweep([])
        assert not (disks(provider) / "0rphan000000").exists()
        assert not sockets.exists()
        assert provider.poll(kept) is SandboxState.READY

    def test_a_disk_that_cannot_be_made_is_explained_and_leaves_nothing(
        self, provider: DockerProvider, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        provider.prepare(TEMPLATE)

        def refuse(*_: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(mounts, "mount_overlay", refuse)
        others = set(disks(provider).iterdir())
        with pytest.raises(StartFailed, match=r"disk could not be made: .*No space left"):
            provider.start(SPEC)
        assert set(disks(provider).iterdir()) <= others


class TestVolumes:
    """Where nothing can be mounted."""

    @pytest.fixture
    def volumes(self, provider: DockerProvider) -> DockerProvider:
        provider._known_storage = VolumeStorage("a test")
        return provider

    def test_a_server_lives_on_volumes_that_go_with_it(self, volumes: DockerProvider, engine: Engine) -> None:
        assert "watchdog" in volumes.describe()
        handle = volumes.start(SPEC)
        container = engine.client.containers.get(handle.state["container"])
        names = [mount["Name"] for mount in container.attrs["Mounts"] if mount["Type"] == "volume"]
        assert len(names) == 2
        assert container.attrs["HostConfig"]["ReadonlyRootfs"]
        assert ran(handle, "CREATE TABLE kept AS SELECT 42 AS n").error is None
        volumes.suspend(handle)
        volumes.resume(handle)
        assert fetch(handle.dsn, "SELECT n FROM kept") == (42,)
        volumes.stop(handle)
        assert not [found for found in engine.client.volumes.list() if found.name in names]

    def test_a_process_that_cannot_mount_says_so(
        self, engine: Engine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setattr(os, "geteuid", lambda: 1000)
        assert obstacle_to_mounts(engine) == "only root can mount images"
        monkeypatch.undo()
        monkeypatch.setenv("DOCKER_HOST", "tcp://127.0.0.1:1")
        assert "does not see the mounts" in str(obstacle_to_mounts(engine))
        monkeypatch.undo()

        def refuse(*_: object) -> None:
            raise OSError(1, "Operation not permitted")

        monkeypatch.setattr(mounts, "mount_image", refuse)
        storage = loop_storage.choose_storage(engine, tmp_path)
        assert "Operation not permitted" in storage.describe(Limits())


class TestBaseWithVolume:
    """The official image declares a volume, which the engine would make for each container, without a bound."""

    @pytest.fixture
    def base(self, engine: Engine) -> Iterator[str]:
        name = f"assessor-test-{secrets.token_hex(4)}:1"
        if engine.image_labels(DEBIAN_BASE) is None:
            pytest.skip("there is no Debian base on this machine")
        dockerfile = f"FROM {DEBIAN_BASE}\nVOLUME /var/lib/postgresql\n"
        engine.client.images.build(fileobj=io.BytesIO(dockerfile.encode()), tag=name, rm=True)
        yield name
        engine.client.images.remove(name, force=True)

    def test_an_empty_read_only_folder_takes_its_place(self, base: str, engine: Engine, folder: Path) -> None:
        provider = DockerProvider(f"test-{secrets.token_hex(3)}", folder / "run", base=base, engine=engine)
        handle = provider.start(SPEC)
        try:
            attrs: dict[str, Any] = engine.client.containers.get(handle.state["container"]).attrs
            assert not [mount for mount in attrs["Mounts"] if mount["Type"] == "volume"]
            touched = subprocess.run(
                ["touch", f"/proc/{attrs['State']['Pid']}/root/var/lib/postgresql/x"],
                capture_output=True,
                text=True,
                check=False,
            )
            assert "Read-only file system" in touched.stderr
        finally:
            provider.stop(handle)
            for image in (handle.image, str(provider._images.server)):
                engine.client.images.remove(image, force=True)
