"""A change set on the pages: for its candidate, for who rates the comments, and for who reads the scorecard."""

from __future__ import annotations

from assessor.domain.comments import Comment
from assessor.domain.design import DesignAnswer, answer_text
from tests.integration.designs import FOLDER, a_reviewer, design_world, handed_in

SLUG = "billing-migrations"
ANSWER = (FOLDER.with_name(SLUG) / "reference.md").read_text(encoding="utf-8")


def test_its_candidate_sees_lines_and_nothing_that_is_planted(world, browser):
    reviews = design_world(world, SLUG)
    attempt = reviews.running()
    url = f"/attempts/{attempt.id}/challenges/{SLUG}"
    page = browser.open(reviews.invitations[-1].token).get(url).text
    assert 'aria-label="Comment on line 15"' in page
    assert "Leaves databases different, or not repeatable" in page
    assert "In this change set the two lines marked + are new." in page
    for secret in ("index-blocks", "An index built without", "without NOT VALID all"):
        assert secret not in page
    wrong = Comment("changes/other.sql", 1)
    for text, status in ((ANSWER, 200), (answer_text(DesignAnswer(comments=(wrong,))), 400)):
        sent = {"text": text, "revision": 0}
        answer = browser.json("PUT", f"{url}/draft", sent, status)
    assert "Comment 1 is on a file that is not there." in str(answer)


def test_comments_stand_beside_their_lines(world, browser, manager):
    reviews = design_world(world, SLUG)
    attempt, _ = handed_in(reviews, ANSWER, SLUG)
    page = manager.get(f"/staff/attempts/{attempt.id}").text
    assert "10 of 10 found, 10 comments, 0 false alarms." in page
    rater = a_reviewer(world)
    browser.sign_in(rater.email)
    shown = browser.post("/staff/reviews").text
    assert "How it is said is yours to rate." in shown
    assert "Holds SHARE on invoice for minutes" in shown
    assert "Would the author know from each comment" in shown
