"""Answers graded in real labs: right ones pass, wrong and hostile ones fail, and no lab is left behind."""

from __future__ import annotations

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from assessor.domain.outcomes import Verdict
from assessor.errors import GradingFault
from assessor.grading.lab import LabLimits
from assessor.grading.reference import MemoryReferenceCache
from assessor.grading.session import Limits
from assessor.kinds import GRADER_VERSION, grade
from assessor.packs.templates import lab_template
from sandbox.errors import StartFailed
from sandbox.provider import Owner, SandboxSpec

QUICK = LabLimits(Limits(seconds=2.0, rows=5_000, bytes=1_000_000))

FROM = "FROM item AS i LEFT JOIN movement AS m USING (item_id) GROUP BY i.item_id ORDER BY s DESC"
RIGHT = f"SELECT i.item_id, coalesce(sum(m.change), 0) AS s, avg(m.change), max(m.moved_at)::date {FROM}"


class Counting:
    """A provider that remembers what it started and can be told to fail."""

    def __init__(self, inner, failing=()):
        self.inner, self.failing, self.name = inner, set(failing), inner.name
        self.started, self.stopped = [], []

    def start(self, spec):
        if len(self.started) + 1 in self.failing:
            raise StartFailed("told to fail")
        handle = self.inner.start(spec)
        self.started.append(handle)
        return handle

    def stop(self, handle):
        self.inner.stop(handle)
        self.stopped.append(handle)


@pytest.fixture
def labs(provider):
    counting = Counting(provider)
    yield counting
    assert [handle.id for handle in counting.started] != [], "an answer that is not empty needs a lab"
    assert {handle.id for handle in counting.started} == {handle.id for handle in counting.stopped}


@pytest.fixture
def graded(tiny, labs, references):
    return lambda text, limits=QUICK: grade(tiny, text, labs, references, "test", limits=limits)


def test_a_right_answer(graded, tiny, labs, references):
    result = graded(RIGHT)
    assert (result.verdict, result.score) == (Verdict.PASSED, 100.0)
    assert [outcome.message for outcome in result.outcomes][:2] == [
        "Right on all 2 datasets.",
        "Right on all data.",
    ]
    provenance = result.provenance
    assert (provenance.pack_hash, provenance.grader_version) == (tiny.hash, GRADER_VERSION)
    assert (provenance.provider, provenance.image) == (labs.name, labs.started[0].image)
    assert provenance.server_version >= 150000
    assert provenance.settings["timezone"] == "UTC"


RIGHT_TOO = {
    "semicolons and comments": f"/* why */ {RIGHT} -- so\n;;",
    "CTE": f"WITH answer AS ({RIGHT}) SELECT * FROM answer ORDER BY s DESC",
    "brackets": f"({RIGHT})",
    "table": f"WITH answer AS ({RIGHT}) TABLE answer ORDER BY s DESC",
    "percent signs": RIGHT.replace(
        "max(m.moved_at)::date", "max(CASE WHEN '%s' LIKE '%%' THEN m.moved_at END)::date"
    ),
    "midnight": RIGHT.replace("max(m.moved_at)::date", "date_trunc('day', max(m.moved_at))"),
    "numeric average as double": RIGHT.replace("avg(m.change)", "avg(m.change::double precision)"),
}


@pytest.mark.parametrize("name", RIGHT_TOO)
def test_right_in_another_way(name, graded):
    result = graded(RIGHT_TOO[name])
    assert result.score == 100.0, [outcome.message for outcome in result.outcomes]


WRONG = {
    "too few columns": ("SELECT 1", "Fails on the data in your database: 4 columns expected, 1 given."),
    "column order": (
        RIGHT.replace(
            "i.item_id, coalesce(sum(m.change), 0) AS s", "coalesce(sum(m.change), 0) AS s, i.item_id"
        ),
        "right, but for the order of the columns; expected: item_id, on_hand, mean_change, last_day",
    ),
    "types": (RIGHT.replace("::date", "::text"), "column 4 (last_day) must be date, it is text"),
    "order": (RIGHT.replace(" DESC", ""), "the rows are right, but not in the order asked for"),
    "rounding": (RIGHT.replace("avg(m.change)", "round(avg(m.change), 2)"), "mean_change is off by little"),
    "syntax": (
        "SELECT FROM WHERE",
        'PostgreSQL does not accept it: syntax error at or near "WHERE" (42601).',
    ),
    "unknown table": (
        "SELECT * FROM secrets",
        'PostgreSQL does not accept it: relation "secrets" does not exist',
    ),
    "no SELECT": ("COMMIT", "The answer must be one SELECT statement"),
    "two statements": (f"{RIGHT}; SELECT 1", "the answer must be one statement, and this is more than one"),
    "a write": (
        "WITH gone AS (DELETE FROM movement RETURNING *) SELECT item_id, change, change, moved_at FROM gone",
        "PostgreSQL stopped it: read only sql transaction (25006).",
    ),
    "SELECT INTO": (
        f"SELECT * INTO mine FROM ({RIGHT}) AS x",
        "must be one SELECT statement that returns columns",
    ),
    "a runtime error that would quote a value": (
        RIGHT.replace("i.item_id,", "max(i.name)::integer,", 1),
        "PostgreSQL stopped it: invalid text representation (22P02).",
    ),
    "files of the server": (
        "SELECT pg_read_file('/etc/passwd'), 1, 2, 3",
        "permission denied for function pg_read_file (42501)",
    ),
    "settings": (
        RIGHT.replace("i.item_id,", "i.item_id + 0 * length(set_config('work_mem', '1GB', false)),", 1),
        "permission denied for function set_config (42501)",
    ),
    "too many rows": (
        "SELECT n, n, n, NULL::date FROM generate_series(1, 100000) AS n",
        "stopped after 5,000 rows",
    ),
    "too much text": (
        "SELECT n, repeat('x', 500000), n, NULL::date FROM generate_series(1, 10) AS n",
        "stopped after 1,000,000 bytes of result",
    ),
    "infinite dates and dates before Christ": (
        "SELECT 1, 1.0, 1.0, 'infinity'::timestamp UNION ALL SELECT 2, 1, 1, '4000-01-01 BC'::timestamp",
        "too few rows, and not all of them are right",
    ),
    "strange types": (
        "SELECT '(1,2)'::point, '24:00'::time, ROW(1, 'x'), ARRAY[NULL, 'x']",
        "column 1 (item_id) must be integer, it is point",
    ),
    "NUL character": ("SELECT 1\0", "The answer contains a NUL character."),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong(name, graded):
    text, message = WRONG[name]
    result = graded(text)
    assert (result.verdict, result.score) == (Verdict.FAILED, 0.0)
    assert message in result.outcomes[0].message


def test_messages_hold_no_hidden_value(graded):
    for text in (RIGHT.replace(" DESC", ""), RIGHT.replace("i.item_id,", "max(i.name)::integer,", 1)):
        messages = " ".join(outcome.message for outcome in graded(text).outcomes)
        assert not any(value in messages for value in ("Axle", "Cog", "Bolt", "7.00"))


TRICKS_ON_EXPLAIN = {
    "options": f"(ANALYZE off) {RIGHT}",
    "verbose": f"VERBOSE {RIGHT}",
    "analyze": "ANALYZE item",
    "closing bracket": f") {RIGHT}",
    "open comment": f"{RIGHT} /*",
    "execute": "EXECUTE something",
}


@pytest.mark.parametrize("name", TRICKS_ON_EXPLAIN)
def test_explain_takes_a_select_and_nothing_else(name, graded):
    assert graded(TRICKS_ON_EXPLAIN[name]).score == 0.0


def test_work_is_the_same_each_time(graded):
    works = {graded(RIGHT).outcomes[2].evidence["work"]["submission"] for _ in range(3)}
    assert len(works) == 1


class TestHarm:
    def test_a_session_that_kills_itself_is_tried_twice_and_then_fails(self, graded, labs):
        result = graded("SELECT 1, pg_terminate_backend(pg_backend_pid()), 2, 3")
        assert (result.verdict, result.score) == (Verdict.FAILED, 0.0)
        assert "the PostgreSQL server or session ended while it ran" in result.outcomes[0].message
        assert len(labs.started) >= 2

    def test_time_is_bounded_from_outside(self, graded, labs):
        text = RIGHT.replace("i.item_id,", "i.item_id + length(pg_sleep(60)::text),", 1)
        result = graded(text)
        assert result.verdict is Verdict.FAILED
        assert result.outcomes[0].message == "Fails on the data in your database: stopped after 2 s."
        assert len(labs.started) == 2

    def test_a_result_that_trickles_is_bounded_too(self, graded):
        result = graded("SELECT n, n, n, pg_sleep(0.3)::text FROM generate_series(1, 1000) AS n")
        assert result.outcomes[0].message.endswith("stopped after 2 s.")


class TestFaults:
    def test_a_lab_killed_by_somebody_else_costs_nothing(self, tiny, provider, references):
        killed = []

        class Killing(Counting):
            def start(self, spec):
                handle = super().start(spec)
                if not killed:
                    killed.append(handle)
                    self.inner.stop(handle)
                return handle

        labs = Killing(provider)
        assert grade(tiny, RIGHT, labs, references, "test").score == 100.0
        assert len(labs.started) == 2

    def test_a_lab_that_cannot_be_had_is_a_fault(self, tiny, provider, references):
        with pytest.raises(GradingFault, match="told to fail"):
            grade(tiny, RIGHT, Counting(provider, failing=[1]), references, "test")

    def test_a_reference_lab_that_cannot_be_had_is_a_fault(self, tiny, provider):
        labs = Counting(provider, failing=[2])
        with pytest.raises(GradingFault, match="told to fail"):
            grade(tiny, RIGHT, labs, MemoryReferenceCache(), "test")
        assert len(labs.started) == len(labs.stopped) == 1


class TestSecrets:
    def test_expected_results_never_enter_the_lab_of_an_answer(self, tiny, provider):
        """The reference runs in another server, and the answer's lab has only the pack's tables."""
        labs = Counting(provider)
        grade(tiny, RIGHT, labs, MemoryReferenceCache(), "test")
        assert len({handle.id for handle in labs.started}) == 2

    def test_a_lab_lets_its_login_read_and_nothing_else(self, tiny, provider):
        handle = provider.start(SandboxSpec(lab_template(tiny), Owner("lab", "test")))
        try:
            with psycopg.connect(make_conninfo(handle.dsn, dbname="d1"), autocommit=True) as conn:
                assert conn.execute("SELECT count(*) FROM item").fetchone() == (3,)
                for statement in ("DELETE FROM item", "CREATE TABLE mine ()", "CREATE TEMP TABLE mine ()"):
                    with pytest.raises(psycopg.errors.InsufficientPrivilege):
                        conn.execute(statement)
        finally:
            provider.stop(handle)
