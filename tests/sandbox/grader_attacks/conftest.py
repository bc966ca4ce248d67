"""Grade on a real engine, and look at what is left when an attack is over."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from assessor.domain.outcomes import GradingResult, Verdict
from assessor.grading.fetch import fetch
from assessor.grading.lab import Lab, LabLimits
from assessor.grading.reference import MemoryReferenceCache
from assessor.grading.session import Limits, Session
from assessor.kinds import grade
from assessor.kinds.base import provenance_of, result_of
from assessor.kinds.query import lab_spec, references_of
from assessor.kinds.query_checks import grade_checks
from assessor.packs.loader import Pack
from sandbox.provider import (
    Owner,
    SandboxHandle,
    SandboxProvider,
    SandboxSpec,
    SeedScript,
    Template,
    TemplateDatabase,
    silent,
)
from tests.sandbox.grader_attacks.answers import RIGHT, TINY

QUICK = LabLimits(Limits(seconds=4.0, rows=5_000, bytes=1_000_000))

DOCKER = pytest.param("docker", marks=pytest.mark.docker)


@dataclass
class Grader:
    """Grades attacks on one pack the way the product does, and remembers the labs. Honest answers share one."""

    provider: SandboxProvider
    pack: Pack
    references: MemoryReferenceCache = field(default_factory=MemoryReferenceCache)
    started: list[SandboxHandle] = field(default_factory=list)

    def __post_init__(self) -> None:
        limits = LabLimits(QUICK.run, total_seconds=3600.0)
        self.shared = Lab(self.provider, lab_spec(self.pack, "honest"), limits)

    @property
    def name(self) -> str:
        return self.provider.name

    def start(self, spec: SandboxSpec) -> SandboxHandle:
        self.started.append(self.provider.start(spec))
        return self.started[-1]

    def stop(self, handle: SandboxHandle) -> None:
        self.provider.stop(handle)

    def __call__(self, text: str, limits: LabLimits = QUICK) -> GradingResult:
        return grade(self.pack, text, self, self.references, "attack", limits=limits)

    def contained(
        self, text: str, says: str = "", score: float = 0.0, limits: LabLimits = QUICK
    ) -> GradingResult:
        """The attack gains nothing: it gets what a wrong (or a slow) answer gets, and is told why."""
        before = self._secrets()
        result = self(text, limits)
        told = " ".join(outcome.message for outcome in result.outcomes)
        assert (result.verdict, result.score) == (Verdict.FAILED, score), told
        assert says in told, told
        assert self._secrets() == before, "expected results were changed"
        return result

    def honest(self, text: str = RIGHT) -> GradingResult:
        """The closest honest answer has all points, also right after the attack."""
        expected = references_of(self.pack, self.shared, self.provider, self.references)
        outcomes = grade_checks(self.pack, text, self.shared, expected, silent)
        result = result_of(outcomes, provenance_of(self.pack, self.provider, self.shared.handle, QUICK))
        assert result.score == 100.0, [outcome.message for outcome in outcomes]
        return result

    def _secrets(self) -> str:
        kept = json.dumps(self.references._values, sort_keys=True, default=dict)
        return hashlib.sha256(kept.encode()).hexdigest()


@pytest.fixture(scope="session")
def tiny() -> Pack:
    return Pack.from_folder(TINY)


def _opened(provider: SandboxProvider, pack: Pack) -> Iterator[Grader]:
    made = Grader(provider, pack)
    made.honest()  # computes the references
    yield made
    made.shared.discard()
    assert not provider.list(), "a lab was left behind"


@pytest.fixture(scope="session")
def docker_grader(make_docker_provider: Callable[..., SandboxProvider], tiny: Pack) -> Iterator[Grader]:
    yield from _opened(make_docker_provider("grader"), tiny)


@pytest.fixture(scope="session")
def process_grader(make_process_provider: Callable[..., SandboxProvider], tiny: Pack) -> Iterator[Grader]:
    yield from _opened(make_process_provider("grader"), tiny)


@pytest.fixture(scope="session")
def graders(request: pytest.FixtureRequest) -> Callable[[str], Grader]:
    """One grader for each kind of provider, so that references are computed once."""

    def grader(kind: str) -> Grader:
        found: Grader = request.getfixturevalue(f"{kind}_grader")
        return found

    return grader


@pytest.fixture(params=[DOCKER])
def grader(request: pytest.FixtureRequest, graders: Callable[[str], Grader]) -> Grader:
    return graders(request.param)


@pytest.fixture(params=[DOCKER, "process"])
def any_grader(request: pytest.FixtureRequest, graders: Callable[[str], Grader]) -> Grader:
    """On both providers, which run different major versions of PostgreSQL."""
    return graders(request.param)


@dataclass(frozen=True)
class Room:
    """One lab that is looked at from below: what may its candidate's role do?"""

    lab: Lab

    def connect(self, dsn: str = "", **options: str) -> psycopg.Connection:
        target = dsn or self.lab.handle.dsn
        return psycopg.connect(make_conninfo(target, dbname="challenge", **options), autocommit=True)

    @contextlib.contextmanager
    def candidate(self) -> Iterator[psycopg.Connection]:
        """A session that may write, as far as the role's rights go."""
        with self.connect() as connection:
            yield connection

    def platform(self, query: str) -> list[tuple[object, ...]]:
        with self.connect(self.lab.handle.platform_dsn) as connection:
            return connection.execute(query.encode()).fetchall()

    def refuses(self, *statements: str, sqlstate: str = "42501") -> None:
        with self.candidate() as connection:
            for statement in statements:
                with pytest.raises(psycopg.Error) as error:
                    connection.execute(statement.encode())
                assert error.value.sqlstate == sqlstate, f"{statement}: {error.value}"
                connection.rollback()

    def answer(self, text: str) -> list[tuple[object, ...]]:
        """What a graded session gives."""
        return self.lab.fetch("d1", text).values()


@pytest.fixture(scope="session")
def room(graders: Callable[[str], Grader], tiny: Pack) -> Iterator[Room]:
    """A lab with its first dataset on stage; tests leave it as it was."""
    with Lab(graders("docker").provider, lab_spec(tiny, "room"), QUICK) as lab:
        lab.fetch("d1", RIGHT)
        yield Room(lab)


HOSTILE = """
CREATE TABLE fact (state text, amount integer);
INSERT INTO fact VALUES ('old', 1), ('new', 2);
CREATE FUNCTION public.always(text, text) RETURNS boolean LANGUAGE sql AS 'SELECT true';
CREATE OPERATOR public.= (FUNCTION = public.always, LEFTARG = text, RIGHTARG = text);
CREATE FUNCTION public.lower(text) RETURNS text LANGUAGE sql AS $$SELECT 'shadow'$$;
CREATE FUNCTION public.format_type(oid, integer) RETURNS text LANGUAGE sql AS $$SELECT 'integer'$$;
CREATE FUNCTION public.nothing(integer, integer) RETURNS integer LANGUAGE sql AS 'SELECT 0';
CREATE AGGREGATE public.sum(integer) (SFUNC = public.nothing, STYPE = integer, INITCOND = '0');
CREATE TYPE public.pg_type AS (oid oid, typcategory "char");
CREATE TYPE public.int4 AS ENUM ('1', '3');
CREATE DOMAIN public.text AS integer;
ALTER ROLE candidate SET search_path = public, pg_catalog;
ALTER ROLE candidate SET enable_seqscan = off;
ALTER ROLE candidate SET work_mem = '1GB';
ALTER ROLE candidate SET extra_float_digits = -15;
ALTER ROLE candidate SET DateStyle = 'German';
ALTER ROLE candidate SET application_name = 'me';
"""
"""What a candidate who owns a database can leave in it for those who look at it later."""


@pytest.fixture(scope="session")
def owned(graders):
    """A session of a grader in a database whose owner is hostile."""
    provider = graders("docker").provider
    template = Template((TemplateDatabase("challenge", (SeedScript("hostile.sql", ""),)),), "owned")
    handle = provider.start(SandboxSpec(template, Owner("lab", "owned")))
    with psycopg.connect(handle.dsn, autocommit=True) as candidate:
        candidate.execute(HOSTILE)
    yield lambda text: _fetched(handle.dsn, text)
    provider.stop(handle)


def _fetched(dsn, text):
    with Session(dsn, "challenge", Limits()) as session:
        return fetch(session, text)
