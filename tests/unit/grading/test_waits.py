"""Who waits for a session that does nothing, who for one that will go on, and who in a circle."""

from __future__ import annotations

import pytest

from assessor.grading.interleaving.waits import stuck

SESSIONS = frozenset({1, 2, 3, 4})


@pytest.mark.parametrize(
    ("blockers", "expected"),
    [
        ({}, set()),
        ({1: {2}}, {1}),
        ({1: {2}, 2: {3}}, {1, 2}),
        ({1: set(), 2: {3}}, {2}),
        ({1: set(), 2: {1}}, set()),
        ({1: {2}, 2: {1}}, set()),
        ({1: {2, 4}, 2: {1}}, set()),
        ({1: {2}, 2: {3}, 3: {2}}, set()),
        ({1: {2, 3}, 2: {4}}, {1, 2}),
        ({1: {99}}, set()),
        ({1: {2, 99}}, set()),
    ],
    ids=[
        "nobody",
        "for an idle session",
        "one behind the other",
        "one of two runs",
        "for one that runs",
        "a circle",
        "a circle beside an idle session",
        "behind a circle",
        "for two",
        "for a stranger",
        "for a stranger, too",
    ],
)
def test_stuck(blockers, expected):
    found = stuck({pid: frozenset(those) for pid, those in blockers.items()}, SESSIONS)
    assert found == expected
