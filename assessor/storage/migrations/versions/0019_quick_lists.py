"""What scorecards and statistics of very many attempts are read from"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.drop_index(op.f("attempt_assessment_id_score_idx"), "attempt")
    op.create_index(
        "attempt_graded_score_idx",
        "attempt",
        ["organisation_id", "assessment_id", "score"],
        postgresql_where=sa.text("state = 'graded' and score is not null"),
    )
    op.create_index(
        "attempt_newest_graded_idx",
        "attempt",
        ["assessment_id", sa.text("graded_at desc nulls last"), "id"],
        postgresql_where=sa.text("state = 'graded'"),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_index("attempt_newest_graded_idx", "attempt")
    op.drop_index("attempt_graded_score_idx", "attempt")
    op.create_index(
        op.f("attempt_assessment_id_score_idx"),
        "attempt",
        ["assessment_id", "score"],
        postgresql_where=sa.text("score is not null"),
    )
