"""The outbox is emptied: every mail once, or it is said that nobody knows.

A mail is claimed, in a transaction of its own, before it is handed over; its end is in this host's journal before it is
in the database. So whatever is killed, the next round knows of each claimed mail whether it was never handed over
(it waits again), was taken, or is in doubt (a person decides).
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from assessor.domain.attempt import planned_minutes
from assessor.domain.mail import Mail, MailState, retry_at
from assessor.errors import InvalidInput
from assessor.mail.journal import JournalBusy
from assessor.mail.message import letter
from assessor.mail.outcome import Ending, Outcome
from assessor.mail.post import PostOffice, Round
from assessor.mail.template import DEFAULTS, Template, fill
from assessor.mail.values import values
from assessor.services.work import Work, WorkFactory
from assessor.storage.queries import mails, webhooks
from assessor.storage.queries.mails import Settled

BATCH = 25
"""Mails that are claimed and settled together: few, for staff watch."""
ROUND_SECONDS = 20.0
TROUBLE_PAUSE = timedelta(minutes=1)
ABANDONED = timedelta(minutes=15)
"""A machine that has claimed mails and did not come back for so long leaves them in doubt."""

_STATES: Mapping[Ending, MailState] = {
    Ending.ACCEPTED: MailState.SENT,
    Ending.REFUSED: MailState.REFUSED,
    Ending.DOUBT: MailState.DOUBT,
}
_NOT_RECORDED = "The mail server refused it."
DOUBT = "It was handed over, but the answer of the mail server was lost."


def send_mails(open_work: WorkFactory, office: PostOffice, seconds: float = ROUND_SECONDS) -> int:
    """Send what is due, for about so long; how many mails were handed over. Does nothing while another process does."""
    until, handed = time.monotonic() + seconds, 0
    try:
        with office.open() as post:
            _take_up(open_work, post)
            while time.monotonic() < until:
                claimed = _claim(open_work, post)
                done = _hand_over(open_work, office, post, claimed)
                handed += done
                if done < BATCH:
                    break
    except JournalBusy:
        return 0
    return handed


def _take_up(open_work: WorkFactory, post: Round) -> None:
    """Settle what a killed sender of this host has left, and give up on those of others."""
    with open_work() as work:
        known = post.endings()
        left = set(mails.claimed_by(work.session, post.sender)) - known.keys()
        settled = [_settled(work, mail_id, 1, outcome) for mail_id, outcome in known.items()]
        settled += [Settled(mail_id, MailState.WAITING, counts=False) for mail_id in left]
        _settle(work, post, settled)
        mails.doubt_abandoned(work.session, post.sender, work.now() - ABANDONED)
    post.settled()


def _claim(open_work: WorkFactory, post: Round) -> tuple[Mail, ...]:
    with open_work() as work:
        mails.cancel_pointless(work.session, work.now())
        return mails.claim(work.session, post.sender, work.now(), BATCH)


def _hand_over(open_work: WorkFactory, office: PostOffice, post: Round, claimed: Sequence[Mail]) -> int:
    """Hand mails over until the server is in trouble; settle all of them, and say how many were tried."""
    ended: dict[UUID, Outcome] = {}
    with open_work() as work:
        prepared = [
            (mail, work.links.find(mail.invitation_id, mail.link_seed, mail.token_sha256)) for mail in claimed
        ]
        links, now = work.links, work.now()
    for mail, token in prepared:
        if token is None:
            ended[mail.id] = Outcome(Ending.REFUSED, 0, "Its link cannot be made again. Make a new link.")
            continue
        url = links.url(token)
        outcome = _one(office, post, mail, url, now)
        ended[mail.id] = Outcome(outcome.ending, outcome.code, outcome.words.replace(token, "…"))
        if outcome.ending is Ending.UNSENT:
            break
    with open_work() as work:
        trouble = next((each for each in ended.values() if each.ending is Ending.UNSENT), None)
        settled = [_settled(work, mail.id, mail.tries, ended.get(mail.id) or trouble) for mail in claimed]
        _settle(work, post, settled)
    post.settled()
    return 0 if trouble else len(claimed)


def _settle(work: Work, post: Round, settled: Sequence[Settled]) -> None:
    mails.settle(work.session, post.sender, settled, work.now())
    sent = [each.id for each in settled if each.state is MailState.SENT]
    if sent:
        webhooks.write_sent(work.session, sent, work.now())


def _one(office: PostOffice, post: Round, mail: Mail, url: str, now: datetime) -> Outcome:
    own = mail.subject is not None and mail.body is not None
    template = Template(mail.subject or "", mail.body or "") if own else DEFAULTS[mail.kind]
    minutes = planned_minutes(mail.minutes, mail.extra_time_percent)
    filled = fill(
        template,
        values(mail.candidate_name, mail.assessment, url, mail.expires_at, minutes, mail.organisation),
    )
    try:
        made = letter(office.server, mail.id, mail.candidate_name, mail.candidate_email, filled, now)
    except InvalidInput as error:
        return Outcome(Ending.REFUSED, 0, str(error))
    return post.hand_over(made)


def _settled(work: Work, mail_id: UUID, tries: int, outcome: Outcome | None) -> Settled:
    """What the outbox keeps of an outcome."""
    if outcome is None or outcome.ending is Ending.UNSENT:
        words = outcome.words if outcome else ""
        return Settled(mail_id, MailState.WAITING, words, work.now() + TROUBLE_PAUSE, counts=False)
    if outcome.ending is Ending.DEFERRED:
        again = retry_at(work.now(), tries)
        state = MailState.WAITING if again else MailState.FAILED
        return Settled(mail_id, state, outcome.words, again)
    said = {Ending.ACCEPTED: "", Ending.DOUBT: DOUBT, Ending.REFUSED: outcome.words or _NOT_RECORDED}
    return Settled(mail_id, _STATES[outcome.ending], said[outcome.ending])
