"""What the way through web and broker adds to a run: python -m tests.bench.workbench [--candidates N] [--seconds S].

So many candidates sit at once, each on a PostgreSQL of their own (processes): each runs the statement every five
seconds in the session of a tab and saves a draft every three. Beside each run the same statement goes over a psycopg
connection to the same server, right before or after it, so both meet the same machine. `run_overhead` is what the POST
took beyond psycopg: of the medians, and of the 95th percentiles. gunicorn and the broker are processes of their own.
page_kb: see tests.bench.page_weight.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import psycopg

from assessor.cli.ports import free_port
from assessor.cli.serve import gunicorn_command
from assessor.services.give_consent import give_consent
from assessor.services.invite_candidate import NewInvitation, invite_candidate
from assessor.services.provision_sandbox import provision_sandbox
from assessor.services.start_attempt import start_attempt
from assessor.storage.queries import sandboxes
from tests.bench.page_weight import Answer, page_weight
from tests.bench.report import Progress, machine, versions
from tests.bench.sandbox import milliseconds, p95
from tests.brokers import broker
from tests.living import ROOT, SLUG, Living, living

STATEMENT = (
    "SELECT c.name, o.* FROM orders o JOIN customer c USING (customer_id) ORDER BY o.order_id LIMIT 100"
)
RUN_EVERY = 5.0
SAVE_EVERY = 3.0
STARTS_AT_ONCE = 2
TRIES = 4
"""To start a server, on a machine that may be busy."""
START_SECONDS = 120.0
_TOKEN = re.compile(r'<meta name="csrf-token" content="([^"]+)"')


@dataclass
class Sitting:
    """A candidate's browser, the way around it, and how long things took (seconds)."""

    port: int
    invitation: NewInvitation
    dsn: str
    posts: list[float] = field(default_factory=list)
    direct: list[float] = field(default_factory=list)
    saves: list[float] = field(default_factory=list)
    cookie: str = ""
    token: str = ""

    @property
    def url(self) -> str:
        return f"/attempts/{self.invitation.attempt.id}/challenges/{SLUG}"

    def open(self) -> None:
        """Follow the link and read the page."""
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        self.ask("GET", f"/i/{self.invitation.token}", status=303)
        self.token = _TOKEN.findall(self.get(self.url).body.decode())[0]
        self.post()
        self.posts.clear()

    def get(self, url: str) -> Answer:
        return self.ask("GET", url)

    def ask(self, method: str, url: str, body: Any = None, status: int = 200) -> Answer:
        headers = {"Cookie": self.cookie, "X-CSRFToken": self.token, "Accept-Encoding": "gzip"}
        if body is not None:
            headers["Content-Type"] = "application/json"
        self.connection.request(method, url, json.dumps(body) if body is not None else None, headers)
        response = self.connection.getresponse()
        answer = Answer(response.read(), {name.lower(): value for name, value in response.getheaders()})
        if response.status != status:
            raise RuntimeError(f"{method} {url} gave {response.status}: {answer.body[:300]!r}")
        self.cookie = answer.headers.get("set-cookie", self.cookie).partition(";")[0]
        return answer

    def post(self) -> None:
        started = time.perf_counter()
        told = json.loads(self.ask("POST", f"{self.url}/run", {"text": STATEMENT, "session": "one"}).body)
        self.posts.append(time.perf_counter() - started)
        if told["outcome"] != "ok":
            raise RuntimeError(f"a run gave {told['outcome']}: {told['message']}")

    def past(self, connection: psycopg.Connection[Any]) -> None:
        started = time.perf_counter()
        connection.execute(STATEMENT.encode()).fetchall()
        self.direct.append(time.perf_counter() - started)

    def save(self, number: int) -> None:
        started = time.perf_counter()
        self.ask("PUT", f"{self.url}/draft", {"text": f"SELECT {number}", "revision": number})
        self.saves.append(time.perf_counter() - started)

    def sit(self, seconds: float) -> None:
        """Run and save, beginning at any moment."""
        chance = random.Random(self.invitation.attempt.id.int)  # noqa: S311 - spreads load, guards nothing
        begin = time.monotonic()
        next_run, next_save = begin + chance.uniform(0, RUN_EVERY), begin + chance.uniform(0, SAVE_EVERY)
        saved = 0
        with psycopg.connect(self.dsn, autocommit=True) as connection:
            while (due := min(next_run, next_save)) < begin + seconds:
                time.sleep(max(0.0, due - time.monotonic()))
                if next_save < next_run:
                    self.save(saved)
                    saved, next_save = saved + 1, next_save + SAVE_EVERY
                    continue
                both = [self.post, lambda: self.past(connection)]
                chance.shuffle(both)
                for each in both:
                    each()
                next_run += RUN_EVERY


def sitting(live: Living, port: int, number: int) -> Sitting:
    """A candidate whose server answers and whose clock runs."""
    with live.application.work() as work:
        made = invite_candidate(
            work, live.manager, live.assessment.id, f"Candidate {number}", "c@mail.example"
        )
        give_consent(work, made.attempt.id)
    (sandbox_id,) = rows(live, made.attempt.id)
    for attempt in range(1, TRIES + 1):
        provision_sandbox(live.application.work, live.application.sandbox_host(), sandbox_id, attempt)
    with live.application.work() as work:
        start_attempt(work, made.attempt.id)
    handle = rows(live, made.attempt.id)[sandbox_id]
    return Sitting(port, made, str((handle or {})["dsn"]))


def rows(live: Living, attempt_id: UUID) -> dict[UUID, Any]:
    with live.application.work(readonly=True) as work:
        return {each.id: each.handle for each in sandboxes.of_attempt(work.session, attempt_id).values()}


@contextmanager
def web(live: Living, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """gunicorn as `assessor web` starts it."""
    settings = live.application.settings.model_copy(update={"port": port})
    log = (live.home / "web.log").open("ab")
    process = subprocess.Popen(gunicorn_command(settings), cwd=ROOT, env=live.environ, stdout=log, stderr=log)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(60)
        log.close()


def until_it_answers(port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
                connection.request("GET", "/healthz")
                connection.getresponse().read()
            return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def measure(live: Living, port: int, candidates: int, seconds: float) -> dict[str, Any]:
    progress, told = Progress(candidates), threading.Lock()
    live.application.provider()

    def seat(number: int) -> Sitting:
        made = sitting(live, port, number)
        with told:
            progress.step("server")
        return made

    with ThreadPoolExecutor(STARTS_AT_ONCE) as threads:
        sittings = list(threads.map(seat, range(candidates)))
    for each in sittings:
        each.open()
    first, again = page_weight(sittings[0].get, sittings[0].url)
    print(f"{candidates} candidates sit for {seconds:.0f} s", file=sys.stderr, flush=True)
    with ThreadPoolExecutor(candidates) as threads:
        list(threads.map(lambda each: each.sit(seconds), sittings))
    for each in sittings:
        each.connection.close()
    posts = [taken for each in sittings for taken in each.posts]
    direct = [taken for each in sittings for taken in each.direct]
    saves = [taken for each in sittings for taken in each.saves]
    return {
        "run_overhead_p50_ms": milliseconds(p50(posts) - p50(direct)),
        "run_overhead_p95_ms": milliseconds(p95(posts) - p95(direct)),
        "autosave_p95_ms": milliseconds(p95(saves)),
        "page_kb_first": first,
        "page_kb_cached": again,
        "run_p50_ms": milliseconds(p50(posts)),
        "run_p95_ms": milliseconds(p95(posts)),
        "psycopg_p50_ms": milliseconds(p50(direct)),
        "psycopg_p95_ms": milliseconds(p95(direct)),
        "candidates": candidates,
        "runs": len(posts),
        "saves": len(saves),
        "host_load": round(os.getloadavg()[0], 1),
    }


def p50(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--candidates", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60.0)
    chosen = parser.parse_args()
    print(json.dumps(measured(chosen.candidates, chosen.seconds), indent=1))


def measured(candidates: int, seconds: float) -> dict[str, Any]:
    """The measurement with all that it needs, which ends with it."""
    port = free_port()
    with living("process", ASSESSOR_PORT=str(port)) as live, broker(live.home), web(live, port):
        until_it_answers(port)
        found = measure(live, port, candidates, seconds)
        return {**found, "machine": machine(), "versions": versions(live.application.database.dsn)}


if __name__ == "__main__":
    main()
