"""How the live workload of an incident fares on the candidate's server."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from assessor.broker import Scope, Sessions, Target
from assessor.errors import NotFound
from assessor.kinds.incident_plot import plot_of
from assessor.packs.spec import ChallengeSpec
from assessor.services.open_challenge import require_writable
from assessor.services.run_statement import handle_of, require_ready
from assessor.services.work import Work
from assessor.storage.queries import attempts, sandboxes


@dataclass(frozen=True)
class Part:
    """A part of the workload: its name, what it does, how it fares, and PostgreSQL's words on what is in its way."""

    name: str
    shows: str
    state: str
    why: str


def live_workload(work: Work, sessions: Sessions, attempt_id: UUID, slug: str) -> tuple[Part, ...]:
    """Every part, in the pack's order; who asks first brings the trouble about.

    Raises NotFound, also for a challenge of another kind, WrongState, DeadlinePassed, SandboxNotReady, SessionsAway.
    """
    challenge = require_writable(work, attempts.get(work.session, attempt_id), slug)
    if challenge.kind != "incident":
        raise NotFound()
    spec = ChallengeSpec.model_validate(challenge.spec)
    servers = sandboxes.of_attempt(work.session, attempt_id)
    handle = handle_of(require_ready(servers.get(challenge.id)))
    work.pause()
    scope = Scope(str(attempt_id), str(challenge.id))
    fares = sessions.fares(scope, Target(handle.dsn, handle.platform_dsn), plot_of(spec).to_json())
    shows = {client.name: client.shows for client in spec.client}
    return tuple(Part(fare.name, shows[fare.name], fare.state, fare.why) for fare in fares)
