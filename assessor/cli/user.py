"""`assessor user`: staff accounts."""

from __future__ import annotations

from contextlib import closing

import click

from assessor.bootstrap import bootstrap
from assessor.domain.people import Role
from assessor.services.create_organisation import create_organisation, create_user, find_organisation
from assessor.services.get_user import find_by_email
from assessor.services.second_factor import reset_by_command


@click.group("user")
def user_group() -> None:
    """Organisations and their staff accounts."""


@user_group.command("add-organisation")
@click.argument("slug")
@click.argument("name")
def add_organisation(slug: str, name: str) -> None:
    """Add an organisation, e.g. acme "Acme Ltd"."""
    with closing(bootstrap()) as application, application.work() as work:
        create_organisation(work, slug, name)
    click.echo(f"The organisation {slug} is there. Next: assessor user add {slug} E-MAIL NAME --role admin")


@user_group.command("add")
@click.argument("organisation")
@click.argument("email")
@click.argument("name")
@click.option("--role", "roles", multiple=True, type=click.Choice([r.value for r in Role]), required=True)
@click.password_option(help="Asked for if it is not given.")
def add(organisation: str, email: str, name: str, roles: tuple[str, ...], password: str) -> None:
    """Add a staff account to an organisation."""
    with closing(bootstrap()) as application, application.work() as work:
        found = find_organisation(work, organisation)
        create_user(work, found, email, name, password, [Role(role) for role in roles])
    click.echo(f"{email} can sign in.")


@user_group.command("reset-second-step")
@click.argument("email")
def reset_second_step(email: str) -> None:
    """Forget the second factor of an account that is locked out, and sign it out everywhere."""
    with closing(bootstrap()) as application, application.work() as work:
        reset_by_command(work, find_by_email(work, email))
    click.echo(f"{email} can sign in with the password alone, until a new second step is set up.")
