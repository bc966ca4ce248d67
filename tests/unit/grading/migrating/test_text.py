"""The text of a change set: its parts as written, and what is said of one that cannot be read."""

import pytest

from assessor.grading.migrating.apply import units
from assessor.grading.migrating.text import MOST_STATEMENTS, Unreadable, read_change_set

WHOLE = """
-- of the whole
SET lock_timeout = '1s';
-- step: add a column
ALTER TABLE item ADD COLUMN IF NOT EXISTS size text; -- a remark; with a semicolon
CREATE FUNCTION f() RETURNS text LANGUAGE plpgsql AS $body$ BEGIN; RETURN 'a;b' || $$c;$$; END $body$;
-- Step: fill (repeat)
UPDATE item SET size = 'it''s;' /* not ; the end */ WHERE size IS NULL
-- release
-- step: check
BEGIN; SELECT ";"; SELECT E'\\';'; COMMIT;
SELECT 2;
-- RETIRE
-- step: drop
ALTER TABLE item DROP COLUMN old;
-- down: add a column
ALTER TABLE item DROP COLUMN size;
-- down: check
SELECT 3
"""


def test_the_parts():
    changes = read_change_set(WHOLE)
    assert [statement.text for statement in changes.settings] == ["SET lock_timeout = '1s'"]
    assert [(step.name, step.line, step.repeat, len(step.statements)) for step in changes.steps] == [
        ("add a column", 4, False, 2),
        ("fill", 7, True, 1),
        ("check", 10, False, 5),
        ("drop", 14, False, 1),
    ]
    assert (changes.release, changes.retire) == (2, 3)
    assert [down.name for down in changes.downs] == ["check", "add a column"]
    fill = changes.steps[1].statements[0]
    assert (fill.text, fill.line) == (
        "UPDATE item SET size = 'it''s;' /* not ; the end */ WHERE size IS NULL",
        8,
    )


def test_without_marks_the_new_version_comes_last_and_the_old_one_stays():
    changes = read_change_set("-- step: a\nSELECT 1;\n-- step: b\nSELECT 2")
    assert (changes.release, changes.retire) == (2, 3)


def test_transactions_are_units():
    assert [len(unit) for unit in units(read_change_set(WHOLE).steps[2])] == [4, 1]


REFUSED = {
    "SELECT 1": 'line 1: only SET may stand before the first "-- step: name"',
    "SET ROLE payer; -- step: a": "only SET may stand",
    "-- nothing": "there is no step",
    "-- step: \nSELECT 1": "line 1: the step has no name",
    "-- step: a\n-- step: b\nSELECT 1": 'line 1: step "a" has no statement',
    "-- step: a\nSELECT 1;\n-- step: a\nSELECT 1": 'line 3: -- step: "a" is there twice',
    "-- step: a (repeat)\nSELECT 1; SELECT 2": "may have one statement, and it has 2",
    "-- step: a\nBEGIN; SELECT 1": 'line 1: step "a" leaves a transaction open',
    "-- step: a\nSELECT 1;\n-- down: b\nSELECT 1": 'line 3: there is no step "b" to go back from',
    "-- step: a\nSELECT 'b": "line 2: ' is not closed",
    "-- step: a\nSELECT $x$ b": "line 2: $x$ is not closed",
    "-- step: a\nSELECT 1;\n-- release\n-- release": "line 4: -- release is there twice",
    "-- step: a\nSELECT 1;\n-- retire\n-- step: b\nSELECT 1;\n-- release": "line 3: the old version cannot retire",
    "-- step: a\nSELECT 1;\n-- release\nSELECT 2": 'line 4: a "-- step: name" is missing after -- release',
    "-- step: a\n" + (MOST_STATEMENTS + 1) * "SELECT 1;": f"more than {MOST_STATEMENTS} statements",
}


@pytest.mark.parametrize("text", REFUSED)
def test_refused(text):
    with pytest.raises(Unreadable) as unreadable:
        read_change_set(text)
    assert REFUSED[text] in str(unreadable.value)
