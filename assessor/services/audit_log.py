"""What staff do is noted while they do it, and written into the log of their organisation as the last thing before the
commit: whoever waits for the log's end holds nothing that others wait for."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from itertools import groupby
from typing import Any
from uuid import UUID

from assessor.domain.audit import LOOKS_APART, Entry, Head, first_break
from assessor.domain.people import User
from assessor.services.create_organisation import find_organisation
from assessor.services.work import Work
from assessor.storage.queries import audit

_NOTED = "audit"


@dataclass(frozen=True)
class _Note:
    organisation_id: UUID
    actor_id: UUID | None
    act: str
    detail: Mapping[str, Any]


def note(work: Work, organisation_id: UUID, actor_id: UUID | None, act: str, **detail: object) -> None:
    """Have an act written into the log with this transaction. Of `detail` ids, numbers and choices are kept."""
    noted = _Note(organisation_id, actor_id, act, _kept(detail))
    work.session.info.setdefault(_NOTED, []).append(noted)


def note_look(work: Work, organisation_id: UUID, actor_id: UUID | None, act: str, **thing: object) -> None:
    """The same for what somebody looks at, unless they did within the hour. `work` is to be for nothing else."""
    look = (work.session, organisation_id, actor_id, act, _kept(thing), work.now() - LOOKS_APART)
    if audit.known_since(*look):
        return
    audit.locked_head(work.session, organisation_id)
    if not audit.known_since(*look):
        note(work, organisation_id, actor_id, act, **thing)


def note_service(
    work: Work, user: User, service: Callable[..., Any], args: Any, kwargs: Any, made: object
) -> None:
    """Note that a service was used, with those of its arguments that name no person, and the id of what it made."""
    if work.session.info.get("readonly"):
        return
    given = inspect.signature(service).bind(work, user, *args, **kwargs).arguments
    detail = dict(list(given.items())[2:])
    note(work, user.organisation_id, user.id, service.__name__, **detail, made=_id_of(made))


def write_notes(work: Work) -> None:
    """Write down what was noted since the last time."""
    noted: list[_Note] = work.session.info.pop(_NOTED, [])
    by_organisation = sorted(noted, key=lambda each: each.organisation_id)
    for organisation_id, notes in groupby(by_organisation, key=lambda each: each.organisation_id):
        head = audit.locked_head(work.session, organisation_id)
        added: list[Entry] = []
        for each in notes:
            entry = _entry(work, each, head)
            added.append(entry)
            head = Head(organisation_id, entry.number, entry.sha256)
        audit.extend(work.session, added, replace(head, seal=work.vault.mark(head.sealed())))


def verify_log(work: Work, organisation_slug: str) -> tuple[int, str | None]:
    """How many entries a log has, and the first that is not as it was written. Raises NotFound."""
    return verify(work, find_organisation(work, organisation_slug).id)


def verify(work: Work, organisation_id: UUID) -> tuple[int, str | None]:
    """The same, by the organisation's id."""
    head = audit.head(work.session, organisation_id)
    if head is None:
        left = next(audit.entries(work.session, organisation_id), None)
        return 0, f"Entry {left.number} is there, but the log's head is gone." if left else None
    broken = first_break(audit.entries(work.session, organisation_id), head)
    if broken is None and work.vault.mark(head.sealed()) != head.seal:
        broken = f"Entry {head.number} was not written last by this installation: the seal is another one."
    return head.number, broken


def export_log(work: Work, organisation_slug: str) -> Iterator[Entry]:
    """Every entry of an organisation's log in order. Raises NotFound."""
    return audit.entries(work.session, find_organisation(work, organisation_slug).id)


def _entry(work: Work, each: _Note, head: Head) -> Entry:
    entry = Entry(
        each.organisation_id,
        head.number + 1,
        work.now(),
        each.actor_id,
        each.act,
        each.detail,
        head.sha256,
    )
    return replace(entry, sha256=entry.digest())


def _kept(detail: Mapping[str, object]) -> dict[str, object]:
    return {name: told for name, value in detail.items() if (told := _told(value)) is not None}


def _told(value: object) -> object | None:
    """What of an argument may be chained for ever: no text, for it could name a person."""
    match value:
        case Enum():
            return str(value.value)
        case UUID():
            return str(value)
        case bool() | int():
            return value
        case str() | bytes() | Mapping():
            return None
        case Collection():
            told = [each for each in map(_told, value) if each is not None]
            return sorted(told, key=str) or None
        case _:
            return None


def _id_of(made: object) -> UUID | None:
    for holder in (made, *(getattr(made, name, None) for name in ("attempt", "user", "token"))):
        found = getattr(holder, "id", None)
        if isinstance(found, UUID):
            return found
    return None
