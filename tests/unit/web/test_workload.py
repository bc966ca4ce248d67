"""The statements of a workload: before they are tuned, and what came of it; well-formed and escaped."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assessor.domain.attempt import AttemptState
from assessor.domain.outcomes import CheckOutcome, Verdict
from assessor.services import view_around, view_challenge, view_scorecard
from assessor.web.sqltext import with_values
from tests.unit.web import fakes
from tests.unit.web.fakes import EVIL
from tests.unit.web.test_pages import HOME, page


def statement(text, *, writes, rewrite):
    sql = f"SELECT '{text}' WHERE $1 > $2"
    kind = {"writes": writes, "rewrite": rewrite}
    return {"name": "page", "sql": sql, "per_hour": 40_000, "example": ["7", f"'{text}'"], **kind}


@pytest.mark.parametrize("text", ["", EVIL])
def test_the_panel_of_the_candidate(candidate_client, answers, text):
    view = fakes.challenge_view(AttemptState.RUNNING)
    workload = [statement(text, writes=False, rewrite=True), statement(text, writes=True, rewrite=False)]
    tuning = replace(view.progress.challenge, spec={"workload": workload})
    answers(view_challenge, replace(view, progress=replace(view.progress, challenge=tuning)))
    shown = page(candidate_client, f"{HOME}challenges/late-invoices")
    for said in ("40,000 an hour", "may be rewritten", "-- statement: page", "Run the example"):
        assert said in shown


def test_other_challenges_have_no_such_panel(candidate_client, answers):
    answers(view_challenge, fakes.challenge_view(AttemptState.RUNNING))
    assert "panel-workload" not in page(candidate_client, f"{HOME}challenges/late-invoices")


def outcome(text):
    row = {"name": "page", "per_hour": 40_000, "text": f"SELECT '{text}'", "rewritten": True, "wrong": text}
    numbers = {"before": 2692.0, "submission": None, "reference": 62.3}
    logged = {"before": 20_484, "submission": 21_040, "reference": 21_040}
    return CheckOutcome(
        "pages",
        "Pages",
        ("D2",),
        Verdict.FAILED,
        3.5,
        35,
        text,
        {
            "work": {"submission": 5912, "reference": 412, "before": 1_250_000},
            "workload": [{**row, "work": numbers, "wal": None}, {**row, "work": numbers, "wal": logged}],
            "plans": {"page": {"plan": None, "reference_plan": fakes.plan(text)}},
        },
    )


@pytest.mark.parametrize("text", ["", EVIL])
def test_the_evidence(staff_client, answers, text):
    card = fakes.scorecard()
    graded = card.challenges[0]
    tuned = replace(graded, grading=replace(graded.grading, outcomes=(outcome(text),)))
    answers(view_scorecard, replace(card, challenges=(tuned, *card.challenges[1:])))
    answers(view_around, fakes.around())
    shown = page(staff_client, f"/staff/attempts/{fakes.attempt().id}")
    for said in ("Untouched", "2,692", "21,040", "WAL reference", "rewritten", "page: plan of the reference"):
        assert said in shown


def test_values_take_the_place_of_parameters():
    assert with_values("a = $1 AND b = $2 + $1", ["7", "'x'"]) == "a = 7 AND b = 'x' + 7"
