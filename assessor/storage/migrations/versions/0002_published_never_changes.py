"""A published assessment never changes, whoever writes"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

FREEZE_PUBLISHED = """
create function assessment_is_frozen() returns trigger language plpgsql as $$
begin
  if tg_table_name = 'assessment' then
    if old.state = 'published' then
      raise exception 'a published assessment never changes'
        using errcode = 'check_violation', constraint = 'assessment_published_check';
    end if;
  elsif exists (select from assessment
                where state = 'published'
                  and id in (case when tg_op <> 'INSERT' then old.assessment_id end,
                             case when tg_op <> 'DELETE' then new.assessment_id end)) then
    raise exception 'the challenges of a published assessment never change'
      using errcode = 'check_violation', constraint = 'assessment_published_check';
  end if;
  return coalesce(new, old);
end $$;
create trigger assessment_frozen before update or delete on assessment
  for each row execute function assessment_is_frozen();
create trigger assessment_challenge_frozen before insert or update or delete on assessment_challenge
  for each row execute function assessment_is_frozen();
"""


def upgrade() -> None:
    """Apply."""
    op.execute(FREEZE_PUBLISHED)


def downgrade() -> None:
    """Take back."""
    op.execute("drop trigger assessment_challenge_frozen on assessment_challenge")
    op.execute("drop trigger assessment_frozen on assessment")
    op.execute("drop function assessment_is_frozen")
