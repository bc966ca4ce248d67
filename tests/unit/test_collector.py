"""The garbage collector of a process that serves."""

from __future__ import annotations

import gc

import pytest

from assessor import collector


@pytest.fixture(autouse=True)
def restored():
    thresholds = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*thresholds)


def test_what_is_there_is_not_looked_at_again():
    before = len(gc.get_objects())

    collector.settle()

    assert gc.get_freeze_count() >= before / 2
    assert len(gc.get_objects()) < before / 2


def test_what_comes_later_is_freed_all_the_same():
    collector.settle()
    assert gc.get_threshold()[0] == collector.SELDOM

    class Ring:
        pass

    ring = Ring()
    ring.itself = ring
    del ring
    assert gc.collect() > 0
