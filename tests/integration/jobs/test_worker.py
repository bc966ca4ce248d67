"""The real worker on the real queue."""

from __future__ import annotations

import asyncio
from itertools import pairwise
from uuid import uuid4

import procrastinate
from procrastinate.periodic import PeriodicDeferrer
from sqlalchemy import text

from assessor.domain.attempt import AttemptState
from assessor.jobs.registry import PERIODIC, TASKS
from assessor.services.finish_attempt import finish_attempt
from assessor.services.give_consent import give_consent
from assessor.services.start_attempt import start_attempt
from assessor.services.submit_answer import submit_answer
from assessor.services.view_attempt import view_attempt
from assessor.storage.queries import attempts
from assessor.worker import build_worker
from tests.integration.world import CHALLENGES, World

MIDNIGHT = 1_800_000_000 // 86_400 * 86_400


def work_until_idle(world: World) -> None:
    """Let a worker do all that is in the queue now."""

    async def run() -> None:
        app = build_worker(world.application)
        async with app.open_async():
            await app.run_worker_async(wait=False, install_signal_handlers=False, listen_notify=False)

    asyncio.run(run())


def jobs(world: World, status: str) -> list[str]:
    with world.application.work(readonly=True) as work:
        rows = work.session.scalars(
            text(
                "select task_name from procrastinate_jobs where status = cast(:s as procrastinate_job_status)"
            ),
            {"s": status},
        )
        return sorted(rows)


def test_the_worker_provisions_grades_and_cleans_up(world: World) -> None:
    attempt = world.invite().attempt
    with world.application.work() as work:
        give_consent(work, attempt.id)
    work_until_idle(world)
    with world.application.work() as work:
        assert view_attempt(work, attempt.id).sandboxes_ready
        start_attempt(work, attempt.id)
        submit_answer(work, attempt.id, CHALLENGES[0], "", uuid4().hex)
        finish_attempt(work, attempt.id)
    work_until_idle(world)
    with world.application.work(readonly=True) as work:
        assert attempts.get(work.session, attempt.id).state is AttemptState.GRADED
    assert list(world.application.provider().list()) == []
    assert jobs(world, "failed") == []
    assert set(jobs(world, "todo")) <= {"expire"}, (
        "only the deadline's own job is left, and it will find nothing"
    )


def test_every_name_that_services_defer_is_a_task(world: World) -> None:
    app = build_worker(world.application)
    assert set(TASKS) | set(PERIODIC) | {"retry_stalled"} <= set(app.tasks)
    assert {
        "provision",
        "warm",
        "remove_server",
        "repair",
        "suspend",
        "grade",
        "expire",
        "stop_sandboxes",
        "prepare",
        "run_import",
        "shadow_regrade",
        "apply_contest",
        "send_reset",
    } == set(TASKS)


EVERY_SECONDS = {
    "expire_all": 30,
    "refill": 5,
    "watch": 3,
    "patrol": 3,
    "find_idle": 60,
    "reap": 60,
    "sweep": 60,
    "retain": 300,
    "send": 2,
    "remind": 60,
    "deliver": 2,
    "retry_stalled": 5,
}
"""What the documentation promises."""


def test_what_comes_by_itself_comes_as_often_as_promised(world: World) -> None:
    deferrer = PeriodicDeferrer(build_worker(world.application).periodic_registry)
    came: dict[str, list[int]] = {name: [] for name in PERIODIC}
    came["retry_stalled"] = []
    list(deferrer.get_previous_tasks(MIDNIGHT))
    for task, timestamp in deferrer.get_previous_tasks(MIDNIGHT + 600):
        if task.task.name in came:
            came[task.task.name].append(timestamp)
    gaps = {name: {after - before for before, after in pairwise(times)} for name, times in came.items()}
    assert gaps == {name: {seconds} for name, seconds in EVERY_SECONDS.items()}


DIE = """
with dead as (insert into procrastinate_workers (last_heartbeat) values (now() - interval '1 hour') returning id)
update procrastinate_jobs set status = 'doing', worker_id = dead.id from dead where task_name = :name
"""


def die_with(world: World, name: str) -> None:
    """Let a worker die while it does the jobs of that name."""
    with world.application.work() as work:
        work.session.execute(text(DIE), {"name": name})


async def free_stalled(app: procrastinate.App) -> None:
    async with app.open_async():
        await app.tasks["retry_stalled"].func(timestamp=0)


def test_a_job_of_a_worker_that_died_goes_back_into_the_queue(world: World) -> None:
    world.running()
    die_with(world, "expire")
    assert jobs(world, "doing") == ["expire"]
    asyncio.run(free_stalled(build_worker(world.application)))
    assert "expire" in jobs(world, "todo")
    assert jobs(world, "doing") == []


def test_what_comes_by_itself_is_not_held_up_by_what_a_dead_worker_did(world: World) -> None:
    app = build_worker(world.application)

    async def defer(name: str) -> None:
        async with app.open_async():
            await app.tasks[name].defer_async(timestamp=0)

    asyncio.run(defer("watch"))
    die_with(world, "watch")
    asyncio.run(defer("watch"))
    asyncio.run(free_stalled(app))
    assert jobs(world, "doing") == []
    assert jobs(world, "todo").count("watch") == 1
    work_until_idle(world)
    assert "watch" not in jobs(world, "todo")
