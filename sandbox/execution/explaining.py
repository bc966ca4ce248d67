"""EXPLAIN put in front of somebody's statement, where PostgreSQL can explain it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from typing import Any

from sandbox.execution.results import RunOutcome, RunResult
from sandbox.sqltext import statement_starts

PLAN = "EXPLAIN (FORMAT JSON) "
ANALYZE = "EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) "

_EXPLAINABLE = frozenset(
    "select insert update delete merge values with table execute declare create refresh".split()
)
"""First words; of CREATE only CREATE TABLE AS and CREATE MATERIALIZED VIEW, which PostgreSQL tells from others."""

_READING = frozenset("select values with table declare".split())
_RAN = "EXPLAIN ANALYZE ran the statement: what it changes is changed."
_CUT = "The plan is too large to show."


class NotExplainable(Exception):
    """There is no plan of that text."""


@dataclass(frozen=True)
class Explained:
    """A text that asks for the plan of another."""

    text: str
    prefix: str
    changes: bool
    """Whether it may change rows, if it is run."""


def explaining(text: str, *, analyze: bool) -> Explained:
    """The text that asks for a plan as JSON. Raises NotExplainable with a sentence for who wrote the statement."""
    starts = statement_starts(text)
    if len(starts) != 1:
        told = (
            "There is nothing to explain."
            if not starts
            else "Select one statement: a plan is of one at a time."
        )
        raise NotExplainable(told)
    word = re.match(r"\w*", text[starts[0] :])
    first = word[0].lower() if word else ""
    if first == "explain":
        raise NotExplainable("This is an EXPLAIN already: run it as it is.")
    # What begins with a bracket is a SELECT.
    if first and first not in _EXPLAINABLE:
        raise NotExplainable(
            f"PostgreSQL has no plan for {first.upper()}: it explains SELECT, INSERT, UPDATE, DELETE, MERGE, VALUES,"
            " EXECUTE, DECLARE, CREATE TABLE ... AS and CREATE MATERIALIZED VIEW."
        )
    prefix = ANALYZE if analyze else PLAN
    return Explained(prefix + text, prefix, analyze and bool(first) and first not in _READING)


def plan_of(result: RunResult, explained: Explained) -> tuple[RunResult, list[Any] | None]:
    """The result without the plan, its error placed in the text that was written; and the plan as PostgreSQL has it.

    None where there is no plan: the result says why.
    """
    error = result.error
    if error is not None and error.position is not None:
        moved = max(error.position - len(explained.prefix), 1)
        result = replace(result, error=replace(error, position=moved))
    if result.outcome is not RunOutcome.OK or not result.results:
        return result, None
    (cell,) = result.results[-1].rows[0] if result.results[-1].rows else (None,)
    notices = (*result.notices, *([_RAN] if explained.changes else []))
    try:
        plan = json.loads(cell or "")
    except ValueError:
        return replace(result, results=(), notices=(*notices, _CUT)), None
    return replace(result, results=(), notices=notices), plan
