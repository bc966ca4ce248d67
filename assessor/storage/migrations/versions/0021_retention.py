"""How long what is held about candidates is kept, and legal holds"""

from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.execute("""
        create table retention (
          organisation_id uuid primary key references organisation,
          finished integer,
          unstarted integer,
          recordings integer,
          ending text not null,
          constraint retention_ending_check check (ending in ('erased', 'anonymous'))
        );
        create table legal_hold (
          id uuid primary key,
          organisation_id uuid not null references organisation,
          candidate_id uuid not null references candidate,
          attempt_id uuid references attempt,
          reason text not null,
          placed_by uuid not null references user_account,
          placed_at timestamptz not null,
          lifted_by uuid references user_account,
          lifted_at timestamptz,
          constraint legal_hold_lifted_check check ((lifted_at is null) = (lifted_by is null))
        );
        create index legal_hold_organisation_id_idx on legal_hold (organisation_id);
        create index legal_hold_open_idx on legal_hold (candidate_id) where lifted_at is null;
        alter table candidate add column erased_at timestamptz;
        alter table attempt add column recordings_erased_at timestamptz;
        update candidate set erased_at = now() where name = 'erased' and email = '' and exists (
          select from invitation i
          where i.candidate_id = candidate.id and i.link_seed is null and i.revoked_at is not null
        );
    """)


def downgrade() -> None:
    """Take back."""
    op.execute("""
        drop table legal_hold, retention;
        alter table candidate drop column erased_at;
        alter table attempt drop column recordings_erased_at;
    """)
