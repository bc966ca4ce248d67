"""Erasing a candidate: a word that is in every table, mail, file and search about them is afterwards in none."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from assessor.services import run_statement as running
from assessor.services.audit_log import export_log, verify_log
from assessor.services.erase_candidate import erase_candidate, export_candidate
from assessor.services.get_user import find_by_email
from assessor.services.stop_sandboxes import stop_sandboxes
from sandbox.execution import run
from tests.integration.api.conftest import Program, Programs, program
from tests.integration.canary import CANARY, EMAIL, NAME, Song, heard, sing, sung
from tests.integration.web.conftest import Browser
from tests.integration.web.test_deciding import link_of
from tests.integration.world import World

__all__ = ["program"]

KEY = f"invite {EMAIL}"
TELLING = {
    "candidate.name", "candidate.email", "comment.text", "concern.text", "concern.answer", "second_look.text",
    "draft.text", "draft_revision.inserted", "run.text", "run.summary", "submission.text", "event.data",
    "decision.reason", "legal_hold.reason",
    "grading.message", "check_outcome.message", "check_outcome.evidence", "review.ratings", "mail.error",
    "invitation.external_id", "invitation_import.source", "invitation_import_row.name", "invitation_import_row.email",
}  # fmt: skip


@pytest.fixture
def song(world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> Song:
    """Everything. Pretended servers run nothing, so the application's own database says what is wrong."""
    caplog.set_level("DEBUG")
    dsn = world.application.database.dsn
    monkeypatch.setattr(running, "run", lambda _, text, **__: run(dsn, text))
    return sing(world)


def invited(client: Program, world: World, status: int) -> str:
    """What a program is told that asks for an invitation, with a key that names the person."""
    body = {"assessment_id": str(world.assessment.id), "name": NAME, "email": EMAIL, "external_id": CANARY}
    return json.dumps(client.ask("POST", "/invitations", body, status, Idempotency_Key=KEY))


def files(song: Song, manager: Browser, program: Programs) -> Iterator[tuple[str, bytes]]:
    """Everything that can be taken home, by its address."""
    urls = [f"/staff/assessments/{song.world.assessment.id}/attempts.csv"]
    for attempt_id in song.attempt_ids:
        urls += [f"/staff/attempts/{attempt_id}/scorecard.{form}" for form in ("pdf", "json", "csv")]
    for url in urls:
        yield url, manager.get(url).data
    for attempt_id in song.attempt_ids:
        yield "API scorecard", program().send("GET", f"/attempts/{attempt_id}/scorecard").data


def pages(song: Song, manager: Browser, program: Programs) -> Iterator[tuple[str, str]]:
    """Everything that shows who there is, and what it shows."""
    assessment = f"/staff/assessments/{song.world.assessment.id}"
    for url in (
        f"{assessment}/pipeline",
        f"{assessment}/invitations",
        assessment,
        "/staff/attempts",
        "/staff/concerns",
    ):
        yield url, manager.get(url).text
    for attempt_id in song.attempt_ids:
        yield "scorecard", manager.get(f"/staff/attempts/{attempt_id}").text
        yield "replay", manager.get(f"/staff/attempts/{attempt_id}/replay").text
    for url in ("/invitations", "/attempts"):
        yield url, program().send("GET", url).text


def found(song: Song, manager: Browser, program: Programs) -> set[str]:
    """The searches that find the person. What is looked for stands in the search's own field, so ids are looked at."""
    looks = {
        "candidates": manager.get(f"/staff/attempts?text={CANARY}").text,
        "invitations": manager.get(
            f"/staff/assessments/{song.world.assessment.id}/invitations?q={CANARY}"
        ).text,
        "API": json.dumps(program().ask("GET", f"/invitations?external_id={CANARY}")),
    }
    return {name for name, shown in looks.items() if any(str(each) in shown for each in song.attempt_ids)}


def test_the_word_is_everywhere_and_then_nowhere(
    world: World, song: Song, manager: Browser, program: Programs, caplog: pytest.LogCaptureFixture
) -> None:
    client = program()
    assert CANARY in invited(client, world, 201)
    assert heard(world) == TELLING
    silent = {name for name, data in files(song, manager, program) if not sung(data)}
    checks = {f"/staff/attempts/{each}/scorecard.csv" for each in song.attempt_ids[1:]}
    assert silent == checks, (
        "only where no check has words of the candidate, the table of checks names nobody"
    )
    assert found(song, manager, program) == {"candidates", "invitations", "API"}

    with world.application.work() as work:
        boss = find_by_email(work, "admin@ours.example")
        assert erase_candidate(work, boss, song.candidate_id, NAME) > 10

    assert heard(world) == set()
    assert {name for name, data in files(song, manager, program) if sung(data)} == set()
    assert {name for name, shown in pages(song, manager, program) if sung(shown.encode())} == set()
    assert found(song, manager, program) == set()
    assert "answer_erased" in invited(client, world, 409), "what was answered was encrypted, and is gone, too"
    with world.application.work() as work:
        assert not sung(json.dumps(export_candidate(work, boss, song.candidate_id), default=str).encode())
        assert not sung(json.dumps([each.to_json() for each in export_log(work, "ours")]).encode())
        assert verify_log(work, "ours")[1] is None, "the audit log is whole"
    ours = [record.getMessage() for record in caplog.records if record.name != "mail.log"]
    assert not sung("\n".join(ours).encode()), "the other log is of the server that refused the mail"


def test_servers_of_whom_is_erased_are_removed_and_links_open_nothing(
    world: World, manager: Browser, browser: Browser
) -> None:
    attempt = world.running()
    token = world.invitations[-1].token
    link = link_of(manager.post(f"/staff/attempts/{attempt.id}/shares", days="7").text)
    provider = world.application.provider()
    assert list(provider.list())
    with world.application.work() as work:
        erase_candidate(work, find_by_email(work, "admin@ours.example"), attempt.candidate_id, "Cand Idate")
    stop_sandboxes(world.application.work, provider, attempt.id)
    assert list(provider.list()) == []
    browser.get(f"/i/{token}", 403)
    browser.get(link, 404)
