"""A request with an Idempotency-Key is done once, however often it is sent; the same answer is given again."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from assessor.domain.answers import text_digest
from assessor.domain.api import IDEMPOTENCY_LASTS
from assessor.errors import AnswerErased, KeyInUse, KeyUsedForAnother, NotAllowed
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

    Raises KeyInUse while it is being done, KeyUsedForAnother if another request came with the key, or AnswerErased.
    """
    lock = hashlib.sha256(caller.token.id.bytes + key.encode()).digest()
    if not api.try_lock(work.session, lock):
        raise KeyInUse()
    known = api.answered(work.session, caller.token.id, text_digest(key))
    if known is None:
        return None
    if not hmac.compare_digest(known.request_sha256, hashlib.sha256(request).digest()):
        raise KeyUsedForAnother()
    if not known.answer:
        raise AnswerErased()
    return Given(known.status, work.vault.open(known.answer))


def keep_answer(work: Work, caller: Caller, key: str, request: bytes, given: Given) -> None:
    """Remember it, together with what was done."""
    digest = hashlib.sha256(request).digest()
    answered = Answered(digest, given.status, work.vault.seal(given.body))
    token = caller.token
    api.keep_answer(work.session, token.id, token.organisation_id, text_digest(key), answered, work.now())


def forget_answers(work: Work) -> int:
    """Forget what nobody repeats any more; how many."""
    return api.forget_answers(work.session, work.now() - IDEMPOTENCY_LASTS)


def erase_answers(work: Work, organisation_id: UUID, words: Collection[str]) -> None:
    """What names one of the words is kept no longer; that it was done is, so that it is not done twice."""
    for token_id, key, sealed in api.answers_of(work.session, organisation_id):
        if _names(work, sealed, words):
            api.erase_answer(work.session, token_id, key)


def _names(work: Work, sealed: bytes, words: Collection[str]) -> bool:
    try:
        answer = work.vault.open(sealed).lower()
    except NotAllowed:
        return True
    return any(word.lower() in answer for word in words)
