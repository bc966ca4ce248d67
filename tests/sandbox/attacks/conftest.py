"""Two sandboxes on a real engine: one is attacked, and the other, its neighbour, must not notice."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from sandbox.docker_provider import DockerProvider, Engine
from sandbox.errors import SandboxError
from sandbox.execution import RunLimits, RunOutcome, RunResult, run
from sandbox.provider import (
    Limits,
    Owner,
    SandboxHandle,
    SandboxSpec,
    SandboxState,
    SeedScript,
    Template,
    TemplateDatabase,
)

MEMORY_MB, DISK_MB, WAL_MB = 192, 320, 256
ROWS = 1000

_SCHEMA = f"""
CREATE TABLE item (id int PRIMARY KEY, note text);
INSERT INTO item SELECT g, 'note ' || g FROM generate_series(1, {ROWS}) AS g;
"""
TEMPLATE = Template((TemplateDatabase("challenge", (SeedScript("schema.sql", _SCHEMA),)),), "attacks")
COUNT = "SELECT count(*), min(note) FROM item"
COUNTED = ((str(ROWS), "note 1"),)
TABLES = "SELECT relname::text FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"


@dataclass
class Arena:
    """What a test of an attack works with. `victim` is replaced when it is lost."""

    provider: DockerProvider
    engine: Engine
    victim: SandboxHandle
    neighbour: SandboxHandle

    def run(self, text: str, **limits: float) -> RunResult:
        """What the candidate's page would get."""
        bounds = RunLimits(**{"seconds": 60.0, **limits})  # type: ignore[arg-type]  # a mix of int and float bounds
        return run(self.victim.dsn, text, bounds, platform_dsn=self.victim.platform_dsn)

    def refused(self, *texts: str, sqlstate: str | tuple[str, ...] = "42501") -> RunResult:
        """Each text is refused with (one of) the SQLSTATE, and says why."""
        allowed = (sqlstate,) if isinstance(sqlstate, str) else sqlstate
        for text in texts:
            result = self.run(text)
            assert result.error is not None, f"{text[:100]}: {result.outcome} {result.message}"
            assert result.error.sqlstate in allowed, f"{text[:100]}: {result.error}"
            assert result.message == result.error.message
            assert result.message
        return result

    def holds(self, text: str, **limits: float) -> RunResult:
        """The text runs as an ordinary one does."""
        result = self.run(text, **limits)
        assert result.outcome is RunOutcome.OK, result.message
        return result

    def platform(self, query: str) -> list[tuple[object, ...]]:
        """Seen from below, for tests only."""
        with psycopg.connect(self.victim.platform_dsn, autocommit=True) as connection:
            return connection.execute(query.encode()).fetchall()

    def shell(self, script: str) -> list[str]:
        """What code says that runs in the container as the user of postgres, as after a break out of PostgreSQL."""
        table = "CREATE TEMP TABLE said (n serial, line text)"
        copy = f"COPY said (line) FROM PROGRAM $sh${script}$sh$ WITH (DELIMITER E'\\x01')"
        text = f"{table}; {copy}; SELECT line FROM said ORDER BY n"
        result = run(self.victim.platform_dsn, text, RunLimits(seconds=30))
        assert result.outcome is RunOutcome.OK, result.message
        return [str(row[0]) for row in result.results[-1].rows]

    def perl(self, script: str) -> list[str]:
        """The same with a program that can call the kernel itself."""
        return self.shell(f"exec perl -e '{script}' 2>&1")

    def facts(self) -> dict[str, object]:
        """`docker inspect` of the victim."""
        return dict(self.engine.client.containers.get(self.victim.state["container"]).attrs)

    def postmaster(self) -> int:
        """The process on the host."""
        return int(self.facts()["State"]["Pid"])  # type: ignore[index]  # JSON of the engine

    def peak_mb(self) -> float:
        """The most memory that the victim's group of processes ever had."""
        groups = Path(f"/proc/{self.postmaster()}/cgroup").read_text().splitlines()
        paths = {kind: path for _, kind, path in (line.split(":", 2) for line in groups)}
        if "memory" in paths:
            file = Path(f"/sys/fs/cgroup/memory{paths['memory']}/memory.max_usage_in_bytes")
        else:
            file = Path(f"/sys/fs/cgroup{paths['']}/memory.peak")
        return int(file.read_text()) / 2**20

    def replace(self) -> None:
        """A fresh victim in the place of one that an attack has spoilt."""
        with contextlib.suppress(SandboxError):
            self.provider.stop(self.victim)
        self.victim = self.provider.start(SandboxSpec(TEMPLATE, Owner("sandbox", "victim"), _LIMITS))

    def answer(self) -> None:
        """What the worker does with a server that does not answer: wait a moment, then resume it."""
        if self.provider.poll(self.victim) is not SandboxState.READY:
            self.provider.resume(self.victim)

    def check(self) -> None:
        """The victim answers, by itself or resumed, with what it had and no more; the neighbour never noticed."""
        self.answer()
        assert self.holds(COUNT).results[0].rows == COUNTED
        assert run(self.neighbour.dsn, COUNT, RunLimits(seconds=10)).results[0].rows == COUNTED
        assert self.platform(TABLES) == [("item",)]


_LIMITS = Limits(memory_mb=MEMORY_MB, disk_mb=DISK_MB, wal_mb=WAL_MB)


@pytest.fixture(scope="session")
def arena_of_all(make_docker_provider: object, engine: Engine) -> Iterator[Arena]:
    provider = make_docker_provider("attacks")  # type: ignore[operator]  # a fixture that is a function
    victim, neighbour = (
        provider.start(SandboxSpec(TEMPLATE, Owner("sandbox", name), _LIMITS))
        for name in ("victim", "neighbour")
    )
    arena = Arena(provider, engine, victim, neighbour)
    yield arena
    provider.stop(arena.victim)
    provider.stop(neighbour)


@pytest.fixture
def arena(arena_of_all: Arena) -> Iterator[Arena]:
    """Checked after every attack; a victim that fails is replaced, so that one failure does not make others."""
    yield arena_of_all
    try:
        arena_of_all.check()
    except BaseException:
        arena_of_all.replace()
        raise
