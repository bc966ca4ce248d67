"""The worker keeps servers waiting for the candidates who may come."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from uuid import UUID

from assessor.domain.pool import SHRINK_AFTER, STARTS_AT_ONCE, targets
from assessor.services.discard_sandbox import discard_sandbox
from assessor.services.work import Work
from assessor.storage.queries import pool

WARMING_AT_ONCE = 2 * STARTS_AT_ONCE
"""Asked for at most, so that who comes meanwhile waits only for those that are being started."""


def refill_pool(work: Work, memory_mb: int) -> int:
    """Ask for servers that are missing in the pool and give up those that wait in vain; how many were asked for.

    Nothing is asked for while a candidate waits for a server: the pool comes after people.
    """
    wanted = targets(pool.demand(work.session, work.now()), memory_mb)
    there = pool.counts(work.session)
    _shrink(work, wanted, there)
    if pool.somebody_waits(work.session):
        return 0
    asked = 0
    warming = pool.warming(work.session)
    for challenge_id in missing(wanted, there):
        if warming + asked >= WARMING_AT_ONCE:
            break
        sandbox_id = pool.add_warming(work.session, challenge_id, work.now())
        work.defer("warm", lock=f"sandbox:{sandbox_id}", sandbox_id=str(sandbox_id))
        asked += 1
    return asked


def missing(wanted: Mapping[UUID, int], there: Mapping[UUID, int]) -> Iterator[UUID]:
    """The challenge of each server that is missing, one for each challenge before a second for any."""
    have = {challenge_id: there.get(challenge_id, 0) for challenge_id in wanted}
    while short := [each for each in wanted if have[each] < wanted[each]]:
        for challenge_id in short:
            have[challenge_id] += 1
            yield challenge_id


def _shrink(work: Work, wanted: Mapping[UUID, int], there: Mapping[UUID, int]) -> None:
    idle_since = work.now() - SHRINK_AFTER
    for challenge_id, count in there.items():
        too_many = count - wanted.get(challenge_id, 0)
        if too_many <= 0:
            continue
        for sandbox in pool.surplus(work.session, challenge_id, too_many, idle_since):
            discard_sandbox(work, sandbox.id, sandbox.handle)
