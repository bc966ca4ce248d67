"""The audit log by act and by actor"""

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    for column in ("act", "actor_id"):
        name = op.f(f"audit_entry_organisation_id_{column}_number_idx")
        op.create_index(name, "audit_entry", ["organisation_id", column, "number"])


def downgrade() -> None:
    """Take back."""
    for column in ("act", "actor_id"):
        op.drop_index(op.f(f"audit_entry_organisation_id_{column}_number_idx"), "audit_entry")
