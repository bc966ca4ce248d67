"""kill -9 of the Docker Engine in a running attempt, and its proper end."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assessor.domain.sandboxes import SandboxStatus
from tests.integration.kills.engine import PrivateEngine, private_engine
from tests.integration.kills.sitting import Sitting
from tests.living import Living, living

pytestmark = pytest.mark.docker


@pytest.fixture(scope="module")
def engine() -> Iterator[PrivateEngine]:
    """An engine that nobody else uses."""
    with private_engine() as made:
        yield made


@pytest.fixture(scope="module")
def live(engine: PrivateEngine) -> Iterator[Living]:
    """An installation on that engine with its worker."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DOCKER_HOST", engine.host)
        with living("docker") as made:
            made.worker()
            yield made


def test_a_killed_engine_costs_no_data(engine: PrivateEngine, sitting: Sitting) -> None:
    before = sitting.handle
    engine.kill()
    assert sitting.cell("SELECT answer FROM mine") == "42", "a server needs no engine to answer"
    assert sitting.status is SandboxStatus.READY
    # An engine that comes back without live-restore, as Debian's does, ends the containers that it finds.
    engine.start()
    sitting.wait_for_repair(rebuilt=False)
    assert sitting.handle == before
    assert sitting.cell("SELECT answer FROM mine") == "42"


def test_an_engine_that_ends_with_its_servers_is_waited_for(engine: PrivateEngine, sitting: Sitting) -> None:
    engine.stop()
    sitting.live.wait_for("the loss to be noticed", lambda: sitting.status is SandboxStatus.BROKEN)
    engine.start()
    sitting.wait_for_repair(rebuilt=False)
    assert sitting.cell("SELECT answer FROM mine") == "42"
