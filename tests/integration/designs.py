"""What tests of answers in words share: a world whose assessment asks for one, and people who score it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from uuid import UUID, uuid4

from assessor.domain.attempt import Attempt
from assessor.domain.people import Role, User
from assessor.domain.review import Rating, Ratings
from assessor.kinds import GRADER_VERSION
from assessor.packs.loader import Pack
from assessor.services.create_assessment import Draft, create_assessment
from assessor.services.create_organisation import create_user
from assessor.services.finish_attempt import finish_attempt
from assessor.services.grade_submission import grade_submission
from assessor.services.load_challenge import load_challenge
from assessor.services.publish_assessment import publish_assessment
from assessor.services.review_answers import claim_review, submit_review
from assessor.services.submit_answer import submit_answer
from assessor.storage.queries import answers, gradings, organisations
from tests.integration.world import PASSWORD, World

SLUG = "tenant-isolation-design"
FOLDER = Path(__file__).parents[2] / "challenges" / SLUG
CRITERIA = ("isolation", "keys", "audit", "neighbours", "trade-offs")
ANSWER = (FOLDER / "reference.md").read_text(encoding="utf-8")


def design_world(world: World, slug: str = SLUG) -> World:
    """The same world around an assessment of one challenge whose answer is in words."""
    with world.application.work() as work:
        load_challenge(work, Pack.from_folder(FOLDER.with_name(slug)))
        draft = create_assessment(work, world.manager, Draft("Designs", "", 60, [(slug, 100)], None))
        return replace(world, assessment=publish_assessment(work, world.manager, draft.id))


def a_reviewer(world: World, name: str = "Rater") -> User:
    """One more account of ours that may only review."""
    with world.application.work() as work:
        email = f"{uuid4().hex}@ours.example"
        organisation = organisations.get(work.session, world.manager.organisation_id)
        return create_user(work, organisation, email, name, PASSWORD, [Role.REVIEWER])


def handed_in(world: World, text: str = ANSWER, slug: str = SLUG) -> tuple[Attempt, UUID]:
    """A finished attempt whose answer was scored as far as it can be at once, and its submission."""
    attempt = world.running()
    with world.application.work() as work:
        submission = submit_answer(work, attempt.id, slug, text, uuid4().hex)
        grading = gradings.request(work.session, submission.id, GRADER_VERSION)
    with world.application.work() as work:
        finished = finish_attempt(work, attempt.id)
    grade_submission(world.application.work, world.application.provider(), grading)
    return finished, submission.id


def levels(level: int, **others: int) -> Ratings:
    """The same level and a comment for every criterion, but for the others."""
    return {name: Rating(others.get(name, level), f"Because of {name}.") for name in CRITERIA}


def reviewed(world: World, rater: User, ratings: Ratings) -> UUID:
    """Somebody takes what waits and submits it."""
    with world.application.work() as work:
        review_id = claim_review(work, rater)
    with world.application.work() as work:
        submit_review(work, rater, review_id, ratings)
    return review_id


def result_of(world: World, submission_id: UUID):
    """The newest grading."""
    with world.application.work(readonly=True) as work:
        assert answers.get_submission(work.session, submission_id)
        return gradings.of_submissions(work.session, [submission_id])[submission_id]
