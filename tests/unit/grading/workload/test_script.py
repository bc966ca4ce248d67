"""What a tuning script may hold, and how it is taken apart."""

from __future__ import annotations

import pytest

from assessor.grading.session import Ended, Stopped
from assessor.grading.workload import read_script

ALLOWED = """
CREATE INDEX ON t (a);
create unique index concurrently u on t (a) where b > 1;
DROP INDEX CONCURRENTLY IF EXISTS u;
REINDEX TABLE t; CLUSTER t USING u; VACUUM (FULL, ANALYZE) t; ANALYZE t (a, b);
CREATE STATISTICS s (dependencies, mcv) ON a, b FROM t; DROP STATISTICS s; ALTER STATISTICS s SET STATISTICS 500;
ALTER TABLE t SET (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.01);
ALTER TABLE ONLY public.t ALTER COLUMN a SET STATISTICS 1000, ALTER b SET (n_distinct = -0.5), RESET (fillfactor);
ALTER TABLE "t" CLUSTER ON u; ALTER TABLE t SET WITHOUT CLUSTER;
ALTER INDEX u SET (fillfactor = 90); ALTER INDEX u RENAME TO v; ALTER INDEX u ALTER COLUMN 1 SET STATISTICS 100;
"""

REFUSED = {
    "rows": "DELETE FROM t",
    "a table": "CREATE TABLE u AS TABLE t",
    "a precomputed answer": "CREATE MATERIALIZED VIEW v AS SELECT 1",
    "a function": "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "a setting": "SET enable_seqscan = off",
    "a setting of the role": "ALTER ROLE candidate SET enable_seqscan = off",
    "a second action": "ALTER TABLE t SET (fillfactor = 90), ADD COLUMN c int",
    "a second action behind a comment": "ALTER TABLE t SET (fillfactor = 90) /* */, DROP CONSTRAINT c",
    "no log": "ALTER TABLE t SET UNLOGGED",
    "another owner": "ALTER TABLE t OWNER TO other",
    "a query": "SELECT 1",
    "code": "DO $$ BEGIN END $$",
}


def read(text, rewritable=("page", "sum")):
    return read_script(text, rewritable)


def test_what_is_allowed():
    read_all = read(ALLOWED)
    assert len(read_all.changes) == 17
    assert read_all.changes[0] == "CREATE INDEX ON t (a);"
    assert read(read_all.script()) == read_all


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not(name):
    with pytest.raises(Stopped, match=r'line 3: "\w+ .* is not allowed here') as stopped:
        read(f"-- first\nCREATE INDEX ON t (a);\n{REFUSED[name]}")
    assert stopped.value.ended is Ended.REFUSED


def test_comments_that_nest_hide_nothing():
    with pytest.raises(Stopped, match="is not allowed here"):
        read("/* /* */ CREATE INDEX ON t (a); */ DELETE FROM t")


def test_marked_reads_are_rewritten():
    script = read("ANALYZE t;\n-- faster\n-- statement: page\nSELECT 1\nWHERE $1 > 2;\nCREATE INDEX ON t (a)")
    assert script.changes == ("ANALYZE t;", "CREATE INDEX ON t (a)")
    assert script.rewritten == {"page": "SELECT 1\nWHERE $1 > 2;"}
    assert read(script.script()).rewritten == script.rewritten


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "-- statement: other\nSELECT 1",
            'line 2: no statement "other" may be rewritten; these may: page, sum',
        ),
        (
            "-- statement: sum\nSELECT 1;\n--statement:sum\nSELECT 2",
            'line 4: statement "sum" is rewritten twice',
        ),
        ("ANALYZE t;\0", "NUL"),
    ],
)
def test_marks_that_cannot_be(text, says):
    with pytest.raises(Stopped, match=says):
        read(text)


def test_each_part_can_be_left_out():
    script = read("ANALYZE t;\n-- statement: page\nSELECT 1;\nVACUUM t;")
    left = dict(script.without_each())
    assert {what: (one.changes, list(one.rewritten)) for what, one in left.items()} == {
        "ANALYZE t;": (("VACUUM t;",), ["page"]),
        "VACUUM t;": (("ANALYZE t;",), ["page"]),
        "the new text of page": (("ANALYZE t;", "VACUUM t;"), []),
    }
