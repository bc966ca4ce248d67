"""The radar's geometry."""

from __future__ import annotations

from dataclasses import replace

from assessor.domain.outcomes import Verdict
from assessor.reports.scorecard import competency_scores
from assessor.web.radar import radar
from tests.unit.web import fakes


def card(*codes: str):
    shown = fakes.scorecard()
    outcomes = tuple(
        replace(fakes.outcomes()[0], competencies=(code,), verdict=Verdict.PASSED, points=30)
        for code in codes
    )
    first = shown.challenges[0]
    challenges = (replace(first, grading=replace(first.grading, outcomes=outcomes)),)
    return replace(shown, challenges=challenges, competencies=competency_scores(challenges))


def test_by_group_where_there_are_three():
    chart = radar(card("A1", "B1", "B2", "D3"))
    assert [axis.code for axis in chart.axes] == ["A", "B", "D"]
    assert chart.axes[0].end == (0.0, -100.0), "the first points to the top"
    assert chart.axes[0].score == (0.0, -50.0), "30 of 60 points are half of the way"
    assert len(chart.rings) == 4


def test_by_competency_where_there_are_fewer_groups():
    assert [axis.code for axis in radar(card("B1", "B2", "D3")).axes] == ["B1", "B2", "D3"]


def test_none_for_what_has_no_area():
    assert radar(card("B1", "D3")) is None
