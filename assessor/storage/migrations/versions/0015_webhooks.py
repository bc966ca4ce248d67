"""Webhooks: who is told, and the outbox of what is told"""

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

TABLES = """
create table webhook_endpoint (
  id uuid primary key,
  organisation_id uuid not null references organisation,
  url text not null,
  types jsonb not null,
  secret bytea not null,
  enabled boolean not null,
  created_by uuid not null references user_account,
  created_at timestamptz not null
);
create index webhook_endpoint_organisation_id_idx on webhook_endpoint (organisation_id);

create table webhook_delivery (
  id uuid primary key,
  number bigint not null generated always as identity,
  organisation_id uuid not null references organisation,
  endpoint_id uuid not null references webhook_endpoint,
  attempt_id uuid not null references attempt,
  type text not null,
  data jsonb not null,
  state text not null,
  tries integer not null,
  due_at timestamptz not null,
  created_at timestamptz not null,
  delivered_at timestamptz,
  status integer,
  error text not null,
  constraint webhook_delivery_state_check check (state in ('waiting', 'delivered', 'dead'))
);
create index webhook_delivery_waiting_idx on webhook_delivery (endpoint_id, attempt_id, number)
  where state = 'waiting';
create index webhook_delivery_endpoint_id_number_idx on webhook_delivery (endpoint_id, number);
create index webhook_delivery_organisation_id_idx on webhook_delivery (organisation_id);
create index webhook_delivery_attempt_id_idx on webhook_delivery (attempt_id);
"""


def upgrade() -> None:
    """Apply."""
    op.execute(TABLES)


def downgrade() -> None:
    """Take back."""
    op.execute("drop table webhook_delivery, webhook_endpoint")
