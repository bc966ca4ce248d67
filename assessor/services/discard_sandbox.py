"""A server that belongs to nobody any more."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from assessor.services.work import Work
from assessor.storage.queries import sandboxes


def discard_sandbox(work: Work, sandbox_id: UUID, handle: Mapping[str, object] | None) -> None:
    """Forget a server and have it removed; should that job be lost, the reaper finds it without an owner."""
    sandboxes.forget(work.session, sandbox_id)
    if handle is not None:
        server_id = str(handle["id"])
        work.defer("remove_server", lock=f"server:{server_id}", server_id=server_id)
