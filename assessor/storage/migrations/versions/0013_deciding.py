"""Deciding about candidates: decisions, who opened the evidence, comments, shared scorecards"""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

TABLES = """
create table decision (
  id uuid primary key,
  number bigint not null generated always as identity,
  organisation_id uuid not null references organisation,
  attempt_id uuid not null references attempt,
  step text not null,
  reason text not null,
  decided_by uuid not null references user_account,
  decided_at timestamptz not null,
  constraint decision_step_check check (step in ('shortlisted', 'unlisted', 'accepted', 'declined', 'reopened')),
  constraint decision_reason_check check (step in ('shortlisted', 'unlisted') or length(trim(reason)) > 0)
);
create index decision_attempt_id_number_idx on decision (attempt_id, number);
create index decision_organisation_id_idx on decision (organisation_id);

create function decision_is_made() returns trigger language plpgsql as $$
begin
  raise exception 'a decision never changes: make another' using errcode = 'check_violation',
    constraint = 'decision_made_check';
end $$;
create trigger decision_made before update on decision for each row execute function decision_is_made();

create table evidence_view (
  attempt_id uuid references attempt,
  user_id uuid references user_account,
  viewed_at timestamptz not null,
  primary key (attempt_id, user_id)
);

create table comment (
  id uuid primary key,
  organisation_id uuid not null references organisation,
  attempt_id uuid not null references attempt,
  challenge_id uuid references challenge,
  author_id uuid not null references user_account,
  text text not null,
  created_at timestamptz not null,
  constraint comment_text_check check (length(trim(text)) > 0)
);
create index comment_attempt_id_created_at_idx on comment (attempt_id, created_at);
create index comment_organisation_id_idx on comment (organisation_id);

create table mention (
  comment_id uuid references comment on delete cascade,
  user_id uuid references user_account,
  seen_at timestamptz,
  primary key (comment_id, user_id)
);
create index mention_user_id_idx on mention (user_id) where seen_at is null;

create table scorecard_share (
  id uuid primary key,
  organisation_id uuid not null references organisation,
  attempt_id uuid not null references attempt,
  token_sha256 bytea not null unique,
  blind boolean not null,
  created_by uuid not null references user_account,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  views integer not null default 0,
  viewed_at timestamptz,
  constraint scorecard_share_digest_check check (octet_length(token_sha256) = 32)
);
create index scorecard_share_attempt_id_idx on scorecard_share (attempt_id);
create index scorecard_share_organisation_id_idx on scorecard_share (organisation_id);
"""


def upgrade() -> None:
    """Apply."""
    op.execute(TABLES)


def downgrade() -> None:
    """Take back."""
    op.execute("drop table scorecard_share, mention, comment, evidence_view, decision")
    op.execute("drop function decision_is_made()")
