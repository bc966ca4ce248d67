"""The pages of staff with very many attempts: python -m tests.bench.staff [--attempts 100000].

So many finished attempts of one organisation are put into the application's tables (many.sql), gunicorn serves as
`assessor web` starts it, and one browser asks for pages in turn. *_p95_ms is from the request to the last byte of a
page, but for the export: there it is to the first byte, and export_seconds to the last. export_rss_mb is by how much
the memory of all web processes together grew while everything was exported, once it had been exported before.
"""

from __future__ import annotations

import argparse
import http.client
import json
import random
import re
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psycopg

from assessor.bootstrap import DATABASE_NAME
from assessor.cli.ports import free_port
from assessor.packs.loader import Pack
from assessor.services.create_assessment import Draft, create_assessment
from assessor.services.load_challenge import load_challenge
from assessor.services.publish_assessment import publish_assessment
from sandbox.postgres.launcher import LocalServer
from tests.bench.mail import children
from tests.bench.report import Progress, machine, versions
from tests.bench.sandbox import milliseconds, p95
from tests.bench.workbench import until_it_answers, web
from tests.living import ROOT, Living, living

ATTEMPTS = 100_000
ROUNDS = 60
EXPORTS = 3
SLUGS = ("late-invoices", "organisation-tree", "revenue-cohorts")
EMAIL, PASSWORD = "m@ours.example", "a password for tests"
_TOKEN = re.compile(r'<meta name="csrf-token" content="([^"]+)"')
EVERY = 0.02
"""Seconds between two looks at the memory."""


@dataclass
class Browser:
    """A signed-in member of staff on one connection that stays open."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def sign_in(self) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=300)
        page, *_ = self.ask("GET", "/sign-in")
        form = {"csrf_token": _TOKEN.findall(page.decode())[0], "email": EMAIL, "password": PASSWORD}
        self.ask("POST", "/sign-in", urlencode(form), status=302)

    def ask(
        self, method: str, url: str, body: str | None = None, status: int = 200
    ) -> tuple[bytes, float, float]:
        """What was answered, and the seconds to its first byte and to its last."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        begin = time.perf_counter()
        self.connection.request(method, url, body, headers)
        response = self.connection.getresponse()
        first = response.read(1)
        to_first = time.perf_counter() - begin
        length, kept = len(first), first
        while chunk := response.read(1 << 16):
            length += len(chunk)
            kept = kept + chunk if length < 1 << 22 else kept
        if response.status != status:
            raise RuntimeError(f"{method} {url} gave {response.status}: {kept[:300]!r}")
        for cookie in response.headers.get_all("Set-Cookie", []):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return kept, to_first, time.perf_counter() - begin


def fill(live: Living, attempts: int) -> tuple[str, float]:
    """The id of the assessment that so many sat, and the seconds it took to write."""
    with live.application.work() as work:
        for slug in SLUGS:
            load_challenge(work, Pack.from_folder(ROOT / "challenges" / slug))
        chosen = [(slug, 100) for slug in SLUGS]
        draft = create_assessment(work, live.manager, Draft("Sat by many", "", 60, chosen, None))
        assessment = publish_assessment(work, live.manager, draft.id)
    begin = time.monotonic()
    values = {
        "attempts": attempts,
        "organisation": live.manager.organisation_id,
        "assessment": assessment.id,
    }
    with psycopg.connect(owner(live), cursor_factory=psycopg.ClientCursor) as connection:
        connection.execute((Path(__file__).parent / "many.sql").read_text(), values)
    with psycopg.connect(owner(live), autocommit=True) as connection:
        connection.execute("vacuum analyze")
    return str(assessment.id), time.monotonic() - begin


def owner(live: Living) -> str:
    """The DSN of who owns the tables; the application's own login does not."""
    return LocalServer(live.home / "postgres", database=DATABASE_NAME).dsn()


def filters(assessment: str, attempts: int) -> list[str]:
    """Addresses of the list: by state, score, time, name, all together, and the last page there is."""
    queries = [
        {},
        {"state": "graded", "least": "90"},
        {"state": "running"},
        {"least": "40", "most": "41"},
        {"text": f"candidate-{attempts - 3}@"},
        {"text": "nobody has this name"},
        {"assessment": assessment, "since": "2020-01-01", "until": "2099-01-01", "state": "graded"},
        {"after": "2000-01-01T00:00:00+00:00_00000000-0000-4000-8000-000000000000"},
    ]
    return [f"/staff/attempts?{urlencode(query)}" for query in queries]


def timed(browser: Browser, urls: Sequence[str], rounds: int) -> list[float]:
    """Seconds of so many requests, one after the other, once each was asked for before."""
    for url in dict.fromkeys(urls):
        browser.ask("GET", url)
    return [browser.ask("GET", urls[number % len(urls)])[2] for number in range(rounds)]


@contextmanager
def highest(memory: Callable[[], float]) -> Iterator[list[float]]:
    """What memory was at the beginning, and at most until the end."""
    seen, over = [memory()], threading.Event()
    seen.append(seen[0])

    def watch() -> None:
        while not over.wait(EVERY):
            seen[1] = max(seen[1], memory())

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield seen
    finally:
        over.set()
        thread.join()


def rss_mb(parent: int) -> float:
    """Resident memory of a process and those that it started, MB."""
    pages = [int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in (parent, *children(parent))]
    return sum(pages) * 4096 / 1e6


def exported(browser: Browser, web_pid: int, url: str) -> dict[str, Any]:
    """The whole export so often, with its memory."""
    browser.ask("GET", url)
    browser.ask("GET", url)
    firsts, wholes = [], []
    with highest(lambda: rss_mb(web_pid)) as seen:
        for _ in range(EXPORTS):
            _page, first, whole = browser.ask("GET", url)
            firsts.append(first)
            wholes.append(whole)
    return {
        "export_p95_ms": milliseconds(p95(firsts)),
        "export_seconds": round(max(wholes), 1),
        "export_rss_mb": round(seen[1] - seen[0], 1),
        "rss_mb": round(seen[1], 1),
    }


def measure(
    live: Living, port: int, web_pid: int, assessment: str, attempts: int, rounds: int
) -> dict[str, Any]:
    browser = Browser(port)
    browser.sign_in()
    progress = Progress(5)
    home = timed(browser, ["/staff/", f"/staff/assessments/{assessment}"], rounds)
    progress.step("dashboard")
    urls = filters(assessment, attempts)
    by_url = {url: timed(browser, [url], max(3, rounds // 6)) for url in urls}
    progress.step("filters")
    with psycopg.connect(owner(live)) as connection:
        rows = connection.execute("select id from attempt where state = 'graded' order by id").fetchall()
    chosen = random.Random(1).sample(rows, min(rounds, len(rows)))  # noqa: S311 - spreads load, guards nothing
    cards = timed(browser, [f"/staff/attempts/{row[0]}" for row in chosen], rounds)
    progress.step("scorecards")
    statistics = timed(browser, [f"/staff/assessments/{assessment}/statistics"], max(3, rounds // 6))
    progress.step("statistics")
    try:
        found = exported(browser, web_pid, f"/staff/assessments/{assessment}/attempts.csv")
    except RuntimeError as error:
        found = {"export": str(error)[:80]}
    progress.step("exports")
    return {
        "dashboard_p95_ms": milliseconds(p95(home)),
        "filter_p95_ms": milliseconds(p95([each for times in by_url.values() for each in times])),
        "filters": {url.partition("?")[2]: milliseconds(p95(times)) for url, times in by_url.items()},
        "scorecard_p95_ms": milliseconds(p95(cards)),
        "statistics_p95_ms": milliseconds(p95(statistics)),
        **found,
    }


def measured(attempts: int, rounds: int = ROUNDS) -> dict[str, Any]:
    """All of it."""
    with living("process") as live:
        assessment, seconds = fill(live, attempts)
        port = free_port()
        with web(live, port) as process:
            until_it_answers(port)
            found = measure(live, port, process.pid, assessment, attempts, rounds)
        return {
            **found,
            "counts": {"attempts": attempts, "requests": rounds, "exports": EXPORTS},
            "fill_seconds": round(seconds, 1),
            "machine": machine(),
            "versions": versions(live.application.database.dsn),
        }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--attempts", type=int, default=ATTEMPTS)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    arguments = parser.parse_args()
    print(json.dumps(measured(arguments.attempts, arguments.rounds), indent=1))


if __name__ == "__main__":
    main()
