"""One address that is told what happens, and what it was told."""

from __future__ import annotations

from uuid import UUID

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from assessor.services import webhooks
from assessor.web.current import application, staff_user
from assessor.web.staff import staff


@staff.get("/connections/webhooks/<uuid:endpoint_id>")
def webhook(endpoint_id: UUID) -> str:
    """The address with its newest deliveries."""
    with application().work(readonly=True) as work:
        view = webhooks.view_endpoint(work, staff_user(), endpoint_id)
    return render_template("staff/webhook.html", view=view)


@staff.post("/connections/webhooks/<uuid:endpoint_id>")
def switch_webhook(endpoint_id: UUID) -> Response:
    """Tell it from now on, or do not."""
    with application().work() as work:
        webhooks.set_enabled(work, staff_user(), endpoint_id, enabled="enable" in request.form)
    return _to(endpoint_id)


@staff.post("/connections/webhooks/<uuid:endpoint_id>/deliveries/<uuid:delivery_id>/replay")
def replay_delivery(endpoint_id: UUID, delivery_id: UUID) -> Response:
    """Send something once more."""
    with application().work() as work:
        webhooks.replay(work, staff_user(), endpoint_id, delivery_id)
    return _to(endpoint_id)


def _to(endpoint_id: UUID) -> Response:
    return redirect(url_for("staff.webhook", endpoint_id=endpoint_id), code=303)
