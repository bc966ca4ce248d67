from __future__ import annotations

import io
import os
import secrets
import signal
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from sandbox.audit import Finding, Outcome
from sandbox.docker_provider import DockerProvider, Engine, build_image
from sandbox.docker_provider import engine as engine_module
from sandbox.docker_provider.audit import CHECKS, audit
from sandbox.docker_provider.bake import find_template_image, reference_of
from sandbox.docker_provider.hardening import DATA_FOLDER, SOCKET_FOLDER, UID, WAL_FOLDER, seccomp_profile
from sandbox.errors import NoDiskSpace, ProviderUnavailable, SandboxError, StartFailed, UnsupportedServer
from sandbox.execution import RunLimits, RunOutcome, run, session
from sandbox.provider import Limits, Owner, SandboxHandle, SandboxSpec, SandboxState, silent
from tests.sandbox.contract import SPEC, TEMPLATE, ServerContract, a_template, fetch

pytestmark = pytest.mark.docker


@pytest.fixture(scope="module")
def make_provider(make_docker_provider: Callable[..., DockerProvider]) -> Callable[..., DockerProvider]:
    return make_docker_provider


@pytest.fixture(scope="module")
def inspected(engine: Engine, handle: SandboxHandle) -> dict[str, Any]:
    return dict(engine.client.containers.get(handle.state["container"]).attrs)


@pytest.fixture(scope="module")
def findings(make_provider: Callable[..., DockerProvider], handle: SandboxHandle) -> Sequence[Finding]:
    """What `assessor sandbox audit` says of a server as candidates get it, on this machine's engine."""
    return audit(make_provider("shared"), handle.id).findings


class TestDockerProvider(ServerContract):
    pass


class TestIsolation:
    """Read from outside, by inspect and /proc, and felt from inside, through SQL as superuser."""

    @pytest.mark.parametrize(
        ("option", "value"),
        [
            ("NetworkMode", "none"),
            ("CapDrop", ["ALL"]),
            ("SecurityOpt", ["no-new-privileges", f"seccomp={seccomp_profile()}"]),
            ("ReadonlyRootfs", True),
            ("CgroupnsMode", "private"),
            ("Privileged", False),
            ("IpcMode", "private"),
            ("Memory", 256 * 2**20),
            ("MemorySwap", 256 * 2**20),
            ("NanoCpus", 10**9),
            ("PidsLimit", 64),
            ("ShmSize", 64 * 2**20),
            ("OomScoreAdj", 500),
            ("LogConfig", {"Type": "json-file", "Config": {"max-file": "1", "max-size": "1m"}}),
        ],
    )
    def test_the_container_is_bounded(self, inspected: dict[str, Any], option: str, value: object) -> None:
        assert inspected["HostConfig"][option] == value

    @pytest.mark.parametrize("option", ["CapAdd", "Devices", "PortBindings", "VolumesFrom", "DeviceRequests"])
    def test_nothing_is_added_to_it(self, inspected: dict[str, Any], option: str) -> None:
        assert not inspected["HostConfig"][option]

    def test_nobody_starts_it_again_on_data_that_a_crash_of_the_host_may_have_torn(
        self, inspected: dict[str, Any]
    ) -> None:
        assert inspected["HostConfig"]["RestartPolicy"]["Name"] in ("", "no")

    def test_its_socket_its_data_and_its_wal_are_all_that_is_mounted(self, inspected: dict[str, Any]) -> None:
        targets = {mount["Destination"] for mount in inspected["Mounts"]}
        assert targets == {SOCKET_FOLDER, DATA_FOLDER, WAL_FOLDER}

    def test_its_processes_have_the_fixed_user_and_no_capability(self, inspected: dict[str, Any]) -> None:
        status = Path(f"/proc/{inspected['State']['Pid']}/status").read_text()
        facts = {
            name: value.split() for name, _, value in (line.partition(":") for line in status.splitlines())
        }
        assert facts["Uid"] == [str(UID)] * 4
        assert facts["Gid"] == [str(UID)] * 4
        assert {facts[name][0] for name in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")} == {"0" * 16}
        assert facts["NoNewPrivs"] == ["1"]

    def test_there_is_no_network_but_loopback(self, inspected: dict[str, Any]) -> None:
        devices = Path(f"/proc/{inspected['State']['Pid']}/net/dev").read_text().splitlines()[2:]
        assert [line.split(":")[0].strip() for line in devices] == ["lo"]

    def test_code_inside_can_neither_reach_the_network_nor_root_nor_the_socket_folder(
        self, handle: SandboxHandle
    ) -> None:
        script = (
            "id -u; touch /run/sandbox/x 2>&1; touch /usr/bin/x 2>&1; touch /tmp/x 2>&1;"
            " find / -xdev -perm /6000 -type f 2>/dev/null | wc -l; cat /sys/class/net/*/operstate | wc -l"
        )
        said = shell(handle, script)
        assert said[0] == str(UID)
        assert "Permission denied" in said[1]
        assert "Read-only file system" in said[2]
        assert "Read-only file system" in said[3]
        assert said[4:] == ["0", "1"]

    def test_secrets_are_not_in_the_environment(
        self, handle: SandboxHandle, inspected: dict[str, Any]
    ) -> None:
        environment = " ".join(inspected["Config"]["Env"]).lower()
        assert "password" not in environment
        assert "secret" not in environment
        assert not any(value for name, value in inspected["Config"]["Labels"].items() if "bootstrap" in name)

    def test_the_socket_folder_is_taken_from_the_server_once_it_is_ready(self, handle: SandboxHandle) -> None:
        folder = Path(handle.state["sockets"]).stat()
        assert (folder.st_uid, stat.S_IMODE(folder.st_mode)) == (os.geteuid(), 0o711)

    def test_a_query_runs_in_parallel(self, handle: SandboxHandle) -> None:
        text = (
            "SET max_parallel_workers_per_gather = 2; SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0;"
            " SET min_parallel_table_scan_size = 0; EXPLAIN (ANALYZE, COSTS OFF) SELECT count(*) FROM item"
        )
        result = run(handle.dsn, text)
        plan = "\n".join(str(row[0]) for row in result.results[-1].rows)
        assert "Workers Launched: 1" in plan or "Workers Launched: 2" in plan, plan

    @pytest.mark.parametrize("name", ["dblink", "postgres_fdw", "file_fdw", "pgcrypto", "plperlu", "xml2"])
    def test_extensions_that_reach_out_are_absent(self, handle: SandboxHandle, name: str) -> None:
        query = f"SELECT count(*) FROM pg_available_extensions WHERE name = '{name}'"
        assert fetch(handle.platform_dsn, query) == (0,)

    def test_there_is_an_own_limit_for_each_server(self, make_provider: Any, engine: Engine) -> None:
        provider = make_provider()
        spec = SandboxSpec(TEMPLATE, Owner("lab", "x"), Limits(memory_mb=128, cpus=0.5, pids=40))
        handle = provider.start(spec)
        host = engine.client.containers.get(handle.state["container"]).attrs["HostConfig"]
        provider.stop(handle)
        assert (host["Memory"], host["NanoCpus"], host["PidsLimit"]) == (128 * 2**20, 5 * 10**8, 40)


class TestAudit:
    def test_no_requirement_fails(self, findings: Sequence[Finding]) -> None:
        assert [finding for finding in findings if finding.outcome is Outcome.FAIL] == []
        assert [finding.id for finding in findings] == [check.id for check in CHECKS]
        assert sum(finding.id.startswith("5.") for finding in findings) == 32

    def test_what_does_not_apply_is_the_hosts_matter_or_met_otherwise(
        self, findings: Sequence[Finding]
    ) -> None:
        aside = {finding.id for finding in findings if finding.outcome is Outcome.NOT_APPLICABLE}
        assert aside <= {"5.2", "5.3", "5.27"}
        assert all(finding.reason for finding in findings)

    def test_without_an_id_a_server_is_started_for_it_and_removed(self, make_provider: Any) -> None:
        provider = make_provider("audited")
        assert audit(provider).ok
        assert not provider.list()


class TestLife:
    def test_a_server_that_runs_out_of_memory_is_back_with_its_data(self, make_provider: Any) -> None:
        provider = make_provider("shared")
        handle = provider.start(SPEC)
        hungry = "SELECT array_agg(repeat(md5(g::text), 100)) FROM generate_series(1, 10000000) AS g"
        result = run(handle.dsn, hungry, RunLimits(seconds=60))
        assert result.outcome is RunOutcome.INTERRUPTED
        assert "ran out of memory" in result.message
        back = run(handle.dsn, "SELECT count(*) FROM item", RunLimits(seconds=30))
        assert back.outcome is RunOutcome.OK, back.message
        assert back.results[0].rows == (("20000",),)
        assert provider.poll(handle) is SandboxState.READY
        provider.stop(handle)

    def test_a_value_of_900_mb_does_not_reach_us(self, make_provider: Any) -> None:
        provider = make_provider("shared")
        handle = provider.start(SPEC)
        result = run(handle.dsn, "SELECT repeat('x', 900 * 1000 * 1000)", RunLimits(seconds=60))
        provider.stop(handle)
        assert result.outcome in (RunOutcome.INTERRUPTED, RunOutcome.ERROR)
        assert result.message

    def test_a_killed_container_is_stopped_until_it_is_removed(
        self, make_provider: Any, engine: Engine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        provider = make_provider("killed")
        handle = provider.start(SPEC)
        engine.client.containers.get(handle.state["container"]).kill()
        assert provider.poll(handle) is SandboxState.STOPPED
        assert [found.state for found in provider.list()] == [SandboxState.STOPPED]
        monkeypatch.setattr(session, "CONNECT_SECONDS", 0.5)
        result = run(handle.dsn, "SELECT 1")
        assert result.outcome is RunOutcome.INTERRUPTED
        assert handle.state["sockets"] not in result.message
        provider.stop(handle)
        assert provider.poll(handle) is SandboxState.GONE

    @pytest.mark.parametrize("end", ["kill", "pause"])
    def test_a_server_that_was_killed_or_hangs_comes_back_with_what_was_committed(
        self, make_provider: Any, engine: Engine, end: str
    ) -> None:
        provider = make_provider("killed")
        handle = provider.start(SPEC)
        assert run(handle.dsn, "CREATE TABLE kept AS SELECT 42 AS n").outcome is RunOutcome.OK
        container = engine.client.containers.get(handle.state["container"])
        getattr(container, end)()
        provider.resume(handle)
        assert fetch(handle.dsn, "SELECT n FROM kept") == (42,)
        folder = Path(handle.state["sockets"]).stat()
        assert (folder.st_uid, stat.S_IMODE(folder.st_mode)) == (os.geteuid(), 0o711)
        provider.stop(handle)

    def test_a_postmaster_that_hangs_is_killed_and_started(
        self, make_provider: Any, engine: Engine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        provider = make_provider("killed")
        handle = provider.start(SPEC)
        container = engine.client.containers.get(handle.state["container"])
        started_at = container.attrs["State"]["StartedAt"]
        os.kill(container.attrs["State"]["Pid"], signal.SIGSTOP)
        assert provider.poll(handle) is SandboxState.UNREADY
        monkeypatch.setattr(provider, "_patience_seconds", 0.2)
        provider.resume(handle)
        assert fetch(handle.dsn, "SELECT count(*) FROM item") == (20000,)
        container.reload()
        assert container.attrs["State"]["StartedAt"] != started_at
        provider.stop(handle)

    def test_nothing_is_left_of_a_removed_server(self, make_provider: Any, engine: Engine) -> None:
        provider = make_provider()
        handle = provider.start(SPEC)
        container = engine.client.containers.get(handle.state["container"])
        volumes = [mount["Name"] for mount in container.attrs["Mounts"] if mount["Type"] == "volume"]
        provider.stop(handle)
        assert not Path(handle.state["sockets"]).exists()
        assert not engine.client.containers.list(all=True, filters={"id": handle.state["container"]})
        assert not [found for found in engine.client.volumes.list() if found.name in volumes]

    def test_of_two_who_make_the_same_image_the_first_stays(self, make_provider: Any, engine: Engine) -> None:
        images = make_provider()._images
        first = images.ensure(TEMPLATE, silent)
        reference = reference_of(TEMPLATE.key, images.server)
        images._baker.bake(TEMPLATE, images.server, reference, silent)
        found = find_template_image(engine, reference)
        assert found is not None
        assert found.id == first.id

    def test_what_could_not_start_is_removed(
        self, make_provider: Any, engine: Engine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        provider = make_provider("fails")
        provider.prepare(TEMPLATE)
        before = {path.name for path in provider._sockets.root.iterdir()}
        with pytest.raises(StartFailed, match="memory"):
            provider.start(SandboxSpec(TEMPLATE, Owner("sandbox", "x"), Limits(memory_mb=1)))
        monkeypatch.setattr(provider, "_take_over", interrupt)
        with pytest.raises(KeyboardInterrupt):
            provider.start(SPEC)
        assert not provider.list()
        assert {path.name for path in provider._sockets.root.iterdir()} == before


class TestImage:
    @pytest.fixture
    def old_base(self, engine: Engine) -> Iterator[str]:
        """An image whose PostgreSQL says that it is 17.11."""
        server = DockerProvider("x", Path("/tmp"), engine=engine)._images.ensure_server(lambda _: None)
        name = f"assessor-test-{secrets.token_hex(4)}:1"
        lie = "printf '#!/bin/sh\\necho \"postgres (PostgreSQL) 17.11\"\\n'"
        path = "/usr/lib/postgresql/17/bin/postgres"
        dockerfile = f"FROM {server}\nUSER root\nRUN {lie} > /tmp/p && chmod 755 /tmp/p && mv /tmp/p {path}\n"
        engine.client.images.build(
            fileobj=io.BytesIO(dockerfile.encode()), tag=name, rm=True, network_mode="none"
        )
        yield name
        engine.client.images.remove(name, force=True)

    def test_a_server_too_old_for_strangers_is_refused(self, engine: Engine, old_base: str) -> None:
        with pytest.raises(UnsupportedServer, match=r"PostgreSQL 17\.11.*CVE-2026-6460.*17\.12"):
            build_image(old_base, engine=engine)

    def test_a_base_that_is_nowhere_is_explained(self, engine: Engine) -> None:
        with pytest.raises(ProviderUnavailable, match="not on this machine and cannot be pulled"):
            build_image("localhost:1/nowhere:1", engine=engine)

    def test_building_again_gives_the_same_image_at_once(self, engine: Engine) -> None:
        said: list[str] = []
        first = build_image(engine=engine)
        assert build_image(progress=said.append, engine=engine) == first
        assert said == []


class TestErrors:
    def test_no_engine_is_explained(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def nobody(**_: object) -> None:
            raise FileNotFoundError("no such socket")

        monkeypatch.setattr(engine_module.docker, "from_env", nobody)
        with pytest.raises(ProviderUnavailable, match=r"No Docker Engine answers.*process provider"):
            DockerProvider("x", folder / "run").check()

    def test_a_full_disk_is_explained(
        self, make_provider: Any, engine: Engine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(engine_module, "MINIMUM_FREE_MB", 10**9)
        with pytest.raises(NoDiskSpace, match="make room"):
            make_provider().start(SPEC)

    def test_errors_of_the_engine_are_ours(self, engine: Engine) -> None:
        with pytest.raises(SandboxError, match="assessor sandbox build"), engine_module.translated("a test"):
            engine.client.containers.create("assessor-no-such-image:1")


def interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def shell(handle: SandboxHandle, script: str) -> list[str]:
    """What a shell in the container says to a superuser of its PostgreSQL, as code that broke out would hear it."""
    table = "CREATE TEMP TABLE said (n serial, line text)"
    copy = f"COPY said (line) FROM PROGRAM $sh${script}$sh$"
    result = run(handle.platform_dsn, f"{table}; {copy}; SELECT line FROM said ORDER BY n")
    assert result.error is None
    return [str(row[0]) for row in result.results[-1].rows]


def test_what_was_baked_on_another_server_image_is_of_no_use(make_provider: Any, engine: Engine) -> None:
    provider, template = make_provider("swept"), a_template("stale")
    provider.prepare(template)
    reference = reference_of(template.key, provider._images.server)
    provider.sweep([template.key], older_seconds=0.0)
    assert engine.image_labels(reference) is not None
    provider._images.server = "assessor-server:newer"
    provider.sweep([template.key], older_seconds=0.0)
    assert engine.image_labels(reference) is None


def test_two_processes_that_prepare_the_same_template_bake_it_once(
    make_provider: Any, engine: Engine, disk_folder: Path
) -> None:
    provider = make_provider("twice")
    code = f"""
import sys
from pathlib import Path
from sandbox.docker_provider import DockerProvider
from sandbox.provider import SeedScript, Template, TemplateDatabase
script = SeedScript("once.sql", "-- {secrets.token_hex(4)}")
provider = DockerProvider({provider._installation!r}, Path({str(disk_folder / "run")!r}))
provider.prepare(Template((TemplateDatabase("challenge", (script,)),)), print)
provider.close()
"""
    command = [sys.executable, "-c", code]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    pair = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) for _ in range(2)]
    said = "".join(process.communicate()[0] for process in pair)
    assert [process.returncode for process in pair] == [0, 0]
    assert said.count("loading once.sql") == 1
