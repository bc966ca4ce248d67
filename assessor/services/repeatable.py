"""A request with an Idempotency-Key is done once, however often it is sent; the same answer is given again."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass

from assessor.domain.api import IDEMPOTENCY_LASTS
from assessor.errors import KeyInUse, KeyUsedForAnother
from assessor.services.api_tokens import Caller
from assessor.services.work import Work
from assessor.storage.queries import api
from assessor.storage.queries.api import Answered


@dataclass(frozen=True)
class Given:
    """A status and a body."""

    status: int
    body: str


def find_answer(work: Work, caller: Caller, key: str, request: bytes) -> Given | None:
    """What this request was answered; None: it is to be done now, in this transaction.

    Raises KeyInUse while it is being done, or KeyUsedForAnother if another request came with the key.
    """
    lock = hashlib.sha256(caller.token.id.bytes + key.encode()).digest()
    if not api.try_lock(work.session, lock):
        raise KeyInUse()
    known = api.answered(work.session, caller.token.id, key)
    if known is None:
        return None
    if not hmac.compare_digest(known.request_sha256, hashlib.sha256(request).digest()):
        raise KeyUsedForAnother()
    return Given(known.status, work.vault.open(known.answer))


def keep_answer(work: Work, caller: Caller, key: str, request: bytes, given: Given) -> None:
    """Remember it, together with what was done."""
    digest = hashlib.sha256(request).digest()
    answered = Answered(digest, given.status, work.vault.seal(given.body))
    token = caller.token
    api.keep_answer(work.session, token.id, token.organisation_id, key, answered, work.now())


def forget_answers(work: Work) -> int:
    """Forget what nobody repeats any more; how many."""
    return api.forget_answers(work.session, work.now() - IDEMPOTENCY_LASTS)
