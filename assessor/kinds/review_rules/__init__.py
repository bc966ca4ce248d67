"""What a pack of kind "review" must prove beyond the common rules: one rule per file."""

from assessor.kinds.design_rules import anchors_distinct, examples_teach
from assessor.kinds.review_rules import answers_readable, comments_decided, innocents_there, spraying_fails

RULES = (
    comments_decided.RULE,
    innocents_there.RULE,
    spraying_fails.RULE,
    answers_readable.RULE,
    anchors_distinct.RULE,
    examples_teach.RULE,
)
