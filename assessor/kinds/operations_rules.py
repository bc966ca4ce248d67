"""What a pack of kind "operations" must prove beyond the common rules."""

from __future__ import annotations

import re

from assessor.grading.reference import ReferenceCache
from assessor.kinds.runbook_rules import Grade, runbook_rules
from assessor.packs.verify import Rule
from sandbox.fleet import sections_of

_PARAGRAPHS = re.compile(r"\n[ \t]*\n")


def operations_rules(grade: Grade, references: ReferenceCache) -> tuple[Rule, ...]:
    """The rules; `grade` is the kind's own."""
    return runbook_rules(grade, references, "true", "paragraph", without_each)


def without_each(text: str) -> list[tuple[str, str]]:
    """The runbook without one paragraph of a section: the first line of what is missing, and what is left."""
    found = []
    for section in sections_of(text):
        for paragraph in _PARAGRAPHS.split(section.script):
            commands = [line for line in paragraph.strip().splitlines() if not line.startswith("#")]
            if commands:
                found.append((f"{section.node}: {commands[0]}", text.replace(paragraph, "\n", 1)))
    return found
