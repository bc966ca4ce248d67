"""Other systems are told what happens: signed, in order, at least once, and never in a private network."""

from __future__ import annotations

import base64
import hmac
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assessor.domain.webhooks import DeliveryState, HookType
from assessor.services.clock import ManualClock
from assessor.services.deliver_webhooks import deliver_webhooks, forget_deliveries
from assessor.services.expire_attempts import expire_attempts
from assessor.services.open_invitation import open_invitation
from assessor.services.revoke_invitation import revoke_invitation
from assessor.services.webhooks import replay, set_enabled, view_endpoint
from tests.integration.services.test_sitting import finish
from tests.integration.webhooks import an_admin, an_endpoint
from tests.integration.world import World

LIFE = ("invitation.created", "attempt.started", "attempt.finished", "attempt.graded")


class Receiver:
    """The process, to be killed and started again on the same port."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "received"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}/hook"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, seconds: float = 0) -> None:
        script = Path(__file__).with_name("receiver.py")
        command = [sys.executable, str(script), str(self.port), str(self.file), str(seconds)]
        self._process = subprocess.Popen(command)
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise AssertionError("the receiver does not start")

    def kill(self) -> None:
        if self._process is not None:
            os.kill(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    @property
    def received(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.file.read_text().splitlines()] if self.file.exists() else []


@pytest.fixture
def receiver(tmp_path: Path) -> Iterator[Receiver]:
    made = Receiver(tmp_path)
    yield made
    made.kill()


def deliver(world: World) -> int:
    return deliver_webhooks(world.application.work, loopback=True)


def told(messages: list[dict[str, Any]]) -> list[str]:
    return [json.loads(each["body"])["type"] for each in messages]


def test_what_happens_is_told_in_order_and_signed(world: World, receiver: Receiver) -> None:
    made = an_endpoint(world, receiver.url)
    receiver.start()
    attempt = world.running()
    finish(world, attempt)
    assert deliver(world) == 4
    assert told(receiver.received) == list(LIFE)
    for each in receiver.received:
        headers = each["headers"]
        signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.{each['body']}".encode()
        key = base64.b64decode(made.secret.removeprefix("whsec_"))
        expected = "v1," + base64.b64encode(hmac.digest(key, signed, "sha256")).decode()
        assert headers["webhook-signature"] == expected
        assert json.loads(each["body"])["data"]["attempt_id"] == str(attempt.id)
    assert "Cand Idate" not in receiver.file.read_text()
    assert deliver(world) == 0


def test_a_receiver_that_is_killed_gets_each_once_by_id_and_in_order(
    world: World, receiver: Receiver, clock: ManualClock
) -> None:
    made = an_endpoint(world, receiver.url)
    attempts = []
    for _ in range(6):
        attempts.append(world.running())
        finish(world, attempts[-1])
    with world.application.work(readonly=True) as work:
        expected = {each.id for each in view_endpoint(work, an_admin(world), made.endpoint.id).deliveries}
    assert len(expected) == 24
    for number in (5, 11, 17):
        receiver.start(seconds=0.05)
        sender = threading.Thread(target=deliver, args=(world,))
        sender.start()
        # Dead in the middle: something is on its disk whose answer never came.
        while len(receiver.received) < number:
            time.sleep(0.005)
        receiver.kill()
        sender.join()
        clock.advance(minutes=5)
    receiver.start()
    for _ in range(3):
        deliver(world)
        clock.advance(minutes=5)
    seen: dict[str, dict[str, Any]] = {}
    for each in receiver.received:
        known = seen.setdefault(each["headers"]["webhook-id"], each)
        assert known["body"] == each["body"], "sent again, it says the same"
    assert set(seen) == {str(each) for each in expected}
    assert len(receiver.received) > len(seen), "nothing was sent twice: the kills came at no bad time"
    by_attempt = defaultdict(list)
    for each in seen.values():
        body = json.loads(each["body"])
        by_attempt[body["data"]["attempt_id"]].append(body["type"])
    assert {tuple(types) for types in by_attempt.values()} == {LIFE}


def test_what_is_not_committed_is_not_told(world: World) -> None:
    made = an_endpoint(world)
    attempt = world.invite().attempt

    def fail() -> None:
        with world.application.work() as work:
            revoke_invitation(work, world.manager, attempt.id)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with world.application.work(readonly=True) as work:
        view = view_endpoint(work, an_admin(world), made.endpoint.id)
    assert [each.type for each in view.deliveries] == [HookType.INVITATION_CREATED]


def test_only_what_was_asked_for_and_only_ours(world: World, clock: ManualClock) -> None:
    made = an_endpoint(world, types=[HookType.INVITATION_OPENED, HookType.ATTEMPT_EXPIRED])
    attempt = world.invite(days=1).attempt
    with world.application.work() as work:
        open_invitation(work, attempt.id)
    clock.advance(days=2)
    with world.application.work() as work:
        expire_attempts(work)
    with world.application.work(readonly=True) as work:
        view = view_endpoint(work, an_admin(world), made.endpoint.id)
    assert [each.type for each in view.deliveries] == [HookType.ATTEMPT_EXPIRED, HookType.INVITATION_OPENED]


def test_it_is_tried_less_and_less_often_and_then_given_up_and_sent_again_by_hand(
    world: World, receiver: Receiver, clock: ManualClock
) -> None:
    made = an_endpoint(world, receiver.url, [HookType.INVITATION_CREATED])
    world.invite()
    waits = []
    for _ in range(11):
        assert deliver(world) == 0
        with world.application.work(readonly=True) as work:
            (delivery,) = view_endpoint(work, an_admin(world), made.endpoint.id).deliveries
        waits.append((delivery.due_at - clock.now()).total_seconds())
        clock.advance(seconds=max(waits[-1], 0) + 1)
    assert waits[:-1] == sorted(waits[:-1])
    assert 4 <= waits[0] <= 6
    assert (delivery.state, delivery.tries, delivery.status) == (DeliveryState.DEAD, 11, 0)
    assert delivery.error.startswith("No answer")
    with world.application.work() as work:
        replay(work, an_admin(world), made.endpoint.id, delivery.id)
    receiver.start()
    assert deliver(world) == 1
    assert receiver.received[0]["headers"]["webhook-id"] == str(delivery.id)
    clock.advance(days=31)
    with world.application.work() as work:
        assert forget_deliveries(work) == 1


def test_an_endpoint_that_is_off_is_told_when_it_is_on_again(world: World, receiver: Receiver) -> None:
    made = an_endpoint(world, receiver.url, [HookType.INVITATION_CREATED]).endpoint
    world.invite()
    receiver.start()
    for enabled, count in ((False, 0), (True, 1)):
        with world.application.work() as work:
            set_enabled(work, an_admin(world), made.id, enabled=enabled)
        assert deliver(world) == count


def test_this_machine_is_told_nothing_unless_it_is_set(world: World, receiver: Receiver) -> None:
    made = an_endpoint(world, receiver.url, [HookType.INVITATION_CREATED])
    receiver.start()
    world.invite()
    assert deliver_webhooks(world.application.work) == 0
    assert receiver.received == []
    with world.application.work(readonly=True) as work:
        (delivery,) = view_endpoint(work, an_admin(world), made.endpoint.id).deliveries
    assert delivery.error
