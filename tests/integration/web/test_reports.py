"""A graded scorecard in all its forms: the page, the replay, PDF, JSON and CSV."""

from __future__ import annotations

import csv
import io
import re
import zlib

import pypdfium2
import pytest
from sqlalchemy import text

from assessor.domain.outcomes import CheckOutcome, GradingResult, Provenance, Verdict
from assessor.domain.replay import applied
from assessor.domain.rules import Counts, Rules
from assessor.errors import PdfUnavailable
from assessor.reports.pdf import to_pdf
from assessor.services.save_draft import save_draft
from assessor.services.settle_attempt import settle_attempt
from assessor.storage.queries import answers, attempts, gradings
from assessor.web import reporting
from tests.integration.services.test_sitting import finish, submit
from tests.integration.world import CHALLENGES, World

ANSWER = "select 'Cand Idate' as who -- c@mail.example"
TEXTS = ("select", "select 1, 'äöü😀'", "select 2, 'äöü😀'", "", "with x as (select 1) table x")


def result(points: float) -> GradingResult:
    work = {"work": {"submission": 500, "reference": 100, "slow": 9000}, "growth": {"submission": 1.5}}
    outcomes = (
        CheckOutcome("right", "Right", ("B1", "A2"), Verdict.PASSED, points, 60, "Right on all data."),
        CheckOutcome("work", "Little work", ("D3",), Verdict.FAILED, 0, 40, "=5 times the reference.", work),
    )
    found = Provenance("c0ffee", "1", "memory", "image", 180001)
    return GradingResult(Verdict.FAILED, points, outcomes, found, "", 1.0)


def graded(world: World, points: float = 60):
    """A finished attempt with an answer to the first challenge and the verdict on it."""
    attempt = world.running()
    submit(world, attempt, ANSWER)
    finish(world, attempt)
    with world.application.work() as work:
        for submission in answers.submissions(work.session, attempt.id):
            grading = gradings.request(work.session, submission.id, "test", 2)
            gradings.finish(work.session, grading, result(points), work.now())
        settle_attempt(work, attempts.get(work.session, attempt.id))
        return attempts.get(work.session, attempt.id)


def test_every_save_can_be_told_again(world):
    attempt = world.running()
    for revision, written in enumerate(TEXTS):
        with world.application.work() as work:
            save_draft(work, attempt.id, CHALLENGES[0], written, revision)
    with world.application.work(readonly=True) as work:
        found = answers.revisions(work.session, attempt.id)
        kept = work.session.scalar(text("select sum(length(inserted)) from draft_revision"))
    told = [""]
    for revision in found:
        told.append(applied(told[-1], revision))
    assert tuple(told[1:]) == TEXTS
    assert kept < sum(len(each) for each in TEXTS), "only what is new is kept"


def test_the_page_and_the_replay(world, manager):
    attempt = graded(world)
    page = manager.get(f"/staff/attempts/{attempt.id}").text
    assert re.search(r"Between \d+ and \d+</strong> with other tasks of the same sort", page)
    assert "too few for a place among them" in page
    assert "Little work" in page
    replay = manager.get(f"/staff/attempts/{attempt.id}/replay").text
    assert "Started; the clock runs" in replay
    assert "Handed in an answer" in replay


def test_a_place_among_many(world, manager):
    attempt = graded(world)
    others = [world.invite().attempt.id for _ in range(20)]
    with world.application.work() as work:
        same = text("update attempt set state = 'graded', score = :score where id = any(:others)")
        work.session.execute(same, {"score": attempt.score, "others": others})
    page = manager.get(f"/staff/attempts/{attempt.id}").text
    assert "Higher than 50 % of the 20 others who finished this assessment." in page


def libraries() -> str:
    """Why there can be no PDF here; empty if there can."""
    try:
        to_pdf("<!doctype html><title>x</title><p>x")
    except PdfUnavailable as error:
        return str(error)
    return ""


@pytest.mark.skipif(bool(libraries()), reason=f"no PDF: {libraries()}")
def test_the_pdf_is_tagged_named_and_can_be_read(world, manager):
    attempt = graded(world)
    answer = manager.get(f"/staff/attempts/{attempt.id}/scorecard.pdf")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="scorecard-cand-idate.pdf"'
    body = answer.data
    assert body.startswith(b"%PDF-")
    document = pypdfium2.PdfDocument(body)
    assert document.get_metadata_value("Title") == "Scorecard of Cand Idate: Test"
    said = "".join(page.get_textpage().get_text_range() for page in document)
    for words in ("Overall", "Right on all data.", "select 'Cand Idate' as who", "c0ffee", "Page 1 of"):
        assert words in said
    catalogue = plain(body)
    assert re.search(rb"/Lang ?\(en\)", catalogue)
    assert re.search(rb"/Marked true", catalogue)
    assert b"/StructTreeRoot" in catalogue
    assert b"pdfuaid:part" in catalogue


def plain(body: bytes) -> bytes:
    """A PDF with its compressed streams written out."""
    found = [body]
    for match in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", body, re.DOTALL):
        try:
            found.append(zlib.decompress(match[1]))
        except zlib.error:
            continue
    return b"".join(found)


def test_without_the_libraries_it_is_said_what_to_install(world, manager, monkeypatch):
    def missing(html: str) -> bytes:
        raise PdfUnavailable

    monkeypatch.setattr(reporting, "to_pdf", missing)
    page = manager.get(f"/staff/attempts/{graded(world).id}/scorecard.pdf", 503).text
    assert "libpangoft2-1.0-0" in page


def test_json_and_csv(world, manager):
    attempt = graded(world)
    card = manager.get(f"/staff/attempts/{attempt.id}/scorecard.json").get_json()
    assert card["candidate"]["name"] == "Cand Idate"
    assert card["precision"]["low"] < card["score"] < card["precision"]["high"]
    assert card["challenges"][0]["checks"][1]["evidence"]["growth"] == {"submission": 1.5}
    rows = list(csv.reader(io.StringIO(manager.get(f"/staff/attempts/{attempt.id}/scorecard.csv").text)))
    assert rows[2][4:8] == ["work", "failed", "0.0", "40.0"]
    assert rows[2][9] == "'=5 times the reference.", "no formula"
    manager.get(f"/staff/attempts/{attempt.id}/scorecard.xls", 404)


def test_all_attempts_as_csv(world, manager):
    attempt = graded(world)
    world.invite("=cmd()")
    answer = manager.get(f"/staff/assessments/{world.assessment.id}/attempts.csv")
    rows = list(csv.DictReader(io.StringIO(answer.text.lstrip("\ufeff"))))
    assert [row["name"] for row in rows] == ["Cand Idate", "'=cmd()"]
    assert rows[0]["attempt"] == str(attempt.id)
    assert (rows[0]["score"], rows[0][CHALLENGES[0]], rows[0][CHALLENGES[1]]) == ("30.0", "60.0", "")
    assert rows[1]["state"] == "invited"


@pytest.mark.parametrize("counts", ["last", "best"])
def test_the_table_counts_what_the_scorecard_counts(world, manager, clock, counts):
    ruled = world.with_rules(Rules(counts=Counts(counts)))
    attempt = ruled.running()
    for n, score in enumerate((60, 20)):
        submit(ruled, attempt, f"select {n}")
        clock.advance(seconds=1)
        with ruled.application.work() as work:
            newest = answers.submissions(work.session, attempt.id)[-1]
            grading = gradings.request(work.session, newest.id, "test", 2)
            gradings.finish(work.session, grading, result(score), work.now())
    answer = manager.get(f"/staff/assessments/{ruled.assessment.id}/attempts.csv")
    (row,) = csv.DictReader(io.StringIO(answer.text.lstrip("\ufeff")))
    assert row[CHALLENGES[0]] == {"last": "20.0", "best": "60.0"}[counts]
