"""The outbox, texts of mails, reminders, imports of many people"""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

MAIL = """
create table mail_template (
  id uuid primary key,
  organisation_id uuid not null references organisation,
  kind text not null,
  subject text not null,
  body text not null,
  created_by uuid references user_account,
  created_at timestamptz not null default now(),
  constraint mail_template_kind_check check (kind in ('invitation', 'reminder'))
);
create index mail_template_organisation_id_kind_created_at_idx on mail_template (organisation_id, kind, created_at);

create table mail (
  id uuid primary key,
  number bigint not null generated always as identity,
  organisation_id uuid not null references organisation,
  invitation_id uuid not null references invitation,
  kind text not null,
  occasion text not null,
  template_id uuid references mail_template,
  state text not null default 'waiting',
  due_at timestamptz not null,
  tries integer not null default 0,
  sender text,
  claimed_at timestamptz,
  sent_at timestamptz,
  error text not null default '',
  created_at timestamptz not null default now(),
  constraint mail_state_check
    check (state in ('waiting', 'sending', 'sent', 'refused', 'failed', 'doubt', 'cancelled')),
  constraint mail_kind_check check (kind in ('invitation', 'reminder')),
  constraint mail_sent_check check ((state = 'sent') = (sent_at is not null)),
  unique (invitation_id, occasion)
);
create index mail_organisation_id_idx on mail (organisation_id);
create index mail_due_at_idx on mail (due_at) where state = 'waiting';
create index mail_sending_idx on mail (claimed_at) where state = 'sending';

create table reminder (
  assessment_id uuid references assessment,
  days integer,
  primary key (assessment_id, days),
  constraint reminder_days_check check (days between 1 and 60)
);
"""

IMPORTS = """
create table invitation_import (
  id uuid primary key,
  organisation_id uuid not null references organisation,
  assessment_id uuid not null references assessment,
  created_by uuid not null references user_account,
  source text not null,
  state text not null default 'preview',
  valid_days integer not null,
  send boolean not null,
  created_at timestamptz not null default now(),
  confirmed_at timestamptz,
  constraint invitation_import_state_check check (state in ('preview', 'running', 'done')),
  constraint invitation_import_valid_days_check check (valid_days between 1 and 365)
);
create index invitation_import_organisation_id_idx on invitation_import (organisation_id);
create index invitation_import_assessment_id_idx on invitation_import (assessment_id);

create table invitation_import_row (
  import_id uuid references invitation_import on delete cascade,
  number integer,
  name text not null,
  email text not null,
  extra_time_percent integer not null,
  send_at timestamptz,
  external_id text not null,
  verdict text not null,
  problem text not null,
  invitation_id uuid references invitation,
  primary key (import_id, number),
  constraint invitation_import_row_verdict_check check (verdict in ('good', 'wrong', 'twice'))
);

alter table invitation
  add link_seed bytea,
  add external_id text not null default '',
  add import_id uuid references invitation_import,
  add import_row integer,
  add unique (import_id, import_row);
"""


def upgrade() -> None:
    """Apply."""
    op.execute(MAIL)
    op.execute(IMPORTS)


def downgrade() -> None:
    """Take back."""
    op.execute("alter table invitation drop link_seed, drop external_id, drop import_id, drop import_row")
    op.execute("drop table invitation_import_row, invitation_import, reminder, mail, mail_template")
