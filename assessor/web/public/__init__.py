"""For everybody: the front page, the health check, the words of the scripts, the frame for pictures of plans."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, jsonify, redirect, render_template, url_for
from werkzeug.wrappers import Response

from assessor.errors import NotFound
from assessor.services import get_user
from assessor.web import languages
from assessor.web.current import application, opened_attempts, signed_in

public = Blueprint("public", __name__)

_NOBODY = UUID(int=0)


@public.get("/")
def home() -> Response | str:
    """To one's own pages, or a plain front page."""
    if signed_in():
        return redirect(url_for("staff.assessments"))
    attempts = opened_attempts()
    if attempts:
        return redirect(url_for("candidate.attempt", attempt_id=attempts[-1]))
    return render_template("public/home.html")


@public.get("/plan-picture")
def plan_picture() -> str:
    """The frame in which a page draws a plan; the plan itself never leaves the browser."""
    return render_template("public/plan-picture.html")


@public.get("/healthz")
def health() -> Response:
    """Says that requests are served and the database answers."""
    with application().work(readonly=True) as work:
        get_user.get_user(work, _NOBODY)
    return jsonify(status="ok")


@public.get("/words/<language>-<digest>.js")
def words(language: str, digest: str) -> Response:
    """What the front end says in a language; the address changes with the words, so it may be kept for ever."""
    script = languages.script(language, digest)
    if script is None:
        raise NotFound()
    return Response(script, mimetype="text/javascript")
