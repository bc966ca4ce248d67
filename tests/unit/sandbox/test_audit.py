"""The audit: every check passes on a container as it should be, and fails or steps aside on one that is not."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from sandbox import labels
from sandbox.audit import Audit, Finding, Outcome
from sandbox.docker_provider.audit import CHECKS
from sandbox.docker_provider.audit.facts import Facts, parse_inside
from sandbox.docker_provider.audit.model import judge
from sandbox.docker_provider.hardening import UID

SECCOMP = {
    "defaultAction": "SCMP_ACT_ERRNO",
    "syscalls": [
        {"names": ["read", "write"], "action": "SCMP_ACT_ALLOW"},
        {
            "names": ["socket", "socketpair"],
            "action": "SCMP_ACT_ALLOW",
            "args": [{"index": 0, "value": 1, "op": "SCMP_CMP_EQ"}],
        },
    ],
}
INSPECT: dict[str, Any] = {
    "Image": "sha256:0123",
    "ExecIDs": None,
    "AppArmorProfile": "docker-default",
    "ProcessLabel": "system_u:system_r:container_t:s0",
    "Config": {
        "User": f"{UID}:{UID}",
        "Env": ["PATH=/bin"],
        "Labels": {labels.SERVER_VERSION: "170012"},
    },
    "Mounts": [
        {
            "Type": "bind",
            "Source": "/run/assessor/x",
            "Destination": "/run/sandbox",
            "Propagation": "rprivate",
        },
    ],
    "NetworkSettings": {"Networks": {"none": {}}},
    "HostConfig": {
        "SecurityOpt": ["no-new-privileges", f"seccomp={json.dumps(SECCOMP)}"],
        "CapDrop": ["ALL"],
        "CapAdd": None,
        "Privileged": False,
        "NetworkMode": "none",
        "Memory": 2**28,
        "MemorySwap": 2**28,
        "NanoCpus": 10**9,
        "ReadonlyRootfs": True,
        "RestartPolicy": {"Name": "no", "MaximumRetryCount": 0},
        "PidMode": "",
        "UTSMode": "",
        "UsernsMode": "",
        "IpcMode": "private",
        "PidsLimit": 64,
        "OomScoreAdj": 500,
        "Ulimits": [{"Name": "core", "Hard": 0}, {"Name": "nofile", "Hard": 1024}],
        "LogConfig": {"Type": "json-file", "Config": {"max-size": "1m", "max-file": "1"}},
        "Tmpfs": {"/tmp": "rw,noexec,nosuid,nodev,size=1m"},
    },
}
GOOD = Facts(
    inspect=INSPECT,
    info={
        "Swarm": {"LocalNodeState": "inactive"},
        "SecurityOptions": ["name=apparmor", "name=seccomp,profile=default", "name=selinux"],
    },
    process={
        "Uid": f"{UID}\t{UID}\t{UID}\t{UID}",
        "CapEff": "0000000000000000",
        "CapBnd": "0000000000000000",
        "NoNewPrivs": "1",
        "Seccomp": "2",
    },
    commands=["/sandbox/bin/postgres -D /sandbox/data", "postgres: checkpointer"],
    inside={
        "setuid": [],
        "extensions": ["plpgsql", "pg_trgm"],
        "hba": ["local all all scram-sha-256"],
        "settings": [
            "listen_addresses=",
            "password_encryption=scram-sha-256",
            "allow_alter_system=off",
            "jit=off",
        ],
        "writable": ["/sandbox/data", "/sandbox/wal", "/run/sandbox", "/tmp"],
    },
    socket_folder=(0, 0o711),
    volume_mb={"/sandbox/data": 480, "/sandbox/wal": 120},
)


def outcomes(facts: Facts) -> dict[str, Outcome]:
    return {finding.id: finding.outcome for finding in judge(CHECKS, facts)}


def with_host(**changes: object) -> Facts:
    inspect = copy.deepcopy(INSPECT)
    inspect["HostConfig"].update(changes)
    return replace(GOOD, inspect=inspect)


def with_config(**changes: object) -> Facts:
    inspect = copy.deepcopy(INSPECT)
    inspect["Config"].update(changes)
    return replace(GOOD, inspect=inspect)


def with_inspect(**changes: object) -> Facts:
    return replace(GOOD, inspect={**INSPECT, **changes})


def with_inside(**changes: list[str]) -> Facts:
    return replace(GOOD, inside={**GOOD.inside, **changes})


def mounted(source: str, propagation: str = "rprivate") -> Facts:
    mount = {"Type": "bind", "Source": source, "Destination": "/x", "Propagation": propagation}
    return with_inspect(Mounts=[mount])


def seccomp(**changes: object) -> Facts:
    return with_host(SecurityOpt=["no-new-privileges", f"seccomp={json.dumps({**SECCOMP, **changes})}"])


def process(**changes: str) -> Facts:
    return replace(GOOD, process={**GOOD.process, **changes})


ANY_SOCKET = {"names": ["socket"], "action": "SCMP_ACT_ALLOW"}
IO_URING = {"names": ["io_uring_setup"], "action": "SCMP_ACT_ALLOW"}
TABLE: list[tuple[str, Callable[[], Facts]]] = [
    ("5.1", lambda: replace(GOOD, info={"Swarm": {"LocalNodeState": "active"}})),
    ("5.2", lambda: with_inspect(AppArmorProfile="unconfined")),
    ("5.3", lambda: with_inspect(ProcessLabel="")),
    ("5.4", lambda: with_host(CapAdd=["NET_ADMIN"])),
    ("5.4", lambda: with_host(CapDrop=None)),
    ("5.4", lambda: process(CapBnd="00000000a80425fb")),
    ("5.5", lambda: with_host(Privileged=True)),
    ("5.6", lambda: mounted("/")),
    ("5.6", lambda: mounted("/etc/ssl")),
    ("5.7", lambda: replace(GOOD, commands=["/usr/sbin/sshd -D"])),
    ("5.8", lambda: with_host(PortBindings={"5432/tcp": [{"HostPort": "80"}]})),
    ("5.9", lambda: with_host(NetworkMode="bridge")),
    ("5.10", lambda: with_host(NetworkMode="host")),
    ("5.11", lambda: with_host(Memory=0)),
    ("5.12", lambda: with_host(NanoCpus=0)),
    ("5.13", lambda: with_host(ReadonlyRootfs=False)),
    ("5.14", lambda: with_host(PublishAllPorts=True)),
    ("5.15", lambda: with_host(RestartPolicy={"Name": "always", "MaximumRetryCount": 0})),
    ("5.16", lambda: with_host(PidMode="host")),
    ("5.17", lambda: with_host(IpcMode="host")),
    ("5.18", lambda: with_host(Devices=[{"PathOnHost": "/dev/kvm"}])),
    ("5.19", lambda: with_host(Ulimits=None)),
    ("5.20", lambda: mounted("/srv", "rshared")),
    ("5.21", lambda: with_host(UTSMode="host")),
    ("5.22", lambda: with_host(SecurityOpt=["seccomp=unconfined"])),
    ("5.22", lambda: process(Seccomp="0")),
    ("5.23", lambda: with_inspect(ExecIDs=["abc"])),
    ("5.24", lambda: with_inspect(ExecIDs=["abc"])),
    ("5.25", lambda: with_host(CgroupParent="/mine")),
    ("5.26", lambda: with_host(SecurityOpt=[])),
    ("5.26", lambda: process(NoNewPrivs="0")),
    ("5.27", lambda: with_config(Healthcheck={"Test": ["CMD", "pg_isready"]})),
    ("5.28", lambda: with_inspect(Image="postgres:18")),
    ("5.29", lambda: with_host(PidsLimit=None)),
    ("5.30", lambda: with_inspect(NetworkSettings={"Networks": {"bridge": {}}})),
    ("5.31", lambda: with_host(UsernsMode="host")),
    ("5.32", lambda: mounted("/var/run/docker.sock")),
    ("A1", lambda: with_config(User="0:0")),
    ("A1", lambda: process(Uid="0 0 0 0")),
    ("A2", lambda: with_host(SecurityOpt=["no-new-privileges"])),
    ("A2", lambda: seccomp(defaultAction="SCMP_ACT_ALLOW")),
    ("A2", lambda: seccomp(syscalls=[IO_URING])),
    ("A3", lambda: seccomp(syscalls=[ANY_SOCKET])),
    ("A4", lambda: with_host(MemorySwap=-1)),
    ("A5", lambda: with_host(OomScoreAdj=0)),
    ("A6", lambda: with_host(Ulimits=[{"Name": "nofile", "Hard": 1024}])),
    ("A7", lambda: with_host(LogConfig={"Type": "json-file", "Config": {}})),
    ("A8", lambda: with_config(Env=["POSTGRES_PASSWORD=x"])),
    ("A8", lambda: with_config(Labels={labels.SERVER_VERSION: "170012", labels.BOOTSTRAP: "x"})),
    ("A9", lambda: with_host(Tmpfs={"/tmp": "size=1m"})),
    ("A10", lambda: replace(GOOD, socket_folder=(UID, 0o700))),
    ("A11", lambda: replace(GOOD, volume_mb={"/sandbox/data": 480})),
    ("A11", lambda: replace(GOOD, volume_mb={"/sandbox/data": 900_000, "/sandbox/wal": 120})),
    ("A12", lambda: with_config(Labels={labels.SERVER_VERSION: "170004"})),
    ("A13", lambda: with_inside(setuid=["/usr/bin/su"])),
    ("A14", lambda: with_inside(extensions=["plpgsql", "dblink"])),
    ("A15", lambda: with_inside(writable=["/sandbox/data", "/opt/loose"])),
    ("A16", lambda: with_inside(hba=["local all all trust"])),
    ("A17", lambda: with_inside(settings=["listen_addresses=*"])),
]


def test_a_container_as_it_should_be_passes_every_check() -> None:
    bad = {found.id: found.reason for found in judge(CHECKS, GOOD) if found.outcome is Outcome.FAIL}
    assert bad == {}
    assert [i for i, o in outcomes(GOOD).items() if o is Outcome.NOT_APPLICABLE] == ["5.27"]


@pytest.mark.parametrize(
    ("check", "facts"), TABLE, ids=[f"{n}-{check}" for n, (check, _) in enumerate(TABLE)]
)
def test_each_check_fails_where_it_should(check: str, facts: Callable[[], Facts]) -> None:
    assert outcomes(facts())[check] is Outcome.FAIL


def test_every_check_is_seen_to_fail() -> None:
    assert {check for check, _ in TABLE} == {check.id for check in CHECKS}


def test_the_benchmark_is_complete_and_in_its_order() -> None:
    assert [c.id for c in CHECKS if c.id[0] == "5"] == [f"5.{n}" for n in range(1, 33)]


def test_what_this_host_cannot_have_does_not_apply() -> None:
    found = outcomes(replace(GOOD, info={"SecurityOptions": []}, socket_folder=None, volume_mb={}))
    assert {found[i] for i in ("5.2", "5.3", "A10", "A11")} == {Outcome.NOT_APPLICABLE}


def test_sections_of_the_look_inside_are_told_apart() -> None:
    found = parse_inside("== setuid\n== extensions\nplpgsql\n\n== settings\njit=off\nlisten_addresses=\n")
    assert found == {"setuid": [], "extensions": ["plpgsql"], "settings": ["jit=off", "listen_addresses="]}


def test_an_audit_counts_every_outcome() -> None:
    audit = Audit("x", [Finding("5.1", "t", Outcome.PASS, "r"), Finding("5.2", "t", Outcome.FAIL, "r")])
    assert not audit.ok
    assert audit.counts() == {"pass": 1, "fail": 1, "not applicable": 0}
