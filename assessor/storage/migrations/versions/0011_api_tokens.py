"""Tokens of the API, and answers to requests that may be repeated"""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

TABLES = """
create table api_token (
  id uuid primary key,
  organisation_id uuid not null references organisation,
  name text not null,
  scopes jsonb not null,
  token_sha256 bytea not null unique,
  ending text not null,
  created_by uuid not null references user_account,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  last_used_at timestamptz,
  constraint api_token_digest_check check (octet_length(token_sha256) = 32)
);
create index api_token_organisation_id_idx on api_token (organisation_id);
create index api_token_created_by_idx on api_token (created_by);

create table idempotency (
  token_id uuid not null references api_token,
  key text not null,
  organisation_id uuid not null references organisation,
  request_sha256 bytea not null,
  status integer not null,
  answer bytea not null,
  created_at timestamptz not null,
  primary key (token_id, key)
);
create index idempotency_organisation_id_idx on idempotency (organisation_id);
create index idempotency_created_at_idx on idempotency (created_at);
"""


def upgrade() -> None:
    """Apply."""
    op.execute(TABLES)


def downgrade() -> None:
    """Take back."""
    op.execute("drop table idempotency, api_token")
