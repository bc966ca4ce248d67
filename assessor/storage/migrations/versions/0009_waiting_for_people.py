"""A verdict may wait for a person"""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

BEFORE = "verdict in ('passed', 'failed', 'could-not-grade')"
AFTER = "verdict in ('passed', 'failed', 'could-not-grade', 'waiting')"


def upgrade() -> None:
    """Apply."""
    _check(AFTER)


def downgrade() -> None:
    """Take back."""
    _check(BEFORE)


def _check(condition: str) -> None:
    for table in ("grading", "check_outcome"):
        name = op.f(f"{table}_verdict_check")
        op.drop_constraint(name, table, type_="check")
        op.create_check_constraint(name, table, condition)
