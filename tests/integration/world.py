"""A small world to test in: two organisations, one published assessment of two packs and a practice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from assessor.bootstrap import Application
from assessor.domain.assessment import Assessment
from assessor.domain.attempt import Attempt
from assessor.domain.people import Role, User
from assessor.domain.rules import Rules
from assessor.packs.loader import Pack
from assessor.packs.new import new_pack
from assessor.services.create_assessment import Draft, create_assessment
from assessor.services.create_organisation import create_organisation, create_user
from assessor.services.give_consent import give_consent
from assessor.services.invite_candidate import NewInvitation, invite_candidate
from assessor.services.load_challenge import load_challenge
from assessor.services.provision_sandbox import provision_sandbox
from assessor.services.publish_assessment import publish_assessment
from assessor.services.repair_sandbox import repair_sandbox
from assessor.services.start_attempt import start_attempt
from assessor.services.suspend_idle import suspend_sandbox
from assessor.services.watch_sandboxes import watch_sandboxes
from assessor.storage.queries import sandboxes
from sandbox.provider import SandboxHandle

PASSWORD = "a password for tests"
PRACTICE = "warm-up"
CHALLENGES = ("first-report", "second-report")
MINUTES = 60


@dataclass
class World:
    """What exists, and short ways to make more happen."""

    application: Application
    manager: User
    stranger: User
    """Of another organisation."""
    assessment: Assessment
    invitations: list[NewInvitation] = field(default_factory=list)

    @classmethod
    def create(cls, application: Application, folder: Path) -> World:
        """Fill an empty database; `folder` is where small packs are made."""
        with application.work() as work:
            ours = create_organisation(work, "ours", "Ours Ltd")
            theirs = create_organisation(work, "theirs", "Theirs Ltd")
            for role in Role:
                create_user(work, ours, f"{role}@ours.example", role.title(), PASSWORD, [role])
                create_user(work, theirs, f"{role}@theirs.example", role.title(), PASSWORD, [role])
            manager = create_user(
                work, ours, "m@ours.example", "Manager", PASSWORD, [Role.MANAGER, Role.RECRUITER]
            )
            stranger = create_user(work, theirs, "s@theirs.example", "Stranger", PASSWORD, [Role.ADMIN])
            for slug in (PRACTICE, *CHALLENGES):
                load_challenge(work, Pack.from_folder(new_pack(folder, slug)))
            chosen = [(slug, 100) for slug in CHALLENGES]
            draft = create_assessment(work, manager, Draft("Test", "Intro", MINUTES, chosen, PRACTICE))
            published = publish_assessment(work, manager, draft.id)
        return cls(application, manager, stranger, published)

    def with_rules(self, rules: Rules, minutes: Mapping[str, int] | None = None) -> World:
        """The same world around another published assessment of the same challenges, with these rules."""
        with self.application.work() as work:
            chosen = [(slug, 100) for slug in CHALLENGES]
            draft = create_assessment(
                work,
                self.manager,
                Draft("Ruled", "Intro", MINUTES, chosen, PRACTICE, rules, minutes or {}),
            )
            return replace(self, assessment=publish_assessment(work, self.manager, draft.id))

    def invite(
        self, name: str = "Cand Idate", *, email: str = "c@mail.example", days: int = 14, extra: int = 0
    ) -> NewInvitation:
        """A fresh invitation."""
        with self.application.work() as work:
            made = invite_candidate(work, self.manager, self.assessment.id, name, email, days, extra)
        self.invitations.append(made)
        return made

    def agreed(self, *, extra: int = 0) -> Attempt:
        """An attempt whose candidate agreed and whose servers answer."""
        attempt_id = self.invite(extra=extra).attempt.id
        with self.application.work() as work:
            attempt = give_consent(work, attempt_id)
        self.provision(attempt_id)
        return attempt

    def running(self, *, extra: int = 0) -> Attempt:
        """An attempt whose clock runs."""
        attempt_id = self.agreed(extra=extra).id
        with self.application.work() as work:
            return start_attempt(work, attempt_id)

    def provision(self, attempt_id: UUID) -> None:
        """Start what the attempt has requested, as the worker would."""
        with self.application.work(readonly=True) as work:
            requested = list(sandboxes.of_attempt(work.session, attempt_id).values())
        for sandbox in requested:
            provision_sandbox(self.application.work, self.application.sandbox_host(), sandbox.id)

    def suspend_idle(self) -> None:
        """Suspend what nobody uses, as the worker would."""
        idle = timedelta(minutes=self.application.settings.idle_minutes)
        with self.application.work(readonly=True) as work:
            found = sandboxes.idle(work.session, work.now() - idle)
        for sandbox_id in found:
            suspend_sandbox(self.application.work, self.application.provider(), sandbox_id, idle)

    def break_servers(self, attempt_id: UUID) -> None:
        """Let every server of the attempt die, and have it noticed."""
        with self.application.work(readonly=True) as work:
            servers = sandboxes.of_attempt(work.session, attempt_id).values()
        for sandbox in servers:
            self.application.provider().suspend(SandboxHandle.from_json(sandbox.handle or {}))
        watch_sandboxes(self.application.work, self.application.provider())

    def repair(self, attempt_id: UUID) -> None:
        """Bring back what is down, as the worker would."""
        with self.application.work(readonly=True) as work:
            servers = sandboxes.of_attempt(work.session, attempt_id).values()
        for sandbox in servers:
            repair_sandbox(self.application.work, self.application.provider(), sandbox.id)
