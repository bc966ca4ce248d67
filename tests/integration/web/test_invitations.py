"""Recruiters invite: one, many, and what they see and do afterwards."""

from __future__ import annotations

import csv
import io
import re

import pytest
from sqlalchemy import text

from assessor.domain.mail import InvitationStatus
from assessor.services.import_invitations import run_import as run
from assessor.services.invite_many import FIRST


@pytest.fixture
def base(world):
    return f"/staff/assessments/{world.assessment.id}"


@pytest.fixture
def mailing(world):
    """The same application with a mail server set, that nobody asks."""
    settings = world.application.settings
    world.application.settings = settings.model_copy(
        update={"smtp_host": "127.0.0.1", "smtp_from": "a@ours.example"}
    )
    return world


def upload(browser, base, content: bytes, status=200, **fields):
    browser.get(f"{base}/import")
    file = (io.BytesIO(content), "people.csv")
    return browser.post(f"{base}/import", status, file=file, valid_days="7", **fields)


def outbox(world) -> list[tuple[str, str, str]]:
    with world.application.work(readonly=True) as work:
        query = "select state, occasion, kind from mail order by number"
        return [tuple(row) for row in work.session.execute(text(query))]


def test_nobody_is_invited_before_the_list_is_confirmed(mailing, manager, base):
    page = upload(manager, base, b"name,email\nAda,ada@mail.example\nBob,no address\n", send="y")
    url = page.request.path
    assert "Nobody is invited yet" in page.text
    assert "is no e-mail address" in page.text
    assert outbox(mailing) == []
    assert "people.csv" in manager.get(f"{base}/invitations").text, "a closed browser finds it again"
    manager.get(url)
    running = manager.post(f"{url}/confirm")
    assert "0 of 1 are invited" in running.text
    manager.post(f"{url}/confirm")
    run(mailing.application.work, url.rpartition("/")[2])
    assert "1 person is invited" in manager.get(url).text
    assert outbox(mailing) == [("waiting", FIRST, "invitation")]


def test_a_list_can_be_forgotten_until_it_is_confirmed(mailing, manager, base):
    url = upload(manager, base, b"ada@mail.example\n").request.path
    assert "Nobody was invited" in manager.post(f"{url}/discard").text
    manager.get(url, 404)
    url = upload(manager, base, b"ada@mail.example\n").request.path
    manager.post(f"{url}/confirm")
    manager.post(f"{url}/discard", 409)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "There is nobody in it"),
        (b"name,email\n", "nobody below them"),
        ("Jos\xe9,j@mail.example".encode("latin-1"), "Line 1 is not UTF-8"),
        (b"first,second\nAda,x\n", "names no column"),
        (b"\n".join(b"p%d@mail.example" % n for n in range(10_001)), "10001 people"),
    ],
)
def test_a_file_that_cannot_be_read_is_explained(world, manager, base, content, said):
    assert said in upload(manager, base, content, 400).text


def test_large_files_are_taken_here_and_nowhere_else(world, manager, base):
    manager.get(f"{base}/import")
    parts = {"csrf_token": manager.token, "valid_days": "7", "pasted": "x\n" * 300_000}
    written = "".join(
        f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in parts.items()
    )
    answer = manager.client.post(
        f"{base}/import", data=f"{written}--b--\r\n", content_type="multipart/form-data; boundary=b"
    )
    assert answer.status_code == 400
    assert "names no column" in answer.text
    assert manager.client.post(f"{base}/publish", data={"x": "x" * 600_000}).status_code == 413


def test_pasted_people(world, manager, base):
    manager.get(f"{base}/import")
    pasted = 'Ada Example <ada@mail.example>\n"Example, Bob" <bob@mail.example>\ncy@mail.example\n'
    page = manager.post(f"{base}/import", pasted=pasted, valid_days="7")
    assert page.text.count("Can be invited") >= 3
    assert "Example, Bob" in page.text


def test_without_a_mail_server_links_are_downloaded_and_open_the_attempt(world, manager, base, browser):
    made = world.invite("=cmd|x")
    manager.get(f"{base}/invitations")
    answer = manager.post(f"{base}/links")
    assert answer.mimetype == "text/csv"
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    row = next(each for each in rows if "cmd" in each["name"])
    assert row["name"].startswith("'=")
    assert row["link"].endswith(made.token)
    browser.get("/i/" + row["link"].rpartition("/")[2])


def test_a_candidate_without_name_and_address_is_a_number(world, manager, base):
    form = {"name": "", "email": "", "valid_days": "7", "extra_time_percent": "0", "break_minutes": "0"}
    manager.get(base)
    page = manager.post(f"{base}/invite", **form).text
    assert re.search(r"The link for Candidate [0-9A-F]{6}", page)
    assert "no address" in manager.get(f"{base}/invitations").text


def test_one_candidate_is_sent_a_mail_now_or_later(mailing, manager, base):
    form = {"name": "Ada", "email": "ada@mail.example", "valid_days": "7", "extra_time_percent": "0"}
    manager.get(base)
    manager.post(f"{base}/invite", **form, send="y")
    manager.post(
        f"{base}/invite", **{**form, "email": "later@mail.example"}, send="y", send_at="2999-01-01T10:00"
    )
    manager.post(f"{base}/invite", **{**form, "email": "silent@mail.example"})
    assert outbox(mailing) == [("waiting", FIRST, "invitation")] * 2
    page = manager.get(f"{base}/invitations").text
    assert "Scheduled" in page
    assert "Being sent" in page
    assert "Link to give" in page


def test_the_list_is_filtered_and_found_in(world, manager, base):
    world.invite("Ada")
    world.invite("Bob")
    world.running()
    assert "Bob" not in manager.get(f"{base}/invitations?q=ada").text
    started = manager.get(f"{base}/invitations?status=started").text
    assert "Bob" not in started
    assert 'aria-current="true"' in started
    for odd in ("?status=nonsense&page=x", "?page=-3", "?q=%25_%27"):
        manager.get(f"{base}/invitations{odd}")


@pytest.mark.parametrize("status", InvitationStatus)
def test_the_page_in_every_status(world, manager, base, status):
    manager.get(f"{base}/invitations?status={status}")


def test_changes_are_done_to_those_that_were_chosen(mailing, manager, base):
    ada, bob, _ = mailing.invite("Ada"), mailing.invite("Bob"), mailing.invite("Cy")
    manager.get(f"{base}/invitations")
    chosen = [str(ada.attempt.id), str(bob.attempt.id)]
    page = manager.post(f"{base}/invitations", change="resend", chosen=chosen, days="7")
    assert "Done for 2 of 2" in page.text
    assert [state for state, _, _ in outbox(mailing)] == ["waiting", "waiting"]
    page = manager.post(f"{base}/invitations", change="remind", chosen=chosen, days="7")
    assert "already on its way" in page.text
    page = manager.post(f"{base}/invitations", change="revoke", chosen=chosen[:1], days="7")
    assert "Done for 1 of 1" in page.text
    assert "Withdrawn" in page.text
    manager.post(f"{base}/invitations", 400, change="revoke", days="7")
    manager.post(f"{base}/invitations", 400, change="explode", chosen=chosen, days="7")


def test_reminders_are_set(world, manager, base):
    manager.get(f"{base}/invitations")
    assert 'value="7, 1"' in manager.post(f"{base}/reminders", days="1, 7").text
    assert "Numbers with commas" in manager.post(f"{base}/reminders", 400, days="soon").text
    manager.post(f"{base}/reminders", 400, days="99")
    assert 'value="7, 1"' not in manager.post(f"{base}/reminders", days="").text


def test_texts_are_previewed_checked_and_kept(world, manager):
    url = "/staff/mails/invitation"
    assert "Ada Example" in manager.get(url).text
    text_ = "Hi {candidate_name} <script>alert(1)</script>\n\n**Go**: {link}"
    page = manager.post(url, subject="At {organisation}", body=text_, preview="1").text
    assert "At Ours Ltd" in page
    assert "<strong>Go</strong>" in page
    assert "<script>alert" not in page
    assert "At {organisation}" not in manager.get(url).text, "a preview keeps nothing"
    bad = manager.post(url, 400, subject="x", body="{nobody} {link}", save="1").text
    assert "{nobody} in the text is no variable" in bad
    assert "must contain {link}" in manager.post(url, 400, subject="x", body="no", save="1").text
    assert "from now on" in manager.post(url, subject="At {organisation}", body=text_, save="1").text
    manager.get("/staff/mails/postcard", 404)
