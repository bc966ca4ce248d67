"""Installations in which things are killed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.integration.kills.sitting import Sitting
from tests.living import Living, living


@pytest.fixture(scope="module", params=["process", pytest.param("docker", marks=pytest.mark.docker)])
def live(request: pytest.FixtureRequest) -> Iterator[Living]:
    """An installation with its worker."""
    with living(request.param) as made:
        made.worker()
        yield made


@pytest.fixture
def sitting(live: Living) -> Sitting:
    return Sitting.begin(live)
