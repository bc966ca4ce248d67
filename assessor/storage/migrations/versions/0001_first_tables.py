"""First tables"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "challenge",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("competencies", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("practice", sa.Boolean(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("spec", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("files", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("synthesised", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("challenge_pkey")),
        sa.UniqueConstraint("slug", "hash", name=op.f("challenge_slug_hash_key")),
    )
    op.create_table(
        "organisation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("organisation_pkey")),
        sa.UniqueConstraint("slug", name=op.f("organisation_slug_key")),
    )
    op.create_table(
        "reference_result",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("reference_result_pkey")),
    )
    op.create_table(
        "candidate",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("candidate_organisation_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("candidate_pkey")),
    )
    op.create_index(op.f("candidate_organisation_id_idx"), "candidate", ["organisation_id"], unique=False)
    op.create_table(
        "user_account",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("roles", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("user_account_organisation_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("user_account_pkey")),
        sa.UniqueConstraint("email", name=op.f("user_account_email_key")),
    )
    op.create_index(
        op.f("user_account_organisation_id_idx"), "user_account", ["organisation_id"], unique=False
    )
    op.create_table(
        "assessment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("intro", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("duration_minutes", sa.Integer(), nullable=False),
        sa.Column("practice_challenge_id", sa.Uuid(), nullable=True),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state in ('draft', 'published')", name=op.f("assessment_state_check")),
        sa.CheckConstraint("duration_minutes between 1 and 600", name=op.f("assessment_duration_check")),
        sa.ForeignKeyConstraint(["created_by"], ["user_account.id"], name=op.f("assessment_created_by_fkey")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("assessment_organisation_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["practice_challenge_id"], ["challenge.id"], name=op.f("assessment_practice_challenge_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("assessment_pkey")),
    )
    op.create_index(op.f("assessment_organisation_id_idx"), "assessment", ["organisation_id"], unique=False)
    op.create_table(
        "assessment_challenge",
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.CheckConstraint("points > 0", name=op.f("assessment_challenge_points_check")),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("assessment_challenge_assessment_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["challenge_id"], ["challenge.id"], name=op.f("assessment_challenge_challenge_id_fkey")
        ),
        sa.PrimaryKeyConstraint("assessment_id", "position", name=op.f("assessment_challenge_pkey")),
        sa.UniqueConstraint(
            "assessment_id", "challenge_id", name=op.f("assessment_challenge_assessment_id_challenge_id_key")
        ),
    )
    op.create_table(
        "invitation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("token_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("extra_time_percent", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("extra_time_percent between 0 and 300", name=op.f("invitation_extra_time_check")),
        sa.CheckConstraint("octet_length(token_sha256) = 32", name=op.f("invitation_digest_check")),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("invitation_assessment_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["candidate.id"], name=op.f("invitation_candidate_id_fkey")
        ),
        sa.ForeignKeyConstraint(["created_by"], ["user_account.id"], name=op.f("invitation_created_by_fkey")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("invitation_organisation_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("invitation_pkey")),
        sa.UniqueConstraint("token_sha256", name=op.f("invitation_token_sha256_key")),
    )
    op.create_index(op.f("invitation_assessment_id_idx"), "invitation", ["assessment_id"], unique=False)
    op.create_index(op.f("invitation_candidate_id_idx"), "invitation", ["candidate_id"], unique=False)
    op.create_index(op.f("invitation_organisation_id_idx"), "invitation", ["organisation_id"], unique=False)
    op.create_table(
        "attempt",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("invitation_id", sa.Uuid(), nullable=False),
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("consented_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deadline_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("graded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("score", sa.Numeric(precision=4, scale=1), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "state in ('invited', 'ready', 'running', 'submitted', 'graded', 'expired', 'revoked')",
            name=op.f("attempt_state_check"),
        ),
        sa.CheckConstraint("(started_at is null) = (deadline_at is null)", name=op.f("attempt_clock_check")),
        sa.CheckConstraint("score between 0 and 100", name=op.f("attempt_score_check")),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("attempt_assessment_id_fkey")
        ),
        sa.ForeignKeyConstraint(["candidate_id"], ["candidate.id"], name=op.f("attempt_candidate_id_fkey")),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitation.id"], name=op.f("attempt_invitation_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("attempt_organisation_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("attempt_pkey")),
        sa.UniqueConstraint("invitation_id", name=op.f("attempt_invitation_id_key")),
    )
    op.create_index(op.f("attempt_assessment_id_idx"), "attempt", ["assessment_id"], unique=False)
    op.create_index(op.f("attempt_candidate_id_idx"), "attempt", ["candidate_id"], unique=False)
    op.create_index(
        "attempt_deadline_at_idx",
        "attempt",
        ["deadline_at"],
        unique=False,
        postgresql_where=sa.text("state = 'running'"),
    )
    op.create_index(op.f("attempt_organisation_id_idx"), "attempt", ["organisation_id"], unique=False)
    op.create_table(
        "draft",
        sa.Column("attempt_id", sa.Uuid(), nullable=False),
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("revision > 0", name=op.f("draft_revision_check")),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name=op.f("draft_attempt_id_fkey")),
        sa.ForeignKeyConstraint(["challenge_id"], ["challenge.id"], name=op.f("draft_challenge_id_fkey")),
        sa.PrimaryKeyConstraint("attempt_id", "challenge_id", name=op.f("draft_pkey")),
    )
    op.create_table(
        "event",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("attempt_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("data", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name=op.f("event_attempt_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("event_pkey")),
    )
    op.create_index(op.f("event_attempt_id_at_idx"), "event", ["attempt_id", "at"], unique=False)
    op.create_table(
        "run",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("attempt_id", sa.Uuid(), nullable=False),
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("duration_ms", sa.Double(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name=op.f("run_attempt_id_fkey")),
        sa.ForeignKeyConstraint(["challenge_id"], ["challenge.id"], name=op.f("run_challenge_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("run_pkey")),
    )
    op.create_index(
        op.f("run_attempt_id_challenge_id_started_at_idx"),
        "run",
        ["attempt_id", "challenge_id", "started_at"],
        unique=False,
    )
    op.create_table(
        "sandbox",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("attempt_id", sa.Uuid(), nullable=False),
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("handle", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("(status = 'ready') <= (handle is not null)", name=op.f("sandbox_handle_check")),
        sa.CheckConstraint(
            "status in ('requested', 'ready', 'failed', 'stopped')", name=op.f("sandbox_status_check")
        ),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name=op.f("sandbox_attempt_id_fkey")),
        sa.ForeignKeyConstraint(["challenge_id"], ["challenge.id"], name=op.f("sandbox_challenge_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("sandbox_pkey")),
        sa.UniqueConstraint("attempt_id", "challenge_id", name=op.f("sandbox_attempt_id_challenge_id_key")),
    )
    op.create_index(op.f("sandbox_challenge_id_idx"), "sandbox", ["challenge_id"], unique=False)
    op.create_table(
        "submission",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("attempt_id", sa.Uuid(), nullable=False),
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("idempotency_key", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_sha256", sa.Text(), nullable=False),
        sa.Column("receipt", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("source in ('candidate', 'deadline')", name=op.f("submission_source_check")),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name=op.f("submission_attempt_id_fkey")),
        sa.ForeignKeyConstraint(
            ["challenge_id"], ["challenge.id"], name=op.f("submission_challenge_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("submission_pkey")),
        sa.UniqueConstraint(
            "attempt_id", "idempotency_key", name=op.f("submission_attempt_id_idempotency_key_key")
        ),
        sa.UniqueConstraint("receipt", name=op.f("submission_receipt_key")),
    )
    op.create_index(
        op.f("submission_attempt_id_challenge_id_submitted_at_idx"),
        "submission",
        ["attempt_id", "challenge_id", "submitted_at"],
        unique=False,
    )
    op.create_table(
        "grading",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("grader_version", sa.Text(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=True),
        sa.Column("score", sa.Numeric(precision=4, scale=1), nullable=True),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("provenance", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Double(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "verdict in ('passed', 'failed', 'could-not-grade')", name=op.f("grading_verdict_check")
        ),
        sa.CheckConstraint("(verdict is null) = (finished_at is null)", name=op.f("grading_finished_check")),
        sa.CheckConstraint("score between 0 and 100", name=op.f("grading_score_check")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("grading_submission_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("grading_pkey")),
        sa.UniqueConstraint(
            "submission_id",
            "grader_version",
            "generation",
            name=op.f("grading_submission_id_grader_version_generation_key"),
        ),
    )
    op.create_table(
        "check_outcome",
        sa.Column("grading_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("check_slug", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("competencies", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("points", sa.Numeric(precision=7, scale=2), nullable=False),
        sa.Column("max_points", sa.Numeric(precision=7, scale=2), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("evidence", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.CheckConstraint(
            "verdict in ('passed', 'failed', 'could-not-grade')", name=op.f("check_outcome_verdict_check")
        ),
        sa.CheckConstraint("points between 0 and max_points", name=op.f("check_outcome_points_check")),
        sa.ForeignKeyConstraint(["grading_id"], ["grading.id"], name=op.f("check_outcome_grading_id_fkey")),
        sa.PrimaryKeyConstraint("grading_id", "position", name=op.f("check_outcome_pkey")),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("check_outcome")
    op.drop_table("grading")
    op.drop_index(op.f("submission_attempt_id_challenge_id_submitted_at_idx"), table_name="submission")
    op.drop_table("submission")
    op.drop_index(op.f("sandbox_challenge_id_idx"), table_name="sandbox")
    op.drop_table("sandbox")
    op.drop_index(op.f("run_attempt_id_challenge_id_started_at_idx"), table_name="run")
    op.drop_table("run")
    op.drop_index(op.f("event_attempt_id_at_idx"), table_name="event")
    op.drop_table("event")
    op.drop_table("draft")
    op.drop_index(op.f("attempt_organisation_id_idx"), table_name="attempt")
    op.drop_index(
        "attempt_deadline_at_idx", table_name="attempt", postgresql_where=sa.text("state = 'running'")
    )
    op.drop_index(op.f("attempt_candidate_id_idx"), table_name="attempt")
    op.drop_index(op.f("attempt_assessment_id_idx"), table_name="attempt")
    op.drop_table("attempt")
    op.drop_index(op.f("invitation_organisation_id_idx"), table_name="invitation")
    op.drop_index(op.f("invitation_candidate_id_idx"), table_name="invitation")
    op.drop_index(op.f("invitation_assessment_id_idx"), table_name="invitation")
    op.drop_table("invitation")
    op.drop_table("assessment_challenge")
    op.drop_index(op.f("assessment_organisation_id_idx"), table_name="assessment")
    op.drop_table("assessment")
    op.drop_index(op.f("user_account_organisation_id_idx"), table_name="user_account")
    op.drop_table("user_account")
    op.drop_index(op.f("candidate_organisation_id_idx"), table_name="candidate")
    op.drop_table("candidate")
    op.drop_table("reference_result")
    op.drop_table("organisation")
    op.drop_table("challenge")
