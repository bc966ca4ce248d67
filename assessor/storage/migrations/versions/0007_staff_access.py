"""Sessions of staff, links for passwords, counted tries"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Apply; everybody signs in anew."""
    op.create_table(
        "staff_session",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("token_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("browser", sa.Text(), nullable=False),
        sa.CheckConstraint("octet_length(token_sha256) = 32", name=op.f("staff_session_digest_check")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("staff_session_user_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("staff_session_pkey")),
        sa.UniqueConstraint("token_sha256", name=op.f("staff_session_token_sha256_key")),
    )
    op.create_index(op.f("staff_session_user_id_idx"), "staff_session", ["user_id"])
    op.create_index(op.f("staff_session_expires_at_idx"), "staff_session", ["expires_at"])
    op.create_table(
        "password_link",
        sa.Column("token_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.CheckConstraint("octet_length(token_sha256) = 32", name=op.f("password_link_digest_check")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("password_link_user_id_fkey")),
        sa.PrimaryKeyConstraint("token_sha256", name=op.f("password_link_pkey")),
    )
    op.create_index(op.f("password_link_user_id_idx"), "password_link", ["user_id"])
    op.create_table(
        "counted_try",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("counted_try_pkey")),
    )
    op.create_index(op.f("counted_try_key_at_idx"), "counted_try", ["key", "at"])
    op.create_index(op.f("counted_try_at_idx"), "counted_try", ["at"])


def downgrade() -> None:
    """Take back."""
    for table in ("counted_try", "password_link", "staff_session"):
        op.drop_table(table)
