"""Attempts by when they were graded"""

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_index(
        op.f("attempt_organisation_id_graded_at_idx"), "attempt", ["organisation_id", "graded_at"]
    )


def downgrade() -> None:
    """Take back."""
    op.drop_index(op.f("attempt_organisation_id_graded_at_idx"), "attempt")
