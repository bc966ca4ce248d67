"""Who sits where: sessions that are only pretended."""

from __future__ import annotations

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from assessor.broker import Key, Scope, SessionRun, Target
from assessor.broker import desk as module
from assessor.broker.desk import PER_SERVER, Desk
from assessor.broker.ledger import FORGET_SECONDS, RESTARTED, Ledger
from assessor.broker.messages import (
    Request,
    decode_answer,
    encode_answer,
    encode_refusal,
    result_from_json,
    result_to_json,
    run_from_json,
    run_to_json,
)
from assessor.errors import InvalidInput, PlatformFault, SessionBusy, TooManySessions
from sandbox.errors import ConnectionLost
from sandbox.execution import Column, ResultSet, RunLimits, RunOutcome, RunResult, SessionState, SqlError

PATIENCE = 30.0
TARGET = Target("dsn", "platform")
OK = RunResult(RunOutcome.OK, duration_ms=1.0)


def key(tab: str = "one", challenge: str = "c") -> Key:
    return Key("a", challenge, tab)


@dataclass
class FakeSession:
    """A session whose text is the state that it leaves."""

    state: SessionState = SessionState.IDLE
    ended: str | None = None
    lives: bool = True
    closed: str = ""
    texts: list[str] = field(default_factory=list)

    def run(self, text: str, limits: RunLimits) -> RunResult:
        self.texts.append(text)
        self.state = SessionState(text)
        if self.state is SessionState.ENDED:
            self.ended = "It broke."
        return OK

    def alive(self) -> bool:
        return self.lives

    def close(self, reason: str) -> None:
        self.closed = reason


class Opener:
    """Hands out fake sessions, or fails."""

    def __init__(self) -> None:
        self.made: list[FakeSession] = []
        self.problem = ""

    def __call__(self, key: Key, target: Target) -> FakeSession:
        if self.problem:
            raise ConnectionLost(self.problem)
        self.made.append(FakeSession())
        return self.made[-1]


class LongSession(FakeSession):
    """Runs until it is terminated."""

    def __init__(self) -> None:
        super().__init__()
        self.begun, self.over = threading.Event(), threading.Event()

    def run(self, text: str, limits: RunLimits) -> RunResult:
        self.begun.set()
        assert self.over.wait(PATIENCE)
        return super().run("ended", limits)

    def terminate(self, reason: str) -> bool:
        if self.begun.is_set():
            self.over.set()
        return self.over.is_set()


@pytest.fixture
def opener() -> Opener:
    return Opener()


@pytest.fixture
def desk(opener: Opener) -> Desk:
    return Desk(opener=opener)


def test_a_session_is_opened_once_and_used_again(desk, opener):
    assert desk.run(key(), TARGET, "in_transaction") == SessionRun(
        OK, SessionState.IN_TRANSACTION, fresh=True
    )
    assert desk.run(key(), TARGET, "idle") == SessionRun(OK, SessionState.IDLE, fresh=False)
    assert [session.texts for session in opener.made] == [["in_transaction", "idle"]]


def test_a_session_that_breaks_in_a_run_says_so_then_and_not_again(desk, opener):
    told = desk.run(key(), TARGET, "ended")
    assert (told.state, told.ended and told.ended.startswith("It broke. Its open")) == (
        SessionState.ENDED,
        True,
    )
    assert desk.run(key(), TARGET, "idle") == SessionRun(OK, SessionState.IDLE, fresh=True)
    assert len(opener.made) == 2


def test_a_session_that_was_lost_meanwhile_is_told_of_at_the_next_run(desk, opener):
    desk.run(key(), TARGET, "idle")
    opener.made[0].lives, opener.made[0].ended = False, "The server left."
    assert [kept.ended for kept in desk.known(Scope("a", "c"))] == [
        "The server left. Its open transaction and temporary tables are gone; your text is safe."
    ]
    told = desk.run(key(), TARGET, "idle")
    assert (told.fresh, told.ended and told.ended.startswith("The server left.")) == (True, True)
    assert desk.run(key(), TARGET, "idle").ended is None


def test_a_server_that_cannot_be_reached_keeps_what_is_to_be_told(desk, opener):
    desk.run(key(), TARGET, "idle")
    opener.made[0].lives, opener.made[0].ended = False, "The server left."
    opener.problem = "connection to server failed: No such file"
    told = desk.run(key(), TARGET, "idle")
    assert (told.result.outcome, told.result.duration_ms, told.fresh) == (RunOutcome.INTERRUPTED, 0.0, False)
    opener.problem = ""
    assert "The server left." in (desk.run(key(), TARGET, "idle").ended or "")


def test_another_server_is_another_session(desk, opener):
    desk.run(key(), TARGET, "in_transaction")
    told = desk.run(key(), Target("other", None), "idle")
    assert (told.fresh, "replaced" in (told.ended or "")) == (True, True)
    assert "replaced" in opener.made[0].closed


def test_what_is_idle_for_too_long_goes_and_its_tab_is_told(opener):
    desk = Desk(opener=opener, idle_seconds=-1.0)
    desk.run(key(), TARGET, "in_transaction")
    desk.tidy()
    assert opener.made[0].closed
    assert "not used" in (desk.run(key(), TARGET, "idle").ended or "")


def test_the_longest_idle_makes_room_unless_it_is_in_a_transaction(desk):
    for number in range(PER_SERVER):
        desk.run(key(f"t{number}"), TARGET, "idle" if number in (1, 2) else "in_transaction")
    desk.run(key("new", challenge="elsewhere"), TARGET, "idle")
    desk.run(key("new"), TARGET, "failed")
    states = {kept.tab: kept.state for kept in desk.known(Scope("a", "c"))}
    assert states["t1"] is SessionState.ENDED
    desk.run(key("t2"), TARGET, "in_transaction")
    with pytest.raises(TooManySessions):
        desk.run(key("one more"), TARGET, "idle")


@pytest.mark.parametrize(
    ("scope", "left"), [(Scope("a"), 0), (Scope("a", "c"), 1), (Scope("a", "c", "one"), 2), (Scope("b"), 3)]
)
def test_sessions_end_by_attempt_challenge_or_tab(desk, scope, left):
    for each in (key(), key("two"), key(challenge="d")):
        desk.run(each, TARGET, "idle")
    assert desk.end(scope) == 3 - left
    assert len(desk.known(Scope("a"))) == left


def test_who_ends_a_session_is_not_told_of_it_unless_a_reason_is_given(desk):
    desk.run(key(), TARGET, "idle")
    desk.end(Scope("a"), "Over.")
    desk.end(Scope("a"))
    assert desk.run(key(), TARGET, "idle").ended is None


class TestLedger:
    def test_what_was_open_is_told_by_the_next_keeper(self, tmp_path: Path) -> None:
        first = Ledger(tmp_path / "l")
        for tab in ("one", "two", "three"):
            first.opened(key(tab))
        first.ended(key("two"), "Why.")
        first.forget(key("three"))
        second = Ledger(tmp_path / "l")
        assert second.untold() == {key("one"): RESTARTED, key("two"): "Why."}
        second.opened(key("one"))
        assert second.reason(key("one")) is None

    def test_a_file_of_another_version_is_no_obstacle(self, tmp_path: Path) -> None:
        (tmp_path / "l").write_text(
            'nonsense\n["too", "short"]\n["a", "c", "one", "x", null]\n["a", "c", "two", 1, "W"]'
        )
        assert Ledger(tmp_path / "l").untold() == {key("two"): "W"}

    def test_what_nobody_asks_for_is_forgotten_in_the_end(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        ledger = Ledger(tmp_path / "l")
        ledger.ended(key("old"), "Why.")
        monkeypatch.setattr("assessor.broker.ledger.FORGET_SECONDS", -FORGET_SECONDS)
        ledger.opened(key("new"))
        assert set(Ledger(tmp_path / "l").untold()) == {key("new")}


class TestMessages:
    def test_a_run_comes_out_as_it_went_in(self) -> None:
        sets = (
            ResultSet(
                (Column("a", "text"), Column("b", "int4", True)), (("\ufffd", None),), 1, False, "SELECT 1"
            ),
        )
        error = SqlError("42601", "m", "d", "h", 7)
        result = RunResult(RunOutcome.ERROR, sets, error, ("n",), 1.5, "m", 1, 2, True)
        run = SessionRun(result, SessionState.FAILED, fresh=True, ended="e", keeper_lost=False)
        told = decode_answer(encode_answer(run_to_json(run)))
        assert run_from_json(told) == run
        assert result_from_json(json.loads(json.dumps(result_to_json(OK)))) == OK

    def test_a_request_comes_out_as_it_went_in(self) -> None:
        told = Request.decode(Request("end", {"scope": Scope("a"), "reason": ""}).encode())
        assert (told.method, told.arguments) == ("end", {"scope": ["a", "", ""], "reason": ""})

    @pytest.mark.parametrize(
        ("error", "kind"),
        [(SessionBusy(), SessionBusy), (TooManySessions(), TooManySessions), (InvalidInput(), PlatformFault)],
    )
    def test_a_refusal_is_raised_on_the_other_side(self, error: Exception, kind: type[Exception]) -> None:
        with pytest.raises(kind):
            decode_answer(encode_refusal(error))  # type: ignore[arg-type]  # all of them are errors of ours


def test_a_session_that_is_only_being_opened_counts_as_ended(monkeypatch):
    asked, may_open, stopped = threading.Event(), threading.Event(), module._stopped

    def opener(key, target):
        asked.set()
        assert may_open.wait(PATIENCE)
        return LongSession()

    def seen(seat, stop):
        may_open.set()
        return stopped(seat, stop)

    monkeypatch.setattr(module, "_stopped", seen)
    desk = Desk(opener=opener)
    with ThreadPoolExecutor(1) as thread:
        told = thread.submit(desk.run, key(), TARGET, "idle")
        assert asked.wait(PATIENCE)
        assert desk.end(Scope("a")) == 1
        assert told.result().state is SessionState.ENDED
