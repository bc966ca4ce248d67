"""What tests of servers' lives share: looking at them, and acting as the worker would."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from sqlalchemy import text

from assessor.domain.attempt import Attempt
from assessor.domain.events import Event, EventKind
from assessor.domain.sandboxes import AttemptSandbox
from assessor.services.repair_sandbox import repair_sandbox
from assessor.services.run_statement import run_statement
from assessor.services.suspend_idle import suspend_sandbox
from assessor.services.view_attempt import view_attempt
from assessor.services.watch_sandboxes import watch_sandboxes
from assessor.storage.queries import attempts, sandboxes
from sandbox.execution import RunResult
from sandbox.memory_provider import MemoryProvider
from sandbox.provider import SandboxProvider
from tests.integration.world import CHALLENGES, World

SLUG = CHALLENGES[0]
IDLE = timedelta(minutes=15)
SERVERS = len(CHALLENGES) + 1


def provider_of(world: World) -> MemoryProvider:
    found = world.application.provider()
    assert isinstance(found, MemoryProvider)
    return found


def of(world: World, attempt: Attempt, slug: str = SLUG) -> AttemptSandbox:
    with world.application.work(readonly=True) as work:
        view = view_attempt(work, attempt.id)
        known = sandboxes.of_attempt(work.session, attempt.id)
    everything = [*view.challenges, *([view.practice] if view.practice else [])]
    return known[next(item.challenge.id for item in everything if item.challenge.slug == slug)]


def server_of(world: World, attempt: Attempt, slug: str = SLUG) -> str:
    return str((of(world, attempt, slug).handle or {})["id"])


def now_of(world: World, attempt: Attempt) -> Attempt:
    with world.application.work(readonly=True) as work:
        return attempts.get(work.session, attempt.id)


def events(world: World, attempt: Attempt, *kinds: EventKind) -> list[Event]:
    with world.application.work(readonly=True) as work:
        return list(attempts.events(work.session, attempt.id, *kinds))


def jobs(world: World) -> Counter[str]:
    with world.application.work(readonly=True) as work:
        return Counter(work.session.scalars(text("select task_name from procrastinate_jobs")))


def watch(world: World, provider: SandboxProvider | None = None) -> int:
    return watch_sandboxes(world.application.work, provider or provider_of(world))


def repair(
    world: World, attempt: Attempt, slug: str = SLUG, provider: SandboxProvider | None = None, tries: int = 1
) -> None:
    sandbox_id = of(world, attempt, slug).id
    for number in range(1, tries + 1):
        repair_sandbox(world.application.work, provider or provider_of(world), sandbox_id, number)


def suspend_all(world: World) -> None:
    with world.application.work(readonly=True) as work:
        idle = sandboxes.idle(work.session, work.now() - IDLE)
    for sandbox_id in idle:
        suspend_sandbox(world.application.work, provider_of(world), sandbox_id, IDLE)


def try_to_run(world: World, attempt: Attempt, slug: str = SLUG) -> RunResult:
    with world.application.work() as work:
        return run_statement(work, attempt.id, slug, "SELECT 1").result
