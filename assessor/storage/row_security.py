"""Row-level security: the wall behind the queries' own conditions, built from the tables themselves.

A table belongs to an organisation if it has an `organisation_id`, or refers to one that does; the first such reference
is its way. `assessor_staff` sees the rows of the organisation that its transaction names, and none if it names none;
what it writes must lie there with all that it refers to. `assessor_platform` sees every row. The policies follow from
the tables' definitions after every migration, so a new table has them without anybody remembering.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from sqlalchemy import Connection, ForeignKey, Table

from assessor.storage.roles import PLATFORM_ROLE, STAFF_ROLE
from assessor.storage.tables import Base

SETTING = "assessor.organisation"
SHARED = frozenset({"challenge", "reference_result", "counted_try", "pulse", "outage"})
"""Tables of the whole installation. Staff may read the first; the others are none of their business."""
READABLE = frozenset({"challenge"})
APPEND_ONLY = frozenset({"audit_entry"})
_ROOT, _COLUMN = "organisation", "organisation_id"
_OWN = "(select assessor_organisation())"
"""In a query of its own, so that it is found out once for a statement and not for each row."""

_FUNCTION = f"""
create or replace function assessor_organisation() returns uuid language sql stable parallel safe
as $$ select nullif(current_setting('{SETTING}', true), '')::uuid $$
"""
# An account's e-mail is unique over all organisations. The definer is the owner, who is a platform, too.
_EMAIL_TAKEN = """
create or replace function assessor_email_taken(text) returns boolean language sql stable security definer
set search_path to pg_catalog, public, pg_temp
as $$ select exists (select from user_account where email = lower($1)) $$
"""
_KNOWN = "select obj_description(to_regprocedure('assessor_organisation()'), 'pg_proc')"


def secured(connection: Connection) -> bool:
    """Whether the database has the policies that the tables ask for."""
    return bool(connection.exec_driver_sql(_KNOWN).scalar() == _fingerprint())


def secure(connection: Connection) -> None:
    """Give every table its policies and rights; does nothing where they are as they should be.

    Raises LookupError for a table that neither belongs to an organisation nor is named in SHARED.
    """
    if secured(connection):
        return
    for statement in statements():
        connection.exec_driver_sql(statement)
    connection.exec_driver_sql(f"comment on function assessor_organisation() is '{_fingerprint()}'")


def statements() -> Iterator[str]:
    """All that makes the wall, in order."""
    yield _FUNCTION
    yield _EMAIL_TAKEN
    for table in Base.metadata.sorted_tables:
        yield from _rights(table)
        if table.name not in SHARED:
            yield from _policies(table)
    yield f"grant usage on all sequences in schema public to {PLATFORM_ROLE}, {STAFF_ROLE}"
    yield "grant select on alembic_version to public"
    # The job queue belongs to nobody: jobs hold ids. Staff put jobs in, the platform works on them.
    for table_name in ("procrastinate_jobs", "procrastinate_events"):
        yield f"grant select, insert on {table_name} to {STAFF_ROLE}"
    for table_name in ("jobs", "events", "periodic_defers", "workers"):
        yield f"grant select, insert, update, delete on procrastinate_{table_name} to {PLATFORM_ROLE}"


def belongs_if(table: Table) -> str:
    """The condition under which a row is of the transaction's organisation. Raises LookupError."""
    if table.name == _ROOT:
        return f"id = {_OWN}"
    if _COLUMN in table.columns:
        return f"{_COLUMN} = {_OWN}"
    return _parent_is_visible(next(_ways(table)))


def writable_if(table: Table) -> str:
    """The same, and whatever the row refers to is of that organisation, too."""
    others = (
        f"({key.parent.name} is null or {_parent_is_visible(key)})"
        for key in _ways(table)
        if key.column.table.name != _ROOT
    )
    return " and ".join([belongs_if(table), *others])


def _ways(table: Table) -> Iterator[ForeignKey]:
    """References to what belongs to an organisation, in the order of the columns. Raises LookupError for none."""
    found = [
        key
        for column in table.columns
        for key in sorted(column.foreign_keys, key=lambda key: key.target_fullname)
        if key.column.table.name not in SHARED and key.column.table is not table
    ]
    if not found and table.name != _ROOT:
        raise LookupError(
            f"{table.name} belongs to no organisation: name it in {__name__}.SHARED, or give it a way."
        )
    return iter(found)


def _parent_is_visible(key: ForeignKey) -> str:
    """The parent's own policy holds for what is read here, so this is enough."""
    parent, column = key.column.table.name, key.column.name
    return f"exists (select from {parent} as p where p.{column} = {key.parent.table.name}.{key.parent.name})"


def _rights(table: Table) -> Iterator[str]:
    yield f"revoke all on {table.name} from {PLATFORM_ROLE}, {STAFF_ROLE}"
    rights = "select, insert" if table.name in APPEND_ONLY else "select, insert, update, delete"
    yield f"grant {rights} on {table.name} to {PLATFORM_ROLE}"
    if table.name not in SHARED:
        yield f"grant {rights} on {table.name} to {STAFF_ROLE}"
    elif table.name in READABLE:
        yield f"grant select on {table.name} to {STAFF_ROLE}"


def _policies(table: Table) -> Iterator[str]:
    name = table.name
    yield f"alter table {name} enable row level security"
    yield f"alter table {name} force row level security"
    yield f"drop policy if exists platform on {name}"
    yield f"create policy platform on {name} to {PLATFORM_ROLE} using (true) with check (true)"
    yield f"drop policy if exists staff on {name}"
    yield (
        f"create policy staff on {name} to {STAFF_ROLE}"
        f" using ({belongs_if(table)}) with check ({writable_if(table)})"
    )


def _fingerprint() -> str:
    return hashlib.sha256("\n".join(statements()).encode()).hexdigest()
