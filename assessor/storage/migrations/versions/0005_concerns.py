"""Requests and contests with their answers"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)

FROM_EVENTS = """
insert into concern (id, organisation_id, attempt_id, kind, text, sent_at)
select gen_random_uuid(), attempt.organisation_id, attempt.id,
       case event.kind when 'asked' then 'request' else 'contest' end, event.data ->> 'text', event.at
from event join attempt on attempt.id = event.attempt_id
where event.kind in ('asked', 'contested') and event.data ->> 'text' is not null
"""


def upgrade() -> None:
    """Apply; what was sent before is open."""
    op.create_table(
        "concern",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("attempt_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sent_at", MOMENT, nullable=False),
        sa.Column("decision", sa.Text(), nullable=True),
        sa.Column("answer", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("shadow", postgresql.JSONB(), nullable=True),
        sa.CheckConstraint("kind in ('request', 'contest')", name=op.f("concern_kind_check")),
        sa.CheckConstraint(
            "decision in ('granted', 'declined', 'changed', 'stands')", name=op.f("concern_decision_check")
        ),
        sa.CheckConstraint("(decision is null) = (answered_at is null)", name=op.f("concern_answered_check")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("concern_organisation_id_fkey")
        ),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name=op.f("concern_attempt_id_fkey")),
        sa.ForeignKeyConstraint(["answered_by"], ["user_account.id"], name=op.f("concern_answered_by_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("concern_pkey")),
    )
    op.create_index(op.f("concern_organisation_id_idx"), "concern", ["organisation_id"])
    op.create_index(op.f("concern_attempt_id_idx"), "concern", ["attempt_id"])
    op.create_index(
        "concern_open_idx",
        "concern",
        ["organisation_id", "sent_at"],
        postgresql_where=sa.text("decision is null"),
    )
    op.create_table(
        "second_look",
        sa.Column("concern_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("should_change", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["concern_id"], ["concern.id"], name=op.f("second_look_concern_id_fkey")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("second_look_user_id_fkey")),
        sa.PrimaryKeyConstraint("concern_id", "user_id", name=op.f("second_look_pkey")),
    )
    op.execute(FROM_EVENTS)


def downgrade() -> None:
    """Take back."""
    op.drop_table("second_look")
    op.drop_table("concern")
