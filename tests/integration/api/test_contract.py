"""schemathesis: what the OpenAPI document promises is what the API does, for good requests and bad ones."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4
from wsgiref.types import WSGIApplication

import pytest
import schemathesis
from flask import Flask
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import Status, StopReason, events, from_schema
from schemathesis.hooks import GLOBAL_HOOK_DISPATCHER
from werkzeug.serving import WSGIRequestHandler, make_server

from assessor.web.api.operations import OPERATIONS
from tests.integration.api.conftest import Programs
from tests.integration.world import World

EXAMPLES = 12
"""For each operation and phase, good and bad; each phase has its own systematic cases in addition."""


def settings(token: str, known: dict[str, str]) -> SchemathesisConfig:
    """All checks, all phases, every run the same. Half of what is asked for by id exists."""
    return SchemathesisConfig.from_dict(
        {
            "headers": {"Authorization": f"Bearer {token}"},
            "seed": 20,
            "generation": {"max-examples": EXAMPLES, "deterministic": True, "database": "none"},
            "phases": {"stateful": {"enabled": True, "generation": {"max-examples": EXAMPLES}}},
            "parameters": {f"path.{name}": value for name, value in known.items()},
        }
    )


def only_what_can_be_made_up(context: Any, case: Any, kwargs: Any) -> None:
    """What fits the document and can still be no program's own: a cursor, an address.

    What does not fit the document stays as it is: refusing that is tested.
    """
    if 1 <= len(str((case.query or {}).get("cursor") or "")) <= 500:
        case.query.pop("cursor")
    email = case.body.get("email") if isinstance(case.body, dict) else None
    if isinstance(email, str) and 1 <= len(email) <= 254:
        case.body["email"] = "ada@mail.example"


@pytest.fixture
def _hook() -> Iterator[None]:
    schemathesis.hook("before_call")(only_what_can_be_made_up)
    yield
    GLOBAL_HOOK_DISPATCHER.unregister(only_what_can_be_made_up)


class Quiet(WSGIRequestHandler):
    def log(self, *_: Any) -> None:
        """Hundreds of lines that nobody reads."""


def with_fresh_keys(app: Flask) -> WSGIApplication:
    """An application to which every good Idempotency-Key is a new one: the same few are made up again and again."""

    def ask(environ: Any, start: Any) -> Any:
        key = environ.get("HTTP_IDEMPOTENCY_KEY", "")
        if 1 <= len(key) <= 255 and key.isascii() and key.isprintable():
            environ["HTTP_IDEMPOTENCY_KEY"] = uuid4().hex
        return app(environ, start)

    return ask


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The application behind a real server; its address."""
    server = make_server("127.0.0.1", 0, with_fresh_keys(app), threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.usefixtures("_hook")
def test_schemathesis_finds_nothing(app: Flask, world: World, program: Programs) -> None:
    made = world.invite()
    known = {"assessment_id": str(world.assessment.id), "invitation_id": str(made.invitation.id)}
    config = settings(program().made.token, known | {"attempt_id": str(made.attempt.id)})
    with served(app) as url:
        schema = schemathesis.openapi.from_url(f"{url}/api/v1/openapi.json", config=config)
        schema.config.update(base_url=f"{url}/api/v1")
        failures: list[str] = []
        answers: Counter[str] = Counter()
        checks: Counter[str] = Counter()
        reason = None
        for event in from_schema(schema).execute():
            if isinstance(event, events.NonFatalError | events.FatalError):
                failures.append(
                    str(event.value if isinstance(event, events.NonFatalError) else event.exception)
                )
            if isinstance(event, events.EngineFinished):
                reason = event.stop_reason
            if not isinstance(event, events.ScenarioFinished):
                continue
            for case_id, nodes in event.recorder.checks.items():
                answer = event.recorder.interactions[case_id].response
                label = event.recorder.cases[case_id].value.operation.label
                answers[f"{label} {answer.status_code if answer else None}"] += 1
                for node in nodes:
                    checks[node.name] += 1
                    if node.status is Status.FAILURE:
                        sent = event.recorder.interactions[case_id].request
                        failures.append(f"{label}: {sent.uri} {sent.body!r} {node.failure_info.failure}")
    assert failures == []
    assert reason is StopReason.COMPLETED
    for made in OPERATIONS.values():
        label = f"{made.method} {made.path}".replace("<uuid:", "{").replace(">", "}")
        done = 409 if label.endswith("/resend") else made.status  # without a mail server nothing is sent
        assert answers[f"{label} {done}"] > 1, label
    assert {
        "ignored_auth",
        "unsupported_method",
        "negative_data_rejection",
        "positive_data_acceptance",
    } <= set(checks)
