"""Versions of assessments, and lists of many attempts"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply; what is published is the first version of its own, and no trigger minds a new column."""
    op.add_column(
        "assessment",
        sa.Column("family_id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
    )
    op.add_column(
        "assessment", sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False)
    )
    op.add_column("assessment", sa.Column("profile", sa.Text(), server_default=sa.text("''"), nullable=False))
    op.create_check_constraint(op.f("assessment_version_check"), "assessment", "version > 0")
    op.create_unique_constraint(
        op.f("assessment_family_id_version_key"), "assessment", ["family_id", "version"]
    )
    op.create_index(
        op.f("attempt_organisation_id_created_at_id_idx"), "attempt", ["organisation_id", "created_at", "id"]
    )
    op.create_index(
        op.f("attempt_organisation_id_assessment_id_state_idx"),
        "attempt",
        ["organisation_id", "assessment_id", "state"],
    )


def downgrade() -> None:
    """Take back."""
    op.drop_index(op.f("attempt_organisation_id_assessment_id_state_idx"), "attempt")
    op.drop_index(op.f("attempt_organisation_id_created_at_id_idx"), "attempt")
    op.drop_constraint(op.f("assessment_family_id_version_key"), "assessment")
    op.drop_constraint(op.f("assessment_version_check"), "assessment")
    for column in ("profile", "version", "family_id"):
        op.drop_column("assessment", column)
