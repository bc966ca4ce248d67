"""The pack of a challenge version as it is graded: what it shipped, and the hidden datasets of this installation."""

from __future__ import annotations

import hashlib
import threading
from dataclasses import asdict
from uuid import UUID

from assessor.kinds import hidden_datasets
from assessor.packs.hidden import HiddenDataset, extended, wants_synthesis
from assessor.packs.loader import Pack
from assessor.services.work import Work, WorkFactory
from assessor.storage.queries import challenges
from sandbox.provider import Progress, SandboxProvider, silent

_guard = threading.Lock()
_making: dict[UUID, threading.Lock] = {}
"""By challenge: who needs a pack that has its datasets does not wait for another's."""


def stored_pack(work: Work, challenge_id: UUID) -> Pack:
    """The pack, with its hidden datasets if they were made already. Raises LookupError."""
    return _pack_of(challenges.pack_data(work.session, challenge_id))


def _pack_of(data: challenges.PackData) -> Pack:
    pack = Pack.from_files(data.files)
    if data.synthesised is None:
        return pack
    return extended(pack, [HiddenDataset(**each) for each in data.synthesised])


def hidden_pack(
    open_work: WorkFactory, provider: SandboxProvider, challenge_id: UUID, progress: Progress = silent
) -> Pack:
    """The pack with its hidden datasets, which are made now if its checks ask for them and they are not there.

    No transaction is open meanwhile. Where two processes make them at once both make the same: they follow from the
    pack and the stored secret. Raises GradingFault.
    """
    with _guard:
        making = _making.setdefault(challenge_id, threading.Lock())
    with making:
        with open_work() as work:
            data = challenges.pack_data(work.session, challenge_id)
        pack = _pack_of(data)
        if pack.seed or not wants_synthesis(pack):
            return pack
        made = hidden_datasets(pack, provider, seed_of(pack, data.secret), progress)
        with open_work() as work:
            challenges.keep_synthesised(work.session, challenge_id, [asdict(each) for each in made])
            work.session.flush()
            return stored_pack(work, challenge_id)


def seed_of(pack: Pack, secret: bytes) -> bytes:
    """What the hidden datasets follow from: the pack's hash and the installation's secret."""
    return hashlib.sha256(secret + pack.hash.encode()).digest()
