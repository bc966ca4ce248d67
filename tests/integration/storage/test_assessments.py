"""What is published is read once; what is not, every time."""

from __future__ import annotations

from uuid import uuid4

from sqlalchemy import event

from assessor.services.create_assessment import Draft, create_assessment
from assessor.storage.queries import assessments
from tests.integration.world import CHALLENGES, World


def statements(world: World, assessment_id: object) -> int:
    seen: list[str] = []
    engine = world.application.database.platform_engine
    event.listen(engine, "before_cursor_execute", lambda *given: seen.append(given[2]))
    with world.application.work(readonly=True) as work:
        assert assessments.get(work.session, assessment_id).id == assessment_id  # type: ignore[arg-type]  # a UUID
    return len(seen)


def test_a_published_assessment_is_read_once_by_each_process(world: World, monkeypatch) -> None:
    monkeypatch.setattr(assessments, "_published", {})
    assert statements(world, world.assessment.id) > 0
    assert statements(world, world.assessment.id) == 0


def test_a_draft_is_read_anew_since_it_may_change(world: World) -> None:
    with world.application.work() as work:
        draft = create_assessment(work, world.manager, Draft("Draft", "", 60, [(CHALLENGES[0], 100)], None))
    assert statements(world, draft.id) > 0
    assert statements(world, draft.id) > 0


def test_few_are_kept(world: World, monkeypatch) -> None:
    monkeypatch.setattr(assessments, "_published", {})
    monkeypatch.setattr(assessments, "_MOST_KEPT", 1)
    assessments._published[world.manager.id] = world.assessment
    statements(world, world.assessment.id)
    assert list(assessments._published) == [world.assessment.id]


def test_what_is_kept_is_still_found_by_its_own_organisation_alone(world: World) -> None:
    with world.application.work(readonly=True) as work:
        assessments.get(work.session, world.assessment.id)
        assert assessments.find(work.session, world.assessment.organisation_id, world.assessment.id)
        assert assessments.find(work.session, uuid4(), world.assessment.id) is None
