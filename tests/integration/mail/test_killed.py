"""The worker is killed while it sends: everybody is sent their mail once all the same."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.bench.mail import sending
from tests.inbox import inbox, smtp
from tests.living import living

MAILS, KILLED_AT = 12, 5


@pytest.fixture(scope="module")
def found():
    """With the worker alone, and with the process that hands over, killed when the server has a mail and is silent."""
    with inbox() as box, living("process", **smtp(box.port)) as live:
        alone = sending(live, box, MAILS, [KILLED_AT], with_courier=False)
        both = sending(live, box, MAILS, [KILLED_AT], with_courier=True)
        return alone, both, Counter(box.recipients)


def test_each_mail_comes_once_though_the_worker_was_killed(found):
    alone, _, _ = found
    assert alone["killed_at"] == [KILLED_AT]
    assert (alone["sent"], alone["duplicates"], alone["lost"], alone["in_doubt"]) == (MAILS, 0, 0, 0)


def test_what_nobody_can_know_is_in_doubt_and_never_sent_twice_unasked(found):
    _, both, received = found
    assert both["killed_at"] == [KILLED_AT]
    assert (both["sent"], both["duplicates"], both["lost"], both["in_doubt"]) == (MAILS, 0, 0, 1)
    assert both["after_asking"] == {"sent": MAILS, "duplicates": 0, "lost": 0, "in_doubt": 0}
    assert set(received.values()) == {1}
