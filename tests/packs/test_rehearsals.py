"""Change sets rehearsed in a real lab: what each of the known traps does to an application is seen, and no more."""

from __future__ import annotations

import pytest

from assessor.grading.lab import LabLimits
from assessor.grading.migrating import (
    STEPS,
    Back,
    Bounds,
    Call,
    Calm,
    Cut,
    Held,
    Plan,
    Theatre,
    read_change_set,
)
from assessor.grading.probing import Answer, ProbeLab
from assessor.grading.session import Limits
from sandbox.provider import Owner, SandboxSpec, SeedScript, Template, TemplateDatabase

SCHEMA = """
CREATE TABLE item (item_id integer PRIMARY KEY, name text NOT NULL);
INSERT INTO item SELECT n, 'Item ' || n FROM generate_series(1, 9000) AS n;
GRANT SELECT, INSERT, UPDATE ON item TO app;
"""
CALLS = (
    Call(
        "add",
        "app",
        "INSERT INTO item VALUES (10000 + :n, 'New ' || :n)",
        "INSERT INTO item (item_id, label) VALUES (10000 + :n, 'New ' || :n::text)",
    ),
    Call(
        "find",
        "app",
        "SELECT item_id, name FROM item WHERE item_id = 10000 + :n - 4 OR item_id < 20",
        "SELECT item_id, label FROM item WHERE item_id = 10000 + :n - 4 OR item_id < 20",
    ),
)
PLAN = Plan(
    "d1",
    CALLS,
    ("UPDATE item SET item_id = 1 WHERE item_id = 1",),
    "app",
    Bounds(blocks=40, rows=3000, lock_timeout=2.0),
    (
        (
            "SELECT count(*), sum(hashtext(item_id || name)) FROM public.item",
            "SELECT count(*), sum(hashtext(item_id || label)) FROM public.item",
        ),
    ),
)
SYNC = """
CREATE OR REPLACE FUNCTION sync() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    NEW.label := coalesce(NEW.label, NEW.name); NEW.name := coalesce(NEW.name, NEW.label); RETURN NEW; END $$;
CREATE OR REPLACE TRIGGER sync BEFORE INSERT OR UPDATE ON item FOR EACH ROW EXECUTE FUNCTION sync();
"""
GOOD = f"""
SET lock_timeout = '1s';
-- step: add
ALTER TABLE item ADD COLUMN IF NOT EXISTS label text;
-- step: sync
{SYNC}
-- step: fill (repeat)
UPDATE item SET label = name WHERE item_id IN (SELECT item_id FROM item WHERE label IS NULL LIMIT 2500);
-- step: index
DROP INDEX CONCURRENTLY IF EXISTS item_label;
CREATE INDEX CONCURRENTLY item_label ON item (label);
-- release
-- retire
-- step: drop
BEGIN;
DROP TRIGGER IF EXISTS sync ON item;
ALTER TABLE item DROP COLUMN IF EXISTS name;
COMMIT;
-- down: add
ALTER TABLE item DROP COLUMN IF EXISTS label;
-- down: sync
DROP TRIGGER IF EXISTS sync ON item;
"""


@pytest.fixture(scope="module")
def rehearse(local_provider):
    """What comes of a rehearsal of a text."""
    template = Template(
        (TemplateDatabase("d1", (SeedScript("schema.sql", SCHEMA),)),), "rehearsals", ("app",)
    )
    limits = LabLimits(Limits(seconds=20.0), total_seconds=600.0)
    answer = Answer(GOOD, ("app",), "d1", STEPS)
    with ProbeLab(local_provider, SandboxSpec(template, Owner("lab", "rehearsals")), limits, answer) as lab:

        def rehearsed(kind, text):
            def on(stage):
                with Theatre(stage, PLAN) as theatre:
                    return kind(read_change_set(text))(theatre)

            return lab.on_stage(on)

        yield rehearsed


def changed(old, new):
    assert old in GOOD
    return GOOD.replace(old, new, 1)


@pytest.mark.parametrize("kind", [Calm, Held, Cut, Back])
def test_a_good_change_set_has_no_problem(kind, rehearse):
    found = rehearse(kind, GOOD)
    assert (found.broken, list(found.problems()), found.wrong) == ("", [], [])


def test_locks_and_work_are_told_by_statement(rehearse):
    seen = {(each.step, each.text.split()[0]): each for each in rehearse(Calm, GOOD).seen}
    assert seen["add", "ALTER"].locks == {"public.item": "AccessExclusiveLock"}
    assert seen["add", "ALTER"].blocked == ["add (old)", "find (old)"]
    assert seen["add", "ALTER"].blocks < 10
    assert (seen["fill", "UPDATE"].times, seen["fill", "UPDATE"].rows) == (5, 2500)
    assert (seen["index", "CREATE"].locks, seen["index", "CREATE"].blocked) == (
        {"public.item": "ShareUpdateExclusiveLock"},
        [],
    )


TOO_MUCH = {
    "a lock through much work": (
        ("CREATE INDEX CONCURRENTLY", "CREATE INDEX"),
        "ShareLock on public.item keeps add",
    ),
    "a rewrite": (
        ("ADD COLUMN IF NOT EXISTS label text;", "ADD COLUMN label text DEFAULT md5(random()::text);"),
        "AccessExclusiveLock on public.item keeps add (old), find (old) waiting while",
    ),
    "many rows at once": (("LIMIT 2500", "LIMIT 5000"), "one transaction changes 5,000 rows; 3,000 are"),
    "many rows in a transaction of its own": (
        (
            "SELECT item_id FROM item WHERE label IS NULL LIMIT 2500);",
            "SELECT 0);\n-- step: all\nDO $$ BEGIN COMMIT; UPDATE item SET label = name; COMMIT; END $$;",
        ),
        "one transaction changes 9,0",
    ),
}


@pytest.mark.parametrize("name", TOO_MUCH)
def test_too_much_under_a_lock(name, rehearse):
    (old, new), told = TOO_MUCH[name]
    problems = [message for _, message in rehearse(Calm, changed(old, new)).problems()]
    assert any(told in problem for problem in problems), problems


WRONG = {
    "no trigger": (SYNC, "SELECT 1;", "add (new) fails: PostgreSQL stopped it: not null violation"),
    "released too early": ("-- step: sync", "-- release\n-- step: sync", "find (new) gives something else"),
    "the old version is still there": ("-- retire\n", "", "find (old) fails: "),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_version_that_does_not_work(name, rehearse):
    old, new, told = WRONG[name]
    text = changed(old, new)
    if text.count("-- release") > 1:
        text = "".join(text.rsplit("-- release\n", 1))
    wrong = [message for _, message in rehearse(Calm, text).wrong]
    assert any(told in message for message in wrong), wrong


@pytest.mark.parametrize(
    ("timeout", "told"),
    [
        ("", "without a lock_timeout and keeps"),
        ("SET lock_timeout = '9s';", "for up to 9 s (2 s are allowed)"),
    ],
)
def test_a_queue_behind_a_long_transaction(timeout, told, rehearse):
    problems = rehearse(Held, changed("SET lock_timeout = '1s';", timeout)).problems()
    assert problems[0][0] == 'in step "add"'
    assert told in problems[0][1]


def test_what_a_cut_leaves_behind(rehearse):
    text = changed("DROP INDEX CONCURRENTLY IF EXISTS item_label;\n", "").replace(
        "CONCURRENTLY item_label ON", "CONCURRENTLY IF NOT EXISTS item_label ON"
    )
    good, cut = rehearse(Calm, text), rehearse(Cut, text)
    assert "item_label ON public.item USING btree (label) t" in good.shape["public.item"]
    assert "item_label ON public.item USING btree (label) f" in cut.shape["public.item"]
    again = rehearse(Cut, changed("ADD COLUMN IF NOT EXISTS", "ADD COLUMN"))
    assert again.broken.startswith('step "add" cannot be begun again after it was cut off: ')


def test_a_way_back_that_forgets(rehearse):
    found = rehearse(Back, changed("-- down: sync\nDROP TRIGGER IF EXISTS sync ON item;\n", ""))
    assert ("after the way back", "public.item is not what it was") in found.wrong
    nowhere = rehearse(Back, GOOD[: GOOD.index("-- down: add")])
    assert nowhere.broken.startswith("there is no way back")
