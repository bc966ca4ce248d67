"""A fleet on a real engine: its nodes see each other and nothing else, and are as confined as any server."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from docker.errors import NotFound

from sandbox.docker_provider import DockerProvider, Engine
from sandbox.docker_provider.fleets import archive_of
from sandbox.docker_provider.hardening import seccomp_profile
from sandbox.errors import SandboxGone, SeedFailed
from sandbox.fleet import FleetPlan, Shell
from sandbox.provider import (
    Owner,
    SandboxHandle,
    SandboxSpec,
    SandboxState,
    SeedScript,
    Template,
    TemplateDatabase,
)

pytestmark = pytest.mark.docker

STORY = """
-- on primary
psql -Xqc "SELECT pg_create_physical_replication_slot('standby')" -o /dev/null
psql -Xqc "INSERT INTO thing VALUES (4)"
-- on standby
pg_basebackup -h primary -D /node/data -R -S standby -c fast
pg_ctl start -w -s -l /node/log
"""
TABLE = SeedScript("thing.sql", "CREATE TABLE thing AS SELECT generate_series(1, 3) AS id")
OWNER = Owner("sandbox", "fleet")


def template(story: str) -> Template:
    databases = (TemplateDatabase("d1", (TABLE,)),)
    return Template(databases, "a fleet", fleet=FleetPlan(("primary", "standby"), story, "d1"))


@pytest.fixture(scope="module")
def provider(make_docker_provider: Callable[..., DockerProvider]) -> DockerProvider:
    return make_docker_provider("fleet")


@pytest.fixture(scope="module")
def handle(provider: DockerProvider) -> Iterator[SandboxHandle]:
    handle = provider.start(SandboxSpec(template(STORY), OWNER))
    yield handle
    provider.stop(handle)


@pytest.fixture
def shell(handle: SandboxHandle) -> Shell:
    return Shell(handle.state)


def test_it_is_as_its_story_left_it(shell: Shell) -> None:
    asked = shell.run("standby", "psql -XAtc 'SELECT count(*), pg_is_in_recovery() FROM thing'")
    assert (asked.exit, asked.output) == (0, "4|t\n")
    wait = (
        "for i in $(seq 100); do psql -h primary -XAtc 'SELECT state FROM pg_stat_replication' && break; done"
    )
    assert "streaming" in shell.run("standby", wait).output


def test_it_reaches_itself_and_nobody_else(shell: Shell) -> None:
    assert shell.run("standby", "pg_isready -h primary").exit == 0
    lost = shell.run("standby", "echo > /dev/tcp/172.17.0.1/22").output
    assert "Network is unreachable" in lost
    interfaces = shell.run("standby", "tail -n +3 /proc/net/dev | cut -d: -f1").output.split()
    assert interfaces == ["lo"]


def test_every_node_is_confined_as_a_server_is(engine: Engine, handle: SandboxHandle) -> None:
    for name in ("primary", "standby"):
        found = engine.client.containers.get(f"assessor-node-{handle.id}-{name}").attrs
        host = found["HostConfig"]
        assert host["CapDrop"] == ["ALL"]
        assert host["ReadonlyRootfs"] is True
        assert host["SecurityOpt"] == ["no-new-privileges", f"seccomp={seccomp_profile(node=True)}"]
        assert host["Memory"] == host["MemorySwap"] > 0
        assert host["PidsLimit"] > 0
        assert not host["PortBindings"]
        assert found["Config"]["User"] == "64500:64500"


def test_disks_are_bounded_and_the_root_is_not_writable(shell: Shell) -> None:
    script = "cd /tmp; for to in /node /archive /tmp; do head -c 300M /dev/zero > $to/full; rm $to/full; done; touch /x"
    said = shell.run("primary", script).output
    assert said.count("No space left on device") == 3
    assert "Read-only file system" in said


def test_a_pooler_is_there_and_nobody_has_started_or_may_change_it(shell: Shell) -> None:
    if shell.run("standby", "command -v pgbouncer").exit != 0:
        pytest.skip("the server image was built where no PgBouncer could be fetched")
    assert shell.run("standby", "pgbouncer -V").output.startswith("PgBouncer 1.")
    assert "pgbouncer" not in shell.run("standby", "ps -e -o comm=").output
    left = "find / -xdev -name '*pgbouncer*' -not -path '/var/lib/dpkg/*' 2> /dev/null"
    found = set(shell.run("standby", left).output.split())
    assert found == {"/etc/pgbouncer", "/etc/pgbouncer/pgbouncer.ini", "/usr/share/pgbouncer"} | {
        f"/usr/{folder}/pgbouncer" for folder in ("sbin", "local/bin")
    }
    assert shell.run("standby", "cat /etc/pgbouncer/pgbouncer.ini").exit == 0
    assert shell.run("standby", "stat -c %U:%a /etc/pgbouncer/*").output == "root:644\n"
    assert shell.run("standby", "find / -xdev -type f -perm /6000 2> /dev/null").output == ""


def test_a_script_is_bounded_and_its_agent_stays(shell: Shell) -> None:
    assert shell.run("primary", "sleep 60", seconds=0.5).exit is None
    flooded = shell.run("primary", "head -c 100000 /dev/zero", most_bytes=1000)
    assert (len(flooded.output), flooded.cut) == (1000, 99_000)
    assert shell.run("primary", "kill -9 1; kill -TERM 1; echo here").output == "here\n"
    # What holds the output of a script keeps nobody waiting.
    assert shell.run("primary", "sleep 30 & echo $!").exit == 0
    assert "secret" not in shell.run("primary", "ps -o args= -p 1").output
    assert shell.run("primary", "ps -o args= -p 1").output.strip() == "agent"


def test_a_fleet_sleeps_and_wakes_with_its_server(provider: DockerProvider, handle: SandboxHandle) -> None:
    provider.suspend(handle)
    assert provider.poll(handle) is SandboxState.STOPPED
    provider.resume(handle)
    assert provider.poll(handle) is SandboxState.READY
    assert Shell(handle.state).run("standby", "psql -XAtc 'SELECT count(*) FROM thing'").output == "4\n"


def test_a_story_that_fails_is_told_with_its_line(provider: DockerProvider) -> None:
    with pytest.raises(SeedFailed, match=r"The story, line 3, on standby: exit 2: .*no such option"):
        provider.prepare(template("-- on primary\ntrue\n-- on standby\necho no such option; exit 2\n"))


def test_a_lost_node_makes_it_gone_and_nothing_is_left_behind(
    provider: DockerProvider, engine: Engine
) -> None:
    handle = provider.start(SandboxSpec(template(STORY), OWNER))
    engine.client.containers.get(f"assessor-node-{handle.id}-standby").kill()
    assert provider.poll(handle) is SandboxState.UNREADY
    with pytest.raises(SandboxGone):
        provider.resume(handle)
    provider.stop(handle)
    assert (
        engine.client.containers.list(all=True, filters={"label": f"assessor.sandbox-id={handle.id}"}) == []
    )
    with pytest.raises(NotFound):
        engine.client.volumes.get(archive_of(handle.id))
