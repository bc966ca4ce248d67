"""The worker's side: servers come, fail, are lost, replaced and removed."""

from __future__ import annotations

import time
from dataclasses import replace
from uuid import uuid4

import pytest
from sqlalchemy import text

from assessor.bootstrap import Application
from assessor.domain.attempt import Attempt
from assessor.domain.sandboxes import AttemptSandbox, SandboxStatus
from assessor.packs.templates import lab_template, sandbox_template
from assessor.services.clock import ManualClock
from assessor.services.finish_attempt import finish_attempt
from assessor.services.give_consent import give_consent
from assessor.services.needed_templates import needed_templates
from assessor.services.provision_sandbox import MAX_TRIES, SandboxHost, provision_sandbox
from assessor.services.reap_sandboxes import LAB_LIFE, START_TIME, reap_sandboxes
from assessor.services.revoke_invitation import revoke_invitation
from assessor.services.stop_sandboxes import stop_sandboxes
from assessor.services.stored_pack import stored_pack
from assessor.services.view_attempt import view_attempt
from assessor.storage.queries import challenges, sandboxes
from sandbox.memory_provider import FailingProvider, MemoryProvider, NeverReadyProvider
from sandbox.provider import (
    BAKED_SECONDS,
    Limits,
    Owner,
    SandboxHandle,
    SandboxProvider,
    SandboxSpec,
    Template,
)
from tests.integration.servers import provider_of
from tests.integration.world import CHALLENGES, World

SERVERS = len(CHALLENGES) + 1


def of(world: World, attempt: Attempt) -> list[AttemptSandbox]:
    with world.application.work(readonly=True) as work:
        return list(sandboxes.of_attempt(work.session, attempt.id).values())


def agree(world: World) -> Attempt:
    attempt = world.invite().attempt
    with world.application.work() as work:
        return give_consent(work, attempt.id)


def provision(world: World, provider: SandboxProvider, attempt: Attempt, tries: int = 1) -> None:
    for sandbox in of(world, attempt):
        for number in range(1, tries + 1):
            host = SandboxHost(provider, Limits())
            provision_sandbox(world.application.work, host, sandbox.id, number)


def test_a_server_is_started_once_however_often_its_job_runs(world: World) -> None:
    attempt, provider = agree(world), MemoryProvider()
    provision(world, provider, attempt, tries=3)
    assert {sandbox.status for sandbox in of(world, attempt)} == {SandboxStatus.READY}
    assert len(provider.list()) == SERVERS


@pytest.mark.parametrize("provider", [FailingProvider(failures=None), NeverReadyProvider()])
def test_a_server_that_never_comes_is_said_to_have_failed_and_is_asked_for_again(
    world: World, provider: SandboxProvider
) -> None:
    attempt = agree(world)
    provision(world, provider, attempt, tries=MAX_TRIES)
    assert {sandbox.status for sandbox in of(world, attempt)} == {SandboxStatus.FAILED}
    assert all(sandbox.error for sandbox in of(world, attempt))
    assert list(provider.list()) == []
    with world.application.work() as work:
        assert view_attempt(work, attempt.id).sandboxes_failed
    assert reap_sandboxes(world.application.work, provider).replaced == SERVERS
    provision(world, MemoryProvider(), attempt)
    assert {sandbox.status for sandbox in of(world, attempt)} == {SandboxStatus.READY}


def test_a_start_that_fails_at_first_succeeds_later(world: World) -> None:
    attempt, provider = agree(world), FailingProvider(failures=1)
    provision(world, provider, attempt, tries=2)
    assert {sandbox.status for sandbox in of(world, attempt)} == {SandboxStatus.READY}


def test_a_server_that_nobody_needs_any_more_is_not_kept(world: World) -> None:
    attempt = agree(world)

    class RevokedMeanwhile(MemoryProvider):
        def start(self, spec: SandboxSpec) -> SandboxHandle:
            handle = super().start(spec)
            with world.application.work() as work:
                revoke_invitation(work, world.manager, attempt.id)
            return handle

    provider = RevokedMeanwhile()
    sandbox = of(world, attempt)[0]
    provision_sandbox(world.application.work, SandboxHost(provider, Limits()), sandbox.id)
    assert list(provider.list()) == []


def test_an_attempt_that_is_over_keeps_no_server(world: World) -> None:
    attempt = world.running()
    provider = world.application.provider()
    assert stop_sandboxes(world.application.work, provider, attempt.id) == 0, "it is not over yet"
    with world.application.work() as work:
        finish_attempt(work, attempt.id)
    assert stop_sandboxes(world.application.work, provider, attempt.id) == SERVERS
    assert list(provider.list()) == []
    assert all(s.status is SandboxStatus.STOPPED and s.handle is None for s in of(world, attempt))


def test_a_restarted_application_adopts_what_is_owned_and_removes_the_rest(
    world: World, clock: ManualClock
) -> None:
    world.running()
    provider = world.application.provider()
    template = Template(())
    for purpose, subject in (("sandbox", str(uuid4())), ("sandbox", "not an id"), ("lab", "a grading")):
        provider.start(SandboxSpec(template, Owner(purpose, subject)))
    clock.advance(seconds=(START_TIME / 2).total_seconds())
    reaped = reap_sandboxes(world.application.work, provider)
    assert (reaped.kept, reaped.removed, reaped.replaced) == (SERVERS + 1, 2, 0), "a young lab is kept"
    clock.advance(seconds=LAB_LIFE.total_seconds())
    assert reap_sandboxes(world.application.work, provider).removed == 1
    assert len(provider.list()) == SERVERS


def test_a_server_of_a_finished_attempt_is_removed_even_if_its_job_was_lost(
    world: World, application: Application
) -> None:
    attempt = world.running()
    with application.work() as work:
        finish_attempt(work, replace(attempt).id)
    assert reap_sandboxes(application.work, application.provider()).removed == SERVERS


def test_templates_that_no_stored_challenge_asks_for_are_swept(world: World) -> None:
    provider = provider_of(world)
    with world.application.work() as work:
        first = challenges.latest(work.session)[0]
        before = stored_pack(work, first.id)
        old = {sandbox_template(before).key, lab_template(before).key}
    assert old <= needed_templates(world.application.work)
    with world.application.work() as work:
        challenges.keep_synthesised(
            work.session, first.id, [{"name": "made", "shows": "", "sql": "SELECT 1"}]
        )
    needed = needed_templates(world.application.work)
    with world.application.work(readonly=True) as work:
        assert lab_template(stored_pack(work, first.id)).key in needed
    long_ago = time.monotonic() - 2 * BAKED_SECONDS
    provider.host.prepared.update(dict.fromkeys([*needed, "of no use"], long_ago))
    reap_sandboxes(world.application.work, provider)
    assert set(provider.host.prepared) == needed


def test_a_version_that_cannot_be_read_any_more_needs_no_template(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert needed_templates(world.application.work) != frozenset()
    monkeypatch.setattr("assessor.services.needed_templates._known", {})
    with world.application.work() as work:
        work.session.execute(text("update challenge set files = '{}'"))
    assert needed_templates(world.application.work) == frozenset()
