"""A disk that fills: the bound is met with an error, the server lives, and what was there is there."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import psycopg
import pytest

from sandbox import wire
from sandbox.docker_provider.storage import obstacle_to_mounts
from sandbox.errors import StartFailed
from sandbox.execution import RunOutcome
from tests.sandbox.attacks.conftest import DISK_MB, ROWS, WAL_MB

pytestmark = pytest.mark.docker

FULL = "53100"
WAL_SIZE = "SELECT coalesce(sum(size), 0)::bigint / 1048576 FROM pg_ls_waldir()"
WRITTEN = "SELECT pg_current_wal_insert_lsn()"


@pytest.fixture
def host(arena):
    """What the host gives a server is bounded: its files never take more of the disk than they may."""
    reason = obstacle_to_mounts(arena.engine)
    if reason:
        pytest.skip(f"nothing but the watchdog bounds a disk here: {reason}")
    yield
    images = arena.provider._state_dir.glob(f"servers/{arena.victim.id}/*.img")
    taken = {image.name: image.stat().st_blocks * 512 / 2**20 for image in images}
    assert taken["data.img"] <= DISK_MB + 1
    assert taken["wal.img"] <= WAL_MB + 1


def full(arena, text):
    """The text, or the session that it begins in, meets the end of the disk, and says so."""
    result = arena.run(text)
    told = result.error.sqlstate if result.error else result.outcome
    assert told in (FULL, RunOutcome.INTERRUPTED), result
    assert "No space left on device" in result.message


def emptied(arena):
    """What was made can be dropped, and its room is there again; where no session begins any more the server is
    resumed before, as the worker does with one that does not answer."""
    arena.answer()
    arena.holds("DROP TABLE IF EXISTS fill")
    arena.holds("CREATE TABLE fill AS SELECT repeat('x', 1000) FROM generate_series(1, 1000)")
    arena.holds("DROP TABLE fill")
    # So that a crash in a later test recovers from here, and not from a full disk.
    wire.query(arena.victim.platform_dsn, "CHECKPOINT", 20)


def obstacle(arena):
    """Why the victim cannot be resumed, if it cannot."""
    try:
        arena.answer()
    except StartFailed as error:
        return str(error)
    return ""


def test_attack_24_temporary_files_and_tables(arena, host):
    """Files meet their own limit, tables that of the disk."""
    told = arena.refused("SELECT count(*) FROM generate_series(1, 100000000) AS g", sqlstate="53400")
    assert "temp_file_limit" in told.message
    fill = "CREATE TEMP TABLE t AS SELECT repeat(md5(a.note), 30) FROM item AS a, item AS b, item AS c"
    told = arena.refused(fill, sqlstate=FULL)
    assert "No space left on device" in told.message
    emptied(arena)


@pytest.mark.parametrize(
    "loop",
    [
        "INSERT INTO fill SELECT repeat('x', 1000) FROM generate_series(1, 20000)",
        "UPDATE fill SET a = a || ''",
    ],
)
def test_attack_25_tables(arena, host, loop):
    """What is committed and fills the disk can be dropped again, and the server never went away."""
    arena.holds("CREATE TABLE fill AS SELECT repeat('x', 1000) AS a FROM generate_series(1, 20000)")
    postmaster = arena.postmaster()
    # Opened before: on a full disk PostgreSQL may refuse a new one.
    with psycopg.connect(arena.victim.platform_dsn, autocommit=True) as session:
        told = arena.refused(f"DO $$ BEGIN LOOP {loop}; COMMIT; END LOOP; END $$", sqlstate=FULL)
        assert "No space left on device" in told.message
        # Where it wrote a file of its own, it would end the server: WAL could not be recycled either.
        session.execute("CHECKPOINT")
        assert session.execute("SELECT count(*) FROM item").fetchone() == (ROWS,)
    assert arena.postmaster() == postmaster
    full(arena, "INSERT INTO fill SELECT repeat('x', 1000) FROM generate_series(1, 500000)")
    emptied(arena)


def test_variant_of_25_a_crash_after_the_fill(arena, host):
    """Recovery makes again what was dropped, and may need more room than there is: then the server says that it
    cannot be resumed, and is replaced; it never answers with less than it had."""
    arena.holds("CREATE TABLE fill AS SELECT repeat('x', 1000) AS a FROM generate_series(1, 20000)")
    arena.run("DO $$ BEGIN LOOP INSERT INTO fill SELECT a FROM fill LIMIT 20000; COMMIT; END LOOP; END $$")
    arena.answer()
    arena.holds("DROP TABLE fill")
    os.kill(arena.postmaster(), signal.SIGKILL)
    trouble = obstacle(arena)
    assert not trouble or "No space left on device" in trouble
    if trouble:
        arena.replace()
    arena.check()


def test_attack_26_wal(arena, host):
    """Much WAL of little data is recycled; what there is of it has a place of its own, and never fills that."""
    arena.holds("CREATE TABLE fill AS SELECT g AS a FROM generate_series(1, 20000) AS g")
    started = arena.platform("SELECT pg_postmaster_start_time()")
    ((before,),) = arena.platform(WRITTEN)
    enough = f"pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '{before}') > {2 * WAL_MB * 2**20}"
    flood = f"LOOP UPDATE fill SET a = a; COMMIT; EXIT WHEN {enough}; END LOOP"
    arena.holds(f"DO $$ BEGIN {flood}; END $$", seconds=120)
    assert arena.platform(WAL_SIZE)[0][0] <= WAL_MB
    emptied(arena)
    assert arena.platform("SELECT pg_postmaster_start_time()") == started


def test_variant_of_26_one_transaction(arena, host):
    """One statement writes more WAL than there may be: it goes on, or fails; the server is there afterwards."""
    arena.holds("CREATE TABLE fill (a int, b text)")
    index = "CREATE INDEX ON fill (b)"
    rows = "INSERT INTO fill SELECT g, md5(g::text) FROM generate_series(1, 1000000) AS g"
    result = arena.run(f"{index}; {rows}", seconds=10)
    assert result.outcome in (RunOutcome.OK, RunOutcome.ERROR, RunOutcome.TIMED_OUT), result.message
    assert arena.platform(WAL_SIZE)[0][0] <= WAL_MB
    emptied(arena)


def test_attack_27_logical_messages(arena):
    """They would write WAL without a table: neither form is there for candidates."""
    arena.refused(
        "SELECT pg_logical_emit_message(false, 'a', repeat('x', id)) FROM item",
        "SELECT pg_logical_emit_message(true, 'a', repeat('x', id)::bytea) FROM item",
        "SELECT pg_export_snapshot()",
    )


def test_attack_28_large_objects(arena):
    """None can be made, so none can be filled."""
    arena.refused(
        "SELECT lo_create(0) FROM generate_series(1, 1000000)",
        "SELECT lo_creat(-1)",
        "SELECT lo_from_bytea(0, repeat('x', 1000000)::bytea)",
        "SELECT lo_put(1, 0, 'x')",
        "SELECT lo_open(1, 131072)",
    )
    assert arena.platform("SELECT count(*) FROM pg_largeobject_metadata") == [(0,)]


def test_attack_31_the_catalogue(arena, host):
    """Also what the catalogue grows by lies on the bounded disk."""
    arena.holds("CREATE TABLE fill AS SELECT repeat('x', 1000) AS a FROM generate_series(1, 1000)")
    arena.refused(
        "DO $$ BEGIN LOOP INSERT INTO fill SELECT * FROM fill; COMMIT; END LOOP; END $$", sqlstate=FULL
    )
    row = "CREATE TABLE bloat_%s (a int PRIMARY KEY, b text, c text)"
    made = f"FOR i IN 1..100000 LOOP EXECUTE format('{row}', i); COMMIT; END LOOP"
    full(arena, f"DO $$ BEGIN {made}; END $$")
    arena.answer()
    arena.holds("DROP TABLE fill")
    drop = "EXECUTE format('DROP TABLE %s', t.oid::regclass); COMMIT"
    tables = "SELECT oid FROM pg_class WHERE relname LIKE 'bloat%' AND relkind = 'r'"
    arena.holds(f"DO $$ DECLARE t record; BEGIN FOR t IN {tables} LOOP {drop}; END LOOP; END $$")
    emptied(arena)


def test_attack_34_the_log(arena):
    """A candidate writes next to nothing to it, and the engine keeps 1 MB of what anybody writes."""
    errors = "BEGIN PERFORM 1/0; EXCEPTION WHEN OTHERS THEN END"
    raised = "RAISE LOG '%', repeat('x', 1000); RAISE WARNING '%', repeat('x', 1000)"
    arena.holds(f"DO $$ BEGIN FOR i IN 1..20000 LOOP {raised}; {errors}; END LOOP; END $$", seconds=60)
    arena.refused("SET log_min_messages = debug5", "SET log_statement = 'all'", "SET log_duration = on")
    log = Path(str(arena.facts()["LogPath"]))
    assert log.stat().st_size < 100_000
    arena.shell(
        "i=0; while [ $i -lt 200 ]; do head -c 100000 /dev/zero | tr '\\0' x > /proc/1/fd/2; i=$((i+1)); done"
    )
    assert sum(file.stat().st_size for file in log.parent.glob(f"{log.name}*")) < 4_000_000
