"""What mails say."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from assessor.domain.mail import MailKind
from assessor.errors import InvalidInput, NotFound
from assessor.mail.template import DEFAULTS, VARIABLES, Filled
from assessor.services import mail_texts
from assessor.web.current import application, staff_user
from assessor.web.sentences import told
from assessor.web.staff import staff
from assessor.web.staff.invite_forms import MailTextForm


@staff.route("/mails/<kind>", methods=["GET", "POST"])
def mail_text(kind: str) -> Response | str | tuple[str, int]:
    """One text with its preview; the button says whether it is only looked at or kept."""
    known = _kind(kind)
    form = MailTextForm()
    if not form.is_submitted():
        with application().work(readonly=True) as work:
            now = mail_texts.view_mail_text(work, staff_user(), known)
        form.subject.data, form.body.data = now.template.subject, now.template.body
        return _render(known, form, now.preview)
    try:
        keep = "save" in request.form
        with application().work(readonly=not keep) as work:
            preview = mail_texts.preview_mail(work, staff_user(), form.template)
            if keep:
                mail_texts.write_mail_text(work, staff_user(), known, form.template)
    except InvalidInput as error:
        form.body.errors = [told(error)]
        return _render(known, form, None), 400
    if keep:
        flash("Mails are written with this text from now on.", "good")
        return redirect(url_for("staff.mail_text", kind=known), code=303)
    return _render(known, form, preview)


def _kind(name: str) -> MailKind:
    try:
        return MailKind(name)
    except ValueError as error:
        raise NotFound() from error


def _render(kind: MailKind, form: MailTextForm, preview: Filled | None) -> str:
    return render_template(
        "staff/mail-text.html",
        kind=kind,
        kinds=MailKind,
        form=form,
        preview=preview,
        # nh3 has just cleaned it, and values are escaped.
        html=Markup(preview.html) if preview else None,  # noqa: S704 - see above
        variables=VARIABLES,
        default=DEFAULTS[kind],
    )
