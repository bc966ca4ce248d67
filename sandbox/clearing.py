"""The end of an installation that should leave nothing: every server is removed, several at the same time."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

from sandbox.errors import SandboxError
from sandbox.provider import SandboxProvider

AT_ONCE = 8
"""A removal mostly waits, for an engine or for processes that end."""


def remove_servers(provider: SandboxProvider, sandbox_ids: Iterable[str] | None = None) -> None:
    """Remove these servers, or all that the provider lists. Each is tried; then raises the first SandboxError."""
    chosen = [found.id for found in provider.list()] if sandbox_ids is None else list(sandbox_ids)
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="remove-servers") as threads:
        failures = [
            failure for failure in threads.map(lambda each: _remove(provider, each), chosen) if failure
        ]
    if failures:
        raise failures[0]


def _remove(provider: SandboxProvider, sandbox_id: str) -> SandboxError | None:
    try:
        provider.remove(sandbox_id)
    except SandboxError as error:
        return error
    return None
