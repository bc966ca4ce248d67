"""An organisation says how long what is held about candidates is kept, and the worker lets go what is due."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from assessor.domain.people import User
from assessor.domain.retention import Due, Ending, Part, Retention
from assessor.domain.rights import Right
from assessor.services.audit_log import note
from assessor.services.erase_candidate import erase_people
from assessor.services.guard import needs
from assessor.services.work import Work, WorkFactory
from assessor.storage.queries import organisations, person
from assessor.storage.queries import retention as stored

BATCH, BATCHES = 50, 20
"""How many are let go in one transaction, and how many transactions one round has for each part."""
SOON = timedelta(days=30)
SHOWN = 20


@dataclass(frozen=True)
class Foreseen:
    """Of one part: how many are due now and within SOON, how many are held, and the first of them."""

    now: int
    soon: int
    held: int
    first: tuple[Due, ...]


@dataclass(frozen=True)
class RetentionView:
    """A rule with what it would do."""

    rule: Retention
    foreseen: Mapping[Part, Foreseen]
    """Only of parts that have an end."""


@needs(Right.RETAIN)
def view_retention(work: Work, user: User, wanted: Retention | None = None) -> RetentionView:
    """The rule as it is, or what another one would do. Nothing is changed. Raises InvalidInput."""
    rule = wanted or rule_of(work, user.organisation_id)
    rule.require()
    parts = ((part, months) for part in Part if (months := rule.months(part)))
    return RetentionView(
        rule, {part: _foreseen(work, user.organisation_id, part, months) for part, months in parts}
    )


@needs(Right.RETAIN)
def set_retention(
    work: Work,
    user: User,
    *,
    finished: int | None,
    unstarted: int | None,
    recordings: int | None,
    ending: Ending,
) -> None:
    """Change the rule; it holds for what is there already. Raises InvalidInput."""
    rule = Retention(finished, unstarted, recordings, ending)
    rule.require()
    stored.set_rule(work.session, user.organisation_id, rule)


def rule_of(work: Work, organisation_id: UUID) -> Retention:
    """What candidates are told by."""
    return stored.rule(work.session, organisation_id) or Retention()


def let_go(open_work: WorkFactory) -> int:
    """Let go what is due and not held, some in each transaction; how many. What is left comes in the next round."""
    with open_work() as work:
        known = stored.organisations_with_rules(work.session)
    return sum(_let_go(open_work, each, part) for each in known for part in Part)


def _let_go(open_work: WorkFactory, organisation_id: UUID, part: Part) -> int:
    gone = 0
    for _ in range(BATCHES):
        with open_work() as work:
            batch = _batch(work, organisation_id, part)
        gone += batch
        if batch < BATCH:
            break
    return gone


def _batch(work: Work, organisation_id: UUID, part: Part) -> int:
    """The rule is read anew each time: who lengthens it stops what is not gone yet."""
    organisations.lock(work.session, organisation_id)
    rule = rule_of(work, organisation_id)
    months = rule.months(part)
    if months is None:
        return 0
    due = stored.take_due(work.session, organisation_id, part, months, work.now(), BATCH)
    if not due:
        return 0
    attempt_ids = [each.attempt_id for each in due]
    if part is Part.RECORDINGS:
        person.erase_recordings(work.session, attempt_ids, work.now())
    else:
        anonymous = part is Part.FINISHED and rule.ending is Ending.ANONYMOUS
        people = [each.candidate_id for each in due]
        erase_people(work, organisation_id, people, keep_points=anonymous)
    note(
        work,
        organisation_id,
        None,
        "let_go",
        part=part,
        months=months,
        ending=rule.ending,
        attempt_ids=attempt_ids,
    )
    return len(due)


def _foreseen(work: Work, organisation_id: UUID, part: Part, months: int) -> Foreseen:
    now, until = work.now(), work.now() + SOON
    due = stored.count_due(work.session, organisation_id, part, months, now, until)
    return Foreseen(*due, stored.due(work.session, organisation_id, part, months, until, SHOWN))
