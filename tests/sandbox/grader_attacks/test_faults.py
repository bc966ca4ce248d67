"""Attack 30: make the grader fail. What the candidate did, what hit a limit and what was ours are three classes."""

from __future__ import annotations

import threading
import time
from dataclasses import replace

import pytest

from assessor.domain.outcomes import Verdict
from assessor.errors import GradingFault
from assessor.grading.lab import LabLimits
from assessor.kinds import grade
from sandbox import wire
from sandbox.errors import StartFailed
from tests.sandbox.grader_attacks.answers import RIGHT, right_with, wrong_with
from tests.sandbox.grader_attacks.conftest import QUICK, Grader

ASLEEP = "SELECT count(*) FROM pg_catalog.pg_stat_activity WHERE wait_event = 'PgSleep'"


@pytest.fixture
def fresh(grader):
    """A grader of one's own, to count its labs."""
    return Grader(grader.provider, grader.pack, grader.references)


@pytest.mark.docker
@pytest.mark.parametrize(
    ("text", "says"),
    [
        (right_with("1 / (i.item_id - i.item_id)"), "division by zero (22012)"),
        (f"{'(' * 20_000}{RIGHT}{')' * 20_000}", "PostgreSQL does not accept it"),
        (f"SELECT 1{' + 1' * 20_000}, 2, 3, 4", "stack depth limit exceeded"),
        (f"SELECT {', '.join(['1'] * 2_000)}", "target lists can have at most 1664 entries"),
        ("SELECT '\ud800'", "not valid Unicode"),
        ("SELECT \0", "NUL character"),
        (f"SELECT '{'x' * 200_000}'", "longer than 100,000 characters"),
        ("/*" * 40_000, "empty"),
    ],
)
def test_attack_30_the_candidates_own_errors(text, says, fresh):
    """Wrong at once: no second lab is spent on it."""
    result = fresh(text, limits=QUICK)
    told = " ".join(outcome.message for outcome in result.outcomes)
    assert (result.verdict, result.score) == (Verdict.FAILED, 0.0)
    assert says in told
    assert len(fresh.started) <= 1


@pytest.mark.docker
@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("SELECT n, n, n, n FROM generate_series(1, 99999) AS n", "stopped after 5,000 rows"),
        ("SELECT repeat('x', 100000), n, n, n FROM generate_series(1, 99) AS n", "1,000,000 bytes of result"),
        (wrong_with("repeat('x', 50000000)"), "1,000,000 bytes of result"),
    ],
)
def test_attack_30_limits(text, says, fresh):
    """Rows and bytes are counted as they come, also those of one giant row: one lab is enough to know."""
    fresh.contained(text, says)
    assert len(fresh.started) == 1


@pytest.mark.docker
def test_attack_30_time(fresh):
    """Time is confirmed in a second lab, for it may have been the machine."""
    limits = LabLimits(replace(QUICK.run, seconds=1.5))
    fresh.contained(wrong_with("pg_sleep(60)"), "stopped after 1.5 s", limits=limits)
    assert len(fresh.started) == 2


@pytest.mark.docker
@pytest.mark.parametrize(
    "bomb",
    [
        "repeat('x', 900000000) || repeat('y', 90000000)",
        "length(string_agg(repeat(chr(97 + n % 26), 90000000), '')) FROM generate_series(1, 10) AS n --",
    ],
)
def test_attack_30_memory_bombs(bomb, fresh, grader):
    """Confirmed in a second lab, then it is the answer's doing: it fails with the limit's name."""
    limits = LabLimits(replace(QUICK.run, seconds=60.0))
    fresh.contained(wrong_with(bomb), "stopped at the memory limit of the server", limits=limits)
    assert len(fresh.started) == 2
    grader.honest(right_with("length(repeat('x', 1000000))"))


@pytest.mark.docker
def test_attack_30_what_the_platform_does_wrong_costs_nothing(grader):
    """A lab that is killed under an honest answer is replaced; one that cannot be had is a fault, and no verdict."""

    class Killer(Grader):
        def start(self, spec):
            handle = super().start(spec)
            if len(self.started) == 1:
                threading.Thread(target=self.kill_at_work, args=(handle,)).start()
            return handle

        def kill_at_work(self, handle):
            while wire.query(handle.platform_dsn, ASLEEP, 5, dbname="postgres") != [("1",)]:
                pass
            self.provider.remove(handle.id)

    class Empty(Grader):
        def start(self, spec):
            raise StartFailed("no room")

    killer = Killer(grader.provider, grader.pack, grader.references)
    started = time.monotonic()
    assert killer(right_with("(SELECT length(pg_sleep(0.5)::text))")).score == 100.0
    assert (len(killer.started), time.monotonic() - started < 60) == (2, True)
    with pytest.raises(GradingFault, match="no room"):
        grade(grader.pack, RIGHT, Empty(grader.provider, grader.pack), grader.references, "attack")
