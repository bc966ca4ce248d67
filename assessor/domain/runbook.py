"""The answer to an incident as one text of SQL: the cause, a query that finds it, and the runbook.

    -- cause: blocked-vacuum
    -- evidence
    SELECT pid FROM pg_stat_activity WHERE ...;
    -- runbook
    SELECT pg_terminate_backend(...) ...;

A text without such lines is a runbook alone. All of it can be run as it stands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_LINE = re.compile(r"^--[ \t]*(cause[ \t]*:[ \t]*(?P<cause>[\w-]*)|evidence|runbook)[ \t]*$", re.I | re.M)


@dataclass(frozen=True)
class RunbookAnswer:
    """Its parts; empty where they are missing."""

    cause: str
    evidence: str
    runbook: str


def parse_runbook(text: str) -> RunbookAnswer:
    """The parts of a text; never fails. Of parts that come twice the last counts."""
    parts = {"cause": "", "evidence": "", "runbook": ""}
    text = text.replace("\r\n", "\n")
    lines = list(_LINE.finditer(text))
    if not any(line[1].lower().startswith(("evidence", "runbook")) for line in lines):
        parts["runbook"] = text
    ends = [*(line.start() for line in lines), len(text)][1:]
    for line, end in zip(lines, ends, strict=True):
        if line["cause"] is not None:
            parts["cause"] = line["cause"].lower()
        else:
            parts[line[1].lower()] = text[line.end() : end].strip()
    return RunbookAnswer(**parts)
