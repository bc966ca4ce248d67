"""Warm labs: handed out once, bounded, never in the way of a grading."""

from __future__ import annotations

import threading
import time

import pytest

from assessor.grading.lab_pool import POOL, PoolSize, WarmLabs
from sandbox.errors import StartFailed
from sandbox.memory_provider import FailingProvider, MemoryProvider
from sandbox.provider import Limits, Owner, SandboxSpec, SandboxState, SeedScript, Template, TemplateDatabase


def spec(name="a", purpose="lab", memory=256):
    template = Template((TemplateDatabase(name, (SeedScript("s", "SELECT 1"),)),))
    return SandboxSpec(template, Owner(purpose, "grading 1"), Limits(memory_mb=memory))


class Clock:
    def __init__(self):
        self.now = 1_000.0

    def __call__(self):
        return self.now


def eventually(holds):
    deadline = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.002)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def pool(clock):
    """Makes pools, and looks after each test that nothing is left of them."""
    made = []

    def make(provider=None, **size):
        made.append((provider or MemoryProvider(), None))
        warm = WarmLabs(made[-1][0], PoolSize(**size), clock=clock)
        made[-1] = (made[-1][0], warm)
        return warm

    yield make
    for provider, warm in made:
        warm.close()
        assert [found for found in provider.list() if found.owner == POOL and found.id not in warm._out] == []


def test_a_lab_waits_and_is_handed_out_once(pool):
    labs = pool(each=1)
    labs.expect(spec())
    eventually(lambda: labs.waiting(spec()) == 1)
    (waiting,) = labs.list()
    assert waiting.owner == POOL
    first, second = labs.start(spec()), labs.start(spec())
    assert first.id == waiting.id
    assert second.id != first.id
    for handle in (first, second):
        labs.stop(handle)
    eventually(lambda: not {first.id, second.id} & {found.id for found in labs.list()})


def test_a_used_lab_never_comes_back(pool):
    labs = pool(each=2)
    seen = set()
    for _ in range(20):
        handle = labs.start(spec())
        assert handle.id not in seen
        seen.add(handle.id)
        labs.stop(handle)


def test_other_templates_limits_and_purposes_get_their_own(pool):
    labs = pool(each=1)
    labs.expect(spec("a"))
    eventually(lambda: labs.waiting(spec("a")) == 1)
    (waiting,) = labs.list()
    others = [spec("b"), spec("a", memory=512), spec("a", purpose="sandbox")]
    handles = [labs.start(other) for other in others]
    assert waiting.id not in {handle.id for handle in handles}
    owners = {found.id: found.owner for found in labs.list()}
    assert owners[handles[2].id] == Owner("sandbox", "grading 1")
    for handle in handles:
        labs.stop(handle)


def test_a_dead_lab_is_not_handed_out(pool):
    provider = MemoryProvider()
    labs = pool(provider, each=1)
    labs.expect(spec())
    eventually(lambda: labs.waiting(spec()) == 1)
    (dead,) = labs.list()
    provider.break_down(dead.id)
    handle = labs.start(spec())
    assert labs.poll(handle) is SandboxState.READY
    eventually(lambda: dead.id not in {found.id for found in labs.list()})
    labs.stop(handle)


def test_labs_and_memory_are_bounded(pool):
    labs = pool(each=3, labs=4, memory_mb=1000)
    for name in "abc":
        labs.expect(spec(name))
    eventually(lambda: all(labs.waiting(spec(name)) for name in "abc"))
    time.sleep(0.05)
    assert len(labs.list()) == 3, "a fourth would take more than 1000 MB"


def test_each_gets_its_first_before_any_keeps_its_second(pool):
    labs = pool(each=3, labs=4, memory_mb=1000)
    labs.expect(spec("a"))
    eventually(lambda: labs.waiting(spec("a")) == 3)
    labs.expect(spec("b"))
    labs.expect(spec("c"))
    eventually(lambda: [labs.waiting(spec(name)) for name in "abc"] == [1, 1, 1])


def test_a_template_that_is_wanted_now_takes_the_place_of_another(pool, clock):
    labs = pool(each=2, labs=2)
    labs.expect(spec("a"))
    eventually(lambda: labs.waiting(spec("a")) == 2)
    clock.now += 1
    labs.expect(spec("b"))
    eventually(lambda: (labs.waiting(spec("a")), labs.waiting(spec("b"))) == (1, 1))


def test_a_second_lab_is_started_when_no_grading_needs_the_processor(pool):
    labs = pool(each=2)
    labs.expect(spec())
    eventually(lambda: labs.waiting(spec()) == 2)
    handle = labs.start(spec())
    time.sleep(0.05)
    assert labs.waiting(spec()) == 1
    labs.stop(handle)
    eventually(lambda: labs.waiting(spec()) == 2)


def test_labs_that_nobody_wants_go(pool, clock):
    labs = pool(each=1, idle_seconds=60.0)
    labs.expect(spec("a"))
    eventually(lambda: labs.waiting(spec("a")) == 1)
    clock.now += 61
    labs.expect(spec("b"))
    eventually(lambda: (labs.waiting(spec("a")), labs.waiting(spec("b"))) == (0, 1))
    eventually(lambda: len(labs.list()) == 1)


def test_a_refill_that_fails_breaks_no_grading(pool):
    provider = FailingProvider(failures=1)
    labs = pool(provider, each=1)
    labs.expect(spec())
    eventually(lambda: labs._failed_at is not None)
    labs.stop(labs.start(spec()))


def test_a_start_that_fails_is_told(pool):
    labs = pool(FailingProvider(), each=1)
    with pytest.raises(StartFailed):
        labs.start(spec())


def test_a_stop_that_fails_is_the_reapers(clock):
    class Stubborn(MemoryProvider):
        def stop(self, handle):
            raise StartFailed("the engine is gone")

    labs = WarmLabs(Stubborn(), PoolSize(each=1), clock=clock)
    labs.stop(labs.start(spec()))
    labs.close()


def test_many_threads(pool):
    labs, seen, guard = pool(each=2, labs=4), [], threading.Lock()

    def grade(name):
        for _ in range(30):
            handle = labs.start(spec(name))
            with guard:
                seen.append(handle.id)
            labs.stop(handle)

    threads = [threading.Thread(target=grade, args=(name,)) for name in "abab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == len(set(seen)) == 120


def test_after_close_it_is_the_provider_alone(clock):
    provider = MemoryProvider()
    labs = WarmLabs(provider, PoolSize(each=1), clock=clock)
    used = labs.start(spec())
    eventually(lambda: labs.waiting(spec()) == 1)
    labs.close()
    assert [found.id for found in provider.list()] == [used.id]
    labs.stop(used)
    handle = labs.start(spec())
    assert len(labs.list()) == 1
    labs.stop(handle)
    assert labs.list() == []
