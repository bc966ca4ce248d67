"""Greenhouse as it asks by its documentation: each call, and each way it can go wrong."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

import pytest
from werkzeug.test import TestResponse

from assessor.domain.api import Scope
from tests.integration.api.conftest import Programs
from tests.integration.services.test_sitting import finish
from tests.integration.world import World

SENT_AT = "https://app.greenhouse.io/integrations/testing_partners/take_home_tests/12345"

Ask = Callable[..., TestResponse]


@pytest.fixture
def ask(program: Programs, world: World) -> Ask:
    """ask(method, call, ...): with the token as user name and no password, as Greenhouse does."""
    server = {"smtp_host": "mail.example", "smtp_from": "tests@mail.example"}
    world.application.settings = world.application.settings.model_copy(update=server)
    client = program()

    def send(
        method: str, call: str, body: Any = None, token: str = client.made.token, **rest: Any
    ) -> TestResponse:
        shown = base64.b64encode(f"{token}:".encode()).decode()
        headers = {"Authorization": f"Basic {shown}"}
        return client.client.open(
            f"/api/greenhouse/{call}", method=method, json=body, headers=headers, **rest
        )

    return send


def a_test(world: World, **changed: Any) -> dict[str, Any]:
    """What it sends, with all that its documentation names."""
    candidate = {
        "first_name": "Harriet",
        "last_name": "Example",
        "resume_url": "https://files.example/resume",
        "phone_number": "123-456-7890",
        "email": "harriet@mail.example",
        "greenhouse_profile_url": "https://app.greenhouse.io/people/17681532?application_id=26234709",
    }
    return {"partner_test_id": str(world.assessment.id), "candidate": candidate, "url": SENT_AT} | changed


def test_list_tests(ask: Ask, world: World) -> None:
    answer = ask("GET", "list_tests")
    expected = [{"partner_test_id": str(world.assessment.id), "partner_test_name": world.assessment.title}]
    assert (answer.status_code, answer.get_json()) == (200, expected)


def test_send_test_invites_by_mail_and_once(ask: Ask, world: World, program: Programs) -> None:
    first, again = ask("POST", "send_test", a_test(world)), ask("POST", "send_test", a_test(world))
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.get_json() == again.get_json()
    assert set(first.get_json()) == {"partner_interview_id"}
    (line,) = program().ask("GET", "/invitations")["items"]
    assert (line["candidate"]["name"], line["candidate"]["email"]) == (
        "Harriet Example",
        "harriet@mail.example",
    )
    assert (line["external_id"], line["status"]) == ("26234709", "waiting")
    another = ask("POST", "send_test", a_test(world, url=SENT_AT + "6"))
    assert another.get_json() != first.get_json()


def test_test_status_from_invited_to_complete(ask: Ask, world: World) -> None:
    attempt = world.running()
    url = f"test_status?partner_interview_id={attempt.id}"
    told = ask("GET", url).get_json()
    assert told["partner_status"] == "running"
    assert "partner_score" not in told
    finish(world, attempt)
    told = ask("GET", url).get_json()
    assert (told["partner_status"], told["partner_score"]) == ("complete", 0.0)
    assert told["partner_profile_url"].endswith(f"/staff/attempts/{attempt.id}")
    assert all(isinstance(value, str) for value in told["metadata"].values())
    assert set(told["metadata"]) == {"Started At", "Completed At"}


@pytest.mark.parametrize("sent", [{"api_call": "test_status", "errors": ["no"]}, [1], None])
def test_response_error_is_taken(ask: Ask, sent: Any) -> None:
    assert ask("POST", "response_error", sent).status_code == 200


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"partner_test_id": "00000000-0000-0000-0000-000000000000"}, 404),
        ({"partner_test_id": "12345"}, 422),
        ({"candidate": {"first_name": "A", "last_name": "B"}}, 422),
        ({"candidate": {"first_name": "A", "last_name": "B", "email": "no address"}}, 400),
        ({"url": 3}, 422),
    ],
)
def test_send_test_refuses(ask: Ask, world: World, changed: dict[str, Any], status: int) -> None:
    answer = ask("POST", "send_test", a_test(world, **changed))
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")


def test_send_test_needs_a_mail_server(ask: Ask, world: World) -> None:
    world.application.settings = world.application.settings.model_copy(update={"smtp_host": ""})
    assert ask("POST", "send_test", a_test(world)).status_code == 409


@pytest.mark.parametrize("interview", ["", "12345", "00000000-0000-0000-0000-000000000000"])
def test_test_status_of_what_is_not_there(ask: Ask, interview: str) -> None:
    assert ask("GET", f"test_status?partner_interview_id={interview}").status_code == 404


def test_another_organisation_and_other_tokens(ask: Ask, world: World, program: Programs) -> None:
    attempt = world.invite().attempt
    foreign = program(foreign=True).made.token
    assert ask("GET", f"test_status?partner_interview_id={attempt.id}", token=foreign).status_code == 404
    assert ask("GET", "list_tests", token=foreign).get_json() == []
    assert ask("POST", "send_test", a_test(world), token=foreign).status_code == 404
    assert ask("GET", "list_tests", token="asr_none").status_code == 401
    narrow = program({Scope.READ_ATTEMPTS}).made.token
    for method, call in (("GET", "list_tests"), ("POST", "send_test"), ("GET", "test_status")):
        assert ask(method, call, token=narrow).status_code == 403
