"""What a pack of kind "design" must prove beyond the common rules: one rule per file."""

from assessor.kinds.design_rules import (
    anchors_distinct,
    answers_readable,
    examples_teach,
    rubric_carries,
    rubric_complete,
)

RULES = (
    rubric_complete.RULE,
    rubric_carries.RULE,
    anchors_distinct.RULE,
    examples_teach.RULE,
    answers_readable.RULE,
)
