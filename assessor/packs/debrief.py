"""The questions that a pack's README proposes for the interview afterwards."""

from __future__ import annotations

import re

_HEAD = re.compile(r"^(?:#+\s*|\*\*)Debrief questions?\.?(?:\*\*)?\s*$", re.MULTILINE | re.IGNORECASE)
_ITEM = re.compile(r"(?:\d+[.)]|[-*])\s+")


def debrief_questions(readme: str) -> tuple[str, ...]:
    """The list below "Debrief questions", in Markdown, each as one line; empty where a README has none."""
    head = _HEAD.search(readme)
    if head is None:
        return ()
    found: list[str] = []
    for line in readme[head.end() :].strip("\n").splitlines():
        item = _ITEM.match(line)
        if item:
            found.append(line[item.end() :].strip())
        elif found and line.startswith((" ", "\t")) and line.strip():
            found[-1] += f" {line.strip()}"
        elif line.strip():
            break
    return tuple(found)
