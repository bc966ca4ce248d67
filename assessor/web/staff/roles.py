"""Roles that assessments are held against: those that everybody has, and the organisation's own."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import SelectChoice, SelectField, StringField
from wtforms.validators import DataRequired, Length

from assessor.domain.competencies import COMPETENCIES, GROUPS
from assessor.domain.profiles import CORE, IMPORTANT, PROFILES, USEFUL, Profile
from assessor.errors import InvalidInput, NotFound
from assessor.services import role_profiles
from assessor.web.current import application, staff_user
from assessor.web.sentences import told
from assessor.web.staff import staff

WEIGHTS = [
    SelectChoice("0", "Not asked for"),
    SelectChoice(str(USEFUL), "Useful"),
    SelectChoice(str(IMPORTANT), "Important"),
    SelectChoice(str(CORE), "Core"),
]


class RoleForm(FlaskForm):
    """A role; each competency has a field of its own, named by its code."""

    title = StringField("Title", [DataRequired("Give it a title."), Length(max=role_profiles.MAX_TITLE)])

    @classmethod
    def of(cls, profile: Profile | None, title: str) -> RoleForm:
        """The form as it stands for a role; what was sent goes before that."""
        weights = profile.weights if profile else {}
        return cls(data={"title": title, **{code: str(weight) for code, weight in weights.items()}})

    @property
    def weights(self) -> dict[str, int]:
        """What is asked for."""
        chosen = {code: int(self[code].data) for code in COMPETENCIES}
        return {code: weight for code, weight in chosen.items() if weight}


for _code, _words in COMPETENCIES.items():
    setattr(RoleForm, _code, SelectField(f"{_code} {_words}", choices=WEIGHTS, default="0"))


@staff.get("/roles")
def roles() -> str:
    """All of them."""
    with application().work(readonly=True) as work:
        known = role_profiles.view_profiles(work, staff_user())
    own = [each for slug, each in known.items() if slug not in PROFILES]
    return render_template("staff/roles.html", own=own, builtin=PROFILES.values())


@staff.route("/roles/new", methods=["GET", "POST"])
def new_role() -> Response | str | tuple[str, int]:
    """A new role, from nothing or as a copy of the one that the address names."""
    copied = _known().get(request.args.get("copy", ""))
    return _write(RoleForm.of(copied, f"{copied.title}, ours" if copied else ""), None)


@staff.route("/roles/<uuid:profile_id>", methods=["GET", "POST"])
def role(profile_id: UUID) -> Response | str | tuple[str, int]:
    """Change one of the organisation's own."""
    found = _known().get(str(profile_id))
    if found is None:
        raise NotFound()
    return _write(RoleForm.of(found, found.title), profile_id)


def _known() -> dict[str, Profile]:
    with application().work(readonly=True) as work:
        return dict(role_profiles.view_profiles(work, staff_user()))


def _write(form: RoleForm, profile_id: UUID | None) -> Response | str | tuple[str, int]:
    page = {"form": form, "groups": GROUPS, "codes": COMPETENCIES, "known": profile_id is not None}
    if not form.is_submitted():
        return render_template("staff/role.html", **page)
    try:
        if form.validate():
            with application().work() as work:
                role_profiles.write_profile(work, staff_user(), profile_id, form.title.data, form.weights)
            flash("Saved. Coverage is told by it from now on.", "good")
            return redirect(url_for("staff.roles"), code=303)
    except InvalidInput as error:
        form.title.errors = [told(error)]
    return render_template("staff/role.html", **page), 400
