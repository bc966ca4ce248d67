"""Tries to sign in are counted in the database, for all web processes together."""

from __future__ import annotations

from collections.abc import Sequence

from assessor.domain.access import TRIES_IN, try_keys
from assessor.domain.people import User
from assessor.domain.second_factor import TRIES, try_key
from assessor.domain.second_factor import TRIES_IN as TRIES_IN_SECOND
from assessor.errors import TooManyTries
from assessor.services.work import Work
from assessor.storage.queries import staff_access


def count_try(work: Work, address: str, email: str) -> tuple[int, ...]:
    """Count a try before it is made; forget_try takes it back if it was right. Raises TooManyTries.

    Tries at the same time wait for each other, so that no burst gets more than there may be.
    """
    now = work.now()
    counted = []
    for key, most in try_keys(address, email):
        number = staff_access.count_try(work.session, key, now, now - TRIES_IN, most)
        if number is None:
            raise TooManyTries()
        counted.append(number)
    return tuple(counted)


def count_second_try(work: Work, address: str, user: User) -> tuple[int, ...]:
    """The same for the second step, which has a limit for the account, too. Raises TooManyTries."""
    counted, now = count_try(work, address, user.email), work.now()
    number = staff_access.count_try(work.session, try_key(user.id), now, now - TRIES_IN_SECOND, TRIES)
    if number is None:
        raise TooManyTries()
    return (*counted, number)


def forget_try(work: Work, counted: Sequence[int]) -> None:
    """It was right."""
    staff_access.forget_tries(work.session, counted)
