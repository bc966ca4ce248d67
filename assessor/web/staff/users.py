"""Accounts of the organisation, for its administrators."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from assessor.domain.people import Role
from assessor.errors import InvalidInput
from assessor.services import manage_users
from assessor.services.manage_users import UserLink
from assessor.web.current import application, staff_user
from assessor.web.sentences import told
from assessor.web.staff import staff
from assessor.web.staff.userforms import NewUserForm, UserForm


@staff.get("/users")
def users() -> str:
    """Every account, and the form for a new one."""
    return _list(NewUserForm())


@staff.post("/users")
def add_user() -> str | tuple[str, int]:
    """Add an account. The link is in this answer and nowhere else."""
    form = NewUserForm()
    if not form.validate():
        return _list(form), 400
    try:
        with application().work() as work:
            made = manage_users.add_user(
                work, staff_user(), form.email.data, form.name.data, [Role(role) for role in form.roles.data]
            )
    except InvalidInput as error:
        form.email.errors = [told(error)]
        return _list(form), 400
    return _list(NewUserForm(formdata=None), made)


@staff.get("/users/<uuid:user_id>")
def user(user_id: UUID) -> str:
    """One account."""
    return _one(user_id)


@staff.post("/users/<uuid:user_id>")
def change_user(user_id: UUID) -> Response | tuple[str, int]:
    """Set roles, open or close it."""
    form = UserForm()
    if not form.validate():
        return _one(user_id, form), 400
    with application().work() as work:
        roles = [Role(role) for role in form.roles.data]
        manage_users.change_user(work, staff_user(), user_id, roles, active=form.active.data)
    return redirect(url_for("staff.users"), code=303)


@staff.post("/users/<uuid:user_id>/link")
def user_link(user_id: UUID) -> str:
    """A fresh link for the password."""
    with application().work() as work:
        made = manage_users.new_link(work, staff_user(), user_id)
    return _one(user_id, made=made)


@staff.post("/users/<uuid:user_id>/second-step/reset")
def reset_second_factor(user_id: UUID) -> Response:
    """Forget the second factor of somebody who has lost it."""
    with application().work() as work:
        manage_users.reset_second_factor(work, staff_user(), user_id)
    flash("The second factor is forgotten, and its owner signed out.", "good")
    return redirect(url_for("staff.user", user_id=user_id), code=303)


@staff.post("/users/<uuid:user_id>/unbind")
def unbind_user(user_id: UUID) -> Response:
    """Let somebody else at the provider of sign-on have the account."""
    with application().work() as work:
        manage_users.unbind_user(work, staff_user(), user_id)
    flash("The next sign-on with this e-mail address is bound to the account.", "good")
    return redirect(url_for("staff.user", user_id=user_id), code=303)


@staff.post("/users/second-step")
def require_second_step() -> Response:
    """Ask everybody for a second factor, or leave it to each."""
    with application().work() as work:
        manage_users.require_second_step(work, staff_user(), required=bool(request.form.get("required")))
    return redirect(url_for("staff.users"), code=303)


def _list(form: NewUserForm, made: UserLink | None = None) -> str:
    with application().work(readonly=True) as work:
        rows = manage_users.list_users(work, staff_user())
        required = manage_users.find_second_step(work, staff_user())
        holders = manage_users.find_second_factors(work, staff_user())
    return render_template(
        "staff/users.html",
        rows=rows,
        form=form,
        made=made,
        link=_address(made),
        required=required,
        holders=holders,
    )


def _one(user_id: UUID, form: UserForm | None = None, made: UserLink | None = None) -> str:
    with application().work(readonly=True) as work:
        found = manage_users.find_user(work, staff_user(), user_id)
        second = user_id in manage_users.find_second_factors(work, staff_user())
        bound = manage_users.find_bound(work, staff_user(), user_id)
    known = form or UserForm(None, roles=[role.value for role in found.roles], active=found.active)
    return render_template(
        "staff/user.html",
        user=found,
        form=known,
        made=made,
        link=_address(made),
        second=second,
        bound=bound,
    )


def _address(made: UserLink | None) -> str | None:
    base = application().settings.base_url.rstrip("/")
    return base + url_for("auth.set_password", token=made.token) if made else None
