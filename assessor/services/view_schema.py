"""What is in a candidate's database now."""

from __future__ import annotations

from uuid import UUID

from assessor.errors import SandboxInRepair
from assessor.services.open_challenge import require_writable
from assessor.services.run_statement import handle_of, require_ready
from assessor.services.work import Work
from assessor.storage.queries import attempts, sandboxes
from sandbox.errors import SandboxError
from sandbox.schema import Schema, read_schema


def view_schema(work: Work, attempt_id: UUID, slug: str) -> Schema:
    """The schema with samples, read from the server. Raises NotFound, WrongState, DeadlinePassed, SandboxNotReady.

    Wakes nothing and repairs nothing: a page that only looks changes nothing.
    """
    challenge = require_writable(work, attempts.get(work.session, attempt_id), slug)
    handle = handle_of(require_ready(sandboxes.of_attempt(work.session, attempt_id).get(challenge.id)))
    work.pause()
    try:
        return read_schema(handle.dsn, handle.platform_dsn)
    except SandboxError as error:
        raise SandboxInRepair("Your PostgreSQL does not answer at the moment.") from error
