"""The second step of signing in: authenticators and recovery codes"""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

TABLES = """
create table second_factor (
  user_id uuid primary key references user_account,
  secret bytea not null,
  confirmed_at timestamptz,
  last_step bigint not null
);

create table recovery_code (
  user_id uuid not null references user_account,
  code_sha256 bytea not null,
  used_at timestamptz,
  primary key (user_id, code_sha256),
  constraint recovery_code_digest_check check (octet_length(code_sha256) = 32)
);

alter table organisation add column second_step boolean not null default false;
alter table staff_session add column waiting boolean not null default false;
"""


def upgrade() -> None:
    """Apply."""
    op.execute(TABLES)


def downgrade() -> None:
    """Take back."""
    op.execute("""
        drop table recovery_code, second_factor;
        alter table organisation drop column second_step;
        alter table staff_session drop column waiting;
    """)
