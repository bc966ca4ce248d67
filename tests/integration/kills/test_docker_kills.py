"""What only a container can suffer, in a running attempt."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assessor.domain.sandboxes import Mishap
from sandbox.execution import RunOutcome
from tests.integration.kills.sitting import Sitting
from tests.living import Living, living

pytestmark = pytest.mark.docker

TAKES_MEMORY = "SELECT array_length(array_agg(repeat('x', 1000)), 1) FROM generate_series(1, 2000000)"


@pytest.fixture(scope="module")
def live() -> Iterator[Living]:
    """An installation on Docker with its worker."""
    with living("docker") as made:
        made.worker()
        yield made


def test_a_killed_container_comes_back_with_the_data(sitting: Sitting) -> None:
    sitting.container().kill()
    assert sitting.cell("SELECT answer FROM mine") == "42"
    sitting.wait_for_repair(rebuilt=False)


def test_a_statement_that_takes_all_memory_costs_no_data(sitting: Sitting) -> None:
    result = sitting.run(TAKES_MEMORY)
    assert result.outcome is RunOutcome.INTERRUPTED
    event = sitting.wait_for_repair(rebuilt=False)
    assert event.data["mishap"] in (Mishap.SESSION, Mishap.MEMORY)
    assert sitting.cell("SELECT answer FROM mine") == "42"
