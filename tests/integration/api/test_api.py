"""What programs can rely on: scopes, organisations kept apart, pages, requests that are repeated, errors."""

from __future__ import annotations

import re
import threading
from dataclasses import replace

import html5lib
import pytest
from flask import Flask

from assessor.domain.api import Scope
from assessor.domain.people import Role
from assessor.services.clock import ManualClock
from assessor.storage.queries import organisations
from assessor.web.access import ACCESS
from assessor.web.api.operations import OPERATIONS
from tests.compiled import app_for
from tests.integration.api.conftest import Programs
from tests.integration.services.test_sitting import finish, submit
from tests.integration.statements import writing_commits
from tests.integration.world import World

SCOPED = {
    "GET /assessments": Scope.READ_ASSESSMENTS,
    "GET /assessments/{assessment}": Scope.READ_ASSESSMENTS,
    "GET /challenges": Scope.READ_ASSESSMENTS,
    "GET /invitations": Scope.READ_INVITATIONS,
    "GET /invitations/{invitation}": Scope.READ_INVITATIONS,
    "POST /invitations": Scope.WRITE_INVITATIONS,
    "POST /invitations/{invitation}/extend": Scope.WRITE_INVITATIONS,
    "POST /invitations/{invitation}/resend": Scope.WRITE_INVITATIONS,
    "POST /invitations/{invitation}/revoke": Scope.WRITE_INVITATIONS,
    "GET /attempts": Scope.READ_ATTEMPTS,
    "GET /attempts/{attempt}": Scope.READ_ATTEMPTS,
    "GET /attempts/{attempt}/scorecard": Scope.READ_SCORECARDS,
}


@pytest.mark.parametrize("route", SCOPED)
def test_a_scope_opens_its_routes_and_no_other(world: World, program: Programs, route: str) -> None:
    made = world.invite()
    method, path = route.split()
    url = path.format(assessment=world.assessment.id, invitation=made.invitation.id, attempt=made.attempt.id)
    body = {"days": 1} if method == "POST" else None
    others = program(set(Scope) - {SCOPED[route]})
    refused = others.ask(method, url, body, status=403)
    assert (refused["reason"], SCOPED[route].value in refused["detail"]) == ("scope_missing", True)
    answer = program({SCOPED[route]}).send(method, url, body)
    assert answer.status_code in (200, 409, 422), answer.text
    if "{" in path:
        foreign = program(foreign=True).send(method, url, body)
        # Without a mail server nothing is sent, whosever it is.
        assert foreign.status_code == (409 if path.endswith("resend") else 404)


def test_what_is_answered_is_the_organisations_own(world: World, program: Programs) -> None:
    made = world.invite("Ada Example")
    ours, theirs = program(), program(foreign=True)
    for path in ("/assessments", "/invitations", "/attempts"):
        assert ours.ask("GET", path)["items"]
        assert theirs.ask("GET", path)["items"] == []
    assert ours.ask("GET", f"/attempts/{made.attempt.id}")["candidate"]["name"] == "Ada Example"
    body = {"assessment_id": str(world.assessment.id)}
    assert theirs.ask("POST", "/invitations", body, 404)["reason"] == "not_found"


def test_pages_follow_one_another_while_lines_are_added(world: World, program: Programs) -> None:
    made = [str(world.invite(f"N{number}").attempt.id) for number in range(5)]
    client = program()
    seen, cursor = [], ""
    for _ in range(3):
        page = client.ask("GET", f"/attempts?limit=2{cursor}")
        seen += [line["id"] for line in page["items"]]
        world.invite("Late")
        cursor = f"&cursor={page['next_cursor']}"
    assert (seen, page["next_cursor"]) == (made[::-1], None)


def test_a_cursor_belongs_to_its_list_and_filters(world: World, program: Programs) -> None:
    for _ in range(2):
        world.invite()
    client = program()
    cursor = client.ask("GET", "/attempts?limit=1")["next_cursor"]
    assert client.ask("GET", f"/attempts?limit=2&cursor={cursor}")["items"]
    for path in (
        f"/attempts?state=invited&cursor={cursor}",
        f"/invitations?cursor={cursor}",
        "/attempts?cursor=x",
    ):
        assert client.ask("GET", path, status=422)["errors"][0]["at"] == "cursor"


def test_filters(world: World, program: Programs) -> None:
    client = program()
    body = {"assessment_id": str(world.assessment.id), "name": "Ada", "external_id": "ats-7"}
    made = client.ask("POST", "/invitations", body, 201)
    world.invite()
    assert [line["id"] for line in client.ask("GET", "/invitations?external_id=ats-7")["items"]] == [
        made["id"]
    ]
    assert len(client.ask("GET", "/invitations?status=link")["items"]) == 2
    assert client.ask("GET", "/attempts?state=running")["items"] == []
    assert client.ask("GET", f"/attempts?assessment_id={made['id']}")["items"] == []


def test_the_life_of_an_invitation(world: World, program: Programs) -> None:
    client = program()
    body = {"assessment_id": str(world.assessment.id), "name": "Ada", "email": "ada@mail.example"}
    made = client.ask("POST", "/invitations", body, 201)
    token = made["url"].rpartition("/")[2]
    assert client.client.get(f"/i/{token}").status_code == 303
    path = f"/invitations/{made['id']}"
    later = client.ask("POST", f"{path}/extend", {"days": 3})
    assert later["expires_at"] > made["expires_at"]
    assert "url" not in client.ask("GET", path)
    assert client.ask("POST", f"{path}/resend", status=409)["detail"].startswith("No mail server")
    assert client.ask("POST", f"{path}/revoke")["status"] == "revoked"
    assert client.ask("POST", f"{path}/revoke", status=409)["reason"] == "wrong_state"
    assert client.ask("POST", f"{path}/extend", {"days": 3}, 409)["reason"] == "wrong_state"


def test_a_scorecard_goes_down_to_the_checks(world: World, program: Programs) -> None:
    attempt = world.running()
    submit(world, attempt, "select 1")
    finish(world, attempt)
    card = program().ask("GET", f"/attempts/{attempt.id}/scorecard")
    assert card["attempt"]["state"] == "submitted"
    assert [each["status"] for each in card["challenges"]] == ["grading", "not answered"]
    assert card["score"] is None


def test_a_repeated_request_is_done_once(world: World, program: Programs) -> None:
    client = program()
    body = {"assessment_id": str(world.assessment.id), "name": "Ada"}
    first = client.send("POST", "/invitations", body, Idempotency_Key="k1")
    again = client.send("POST", "/invitations", body, Idempotency_Key="k1")
    assert (first.get_json(), first.status_code) == (again.get_json(), again.status_code)
    assert ("Idempotency-Replayed" in first.headers, again.headers["Idempotency-Replayed"]) == (False, "true")
    other = client.ask("POST", "/invitations", body | {"name": "Bob"}, 422, Idempotency_Key="k1")
    assert other["reason"] == "key_used_for_another"
    assert client.ask("POST", "/invitations", body, 201, Idempotency_Key="k2")["id"] != first.get_json()["id"]
    program().ask("POST", "/invitations", body, 201, Idempotency_Key="k1")
    assert len(client.ask("GET", "/invitations")["items"]) == 3
    assert client.ask("POST", "/invitations", body, 422, Idempotency_Key="x" * 256)["errors"][0]["at"]


def test_what_failed_is_tried_again_under_the_same_key(world: World, program: Programs) -> None:
    client = program()
    draft = {"assessment_id": "00000000-0000-0000-0000-000000000000"}
    client.ask("POST", "/invitations", draft, 404, Idempotency_Key="k")
    body = {"assessment_id": str(world.assessment.id)}
    client.ask("POST", "/invitations", body, 201, Idempotency_Key="k")


def test_the_same_request_at_the_same_time_is_done_once(world: World, program: Programs) -> None:
    client = program()
    body = {"assessment_id": str(world.assessment.id)}
    ready, statuses = threading.Barrier(4), []

    def send() -> None:
        own = client.client.application.test_client()
        shown = {"Authorization": f"Bearer {client.made.token}", "Idempotency-Key": "k"}
        ready.wait()
        statuses.append(own.post("/api/v1/invitations", json=body, headers=shown).status_code)

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(statuses) <= {201, 409}
    assert 201 in statuses
    assert len(client.ask("GET", "/invitations")["items"]) == 1


def test_the_kept_answer_tells_no_link(world: World, program: Programs) -> None:
    made = program().ask(
        "POST", "/invitations", {"assessment_id": str(world.assessment.id)}, 201, Idempotency_Key="k"
    )
    with world.application.database.engine.connect() as connection:
        (kept,) = connection.exec_driver_sql("select answer from idempotency").one()
    assert made["url"].rpartition("/")[2].encode() not in kept


def test_tokens_that_do_not_work(world: World, program: Programs, clock: ManualClock) -> None:
    client = program(days=3)
    client.ask("GET", "/assessments")
    for shown in (
        "",
        "Bearer ",
        "Bearer asr_none",
        f"bearer x{client.made.token}",
        "Basic Og==",
        "Bearer asr_\xe9",
    ):
        answer = client.client.get("/api/v1/assessments", headers={"Authorization": shown})
        assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, 'Bearer realm="assessor"')
        assert answer.mimetype == "application/problem+json"
    clock.advance(days=3)
    assert client.ask("GET", "/assessments", status=401)["reason"] == "token_refused"


def test_a_token_ends_with_the_account_of_its_maker(world: World, program: Programs) -> None:
    client = program()
    with world.application.work() as work:
        organisations.change_user(work.session, world.manager.id, world.manager.roles, active=False)
    client.ask("GET", "/assessments", status=401)
    with world.application.work() as work:
        organisations.change_user(work.session, world.manager.id, [Role.REVIEWER], active=True)
    assert client.ask("GET", "/attempts", status=403)["reason"] == "scope_missing"
    client.ask("GET", "/assessments")


def test_a_read_writes_at_most_when_it_was_used_last(
    world: World, program: Programs, clock: ManualClock
) -> None:
    client = program()
    client.ask("GET", "/attempts")
    with writing_commits(world.application) as commits:
        client.ask("GET", "/attempts")
    assert commits == []
    clock.advance(minutes=2)
    with writing_commits(world.application) as commits:
        client.ask("GET", "/attempts")
    assert len(commits) == 1


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "reason"),
    [
        ("GET", "/nothing", None, 404, "not_found"),
        ("GET", "/attempts/no-uuid", None, 404, "not_found"),
        ("DELETE", "/attempts", None, 405, "method_not_allowed"),
        ("GET", "/attempts?limit=0", None, 422, "bad_request"),
        ("GET", "/attempts?limit=1&limit=2", None, 422, "bad_request"),
        ("GET", "/attempts?unknown=1", None, 422, "bad_request"),
        ("GET", "/challenges?unknown=1", None, 422, "bad_request"),
        ("POST", "/invitations", b"{", 400, "bad_syntax"),
        ("POST", "/invitations", b"[" * 100_000, 400, "bad_syntax"),
        ("POST", "/invitations", b"\xff", 400, "bad_syntax"),
        ("POST", "/invitations", b'"' + b"x" * 600_000 + b'"', 413, "too_large"),
        ("POST", "/invitations", None, 415, "not_json"),
    ],
    ids=lambda value: value[:20] if isinstance(value, bytes | str) else None,
)
def test_errors_are_problems(
    program: Programs, method: str, path: str, body: bytes | None, status: int, reason: str
) -> None:
    client = program()
    headers = {"Authorization": f"Bearer {client.made.token}"}
    sent = {"data": body, "content_type": "application/json"} if body is not None else {}
    answer = client.client.open(f"/api/v1{path}", method=method, headers=headers, **sent)
    told = answer.get_json()
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    assert (told["status"], told["reason"]) == (status, reason)
    assert told["type"] == f"/api/v1/docs#problem-{reason.replace('_', '-')}"


def test_a_token_has_so_many_requests_a_minute(world: World, program: Programs) -> None:
    world.application.settings = world.application.settings.model_copy(update={"api_rate": 2})
    client = replace(program(), client=app_for(world.application).test_client())
    told = [client.send("GET", "/challenges") for _ in range(3)]
    assert [answer.status_code for answer in told] == [200, 200, 429]
    assert [answer.headers["RateLimit-Remaining"] for answer in told] == ["1", "0", "0"]
    assert 0 < int(told[2].headers["Retry-After"]) <= 61
    assert told[2].get_json()["reason"] == "too_many_requests"
    assert replace(client, made=program().made).send("GET", "/challenges").status_code == 200


def test_the_documentation_is_a_page_that_needs_no_script(app: Flask) -> None:
    text = app.test_client().get("/api/v1/docs").text
    html5lib.HTMLParser(strict=True).parse(text)
    document = app.test_client().get("/api/v1/openapi.json").get_json()
    for path, methods in document["paths"].items():
        for method, made in methods.items():
            assert f"{method.upper()} /api/v1{path}" in text
            assert f'id="{made["operationId"]}"' in text
    links = set(re.findall(r'href="#([^"]+)"', text))
    assert links <= set(re.findall(r'id="([^"]+)"', text))


def test_every_route_of_the_api_is_documented_with_its_scope(app: Flask) -> None:
    routes = {rule.endpoint for rule in app.url_map.iter_rules() if rule.endpoint.startswith("api.")}
    assert routes - {"api.docs", "api.openapi_document"} == set(OPERATIONS)
    assert {ACCESS[endpoint].scope for endpoint in OPERATIONS} == set(Scope)
