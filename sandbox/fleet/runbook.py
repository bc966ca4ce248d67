"""A runbook: shell scripts, each below a line that names its node.

    -- on primary
    pg_ctl stop -m fast
    -- on standby
    pg_ctl promote

Such a line is no part of any script.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_HEAD = re.compile(r"^--[ \t]*on[ \t]+(?P<node>[\w-]+)[ \t]*$", re.I | re.M)


@dataclass(frozen=True)
class Section:
    """One script and the node that it is for; `line` counts from 1, where its head stands."""

    node: str
    script: str
    line: int


def sections_of(text: str, default: str = "") -> tuple[Section, ...]:
    """The sections of a text, in its order; what comes before the first head is for the node `default`.

    Sections without a command are left out. Never fails.
    """
    text = text.replace("\r\n", "\n")
    heads = list(_HEAD.finditer(text))
    ends = [*(head.start() for head in heads), len(text)]
    found = [Section(default, text[: ends[0]], 1)]
    for head, end in zip(heads, ends[1:], strict=True):
        found.append(
            Section(head["node"].lower(), text[head.end() : end], text.count("\n", 0, head.start()) + 1)
        )
    return tuple(section for section in found if _commands(section.script))


def _commands(script: str) -> bool:
    return any(line.strip() and not line.lstrip().startswith(("#", "--")) for line in script.splitlines())
