"""Remove a server that belongs to nobody any more."""

from __future__ import annotations

from assessor.jobs.context import JobContext


def remove_server(context: JobContext, server_id: str) -> None:
    """Remove the provider's server of that id; already gone is success."""
    context.provider.remove(server_id)
