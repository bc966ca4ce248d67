"""Roles that an organisation has written itself"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "role_profile",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("weights", JSONB(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("role_profile_organisation_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("role_profile_pkey")),
        sa.UniqueConstraint("organisation_id", "title", name=op.f("role_profile_organisation_id_title_key")),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("role_profile")
