"""A runbook on the candidate's page and on the scorecard: what it has no use for is hidden, all else is escaped."""

from __future__ import annotations

from dataclasses import replace

import pytest
from bs4 import BeautifulSoup

from assessor.domain.attempt import AttemptState
from assessor.domain.outcomes import CheckOutcome, Verdict
from assessor.services import view_around, view_challenge, view_scorecard
from tests.unit.web import fakes
from tests.unit.web.fakes import EVIL
from tests.unit.web.test_pages import HOME, page


@pytest.mark.parametrize(("kind", "hidden"), [("operations", True), ("query", False)])
def test_the_page_of_the_candidate(candidate_client, answers, kind, hidden):
    view = fakes.challenge_view(AttemptState.RUNNING)
    challenge = replace(view.progress.challenge, kind=kind)
    answers(view_challenge, replace(view, progress=replace(view.progress, challenge=challenge)))
    shown = BeautifulSoup(page(candidate_client, f"{HOME}challenges/late-invoices"), "html.parser")
    for name in ("explain", "analyze", "format"):
        assert shown.find(id=name).has_attr("hidden") is hidden
    assert not shown.find(id="run").has_attr("hidden")


def outcome(text):
    step = {"line": 1, "on": "spare", "text": f"ls {text}", "ended": "exit 0", "output": text, "seconds": 0.4}
    finding = {
        "name": "moment",
        "on": "spare",
        "shows": f"it is late {text}",
        "asked": f"SELECT '{text}'",
        "wanted": "true",
        "said": text,
        "verdict": Verdict.FAILED,
    }
    runbook = {"steps": [step], "events": [{**step, "shows": f"an order {text}"}], "seconds": 1.2}
    evidence = {"runbook": runbook, "findings": [finding]}
    return CheckOutcome("moment", "Moment", ("G1",), Verdict.FAILED, 0, 30, text, evidence)


@pytest.mark.parametrize("text", ["", EVIL])
def test_the_evidence(staff_client, answers, text):
    card = fakes.scorecard()
    graded = card.challenges[0]
    tried = replace(graded, grading=replace(graded.grading, outcomes=(outcome(text),)))
    answers(view_scorecard, replace(card, challenges=(tried, *card.challenges[1:])))
    answers(view_around, fakes.around())
    shown = page(staff_client, f"/staff/attempts/{fakes.attempt().id}")
    for said in ("1 section of the runbook", "afterwards: an order", "exit 0", "Asked of <code>spare</code>"):
        assert said in shown
    assert ("said: nothing" in shown) is (text == "")
