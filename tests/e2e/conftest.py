"""The whole stack, started once as a newcomer would start it, and browsers that notice every complaint."""

from __future__ import annotations

import os
import re
import secrets
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from assessor.bootstrap import DATABASE_NAME, forget_installation
from sandbox.postgres.launcher import LocalServer
from tests.conftest import RUN, engine_problem
from tests.e2e import looks
from tests.e2e.looks import Look
from tests.e2e.pages import SIZES, SLOW, Assessment, Invitation, SignIn, Workbench
from tests.e2e.watching import Complaints, Stack
from tests.images import installation_of
from tests.inbox import Inbox, inbox, smtp
from tests.pseudo import write_pseudo

START_SECONDS = 240
STOP_SECONDS = 40
# Whether something comes is tested, not how soon: a machine may have other things to do.
expect.set_options(timeout=20_000)
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def mail_port() -> int:
    """Where the stack sends its mails; somebody takes them only while a test asks for `box`."""
    return _free_port()


@pytest.fixture
def box(stack: Stack, mail_port: int) -> Iterator[Inbox]:
    """Takes the mails of the stack. Not before it runs: a process is started best before there are threads."""
    with inbox(mail_port) as made:
        yield made


@pytest.fixture(scope="session")
def stack(mail_port: int) -> Iterator[Stack]:
    """`assessor demo` in a process of its own, on a folder of its own, ended as Ctrl-C would end it."""
    home = Path(tempfile.mkdtemp(prefix="assessor-e2e-"))
    home.chmod(0o711)
    # By its name the images are found that are removed when all tests are done.
    (home / "installation").write_text(installation_of(os.environ[RUN], secrets.token_hex(3)))
    environ = {**os.environ, "ASSESSOR_HOME": str(home), "PYTHONUNBUFFERED": "1"}
    environ.setdefault("ASSESSOR_PROVIDER", "docker" if engine_problem() is None else "process")
    environ.pop("DATABASE_URL", None)
    environ |= smtp(mail_port)
    (home / "translations").mkdir()
    environ["ASSESSOR_TRANSLATIONS"] = str(write_pseudo(home / "translations"))
    command = [sys.executable, "-m", "assessor.cli", "demo", "--port", str(_free_port())]
    with (home / "demo.log").open("wb") as log:
        demo = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environ,
            stdout=subprocess.PIPE,
            stderr=log,
            preexec_fn=_heed_interrupts,  # noqa: PLW1509 - no other thread runs yet
        )
        try:
            yield _read_welcome(demo, home)
        finally:
            demo.send_signal(signal.SIGINT)
            try:
                demo.communicate(timeout=STOP_SECONDS)
            finally:
                demo.kill()
                forget_installation(home)
                shutil.rmtree(home, ignore_errors=True)


def _heed_interrupts() -> None:
    """What a shell starts in the background ignores Ctrl-C, and hands that down to all that it starts."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _read_welcome(demo: subprocess.Popen[bytes], home: Path) -> Stack:
    said = ""
    deadline = time.monotonic() + START_SECONDS
    while not re.search(r"/i/\S+\s", said):
        ready, _, _ = select.select([demo.stdout], [], [], max(0.0, deadline - time.monotonic()))
        chunk = os.read(demo.stdout.fileno(), 10_000) if ready and demo.stdout else b""
        if not chunk:
            pytest.fail(f"`assessor demo` did not come up:\n{(home / 'demo.log').read_text()[-3000:]}")
        said += chunk.decode()
    base_url = re.search(r"runs at (\S+)", said)
    email, password = re.search(r"e-mail +(\S+)", said), re.search(r"password +(\S+)", said)
    assert base_url, said
    assert email, said
    assert password, said
    link = re.search(r"\S+/i/\S+", said)
    assert link, said
    database = LocalServer(home / "postgres", database=DATABASE_NAME).dsn()
    return Stack(base_url[1], email[1], password[1], database, link[0])


@pytest.fixture
def complaints() -> Iterator[Complaints]:
    """Nothing may be complained of, but what a test expects."""
    made = Complaints()
    yield made
    assert made.unexpected == []


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, Any], stack: Stack) -> dict[str, Any]:
    return {**browser_context_args, "base_url": stack.base_url, "viewport": SIZES["1440x900"]}


@pytest.fixture
def candidate(new_context: Callable[..., BrowserContext], complaints: Complaints) -> Page:
    """A candidate's browser."""
    return _watched(new_context, complaints)


@pytest.fixture
def manager(new_context: Callable[..., BrowserContext], complaints: Complaints, stack: Stack) -> Page:
    """A signed-in manager's browser."""
    page = _watched(new_context, complaints)
    SignIn(page).sign_in(stack.email, stack.password)
    return page


def _watched(new_context: Callable[..., BrowserContext], complaints: Complaints) -> Page:
    context = new_context()
    complaints.listen(context)
    return context.new_page()


@pytest.fixture
def link(manager: Page) -> str:
    """A fresh invitation link, made by the manager."""
    manager.goto("/staff/")
    return Assessment(manager).open().invite("Ada Example", "ada@mail.example")


@pytest.fixture(scope="session")
def heard() -> Complaints:
    """What the browser of the shared sitting complained of."""
    return Complaints()


@pytest.fixture(scope="session")
def sitting(browser: Browser, stack: Stack, heard: Complaints) -> Iterator[Page]:
    """A candidate in the first challenge, for all tests that leave the sitting as it is."""
    staff = browser.new_context(base_url=stack.base_url)
    page = staff.new_page()
    SignIn(page).sign_in(stack.email, stack.password)
    link = Assessment(page).open().invite("Grace Example", "grace@mail.example")
    staff.close()
    context = browser.new_context(
        base_url=stack.base_url, viewport=SIZES["1440x900"], permissions=["clipboard-read", "clipboard-write"]
    )
    heard.listen(context)
    page = context.new_page()
    bench = Invitation(page).open(link).agree().start().open_first()
    bench.run("SELECT 'ready'")
    expect(bench.status).to_contain_text("1 row", timeout=SLOW)
    yield page
    context.close()


@pytest.fixture
def bench(sitting: Page, heard: Complaints) -> Iterator[Workbench]:
    """The workbench of the shared sitting after a reload; nothing may be complained of."""
    sitting.reload()
    bench = Workbench(sitting)
    expect(bench.editor).to_be_visible()
    yield bench
    expect(bench.save_state).not_to_contain_text("Saving…")
    assert heard.unexpected == []
    heard.heard.clear()
    heard.expected.clear()


@pytest.fixture
def shoot() -> Callable[..., None]:
    """shoot(page, name): pictures of the page, if they are asked for."""
    return looks.shoot


@pytest.fixture
def accessible() -> Callable[[Page], None]:
    """accessible(page): axe-core finds nothing, and nothing is cut off, in light and dark and in every size."""
    return looks.check


@pytest.fixture
def look() -> Look:
    """look(page, name): it is accessible, and here is its picture, scrolled to `at` (a selector)."""

    def both(page: Page, name: str, at: str = "body") -> None:
        looks.check(page)
        looks.shoot(page, name, at)

    return both
