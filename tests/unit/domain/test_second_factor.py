"""Codes of the second step."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from assessor.domain.second_factor import CODE_BYTES, is_step_code, recovery_code, steps_at, written

NOON = datetime(2026, 11, 22, 12, 0, 0, tzinfo=UTC)
STEP = int(NOON.timestamp()) // 30


def test_one_step_of_drift_counts_in_either_direction() -> None:
    assert list(steps_at(NOON, 0)) == [STEP - 1, STEP, STEP + 1]


@pytest.mark.parametrize(("last", "left"), [(STEP - 1, 2), (STEP, 1), (STEP + 1, 0)])
def test_neither_a_used_step_nor_one_before_counts(last: int, left: int) -> None:
    found = list(steps_at(NOON, last))
    assert len(found) == left
    assert all(step > last for step in found)


def test_a_recovery_code_is_compared_without_what_makes_it_readable() -> None:
    code = recovery_code(bytes(range(CODE_BYTES)))
    assert [len(group) for group in code.split("-")] == [4, 4, 4, 4]
    assert written(f" {code.upper().replace('-', ' - ')} ") == code.replace("-", "")
    assert not is_step_code(written(code))
    assert is_step_code(written("123 456"))
    assert not is_step_code("١٢٣٤٥٦")
