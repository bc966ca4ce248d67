"""A mail server, and an application that sends through it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from assessor.domain.mail import InvitationStatus
from assessor.mail.post import PostOffice
from assessor.mail.server import MailServer
from assessor.services.change_invitations import Change, Changed, change_invitations
from assessor.services.invite_candidate import NewInvitation, invite_candidate
from assessor.services.list_invitations import Wanted, list_invitations
from assessor.services.send_mails import send_mails
from tests.inbox import Inbox, inbox
from tests.integration.world import World


@pytest.fixture
def box() -> Iterator[Inbox]:
    with inbox() as made:
        yield made


@dataclass
class Mailing:
    """Inviting by mail, sending, and what staff see of it."""

    world: World
    office: PostOffice

    def invite(self, email: str = "ada@mail.example", **options: Any) -> NewInvitation:
        with self.world.application.work() as work:
            return invite_candidate(
                work, self.world.manager, self.world.assessment.id, "Ada", email, send=True, **options
            )

    def send(self) -> int:
        return send_mails(self.world.application.work, self.office)

    def change(self, change: Change, *made: NewInvitation, **options: Any) -> Changed:
        with self.world.application.work() as work:
            return change_invitations(
                work,
                self.world.manager,
                self.world.assessment.id,
                change,
                [each.attempt.id for each in made],
                **options,
            )

    def status(self, made: NewInvitation) -> InvitationStatus:
        return self.row(made.attempt.id).status

    def row(self, attempt_id: UUID) -> Any:
        with self.world.application.work(readonly=True) as work:
            view = list_invitations(work, self.world.manager, self.world.assessment.id, Wanted())
        return next(row for row in view.rows if row.attempt_id == attempt_id)

    def states(self) -> list[str]:
        return [state for (state,) in self.ask("select state from mail order by number")]

    def ask(self, query: str) -> list[Any]:
        with self.world.application.work(readonly=True) as work:
            return list(work.session.execute(text(query)))

    def elsewhere(self, path: Path) -> Mailing:
        """Another machine with a journal of its own."""
        return replace(self, office=PostOffice(self.office.server, path))


@pytest.fixture
def mailing(world: World, box: Inbox, tmp_path: Path) -> Mailing:
    return Mailing(world, PostOffice(to(box), tmp_path / "mail.journal"))


def to(box: Inbox, **options: Any) -> MailServer:
    """How one speaks with an inbox."""
    known = {"host": "127.0.0.1", "sender": "Ours Ltd <hiring@ours.example>", "port": box.port}
    return MailServer(**{**known, "security": "none", "timeout": 5.0, "per_second": 0, **options})
