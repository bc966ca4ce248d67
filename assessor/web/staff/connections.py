"""What connects an organisation with other systems: tokens for its programs, and who is told what happens."""

from __future__ import annotations

from uuid import UUID

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from assessor.domain.api import Scope
from assessor.domain.webhooks import HookType
from assessor.errors import InvalidInput
from assessor.services import api_tokens, webhooks
from assessor.services.api_tokens import NewToken
from assessor.services.webhooks import NewEndpoint
from assessor.web.current import application, staff_user
from assessor.web.sentences import told
from assessor.web.staff import staff
from assessor.web.staff.connection_forms import TokenForm, WebhookForm


@staff.get("/connections")
def connections() -> str:
    """Every token, and the form for a new one."""
    return _render(TokenForm(formdata=None))


@staff.post("/connections/tokens")
def make_token() -> str | tuple[str, int]:
    """Make a token. It is in this answer and nowhere else."""
    form = TokenForm()
    if not form.validate():
        return _render(form), 400
    with application().work() as work:
        scopes = [Scope(scope) for scope in form.scopes.data]
        made = api_tokens.make_token(work, staff_user(), form.name.data, scopes, form.days.data)
    return _render(TokenForm(formdata=None), made)


@staff.post("/connections/tokens/<uuid:token_id>/revoke")
def revoke_token(token_id: UUID) -> Response:
    """Take a token back."""
    with application().work() as work:
        api_tokens.revoke_token(work, staff_user(), token_id)
    return redirect(url_for("staff.connections"), code=303)


@staff.post("/connections/webhooks")
def add_webhook() -> str | tuple[str, int]:
    """Tell another address. Its secret is in this answer and nowhere else."""
    form = WebhookForm()
    if not form.validate():
        return _render(webhook=form), 400
    types = [HookType(each) for each in form.types.data]
    loopback = application().settings.webhook_loopback
    try:
        with application().work() as work:
            made = webhooks.add_endpoint(work, staff_user(), form.url.data.strip(), types, loopback=loopback)
    except InvalidInput as error:
        form.url.errors = [told(error)]
        return _render(webhook=form), 400
    return _render(endpoint=made)


def _render(
    form: TokenForm | None = None,
    made: NewToken | None = None,
    webhook: WebhookForm | None = None,
    endpoint: NewEndpoint | None = None,
) -> str:
    with application().work(readonly=True) as work:
        tokens = api_tokens.list_tokens(work, staff_user())
        endpoints = webhooks.list_endpoints(work, staff_user())
        now = work.now()
    return render_template(
        "staff/connections.html",
        tokens=tokens,
        form=form or TokenForm(formdata=None),
        made=made,
        endpoints=endpoints,
        webhook=webhook or WebhookForm(formdata=None),
        endpoint=endpoint,
        now=now,
    )
