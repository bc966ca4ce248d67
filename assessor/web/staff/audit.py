"""The audit log, for administrators."""

from __future__ import annotations

from uuid import UUID

from flask import render_template, request
from wtforms import DateField, Form, SelectChoice, SelectField
from wtforms.validators import Optional

from assessor.domain.audit import Search
from assessor.services import view_audit
from assessor.services.view_audit import AuditPage
from assessor.web.current import application, staff_user
from assessor.web.staff import staff
from assessor.web.staff.attemptfilter import midnight

_MOST = 2**62


class AuditFilter(Form):
    """Everything at once; an empty field asks for nothing."""

    actor = SelectField("Who", default="", validate_choice=False)
    act = SelectField("What", default="", validate_choice=False)
    since = DateField("From (UTC)", [Optional()])
    until = DateField("To (UTC)", [Optional()])

    @property
    def wanted(self) -> Search:
        """What was asked for; what makes no sense finds nothing."""
        return Search(
            actor_id=UUID(self.actor.data) if self.actor.data else None,
            act=self.act.data or None,
            since=midnight(self.since.data),
            until=midnight(self.until.data, days=1),
        )

    def offer(self, page: AuditPage) -> None:
        """Fill in what can be chosen."""
        people = sorted(page.names.items(), key=lambda each: each[1])
        self.actor.choices = [
            SelectChoice("", "Anybody"),
            *(SelectChoice(str(i), name) for i, name in people),
        ]
        self.act.choices = [SelectChoice("", "Anything"), *(SelectChoice(a, words(a)) for a in page.acts)]


def words(act: str) -> str:
    """An act as people read it."""
    return act.replace("_", " ").capitalize()


@staff.get("/audit")
def audit() -> str:
    """What staff did and looked at, the newest first."""
    chosen = AuditFilter(request.args or None)
    try:
        wanted = chosen.wanted if chosen.validate() else Search()
    except ValueError:
        wanted = Search()
    before = min(request.args.get("before", _MOST, type=int), _MOST)
    with application().work(readonly=True) as work:
        page = view_audit.view_audit(work, staff_user(), wanted, before, check="check" in request.args)
    chosen.offer(page)
    asked = {name: value for name, value in request.args.items() if name in chosen}
    return render_template("staff/audit.html", page=page, chosen=chosen, asked=asked, words=words)
