"""Browsers on the real application and database."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from assessor.bootstrap import Application
from tests.compiled import app_for
from tests.integration.world import PASSWORD, World

_TOKEN = re.compile(r'<meta name="csrf-token" content="([^"]+)"')


@dataclass
class Browser:
    """A test client that keeps the CSRF token of the last page and reads every page strictly."""

    client: FlaskClient
    token: str = ""

    def get(self, url: str, status: int = 200) -> TestResponse:
        return self._check(self.client.get(url, follow_redirects=True), status)

    def post(self, url: str, status: int = 200, **fields: Any) -> TestResponse:
        data = {"csrf_token": self.token, **fields}
        return self._check(self.client.post(url, data=data, follow_redirects=True), status)

    def json(self, method: str, url: str, body: Any = None, status: int = 200) -> Any:
        headers = {"X-CSRFToken": self.token}
        response = self.client.open(url, method=method, json=body, headers=headers)
        assert response.status_code == status, response.text
        assert response.is_json
        return response.get_json()

    def open(self, token: str) -> Browser:
        self.get(f"/i/{token}")
        return self

    def sign_in(self, email: str) -> Browser:
        self.get("/sign-in")
        self.post("/sign-in", email=email, password=PASSWORD)
        return self

    def _check(self, response: TestResponse, status: int) -> TestResponse:
        assert response.status_code == status, response.text
        if response.mimetype == "text/html" and "<!doctype" in response.text:
            html5lib.HTMLParser(strict=True).parse(response.text)
            assert "Traceback" not in response.text
        found = _TOKEN.search(response.text) if response.mimetype == "text/html" else None
        self.token = found.group(1) if found else self.token
        return response


@pytest.fixture
def app(application: Application) -> Flask:
    return app_for(application)


@pytest.fixture
def browser(app: Flask) -> Browser:
    return Browser(app.test_client())


@pytest.fixture
def other(app: Flask) -> Browser:
    """Somebody else's browser."""
    return Browser(app.test_client())


@pytest.fixture
def manager(app: Flask, world: World) -> Browser:
    return Browser(app.test_client()).sign_in(world.manager.email)


@pytest.fixture
def open_attempt(world: World, browser: Browser) -> Any:
    """open_attempt(): a browser on a running attempt, and its URL."""

    def make(attempt_id: UUID) -> str:
        browser.open(next(made.token for made in world.invitations if made.attempt.id == attempt_id))
        return f"/attempts/{attempt_id}/"

    return make
