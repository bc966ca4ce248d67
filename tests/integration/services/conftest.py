"""What the tests of services share."""

from __future__ import annotations

import pytest

from assessor.services import run_statement as running
from sandbox.execution import RunOutcome, RunResult


@pytest.fixture
def outcome(monkeypatch: pytest.MonkeyPatch) -> list[RunResult]:
    """What every run gives, the last element again and again."""
    results = [RunResult(RunOutcome.OK, duration_ms=1.0)]
    monkeypatch.setattr(running, "run", lambda dsn, sql, *, platform_dsn: results[-1])
    return results
