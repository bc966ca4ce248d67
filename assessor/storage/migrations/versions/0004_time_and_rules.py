"""Rules of assessments, clocks of challenges, breaks, extensions, outages"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Apply."""
    _columns()
    op.create_table(
        "challenge_clock",
        sa.Column("attempt_id", sa.Uuid(), nullable=False),
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("deadline_at", MOMENT, nullable=False),
        sa.CheckConstraint("deadline_at > started_at", name=op.f("challenge_clock_clock_check")),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name=op.f("challenge_clock_attempt_id_fkey")),
        sa.ForeignKeyConstraint(
            ["challenge_id"], ["challenge.id"], name=op.f("challenge_clock_challenge_id_fkey")
        ),
        sa.PrimaryKeyConstraint("attempt_id", "challenge_id", name=op.f("challenge_clock_pkey")),
    )
    op.create_table(
        "pulse",
        sa.Column("one", sa.Boolean(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.CheckConstraint("one", name=op.f("pulse_one_check")),
        sa.PrimaryKeyConstraint("one", name=op.f("pulse_pkey")),
    )
    op.create_table(
        "outage",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("since_at", MOMENT, nullable=False),
        sa.Column("until_at", MOMENT, nullable=False),
        sa.CheckConstraint("until_at > since_at", name=op.f("outage_span_check")),
        sa.PrimaryKeyConstraint("id", name=op.f("outage_pkey")),
    )
    op.create_index(op.f("outage_until_at_idx"), "outage", ["until_at"])


def _columns() -> None:
    none = sa.text("0")
    nothing = sa.text("'{}'")
    op.add_column(
        "assessment", sa.Column("rules", postgresql.JSONB(), server_default=nothing, nullable=False)
    )
    op.add_column("assessment_challenge", sa.Column("minutes", sa.Integer(), nullable=True))
    op.create_check_constraint(
        op.f("assessment_challenge_minutes_check"), "assessment_challenge", "minutes between 1 and 600"
    )
    op.add_column("invitation", sa.Column("break_minutes", sa.Integer(), server_default=none, nullable=False))
    op.create_check_constraint(
        op.f("invitation_breaks_check"), "invitation", "break_minutes between 0 and 240"
    )
    for name in ("extended_seconds", "break_seconds"):
        op.add_column("attempt", sa.Column(name, sa.Integer(), server_default=none, nullable=False))
    for name in ("break_started_at", "break_until"):
        op.add_column("attempt", sa.Column(name, MOMENT, nullable=True))
    op.create_check_constraint(op.f("attempt_extension_check"), "attempt", "extended_seconds >= 0")
    op.create_check_constraint(op.f("attempt_break_seconds_check"), "attempt", "break_seconds >= 0")
    op.create_check_constraint(
        op.f("attempt_break_check"), "attempt", "(break_started_at is null) = (break_until is null)"
    )


def downgrade() -> None:
    """Take back."""
    for table in ("outage", "pulse", "challenge_clock"):
        op.drop_table(table)
    for name in ("break_until", "break_started_at", "break_seconds", "extended_seconds"):
        op.drop_column("attempt", name)
    op.drop_column("invitation", "break_minutes")
    op.drop_column("assessment_challenge", "minutes")
    op.drop_column("assessment", "rules")
