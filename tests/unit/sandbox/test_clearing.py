"""Every server goes, also beside one that does not."""

from __future__ import annotations

import pytest

from sandbox.clearing import AT_ONCE, remove_servers
from sandbox.errors import ProviderUnavailable
from sandbox.memory_provider import MemoryProvider
from sandbox.provider import Limits, Owner, SandboxSpec, Template


class Stubborn(MemoryProvider):
    """One of its servers cannot be removed."""

    stays = ""

    def remove(self, sandbox_id: str) -> None:
        if sandbox_id == self.stays:
            raise ProviderUnavailable
        super().remove(sandbox_id)


def started(provider: MemoryProvider, count: int) -> list[str]:
    spec = SandboxSpec(Template(()), Owner("sandbox", "x"), Limits())
    return [provider.start(spec).id for _ in range(count)]


def test_every_server_is_removed() -> None:
    provider = MemoryProvider()
    started(provider, AT_ONCE + 3)
    remove_servers(provider)
    assert list(provider.list()) == []


def test_only_those_that_are_named() -> None:
    provider = MemoryProvider()
    first, *others = started(provider, 3)
    remove_servers(provider, others)
    assert [found.id for found in provider.list()] == [first]


def test_one_that_cannot_be_removed_holds_up_no_other_and_is_told() -> None:
    provider = Stubborn()
    first, *_ = started(provider, 4)
    provider.stays = first
    with pytest.raises(ProviderUnavailable):
        remove_servers(provider)
    assert [found.id for found in provider.list()] == [first]
