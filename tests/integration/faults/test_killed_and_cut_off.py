"""The web is killed, answers get lost: no acknowledged text is lost, there is one submission and one receipt."""

from __future__ import annotations

import http.client
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from tests.integration.faults.conftest import Client, Web
from tests.integration.servers import SLUG
from tests.integration.world import World

DRAFT, SUBMIT = f"challenges/{SLUG}/draft", f"challenges/{SLUG}/submit"
KEY = "0123456789abcdef"


def rows(world: World, statement: str) -> list[tuple]:
    with psycopg.connect(world.application.database.dsn) as connection:
        return connection.execute(statement).fetchall()


@contextmanager
def stuck(world: World) -> Iterator[Callable[[], None]]:
    """Whatever changes the attempt waits; what comes out waits until something does."""
    with psycopg.connect(world.application.database.dsn) as holder:
        holder.execute("select from attempt for update")

        def until_something_waits() -> None:
            waiting = "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and datname = %s"
            name = conninfo_to_dict(world.application.database.dsn)["dbname"]
            with psycopg.connect(world.application.database.dsn, autocommit=True) as watcher:
                while not watcher.execute(waiting, [name]).fetchone()[0]:
                    time.sleep(0.05)

        yield until_something_waits
        holder.rollback()


def kill_while(world: World, web: Web, act: Callable[[], object]) -> None:
    """Kill the web process in the middle of what the client asks, so that the client gets no answer."""
    with ThreadPoolExecutor(1) as pool, stuck(world) as until_something_waits:
        asked = pool.submit(act)
        until_something_waits()
        web.kill()
        with pytest.raises((OSError, http.client.HTTPException)):
            asked.result()
    web.start()


def test_killed_in_autosave(world: World, web: Web, client: Client) -> None:
    saved = client.json("PUT", DRAFT, text="acknowledged", revision=0)
    again = {"text": "on its way", "revision": saved["revision"]}
    kill_while(world, web, lambda: client.json("PUT", DRAFT, **again))
    assert rows(world, "select text, revision from draft") == [("acknowledged", 1)]
    assert client.json("PUT", DRAFT, **again)["revision"] == 2
    assert rows(world, "select text, revision from draft") == [("on its way", 2)]


def test_killed_in_submit(world: World, web: Web, client: Client) -> None:
    kill_while(world, web, lambda: client.json("POST", SUBMIT, text="SELECT 1", key=KEY))
    receipts = {client.json("POST", SUBMIT, text="SELECT 1", key=KEY)["receipt"] for _ in range(2)}
    assert rows(world, "select receipt, text from submission") == [(receipts.pop(), "SELECT 1")]
    assert receipts == set()


def test_ten_dropped_responses(world: World, client: Client) -> None:
    for _ in range(10):
        client.drop("PUT", DRAFT, text="SELECT 1", revision=0)
        client.drop("POST", SUBMIT, text="SELECT 1", key=KEY)
    assert client.json("PUT", DRAFT, text="SELECT 1", revision=0)["revision"] == 1
    receipt = client.json("POST", SUBMIT, text="SELECT 1", key=KEY)["receipt"]
    assert rows(world, "select receipt from submission") == [(receipt,)]
    assert rows(world, "select count(*) from procrastinate_jobs where task_name = 'grade'") == [(1,)]
    assert rows(world, "select count(*) from event where kind in ('saved', 'submitted')") == [(2,)]
