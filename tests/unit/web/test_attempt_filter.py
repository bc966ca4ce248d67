"""What the address of the list of candidates means."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from werkzeug.datastructures import MultiDict

from assessor.domain.listing import Place, Wanted
from assessor.web.staff.attemptfilter import AttemptFilter, place, written


def filtered(app, **fields: str) -> Wanted | None:
    with app.test_request_context():
        form = AttemptFilter(MultiDict(fields) if fields else None)
        form.offer(())
        return form.wanted if form.validate() else None


def test_nothing_asked_is_everything(app):
    assert filtered(app) == Wanted()


def test_a_day_is_meant_to_its_end(app):
    found = filtered(app, since="2026-03-01", until="2026-03-01", least="0")
    assert found == Wanted(
        least=0.0, since=datetime(2026, 3, 1, tzinfo=UTC), until=datetime(2026, 3, 2, tzinfo=UTC)
    )


@pytest.mark.parametrize(
    "fields", [{"least": "101"}, {"state": "no such"}, {"assessment": "x"}, {"since": "soon"}]
)
def test_what_cannot_be_meant_is_refused(app, fields):
    assert filtered(app, **fields) is None


def test_places_are_read_as_they_were_written():
    here = Place(datetime(2026, 3, 1, 12, tzinfo=UTC), uuid4())
    assert place(written(here)) == here


@pytest.mark.parametrize(
    "text", ["", "x", "2026-03-01T12:00:00_00000000-0000-0000-0000-000000000000", "_", "2026-03-01"]
)
def test_other_texts_are_no_place(text):
    assert place(text) is None
