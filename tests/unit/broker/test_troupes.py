"""Live workloads begin when somebody looks, and end when nobody does."""

import pytest

from assessor.broker import Scope, Target
from assessor.broker.troupes import UNASKED_SECONDS, Troupes
from sandbox.cast.live import Fare

PLOT = {"actors": [], "clients": [], "connections": {}}
ONE, TWO = Target("one", "platform"), Target("two", "platform")


class FakeLive:
    def __init__(self, plot, dsn, platform_dsn):
        self.dsn, self.closed, self.unasked_seconds = dsn, False, 0.0

    def fares(self):
        return (Fare("shop", "works", self.dsn),)

    def close(self):
        self.closed = True


@pytest.fixture
def played():
    return []


@pytest.fixture
def troupes(played):
    def play(*given):
        played.append(FakeLive(*given))
        return played[-1]

    return Troupes(play)


def test_one_for_each_challenge(troupes, played):
    for _ in range(2):
        assert troupes.fares(Scope("a", "c"), ONE, PLOT)[0].why == "one"
    troupes.fares(Scope("a", "d"), ONE, PLOT)
    assert len(played) == 2


def test_a_fresh_server_is_brought_into_trouble_anew(troupes, played):
    troupes.fares(Scope("a", "c"), ONE, PLOT)
    assert troupes.fares(Scope("a", "c"), TWO, PLOT)[0].why == "two"
    assert [live.closed for live in played] == [True, False]


def test_the_end_of_an_attempt(troupes, played):
    for attempt in ("a", "b"):
        troupes.fares(Scope(attempt, "c"), ONE, PLOT)
    troupes.end(Scope("a"))
    assert [live.closed for live in played] == [True, False]


def test_nobody_looks(troupes, played):
    for challenge in ("c", "d"):
        troupes.fares(Scope("a", challenge), ONE, PLOT)
    played[0].unasked_seconds = UNASKED_SECONDS + 1
    troupes.tidy()
    assert [live.closed for live in played] == [True, False]
