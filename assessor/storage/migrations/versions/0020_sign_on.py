"""Whom providers of sign-on know by which account"""

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

TABLE = """
create table sign_on_identity (
  issuer text not null,
  subject text not null,
  user_id uuid not null references user_account,
  created_at timestamptz not null,
  primary key (issuer, subject),
  unique (user_id, issuer)
);
"""


def upgrade() -> None:
    """Apply."""
    op.execute(TABLE)


def downgrade() -> None:
    """Take back."""
    op.execute("drop table sign_on_identity")
