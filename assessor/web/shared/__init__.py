"""Scorecards for who has a link and no account: a door that counts who enters, and what lies behind it."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, session, url_for
from werkzeug.wrappers import Response as Answer

from assessor.errors import NotFound
from assessor.services import share_scorecard as sharing
from assessor.web.current import application
from assessor.web.reporting import FORMS, as_file

shared = Blueprint("shared", __name__, url_prefix="/shared")

_OPENED = "shares"
_MOST = 20


@shared.get("/<token>")
def door(token: str) -> str:
    """What is behind the link, and a button: programs that look at links open nothing."""
    with application().work(readonly=True) as work:
        share = sharing.find_share(work, token)
    return render_template("shared/door.html", share=share, token=token)


@shared.post("/<token>")
def enter(token: str) -> Answer:
    """Open it, which is counted."""
    with application().work() as work:
        share = sharing.count_view(work, token)
    known = [each for each in session.get(_OPENED, []) if each != str(share.id)]
    session[_OPENED] = [*known, str(share.id)][-_MOST:]
    return redirect(url_for("shared.scorecard", token=token), code=303)


@shared.get("/<token>/scorecard")
def scorecard(token: str) -> str | Answer:
    """The scorecard."""
    with application().work(readonly=True) as work:
        if str(sharing.find_share(work, token).id) not in session.get(_OPENED, []):
            return redirect(url_for("shared.door", token=token))
        card = sharing.shared_scorecard(work, token)
    _looked(token, "open_shared_scorecard")
    return render_template("shared/scorecard.html", card=card, token=token)


@shared.get("/<token>/scorecard.<form>")
def file(token: str, form: str) -> Response | Answer:
    """The scorecard as PDF, JSON or CSV."""
    if form not in FORMS:
        raise NotFound()
    with application().work(readonly=True) as work:
        if str(sharing.find_share(work, token).id) not in session.get(_OPENED, []):
            return redirect(url_for("shared.door", token=token))
        card = sharing.shared_scorecard(work, token)
    answer = as_file(card, form)
    _looked(token, f"take_shared_scorecard_{form}")
    return answer


def _looked(token: str, act: str) -> None:
    """As assessor.web.looks has it, for who has no account."""
    with application().work() as work:
        sharing.look_at_shared(work, token, act)
