"""The parts of an answer to an incident."""

import pytest

from assessor.domain.runbook import RunbookAnswer, parse_runbook

WHOLE = """-- cause: idle-transaction
-- evidence
SELECT pid
FROM pg_stat_activity;
-- runbook
-- a comment stays
SELECT 1;
"""


def test_the_parts():
    wanted = RunbookAnswer(
        "idle-transaction", "SELECT pid\nFROM pg_stat_activity;", "-- a comment stays\nSELECT 1;"
    )
    assert parse_runbook(WHOLE) == parse_runbook(WHOLE.replace("\n", "\r\n")) == wanted


@pytest.mark.parametrize("text", ["SELECT 1;", "-- cause and effect\nSELECT 1;"])
def test_without_lines_all_of_it_is_the_runbook(text):
    assert parse_runbook(text) == RunbookAnswer("", "", text)


def test_a_cause_alone_leaves_a_runbook():
    assert parse_runbook("-- Cause : BLOAT\nVACUUM").cause == "bloat"
    assert parse_runbook("-- cause:\n-- runbook\nVACUUM") == RunbookAnswer("", "", "VACUUM")


def test_of_parts_that_come_twice_the_last_counts():
    assert parse_runbook("-- runbook\nSELECT 1\n-- runbook\nSELECT 2").runbook == "SELECT 2"
