"""What breaks beneath a running sitting, as seen from outside."""

from __future__ import annotations

import os
import re
import signal
import socket
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from playwright.sync_api import Page, Route, expect
from psycopg.conninfo import conninfo_to_dict

from tests.e2e.pages import SLOW, Workbench
from tests.e2e.watching import Stack


def place(page: Page) -> tuple[str, str]:
    """The attempt's id and the challenge's slug of a page of the workbench."""
    found = re.search(r"/attempts/([0-9a-f-]+)/challenges/([\w-]+)", page.url)
    return found[1], found[2]


def receipts(stack: Stack, page: Page) -> list[str]:
    """What was handed in for the page's challenge, the oldest first."""
    attempt, slug = place(page)
    with psycopg.connect(stack.database) as connection:
        rows = connection.execute(
            "select s.receipt from submission s join challenge c on c.id = s.challenge_id"
            " where s.attempt_id = %s and c.slug = %s order by s.submitted_at",
            [attempt, slug],
        ).fetchall()
    return [receipt for (receipt,) in rows]


def kill_web(stack: Stack) -> None:
    """As the kernel would: every process that serves pages; their parent starts others."""
    bound = f"--bind\0{stack.base_url.removeprefix('http://')}\0".encode()
    pids = [int(each.name) for each in Path("/proc").iterdir() if each.name.isdigit()]
    serving = {pid for pid in pids if bound in _read(pid, "cmdline")}
    children = {pid for pid in serving if int(_read(pid, "stat").rpartition(b")")[2].split()[1]) in serving}
    assert children
    for pid in children:
        os.kill(pid, signal.SIGKILL)


def kill_broker(stack: Stack) -> None:
    """The process that holds the sessions of tabs; the demo starts another."""
    home = f"ASSESSOR_HOME={Path(conninfo_to_dict(stack.database)['host']).parents[1]}\0".encode()
    pids = [int(each.name) for each in Path("/proc").iterdir() if each.name.isdigit()]
    brokers = [p for p in pids if _read(p, "cmdline").endswith(b"\0broker\0") and home in _read(p, "environ")]
    assert brokers
    for pid in brokers:
        os.kill(pid, signal.SIGKILL)


def _read(pid: int, name: str) -> bytes:
    try:
        return Path(f"/proc/{pid}/{name}").read_bytes()
    except OSError:  # it has ended meanwhile
        return b""


def kill_postgres(stack: Stack, page: Page) -> None:
    """The candidate's server: the process that listens on its socket."""
    with psycopg.connect(stack.database) as connection:
        row = connection.execute(
            "select b.handle from sandbox b join challenge c on c.id = b.challenge_id"
            " where b.attempt_id = %s and c.slug = %s",
            place(page),
        ).fetchone()
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(f"{conninfo_to_dict(row[0]['dsn'])['host']}/.s.PGSQL.5432")
        told = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    os.kill(struct.unpack("3i", told)[0], signal.SIGKILL)


@contextmanager
def readonly_database(stack: Stack) -> Iterator[None]:
    """The application's database takes no writes."""
    _refuse_writes(stack, True)
    try:
        yield
    finally:
        _refuse_writes(stack, False)


def _refuse_writes(stack: Stack, refuse: bool) -> None:
    name = conninfo_to_dict(stack.database)["dbname"]
    with psycopg.connect(stack.database, dbname="postgres", autocommit=True) as connection:
        connection.execute(f'alter database "{name}" set default_transaction_read_only = {refuse}')
        connection.execute(
            "select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = %s", [name]
        )


def dropping(times: int) -> Callable[[Route], None]:
    """A handler for page.route(): the server does what is asked, and so many times its answer is lost."""
    left = [times]

    def drop(route: Route) -> None:
        if not left[0]:
            return route.continue_()
        left[0] -= 1
        route.fetch()
        return route.abort()

    return drop


def hand_in_until_it_works(bench: Workbench, most: int) -> str:
    """As somebody does who reads that it did not work: the same button again. The receipt."""
    before = bench.page.locator("#last-receipt").inner_text()
    bench.button("Hand in…").click()
    dialog = bench.page.locator("#submit-dialog")
    problem = bench.page.locator("#submit-problem")
    for _ in range(most):
        dialog.get_by_role("button", name="Hand in", exact=True).click()
        expect(dialog.get_by_role("button", name="Hand in", exact=True, disabled=True)).to_have_count(
            0, timeout=SLOW
        )
        if not dialog.is_visible():
            break
        expect(problem).to_contain_text("Not handed in yet.")
    expect(dialog).to_be_hidden()
    expect(bench.page.locator("#last-receipt")).not_to_have_text(before)
    return bench.page.locator("#last-receipt code").inner_text()
