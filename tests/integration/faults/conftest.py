"""A web process as it is served, which can be killed, and a client whose connection can be cut."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from assessor.bootstrap import Application
from assessor.cli.ports import free_port
from assessor.cli.serve import gunicorn_command
from tests.integration.world import World

HOST = "127.0.0.1"
PATIENCE = 60.0


@dataclass
class Web:
    """gunicorn with our pages on a database."""

    application: Application
    folder: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Until it answers."""
        settings = self.application.settings.model_copy(update={"host": HOST, "port": self.port})
        environ = {
            **os.environ,
            "ASSESSOR_HOME": str(self.folder),
            "ASSESSOR_SECRET_KEY": settings.secret_key,
            "DATABASE_URL": self.application.database.dsn,
        }
        with (self.folder / "web.log").open("ab") as log:
            self.process = subprocess.Popen(
                gunicorn_command(settings), env=environ, stdout=log, stderr=log, start_new_session=True
            )
        deadline = time.monotonic() + PATIENCE
        while not self._answers():
            assert time.monotonic() < deadline, (self.folder / "web.log").read_text()[-2000:]
            time.sleep(0.1)

    def kill(self) -> None:
        """As the kernel would: without a word to anybody, the workers too."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.process = None

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()


@dataclass
class Client:
    """One candidate's browser, down to its connection."""

    web: Web
    home: str
    cookie: str = ""
    token: str = ""

    def open(self, invitation: str) -> Client:
        """The link, then the page it leads to."""
        self._remember(*self._answer(self._send("GET", f"/i/{invitation}")))
        self._remember(*self._answer(self._send("GET", self.home)))
        return self

    def json(self, method: str, path: str, **body: Any) -> Any:
        """Ask and read the answer. Raises OSError or HTTPException where none comes."""
        response, text = self._answer(self._send(method, self.home + path, body))
        assert response.status == 200, text
        return json.loads(text)

    def drop(self, method: str, path: str, **body: Any) -> None:
        """Ask, and be gone before the answer comes."""
        self._send(method, self.home + path, body).close()

    def _send(self, method: str, path: str, body: dict[str, Any] | None = None) -> http.client.HTTPConnection:
        headers = {"Cookie": self.cookie, "X-CSRFToken": self.token, "Accept": "application/json, text/html"}
        connection = http.client.HTTPConnection(HOST, self.web.port, timeout=PATIENCE)
        if body is None:
            connection.request(method, path, headers=headers)
        else:
            headers["Content-Type"] = "application/json"
            connection.request(method, path, body=json.dumps(body), headers=headers)
        return connection

    @staticmethod
    def _answer(connection: http.client.HTTPConnection) -> tuple[http.client.HTTPResponse, str]:
        try:
            response = connection.getresponse()
            return response, response.read().decode()
        finally:
            connection.close()

    def _remember(self, response: http.client.HTTPResponse, page: str) -> None:
        set_cookie = response.headers.get("Set-Cookie")
        if set_cookie:
            self.cookie = set_cookie.split(";")[0]
        found = re.search(r'<meta name="csrf-token" content="([^"]+)"', page)
        self.token = found[1] if found else self.token


@pytest.fixture
def web(application: Application, tmp_path: Path) -> Iterator[Web]:
    made = Web(application, tmp_path)
    try:
        made.start()
        yield made
    finally:
        made.kill()


@pytest.fixture
def client(web: Web, world: World) -> Client:
    """A candidate at work."""
    attempt = world.running()
    return Client(web, f"/attempts/{attempt.id}/").open(world.invitations[-1].token)
