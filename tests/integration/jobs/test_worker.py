"""The real worker on the real queue."""

from __future__ import annotations

import asyncio
from uuid import uuid4

import procrastinate
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
    } == set(TASKS)


def test_a_job_of_a_worker_that_died_goes_back_into_the_queue(world: World) -> None:
    world.running()
    with world.application.work() as work:
        died = text(
            "insert into procrastinate_workers (last_heartbeat) values (now() - interval '1 hour') returning id"
        )
        worker_id = work.session.scalar(died)
        taken = text(
            "update procrastinate_jobs set status = 'doing', worker_id = :w where task_name = 'expire'"
        )
        work.session.execute(taken, {"w": worker_id})
    app = build_worker(world.application)

    async def retry() -> list[procrastinate.jobs.Job]:
        async with app.open_async():
            stalled = list(await app.job_manager.get_stalled_jobs())
            await app.tasks["retry_stalled"].func(timestamp=0)
            return stalled

    assert [job.task_name for job in asyncio.run(retry())] == ["expire"]
    assert "expire" in jobs(world, "todo")
    assert jobs(world, "doing") == []
