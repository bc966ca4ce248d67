"""Servers that wait for candidates; what happens to a server during an attempt, and the time that is given back"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

STATUSES = "'warming', 'warm', 'requested', 'ready', 'suspended', 'waking', 'broken', 'failed', 'stopped'"
OLD_STATUSES = "'requested', 'ready', 'failed', 'stopped'"


def upgrade() -> None:
    """Apply."""
    op.alter_column("sandbox", "attempt_id", nullable=True)
    op.add_column(
        "sandbox",
        sa.Column("changed_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
    )
    for name, kind in (
        ("used_at", sa.DateTime(timezone=True)),
        ("down_since", sa.DateTime(timezone=True)),
        ("mishap", sa.Text()),
        ("start_seconds", sa.Double()),
    ):
        op.add_column("sandbox", sa.Column(name, kind, nullable=True))
    op.drop_constraint("sandbox_status_check", "sandbox")
    op.drop_constraint("sandbox_handle_check", "sandbox")
    op.create_check_constraint(op.f("sandbox_status_check"), "sandbox", f"status in ({STATUSES})")
    op.create_check_constraint(
        op.f("sandbox_handle_check"),
        "sandbox",
        "(status in ('ready', 'warm', 'suspended')) <= (handle is not null)",
    )
    op.create_check_constraint(
        op.f("sandbox_pool_check"), "sandbox", "(attempt_id is null) = (status in ('warm', 'warming'))"
    )
    op.create_check_constraint(
        op.f("sandbox_mishap_check"),
        "sandbox",
        "mishap is null or mishap in ('memory', 'session', 'disk', 'crash', 'engine', 'lost', 'sleep')",
    )
    op.create_index(
        "sandbox_waiting_idx", "sandbox", ["changed_at"], postgresql_where=sa.text("status = 'requested'")
    )
    op.create_index(
        "sandbox_warm_idx",
        "sandbox",
        ["challenge_id", "changed_at"],
        postgresql_where=sa.text("status = 'warm'"),
    )
    op.create_index(
        "sandbox_started_idx",
        "sandbox",
        ["created_at"],
        postgresql_where=sa.text("start_seconds is not null"),
    )
    op.create_index("event_opened_idx", "event", ["at"], postgresql_where=sa.text("kind = 'opened'"))
    op.add_column(
        "attempt",
        sa.Column("credited_seconds", sa.Integer(), server_default=sa.text("0"), nullable=False),
    )
    op.create_check_constraint(op.f("attempt_credit_check"), "attempt", "credited_seconds >= 0")


def downgrade() -> None:
    """Take back; servers that wait for nobody are forgotten, and reaped."""
    op.drop_constraint("attempt_credit_check", "attempt")
    op.drop_column("attempt", "credited_seconds")
    op.drop_index("event_opened_idx", table_name="event")
    op.drop_index("sandbox_warm_idx", table_name="sandbox")
    op.drop_index("sandbox_started_idx", table_name="sandbox")
    op.drop_index("sandbox_waiting_idx", table_name="sandbox")
    for name in ("mishap", "pool", "handle", "status"):
        op.drop_constraint(f"sandbox_{name}_check", "sandbox")
    op.execute("delete from sandbox where attempt_id is null")
    op.execute("update sandbox set status = 'requested', handle = null where status in ('waking', 'broken')")
    op.execute("update sandbox set status = 'ready' where status = 'suspended'")
    op.create_check_constraint(op.f("sandbox_status_check"), "sandbox", f"status in ({OLD_STATUSES})")
    op.create_check_constraint(
        op.f("sandbox_handle_check"), "sandbox", "(status = 'ready') <= (handle is not null)"
    )
    for name in ("start_seconds", "mishap", "down_since", "used_at", "changed_at"):
        op.drop_column("sandbox", name)
    op.alter_column("sandbox", "attempt_id", nullable=False)
