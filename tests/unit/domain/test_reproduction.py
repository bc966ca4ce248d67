"""When two verdicts are the same, and how it is said when they are not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from assessor.domain.outcomes import CheckOutcome, GradingResult, Provenance, Verdict
from assessor.domain.reproduction import differences, fingerprint, setting_differences

PROVENANCE = Provenance("0" * 64, "1", "docker", "sha256:abc", 170012, {"jit": "off"})


def a_result(points: float = 10, verdict: Verdict = Verdict.PASSED, **evidence: Any) -> GradingResult:
    outcome = CheckOutcome("work", "Little work", ("D3",), verdict, points, 10, "Because.", evidence)
    return GradingResult(verdict, points * 10, (outcome,), PROVENANCE, seconds=1.5)


def a_plan(hit: int, read: int) -> dict[str, Any]:
    child = {"Node Type": "Seq Scan", "Shared Hit Blocks": hit, "Shared Read Blocks": read}
    return {"Node Type": "Sort", "Actual Rows": 3, "Plans": [child]}


def test_time_and_what_a_cache_held_make_no_other_verdict() -> None:
    one = a_result(plan=a_plan(10, 0), work={"submission": 13})
    other = replace(a_result(plan=a_plan(2, 8), work={"submission": 13}), seconds=9.0)
    assert fingerprint(one) == fingerprint(other)
    assert differences(one, other) == ()


def test_what_a_runbook_printed_makes_no_other_verdict_and_what_was_found_does() -> None:
    one, other = ({"ended": "0", "output": f"stopped at 0/{lsn}"} for lsn in ("3A0", "3B8"))
    assert fingerprint(a_result(steps=[one])) == fingerprint(a_result(steps=[other]))
    assert fingerprint(a_result(steps=[one])) != fingerprint(a_result(steps=[{**other, "ended": "1"}]))
    assert fingerprint(a_result(findings=[{"said": "t"}])) != fingerprint(a_result(findings=[{"said": "f"}]))


def test_other_work_or_another_plan_is_another_verdict() -> None:
    one = a_result(plan=a_plan(10, 0), work={"submission": 13})
    assert fingerprint(one) != fingerprint(a_result(plan=a_plan(10, 0), work={"submission": 14}))
    assert fingerprint(one) != fingerprint(a_result(plan={"Node Type": "Sort"}, work={"submission": 13}))
    assert differences(one, a_result(plan=a_plan(10, 0), work={"submission": 14})) == (
        "the same score from other evidence",
    )


def test_a_change_is_told_by_check_with_its_message() -> None:
    changes = differences(a_result(), a_result(2.5, Verdict.FAILED))
    assert changes == (
        "score 100 becomes 25",
        "work: passed with 10 of 10 points becomes failed with 2.5 of 10 (Because.)",
    )


def test_a_check_that_came_or_went_is_named() -> None:
    without = replace(a_result(), outcomes=())
    assert "work: is gone" in differences(a_result(), without)
    assert "work: is new" in differences(without, a_result())


def test_how_a_grading_was_made_is_compared_setting_by_setting() -> None:
    newer = replace(PROVENANCE, server_version=170013, settings={"jit": "on", "work_mem": "4MB"})
    found = setting_differences(a_result(), replace(a_result(), provenance=newer))
    assert found == (
        "server_version: 170012 and 170013",
        "setting jit: off and on",
        "setting work_mem: None and 4MB",
    )
    assert setting_differences(a_result(), a_result(2)) == ()
