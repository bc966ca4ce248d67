"""Drafts keep their history: what each save has changed"""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

HISTORY = """
create table draft_revision (
  attempt_id uuid references attempt,
  challenge_id uuid references challenge,
  revision integer,
  kept_left integer not null,
  kept_right integer not null,
  inserted text not null,
  saved_at timestamptz not null,
  primary key (attempt_id, challenge_id, revision),
  constraint draft_revision_kept_check check (kept_left >= 0 and kept_right >= 0)
);

-- In the database and not in the application: saving is one statement, and stays it.
create function draft_keeps_history() returns trigger language plpgsql as $$
declare
  before text := '';
  most integer;
  low integer := 0;
  high integer;
  middle integer;
  kept integer;
begin
  if tg_op = 'UPDATE' then
    before := old.text;
  end if;
  most := least(length(before), length(new.text));
  high := most;
  while low < high loop
    middle := (low + high + 1) / 2;
    if left(before, middle) = left(new.text, middle) then low := middle; else high := middle - 1; end if;
  end loop;
  kept := low;
  low := 0;
  high := most - kept;
  while low < high loop
    middle := (low + high + 1) / 2;
    if right(before, middle) = right(new.text, middle) then low := middle; else high := middle - 1; end if;
  end loop;
  insert into draft_revision (attempt_id, challenge_id, revision, kept_left, kept_right, inserted, saved_at)
  values (new.attempt_id, new.challenge_id, new.revision, kept, low,
          substr(new.text, kept + 1, length(new.text) - kept - low), new.saved_at)
  on conflict do nothing;
  return null;
end $$;
create trigger draft_history after insert or update of text on draft
  for each row execute function draft_keeps_history();

-- What is there already begins its history with what it is now.
insert into draft_revision
select attempt_id, challenge_id, revision, 0, 0, text, saved_at from draft;

create index attempt_assessment_id_score_idx on attempt (assessment_id, score) where score is not null;
"""


def upgrade() -> None:
    """Apply."""
    op.execute(HISTORY)


def downgrade() -> None:
    """Take back."""
    op.execute("drop index attempt_assessment_id_score_idx")
    op.execute("drop trigger draft_history on draft")
    op.execute("drop function draft_keeps_history()")
    op.execute("drop table draft_revision")
