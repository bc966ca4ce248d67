"""The database takes no writes for a minute: clear words, nothing lost, the minute given back."""

from __future__ import annotations

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from assessor.errors import DatabaseAway
from assessor.services.beat import beat
from tests.integration.servers import SLUG, now_of
from tests.integration.world import World

DRAFT, SUBMIT = f"challenges/{SLUG}/draft", f"challenges/{SLUG}/submit"
KEY = "0123456789abcdef"


def refuse_writes(world: World, refuse: bool) -> None:
    """As a standby that was promoted late, or a full disk, would: every new session is read-only."""
    dsn = world.application.database.dsn
    name = conninfo_to_dict(dsn)["dbname"]
    with psycopg.connect(dsn, dbname="postgres", autocommit=True) as connection:
        connection.execute(f'alter database "{name}" set default_transaction_read_only = {refuse}')
        connection.execute(
            "select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = %s", [name]
        )


def test_a_database_that_takes_no_writes_for_a_minute(world, browser, open_attempt, clock):
    attempt = world.running()
    home = open_attempt(attempt.id)
    browser.get(home)
    saved = browser.json("PUT", f"{home}{DRAFT}", {"text": "acknowledged", "revision": 0})
    with world.application.work() as work:
        beat(work)
    refuse_writes(world, True)
    typed = {"text": "typed meanwhile", "revision": saved["revision"]}
    handed_in = {"text": "typed meanwhile", "key": KEY}
    for method, path, body in (("PUT", DRAFT, typed), ("POST", SUBMIT, handed_in)):
        refused = browser.json(method, home + path, body, 503)["error"]
        assert refused["reason"] == "database_away"
        assert "what you wrote is kept, and lost time is added" in refused["message"]
    assert "acknowledged" in browser.get(f"{home}challenges/{SLUG}").text, "what is there can be read"
    with pytest.raises(DatabaseAway), world.application.work() as work:
        beat(work)
    refuse_writes(world, False)
    clock.advance(minutes=1)
    with world.application.work() as work:
        beat(work)
    assert browser.json("PUT", f"{home}{DRAFT}", typed)["revision"] == 2
    receipts = {browser.json("POST", f"{home}{SUBMIT}", handed_in)["receipt"] for _ in range(2)}
    with psycopg.connect(world.application.database.dsn) as connection:
        stored = connection.execute("select receipt from submission").fetchall()
    assert stored == [(receipts.pop(),)]
    assert browser.json("GET", f"{home}status")["seconds_left"] == 3600, "the minute is given back"
    assert now_of(world, attempt).credited_seconds == 60
