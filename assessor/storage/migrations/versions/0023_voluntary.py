"""What candidates may say of themselves, apart from all else"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "voluntary_question",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("options", JSONB(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("voluntary_question_organisation_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("voluntary_question_pkey")),
    )
    op.create_index(op.f("voluntary_question_organisation_id_idx"), "voluntary_question", ["organisation_id"])
    op.create_table(
        "voluntary_answer",
        sa.Column("question_id", sa.Uuid(), nullable=False),
        sa.Column("person", sa.LargeBinary(), nullable=False),
        sa.Column("choice", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["voluntary_question.id"],
            name=op.f("voluntary_answer_question_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("question_id", "person", name=op.f("voluntary_answer_pkey")),
    )
    op.create_index(op.f("voluntary_answer_person_idx"), "voluntary_answer", ["person"])


def downgrade() -> None:
    """Take back."""
    op.drop_table("voluntary_answer")
    op.drop_table("voluntary_question")
