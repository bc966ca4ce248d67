"""Mistakes planted in a change set: each once, each with the rehearsal that must notice it."""

from assessor.grading.mutation.changes import MOST, asked_by, mutate_changes

TEXT = """SET lock_timeout = '2s';
-- step: a
ALTER TABLE t ADD CONSTRAINT c CHECK (x > 0) NOT VALID;
DROP INDEX CONCURRENTLY IF EXISTS i;
CREATE INDEX CONCURRENTLY i ON t (x);
CREATE TRIGGER s BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();
-- step: b (repeat)
UPDATE t SET x = 1 WHERE id IN (SELECT id FROM t WHERE x IS NULL LIMIT 500);
-- release
-- down: a
DROP INDEX CONCURRENTLY IF EXISTS i;
"""


def test_each_mistake_once():
    mutation = mutate_changes(TEXT)
    assert [mutant.operator for mutant in mutation.mutants] == [
        "concurrently", "not valid", "lock_timeout", "trigger", "repeat", "limit", "release", "again", "down",
    ]  # fmt: skip
    assert len({mutant.sql for mutant in mutation.mutants} | {TEXT}) == mutation.found + 1
    by_name = {mutant.operator: mutant for mutant in mutation.mutants}
    assert "CREATE INDEX i ON t (x);" in by_name["concurrently"].sql
    assert "lock_timeout" not in by_name["lock_timeout"].sql
    assert by_name["down"].sql.endswith("-- release\n")
    assert (by_name["again"].line, asked_by(by_name["again"])) == (4, ("resume",))
    assert asked_by(by_name["down"]) == ("reverse",)
    assert "locks" in asked_by(by_name["limit"])


def test_many_are_thinned():
    text = "-- step: a\n" + 90 * "ALTER TABLE t DROP COLUMN IF EXISTS x;\n"
    mutation = mutate_changes(text)
    assert (len(mutation.mutants), mutation.found) == (MOST, 90)
