"""What a demo starts with: packs, an organisation with its people, a published assessment."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path
from uuid import UUID

from assessor.bootstrap import Application
from assessor.domain.people import Role, User
from assessor.errors import NotFound, PackInvalid
from assessor.packs.loader import Pack, find_packs, load_packs
from assessor.resources import resource
from assessor.services.create_assessment import Draft, create_assessment
from assessor.services.create_organisation import create_organisation, create_user
from assessor.services.invite_candidate import NewInvitation, invite_candidate
from assessor.services.load_challenge import load_challenge
from assessor.services.publish_assessment import publish_assessment
from assessor.services.sign_in import sign_in
from assessor.services.work import Work

TITLE = "Senior PostgreSQL developer"
INTRO = (
    "Three tasks from a working week: a report, a hierarchy, and a query that has become too slow. "
    "Use everything PostgreSQL offers; the documentation is allowed."
)
TASKS = ("organisation-tree", "revenue-cohorts", "late-invoices")
"""What the assessment asks for, in this order."""
DESIGN_TITLE = "PostgreSQL designer"
DESIGN_INTRO = (
    "Two designs, with the numbers they rest on. People read and rate them, without knowing whose they are."
)
MANAGER = "manager@demo.example"
STAFF = (
    ("admin@demo.example", "Alex Admin", [Role.ADMIN]),
    ("recruiter@demo.example", "Robin Recruiter", [Role.RECRUITER]),
    (MANAGER, "Morgan Manager", [Role.MANAGER, Role.RECRUITER]),
    ("reviewer@demo.example", "Riley Reviewer", [Role.REVIEWER]),
    ("rowan@demo.example", "Rowan Reviewer", [Role.REVIEWER]),
    ("reese@demo.example", "Reese Reviewer", [Role.REVIEWER]),
)


@dataclass(frozen=True)
class DemoData:
    """What later runs on the same data folder need to know; holds the password of the demo's accounts."""

    assessment_id: str
    password: str

    def save(self, path: Path) -> None:
        """Write it, readable for its owner alone."""
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            json.dump(asdict(self), file)

    @classmethod
    def load(cls, path: Path) -> DemoData | None:
        """What save wrote, or None."""
        return cls(**json.loads(path.read_text())) if path.exists() else None


def packs() -> list[Pack]:
    """Every pack that is shipped. Raises PackInvalid or NotFound."""
    found, problems = load_packs(find_packs(resource("challenges")))
    if problems:
        raise PackInvalid(problems)
    if not any(not pack.spec.practice for pack in found):
        raise NotFound("There are no challenges to make an assessment of.")
    return found


def create(application: Application, loaded: list[Pack]) -> DemoData:
    """Organisation, accounts, challenges and the published assessment, all or nothing."""
    password = secrets.token_urlsafe(12)
    with application.work() as work:
        organisation = create_organisation(work, "demo", "Northfield Analytics")
        for email, name, roles in STAFF:
            create_user(work, organisation, email, name, password, roles)
        for pack in loaded:
            load_challenge(work, pack)
        manager = sign_in(work, MANAGER, password)
        assessment_id = _assessment(work, manager, loaded)
    return DemoData(str(assessment_id), password)


def tasks(loaded: list[Pack]) -> list[Pack]:
    """What somebody who takes the demo's assessment answers: its practice, and its challenges in their order."""
    found = {pack.spec.slug: pack for pack in loaded}
    practice = [pack for pack in loaded if pack.spec.practice]
    return practice + [found[slug] for slug in TASKS if slug in found]


def _assessment(work: Work, user: User, loaded: list[Pack]) -> UUID:
    asked = tasks(loaded)
    practice = next((pack.spec.slug for pack in asked if pack.spec.practice), None)
    designs = [pack for pack in loaded if pack.spec.kind == "design"]
    if designs:
        _published(work, user, DESIGN_TITLE, DESIGN_INTRO, designs, None)
    counting = [pack for pack in asked if not pack.spec.practice]
    return _published(work, user, TITLE, INTRO, counting, practice)


def _published(
    work: Work, user: User, title: str, intro: str, packs: list[Pack], practice: str | None
) -> UUID:
    minutes = sum(pack.spec.minutes for pack in packs)
    chosen = [(pack.spec.slug, 100) for pack in packs]
    assessment = create_assessment(work, user, Draft(title, intro, minutes, chosen, practice))
    return publish_assessment(work, user, assessment.id).id


def invite(application: Application, data: DemoData, name: str) -> NewInvitation:
    """A fresh invitation by the manager."""
    email = name.lower().replace(" ", ".") + "@mail.example"
    with application.work() as work:
        manager = sign_in(work, MANAGER, data.password)
        return invite_candidate(work, manager, UUID(data.assessment_id), name, email)


def invite_link(application: Application, invitation: NewInvitation) -> str:
    """The link that the candidate gets."""
    return f"{application.settings.base_url}/i/{invitation.token}"
