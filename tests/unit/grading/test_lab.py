"""What happens twice in two labs is the answer's doing; what happens once was the platform's."""

from __future__ import annotations

import pytest

from assessor.errors import GradingFault
from assessor.grading import lab as lab_module
from assessor.grading.lab import Lab, LabLimits
from assessor.grading.session import Ended, LabUnreachable, Limits, Stopped
from assessor.grading.table import ResultTable
from sandbox.errors import ConnectionLost, StartFailed
from sandbox.provider import Owner, SandboxHandle, SandboxSpec, Template

TABLE = ResultTable((), ())
SPEC = SandboxSpec(Template(()), Owner("lab", "test"))
KILLED = Stopped(Ended.LOST, "gone")
LATE = Stopped(Ended.TIMED_OUT, "late")
GREEDY = Stopped(Ended.MEMORY, "much")
WRONG = Stopped(Ended.ERROR, "division by zero")


class Provider:
    """Counts its servers; starts fail when told so."""

    name = "fake"

    def __init__(self, failing=(), stubborn=False):
        self.failing, self.stubborn = set(failing), stubborn
        self.started, self.stopped = [], []

    def start(self, spec):
        number = len(self.started) + 1
        self.started.append(number)
        if number in self.failing:
            raise StartFailed
        return SandboxHandle(str(number), self.name, f"host={number}", "", 170012, "image", "key")

    def stop(self, handle):
        self.stopped.append(int(handle.id))
        if self.stubborn:
            raise ConnectionLost


@pytest.fixture
def endings(monkeypatch):
    """How the next sessions and runs end; sessions take none unless the ending is LabUnreachable."""
    queue = []

    class Stage:
        def __init__(self, platform_dsn):
            pass

        def show(self, database):
            return "challenge"

    class Session:
        def __init__(self, dsn, database, limits, types):
            if queue and isinstance(queue[0], LabUnreachable):
                raise queue.pop(0)

        def __enter__(self):
            return self

        def __exit__(self, *_):
            return None

    def fetch(session, text):
        ending = queue.pop(0)
        if isinstance(ending, Exception):
            raise ending
        return ending

    monkeypatch.setattr(lab_module, "Stage", Stage)
    monkeypatch.setattr(lab_module, "Session", Session)
    monkeypatch.setattr(lab_module, "fetch", fetch)
    return queue


def run(provider, endings, *queued, times=1):
    """Run the text so often; the last ending."""
    endings.extend(queued)
    with Lab(provider, SPEC, LabLimits(Limits(seconds=1.0))) as lab:
        for _ in range(times):
            try:
                last = lab.fetch("d1", "SELECT 1")
            except Stopped as stopped:
                last = stopped
    return last


def test_a_good_run_needs_one_lab(endings):
    provider = Provider()
    assert run(provider, endings, TABLE, TABLE, times=2) is TABLE
    assert (provider.started, provider.stopped) == ([1], [1])


@pytest.mark.parametrize("harm", [KILLED, LATE, GREEDY])
def test_harm_done_once_was_the_platforms(endings, harm):
    provider = Provider()
    assert run(provider, endings, harm, TABLE) is TABLE
    assert (provider.started, provider.stopped) == ([1, 2], [1, 2])


@pytest.mark.parametrize("harm", [KILLED, LATE, GREEDY])
def test_harm_done_twice_is_the_answers_and_is_not_asked_again(endings, harm):
    provider = Provider()
    assert run(provider, endings, harm, harm, harm, times=2) is harm
    assert provider.started == provider.stopped == [1, 2, 3]


def test_an_sql_error_is_the_answers_at_once(endings):
    provider = Provider()
    assert run(provider, endings, WRONG) is WRONG
    assert provider.started == [1]


def test_a_lab_that_does_not_start_is_a_fault(endings):
    with pytest.raises(GradingFault):
        run(Provider(failing=[1]), endings, TABLE)


def test_a_lab_that_does_not_start_again_is_a_fault(endings):
    provider = Provider(failing=[2])
    with pytest.raises(GradingFault):
        run(provider, endings, KILLED)
    assert provider.stopped == [1]


def test_a_lab_that_refuses_a_session_is_replaced_once(endings):
    provider = Provider()
    assert run(provider, endings, LabUnreachable(), TABLE) is TABLE
    assert provider.started == provider.stopped == [1, 2]
    with pytest.raises(GradingFault):
        run(Provider(), endings, LabUnreachable(), LabUnreachable())


def test_a_lab_that_does_not_stop_spoils_no_verdict(endings):
    assert run(Provider(stubborn=True), endings, TABLE) is TABLE


def test_all_runs_together_are_bounded(endings):
    endings.append(TABLE)
    with Lab(Provider(), SPEC, LabLimits(total_seconds=0.0)) as lab, pytest.raises(Stopped) as stopped:
        lab.fetch("d1", "SELECT 1")
    assert stopped.value.ended is Ended.TIMED_OUT
