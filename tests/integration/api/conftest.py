"""Programs on the real application and database."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from assessor.domain.api import Scope
from assessor.domain.people import Role
from assessor.services.api_tokens import NewToken, make_token
from tests.compiled import app_for
from tests.integration.world import World


@dataclass
class Program:
    """A client that shows a token."""

    client: FlaskClient
    made: NewToken

    def ask(self, method: str, path: str, body: Any = None, status: int = 200, **headers: str) -> Any:
        answer = self.send(method, path, body, **headers)
        assert answer.status_code == status, answer.text
        return answer.get_json()

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> TestResponse:
        shown = {"Authorization": f"Bearer {self.made.token}"} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }
        return self.client.open(f"/api/v1{path}", method=method, json=body, headers=shown)


Programs = Callable[..., Program]


@pytest.fixture
def app(application: Any) -> Flask:
    return app_for(application)


@pytest.fixture
def program(app: Flask, world: World) -> Programs:
    """program(): one with all scopes, or some; of ours, or of the other organisation."""

    def make(scopes: Collection[Scope] = tuple(Scope), *, foreign: bool = False, days: int = 30) -> Program:
        user = world.stranger if foreign else world.manager
        with world.application.work() as work:
            admin = replace(user, roles=user.roles | {Role.ADMIN})
            return Program(app.test_client(), make_token(work, admin, "Tests", scopes, days))

    return make
