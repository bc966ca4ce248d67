"""A bare server for synthesis: no migrated database is needed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.careless import careless_server


@pytest.fixture(scope="session")
def scratch_dsn() -> Iterator[str]:
    """Of a role that may create databases."""
    with careless_server() as launched:
        yield launched.dsn()
