"""The pages of invitations with made-up objects: in every state, and with hostile texts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assessor.domain.imports import Import, ImportState, Person, Verdict
from assessor.domain.mail import InvitationStatus, MailKind
from assessor.mail.template import DEFAULTS, Template, fill
from assessor.mail.values import samples
from assessor.services import import_invitations, list_invitations, mail_texts
from assessor.services.import_invitations import ImportView
from assessor.services.list_invitations import InvitationsView
from assessor.services.mail_texts import MailText
from assessor.storage.queries.invitation_list import Invited
from tests.unit.web import fakes
from tests.unit.web.fakes import EVIL, NOW, an_id
from tests.unit.web.test_pages import page

ASSESSMENT = fakes.assessment(fakes.challenge())
LIST = f"/staff/assessments/{ASSESSMENT.id}/invitations"
IMPORT = Import(
    an_id(30), an_id(1), ASSESSMENT.id, an_id(9), "people.csv", ImportState.PREVIEW, 14, True, NOW, None
)


def invited(status: InvitationStatus, number: int = 1, text: str = "") -> Invited:
    return Invited(
        an_id(100 + number), an_id(200 + number), f"Ada {text}", f"{text}@mail.example", text, status, NOW, True,
        "invitation", NOW, NOW if status is InvitationStatus.SENT else None, f"550 no {text}", an_id(1), an_id(2), NOW,
    )  # fmt: skip


def a_view(*rows: Invited, more: bool = False, text: str = "") -> InvitationsView:
    counts = {row.status: 1 for row in rows}
    lists = (replace(IMPORT, source=f"people {text}"),)
    return InvitationsView(replace(ASSESSMENT, title=f"Test {text}"), rows, more, counts, lists, (7, 1))


@pytest.mark.parametrize("text", ["", EVIL])
def test_the_list_in_every_status(staff_client, answers, text):
    rows = [invited(status, number, text) for number, status in enumerate(InvitationStatus)]
    answers(list_invitations, a_view(*rows, more=True, text=text))
    shown = page(staff_client, f"{LIST}?page=2&q=ada&status=sent")
    for said in ("Bounced", "In doubt", "Being sent", "Scheduled", "Opened", "Started", "Finished"):
        assert said in shown
    assert "page=3" in shown
    assert "page=1" in shown
    assert "1 mail is in doubt" in shown


def test_the_list_with_nobody(staff_client, answers):
    answers(list_invitations, a_view())
    shown = page(staff_client, LIST)
    assert "Nobody was invited yet" in shown
    assert "Do it" not in shown


@pytest.mark.parametrize("text", ["", EVIL])
@pytest.mark.parametrize("state", ImportState)
def test_an_import_in_every_state(staff_client, monkeypatch, state, text):
    people = tuple(
        Person(number, f"Ada {text}", f"{text}@mail.example", 25, NOW, text, verdict, f"Because {text}")
        for number, verdict in enumerate(Verdict, 1)
    )
    found = replace(IMPORT, state=state, source=f"people {text}")
    counts = dict.fromkeys(Verdict, 4)
    view = ImportView(found, ASSESSMENT, people, True, counts, 2)
    monkeypatch.setattr(import_invitations, "view_import", lambda *_: view)
    shown = page(staff_client, f"/staff/imports/{IMPORT.id}")
    assert ("Invite 4 people" in shown) == (state is ImportState.PREVIEW)
    assert ("2 of 4 are invited" in shown) == (state is ImportState.RUNNING)
    assert ("2 people are invited" in shown) == (state is ImportState.DONE)


def test_an_import_with_nobody_to_invite(staff_client, monkeypatch):
    view = ImportView(IMPORT, ASSESSMENT, (), False, {Verdict.WRONG: 3}, 0)
    monkeypatch.setattr(import_invitations, "view_import", lambda *_: view)
    assert "There are no such lines" in page(staff_client, f"/staff/imports/{IMPORT.id}?verdict=good")


@pytest.mark.parametrize("text", ["", EVIL])
@pytest.mark.parametrize("kind", MailKind)
def test_the_texts_of_mails(staff_client, monkeypatch, kind, text):
    template = Template(DEFAULTS[kind].subject + text, DEFAULTS[kind].body + text)
    filled = fill(template, samples(f"Ours {text}", "http://localhost/i/", NOW))
    monkeypatch.setattr(mail_texts, "view_mail_text", lambda *_: MailText(template, True, filled))
    assert "Hello Ada Example" in page(staff_client, f"/staff/mails/{kind}")
