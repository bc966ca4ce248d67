"""The queue of design answers, one review of them, and how far raters agree."""

from __future__ import annotations

from uuid import UUID

from flask import flash, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from assessor.domain.review import Rating, Ratings, criteria_of
from assessor.errors import InvalidInput, NotAllowed
from assessor.services import review_answers, view_agreement
from assessor.web.current import application, staff_user
from assessor.web.staff import staff


@staff.get("/reviews")
def reviews() -> str:
    """What one has to read, and how much waits."""
    with application().work(readonly=True) as work:
        queue = review_answers.review_queue(work, staff_user())
    return render_template("staff/reviews.html", queue=queue)


@staff.post("/reviews")
def claim_review() -> Response:
    """Take the next answer."""
    try:
        with application().work() as work:
            review_id = review_answers.claim_review(work, staff_user())
    except NotAllowed as problem:
        flash(str(problem), "info")
        return redirect(url_for("staff.reviews"), code=303)
    return redirect(url_for("staff.review", review_id=review_id), code=303)


@staff.get("/reviews/<uuid:review_id>")
def review(review_id: UUID) -> str:
    """An answer with its rubric, without whose it is."""
    return _render(review_id)


@staff.put("/reviews/<uuid:review_id>")
def save_review(review_id: UUID) -> Response:
    """Keep what the form says so far."""
    body = request.get_json()
    if not isinstance(body, dict) or not all(isinstance(value, str) for value in body.values()):
        raise InvalidInput("A JSON object of texts is expected.")
    with application().work() as work:
        review_answers.save_review(work, staff_user(), review_id, _ratings(body))
    return jsonify({})


@staff.post("/reviews/<uuid:review_id>")
def submit_review(review_id: UUID) -> Response | tuple[str, int]:
    """Submit a review, or a correction of one that was submitted."""
    ratings, reason = _ratings(request.form), request.form.get("reason")
    try:
        with application().work() as work:
            if reason is None:
                review_answers.submit_review(work, staff_user(), review_id, ratings)
            else:
                review_answers.correct_review(work, staff_user(), review_id, ratings, reason)
    except InvalidInput as problem:
        return _render(review_id, ratings, str(problem)), 400
    flash("The review is submitted. Thank you.", "good")
    return redirect(url_for("staff.reviews"), code=303)


@staff.get("/agreement")
def agreement() -> str:
    """How far raters agree."""
    with application().work(readonly=True) as work:
        rows = view_agreement.view_agreement(work, staff_user())
    return render_template("staff/agreement.html", rows=rows)


def _render(review_id: UUID, ratings: Ratings | None = None, problem: str = "") -> str:
    with application().work(readonly=True) as work:
        view = review_answers.view_review(work, staff_user(), review_id)
    given = view.review.ratings if ratings is None else ratings
    known = {
        criterion["id"]: given.get(criterion["id"], Rating())
        for criterion in criteria_of(view.challenge.spec)
    }
    return render_template("staff/review.html", view=view, ratings=known, problem=problem)


def _ratings(sent: dict[str, str]) -> Ratings:
    """Fields named "level-<criterion>" and "comment-<criterion>"."""
    names = {name.partition("-")[2] for name in sent if name.startswith(("level-", "comment-"))}
    return {
        name: Rating(_level(sent.get(f"level-{name}", "")), sent.get(f"comment-{name}", "")) for name in names
    }


def _level(text: str) -> int | None:
    if not text:
        return None
    if not text.isdecimal() or len(text) > 1:
        raise InvalidInput("There is no such level in the rubric.")
    return int(text)
