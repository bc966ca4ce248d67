"""Staff invite many people: a list is read and shown, then confirmed, then a worker makes the invitations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID, uuid4

from assessor.domain.assessment import Assessment
from assessor.domain.imports import Import, ImportState, Person, Verdict
from assessor.domain.invitation import Invitee
from assessor.domain.people import User
from assessor.domain.rights import Right, may
from assessor.errors import InvalidInput, NotFound, WrongState
from assessor.mail.people import read_file, read_text, without_doubles
from assessor.services.guard import needs
from assessor.services.invite_candidate import require_days, require_published
from assessor.services.invite_many import invite_many, new_invitee
from assessor.services.view_assessment import find_assessment
from assessor.services.work import Work, WorkFactory
from assessor.storage.queries import imports, organisations

BATCH = 1000
PAGE = 100
KEPT = timedelta(days=30)
"""How long the lines of an import are kept; the invitations stay."""
PASTED = "pasted"


@dataclass(frozen=True)
class ImportView:
    """An import with one page of its lines."""

    found: Import
    assessment: Assessment
    people: tuple[Person, ...]
    more: bool
    counts: Mapping[Verdict, int]
    invited: int
    """How many of them have their invitation."""

    @property
    def good(self) -> int:
        """How many can be invited, or are."""
        return self.counts.get(Verdict.GOOD, 0)


@needs(Right.INVITE)
def read_import(
    work: Work,
    user: User,
    assessment_id: UUID,
    content: bytes | str,
    *,
    source: str = PASTED,
    valid_days: int = 14,
    send: bool = False,
) -> Import:
    """Keep what a file (bytes) or a pasted text says; nobody is invited yet.

    Raises NotFound, NotAllowed, or InvalidInput where the whole cannot be read.
    """
    require_published(find_assessment(work, user, assessment_id))
    require_days(valid_days)
    now = work.now()
    read = read_text(content, now) if isinstance(content, str) else read_file(content, now)
    if not may(user, Right.ACCOMMODATE):
        read = tuple(_without_extra_time(each) for each in read)
    people = without_doubles(read, imports.invited_emails(work.session, assessment_id))
    new = Import(
        id=uuid4(),
        organisation_id=user.organisation_id,
        assessment_id=assessment_id,
        created_by=user.id,
        source=source[:200] or PASTED,
        state=ImportState.PREVIEW,
        valid_days=valid_days,
        send=send,
        created_at=now,
        confirmed_at=None,
    )
    imports.add(work.session, new, people)
    return new


@needs(Right.INVITE)
def view_import(
    work: Work, user: User, import_id: UUID, verdict: Verdict | None = None, page: int = 1
) -> ImportView:
    """One import. Raises NotFound."""
    found = _find(work, user, import_id)
    counts, invited = imports.counts(work.session, import_id)
    people = imports.people(work.session, import_id, verdict, PAGE + 1, PAGE * (page - 1))
    if not may(user, Right.ACCOMMODATE):
        people = tuple(replace(each, extra_time_percent=0) for each in people)
    assessment = find_assessment(work, user, found.assessment_id)
    return ImportView(found, assessment, people[:PAGE], len(people) > PAGE, counts, invited)


@needs(Right.INVITE)
def confirm_import(work: Work, user: User, import_id: UUID) -> Import:
    """Have everybody invited whose line is good; confirming twice does no more. Raises NotFound or InvalidInput."""
    found = _find(work, user, import_id, lock=True)
    if found.state is not ImportState.PREVIEW:
        return found
    counts, _ = imports.counts(work.session, import_id)
    if not counts.get(Verdict.GOOD):
        raise InvalidInput("There is nobody who can be invited.")
    imports.set_state(work.session, import_id, ImportState.RUNNING, work.now())
    work.defer("run_import", lock=f"import:{import_id}", import_id=str(import_id))
    return replace(found, state=ImportState.RUNNING)


@needs(Right.INVITE)
def discard_import(work: Work, user: User, import_id: UUID) -> Import:
    """Forget a list that nobody was invited from. Raises NotFound or WrongState."""
    found = _find(work, user, import_id, lock=True)
    if found.state is not ImportState.PREVIEW:
        raise WrongState("It is confirmed: withdraw the invitations instead.")
    imports.remove(work.session, import_id)
    return found


def run_import(open_work: WorkFactory, import_id: UUID) -> None:
    """Invite everybody of a confirmed import who is not invited yet, in batches.

    Each batch is one transaction, and a line with its invitation is done: whenever it is interrupted, running it again
    goes on where it stopped.
    """
    while True:
        with open_work() as work:
            if not _batch(work, import_id):
                return


def _batch(work: Work, import_id: UUID) -> bool:
    """Whether there may be more to do."""
    found = imports.find(work.session, import_id, lock=True)
    if found is None or found.state is not ImportState.RUNNING:
        return False
    waiting = imports.uninvited(work.session, import_id, BATCH)
    if not waiting:
        imports.set_state(work.session, import_id, ImportState.DONE, found.confirmed_at)
        return False
    imports.lock_assessment(work.session, found.assessment_id)
    known = imports.invited_emails(work.session, found.assessment_id)
    twice = [each.number for each in waiting if each.email.lower() in known]
    imports.mark_twice(work.session, import_id, twice, "Was invited to this assessment in the meantime.")
    _invite(work, found, [each for each in waiting if each.email.lower() not in known])
    return True


def _invite(work: Work, found: Import, people: Sequence[Person]) -> None:
    if not people:
        return
    user = organisations.get_user(work.session, found.created_by)
    made = [_invitee(work, found, each) for each in people]
    by = user.name if user else ""
    invite_many(work, found.organisation_id, found.assessment_id, found.created_by, by, made)
    lines = {each.number: new.id for each, new in zip(people, made, strict=True)}
    imports.mark_invited(work.session, found.id, lines)


def _invitee(work: Work, found: Import, person: Person) -> Invitee:
    begins = max(person.send_at or work.now(), work.now())
    new = new_invitee(work, person.name, person.email, begins + timedelta(days=found.valid_days))
    return replace(
        new,
        extra_time_percent=person.extra_time_percent,
        external_id=person.external_id,
        import_id=found.id,
        import_row=person.number,
        send_at=begins if found.send else None,
    )


def _without_extra_time(person: Person) -> Person:
    """For who may not grant it: such a line is wrong, so that nobody is silently given less."""
    if not person.extra_time_percent:
        return person
    problem = "Your account may not grant extra time. Leave it out, or ask a recruiter."
    return replace(person, extra_time_percent=0, verdict=Verdict.WRONG, problem=problem)


def forget_old_imports(work: Work) -> int:
    """Forget the lines of old imports: they name people. How many lines."""
    return imports.forget_people(work.session, work.now() - KEPT)


def _find(work: Work, user: User, import_id: UUID, *, lock: bool = False) -> Import:
    found = imports.find(work.session, import_id, lock=lock)
    if found is None or found.organisation_id != user.organisation_id:
        raise NotFound()
    return found
