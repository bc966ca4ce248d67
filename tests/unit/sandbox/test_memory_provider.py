from __future__ import annotations

from collections.abc import Callable

import pytest

from sandbox.errors import NeverReady, NoDiskSpace, StartFailed
from sandbox.memory_provider import (
    FailingProvider,
    MemoryHost,
    MemoryProvider,
    NeverReadyProvider,
    SlowProvider,
)
from sandbox.provider import SandboxState
from tests.sandbox.contract import SPEC, TEMPLATE, ProviderContract


@pytest.fixture
def make_provider() -> Callable[..., MemoryProvider]:
    host = MemoryHost()
    return lambda installation="mine": MemoryProvider(installation, host)


class TestMemoryProvider(ProviderContract):
    pass


def test_it_bakes_a_template_once() -> None:
    provider = MemoryProvider()
    provider.prepare(TEMPLATE)
    provider.start(SPEC)
    assert provider.host.bakes == [TEMPLATE.key]


def test_a_server_can_break_down() -> None:
    provider = MemoryProvider()
    handle = provider.start(SPEC)
    provider.break_down(handle.id)
    assert provider.poll(handle) is SandboxState.UNREADY
    provider.break_down(handle.id, SandboxState.STOPPED, out_of_memory=True)
    assert [(found.state, found.out_of_memory) for found in provider.list()] == [(SandboxState.STOPPED, True)]
    provider.resume(handle)
    assert [(found.state, found.out_of_memory) for found in provider.list()] == [(SandboxState.READY, False)]


def test_the_slow_one_starts_in_the_end() -> None:
    provider = SlowProvider(seconds=0.01)
    handle = provider.start(SPEC)
    provider.suspend(handle)
    provider.resume(handle)
    assert provider.poll(handle) is SandboxState.READY


def test_the_failing_one_fails_as_often_as_asked_and_leaves_nothing() -> None:
    provider = FailingProvider(failures=2, error=NoDiskSpace())
    for _ in range(2):
        with pytest.raises(NoDiskSpace):
            provider.start(SPEC)
    assert not provider.list()
    assert provider.poll(provider.start(SPEC)) is SandboxState.READY


def test_the_failing_ones_fail_to_resume_too_and_the_server_stays() -> None:
    host = MemoryHost()
    handle = MemoryProvider(host=host).start(SPEC)
    for provider, error, state in (
        (FailingProvider(host=host), StartFailed, SandboxState.STOPPED),
        (NeverReadyProvider(host=host), NeverReady, SandboxState.UNREADY),
    ):
        provider.suspend(handle)
        with pytest.raises(error):
            provider.resume(handle)
        assert provider.poll(handle) is state


def test_the_failing_one_fails_for_ever_by_default() -> None:
    with pytest.raises(StartFailed):
        FailingProvider().start(SPEC)


def test_the_never_ready_one_gives_up_and_leaves_nothing() -> None:
    provider = NeverReadyProvider()
    with pytest.raises(NeverReady, match="did not answer in time"):
        provider.start(SPEC)
    assert not provider.list()
