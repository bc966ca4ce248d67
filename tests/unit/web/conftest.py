"""The pages on services that answer with made-up objects."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from assessor.domain.people import Role
from assessor.domain.reach import Reach
from assessor.domain.retention import Retention
from assessor.domain.voluntary import Question
from assessor.services import (
    audit_log,
    count_tries,
    retention,
    second_step,
    sign_in,
    staff_sessions,
    view_record,
    voluntary,
)
from tests.compiled import app_for
from tests.unit.web import fakes


class FakeApplication:
    """No database: units of work are empty."""

    settings = SimpleNamespace(
        api_rate=600,
        webhook_loopback=False,
        secret_key="for tests only",
        production=False,
        base_url="http://localhost",
        trusted_proxies=0,
        sends_mail=True,
        language="en",
        translations=None,
    )

    def sign_on(self) -> None:
        """No provider is set."""

    def acting(self, reach: Reach) -> FakeApplication:
        """There are no rows to see."""
        return self

    @contextmanager
    def work(self, *, readonly: bool = False) -> Iterator[None]:
        yield None


@pytest.fixture
def app() -> Flask:
    made = app_for(FakeApplication())
    made.config["WTF_CSRF_ENABLED"] = False
    return made


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def candidate_client(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """A browser that has opened the link of the made-up attempt."""
    monkeypatch.setattr(view_record, "view_record", lambda work, attempt_id: fakes.record())
    question = Question(fakes.an_id(9), "2 + 2?", ("3", "4"))
    monkeypatch.setattr(voluntary, "view_asked", lambda *_: voluntary.Asked((question,), {}))
    monkeypatch.setattr(retention, "rule_of", lambda work, organisation_id: Retention())
    with client.session_transaction() as session:
        session["attempts"] = [str(fakes.attempt().id)]
    return client


@pytest.fixture
def staff_client(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """A signed-in manager."""
    manager = fakes.user(Role.MANAGER)
    found = staff_sessions.SignedIn(fakes.an_id(7), manager)
    monkeypatch.setattr(second_step, "enter", lambda *_: second_step.Entered(manager, "token", waits=False))
    monkeypatch.setattr(staff_sessions, "find_session", lambda *_: found)
    monkeypatch.setattr(audit_log, "note_look", lambda *_, **__: None)
    monkeypatch.setattr(count_tries, "count_try", lambda *_, **__: ())
    monkeypatch.setattr(count_tries, "forget_try", lambda *_: None)
    monkeypatch.setattr(sign_in, "sign_in", lambda work, email, password: manager)
    client.post("/sign-in", data={"email": manager.email, "password": "any"})
    return client


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Any:
    """answers(module, value): the service in a module gives this value."""

    def set_answer(module: Any, value: Any) -> None:
        name = module.__name__.rpartition(".")[2]
        monkeypatch.setattr(module, name, lambda *args, **kwargs: value)

    return set_answer
