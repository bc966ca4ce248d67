"""What is recorded of how somebody works, and that no score knows of it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

import assessor
from assessor.domain.attempt import Attempt
from assessor.domain.events import EventKind
from assessor.domain.outcomes import Verdict
from assessor.domain.rules import Aid, Rules
from assessor.domain.signals import MOST_AT_ONCE, SIGNALS, Signal
from assessor.errors import InvalidInput, NotFound
from assessor.services.clock import ManualClock
from assessor.services.record_signals import record_signals
from assessor.services.take_break import take_break
from assessor.services.view_record import view_record
from assessor.services.view_scorecard import view_scorecard
from tests.integration.servers import SLUG, events
from tests.integration.services.test_sitting import finish, give_verdict, submit
from tests.integration.world import PRACTICE, World

PASTE = Signal(EventKind.PASTED, 1234, False, 5.0)
AWAY = Signal(EventKind.AWAY, 90, False, 3600.0)


def report(world: World, attempt: Attempt, *signals: Signal, slug: str = SLUG) -> None:
    with world.application.work() as work:
        record_signals(work, attempt.id, slug, signals)


def test_what_is_reported_is_dated_when_it_happened_and_shown_to_its_candidate(
    world: World, clock: ManualClock
) -> None:
    attempt = world.running()
    clock.advance(minutes=2)
    report(world, attempt, PASTE, AWAY)
    paste, away = events(world, attempt, EventKind.PASTED)[0], events(world, attempt, EventKind.AWAY)[0]
    assert paste.data == {"slug": SLUG, "characters": 1234, "inside": False}
    assert clock.now() - paste.at == timedelta(seconds=5)
    assert away.at == attempt.started_at, "never before the start"
    with world.application.work(readonly=True) as work:
        shown = view_record(work, attempt.id).events
    assert {EventKind.PASTED, EventKind.AWAY} <= {event.kind for event in shown}


def test_nothing_is_recorded_in_practice_on_a_break_before_and_after(world: World) -> None:
    ruled = world.with_rules(Rules(break_minutes=5))
    ready, resting, over = ruled.agreed(), ruled.running(), ruled.running()
    report(ruled, ready, PASTE)
    report(ruled, resting, PASTE, slug=PRACTICE)
    with ruled.application.work() as work:
        take_break(work, resting.id)
    report(ruled, resting, PASTE)
    finish(ruled, over)
    report(ruled, over, PASTE)
    for attempt in (ready, resting, over):
        assert events(ruled, attempt, *SIGNALS) == []


@pytest.mark.parametrize(
    "signals",
    [
        [Signal(EventKind.GRADED, 100, True, 0)],
        [Signal(EventKind.PASTED, -1, True, 0)],
        [Signal(EventKind.AWAY, 1, True, -1)],
        [PASTE] * (MOST_AT_ONCE + 1),
    ],
)
def test_what_no_page_sends_is_refused(world: World, signals: list[Signal]) -> None:
    attempt = world.running()
    with pytest.raises(InvalidInput):
        report(world, attempt, *signals)
    with pytest.raises(NotFound):
        report(world, attempt, PASTE, slug="no-such-challenge")


def test_signals_never_touch_a_score(world: World) -> None:
    """Also where the assessment allows no aids: two candidates with the same answers get the same scorecard."""
    ruled = world.with_rules(Rules(ai=Aid.FORBIDDEN, documentation=Aid.FORBIDDEN))
    quiet, watched = ruled.running(), ruled.running()
    for _ in range(3):
        report(ruled, watched, *[PASTE, AWAY] * 20)
    scores = []
    for attempt in (quiet, watched):
        submit(ruled, attempt, "select 1")
        finish(ruled, attempt)
        give_verdict(ruled, attempt, SLUG, Verdict.FAILED, 70)
        with ruled.application.work(readonly=True) as work:
            card = view_scorecard(work, ruled.manager, attempt.id)
        given = [(item.status, item.grading and item.grading.score) for item in card.challenges]
        scores.append((card.score, card.competencies, given))
    assert scores[0] == scores[1]
    assert scores[0][0] == 35.0
    assert len(events(ruled, watched, *SIGNALS)) == 120


def test_nothing_that_makes_a_score_reads_signals() -> None:
    root = Path(assessor.__file__).parent
    makers = [
        *(root / "grading").rglob("*.py"),
        *(root / "kinds").rglob("*.py"),
        *(root / "packs").rglob("*.py"),
    ]
    makers += [
        root / "domain" / f"{name}.py" for name in ("assessment", "answers", "outcomes", "competencies")
    ]
    makers += [
        root / "services" / f"{name}.py"
        for name in ("settle_attempt", "counting_answers", "grade_submission", "regrade", "submit_answer")
    ]
    makers.append(root / "storage" / "queries" / "gradings.py")
    reading = [
        str(file.relative_to(root))
        for file in makers
        if any(word in file.read_text() for word in ("signals", "PASTED", "AWAY", "EventRow"))
    ]
    assert reading == []
