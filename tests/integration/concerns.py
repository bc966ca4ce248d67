"""What tests of requests and contests share."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from sqlalchemy import text

from assessor.domain.people import Role, User
from assessor.services.decide_contest import look_again
from assessor.services.tell_staff import ask_for_accommodation, contest
from assessor.storage.queries import concerns
from tests.integration.world import World

SAME = {"answers": [{"slug": "first-report", "before": 50.0, "after": 50.0, "changes": [], "causes": []}]}
OTHER = {"answers": [{**SAME["answers"][0], "after": 90.0, "changes": ["50 became 90"]}]}


def someone(world: World, role: Role) -> User:
    """The account of ours that has only this role."""
    with world.application.work(readonly=True) as work:
        found = text("select id from user_account where email = :email")
        user_id = work.session.scalar(found, {"email": f"{role}@ours.example"})
    account = {"id": user_id, "email": f"{role}@ours.example", "name": role.title()}
    return replace(world.manager, **account, roles=frozenset({role}))


def a_concern(world: World, attempt_id: UUID, *, contested: bool, shadow: dict | None = SAME) -> UUID:
    """A request, or a contest that was graded again (unless `shadow` is None) and looked at by the reviewer."""
    with world.application.work() as work:
        (contest if contested else ask_for_accommodation)(work, attempt_id, "Something is wrong.")
        concern_id = concerns.of_attempt(work.session, attempt_id)[-1].id
        if contested and shadow is not None:
            concerns.keep_shadow(work.session, concern_id, shadow)
    if contested:
        with world.application.work() as work:
            reviewer = someone(world, Role.REVIEWER)
            look_again(work, reviewer, concern_id, "Right as it is.", should_change=False)
    return concern_id
