"""Reviews of design answers"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
REFERENCES = {
    "organisation_id": "organisation.id",
    "attempt_id": "attempt.id",
    "submission_id": "submission.id",
    "challenge_id": "challenge.id",
    "rater_id": "user_account.id",
}


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "review",
        sa.Column("id", sa.Uuid(), nullable=False),
        *(sa.Column(name, sa.Uuid(), nullable=name == "rater_id") for name in REFERENCES),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("claimed_until", MOMENT, nullable=True),
        sa.Column("ratings", JSONB(), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("submitted_at", MOMENT, nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("earlier", JSONB(), server_default=sa.text("'[]'"), nullable=False),
        sa.Column("created_at", MOMENT, server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("part in ('rater', 'reconciler', 'second')", name=op.f("review_part_check")),
        sa.CheckConstraint(
            "submitted_at is null or rater_id is not null", name=op.f("review_submitted_check")
        ),
        *(
            sa.ForeignKeyConstraint([name], [target], name=op.f(f"review_{name}_fkey"))
            for name, target in REFERENCES.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("review_pkey")),
    )
    for name in ("organisation_id", "attempt_id", "rater_id"):
        op.create_index(op.f(f"review_{name}_idx"), "review", [name])
    op.create_index("review_once_idx", "review", ["submission_id", "rater_id"], unique=True)
    open_ = sa.text("submitted_at is null")
    op.create_index("review_open_idx", "review", ["organisation_id"], postgresql_where=open_)


def downgrade() -> None:
    """Take back."""
    op.drop_table("review")
