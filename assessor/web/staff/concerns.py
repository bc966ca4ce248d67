"""Requests and contests: the list, one of each, and its answer."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from assessor.domain.concern import ConcernKind, Decision
from assessor.services import answer_request, decide_contest, list_concerns, view_concern
from assessor.web.current import application, staff_user
from assessor.web.staff import staff
from assessor.web.staff.concernforms import AnswerForm, ConcernFilter, DecideForm, LookForm

_OPEN = {"open": True, "answered": False}


@staff.get("/concerns")
def concerns() -> str:
    """What candidates sent; what waits comes first."""
    chosen = ConcernFilter(request.args or None, kind="", state="open")
    kind = ConcernKind(chosen.kind.data) if chosen.validate() and chosen.kind.data else None
    with application().work(readonly=True) as work:
        rows = list_concerns.list_concerns(work, staff_user(), kind, _OPEN.get(chosen.state.data))
    return render_template("staff/concerns.html", rows=rows, chosen=chosen)


@staff.get("/concerns/<uuid:concern_id>")
def concern(concern_id: UUID) -> str:
    """One request or contest with what it is about."""
    return _render(concern_id)


@staff.post("/concerns/<uuid:concern_id>/answer")
def answer(concern_id: UUID) -> Response | tuple[str, int]:
    """Answer a request, and grant the accommodation in the same step."""
    form = AnswerForm()
    if not form.validate():
        return _render(concern_id, answer=form), 400
    with application().work() as work:
        answer_request.answer_request(
            work,
            staff_user(),
            concern_id,
            form.text.data,
            granted=form.decision.data == Decision.GRANTED,
            extra_time_percent=form.percent,
            break_minutes=form.break_minutes.data,
        )
    return _to_concern(concern_id)


@staff.post("/concerns/<uuid:concern_id>/look")
def look(concern_id: UUID) -> Response | tuple[str, int]:
    """Take a second look at a contested result."""
    form = LookForm(prefix="look-")
    if not form.validate():
        return _render(concern_id, look=form), 400
    with application().work() as work:
        decide_contest.look_again(
            work, staff_user(), concern_id, form.text.data, should_change=form.decision.data == "change"
        )
    return _to_concern(concern_id)


@staff.post("/concerns/<uuid:concern_id>/decide")
def decide(concern_id: UUID) -> Response | tuple[str, int]:
    """Decide about a contest."""
    form = DecideForm(prefix="decide-")
    if not form.validate():
        return _render(concern_id, decide=form), 400
    with application().work() as work:
        changed = form.decision.data == Decision.CHANGED
        decide_contest.decide_contest(work, staff_user(), concern_id, form.text.data, changed=changed)
    return _to_concern(concern_id)


def _render(
    concern_id: UUID,
    *,
    answer: AnswerForm | None = None,
    look: LookForm | None = None,
    decide: DecideForm | None = None,
) -> str:
    with application().work(readonly=True) as work:
        view = view_concern.view_concern(work, staff_user(), concern_id)
    forms: dict[str, Any] = {
        "answer": answer or _as_it_is(view),
        "look": look or LookForm(None, prefix="look-"),
        "decide": decide or DecideForm(None, prefix="decide-"),
    }
    return render_template("staff/concern.html", view=view, **forms)


def _as_it_is(view: view_concern.ConcernView) -> AnswerForm:
    """The form with the accommodation that is set so far."""
    known = view.invitation
    return (
        AnswerForm.of(known.extra_time_percent, known.break_minutes) if known else AnswerForm(formdata=None)
    )


def _to_concern(concern_id: UUID) -> Response:
    return redirect(url_for("staff.concern", concern_id=concern_id), code=303)
